using System.Buffers;
using System.Text.RegularExpressions;
using StationBot.Handling.Sorting;

namespace StationBot.Understanding.Offline;

/// <summary>A stretch of a message that may be a matter of its own.</summary>
/// <param name="Counted">Introduced by a number (一是…), or with a place of its own: the writer says that it is one.</param>
/// <param name="Beside">Only stands beside the other, with an 也: each must be plainly a trouble of its own.</param>
internal readonly record struct Piece(string Text, int Start, bool Counted, bool Beside = false);

/// <summary>一事一议: takes a message apart that tells several independent matters.</summary>
internal static partial class Matters
{
    private const int ShortestMatter = 4;

    /// <summary>「第二装监控」: what is counted is meant, however short.</summary>
    private const int ShortestCounted = 2;

    /// <summary>Characters of a word of the lexicon; longer evidence is a clause that the learned model went by.</summary>
    private const int LongestWord = 4;

    public static IReadOnlyList<Piece> Split(string text)
    {
        var counted = Counter().Matches(text);
        if (counted.Count < 2 && Announced().IsMatch(text))
        {
            counted = OneEach().Matches(text);
        }
        // Who talks without a breath counts all the same: 「三个事第一…第二…第三…」.
        if (counted.Count < 2 && InOneBreath().Matches(text) is { Count: > 1 } said && (said.Count > 2 || Announced().IsMatch(text) || said[0].Index == 0) && said.Select((m, i) => m.Value[1] == Numerals[i]).All(isNext => isNext))
        {
            counted = said;
        }
        if (counted.Count < 2 && Listed(text) is { Count: > 1 } listed)
        {
            return listed;
        }
        var marks = counted.Count >= 2 ? counted : Joiner().Matches(text);
        var isCounted = counted.Count >= 2;
        if (marks.Count == 0)
        {
            return [];
        }
        var pieces = new List<Piece>();
        var start = isCounted ? marks[0].Index + marks[0].Length : 0;
        foreach (var next in isCounted ? marks.Skip(1) : marks)
        {
            Add(pieces, text, start, next.Index, isCounted);
            start = next.Index + next.Length;
        }
        Add(pieces, text, start, text.Length, isCounted);
        return pieces;
    }

    /// <summary>「路灯坏了,我妈的养老金也停了」: two clauses, the second with its 也, and no consequence of the first.</summary>
    public static IReadOnlyList<Piece> SideBySide(string text)
    {
        var pieces = new List<Piece>();
        if (Also().Match(text) is { Success: true } match)
        {
            Add(pieces, text, 0, match.Groups["also"].Index, false);
            Add(pieces, text, match.Groups["also"].Index, text.Length, false);
        }
        return [.. pieces.Select(p => p with { Beside = true })];
    }

    /// <summary>What one trouble does to people is no trouble of its own: 「楼上装修,孩子学习也受影响」, 「路灯坏了,老人也不敢出门」.</summary>
    [GeneratedRegex("^[^,，。;；!！?？]{4,20}[,，。;； ]+(?<also>(?!因为|所以|导致|结果|害得|弄得|搞得|连)[^,，。;；!！?？也]{2,12}也(?!是|就|不(?:敢|能|想|得|好|行|会|让|舒|知|管|方便|影响|说|在)|没(?:法|办法|用|说|敢|地方)|受|跟着|被|睡|吵|咳|怕|担心|难(?:受|过|闻)|疼|病|感冒|过敏|生病|遭|累|急|哭|气|烦|快|要|想|得|去|来|找|问|反映|打|投诉|希望|说|这样|如此|有影响|一样)[^,，。;；!！?？]{1,12})[。!！]?$")]
    private static partial Regex Also();

    /// <summary>「三件事 路灯不亮 水管漏水 还有村口垃圾没人收」: as many clauses as were announced, and so many matters.</summary>
    private static List<Piece> Listed(string text)
    {
        if (Number().Match(text) is not { Success: true } announced)
        {
            return [];
        }
        var pieces = new List<Piece>();
        var start = announced.Index + announced.Length;
        foreach (Match mark in BetweenListed().Matches(text, start))
        {
            Add(pieces, text, start, mark.Index, true);
            start = mark.Index + mark.Length;
        }
        Add(pieces, text, start, text.Length, true);
        pieces.RemoveAll(p => p.Text.Length < ShortestMatter || ForAll().IsMatch(p.Text));
        return pieces.Count == "零一二三四五".IndexOf(announced.Groups["n"].Value.Replace('两', '二'), StringComparison.Ordinal) ? pieces : [];
    }

