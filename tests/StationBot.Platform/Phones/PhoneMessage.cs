using System.Text.Json;

namespace StationBot.Platform.Phones;

/// <summary>How a message came to a phone.</summary>
public enum PhoneMessageKind
{
    /// <summary>Written by the phone's owner.</summary>
    Sent,
    PassiveReply,
    CustomerService,
    Template,
    Subscription,

    /// <summary>A message of a WeCom app or webhook.</summary>
    App,

    /// <summary>The platform's own notice that the account is out of service (wechat.md §3). Its words are the client's, so the text is empty.</summary>
    OutOfService,
}

/// <summary>One bubble, as the owner of the phone sees it.</summary>
/// <param name="MsgType"><c>text</c>, <c>image</c>, …, <c>event</c> for what the owner did without words.</param>
/// <param name="Text">What can be read: a text itself, a menu's lines, a card's title and description.</param>
/// <param name="Url">Where a tap leads, or the media id or address of what is shown.</param>
public sealed record PhoneMessage(PhoneMessageKind Kind, string MsgType, string Text, DateTimeOffset At, string? Url = null)
{
    /// <summary>Options of a <c>msgmenu</c>, fields of a template: name or id, and what stands there.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Fields { get; init; } = [];

    /// <summary>The JSON that came by API, untouched.</summary>
    public JsonElement Raw { get; init; }

    public override string ToString() => $"{Kind} {MsgType}: {Text}";
}
