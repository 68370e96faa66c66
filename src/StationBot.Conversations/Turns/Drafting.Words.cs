using System.Text.RegularExpressions;
using StationBot.Handling.Messages;
using StationBot.Handling.Routing;
using StationBot.Handling.Sorting;

namespace StationBot.Conversations.Turns;

/// <summary>Which of a resident's words tell the matter: what only answers, leads in or puts right is kept out of the story.</summary>
internal static partial class Drafting
{
    /// <summary>「不是医保卡,是社保卡」: what was told before is read, sorted and said back as it was meant.</summary>
    public static bool Mend(DialogMemory memory, string text)
    {
        if (memory.Draft is not { } draft)
        {
            return false;
        }
        if (Meant().Match(text) is not { Success: true } match)
        {
            return Rename(draft, text);
        }
        var (wrong, right) = (match.Groups["wrong"].Value, match.Groups["right"].Value);
        var found = draft.Words.Any(w => w.Contains(wrong, StringComparison.Ordinal));
        for (var i = 0; i < draft.Words.Count; i++)
        {
            draft.Words[i] = Swapped(draft.Words[i], wrong, right);
        }
        foreach (var slot in (Slot[])[Slot.Subject, Slot.Demand])
        {
            draft[slot] = draft[slot] is { } told ? Swapped(told, wrong, right) : null;
        }
        return found;
    }

    /// <summary>「不对不对,是石材厂」 of 张家坝砖厂: another of its kind is meant, and where that one is must be asked.</summary>
    private static bool Rename(Draft draft, string text)
    {
        if (OfTheKind().Match(text) is not { Success: true } match || draft.Items.Count > 1)
        {
            return false;
        }
        var (right, kind) = (match.Groups["right"].Value, match.Groups["kind"].Value);
        bool IsOfTheKind(string? told) => told is not null && told != right && told.EndsWith(kind, StringComparison.Ordinal);
        if (((Slot[])[Slot.Subject, Slot.Place]).Select(s => draft[s]).FirstOrDefault(IsOfTheKind) is not { } wrong || !draft.Words.Exists(w => w.Contains(wrong, StringComparison.Ordinal)))
        {
            return false;
        }
        string Renamed(string told) => told.Replace(wrong, right, StringComparison.Ordinal);
        draft.Words = [.. draft.Words.Select(Renamed)];
        draft.Items.ForEach(i => (i.Text, i.Slots) = (Renamed(i.Text), i.Slots.ToDictionary(s => s.Key, s => Renamed(s.Value))));
        if (draft[Slot.Place] is { } place && place.Contains(wrong, StringComparison.Ordinal))
        {
            (draft[Slot.Place], draft.Community, draft.Township) = (null, null, null);
            draft.Asked.RemoveAll(s => s == Slot.Place);
        }
        foreach (var slot in (Slot[])[Slot.Subject, Slot.Demand])
        {
            draft[slot] = draft[slot] is { } told ? Renamed(told) : null;
        }
        return true;
    }

    [GeneratedRegex("^(?:哦|噢|啊|哎|那个|[,， ]){0,2}(?:不对|不是|错了|[说搞弄记写]错了?|[,，。!！ ]){1,5}(?:(?:我|俺)?(?:说|讲|指)的)?(?:应该|其实|就)?是(?<right>[\\u4e00-\\u9fff]{1,8}(?<kind>厂|店|馆|矿|场|公司|超市|学校|小学|中学|幼儿园|医院|卫生院|诊所|工地|养老院|敬老院))(?:那边|那里|那个|那家|的)?(?:啊|呀|哦)?[。.!！~]?$")]
    private static partial Regex OfTheKind();

    /// <summary>「不是老王,是老黄烧烤」 of 老王烧烤 names it whole; 「不是垃圾,是下水道堵了」 tells the trouble anew.</summary>
    private static string Swapped(string told, string wrong, string right)
    {
        if (Renaming.Whole(wrong).Match(told) is not { Success: true, Index: var at })
        {
            return told;
        }
        if (Trouble().IsMatch(right))
        {
            var start = told.LastIndexOfAny(ClauseMarks, at) + 1;
            var end = told.IndexOfAny(ClauseMarks, at) is var mark && mark < 0 ? told.Length : mark;
            return told[..start] + right + told[end..];
        }
        var tail = Enumerable.Range(1, right.Length - 1).Select(i => right[i..]).FirstOrDefault(t => told.Contains(wrong + t, StringComparison.Ordinal));
        return Renaming.Whole(wrong + tail).Replace(told, right);
    }

