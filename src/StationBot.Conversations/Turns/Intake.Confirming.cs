using System.Text.RegularExpressions;
using StationBot.Handling.Messages;
using StationBot.Handling.Routing;
using StationBot.Handling.Sorting;

namespace StationBot.Conversations.Turns;

/// <summary>The summary is on the table: a yes, a no, what is wrong with it, or something more.</summary>
internal sealed partial class Intake
{
    /// <summary>Longest message without any word of a matter that tells nothing when a yes or a no is waited for.</summary>
    private const int ShortestRemark = 3;

    /// <summary>「对，不过还有小孩被熏吐过」, 「对，另外电梯也坏了」: the yes stands, and what follows it is not lost.</summary>
    private async ValueTask<bool> AgreedAndMoreAsync(Turn turn, Draft draft, SortResult sorted, CancellationToken cancellationToken)
    {
        if (!sorted.Signals.HasFlag(Signals.Affirm) || sorted.Signals.HasFlag(Signals.Corrects) || sorted.Rest.Length < ShortestMore)
        {
            return false;
        }
        var more = await sorter.SortAsync(turn.ToSort(sorted.Rest), cancellationToken);
        if (await BesidesAsync(turn, draft, sorted.Rest, cancellationToken) is { } other)
        {
            turn.Memory.Waiting.Insert(0, other);
        }
        else if (more.Signals.HasFlag(Signals.NewMatter) || (IsAnotherMatter(draft, more) && !GoesOn().IsMatch(sorted.Rest)))
        {
            turn.Memory.Waiting.Insert(0, sorted.Rest);
        }
        else if (more.Slots.Keys.Any(s => s is not (Slot.Demand or Slot.Evidence)))
        {
            return false; // another place, time or number: shown once more before it is sent
        }
        else if ((more.Signals & (Signals.Affirm | Signals.NothingMore | Signals.Declines)) == Signals.None && more.Intent is not (Intent.Thanks or Intent.Chitchat))
        {
            turn.Text = sorted.Rest;
            if (more.Signals.HasFlag(Signals.Confidential))
            {
                turn.Say("confidential_noted");
            }
            Drafting.Note(turn, more with { ProblemType = null, Abstain = true });
        }
        await SubmitAsync(turn, draft, cancellationToken);
        return true;
    }

    /// <summary>「另外还有噪音」: what is told beside the matter in hand, where it is of another kind.</summary>
    private async ValueTask<string?> BesidesAsync(Turn turn, Draft draft, string text, CancellationToken cancellationToken)
    {
        if (Speech.Parts("besides", text) is not { } said)
        {
            return null;
        }
        var alone = await sorter.SortAsync(turn.ToSort(said["other"]), cancellationToken);
        return IsClearlyElse(draft, alone) && alone.Evidence.Any(e => e.Words.Length <= LongestWord) ? said["other"] : null;
    }

    /// <summary>「啥叫拟转」, 「你说什么,我听不懂」: what was said back is explained, and nothing of it goes into the story.</summary>
    [GeneratedRegex("^.{0,6}(?:[听看]不(?:懂|明白)|没[听看](?:懂|明白)|(?:什么|啥)(?:叫|是)?(?:意思|拟转)|拟转.{0,3}(?:什么|啥|哪)|你说(?:的)?(?:什么|啥)).{0,8}$")]
    private static partial Regex NotFollowed();

    [GeneratedRegex("^(?:别|能|少|多|快|要|给|让|退|换|修|查|装|补|停|管|赔|涨|降|拆)[\\u4e00-\\u9fff]{1,2}$")]
    private static partial Regex BriefWish();

    /// <summary>「不知道」 to the summary is no word about the number, which was settled before.</summary>
    [GeneratedRegex("留|电话|手机|号码|联系|匿名|名字")]
    private static partial Regex OfTheNumber();

    /// <summary>Characters after a yes that may tell something.</summary>
    private const int ShortestMore = 4;

    [GeneratedRegex("^(?:不过|但是?|可是?|而且|就是|尤其|特别|主要|还有就是|再说|因为|这样)")]
    private static partial Regex GoesOn();

    /// <summary>「不对,…」 that no reader of slots understands is kept in the resident's words: the summary shows that it was heard.</summary>
    /// <returns>False when nothing is told in it that was not there: what is wrong must be asked.</returns>
    private static bool KeepsRefusal(Turn turn, Draft draft)
    {
        var rest = Refusal().Replace(turn.Text, "").TrimEnd('。', '.', '！', '!', ' ');
        if (rest.Length < ShortestMore || OfTheRecord().IsMatch(rest) || draft.Words.Any(w => w.Contains(rest, StringComparison.Ordinal)))
        {
            return false;
        }
        draft.Words.Add(rest);
        draft.Said.Add(turn.Text);
        return true;
    }

    [GeneratedRegex("^(?:不对|不是这样的?|不是|错了|[搞弄写记听]错了?|有误|不准确?|不|[,，。!！ ]){1,4}")]
    private static partial Regex Refusal();

