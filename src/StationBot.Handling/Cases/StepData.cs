namespace StationBot.Handling.Cases;

/// <summary>
/// What a step demands, one record for each kind of step, kept as the event's JSON and read back by replay (domain.md §4.3). Everything may
/// be absent: old events say little, and <see cref="Transition.Needs"/> decides what a new step must bring. No contact details, no raw words.
/// </summary>
public abstract record StepData
{
    private protected StepData() { }
}

public sealed record NoData : StepData;

/// <param name="RawLength">Characters of the resident's own words. The words rest with the case, where they can be erased; the log cannot.</param>
/// <param name="Consent">Which notice or consent the resident was shown.</param>
/// <param name="Place">Or <c>unknown</c>.</param>
/// <param name="Conflicted">Codes of departments and deputies that the complaint is about (domain.md §2).</param>
/// <param name="Demands">Each has to be answered by the reply (T18).</param>
/// <param name="Earlier">Number of the case that it goes on from, over for too long to be opened again (T27).</param>
/// <param name="CaseNo">Its number; the case says so itself, no caller.</param>
/// <param name="Community">Where it is, likewise.</param>
public sealed record ConfirmData(
    string? Summary = null, int? RawLength = null, string? Channel = null, string? Consent = null, string? Place = null,
    IReadOnlyList<string>? Demands = null, string? CaseClass = null, IReadOnlyList<string>? Flags = null, IReadOnlyList<Subscriber>? Residents = null, string? ContactGiven = null,
    IReadOnlyList<string>? Conflicted = null, string? Earlier = null, string? CaseNo = null, string? Community = null) : StepData;

/// <summary>T02–T04 and corrections: what the case is about and whose it is.</summary>
/// <param name="Decision">What staff decided (T04).</param>
/// <param name="CaseClass">Whose clocks it has from now on (<see cref="Deadlines.CaseClasses"/>); where staff change the type and name none, what the type gives. domain.md §6.2.</param>
/// <param name="SortedBy">Who named the type: <c>offline</c>, <c>model</c>, or <c>offline (model failed: why)</c>; null where staff did.</param>
public sealed record SortData(
    string? Topic = null, string? Type = null, string? Lead = null, IReadOnlyList<string>? Co = null, string? Station = null, string? Deputy = null,
    double? Confidence = null, IReadOnlyList<string>? Flags = null, string? Was = null, string? Decision = null, string? ModelTokens = null, string? ModelCost = null,
    string? SortedBy = null, string? CaseClass = null) : StepData;

/// <param name="Slots">Codes of what is asked for.</param>
public sealed record AskData(IReadOnlyList<string>? Slots = null) : StepData;

/// <summary>The words stand in the event's reason.</summary>
/// <param name="Dissatisfied">A second 没解决 or 不满意 with an answer, that staff must decide on.</param>
/// <param name="Files">How many photos or documents came with it.</param>
/// <param name="Solved">What was said to 解决了吗; with it, <paramref name="Satisfaction"/> is what was said to 满意吗, and neither is made from the other.</param>
/// <param name="DeclinesToJudge">「别再问我了」: no reminder comes any more, and the window (T21) runs from now.</param>
/// <param name="Unheard">Said while the answer waits to be judged, and no verdict that the program could read.</param>
/// <param name="TakesBack">What was heard as the resident's verdict is not what they meant, they say: nothing is known of it again.</param>
public sealed record SupplementData(bool? Dissatisfied = null, int? Files = null, Solved? Solved = null, Satisfaction? Satisfaction = null, bool? DeclinesToJudge = null, bool? Unheard = null, bool? TakesBack = null) : StepData;

/// <param name="HandedTo">Who took it over where a life is in danger (P0), and <paramref name="HandedAt"/> when. domain.md §5.7.</param>
public sealed record DeclineData(string? Code = null, string? Guidance = null, string? HandedTo = null, DateTimeOffset? HandedAt = null) : StepData;

/// <param name="Target">A door of domain.md §12, or <c>out_of_area</c>.</param>
/// <param name="Agreed">The resident agreed that the matter goes there; without it they are told the door, and 12345 gets no line of it (§5.4).</param>
/// <param name="HandedTo">As of <see cref="DeclineData"/>.</param>
public sealed record RedirectData(string? Target = null, string? Phone = null, bool? Agreed = null, string? HandedTo = null, DateTimeOffset? HandedAt = null) : StepData;

/// <param name="Main">Number of the case that goes on.</param>
/// <param name="Similarity">0 to 1, as proposed or judged.</param>
/// <param name="Part">A part goes back into the case that it was split from; the station says so, no caller.</param>
/// <param name="Demands">Numbers, from 1, of the case's demands that the main one does not have yet: its reply has to answer them too. None unless staff name them, or thirty neighbours' words for one wish would be thirty demands.</param>
/// <param name="Split">It was split off together with the main one, for another resident who asked for the same (T10): the split has told them. The station says so, no caller.</param>
public sealed record MergeData(
    string? Main = null, double? Similarity = null, bool? SameMatter = null, bool? SamePlace = null, bool? Told = null, bool? Part = null, IReadOnlyList<int>? Demands = null,
    bool? Split = null) : StepData;

