using System.Text;
using StationBot.Channels.Bot;
using StationBot.Channels.BotProtocol;
using StationBot.Channels.Sending;
using StationBot.Handling.Messages;

namespace StationBot.Channels.Tencent;

/// <summary>
/// What waits in one conversation as one message, as far as it fits: the platform lets few through, and several sentences in one are better than
/// the last of them tomorrow. wechat.md §10 "Spending plan", §19.
/// </summary>
internal sealed class LateAnswers(IOutbox outbox, ChannelNotes notes, ChannelWords words, TimeProvider time)
{
    /// <summary>Longer than the longest send.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);

    public string TextOf(OutboxItem item) => NumberedChoices.TextOf(ActivityOf(item), words);

    /// <param name="item">In hand; its text comes first.</param>
    /// <returns>What to say, and what beside the item it is made of: now the caller's, to be given to <see cref="EndAsync"/>.</returns>
    public async Task<(string Text, IReadOnlyList<OutboxItem> Carried)> PackAsync(OutboxItem item, int maxBytes, CancellationToken cancellationToken)
    {
        var text = TextOf(item);
        // Answers and news alike: whoever leaves one out tells the next before it.
        var waiting = (await outbox.OfConversationAsync(item.ConversationId, cancellationToken)).Where(o => o.Sequence > item.Sequence).ToList();
        List<OutboxItem> carried = [];
        List<Activity> said = [ActivityOf(item)];
        foreach (var next in waiting)
        {
            said.Add(ActivityOf(next));
            var longer = NumberedChoices.TextOf(said, words);
            if (Encoding.UTF8.GetByteCount(longer) > maxBytes || !await outbox.TakeAsync(next, Lease, cancellationToken))
            {
                break;
            }
            text = longer;
            carried.Add(next);
        }
        return (text, carried);
    }

    private static Activity ActivityOf(OutboxItem item) => RawActivity.Read(item.Raw, new ConversationReference(), MessageDirection.Out);

    /// <summary>What was carried goes the way of what carried it, and has a line of its own in the channel log.</summary>
    public async Task EndAsync(IReadOnlyList<OutboxItem> carried, SendOutcome outcome, CancellationToken cancellationToken)
    {
        foreach (var other in carried)
        {
            var failure = outcome as SendOutcome.Failed;
            notes.Note(
                other.Conversation.Channel, MessageDirection.Out, "send", failure?.Why.ToString() ?? (outcome as SendOutcome.Sent)?.Way ?? "", TimeSpan.Zero,
                new Concerning(other.ConversationId, other.Sequence), failure?.Code ?? 0, failure?.Trace);
            await (outcome switch
            {
                SendOutcome.Failed { Why: SendFailure.TimedOut, Then: not FailurePolicy.Retry } lost => outbox.ParkAsync(other.Id, $"{lost.Why} {lost.Code}", null, cancellationToken),
                SendOutcome.Failed failed => outbox.RetryAsync(other.Id, time.GetUtcNow(), $"{failed.Why} {failed.Code}", null, cancellationToken),
                _ => outbox.DeliveredAsync(other.Id, (outcome as SendOutcome.Sent)?.ActivityId, cancellationToken),
            });
        }
    }
}
