using System.Text.Json;
using Microsoft.Extensions.Options;
using StationBot.Channels.Bot;
using StationBot.Channels.BotProtocol;
using StationBot.Channels.Sending;
using StationBot.Handling.Messages;

namespace StationBot.Channels.WeCom;

/// <summary>Takes in one entry that customer service gave; giving it twice changes nothing. wechat.md §19.</summary>
internal sealed class KfIntake(
    KfTurns turns, KfWindows windows, IConversationStore store, IAttachmentStore files, IChannelLog log, ChannelWords words, IOptions<WeComOptions> options, TimeProvider time)
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
                var conversation = await store.FindAsync(failed.Customer, cancellationToken);
                var now = time.GetUtcNow();
                log.Note(new ChannelLogEntry
                {
                    Id = Guid.CreateVersion7(now), At = now, Channel = KfMessages.ChannelId, Direction = MessageDirection.In, What = "msg_send_fail",
                    Outcome = SendFailure.Rejected.ToString(), Code = failed.Type, ConversationId = conversation?.Id,
                });
                break;
        }
    }

    private async Task SaidAsync(WeComAccount account, string id, KfInbound.Said said, CancellationToken cancellationToken)
    {
        var activity = said.Activity;
        var window = await windows.ChangeAsync(new ConversationKey(KfMessages.ChannelId, activity.Conversation!.Id!), w => w.Wrote(said.At), cancellationToken);
        activity.ChannelData = KfMessages.StationData(window.Station ?? account.CustomerService!.Station);
        await turns.TakeAsync(ArrivalOf(id, activity), activity.Conversation.Id!, said.Media, cancellationToken);
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
        await turns.TakeAsync(ArrivalOf(id, activity), activity.Conversation.Id!, null, cancellationToken);
    }

    private Arrival ArrivalOf(string id, Activity activity)
    {
        var now = time.GetUtcNow();
        return new Arrival(Guid.CreateVersion7(now), KfMessages.ChannelId, id, ArrivedTurns.PayloadOf(activity, options.Value.MaxTextBytes / 3 - 100), now, ArrivalState.Waiting, null, 1);
    }
}
