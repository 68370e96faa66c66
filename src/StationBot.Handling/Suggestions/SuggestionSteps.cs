using StationBot.Handling.Cases;
using static StationBot.Handling.Cases.CaseActor;
using static StationBot.Handling.Suggestions.SuggestionAction;
using static StationBot.Handling.Suggestions.SuggestionStatus;

namespace StationBot.Handling.Suggestions;

/// <summary>What a guard of this track looks at.</summary>
public sealed record SuggestionFacts(SuggestionState State, SuggestionStep Step, SuggestionData Data, DateTimeOffset Now, LoopRules Rules);

/// <param name="Holds">Whether the step may be taken.</param>
public sealed record SuggestionGuard(string Name, Func<SuggestionFacts, bool> Holds)
{
    public string Code => $"suggestion.guard.{Name}";
}

/// <param name="To">Null: the pre-review's result decides; or, for S14 and S15, the status stays.</param>
public sealed record SuggestionTransition(string Id, SuggestionAction Action, IReadOnlyList<SuggestionStatus> From, CaseActor By, SuggestionStatus? To)
{
    public IReadOnlyList<string> Needs { get; init; } = [];

    /// <summary>Fields that the step may bring besides; any other is refused, so that no step says what is another's to say.</summary>
    public IReadOnlyList<string> May { get; init; } = [];
    public IReadOnlyList<SuggestionGuard> Guards { get; init; } = [];
}

/// <summary>The legal steps of the 代表建议 track (domain.md §4.4; numbers S01–S15 are ours). Whatever is not listed is refused.</summary>
public static class SuggestionSteps
{
    private static readonly SuggestionGuard OwnDeputy = new("own_deputy", f => f.Step.By.Unit is { } code && code == (f.State.Deputy ?? f.Data.Deputy));
    private static readonly SuggestionGuard OwnUnit = new("own_unit", f => f.Step.By.Unit is { } unit && unit == f.State.Unit);
    private static readonly SuggestionGuard Complete = new("complete", f =>
        ReplyText.Letters(f.State.Title) >= 4 && ReplyText.Letters(f.State.Facts) >= f.Rules.Clocks.LeastReplyCharacters && ReplyText.Letters(f.State.Proposal) >= 10);
    private static readonly SuggestionGuard NoGround = new("excluded", f => f.Data.Grounds is not { Count: > 0 });
    private static readonly SuggestionGuard NoGroundToAdopt = new("excluded", f => f.Data.Result != Cases.PreReview.Adopt || f.Data.Grounds is not { Count: > 0 });
    private static readonly SuggestionGuard ReasonUnlessAdopted = new("reason", f => f.Data.Result == Cases.PreReview.Adopt || f.Step.Reason.Length > 0);
    private static readonly SuggestionGuard KnownUnit = new("known_unit", f => f.Rules.Directory.Department(f.Data.Unit) is not null);
    private static readonly SuggestionGuard ReasonIfHard = new("hard_reason", f => f.Data.Hard != true || f.Step.Reason.Length > 0);
    private static readonly SuggestionGuard ReasonToExtend = new("hard_reason", f => f.Step.Reason.Length > 0);
    private static readonly SuggestionGuard NotHardYet = new("one_extension", f => !f.State.Hard);
    private static readonly SuggestionGuard BeforeDeadline = new("before_deadline", f =>
        SuggestionClocks.AnswerLiesAhead(f.State, f.Rules.Calendar.DayOf(f.Now), f.Rules.Calendar, f.Rules.Clocks));
    private static readonly SuggestionGuard ContactBehind = new("contact_behind", f =>
        f.Data.ContactAt is not { } at || (at.ToUnixTimeMilliseconds() <= f.Now.ToUnixTimeMilliseconds() && !(at < f.State.HandedOutAt)));
    private static readonly SuggestionGuard RealAnswer = new("answer", f => ReplyText.SaysSomething(f.Data.Text, f.Rules.Clocks));
    private static readonly SuggestionGuard NoForeignData = new("foreign_data", f => !ReplyText.HasForeignData(f.Data.Text ?? "", null));

    /// <summary>A suggestion and its answer are made public (代表法 art. 51): nobody's numbers stand in it.</summary>
    private static readonly SuggestionGuard NobodysData = new("foreign_data", f =>
        new[] { f.State.Title, f.State.Facts, f.State.Proposal }.All(text => !ReplyText.HasForeignData(text ?? "", null)));

