using StationBot.Channels.BotProtocol;
using StationBot.Handling.Messages;

namespace StationBot.Channels.Bot;

/// <summary>What an adapter knows of a turn beyond its activity; it leaves it in the turn's state before the pipeline runs.</summary>
/// <param name="Delivery">How replies reach the resident.</param>
/// <param name="InboxKey">The channel's key of this message when it is not the activity's id; a second message with the same key is a retry.</param>
/// <param name="MaxReplyLength">Longest text the channel shows in one message, in characters.</param>
/// <param name="Hold">How long the outbox leaves the replies alone, because the channel's own exchange may still carry them.</param>
/// <param name="Arrival">What the message is kept as, where it was kept before its turn.</param>
/// <param name="Says">What the channel itself has to say to an event, in the station's name; the dialog is then not asked.</param>
public sealed record TurnOrigin(Delivery Delivery, string? InboxKey = null, int MaxReplyLength = TurnOrigin.UsualReplyLength, TimeSpan Hold = default, Guid? Arrival = null, string? Says = null)
{
    public const int UsualReplyLength = 2000;

    /// <summary>For an adapter that left none: the HTTP answer when the caller asked for it, the log when there is nowhere to post to, else the outbox.</summary>
    public static TurnOrigin Of(Activity activity)
    {
        ArgumentNullException.ThrowIfNull(activity);
        return new(activity.DeliveryMode == DeliveryModes.ExpectReplies ? Delivery.Response
            : string.IsNullOrEmpty(activity.ServiceUrl) ? Delivery.Log
            : Delivery.Outbox);
    }
}

/// <summary>
/// The running turn: the conversation it works on, what came in, what will go out and what the dialog decided. Nothing of it has happened
/// until <see cref="DurableTurns"/> commits it; afterwards it says how the turn ended, for the adapter's answer.
/// </summary>
public sealed class TurnScope
{
    internal TurnScope(ConversationRecord conversation, TurnOrigin origin, DateTimeOffset now)
    {
        Conversation = conversation;
        Origin = origin;
        Now = now;
    }

    /// <summary>As loaded; after the commit, as saved.</summary>
    public ConversationRecord Conversation { get; internal set; }
    public TurnOrigin Origin { get; }

    /// <summary>UTC. Never before the conversation's last message, so that transcripts keep their order when a clock is set back.</summary>
    public DateTimeOffset Now { get; }

    /// <summary>The message that began the turn; null in a proactive one. For a duplicate: as first stored, with the id it got then.</summary>
    public TurnMessage? Inbound { get; internal set; }

    /// <summary>What the turn sends, in order. For a duplicate: what was answered the first time.</summary>
    public List<Activity> Outbound { get; } = [];

    /// <summary>The dialog's decision; null when the activity was none of its business.</summary>
    public DialogOutcome? Outcome { get; set; }

    /// <summary>The message had been handled before: nothing was run or saved.</summary>
    public bool WasDuplicate { get; internal set; }

    /// <summary>Who wrote was erased while the turn ran: nothing was saved, and nothing is to be said.</summary>
    public bool WasErased { get; internal set; }

    /// <summary>The dialog's memory as the turn's conversation state left it.</summary>
    internal string? Memory { get; set; }

    /// <summary>Position in the log of the first message this turn sends.</summary>
    internal long FirstOutbound => Conversation.LastSequence + (Inbound is null ? 1 : 2);
}
