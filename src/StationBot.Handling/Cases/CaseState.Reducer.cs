using static StationBot.Handling.Cases.CaseStatus;

namespace StationBot.Handling.Cases;

public sealed partial record CaseState
{
    /// <summary>The state that a case's events add up to.</summary>
    /// <param name="events">All of one case, in order.</param>
    public static CaseState Replay(IEnumerable<CaseEvent> events) => events.Aggregate(new CaseState(), (state, happened) => state.Apply(happened));

    /// <summary>One event further. Whether it was legal is not asked: it happened.</summary>
    public CaseState Apply(CaseEvent happened)
    {
        if (!Enum.TryParse<CaseAction>(happened.Action, out var action))
        {
            return this with { Status = happened.To, Events = happened.Number };
        }
        var moved = happened.From != happened.To;
        var next = Take(action, happened, StepJson.Read(action, happened.Data)) with { Status = happened.To, Events = happened.Number };
        next = happened.To is Collected || (happened.To is InTriage && happened.From is not (Collected or InTriage or AwaitingInfo or ReadyToAssign)) ? next with { ToSortSince = happened.At } : next;
        return (moved || action is CaseAction.Confirm ? next with { Since = happened.At } : next).Paused(happened, moved);
    }

    /// <summary>The reply clock stands still while the resident is asked and while a return is decided. domain.md §6.3.</summary>
    private CaseState Paused(CaseEvent happened, bool moved)
    {
        if (!moved)
        {
            return this;
        }
        IReadOnlyList<Pause> pauses = happened.From is AwaitingInfo or Returned ? [.. Pauses.Select(p => p.To is null ? p with { To = happened.At } : p)] : Pauses;
        return this with { Pauses = happened.To is AwaitingInfo or Returned ? [.. pauses, new Pause(happened.To, happened.At)] : pauses };
    }

