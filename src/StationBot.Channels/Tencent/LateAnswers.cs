using System.Text;
using StationBot.Channels.Bot;
using StationBot.Channels.BotProtocol;
using StationBot.Channels.Sending;
using StationBot.Handling.Messages;

namespace StationBot.Channels.Tencent;

/// <summary>A message that went along with another, and its position in the log.</summary>
internal sealed record Carried(Guid Id, long Sequence);

/// <summary>
/// What waits in one conversation as one message, as far as it fits: the platform lets few through, and several sentences in one are better than
/// the last of them tomorrow. wechat.md §10 "Spending plan", §19.
/// </summary>
internal sealed class LateAnswers(IOutbox outbox, IConversationStore store, ChannelNotes notes, ChannelWords words, TimeProvider time)
{
    /// <summary>Longer than the longest send, and over before that of the item that carries them: after a crash they go together once more.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(110);

    public string TextOf(OutboxItem item) => NumberedChoices.TextOf(ActivityOf(item), words);

    /// <param name="item">In hand; its text comes first.</param>
    /// <returns>What to say, and what beside the item it is made of: now the caller's, to be given to <see cref="EndAsync"/>.</returns>
    public async Task<(string Text, IReadOnlyList<Carried> Carried)> PackAsync(OutboxItem item, int maxBytes, CancellationToken cancellationToken)
    {
        var text = TextOf(item);
        // Answers and news alike: whoever leaves one out tells the next before it.
        var waiting = (await outbox.OfConversationAsync(item.ConversationId, cancellationToken)).Where(o => o.Sequence > item.Sequence).ToList();
        List<Carried> carried = [];
        List<Activity> said = [ActivityOf(item)];
        // What may be known already says so at its beginning, and so begins a message of its own.
        foreach (var next in waiting.TakeWhile(next => Doubt.Of(item) > 0 || Doubt.Of(next) == 0))
        {
            said.Add(ActivityOf(next));
            var longer = NumberedChoices.TextOf(said, words);
            if (Encoding.UTF8.GetByteCount(longer) > maxBytes || !await outbox.TakeAsync(next, Lease, cancellationToken))
            {
                break;
            }
            text = longer;
            carried.Add(new Carried(next.Id, next.Sequence));
        }
        return (text, carried);
    }

    /// <summary>What was said when these went along, for a second try under the same id.</summary>
    public async Task<string> TextOfAsync(OutboxItem item, IReadOnlyList<Carried> carried, CancellationToken cancellationToken)
    {
        if (carried.Count == 0)
        {
            return TextOf(item);
        }
        var turns = await store.ReadAsync(item.ConversationId, item.Sequence, (int)(carried[^1].Sequence - item.Sequence), cancellationToken);
        return NumberedChoices.TextOf([ActivityOf(item), .. turns.Where(t => carried.Any(c => c.Sequence == t.Sequence)).Select(t => ActivityOf(t.Raw))], words);
    }

    private static Activity ActivityOf(OutboxItem item) => ActivityOf(item.Raw);

    private static Activity ActivityOf(string raw) => RawActivity.Read(raw, new ConversationReference(), MessageDirection.Out);

    /// <summary>What was carried goes the way of what carried it, and has a line of its own in the channel log.</summary>
    /// <param name="item">That carried them.</param>
    public async Task EndAsync(OutboxItem item, IReadOnlyList<Carried> carried, SendOutcome outcome, CancellationToken cancellationToken)
    {
        foreach (var other in carried)
        {
            var failure = outcome as SendOutcome.Failed;
            notes.Note(
                item.Conversation.Channel, MessageDirection.Out, "send", failure?.Why.ToString() ?? (outcome as SendOutcome.Sent)?.Way ?? "", TimeSpan.Zero,
                new Concerning(item.ConversationId, other.Sequence), failure?.Code ?? 0, failure?.Trace);
            await (outcome switch
            {
                SendOutcome.Failed { Then: FailurePolicy.Hold } lost when lost.Why.MayHaveArrived() => outbox.HoldAsync(other.Id, Doubt.ErrorOf(item, lost), null, cancellationToken),
                SendOutcome.Failed { Then: not FailurePolicy.Retry } lost when lost.Why.MayHaveArrived() => outbox.ParkAsync(other.Id, Doubt.ErrorOf(item, lost), null, cancellationToken),
                SendOutcome.Failed failed => outbox.RetryAsync(other.Id, time.GetUtcNow(), Doubt.ErrorOf(item, failed), null, cancellationToken),
                _ => outbox.DeliveredAsync(other.Id, (outcome as SendOutcome.Sent)?.ActivityId, cancellationToken),
            });
        }
    }
}
