using StationBot.Handling.Deadlines;

namespace StationBot.Handling.Suggestions;

/// <summary>The clocks of this track only (domain.md §6.2): pure functions of the state.</summary>
public static class SuggestionClocks
{
    /// <summary>
    /// The last day for the answer: three months from hand-out, six for what is wide-reaching and difficult (代表法 art. 51); for a re-answer the
    /// months of the local rule from the deputy's 不满意. Counted by 民法典 art. 200–203. Null while nobody has to answer.
    /// </summary>
    public static DateOnly? Answer(SuggestionState state, WorkCalendar calendar, ClockOptions options) => state switch
    {
        { DissatisfiedAt: { } unhappy, Status: SuggestionStatus.DeputyEvaluated } => Clocks.EndOfMonths(calendar.DayOf(unhappy), options.SuggestionReanswerMonths, calendar),
        { HandedOutAt: { } from, Status: SuggestionStatus.HandedOut or SuggestionStatus.InHandling } =>
            Clocks.EndOfMonths(calendar.DayOf(from), state.Hard ? options.SuggestionHardMonths : options.SuggestionMonths, calendar),
        _ => null,
    };

    /// <summary>Somebody has to answer, and the day for it is not over.</summary>
    public static bool AnswerLiesAhead(SuggestionState state, DateOnly today, WorkCalendar calendar, ClockOptions options) =>
        Answer(state, calendar, options) is { } day && today <= day;

    /// <summary>Last moment for the department to acknowledge; null when it has, or need not.</summary>
    public static DateTimeOffset? Acknowledge(SuggestionState state, WorkCalendar calendar, ClockOptions options) =>
        state is { Status: SuggestionStatus.HandedOut, HandedOutAt: { } from } ? LoopClocks.Workdays(from, options.SuggestionAcknowledgeWorkingDays, calendar, options) : null;

    /// <summary>Last moment for the first talk with the deputy; null when there was one.</summary>
    public static DateTimeOffset? FirstContact(SuggestionState state, WorkCalendar calendar, ClockOptions options) =>
        state is { FirstContactAt: null, HandedOutAt: { } from, Status: SuggestionStatus.HandedOut or SuggestionStatus.InHandling }
            ? LoopClocks.Workdays(from, options.SuggestionFirstContactWorkingDays, calendar, options) : null;
}
