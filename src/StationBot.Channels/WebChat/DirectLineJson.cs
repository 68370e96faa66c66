using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using StationBot.Channels.BotProtocol;

namespace StationBot.Channels.WebChat;

/// <summary>Body of tokens/generate and of starting a conversation; every field may be absent.</summary>
internal sealed record TokenRequest(UserReference? User = null, IReadOnlyList<string>? TrustedOrigins = null, string? Locale = null);

internal sealed record UserReference(string? Id = null, string? Name = null);

internal sealed record ConversationResponse(
    string ConversationId,
    string Token,
    [property: JsonPropertyName("expires_in")] int ExpiresIn,
    string? StreamUrl = null);

internal sealed record IdResponse(string Id);

internal sealed record SessionResponse(string SessionId);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, MaxDepth = 16)]
[JsonSerializable(typeof(TokenRequest))]
[JsonSerializable(typeof(ConversationResponse))]
[JsonSerializable(typeof(IdResponse))]
[JsonSerializable(typeof(SessionResponse))]
[JsonSerializable(typeof(PageTokenRequest))]
[JsonSerializable(typeof(PageTokenResponse))]
[JsonSerializable(typeof(StationResponse))]
[JsonSerializable(typeof(PageData))]
[JsonSerializable(typeof(StoredMeta))]
internal sealed partial class WebChatJson : JsonSerializerContext;

internal static class WireJson
{
    /// <summary>The context to use: Chinese and addresses stay readable.</summary>
    public static WebChatJson Context { get; } = new(new JsonSerializerOptions(WebChatJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}

internal static class Bodies
{
    private const int Largest = 64 * 1024;

    /// <summary>A small optional JSON body.</summary>
    /// <returns>Null when the body is empty.</returns>
    /// <exception cref="RefusedException">413, or 400 for what is not JSON of this shape.</exception>
    public static async Task<T?> ReadAsync<T>(HttpRequest request, JsonTypeInfo<T> type, CancellationToken cancellationToken) where T : class
    {
        var body = await ReadAllAsync(request.Body, Largest, cancellationToken) ?? throw new RefusedException(413, "PayloadTooLarge", $"At most {Largest} bytes.");
        if (body.AsSpan().Trim(" \r\n\t"u8).IsEmpty)
        {
            return null;
        }
        try
        {
            return JsonSerializer.Deserialize(body, type);
        }
        catch (JsonException malformed)
        {
            throw new RefusedException(400, "MalformedData", $"Malformed JSON or a wrong type at {malformed.Path ?? "$"}.");
        }
    }

    /// <summary>Reads to the end of a body.</summary>
    /// <returns>Null when it is longer than <paramref name="most"/>; at least that much has then been read.</returns>
    public static async Task<byte[]?> ReadAllAsync(Stream body, int most, CancellationToken cancellationToken)
    {
        using var buffer = new MemoryStream();
        var chunk = new byte[16 * 1024];
        int read;
        while ((read = await body.ReadAsync(chunk, cancellationToken)) > 0)
        {
            if (buffer.Length + read > most)
            {
                return null;
            }
            buffer.Write(chunk, 0, read);
        }
        return buffer.ToArray();
    }
}
