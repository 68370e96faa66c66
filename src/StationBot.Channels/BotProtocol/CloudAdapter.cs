using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using StationBot.Channels.Bot;
using StationBot.Channels.BotProtocol.Auth;
using StationBot.Channels.Sending;

namespace StationBot.Channels.BotProtocol;

/// <summary>The bot endpoint, POST /api/messages: every channel of Bot Framework talks to the bot here. bot-framework.md §2.</summary>
public sealed partial class CloudAdapter(
    BotFrameworkAuthentication authentication, ConnectorClient connector, ChannelList channels, IOptions<BotFrameworkOptions> options, ILogger<CloudAdapter> logger) : BotAdapter
{
    private int _turns;

    /// <summary>Runs one HTTP exchange. Checks go in this order: method, content type, size, JSON, caller, activity; no bot code before the caller is known.</summary>
    public async Task ProcessAsync(HttpRequest httpRequest, HttpResponse httpResponse, IBot bot, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(httpRequest);
        ArgumentNullException.ThrowIfNull(httpResponse);
        ArgumentNullException.ThrowIfNull(bot);
        try
        {
            await AnswerAsync(httpRequest, httpResponse, bot, cancellationToken);
        }
        catch (RefusedException refused)
        {
            LogRefused(refused.Status, refused.Code);
            await RefuseAsync(httpResponse, refused, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The caller hung up before the turn was decided; nothing has changed, and nobody reads an answer.
        }
    }

    public override async Task<ResourceResponse[]> SendActivitiesAsync(ITurnContext turnContext, IReadOnlyList<Activity> activities, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(turnContext);
        ArgumentNullException.ThrowIfNull(activities);
        var responses = new ResourceResponse[activities.Count];
        for (var i = 0; i < responses.Length; i++)
        {
            responses[i] = await SendOneAsync(turnContext, activities[i], cancellationToken);
        }
        return responses;
    }

    public override async Task<ResourceResponse> UpdateActivityAsync(ITurnContext turnContext, Activity activity, CancellationToken cancellationToken) =>
        Succeed(await connector.UpdateAsync(activity, cancellationToken));

    public override async Task DeleteActivityAsync(ITurnContext turnContext, ConversationReference reference, CancellationToken cancellationToken) =>
        Succeed(await connector.DeleteAsync(reference, cancellationToken));

    private async Task<ResourceResponse> SendOneAsync(ITurnContext turnContext, Activity activity, CancellationToken cancellationToken)
    {
        if (turnContext.TurnState.Get<ExpectedReplies>() is { } replies)
        {
            replies.Activities.Add(activity);
            return new ResourceResponse();
        }
        return Succeed(await connector.SendAsync(activity, cancellationToken));
    }

    private static ResourceResponse Succeed(SendOutcome outcome) => outcome switch
    {
        SendOutcome.Sent sent => new ResourceResponse { Id = sent.ActivityId },
        SendOutcome.Failed failed => throw new SendFailedException(failed),
        _ => throw new InvalidOperationException(),
    };

    private async Task AnswerAsync(HttpRequest request, HttpResponse response, IBot bot, CancellationToken cancellationToken)
    {
        var activity = await ActivityRequests.ReadAsync(request, options.Value.MaxBodyBytes, cancellationToken);
        activity.CallerId = await CallerIdAsync(activity, request, cancellationToken);
        ActivityRequests.Validate(activity);
        if (channels.IsClaimed(activity.ChannelId))
        {
            // Conversations of a channel of our own are entered at its own door only.
            throw new RefusedException(403, "Forbidden", "This channel does not come through Bot Framework.");
        }

        var turnContext = new TurnContext(this, activity);
        turnContext.TurnState.Set(TurnOrigin.Of(activity) with { MaxReplyLength = options.Value.MaxReplyLength });
        var replies = activity.DeliveryMode == DeliveryModes.ExpectReplies ? new ExpectedReplies() : null;
        if (replies is not null)
        {
            turnContext.TurnState.Set(replies);
        }
        await RunAsync(turnContext, bot, cancellationToken);

        // An unhandled invoke is the pipeline's silence: somebody short-circuited it before the bot.
        var invoke = activity.Type == ActivityTypes.Invoke ? turnContext.TurnState.Get<InvokeResponse>() ?? new InvokeResponse(501) : null;
        var status = invoke?.Status ?? StatusCodes.Status200OK;
        if (replies is not null)
        {
            replies.Body = invoke?.Body;
            await WriteAsync(response, status, replies, BotJson.ExpectedReplies, CancellationToken.None);
        }
        else if (invoke?.Body is { } body)
        {
            await WriteAsync(response, status, body, BotJson.Element, CancellationToken.None);
        }
        else
        {
            response.StatusCode = status;
        }
    }

    private async ValueTask<string?> CallerIdAsync(Activity activity, HttpRequest request, CancellationToken cancellationToken)
    {
        // A bot without credentials trusts its own machine; a web page open on that machine is somebody else.
        if (!options.Value.HasCredentials && request.Headers.Origin is [{ Length: > 0 } origin]
            && !(Uri.TryCreate(origin, UriKind.Absolute, out var page) && page.Authority == request.Host.Value))
        {
            throw new RefusedException(403, "Forbidden", "Not for pages of another origin.");
        }
        try
        {
            return await authentication.AuthenticateAsync(activity, request.Headers.Authorization, cancellationToken) switch
            {
                Caller.Known known => known.CallerId,
                Caller.Forbidden forbidden => throw new RefusedException(403, "Forbidden", forbidden.Reason),
                Caller.Unauthorized unauthorized => throw new RefusedException(401, "Unauthorized", unauthorized.Reason),
                _ => throw new InvalidOperationException(),
            };
        }
        catch (SigningKeysUnavailableException unavailable)
        {
            LogNoKeys(unavailable);
            throw new RefusedException(503, "ServiceUnavailable", "Tokens cannot be checked right now.") { RetryAfterSeconds = 30 };
        }
    }

    private async Task RunAsync(TurnContext turnContext, IBot bot, CancellationToken cancellationToken)
    {
        try
        {
            if (Interlocked.Increment(ref _turns) > options.Value.MaxTurns)
            {
                throw new OverloadedException("Too many turns are under way.");
            }
            await RunPipelineAsync(turnContext, bot.OnTurnAsync, cancellationToken);
        }
        catch (OverloadedException overloaded)
        {
            throw new RefusedException(503, "ServiceUnavailable", overloaded.Message) { RetryAfterSeconds = 1 };
        }
        finally
        {
            Interlocked.Decrement(ref _turns);
        }
    }

    private static Task RefuseAsync(HttpResponse response, RefusedException refused, CancellationToken cancellationToken)
    {
        var headers = response.Headers;
        switch (refused.Status)
        {
            case 401: headers.WWWAuthenticate = "Bearer"; break;
            case 405: headers.Allow = HttpMethods.Post; break;
            case 503: headers[HeaderNames.RetryAfter] = refused.RetryAfterSeconds.ToString(CultureInfo.InvariantCulture); break;
        }
        return WriteAsync(response, refused.Status, ErrorResponse.Of(refused.Code, refused.Message), BotJson.Error, cancellationToken);
    }

    private static Task WriteAsync<T>(HttpResponse response, int status, T body, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(body, type);
        response.StatusCode = status;
        response.ContentType = "application/json; charset=utf-8";
        response.ContentLength = bytes.Length;
        return response.Body.WriteAsync(bytes, cancellationToken).AsTask();
    }

    [LoggerMessage(1001, LogLevel.Information, "A call to the bot endpoint was refused: {Status} {Code}")]
    private partial void LogRefused(int status, string code);

    [LoggerMessage(1002, LogLevel.Error, "The channel's signing keys cannot be read")]
    private partial void LogNoKeys(Exception unavailable);
}
