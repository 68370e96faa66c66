using StationBot.Channels.BotProtocol;
using StationBot.Channels.WebChat;

namespace StationBot.Host.Operations;

/// <summary>A station without a district takes nobody: 503 with a page for residents and an error for programs. Health and metrics stay reachable.</summary>
internal sealed partial class ClosedStation
{
    private const string RetryAfterSeconds = "60";
    private readonly RequestDelegate _next;
    private readonly LiveDirectory _directory;
    private readonly IWebHostEnvironment _environment;
    private readonly PageTexts _texts;

    // Built once, when the server starts: after the district was loaded, or was not.
    public ClosedStation(RequestDelegate next, LiveDirectory directory, IWebHostEnvironment environment, PageTexts texts, ILogger<ClosedStation> logger)
    {
        (_next, _directory, _environment, _texts) = (next, directory, environment, texts);
        if (!directory.IsLoaded)
        {
            LogClosed(logger);
        }
    }

    public Task InvokeAsync(HttpContext http)
    {
        if (_directory.IsLoaded || http.Request.Path.StartsWithSegments("/healthz") || http.Request.Path.StartsWithSegments("/metrics"))
        {
            return _next(http);
        }
        http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        http.Response.Headers.RetryAfter = RetryAfterSeconds;
        http.Response.Headers.CacheControl = "no-store";
        return http.Request.Path == "/" ? ShowAsync(http.Response) : http.Response.WriteAsJsonAsync(
            ErrorResponse.Of("ServiceUnavailable", "The station is not open yet: no district has been imported."), http.RequestAborted);
    }

    private async Task ShowAsync(HttpResponse response)
    {
        var html = await _texts.FillAsync(_environment.WebRootFileProvider.GetFileInfo("closed.html"), new Dictionary<string, string>(), response.HttpContext.RequestAborted);
        response.ContentType = "text/html; charset=utf-8";
        response.Headers.ContentSecurityPolicy = "default-src 'none'";
        await response.WriteAsync(html, response.HttpContext.RequestAborted);
    }

    [LoggerMessage(3001, LogLevel.Warning, "No district has been imported: residents get 503 until `stationbot import` and a restart")]
    private static partial void LogClosed(ILogger logger);
}
