using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace StationBot.Host.Api;

/// <summary>What a step is asked for with.</summary>
/// <param name="Data">The record of the action; absent where there is nothing to say.</param>
/// <param name="Reason">In words; some steps demand it.</param>
internal sealed record StepRequest<T>(T? Data = default, string? Reason = null);

/// <summary>The body of a step, read strictly: every field must be known and of its kind.</summary>
/// <param name="Data">Of the type that was wanted; null where there is none.</param>
/// <param name="Bytes">As they came.</param>
internal sealed record StepBody(object? Data, string Reason, byte[] Bytes)
{
    /// <exception cref="BadInputException">It is too long, no JSON, or has a field that is unknown or of the wrong kind.</exception>
    public static async Task<StepBody> ReadAsync(HttpRequest request, Type wanted, int longest, CancellationToken cancellationToken)
    {
        var bytes = await BytesAsync(request, longest, cancellationToken);
        if (bytes.Length == 0)
        {
            return new StepBody(null, "", bytes);
        }
        if (!request.HasJsonContentType())
        {
            throw new BadInputException("request.not_json", null) { Status = StatusCodes.Status415UnsupportedMediaType };
        }
        using var document = Parse(bytes);
        if (document.RootElement.ValueKind != JsonValueKind.Object)
        {
            throw new BadInputException("request.bad_json", null, 1);
        }
        JsonElement? data = null;
        var reason = "";
        foreach (var property in document.RootElement.EnumerateObject())
        {
            switch (property.Name)
            {
                case "data":
                    data = property.Value;
                    break;
                case "reason" when property.Value.ValueKind is JsonValueKind.Null || (property.Value.ValueKind == JsonValueKind.String && !property.Value.GetString()!.Contains('\0', StringComparison.Ordinal)):
                    reason = property.Value.GetString()?.Trim() ?? "";
                    break;
                case "reason":
                    throw new BadInputException("request.bad_value", "reason", "reason");
                default:
                    throw new BadInputException("request.unknown_field", property.Name, property.Name);
            }
        }
        return reason.Length > FieldLengths.Text
            ? throw new BadInputException("request.too_long", "reason", "reason", FieldLengths.Text)
            : new StepBody(data is null or { ValueKind: JsonValueKind.Null } ? null : Read(data.Value, wanted), reason, bytes);
    }

    private static async Task<byte[]> BytesAsync(HttpRequest request, int longest, CancellationToken cancellationToken)
    {
        if (request.ContentLength > longest)
        {
            throw TooLarge(longest);
        }
        using var read = new MemoryStream();
        var buffer = new byte[8192];
        while (await request.Body.ReadAsync(buffer, cancellationToken) is > 0 and var count)
        {
            if (read.Length + count > longest)
            {
                throw TooLarge(longest);
            }
            read.Write(buffer, 0, count);
        }
        return read.ToArray();
    }

    private static BadInputException TooLarge(int longest) => new("request.too_large", null, longest) { Status = StatusCodes.Status413PayloadTooLarge };

    private static JsonDocument Parse(byte[] bytes)
    {
        try
        {
            return JsonDocument.Parse(bytes, new JsonDocumentOptions { AllowDuplicateProperties = false });
        }
        catch (JsonException wrong)
        {
            throw new BadInputException("request.bad_json", null, (wrong.LineNumber ?? 0) + 1);
        }
    }

    private static object Read(JsonElement data, Type type)
    {
        if (data.ValueKind != JsonValueKind.Object)
        {
            throw new BadInputException("request.bad_value", "data", "data");
        }
        EnsureKnown(data, ApiJson.Options.GetTypeInfo(type), "", "");
        try
        {
            return data.Deserialize(type, ApiJson.Options)!;
        }
        catch (JsonException wrong)
        {
            var field = wrong.Path is { Length: > 2 } path ? path[2..] : "data";
            throw new BadInputException("request.bad_value", field, field);
        }
    }

    /// <summary>The serializer would say that something is unknown, but not where it stands, and keep any length.</summary>
    /// <param name="at">Where it stands, as the caller wrote it.</param>
    /// <param name="name">Of the field itself; of a list's items, the list's.</param>
    private static void EnsureKnown(JsonElement given, JsonTypeInfo wanted, string at, string name)
    {
        if (given.ValueKind == JsonValueKind.String && given.GetRawText().Contains("\\u0000", StringComparison.Ordinal) && given.GetString()!.Contains('\0', StringComparison.Ordinal))
        {
            // Databases keep no NUL: the log and the columns beside it would no longer say the same.
            throw new BadInputException("request.bad_value", at, at);
        }
        if (given.ValueKind == JsonValueKind.String && wanted.Type == typeof(string) && given.GetString()!.Length > FieldLengths.Of(name))
        {
            throw new BadInputException("request.too_long", at, at, FieldLengths.Of(name));
        }
        if (given.ValueKind == JsonValueKind.Array && wanted.ElementType is { } element)
        {
            foreach (var (one, index) in given.EnumerateArray().Select((e, i) => (e, i)))
            {
                EnsureKnown(one, ApiJson.Options.GetTypeInfo(element), $"{at}[{index}]", name);
            }
        }
        if (given.ValueKind != JsonValueKind.Object || wanted.Kind != JsonTypeInfoKind.Object)
        {
            return;
        }
        foreach (var property in given.EnumerateObject())
        {
            var field = at.Length == 0 ? property.Name : $"{at}.{property.Name}";
            var known = wanted.Properties.FirstOrDefault(p => p.Name == property.Name) ?? throw new BadInputException("request.unknown_field", field, field);
            EnsureKnown(property.Value, ApiJson.Options.GetTypeInfo(known.PropertyType), field, property.Name);
        }
    }
}