    /// <summary>A draft's words stay in the log when they are edited away.</summary>
    private static readonly SuggestionGuard NobodysDraft = new("foreign_data", f =>
        new[] { f.Data.Title, f.Data.Facts, f.Data.Proposal }.All(text => !ReplyText.HasForeignData(text ?? "", null)));
    private static readonly SuggestionGuard Dissatisfied = new("dissatisfied", f => f.State.Satisfaction == Satisfaction.Dissatisfied);
    private static readonly SuggestionGuard Settled = new("settled", f => f.State.Satisfaction is Satisfaction.Satisfied or Satisfaction.Basic || f.State.Answers >= 2);
    private static readonly SuggestionGuard Judged = new("judged", f => f.Data.Satisfaction != Satisfaction.None);

    /// <summary>The log only grows and is read by deputy, office and unit.</summary>
    private static readonly SuggestionGuard NobodysWords = new("foreign_data", f => !ReplyText.HasForeignData($"{f.Step.Reason}\n{f.Data.Handler}", null));

    private static readonly SuggestionTransition[] Rows =
    [
        new("S01", SuggestionAction.Draft, [SuggestionStatus.Draft], Deputy, SuggestionStatus.Draft)
            { Needs = ["title", "caseNo", "deputy"], May = ["facts", "proposal", "grounds"], Guards = [OwnDeputy, NoGround, NobodysDraft] },
        new("S02", Edit, [SuggestionStatus.Draft], Deputy, SuggestionStatus.Draft) { May = ["title", "facts", "proposal", "grounds"], Guards = [OwnDeputy, NoGround, NobodysDraft] },
        new("S03", SubmitForReview, [SuggestionStatus.Draft], Deputy, InPreReview) { May = ["grounds"], Guards = [OwnDeputy, NoGround, Complete, NobodysData] },
        new("S04", SuggestionAction.PreReview, [InPreReview], Office, null) { Needs = ["result"], May = ["grounds"], Guards = [ReasonUnlessAdopted, NoGroundToAdopt] },
        new("S05", HandOut, [Submitted], Office, HandedOut) { Needs = ["unit"], May = ["hard"], Guards = [KnownUnit, ReasonIfHard] },
        new("S06", Acknowledge, [HandedOut], Department, InHandling) { Needs = ["handler"], Guards = [OwnUnit] },
        new("S07", Contact, [InHandling], Department, InHandling) { May = ["contactAt"], Guards = [OwnUnit, ContactBehind] },
        new("S08", Answer, [InHandling], Department, Answered) { Needs = ["text"], Guards = [OwnUnit, RealAnswer, NoForeignData] },
        new("S09", Evaluate, [Answered, ReAnswered], Deputy, DeputyEvaluated) { Needs = ["satisfaction"], Guards = [OwnDeputy, Judged] },
        new("S10", ReAnswer, [DeputyEvaluated], Department, ReAnswered) { Needs = ["text"], Guards = [OwnUnit, Dissatisfied, RealAnswer, NoForeignData] },
        new("S11", Track, [DeputyEvaluated], Office, Tracked) { Guards = [Settled] },
        new("S12", Archive, [Tracked], Office, Archived),
        // [L] 北京 art. 13: before it is handed out.
        new("S13", Withdraw, [SuggestionStatus.Draft, InPreReview, Submitted], Deputy, Withdrawn) { Guards = [OwnDeputy] },
        // Taken with T30 of its case while that is open; by itself when the case is over.
        new("S14", CarryOver, [SuggestionStatus.Draft, InPreReview, Submitted, HandedOut, InHandling, Answered, DeputyEvaluated, ReAnswered, Tracked], Office, null) { Needs = ["deputy"] },
        // §6.2: more time by consent of the office that handed it out, and no more than the law gives what proves wide-reaching and difficult.
        new("S15", Extend, [HandedOut, InHandling], Office, null) { Guards = [ReasonToExtend, NotHardYet, BeforeDeadline] },
    ];

    public static IReadOnlyList<SuggestionTransition> All { get; } = [.. Rows.Select(r => r with { Guards = [.. r.Guards, NobodysWords] })];

    public static IEnumerable<SuggestionTransition> From(SuggestionStatus status, SuggestionAction action) => All.Where(t => t.Action == action && t.From.Contains(status));
}
