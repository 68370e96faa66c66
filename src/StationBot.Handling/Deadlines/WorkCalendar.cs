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
}
