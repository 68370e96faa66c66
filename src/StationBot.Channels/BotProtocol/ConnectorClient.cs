using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Polly.Timeout;
using StationBot.Channels.BotProtocol.Auth;
using StationBot.Channels.Sending;
using MsalException = Microsoft.Identity.Client.MsalException;
using MsalServiceException = Microsoft.Identity.Client.MsalServiceException;

namespace StationBot.Channels.BotProtocol;

/// <summary>
/// The bot's side of Connector REST v3: posts to the channel at the conversation's <c>serviceUrl</c>. Tokens go to allowed hosts only and
/// never follow a redirect. Short waits and retries happen inside; longer ones come back as a retryable failure. bot-framework.md §5.
/// </summary>
public sealed partial class ConnectorClient(
    IHttpClientFactory http, IConnectorTokens tokens, ServiceUrls allowed, TimeProvider time, ILogger<ConnectorClient> logger)
{
    internal const string HttpClientName = "stationbot-connector";

    /// <summary>Sends an addressed activity: as a reply when it answers one, else into the conversation.</summary>
    public Task<SendOutcome> SendAsync(Activity activity, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(activity);
        if (activity.Type == ActivityTypes.Trace && activity.ChannelId != ChannelIds.Emulator)
        {
            return Task.FromResult<SendOutcome>(new SendOutcome.Sent(null));
        }
        var body = activity.ShallowCopy();
        body.Id = null;
        return CallAsync(HttpMethod.Post, activity.ServiceUrl, activity.Conversation, activity.ReplyToId, body, cancellationToken);
    }

    public Task<SendOutcome> UpdateAsync(Activity activity, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(activity);
        return CallAsync(HttpMethod.Put, activity.ServiceUrl, activity.Conversation, activity.Id, activity, cancellationToken);
    }

    /// <param name="reference">Its <see cref="ConversationReference.ActivityId"/> is what to delete.</param>
    public Task<SendOutcome> DeleteAsync(ConversationReference reference, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(reference);
        return CallAsync(HttpMethod.Delete, reference.ServiceUrl, reference.Conversation, reference.ActivityId, null, cancellationToken);
    }

    private async Task<SendOutcome> CallAsync(
        HttpMethod method, string? serviceUrl, ConversationAccount? conversation, string? activityId, Activity? body, CancellationToken cancellationToken)
    {
        if (!allowed.IsAllowed(serviceUrl) || string.IsNullOrEmpty(conversation?.Id))
        {
            LogNotAllowed();
            return new SendOutcome.Failed(SendFailure.HostNotAllowed, 0, FailurePolicy.TellStaff);
        }
        var url = UrlOf(serviceUrl!, conversation.Id, activityId);
        var bytes = body is null ? null : JsonSerializer.SerializeToUtf8Bytes(body, BotJson.Activity);
        try
        {
            using var first = await PostAsync(method, url, bytes, renew: false, cancellationToken);
            if (first.StatusCode != HttpStatusCode.Unauthorized)
            {
                return await OutcomeAsync(first, cancellationToken);
            }
            using var second = await PostAsync(method, url, bytes, renew: true, cancellationToken);
            return await OutcomeAsync(second, cancellationToken);
        }
        catch (MsalException noToken)
        {
            LogNoToken(noToken.ErrorCode);
            return new SendOutcome.Failed(SendFailure.NoToken, (noToken as MsalServiceException)?.StatusCode ?? 0, FailurePolicy.Retry);
        }
        catch (HttpRequestException)
        {
            return new SendOutcome.Failed(SendFailure.Unavailable, 0, FailurePolicy.Retry);
        }
        catch (TimeoutRejectedException)
        {
            return new SendOutcome.Failed(SendFailure.TimedOut, 0, FailurePolicy.Retry);
        }
    }

    private async Task<HttpResponseMessage> PostAsync(HttpMethod method, Uri url, byte[]? body, bool renew, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, url);
        if (await tokens.GetAsync(renew, cancellationToken) is { } token)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") { CharSet = "utf-8" } } };
        }
        return await http.CreateClient(HttpClientName).SendAsync(request, HttpCompletionOption.ResponseContentRead, cancellationToken);
    }

    // The id is opaque and may hold / or |; the base may end in a slash and may have a path of its own.
    private static Uri UrlOf(string serviceUrl, string conversationId, string? activityId)
    {
        var activities = $"{serviceUrl.TrimEnd('/')}/v3/conversations/{Uri.EscapeDataString(conversationId)}/activities";
        return new Uri(string.IsNullOrWhiteSpace(activityId) ? activities : $"{activities}/{Uri.EscapeDataString(activityId)}");
    }

    private async Task<SendOutcome> OutcomeAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var code = (int)response.StatusCode;
        if (response.IsSuccessStatusCode)
        {
            return new SendOutcome.Sent(await IdAsync(response, cancellationToken));
        }
        var wait = RetryAfter.Of(response, time);
        return code switch
        {
            401 => new SendOutcome.Failed(SendFailure.Unauthorized, code, FailurePolicy.Retry),
            403 => new SendOutcome.Failed(SendFailure.Forbidden, code, FailurePolicy.TellStaff),
            404 => new SendOutcome.Failed(SendFailure.NotFound, code, FailurePolicy.TellStaff),
            408 => new SendOutcome.Failed(SendFailure.TimedOut, code, FailurePolicy.Retry, wait),
            412 or 429 => new SendOutcome.Failed(SendFailure.Throttled, code, FailurePolicy.Retry, wait),
            501 or 505 or < 500 => new SendOutcome.Failed(SendFailure.Rejected, code, FailurePolicy.TellStaff),
            _ => new SendOutcome.Failed(SendFailure.Unavailable, code, FailurePolicy.Retry, wait),
        };
    }

    // Success may come with an empty body, {} or something of a proxy's own: then there is no id, and still success.
    private static async Task<string?> IdAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            return JsonSerializer.Deserialize(await response.Content.ReadAsByteArrayAsync(cancellationToken), BotJson.ResourceResponse)?.Id;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    [LoggerMessage(1020, LogLevel.Warning, "A message was not sent: its conversation has no serviceUrl on an allowed host")]
    private partial void LogNotAllowed();

    [LoggerMessage(1021, LogLevel.Warning, "No token for the Connector: {ErrorCode}")]
    private partial void LogNoToken(string errorCode);
}
