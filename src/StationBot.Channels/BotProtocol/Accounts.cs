using System.Text.Json;
using System.Text.Json.Serialization;

namespace StationBot.Channels.BotProtocol;

/// <summary>An object of the wire. What we do not know of it is kept and written back. bot-framework.md §1.1.</summary>
public abstract class WireObject
{
    /// <summary>Fields that are not in the schema, as they came.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Properties { get; set; }
}

public static class RoleTypes
{
    public const string User = "user";
    public const string Bot = "bot";
}

/// <summary>A user or a bot on a channel.</summary>
public sealed class ChannelAccount : WireObject
{
    public string? Id { get; set; }
    public string? Name { get; set; }
    public string? AadObjectId { get; set; }
    public string? Role { get; set; }
}

/// <summary>A conversation. The id is opaque and may hold <c>| ; : @ /</c>.</summary>
public sealed class ConversationAccount : WireObject
{
    public string? Id { get; set; }
    public string? Name { get; set; }
    public bool? IsGroup { get; set; }
    public string? ConversationType { get; set; }
    public string? TenantId { get; set; }
    public string? AadObjectId { get; set; }
    public string? Role { get; set; }
}

/// <summary>The address of a conversation: enough to write into it later.</summary>
public sealed class ConversationReference : WireObject
{
    public string? ActivityId { get; set; }
    public ChannelAccount? User { get; set; }
    public ChannelAccount? Bot { get; set; }
    public ConversationAccount? Conversation { get; set; }
    public string? ChannelId { get; set; }
    public string? ServiceUrl { get; set; }
    public string? Locale { get; set; }

    /// <summary>The synthetic event that begins a proactive turn. bot-framework.md §5.</summary>
    /// <param name="id">A fresh id; no channel knows it.</param>
    public Activity GetContinuationActivity(string id) => new()
    {
        Type = ActivityTypes.Event,
        Name = ActivityEventNames.ContinueConversation,
        Id = id,
        ChannelId = ChannelId,
        ServiceUrl = ServiceUrl,
        Conversation = Conversation,
        Recipient = Bot,
        From = User,
        Locale = Locale,
        RelatesTo = this,
    };
}
