namespace StationBot.Handling.Deadlines;

/// <summary>The case classes that have a clock (domain.md §6.2), as written in the competence matrix.</summary>
public static class CaseClasses
{
    public const string UrgentService = "UrgentService";
    public const string Consult = "Consult";
    public const string Simple = "Simple";
    public const string Complex = "Complex";
    public const string LongTerm = "LongTerm";

    public static IReadOnlyList<string> All { get; } = [UrgentService, Consult, Simple, Complex, LongTerm];
}

/// <summary>Deadlines from clocks and calendar; pure. domain.md §6.</summary>
public static class Clocks
{
    /// <summary>The latest moment for staff to look at a flagged item.</summary>
    /// <returns>P0 in real time, P1 in working hours, P2 and P3 at the close of a working day; with the offset of <paramref name="at"/>.</returns>
    public static DateTimeOffset TriageBy(Flags.Severity severity, DateTimeOffset at, WorkCalendar calendar, ClockOptions options) => severity switch
    {
        Flags.Severity.P0 => at + options.TriageP0,
        Flags.Severity.P1 => AddWorkingTime(at, options.TriageP1WorkingHours, calendar, options),
        Flags.Severity.P2 => At(WorkdaysAfter(at, options.TriageP2WorkingDays, calendar, options), options.OfficeCloses, at.Offset),
        _ => At(WorkdaysAfter(at, options.TriageP3WorkingDays, calendar, options), options.OfficeCloses, at.Offset),
    };

    /// <summary>Whether staff are at work at a local moment. Closing time itself is no longer office time.</summary>
    public static bool IsOfficeHours(DateTimeOffset at, WorkCalendar calendar, ClockOptions options) =>
        calendar.IsWorkday(Day(at)) && Sessions(options).Any(s => Time(at) >= s.From && Time(at) < s.To);

    /// <summary>The working day on which a message counts as received (§6.3). Late on a day off is still the coming working day, not the one after.</summary>
    public static DateOnly CountsAsReceived(DateTimeOffset at, WorkCalendar calendar, ClockOptions options) =>
        calendar.WorkdayFrom(Time(at) > options.OfficeCloses && calendar.IsWorkday(Day(at)) ? Day(at).AddDays(1) : Day(at));

    /// <summary>
    /// The end of a period of months (民法典 art. 200–203): the start day is not counted; it ends on the same day number or the
    /// month's last day, and moves on from a day off.
    /// </summary>
    public static DateOnly EndOfMonths(DateOnly start, int months, WorkCalendar calendar) => calendar.WorkdayFrom(start.AddMonths(months));

    /// <summary>The last day of a period of days, counted in the same way; the whole of it is within.</summary>
    public static DateOnly EndOfDays(DateOnly start, int days, WorkCalendar calendar)
    {
        ArgumentNullException.ThrowIfNull(calendar);
        return calendar.WorkdayFrom(start.AddDays(days));
    }

    private static DateOnly WorkdaysAfter(DateTimeOffset at, int days, WorkCalendar calendar, ClockOptions options) =>
        calendar.AddWorkdays(CountsAsReceived(at, calendar, options), days);

    /// <exception cref="ArgumentException">The options leave no working time in a day.</exception>
    private static DateTimeOffset AddWorkingTime(DateTimeOffset at, TimeSpan left, WorkCalendar calendar, ClockOptions options)
    {
        var sessions = Sessions(options).ToArray();
        if (sessions.Length == 0)
        {
            throw new ArgumentException("Office hours are empty.", nameof(options));
        }
        for (var day = calendar.WorkdayFrom(Day(at)); ; day = calendar.AddWorkdays(day, 1))
        {
            foreach (var (from, to) in sessions)
            {
                var opens = At(day, from, at.Offset) is var start && start > at ? start : at;
                var open = At(day, to, at.Offset) - opens;
                if (open >= left)
                {
                    return opens + left;
                }
                left -= open > TimeSpan.Zero ? open : TimeSpan.Zero;
            }
        }
    }

    /// <summary>The hours of a working day, less the noon rest.</summary>
    internal static IEnumerable<(TimeOnly From, TimeOnly To)> Sessions(ClockOptions options)
    {
        var rests = options.NoonFrom < options.NoonTo && options.NoonFrom > options.OfficeOpens && options.NoonTo < options.OfficeCloses;
        (TimeOnly From, TimeOnly To)[] all = rests
            ? [(options.OfficeOpens, options.NoonFrom), (options.NoonTo, options.OfficeCloses)]
            : [(options.OfficeOpens, options.OfficeCloses)];
        return all.Where(s => s.From < s.To);
    }

    private static DateOnly Day(DateTimeOffset at) => DateOnly.FromDateTime(at.DateTime);

    private static TimeOnly Time(DateTimeOffset at) => TimeOnly.FromDateTime(at.DateTime);

    private static DateTimeOffset At(DateOnly day, TimeOnly time, TimeSpan offset) => new(day.ToDateTime(time), offset);
}
