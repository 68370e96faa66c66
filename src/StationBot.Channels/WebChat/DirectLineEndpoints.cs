using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using StationBot.Channels.BotProtocol;
using StationBot.Handling.Messages;

namespace StationBot.Channels.WebChat;

/// <summary>The HTTP side of Direct Line 3.0: routes, what every answer carries, and how errors are said.</summary>
internal sealed partial class DirectLineEndpoints(
    DirectLineServer server, DirectLineTurns turns, Uploads uploads, OpenStreams streams, DirectLineTokens tokens, Origins origins,
    IConversationStore store, IAttachmentStore files, IHostApplicationLifetime lifetime, IOptions<DirectLineOptions> options, ILogger<DirectLineEndpoints> logger)
{
    private const string Base = "/v3/directline";

    public void Map(IEndpointRouteBuilder endpoints)
    {
        Map("POST", "/tokens/generate", server.GenerateTokenAsync);
        Map("POST", "/tokens/refresh", server.RefreshTokenAsync);
        Map("POST", "/conversations", server.StartAsync);
        Map("GET", "/conversations/{id}", server.ReconnectAsync);
        Map("GET", "/conversations/{id}/activities", server.ReadAsync);
        Map("POST", "/conversations/{id}/activities", PostAsync);
        Map("POST", "/conversations/{id}/upload", UploadAsync);
        Map("GET", "/conversations/{id}/stream", StreamAsync);
        Map("GET", "/attachments/{file}", FileAsync);
        Map("GET", "/session/getsessionid", SessionAsync);
        endpoints.Map(Base + "/{**rest}", http => AnswerAsync(http, NothingAsync));

        void Map(string method, string path, Func<HttpContext, Task<IResult>> call) =>
            endpoints.MapMethods(Base + path, [method], (RequestDelegate)(http => AnswerAsync(http, call)));
    }

    /// <summary>Runs a call and says what went wrong as Direct Line says it.</summary>
    private async Task AnswerAsync(HttpContext http, Func<HttpContext, Task<IResult>> call)
    {
        origins.Allow(http.Request, http.Response);
        // Tokens, and what residents wrote: nothing for a cache on the way.
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        IResult answer;
        try
        {
            answer = await call(http);
        }
        catch (RefusedException refused)
        {
            LogRefused(refused.Status, refused.Code);
            answer = Say(http, refused);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            return;
        }
        catch (Exception bug) when (!http.Response.HasStarted)
        {
            LogBug(bug);
            answer = Say(http, new RefusedException(500, "ServiceError", "Something went wrong here."));
        }
        await answer.ExecuteAsync(http);
    }

    private static JsonHttpResult<ErrorResponse> Say(HttpContext http, RefusedException refused)
    {
        if (refused.Status == StatusCodes.Status401Unauthorized)
        {
            http.Response.Headers.WWWAuthenticate = "Bearer";
        }
        if (refused.RetryAfterSeconds > 0)
        {
            http.Response.Headers[HeaderNames.RetryAfter] = refused.RetryAfterSeconds.ToString(CultureInfo.InvariantCulture);
        }
        return TypedResults.Json(ErrorResponse.Of(refused.Code, refused.Message), BotJson.Error, statusCode: refused.Status);
    }

    // Every call of a page on another origin is asked about first, without its Authorization header.
    private static Task<IResult> NothingAsync(HttpContext http) => HttpMethods.IsOptions(http.Request.Method)
        ? Task.FromResult<IResult>(TypedResults.NoContent())
        : throw new RefusedException(404, "NotFound", "Direct Line 3.0 has no such call.");

    private async Task<IResult> PostAsync(HttpContext http)
    {
        var (grant, record) = await server.ConversationAsync(http);
        var activity = await ActivityRequests.ReadAsync(http.Request, options.Value.MaxActivityBytes, http.RequestAborted, options.Value.MaxActivityCharacters);
        return Id(await turns.PostAsync(activity, record, grant));
    }

    private async Task<IResult> UploadAsync(HttpContext http)
    {
        var (grant, record) = await server.ConversationAsync(http);
        var upload = await uploads.ReadAsync(http.Request, http.RequestAborted);
        return Id(await turns.PostAsync(upload, record, grant, http.Request.Query["userId"]));
    }

    private static JsonHttpResult<IdResponse> Id(string id) => TypedResults.Json(new IdResponse(id), WireJson.Context.IdResponse);

    private async Task<IResult> StreamAsync(HttpContext http)
    {
        var id = (string?)http.GetRouteValue("id") ?? "";
        if (!http.WebSockets.IsWebSocketRequest)
        {
            throw new RefusedException(400, "BadArgument", "This address is for a WebSocket.");
        }
        if (!origins.MayCall(http.Request))
        {
            throw new RefusedException(403, "Forbidden", "Not for pages of this origin.");
        }
        var (grant, expired) = await tokens.ReadAsync(TokenUse.Stream, http.Request.Query["t"]);
        if (grant?.Conversation != id)
        {
            throw new RefusedException(403, expired ? "TokenExpired" : "Forbidden", "The stream's address is not valid, or not any more: connect again.");
        }
        var record = await store.FindAsync(DirectLineServer.KeyOf(id), http.RequestAborted) ?? throw new RefusedException(404, "NotFound", "There is no such conversation.");
        var after = ConversationLog.PositionOf(http.Request.Query["watermark"], record);
        using var socket = await http.WebSockets.AcceptWebSocketAsync();
        try
        {
            await streams.FollowAsync(socket, record, after, origins.PublicOf(http.Request), options.Value.KeepAlive, lifetime.ApplicationStopping, http.RequestAborted);
        }
        catch (Exception trouble)
        {
            // The client comes back by itself, with its watermark.
            LogStreamFailed(trouble);
        }
        return TypedResults.Empty;
    }

    private async Task<IResult> FileAsync(HttpContext http)
    {
        if (await files.OpenAsync((string?)http.GetRouteValue("file") ?? "", http.RequestAborted) is not { } found)
        {
            throw new RefusedException(404, "NotFound", "There is no such file.");
        }
        // Whatever a stranger packed into it: shown as a picture or saved, never run as a page of ours.
        http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        http.Response.Headers.CacheControl = "private, max-age=86400, immutable";
        return TypedResults.Stream(found.Content, found.File.ContentType, found.File.Name is { Length: > 0 } name ? name : "file", enableRangeProcessing: true);
    }

    private static Task<IResult> SessionAsync(HttpContext http) =>
        Task.FromResult<IResult>(TypedResults.Json(new SessionResponse(DirectLineServer.NewConversationId()), WireJson.Context.SessionResponse));

    [LoggerMessage(1103, LogLevel.Information, "A Direct Line call was refused: {Status} {Code}")]
    private partial void LogRefused(int status, string code);

    [LoggerMessage(1104, LogLevel.Error, "A Direct Line call failed")]
    private partial void LogBug(Exception bug);

    [LoggerMessage(1105, LogLevel.Warning, "A stream ended early")]
    private partial void LogStreamFailed(Exception trouble);
}
