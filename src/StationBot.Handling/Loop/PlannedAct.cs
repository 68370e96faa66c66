using StationBot.Handling.Cases;
using StationBot.Handling.Deadlines;

namespace StationBot.Handling.Loop;

/// <summary>Something a clock will do about a case.</summary>
/// <param name="Key">The same for ever for this nudge of this clock, and nobody else's: whoever writes it down first does it (<see cref="NudgeClaim"/>).</param>
/// <param name="Series">Of several in one series that have come due, only the newest is done: after a stop of days nobody gets a burst.</param>
/// <param name="At">UTC.</param>
public sealed record PlannedAct(string Key, string Series, DateTimeOffset At)
{
    /// <summary>Steps of the system, taken one after another.</summary>
    public IReadOnlyList<Step> Steps { get; init; } = [];

    /// <summary>Who is only told, without a step.</summary>
    public IReadOnlyList<Telling> Tells { get; init; } = [];

    /// <summary>It stays due until the case is no longer as it is, however long ago its moment was.</summary>
    public bool Standing { get; init; }

    /// <summary>Somebody's telephone rings: not in the quiet hours.</summary>
    public bool Rings { get; init; }
}

/// <param name="Unit">Code of the department; null for the office and the station.</param>
/// <param name="Kind">One of <see cref="StaffKinds"/>.</param>
public sealed record Telling(CaseActor Role, string? Unit, string Kind);

/// <summary>What staff are told without an event of the case that says it: their own clocks, and what did not reach a resident.</summary>
public static class StaffKinds
{
    public const string TriageOverdue = "triage_overdue";
    public const string AssignOverdue = "assign_overdue";
    public const string AcknowledgeOverdue = "acknowledge_overdue";
    public const string ReassignOverdue = "reassign_overdue";
    public const string CoOpinionOverdue = "co_opinion_overdue";

    /// <summary>To the lead: a co-unit's half of the time is over and it has said nothing; the answer need not wait for it (R8).</summary>
    public const string CoSilent = "co_silent";
    public const string CheckReplyOverdue = "check_reply_overdue";

    /// <summary>The resident's days for more information are over (T35).</summary>
    public const string InfoOver = "info_over";
    public const string DecideOverdue = "decide_overdue";
    public const string ReworkOverdue = "rework_overdue";
    public const string CloseOutOverdue = "close_out_overdue";

    /// <summary>A unit that was called to the spot has not written what it found there.</summary>
    public const string CalledSilent = "called_silent";

    /// <summary>What a resident said of the answer was no verdict that could be read, and their days for one are over (T21): somebody should read it, and call.</summary>
    public const string AnswerUnclear = "answer_unclear";

    /// <summary>It is time to set out to where a unit was called (§4.6 事前).</summary>
    public const string CalledSoon = "called_soon";

    /// <summary>A notice did not reach its resident: somebody should call.</summary>
    public const string Undelivered = "undelivered";

    /// <summary>What a co-unit and a deputy are told when a case is handed out: they sign for nothing.</summary>
    public const string AssignCo = "Assign_Co";
    public const string AssignDeputy = "Assign_Deputy";

    /// <summary>Another unit has it now: who had it stops.</summary>
    public const string TakenAway = "taken_away";

    /// <summary>It helps no more; who leads goes on (R8).</summary>
    public const string NotNeeded = "not_needed";

    public static IReadOnlyList<string> All { get; } =
    [
        TriageOverdue, AssignOverdue, AcknowledgeOverdue, ReassignOverdue, CoOpinionOverdue, CoSilent, CheckReplyOverdue, InfoOver, DecideOverdue, ReworkOverdue, CloseOutOverdue, CalledSilent,
        CalledSoon, AnswerUnclear, Undelivered,
    ];

    /// <summary>Everything that a line to staff can be about: the kinds above, the steps they are told of (<see cref="Notices.ForStaff"/>), nudges by clock and warnings by colour.</summary>
    public static IReadOnlyList<string> Lines { get; } =
    [
        .. All,
        .. new[]
        {
            CaseAction.Assign, CaseAction.Reassign, CaseAction.ForceAssign, CaseAction.RejectReply, CaseAction.ApproveExtension, CaseAction.RefuseExtension, CaseAction.Rework, CaseAction.Reopen,
            CaseAction.Supplement, CaseAction.ReturnByDepartment, CaseAction.RequestExtension, CaseAction.EscalateSupervision, CaseAction.Reply, CaseAction.ReportCommitment, CaseAction.Object,
            CaseAction.ReferToTriage, CaseAction.Withdraw, CaseAction.Whistle, CaseAction.ChangeCo, CaseAction.Nudge, CaseAction.CarryOver,
            CaseAction.Merge, CaseAction.Unmerge, CaseAction.Split, CaseAction.TakeIn, CaseAction.LetGo,
        }.Select(a => a.ToString()),
        .. new[] { ClockKind.Acknowledge, ClockKind.FirstContact, ClockKind.Plan, ClockKind.Reply, ClockKind.Commitment }.Select(c => $"{CaseAction.Nudge}_{c}"),
        AssignCo, AssignDeputy, TakenAway, NotNeeded, $"{CaseAction.Warn}_{WarningColor.Yellow}", $"{CaseAction.Warn}_{WarningColor.Red}", .. Suggestions.SuggestionNotices.Lines, "other",
    ];
}
