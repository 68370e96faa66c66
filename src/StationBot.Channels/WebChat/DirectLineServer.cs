using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StationBot.Channels.Bot;
using StationBot.Channels.BotProtocol;
using StationBot.Handling.Messages;

namespace StationBot.Channels.WebChat;

/// <summary>The calls of Direct Line 3.0 that give tokens, and start, resume and read conversations. bot-framework.md §6.</summary>
internal sealed partial class DirectLineServer(
    IConversationStore store, ConversationLog log, DirectLineTurns turns, DirectLineAccess access, DirectLineTokens tokens, Origins origins,
    IOptions<DirectLineOptions> options, ILogger<DirectLineServer> logger)
{
    /// <summary>Ids that clients may not choose: they say that a token is bound to this user.</summary>
    public const string BoundUserPrefix = "dl_";
    public const int LongestUserId = 200;

    /// <summary>POST tokens/generate: a token for a conversation that does not begin yet.</summary>
    public async Task<IResult> GenerateTokenAsync(HttpContext http)
    {
        var grant = await access.RequireAsync(http, mayBeAnonymous: true);
        if (grant.Conversation is not null)
        {
            throw new RefusedException(403, "Forbidden", "Tokens are made with the secret, not with a token.");
        }
        var request = await RequestAsync(http);
        var bound = grant.IsSecret ? request.User : Unreserved(request.User);
        return Tell(new Grant(NewConversationId(), bound?.Id, bound?.Name, request.TrustedOrigins), StatusCodes.Status200OK);
    }

    /// <summary>POST tokens/refresh: the same token, good for longer.</summary>
    public async Task<IResult> RefreshTokenAsync(HttpContext http)
    {
        var grant = await access.RequireAsync(http, mayBeAnonymous: false);
        return grant.Conversation is null
            ? throw new RefusedException(403, "Forbidden", "A secret needs no refreshing; send a token.")
            : Tell(grant, StatusCodes.Status200OK);
    }

    /// <summary>POST conversations: begins one, or finds it begun.</summary>
    public async Task<IResult> StartAsync(HttpContext http)
    {
        var grant = await access.RequireAsync(http, mayBeAnonymous: true);
        var request = await RequestAsync(http);
        var isBound = grant.UserId is not null || (grant.IsSecret && request.User is not null);
        var user = grant.UserId is { } id ? new UserReference(id, grant.UserName) : isBound ? request.User : Unreserved(request.User);

        var conversation = grant.Conversation ?? NewConversationId();
        var isNew = await store.FindAsync(KeyOf(conversation), http.RequestAborted) is null && await turns.BeginAsync(conversation, user, request.Locale);
        return Tell(
            new Grant(conversation, isBound ? user?.Id : null, isBound ? user?.Name : null, grant.Origins ?? request.TrustedOrigins),
            isNew ? StatusCodes.Status201Created : StatusCodes.Status200OK,
            StreamUrl(http.Request, conversation, after: 0));
    }

    /// <summary>GET conversations/{id}: a new stream. With a watermark it replays from there, without one it brings only what is new.</summary>
    public async Task<IResult> ReconnectAsync(HttpContext http)
    {
        var (grant, record) = await ConversationAsync(http);
        var after = http.Request.Query.TryGetValue("watermark", out var watermark) && watermark is [{ Length: > 0 } given]
            ? ConversationLog.PositionOf(given, record)
            : record.LastSequence;
        return Tell(grant with { Conversation = record.Key.Id }, StatusCodes.Status200OK, StreamUrl(http.Request, record.Key.Id, after));
    }

    /// <summary>GET conversations/{id}/activities: what came after a watermark.</summary>
    public async Task<IResult> ReadAsync(HttpContext http)
    {
        var watermark = http.Request.Query["watermark"].ToString();
        try
        {
            var (_, record) = await ConversationAsync(http);
            return Json(await log.ReadAllAsync(record, ConversationLog.PositionOf(watermark, record), origins.PublicOf(http.Request), http.RequestAborted));
        }
        catch (Exception trouble) when (trouble is not (RefusedException or OperationCanceledException))
        {
            // Both clients stop polling for good at a 5xx, silently; told that there is nothing new, they ask again. bot-framework.md §7.1.
            LogReadFailed(trouble);
            return Json(ConversationLog.Empty(long.TryParse(watermark, NumberStyles.None, CultureInfo.InvariantCulture, out var old) ? old : 0));
        }
    }

    /// <summary>The grant of a call and the conversation it is about.</summary>
    /// <exception cref="RefusedException">401, 403, or 404 for one that has not begun.</exception>
    public async Task<(Grant Grant, ConversationRecord Record)> ConversationAsync(HttpContext http)
    {
        var id = (string?)http.GetRouteValue("id") ?? "";
        var grant = await access.RequireAsync(http, id);
        return (grant, await store.FindAsync(KeyOf(id), http.RequestAborted) ?? throw new RefusedException(404, "NotFound", "There is no such conversation."));
    }

    public static ConversationKey KeyOf(string conversation) => new(ChannelIds.DirectLine, conversation);

    /// <summary>128 random bits: whoever holds a token knows its conversation's id, nobody else guesses it.</summary>
    public static string NewConversationId() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16));

    private static async Task<TokenRequest> RequestAsync(HttpContext http)
    {
        var request = await Bodies.ReadAsync(http.Request, WireJson.Context.TokenRequest, http.RequestAborted) ?? new TokenRequest();
        if (request.User?.Id?.Length > LongestUserId || request.User?.Name?.Length > LongestUserId || request.TrustedOrigins is { Count: > 20 })
        {
            throw new RefusedException(400, "BadArgument", "user or trustedOrigins is too long.");
        }
        if (request.TrustedOrigins?.FirstOrDefault(o => !Origins.IsOrigin(o)) is not null)
        {
            throw new RefusedException(400, "BadArgument", "trustedOrigins holds something that is not an origin.");
        }
        return string.IsNullOrEmpty(request.User?.Id) ? request with { User = null } : request;
    }

    private static UserReference? Unreserved(UserReference? user) => user?.Id?.StartsWith(BoundUserPrefix, StringComparison.Ordinal) == true
        ? throw new RefusedException(400, "BadArgument", $"User ids that begin with {BoundUserPrefix} come with a token that is bound to them.")
        : user;

    private JsonHttpResult<ConversationResponse> Tell(Grant grant, int status, string? streamUrl = null) => TypedResults.Json(
        new ConversationResponse(
            grant.Conversation!, tokens.Issue(TokenUse.Api, grant, options.Value.TokenLifetime), (int)options.Value.TokenLifetime.TotalSeconds, streamUrl),
        WireJson.Context.ConversationResponse,
        statusCode: status);

    // Authorised by its own short-lived token: a WebSocket of a browser carries no header.
    private string StreamUrl(HttpRequest request, string conversation, long after)
    {
        var token = tokens.Issue(TokenUse.Stream, new Grant(conversation), options.Value.StreamTokenLifetime);
        var origin = origins.PublicOf(request);
        return string.Create(CultureInfo.InvariantCulture, $"ws{origin["http".Length..]}/v3/directline/conversations/{conversation}/stream?watermark={after}&t={token}");
    }

    private static FileContentHttpResult Json(ReadOnlyMemory<byte> set) => TypedResults.Bytes(set, "application/json; charset=utf-8");

    [LoggerMessage(1101, LogLevel.Error, "A conversation could not be read for a polling client; it was told that there is nothing new")]
    private partial void LogReadFailed(Exception trouble);
}
