namespace StationBot.Channels.Sending;

/// <summary>Why a message could not be sent; one word per cause.</summary>
public enum SendFailure
{
    /// <summary>The conversation has no address, or one we do not post to.</summary>
    HostNotAllowed,

    /// <summary>We could not get a token of our own.</summary>
    NoToken,

    /// <summary>The channel did not take our token, twice.</summary>
    Unauthorized,

    /// <summary>The resident blocked or removed the bot, or the channel forbids it.</summary>
    Forbidden,

    /// <summary>The channel knows the conversation or the message no longer.</summary>
    NotFound,

    /// <summary>The channel will never take this message as it is.</summary>
    Rejected,

    /// <summary>Too fast; try later.</summary>
    Throttled,

    /// <summary>The channel is down or unreachable.</summary>
    Unavailable,

    /// <summary>No answer in time. The message may have arrived: a retry can double it.</summary>
    TimedOut,
}

/// <summary>What became of one send.</summary>
public abstract record SendOutcome
{
    private SendOutcome() { }

    /// <param name="ActivityId">The id the channel gave, if it gave one.</param>
    public sealed record Sent(string? ActivityId) : SendOutcome;

    /// <param name="Code">HTTP status, or 0 when there was no answer.</param>
    /// <param name="Retryable">Whether the same message may succeed later.</param>
    /// <param name="RetryAfter">How long the channel asked us to wait.</param>
    public sealed record Failed(SendFailure Why, int Code, bool Retryable, TimeSpan? RetryAfter = null) : SendOutcome;
}

/// <summary>A message that a turn sent by itself, outside a durable turn, did not go out.</summary>
public sealed class SendFailedException(SendOutcome.Failed failed) : Exception($"The message was not sent: {failed?.Why} ({failed?.Code}).")
{
    public SendOutcome.Failed Failed { get; } = failed!;
}
