using StationBot.Handling.Cases;

namespace StationBot.Handling.Loop;

/// <summary>Something a resident is told about their case, waiting to be said in their conversation.</summary>
/// <param name="Kind">Which sentence (dialogs/notices.yaml); what it names stands in the event.</param>
/// <param name="Event">Number of the case event that it tells of.</param>
public sealed record ResidentNotice(Guid Id, CaseId CaseId, Guid ConversationId, string Kind, int Event, DateTimeOffset At)
{
    /// <summary>A life may depend on it: said at night too.</summary>
    public bool Urgent { get; init; }
}

/// <summary>Something a department, deputy, office or the station is told: a matter handed to them, a nudge, a warning. It stays until it was read.</summary>
/// <param name="Unit">Code of the department or deputy; null for the office and the station.</param>
public sealed record StaffNotice(Guid Id, CaseId CaseId, CaseActor Role, string? Unit, string Kind, int Event, DateTimeOffset At)
{
    public DateTimeOffset? ReadAt { get; init; }

    /// <inheritdoc cref="ResidentNotice.Urgent"/>
    public bool Urgent { get; init; }

    /// <summary>When a channel of the staff next tells it, or until when one has it in hand; null once it was told.</summary>
    public DateTimeOffset? TellAt { get; init; }
}

/// <summary>That one nudge of one clock was taken care of: the key is unique, so whoever comes second does nothing.</summary>
public sealed record NudgeClaim(string Key, CaseId CaseId, DateTimeOffset At);

/// <summary>An answer already given to a request with an Idempotency-Key.</summary>
/// <param name="Key">The caller's token and its key, hashed.</param>
/// <param name="Fingerprint">Hash of what was asked: the same key with another request is refused.</param>
public sealed record HandledRequest(string Key, string Fingerprint, int Status, string Body, DateTimeOffset At);

/// <summary>A step that was refused: who tried what on which case.</summary>
public sealed record RefusedStep(Guid Id, DateTimeOffset At, CaseActor Role, string By, string CaseNo, string Action, string Code);

/// <summary>外部工单: a number of another system names one case at most.</summary>
public sealed record ExternalTicket(string System, string Number, CaseId CaseId, DateTimeOffset At);

/// <summary>
/// Everything one step of the loop changes, saved in one transaction or not at all. Who is told of it, the store works out from the cases' new
/// events (<see cref="Notices"/>), whichever way they came.
/// </summary>
public sealed record LoopCommit
{
    public IReadOnlyList<Case> Cases { get; init; } = [];
    public IReadOnlyList<Messages.TriageItem> Triage { get; init; } = [];
    public IReadOnlyList<NudgeClaim> Claims { get; init; } = [];

    /// <summary>What staff are told that no event says.</summary>
    public IReadOnlyList<StaffNotice> Notices { get; init; } = [];
    public IReadOnlyList<ExternalTicket> Tickets { get; init; } = [];
    public IReadOnlyList<Suggestions.DeputySuggestion> Suggestions { get; init; } = [];
    public HandledRequest? Request { get; init; }
}

/// <summary>A case as the database holds it.</summary>
/// <param name="Case">Null when its row or its log cannot be read.</param>
/// <param name="Log">Oldest first.</param>
/// <param name="Unreadable">Why not, in English for whoever looks after the database.</param>
/// <param name="Tickets">That other systems are known to have of it.</param>
public sealed record StoredCase(CaseId Id, Case? Case, IReadOnlyList<CaseEvent> Log, IReadOnlyList<ExternalTicket> Tickets, string? Unreadable = null);