    [GeneratedRegex("(?<n>[两二三四五])(?:个|件|桩)(?:事|问题|情况)(?:情|儿)?(?:要反映|想反映|要说|想说|反映)?(?=[,，:：。;； \\n])")]
    private static partial Regex Number();

    [GeneratedRegex("[,，。;；、!！\\n ]+(?:还有|另外|再就是|以及)?|还有(?=[我小学村楼那门路])")]
    private static partial Regex BetweenListed();

    /// <summary>「都在大柳树村」 is said of all.</summary>
    [GeneratedRegex("^(?:都|全|全部|两个|这些)?(?:都)?(?:是|在|是在)[^了坏没不]{2,10}$|^(?:请|希望|麻烦|谢谢|你们|快点)")]
    private static partial Regex ForAll();

    /// <summary>「白鹭村的路灯和沙洲村的水管都坏了」: what is joined and has a place of its own on either side.</summary>
    /// <param name="places">Where places stand in the text, in its order, with the community of each.</param>
    public static IReadOnlyList<Piece> SplitAtPlaces(string text, IEnumerable<(int Start, int Length, string Community)> places)
    {
        var pieces = new List<Piece>();
        var (start, joined) = (0, true);
        (int Start, int Length, string Community)? last = null;
        foreach (var place in places)
        {
            if (last is { } before && before.Community != place.Community && before.Start + before.Length is var end && end < place.Start
                && CutBetween(text, end, place.Start) is { } cut)
            {
                joined &= cut == place.Start - 1 && !ClauseMarks.Contains(text[cut]);
                Add(pieces, text, start, cut, true);
                start = cut + 1;
            }
            last = place;
        }
        if (pieces.Count > 0)
        {
            Add(pieces, text, start, text.Length, true);
        }
        // Clauses that only stand side by side must each be clear; 「我住书香里，孩子在白鹭小学被打」 is one matter.
        return joined ? pieces : [.. pieces.Select(p => p with { Counted = false })];
    }

    /// <summary>Two places, each with its own trouble, take some words and something between them.</summary>
    public static bool MayHoldTwoPlaces(string text) => text.Length >= 12 && text.AsSpan().IndexOfAny(Between) is > 0 and var at && at < text.Length - ShortestMatter;

    private static readonly SearchValues<char> Between = SearchValues.Create(",，。；;！!？?\n 和跟与及、");

    /// <summary>Where the matter of the next place begins: at the word that joins them, or at the last mark before it.</summary>
    private static int? CutBetween(string text, int end, int next) =>
        TheThingThere().IsMatch(text[end..next]) ? next - 1
        : text.AsSpan(end, next - end).LastIndexOfAny(ClauseMarks) is var mark and >= 0 ? end + mark
        : null;

    private static readonly SearchValues<char> ClauseMarks = SearchValues.Create(",，。；;！!？?\n ");

    [GeneratedRegex("^[^,，。！!？?]{0,4}的[^,，。！!？?]{1,8}[和跟与及、]$")]
    private static partial Regex TheThingThere();

    /// <summary>Pieces that stand on their own. Counted ones do; others must each be clear and differ in type and lead.</summary>
    public static IReadOnlyList<(Piece Piece, SortResult Result)> Independent(string text, IReadOnlyList<(Piece Piece, SortResult Result)> parts)
    {
        if (parts[0].Piece.Counted)
        {
            var told = Clear(text, parts);
            return told.Select(p => p.Result.ProblemType).Distinct().Count() > 1 ? told : [];
        }
        var unsure = parts.Count(p => p.Result.Abstain);
        bool AllDiffer<T>(Func<SortResult, T> by) => parts.Select(p => by(p.Result)).Distinct().Count() == parts.Count;
        if (parts[0].Piece.Beside)
        {
            return unsure == 0 && AllDiffer(r => r.Topic) && AllDiffer(r => r.Lead) && parts.All(p => p.Result.Intent == Intent.Complaint && p.Result.Evidence.Any(e => e.Words.Length <= LongestWord)) ? parts : [];
        }
        return (unsure == 0 && (AllDiffer(r => r.Topic) || AllDiffer(r => r.Lead)))
            // Of several that are plainly different one may be unsure: staff see that one.
            || (unsure == 1 && parts.Count > 2 && parts.All(p => p.Result.ProblemType is not null) && AllDiffer(r => r.Topic)) ? parts : [];
    }