    private static readonly char[] ClauseMarks = [',', '，', '。', ';', '；', '!', '！', '?', '？'];

    [GeneratedRegex("[堵坏漏停断吵臭脏塌裂倒欠拖烂].{0,2}$")]
    private static partial Regex Trouble();

    [GeneratedRegex("不(?:是|在)(?<wrong>[\\u4e00-\\u9fff0-9a-zA-Z]{2,10}?)[,，、 ]?(?:而|应该)?(?:是|在)(?:(?:隔壁|旁边|对面|附近)的?(?=[\\u4e00-\\u9fff]{2}))?(?<right>[\\u4e00-\\u9fff0-9a-zA-Z]{2,12}?)(?:那边|这边|那里|这里|那儿)?(?:的[\\u4e00-\\u9fff]{0,4})?[。.!！~]?$")]
    private static partial Regex Meant();

    /// <summary>「春天开始的」 after "since when?" and 「3栋」 after the estate: what no reader of slots knows, and yet no part of the story.</summary>
    private static bool IsBareSlot(Turn turn, Draft draft, SortResult sorted) =>
        (draft.Has(Slot.Place) && HouseNumbers.Alone(turn.Text) is not null)
        || Talk.IsLooseTime(turn.Text)
        // 「就我一家不清楚别家」.
        || (turn.Memory.LastAsk == Ask.People && draft.Understood && !draft.Has(Slot.People) && sorted.Evidence.Count == 0 && turn.Text.Length <= LongestCount && IsBareAnswer(Talk.People(turn.Text), Slot.People))
        // 「电梯天天坏」 tells the matter besides.
        || (turn.Memory.LastAsk == Ask.Time && draft.Understood && !draft.Has(Slot.Time) && sorted.Evidence.Count == 0 && turn.Text.Length <= ShortestTold && IsBareAnswer(turn.Text, Slot.Time));

    private const int ShortestTold = 8;

    /// <summary>Characters of an answer to "how many?" that tells nothing else.</summary>
    private const int LongestCount = 14;

    /// <summary>The words that tell the matter, without the way into them.</summary>
    public static string Told(string text) => WayIn().Replace(SaysAgain().Replace(Unnamed().Replace(text, ""), ""), "").Trim();

    /// <summary>「…,匿名行不」 speaks of the telling, not of the matter.</summary>
    [GeneratedRegex("(?<=.{4})[,，。 ]+(?:我|想|要|请|能|可以|能不能|可不可以){0,3}匿名(?:反映|举报|投诉)?(?:行不行?|行吗|可以吗|可不可以|成不成?|吗|好吗|吧)?[?？。]?$")]
    private static partial Regex Unnamed();

    [GeneratedRegex("^还有[,， ]?(?=(?:我|俺|小区|楼|门口|村里?|那|这)[^,，。!！?？]{3})|^(?:另外|还有|对了|再有|顺便|此外|那|我|俺|也|[,， ]){0,4}(?:还|再|又)?(?:有|说|反映|问|讲)(?:另外)?(?:一|个|件|桩|下|另){0,3}(?:事|问题|情况)(?:情|儿)?(?:也|要|想|得){0,2}(?:反映|说|问|讲)?(?:一下|下)?[,，:：。 ]+(?=.{4})|^(?:(?:另外|对了|此外|再有|顺便|其次|再就是|除此之外)[,，:：。 ]*(?:还有)?|(?:还有)?(?:另|别的|第[二三])(?:外)?(?:一)?(?:件|个|桩)?(?:事|问题)(?:情|儿)?(?:是|就是)?)[,，:：。 ]*(?=.{4})")]
    private static partial Regex WayIn();

