using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace StationBot.Channels.Tencent;

/// <summary>
/// Reads the same fields from JSON, for accounts whose data format is set so (wechat.md §2, §3). Numbers keep their digits, a list is
/// the field several times, null is absence.
/// </summary>
internal static class MessageJson
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = InboundRead.MaxDepth };

    /// <inheritdoc cref="MessageXml.Read"/>
    public static InboundRead Read(ReadOnlySpan<byte> utf8, InboundPart part, int maxCharacters = InboundRead.MaxCharacters)
    {
        utf8 = utf8.StartsWith(Encoding.UTF8.Preamble) ? utf8[Encoding.UTF8.Preamble.Length..] : utf8;
        if (utf8.IsEmpty)
        {
            return new InboundRead.Refused(ReadFailure.Empty);
        }
        if (!Utf8.IsValid(utf8))
        {
            return new InboundRead.Refused(ReadFailure.NotUtf8);
        }
        if (Encoding.UTF8.GetCharCount(utf8) > Math.Min(maxCharacters, InboundRead.MaxCompatibleCharacters))
        {
            return new InboundRead.Refused(ReadFailure.TooLong);
        }
        try
        {
            var reader = new Utf8JsonReader(utf8, Options);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return new InboundRead.Refused(ReadFailure.WrongRoot);
            }
            var fields = ReadObject(ref reader);
            reader.Read(); // throws when anything follows
            return InboundRead.Of(fields, part);
        }
        // InvalidOperationException: a string holds half a surrogate pair, escaped.
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return new InboundRead.Refused(ReadFailure.Malformed);
        }
    }

    /// <summary>The fields of an object inside a document; null where it is none, or cannot be read.</summary>
    public static InboundFields? Fields(JsonElement value)
    {
        try
        {
            var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(value.ValueKind == JsonValueKind.Object ? value.GetRawText() : ""), Options);
            return reader.Read() ? ReadObject(ref reader) : null;
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static InboundFields ReadObject(ref Utf8JsonReader reader)
    {
        var fields = new InboundFields();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            AddValue(fields, name, ref reader);
        }
        return fields;
    }

    private static void AddValue(InboundFields fields, string name, ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                fields.Add(name, ReadObject(ref reader));
                break;

            case JsonTokenType.StartArray:
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    AddValue(fields, name, ref reader);
                }
                break;

            case JsonTokenType.Null:
                break;

            case JsonTokenType.String:
                // Escapes can carry what XML cannot; what we store is the same either way.
                fields.Add(name, WireText.Clean(reader.GetString()!));
                break;

            default:
                fields.Add(name, Encoding.UTF8.GetString(reader.ValueSpan));
                break;
        }
    }
}
