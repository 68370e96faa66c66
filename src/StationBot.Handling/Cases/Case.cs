using StationBot.Handling.Deadlines;
using StationBot.Handling.Loop;
using StationBot.Handling.Sorting;

namespace StationBot.Handling.Cases;

/// <summary>One entry of a case's append-only log: who, when, from, to, why, with what. domain.md §4.3.</summary>
/// <param name="Transition">T01–T36, or empty for a note that moves nothing.</param>
/// <param name="By">Unit and name of the person, as far as there is one.</param>
/// <param name="Data">What the step demanded (<see cref="StepData"/>), JSON; no contact details.</param>
public sealed record CaseEvent(
    Guid Id, CaseId CaseId, int Number, string Transition, string Action, CaseActor Actor, string By, DateTimeOffset At,
    CaseStatus From, CaseStatus To, string Reason, string Data);

/// <summary>
/// 民情事项: the thing that goes through the loop. It moves only by <see cref="Apply"/>, along <see cref="Transitions"/>; every step leaves an
/// event, and what the events add up to is its <see cref="State"/>. The columns beside it are copies for those who search.
/// </summary>
public sealed class Case
{
    private readonly List<CaseEvent> _uncommitted = [];

    /// <summary>The state before each of <see cref="_uncommitted"/>.</summary>
    private readonly List<CaseState> _before = [];

    private Case() { }

    public Case(CaseId id, Guid conversationId, Guid residentId, string channel, DateTimeOffset now)
    {
        Id = id;
        ConversationId = conversationId;
        ResidentId = residentId;
        Channel = channel;
        OpenedAt = InLog(now);
        State = new CaseState();
    }

    public CaseId Id { get; private set; }

    /// <summary>Null while a draft.</summary>
    public CaseNo? Number { get; set; }
    public Guid ConversationId { get; private set; }
    public Guid ResidentId { get; private set; }
    public string Channel { get; private set; } = "";
    public DateTimeOffset OpenedAt { get; private set; }

    /// <summary>The resident's own words about this matter, identity numbers masked.</summary>
    public string RawText { get; set; } = "";

    /// <summary>One line for lists and digests.</summary>
    public string Summary { get; set; } = "";

    /// <summary>Primary topic first.</summary>
    public IReadOnlyList<Topic> Topics { get; set; } = [];
    public double Confidence { get; set; }

    /// <summary>Deputies added by R15 and R18.</summary>
    public IReadOnlyList<string> Advisors { get; set; } = [];
    public string? Station { get; set; }
    public string? Community { get; set; }

    /// <summary>Which routing rule decided what, in order (R1…R20), shown to staff.</summary>
    public IReadOnlyList<string> RoutingReasons { get; set; } = [];

    /// <summary>Slots by code, except <c>contact</c>.</summary>
    public IReadOnlyDictionary<string, string> Slots { get; set; } = new Dictionary<string, string>();

    /// <summary>Phone or WeChat id, if the resident chose to leave one. Encrypted where it rests, apart from the content.</summary>
    public string? Contact { get; set; }

    /// <summary>True when the resident never said yes and the idle rule submitted it.</summary>
    public bool Unconfirmed { get; set; }

    /// <summary>What the events add up to; null for a case from before the loop kept it, until its next step.</summary>
    public CaseState? State { get; private set; }
    public CaseStatus Status { get; private set; } = CaseStatus.Draft;
    public string? ProblemType { get; set; }

    /// <summary>主办 department code.</summary>
    public string? Lead { get; set; }
    public IReadOnlyList<string> Co { get; set; } = [];

    /// <summary>责任代表 code.</summary>
    public string? Deputy { get; set; }
    public IReadOnlyList<string> Flags { get; set; } = [];

    /// <summary>One of <see cref="CaseClasses.All"/>.</summary>
    public string? CaseClass { get; set; }

    /// <summary>The day by which the resident gets an answer.</summary>
    public DateOnly? DueOn { get; set; }

    /// <summary>When a clock of this case next has something to say; null when none runs.</summary>
    public DateTimeOffset? NextActionAt { get; set; }

    /// <summary>What the department said it will do, once it did.</summary>
    public string? Plan { get; set; }
    public int ReworkCount { get; set; }
    public WarningColor Warning { get; private set; }
    public int SupervisionLevel { get; private set; }

    /// <summary>Concurrency token, bumped by every step.</summary>
    public int Version { get; set; }
    public int EventCount { get; private set; }

    public IReadOnlyList<CaseEvent> Uncommitted => _uncommitted;

    /// <summary>The state, also of a case whose log does not tell it all.</summary>
    public CaseState Facts => State ?? Snapshot();

    /// <summary>What the log keeps, what the state says and when the case was opened are moments of one grain, on every database.</summary>
    private static DateTimeOffset InLog(DateTimeOffset now) => DateTimeOffset.FromUnixTimeMilliseconds(now.ToUnixTimeMilliseconds());

