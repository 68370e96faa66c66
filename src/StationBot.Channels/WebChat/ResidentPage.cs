using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using SameSiteMode = Microsoft.AspNetCore.Http.SameSiteMode;
using StationBot.Channels.Bot;
using StationBot.Channels.BotProtocol;
using StationBot.Handling.Messages;
using StationBot.Handling.Roster;

namespace StationBot.Channels.WebChat;

internal sealed record PageTokenRequest(string? ConversationId = null);

internal sealed record PageTokenResponse(string Token, string ConversationId, bool Resumed);

internal sealed record StationResponse(string District, string? Name, string? Hours, string? Address, string? Phone);

/// <summary>The page that residents open: its files, its security headers, and the two calls it makes.</summary>
internal sealed class ResidentPage(
    IWebHostEnvironment environment, IAreaDirectory directory, IConversationStore store, DirectLineTokens tokens, Origins origins, PageTexts texts,
    IOptions<DirectLineOptions> options, IOptions<ResidentPageOptions> page)
{
    private const string Cookie = "stationbot_resident";

    /// <summary>One part of Web Chat 4.18.1 that scrolls the transcript forgets the nonce on its style element, which begins empty: this is the hash of nothing.</summary>
    private const string EmptyStyle = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='";

    /// <summary>Files of the page by name: nothing else of the web root is served.</summary>
    private static readonly Dictionary<string, string> Files = new(StringComparer.Ordinal)
    {
        ["station.css"] = "text/css; charset=utf-8",
        ["station.js"] = "text/javascript; charset=utf-8",
        ["station.svg"] = "image/svg+xml",
        ["lib/webchat-minimal.js"] = "text/javascript; charset=utf-8",
    };

    public void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapMethods("/", ["GET", "HEAD"], (RequestDelegate)ShowAsync);
        foreach (var (name, type) in Files)
        {
            endpoints.MapMethods("/" + name, ["GET", "HEAD"], (RequestDelegate)(http => SendAsync(http, name, type).ExecuteAsync(http)));
        }
        endpoints.MapGet("/api/station", (RequestDelegate)(http => Station(http).ExecuteAsync(http)));
        endpoints.MapPost("/api/webchat/token", (RequestDelegate)(async http => await (await TokenAsync(http)).ExecuteAsync(http)));
    }

    private async Task ShowAsync(HttpContext http)
    {
        var nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
        var values = new Dictionary<string, string> { ["nonce"] = nonce, ["district"] = directory.Current.Area.Name };
        var html = await texts.FillAsync(environment.WebRootFileProvider.GetFileInfo("index.html"), values, http.RequestAborted);

        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = PolicyOf(http.Request, nonce);
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Permissions-Policy"] = "geolocation=(), microphone=(), camera=()";
        headers.CacheControl = "no-store";
        await Results.Text(html, "text/html; charset=utf-8").ExecuteAsync(http);
    }

    // Web Chat writes its styles with the nonce, keeps pictures to be sent as blobs, shrinks them in a worker, and talks to this server only.
    private string PolicyOf(HttpRequest request, string nonce) => string.Join("; ",
        "default-src 'none'",
        $"script-src 'self' 'nonce-{nonce}'",
        $"style-src 'self' 'nonce-{nonce}' {EmptyStyle}",
        "img-src 'self' blob: data:",
        "media-src 'self' blob:",
        "worker-src blob:",
        // 'self' covers WebSockets in new browsers only.
        $"connect-src 'self' blob: ws://{request.Host} wss://{request.Host}",
        "base-uri 'none'",
        "form-action 'none'",
        $"frame-ancestors {page.Value.FrameAncestors}");

    private IResult SendAsync(HttpContext http, string name, string type)
    {
        var headers = http.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.Vary = HeaderNames.AcceptEncoding;
        // The page asks for the bundle by its version, so it may be kept; the page's own files are asked about each time.
        headers.CacheControl = http.Request.Query.ContainsKey("v") ? "public, max-age=31536000, immutable" : "no-cache";
        foreach (var (encoding, suffix) in new[] { ("br", ".br"), ("gzip", ".gz"), ("", "") })
        {
            var file = environment.WebRootFileProvider.GetFileInfo(name + suffix);
            if (!file.Exists || !Accepts(http.Request, encoding))
            {
                continue;
            }
            if (encoding.Length > 0)
            {
                headers.ContentEncoding = encoding;
            }
            var tag = new EntityTagHeaderValue($"\"{file.LastModified.UtcTicks:x}-{file.Length:x}\"");
            return TypedResults.Stream(file.CreateReadStream(), type, lastModified: file.LastModified, entityTag: tag);
        }
        headers.CacheControl = "no-store";
        return TypedResults.NotFound();
    }

    private static bool Accepts(HttpRequest request, string encoding) => encoding.Length == 0
        || (StringWithQualityHeaderValue.TryParseList(request.Headers.AcceptEncoding, out var accepted) && accepted.Any(a => a.Value == encoding && a.Quality != 0));

    private JsonHttpResult<StationResponse> Station(HttpContext http)
    {
        http.Response.Headers.CacheControl = "no-store";
        var area = directory.Current;
        var station = area.Station(http.Request.Query["station"]) ?? area.Stations.FirstOrDefault(s => s.Hours is not null);
        return TypedResults.Json(
            new StationResponse(area.Area.Name, station?.Name, station?.Hours, station?.Address, station?.Phone),
            WireJson.Context.StationResponse);
    }

    /// <summary>
    /// Gives the page a token for its resident, who is known by a signed cookie and nothing else. A conversation is resumed only by the
    /// resident who had it.
    /// </summary>
    private async Task<IResult> TokenAsync(HttpContext http)
    {
        http.Response.Headers.CacheControl = "no-store";
        try
        {
            if (!origins.MayCall(http.Request))
            {
                throw new RefusedException(403, "Forbidden", "Not for pages of this origin.");
            }
            var request = await Bodies.ReadAsync(http.Request, WireJson.Context.PageTokenRequest, http.RequestAborted);
            var (known, _) = await tokens.ReadAsync(TokenUse.Resident, http.Request.Cookies[Cookie]);
            var resident = known?.UserId ?? DirectLineServer.BoundUserPrefix + DirectLineServer.NewConversationId();
            var resumed = known is not null && await IsOfAsync(request?.ConversationId, resident, http.RequestAborted);
            var conversation = resumed ? request!.ConversationId! : DirectLineServer.NewConversationId();

            http.Response.Cookies.Append(Cookie, tokens.Issue(TokenUse.Resident, new Grant(UserId: resident), options.Value.ResidentLifetime), new CookieOptions
            {
                HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = http.Request.IsHttps, IsEssential = true, MaxAge = options.Value.ResidentLifetime, Path = "/",
            });
            var token = tokens.Issue(TokenUse.Api, new Grant(conversation, resident), options.Value.TokenLifetime);
            return TypedResults.Json(new PageTokenResponse(token, conversation, resumed), WireJson.Context.PageTokenResponse);
        }
        catch (RefusedException refused)
        {
            return TypedResults.Json(ErrorResponse.Of(refused.Code, refused.Message), BotJson.Error, statusCode: refused.Status);
        }
    }

    private async Task<bool> IsOfAsync(string? conversation, string resident, CancellationToken cancellationToken) =>
        conversation is { Length: > 0 and <= 100 }
        && await store.FindAsync(DirectLineServer.KeyOf(conversation), cancellationToken) is { } record
        && RawActivity.ReadReference(record.Reference).User?.Id == resident;
}
