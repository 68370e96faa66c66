using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using StationBot.Handling.Messages;

namespace StationBot.Channels.Tencent;

/// <summary>
/// The fields of one message or of one element inside it, by name and case-sensitively, in the order they came. wechat.md §5, §6.
/// Of several with one name the first counts: whatever is appended to a message cannot change what it said already. Lists are read with
/// <see cref="Items"/>.
/// </summary>
internal sealed class InboundFields
{
    /// <summary>Of what nobody reads: of all of it, and of one text in it.</summary>
    private const int MostKept = 4000, LongestKept = 2000;
    private static readonly string[] Common = ["ToUserName", "FromUserName", "CreateTime", "MsgType", "MsgId", "Event", "AgentID"];
    private readonly List<Field> _fields = new(8);

    public int Count => _fields.Count;

    /// <summary>The text of a field: empty when it came empty, null when it did not come or holds elements of its own.</summary>
    public string? this[string name] => Find(name).Text;

    public string? ToUserName => this["ToUserName"];

    public string? FromUserName => this["FromUserName"];

    public string? MsgType => this["MsgType"];

    /// <summary>Text, for an id may outgrow 64 bits and need not be a number. wechat.md §4.</summary>
    public string? MsgId => this["MsgId"];

    public string? Event => this["Event"];

    public string? EventKey => this["EventKey"];

    /// <summary>The ciphertext of an envelope; smart robots of WeCom spell it small. wechat.md §18.</summary>
    public string? Encrypt => this["Encrypt"] ?? this["encrypt"];

    /// <summary><c>CreateTime</c> is in seconds; null when it is absent or no time.</summary>
    public DateTimeOffset? CreatedAt =>
        long.TryParse(this["CreateTime"], NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;

    /// <summary>What lies inside a field, such as <c>ScanCodeInfo</c>; null when it did not come or is text.</summary>
    public InboundFields? Nested(string name) => Find(name).Nested;

    /// <summary>What lies inside every field of the name: <c>item</c> of a <c>PicList</c>, <c>List</c> of a subscription event.</summary>
    public IEnumerable<InboundFields> Items(string name)
    {
        foreach (var field in _fields)
        {
            if (field.Nested is { } nested && string.Equals(field.Name, name, StringComparison.Ordinal))
            {
                yield return nested;
            }
        }
    }

    /// <summary>
    /// All but the common fields as JSON, to rest with a message whose fields the bot does not read; what comes several times under one name as a list.
    /// Cut off where it would be more than some thousand characters.
    /// </summary>
    /// <param name="sender">Left out wherever it stands: who somebody is does not rest with what they said.</param>
    /// <returns>Null when nothing is left.</returns>
    public JsonElement? Rest(string sender)
    {
        var room = MostKept;
        var rest = ToJson(sender, Common, ref room);
        return rest.Count == 0 ? null : JsonSerializer.SerializeToElement(rest);
    }

    private JsonObject ToJson(string sender, string[] without, ref int room)
    {
        var json = new JsonObject();
        foreach (var (name, text, nested) in _fields)
        {
            // A member's userid may be any short word; an openid is nothing else wherever it stands.
            if (without.Contains(name) || text == sender || (sender.Length > 20 && text?.Contains(sender, StringComparison.Ordinal) == true))
            {
                continue;
            }
            var kept = text is null ? null : TextCut.To(text, LongestKept);
            room -= name.Length + (kept?.Length ?? 0);
            if (room < 0)
            {
                break;
            }
            JsonNode value = nested is null ? JsonValue.Create(kept ?? "") : nested.ToJson(sender, [], ref room);
            switch (json[name])
            {
                case null:
                    json[name] = value;
                    break;
                case JsonArray list:
                    list.Add(value);
                    break;
                case var first:
                    json.Remove(name);
                    json[name] = new JsonArray(first, value);
                    break;
            }
        }
        return json;
    }

    public void Add(string name, string text) => _fields.Add(new Field(name, text, null));

    public void Add(string name, InboundFields nested) => _fields.Add(new Field(name, null, nested));

    // A message has a dozen fields: looking through them is quicker, and lighter, than building an index.
    private Field Find(string name)
    {
        foreach (var field in _fields)
        {
            if (string.Equals(field.Name, name, StringComparison.Ordinal))
            {
                return field;
            }
        }
        return default;
    }

    private readonly record struct Field(string Name, string? Text, InboundFields? Nested);
}