    /// <summary>Takes one legal step, or says why not. A refusal changes nothing.</summary>
    public StepResult Apply(Step step, DateTimeOffset now, LoopRules rules)
    {
        now = InLog(now);
        var state = Facts;
        var check = StepCheck.Of(Number?.Value, state, step, Version, now, rules, Contact, OpenedAt, $"{Slots.GetValueOrDefault("place")}\n{RawText}");
        if (check.Refused is { } refused)
        {
            return refused;
        }
        HashSet<string> passed = State is null ? [] : [.. Nudging.Of(Id, State, rules).Where(a => a.At <= now).Select(a => a.Key)];
        if (State is null && state.Status != CaseStatus.Draft)
        {
            Append(new Step(CaseAction.Adopt, Actor.System), "", new AdoptData(state), state.Status, now);
        }
        // What no later step changes is said by the log too, so that whoever changes the row is found out.
        var data = check.Data is ConfirmData confirmed ? confirmed with { CaseNo = Number?.Value, Community = Community } : check.Data!;
        var happened = Append(step, check.Row!.Id, data, check.To, now);
        Mirror(passed, now, rules);
        if (step.By.Role == CaseActor.StationStaff && check.Data is SortData && rules.Directory.ProblemType(State!.Type) is { } type && !Topics.Contains(type.Topic))
        {
            // Who puts the type right has said the topic too.
            Topics = [type.Topic];
        }
        return new StepResult.Done(happened);
    }

    /// <summary>Called by the store once the events are safe.</summary>
    public void MarkCommitted()
    {
        _uncommitted.Clear();
        _before.Clear();
    }

    /// <summary>Units that had the case until this step and have it no more; of a step that was saved nobody can tell.</summary>
    public IEnumerable<string> RelievedBy(CaseEvent happened) =>
        _uncommitted.IndexOf(happened) is var at and >= 0 ? UnitsOf(_before[at]).Except(UnitsOf(Facts)) : [];

    /// <summary>Co-units before this step; of a step that was saved nobody can tell.</summary>
    public IReadOnlyList<string> CoBefore(CaseEvent happened) => _uncommitted.IndexOf(happened) is var at and >= 0 ? _before[at].Co : Facts.Co;

    private static IEnumerable<string> UnitsOf(CaseState state) => state.AssignedAt is null ? [] : state.Co.Prepend(state.Lead).OfType<string>();

    /// <summary>A case as it would stand at some point of the loop: for tests, demos and <c>converse</c>'s context turns.</summary>
    public static Case Restore(CaseId id, CaseNo number, CaseStatus status, Guid conversationId, Guid residentId, string channel, DateTimeOffset openedAt) =>
        new(id, conversationId, residentId, channel, openedAt) { Number = number, Status = status, State = null };

    private CaseEvent Append(Step step, string transition, StepData data, CaseStatus to, DateTimeOffset now)
    {
        var happened = new CaseEvent(
            Guid.CreateVersion7(now), Id, EventCount + 1, transition, step.Action.ToString(), step.By.Role, step.By.Signature, now, Status, to, step.Reason, StepJson.Write(data));
        _before.Add(State ?? new CaseState());
        State = _before[^1].Apply(happened);
        Status = State.Status;
        EventCount++;
        Version++;
        _uncommitted.Add(happened);
        return happened;
    }

    /// <param name="passed">Keys of what the clocks had said, or had been about to say, before the step.</param>
    private void Mirror(HashSet<string> passed, DateTimeOffset now, LoopRules rules)
    {
        var state = State!;
        (ProblemType, Lead, Co, Deputy, Flags, CaseClass) = (state.Type, state.Lead, state.Co, state.Deputy, state.Flags, state.CaseClass);
        (Plan, ReworkCount, Warning, SupervisionLevel) = (state.Plan, state.ReworkCount, state.Warning, state.SupervisionLevel);
        var reply = LoopClocks.Reply(state, rules.Calendar, rules.Clocks);
        DueOn = reply is null ? DueOn : rules.Calendar.DayOf(reply.At);
        var was = NextActionAt;
        // To look once too often costs nothing, since each act is claimed; to look too seldom leaves one unsaid. So what had come due stays due until a round has
        // looked, what the step itself brings up when its moment is past is due at once, and at night whatever rings may still be asleep.
        var acts = Nudging.Of(Id, state, rules);
        var overdue = acts.Where(a => a.At <= now).ToArray();
        var moments = acts.Where(a => a.Standing || a.At > now || !passed.Contains(a.Key)).Select(a => (DateTimeOffset?)a.At);
        if (was <= now && overdue.Length > 0)
        {
            moments = moments.Append(was);
        }
        if (QuietHours.Contains(now, rules.Calendar, rules.Clocks) && overdue.Any(a => a.Rings))
        {
            moments = moments.Append(QuietHours.After(now, rules.Calendar, rules.Clocks));
        }
        NextActionAt = moments.Min();
    }

    private CaseState Snapshot() => new()
    {
        Status = Status, Since = OpenedAt, ReplyFrom = OpenedAt, ReplyBasis = "T01", Type = ProblemType, Lead = Lead, Co = Co, Leads = Lead is null ? [] : [Lead],
        Deputy = Deputy, Flags = Flags, CaseClass = CaseClass, Deadline = DueOn, DeadlineSetAt = DueOn is null ? null : OpenedAt, Plan = Plan, ReworkCount = ReworkCount,
        DissatisfiedCount = ReworkCount, Events = EventCount, CheckIns = Status == CaseStatus.Draft ? [] : [Checkpoint.Listen], Subscribers = [new Subscriber(ResidentId, ConversationId)],
    };
}
