using StationBot.Channels.Tencent;
using StationBot.Handling.Messages;

namespace StationBot.Channels.WeChat;

/// <summary>A way from the station to a resident, cheapest and fullest first. wechat.md §10–12.</summary>
internal enum Door { CustomerService, Subscription, Template }

/// <summary>What the platform still allows towards one resident, as far as we know; it is the platform that knows.</summary>
internal sealed record Windows
{
    /// <summary>When the resident last wrote, and how many customer-service messages went out since.</summary>
    public DateTimeOffset? MessageAt { get; init; }
    public int SinceMessage { get; init; }

    /// <summary>When the resident last tapped, followed or scanned.</summary>
    public DateTimeOffset? TapAt { get; init; }
    public int SinceTap { get; init; }

    /// <summary>Code of the station whose QR code the resident scanned last (R12).</summary>
    public string? Station { get; init; }

    /// <summary>Acceptances of the subscription notice that are left; negative: for good (长期订阅).</summary>
    public int Notices { get; init; }

    /// <summary>The last events that counted, so that one which comes again, or twice at once, counts once. Beside what it counts for: saved with it or not at all.</summary>
    public IReadOnlyList<string> Events { get; init; } = [];

    /// <summary>The platform says that this resident does not follow the account.</summary>
    public bool IsGone { get; init; }

    /// <summary>The long message of which pieces went out before one failed, so that none is said twice.</summary>
    public Guid? Partly { get; init; }

    /// <summary>How many characters of it they were: where the pieces are cut may change on the way.</summary>
    public int Said { get; init; }

    /// <summary>The last place the resident's phone reported; nothing is ever asked from it.</summary>
    public double? Latitude { get; init; }
    public double? Longitude { get; init; }

    /// <summary>A message whose turn is run again opens nothing anew.</summary>
    public Windows Wrote(DateTimeOffset at) => at > MessageAt || MessageAt is null ? this with { MessageAt = at, SinceMessage = 0, IsGone = false } : this;

    public Windows Tapped(DateTimeOffset at) => at > TapAt || TapAt is null ? this with { TapAt = at, SinceTap = 0, IsGone = false } : this;

    /// <summary>One more customer-service message. How windows overlap is not documented: the latest trigger pays.</summary>
    public Windows Spent() => IsTap ? this with { SinceTap = SinceTap + 1 } : this with { SinceMessage = SinceMessage + 1 };

    /// <summary>It certainly did not go out.</summary>
    public Windows GivenBack() => IsTap ? this with { SinceTap = Math.Max(0, SinceTap - 1) } : this with { SinceMessage = Math.Max(0, SinceMessage - 1) };

    /// <summary>The latest trigger was a tap.</summary>
    internal bool IsTap => TapAt is { } tapped && !(MessageAt > tapped);

    /// <param name="key">Of the event (<see cref="DedupeKey"/>).</param>
    public Windows Once(string key, Func<Windows, Windows> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        return Events.Contains(key) ? this : change(this) with { Events = [.. Events.TakeLast(KeptEvents - 1), key] };
    }

    /// <summary>The platform repeats an event for 15 seconds; a resident's taps in that time are fewer. wechat.md §3.</summary>
    private const int KeptEvents = 16;

    /// <summary>45015, 45047: the platform knows better than we.</summary>
    public Windows Closed() => this with { MessageAt = null, TapAt = null };
}

/// <summary>Which doors to one resident are open. Pure; wechat.md §10 "Spending plan".</summary>
internal static class ReplyBudget
{
    /// <param name="isAnswer">An answer may not spend what is kept for news.</param>
    /// <param name="disabled">Doors that the platform has refused this account.</param>
    /// <returns>In the order to try; empty: the message waits until the resident writes.</returns>
    public static IReadOnlyList<Door> Open(Windows windows, WeChatAccountOptions account, WeChatOptions limits, bool isAnswer, IReadOnlySet<Door> disabled, DateTimeOffset now)
    {
        List<Door> open = [];
        if (account.Kind == AccountKind.Unverified || windows.IsGone)
        {
            return open;
        }
        if (MaySay(windows, limits, isAnswer, now))
        {
            open.Add(Door.CustomerService);
        }
        if (account is { Kind: AccountKind.Service, Subscription: not null } && windows.Notices != 0)
        {
            open.Add(Door.Subscription);
        }
        if (account is { Kind: AccountKind.Service, Template: not null })
        {
            open.Add(Door.Template);
        }
        open.RemoveAll(disabled.Contains);
        return open;
    }

    /// <summary>Whether one more customer-service message may go out now.</summary>
    public static bool MaySay(Windows windows, WeChatOptions limits, bool isAnswer, DateTimeOffset now) =>
        Left(windows, limits, isAnswer) > 0 && (windows.IsTap ? now - windows.TapAt < limits.TapWindow : now - windows.MessageAt < limits.MessageWindow);

    /// <summary>
    /// How many customer-service messages the latest trigger leaves, while its window lasts. Nothing of an earlier one: whether they add up is
    /// nowhere said.
    /// </summary>
    public static int Left(Windows windows, WeChatOptions limits, bool isAnswer) =>
        windows.IsTap ? limits.MessagesPerTap - windows.SinceTap
        : windows.MessageAt is null ? 0
        : limits.MessagesPerMessage - (isAnswer ? Math.Min(limits.KeptForNews, limits.MessagesPerMessage - 1) : 0) - windows.SinceMessage;
}

/// <summary>Keeps each resident's <see cref="Windows"/>.</summary>
internal sealed class ResidentWindows(IChannelMemory memory) : KnownOf<Windows>(memory);
