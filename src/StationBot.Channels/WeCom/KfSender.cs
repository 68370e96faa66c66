using System.Buffers.Text;
using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using StationBot.Channels.Sending;
using StationBot.Channels.Tencent;
using StationBot.Handling.Messages;

namespace StationBot.Channels.WeCom;

/// <summary>
/// Sends what the outbox holds for a customer of 微信客服: five messages in the 48 hours after their last word, or one welcome. The message's
/// own id makes a second try harmless. wechat.md §19.
/// </summary>
internal sealed class KfSender(
    WeComAccounts accounts, WeComApi api, KfWindows windows, LateAnswers late, IOptions<WeComOptions> options, TimeProvider time)
{
    public async Task<SendOutcome> SendAsync(OutboxItem item, CancellationToken cancellationToken)
    {
        if (item.Conversation.Id.Split('/', 3) is not [var name, var openKfId, var customer] || accounts.Find(name) is not { CustomerService: not null } account)
        {
            // No longer configured; somebody should know whom it leaves without an answer.
            return new SendOutcome.Failed(SendFailure.Misconfigured, 0, FailurePolicy.TellStaff);
        }
        var now = time.GetUtcNow();
        if (account.Paused(now) is { } paused)
        {
            return paused;
        }
        var text = late.TextOf(item);
        var known = await windows.FindAsync(item.Conversation, cancellationToken);
        return text.Length == 0 ? new SendOutcome.Sent(null, "nothing")
            : known.MayWelcome(now) ? await WelcomeAsync(account, item, known.WelcomeCode!, cancellationToken)
            : await SayAsync(account, item, openKfId, customer, cancellationToken);
    }

    /// <summary>The message itself; with it those that wait behind it.</summary>
    private async Task<SendOutcome> SayAsync(WeComAccount account, OutboxItem item, string openKfId, string customer, CancellationToken cancellationToken)
    {
        var (text, pack, isAgain) = await PackAsync(item, cancellationToken);
        var outcome = await SayPiecesAsync(account, item, openKfId, customer, text, pack, isAgain, cancellationToken);
        await late.EndAsync(item, pack.Carried, outcome, cancellationToken);
        return outcome;
    }

    /// <summary>
    /// What goes under the item's id. Said in part, or perhaps said: the same words once more, for the platform keeps to itself whatever comes under
    /// an id that it has had.
    /// </summary>
    private async Task<(string Text, KfPack Pack, bool IsAgain)> PackAsync(OutboxItem item, CancellationToken cancellationToken)
    {
        var known = await windows.FindAsync(item.Conversation, cancellationToken);
        if (known.Pack is { } before && before.Item == item.Id)
        {
            return (await late.TextOfAsync(item, before.Carried, cancellationToken), before, true);
        }
        if (known.Partly == item.Id)
        {
            return (late.TextOf(item), new KfPack(item.Id, []), true);
        }
        var (text, carried) = await late.PackAsync(item, options.Value.MaxTextBytes, cancellationToken);
        return (text, new KfPack(item.Id, carried), false);
    }

    /// <summary>In pieces that fit. Each is counted before it goes, and none is said twice.</summary>
    private async Task<SendOutcome> SayPiecesAsync(WeComAccount account, OutboxItem item, string openKfId, string customer, string text, KfPack pack, bool isAgain, CancellationToken cancellationToken)
    {
        var pieces = TextPieces.Split(text, options.Value.MaxTextBytes);
        var known = await windows.FindAsync(item.Conversation, cancellationToken);
        var first = known.Partly == item.Id ? Math.Min(known.PiecesSent, pieces.Count - 1) : 0;
        for (var i = first; i < pieces.Count; i++)
        {
            var id = IdOf(item, i);
            if (known.Counted != id && !known.IsOpen(options.Value, item.IsAnswer, time.GetUtcNow()))
            {
                // Who has never written waits for nothing; they hear it with the answer to their first word.
                return new SendOutcome.Failed(SendFailure.NoWayOpen, 0, known.MessageAt is null && item.IsAnswer ? FailurePolicy.Await : FailurePolicy.Hold);
            }
            await windows.ChangeAsync(item.Conversation, w => w.Spent(id) with { Pack = pack }, cancellationToken);
            var answer = await api.PostAsync(account, "/cgi-bin/kf/send_msg", new JsonObject
            {
                ["touser"] = customer, ["open_kfid"] = openKfId, ["msgid"] = id, ["msgtype"] = "text", ["text"] = new JsonObject { ["content"] = pieces[i] },
            }, cancellationToken);
            if (!answer.IsSuccess)
            {
                return await FailedAsync(account, item, answer, isAgain, cancellationToken);
            }
            known = await windows.ChangeAsync(item.Conversation, w => pieces.Count > 1 ? w with { Partly = item.Id, PiecesSent = i + 1 } : w, cancellationToken);
        }
        return new SendOutcome.Sent(IdOf(item), "kf/send_msg");
    }

    /// <summary>Everything that waits for the customer in the one message a welcome may be.</summary>
    private async Task<SendOutcome> WelcomeAsync(WeComAccount account, OutboxItem item, string code, CancellationToken cancellationToken)
    {
        var (text, pack, _) = await PackAsync(item, cancellationToken);
        await windows.ChangeAsync(item.Conversation, w => w with { Pack = pack }, cancellationToken);
        var outcome = await WelcomeAsync(account, item, code, TextPieces.Split(text, options.Value.MaxTextBytes), cancellationToken);
        await late.EndAsync(item, pack.Carried, outcome, cancellationToken);
        return outcome;
    }

    private async Task<SendOutcome> WelcomeAsync(WeComAccount account, OutboxItem item, string code, IReadOnlyList<string> pieces, CancellationToken cancellationToken)
    {
        var answer = await api.PostAsync(account, "/cgi-bin/kf/send_msg_on_event", new JsonObject
        {
            ["code"] = code, ["msgid"] = IdOf(item, 0), ["msgtype"] = "text", ["text"] = new JsonObject { ["content"] = pieces[0] },
        }, cancellationToken);
        var reaction = PlatformErrors.OfWeCom(answer);
        if (!answer.IsSuccess && (reaction.Then == FailurePolicy.Retry || reaction.Why.MayHaveArrived()))
        {
            // Under one id, and good for one welcome: it cannot be said twice.
            return new SendOutcome.Failed(reaction.Why, answer.Code, FailurePolicy.Retry, reaction.Pause) { Trace = answer.Trace };
        }
        await windows.ChangeAsync(
            item.Conversation, w => w with { WelcomeCode = null, Pack = answer.IsSuccess ? w.Pack : null, Partly = answer.IsSuccess && pieces.Count > 1 ? item.Id : w.Partly, PiecesSent = answer.IsSuccess && pieces.Count > 1 ? 1 : w.PiecesSent },
            cancellationToken);
        return !answer.IsSuccess ? new SendOutcome.Failed(SendFailure.NoWayOpen, answer.Code, FailurePolicy.Await) { Trace = answer.Trace }
            // The rest follows the customer's first word.
            : pieces.Count > 1 ? new SendOutcome.Announced("kf/send_msg_on_event")
            : new SendOutcome.Sent(IdOf(item), "kf/send_msg_on_event");
    }

    private async Task<SendOutcome> FailedAsync(WeComAccount account, OutboxItem item, PlatformAnswer answer, bool isAgain, CancellationToken cancellationToken)
    {
        var reaction = PlatformErrors.OfWeCom(answer);
        if (!isAgain && !reaction.Why.MayHaveArrived())
        {
            // It certainly did not arrive: the next try may say more.
            await windows.ChangeAsync(item.Conversation, w => w with { Pack = null }, cancellationToken);
        }
        if (reaction.Scope == ErrorScope.Window)
        {
            await windows.ChangeAsync(item.Conversation, w => w.Closed(), cancellationToken);
        }
        var failed = account.Failed(answer);
        return reaction.Why.MayHaveArrived() ? failed with { Then = FailurePolicy.Retry } : failed;
    }

    /// <summary>At most 32 of 0-9a-zA-Z_-, and the same whenever this piece is sent.</summary>
    internal static string IdOf(OutboxItem item, int piece) => string.Create(CultureInfo.InvariantCulture, $"{IdOf(item)}-{piece}");

    /// <summary>What the ids of all its pieces have in common.</summary>
    private static string IdOf(OutboxItem item) => Base64Url.EncodeToString(item.Id.ToByteArray());

    /// <summary>Of which item one of these ids is a piece, and what its pieces have in common; null when it is none of ours.</summary>
    internal static (Guid Item, string Id)? ItemOf(string messageId)
    {
        Span<byte> bytes = stackalloc byte[16];
        return messageId.LastIndexOf('-') is > 0 and var end && Base64Url.TryDecodeFromChars(messageId.AsSpan(0, end), bytes, out var length) && length == bytes.Length
            ? (new Guid(bytes), messageId[..end]) : null;
    }
}
