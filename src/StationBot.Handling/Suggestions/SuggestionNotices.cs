using StationBot.Handling.Cases;
using StationBot.Handling.Deadlines;
using StationBot.Handling.Loop;

namespace StationBot.Handling.Suggestions;

/// <summary>
/// Who is told of a suggestion: whose turn it is after a step, and who by its clocks. A notice stands under the case that the suggestion came from;
/// its event is one of the suggestion's log.
/// </summary>
public static class SuggestionNotices
{
    /// <summary>Before the name of a step, in a notice's kind.</summary>
    public const string Prefix = "Suggestion";
    public const string AcknowledgeOverdue = Prefix + "_acknowledge_overdue";
    public const string ContactOverdue = Prefix + "_contact_overdue";
    public const string AnswerSoon = Prefix + "_answer_soon";
    public const string AnswerOverdue = Prefix + "_answer_overdue";

    /// <summary>Everything that a line to staff can be about.</summary>
    public static IReadOnlyList<string> Lines { get; } =
    [
        .. new[]
        {
            SuggestionAction.SubmitForReview, SuggestionAction.PreReview, SuggestionAction.HandOut, SuggestionAction.Acknowledge, SuggestionAction.Answer, SuggestionAction.Evaluate,
            SuggestionAction.ReAnswer, SuggestionAction.Withdraw, SuggestionAction.CarryOver, SuggestionAction.Extend,
        }.Select(a => Prefix + a),
        AcknowledgeOverdue, ContactOverdue, AnswerSoon, AnswerOverdue,
    ];

    /// <summary>Whose turn it is now, or whose matter has moved.</summary>
    public static IEnumerable<StaffNotice> Of(DeputySuggestion changed, SuggestionEvent happened)
    {
        var state = changed.State;
        return Enum.Parse<SuggestionAction>(happened.Action) switch
        {
            SuggestionAction.SubmitForReview => [To(CaseActor.Office, null)],
            SuggestionAction.PreReview or SuggestionAction.Acknowledge or SuggestionAction.CarryOver => [To(CaseActor.Deputy, state.Deputy)],
            SuggestionAction.HandOut or SuggestionAction.Extend => [To(CaseActor.Department, state.Unit), To(CaseActor.Deputy, state.Deputy)],
            SuggestionAction.Answer or SuggestionAction.ReAnswer => [To(CaseActor.Deputy, state.Deputy), To(CaseActor.Office, null)],
            SuggestionAction.Evaluate => [To(CaseActor.Department, state.Unit), To(CaseActor.Office, null)],
            SuggestionAction.Withdraw when happened.From != SuggestionStatus.Draft => [To(CaseActor.Office, null)],
            _ => [],
        };

        StaffNotice To(CaseActor role, string? unit) =>
            new(Guid.CreateVersion7(happened.At), changed.CaseId, role, unit, Prefix + happened.Action, happened.Number, happened.At) { TellAt = happened.At };
    }

    /// <summary>What the clocks of this track say (domain.md §6.2): before the answer is due, and after each limit. Pure.</summary>
    public static IReadOnlyList<PlannedAct> Plan(DeputySuggestion suggestion, LoopRules rules)
    {
        var (state, calendar, clocks) = (suggestion.State, rules.Calendar, rules.Clocks);
        List<PlannedAct> acts = [];
        if (SuggestionClocks.Acknowledge(state, calendar, clocks) is { } acknowledge)
        {
            Add(AcknowledgeOverdue, acknowledge, 1, CaseActor.Office, CaseActor.Department);
        }
        if (SuggestionClocks.FirstContact(state, calendar, clocks) is { } contact)
        {
            Add(ContactOverdue, contact, 1, CaseActor.Department);
        }
        if (SuggestionClocks.Answer(state, calendar, clocks) is { } day)
        {
            foreach (var (number, before) in new[] { (1, clocks.SuggestionFirstNudgeDays), (2, clocks.SuggestionLastNudgeDays) })
            {
                Add(AnswerSoon, calendar.Moment(day.AddDays(-before), clocks.OfficeOpens), number, CaseActor.Department);
            }
            Add(AnswerOverdue, calendar.Moment(day.AddDays(1), clocks.OfficeOpens), 1, CaseActor.Office, CaseActor.Department);
        }
        return acts;

        void Add(string kind, DateTimeOffset at, int number, params ReadOnlySpan<CaseActor> told)
        {
            // A re-answer has a month of its own, an extended one another day; the clock it runs from is part of the key.
            var from = state.DissatisfiedAt ?? (kind is AnswerSoon or AnswerOverdue ? state.ExtendedAt : null) ?? state.HandedOutAt;
            Telling[] tells = new Telling[told.Length];
            for (var i = 0; i < told.Length; i++)
            {
                tells[i] = new Telling(told[i], told[i] == CaseActor.Department ? state.Unit : null, kind);
            }
            acts.Add(new PlannedAct($"{suggestion.Id:N}/{kind}/{from?.ToUnixTimeMilliseconds()}/{number}", kind, QuietHours.After(at.ToUniversalTime(), calendar, clocks)) { Tells = tells, Rings = true });
        }
    }
}
