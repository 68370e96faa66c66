using StationBot.Platform.Calls;

namespace StationBot.Platform.Phones;

/// <summary>The chat of one person with one account: an OpenID, a WeCom userid or a customer of a KF account.</summary>
public sealed class Phone(string id, TimeProvider time)
{
    public string Id { get; } = id;

    public Journal<PhoneMessage> Messages { get; } = new();

    /// <summary>Whether this person was ever met; looking at a phone does not make it known.</summary>
    public bool IsKnown { get; internal set; }

    public bool IsFollowing { get; internal set; }

    public DateTimeOffset? FollowedAt { get; internal set; }

    /// <summary>The scene of the last QR code.</summary>
    public string? Scene { get; internal set; }

    public ReplyWindow Window { get; } = new(time);

    /// <summary>What the account sent, the out-of-service notice included: everything but the owner's own messages.</summary>
    public IReadOnlyList<PhoneMessage> Received => [.. Messages.All.Where(m => m.Kind != PhoneMessageKind.Sent)];

    public IReadOnlyList<string> Texts => [.. Received.Select(m => m.Text)];

    /// <summary>The next message from the account that fits.</summary>
    public Task<PhoneMessage> WaitForAsync(Func<PhoneMessage, bool> predicate, TimeSpan? timeout = null, int after = 0, CancellationToken cancellationToken = default) =>
        Messages.WaitForAsync(m => m.Kind != PhoneMessageKind.Sent && predicate(m), timeout, after, cancellationToken);

    internal void Show(PhoneMessageKind kind, string msgType, string text, string? url = null) =>
        Messages.Add(new PhoneMessage(kind, msgType, text, time.GetUtcNow(), url));
}
