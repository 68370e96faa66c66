using System.Text.Json;
using Microsoft.Extensions.Logging;
using StationBot.Channels.Bot;
using StationBot.Channels.BotProtocol;
using StationBot.Channels.Speech;
using StationBot.Handling.Messages;

namespace StationBot.Channels.WeChat;

/// <summary>Runs the turns of WeChat messages, in the exchange or after it; and, as the worker, those that a crash or a failure left undone.</summary>
internal sealed class WeChatTurns(
    ArrivedTurns turns, IArrivals arrivals, IConversationStore store, IOutbox outbox, WeChatAccounts accounts, ResidentWindows windows, WeChatMediaFetcher media, ISpeechToText speech,
    TimeProvider time, ILogger<WeChatTurns> logger) : ArrivalWorker(WeChatMessages.ChannelId, arrivals, time, logger)
{
    private readonly TimeProvider _time = time;

    /// <summary>What a new message changes beside its turn: the windows it opens, the file it brings.</summary>
    public async Task BeginAsync(WeChatInbound.Turn inbound, CancellationToken cancellationToken)
    {
        if (inbound.Media is { } file)
        {
            await media.AskAsync(AccountOf(inbound.Activity), file, cancellationToken);
        }
        if (inbound.Opens is { } trigger)
        {
            var now = _time.GetUtcNow();
            await windows.ChangeAsync(
                KeyOf(inbound.Activity), w => (trigger == WindowTrigger.Message ? w.Wrote(now) : w.Tapped(now)) with { Station = inbound.Station ?? w.Station }, cancellationToken);
        }
    }

    public async Task<TurnScope> RunAsync(Arrival arrival, TimeSpan hold, CancellationToken cancellationToken)
    {
        var activity = ArrivedTurns.ActivityOf(arrival);
        if (activity is { Type: ActivityTypes.Message, Text: { Length: > 0 } text })
        {
            activity.Text = await NumberedChoices.ReadAsync(store, KeyOf(activity), text, cancellationToken);
        }
        else if (speech.IsOn && activity.Attachments is [{ ContentType: "audio/amr" } voice])
        {
            activity.Text = await WordsOfAsync(activity, voice, cancellationToken);
        }
        if (((await windows.FindAsync(KeyOf(activity), cancellationToken)).Station ?? accounts.Find(AccountOf(activity))?.Settings.Station) is { Length: > 0 } station)
        {
            activity.ChannelData = JsonSerializer.SerializeToElement(new Dictionary<string, string> { ["entryStation"] = station }, BotJson.Strings);
        }
        return await turns.RunAsync(arrival, activity, hold, cancellationToken);
    }

    protected override async Task<bool> RunAsync(Arrival arrival, CancellationToken cancellationToken)
    {
        var scope = await RunAsync(arrival, TimeSpan.Zero, cancellationToken);
        await outbox.ReleaseAsync(scope.Conversation.Id, cancellationToken);
        return true;
    }

    private async Task<string> WordsOfAsync(Activity activity, Attachment voice, CancellationToken cancellationToken) =>
        await media.RecordingAsync(AccountOf(activity), voice.ContentUrl![WebChat.Uploads.Route.Length..], cancellationToken) is { } recording
            ? await speech.TranscribeAsync(voice.Name ?? "", "audio/amr", recording, cancellationToken) ?? ""
            : "";

    private static ConversationKey KeyOf(Activity activity) => new(WeChatMessages.ChannelId, activity.Conversation!.Id!);

    private static string AccountOf(Activity activity) => activity.Conversation!.Id!.Split('/')[0];
}
