namespace StationBot.Handling.Messages;

/// <summary>One reply that waits to be posted to its channel.</summary>
/// <param name="Raw">The activity, JSON, without the people in it.</param>
/// <param name="Reference">The conversation's address, decrypted.</param>
/// <param name="Attempts">Tries so far, this one not counted.</param>
/// <param name="IsAnswer">It answers a message of the resident; otherwise the station began.</param>
/// <param name="NextAt">When it is due, or until when somebody has it.</param>
public sealed record OutboxItem(
    Guid Id, Guid ConversationId, ConversationKey Conversation, long Sequence, string Raw, string? Reference, int Attempts, bool IsAnswer, DateTimeOffset NextAt)
{
    /// <summary>Why the last try failed, as whoever tried said it; null when nothing is known, as after a crash, or nobody has tried.</summary>
    public string? LastError { get; init; }

    /// <summary>When it was said; before that nobody can have tried to send it.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>Somebody had it, and nothing is known of what became of it.</summary>
    public bool WasLeft => Attempts > 0 && LastError is null;
}

/// <summary>A message that could not be delivered, as staff see it: without the words.</summary>
/// <param name="Held">It waits for the resident to write again; otherwise, unless it is tried again, it waits for staff.</param>
/// <param name="Retrying">It failed and will be tried again by itself.</param>
/// <param name="Error">Why the last try failed; no personal data.</param>
public sealed record StuckMessage(Guid Id, Guid ConversationId, string Channel, bool Held, bool Retrying, int Attempts, string? Error, DateTimeOffset At);

/// <summary>The outbox: leases, not destructive pops; order kept per conversation.</summary>
public interface IOutbox
{
    /// <summary>Leases what is due, at most one item per conversation: its oldest undelivered one.</summary>
    Task<IReadOnlyList<OutboxItem>> LeaseAsync(int limit, TimeSpan lease, CancellationToken cancellationToken);

    /// <summary>Puts back what <see cref="LeaseAsync"/> gave and nobody has begun to send: as if it had never been leased.</summary>
    Task GiveBackAsync(IReadOnlyList<OutboxItem> items, CancellationToken cancellationToken);

    /// <summary>What of one conversation nobody has in hand: messages never tried, those that wait for their next try, held ones, and what a process had that is gone; oldest first. Leases nothing.</summary>
    Task<IReadOnlyList<OutboxItem>> OfConversationAsync(Guid conversationId, CancellationToken cancellationToken);

    /// <summary>Whether somebody is sending a message of this conversation right now: nothing may overtake it. A process that is gone sends nothing.</summary>
    Task<bool> IsSendingAsync(Guid conversationId, CancellationToken cancellationToken);

    /// <summary>Takes along one that <see cref="OfConversationAsync"/> gave, with another that is in hand.</summary>
    /// <returns>False: somebody was quicker.</returns>
    Task<bool> TakeAsync(OutboxItem item, TimeSpan lease, CancellationToken cancellationToken);

    /// <param name="activityId">The id the channel gave, if it gave one.</param>
    Task DeliveredAsync(Guid id, string? activityId, CancellationToken cancellationToken);

    /// <summary>One message of the channel held all of these: none of them waits any longer than another.</summary>
    Task CarriedAsync(IReadOnlyList<Guid> ids, CancellationToken cancellationToken);

    /// <param name="notice">What staff are told although it is tried again, saved with it unless they have been told already (<see cref="ITriage.RaiseAsync"/>).</param>
    Task RetryAsync(Guid id, DateTimeOffset notBefore, string error, TriageItem? notice, CancellationToken cancellationToken);

    /// <summary>Gives up: the item is kept for staff to read and re-send, and no longer holds back the conversation.</summary>
    /// <param name="notice">What staff are told, saved with it unless they have been told already (<see cref="ITriage.RaiseAsync"/>).</param>
    Task ParkAsync(Guid id, string error, TriageItem? notice, CancellationToken cancellationToken);

    /// <summary>Keeps the item until its resident writes again. It no longer holds back the conversation.</summary>
    /// <param name="notice">What staff are told, saved with it unless they have been told already (<see cref="ITriage.RaiseAsync"/>).</param>
    Task HoldAsync(Guid id, string error, TriageItem? notice, CancellationToken cancellationToken);

    /// <summary>
    /// The channel took messages and said later that they did not arrive: they are in the outbox again, under new ids, so that a channel which knows the
    /// old one as delivered sends them anew.
    /// </summary>
    /// <param name="item">The one that carried them: while it is in the outbox, what became of it is not noted yet.</param>
    /// <param name="activityId">What <see cref="DeliveredAsync"/> was told; several messages have one where they went as one.</param>
    /// <param name="held">They wait for the resident to write again; otherwise for staff.</param>
    /// <param name="notice">What staff are told, saved with them unless they have been told already (<see cref="ITriage.RaiseAsync"/>).</param>
    /// <returns>Their positions in the log; none when nothing was delivered under this id, or it was taken back before; null: later, the item is still there.</returns>
    Task<IReadOnlyList<long>?> TakeBackAsync(Guid conversationId, Guid item, string activityId, bool held, string error, TriageItem? notice, CancellationToken cancellationToken);

    /// <summary>The channel said what became of a notice that announced held messages.</summary>
    /// <param name="notes">What may stand with them, as <see cref="HoldAsync"/> was told.</param>
    /// <param name="error">The notice did not arrive: what stands with them from now on. Null: it did.</param>
    /// <param name="notice">What staff are told, saved with it unless they have been told already (<see cref="ITriage.RaiseAsync"/>).</param>
    /// <returns>Their positions in the log; none when the resident has written meanwhile and has them, or the notice is none of ours.</returns>
    Task<IReadOnlyList<long>> ReportedAsync(Guid conversationId, IReadOnlyList<string> notes, string? error, TriageItem? notice, CancellationToken cancellationToken);

    /// <summary>Makes what nobody has in hand due now: messages never tried, held ones, and what a process had that is gone. Leases and back-offs run on; parked ones stay with staff.</summary>
    Task ReleaseAsync(Guid conversationId, CancellationToken cancellationToken);

    /// <summary>Parked and held messages, and those that failed and are tried again; oldest first.</summary>
    Task<IReadOnlyList<StuckMessage>> StuckAsync(int limit, CancellationToken cancellationToken);

    /// <summary>Sends a parked or held message once more, as if new.</summary>
    /// <returns>False: there is none of this id.</returns>
    Task<bool> ResendAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>When the next item may be leased, of all conversations; null when nothing waits. In the past: now.</summary>
    Task<DateTimeOffset?> NextAtAsync(CancellationToken cancellationToken);

    /// <summary>Completes when a commit has put something into the outbox, or when the time is over.</summary>
    Task WaitAsync(TimeSpan atMost, CancellationToken cancellationToken);
}
