using Microsoft.Extensions.Logging;
using StationBot.Channels.Bot;
using StationBot.Channels.BotProtocol;
using StationBot.Channels.Sending;
using StationBot.Channels.Speech;
using StationBot.Channels.Tencent;
using StationBot.Handling.Messages;

namespace StationBot.Channels.WeCom;

/// <summary>
/// Messages that were acknowledged, or pulled, before their turn: on disk first, then one turn after the other in each conversation, and by the
/// worker what a crash or a failure left undone. Answers go out by the outbox. wechat.md §18, §19.
/// </summary>
internal abstract partial class WeComTurns(
    string channel, ArrivedTurns turns, IArrivals arrivals, IConversationStore store, IOutbox outbox, WeComMediaFetcher media, ISpeechToText speech, TimeProvider time, ILogger logger)
    : ArrivalWorker(channel, arrivals, time, logger)
{
    /// <summary>Until the turn has released them; a crash in between delays the answers by no more.</summary>
    private static readonly TimeSpan Hold = TimeSpan.FromSeconds(10);
    private readonly string _channel = channel;
    private readonly IArrivals _arrivals = arrivals;
    private readonly ILogger _logger = logger;
    private readonly Dictionary<string, Task> _last = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();

    /// <summary>Keeps a message; its turn begins by itself.</summary>
    /// <returns>Where it stands in the log, once its turn is over; null when it was here before.</returns>
    public async Task<Task<Concerning?>?> TakeAsync(Arrival arrival, CancellationToken cancellationToken)
    {
        if (await _arrivals.AddAsync(arrival, Lease, cancellationToken) is not null)
        {
            return null;
        }
        var conversation = arrival.Person!.Value.Id;
        lock (_gate)
        {
            var mine = AfterAsync(_last.GetValueOrDefault(conversation), arrival);
            _last[conversation] = mine;
            _ = ForgetAsync(conversation, mine);
            return mine;
        }
    }

    protected override async Task<bool> RunAsync(Arrival arrival, CancellationToken cancellationToken)
    {
        await TurnAsync(arrival, cancellationToken);
        return true;
    }

    // All of it may be run again.
    private async Task<TurnScope> TurnAsync(Arrival arrival, CancellationToken cancellationToken)
    {
        var activity = ArrivedTurns.ActivityOf(arrival);
        var file = ArrivedTurns.BesideOf<PlatformMedia>(arrival);
        var person = new ConversationKey(_channel, activity.Conversation!.Id!);
        TurnScope? scope = null;
        try
        {
            string? says = null;
            if (activity is { Type: ActivityTypes.Message, Text: { Length: > 0 } words } && (says = await AnswerStaffAsync(activity, words, arrival.Key, cancellationToken)) is not null)
            {
                // The step stands in the case's log, in the unit's name; the chat's keeps that there was one.
                (activity.Type, activity.Name, activity.Text) = (ActivityTypes.Event, "wecom/staff", null);
            }
            else if (activity is { Type: ActivityTypes.Message, Text: { Length: > 0 } text })
            {
                activity.Text = await NumberedChoices.ReadAsync(store, person, text, cancellationToken);
            }
            else if (speech.IsOn && file is not null && activity.Attachments is [{ ContentType: "audio/amr" } voice])
            {
                await media.AskAsync(person, file, arrival.Key, MediaFetcher.TurnFirst, cancellationToken);
                activity.Text = await media.RecordingAsync(person, file.FileId, cancellationToken) is { } recording
                    ? await speech.TranscribeAsync(voice.Name ?? "", "audio/amr", recording, cancellationToken) ?? ""
                    : "";
            }
            scope = await turns.RunAsync(arrival, activity, Hold, says, cancellationToken);
        }
        finally
        {
            if (file is not null && scope is not { WasErased: true })
            {
                // After the turn, so that the log can say to which message a file belongs; but whatever became of the turn.
                await media.AskAsync(person, file, arrival.Key, TimeSpan.Zero, cancellationToken);
            }
        }
        if (activity.Type == ActivityTypes.Message || scope.Outbound.Count > 0)
        {
            // What was held for this person is due too, for they have written again.
            await outbox.ReleaseAsync(scope.Conversation.Id, cancellationToken);
        }
        return scope;
    }

    /// <summary>What the channel itself answers to a member of staff who wrote about a case; null: it is a resident's message.</summary>
    protected virtual Task<string?> AnswerStaffAsync(Activity activity, string words, string key, CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    private async Task<Concerning?> AfterAsync(Task? before, Arrival arrival)
    {
        using var hand = InHand(arrival.Id);
        // Never inside the lock, and not in the callback's five seconds.
        await Task.Yield();
        if (before is not null)
        {
            await before;
        }
        try
        {
            var scope = await TurnAsync(arrival, CancellationToken.None);
            await _arrivals.AcknowledgeAsync(arrival.Id, CancellationToken.None);
            return Concerning.Of(scope);
        }
        catch (Exception failure)
        {
            await GiveBackAsync(arrival, failure);
            return null;
        }
    }

    private async Task ForgetAsync(string conversation, Task mine)
    {
        await mine;
        lock (_gate)
        {
            if (_last.GetValueOrDefault(conversation) == mine)
            {
                _last.Remove(conversation);
            }
        }
    }

    private async Task GiveBackAsync(Arrival arrival, Exception failure)
    {
        LogFailed(_logger, failure, _channel, arrival.Id);
        try
        {
            await FailAsync(arrival, CancellationToken.None);
        }
        catch (Exception worse)
        {
            // The lease runs out and the worker comes by.
            LogFailed(_logger, worse, _channel, arrival.Id);
        }
    }

    [LoggerMessage(1070, LogLevel.Error, "The turn of a message of {Channel}, {ArrivalId}, failed")]
    private static partial void LogFailed(ILogger logger, Exception failure, string channel, Guid arrivalId);
}

/// <summary>What members write in an app.</summary>
internal sealed class AppTurns(
    ArrivedTurns turns, IArrivals arrivals, IConversationStore store, IOutbox outbox, WeComMediaFetcher media, ISpeechToText speech, StaffDesk desk, TimeProvider time, ILogger<AppTurns> logger)
    : WeComTurns(WeComMessages.ChannelId, turns, arrivals, store, outbox, media, speech, time, logger)
{
    protected override Task<string?> AnswerStaffAsync(Activity activity, string words, string key, CancellationToken cancellationToken) =>
        activity.Conversation!.Id!.Split('/', 2) is [var agent, var member] ? desk.AnswerAsync(agent, member, words, key, cancellationToken) : Task.FromResult<string?>(null);
}

/// <summary>What customers write to 微信客服.</summary>
internal sealed class KfTurns(
    ArrivedTurns turns, IArrivals arrivals, IConversationStore store, IOutbox outbox, WeComMediaFetcher media, ISpeechToText speech, TimeProvider time, ILogger<KfTurns> logger)
    : WeComTurns(KfMessages.ChannelId, turns, arrivals, store, outbox, media, speech, time, logger);
