using System.Text.Json;

namespace StationBot.Channels.BotProtocol;

/// <summary>A file or a card. Either <see cref="Content"/> or <see cref="ContentUrl"/>, never both.</summary>
public sealed class Attachment : WireObject
{
    public string? ContentType { get; set; }
    public JsonElement? Content { get; set; }
    public string? ContentUrl { get; set; }
    public string? Name { get; set; }
    public string? ThumbnailUrl { get; set; }
}

public static class ActionTypes
{
    public const string ImBack = "imBack";
    public const string PostBack = "postBack";
    public const string MessageBack = "messageBack";
}

/// <summary>A button. For imBack make title and value the same string: Web Chat posts the value. bot-framework.md §1.5.</summary>
public sealed class CardAction : WireObject
{
    public string? Type { get; set; }
    public string? Title { get; set; }
    public string? Image { get; set; }
    public string? Text { get; set; }
    public string? DisplayText { get; set; }
    public JsonElement? Value { get; set; }
    public JsonElement? ChannelData { get; set; }
}

/// <summary>Buttons under the newest message.</summary>
public sealed class SuggestedActions : WireObject
{
    /// <summary>Ids of those who shall see them; absent means everybody.</summary>
    public List<string>? To { get; set; }
    public List<CardAction>? Actions { get; set; }
}

/// <summary>Metadata of an activity: a type and free sibling fields (in <see cref="WireObject.Properties"/>).</summary>
public sealed class Entity : WireObject
{
    public string? Type { get; set; }
}

public sealed class MessageReaction : WireObject
{
    public string? Type { get; set; }
}
