using System.Net;
using System.Text.Json;

namespace StationBot.Platform.Calls;

/// <summary>A call under way.</summary>
internal sealed class ApiRequest(string method, string path, IReadOnlyDictionary<string, string> query, string raw, IPAddress address)
{
    public string Method { get; } = method;
    public string Path { get; } = path;
    public IReadOnlyDictionary<string, string> Query { get; } = query;
    public string Raw { get; } = raw;
    public IPAddress Address { get; } = address;
    public JsonElement Body { get; } = Parse(raw);

    /// <summary>Set by whoever finds out.</summary>
    public string? Account { get; set; }

    public string? Asked(string name) => Query.GetValueOrDefault(name);

    /// <summary>The text at a path of property names, or null.</summary>
    public string? Text(params ReadOnlySpan<string> names) => Body.At(names) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    public static async Task<ApiRequest> ReadAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        return new ApiRequest(
            context.Request.Method,
            context.Request.Path,
            context.Request.Query.ToDictionary(q => q.Key, q => q.Value.ToString()),
            await reader.ReadToEndAsync(context.RequestAborted),
            context.Connection.RemoteIpAddress ?? IPAddress.None);
    }

    private static JsonElement Parse(string raw)
    {
        try
        {
            return raw.Length == 0 ? default : JsonElement.Parse(raw);
        }
        catch (JsonException)
        {
            return default;
        }
    }
}

/// <summary>Reading JSON that may be anything.</summary>
internal static class Json
{
    public static JsonElement At(this JsonElement element, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element))
            {
                return default;
            }
        }
        return element;
    }

    public static string TextAt(this JsonElement element, params ReadOnlySpan<string> names) =>
        element.At(names) is { ValueKind: JsonValueKind.String } text ? text.GetString()! : "";

    public static int IntAt(this JsonElement element, string name, int otherwise = 0) =>
        element.At(name) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out var value) ? value : otherwise;

    public static IEnumerable<JsonElement> ListAt(this JsonElement element, params ReadOnlySpan<string> names) =>
        element.At(names) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : [];
}
