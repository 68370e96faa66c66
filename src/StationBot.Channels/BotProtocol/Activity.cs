using System.Text.Json;
using System.Text.Json.Serialization;

namespace StationBot.Channels.BotProtocol;

/// <summary>The words of <see cref="Activity.Type"/>; compared ordinally. bot-framework.md §1.3.</summary>
public static class ActivityTypes
{
    public const string Message = "message";
    public const string MessageUpdate = "messageUpdate";
    public const string MessageDelete = "messageDelete";
    public const string MessageReaction = "messageReaction";
    public const string ConversationUpdate = "conversationUpdate";
    public const string Event = "event";
    public const string Invoke = "invoke";
    public const string Typing = "typing";
    public const string EndOfConversation = "endOfConversation";
    public const string InstallationUpdate = "installationUpdate";
    public const string Command = "command";
    public const string CommandResult = "commandResult";
    public const string Trace = "trace";
}

/// <summary>Names of events that the protocol itself knows.</summary>
public static class ActivityEventNames
{
    /// <summary>The synthetic event of a proactive turn; never on the wire.</summary>
    public const string ContinueConversation = "ContinueConversation";

    /// <summary>What pages of Web Chat send to ask for a greeting. bot-framework.md §6.</summary>
    public const string WebChatJoin = "webchat/join";
    public const string TokenResponse = "tokens/response";
}

public static class DeliveryModes
{
    public const string Normal = "normal";
    public const string ExpectReplies = "expectReplies";
}

public static class InputHints
{
    public const string AcceptingInput = "acceptingInput";
    public const string ExpectingInput = "expectingInput";
    public const string IgnoringInput = "ignoringInput";
}

public static class TextFormats
{
    public const string Plain = "plain";
}

/// <summary>Channel ids that the protocol treats apart.</summary>
public static class ChannelIds
{
    public const string DirectLine = "directline";
    public const string WebChat = "webchat";
    public const string Emulator = "emulator";
}

/// <summary>
/// One activity of the Bot Framework protocol, all types in one flat object as on the wire. Unknown fields, at every level,
/// are kept and written back. bot-framework.md §1.
/// </summary>
public sealed class Activity : WireObject
{
    public string? Type { get; set; }
    public string? Id { get; set; }

    /// <summary>UTC, set by the channel; good for ordering, never a reason to reject.</summary>
    [JsonConverter(typeof(WireDateConverter))]
    public DateTimeOffset? Timestamp { get; set; }

    /// <summary>The client's own time with its offset, forwarded untouched.</summary>
    [JsonConverter(typeof(WireDateConverter))]
    public DateTimeOffset? LocalTimestamp { get; set; }
    public string? LocalTimezone { get; set; }
    public string? ChannelId { get; set; }
    public string? ServiceUrl { get; set; }
    public ChannelAccount? From { get; set; }
    public ChannelAccount? Recipient { get; set; }
    public ConversationAccount? Conversation { get; set; }
    public string? ReplyToId { get; set; }
    public string? Locale { get; set; }
    public string? DeliveryMode { get; set; }

    /// <summary>Who called, as proved by the token. Set locally, never read from or written to the wire.</summary>
    [JsonIgnore]
    public string? CallerId { get; set; }

    public string? Text { get; set; }
    public string? TextFormat { get; set; }
    public string? Speak { get; set; }
    public string? InputHint { get; set; }
    public string? Summary { get; set; }
    public string? AttachmentLayout { get; set; }
    public List<Attachment>? Attachments { get; set; }
    public SuggestedActions? SuggestedActions { get; set; }
    public List<Entity>? Entities { get; set; }

    public List<ChannelAccount>? MembersAdded { get; set; }
    public List<ChannelAccount>? MembersRemoved { get; set; }
    public List<MessageReaction>? ReactionsAdded { get; set; }
    public List<MessageReaction>? ReactionsRemoved { get; set; }

    /// <summary>Name of an event, invoke or command.</summary>
    public string? Name { get; set; }
    public string? ValueType { get; set; }
    public JsonElement? Value { get; set; }
    public ConversationReference? RelatesTo { get; set; }

    /// <summary>Why a conversation ended.</summary>
    public string? Code { get; set; }

    /// <summary>What was done by an installationUpdate: <c>add</c> or <c>remove</c>.</summary>
    public string? Action { get; set; }

    /// <summary>The channel's own part; carried unchanged both ways.</summary>
    public JsonElement? ChannelData { get; set; }

    /// <summary>A copy that shares the inner objects: replace them, do not change them.</summary>
    public Activity ShallowCopy() => (Activity)MemberwiseClone();

    /// <summary>A string member of <see cref="ChannelData"/>, or null.</summary>
    public string? ChannelDataText(string name) =>
        ChannelData is { ValueKind: JsonValueKind.Object } data && data.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    /// <summary>The address of this activity's conversation. bot-framework.md §5.</summary>
    public ConversationReference GetConversationReference() => new()
    {
        // Greetings on these two channels carry no replyToId, so that Web Chat does not wait for an echo that never comes.
        ActivityId = Type == ActivityTypes.ConversationUpdate && ChannelId is ChannelIds.DirectLine or ChannelIds.WebChat ? null : Id,
        User = From,
        Bot = Recipient,
        Conversation = Conversation,
        ChannelId = ChannelId,
        ServiceUrl = ServiceUrl,
        Locale = Locale,
    };

    /// <summary>Addresses an outbound activity: from the bot, to the user.</summary>
    public Activity ApplyConversationReference(ConversationReference reference)
    {
        ArgumentNullException.ThrowIfNull(reference);
        ChannelId = reference.ChannelId;
        ServiceUrl = reference.ServiceUrl;
        Conversation = reference.Conversation;
        From = WithRole(reference.Bot, RoleTypes.Bot);
        Recipient = reference.User;
        ReplyToId ??= reference.ActivityId;
        Locale ??= reference.Locale;
        return this;
    }

    // Web Chat derives the role when it is absent, but said is safer than guessed. bot-framework.md §6.
    private static ChannelAccount WithRole(ChannelAccount? account, string role) => account switch
    {
        null => new ChannelAccount { Role = role },
        { Role: not null } => account,
        _ => new ChannelAccount { Id = account.Id, Name = account.Name, AadObjectId = account.AadObjectId, Role = role, Properties = account.Properties },
    };
}
