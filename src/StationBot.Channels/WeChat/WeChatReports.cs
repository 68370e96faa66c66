using StationBot.Channels.Sending;
using StationBot.Channels.Tencent;
using StationBot.Handling.Messages;

namespace StationBot.Channels.WeChat;

/// <summary>What the platform says became of a notice it had taken: one that did not arrive is staff's business. wechat.md §6, §11.</summary>
internal sealed class WeChatReports(Departures once, IConversationStore store, ITriage triage, StaffNotices notices)
{
    public async Task TakeAsync(ConversationKey resident, string key, WeChatInbound.Report report)
    {
        if (report.IsFailed && await store.FindAsync(resident, CancellationToken.None) is { } conversation)
        {
            await once.OnceAsync(WeChatMessages.ChannelId, key, () => triage.RaiseAsync(notices.Of(conversation.Id, StaffNotices.Undelivered), CancellationToken.None));
        }
    }
}