    /// <summary>Counted points that say what should be done, not what is wrong.</summary>
    public static bool AreWishes(string text, IReadOnlyList<Piece> pieces) => pieces.All(p => p.Counted) && (pieces.All(p => Wish().IsMatch(p.Text)) || (Counter().Match(text) is { Success: true } first && AsksFor().IsMatch(text.AsSpan(0, first.Index))));

    /// <summary>「要求：1.三天内修好 2.换成LED的」.</summary>
    [GeneratedRegex("(?:要求|希望|诉求|请求|恳请|建议)(?:你们|有关部门|如下|有|是|为|几点|[0-9一二两三四五]点|[:：,，。 ]){0,4}$", RegexOptions.RightToLeft)]
    private static partial Regex AsksFor();

    /// <summary>What was told before the first counted point; null when it is too little to be a matter.</summary>
    public static string? Before(string text, IReadOnlyList<Piece> pieces)
    {
        var first = Counter().Match(text);
        return first.Success && first.Index < pieces[0].Start && text[..first.Index].Trim([.. Marks]) is { Length: >= ShortestMatter } told ? told : null;
    }

    /// <summary>The counted points that point at a type of trouble; any other is said with the one before it, so that none is lost.</summary>
    private static List<(Piece Piece, SortResult Result)> Clear(string text, IReadOnlyList<(Piece Piece, SortResult Result)> parts)
    {
        List<(Piece Piece, SortResult Result)> told = [];
        foreach (var (piece, result) in parts)
        {
            if (told is [.., var last] && (result.ProblemType is null || last.Result.ProblemType is null))
            {
                var joined = text[last.Piece.Start..(piece.Start + piece.Text.Length)];
                told[^1] = (last.Piece with { Text = joined }, (last.Result.ProblemType is null ? Moved(result, piece.Start - last.Piece.Start) : last.Result) with { Text = joined });
            }
            else
            {
                told.Add((piece, result));
            }
        }
        return told is [{ Result.ProblemType: null }] ? [] : told;
    }

    /// <summary>Hands what was said once for all (place, contact, people) to a part, and moves its spans to where they stand in the message.</summary>
    /// <param name="sharesPlace">False when the parts name several places: which of them an unplaced part means is not known.</param>
    public static SortResult Share(SortResult whole, (Piece Piece, SortResult Result) part, bool sharesPlace)
    {
        var moved = Moved(part.Result, part.Piece.Start);
        var slots = moved.Slots.ToDictionary();
        foreach (var shared in (Slot[])[Slot.Place, Slot.Contact, Slot.CaseNo])
        {
            if ((sharesPlace || shared != Slot.Place) && !slots.ContainsKey(shared) && whole.Slots.TryGetValue(shared, out var value))
            {
                slots[shared] = value;
            }
        }
        return moved with { Slots = slots };
    }

    /// <summary>The same with its spans moved on by some characters.</summary>
    private static SortResult Moved(SortResult result, int by) => result with
    {
        Slots = result.Slots.ToDictionary(s => s.Key, s => s.Value.Start < 0 ? s.Value : s.Value with { Start = s.Value.Start + by }),
        Flags = [.. result.Flags.Select(f => f.Start < 0 ? f : f with { Start = f.Start + by })],
        Evidence = [.. result.Evidence.Select(e => e with { Start = e.Start + by })],
    };

    private static void Add(List<Piece> pieces, string text, int start, int end, bool counted)
    {
        var told = text.AsSpan(start, end - start);
        start += Opening().Match(text[start..end]).Length;
        end -= told.Length - told.TrimEnd(Marks).Length;
        if (end - start >= (counted ? ShortestCounted : ShortestMatter))
        {
            pieces.Add(new Piece(text[start..end], start, counted));
        }
    }

