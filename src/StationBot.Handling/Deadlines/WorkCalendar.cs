namespace StationBot.Handling.Deadlines;

/// <summary>
/// Working days as data (workdays-cn.json): a date is a working day if it is a makeup day, or Monday to Friday and not a
/// day off. A year outside <see cref="OfficialYears"/> counts Mon–Fri minus statutory days and deserves a warning.
/// domain.md §11.
/// </summary>
public sealed class WorkCalendar(IReadOnlySet<DateOnly> daysOff, IReadOnlySet<DateOnly> makeupWorkdays, IReadOnlySet<int> officialYears)
{
    public IReadOnlySet<int> OfficialYears => officialYears;

    public bool IsWorkday(DateOnly day) =>
        makeupWorkdays.Contains(day)
        || (day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && !daysOff.Contains(day));

    /// <summary>The day itself if it is a working day, else the next one.</summary>
    public DateOnly WorkdayFrom(DateOnly day)
    {
        while (!IsWorkday(day))
        {
            day = day.AddDays(1);
        }
        return day;
    }

    /// <summary>The <paramref name="count"/>th working day after a day, which is not counted itself (domain.md §6.3).</summary>
    public DateOnly AddWorkdays(DateOnly day, int count)
    {
        for (var left = count; left > 0; left--)
        {
            day = WorkdayFrom(day.AddDays(1));
        }
        return day;
    }
}
