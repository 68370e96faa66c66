using StationBot.Channels.Sending;
using StationBot.Handling.Messages;

namespace StationBot.Channels.WeCom;

/// <summary>
/// Messages that customer service accepted and reported as failed afterwards (<c>msg_send_fail</c>): each is in the outbox again with the reason, staff
/// are told, and its line in the channel log is tied to it. wechat.md §19.
/// </summary>
internal sealed class KfFailures(IOutbox outbox, IConversationStore store, ChannelNotes notes, StaffNotices items, TimeProvider time)
{
    /// <summary>The report may be quicker than our note that the message was accepted.</summary>
    private static readonly TimeSpan Later = TimeSpan.FromSeconds(2);
    private const int MostLooks = 3;

    public async Task TakeAsync(KfInbound.SendFailed failed, CancellationToken cancellationToken)
    {
        // Session over, closed, five messages gone: open again with the customer's next word. The types are general knowledge, not in the stored material.
        var (isHeld, why) = failed.Type is 4 or 5 or 6 ? (true, SendFailure.NoWayOpen) : (false, SendFailure.Rejected);
        var conversation = await store.FindAsync(failed.Customer, cancellationToken);
        IReadOnlyList<long>? lost = null;
        for (var look = 1; conversation is not null && KfSender.ItemOf(failed.MessageId) is var (item, id) && lost is null && look <= MostLooks; look++)
        {
            if (look > 1)
            {
                await Task.Delay(Later, time, cancellationToken);
            }
            lost = await outbox.TakeBackAsync(conversation.Id, item, id, isHeld, $"{why} {failed.Type}", items.Of(conversation.Id, StaffNotices.Undelivered), cancellationToken);
        }
        foreach (var sequence in lost?.Cast<long?>() ?? [])
        {
            Note(sequence);
        }
        if (lost is null or [])
        {
            // Told before, or none of ours.
            Note(null);
        }

        void Note(long? sequence) => notes.Note(
            KfMessages.ChannelId, MessageDirection.In, "msg_send_fail", why.ToString(), TimeSpan.Zero, conversation is null ? null : new Concerning(conversation.Id, sequence), failed.Type);
    }
}