    /// <summary>A verb that asks, at the beginning.</summary>
    [GeneratedRegex("^(?:请|希望|要求|要|能不能|尽快|赶紧|马上|立即|把|给|让|派|安排|组织|加强|增加|增设|增派|加装|加|安装|装|修好|修复|修|维修|更换|换|清理|清运|清|清除|整治|治理|查处|查|查清|检查|取消|恢复|公布|公开|公示|告诉|告知|说明|解释|退还|退|赔偿|赔|补发|补|拆除|拆|停止|禁止|处理|处罚|解决|落实|建|新建|改造|改|设置|设|划|疏通|定期|每[天周月]|督促)")]
    private static partial Regex Wish();

    /// <summary>What parts one thing from the next, and belongs to neither.</summary>
    internal const string Marks = " ,，。.;；:：、\n";

    /// <summary>What stands between the counter and the matter: 第一件[是]…, 一[、]….</summary>
    [GeneratedRegex("^(?:[我俺你您跟和给向想要来先再说讲反映一下同]{0,10}(?:有)?[两二三四五几2-5](?:个|件|桩)(?:事|问题|情况)(?:情|儿)?(?:[,，:： ]{0,2}(?:头|第)?一个是)?)?[\\s,，。.;；:：、]*(?:(?:事情?)?(?:就)?是(?!不是|否|谁|哪))?[\\s,，:：、]*")]
    private static partial Regex Opening();

    [GeneratedRegex("(?<=^|[,，。;；:：\\s、!！?？])(?:[一二三四五](?:是|、|,|，|,来)|第[一二三四五](?:个|件|,|，|、|:|：)?(?!次|遍|回|中学|小学|人民|医院|幼儿园|实验|天|年|期|季)|其[一二三四]|首先|其次|再次|[1-5１-５](?:、|\\.(?![0-9])|．|\\)|）|:|：)|[①②③④⑤]|一个是|另一个是?|还有一个是?|头一[个件]|第[一二三四五]个)")]
    private static partial Regex Counter();

    private const string Numerals = "一二三四五";

    [GeneratedRegex("(?<!在|去|到|是|排|上|[0-9])第[一二三四五](?>(?:个|件|就是|是)?)(?!次|遍|回|中学|小学|[中小](?=[的校门,，])|人民|医院|幼儿园|实验|天|年|期|季|批|轮|节|名|排|栋|幢|楼(?![上下道顶梯])|层|月|星期|周|单元|产业|代|学期|段|时间|步|位|任|格|口|棵|盏|根|家|户|孩子|娃|小孩|胎|学期|路口|红绿灯|门|排|老师|老公|老婆|任)")]
    private static partial Regex InOneBreath();

    /// <summary>「三个事,一个路灯坏了,一个垃圾没人收」.</summary>
    [GeneratedRegex("[两二三四五几2-5](?:个|件|桩)(?:事|问题|情况)")]
    private static partial Regex Announced();

    [GeneratedRegex("(?<=[,，。;；:：、\\s])(?:还有)?(?:另)?一(?:个|件)(?:事|就)?(?:是|就是)?(?![月年天人星小礼多半])")]
    private static partial Regex OneEach();

    [GeneratedRegex("[;；\\n]|(?<=[\\u4e00-\\u9fff]{4})(?:还有(?:一个|一件|个事)?就是|再有就是|再就是|另外就是|还有一个是|另外还有(?:一个|个)?|另外一个就?是)(?=[\\u4e00-\\u9fff]{4})|(?<=[\\u4e00-\\u9fff]{4}[事了])另外(?=[\\u4e00-\\u9fff]{5})(?!的|一|[0-9两二三四五六几]|付|收|交|花|找|加|算|买|给|安排|想|换|再|还|处|半|那|这|建|设|租|请)|(?:(?<=[了的])还有(?=我们|我家|我|小区|学校|村|楼|那|这|门口|路)|(?<=[,，。;；!！?？\\s])(?:还有(?:就是|一个|一件|个事|件事|一点|,|，)?|另外(?:就是|,|，|一件事|一个)?|再(?:就是|一个|有就是|说一个|反映一个)|顺便(?:再)?(?:反映|说|问)(?:一下|下|一句)?|除此之外|此外|同时(?=我|我们|小区|村里)))(?!没有|的|好多|很多|不少|什么)")]
    private static partial Regex Joiner();
}
