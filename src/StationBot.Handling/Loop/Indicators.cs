using System.Text.Json.Serialization;
using StationBot.Handling.Cases;
using StationBot.Handling.Deadlines;

namespace StationBot.Handling.Loop;

/// <summary>What one case counts for. Made from its state and its log, so that the figures can be worked out again at any time.</summary>
/// <param name="DueOn">The reply's due day, which decides the period.</param>
/// <param name="RepliedOn">The day of its last reply.</param>
/// <param name="Consultation">Before the first reply: 1 in person, less by video, 0 else.</param>
/// <param name="ContactAfter">From the assignment to the first contact.</param>
/// <param name="Assigned">Handed to a department at least once.</param>
/// <param name="ProposalKept">Null: nothing was proposed, or nobody has decided yet.</param>
public sealed record CaseFigures(
    CaseStatus Status, DateOnly DueOn, DateOnly? RepliedOn, ReplyClass? ReplyClass, double Consultation, TimeSpan? ContactAfter, bool Assigned, bool Returned,
    bool Reworked, Solved Solved, Satisfaction Satisfaction, bool? ProposalKept)
{
    /// <summary>The actions whose events it looks at; a reader need not load the others.</summary>
    public static IReadOnlyList<string> Actions { get; } =
        [nameof(CaseAction.Sort), nameof(CaseAction.SendToTriage), nameof(CaseAction.Correct), nameof(CaseAction.Assign), nameof(CaseAction.Reply), nameof(CaseAction.ReportCommitment)];

    /// <param name="events">Of this case, in order; at least those of <see cref="Actions"/>.</param>
    /// <param name="video">How much a consultation by video counts, 0 to 1. domain.md §7.</param>
    public static CaseFigures Of(CaseState state, DateOnly dueOn, IReadOnlyList<CaseEvent> events, WorkCalendar calendar, double video)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(calendar);
        CaseEvent[] replies = [.. events.Where(e => e.Action is nameof(CaseAction.Reply) or nameof(CaseAction.ReportCommitment))];
        DateOnly? first = replies is [var one, ..] ? calendar.DayOf(one.At) : null;
        var met = state.Consultations.Where(c => c.Confirmed && (first is null || c.On <= first)).ToArray();
        return new CaseFigures(
            state.Status, dueOn, replies is [.., var last] ? calendar.DayOf(last.At) : null, state.ReplyClass,
            met.Any(c => c.Mode == ConsultationMode.InPerson) ? 1 : met.Any(c => c.Mode == ConsultationMode.Video) ? video : 0,
            state is { AssignedAt: { } assigned, FirstContactAt: { } contact } ? contact - assigned : null,
            state.AssignedAt is not null, state.ReturnCount > 0, state.ReworkCount > 0, state.Solved, state.Satisfaction, Kept(events));
    }

    /// <summary>分拣准确率: what the program proposed stands when staff neither named another lead or type nor assigned to another lead.</summary>
    private static bool? Kept(IReadOnlyList<CaseEvent> events)
    {
        var proposed = events.Where(e => e.Actor is CaseActor.Bot or CaseActor.System).Select(SortIn).FirstOrDefault(d => !string.IsNullOrEmpty(d?.Lead));
        var staff = events.Where(e => e.Actor == CaseActor.StationStaff).Select(SortIn).OfType<SortData>().ToArray();
        var handed = events.Where(e => e.Action == nameof(CaseAction.Assign)).Select(e => StepJson.Read(CaseAction.Assign, e.Data) as AssignData).FirstOrDefault();
        if (proposed is null || (staff.Length == 0 && handed is null))
        {
            return null;
        }
        return staff.All(d => Same(d.Lead, proposed.Lead) && Same(d.Type, proposed.Type)) && Same(handed?.Lead, proposed.Lead);
    }

    private static SortData? SortIn(CaseEvent happened) => happened.Action is nameof(CaseAction.Sort) or nameof(CaseAction.SendToTriage) or nameof(CaseAction.Correct)
        ? StepJson.Read(CaseAction.Sort, happened.Data) as SortData
        : null;

    private static bool Same(string? said, string? proposed) => string.IsNullOrEmpty(said) || string.IsNullOrEmpty(proposed) || said == proposed;
}

