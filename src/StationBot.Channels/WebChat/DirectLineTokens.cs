using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace StationBot.Channels.WebChat;

/// <summary>What the bearer of a secret or token may do.</summary>
/// <param name="Conversation">The one conversation it opens; null with a secret, which opens all.</param>
/// <param name="UserId">The user it is bound to; null when each message says itself who wrote it.</param>
/// <param name="Origins">Pages it may be used from; empty means no limit.</param>
internal sealed record Grant(string? Conversation = null, string? UserId = null, string? UserName = null, IReadOnlyList<string>? Origins = null)
{
    public bool IsSecret { get; init; }
}

/// <summary>What a token is good for: one is never taken for another.</summary>
internal enum TokenUse
{
    /// <summary>Calls of the Direct Line API.</summary>
    Api,

    /// <summary>Opening one stream, soon.</summary>
    Stream,

    /// <summary>The cookie by which the page knows a resident again.</summary>
    Resident,
}

/// <summary>
/// Signed JWTs. Web Chat reads the claim <c>user</c> of its token to know which messages are its own, so a token must be a JWT and not
/// an opaque word. bot-framework.md §6.
/// </summary>
internal sealed class DirectLineTokens
{
    private const string Issuer = "stationbot";
    private readonly JsonWebTokenHandler _handler = new() { SetDefaultTimesOnTokenCreation = false, MapInboundClaims = false };
    private readonly TimeProvider _time;
    private readonly Lazy<SymmetricSecurityKey>[] _keys;

    public DirectLineTokens(SigningKey key, IOptions<DirectLineOptions> options, TimeProvider time)
    {
        _time = time;
        // The secret is part of the key: setting or changing it ends what was given out before. Residents stay known.
        _keys = [.. Enum.GetValues<TokenUse>().Select(use =>
            new Lazy<SymmetricSecurityKey>(() => key.For(use == TokenUse.Resident ? "resident" : $"{AudienceOf(use)}:{options.Value.Secret}")))];
    }

    public string Issue(TokenUse use, Grant grant, TimeSpan lifetime)
    {
        var now = _time.GetUtcNow().UtcDateTime;
        var claims = new Dictionary<string, object> { [JwtRegisteredClaimNames.Jti] = Guid.CreateVersion7(_time.GetUtcNow()).ToString("N") };
        Add(claims, "conv", grant.Conversation);
        Add(claims, "user", grant.UserId);
        Add(claims, "name", grant.UserName);
        Add(claims, "origins", grant.Origins is { Count: > 0 } origins ? string.Join(' ', origins) : null);
        return _handler.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Issuer,
            Audience = AudienceOf(use),
            IssuedAt = now,
            Expires = now + lifetime,
            Claims = claims,
            SigningCredentials = new SigningCredentials(_keys[(int)use].Value, SecurityAlgorithms.HmacSha256),
        });
    }

    /// <summary>Reads a token of ours.</summary>
    /// <returns>The grant, or null; <c>Expired</c> tells one that was good from one that never was.</returns>
    public async ValueTask<(Grant? Grant, bool Expired)> ReadAsync(TokenUse use, string? token)
    {
        if (string.IsNullOrEmpty(token) || token.Length > 4096)
        {
            return (null, false);
        }
        var result = await _handler.ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidIssuer = Issuer,
            ValidAudience = AudienceOf(use),
            IssuerSigningKey = _keys[(int)use].Value,
            ValidAlgorithms = [SecurityAlgorithms.HmacSha256],
            // Checked below, against the injected clock.
            ValidateLifetime = false,
        });
        if (!result.IsValid || result.SecurityToken is not JsonWebToken jwt)
        {
            return (null, false);
        }
        return jwt.ValidTo <= _time.GetUtcNow().UtcDateTime
            ? (null, true)
            : (new Grant(Claim(jwt, "conv"), Claim(jwt, "user"), Claim(jwt, "name"), Claim(jwt, "origins")?.Split(' ')), false);
    }

    private static string AudienceOf(TokenUse use) => use switch
    {
        TokenUse.Stream => "directline-stream",
        TokenUse.Resident => "resident",
        _ => "directline",
    };

    private static void Add(Dictionary<string, object> claims, string name, string? value)
    {
        if (value is not null)
        {
            claims[name] = value;
        }
    }

    private static string? Claim(JsonWebToken token, string name) => token.TryGetPayloadValue<string>(name, out var value) ? value : null;
}
