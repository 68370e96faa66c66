namespace StationBot.Platform.Phones;

/// <summary>How much a trigger allows: wechat.md §10 for Official Accounts, §19 for 微信客服.</summary>
public sealed record ReplyRule(int Messages, TimeSpan Within)
{
    public static ReplyRule ForMessage { get; } = new(5, TimeSpan.FromHours(48));

    public static ReplyRule ForEvent { get; } = new(3, TimeSpan.FromMinutes(1));
}

/// <summary>The window for messages of the account. How two windows combine is not known, so the latest trigger counts alone (§10).</summary>
public sealed class ReplyWindow(TimeProvider time)
{
    private readonly Lock _gate = new();
    private DateTimeOffset _closes = DateTimeOffset.MinValue;
    private int _left;

    public bool IsOpen => time.GetUtcNow() < _closes;

    /// <summary>Messages that may still be sent; 0 once the window is closed.</summary>
    public int Left => IsOpen ? _left : 0;

    internal void Open(ReplyRule rule)
    {
        lock (_gate)
        {
            (_closes, _left) = (time.GetUtcNow() + rule.Within, rule.Messages);
        }
    }

    internal void Close() => _closes = DateTimeOffset.MinValue;

    /// <summary>Takes one message from the quota.</summary>
    internal Spending Spend()
    {
        lock (_gate)
        {
            if (!IsOpen)
            {
                return Spending.Closed;
            }
            if (_left == 0)
            {
                return Spending.UsedUp;
            }
            _left--;
            return Spending.Allowed;
        }
    }
}

internal enum Spending
{
    Allowed,
    Closed,
    UsedUp,
}
