using StationBot.Handling.Deadlines;
using static StationBot.Handling.Cases.CaseAction;
using static StationBot.Handling.Cases.CaseActor;

namespace StationBot.Handling.Cases;

/// <summary>One row of the table of steps.</summary>
/// <param name="Id">T01–T36 of domain.md §4.3; empty for a note, which moves nothing.</param>
/// <param name="To">Null: the status stays; or, for T35, the step's data name one of <see cref="Choices"/>.</param>
public sealed record Transition(string Id, CaseAction Action, IReadOnlyList<CaseStatus> From, IReadOnlyList<CaseActor> By, CaseStatus? To)
{
    /// <summary>Fields that the step must bring, in camelCase; <c>reason</c> is the step's own reason.</summary>
    public IReadOnlyList<string> Needs { get; init; } = [];
    public IReadOnlyList<Guard> Guards { get; init; } = [];

    /// <summary>The clock that this step ends in time, if one runs (domain.md §6.2).</summary>
    public ClockKind? Clock => Id switch
    {
        "T04" => ClockKind.Triage,
        "T06" => ClockKind.Info,
        "T11" => ClockKind.Assign,
        "T12" => ClockKind.Acknowledge,
        "T13" => ClockKind.Return,
        "T14" or "T15" or "T33" => ClockKind.Reassign,
        "T16" => ClockKind.FirstContact,
        "T17" or "T18" => ClockKind.Reply,
        "T19" or "T20" => ClockKind.CheckReply,
        "T21" => ClockKind.EvaluationWindow,
        "T23" => ClockKind.DecideRework,
        "T25" => ClockKind.Commitment,
        "T26" => ClockKind.CloseOut,
        "T35" => ClockKind.DecideInfo,
        _ => null,
    };

    /// <summary>The statuses a decision may choose from.</summary>
    public IReadOnlyList<CaseStatus> Choices { get; init; } = [];
}

/// <summary>
/// The legal steps, as data that a reader can hold against domain.md §4.3: whatever is not listed is refused. Behind the table stand the notes,
/// which are written into the log and do not change the status, but for the ways back: from a merge, and of a report from whoever has it.
/// </summary>
public static class Transitions
{
    private static readonly CaseStatus[] Open =
    [
        CaseStatus.Draft, CaseStatus.Collected, CaseStatus.InTriage, CaseStatus.AwaitingInfo, CaseStatus.ReadyToAssign, CaseStatus.Assigned, CaseStatus.Returned,
        CaseStatus.InProgress, CaseStatus.Replied, CaseStatus.AwaitingEvaluation, CaseStatus.Rework, CaseStatus.CommitmentTracking,
    ];

    /// <summary>Open and numbered: a draft has no log yet.</summary>
    private static readonly CaseStatus[] Live = Open[1..];
    private static readonly CaseStatus[] Handled = [CaseStatus.Assigned, CaseStatus.InProgress, CaseStatus.Rework, CaseStatus.CommitmentTracking];
    private static readonly CaseStatus[] Finished = [CaseStatus.Completed, CaseStatus.ClosedOut];
    private static readonly CaseStatus[] Left = [CaseStatus.Declined, CaseStatus.Redirected, CaseStatus.Withdrawn];
    private static readonly CaseActor[] Staff = [StationStaff, Office];

