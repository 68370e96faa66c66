using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Tokens;

namespace StationBot.Channels.BotProtocol.Auth;

/// <summary>Who calls our endpoint.</summary>
public abstract record Caller
{
    private Caller() { }

    /// <param name="CallerId">For <see cref="Activity.CallerId"/>; null when anonymous.</param>
    public sealed record Known(string? CallerId) : Caller;

    /// <summary>401: no token, or not one that proves anything. The reason is for the sender and holds nothing of the token.</summary>
    public sealed record Unauthorized(string Reason) : Caller;

    /// <summary>403: a good token, but not for this activity.</summary>
    public sealed record Forbidden(string Reason) : Caller;
}

/// <summary>Checks that a call to the bot endpoint comes from the channel service it claims to come from. bot-framework.md §3.</summary>
public sealed class BotFrameworkAuthentication : IDisposable
{
    private static readonly string[] Algorithms = [SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512];
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);

    private readonly BotFrameworkOptions _options;
    private readonly CloudAddresses _cloud;
    private readonly TimeProvider _time;
    private readonly SigningKeys _channelKeys;
    private readonly SigningKeys _emulatorKeys;
    private readonly JsonWebTokenHandler _tokens = new() { MapInboundClaims = false };

    /// <param name="http">For metadata and keys.</param>
    public BotFrameworkAuthentication(IOptions<BotFrameworkOptions> options, HttpClient http, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options.Value;
        _cloud = _options.Addresses;
        _time = time;
        _channelKeys = KeysAt(_cloud.ChannelMetadataUrl, http);
        _emulatorKeys = KeysAt(_cloud.EmulatorMetadataUrl, http);
    }

    /// <summary>Refuses to start a bot that anybody could talk to in a channel's name. bot-framework.md §3.4.</summary>
    /// <param name="urls">Where the server listens, as given to Kestrel (<c>http://127.0.0.1:5080</c>, <c>http://+:80</c>).</param>
    /// <exception cref="InvalidOperationException">No app id, not Development, and an address that is not loopback.</exception>
    public void EnsureStartable(IEnumerable<string> urls, bool isDevelopment)
    {
        ArgumentNullException.ThrowIfNull(urls);
        if (_options.HasCredentials || isDevelopment)
        {
            return;
        }
        if (urls.FirstOrDefault(url => !ServiceUrls.IsLoopback(BindingAddress.Parse(url).Host)) is { } open)
        {
            throw new InvalidOperationException(
                $"BotFramework:AppId is not set, so /api/messages takes messages from anybody, and {open} can be reached from outside. "
                + "Set BotFramework:AppId (and AppPassword), or listen on 127.0.0.1 only.");
        }
    }

    /// <param name="authorization">The Authorization header, or empty.</param>
    /// <exception cref="SigningKeysUnavailableException">Nothing can be checked yet.</exception>
    public async ValueTask<Caller> AuthenticateAsync(Activity activity, string? authorization, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(activity);
        if (!_options.HasCredentials)
        {
            return string.IsNullOrEmpty(authorization)
                ? new Caller.Known(null)
                : new Caller.Unauthorized("This bot has no app id, so it cannot check tokens: send none.");
        }
        if ((authorization ?? "").Split(' ') is not [var scheme, { Length: > 0 } raw] || !scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase))
        {
            return new Caller.Unauthorized("A bearer token is required.");
        }
        if (Read(raw) is not { } token || !Algorithms.Contains(token.Alg, StringComparer.Ordinal))
        {
            return new Caller.Unauthorized("The token is not a JWT signed with RS256, RS384 or RS512.");
        }
        if (token.Issuer == _cloud.ChannelIssuer)
        {
            return await CheckChannelAsync(activity, raw, token, cancellationToken);
        }
        return _options.AllowEmulatorTokens && _cloud.EmulatorIssuers.Contains(token.Issuer, StringComparer.Ordinal)
            ? await CheckEmulatorAsync(raw, token, cancellationToken)
            : new Caller.Unauthorized("The token's issuer is not ours.");
    }

    public void Dispose()
    {
        _channelKeys.Dispose();
        _emulatorKeys.Dispose();
    }

    private async ValueTask<Caller> CheckChannelAsync(Activity activity, string raw, JsonWebToken token, CancellationToken cancellationToken)
    {
        var keys = await _channelKeys.GetAsync(token.Kid, cancellationToken);
        if (await WhyInvalidAsync(raw, keys.SigningKeys, _cloud.ChannelIssuer) is { } reason)
        {
            return new Caller.Unauthorized(reason);
        }
        var key = keys.JsonWebKeySet.Keys.First(k => k.Kid == token.Kid);
        if (string.IsNullOrEmpty(activity.ChannelId) || !EndorsementsOf(key).Contains(activity.ChannelId, StringComparer.Ordinal))
        {
            return new Caller.Forbidden("The token's key is not endorsed for this channel.");
        }

        // Real tokens write it in lower case, the documentation does not.
        var claimed = Claim(token, "serviceurl") ?? Claim(token, "serviceUrl");
        return claimed is not null && SameUrl(claimed, activity.ServiceUrl)
            ? new Caller.Known(_cloud.CallerId)
            : new Caller.Forbidden("The token was issued for another serviceUrl.");
    }

    // Issued to the bot's own app id, so whoever holds it knows the bot's secret. bot-framework.md §3.3.
    private async ValueTask<Caller> CheckEmulatorAsync(string raw, JsonWebToken token, CancellationToken cancellationToken)
    {
        var keys = await _emulatorKeys.GetAsync(token.Kid, cancellationToken);
        if (await WhyInvalidAsync(raw, keys.SigningKeys, token.Issuer) is { } reason)
        {
            return new Caller.Unauthorized(reason);
        }
        var appId = Claim(token, "ver") switch { "1.0" => Claim(token, "appid"), "2.0" => Claim(token, "azp"), _ => null };
        return appId == _options.AppId
            ? new Caller.Known("urn:botframework:aadappid:" + appId)
            : new Caller.Unauthorized("The token was issued to another app.");
    }

    private async Task<string?> WhyInvalidAsync(string raw, ICollection<SecurityKey> keys, string issuer)
    {
        var result = await _tokens.ValidateTokenAsync(raw, new TokenValidationParameters
        {
            ValidIssuer = issuer,
            ValidAudience = _options.Audience ?? _options.AppId,
            ValidAlgorithms = Algorithms,
            IssuerSigningKeys = keys,
            TryAllIssuerSigningKeys = false,
            RequireSignedTokens = true,
            RequireExpirationTime = true,
            LifetimeValidator = IsCurrent,
        });
        return result.Exception switch
        {
            null => result.IsValid ? null : "The token is not valid.",
            SecurityTokenInvalidLifetimeException or SecurityTokenExpiredException or SecurityTokenNotYetValidException => "The token has expired or is not yet valid.",
            SecurityTokenInvalidAudienceException => "The token is for another bot.",
            SecurityTokenInvalidIssuerException => "The token's issuer is not ours.",
            _ => "The token's signature does not hold.",
        };
    }

    private bool IsCurrent(DateTime? notBefore, DateTime? expires, SecurityToken token, TokenValidationParameters parameters)
    {
        var now = _time.GetUtcNow().UtcDateTime;
        return expires is { } end && now <= end + Skew && (notBefore is not { } start || now >= start - Skew);
    }

    private SigningKeys KeysAt(string metadataUrl, HttpClient http) => new(
        metadataUrl, new HttpDocumentRetriever(http) { RequireHttps = !ServiceUrls.IsLoopback(new Uri(metadataUrl).Host) }, _time);

    private JsonWebToken? Read(string raw)
    {
        try
        {
            return _tokens.ReadJsonWebToken(raw);
        }
        catch (Exception malformed) when (malformed is ArgumentException or SecurityTokenException)
        {
            return null;
        }
    }

    private static string? Claim(JsonWebToken token, string name) => token.TryGetPayloadValue<string>(name, out var value) ? value : null;

    private static bool SameUrl(string claimed, string? given) =>
        given is not null && WithoutSlash(claimed).Equals(WithoutSlash(given), StringComparison.OrdinalIgnoreCase);

    private static string WithoutSlash(string url) => url.EndsWith('/') ? url[..^1] : url;

    // Not part of any JWK standard: the channel service lists here for which channels a key may speak.
    private static IEnumerable<string> EndorsementsOf(JsonWebKey key) => key.AdditionalData.TryGetValue("endorsements", out var value) ? value switch
    {
        JsonElement { ValueKind: JsonValueKind.Array } list => list.EnumerateArray().Select(e => e.ToString()),
        IEnumerable<object> list => list.Select(e => e.ToString() ?? ""),
        _ => [],
    } : [];
}
