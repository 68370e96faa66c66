using System.Globalization;

namespace StationBot.Channels.Tencent;

/// <summary>
/// The fields of one message or of one element inside it, by name and case-sensitively, in the order they came. wechat.md §5, §6.
/// Of several with one name the first counts: whatever is appended to a message cannot change what it said already. Lists are read with
/// <see cref="Items"/>.
/// </summary>
internal sealed class InboundFields
{
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