    [GeneratedRegex("^(?:对|是|嗯|恩|好|行)(?:的|啊|呀|嘛|头)?[,，。 ]+(?=(?:就是|就|我|想|希望|要)[^,，。]{4})|^(?:我|俺)(?:说|问|讲|指|反映|投诉|要说|想说)的?(?:就)?是(?!说)[,，:： ]?|^那?我就?(?:开始)?说了(?:啊|哈|哦|呀|嘛)?[,，。 ]+(?=.{4})|^(?:那|再|还|另外|请|麻烦|你|您){0,4}(?:帮|给|替)我(?:再)?(?:反映|记录|登记|记|报|说)(?:下|上|一|个|件|条|事|哈){1,4}(?:嘛|呗|噻|吧|啊|呀|哦|咯)?[,，:： ](?=.{4})")]
    private static partial Regex SaysAgain();

    /// <summary>A yes, a phone number, "I'd rather not", or the bare place that was asked for says nothing more about the matter.</summary>
    private static bool IsOnlyAnAnswer(Ask asked, SortResult sorted)
    {
        if (sorted.Text.Length >= 24 || sorted.Slots.GetValueOrDefault(Slot.Demand) is { Implied: false })
        {
            return false;
        }
        var answersBriefly = SlotOf(asked) is { } slot && slot != Slot.Demand && sorted.Text.Length <= 16 && (slot == Slot.CaseNo || sorted.Slots.ContainsKey(slot) || sorted.Slots.ContainsKey(Slot.Place));
        return (answersBriefly && TellsNothingElse(sorted))
            || IsOnlyATime(sorted)
            || IsOnlyAPlace(sorted)
            || (!sorted.Slots.ContainsKey(Slot.Place) && !sorted.Slots.ContainsKey(Slot.Demand)
                && ((sorted.Signals & (Signals.Affirm | Signals.Deny | Signals.Declines | Signals.NothingMore)) != Signals.None || sorted.Slots.ContainsKey(Slot.Contact)));
    }

    /// <summary>「大概是上个月开始的吧」: nothing but the values that were read, and the words around them.</summary>
    private static bool TellsNothingElse(SortResult sorted)
    {
        var left = sorted.Text.ToCharArray();
        foreach (var value in sorted.Slots.Where(s => s.Key != Slot.Demand && s.Value.Start >= 0).Select(s => s.Value))
        {
            left.AsSpan(value.Start, Math.Min(value.Length, left.Length - value.Start)).Fill(' ');
        }
        return Around().Replace(new string(left), "").Length <= MostAround;
    }

    private const int MostAround = 2;

    /// <summary>Whether something is told besides where it is: 「石桥街上红绿灯坏了」, and not 「就在石桥街上」.</summary>
    public static bool TellsBesidePlace(Draft draft) =>
        draft[Slot.Place] is { } place && draft.Words.Exists(w => Around().Replace(new string([.. w.Where(c => !place.Contains(c, StringComparison.Ordinal))]), "").Count(char.IsLetter) >= MostAround);

    /// <summary>「大柳树那个」, whatever was asked.</summary>
    private static bool IsOnlyAPlace(SortResult sorted) => sorted.Slots.ContainsKey(Slot.Place) && sorted.Slots.Keys.All(s => s is Slot.Place or Slot.Demand) && sorted.Evidence.Count == 0 && TellsNothingElse(sorted);

    [GeneratedRegex("[\\s,，。.!！~、的了吧呢啊呀哦嗯就是在从到有也都那这我俺们住]|大概|差不多|可能|应该|好像|左右|开始|现在|一直|还在?|以来|前后|小区|社区|附近|门口|旁边|里面|外面|对面|那边|这边|那儿|这儿|[0-9０-９一二三四五六七八九十]+(?:号楼?|栋|幢|单元|楼|室|层)|地址|地点|位置|电话|手机|号码|名字|叫做?|编号")]
    private static partial Regex Around();

    /// <summary>「上个月」 while something else is asked: a slot of its own, no part of the story.</summary>
    private static bool IsOnlyATime(SortResult sorted) =>
        sorted.Slots.Count == 1 && sorted.Slots.TryGetValue(Slot.Time, out var time) && time.Length > 0 && (TellsNothingElse(sorted) || time.Length >= sorted.Text.TrimEnd('。', '了', '吧', '的', '.', '!', '！').Length - 1);
}
