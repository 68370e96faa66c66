using StationBot.Handling.Cases;

namespace StationBot.Handling.Suggestions;

/// <summary>代表建议 sub-track. domain.md §4.4.</summary>
public enum SuggestionStatus { Draft, InPreReview, Submitted, HandedOut, InHandling, Answered, DeputyEvaluated, ReAnswered, Tracked, Archived, Withdrawn }

/// <summary>What can be done with a suggestion. Kept by name in the log.</summary>
public enum SuggestionAction { Draft, Edit, SubmitForReview, PreReview, HandOut, Acknowledge, Contact, Answer, Evaluate, ReAnswer, Track, Archive, Withdraw, CarryOver, Extend }

/// <summary>What a step brings; which of it is needed, the table says.</summary>
/// <param name="Title">One matter per suggestion.</param>
/// <param name="Facts">What was found.</param>
/// <param name="Proposal">What is asked for.</param>
/// <param name="Grounds">What speaks against it (§4.4); any ground refuses.</param>
/// <param name="Result">Of the pre-review.</param>
/// <param name="Unit">Code of the department it is handed out to.</param>
/// <param name="Hard">Wide-reaching and difficult: six months instead of three (代表法 art. 51).</param>
/// <param name="ContactAt">When the department spoke with the deputy.</param>
/// <param name="Text">Of an answer.</param>
/// <param name="Satisfaction">The deputy's.</param>
public sealed record SuggestionData(
    string? Title = null, string? Facts = null, string? Proposal = null, IReadOnlyList<ExclusionGround>? Grounds = null, PreReview? Result = null, string? Unit = null,
    bool? Hard = null, string? Handler = null, DateTimeOffset? ContactAt = null, string? Text = null, Satisfaction? Satisfaction = null, string? Deputy = null, string? CaseNo = null);

public sealed record SuggestionStep(SuggestionAction Action, Actor By, SuggestionData? Data = null, string Reason = "")
{
    /// <inheritdoc cref="Step.ExpectedVersion"/>
    public int? ExpectedVersion { get; init; }
}

/// <summary>One entry of a suggestion's append-only log.</summary>
/// <param name="Step">S01–S15 of <see cref="SuggestionSteps"/>.</param>
public sealed record SuggestionEvent(
    Guid Id, Guid SuggestionId, int Number, string Step, string Action, CaseActor Actor, string By, DateTimeOffset At, SuggestionStatus From, SuggestionStatus To, string Reason, string Data);

/// <summary>Codes of refusals on this track that are no guards. Clients depend on them: never rename one.</summary>
public static class SuggestionRefusals
{
    /// <summary>No row of the table leads from this status by this action.</summary>
    public const string IllegalStep = "suggestion.illegal_step";

    /// <summary>The row is another role's.</summary>
    public const string WrongRole = "suggestion.wrong_role";

    public const string MissingData = "suggestion.missing_data";

    /// <summary>The step brings what is not its to say.</summary>
    public const string BadData = "suggestion.bad_data";

    /// <summary>Somebody else was first.</summary>
    public const string Stale = "suggestion.stale";

    public const string NotFound = "suggestion.not_found";
}
