using System.Text.RegularExpressions;
using StationBot.Handling.Cases;

namespace StationBot.Conversations.Turns;

/// <summary>Which of several cases a resident means: 第一件, 「路灯那件」; null when the words fit none better than another.</summary>
internal static partial class CaseChoice
{
    /// <summary>Those a resident may count: of this conversation when it made several, else all of theirs that are open; oldest first.</summary>
    public static async Task<IReadOnlyList<Case>> OfferedAsync(ICases cases, Turn turn, CancellationToken cancellationToken)
    {
        var here = await cases.OfConversationAsync(turn.Given.Conversation.Id, cancellationToken);
        var offered = here.Count > 1 ? here : await cases.OfResidentAsync(turn.Given.Conversation.ResidentId, 20, cancellationToken);
        return [.. offered.Where(c => c.Number is not null && (here.Count > 1 || c.Status.IsOpen())).OrderBy(c => c.Number!.Value.Value, StringComparer.Ordinal)];
    }

    /// <summary>Who was joined to another case speaks of their own number and means the case that goes on; null for one that was not joined.</summary>
    public static async ValueTask<Case?> MainOfAsync(ICases cases, Case one, CancellationToken cancellationToken) =>
        one is { Status: CaseStatus.Merged, Facts.MergedInto: { } main } ? await cases.FindAsync(new CaseNo(main), cancellationToken) : null;

    /// <summary>A part that went back into its case (T10) is nobody's any more: its resident knows the matter by the case itself, or by their own that was joined to it.</summary>
    /// <param name="main">Of <see cref="MainOfAsync"/>.</param>
    public static async ValueTask<Case> KnownAsAsync(ICases cases, Case one, Case main, CancellationToken cancellationToken) =>
        !HasGoneBack(one) ? one
        : main.ResidentId == one.ResidentId ? main
        : (await cases.OfResidentAsync(one.ResidentId, 50, cancellationToken)).FirstOrDefault(c => main.Facts.MergedFrom.Contains(c.Number?.Value ?? "")) ?? one;

    public static bool HasGoneBack(Case one) => one is { Status: CaseStatus.Merged, Facts.WentBack: true };

    /// <summary>「第二件」, 「路灯那件」: one of several is meant.</summary>
    public static bool PointsAtOne(string text) => Ordinal().IsMatch(text) || Pointer().IsMatch(text);

    [GeneratedRegex("[\u4e00-\u9fff]那(?:一)?(?:件|桩|条|个(?=事|单|案))")]
    private static partial Regex Pointer();

    /// <summary>How much the words have in common with what was told of a case, beside what is said of any.</summary>
    public static int Likeness(string text, string told) => Shared(text, told);

    /// <summary>「狗又来了」: one character tells a thing, where the two that it belongs to were left out.</summary>
    public static bool TellsThing(string text, string told) =>
        text.Any(c => (Telling.Contains(c, StringComparison.Ordinal) && told.Contains(c, StringComparison.Ordinal)) || Array.Exists(Kin, k => k[0] == c && told.AsSpan().IndexOfAny(k.AsSpan(1)) >= 0));

    /// <summary>How much of what the words say was told of a case before: 1 is all of it.</summary>
    public static double PartSaid(string text, string told) => Pairs(text) is { Length: > 0 } pairs ? (double)pairs.Count(p => told.Contains(p, StringComparison.Ordinal)) / pairs.Length : 0;

    /// <summary>「上次那个路灯」 of somebody whose only case is a manhole.</summary>
    public static bool IsOfAnotherThing(string text, string told) =>
        Thing().Match(text) is { Success: true } match && match.Groups["thing"].Value is var thing && !thing.Any(c => told.Contains(c, StringComparison.Ordinal));

    [GeneratedRegex("(?:那|这)(?:个|盏|条|处|家|些)(?<thing>(?!事|问题|情况|单|投诉|编号|进展|案)[^咋怎样修办了没有还的,，。 ?？]{2,5}?)(?:的?事儿?|那里|现在|到底|修|有|咋|怎|处理|办|弄|还|呢|的|了|[,，。 ?？]|$)")]
    private static partial Regex Thing();

