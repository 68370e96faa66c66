using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace StationBot.Channels.Tencent;

/// <summary>
/// JSON as the platforms want it: every character as itself. They refuse <c>\uXXXX</c> (40033) or show it literally, and .NET's relaxed encoder
/// still writes emoji and rare surnames that way. wechat.md §10, §21.
/// </summary>
internal static class PlainJson
{
    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Converters = { new PlainStrings() } };

    public static byte[] Write(JsonNode body) => JsonSerializer.SerializeToUtf8Bytes(Plain(body), Options);

    // JsonNode writes its own strings, past any converter; the same tree of plain objects does not.
    private static object? Plain(JsonNode? node) => node switch
    {
        null => null,
        JsonObject many => many.ToDictionary(p => p.Key, p => Plain(p.Value)),
        JsonArray list => list.Select(Plain).ToList(),
        JsonValue value when value.TryGetValue<string>(out var text) => text,
        _ => node.Deserialize<JsonElement>(),
    };

    private sealed class PlainStrings : JsonConverter<string>
    {
        public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetString();

        public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options)
        {
            var text = new StringBuilder(value.Length + 2).Append('"');
            foreach (var rune in value.EnumerateRunes())
            {
                _ = rune.Value switch
                {
                    '"' => text.Append("\\\""),
                    '\\' => text.Append("\\\\"),
                    '\n' => text.Append("\\n"),
                    '\t' => text.Append("\\t"),
                    // Nobody can read them, and XML and some of the platform's own clients choke on them.
                    < 0x20 or 0x7F or 0xFFFD => text,
                    _ => text.Append(rune.ToString()),
                };
            }
            writer.WriteRawValue(text.Append('"').ToString());
        }
    }
}
