namespace StationBot.Handling.Messages;

/// <summary>How far a message has come that a channel wants acknowledged before its turn may be over. wechat.md §3.</summary>
public enum ArrivalState
{
    /// <summary>On disk; its turn runs, or will run when the lease is over.</summary>
    Waiting,

    /// <summary>Answered in the channel's own exchange; a repetition gets the same answer.</summary>
    Answered,

    /// <summary>Acknowledged without an answer; what there is to say goes another way.</summary>
    Acknowledged,

    /// <summary>Its turn failed again and again; kept for staff.</summary>
    Parked,
}

/// <summary>A message as it came over a channel that gives only seconds.</summary>
/// <param name="Key">What the channel knows it by; unique per channel (wechat.md §4).</param>
/// <param name="Payload">What the channel needs to run its turn, JSON. Sealed where it rests; gone once the turn is over.</param>
/// <param name="Answer">The answer given in the exchange itself, for repetitions.</param>
/// <param name="Attempts">Turns begun so far.</param>
public sealed record Arrival(Guid Id, string Channel, string Key, string Payload, DateTimeOffset At, ArrivalState State, string? Answer, int Attempts)
{
    /// <summary>Behind a channel's id: its files that are still to be fetched. Those a case needs outlive whoever sent them.</summary>
    public const string FilesSuffix = "-media";

    /// <summary>Whose it is, so that it goes when they are erased; only hashed where it rests, and not given back.</summary>
    public ConversationKey? Person { get; init; }
}

/// <summary>Messages on disk before their turn has run, so that a crash, a slow model or a platform's impatience loses none. Fulfilled by the Store room.</summary>
public interface IArrivals
{
    /// <summary>Keeps a message, for the caller to run its turn until <paramref name="lease"/> is over.</summary>
    /// <returns>Null: kept, and it is the caller's. Otherwise the message is here already, as returned, and somebody else's.</returns>
    Task<Arrival?> AddAsync(Arrival arrival, TimeSpan lease, CancellationToken cancellationToken);

    Task<Arrival?> FindAsync(string channel, string key, CancellationToken cancellationToken);

    /// <summary>
    /// Decides that the answer goes out in the exchange itself, and keeps the messages it is made of from going out by the outbox for
    /// <paramref name="hold"/>: all of it, or nothing when one of them has been taken meanwhile.
    /// </summary>
    Task<bool> AnswerAsync(Guid id, string answer, IReadOnlyList<OutboxItem> made, TimeSpan hold, CancellationToken cancellationToken);

    /// <summary>Its turn is over and there is nothing to answer in the exchange.</summary>
    Task AcknowledgeAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>Its turn failed: again after the pause, or never when <paramref name="pause"/> is null.</summary>
    Task FailAsync(Guid id, TimeSpan? pause, CancellationToken cancellationToken);

    /// <summary>Who has these in hand still works on them: their leases begin anew.</summary>
    Task RenewAsync(IReadOnlyCollection<Guid> ids, TimeSpan lease, CancellationToken cancellationToken);

    /// <summary>A channel's messages whose turn nobody has brought to its end, oldest first, now the caller's.</summary>
    Task<IReadOnlyList<Arrival>> LeaseAsync(string channel, int limit, TimeSpan lease, CancellationToken cancellationToken);

    /// <summary>Forgets the answers to messages that came before; the messages themselves stay known.</summary>
    Task<int> ForgetAnswersAsync(DateTimeOffset before, CancellationToken cancellationToken);

    /// <summary>Forgets messages whose turn is over and that came before; repetitions end within seconds. Parked ones stay for three months more.</summary>
    Task<int> ForgetAsync(DateTimeOffset before, CancellationToken cancellationToken);
}
