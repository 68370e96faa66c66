using System.Collections;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;

namespace StationBot.Channels.BotProtocol;

/// <summary>
/// JSON as the protocol wants it: camelCase, no nulls, no empty arrays, Chinese unescaped, at most 64 levels, strict types.
/// Source-generated: nothing is reflected while a turn runs. bot-framework.md §1.1.
/// </summary>
public static class BotJson
{
    public const int MaxDepth = 64;

    private static readonly JsonSerializerOptions Options = new(BotJsonContext.Default.Options)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        TypeInfoResolver = BotJsonContext.Default.WithAddedModifier(OmitEmptyLists),
    };

    public static JsonTypeInfo<Activity> Activity { get; } = Info<Activity>();
    public static JsonTypeInfo<ConversationReference> Reference { get; } = Info<ConversationReference>();
    public static JsonTypeInfo<ExpectedReplies> ExpectedReplies { get; } = Info<ExpectedReplies>();
    public static JsonTypeInfo<ResourceResponse> ResourceResponse { get; } = Info<ResourceResponse>();
    public static JsonTypeInfo<ChannelAccount[]> Members { get; } = Info<ChannelAccount[]>();
    public static JsonTypeInfo<ErrorResponse> Error { get; } = Info<ErrorResponse>();
    public static JsonTypeInfo<JsonElement> Element { get; } = Info<JsonElement>();
    public static JsonTypeInfo<string> String { get; } = Info<string>();
    public static JsonTypeInfo<Dictionary<string, string>> Strings { get; } = Info<Dictionary<string, string>>();

    /// <summary>Reads one activity.</summary>
    /// <param name="utf8">The whole body; a byte order mark is tolerated.</param>
    /// <exception cref="FormatException">Not JSON, not UTF-8, too deep, or a known field has the wrong type; the message names the place and holds nothing of the content.</exception>
    public static Activity ReadActivity(ReadOnlySpan<byte> utf8)
    {
        utf8 = utf8.StartsWith(Encoding.UTF8.Preamble) ? utf8[Encoding.UTF8.Preamble.Length..] : utf8;
        if (!Utf8.IsValid(utf8))
        {
            throw new FormatException("The body is not UTF-8.");
        }
        try
        {
            var activity = JsonSerializer.Deserialize(utf8, Activity) ?? throw new FormatException("The body is null, not an activity.");

            RefuseEmptyElements(activity);

            // Half a surrogate pair (\ud83d alone) in a field we do not know is only noticed when it is written back, deep inside a
            // turn. Better noticed here, where it is the sender's mistake.
            if (utf8.IndexOf("\\u"u8) >= 0)
            {
                JsonSerializer.SerializeToUtf8Bytes(activity, Activity);
            }
            return activity;
        }
        catch (JsonException malformed)
        {
            throw new FormatException(
                string.Create(CultureInfo.InvariantCulture, $"Malformed JSON or a wrong type at {malformed.Path ?? "$"}, line {malformed.LineNumber ?? 0}, byte {malformed.BytePositionInLine ?? 0}."),
                malformed);
        }
        catch (Exception broken) when (broken is InvalidOperationException or ArgumentException)
        {
            throw new FormatException("A string holds half a surrogate pair.", broken);
        }
    }

    /// <summary>A list of objects holds objects: null in it is a wrong type like any other.</summary>
    private static void RefuseEmptyElements(Activity activity)
    {
        foreach (var (name, list) in new (string, IList?)[]
        {
            ("attachments", activity.Attachments), ("entities", activity.Entities), ("membersAdded", activity.MembersAdded),
            ("membersRemoved", activity.MembersRemoved), ("suggestedActions.actions", activity.SuggestedActions?.Actions),
        })
        {
            if (list?.IndexOf(null) is >= 0 and var at)
            {
                throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"{name}[{at}] is null."));
            }
        }
    }

    private static JsonTypeInfo<T> Info<T>() => (JsonTypeInfo<T>)Options.GetTypeInfo(typeof(T));

    private static void OmitEmptyLists(JsonTypeInfo type)
    {
        if (!type.Type.IsAssignableTo(typeof(WireObject)))
        {
            return;
        }
        foreach (var property in type.Properties.Where(p => p.PropertyType.IsAssignableTo(typeof(IList)) && !p.IsExtensionData))
        {
            property.ShouldSerialize = static (_, value) => value is IList { Count: > 0 };
        }
    }
}

/// <summary>ISO 8601 both ways: UTC with Z, other offsets kept. A date that cannot be read is absent, since dates never reject an activity.</summary>
internal sealed class WireDateConverter : JsonConverter<DateTimeOffset?>
{
    public override DateTimeOffset? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            return DateTimeOffset.TryParse(reader.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) ? date : null;
        }
        reader.Skip();
        return null;
    }

    public override void Write(Utf8JsonWriter writer, DateTimeOffset? value, JsonSerializerOptions options)
    {
        var date = value.GetValueOrDefault();
        writer.WriteStringValue(date.Offset == TimeSpan.Zero
            ? date.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture)
            : date.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", CultureInfo.InvariantCulture));
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, MaxDepth = BotJson.MaxDepth)]
[JsonSerializable(typeof(Activity))]
[JsonSerializable(typeof(ConversationReference))]
[JsonSerializable(typeof(ExpectedReplies))]
[JsonSerializable(typeof(ResourceResponse))]
[JsonSerializable(typeof(ChannelAccount[]))]
[JsonSerializable(typeof(ErrorResponse))]
[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class BotJsonContext : JsonSerializerContext;
