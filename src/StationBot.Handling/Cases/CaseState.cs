using System.Text.Json;
using System.Text.Json.Serialization;
using StationBot.Handling.Flags;

namespace StationBot.Handling.Cases;

/// <summary>承诺. Numbered within its case, from 1. domain.md §1.3.</summary>
/// <param name="Moved">How often its date was put off; twice broken lifts supervision (§5.5).</param>
/// <param name="Given">The resident was told of it (T20). Until then it is a draft and goes with the reply that is sent back (T19).</param>
public sealed record Commitment(int Number, string Text, DateOnly DueOn, bool Done = false, int Moved = 0, bool Given = false);

/// <summary>面商, 面复.</summary>
public sealed record FaceToFace(DateOnly On, ConsultationMode Mode, string Outcome, bool Confirmed, bool LeaderPresent);

/// <summary>A time in which the reply clock stood still (domain.md §6.3). <paramref name="To"/> is null while it lasts.</summary>
/// <param name="Status">AwaitingInfo or Returned.</param>
public sealed record Pause(CaseStatus Status, DateTimeOffset From, DateTimeOffset? To = null);

public sealed record Extension(DateOnly To, bool Approved);

/// <summary>外部工单: the same matter's number in another system (12345).</summary>
/// <param name="Status">How it stands there, in that system's words.</param>
public sealed record Ticket(string System, string Number, string? Status = null, string? Unit = null, DateTimeOffset? ClosedAt = null)
{
    public bool Is(string system, string number) => System == system && Number == number;
}

/// <summary>A demand and the other case it belongs to: one that was split off answers it, or one that was merged asked it.</summary>
public sealed record PartedDemand(string Child, string Text);

/// <summary>A co-unit that the office put in while the lead went on (R8).</summary>
public sealed record LaterCoUnit(string Unit, DateTimeOffset Since);

/// <summary>Who is told about a case, and in which conversation.</summary>
public sealed record Subscriber(Guid Resident, Guid Conversation);

/// <summary>吹哨报到: who was called, when and where to meet.</summary>
/// <param name="RemindAt">When they are reminded of it; null when the call is reminder enough.</param>
public sealed record WhistleCall(IReadOnlyList<string> Units, DateTimeOffset MeetAt, string? Where, DateTimeOffset? RemindAt = null);

/// <summary>
/// Everything orthogonal to a case's words (domain.md §4.2): what its events add up to. One reducer makes it, step by step or by replay,
/// so that the two cannot differ. Lists are replaced, never changed.
/// </summary>
public sealed partial record CaseState
{
    public CaseStatus Status { get; init; }

    /// <summary>When it came into <see cref="Status"/>.</summary>
    public DateTimeOffset Since { get; init; }

    /// <summary>The number of the last event that stands in it.</summary>
    public int Events { get; init; }
    public string? CaseClass { get; init; }
    public string? Type { get; init; }
    public IReadOnlyList<string> Demands { get; init; } = [];
    public IReadOnlyList<string> Flags { get; init; } = [];
    public string? Lead { get; init; }
    public IReadOnlyList<string> Co { get; init; } = [];

    /// <summary>Units whose opinion the lead already has.</summary>
    public IReadOnlyList<string> Opinions { get; init; } = [];

    /// <summary>Departments and deputies that the complaint is about: they get nothing of it.</summary>
    public IReadOnlyList<string> Conflicted { get; init; } = [];

    /// <summary>Every lead so far, once each, in order.</summary>
    public IReadOnlyList<string> Leads { get; init; } = [];
    public string? Liaison { get; init; }
    public string? Handler { get; init; }
    public string? Deputy { get; init; }
    public string? Standard { get; init; }
    public string? Plan { get; init; }
    public bool Priority { get; init; }
    public string? LeadingOfficial { get; init; }
    public string? SupervisingOfficial { get; init; }

    /// <summary>When it came to the station to be sorted: collected (T01, T06), or back from those who had it. T11's clock runs from here.</summary>
    public DateTimeOffset? ToSortSince { get; init; }
    public DateTimeOffset? AssignedAt { get; init; }

    /// <summary>When another co-unit came in beside the same lead, in logs that do not say which: the half (R8) of all runs from here. Null: they were there from the assignment.</summary>
    public DateTimeOffset? CoSince { get; init; }

    /// <summary>Co-units that came in beside the same lead: the half of each runs from there.</summary>
    public IReadOnlyList<LaterCoUnit> CoLater { get; init; } = [];
    public DateTimeOffset? AcknowledgedAt { get; init; }
    public DateTimeOffset? FirstContactAt { get; init; }
    public DateTimeOffset? LastProgressAt { get; init; }
    public DateTimeOffset? FeedbackAt { get; init; }
    public DateTimeOffset? LastReminderAt { get; init; }

    /// <summary>The last 不满意 that staff have to decide on (T22, T23); null when none waits.</summary>
    public DateTimeOffset? DissatisfiedAt { get; init; }

    /// <summary>Where the reply clock runs from, and the event that says so (T01, T22, T27, T32).</summary>
    public DateTimeOffset? ReplyFrom { get; init; }
    public string ReplyBasis { get; init; } = "";

    /// <summary>A day that was named instead (T11, T14, T15, T17), and when; pauses after that moment still add to it.</summary>
    public DateOnly? Deadline { get; init; }
    public DateTimeOffset? DeadlineSetAt { get; init; }
    public IReadOnlyList<Pause> Pauses { get; init; } = [];

    public int InfoRounds { get; init; }
    public int ReturnCount { get; init; }

