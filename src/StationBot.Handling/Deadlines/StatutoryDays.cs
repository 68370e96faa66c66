using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Globalization;

namespace StationBot.Handling.Deadlines;

/// <summary>
/// The thirteen days off that hold for everybody in every year (全国年节及纪念日放假办法, as of 2025), for a year whose calendar nobody has announced
/// (domain.md §6.3). What is moved around them (调休) is announced year by year and never guessed.
/// </summary>
public static class StatutoryDays
{
    private static readonly ChineseLunisolarCalendar Lunar = new();
    private static readonly ConcurrentDictionary<int, FrozenSet<DateOnly>> Years = [];

    /// <param name="year">Gregorian, 2000 to 2099; outside of these none are known.</param>
    public static IReadOnlySet<DateOnly> Of(int year) => Years.GetOrAdd(year, static y => y is >= 2000 and <= 2099 ? WorkOut(y) : []);

    private static FrozenSet<DateOnly> WorkOut(int year)
    {
        var spring = LunarDay(year, 1, 1);
        return new[]
        {
            new DateOnly(year, 1, 1), spring.AddDays(-1), spring, spring.AddDays(1), spring.AddDays(2), Qingming(year), new DateOnly(year, 5, 1), new DateOnly(year, 5, 2),
            LunarDay(year, 5, 5), LunarDay(year, 8, 15), new DateOnly(year, 10, 1), new DateOnly(year, 10, 2), new DateOnly(year, 10, 3),
        }.ToFrozenSet();
    }

    /// <summary>A day of the farmers' calendar. A leap month before it moves the month's place in the year by one.</summary>
    private static DateOnly LunarDay(int year, int month, int day)
    {
        var leap = Lunar.GetLeapMonth(year);
        return DateOnly.FromDateTime(Lunar.ToDateTime(year, leap > 0 && month >= leap ? month + 1 : month, day, 0, 0, 0, 0));
    }

    /// <summary>The sun at 15°: the customary formula, right for every year of this century.</summary>
    private static DateOnly Qingming(int year) => new(year, 4, (int)((year % 100 * 0.2422) + 4.81) - (year % 100 / 4));
}