    /// <summary>「你们写的什么呀」, 「完全理解错了」: says that the record is wrong, and not in what.</summary>
    [GeneratedRegex("什么|啥|怎么|咋|[吗么][。!！?？]?$|[?？]|[写记听]的|理解|意思|误会|这回事|乱写|再看看|重新")]
    private static partial Regex OfTheRecord();

    /// <summary>The resident looked at the summary: yes, no, or what is wrong with it.</summary>
    private async ValueTask<bool> ConfirmingAsync(Turn turn, Draft draft, SortResult sorted, CancellationToken cancellationToken)
    {
        var says = sorted.Signals;
        if (NotFollowed().IsMatch(turn.Text))
        {
            turn.Question("confirm_help", Ask.Confirm, [turn.Definition.Choices["yes"], turn.Definition.Choices["no"]]);
            return true;
        }
        // 「嗯，尽快给我答复」 is a yes all through and wishes for nothing new.
        var isAllYes = says.HasFlag(Signals.Affirm) && sorted.Rest.Length == 0;
        // 「不对，是3栋」: what no reader of slots knows.
        var house = draft.Has(Slot.Place) && HouseNumbers.Alone(turn.Text) is not null;
        var adds = house || sorted.Slots.Any(s => s.Key != Slot.Contact && (s.Key != Slot.Demand || !(s.Value.Implied || isAllYes)));
        if (!says.HasFlag(Signals.Affirm) && LeadDoubts.IsOne(turn, draft))
        {
            // Whose it is staff decide, not the resident and not the rules (domain.md §5.2).
            draft.LeadDoubt = turn.Text;
            turn.Say("lead_noted");
            Summary.Ask(turn, draft);
            return true;
        }
        // 「没了,就这样」 refuses nothing.
        var refuses = says.HasFlag(Signals.Corrects) || (says & (Signals.Deny | Signals.NothingMore)) == Signals.Deny;
        // 「差不多吧」 to "is this right?" is a yes.
        if ((says & (Signals.Affirm | Signals.NothingMore | Signals.FairlySatisfied)) != Signals.None && !adds && !refuses)
        {
            if (sorted.Slots.ContainsKey(Slot.Contact))
            {
                Drafting.Note(turn, sorted);
            }
            await SubmitAsync(turn, draft, cancellationToken);
            return true;
        }
        if (refuses && !adds && !turn.Mended && turn.Text.Length <= 8)
        {
            turn.Question("ask_correction", Ask.Confirm);
            return true;
        }
        if (KnownContact.IsRefused(draft, turn.Text) || (!adds && !draft.Has(Slot.Contact) && sorted.Signals.HasFlag(Signals.Declines) && (!turn.Memory.LeavesNoNumber || OfTheNumber().IsMatch(turn.Text))))
        {
            (draft[Slot.Contact], draft.ContactIsKnown) = (null, false);
            turn.Memory.LeavesNoNumber = true;
            turn.Say("contact_declined");
            Summary.Ask(turn, draft);
            return true;
        }
        if (!adds && !turn.Mended && sorted.Evidence.Count == 0 && turn.Text.Length <= ShortestRemark)
        {
            if (draft.Wish is null && turn.Text.Length > 1 && BriefWish().IsMatch(turn.Text))
            {
                // 「别涨」, 「能刷」: what should be done, in two characters.
                (draft[Slot.Demand], draft.Wish, draft.DemandIsImplied) = (turn.Text, turn.Text, false);
                turn.Say("noted");
                Summary.Ask(turn, draft);
                return true;
            }
            // 「啥」, 「呃呃」: neither a yes nor a no, and nothing for the story.
            turn.Question("ask_yes_or_no", Ask.Confirm, [turn.Definition.Choices["yes"], turn.Definition.Choices["no"]]);
            return true;
        }
        var (before, wish, told) = (new Dictionary<string, string>(draft.Slots), draft.Wish, draft.Words.Count);
        Drafting.Note(turn, sorted);
        var changed = draft.Slots.Any(s => before.GetValueOrDefault(s.Key) != s.Value);
        if (refuses && !adds && !changed && !turn.Mended && draft.Words.Count == told && !KeepsRefusal(turn, draft))
        {
            turn.Question("ask_correction", Ask.Confirm);
            return true;
        }
        if (changed && refuses && told > 0 && draft.Words.Count > told)
        {
            // A correction has done its work; the matter's words are what the resident reported.
            draft.Words.RemoveAt(draft.Words.Count - 1);
        }
        if (before.GetValueOrDefault(Slot.Subject.Code()) is { } former && draft[Slot.Subject] is { } now && now != former && refuses)
        {
            draft.Words = [.. draft.Words.Select(w => w.Replace(former, now, StringComparison.Ordinal))];
        }
        if (wish is not null && draft.Wish != wish && draft.Words.Count > 1)
        {
            draft.Words.RemoveAll(w => w.TrimEnd('。', '.', '！', '!') == wish); // no longer wished for
        }
        turn.Say(changed && (refuses || house) ? "corrected" : !adds && changed && sorted.Slots.ContainsKey(Slot.Contact) ? "contact_noted" : "noted");
        Remarks.Say(turn, draft, sorted);
        await ProposeAsync(turn, draft, cancellationToken);
        GoOn(turn, draft, enough: turn.Stage == ConversationStage.Confirming);
        return true;
    }
}
