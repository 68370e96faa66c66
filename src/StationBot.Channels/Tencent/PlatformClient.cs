using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using StationBot.Channels.Sending;
using StationBot.Channels.WebChat;

namespace StationBot.Channels.Tencent;

/// <summary>What a platform's API answered, or that it did not.</summary>
/// <param name="Failure">Null when the platform answered in its own words, be they an error.</param>
/// <param name="Code">Its errcode, 0 for success; the HTTP status where it did not answer.</param>
/// <param name="Message">Its errmsg: may hold addresses, so it is not for logs.</param>
internal sealed partial record PlatformAnswer(SendFailure? Failure, int Code, string Message, JsonElement Body)
{
    public bool IsSuccess => Failure is null && Code == 0;

    /// <summary>The name of the exchange that Tencent's diagnosis tool takes. wechat.md §14.</summary>
    public string? Trace => RidPattern().Match(Message) is { Success: true } found ? found.Groups[1].Value : null;

    public string? Text(string name) => Body.ValueKind == JsonValueKind.Object && Body.TryGetProperty(name, out var value)
        ? value.ValueKind switch { JsonValueKind.String => TextOf(value), JsonValueKind.Number => value.GetRawText(), _ => null }
        : null;

    /// <summary>A text, or null when it holds half of a surrogate pair: one such message must not stop those behind it.</summary>
    public static string? TextOf(JsonElement value)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    public int Number(string name) => Body.ValueKind == JsonValueKind.Object && Body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number : 0;

    [GeneratedRegex(@"rid:\s*([0-9A-Za-z-]{1,64})")]
    private static partial Regex RidPattern();
}

/// <summary>A file from a platform, or why there is none.</summary>
internal sealed record PlatformFile(byte[]? Content, string? ContentType, PlatformAnswer? Refused);

/// <summary>
/// Calls the platforms' JSON APIs. HTTP 200 even for failures, success may omit its errcode (wechat.md §15). Tokens travel in the query, so no
/// URL of this client reaches a log or an exception message.
/// </summary>
internal sealed class PlatformClient(IHttpClientFactory http)
{
    public const string HttpClientName = "stationbot-tencent";

