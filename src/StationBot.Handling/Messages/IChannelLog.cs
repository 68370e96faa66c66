namespace StationBot.Handling.Messages;

/// <summary>One exchange with a platform, so that staff can see why something was not delivered. Never words, names, numbers or tokens.</summary>
public sealed record ChannelLogEntry
{
    public required Guid Id { get; init; }
    public required DateTimeOffset At { get; init; }
    public required string Channel { get; init; }
    public required MessageDirection Direction { get; init; }

    /// <summary>What was called or what called, one of few words: <c>callback text</c>, <c>custom/send</c>.</summary>
    public required string What { get; init; }

    /// <summary><c>ok</c>, or why not, one of few words.</summary>
    public required string Outcome { get; init; }

    /// <summary>The platform's own code, or an HTTP status; 0 for success or no answer.</summary>
    public int Code { get; init; }

    /// <summary>The platform's name for the exchange, for its support (<c>rid</c>).</summary>
    public string? Trace { get; init; }
    public Guid? ConversationId { get; init; }

    /// <summary>The message of the conversation's log that went or came.</summary>
    public long? Sequence { get; init; }
    public int Milliseconds { get; init; }
}

/// <summary>The log of exchanges with platforms. Fulfilled by the Store room.</summary>
public interface IChannelLog
{
    /// <summary>Kept with the next disk write. Nobody waits for it, and it never fails a message.</summary>
    void Note(ChannelLogEntry entry);

    /// <summary>Exchanges about one conversation, newest first.</summary>
    Task<IReadOnlyList<ChannelLogEntry>> OfConversationAsync(Guid conversationId, int limit, CancellationToken cancellationToken);

    Task<int> ForgetAsync(DateTimeOffset before, CancellationToken cancellationToken);
}
