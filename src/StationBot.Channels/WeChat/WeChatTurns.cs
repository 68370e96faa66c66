using System.Text.Json;
using Microsoft.Extensions.Logging;
using StationBot.Channels.Bot;
using StationBot.Channels.BotProtocol;
using StationBot.Channels.Speech;
using StationBot.Channels.Tencent;
using StationBot.Handling.Messages;
using StationBot.Handling.Roster;

namespace StationBot.Channels.WeChat;

/// <summary>What a message changes beside its turn.</summary>
/// <param name="Station">Of the QR code that was scanned.</param>
internal sealed record WeChatBeside(WindowTrigger? Opens, PlatformMedia? Media, string? Station);

/// <summary>Runs the turns of WeChat messages, in the exchange or after it; and, as the worker, those that a crash or a failure left undone.</summary>
internal sealed class WeChatTurns(
    ArrivedTurns turns, IArrivals arrivals, IConversationStore store, IOutbox outbox, WeChatAccounts accounts, ResidentWindows windows, WeChatMediaFetcher media, ISpeechToText speech,
    IAreaDirectory area, TimeProvider time, ILogger<WeChatTurns> logger) : ArrivalWorker(WeChatMessages.ChannelId, arrivals, time, logger)
{
    /// <summary>Runs a message's turn, and what belongs to it beside: the windows it opens, the file it brings. All of it may be run again.</summary>
    /// <param name="hold">How long the outbox leaves the replies to the caller.</param>
    public async Task<TurnScope> RunAsync(Arrival arrival, TimeSpan hold, CancellationToken cancellationToken)
    {
        var activity = ArrivedTurns.ActivityOf(arrival);
        var beside = ArrivedTurns.BesideOf<WeChatBeside>(arrival) ?? new WeChatBeside(null, null, null);
        var key = KeyOf(activity);
        var isDictated = speech.IsOn && activity is { Text: not { Length: > 0 }, Attachments: [{ ContentType: "audio/amr" }] };
        // Nothing in the turn waits for the windows.
        var opened = OpenAsync(key, beside, arrival.At, cancellationToken);
        TurnScope? scope = null;
        try
        {
            if (beside.Station is not null)
            {
                // But for this.
                await opened;
            }
            if (isDictated && beside.Media is { } recording)
            {
                await media.AskAsync(key, recording, arrival.Key, MediaFetcher.TurnFirst, cancellationToken);
            }
            return scope = await TurnAsync(arrival, activity, key, isDictated, hold, cancellationToken);
        }
        finally
        {
            await opened;
            if (scope is { WasErased: true })
            {
                await ForgetAsync(key, arrival.At, cancellationToken);
            }
            else if (beside.Media is { } file)
            {
                // After the turn, so that the log can say to which message a file belongs; but whatever became of the turn.
                await media.AskAsync(key, file, arrival.Key, TimeSpan.Zero, cancellationToken);
            }
        }
    }

    private async Task OpenAsync(ConversationKey resident, WeChatBeside beside, DateTimeOffset at, CancellationToken cancellationToken)
    {
        if (beside.Opens is { } trigger)
        {
            await windows.ChangeAsync(
                resident, w => (trigger == WindowTrigger.Message ? w.Wrote(at) : w.Tapped(at)) with { Station = ScannedCodes.StationOf(area.Current, beside.Station) ?? w.Station }, cancellationToken);
        }
    }

    // What this message has left after the erasure, and nothing of whoever came back meanwhile.
    private async Task ForgetAsync(ConversationKey resident, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var known = await windows.FindAsync(resident, cancellationToken);
        if ((known.TapAt > known.MessageAt ? known.TapAt : known.MessageAt ?? known.TapAt) == at)
        {
            await windows.ForgetAsync(resident, cancellationToken);
        }
    }

    private async Task<TurnScope> TurnAsync(Arrival arrival, Activity activity, ConversationKey key, bool isDictated, TimeSpan hold, CancellationToken cancellationToken)
    {
        if (activity is { Type: ActivityTypes.Message, Text: { Length: > 0 } text })
        {
            activity.Text = await NumberedChoices.ReadAsync(store, key, text, cancellationToken);
        }
        else if (isDictated)
        {
            activity.Text = await WordsOfAsync(key, activity.Attachments![0], cancellationToken);
        }
        if ((ScannedCodes.StationOf(area.Current, (await windows.FindAsync(key, cancellationToken)).Station) ?? accounts.Find(AccountOf(activity))?.Settings.Station) is { Length: > 0 } station)
        {
            activity.ChannelData = JsonSerializer.SerializeToElement(new Dictionary<string, string> { ["entryStation"] = station }, BotJson.Strings);
        }
        return await turns.RunAsync(arrival, activity, hold, null, cancellationToken);
    }

    protected override async Task<bool> RunAsync(Arrival arrival, CancellationToken cancellationToken)
    {
        var scope = await RunAsync(arrival, TimeSpan.Zero, cancellationToken);
        await outbox.ReleaseAsync(scope.Conversation.Id, cancellationToken);
        return true;
    }

    private async Task<string> WordsOfAsync(ConversationKey key, Attachment voice, CancellationToken cancellationToken) =>
        await media.RecordingAsync(key, voice.ContentUrl![WebChat.Uploads.Route.Length..], cancellationToken) is { } recording
            ? await speech.TranscribeAsync(voice.Name ?? "", "audio/amr", recording, cancellationToken) ?? ""
            : "";

    private static ConversationKey KeyOf(Activity activity) => new(WeChatMessages.ChannelId, activity.Conversation!.Id!);

    private static string AccountOf(Activity activity) => activity.Conversation!.Id!.Split('/')[0];
}