    public static Case? Of(string text, IReadOnlyList<Case> offered)
    {
        if (offered.Count < 2)
        {
            return null;
        }
        if (Ordinal().Match(text) is { Success: true } match)
        {
            var at = match.Groups["last"].Success ? offered.Count - 1 : Numbers.IndexOf(match.Groups["n"].Value[0], StringComparison.Ordinal) / 2;
            return at < offered.Count ? offered[at] : null;
        }
        var scored = offered.Select(c => (Case: c, Score: Shared(text, c.RawText))).OrderByDescending(s => s.Score).ToArray();
        if (scored[0].Score > scored[1].Score)
        {
            return scored[0].Case;
        }
        // 「灯修好了」: one character can tell a thing, where the two that it belongs to were left out.
        Case[] telling = [.. scored.Where(s => s.Score == scored[0].Score && TellsThing(text, s.Case.RawText)).Select(s => s.Case)];
        return telling is [var only] ? only : null;
    }

    /// <summary>「第二件没有」 and 「垃圾那件没有」 tell 没有 of one; what only points stays.</summary>
    public static string WithoutPointer(string clause) => Leading().Replace(Ordinal().Replace(Bare(clause), "", 1), "", 1) is { Length: > 0 } rest ? rest : clause;

    /// <summary>「就是工地还在吵」 after two that are done takes nothing back from the workings of a third.</summary>
    private static string Bare(string clause) => Turning().Replace(clause, "", 1);

    [GeneratedRegex("^(?:就是|只是|只有|但是?|可是?|不过|倒是|就)(?=[^,，。]{4,})")]
    private static partial Regex Turning();

    /// <summary>「两件事都满意」 tells 都满意 of each.</summary>
    public static string WithoutCount(string text) => Counted().Replace(text, "", 1);

    [GeneratedRegex("^[^,，。都全]{0,4}[两俩二三四五六2-6几些]?(?:件|个|样|桩|条)?的?(?:事情?|问题)?(?:现在|已经|也|我){0,2}(?=[都全])")]
    private static partial Regex Counted();

    [GeneratedRegex("^[^,，。 ]{0,8}?[\u4e00-\u9fff]那(?:一)?(?:件|桩|条|个(?=事|单|案))(?:事情?|单子?|案子?)?(?:儿)?[,， ]?|^(?:但是?|可是?|不过|就是|而)?[这那前头后另]面?[外那]?一?(?:件|桩)(?:事情?)?|^[^,，。 没不还都也很挺基]{1,4}(?=[还都也]?(?:没有?|冇)[啊呢呀的]{0,2}$|(?:很|挺|非常|不|不太|基本)?满意[的了啊吧]{0,2}$)")]
    private static partial Regex Leading();

    /// <summary>What the words hold besides those of the case: 「没清那件」 of 「垃圾三天没清」 denies nothing.</summary>
    public static string Beside(string text, string told) => string.Concat(text.Where((_, i) =>
        !(i > 0 && told.Contains(text.AsSpan(i - 1, 2), StringComparison.Ordinal)) && !(i + 1 < text.Length && told.Contains(text.AsSpan(i, 2), StringComparison.Ordinal))));

    /// <summary>Pairs of characters that stand in both and mean something.</summary>
    private static int Shared(string text, string told) => Pairs(text).Count(pair => told.Contains(pair, StringComparison.Ordinal));

    private static string[] Pairs(string text)
    {
        var rest = Idle().Replace(text, " ");
        return [.. Enumerable.Range(0, Math.Max(0, rest.Length - 1)).Select(i => rest.Substring(i, 2)).Distinct().Where(pair => pair.All(char.IsLetterOrDigit))];
    }

    /// <summary>Characters each of which tells a thing by itself.</summary>
    private const string Telling = "欠灯水电气路树狗井桥墙车烟门梯粪药网杆渣坑沟噪臭吵";

    /// <summary>The first tells any of the others: 噪音 of what was told as 吵, 钱 of 工资, 亮了 of lamps.</summary>
    private static readonly string[] Kin = ["噪吵", "味臭", "钱资薪款贴", "亮灯", "通堵"];

    private const string Numbers = "一1二2三3四4五5";

    [GeneratedRegex("第(?<n>[一二三四五1-5])(?:件|桩|条|个(?=的?事|的?单|的?案|$|[,，。?？]|怎|现|撤|不|别|补|有|呢|也|还|办|处|解))|(?<last>最后|最近|后面)(?:那|这)?(?:一)?(?:件|个|桩|条)")]
    private static partial Regex Ordinal();

    [GeneratedRegex("撤回|撤销|撤了?|取消|不用|不要|办|管|处理|解决|反映|投诉|进展|进度|结果|怎么样|怎样|如何|那件|这件|那个|这个|事情?|问题|上次|之前|已经|现在|了|的|吧|我|你|们|是|还|没|有|吗|呢|什么|时候")]
    private static partial Regex Idle();
}