    /// <summary>Units that were made to take it; they may not return it again (R10).</summary>
    public IReadOnlyList<string> ForcedUnits { get; init; } = [];
    public int ExtensionCount { get; init; }
    public Extension? Extension { get; init; }
    public int ReworkCount { get; init; }
    public int DissatisfiedCount { get; init; }
    public int RejectedReplies { get; init; }
    public int Reminders { get; init; }

    /// <summary>Reminders that a resident gets; after them, or once they do not want any, the window runs (T21).</summary>
    public const int MostReminders = 2;
    public bool Objected { get; init; }

    public int SupervisionLevel { get; init; }
    public WarningColor Warning { get; init; }
    public ObstacleKind? Obstacle { get; init; }
    public string? ReplyText { get; init; }
    public ReplyClass? ReplyClass { get; init; }
    public IReadOnlyList<Commitment> Commitments { get; init; } = [];

    /// <summary>The promise of the report that the station looks at (T25), as it was before it; it is that again when the report is sent back (T19).</summary>
    public Commitment? Reported { get; init; }
    public IReadOnlyList<FaceToFace> Consultations { get; init; } = [];
    public IReadOnlyList<Checkpoint> CheckIns { get; init; } = [];
    public Solved Solved { get; init; }
    public Satisfaction Satisfaction { get; init; }

    /// <summary>Which answer of the main case a joined resident has judged last, by the moment in which it was told.</summary>
    public DateTimeOffset? Judged { get; init; }

    /// <summary>How often the resident has said something of the answer that was no verdict, since it was told or since the last verdict: they did answer (T21).</summary>
    public int Unheard { get; init; }
    public IReadOnlyList<Guid> DataRequests { get; init; } = [];
    public IReadOnlyList<Ticket> Tickets { get; init; } = [];
    public IReadOnlyList<WhistleCall> Whistles { get; init; } = [];

    /// <summary>A unit beside the lead that has its part to say: a co-unit, or one that was called to the spot (吹哨报到).</summary>
    public bool Helps(string unit) => unit != Lead && (Co.Contains(unit) || Whistles.Any(w => w.Units.Contains(unit)));

    /// <summary>Number of the case that goes on in its place.</summary>
    public string? MergedInto { get; init; }

    /// <summary>Where <see cref="CaseAction.Unmerge"/> leads back to.</summary>
    public CaseStatus? StatusBeforeMerge { get; init; }

    /// <summary>It was part of the main case and went back into it: its demands are there again.</summary>
    public bool WentBack { get; init; }
    public IReadOnlyList<string> MergedFrom { get; init; } = [];
    public IReadOnlyList<string> Children { get; init; } = [];

    /// <summary>Demands that merged cases brought; they go with them.</summary>
    public IReadOnlyList<PartedDemand> Brought { get; init; } = [];

    /// <summary>Demands that were there, and that merged cases ask for too.</summary>
    public IReadOnlyList<PartedDemand> Shares { get; init; } = [];

    /// <summary>Whose demands its parts took besides, and under which number each of them knows it.</summary>
    public IReadOnlyList<JoinedPart> JoinedParts { get; init; } = [];

    /// <summary>It was split off together with the case that it is joined to: its resident knows that one by this number alone.</summary>
    public bool SplitOff { get; init; }

    /// <summary>Flags that merged cases brought, as <see cref="Brought"/>.</summary>
    public IReadOnlyList<PartedDemand> BroughtFlags { get; init; } = [];

    /// <summary>Demands that went with a part; they come back with it.</summary>
    public IReadOnlyList<PartedDemand> Parted { get; init; } = [];

    /// <summary>The resident, and those of merged cases: all are told the same.</summary>
    public IReadOnlyList<Subscriber> Subscribers { get; init; } = [];
    /// <summary>Number of the case that this one goes on from (T27 after its thirty days).</summary>
    public string? Earlier { get; init; }
    public Guid? Suggestion { get; init; }
    public bool CrossTerm { get; init; }

    /// <summary>The gravest severity among its flags.</summary>
    [JsonIgnore]
    public Severity? Worst => Flags.Select(FlagTable.SeverityOf).Min();

    /// <summary>A P0 or P1 flag: a human looks before anything goes on by itself. domain.md §8.</summary>
    [JsonIgnore]
    public bool NeedsHuman => Worst is Severity.P0 or Severity.P1;

    /// <summary>A report of an official: it goes to no unit and no deputy. domain.md §8.</summary>
    [JsonIgnore]
    public bool IsReport => Flags.Contains(Flag.Discipline.Code());

    /// <summary>Who told it, and in which words, is kept from whoever handles a part of it. domain.md §8, §10.</summary>
    [JsonIgnore]
    public bool ShieldsReporter => Flags.Any(FlagTable.ShieldsReporter);

    [JsonIgnore]
    public IEnumerable<Commitment> OpenCommitments => Commitments.Where(c => !c.Done);

    public static string Write(CaseState state) => JsonSerializer.Serialize(state, StepJson.Options);

    /// <exception cref="JsonException">The column holds something else.</exception>
    public static CaseState Read(string json) => JsonSerializer.Deserialize<CaseState>(json, StepJson.Options)!;

    /// <summary>Same in everything; lists by what stands in them.</summary>
    public bool SameAs(CaseState other) => Write(this) == Write(other);

    /// <summary>The names of the fields in which two states differ.</summary>
    public IEnumerable<string> Differences(CaseState other)
    {
        var (mine, theirs) = (JsonSerializer.SerializeToNode(this, StepJson.Options)!.AsObject(), JsonSerializer.SerializeToNode(other, StepJson.Options)!.AsObject());
        return mine.Select(p => p.Key).Union(theirs.Select(p => p.Key)).Where(k => mine[k]?.ToJsonString() != theirs[k]?.ToJsonString()).Order(StringComparer.Ordinal);
    }
}
