using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using StationBot.Handling.Loop;

namespace StationBot.Host.Api;

/// <summary>
/// <c>Authorization: Bearer sb_…</c>. The store is asked each time, so a revoked token is refused from then on. Anything else that looks like a
/// bearer token is somebody else's (Bot Framework, Direct Line) and left alone.
/// </summary>
internal sealed class TokenAuthentication(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, ITokens tokens)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "Token";
    private const string Bearer = "Bearer ";
    private const int Longest = 100;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) || header[Bearer.Length..].Trim() is not { Length: <= Longest } text || !text.StartsWith(TokenText.Prefix, StringComparison.Ordinal))
        {
            return AuthenticateResult.NoResult();
        }
        if (await tokens.FindAsync(TokenText.Hash(text), Context.RequestAborted) is not { } token)
        {
            return AuthenticateResult.Fail("unknown token");
        }
        Context.Features.Set(new Caller(token.Id, token.Role, token.Name, token.Unit));
        var identity = new ClaimsIdentity([new(ClaimTypes.NameIdentifier, token.Id.ToString()), new(ClaimTypes.Role, token.Role.ToString())], SchemeName);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), SchemeName));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Bearer";
        return Problems.Of(StatusCodes.Status401Unauthorized, Request.Headers.Authorization.Count == 0 ? "auth.token_missing" : "auth.token_wrong").ExecuteAsync(Context);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        Problems.Of(StatusCodes.Status403Forbidden, "auth.not_yours").ExecuteAsync(Context);
}
