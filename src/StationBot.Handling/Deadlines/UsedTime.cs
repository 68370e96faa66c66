using StationBot.Handling.Cases;

namespace StationBot.Handling.Deadlines;

/// <summary>
/// How far a clock has run: in working time (office hours of working days, without the noon rest) for a clock of working days, in real time for one
/// of hours, and not at all in a pause. domain.md §4.6, §6.3.
/// </summary>
public static class UsedTime
{
    /// <summary>The moment at which so many hundredths of the time between two moments are used.</summary>
    /// <param name="percent">1 to 99.</param>
    /// <param name="byHours">The clock runs in real time.</param>
    /// <param name="pauses">Times that do not count; the resident's silence is one for <see cref="ClockOptions.InfoDays"/> at most.</param>
    /// <returns><paramref name="to"/> itself when there is no time to use in between.</returns>
    public static DateTimeOffset At(
        int percent, DateTimeOffset from, DateTimeOffset to, bool byHours, IReadOnlyList<Pause> pauses, WorkCalendar calendar, ClockOptions options)
    {
        (DateTimeOffset From, DateTimeOffset To)[] open = [.. Without(pauses, to, byHours ? [(from, to)] : Working(from, to, calendar, options), options)];
        var left = open.Aggregate(TimeSpan.Zero, (sum, span) => sum + (span.To - span.From)) * percent / 100;
        foreach (var span in open)
        {
            if (span.To - span.From >= left)
            {
                return (span.From + left).ToUniversalTime();
            }
            left -= span.To - span.From;
        }
        return to.ToUniversalTime();
    }

    private static IEnumerable<(DateTimeOffset From, DateTimeOffset To)> Working(DateTimeOffset from, DateTimeOffset to, WorkCalendar calendar, ClockOptions options)
    {
        for (var day = calendar.DayOf(from); day <= calendar.DayOf(to); day = day.AddDays(1))
        {
            if (!calendar.IsWorkday(day))
            {
                continue;
            }
            foreach (var (opens, closes) in Clocks.Sessions(options))
            {
                var (begin, end) = (calendar.Moment(day, opens), calendar.Moment(day, closes));
                yield return (begin > from ? begin : from, end < to ? end : to);
            }
        }
    }

    private static IEnumerable<(DateTimeOffset From, DateTimeOffset To)> Without(
        IReadOnlyList<Pause> pauses, DateTimeOffset to, IEnumerable<(DateTimeOffset From, DateTimeOffset To)> spans, ClockOptions options)
    {
        foreach (var pause in pauses)
        {
            var most = pause.Status == CaseStatus.AwaitingInfo ? pause.From.AddDays(options.InfoDays) : DateTimeOffset.MaxValue;
            var end = (pause.To ?? to) is var over && over < most ? over : most;
            spans = spans.SelectMany<(DateTimeOffset From, DateTimeOffset To), (DateTimeOffset From, DateTimeOffset To)>(
                s => [(s.From, s.To < pause.From ? s.To : pause.From), (s.From > end ? s.From : end, s.To)]).Where(s => s.From < s.To);
        }
        return spans.Where(s => s.From < s.To);
    }
}
