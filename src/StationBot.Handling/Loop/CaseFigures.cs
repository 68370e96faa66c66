using StationBot.Handling.Cases;
using StationBot.Handling.Deadlines;

namespace StationBot.Handling.Loop;

/// <summary>Yes/no questions about a case: how many can be asked of it yet, and how many are answered with yes.</summary>
public readonly record struct Checks(int Yes, int Asked)
{
    /// <param name="answers">Null: it cannot be asked of this case, or not yet.</param>
    public static Checks Of(params ReadOnlySpan<bool?> answers)
    {
        var (yes, asked) = (0, 0);
        foreach (var answer in answers)
        {
            (yes, asked) = (yes + (answer == true ? 1 : 0), asked + (answer is null ? 0 : 1));
        }
        return new(yes, asked);
    }
}

/// <summary>What one case counts for. Made from its state and its log, so that the figures can be worked out again at any time.</summary>
/// <param name="DueOn">The reply's due day, which decides the period.</param>
/// <param name="RepliedOn">The day of its last reply; a promise that is kept later (T25) has a day of its own.</param>
/// <param name="Consultation">Before the first reply: 1 in person, less by video, 0 else.</param>
/// <param name="ContactAfter">From the assignment to the first contact.</param>
/// <param name="Assigned">Handed to a department at least once.</param>
/// <param name="ProposalKept">Null: nothing was proposed, or nobody has decided yet.</param>
public sealed record CaseFigures(
    CaseStatus Status, DateOnly DueOn, DateOnly? RepliedOn, ReplyClass? ReplyClass, double Consultation, TimeSpan? ContactAfter, bool Assigned, bool Returned,
    bool Reworked, Solved Solved, Satisfaction Satisfaction, bool? ProposalKept)
{
    /// <summary>响应率 asks for a first contact within this time of the assignment. domain.md §7.</summary>
    public static readonly TimeSpan ContactWithin = TimeSpan.FromHours(24);

    /// <summary>The time for a first contact is over, whether there was one or not.</summary>
    public bool ContactDue { get; init; }

    /// <summary>It is in the hands of whom the figures are of. A unit that had it before counts what it did itself: took, returned, answered, let run late.</summary>
    public bool Leading { get; init; } = true;

    /// <summary>Its day was over while a unit had it that has it no more.</summary>
    public bool LeftLate { get; init; }

    /// <summary>A note of progress is asked for in each so many working days. domain.md §7.</summary>
    private const int NoteEvery = 5;

    /// <summary>The actions whose events it looks at; a reader need not load the others.</summary>
    public static IReadOnlyList<string> Actions { get; } =
    [
        nameof(CaseAction.Confirm), nameof(CaseAction.Adopt), nameof(CaseAction.Sort), nameof(CaseAction.SendToTriage), nameof(CaseAction.Correct), nameof(CaseAction.Assign),
        nameof(CaseAction.Acknowledge), nameof(CaseAction.ReturnByDepartment), nameof(CaseAction.Reassign), nameof(CaseAction.ForceAssign), nameof(CaseAction.Progress), nameof(CaseAction.Reply),
        nameof(CaseAction.ReportCommitment), nameof(CaseAction.LinkTicket), nameof(CaseAction.Warn), nameof(CaseAction.Rework), nameof(CaseAction.Reopen),
    ];

    /// <summary>The reply clock runs: nothing was answered yet, or not in this round, or it was sent back (T19).</summary>
    public bool AwaitsReply { get; init; }

    /// <summary>An answer came after its day, in whichever round: a second round wipes nothing out.</summary>
    public bool RepliedLate { get; init; }

    /// <summary>Met before the first reply, in person or only by video; null for neither.</summary>
    public ConsultationMode? Met { get; init; }

    /// <summary>Its log begins with the collection: nothing of it went on outside.</summary>
    public bool WholeTrace { get; init; }

    /// <summary>Working days from the day on which it counts as received (domain.md §6.3) to its last reply.</summary>
    public int? HandlingDays { get; init; }

    /// <summary>Became a suggestion of its deputy (T29).</summary>
    public bool Promoted { get; init; }

    /// <summary>单位重视: a leader is named; plan in time; first contact in time; no return that was overruled; for priority items a leader was met.</summary>
    public Checks Attention { get; init; }

    /// <summary>数字赋能: acknowledged in time; a note of progress in each five working days; the reply has evidence; its promises stand in the ledger; a ticket came by import.</summary>
    public Checks Digital { get; init; }

    /// <param name="events">Of this case, in order; at least those of <see cref="Actions"/>.</param>
    /// <param name="openedAt">When it came in.</param>
    /// <param name="video">How much a consultation by video counts, 0 to 1. domain.md §7.</param>
    /// <param name="now">A limit that lies ahead has not been missed.</param>
    /// <param name="unit">Whose figures they are: what another unit did with it counts for that one. Null: the district's.</param>
    public static CaseFigures Of(
        CaseState state, DateOnly dueOn, IReadOnlyList<CaseEvent> events, LoopRules rules, DateTimeOffset openedAt, double video, DateTimeOffset now, string? unit = null)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(events);
        return unit is null ? Whole(state, dueOn, events, rules, openedAt, video, now)
            : OfUnit(unit, state, events, Whole(state, dueOn, [.. events.Where(e => e.Actor != CaseActor.Department || UnitOf(e) == unit)], rules, Came(unit, events) ?? openedAt, video, now));
    }

    /// <summary>A unit signs first with its code (Actor.Signature).</summary>
    private static string UnitOf(CaseEvent happened) => happened.By.Split(' ')[0];

    /// <summary>When a unit got what another had had before it; null where it was the first.</summary>
    private static DateTimeOffset? Came(string unit, IReadOnlyList<CaseEvent> events) =>
        events.Where(e => LeadIn(e) is not null).ToArray() is [var first, ..] handed && LeadIn(first) != unit ? handed.FirstOrDefault(e => LeadIn(e) == unit)?.At : null;

    private static string? LeadIn(CaseEvent happened) => happened.Action switch
    {
        nameof(CaseAction.Assign) => (StepJson.Read(CaseAction.Assign, happened.Data) as AssignData)?.Lead,
        nameof(CaseAction.Reassign) => (StepJson.Read(CaseAction.Reassign, happened.Data) as ReassignData)?.Lead,
        nameof(CaseAction.ForceAssign) => (StepJson.Read(CaseAction.ForceAssign, happened.Data) as ForceData)?.Lead is { Length: > 0 } lead ? lead : null,
        _ => null,
    };

    /// <summary>What of a case is one unit's: its own answers and what was said of them, its own return, and its day that ran out.</summary>
    private static CaseFigures OfUnit(string unit, CaseState state, IReadOnlyList<CaseEvent> events, CaseFigures own)
    {
        var (lead, answering, again, judged, late) = ((string?)null, (string?)null, false, false, false);
        foreach (var happened in events)
        {
            lead = LeadIn(happened) ?? lead;
            answering = happened.Action == nameof(CaseAction.Reply) ? UnitOf(happened) : answering;
            again |= happened.Action is nameof(CaseAction.Rework) or nameof(CaseAction.Reopen) && answering == unit;
            late |= happened.Action == nameof(CaseAction.Warn) && lead == unit && StepJson.Read(CaseAction.Warn, happened.Data) is WarnData { Color: WarningColor.Red };
        }
        judged = answering == unit;
        var leading = state.Lead == unit;
        return own with
        {
            Leading = leading, LeftLate = late && !leading, Assigned = leading ? own.Assigned : state.Leads.Contains(unit), Returned = events.Any(e => e.Action == nameof(CaseAction.ReturnByDepartment) && UnitOf(e) == unit),
            Reworked = again, ContactDue = leading && own.ContactDue, ContactAfter = leading ? own.ContactAfter : null,
            ReplyClass = judged || own.RepliedOn is null ? own.ReplyClass : ClassOf(events.Last(e => e.Action == nameof(CaseAction.Reply) && UnitOf(e) == unit)),
            // What a resident says after another unit's answer is said of that.
            Solved = judged ? own.Solved : again ? Solved.No : Solved.Unasked, Satisfaction = judged ? own.Satisfaction : Satisfaction.None,
        };
    }

    private static ReplyClass? ClassOf(CaseEvent reply) => (StepJson.Read(CaseAction.Reply, reply.Data) as ReplyData)?.Class;

    private static CaseFigures Whole(CaseState state, DateOnly dueOn, IReadOnlyList<CaseEvent> events, LoopRules rules, DateTimeOffset openedAt, double video, DateTimeOffset now)
    {
        var calendar = rules.Calendar;
        CaseEvent[] replies = [.. events.Where(e => e.Action is nameof(CaseAction.Reply) or nameof(CaseAction.ReportCommitment))];
        DateOnly? first = replies is [var one, ..] ? calendar.DayOf(one.At) : null;
        var newest = replies.LastOrDefault(r => r.Action == nameof(CaseAction.Reply));
        DateOnly? last = newest is null ? null : calendar.DayOf(newest.At);
        var met = state.Consultations.Where(c => c.Confirmed && (first is null || c.On <= first)).ToArray();
        ConsultationMode? mode = met.Any(c => c.Mode == ConsultationMode.InPerson) ? ConsultationMode.InPerson : met.Any(c => c.Mode == ConsultationMode.Video) ? ConsultationMode.Video : null;
        return new CaseFigures(
            // The unit's word stands though the resident has said 没解决 since.
            state.Status, dueOn, last, state.ReplyClass ?? (newest is null ? null : ClassOf(newest)), mode switch { ConsultationMode.InPerson => 1, ConsultationMode.Video => video, _ => 0 },
            state is { AssignedAt: { } assigned, FirstContactAt: { } contact } ? contact - assigned : null,
            state.AssignedAt is not null, state.ReturnCount > 0, state.ReworkCount > 0,
            // Who was unhappy and says nothing of the second answer has not become one who never spoke.
            state is { Solved: Solved.Unasked, Satisfaction: Satisfaction.None, DissatisfiedCount: > 0 } ? Solved.No : state.Solved, state.Satisfaction, Kept(events))
        {
            ContactDue = state.AssignedAt + ContactWithin < now,
            RepliedLate = replies.Any(r => r.Action == nameof(CaseAction.Reply) && StepJson.Read(CaseAction.Reply, r.Data) is ReplyData { InTime: false }),
            AwaitsReply = LoopClocks.Reply(state, calendar, rules.Clocks) is not null, Met = mode, WholeTrace = events.Any(e => e.Action == nameof(CaseAction.Confirm)) && !events.Any(e => e.Action == nameof(CaseAction.Adopt)),
            HandlingDays = last is { } day ? calendar.WorkdaysBetween(Clocks.CountsAsReceived(calendar.Local(openedAt), calendar, rules.Clocks), day) : null,
            Promoted = state.Suggestion is not null, Attention = AttentionOf(state, events, replies, rules, now), Digital = DigitalOf(state, events, replies, rules, now),
        };
    }

    private static Checks AttentionOf(CaseState state, IReadOnlyList<CaseEvent> events, CaseEvent[] replies, LoopRules rules, DateTimeOffset now)
    {
        if (state.AssignedAt is null)
        {
            return default;
        }
        var urgent = state.CaseClass == CaseClasses.UrgentService;
        bool? planned = null, contacted = null;
        if (state.AcknowledgedAt is { } since)
        {
            var plan = events.FirstOrDefault(e => e.At >= since && e.Action == nameof(CaseAction.Progress) && StepJson.Read(CaseAction.Progress, e.Data) is ProgressData { Kind: ProgressKind.Plan })?.At;
            var answered = replies.FirstOrDefault(r => r.At >= since)?.At;
            var by = LoopClocks.Workdays(since, rules.Clocks.PlanWorkingDays, rules.Calendar, rules.Clocks);
            planned = urgent || state.CaseClass == CaseClasses.Consult ? null : plan is { } at ? at <= by : answered <= by || now <= by ? null : false;
            by = urgent ? since + rules.Clocks.UrgentFirstContact : LoopClocks.Workdays(since, rules.Clocks.FirstContactWorkingDays, rules.Calendar, rules.Clocks);
            contacted = state.FirstContactAt is { } spoken ? spoken <= by : now <= by ? null : false;
        }
        return Checks.Of(
            HasText(state.LeadingOfficial), planned, contacted, !Overruled(events), state.Priority && replies.Length > 0 ? state.Consultations.Any(c => c.LeaderPresent) : null);
    }

    private static Checks DigitalOf(CaseState state, IReadOnlyList<CaseEvent> events, CaseEvent[] replies, LoopRules rules, DateTimeOffset now)
    {
        var acknowledged = events.LastOrDefault(e => e.Action == nameof(CaseAction.Acknowledge)) is { } told ? (StepJson.Read(CaseAction.Acknowledge, told.Data) as AcknowledgeData)?.InTime
            : LoopClocks.Of(state, rules.Calendar, rules.Clocks).Any(d => d.Clock == ClockKind.Acknowledge && now > d.At) ? false : (bool?)null;
        bool? noted = null;
        if (state.AcknowledgedAt is { } since && replies.LastOrDefault(r => r.At >= since) is { } reply)
        {
            var notes = events.Count(e => e.Action == nameof(CaseAction.Progress) && e.At >= since && e.At <= reply.At);
            noted = notes >= rules.Calendar.WorkdaysBetween(rules.Calendar.DayOf(since), rules.Calendar.DayOf(reply.At)) / NoteEvery;
        }
        var answer = replies.LastOrDefault(r => r.Action == nameof(CaseAction.Reply)) is { } given ? StepJson.Read(CaseAction.Reply, given.Data) as ReplyData : null;
        var links = events.Where(e => e.Action == nameof(CaseAction.LinkTicket)).ToArray();
        return Checks.Of(
            acknowledged, noted, answer is null ? null : answer.Evidence is { Count: > 0 },
            state.ReplyClass is Cases.ReplyClass.InProgress or Cases.ReplyClass.Planned ? state.Commitments.Count > 0 : null,
            links.Length == 0 ? null : links.Any(e => e.Actor == CaseActor.System));
    }

    /// <summary>A return was unfounded when the office left it with the unit that had returned it (T15).</summary>
    private static bool Overruled(IReadOnlyList<CaseEvent> events)
    {
        string? returning = null;
        foreach (var happened in events)
        {
            returning = happened.Action == nameof(CaseAction.ReturnByDepartment) ? UnitOf(happened) : returning;
            if (happened.Action == nameof(CaseAction.ForceAssign) && StepJson.Read(CaseAction.ForceAssign, happened.Data) is ForceData forced && (string.IsNullOrEmpty(forced.Lead) || forced.Lead == returning))
            {
                return true;
            }
        }
        return false;
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

    private static bool HasText(string? text) => !string.IsNullOrWhiteSpace(text);
}
