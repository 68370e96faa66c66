using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;
using StationBot.Channels.Bot;
using StationBot.Channels.BotProtocol;
using StationBot.Channels.Sending;
using StationBot.Channels.Tencent;
using StationBot.Handling.Messages;

namespace StationBot.Channels.WeCom;

/// <summary>Sends what the outbox holds for a member as messages of the app. wechat.md §18.</summary>
internal sealed class WeComSender(WeComApp app, IConversationStore store, IChannelMemory memory, ChannelWords words, IOptions<WeComOptions> options, TimeProvider time)
{
    /// <summary>How far back the same words may lie and still be taken for a repetition by the platform.</summary>
    private const int LooksBack = 20;

    /// <summary>Takes no room and is not seen.</summary>
    private const char Unseen = '\u200B';

    public async Task<SendOutcome> SendAsync(OutboxItem item, CancellationToken cancellationToken)
    {
        if (item.Conversation.Id.Split('/', 2) is not [var agent, var userId])
        {
            return new SendOutcome.Failed(SendFailure.NotFound, 0, FailurePolicy.TellStaff);
        }
        var text = TextOf(item.Raw);
        var mark = await MarkAsync(item, text, cancellationToken);
        var again = words[ChannelWords.Again];
        var pieces = TextPieces.Split(text, options.Value.MaxTextBytes - (mark.Length * 3) - Encoding.UTF8.GetByteCount(again));
        var name = $"pieces/{item.Conversation.Channel}/{item.Conversation.Id}";
        var fact = pieces.Count > 1 ? await memory.FindAsync(name, cancellationToken) : null;
        var progress = fact is null ? null : JsonSerializer.Deserialize<Progress>(fact.Value);
        var sent = progress?.Item == item.Id ? progress.Sent : 0;
        // The platform drops a body that it has had, for a while: so long the message may go as often as it takes. What may be known by then says so, once.
        var isDropped = time.GetUtcNow() - item.At < options.Value.DuplicateCheck;
        for (var i = sent; i < pieces.Count; i++)
        {
            var isMarked = i == sent && !isDropped && Doubt.Of(item) > 0;
            var result = await app.SendTextAsync(agent, WeComReceivers.User(userId), (isMarked ? again : "") + pieces[i] + mark, cancellationToken);
            if (result.Outcome is SendOutcome.Failed failed)
            {
                return !failed.Why.MayHaveArrived() ? failed : failed with { Then = isDropped ? FailurePolicy.Retry : FailurePolicy.TellStaff };
            }
            if (result.InvalidUsers.Count > 0)
            {
                return new SendOutcome.Failed(SendFailure.NotFound, 0, FailurePolicy.Hold);
            }
            if (pieces.Count > 1)
            {
                await memory.SaveAsync(name, JsonSerializer.Serialize(new Progress(item.Id, i + 1)), fact?.Version ?? 0, cancellationToken);
                fact = await memory.FindAsync(name, cancellationToken);
            }
        }
        return new SendOutcome.Sent(null, pieces.Count == 0 ? "nothing" : "message/send");
    }

    // The platform drops a body that it has had a moment ago, so that a lost answer can be sent again; but the bot may well mean to say the same thing
    // twice. Then the second differs from the first by something unseen, and from itself, sent again, by nothing.
    private async Task<string> MarkAsync(OutboxItem item, string text, CancellationToken cancellationToken)
    {
        var before = await store.ReadAsync(item.ConversationId, Math.Max(0, item.Sequence - 1 - LooksBack), LooksBack, cancellationToken);
        var isRepeated = before.Any(t => t.Direction == MessageDirection.Out && t.Sequence < item.Sequence && TextOf(t.Raw) == text);
        return isRepeated ? new string(Unseen, 1 + (int)(item.Sequence % (LooksBack + 1))) : "";
    }

    private string TextOf(string raw) => NumberedChoices.TextOf(RawActivity.Read(raw, new ConversationReference(), MessageDirection.Out), words);

    /// <summary>Pieces of a long message that went out before one failed, so that none is said twice.</summary>
    private sealed record Progress(Guid Item, int Sent);
}
