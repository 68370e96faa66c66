namespace StationBot.Handling.Cases;

/// <summary>The verbs of the loop (domain.md §1.4, §4.3), then the notes that move nothing. Kept by name in the log: never rename one.</summary>
public enum CaseAction
{
    Confirm, SendToTriage, Sort, AskForMore, Supplement, Decline, Redirect, Merge, Split, Assign, Acknowledge, ReturnByDepartment, Reassign,
    ForceAssign, Progress, RequestExtension, ApproveExtension, Reply, RejectReply, Feedback, Evaluate, Rework, Complete, TrackCommitments,
    ReportCommitment, CloseOut, Reopen, Withdraw, Promote, CarryOver, EscalateSupervision, ReferToTriage, Object, DecideWithoutInfo, PullBack,

    /// <summary>Notes: they stand outside the table of domain.md §4.3 and do not change the status.</summary>
    Adopt, Correct, Nudge, Warn, Consult, RecordEvidence, NoSuggestion, EvaluateInterim, RaiseFlag, OpenDataRequest, CloseDataRequest,
    LinkTicket, NameObstacle, Whistle, GiveCoOpinion, RefuseExtension, TakeIn, LetGo, Unsplit,

    /// <summary>The way back from <see cref="Merge"/>, for staff who joined two different matters.</summary>
    Unmerge,

    /// <summary>How a linked ticket stands in the other system now.</summary>
    TicketStatus,

    /// <summary>The deputy withdrew the suggestion that was made of the case (S13): another may be drafted.</summary>
    DropSuggestion,

    /// <summary>The feedback has reached the resident: read, shown, or told by staff. Sets 有回应 (domain.md §4.5).</summary>
    RecordDelivery,

    /// <summary>The office takes back a flag that was a mistake, and says why.</summary>
    LowerFlag,

    /// <summary>The office takes a co-unit out, or puts another in its place, while the lead goes on (R8).</summary>
    ChangeCo,
}

/// <summary>In which part a person acts. domain.md §2.</summary>
public enum CaseActor { Resident, Bot, StationStaff, Department, Office, Deputy, System }

/// <summary>Who takes a step.</summary>
/// <param name="Name">Name or account of the person; null for the bot, the clock and residents.</param>
/// <param name="Unit">Code of the department or of the deputy that the person acts for.</param>
public readonly record struct Actor(CaseActor Role, string? Name = null, string? Unit = null)
{
    public static Actor Resident { get; } = new(CaseActor.Resident);
    public static Actor Bot { get; } = new(CaseActor.Bot);
    public static Actor System { get; } = new(CaseActor.System);

    /// <summary>As it stands in the log: unit and name.</summary>
    public string Signature => string.Join(' ', new[] { Unit, Name }.Where(p => !string.IsNullOrEmpty(p)));
}

/// <summary>What a reply says: A, B, C and D of domain.md §1.3, by meaning, as cities swap the letters.</summary>
public enum ReplyClass { Solved, InProgress, Planned, Explained }

/// <summary>解决了吗. <see cref="Unasked"/>: judged in one word, before the second question was put; it counts in no rate.</summary>
public enum Solved { Unasked, Yes, Partly, No }

/// <summary>满意吗. <see cref="None"/>: the window passed without an answer.</summary>
public enum Satisfaction { None, Satisfied, Basic, Dissatisfied }

/// <summary>打卡点. domain.md §4.5.</summary>
public enum Checkpoint { Listen, Suggest, Press, Outcome, Respond }

/// <summary>预警. domain.md §4.6.</summary>
public enum WarningColor { None, Yellow, Red }

/// <summary>Why a matter does not move, for leaders who decide where to push.</summary>
public enum ObstacleKind { Money, Law, Land, Jurisdiction, Owners, Technical, Staffing, Other }

public enum ConsultationMode { InPerson, Video, Phone }

public enum ProgressKind { Progress, Plan, Contact }

/// <summary>What lifts a case to a level of supervision. domain.md §5.5: four grounds for each of levels 1 to 3.</summary>
public enum EscalationGround
{
    Overdue, SecondReturn, SecondDissatisfaction, RepliesRejected,
    ThirdRound, PassedOn, ManyAlike,
    AreaWide, Safety, PromiseBroken,
}

public enum NudgeKind { Before, During, After, EvaluationReminder, CommitmentDue, Relapse }

/// <summary>预审: adopt, revise or return the deputy's draft. domain.md §1.4.</summary>
public enum PreReview { Adopt, Revise, Return }

/// <summary>What must not become a suggestion. domain.md §4.4.</summary>
public enum ExclusionGround { PersonalMatter, PassedOnLetter, Accusation, CourtOrBidding, PromotionOrAdvice, NoContent }