    private CaseState Take(CaseAction action, CaseEvent happened, StepData data) => (action, data) switch
    {
        (_, AdoptData d) => d.State ?? this,
        (_, ConfirmData d) => (this with
        {
            ReplyFrom = happened.At, ReplyBasis = "T01", CaseClass = d.CaseClass ?? CaseClass, Demands = d.Demands ?? Demands, Conflicted = d.Conflicted ?? Conflicted, Earlier = d.Earlier ?? Earlier,
            Flags = [.. Flags.Union(d.Flags ?? [])], Subscribers = [.. Subscribers.Union(d.Residents ?? [])],
        }).Checked(Checkpoint.Listen),
        (_, SortData d) => Sorted(d),
        (_, AskData) => this with { InfoRounds = InfoRounds + 1 },
        // From the second time on a human decides; the verdict stands all the same, or it would be in no indicator.
        (_, SupplementData { Dissatisfied: true } d) => this with { DissatisfiedCount = DissatisfiedCount + 1, DissatisfiedAt = happened.At, Solved = d.Solved ?? Solved, Satisfaction = d.Satisfaction ?? (d.Solved is null ? Satisfaction.Dissatisfied : Satisfaction) },
        (_, SupplementData { DeclinesToJudge: true }) => this with { Reminders = MostReminders, LastReminderAt = happened.At },
        (_, SupplementData { TakesBack: true }) when happened.Actor == CaseActor.Resident => this with { Solved = Solved.Unasked, Unheard = Unheard + 1 },
        (_, SupplementData { Unheard: true }) => this with { Unheard = Unheard + 1 },
        (_, MergeData d) => this with { MergedInto = d.Main, StatusBeforeMerge = happened.From, WentBack = d.Part == true, SplitOff = d.Split == true },
        (CaseAction.Unmerge, _) => this with { MergedInto = null, StatusBeforeMerge = null, SplitOff = false },
        (CaseAction.Split, SplitData d) => Divided(d),
        (_, SplitData d) => Rejoined(d.Children ?? [], d.Flags ?? []),
        (CaseAction.TakeIn, JoinData { Other: { } other } d) => TakingIn(other, d),
        (_, JoinData { Other: { } other } d) => LettingGo(other, d),
        (_, AssignData d) => AssignedTo(d.Lead, d.Co, d.ByClass == true ? null : d.Deadline, happened.At) with
        {
            Liaison = d.Liaison, Standard = d.Standard, Deputy = Said(d.Deputy) ?? Deputy, Priority = Priority || d.Priority == true,
            LeadingOfficial = d.LeadingOfficial ?? LeadingOfficial, SupervisingOfficial = d.SupervisingOfficial ?? SupervisingOfficial,
        },
        (_, AcknowledgeData d) => (this with { Handler = d.Handler, AcknowledgedAt = happened.At, FirstContactAt = null }).Checked(d.InTime == true ? Checkpoint.Press : null),
        (_, ReturnData) => this with { ReturnCount = ReturnCount + 1 },
        (_, ReassignData d) => Restarted(happened).AssignedTo(d.Lead, d.Co, d.Deadline, happened.At) with { Liaison = d.Liaison ?? (d.Lead == Lead ? Liaison : null) },
        (_, CoUnitsData d) => HelpedBy(d.Co ?? [], d.Came, happened.At),
        (_, ForceData d) => AssignedTo(Said(d.Lead) ?? Lead, Co, d.Deadline, happened.At) with
        {
            ForcedUnits = (Said(d.Lead) ?? Lead) is { } unit ? [.. ForcedUnits.Union([unit])] : ForcedUnits,
        },
        (_, ProgressData d) => this with
        {
            LastProgressAt = happened.At, Plan = d.Kind == ProgressKind.Plan ? d.Text : Plan,
            FirstContactAt = FirstContactAt ?? (d.Kind == ProgressKind.Contact || d.ContactAt is not null ? (d.ContactAt ?? happened.At).ToUniversalTime() : null),
        },
        (CaseAction.RequestExtension, ExtensionData { NewDate: { } to }) => this with { Extension = new(to, Approved: false) },
        (CaseAction.ApproveExtension, ExtensionData { NewDate: { } to }) =>
            this with { Extension = new(to, Approved: true), ExtensionCount = ExtensionCount + 1, Deadline = to, DeadlineSetAt = happened.At, Warning = WarningColor.None },
        (CaseAction.RefuseExtension, _) => this with { Extension = null },
        (_, ReplyData d) => Replying(d),
        (_, RejectData) => ReportSentBack(happened) with { RejectedReplies = RejectedReplies + 1, Commitments = [.. Commitments.Where(c => c.Given).Select(c => Reported is { } was && c.Number == was.Number ? was : c)], Reported = null },
        (_, FeedbackData) => this with { FeedbackAt = happened.At, Reported = null, Commitments = [.. Commitments.Select(c => c with { Given = true })], DissatisfiedAt = null, Solved = Solved.Unasked, Satisfaction = Satisfaction.None, Unheard = 0, Reminders = 0, LastReminderAt = null },
        (CaseAction.RecordDelivery, _) => Checked(Checkpoint.Respond),
        // Staff who open the second round carry out a verdict that was given and counted before.
        (CaseAction.Rework, EvaluateData) when happened.Actor != CaseActor.Resident => Again(happened),
        (CaseAction.Rework, EvaluateData d) => (Again(happened) with { DissatisfiedCount = DissatisfiedCount + 1, Satisfaction = StillOf(happened) }).JudgedBy(d),
        // Nobody but the resident changes what the resident said (domain.md §2); who has it opened again says that it is not solved, whatever was said before.
        (CaseAction.Reopen, EvaluateData) when happened.Actor != CaseActor.Resident => Again(happened),
        (CaseAction.Reopen, EvaluateData d) => (Again(happened) with { DissatisfiedCount = DissatisfiedCount + 1, Solved = Solved.No, Satisfaction = StillOf(happened) }).JudgedBy(d),
        (CaseAction.EvaluateInterim, EvaluateData { Of: { } of } d) when of != Judged => (this with { Judged = of, Solved = Solved.Unasked, Satisfaction = Satisfaction.None }).JudgedBy(d),
        (_, EvaluateData d) => JudgedBy(d),
        (CaseAction.Complete, _) => this with { DissatisfiedAt = null },
        (_, CommitmentData d) => Reporting(d),
        (CaseAction.DropSuggestion, _) => this with { Suggestion = null, CheckIns = [.. CheckIns.Where(c => c != Checkpoint.Suggest)] },
        (_, PromoteData d) => (this with { Suggestion = d.Suggestion, Deputy = Said(d.Deputy) ?? Deputy }).Checked(Checkpoint.Suggest),
        (CaseAction.NoSuggestion, _) => Checked(Checkpoint.Suggest),
        (_, CarryOverData d) => this with { Deputy = d.Deputy ?? Deputy, CrossTerm = true },
        (_, SupervisionData d) => (this with
        {
            SupervisionLevel = d.Level ?? SupervisionLevel, LeadingOfficial = d.LeadingOfficial ?? LeadingOfficial, SupervisingOfficial = d.SupervisingOfficial ?? SupervisingOfficial,
        }).Checked(Checkpoint.Press),
        (CaseAction.Object, _) => this with { Objected = true },
        // Whoever had it sees it no more.
        (CaseAction.PullBack, _) => this with { AssignedAt = null, AcknowledgedAt = null, FirstContactAt = null, Handler = null, Liaison = null },
        _ => Noted(happened, data),
    };
}