/// <summary>One indicator, always with what it is made of.</summary>
public sealed record Rate(double Numerator, int Denominator)
{
    /// <summary>Null when the denominator is zero: "—", never 0 or 100 %.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public double? Value => Denominator == 0 ? null : Math.Round(Numerator / Denominator, 4);
}

/// <summary>The indicators of domain.md §7 that the loop's own facts carry; cases with their reply due in the period.</summary>
/// <param name="Completion">办结率: completed ÷ due.</param>
/// <param name="OnTime">按期办结率: completed, and answered on or before the due day ÷ due. 办结 is a result delivered within the rules (§1.4), so the reply's day counts, not the evaluation's.</param>
/// <param name="Consultation">面商率: confirmed face-to-face before the reply ÷ replied.</param>
/// <param name="Satisfaction">满意率: satisfied and basically satisfied ÷ evaluated.</param>
/// <param name="SatisfactionStrict">Satisfied alone ÷ evaluated.</param>
/// <param name="Resolution">解决率 as residents see it: solved ÷ asked and answered.</param>
/// <param name="ResolutionClaimed">As departments see it: class A ÷ replied.</param>
/// <param name="ResolutionGap">Claimed less confirmed; null while one of them is.</param>
/// <param name="Response">响应率: first contact within 24 h of the assignment ÷ assigned.</param>
/// <param name="Return">退回率: returned ÷ assigned.</param>
/// <param name="Overdue">超期率: answered late, or due and not answered ÷ due.</param>
/// <param name="Rework">重办率: worked on again ÷ replied.</param>
/// <param name="RoutingAccuracy">分拣准确率: proposals not changed by staff ÷ proposals decided on.</param>
public sealed record Indicators(
    Rate Completion, Rate OnTime, Rate Consultation, Rate Satisfaction, Rate SatisfactionStrict, Rate Resolution, Rate ResolutionClaimed, double? ResolutionGap,
    Rate Response, Rate Return, Rate Overdue, Rate Rework, Rate RoutingAccuracy)
{
    private static readonly TimeSpan ContactWithin = TimeSpan.FromHours(24);

    /// <param name="cases">Of the period; what never came to handling (declined, redirected, merged, withdrawn) is left out here.</param>
    /// <param name="today">What is due later cannot be overdue yet.</param>
    public static Indicators Of(IEnumerable<CaseFigures> cases, DateOnly today)
    {
        CaseFigures[] due = [.. cases.Where(c => c.Status is not (CaseStatus.Draft or CaseStatus.Declined or CaseStatus.Redirected or CaseStatus.Merged or CaseStatus.Withdrawn))];
        CaseFigures[] replied = [.. due.Where(c => c.RepliedOn is not null)];
        CaseFigures[] judged = [.. due.Where(c => c.Satisfaction != Cases.Satisfaction.None)];
        CaseFigures[] asked = [.. due.Where(c => c.Solved != Solved.Unasked)];
        CaseFigures[] assigned = [.. due.Where(c => c.Assigned)];
        var (resolution, claimed) = (Share(asked, c => c.Solved == Solved.Yes), Share(replied, c => c.ReplyClass == ReplyClass.Solved));
        return new Indicators(
            Share(due, Completed), Share(due, c => Completed(c) && c.RepliedOn <= c.DueOn),
            new Rate(replied.Sum(c => c.Consultation), replied.Length),
            Share(judged, c => c.Satisfaction is Cases.Satisfaction.Satisfied or Cases.Satisfaction.Basic), Share(judged, c => c.Satisfaction == Cases.Satisfaction.Satisfied),
            resolution, claimed, claimed.Value - resolution.Value is { } gap ? Math.Round(gap, 4) : null,
            Share(assigned, c => c.ContactAfter <= ContactWithin), Share(assigned, c => c.Returned),
            Share(due, c => c.RepliedOn is { } day ? day > c.DueOn : today > c.DueOn), Share(replied, c => c.Reworked),
            Share([.. due.Where(c => c.ProposalKept is not null)], c => c.ProposalKept == true));
    }

    private static bool Completed(CaseFigures one) => one.Status is CaseStatus.Completed or CaseStatus.ClosedOut;

    private static Rate Share(CaseFigures[] of, Func<CaseFigures, bool> counts) => new(of.Count(counts), of.Length);
}
