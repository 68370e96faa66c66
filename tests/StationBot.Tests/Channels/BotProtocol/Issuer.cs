using System.Collections.Concurrent;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace StationBot.Tests.Channels.BotProtocol;

/// <summary>A channel service's token issuer: metadata, keys with endorsements, and tokens of every kind.</summary>
internal sealed class Issuer : IAsyncDisposable
{
    public const string Name = "https://api.botframework.test";
    public const string AppId = "our-app-id";
    public const string ServiceUrl = "https://smba.example.test/amer/";

    // Made once: a key takes a good part of a second.
    private static readonly ConcurrentDictionary<string, RSA> Made = [];

    private readonly Dictionary<string, (RSA Key, string[]? Endorsements)> _keys = [];
    private Stranger? _server;

    public string MetadataUrl => _server!.Url + "/v1/.well-known/openidconfiguration";
    public int Fetches { get; private set; }
    public bool Down { get; set; }

    public static async Task<Issuer> StartAsync(params string[] endorsements)
    {
        var issuer = new Issuer();
        issuer.AddKey("k1", endorsements);
        issuer._server = await Stranger.StartAsync(issuer.AnswerAsync);
        return issuer;
    }

    public void AddKey(string kid, string[]? endorsements) => _keys[kid] = (Made.GetOrAdd(kid, _ => RSA.Create(2048)), endorsements);

    public void RemoveKey(string kid) => _keys.Remove(kid);

    public byte[] PublicKey(string kid) => _keys[kid].Key.ExportSubjectPublicKeyInfo();

    public string Token(
        DateTimeOffset now, string kid = "k1", string issuer = Name, string audience = AppId, string? serviceUrl = ServiceUrl, string claim = "serviceurl",
        TimeSpan? expires = null, TimeSpan? notBefore = null, string algorithm = SecurityAlgorithms.RsaSha256, params Claim[] more) =>
        new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = issuer,
            Audience = audience,
            NotBefore = (now + (notBefore ?? TimeSpan.FromMinutes(-30))).UtcDateTime,
            Expires = (now + (expires ?? TimeSpan.FromMinutes(30))).UtcDateTime,
            Subject = new ClaimsIdentity([.. more, .. serviceUrl is null ? Array.Empty<Claim>() : [new Claim(claim, serviceUrl)]]),
            SigningCredentials = new SigningCredentials(new RsaSecurityKey(_keys[kid].Key) { KeyId = kid, CryptoProviderFactory = { CacheSignatureProviders = false } }, algorithm),
        });

    public ValueTask DisposeAsync() => _server!.DisposeAsync();

    private Task AnswerAsync(HttpContext http)
    {
        if (Down)
        {
            http.Response.StatusCode = 503;
            return Task.CompletedTask;
        }
        if (http.Request.Path.Value!.EndsWith("openidconfiguration", StringComparison.Ordinal))
        {
            Fetches++;
            return http.Response.WriteAsync($$"""{"issuer":"{{Name}}","jwks_uri":"{{_server!.Url}}/keys","id_token_signing_alg_values_supported":["RS256"]}""");
        }
        return http.Response.WriteAsync($$"""{"keys":[{{string.Join(',', _keys.Select(k => Jwk(k.Key, k.Value.Key, k.Value.Endorsements)))}}]}""");
    }

    private static string Jwk(string kid, RSA key, string[]? endorsements)
    {
        var numbers = key.ExportParameters(false);
        var endorsed = endorsements is null ? "" : $",\"endorsements\":{JsonSerializer.Serialize(endorsements)}";
        return $$"""{"kty":"RSA","use":"sig","kid":"{{kid}}","n":"{{Base64UrlEncoder.Encode(numbers.Modulus)}}","e":"{{Base64UrlEncoder.Encode(numbers.Exponent)}}"{{endorsed}}}""";
    }
}
