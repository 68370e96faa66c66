using System.Text.Json;
using Microsoft.Extensions.Options;
using StationBot.Channels.Bot;
using StationBot.Channels.BotProtocol;
using StationBot.Channels.Sending;
using StationBot.Channels.Tencent;
using StationBot.Handling.Messages;

namespace StationBot.Channels.WeCom;

/// <summary>Takes in one entry that customer service gave; giving it twice changes nothing. wechat.md §19.</summary>
internal sealed class KfIntake(
    KfTurns turns, KfWindows windows, IAttachmentStore files, ChannelNotes notes, ChannelWords words, IOptions<WeComOptions> options, TimeProvider time)
{
    public async Task TakeAsync(WeComAccount account, JsonElement entry, CancellationToken cancellationToken)
    {
        if (KfMessages.Text(entry, "msgid") is not { Length: > 0 } id)
        {
            return;
        }
        switch (KfMessages.Read(entry, account.Name, words, files.NewId))
        {
            case KfInbound.Said said:
                await SaidAsync(account, id, said, cancellationToken);
                break;
            case KfInbound.Entered entered:
                await EnteredAsync(account, id, entered, cancellationToken);
                break;
            case KfInbound.SendFailed failed:
                notes.Note(KfMessages.ChannelId, MessageDirection.In, "msg_send_fail", SendFailure.Rejected.ToString(), TimeSpan.Zero, await notes.FindAsync(failed.Customer, null, cancellationToken), failed.Type);
                break;
        }
    }

    private async Task SaidAsync(WeComAccount account, string id, KfInbound.Said said, CancellationToken cancellationToken)
    {
        var activity = said.Activity;
        var window = await windows.ChangeAsync(new ConversationKey(KfMessages.ChannelId, activity.Conversation!.Id!), w => w.Wrote(said.At), cancellationToken);
        activity.ChannelData = KfMessages.StationData(window.Station ?? account.CustomerService!.Station);
        await TakeAsync(id, activity, said.Media, cancellationToken);
    }

    private async Task EnteredAsync(WeComAccount account, string id, KfInbound.Entered entered, CancellationToken cancellationToken)
    {
        var until = entered.At + options.Value.WelcomeWithin;
        // Late, or where the platform wants no welcome, the greeting comes with the answer to the first word.
        var isWelcome = entered.WelcomeCode is not null && time.GetUtcNow() < until;
        var activity = isWelcome ? entered.Join : entered.Entry;
        var window = await windows.ChangeAsync(
            new ConversationKey(KfMessages.ChannelId, activity.Conversation!.Id!),
            w => w with { Station = entered.Station ?? w.Station, WelcomeCode = isWelcome ? entered.WelcomeCode : w.WelcomeCode, WelcomeUntil = isWelcome ? until : w.WelcomeUntil },
            cancellationToken);
        activity.ChannelData = KfMessages.StationData(window.Station ?? account.CustomerService!.Station);
        await TakeAsync(id, activity, null, cancellationToken);
    }

    private async Task TakeAsync(string id, Activity activity, PlatformMedia? file, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var payload = ArrivedTurns.PayloadOf(activity, options.Value.MaxTextBytes / 3 - 100, file);
        var arrival = new Arrival(Guid.CreateVersion7(now), KfMessages.ChannelId, id, payload, now, ArrivalState.Waiting, null, 1)
        {
            Person = new ConversationKey(KfMessages.ChannelId, activity.Conversation!.Id!),
        };
        if (await turns.TakeAsync(arrival, cancellationToken) is { } message)
        {
            _ = notes.NoteAsync(KfMessages.ChannelId, MessageDirection.In, activity.Type == ActivityTypes.Message ? "kf message" : "kf event", "ok", TimeSpan.Zero, message);
        }
    }
}
