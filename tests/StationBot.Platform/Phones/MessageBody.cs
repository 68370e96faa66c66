using System.Text.Json;
using StationBot.Platform.Calls;

namespace StationBot.Platform.Phones;

/// <summary>What can be read of a message that came by API: all three products use the same objects.</summary>
internal static class MessageBody
{
    public static PhoneMessage Read(PhoneMessageKind kind, JsonElement body, DateTimeOffset at)
    {
        var type = body.TextAt("msgtype");
        var content = body.At(type);
        return type switch
        {
            "text" or "markdown" or "markdown_v2" => new(kind, type, content.TextAt("content"), at) { Raw = body },
            "image" or "voice" or "video" or "file" => new(kind, type, content.TextAt("title"), at, content.TextAt("media_id")) { Raw = body },
            "news" => Card(kind, type, content.ListAt("articles").FirstOrDefault(), at, body),
            "textcard" or "link" => Card(kind, type, content, at, body),
            "msgmenu" => Menu(kind, content, at, body),
            _ => new(kind, type, content.ValueKind == JsonValueKind.Undefined ? "" : content.GetRawText(), at) { Raw = body },
        };
    }

    /// <summary>Cuts at a number of bytes as WeCom does: silently, though never inside a character (§18).</summary>
    public static string Cut(string text, int bytes)
    {
        var length = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            bytes -= rune.Utf8SequenceLength;
            if (bytes < 0)
            {
                return text[..length];
            }
            length += rune.Utf16SequenceLength;
        }
        return text;
    }

    private static PhoneMessage Card(PhoneMessageKind kind, string type, JsonElement card, DateTimeOffset at, JsonElement body)
    {
        var description = card.TextAt("description") is { Length: > 0 } long_ ? long_ : card.TextAt("desc");
        return new(kind, type, string.Join('\n', new[] { card.TextAt("title"), description }.Where(t => t.Length > 0)), at, card.TextAt("url")) { Raw = body };
    }

    /// <summary>Official Accounts give the options flat, 微信客服 wraps each in its type.</summary>
    private static PhoneMessage Menu(PhoneMessageKind kind, JsonElement menu, DateTimeOffset at, JsonElement body)
    {
        var options = menu.ListAt("list").Select(o => o.At("click") is { ValueKind: JsonValueKind.Object } click ? click : o)
            .Select(o => KeyValuePair.Create(o.TextAt("id"), o.TextAt("content"))).ToArray();
        string[] lines = [menu.TextAt("head_content"), .. options.Select(o => o.Value), menu.TextAt("tail_content")];
        return new(kind, "msgmenu", string.Join('\n', lines.Where(l => l.Length > 0)), at) { Fields = options, Raw = body };
    }
}
