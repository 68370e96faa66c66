using System.ComponentModel;
using StationBot.Handling.Deadlines;
using StationBot.Handling.Roster;

namespace StationBot.Host.Api;

/// <summary><c>/api/v1/calendar</c>: working days as the clocks count them. domain.md §11.</summary>
internal static class CalendarEndpoints
{
    private const int MostDays = 366;

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/calendar/{year}", Year).Describe<YearView>("calendar.year");
        api.MapGet("/calendar/workdays", Workdays).Describe<WorkdaysView>("calendar.workdays");
    }

    private static Answer Year(string year, IAreaDirectory area)
    {
        var number = Queries.Number(year, "year", 2000, 2100)!.Value;
        var calendar = area.Current.Calendar;
        DateOnly[] days = [.. Enumerable.Range(0, 366).Select(n => new DateOnly(number, 1, 1).AddDays(n)).Where(d => d.Year == number)];
        return Answer.Of(new YearView(
            number, calendar.OfficialYears.Contains(number), days.Count(calendar.IsWorkday), [.. days.Where(d => !IsWeekend(d) && !calendar.IsWorkday(d))], [.. days.Where(d => IsWeekend(d) && calendar.IsWorkday(d))]));
    }

    private static Answer Workdays([AsParameters] WorkdaysQuery query, HttpContext http, IAreaDirectory area)
    {
        Queries.EnsureKnown<WorkdaysQuery>(http);
        var from = Queries.Day(query.From, "from") ?? throw new BadInputException("request.missing_query", "from", "from");
        var count = Queries.Number(query.Count, "count", 1, MostDays) ?? throw new BadInputException("request.missing_query", "count", "count");
        var calendar = area.Current.Calendar;
        List<DateOnly> days = [];
        for (var day = from; days.Count < count;)
        {
            days.Add(day = calendar.AddWorkdays(day, 1));
        }
        return Answer.Of(new WorkdaysView(from, count, days[^1], days, calendar.UnknownYear(from, days[^1])));
    }

    private static bool IsWeekend(DateOnly day) => day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;
}

internal sealed record WorkdaysQuery([property: Description("The day before the first one counted, yyyy-MM-dd")] string? From, [property: Description("1 to 366")] string? Count);

/// <param name="Official">False: Monday to Friday less the statutory days, for nobody has announced more.</param>
/// <param name="WeekdaysOff">Mondays to Fridays on which nobody works.</param>
/// <param name="MakeupWorkdays">Saturdays and Sundays on which people work (调休).</param>
internal sealed record YearView(int Year, bool Official, int Workdays, IReadOnlyList<DateOnly> WeekdaysOff, IReadOnlyList<DateOnly> MakeupWorkdays);

/// <param name="Day">The count-th working day after <paramref name="From"/>, which is not counted itself (§6.3).</param>
/// <param name="GuessedYear">A year among them whose calendar is not official yet.</param>
internal sealed record WorkdaysView(DateOnly From, int Count, DateOnly Day, IReadOnlyList<DateOnly> Days, int? GuessedYear);
