using StationBot.Handling.Cases;
using static StationBot.Handling.Cases.CaseAction;

namespace StationBot.Handling.Loop;

/// <summary>Who has to be told when something happens to a case. The same for every way in which it can happen: a chat, a page, the API, a clock.</summary>
public static class Notices
{
    /// <summary>What residents are told: what matters to them, and not what they have just done themselves (the turn answers that).</summary>
    public static IEnumerable<ResidentNotice> ForResidents(Case changed, CaseEvent happened)
    {
        // Who left one case to be joined to another in the same step is told of that alone.
        if (KindForResidents(happened) is not { } kind || (kind == "unmerged" && changed.Facts.MergedInto is not null))
        {
            return [];
        }
        // Whoever brought the new round about knows; the others who told the same have to hear that it is not over. And who joins after the answer hears it alone.
        var told = StepJson.Read(Enum.Parse<CaseAction>(happened.Action), happened.Data) is JoinData { Residents: var joined } ? (joined ?? []).Where(s => s.Resident != changed.ResidentId)
            : changed.Facts.Subscribers.Where(s => kind is not (AgainForOthers or WithdrawnForOthers) || s.Resident != changed.ResidentId || SaidOfJoined(changed, happened) is not null);
        return told.DistinctBy(s => s.Conversation).Select(s => new ResidentNotice(Guid.CreateVersion7(happened.At), changed.Id, s.Conversation, kind, happened.Number, happened.At)
        {
            Urgent = IsUrgent(changed.Facts),
        });
    }

    /// <summary>Whose turn it is now, and who is pressed or warned.</summary>
    public static IEnumerable<StaffNotice> ForStaff(Case changed, CaseEvent happened)
    {
        var state = changed.Facts;
        var kind = happened.Action;
        return Enum.Parse<CaseAction>(kind) switch
        {
            Assign or Reassign or ForceAssign =>
                [.. Departments(state.Co.Prepend(state.Lead)), .. Deputies(state.Deputy), .. Departments(changed.RelievedBy(happened)).Select(n => n with { Kind = StaffKinds.TakenAway })],
            // Who comes in is asked, who goes out stops; the lead asks others from now on.
            ChangeCo when StepJson.Read(ChangeCo, happened.Data) is CoUnitsData named =>
                [.. Departments((named.Co ?? []).Except(changed.CoBefore(happened))).Select(n => n with { Kind = StaffKinds.AssignCo }), .. Departments(changed.RelievedBy(happened)).Select(n => n with { Kind = StaffKinds.NotNeeded }), .. Departments([state.Lead])],
            // Whoever is at work on it must know that it goes on elsewhere, has grown or is less.
            Unmerge or LetGo when state.MergedInto is not null => [],
            Merge or Unmerge or CaseAction.Split or TakeIn or LetGo when state.AssignedAt is not null => Departments(state.Co.Prepend(state.Lead)),
            RejectReply or ApproveExtension or RefuseExtension or CaseAction.Rework or Reopen or Supplement when state.Lead is not null && state.AssignedAt is not null => Departments([state.Lead]),
            ReturnByDepartment or RequestExtension or EscalateSupervision => [To(CaseActor.Office, null)],
            CaseAction.Reply or ReportCommitment or CaseAction.Object or ReferToTriage => [To(CaseActor.StationStaff, null)],
            Withdraw when state.AssignedAt is not null => Departments([state.Lead]),
            Whistle when StepJson.Read(Whistle, happened.Data) is WhistleData called => Departments(called.Units ?? []),
            Nudge or Warn when Pressed(happened, state) is { } pressed => [pressed],
            CarryOver => Deputies(state.Deputy),
            _ => [],
        };

        StaffNotice To(CaseActor role, string? unit) => new(Guid.CreateVersion7(happened.At), changed.Id, role, unit, kind, happened.Number, happened.At)
        {
            Urgent = IsUrgent(state), TellAt = happened.At,
        };

        // A report of an official goes to no unit and no deputy (domain.md §8).
        StaffNotice[] Departments(IEnumerable<string?> units) => state.IsReport ? [] : [.. units.OfType<string>().Distinct().Select(u => To(CaseActor.Department, u))];

        StaffNotice[] Deputies(string? code) => code is null || state.IsReport || state.Conflicted.Contains(code) ? [] : [To(CaseActor.Deputy, code)];

        StaffNotice? Pressed(CaseEvent e, CaseState now) => StepJson.Read(Enum.Parse<CaseAction>(e.Action), e.Data) switch
        {
            NudgeData { Kind: NudgeKind.EvaluationReminder } => null,
            NudgeData { To: { Length: > 0 } to } when !now.IsReport => To(Enum.TryParse<CaseActor>(to, out var role) ? role : CaseActor.Department, role == CaseActor.Department ? now.Lead : role == CaseActor.Deputy ? now.Deputy : null),
            _ => now.AssignedAt is null || now.Lead is null || now.IsReport ? To(CaseActor.StationStaff, null) : To(CaseActor.Department, now.Lead),
        };
    }

