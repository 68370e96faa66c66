using System.ComponentModel.DataAnnotations;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace StationBot.Channels.Speech;

/// <summary>
/// A transcription service, section <c>Speech</c>. Empty: none. Recordings are a person's voice: the service must be inside the country and
/// the station's privacy notice must name it (PIPL art. 38, domain.md §10). Secret: <see cref="Key"/>, by environment variable only.
/// </summary>
public sealed class SpeechOptions
{
    /// <summary>Base of an OpenAI-compatible API; <c>audio/transcriptions</c> is called below it.</summary>
    public Uri? Endpoint { get; set; }
    public string? Key { get; set; }
    public string Model { get; set; } = "whisper-1";

    [Range(typeof(TimeSpan), "00:00:01", "00:02:00")]
    public TimeSpan TimeLimit { get; set; } = TimeSpan.FromSeconds(20);
}

/// <summary>Any service with OpenAI's transcription call.</summary>
internal sealed partial class OpenAiSpeechToText(IHttpClientFactory http, IOptions<SpeechOptions> options, TimeProvider time, ILogger<OpenAiSpeechToText> logger) : ISpeechToText
{
    public const string HttpClientName = "stationbot-speech";
    private const int LongestText = 4000;

    /// <summary>Bytes of an answer that are read: words of a voice message are few.</summary>
    private const int LongestAnswer = 1 << 20;

    public bool IsOn => options.Value.Endpoint is not null;

    public async Task<string?> TranscribeAsync(string name, string contentType, ReadOnlyMemory<byte> recording, CancellationToken cancellationToken)
    {
        if (options.Value.Endpoint is not { } endpoint)
        {
            return null;
        }
        using var limit = new CancellationTokenSource(options.Value.TimeLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using var form = new MultipartFormDataContent
            {
                { new ReadOnlyMemoryContent(recording) { Headers = { ContentType = new MediaTypeHeaderValue(contentType) } }, "file", Path.GetExtension(name) is { Length: > 1 } extension ? "voice" + extension : "voice.amr" },
                { new StringContent(options.Value.Model), "model" },
                { new StringContent("zh"), "language" },
            };
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(endpoint.AbsoluteUri.TrimEnd('/') + "/audio/transcriptions")) { Content = form };
            request.Headers.Authorization = options.Value.Key is { Length: > 0 } key ? new AuthenticationHeaderValue("Bearer", key) : null;
            using var client = http.CreateClient(HttpClientName);
            client.MaxResponseContentBufferSize = LongestAnswer;
            using var response = await client.SendAsync(request, either.Token);
            if (!response.IsSuccessStatusCode)
            {
                LogRefused((int)response.StatusCode);
                return null;
            }
            return TextOf(await response.Content.ReadAsByteArrayAsync(either.Token));
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException or JsonException or InvalidOperationException /* no valid text in the JSON */ || (broken is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            LogRefused(0);
            return null;
        }
    }

    private static string? TextOf(byte[] answer)
    {
        using var json = JsonDocument.Parse(answer);
        var text = json.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("text", out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()!.Trim() : "";
        return text.Length == 0 ? null : Handling.Messages.TextCut.To(text, LongestText);
    }

    [LoggerMessage(1060, LogLevel.Warning, "A recording was not transcribed: {Status}")]
    private partial void LogRefused(int status);
}
