using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StationBot.Channels.Bot;
using StationBot.Channels.BotProtocol;
using StationBot.Channels.Sending;
using StationBot.Channels.Tencent;
using StationBot.Handling.Messages;

namespace StationBot.Channels.WeChat;

/// <summary>An answer for the exchange itself, and the messages it is made of.</summary>
/// <param name="HasMore">Messages are left that did not fit and can go another way.</param>
/// <param name="Late">Positions in the log of those that had been tried another way before.</param>
internal sealed record InstantReply(string Text, Guid ConversationId, IReadOnlyList<Guid> Items, bool HasMore, IReadOnlyList<long>? Late = null);

/// <param name="Reply">Null: <c>success</c>, and the answer goes another way.</param>
/// <param name="Message">Where the message stands in the log, once its turn is over.</param>
internal sealed record Taken(InstantReply? Reply, Task<Concerning?> Message);

/// <summary>
/// The five-second rule: on disk first; then the turn; its answer in the exchange when it is ready in time, and otherwise by the outbox. A
/// repetition gets the same answer, whichever machine it comes to. wechat.md §3.
/// </summary>
internal sealed partial class WeChatExchange(
    IArrivals arrivals, IOutbox outbox, ResidentWindows windows, WeChatTurns turns, ChannelNotes notes, ChannelWords words, IOptions<WeChatOptions> options, TimeProvider time,
    ILogger<WeChatExchange> logger)
{
    /// <summary>Longer than all three attempts of the platform; then the outbox sends what no exchange has carried.</summary>
    private static readonly TimeSpan Hold = TimeSpan.FromSeconds(25);
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(100);

    /// <param name="mayAnswer">False: the exchange can carry no answer, so all of it goes by the outbox.</param>
    /// <param name="left">How much of the platform's patience is left.</param>
    public async Task<Taken> TakeAsync(WeChatAccount account, Arrival arrival, bool mayAnswer, TimeSpan left, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(left > TimeSpan.Zero ? left : TimeSpan.Zero, time);
        if (await arrivals.AddAsync(arrival, ArrivalWorker.Lease, cancellationToken) is { } known)
        {
            var again = await RepeatAsync(known, patience.Token);
            return new Taken(again, notes.FindAsync(arrival.Person!.Value, arrival.Key, CancellationToken.None));
        }
        // From here on the message is safe, and its turn no longer depends on who is still listening.
        var turn = RunAsync(arrival);
        var message = MessageOfAsync(turn);
        try
        {
            await turn.WaitAsync(patience.Token);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            _ = FinishAsync(arrival, turn);
            return new Taken(null, message);
        }
        return new Taken(await turn is { } scope ? await AnswerAsync(arrival, scope, account, mayAnswer) : null, message);
    }

    private static async Task<Concerning?> MessageOfAsync(Task<TurnScope?> turn) => Concerning.Of(await turn);

    /// <summary>The exchange carried the answer: nobody sends it again.</summary>
    public async Task CarriedAsync(InstantReply reply)
    {
        // At one stroke: the resident's next word may be here already, and what seems to be on its way keeps its answer out of the exchange.
        await outbox.CarriedAsync(reply.Items, CancellationToken.None);
        foreach (var late in reply.Late ?? [])
        {
            // The last that the log says of it is why it did not get there; the answer itself stands with the message that it answers.
            notes.Note(WeChatMessages.ChannelId, MessageDirection.Out, "send", "reply", TimeSpan.Zero, new Concerning(reply.ConversationId, late));
        }
        if (reply.HasMore)
        {
            // Not before the exchange is over: the platform keeps no order between its two ways (§10).
            await outbox.ReleaseAsync(reply.ConversationId, CancellationToken.None);
        }
    }

    /// <summary>The same answer for a message that comes again, once there is one.</summary>
    private async Task<InstantReply?> RepeatAsync(Arrival known, CancellationToken patience)
    {
        try
        {
            while (known.State == ArrivalState.Waiting)
            {
                await Task.Delay(Glance, time, patience);
                known = await arrivals.FindAsync(known.Channel, known.Key, patience) ?? known with { State = ArrivalState.Acknowledged };
            }
        }
        catch (OperationCanceledException)
        {
            return null;
        }
        return known.Answer is { } answer ? JsonSerializer.Deserialize<InstantReply>(answer) : null;
    }

    /// <returns>Null when the turn failed: it is noted, and the worker tries again.</returns>
    private async Task<TurnScope?> RunAsync(Arrival arrival)
    {
        using var hand = turns.InHand(arrival.Id);
        try
        {
            return await turns.RunAsync(arrival, Hold, CancellationToken.None);
        }
        catch (Exception failure)
        {
            LogFailed(failure, arrival.Id);
            await turns.FailAsync(arrival, CancellationToken.None);
            return null;
        }
    }

    private async Task<InstantReply?> AnswerAsync(Arrival arrival, TurnScope scope, WeChatAccount account, bool mayAnswer)
    {
        var waiting = await outbox.OfConversationAsync(scope.Conversation.Id, CancellationToken.None);
        var isOnlyWay = account.Settings.Kind == AccountKind.Unverified;
        var known = await windows.FindAsync(scope.Conversation.Key, CancellationToken.None);
        var (text, items) = Pack(waiting, known, isOnlyWay);
        // What is on its way by the outbox is older, and the last question that a phone shows must be the one that a number answers (§10).
        if (mayAnswer && items.Count > 0 && !await outbox.IsSendingAsync(scope.Conversation.Id, CancellationToken.None))
        {
            var reply = new InstantReply(text, scope.Conversation.Id, [.. items.Select(i => i.Id)], !isOnlyWay && items.Count < waiting.Count, [.. items.Where(i => i.Attempts > 0).Select(i => i.Sequence)]);
            if (await arrivals.AnswerAsync(arrival.Id, JsonSerializer.Serialize(reply), items, Hold, CancellationToken.None))
            {
                return reply;
            }
        }
        // Nothing to say, too much for one reply, or the outbox was quicker with a part of it: then all of it goes that way.
        await arrivals.AcknowledgeAsync(arrival.Id, CancellationToken.None);
        if (waiting.Count > 0)
        {
            await outbox.ReleaseAsync(scope.Conversation.Id, CancellationToken.None);
        }
        return null;
    }

    // What has waited for the resident comes first, said to be sent again where they may have it; then the answers, as many as fit into the one reply that is free. §9.
    private (string Text, List<OutboxItem> Items) Pack(IReadOnlyList<OutboxItem> waiting, Windows known, bool isOnlyWay)
    {
        var (text, items, said, isMarked) = ("", new List<OutboxItem>(), new List<Activity>(), false);
        var limit = options.Value.MaxTextBytes - (isOnlyWay ? Encoding.UTF8.GetByteCount(words[ChannelWords.More]) + 2 : 0);
        foreach (var item in waiting)
        {
            var whole = RawActivity.Read(item.Raw, new ConversationReference(), MessageDirection.Out);
            // Of one that was cut, the rest.
            said.Add(known.Partly != item.Id ? whole : new Activity { Type = ActivityTypes.Message, Text = NumberedChoices.TextOf(whole, words)[known.Said..].TrimStart() });
            if (Doubt.Of(item) > 0 && !isMarked)
            {
                (said[^1].Text, isMarked) = (words[ChannelWords.Again] + said[^1].Text, true);
            }
            var longer = NumberedChoices.TextOf(said, words);
            if (Encoding.UTF8.GetByteCount(longer) > limit)
            {
                if (isOnlyWay && items.Count == 0)
                {
                    // There is no second message: better its beginning than nothing.
                    return (TextPieces.Split(longer, limit)[0], [item]);
                }
                break;
            }
            text = longer;
            items.Add(item);
        }
        return (isOnlyWay && items.Count < waiting.Count ? $"{text}\n\n{words[ChannelWords.More]}" : text, items);
    }

    /// <summary>The turn outlasted the exchange: its answer is due at once, by the outbox.</summary>
    private async Task FinishAsync(Arrival arrival, Task<TurnScope?> turn)
    {
        try
        {
            if (await turn is { } scope)
            {
                await arrivals.AcknowledgeAsync(arrival.Id, CancellationToken.None);
                await outbox.ReleaseAsync(scope.Conversation.Id, CancellationToken.None);
            }
        }
        catch (Exception failure)
        {
            // The lease runs out and the worker comes by; the replies are in the outbox already.
            LogFailed(failure, arrival.Id);
        }
    }

    [LoggerMessage(1050, LogLevel.Error, "The turn of WeChat message {ArrivalId} failed")]
    private partial void LogFailed(Exception failure, Guid arrivalId);
}
