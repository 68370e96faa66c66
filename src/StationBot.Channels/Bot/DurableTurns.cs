using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using StationBot.Channels.BotProtocol;
using StationBot.Handling.Messages;

namespace StationBot.Channels.Bot;

/// <summary>
/// Makes a turn all or nothing. One at a time per conversation; what the bot sends is held back; message, replies, memory, cases and
/// flags are committed in one transaction; only then do replies go anywhere. A message that was handled before gets the same answers
/// again, so a channel may repeat itself after a crash, a timeout or a lost answer. bot-framework.md §2.2, §8.
/// </summary>
public sealed partial class DurableTurns(
    IConversationStore store, IDialog dialog, ConversationLocks locks, ConversationSignals signals, TimeProvider time, ILogger<DurableTurns> logger) : IMiddleware
{
    /// <summary>Keys are indexed by the store; a longer one is stood for by its hash.</summary>
    private const int LongestKey = 200;

    /// <exception cref="OverloadedException">Too much waits in this conversation, or it changed under two runs of the turn: nothing was saved, try again.</exception>
    public async Task OnTurnAsync(ITurnContext turnContext, NextDelegate next, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(turnContext);
        ArgumentNullException.ThrowIfNull(next);

        // An invoke is a question of the channel, answered in the same HTTP exchange; it is not part of a conversation's log.
        if (turnContext.Activity.Type == ActivityTypes.Invoke)
        {
            await next(cancellationToken);
            return;
        }

        var began = time.GetTimestamp();
        var channel = Telemetry.ChannelTag(turnContext.Activity.ChannelId);
        using var trace = Telemetry.Source.StartActivity("turn")?.SetTag("channel", channel);
        var end = TurnEnd.Failed;
        try
        {
            end = await TakeTurnAsync(turnContext, next, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            end = TurnEnd.Cancelled;
            throw;
        }
        catch (OverloadedException)
        {
            end = TurnEnd.Overloaded;
            throw;
        }
        finally
        {
            Telemetry.TurnEnded(channel, end, time.GetElapsedTime(began));
        }
    }

    private async Task<TurnEnd> TakeTurnAsync(ITurnContext turnContext, NextDelegate next, CancellationToken cancellationToken)
    {
        var activity = turnContext.Activity;
        var origin = turnContext.TurnState.Get<TurnOrigin>() ?? TurnOrigin.Of(activity);
        var key = new ConversationKey(activity.ChannelId ?? "", activity.Conversation?.Id ?? "");
        var inboxKey = turnContext.TurnState.Get<ConversationReference>() is null ? InboxKeyOf(origin, activity) : null;

        using var place = await locks.EnterAsync(key, cancellationToken, () => activity is { Type: ActivityTypes.Message, Text: { Length: > 0 } text } && dialog.IsUrgent(text));
        turnContext.TurnState.Set(place);
        using var buffer = new SendBuffer(turnContext);
        for (var run = 1; run <= 2; run++)
        {
            var scope = await BeginAsync(activity, key, origin, inboxKey, cancellationToken);
            turnContext.TurnState.Set(scope);
            if (scope.WasDuplicate)
            {
                Release(turnContext, scope);
                return TurnEnd.Duplicate;
            }
            turnContext.TurnState.Set<IStorage>(new RecordStorage(scope));
            await next(cancellationToken);

            if (scope is { Inbound: null, Outcome: null, Outbound.Count: 0 })
            {
                return TurnEnd.Nothing;
            }
            var commit = TurnCommits.Of(scope, activity);
            // From here on a caller who hangs up changes nothing: the turn is decided and its answers will be waiting.
            switch (await store.CommitAsync(commit, CancellationToken.None))
            {
                case CommitResult.Committed committed:
                    scope.Conversation = committed.Conversation;
                    scope.Inbound = commit.Inbound;
                    signals.Publish(committed.Conversation.Id, commit.Conversation.LastSequence);
                    Release(turnContext, scope);
                    return TurnEnd.Committed;
                case CommitResult.Duplicate duplicate:
                    Recall(scope, duplicate, activity);
                    Release(turnContext, scope);
                    return TurnEnd.Duplicate;
                case CommitResult.Gone:
                    scope.WasErased = true;
                    scope.Outbound.Clear();
                    return TurnEnd.Nothing;
                case CommitResult.Conflict:
                    LogConflict(scope.Conversation.Id, run);
                    break;
            }
        }
        throw new OverloadedException("The conversation changed while the turn ran, twice.");
    }

    private string InboxKeyOf(TurnOrigin origin, Activity activity) =>
        (string.IsNullOrEmpty(origin.InboxKey) ? activity.Id : origin.InboxKey) switch
        {
            // It cannot be recognised when it comes again, but it is still one message.
            null or "" => Guid.CreateVersion7(time.GetUtcNow()).ToString("N"),
            { Length: > LongestKey } key => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key))),
            var key => key,
        };

    /// <param name="inboxKey">Null in a proactive turn: nothing came in.</param>
    private async ValueTask<TurnScope> BeginAsync(Activity activity, ConversationKey key, TurnOrigin origin, string? inboxKey, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var known = await store.FindAsync(key, cancellationToken);
        if (known is null && inboxKey is null)
        {
            throw new InvalidOperationException("A proactive turn needs a conversation that exists.");
        }
        var record = known ?? new ConversationRecord
        {
            Id = Guid.CreateVersion7(now),
            Key = key,
            ResidentId = await store.ResidentAsync(key.Channel, People.ResidentOf(activity)?.Id ?? "", cancellationToken),
            StartedAt = now,
            LastInboundAt = now,
        };
        if (inboxKey is not null)
        {
            record = await AddressAsync(record, activity, origin, cancellationToken);
        }
        var scope = new TurnScope(record, origin, now > record.LastInboundAt ? now : record.LastInboundAt) { Memory = record.Memory };
        if (inboxKey is null)
        {
            return scope;
        }
        if (known is not null && await store.FindHandledAsync(known.Id, inboxKey, cancellationToken) is { } handled)
        {
            Recall(scope, handled, activity);
            return scope;
        }
        scope.Inbound = TurnCommits.InboundOf(scope, activity, inboxKey);
        return scope;
    }

    // The address is refreshed by every message, since a channel may move (bot-framework.md §5). A conversation that began with the bot's
    // own arrival learns here who the resident is.
    private async ValueTask<ConversationRecord> AddressAsync(ConversationRecord record, Activity activity, TurnOrigin origin, CancellationToken cancellationToken)
    {
        if (record.Reference is not null && activity.Type != ActivityTypes.Message)
        {
            return record;
        }
        var reference = People.AddressOf(activity, origin.Delivery);
        if (reference == record.Reference)
        {
            return record;
        }
        return record with
        {
            Reference = reference,
            ResidentId = record.Reference is null
                ? record.ResidentId
                : await store.ResidentAsync(record.Key.Channel, People.ResidentOf(activity)?.Id ?? "", cancellationToken),
        };
    }

    private static void Recall(TurnScope scope, CommitResult.Duplicate handled, Activity activity)
    {
        var reference = activity.GetConversationReference();
        scope.WasDuplicate = true;
        scope.Inbound = handled.Inbound;
        scope.Outbound.Clear();
        scope.Outbound.AddRange(handled.Answers.Select(a => RawActivity.Read(a.Raw, reference, MessageDirection.Out)));
    }

    private static void Release(ITurnContext turnContext, TurnScope scope)
    {
        if (scope.Origin.Delivery == Delivery.Response)
        {
            turnContext.TurnState.Get<ExpectedReplies>()?.Activities.AddRange(scope.Outbound);
        }
    }

    [LoggerMessage(1010, LogLevel.Warning, "Conversation {ConversationId} changed while a turn ran, run {Run}")]
    private partial void LogConflict(Guid conversationId, int run);

    /// <summary>Holds back what the bot sends until the turn is committed. Once disposed, sends go to the adapter again.</summary>
    private sealed class SendBuffer : IDisposable
    {
        private bool _open = true;

        public SendBuffer(ITurnContext turnContext) => turnContext.OnSendActivities(SendAsync);

        public void Dispose() => _open = false;

        private Task<ResourceResponse[]> SendAsync(ITurnContext turnContext, List<Activity> activities, Func<Task<ResourceResponse[]>> next)
        {
            if (!_open || turnContext.TurnState.Get<TurnScope>() is not { } scope)
            {
                return next();
            }
            var responses = new ResourceResponse[activities.Count];
            for (var i = 0; i < responses.Length; i++)
            {
                responses[i] = new ResourceResponse { Id = Hold(scope, activities[i]) };
            }
            return Task.FromResult(responses);
        }

        private static string? Hold(TurnScope scope, Activity activity)
        {
            if (activity.Type == ActivityTypes.Trace)
            {
                return null;
            }
            if (scope.Inbound is null)
            {
                // Web Chat holds back a reply to an activity it has never seen. bot-framework.md §7.2.
                activity.ReplyToId = null;
            }
            if (scope.Origin.Delivery == Delivery.Log)
            {
                activity.Id = TurnCommits.ActivityId(scope.Conversation.Key, scope.FirstOutbound + scope.Outbound.Count);
                activity.Timestamp = scope.Now;
            }
            scope.Outbound.Add(activity);
            return activity.Id;
        }
    }
}