/// <param name="Children">Numbers of the cases split off; the station gives them.</param>
/// <param name="Parts">What each of them is about.</param>
/// <param name="Independent">Staff say that the matters can be handled apart.</param>
/// <param name="Flags">What makes parts that go back a matter for humans (P0, P1): the case's own from now on. The station gives them.</param>
/// <param name="Joined">Whose demands the parts take besides: each of these residents has a number of their own for it. The station gives them.</param>
public sealed record SplitData(
    IReadOnlyList<string>? Children = null, bool? Independent = null, IReadOnlyList<SplitPart>? Parts = null, IReadOnlyList<string>? Flags = null,
    IReadOnlyList<JoinedPart>? Joined = null) : StepData;

/// <summary>Several residents asked for what a part took: it is one resident's, and the others are joined to it (T09) under numbers of their own.</summary>
/// <param name="Part">Number of the part.</param>
/// <param name="Number">Of the case that is joined to it.</param>
/// <param name="By">Number of the merged case whose resident that is.</param>
public sealed record JoinedPart(string Part, string Number, string By);

/// <param name="Text">The resident's words about this part, or staff's line about it.</param>
/// <param name="Type">Its problem type, when staff know it; else it goes through triage.</param>
/// <param name="Demands">Numbers, from 1, of the case's demands that go with it. Needed when the case has several and the text names none of them; an empty list says none.</param>
public sealed record SplitPart(string Text, string? Type = null, IReadOnlyList<int>? Demands = null);

/// <summary>Another case joins this one, or leaves it again: its resident follows, or stops following.</summary>
/// <param name="Demands">What the other one asks for besides; it goes when the other one goes.</param>
/// <param name="Flags">What makes the other one a matter for humans and this one not yet (P0, P1); they go when it goes.</param>
/// <param name="Shares">Demands of this one that the other asks for too.</param>
public sealed record JoinData(
    string? Other = null, IReadOnlyList<Subscriber>? Residents = null, IReadOnlyList<string>? Demands = null, IReadOnlyList<string>? Flags = null, IReadOnlyList<string>? Shares = null) : StepData;

/// <param name="Deadline">The last day for the reply; by default what the case class gives.</param>
/// <param name="ByClass">Nobody named a day: the clock of the class goes on, to the minute where it counts hours.</param>
public sealed record AssignData(
    string? Lead = null, IReadOnlyList<string>? Co = null, string? Liaison = null, DateOnly? Deadline = null, string? Standard = null, string? Deputy = null,
    bool? Priority = null, string? LeadingOfficial = null, string? SupervisingOfficial = null, bool? ByClass = null) : StepData;

/// <param name="InTime">Worked out when the step is taken, so that replay needs no calendar.</param>
public sealed record AcknowledgeData(string? Handler = null, bool? InTime = null) : StepData;

public sealed record ReturnData(string? ProposedUnit = null, string? LegalBasis = null) : StepData;

public sealed record ReassignData(string? Lead = null, IReadOnlyList<string>? Co = null, string? Liaison = null, DateOnly? Deadline = null) : StepData;

/// <summary>Other co-units beside the same lead (R8).</summary>
/// <param name="Co">All that help from now on; an empty list: nobody.</param>
/// <param name="None">That the list was empty: the log leaves empty lists out. Worked out when the step is taken.</param>
/// <param name="Came">Who did not help before: their half of the time begins, and nobody else's. Worked out likewise.</param>
public sealed record CoUnitsData(IReadOnlyList<string>? Co = null, bool? None = null, IReadOnlyList<string>? Came = null) : StepData;

/// <param name="Lead">Null leaves it with the unit that returned it.</param>
public sealed record ForceData(string? Decision = null, string? Lead = null, DateOnly? Deadline = null) : StepData;

public sealed record ProgressData(string? Text = null, ProgressKind? Kind = null, DateTimeOffset? ContactAt = null) : StepData;

public sealed record ExtensionData(DateOnly? NewDate = null, bool? Told = null) : StepData;

/// <param name="Answers">One for each demand of the case when it has several.</param>
/// <param name="InTime">As of <see cref="AcknowledgeData"/>.</param>
/// <param name="Silent">Co-units whose half of the time was over and that had said nothing (R8); worked out likewise.</param>
public sealed record ReplyData(
    string? Text = null, ReplyClass? Class = null, IReadOnlyList<Promise>? Commitments = null, IReadOnlyList<string>? Evidence = null,
    IReadOnlyList<DemandAnswer>? Answers = null, bool? InTime = null, IReadOnlyList<string>? Silent = null) : StepData;

