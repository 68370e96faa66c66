using System.Text.RegularExpressions;
using StationBot.Handling.Messages;
using StationBot.Handling.Roster;
using StationBot.Handling.Routing;
using StationBot.Handling.Sorting;

namespace StationBot.Understanding.Offline;

/// <summary>Reads the slots of one message. What was not said stays empty: a wrong place is worse than one more question.</summary>
internal sealed partial class SlotReader(RuleBook rules)
{
    private const int LongestBareAnswer = 24;

    /// <summary>Characters beside a name that say nothing: 是…, …的.</summary>
    private const int AroundAName = 2;

    private readonly DemandWords _demand = new(rules);

    public Dictionary<Slot, SlotValue> Read(NormalText text, SortRequest request, PlaceResolution places, LexiconReading reading, Signals signals, bool isClear)
    {
        var slots = new Dictionary<Slot, SlotValue>();
        void Put(Slot slot, SpanValue? found)
        {
            if (found is { } value)
            {
                var (start, length) = text.ToOriginal(value.Start, value.Length);
                slots[slot] = new SlotValue(value.Value, start, length) 
                {
                    Implied = value.Implied,
                    Loose = value.Loose,
                    Wish = value.Wished is { Count: > 0 } wished ? string.Join('，', wished.Select(w => AsTold(w.Start, w.End))) : null,
                    Trouble = value.Told is { Count: > 0 } told ? string.Join('，', told.Select(t => AsTold(t.Start, t.End))) : null,
                };
            }
        }
        string AsTold(int from, int to)
        {
            var (start, length) = text.ToOriginal(from, to - from);
            return request.Text.Substring(start, length).Trim(' ', '\n', '，', ',', '。', '.', '！', '!', '~', '；', ';');
        }
        void PutWords(Slot slot, (int Start, int Length)? span) =>
            Put(slot, span is { } s ? new SpanValue(text.Text.Substring(s.Start, s.Length), s.Start, s.Length) : null);

        if (Place(text, request, places, signals) is { } place)
        {
            slots[Slot.Place] = place;
        }
        var answering = request.Asked is Ask.Place or Ask.Contact or Ask.Time or Ask.People or Ask.Subject or Ask.CaseNo or Ask.Safety or Ask.Evidence;
        var isName = request.Asked is Ask.Subject or Ask.Place
            && ((ProperNames.Subject(text.Text) is { } name && name.Length >= text.Text.Length - AroundAName) || (places.Best is { } known && known.Length >= text.Text.Length - AroundAName));
        var demand = _demand.Find(text, reading.Words, answering && text.Text.Length <= LongestBareAnswer, isClear, request.Earlier.Length > 0, isName);
        var contact = ContactWords.Find(text, request.Asked == Ask.Contact);
        var numberless = contact is { } number ? text.Text.Remove(number.Start, number.Length).Insert(number.Start, new string(',', number.Length)) : text.Text;
        // 「13800138000 晚上打」: when to call is not when the trouble is.
        if (TimeWords.Find(numberless, demand?.Wished) is { } time && !(contact is not null && time.Loose && ToCall().IsMatch(text.Text.AsSpan(time.Start + time.Length))))
        {
            Put(Slot.Time, new SpanValue(text.Text.Substring(time.Start, time.Length), time.Start, time.Length) { Loose = time.Loose });
        }
        Put(Slot.CaseNo, CaseNo(text.Text));
        PutWords(Slot.People, People(text.Text));
        PutWords(Slot.Evidence, SmallWords.Evidence().Match(text.Text) is { Success: true } shown ? (shown.Index, shown.Length) : null);
        PutWords(Slot.Subject, ProperNames.Subject(text.Text) ?? (places.Best is null ? null : ProperNames.ThatOne(text.Text)) ?? (request.Asked == Ask.Subject && (signals & (Signals.Declines | Signals.NothingMore | Signals.Affirm | Signals.Deny)) == Signals.None && demand is not { Implied: false } && !NoName().IsMatch(text.Text) && !PointsThere().IsMatch(text.Text) && !IsAnotherSlot(text.Text) && !(places.Best is { Exact: true } bare && bare.Length >= text.Text.Length - 2) ? Bare(text.Text) : null));
        if (contact is { } found)
        {
            Put(Slot.Contact, new SpanValue(found.Value, found.Start, found.Length));
        }
        Put(Slot.Demand, demand);
        return slots;
    }