    /// <summary>For a file with all its bytes; the client's own limit ends where they begin.</summary>
    public TimeSpan DownloadLimit { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Without a byte for so long a file is given up for now, at its first try: a connection that is dead keeps no other waiting for its place. At each later try as much longer.</summary>
    public TimeSpan StallLimit { get; init; } = TimeSpan.FromSeconds(4);

    public Task<PlatformAnswer> GetAsync(Uri url, CancellationToken cancellationToken) => CallAsync(HttpMethod.Get, url, null, cancellationToken);

    public Task<PlatformAnswer> PostAsync(Uri url, JsonNode body, CancellationToken cancellationToken) => CallAsync(HttpMethod.Post, url, PlainJson.Write(body), cancellationToken);

    /// <summary>A media file. What is over the limit is not read to its end.</summary>
    /// <param name="attempt">From 1.</param>
    public async Task<PlatformFile> DownloadAsync(Uri url, int maxBytes, int attempt, CancellationToken cancellationToken)
    {
        var patience = StallLimit * Math.Max(1, attempt);
        var file = await FetchAsync(url, maxBytes, patience, cancellationToken);
        // A video is answered with its address. Only what the platform itself names is followed, and never in clear over a network. §5.
        return file.Refused is { IsSuccess: true } answer && Uri.TryCreate(answer.Text("video_url"), UriKind.Absolute, out var video) && (video.Scheme == Uri.UriSchemeHttps || (video.Scheme == Uri.UriSchemeHttp && video.IsLoopback))
            ? await FetchAsync(video, maxBytes, patience, cancellationToken)
            : file;
    }

    private async Task<PlatformFile> FetchAsync(Uri url, int maxBytes, TimeSpan patience, CancellationToken cancellationToken)
    {
        var (failure, status) = (SendFailure.Unavailable, 0);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var stall = CancellationTokenSource.CreateLinkedTokenSource(limit.Token);
        // A connection that stalls stalls in real time, whatever the station's clock says.
        limit.CancelAfter(DownloadLimit);
        stall.CancelAfter(patience);
        try
        {
            using var response = await http.CreateClient(HttpClientName).GetAsync(url, HttpCompletionOption.ResponseHeadersRead, stall.Token);
            status = (int)response.StatusCode;
            var type = response.Content.Headers.ContentType?.MediaType ?? "";
            var content = await ReadAsync(response.Content, maxBytes, patience, stall);
            // Its first bytes count for more than the name of its type: a picture may come as text/plain, and words never begin like one.
            var isFile = (!type.Contains("json", StringComparison.Ordinal) && !type.StartsWith("text/", StringComparison.Ordinal)) || FileKinds.ContentTypeOf(content, "", mayBeVideo: true) is not null;
            return response.IsSuccessStatusCode && isFile
                ? new PlatformFile(content, type, null)
                : new PlatformFile(null, null, Read(status, content ?? []));
        }
        catch (Exception broken) when (FailureOf(broken, cancellationToken) is { } why)
        {
            failure = why;
        }
        return new PlatformFile(null, null, new PlatformAnswer(failure, status, "", default));
    }

    private async Task<PlatformAnswer> CallAsync(HttpMethod method, Uri url, byte[]? body, CancellationToken cancellationToken)
    {
        try
        {
            using var request = new HttpRequestMessage(method, url);
            if (body is not null)
            {
                request.Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") { CharSet = "utf-8" } } };
            }
            using var response = await http.CreateClient(HttpClientName).SendAsync(request, HttpCompletionOption.ResponseContentRead, cancellationToken);
            return Read((int)response.StatusCode, await response.Content.ReadAsByteArrayAsync(cancellationToken));
        }
        catch (Exception broken) when (FailureOf(broken, cancellationToken) is { } why)
        {
            return new PlatformAnswer(why, 0, "", default);
        }
    }

    // A gateway's HTML page, an empty body, half an answer: the platform itself has said nothing, and may have taken what it was sent. An errcode is its own
    // word under any status.
    private static PlatformAnswer Read(int status, byte[] body)
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            var answer = JsonElement.ParseValue(ref reader);
            if (answer.ValueKind == JsonValueKind.Object)
            {
                var code = answer.TryGetProperty("errcode", out var number) && number.ValueKind == JsonValueKind.Number && number.TryGetInt32(out var value) ? value : 0;
                var message = answer.TryGetProperty("errmsg", out var text) && text.ValueKind == JsonValueKind.String ? PlatformAnswer.TextOf(text) ?? "" : "";
                if (code != 0 || status is >= 200 and < 300)
                {
                    return new PlatformAnswer(null, code, message, answer);
                }
            }
        }
        catch (JsonException)
        {
            // Not the platform speaking.
        }
        return new PlatformAnswer(SendFailure.Unclear, status, "", default);
    }

    private static async Task<byte[]?> ReadAsync(HttpContent content, int maxBytes, TimeSpan patience, CancellationTokenSource stall)
    {
        if (content.Headers.ContentLength > maxBytes)
        {
            return null;
        }
        await using var stream = await content.ReadAsStreamAsync(stall.Token);
        using var kept = new MemoryStream();
        var buffer = new byte[16 * 1024];
        for (int read; (read = await stream.ReadAsync(buffer, stall.Token)) > 0;)
        {
            stall.CancelAfter(patience);
            if (kept.Length + read > maxBytes)
            {
                return null;
            }
            kept.Write(buffer, 0, read);
        }
        return kept.ToArray();
    }

    /// <summary>Whether the message may have gone through decides if it is sent again. wechat.md §10.</summary>
    private static SendFailure? FailureOf(Exception broken, CancellationToken cancellationToken) => broken switch
    {
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError } => SendFailure.Unavailable,
        // An answer without an end.
        HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded } => SendFailure.Unclear,
        HttpRequestException or HttpIOException or IOException => SendFailure.TimedOut,
        OperationCanceledException when !cancellationToken.IsCancellationRequested => SendFailure.TimedOut,
        _ => null,
    };
}
