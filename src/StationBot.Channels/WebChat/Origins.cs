using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace StationBot.Channels.WebChat;

/// <summary>Which pages may call, and what address they called. bot-framework.md §6, CORS.</summary>
internal sealed class Origins(IOptions<DirectLineOptions> options)
{
    private readonly HashSet<string> _allowed = new(options.Value.AllowedOrigins, StringComparer.OrdinalIgnoreCase);
    private readonly bool _open = string.IsNullOrEmpty(options.Value.Secret);

    public static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.GetLeftPart(UriPartial.Authority) == text;

    /// <summary>The origin that clients reach us at, without a slash at the end.</summary>
    public string PublicOf(HttpRequest request) =>
        string.IsNullOrEmpty(options.Value.PublicUrl) ? $"{request.Scheme}://{request.Host}{request.PathBase}" : options.Value.PublicUrl;

    /// <summary>False for a page of another origin that is not on the list. Programs that are no browser send no origin and may call.</summary>
    public bool MayCall(HttpRequest request) => OriginOf(request) is not { } origin || IsOurs(origin, request) || IsListed(origin, request);

    /// <summary>Says to a browser what a page of another origin may do. Says nothing to an origin that is not listed: the browser then refuses.</summary>
    public void Allow(HttpRequest request, HttpResponse response)
    {
        response.Headers.Append(HeaderNames.Vary, HeaderNames.Origin);
        if (OriginOf(request) is not { } origin || !(IsOurs(origin, request) || IsListed(origin, request)))
        {
            return;
        }
        response.Headers.AccessControlAllowOrigin = origin;
        response.Headers.AccessControlAllowCredentials = "true";
        response.Headers.AccessControlExposeHeaders = HeaderNames.RetryAfter;
        if (HttpMethods.IsOptions(request.Method))
        {
            response.Headers.AccessControlAllowMethods = "GET, POST, OPTIONS";
            response.Headers.AccessControlAllowHeaders = "Authorization, Content-Type, x-ms-bot-agent, X-Requested-With";
            // Every watermark makes a new URL with a preflight of its own; two hours is the most that browsers keep.
            response.Headers.AccessControlMaxAge = "7200";
        }
    }

    /// <summary>Whether the caller is a program on this machine, with no proxy in between.</summary>
    public static bool IsLocal(HttpContext http) =>
        http.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address)
        && !http.Request.Headers.ContainsKey("X-Forwarded-For") && !http.Request.Headers.ContainsKey("Forwarded");

    private static string? OriginOf(HttpRequest request) => request.Headers.Origin is [{ Length: > 0 } origin] ? origin : null;

    // Compared without the scheme: behind a proxy that ends TLS we may see http where the browser sees https.
    private bool IsOurs(string origin, HttpRequest request) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var uri)
        && (string.Equals(uri.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase)
            || string.Equals(origin, options.Value.PublicUrl, StringComparison.OrdinalIgnoreCase));

    // Without a secret this is somebody's own machine, where a page under development runs on another port.
    private bool IsListed(string origin, HttpRequest request) =>
        _allowed.Contains(origin)
        || (_open && IsLocal(request.HttpContext) && Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.IsLoopback);
}
