using System.ComponentModel.DataAnnotations;

namespace StationBot.Handling.Deadlines;

/// <summary>When nobody is disturbed, and what counts as many: domain.md §4.6, §5.5.</summary>
public sealed partial record ClockOptions
{
    /// <summary>
    /// Local time from which residents and staff are left alone until <see cref="QuietTo"/>, P0 excepted; equal moments mean never. It stands with the
    /// clocks because it moves what they plan, wherever a case takes its step.
    /// </summary>
    public TimeOnly QuietFrom { get; set; } = new(21, 0);
    public TimeOnly QuietTo { get; set; } = new(8, 0);

    /// <summary>吹哨报到: those who were called are reminded so long before they meet.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "7.00:00:00")]
    public TimeSpan WhistleReminder { get; set; } = TimeSpan.FromHours(3);

    /// <summary>Level 2 (§5.5): so many cases of one type in one township …</summary>
    [Range(2, 1000)]
    public int ManyAlike { get; set; } = 10;

    /// <summary>… within so many plain days.</summary>
    [Range(1, Longest)]
    public int ManyAlikeDays { get; set; } = 30;
}

/// <summary>The hours in which nobody is disturbed; pure.</summary>
public static class QuietHours
{
    public static bool Contains(DateTimeOffset at, WorkCalendar calendar, ClockOptions options)
    {
        var time = TimeOnly.FromTimeSpan(calendar.Local(at).TimeOfDay);
        return options.QuietFrom <= options.QuietTo
            ? time >= options.QuietFrom && time < options.QuietTo
            : time >= options.QuietFrom || time < options.QuietTo;
    }

    /// <summary>The moment itself, or the end of the quiet hours it falls into.</summary>
    public static DateTimeOffset After(DateTimeOffset at, WorkCalendar calendar, ClockOptions options)
    {
        if (!Contains(at, calendar, options))
        {
            return at;
        }
        var day = calendar.DayOf(at);
        var isEvening = TimeOnly.FromTimeSpan(calendar.Local(at).TimeOfDay) >= options.QuietTo;
        return calendar.Moment(isEvening ? day.AddDays(1) : day, options.QuietTo).ToUniversalTime();
    }
}
