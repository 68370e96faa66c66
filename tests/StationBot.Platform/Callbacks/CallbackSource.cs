using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using StationBot.Platform.Crypto;

namespace StationBot.Platform.Callbacks;

/// <summary>An account whose messages the platform posts to the station: what Official Accounts and WeCom apps have in common.</summary>
public abstract class CallbackSource
{
    private readonly HttpClient _http;
    private long _msgId = 24837462198374000;

    private protected CallbackSource(HttpClient http, TimeProvider time, string token, string encodingAesKey) =>
        (_http, Time, Token, EncodingAesKey) = (http, time, token, encodingAesKey);

    /// <summary>The station's address for this account, without query.</summary>
    public string CallbackUrl { get; set; } = "";

    /// <summary>Both can be changed as in the console; the platform uses the new value from the next message on (wechat.md §8).</summary>
    public string Token { get; set; }

    public string EncodingAesKey { get; set; }

    /// <summary>How long the platform waits for one answer, on its own clock (§3).</summary>
    public TimeSpan AnswerLimit { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How often it posts a message in all. The manual's wording leaves open whether that is 3 or 4 (§3).</summary>
    public int MostAttempts { get; set; } = 3;

    public abstract string ReceiveId { get; }

    private protected TimeProvider Time { get; }

    public MessageCrypto Crypto => new(Token, EncodingAesKey, ReceiveId);

    /// <summary>Posts anything at all to the callback, once, within the limit: for hostile tests, and for each attempt of the real thing.</summary>
    public Task<Attempt> PostAsync(Envelope envelope, CancellationToken cancellationToken = default)
    {
        var content = new StringContent(envelope.Body, Encoding.UTF8);
        content.Headers.ContentType = new MediaTypeHeaderValue("text/xml");
        return CallAsync(HttpMethod.Post, envelope.Query, content, cancellationToken);
    }

    public Task<Attempt> GetAsync(string query, CancellationToken cancellationToken = default) => CallAsync(HttpMethod.Get, query, null, cancellationToken);

    /// <summary>The query and body for a document; timestamp and nonce are fresh when left out.</summary>
    public abstract Envelope Wrap(Inbound sent, string? timestamp = null, string? nonce = null);

    private protected string NextMsgId() => Interlocked.Increment(ref _msgId).ToString(CultureInfo.InvariantCulture);

    private protected (string Timestamp, string Nonce) Stamp(string? timestamp, string? nonce) => (
        timestamp ?? Time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
        nonce ?? RandomNumberGenerator.GetInt32(100_000_000, int.MaxValue).ToString(CultureInfo.InvariantCulture));

    /// <summary>Posts until something with status 200 comes back; the last attempt is the one that counts.</summary>
    private protected async Task<List<Attempt>> TryAsync(Inbound sent, CancellationToken cancellationToken)
    {
        List<Attempt> attempts = [];
        do
        {
            attempts.Add(await PostAsync(Wrap(sent), cancellationToken));
        }
        while (attempts[^1].Status != 200 && attempts.Count < MostAttempts);
        return attempts;
    }

    /// <summary>Reads what came back, or says why it cannot be read.</summary>
    /// <exception cref="FormatException">The answer is neither an acknowledgement nor a readable document.</exception>
    private protected XElement? ReadAnswer(Attempt attempt, bool mayBeEncrypted, bool mustBeEncrypted)
    {
        if (attempt.Body is "success" or "")
        {
            return null;
        }
        var document = Xml.Read(attempt.Body);
        var encrypt = document.Element("Encrypt")?.Value;
        if (encrypt is null)
        {
            return mustBeEncrypted ? throw new FormatException("The reply is in clear though it must be encrypted.") : document;
        }
        if (!mayBeEncrypted)
        {
            throw new FormatException("The reply is encrypted though the account is in plain mode.");
        }
        string Value(string name) => document.Element(name)?.Value ?? throw new FormatException($"The reply has no {name}.");
        return Value("MsgSignature") == Crypto.Sign(Value("TimeStamp"), Value("Nonce"), encrypt)
            ? Xml.Read(Crypto.Decrypt(encrypt))
            : throw new FormatException("The reply's signature is wrong.");
    }

    private async Task<Attempt> CallAsync(HttpMethod method, string query, HttpContent? content, CancellationToken cancellationToken)
    {
        var started = Time.GetTimestamp();
        using var limit = new CancellationTokenSource(AnswerLimit, Time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        using var request = new HttpRequestMessage(method, $"{CallbackUrl}?{query}") { Content = content };
        request.Headers.TryAddWithoutValidation("User-Agent", "Mozilla/4.0");
        try
        {
            using var response = await _http.SendAsync(request, both.Token);
            // Not ReadAsStringAsync: it would hide a byte order mark.
            var body = Encoding.UTF8.GetString(await response.Content.ReadAsByteArrayAsync(both.Token));
            return new Attempt((int)response.StatusCode, body, response.Content.Headers.ContentType?.ToString(), null, Time.GetElapsedTime(started));
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            return new Attempt(null, "", null, "timeout", Time.GetElapsedTime(started));
        }
        catch (HttpRequestException)
        {
            return new Attempt(null, "", null, "connection", Time.GetElapsedTime(started));
        }
    }
}
