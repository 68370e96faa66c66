using StationBot.Handling.Messages;
using StationBot.Handling.Sorting;

namespace StationBot.Handling.Cases;

/// <summary>Who did a step.</summary>
public enum CaseActor { Resident, Bot, StationStaff, Department, Office, Deputy, System }

/// <summary>One entry of a case's append-only log: who, when, from, to, why, with what. domain.md §4.3.</summary>
/// <param name="Transition">T01–T36, or empty for a note that moves nothing.</param>
/// <param name="Data">What the step demanded, JSON; no contact details.</param>
public sealed record CaseEvent(
    Guid Id, CaseId CaseId, int Number, string Transition, string Action, CaseActor Actor, DateTimeOffset At,
    CaseStatus From, CaseStatus To, string Reason, string Data);

/// <summary>A step's answer: done, or refused with a stable code. A refusal changes nothing.</summary>
public abstract record StepResult
{
    private StepResult() { }
    public sealed record Done(CaseEvent Event) : StepResult;
    public sealed record Refused(string Code, string Reason) : StepResult;
}

/// <summary>
/// 民情事项: the thing that goes through the loop. Status moves only by <see cref="Apply"/>, along
/// <see cref="Transitions"/>; every step leaves an event.
/// </summary>
public sealed class Case
{
    private readonly List<CaseEvent> _uncommitted = [];

    private Case() { }

    public Case(CaseId id, Guid conversationId, Guid residentId, string channel, DateTimeOffset now)
    {
        Id = id;
        ConversationId = conversationId;
        ResidentId = residentId;
        Channel = channel;
        OpenedAt = now;
    }

    public CaseId Id { get; private set; }

    /// <summary>Null while a draft.</summary>
    public CaseNo? Number { get; set; }
    public Guid ConversationId { get; private set; }
    public Guid ResidentId { get; private set; }
    public string Channel { get; private set; } = "";
    public CaseStatus Status { get; private set; } = CaseStatus.Draft;
    public DateTimeOffset OpenedAt { get; private set; }

    /// <summary>The resident's own words about this matter, identity numbers masked.</summary>
    public string RawText { get; set; } = "";

    /// <summary>One line for lists and digests.</summary>
    public string Summary { get; set; } = "";

    /// <summary>Primary topic first.</summary>
    public IReadOnlyList<Topic> Topics { get; set; } = [];
    public string? ProblemType { get; set; }
    public double Confidence { get; set; }

    /// <summary>主办 department code.</summary>
    public string? Lead { get; set; }
    public IReadOnlyList<string> Co { get; set; } = [];

    /// <summary>责任代表 code.</summary>
    public string? Deputy { get; set; }

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
    public IReadOnlyList<string> Flags { get; set; } = [];

    /// <summary>One of the default clocks: UrgentService, Consult, Simple, Complex (domain.md §6.2).</summary>
    public string? CaseClass { get; set; }

    /// <summary>The day by which the resident gets an answer.</summary>
    public DateOnly? DueOn { get; set; }

    /// <summary>What the department said it will do, once it did.</summary>
    public string? Plan { get; set; }

    /// <summary>True when the resident never said yes and the idle rule submitted it.</summary>
    public bool Unconfirmed { get; set; }
    public int ReworkCount { get; set; }

    /// <summary>Concurrency token, bumped by every step.</summary>
    public int Version { get; set; }
    public int EventCount { get; private set; }

    public IReadOnlyList<CaseEvent> Uncommitted => _uncommitted;

    /// <summary>Takes one legal step, or says why not.</summary>
    /// <param name="data">What the step demands, for the log; serialised as JSON. No contact details.</param>
    public StepResult Apply(CaseAction action, CaseActor actor, DateTimeOffset now, string reason = "", IReadOnlyDictionary<string, string>? data = null)
    {
        if (Transitions.Find(Status, action, actor) is not { } step)
        {
            return new StepResult.Refused("case.illegal_step", $"{action} by {actor} is not allowed from {Status}");
        }
        var happened = new CaseEvent(
            Guid.CreateVersion7(), Id, EventCount + 1, step.Id, action.ToString(), actor, now, Status, step.To, reason,
            System.Text.Json.JsonSerializer.Serialize(data ?? new Dictionary<string, string>()));
        Status = step.To;
        EventCount++;
        Version++;
        _uncommitted.Add(happened);
        return new StepResult.Done(happened);
    }

    /// <summary>Called by the store once the events are safe.</summary>
    public void MarkCommitted() => _uncommitted.Clear();

    /// <summary>A case as it would stand at some point of the loop: for tests, demos and <c>converse</c>'s context turns.</summary>
    public static Case Restore(CaseId id, CaseNo number, CaseStatus status, Guid conversationId, Guid residentId, string channel, DateTimeOffset openedAt) =>
        new(id, conversationId, residentId, channel, openedAt) { Number = number, Status = status };
}