    /// <summary>Whether what a notice asks for is still to be done: told after the night or an outage, it may have been overtaken.</summary>
    /// <param name="data">Of the event that it tells of.</param>
    public static bool Holds(StaffNotice notice, CaseState state, StepData? data) => notice?.Kind switch
    {
        nameof(Assign) or nameof(Reassign) or nameof(ForceAssign) when notice.Role == CaseActor.Department =>
            notice.Unit == state.Lead ? state.Status == CaseStatus.Assigned : state.Status.IsOpen() && state.Co.Contains(notice.Unit ?? "") && !state.Opinions.Contains(notice.Unit ?? ""),
        StaffKinds.AssignCo => state.Status.IsOpen() && state.Co.Contains(notice.Unit ?? "") && !state.Opinions.Contains(notice.Unit ?? ""),
        nameof(CaseAction.Reply) or nameof(ReportCommitment) => state.Status == CaseStatus.Replied,
        nameof(ReturnByDepartment) => state.Status == CaseStatus.Returned,
        nameof(RequestExtension) => state.Extension is { Approved: false },
        nameof(ReferToTriage) or nameof(CaseAction.Object) => state.Status == CaseStatus.InTriage,
        nameof(CaseAction.Rework) or nameof(Reopen) => state.Status == CaseStatus.Rework,
        nameof(Nudge) when data is NudgeData { Clock: { } clock } => clock switch
        {
            Deadlines.ClockKind.Acknowledge => state.Status == CaseStatus.Assigned,
            Deadlines.ClockKind.FirstContact => state is { Status: CaseStatus.InProgress, FirstContactAt: null },
            Deadlines.ClockKind.Plan => state is { Status: CaseStatus.InProgress, Plan: null },
            Deadlines.ClockKind.Reply => state.Status is not (CaseStatus.Replied or CaseStatus.AwaitingEvaluation or CaseStatus.CommitmentTracking) && state.Status.IsOpen(),
            _ => true,
        },
        _ => true,
    };

    /// <summary>The clock of what a notice asks for; null where the case's next one is as good.</summary>
    public static Deadlines.ClockKind? ClockOf(StaffNotice notice, CaseState state) => notice?.Kind switch
    {
        nameof(Assign) or nameof(Reassign) or nameof(ForceAssign) when notice.Role == CaseActor.Department =>
            notice.Unit == state?.Lead ? Deadlines.ClockKind.Acknowledge : Deadlines.ClockKind.CoOpinion,
        nameof(Assign) or nameof(Reassign) or nameof(ForceAssign) => Deadlines.ClockKind.Reply,
        StaffKinds.AssignCo => Deadlines.ClockKind.CoOpinion,
        nameof(CaseAction.Reply) or nameof(ReportCommitment) => Deadlines.ClockKind.CheckReply,
        nameof(ReturnByDepartment) => Deadlines.ClockKind.Reassign,
        nameof(CaseAction.Rework) or nameof(Reopen) or nameof(RejectReply) or nameof(ApproveExtension) or nameof(RefuseExtension) => Deadlines.ClockKind.Reply,
        _ => null,
    };

