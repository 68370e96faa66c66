using StationBot.Channels.Tencent;
using StationBot.Handling.Messages;

namespace StationBot.Channels.WeCom;

/// <summary>What the platform still allows towards one customer, as far as we know. wechat.md §19.</summary>
internal sealed record KfWindow
{
    /// <summary>When the customer last wrote, and how many messages went out since.</summary>
    public DateTimeOffset? MessageAt { get; init; }
    public int Sent { get; init; }

    /// <summary>The message that was counted last: asked for again under the same id, it arrives, and counts, once.</summary>
    public string? Counted { get; init; }

    /// <summary>What the message that was counted last carried beside its own words: asked for again, it must say the same.</summary>
    public KfPack? Pack { get; init; }

    /// <summary>For one welcome, until the moment beside it.</summary>
    public string? WelcomeCode { get; init; }
    public DateTimeOffset? WelcomeUntil { get; init; }

    /// <summary>Station of the link through which the customer came last.</summary>
    public string? Station { get; init; }

    /// <summary>Pieces of a long message that went out before one failed, so that none is said twice.</summary>
    public Guid? Partly { get; init; }
    public int PiecesSent { get; init; }

    /// <summary>A message that is pulled a second time opens nothing anew.</summary>
    public KfWindow Wrote(DateTimeOffset at) => at > MessageAt || MessageAt is null ? this with { MessageAt = at, Sent = 0, Counted = null, WelcomeCode = null } : this;

    public KfWindow Spent(string messageId) => Counted == messageId ? this : this with { Sent = Sent + 1, Counted = messageId };

    /// <summary>The platform knows better than we.</summary>
    public KfWindow Closed() => this with { Sent = int.MaxValue / 2, Counted = null };

    /// <param name="isAnswer">An answer may not spend what is kept for news.</param>
    public bool IsOpen(WeComOptions limits, bool isAnswer, DateTimeOffset now) =>
        now - MessageAt < limits.MessageWindow && Left(limits, isAnswer) > 0;

    /// <summary>How many messages may go out, while the window lasts.</summary>
    public int Left(WeComOptions limits, bool isAnswer) => limits.MessagesPerMessage - (isAnswer ? limits.KeptForNews : 0) - Sent;

    public bool MayWelcome(DateTimeOffset now) => WelcomeCode is not null && now < WelcomeUntil;
}

/// <param name="Item">The message that carries the others.</param>
/// <param name="Carried">Those others, in their order.</param>
internal sealed record KfPack(Guid Item, IReadOnlyList<Carried> Carried);

/// <summary>Keeps each customer's <see cref="KfWindow"/>.</summary>
internal sealed class KfWindows(IChannelMemory memory) : KnownOf<KfWindow>(memory);
