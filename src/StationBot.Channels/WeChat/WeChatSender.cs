using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StationBot.Channels.Sending;
using StationBot.Channels.Tencent;
using StationBot.Handling.Messages;
using StationBot.Handling.Roster;

namespace StationBot.Channels.WeChat;

/// <summary>Sends what the outbox holds for a resident through whichever door is still open. wechat.md §10–12, §15.</summary>
internal sealed partial class WeChatSender(
    WeChatAccounts accounts, WeChatApi api, ResidentWindows windows, LateAnswers late, IAreaDirectory directory, ChannelNotes notes, ChannelWords words, IOptions<WeChatOptions> options, TimeProvider time,
    ILogger<WeChatSender> logger)
{
    private const int TooLong = 45002;
    private const int BadValue = 47003;

    /// <summary>Before what may have arrived goes once more, marked. After the last it waits for the resident's next word, and staff are told: nobody is to have one message all day.</summary>
    private static readonly TimeSpan[] UnclearPauses = [TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(10)];

    /// <summary>
    /// For ten minutes the platform delivers one notice once, however often it is asked to (§11). Counted from when there was a message at all, and half of that: the
    /// next try comes after about as long again.
    /// </summary>
    private static readonly TimeSpan NoticeIsKnown = TimeSpan.FromMinutes(5) - TimeSpan.FromSeconds(10);

    public async Task<SendOutcome> SendAsync(OutboxItem item, CancellationToken cancellationToken)
    {
        if (item.Conversation.Id.Split('/', 2) is not [var name, var openId] || accounts.Find(name) is not { } account)
        {
            // The account is no longer configured; somebody should know whom it leaves without an answer.
            return new SendOutcome.Failed(SendFailure.Misconfigured, 0, FailurePolicy.TellStaff);
        }
        var now = time.GetUtcNow();
        if (account.PausedUntil > now)
        {
            // Its answer is known.
            return FailedBy(account, Door.CustomerService, new PlatformAnswer(null, account.PausedBy, "", default), account.PausedUntil - now);
        }
        var text = late.TextOf(item);
        if (text.Length == 0)
        {
            return new SendOutcome.Sent(null, "nothing");
        }
        SendOutcome.Failed? closed = null, last = null;
        var known = await windows.FindAsync(item.Conversation, cancellationToken);
        foreach (var door in ReplyBudget.Open(known, account.Settings, options.Value, item.IsAnswer, account.DisabledAt(now), now))
        {
            if (door != Door.CustomerService && (item.IsAnswer || !Notices.IsNews(text)))
            {
                // A template is for news about a case; anything else would cost the account its templates (48004).
                continue;
            }
            Note(item, last);
            var outcome = door == Door.CustomerService
                ? await SayAsync(account, item, openId, text, cancellationToken)
                : await AnnounceAsync(account, door, item, openId, text, cancellationToken);
            if (outcome is not SendOutcome.Failed shut || account.PausedUntil > now || (shut.Then != FailurePolicy.Hold && account.UsedUpUntil(WeChatApi.CallOf(door), now) is null))
            {
                return outcome;
            }
            // A door that opens at midnight is worth more than one that opens with the resident's next word.
            (closed, last) = (closed is { Then: FailurePolicy.Retry } ? closed : shut, shut);
        }
        if (closed != last)
        {
            Note(item, last);
        }
        return closed
            ?? (account.RefusalOf(Door.CustomerService, now) is { } code && ReplyBudget.MaySay(known, options.Value, item.IsAnswer, now)
                ? FailedBy(account, Door.CustomerService, new PlatformAnswer(null, code, "", default), null)
                : new SendOutcome.Failed(SendFailure.NoWayOpen, 0, FailurePolicy.Hold));
    }

    /// <summary>The message itself; with it those that wait behind it.</summary>
    private async Task<SendOutcome> SayAsync(WeChatAccount account, OutboxItem item, string openId, string text, CancellationToken cancellationToken)
    {
        // No key tells the platform that it has had a message: one that may have arrived says so, or the resident would answer it twice.
        var mark = Doubt.Of(item) > 0 ? words[ChannelWords.Again] : "";
        var known = await windows.FindAsync(item.Conversation, cancellationToken);
        if (known.Partly == item.Id)
        {
            return await SayPiecesAsync(account, item, openId, text, known.Said, mark, mayCut: true, cancellationToken);
        }
        var (all, carried) = await late.PackAsync(item, options.Value.MaxTextBytes - Encoding.UTF8.GetByteCount(mark), cancellationToken);
        var outcome = await SayPiecesAsync(account, item, openId, all, 0, mark, mayCut: carried.Count == 0, cancellationToken);
        await late.EndAsync(item, carried, outcome, cancellationToken);
        if (outcome is SendOutcome.Failed { Code: TooLong } tooMuch && carried.Count > 0)
        {
            // The platform's limit is nowhere written down: one by one, and those that went along by themselves. §15.
            Note(item, tooMuch);
            return await SayPiecesAsync(account, item, openId, text, 0, mark, mayCut: true, cancellationToken);
        }
        return outcome;
    }

    /// <summary>In pieces that fit. Each is counted before it goes, and none is said twice.</summary>
    /// <param name="said">How many characters went before.</param>
    /// <param name="mark">Before the first that goes.</param>
    /// <param name="mayCut">Where the platform takes less than we thought.</param>
    private async Task<SendOutcome> SayPiecesAsync(WeChatAccount account, OutboxItem item, string openId, string text, int said, string mark, bool mayCut, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> pieces = TextPieces.Split(text[Math.Min(said, text.Length)..], options.Value.MaxTextBytes);
        for (var i = 0; i < pieces.Count; i++)
        {
            var isMarked = i == 0 && mark.Length > 0;
            var known = await windows.FindAsync(item.Conversation, cancellationToken);
            if (i > 0 && !ReplyBudget.MaySay(known, options.Value, item.IsAnswer, time.GetUtcNow()))
            {
                // The rest follows the resident's next word.
                return new SendOutcome.Failed(SendFailure.NoWayOpen, 0, FailurePolicy.Hold);
            }
            await windows.ChangeAsync(item.Conversation, w => w.Spent(), cancellationToken);
            var answer = await api.SendTextAsync(account, openId, isMarked ? mark + pieces[i] : pieces[i], cancellationToken);
            if (answer.Code == TooLong && mayCut && pieces[i].Length > 1)
            {
                // The platform's limit is nowhere written down: smaller, once. §15.
                Note(item, PlatformErrors.Of(answer).Why.ToString(), answer.Code, answer.Trace);
                pieces = [.. pieces.Take(i), .. TextPieces.Halve(pieces[i]), .. pieces.Skip(i + 1)];
                answer = await api.SendTextAsync(account, openId, isMarked ? mark + pieces[i] : pieces[i], cancellationToken);
            }
            if (!answer.IsSuccess)
            {
                if (answer.Failure?.MayHaveArrived() != true || Doubt.Of(item) > 0)
                {
                    // A platform in trouble must not use up what the resident may still hear: of what may have arrived one is counted.
                    await windows.ChangeAsync(item.Conversation, w => w.GivenBack(), cancellationToken);
                }
                return await FailedAsync(account, Door.CustomerService, item, answer, cancellationToken);
            }
            if (i < pieces.Count - 1)
            {
                said = text.IndexOf(pieces[i], said, StringComparison.Ordinal) + pieces[i].Length;
                await windows.ChangeAsync(item.Conversation, w => w with { Partly = item.Id, Said = said }, cancellationToken);
            }
        }
        return new SendOutcome.Sent(null, "custom/send");
    }

    private async Task<SendOutcome> AnnounceAsync(WeChatAccount account, Door door, OutboxItem item, string openId, string text, CancellationToken cancellationToken)
    {
        var notice = door == Door.Template ? account.Settings.Template! : account.Settings.Subscription!;
        var local = TimeZoneInfo.ConvertTime(time.GetUtcNow(), TimeZoneInfo.FindSystemTimeZoneById(directory.Current.Area.TimeZone));
        var answer = await api.SendNoticeAsync(account, door, Notices.Of(door, notice, openId, item, text, local), cancellationToken);
        if (answer.Code == BadValue)
        {
            // Shorter, once. §15.
            Note(item, PlatformErrors.Of(answer).Why.ToString(), answer.Code, answer.Trace);
            answer = await api.SendNoticeAsync(account, door, Notices.Of(door, notice, openId, item, text, local, isRefused: true), cancellationToken);
        }
        if (!answer.IsSuccess)
        {
            return await FailedAsync(account, door, item, answer, cancellationToken);
        }
        if (door == Door.Subscription)
        {
            await windows.ChangeAsync(item.Conversation, w => w with { Notices = w.Notices > 0 ? w.Notices - 1 : w.Notices }, cancellationToken);
        }
        // The notice says that there is news; the news itself waits for the resident's next word. §11.
        return new SendOutcome.Announced(WayOf(door), answer.Text("msgid"));
    }

    /// <summary>The name of a notice's way, as it stands with the message and in the channel log.</summary>
    public static string WayOf(Door door) => door == Door.Template ? "template/send" : "subscribe/bizsend";

    private async Task<SendOutcome> FailedAsync(WeChatAccount account, Door door, OutboxItem item, PlatformAnswer answer, CancellationToken cancellationToken)
    {
        var reaction = PlatformErrors.Of(answer);
        switch (reaction.Scope)
        {
            case ErrorScope.Window:
                await windows.ChangeAsync(item.Conversation, w => door == Door.CustomerService ? w.Closed() : w with { Notices = 0 }, cancellationToken);
                break;
            case ErrorScope.Resident:
                await windows.ChangeAsync(item.Conversation, w => w with { IsGone = true }, cancellationToken);
                break;
            case ErrorScope.Ability:
                account.Disable(door, answer.Code, time.GetUtcNow());
                LogDoorShut(account.Name, door, answer.Code);
                break;
        }
        // Until midnight where the day's quota is used up.
        var failed = FailedBy(account, door, answer, account.UsedUpUntil(WeChatApi.CallOf(door), time.GetUtcNow()) - time.GetUtcNow() ?? reaction.Pause);
        return !failed.Why.MayHaveArrived() ? failed : door switch
        {
            Door.CustomerService when failed.Why == SendFailure.Unclear => Doubt.Of(item) is var before && before < UnclearPauses.Length
                ? failed with { Then = FailurePolicy.Retry, RetryAfter = UnclearPauses[before] } : failed with { Then = FailurePolicy.Hold },
            // It can be sent twice and arrives once, so a lost answer is no reason to trouble anybody yet. §11.
            Door.Template when time.GetUtcNow() - item.At < NoticeIsKnown => failed with { Then = FailurePolicy.Retry },
            Door.CustomerService => failed,
            // The news itself waits for the resident's next word. §10.
            _ => failed with { Then = FailurePolicy.Hold },
        };
    }

    private static SendOutcome.Failed FailedBy(WeChatAccount account, Door door, PlatformAnswer answer, TimeSpan? pause)
    {
        var reaction = PlatformErrors.Of(answer);
        // Where it is only the notice that does not go out, the news waits for the resident's next word. §10.
        var then = door != Door.CustomerService && reaction.Then == FailurePolicy.TellStaff ? FailurePolicy.Hold : reaction.Then;
        // Without a template a resident may still be called; an account that may say nothing at all is one matter, however many wait.
        var isAccounts = reaction is { Scope: ErrorScope.Account, Then: FailurePolicy.Hold } || (reaction.Scope == ErrorScope.Ability && door == Door.CustomerService);
        return new SendOutcome.Failed(reaction.Why, answer.Code, then, pause)
        {
            Trace = answer.Trace, Account = isAccounts ? $"{WeChatMessages.ChannelId}/{account.Name}" : null, Notice = door == Door.CustomerService ? null : WayOf(door),
        };
    }

    /// <summary>An exchange after which another is tried at once: the line of the send itself tells only of the last.</summary>
    private void Note(OutboxItem item, string outcome, int code, string? trace) =>
        notes.Note(WeChatMessages.ChannelId, MessageDirection.Out, "send", outcome, TimeSpan.Zero, new Concerning(item.ConversationId, item.Sequence), code, trace);

    private void Note(OutboxItem item, SendOutcome.Failed? exchange)
    {
        if (exchange is { Code: not 0 })
        {
            Note(item, exchange.Why.ToString(), exchange.Code, exchange.Trace);
        }
    }

    [LoggerMessage(1052, LogLevel.Error, "WeChat account {Account} may not use {Door} ({Code}); it is tried again in a day")]
    private partial void LogDoorShut(string account, Door door, int code);
}