    private static readonly Transition[] Rows =
    [
        new("T01", Confirm, [CaseStatus.Draft], [Resident, Bot, CaseActor.System], CaseStatus.Collected)
            { Needs = ["summary", "rawLength", "channel", "consent", "place"], Guards = [Gates.Demand] },
        new("T02", SendToTriage, [CaseStatus.Collected], [Bot, CaseActor.System], CaseStatus.InTriage) { Needs = ["reason", "confidence"] },
        new("T03", CaseAction.Sort, [CaseStatus.Collected], [Bot], CaseStatus.ReadyToAssign)
            { Needs = ["topic", "type", "lead", "confidence"], Guards = [Gates.NoBlockingFlag, Gates.KnownUnits, Gates.KnownType] },
        new("T04", CaseAction.Sort, [CaseStatus.InTriage], [StationStaff], CaseStatus.ReadyToAssign)
            { Needs = ["decision", "lead"], Guards = [Gates.ReasonForChange, Gates.KnownUnits, Gates.KnownType, Gates.KnownClass, Gates.ReasonForClass, Gates.KnownDeputy, Gates.KnownFlags, Gates.NotConflicted] },
        new("T05", AskForMore, [CaseStatus.InTriage, CaseStatus.ReadyToAssign], [StationStaff, Bot], CaseStatus.AwaitingInfo) { Needs = ["slots"], Guards = [Gates.KnownSlots, Gates.InfoRounds] },
        new("T06", Supplement, [CaseStatus.AwaitingInfo], [Resident], CaseStatus.Collected) { Guards = [Gates.SaysSomething, Gates.VerdictTime] },
        new("T07", Decline, [CaseStatus.InTriage], [StationStaff], CaseStatus.Declined) { Needs = ["code", "guidance"], Guards = [Gates.Guidance, Gates.NobodyJoined, Gates.HandedOver] },
        new("T08", Redirect, [CaseStatus.InTriage, CaseStatus.Collected], [StationStaff], CaseStatus.Redirected) { Needs = ["target", "phone"], Guards = [Gates.KnownDoor, Gates.NobodyJoined, Gates.HandedOver] },
        new("T08", Redirect, [CaseStatus.Collected], [Bot], CaseStatus.Redirected) { Needs = ["target", "phone"], Guards = [Gates.BotRedirect, Gates.KnownDoor, Gates.HandedOver] },
        new("T09", Merge, Live, [StationStaff], CaseStatus.Merged) { Needs = ["main", "similarity"], Guards = [Gates.NoReport, Gates.SameMatter, Gates.Similarity, Gates.NotItself, Gates.KnownDemands, Gates.ResidentTold, Gates.NoOpenCommitment, Gates.NoDataRequest] },
        new("T10", CaseAction.Split, Live, [StationStaff], null) { Needs = ["children"], Guards = [Gates.Independent] },
        new("T11", Assign, [CaseStatus.ReadyToAssign], [StationStaff, Office, CaseActor.System], CaseStatus.Assigned)
            { Needs = ["lead", "liaison", "deadline", "standard", "deputy"], Guards = [Gates.NoReport, Gates.AutoAssign, Gates.KnownUnits, Gates.KnownDeputy, Gates.NotConflicted, Gates.DeadlineAhead, Gates.DeadlineLength, Gates.Officials] },
        new("T12", Acknowledge, [CaseStatus.Assigned], [Department], CaseStatus.InProgress) { Needs = ["handler"], Guards = [Gates.OwnCase] },
        new("T13", ReturnByDepartment, [CaseStatus.Assigned], [Department], CaseStatus.Returned)
            { Needs = ["reason", "proposedUnit", "legalBasis"], Guards = [Gates.OwnCase, Gates.NotForced, Gates.ReturnWindow, Gates.OtherUnit] },
        new("T14", Reassign, [CaseStatus.Returned], [Office], CaseStatus.Assigned)
            { Needs = ["lead", "reason"], Guards = [Gates.NoReport, Gates.KnownUnits, Gates.NotConflicted, Gates.ReturnCount, Gates.DeadlineAhead, Gates.DeadlineLength] },
        new("T15", ForceAssign, [CaseStatus.Returned], [Office], CaseStatus.Assigned) { Needs = ["decision"], Guards = [Gates.NoReport, Gates.KnownUnits, Gates.NotConflicted, Gates.DeadlineAhead, Gates.DeadlineLength] },
        new("T16", CaseAction.Progress, [CaseStatus.InProgress], [Department], CaseStatus.InProgress)
            { Needs = ["text", "kind"], Guards = [Gates.OwnCase, Gates.ContactBehind] },
        new("T17", RequestExtension, [CaseStatus.InProgress], [Department], CaseStatus.InProgress)
            { Needs = ["reason", "newDate"], Guards = [Gates.OwnCase, Gates.OneExtension, Gates.BeforeDeadline, Gates.ExtensionLength] },
        new("T17", ApproveExtension, [CaseStatus.InProgress], [Office], CaseStatus.InProgress)
            { Needs = ["newDate", "told"], Guards = [Gates.Requested, Gates.OneExtension, Gates.ExtensionLength, Gates.ResidentTold] },
        new("T18", CaseAction.Reply, [CaseStatus.InProgress, CaseStatus.Rework], [Department], CaseStatus.Replied)
        {
            Needs = ["text", "class"],
            Guards = [Gates.OwnCase, Gates.NotDisowned, Gates.ReplyLength, Gates.NoBoilerplate, Gates.AnswersDemands, Gates.Promises, Gates.CoOpinions],
        },
        new("T19", RejectReply, [CaseStatus.Replied], [StationStaff], CaseStatus.InProgress) { Needs = ["missing"], Guards = [Gates.RejectCount] },
        new("T20", Feedback, [CaseStatus.Replied], [StationStaff, Bot], CaseStatus.AwaitingEvaluation) { Needs = ["message"], Guards = [Gates.Reviewed] },
        new("T21", Evaluate, [CaseStatus.AwaitingEvaluation], [Resident], CaseStatus.Completed) { Needs = ["satisfaction"], Guards = [Gates.Content, Gates.NobodyWaits, Gates.NoOpenCommitment] },
        new("T21", Evaluate, [CaseStatus.AwaitingEvaluation], [CaseActor.System], CaseStatus.Completed) { Guards = [Gates.WindowOver, Gates.NoOpenCommitment] },
        new("T22", CaseAction.Rework, [CaseStatus.AwaitingEvaluation], [Resident], CaseStatus.Rework) { Needs = ["reason"], Guards = [Gates.Unhappy, Gates.FirstRework] },
        new("T22", CaseAction.Rework, [CaseStatus.AwaitingEvaluation], [StationStaff], CaseStatus.Rework) { Needs = ["reason"], Guards = [Gates.ResidentUnhappy, Gates.ResidentsVerdict] },
        new("T23", Complete, [CaseStatus.AwaitingEvaluation], [StationStaff], CaseStatus.Completed) { Needs = ["reason", "explained"], Guards = [Gates.TwoRounds, Gates.LevelTwo, Gates.Explained, Gates.NoOpenCommitment] },
        new("T24", TrackCommitments, [CaseStatus.AwaitingEvaluation], [Bot, CaseActor.System], CaseStatus.CommitmentTracking) { Needs = ["commitments"], Guards = [Gates.HasOpenCommitment] },
        new("T25", ReportCommitment, [CaseStatus.CommitmentTracking], [Department], CaseStatus.Replied)
            { Needs = ["commitment", "done", "text"], Guards = [Gates.OwnCase, Gates.KnownCommitment, Gates.DoneOrReason] },
        new("T26", CloseOut, [CaseStatus.Completed], [StationStaff], CaseStatus.ClosedOut) { Guards = [Gates.CheckIns, Gates.NoOpenCommitment, Gates.NoDataRequest] },
        new("T27", Reopen, Finished, [Resident, Deputy, StationStaff], CaseStatus.Rework) { Needs = ["reason"], Guards = [Gates.OwnDeputy, Gates.ReopenWindow, Gates.ResidentsVerdict] },
        new("T28", Withdraw, Live, [Resident], CaseStatus.Withdrawn) { Guards = [Gates.NoDanger, Gates.NobodyElse] },
        new("T29", Promote, Live, [Deputy, Office], null) { Needs = ["suggestion", "title", "preReview"], Guards = [Gates.NoReport, Gates.OwnDeputy, Gates.Adopted, Gates.Promotable, Gates.OneSuggestion] },
        new("T30", CarryOver, Live, [Office], null) { Needs = ["deputy", "termEnds"], Guards = [Gates.NewTerm, Gates.NotConflicted, Gates.NoInterest] },
        new("T31", EscalateSupervision, Live, [StationStaff, Office, CaseActor.System], null) { Needs = ["level", "ground"], Guards = [Gates.HigherLevel, Gates.Ground, Gates.GroundShown, Gates.Officials] },
        new("T32", Reassign, [CaseStatus.InProgress, CaseStatus.Rework], [Office], CaseStatus.Assigned)
            { Needs = ["lead", "reason"], Guards = [Gates.NoReport, Gates.KnownUnits, Gates.NotConflicted, Gates.DifferentLead, Gates.DeadlineAhead, Gates.OneRestart, Gates.DeadlineLength] },
        new("T33", ReferToTriage, [CaseStatus.Returned], [CaseActor.System, Office], CaseStatus.InTriage) { Needs = ["views"], Guards = [Gates.Disputed] },
        new("T34", CaseAction.Object, [CaseStatus.Declined, CaseStatus.Redirected], [Resident, StationStaff], CaseStatus.InTriage) { Needs = ["reason"], Guards = [Gates.ObjectionWindow, Gates.OneObjection] },
        new("T35", DecideWithoutInfo, [CaseStatus.AwaitingInfo], [StationStaff], null)
        {
            Needs = ["to", "decision"], Guards = [Gates.WaitedLongEnough, Gates.KnowsLead, Gates.HandedOver],
            Choices = [CaseStatus.ReadyToAssign, CaseStatus.Declined, CaseStatus.Withdrawn],
        },
        new("T36", PullBack, [CaseStatus.ReadyToAssign], [StationStaff], CaseStatus.InTriage) { Needs = ["reason"] },

        // What the resident adds to a case that is under way is told to whoever holds it.
        new("", Supplement, [.. Live.Where(s => s != CaseStatus.AwaitingInfo), .. Finished], [Resident], null) { Guards = [Gates.SaysSomething, Gates.VerdictTime] },
        // Staff put the problem type right after the case has left triage; moving it to another lead is a step of its own.
        new("", Correct, [.. Live.Where(s => s != CaseStatus.InTriage)], [StationStaff], null)
            { Needs = ["type"], Guards = [Gates.KnownUnits, Gates.KnownType, Gates.KnownClass, Gates.ReasonForClass, Gates.KnownDeputy, Gates.KnownFlags, Gates.NotConflicted, Gates.NotHandedOut] },
        new("", CaseAction.Progress, [CaseStatus.Rework, CaseStatus.CommitmentTracking], [Department], null)
            { Needs = ["text", "kind"], Guards = [Gates.OwnCase, Gates.ContactBehind] },
        // R8: a co-unit that says nothing, or was the wrong one, is taken out or replaced; who leads goes on, by the same clock.
        new("", ChangeCo, [CaseStatus.Assigned, CaseStatus.InProgress, CaseStatus.Rework], [Office], null)
            { Needs = ["reason"], Guards = [Gates.NoReport, Gates.DifferentCo, Gates.KnownUnits, Gates.NotConflicted] },
        new("", RefuseExtension, [CaseStatus.InProgress], [Office], null) { Needs = ["reason"], Guards = [Gates.Requested] },
        new("", GiveCoOpinion, Handled, [Department], null) { Needs = ["unit", "text"], Guards = [Gates.CoUnit, Gates.Opinion] },
        new("", Whistle, Handled, Staff, null) { Needs = ["units", "meetAt"], Guards = [Gates.NoReport, Gates.KnownCalled, Gates.NotConflicted, Gates.MeetAhead] },
        new("", NameObstacle, Live, [StationStaff, Office, Department], null) { Needs = ["kind"], Guards = [Gates.OwnCase] },
        new("", Consult, [.. Live, CaseStatus.Completed], [Department, Deputy, StationStaff], null)
            { Needs = ["mode", "on", "outcome"], Guards = [Gates.OwnCase, Gates.OwnDeputy, Gates.MetBefore, Gates.ConfirmedByOthers] },
        new("", RecordEvidence, [.. Live, CaseStatus.Completed], [StationStaff, Deputy], null) { Needs = ["evidence"], Guards = [Gates.OwnDeputy] },
        new("", NoSuggestion, [.. Live, CaseStatus.Completed], [StationStaff], null) { Needs = ["reason"] },
        new("", RecordDelivery, [CaseStatus.AwaitingEvaluation, CaseStatus.CommitmentTracking, CaseStatus.Completed], [StationStaff, CaseActor.System], null) { Needs = ["reason"] },
        new("", DropSuggestion, [.. Live, CaseStatus.Completed], [Deputy], null) { Needs = ["suggestion"], Guards = [Gates.OwnDeputy, Gates.SuggestionOfCase] },
        new("", Nudge, [.. Live, CaseStatus.Completed], [StationStaff, Office, Deputy, CaseActor.System], null) { Needs = ["kind"], Guards = [Gates.OwnDeputy, Gates.ReminderByClock] },
        new("", Warn, Live, [CaseActor.System], null) { Needs = ["color"] },
        // 解决了吗 and 满意吗 are two questions: the answer to one is kept while the other is asked. Whose case was joined to another judges that one's answer.
        new("", EvaluateInterim, [CaseStatus.AwaitingEvaluation, CaseStatus.Rework, CaseStatus.CommitmentTracking, CaseStatus.Completed, CaseStatus.Merged], [Resident], null) { Guards = [Gates.Judges, Gates.NobodyWaits] },
        // What no unit may see any more is taken back from whoever has it: §8 stands above the table here.
        new("", PullBack, [.. Handled, CaseStatus.Returned, CaseStatus.Replied, CaseStatus.AwaitingEvaluation], Staff, CaseStatus.InTriage) { Needs = ["reason"], Guards = [Gates.OnlyReport] },
        new("", LowerFlag, Live, [Office], null) { Needs = ["flag", "reason"], Guards = [Gates.FlagStands] },
        new("", RaiseFlag, Live, [Bot, StationStaff, CaseActor.System], null) { Needs = ["flag"], Guards = [Gates.KnownFlag, Gates.ConflictOf] },
        // What was sent to another door is watched there too.
        new("", LinkTicket, [.. Live, .. Finished, .. Left], [StationStaff, Office, CaseActor.System], null) { Needs = ["system", "number"] },
        new("", CaseAction.TicketStatus, [.. Live, .. Finished, .. Left, CaseStatus.Merged], [CaseActor.System], null) { Needs = ["system", "number", "status"], Guards = [Gates.KnownTicket] },
        new("", OpenDataRequest, [.. Live, .. Finished], [Resident, StationStaff, CaseActor.System], null) { Needs = ["request"] },
        new("", CloseDataRequest, [.. Live, .. Finished], [StationStaff], null) { Needs = ["request", "reason"], Guards = [Gates.KnownDataRequest] },
        new("", TakeIn, [.. Live, .. Finished], [StationStaff], null) { Needs = ["other"], Guards = [Gates.NotAnswered] },
        new("", LetGo, [.. Live, .. Finished, .. Left, CaseStatus.Merged], [StationStaff], null) { Needs = ["other"], Guards = [Gates.NothingParted] },
        new("", Unsplit, Live, [StationStaff], null) { Needs = ["children", "reason"], Guards = [Gates.NotAnswered] },
        new("", Unmerge, [CaseStatus.Merged], [StationStaff], null) { Needs = ["reason"], Guards = [Gates.NotWentBack] },
    ];

    /// <summary>Whoever works on cases writes nobody else's data into the log, by whichever row.</summary>
    public static IReadOnlyList<Transition> All { get; } =
        [.. Rows.Select(r => r.By.Any(by => by is StationStaff or Office or Department or Deputy) ? r with { Guards = [.. r.Guards, Gates.NoForeignData] } : r)];

    private static readonly ILookup<(CaseStatus, CaseAction), Transition> ByStep =
        All.SelectMany(t => t.From.Select(from => (Key: (from, t.Action), Row: t))).ToLookup(p => p.Key, p => p.Row);

    /// <summary>The rows that lead from a status by an action, whoever may take them.</summary>
    public static IEnumerable<Transition> From(CaseStatus status, CaseAction action) => ByStep[(status, action)];

    public static Transition? Find(CaseStatus from, CaseAction action, CaseActor by) => From(from, action).FirstOrDefault(t => t.By.Contains(by));

    public static bool IsOpen(this CaseStatus status) => Open.Contains(status);
}
