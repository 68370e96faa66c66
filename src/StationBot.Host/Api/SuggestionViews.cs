using System.Text.Json.Nodes;
using StationBot.Handling.Cases;
using StationBot.Handling.Deadlines;
using StationBot.Handling.Loop;
using StationBot.Handling.Suggestions;

namespace StationBot.Host.Api;

/// <summary>A suggestion, as one caller may see it; what they may not is absent. Times carry the station's offset.</summary>
internal sealed record SuggestionView
{
    public required Guid Id { get; init; }
    public string? CaseNo { get; init; }
    public required SuggestionStatus Status { get; init; }
    public required string StatusName { get; init; }
    public required int Version { get; init; }
    public required DateTimeOffset Since { get; init; }
    public string? Deputy { get; init; }
    public string? Title { get; init; }
    public string? Facts { get; init; }
    public string? Proposal { get; init; }
    public PreReview? PreReview { get; init; }
    public string? PreReviewReason { get; init; }
    public string? Unit { get; init; }
    public bool Hard { get; init; }
    public DateTimeOffset? HandedOutAt { get; init; }

    /// <summary>Last day for the answer: 代表法 art. 51, or the local months of a re-answer.</summary>
    public DateOnly? DueOn { get; init; }

    /// <summary>Last moments for the department's acknowledgement and first talk with the deputy.</summary>
    public DateTimeOffset? AcknowledgeBy { get; init; }
    public DateTimeOffset? ContactBy { get; init; }
    public string? Answer { get; init; }
    public int Answers { get; init; }
    public Satisfaction Satisfaction { get; init; }

    /// <param name="whole">One by itself; a list leaves out what is long.</param>
    public static SuggestionView Of(DeputySuggestion one, Caller caller, LoopRules rules, bool whole)
    {
        var (state, words, calendar) = (one.State, caller.Role != TokenRole.Auditor, rules.Calendar);
        var review = caller.IsOf(TokenRole.Deputy, TokenRole.Office, TokenRole.Staff);
        return new SuggestionView
        {
            Id = one.Id, CaseNo = state.CaseNo, Status = one.Status, StatusName = LoopTexts.Of($"suggestion.status.{one.Status}"), Version = one.Version, Since = calendar.Local(state.Since),
            Deputy = one.Deputy, Title = words ? state.Title : null, Facts = whole && words ? state.Facts : null, Proposal = whole && words ? state.Proposal : null,
            PreReview = review ? state.PreReview : null, PreReviewReason = review ? state.PreReviewReason : null, Unit = one.Unit, Hard = state.Hard,
            HandedOutAt = Local(state.HandedOutAt), DueOn = one.DueOn, AcknowledgeBy = Local(SuggestionClocks.Acknowledge(state, calendar, rules.Clocks)),
            ContactBy = Local(SuggestionClocks.FirstContact(state, calendar, rules.Clocks)), Answer = whole && words ? state.Answer : null, Answers = state.Answers, Satisfaction = state.Satisfaction,
        };

        DateTimeOffset? Local(DateTimeOffset? at) => at is { } known ? calendar.Local(known) : null;
    }
}

/// <summary>One entry of a suggestion's log, as one caller may see it.</summary>
internal sealed record SuggestionEventView(
    Guid Id, int Number, string Step, string Action, string ActionName, CaseActor Actor, string? By, DateTimeOffset At, SuggestionStatus From, SuggestionStatus To, string? Reason, JsonNode? Data)
{
    public static SuggestionEventView Of(SuggestionEvent happened, Caller caller, WorkCalendar calendar)
    {
        var words = caller.Role != TokenRole.Auditor;
        return new SuggestionEventView(
            happened.Id, happened.Number, happened.Step, happened.Action, LoopTexts.Of($"suggestion.action.{happened.Action}"), happened.Actor, happened.By.Length > 0 ? happened.By : null,
            calendar.Local(happened.At), happened.From, happened.To, words && happened.Reason.Length > 0 ? happened.Reason : null,
            words && happened.Data.Length > 2 ? JsonNode.Parse(happened.Data) : null);
    }
}

/// <summary>A step that the caller's role may take now.</summary>
/// <param name="Path">Where to post it.</param>
/// <param name="To">The status it leads to; absent when the pre-review's result decides.</param>
/// <param name="Needs">Fields of the data that must be there.</param>
/// <param name="May">Fields that may be there besides.</param>
internal sealed record SuggestionStepView(string Step, SuggestionAction Action, string Name, string Path, SuggestionStatus? To, IReadOnlyList<string> Needs, IReadOnlyList<string> May)
{
    public static SuggestionStepView Of(SuggestionTransition row, DeputySuggestion one) => new(
        row.Id, row.Action, LoopTexts.Of($"suggestion.action.{row.Action}"), $"/api/v1/suggestions/{one.Id}/{OfferedSteps.Address(row.Action)}", row.To, row.Needs, row.May);
}

/// <summary>What became of a step.</summary>
internal sealed record SuggestionTaken(Guid Id, string? CaseNo, int Version, SuggestionStatus Status, DateOnly? DueOn, SuggestionEventView Event);
