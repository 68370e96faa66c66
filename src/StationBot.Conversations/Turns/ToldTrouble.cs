using System.Text.RegularExpressions;
using StationBot.Handling.Cases;
using StationBot.Handling.Sorting;

namespace StationBot.Conversations.Turns;

/// <summary>An answer to 解决了吗 that only the trouble a case was told with explains: 「昨晚没响」 of music is a yes, of a loudspeaker that is silent it is none.</summary>
internal static partial class ToldTrouble
{
    /// <summary>「垃圾站又堆满了」, 「不熏了」: what no rule of an answer knows, and what was told explains; null when it says nothing of it.</summary>
    public static Judgement? Repeats(Turn turn, SortResult sorted, Case asked) =>
        IsSame(turn, sorted, asked) || Names(Still(), turn.Text, asked) ? new(Solved.No, null)
        : Names(Gone(), turn.Text, asked) && !Debt().IsMatch(asked.RawText) ? new(Solved.Yes, null) : null;

    /// <summary>「垃圾站又堆满了」, 「比以前还暗」: what is wrong, where it can be nothing but the matter that was asked about.</summary>
    private static bool IsSame(Turn turn, SortResult sorted, Case asked)
    {
        var isIt = sorted.Abstain || sorted.ProblemType is null || sorted.ProblemType == asked.ProblemType || SharesTrouble(turn.Text, asked) || AboutCase.SpeaksOf(turn, sorted, asked);
        return !AboutCase.IsElsewhere(turn, sorted, asked)
            && ((isIt && (Speech.Says("verdict_relapse", turn.Text) || Speech.Says("verdict_not_done", turn.Text)))
                || ((isIt || turn.Text.Length <= Evaluation.LongestAnswer) && Speech.Says("verdict_no_better", turn.Text)));
    }

    /// <summary>
    /// 「昨晚没响」 of music, and 「这两天没停」 of water: only what was told can say whether it is gone. 「厂子搬走了」 pays nobody.
    /// </summary>
    public static Judgement? Tells(string text, Case asked) =>
        (Speech.Says("verdict_ceased", text) && SharesTrouble(text, asked)) || (Speech.Says("verdict_silent", text) && Noise().IsMatch(asked.RawText)) ? new Judgement(Solved.Yes, null)
        : (Speech.Says("verdict_ceased", text) && Lack().Matches(asked.RawText).Any(l => text.Contains(l.Groups["what"].Value, StringComparison.Ordinal)))
            || Speech.Says("verdict_gone_off", text) && Debt().IsMatch(asked.RawText) ? default(Judgement) : null;

    [GeneratedRegex("[吵响噪闹]|声音")]
    private static partial Regex Noise();

    /// <summary>「不响」 of a loudspeaker: 「昨晚没响」 mends nothing there.</summary>
    [GeneratedRegex("[没不未冇][^,，。]?(?<what>[响叫唱跳放排停])")]
    private static partial Regex Lack();

    [GeneratedRegex("欠|工资|工钱|押金|退[费款钱]|学费|不退")]
    private static partial Regex Debt();

    /// <summary>「又搭起来了」, 「不熏了」: what is done again, or no more, was told as the trouble, and not that it is not done.</summary>
    private static bool Names(Regex manner, string text, Case asked) =>
        manner.Match(text) is { Success: true } match && match.Groups["what"].Value[0] is var what
        && asked.RawText.Index().Any(c => c.Item == what && !asked.RawText[Math.Max(0, c.Index - 2)..c.Index].AsSpan().ContainsAny("没不未冇"));

    [GeneratedRegex("^[^,，。!！?？没不]{0,4}?(?:还在|还是|仍在?|照样|又)(?<what>(?![好行来去给说是有在要能会可管理修整搬拉运换装弄办收扫通补退发填铺处做干清看查问])[\u4e00-\u9fff])[^,，。!！?？吗么好完]{0,4}[。!！]?$")]
    private static partial Regex Still();

    [GeneratedRegex("^(?:现在|已经|今天|也|都|就|再也?|[,， ]){0,3}(?:不|没再)(?<what>(?![好行来去给说是有在要能会可管理修整搬拉运换装弄办收扫通补退发填铺处做干清看查问])[\u4e00-\u9fff])了[啊呀哈]?[。!！]?$")]
    private static partial Regex Gone();

    private static bool SharesTrouble(string text, Case asked) => Trouble().Matches(asked.RawText).Any(t => text.Contains(t.Value, StringComparison.Ordinal));

    [GeneratedRegex("(?<![没不未冇][^,，。]?)(?<!(?:希望|要求|请|让|叫|赶紧|尽快|能不能)[^,，。]{0,6})[响吵闹叫唱跳臭冒漏堵放烧排停]")]
    private static partial Regex Trouble();
}
