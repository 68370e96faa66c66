using System.Globalization;
using System.Text;
using System.Xml.Linq;
using StationBot.Platform.Callbacks;
using StationBot.Platform.Phones;

namespace StationBot.Platform.OfficialAccounts;

/// <summary>Reads a passive reply as strictly as wechat.md §9 allows: whatever the platform might refuse is refused here.</summary>
internal static class PassiveReply
{
    /// <summary>§9 puts the limit of the send API, 2,048 bytes, on passive texts too.</summary>
    private const int MostBytes = 2048;

    /// <exception cref="FormatException">The platform would show the out-of-service notice.</exception>
    public static PhoneMessage Read(XElement reply, string openId, string originalId, DateTimeOffset now)
    {
        if (reply.Text("ToUserName") != openId || reply.Text("FromUserName") != originalId)
        {
            throw new FormatException("ToUserName and FromUserName of the reply are not the resident's and the account's.");
        }
        // Milliseconds are thirteen digits: an old mistake of other libraries (§22).
        if (!long.TryParse(reply.Text("CreateTime"), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || seconds is 0 or > 9_999_999_999)
        {
            throw new FormatException("CreateTime of the reply is not Unix seconds.");
        }
        var type = reply.Text("MsgType");
        var (text, url) = type switch
        {
            "text" => (Content(reply), null),
            "image" or "voice" => ("", MediaId(reply, type)),
            "video" => (reply.Element("Video")!.Text("Title"), MediaId(reply, type)),
            "music" => (reply.Element("Music")?.Text("Title") ?? "", reply.Element("Music")?.Text("MusicUrl")),
            "news" => News(reply),
            "transfer_customer_service" => ("", null),
            _ => throw new FormatException($"There is no reply of type '{type}'."),
        };
        return new PhoneMessage(PhoneMessageKind.PassiveReply, type, text, now, url);
    }

    private static string Content(XElement reply)
    {
        var content = reply.Text("Content");
        return content.Length == 0 ? throw new FormatException("Content is empty: silence is said with success.")
            : Encoding.UTF8.GetByteCount(content) > MostBytes ? throw new FormatException($"Content is longer than {MostBytes} bytes.")
            : content;
    }

    private static string MediaId(XElement reply, string type) =>
        reply.Element(char.ToUpperInvariant(type[0]) + type[1..])?.Text("MediaId") is { Length: > 0 } id ? id : throw new FormatException($"The {type} has no MediaId.");

    private static (string Text, string? Url) News(XElement reply)
    {
        var articles = reply.Element("Articles")?.Elements("item").ToArray() ?? [];
        if (articles.Length == 0 || reply.Text("ArticleCount") != articles.Length.ToString(CultureInfo.InvariantCulture))
        {
            throw new FormatException("ArticleCount does not count the articles.");
        }
        // More than one is shown for events only; the rest is dropped without a word (§9).
        var first = articles[0];
        return (string.Join('\n', new[] { first.Text("Title"), first.Text("Description") }.Where(t => t.Length > 0)), first.Text("Url"));
    }
}
