namespace StationBot.Handling.Deadlines;

/// <summary>
/// Working days as data (workdays-cn.json): a date is a working day if it is a makeup day, or Monday to Friday and not a
/// day off. A year outside <see cref="OfficialYears"/> counts Mon–Fri minus statutory days (<see cref="StatutoryDays"/> where the data
/// name none) and deserves a warning.
/// domain.md §11.
/// </summary>
public sealed class WorkCalendar(IReadOnlySet<DateOnly> daysOff, IReadOnlySet<DateOnly> makeupWorkdays, IReadOnlySet<int> officialYears)
{
    private readonly HashSet<int> _told = [.. officialYears, .. daysOff.Select(d => d.Year)];

    public IReadOnlySet<int> OfficialYears => officialYears;

    /// <summary>Where its days begin and end.</summary>
    public TimeZoneInfo Zone { get; init; } = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai");

    public DateTimeOffset Local(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, Zone);

    public DateOnly DayOf(DateTimeOffset at) => DateOnly.FromDateTime(Local(at).DateTime);

    /// <summary>The moment of a day in this zone.</summary>
    public DateTimeOffset Moment(DateOnly day, TimeOnly time)
    {
        var local = day.ToDateTime(time);
        return new DateTimeOffset(local, Zone.GetUtcOffset(local));
    }

    /// <summary>The first year of a span whose days off nobody has announced yet: what was counted in it is a guess (domain.md §6.3).</summary>
    public int? UnknownYear(DateOnly from, DateOnly to) => Enumerable.Range(from.Year, Math.Max(0, to.Year - from.Year + 1)).Where(y => !officialYears.Contains(y)).Select(y => (int?)y).FirstOrDefault();

    public bool IsWorkday(DateOnly day) =>
        makeupWorkdays.Contains(day)
        || (day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && !(_told.Contains(day.Year) ? daysOff : StatutoryDays.Of(day.Year)).Contains(day));

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

    /// <summary>Working days after <paramref name="from"/>, up to and with <paramref name="to"/>.</summary>
    public int WorkdaysBetween(DateOnly from, DateOnly to) => Enumerable.Range(1, Math.Max(0, to.DayNumber - from.DayNumber)).Count(n => IsWorkday(from.AddDays(n)));
}