    private static SlotValue? Place(NormalText text, SortRequest request, PlaceResolution places, Signals signals)
    {
        if (places.Best is { } best)
        {
            // Two names of one place (住书香里, 实验小学) are both worth keeping; of two places only what the words join to the better one.
            var here = places.Candidates.Where(c => c.Community == best.Community).DistinctBy(c => c.Canonical).OrderBy(c => c.Start).ToArray();
            var names = here.Where(c => !here.Any(o => o.Canonical.Length > c.Canonical.Length && o.Canonical.Contains(c.Canonical, StringComparison.Ordinal)));
            var last = here.MaxBy(c => c.Start + c.Length)!;
            var house = HouseNumbers.After(request.Text, last.Start + last.Length);
            return new SlotValue(JoinedPlaces.Join([string.Join(' ', names.Select(c => c.Canonical)) + house, .. JoinedPlaces.Others(request.Text, places).Select(c => c.Canonical)]), best.Start, best.Length)
            {
                OneMore = JoinedPlaces.IsOneMore(request.Text, best),
            };
        }
        if (places.NamedTownship is { } township)
        {
            return new SlotValue(township.Name, township.Start, township.Length);
        }
        if (places.Outside is { Length: > 0 } outside && request.Text.IndexOf(outside, StringComparison.Ordinal) is var at and >= 0)
        {
            return new SlotValue(outside, at, outside.Length);
        }
        var named = ProperNames.Place(text.Text);
        if (named is null && request.Asked == Ask.Place && (signals & (Signals.Declines | Signals.Affirm | Signals.Deny | Signals.NothingMore | Signals.Withdraws)) == Signals.None)
        {
            named = Bare(text.Text) is { } bare && LooksLikePlace().IsMatch(text.Text) && !TellsOrAsks().IsMatch(text.Text) && TimeWords.Find(text.Text) is null ? bare : null;
        }
        named ??= AreaWide().Match(text.Text) is { Success: true } wide ? (wide.Index, wide.Length) : null;
        if (named is not { } span)
        {
            return null;
        }
        var (start, length) = text.ToOriginal(span.Start, span.Length);
        return new SlotValue(text.Text.Substring(span.Start, span.Length), start, length);
    }

    /// <summary>「哪个路灯你不知道吗」, 「第6条路灯坏了」, 「就是那个小区」 after "where?" name no place.</summary>
    [GeneratedRegex("[吗么呢][?]?$|哪[个条里儿]|你(?:不|们)|不知道|[坏堵臭脏吵漏]了?$|没人|怎么|什么|^(?:就是|就|在|我们?|俺们?|咱们?|那个|这个|那|这|家|里){0,4}(?:小区|村里?|路上|街上|楼下|楼上|门口|屋里|学校)(?:里|的)?[。.]?$")]
    private static partial Regex TellsOrAsks();

    /// <summary>R4 of domain.md §5: the matter is everywhere in the area.</summary>
    [GeneratedRegex("(?:全区|全县|整个区|整个县)(?!别|域)")]
    private static partial Regex AreaWide();

    [GeneratedRegex("[路街道巷弄村组屯庄队苑院府城号栋幢楼桥站湾岗坡坎沟塘坝堰湖河山镇乡]|社区|小区|花园|门口|旁边|附近|对面|市场|学校|小学|中学|医院|广场|公园|单元|那边|这边|后头|前头|里头|背后|隔壁|公司|工厂|工地|厂房?$|[店馆]$|超市")]
    private static partial Regex LooksLikePlace();

    /// <summary>「半年了」 after "which company?": when, how many or what number is no name.</summary>
    private static bool IsAnotherSlot(string text) =>
        (TimeWords.Find(text) is { } time && time.Length >= text.Length - AroundAName) || (People(text) is { } people && people.Length >= text.Length - AroundAName - 1) || SmallWords.CaseNo().IsMatch(text);

