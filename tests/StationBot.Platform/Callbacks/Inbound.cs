using System.Globalization;
using System.Xml.Linq;

namespace StationBot.Platform.Callbacks;

/// <summary>What a person does in the chat: the fields of wechat.md §5 and §6 behind the common ones.</summary>
/// <param name="MsgType"><c>event</c> for events, whose name is in <see cref="Event"/>.</param>
public sealed record Inbound(string MsgType, IReadOnlyList<XElement> Fields)
{
    /// <summary>The platform's number; null for events, and until the message is sent.</summary>
    public string? MsgId { get; init; }

    /// <summary>Who wrote; set when sent.</summary>
    public string From { get; init; } = "";

    /// <summary>The whole document; set when sent.</summary>
    public string Xml { get; init; } = "";

    public string? Event => MsgType == "event" ? Field("Event") : null;

    /// <param name="menuId">The option's id when this is a tap on a <c>msgmenu</c>: it then counts as a menu click (§10).</param>
    public static Inbound Text(string content, string? menuId = null) =>
        menuId is null ? new("text", [Cdata("Content", content)]) : new("text", [Cdata("Content", content), Cdata("bizmsgmenuid", menuId)]);

    public static Inbound Image(string mediaId, string picUrl) => new("image", [Cdata("PicUrl", picUrl), Cdata("MediaId", mediaId)]);

    /// <param name="recognition">Given by no account any more (§5); leave it out for what arrives today.</param>
    public static Inbound Voice(string mediaId, string format = "amr", string? recognition = null) =>
        recognition is null
            ? new("voice", [Cdata("MediaId", mediaId), Cdata("Format", format)])
            : new("voice", [Cdata("MediaId", mediaId), Cdata("Format", format), Cdata("Recognition", recognition)]);

    public static Inbound Video(string mediaId, string thumbMediaId, string type = "video") => new(type, [Cdata("MediaId", mediaId), Cdata("ThumbMediaId", thumbMediaId)]);

    public static Inbound Location(double latitude, double longitude, string label, int scale = 16) => new("location",
        [Number("Location_X", latitude), Number("Location_Y", longitude), Number("Scale", scale), Cdata("Label", label)]);

    public static Inbound Link(string title, string description, string url) =>
        new("link", [Cdata("Title", title), Cdata("Description", description), Cdata("Url", url)]);

    public static Inbound Of(string msgType, params XElement[] fields) => new(msgType, fields);

    /// <param name="scene">The scene of the QR code that led here, without prefix.</param>
    public static Inbound Follow(string? scene = null, string? ticket = null) => scene is null
        ? EventOf("subscribe", Cdata("EventKey", ""))
        : EventOf("subscribe", Cdata("EventKey", "qrscene_" + scene), Cdata("Ticket", ticket ?? "TICKET"));

    public static Inbound Unfollow() => EventOf("unsubscribe", Cdata("EventKey", ""));

    public static Inbound Scan(string scene, string? ticket = null) => EventOf("SCAN", Cdata("EventKey", scene), Cdata("Ticket", ticket ?? "TICKET"));

    public static Inbound Click(string key) => EventOf("CLICK", Cdata("EventKey", key));

    public static Inbound View(string url, string menuId = "100") => EventOf("VIEW", Cdata("EventKey", url), Cdata("MenuId", menuId));

    public static Inbound Whereabouts(double latitude, double longitude, double precision) =>
        EventOf("LOCATION", Number("Latitude", latitude), Number("Longitude", longitude), Number("Precision", precision));

    public static Inbound EventOf(string name, params XElement[] fields) => new("event", [Cdata("Event", name), .. fields]);

    public static XElement Cdata(string name, string value) => new(name, new XCData(value));

    public static XElement Number(string name, double value) => new(name, value.ToString(CultureInfo.InvariantCulture));

    public string? Field(string name) => Fields.FirstOrDefault(f => f.Name.LocalName == name)?.Value;

    /// <summary>The document with the common fields in front and the number behind, as the platform writes it.</summary>
    internal Inbound Stamp(string to, string from, DateTimeOffset at, string? msgId, params XElement[] more)
    {
        var xml = new XElement("xml", Cdata("ToUserName", to), Cdata("FromUserName", from), new XElement("CreateTime", at.ToUnixTimeSeconds()),
            Cdata("MsgType", MsgType), Fields, msgId is null ? null : new XElement("MsgId", msgId), more);
        return this with { From = from, MsgId = msgId, Xml = xml.ToString(SaveOptions.DisableFormatting) };
    }
}