/// <param name="Demand">Its number, from 1.</param>
public sealed record DemandAnswer(int Demand, string Text);

public sealed record Promise(string Text, DateOnly DueOn);

public sealed record RejectData(string? Missing = null) : StepData;

/// <param name="ReviewedBy">Who of the staff read it; null when the bot sends on its own.</param>
public sealed record FeedbackData(string? Message = null, string? ReviewedBy = null) : StepData;

/// <summary>T21, T22, and an interim judgement.</summary>
/// <param name="Of">When the answer was told (T20) that a joined resident judges: what they said of one before is not said of it. The station says so, no caller.</param>
public sealed record EvaluateData(Solved? Solved = null, Satisfaction? Satisfaction = null, DateTimeOffset? Of = null) : StepData;

public sealed record CompleteData(bool? Explained = null) : StepData;

/// <param name="Commitments">Their numbers in the ledger.</param>
public sealed record TrackData(IReadOnlyList<int>? Commitments = null) : StepData;

/// <param name="Done">False: changed, and the event's reason says in writing why.</param>
public sealed record CommitmentData(int? Commitment = null, bool? Done = null, string? Text = null, IReadOnlyList<string>? Evidence = null, DateOnly? NewDate = null) : StepData;

/// <param name="Grounds">What the pre-review found against it; see <see cref="ExclusionGround"/>.</param>
public sealed record PromoteData(
    Guid? Suggestion = null, string? Title = null, PreReview? PreReview = null, string? Deputy = null,
    IReadOnlyList<ExclusionGround>? Grounds = null) : StepData;

/// <param name="TermEnds">The last day of the term that ends.</param>
public sealed record CarryOverData(string? Deputy = null, DateOnly? TermEnds = null) : StepData;

public sealed record SupervisionData(int? Level = null, EscalationGround? Ground = null, string? LeadingOfficial = null, string? SupervisingOfficial = null) : StepData;

public sealed record ReferData(IReadOnlyList<string>? Views = null, bool? LeadsDisagree = null) : StepData;

/// <param name="HandedTo">As of <see cref="DeclineData"/>, where it ends here.</param>
public sealed record DecideData(CaseStatus? To = null, string? Decision = null, string? HandedTo = null, DateTimeOffset? HandedAt = null) : StepData;

/// <param name="Clock">Which clock spoke, and until when; null when a person presses.</param>
/// <param name="Commitment">Its number, when it is about a promise.</param>
public sealed record NudgeData(
    NudgeKind? Kind = null, string? To = null, Deadlines.ClockKind? Clock = null, DateTimeOffset? Due = null, int? Commitment = null) : StepData;

public sealed record WarnData(WarningColor? Color = null) : StepData;

/// <summary>面商.</summary>
/// <param name="Confirmed">By the resident or deputy who was met. domain.md §7.</param>
public sealed record ConsultData(ConsultationMode? Mode = null, DateOnly? On = null, string? Outcome = null, bool? Confirmed = null, bool? LeaderPresent = null) : StepData;

public sealed record EvidenceData(IReadOnlyList<string>? Evidence = null, bool? SiteCheck = null) : StepData;

/// <param name="Units">With <c>conflict</c>: codes of the departments and deputies that the complaint is about, as far as staff know them (domain.md §2).</param>
public sealed record FlagData(string? Flag = null, IReadOnlyList<string>? Units = null) : StepData;

/// <param name="Request">Identity of the resident's request for their data.</param>
public sealed record DataRequestData(Guid? Request = null) : StepData;

public sealed record TicketData(string? System = null, string? Number = null) : StepData;

/// <summary>How a linked ticket stands in the other system, in its words.</summary>
/// <param name="Unit">Who handles it there, by name.</param>
public sealed record TicketStatusData(string? System = null, string? Number = null, string? Status = null, string? Unit = null, DateTimeOffset? ClosedAt = null) : StepData;

public sealed record ObstacleData(ObstacleKind? Kind = null) : StepData;

/// <summary>吹哨报到: units called together on the spot; they must come. domain.md §1.3.</summary>
/// <param name="RemindAt">When they are reminded (§4.6 事前); worked out when the step is taken, absent when the call itself comes later.</param>
public sealed record WhistleData(IReadOnlyList<string>? Units = null, DateTimeOffset? MeetAt = null, string? Where = null, DateTimeOffset? RemindAt = null) : StepData;

public sealed record OpinionData(string? Unit = null, string? Text = null) : StepData;

/// <summary>How a case stood whose log does not tell it all: from before the loop kept one, or set down by hand.</summary>
public sealed record AdoptData(CaseState? State = null) : StepData;
