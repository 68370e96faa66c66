using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using StationBot.Channels.BotProtocol;

namespace StationBot.Channels.WebChat;

/// <summary>Reads the Authorization header of a Direct Line call. bot-framework.md §6.</summary>
internal sealed class DirectLineAccess(IOptions<DirectLineOptions> options, DirectLineTokens tokens)
{
    private readonly byte[] _secret = Encoding.UTF8.GetBytes(options.Value.Secret ?? "");

    /// <summary>The caller's grant for one conversation.</summary>
    /// <exception cref="RefusedException">401: no usable header. 403: wrong, expired, or for another conversation.</exception>
    public async ValueTask<Grant> RequireAsync(HttpContext http, string conversation)
    {
        var grant = await RequireAsync(http, mayBeAnonymous: false);
        return grant.IsSecret || grant.Conversation == conversation ? grant : throw Forbidden("BadArgument", "The token is for another conversation.");
    }

    /// <summary>The caller's grant.</summary>
    /// <param name="mayBeAnonymous">Without a secret, callers on this machine need no header for this call.</param>
    /// <exception cref="RefusedException">As above.</exception>
    public async ValueTask<Grant> RequireAsync(HttpContext http, bool mayBeAnonymous)
    {
        var credential = BearerOf(http.Request.Headers.Authorization);
        if (credential is null)
        {
            return mayBeAnonymous && _secret.Length == 0 && Origins.IsLocal(http)
                ? new Grant()
                : throw new RefusedException(401, "Unauthorized", "Send 'Authorization: Bearer' with a secret or a token.");
        }
        if (_secret.Length > 0 && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(credential), _secret))
        {
            return new Grant { IsSecret = true };
        }
        var (grant, expired) = await tokens.ReadAsync(TokenUse.Api, credential);
        if (grant?.Conversation is null)
        {
            throw expired ? Forbidden("TokenExpired", "The token has expired.") : Forbidden("Forbidden", "Not a secret or token of this server.");
        }
        if (grant.Origins is { } origins && http.Request.Headers.Origin is [{ Length: > 0 } origin] && !origins.Contains(origin, StringComparer.OrdinalIgnoreCase))
        {
            throw Forbidden("Forbidden", "The token is not for pages of this origin.");
        }
        return grant;
    }

    // A client that was given nothing sends its language's word for nothing.
    private static string? BearerOf(string? header) =>
        header?.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var scheme, var value]
        && scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase) && value is not ("undefined" or "null")
            ? value
            : null;

    private static RefusedException Forbidden(string code, string message) => new(403, code, message);
}
