using StationBot.Channels.Sending;
using StationBot.Channels.Tencent;
using StationBot.Handling.Messages;

namespace StationBot.Channels.WeChat;

/// <summary>
/// What the platform says became of a notice it had taken: one that did not arrive is staff's business, and the message it announced no longer counts as
/// announced. wechat.md §6, §11, §12.
/// </summary>
internal sealed class WeChatReports(IConversationStore store, IOutbox outbox, ResidentWindows windows, StaffNotices notices)
{
    /// <returns>The message that was announced, for the channel log; without a number when the resident has it by now.</returns>
    public async Task<Concerning?> TakeAsync(ConversationKey resident, string key, WeChatInbound.Report report)
    {
        if (await store.FindAsync(resident, CancellationToken.None) is not { } conversation)
        {
            return null;
        }
        var way = WeChatSender.WayOf(report.Door);
        // A subscription's answer bears no number, and what was sent before numbers were kept has none.
        string[] notes = [SendOutcome.Announced.NoteOf(way, null), SendOutcome.Announced.NoteOf(way, report.NoticeId)];
        if (report.Change is { } change)
        {
            await windows.ChangeAsync(resident, w => w.Once(key, change), CancellationToken.None);
        }
        // Told again, it finds nothing that is still announced, and staff have been told.
        var announced = report.IsFailed
            ? await outbox.ReportedAsync(conversation.Id, notes, $"{SendFailure.NoWayOpen} {way} {report.Code}", notices.Of(conversation.Id, StaffNotices.Undelivered), CancellationToken.None)
            : await outbox.ReportedAsync(conversation.Id, notes, null, null, CancellationToken.None);
        return new Concerning(conversation.Id, announced.Count > 0 ? announced[0] : null);
    }
}
