using System.Text.RegularExpressions;
using StationBot.Handling.Flags;
using StationBot.Handling.Messages;
using StationBot.Handling.Sorting;

namespace StationBot.Conversations.Turns;

/// <summary>One matter is let go, or is over, and another one is told in the same breath: the second must not go with the first.</summary>
internal sealed partial class Intake
{
    /// <summary>「算了不说了,说说我家漏水的事吧」, 「路灯修好了谢谢,不过垃圾桶还缺一个」.</summary>
    /// <returns>False when the message tells no other matter.</returns>
    public async ValueTask<bool> TurnToAnotherAsync(Turn turn, SortResult sorted, CancellationToken cancellationToken)
    {
        var memory = turn.Memory;
        if (memory.Draft is { StaffOnly: true })
        {
            return false;
        }
        if ((memory.Draft is not null || memory.CaseNo is not null) && Instead().Match(turn.Text) is { Success: true } instead
            && await MatterAsync(turn, instead.Groups["other"].Value, cancellationToken) is { } other
            && (instead.Groups["lead"].Success || memory.Draft is null || IsClearlyElse(memory.Draft, other)))
        {
            if (memory.Draft is not null)
            {
                memory.Drop();
                turn.Say("withdrawn_draft");
            }
            turn.Text = other.Text;
            await TakeAsync(turn, other with { Signals = other.Signals | Signals.NewMatter }, cancellationToken);
            return true;
        }
        if (sorted.Intent == Intent.Thanks && memory.LastAsk != Ask.Confirm && Thanked().Match(turn.Text) is { Success: true } thanked
            && await MatterAsync(turn, thanked.Groups["other"].Value, cancellationToken) is { Abstain: false } beside)
        {
            turn.Say("thanks");
            turn.Text = beside.Text;
            await TakeAsync(turn, memory.Draft is { Understood: true } inHand && IsClearlyElse(inHand, beside) ? beside with { Signals = beside.Signals | Signals.NewMatter } : beside, cancellationToken);
            return true;
        }
        return false;
    }

    /// <summary>The words read by themselves, where a word of theirs names a matter: a model hears one in any sigh.</summary>
    private async ValueTask<SortResult?> MatterAsync(Turn turn, string words, CancellationToken cancellationToken)
    {
        const Signals OfTheTalk = Signals.Withdraws | Signals.Affirm | Signals.NothingMore | Signals.Farewell | Signals.Declines;
        var alone = await sorter.SortAsync(turn.ToSort(words), cancellationToken);
        return alone is { Intent: Intent.Complaint or Intent.Suggestion or Intent.Consult, ProblemType: not null } && (alone.Signals & OfTheTalk) == Signals.None
            && alone.Evidence.Any(e => e.Words.Length <= LongestWord) ? alone : null;
    }

    /// <summary>「不是不是,我说的是垃圾桶太少」: the matter itself was understood wrongly, and is what is told now. Where it is, since when and whom to call stand.</summary>
    /// <returns>False when no matter is told in the place of the one in hand.</returns>
    private async ValueTask<bool> RetellAsync(Turn turn, CancellationToken cancellationToken)
    {
        if (turn.Memory.Draft is not { StaffOnly: false, Items: [_] } draft || turn.Mended || Retold().Match(turn.Text) is not { Success: true } retold
            || await MatterAsync(turn, retold.Groups["told"].Value, cancellationToken) is not { } meant)
        {
            return false;
        }
        (draft.Words, draft.Items, draft.Trouble) = ([], [], null);
        if (draft.Wish is null)
        {
            draft[Slot.Demand] = null; // it was only the trouble that is not meant
        }
        draft.Flags.RemoveAll(f => FlagTable.SeverityOf(f) != Severity.P0 && !meant.Flags.Any(h => h.Flag == f));
        turn.Text = meant.Text;
        Drafting.Note(turn, meant with { Signals = meant.Signals | Signals.Corrects });
        turn.Say("corrected");
        Remarks.Say(turn, draft, meant);
        await ProposeAsync(turn, draft, cancellationToken);
        GoOn(turn, draft, enough: turn.Stage == ConversationStage.Confirming);
        return true;
    }

    [GeneratedRegex("^(?:(?:不是|不对|错了|[搞弄听写记]错了?|哦|啊|哎|[,，。!！ ]){1,6})(?<=[是对了错][,，。!！ ]{0,2})(?:我|俺)?(?:说|讲|指|反映|投诉|要说|想说|要反映)的?(?:其实)?(?:就)?是(?!说)[,，:： ]?(?<told>[^?？]{4,})$")]
    private static partial Regex Retold();

    /// <summary>Characters of a word of the lexicon; longer evidence is a clause that the learned model went by.</summary>
    private const int LongestWord = 4;

    /// <summary>「算了不说路灯了，说说我妈养老金的事」: the one is let go for the other.</summary>
    [GeneratedRegex("^(?:算了|那|好吧|行吧|唉|哎|还是|先|我|就|[,，。 ]){0,4}(?:不(?:说|提|反映|讲|谈|管|聊|报)[^,，。!！?？]{0,10}?了|(?<=算了)|撤了|取消)(?:吧|啊|呀)?[,，。 ]+(?<lead>(?:我|还是|改|就|来|想|要|先|那|倒是|给你){0,4}(?:说(?:说|一下|下|个)|反映|问问?|讲讲|谈谈|聊聊|投诉)(?:一下|下|另外)?[,，:： ]?)?(?<other>.{5,})$")]
    private static partial Regex Instead();

    [GeneratedRegex("^[^。!！?？]{2,30}?[,，。;；!！ ]+(?:不过|但是?|可是?|只是|就是|另外|对了|还有(?=个|一|就是|[,，])|顺便|再反映)(?:一下|下)?[,，]?(?<other>.{5,})$")]
    private static partial Regex Thanked();
}