    [GeneratedRegex("[?!我你您吗呢吧啊]|什么|为啥|怎么|不晓|不知|随便|都行|没有|^(在|好|嗯|哦|hi|hello)")]
    private static partial Regex NoName();

    [GeneratedRegex("^(?:[以之]?[前后]|的?时候|再|都|才|可以|能|有人|可|请|给我|我){0,4}(?:打|联系|接|在家|有空|方便|找我|回电?)")]
    private static partial Regex ToCall();

    /// <summary>「就是书香里小区门口那个」 says where, and no name.</summary>
    [GeneratedRegex("(?:门口|旁边|对面|楼下|楼上|附近|隔壁|那边|前面|后面|里面)的?(?:那个|那家|这个|这家|一家)[。.]?$")]
    private static partial Regex PointsThere();

    private static SpanValue? CaseNo(string text)
    {
        var match = SmallWords.CaseNo().Match(text);
        return match.Success
            ? new SpanValue($"{match.Groups["area"].Value.ToUpperInvariant()}{match.Groups["day"].Value}-{match.Groups["number"].Value}", match.Index, match.Length)
            : null;
    }

    private static (int Start, int Length)? People(string text)
    {
        foreach (Match match in SmallWords.People().Matches(text))
        {
            if (!SmallWords.Alone().IsMatch(match.ValueSpan) && !OtherCount().IsMatch(text.AsSpan(0, match.Index)) && !(Few().IsMatch(match.ValueSpan) && Relatives().IsMatch(text.AsSpan(0, match.Index))) && !IsAsked(text, match))
            {
                return (match.Index, match.Length);
            }
        }
        // 「全村都这样」 says how many without a number; none is made up from it.
        return SmallWords.Everybody().Match(text) is { Success: true } all ? (all.Index, all.Length) : null;
    }

    /// <summary>「我爸妈八十多了，两个人就指着那口热饭」: two of a family, not how many are affected.</summary>
    [GeneratedRegex("^[两俩二三2-3]")]
    private static partial Regex Few();

    [GeneratedRegex("(?:爸妈|父母|爹娘|爷爷奶奶|外公外婆|公婆|老两口|两口子|夫妻|老人|儿子|女儿|我(?:跟|和)(?:老伴|老公|老婆|他|她|孩子|娃|我妈|我爸))[^。!?]{0,10}$", RegexOptions.RightToLeft)]
    private static partial Regex Relatives();

    /// <summary>「几户?」 asks how many.</summary>
    private static bool IsAsked(string text, Match match) => match.Value.StartsWith('几') && text.AsSpan(match.Index + match.Length).TrimStart("的了啊呀呢").StartsWith("?", StringComparison.Ordinal);

    /// <summary>「就在菜市场后面」 after "where?": the whole short answer without the words around it.</summary>
    private static (int Start, int Length)? Bare(string text)
    {
        var core = Around().Match(text).Groups["core"];
        return core.Success && core.Length is >= 2 and <= LongestBareAnswer && !NoAnswer().IsMatch(core.ValueSpan) ? (core.Index, core.Length) : null;
    }

    [GeneratedRegex("(?:分之|第|每|差|限|坐|载|核载|打|另外|跟|那)$", RegexOptions.RightToLeft)]
    private static partial Regex OtherCount();

    [GeneratedRegex("^(?:没有?名字?[,。]?|嗯|哦|啊|呃|那个|就|是|在|我|我们|家|住|俺|咱|们|的|这边|叫|做|[,。!?]){0,6}(?<core>.*?)(?:的|啊|呀|吧|哈|嘛|呢|哦|那边|这边|这里|那里|[,。!?]){0,4}$", RegexOptions.Singleline)]
    private static partial Regex Around();

    [GeneratedRegex("[?]|^(?:她|他|它)们?(?!家|们?村|们?厂|们?公司)|[医社低]保|^(?:不|没|谢|好|对|行|可以|你好|什么|怎么|为什么|人工|算了|随便|哪里|哪儿|问这|我要|希望|你们?|唉|哎|真是)|机器人|真笨|傻|[0-9]{7,}")]
    private static partial Regex NoAnswer();
}
