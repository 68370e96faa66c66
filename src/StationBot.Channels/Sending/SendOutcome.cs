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

    /// <summary>Something answered, but not the platform in its own words: a gateway's page, half an answer, nothing. The message may have arrived.</summary>
    Unclear,

    /// <summary>The platform lets nothing through to this resident until they write again.</summary>
    NoWayOpen,

    /// <summary>The account is set up wrong at the platform or here: nothing goes out until somebody mends it.</summary>
    Misconfigured,
}

/// <summary>What happens to a message that was not sent.</summary>
public enum FailurePolicy
{
    /// <summary>Again later, with growing pauses; staff are told when it never works.</summary>
    Retry,

    /// <summary>It waits for the resident to write again; staff are told.</summary>
    Hold,

    /// <summary>It waits for the resident to write again, who has been told that something waits.</summary>
    Await,

    /// <summary>It is kept for staff, who are told.</summary>
    TellStaff,

    /// <summary>There is nobody left to send it to; it is parked, and nobody is troubled.</summary>
    Drop,
}

/// <summary>What became of one send.</summary>
public abstract record SendOutcome
{
    private SendOutcome() { }

    /// <param name="ActivityId">The id the channel gave, if it gave one.</param>
    /// <param name="Way">Which of the channel's ways it took, one of few words.</param>
    public sealed record Sent(string? ActivityId, string Way = "ok") : SendOutcome;

    /// <summary>The resident was told that something waits; the message itself waits for their next word.</summary>
    /// <param name="Way">Which of the channel's ways told them, one of few words.</param>
    /// <param name="NoticeId">The platform's number of the notice, by which it reports later what became of it; null when it gave none.</param>
    public sealed record Announced(string Way, string? NoticeId = null) : SendOutcome
    {
        /// <summary>What stands with the message as long as nothing else is heard of the notice.</summary>
        public string Note => NoteOf(Way, NoticeId);

        public static string NoteOf(string way, string? noticeId) => noticeId is null ? $"Announced {way}" : $"Announced {way} {noticeId}";
    }

    /// <param name="Code">HTTP status, or 0 when there was no answer.</param>
    /// <param name="Then">What to do with the message.</param>
    /// <param name="RetryAfter">How long the channel asked us to wait.</param>
    public sealed record Failed(SendFailure Why, int Code, FailurePolicy Then, TimeSpan? RetryAfter = null) : SendOutcome
    {
        /// <summary>The account that may not send, where that is the reason: staff are told of it once, not of each message. Null: it is this message's own matter.</summary>
        public string? Account { get; init; }

        /// <summary>The way by which only a notice of the message was to go, one of few words. Null: it was the message itself, which may have arrived where no answer came.</summary>
        public string? Notice { get; init; }

        /// <summary>Name of the exchange for the platform's support.</summary>
        public string? Trace { get; init; }
    }
}

/// <summary>A message that a turn sent by itself, outside a durable turn, did not go out.</summary>
public sealed class SendFailedException(SendOutcome.Failed failed) : Exception($"The message was not sent: {failed?.Why} ({failed?.Code}).")
{
    public SendOutcome.Failed Failed { get; } = failed!;
}