    /// <summary>What stands in the event that a notice tells of; null where no step of the case says it.</summary>
    public static StepData? DataOf(StaffNotice notice, CaseEvent? happened) =>
        happened is not null && happened.Action == notice?.Kind && Enum.TryParse<CaseAction>(notice.Kind, out var action) ? StepJson.Read(action, happened.Data) : null;

    /// <summary>The kind with what tells it from its like: <c>Warn_Red</c>, <c>Nudge_Plan</c>, <c>Assign_Co</c>. Each has words of its own, and keeps its name.</summary>
    /// <param name="lead">Who leads the case now.</param>
    /// <param name="data">Of the event that it tells of.</param>
    public static string FullKind(StaffNotice notice, string? lead, StepData? data)
    {
        ArgumentNullException.ThrowIfNull(notice);
        return data switch
        {
            NudgeData { Clock: { } clock } => $"{notice.Kind}_{clock}",
            WarnData { Color: { } color } => $"{notice.Kind}_{color}",
            AssignData or ReassignData or ForceData when notice.Role == CaseActor.Deputy => StaffKinds.AssignDeputy,
            AssignData or ReassignData or ForceData when notice.Role == CaseActor.Department && notice.Unit != lead => StaffKinds.AssignCo,
            _ => notice.Kind,
        };
    }

    /// <summary>P0 is told at any hour.</summary>
    internal static bool IsUrgent(CaseState state) => state.Worst == Flags.Severity.P0;

    /// <summary>A round that another resident of the same matter began.</summary>
    public const string AgainForOthers = "rework_others";

    /// <summary>T28, of a part that others follow without having asked for it: it ends for them too.</summary>
    public const string WithdrawnForOthers = "withdrawn_others";

    /// <summary>The answer, and where nothing promised is open the question after it. Its words are those of the last T20.</summary>
    public const string FeedbackKind = "feedback";

    /// <summary>The number of the joined case whose resident spoke; null where it was the main case's own.</summary>
    public static string? SaidOfJoined(Case main, CaseEvent happened) =>
        main?.Facts.MergedFrom.FirstOrDefault(n => happened?.By.Contains(n, StringComparison.Ordinal) == true);

    private static string? KindForResidents(CaseEvent happened) => Enum.Parse<CaseAction>(happened.Action) switch
    {
        AskForMore => "ask_more",
        Decline => "declined",
        Redirect when happened.Actor == CaseActor.StationStaff => "redirected",
        Merge when StepJson.Read(Merge, happened.Data) is MergeData { Part: true } => "rejoined",
        // Of a part that several asked for each was told by the split.
        Merge when StepJson.Read(Merge, happened.Data) is MergeData { Split: true } => null,
        Merge => "merged",
        Unmerge => "unmerged",
        CaseAction.Split => "split",
        Assign => "assigned",
        Reassign or ForceAssign => "reassigned",
        CaseAction.Progress when StepJson.Read(CaseAction.Progress, happened.Data) is ProgressData { Kind: ProgressKind.Plan } => "plan",
        ApproveExtension => "extended",
        Feedback => FeedbackKind,
        TakeIn when happened.From is CaseStatus.AwaitingEvaluation or CaseStatus.CommitmentTracking => FeedbackKind,
        Nudge when StepJson.Read(Nudge, happened.Data) is NudgeData { Kind: NudgeKind.EvaluationReminder } => "reminder",
        CaseAction.Rework when happened.Actor != CaseActor.Resident => "rework",
        Reopen when happened.Actor != CaseActor.Resident => "rework",
        CaseAction.Rework or Reopen => AgainForOthers,
        Withdraw => WithdrawnForOthers,
        Complete => "completed",
        Evaluate when happened.Actor == CaseActor.System => "window_over",
        TrackCommitments => "tracking",
        CloseOut => "closed_out",
        Promote => "promoted",
        DropSuggestion => "not_promoted",
        CarryOver => "carried_over",
        CaseAction.Object when happened.Actor == CaseActor.StationStaff => "taken_back",
        DecideWithoutInfo => happened.To switch { CaseStatus.Declined => "declined", CaseStatus.Withdrawn => "let_go", _ => null },
        _ => null,
    };
}
