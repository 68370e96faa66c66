using System.Text.Json;
using Microsoft.Extensions.Options;
using StationBot.Channels.Bot;
using StationBot.Channels.BotProtocol;
using StationBot.Channels.Sending;
using StationBot.Channels.Tencent;
using StationBot.Handling.Messages;
using StationBot.Handling.Roster;

namespace StationBot.Channels.WeCom;

/// <summary>Takes in one entry that customer service gave; giving it twice changes nothing. wechat.md §19.</summary>
internal sealed class KfIntake(
    KfTurns turns, KfWindows windows, KfFailures failures, IAttachmentStore files, IAreaDirectory area, ChannelNotes notes, ChannelWords words, IOptions<WeComOptions> options, TimeProvider time)
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
                await failures.TakeAsync(failed, cancellationToken);
                break;
            case KfInbound.Happened happened:
                await TakeAsync(id, happened.Activity, null, cancellationToken);
                break;
            case KfInbound.Nothing nothing:
                notes.Note(KfMessages.ChannelId, MessageDirection.In, "kf " + CallbackHttp.NameOf(nothing.What), "ignored", TimeSpan.Zero, null);
                break;
        }
    }

    private async Task SaidAsync(WeComAccount account, string id, KfInbound.Said said, CancellationToken cancellationToken)
    {
        var activity = said.Activity;
        var window = await windows.ChangeAsync(new ConversationKey(KfMessages.ChannelId, activity.Conversation!.Id!), w => w.Wrote(said.At), cancellationToken);
        activity.ChannelData = StationOf(window, account);
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
            w => w with { Station = entered.Codes.Select(c => ScannedCodes.StationOf(area.Current, c)).FirstOrDefault(s => s is not null) ?? w.Station, WelcomeCode = isWelcome ? entered.WelcomeCode : w.WelcomeCode, WelcomeUntil = isWelcome ? until : w.WelcomeUntil },
            cancellationToken);
        activity.ChannelData = StationOf(window, account);
        await TakeAsync(id, activity, null, cancellationToken);
    }

    private JsonElement? StationOf(KfWindow window, WeComAccount account) => KfMessages.StationData(ScannedCodes.StationOf(area.Current, window.Station) ?? account.CustomerService!.Station);

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
            _ = notes.NoteAsync(KfMessages.ChannelId, MessageDirection.In, activity.Type == ActivityTypes.Message ? "kf message" : "kf event", activity.Value is null ? "ok" : CallbackHttp.Unknown, TimeSpan.Zero, message);
        }
    }
}
