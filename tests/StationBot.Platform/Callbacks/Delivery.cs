using StationBot.Platform.Phones;

namespace StationBot.Platform.Callbacks;

/// <summary>A request as it goes over the wire, for tests that change it on the way.</summary>
/// <param name="Query">Without the question mark.</param>
public sealed record Envelope(string Query, string Body);

/// <summary>One try of the platform.</summary>
/// <param name="Status">Null when no answer came.</param>
/// <param name="Failure"><c>timeout</c> after the limit, <c>connection</c> when it broke; null when an answer came.</param>
public sealed record Attempt(int? Status, string Body, string? ContentType, string? Failure, TimeSpan Took);

public enum DeliveryEnd
{
    /// <summary>The seven bytes <c>success</c> or an empty body.</summary>
    Acknowledged,

    /// <summary>A passive reply that the platform could read.</summary>
    Replied,

    /// <summary>No answer on any attempt, or one that the platform could not read. An Official Account's resident sees the out-of-service notice.</summary>
    Failed,
}

/// <summary>What became of one message or event.</summary>
/// <param name="Sent">The document before encryption: post it again with <c>RepeatAsync</c>, the MsgId stays.</param>
/// <param name="Why">In what way the answer failed, for people; null otherwise.</param>
public sealed record Delivery(Inbound Sent, IReadOnlyList<Attempt> Attempts, DeliveryEnd End, PhoneMessage? Reply = null, string? Why = null)
{
    public bool Failed => End == DeliveryEnd.Failed;
}
