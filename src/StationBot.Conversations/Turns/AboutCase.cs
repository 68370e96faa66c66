using System.Text.RegularExpressions;
using StationBot.Handling.Cases;
using StationBot.Handling.Routing;
using StationBot.Handling.Sorting;

namespace StationBot.Conversations.Turns;

/// <summary>Once a case has its number: whether what is said is about that case, and what it asks.</summary>
internal static partial class AboutCase
{
    /// <summary>A question longer than this tells a matter as well.</summary>
    private const int LongestQuestion = 24;

    /// <summary>What is still wrong after an answer is told in fewer characters than a new matter.</summary>
    private const int LongestReason = 60;

    /// <summary>Words of a lexicon are shorter; longer evidence is a whole clause, which the learned model went by.</summary>
    private const int LongestWord = 4;

    /// <summary>Short enough to tell what is still wrong.</summary>
    public static bool MayTellWhy(string text) => text.Length <= LongestReason;

    /// <summary>
    /// Whether words that sound like another kind of matter belong to the case all the same: 「别告诉物业是我说的」, 「能不能换个部门」,
    /// 「修灯的来了,又走了」 of a lamp.
    /// </summary>
    public static bool IsOne(Turn turn, SortResult sorted, Case open)
    {
        if (IsOutside(turn, sorted, open))
        {
            return false;
        }
        if (open.Status is CaseStatus.Rework or CaseStatus.AwaitingInfo && turn.Text.Length <= LongestReason)
        {
            return true; // 「请说说哪里没解决」, 「还缺一点情况」 was asked
        }
        if (turn.Text.Length > LongestQuestion)
        {
            return false;
        }
        if (sorted.Signals.HasFlag(Signals.Confidential))
        {
            return true;
        }
        var isGuess = sorted.Evidence.All(e => e.Words.Length > LongestWord);
        return Asks(turn.Text) ? isGuess || Pointer().IsMatch(turn.Text) : isGuess && Touches(turn.Text, open);
    }

    /// <summary>「沙洲村的路灯也坏了」 after those of 桂花园: the same trouble in another community has another deputy, and is a case of its own.</summary>
    public static bool IsElsewhere(Turn turn, SortResult sorted, Case open) =>
        IsOutside(turn, sorted, open) && sorted is { Abstain: false, ProblemType: not null, Intent: Intent.Complaint } && !sorted.Signals.HasFlag(Signals.Corrects);

    /// <summary>「污水还在冒」 of a blocked drain: it may sound like another kind of matter, but its thing was told.</summary>
    public static bool SpeaksOf(Turn turn, SortResult sorted, Case asked)
    {
        var words = NamedIn(turn, sorted);
        return turn.Text.Length <= LongestQuestion && (GoesOn().IsMatch(turn.Text) || words.Any(w => Knows(turn, asked, w)) || SharesThing(turn, sorted, asked));
    }

    /// <summary>「楼下烧烤摊还在冒烟」, or 「沙洲村的也堵了」, while the lamps of 桂花园 are asked about: a thing that nobody told of there, and none that was, or elsewhere.</summary>
    public static bool NamesAnother(Turn turn, SortResult sorted, Case asked) => NamesThing(turn, sorted, asked)
        || (sorted is { ProblemType: not null, Intent: Intent.Complaint } && !sorted.Signals.HasFlag(Signals.Corrects) && IsOutside(turn, sorted, asked));

    /// <summary>「又没人收垃圾了」 of lamps: the words name a trouble of another kind outright, whatever character both may share.</summary>
    public static bool NamesOtherTrouble(Turn turn, SortResult sorted, Case asked) =>
        sorted is { Abstain: false, ProblemType: { } type } && type != asked.ProblemType && NamedIn(turn, sorted) is { Length: > 0 } words && !words.Any(w => Knows(turn, asked, w));

    private static bool NamesThing(Turn turn, SortResult sorted, Case asked) =>
        asked.RawText.Length > 0 && sorted is { Abstain: false, ProblemType: not null, Intent: Intent.Complaint or Intent.Suggestion or Intent.Consult }
        && !Speech.Says("verdict_told", turn.Text) && NamedIn(turn, sorted) is { Length: > 0 } words && !words.Any(w => Knows(turn, asked, w)) && !SharesThing(turn, sorted, asked) && !GoesOn().IsMatch(turn.Text);

    /// <summary>
    /// 「老板说下个月给」 to 解决了吗 of wages: few words that name no thing of their own and no other place are said of what was asked, though they sound like
    /// another kind of matter. Anything else may begin one.
    /// </summary>
    public static bool IsRemark(Turn turn, SortResult sorted, Case asked)
    {
        const Signals Else = Signals.NewMatter | Signals.Confidential | Signals.Corrects | Signals.Withdraws | Signals.RefersBack;
        if (sorted is not { Abstain: false, ProblemType: { } type, Intent: Intent.Complaint or Intent.Suggestion or Intent.Consult } || type == asked.ProblemType
            || turn.Text.Length > LongestQuestion || (sorted.Signals & Else) != Signals.None || sorted.Slots.ContainsKey(Slot.Contact) || Asks(turn.Text) || NamesAnother(turn, sorted, asked))
        {
            return false;
        }
        return Speech.Says("verdict_told", turn.Text) || SpeaksOf(turn, sorted, asked) || (NamedIn(turn, sorted).Length == 0 && (IsNear(turn, sorted, asked) || turn.Text.Length <= LongestHint));
    }

    /// <summary>Trouble of the same topic: flies are no garbage, but may come of it. 其他 holds all sorts, so a thing of its own (公交车) is another there.</summary>
    public static bool MayBeOfIt(Turn turn, SortResult sorted, Case asked) =>
        IsNear(turn, sorted, asked) && turn.Directory.ProblemType(sorted.ProblemType) is { } type && (type.Topic != Topic.Other || !type.Words.Any(w => w.Length > 1 && turn.Text.Contains(w, StringComparison.Ordinal)));

    private static bool IsNear(Turn turn, SortResult sorted, Case asked) => turn.Directory.ProblemType(sorted.ProblemType)?.Topic == turn.Directory.ProblemType(asked.ProblemType)?.Topic;

    /// <summary>Characters of a saying that can hardly tell a matter of its own.</summary>
    private const int LongestHint = 8;

    /// <summary>Words of the lexicon and of the matrix that speak for the type; a whole clause is a guess of the learned model.</summary>
    private static string[] NamedIn(Turn turn, SortResult sorted) =>
    [
        .. sorted.Evidence.Where(e => e.What == sorted.ProblemType && e.Words.Length <= LongestWord && e.Words.Length < turn.Text.Length).Select(e => e.Words)
            .Concat(turn.Directory.ProblemType(sorted.ProblemType)?.Words.Where(w => w.Length > 1 && turn.Text.Contains(w, StringComparison.Ordinal)) ?? [])
            .Where(w => !NoThing().IsMatch(w)),
    ];

    /// <summary>Who is to do it, or where one lives: no thing of its own.</summary>
    [GeneratedRegex("^(?:楼道|楼上|楼下|家里|厂里|物业(?:公司)?|老板|领导|社区|居委会?|村委会?|村里|街道|城管|环卫|单位|师傅|交警|民警|警察|电工|供电局?|自来水公司)$")]
    private static partial Regex NoThing();

    /// <summary>It was told, or could have been: 井盖 is another thing than the lamps that were named, though of the same type.</summary>
    private static bool Knows(Turn turn, Case asked, string word)
    {
        bool IsTold(string said) => asked.RawText.Contains(said, StringComparison.Ordinal) || asked.Summary.Contains(said, StringComparison.Ordinal);
        return IsTold(word) || (turn.Directory.ProblemType(asked.ProblemType)?.Words is { } words && words.Contains(word) && !words.Any(IsTold));
    }

    /// <summary>A character of a thing, not only of what is wrong with it: 灯 of 灯泡 and 路灯, and not 臭.</summary>
    private static bool SharesThing(Turn turn, SortResult sorted, Case asked)
    {
        // Where it is tells nothing of what it is.
        var places = $"{sorted.Slots.GetValueOrDefault(Slot.Place)?.Value}{asked.Slots.GetValueOrDefault(Slot.Place.Code())}{Wrong}";
        return Shared(string.Concat(turn.Text.Where(c => !places.Contains(c, StringComparison.Ordinal))), asked.RawText) > 0;
    }

    private const string Wrong = "臭吵噪脏乱黑堵漏坏烂停断亮响热冷修清管理办发拿满意态度谢";

    /// <summary>「又停了」, 「还是不行」, 「修是修了」: of what was spoken of.</summary>
    [GeneratedRegex("^(?:[,，。 ]|等(?:一?下|等)|哎呀?|诶|不对|刚[才刚]|现在|今天|昨[天晚]|到现在|可是?|但是?|不过|就是){0,2}(?:又|还(?!有)|仍|照样|一直|依然|依旧|根本|压根|没(?:有)?(?:见)?(?:一个)?人|刚刚?(?:修|弄|装|换|清|通|办|补)|(?:修|弄|装|换|清|通|办|补|解决|处理)(?:是|过|好|完|了|倒))")]
    private static partial Regex GoesOn();

    /// <summary>「还是那几条」, 「又停了」: of what was spoken of.</summary>
    public static bool SaysOn(string text) => GoesOn().IsMatch(text);

    /// <summary>How much the words say of the thing that a case is about: pairs of characters that both have, without where it is and what is said of anything, or one that tells a thing.</summary>
    public static int Subject(string text, Case one)
    {
        var place = one.Slots.GetValueOrDefault(Slot.Place.Code(), "");
        string Bare(string words) => string.Concat(words.Select(c => !char.IsLetter(c) || place.Contains(c, StringComparison.Ordinal) || Everyday.Contains(c, StringComparison.Ordinal) ? ' ' : c));
        var (said, told) = (Bare(text), Bare(one.RawText + ' ' + one.Summary));
        return CaseChoice.Likeness(said, told) is > 0 and var shared ? shared + 1 : CaseChoice.TellsThing(said, told) ? 1 : 0;
    }

    /// <summary>A place is named in another community than that of the case.</summary>
    public static bool IsOutside(Turn turn, SortResult sorted, Case open) =>
        open.Community is not null && sorted.Slots.TryGetValue(Slot.Place, out var place)
        && PlaceResolver.Resolve(JoinedPlaces.First(place.Value), turn.Directory).Best is { } there && there.Community != open.Community;

    /// <summary>A question, with nothing told beside it.</summary>
    public static bool IsQuestion(Turn turn, SortResult sorted) =>
        turn.Text.Length <= LongestQuestion && sorted.Slots.Keys.All(s => s is Slot.Demand or Slot.Time or Slot.Subject) && !sorted.Signals.HasFlag(Signals.Corrects) && Asks(turn.Text);

    /// <summary>「路灯修得咋样了」, 「到底修不修」: answered with how the case stands.</summary>
    public static bool AsksHowFar(string text) => HowFar().IsMatch(text);

    /// <summary>「代表是谁」.</summary>
    public static bool AsksDeputy(string text) => Deputy().IsMatch(text);

    /// <summary>「转给谁了」, 「到底归谁管」: who has the case is known.</summary>
    public static bool AsksWhose(string text) => Whose().IsMatch(text);

    [GeneratedRegex("(?:转|交|派|送|报)(?:给|到|去)?(?:了|过)?(?:谁|哪|什么(?:部门|单位))|(?:归|该|由|是)(?:谁|哪[个家里儿]?)(?:来|在)?(?:管|负责|办|处理)|谁在?(?:管|负责|办)(?:这|我|[?？]|$)|(?:归|该|转|交|找|是)哪(?:个|一?家)?(?:部门|单位|局)|哪(?:个|一?家)(?:部门|单位|局)(?:在|来)?(?:管|办|负责|处理)")]
    private static partial Regex Whose();

    private static bool Asks(string text) => Question().IsMatch(text);

    /// <summary>Something that both speak of, besides the place and the words of everyday.</summary>
    private static bool Touches(string text, Case open)
    {
        var told = open.Slots.TryGetValue(Slot.Place.Code(), out var place) ? open.RawText.Replace(place, "", StringComparison.Ordinal) : open.RawText;
        return Shared(text, told) > 0;
    }

    /// <summary>Characters that both have, without those that stand in anything.</summary>
    public static int Shared(string text, string told) => text.Distinct().Count(c => char.IsLetter(c) && !Everyday.Contains(c, StringComparison.Ordinal) && told.Contains(c, StringComparison.Ordinal));

    private const string Everyday =
        "的了是在我不有一个人这中大来上们到说就去时要可也你对没还又都很小区门口家里外下天年月日号楼坏好给让把被和跟为什么怎几多少两三四五六七八九十他她它那自己年前后开出过得着地能会想叫做用事情现今昨明早晚点钟以因所但希望解决尽快反映问题请帮";

    [GeneratedRegex("[?？][。!！]*$|(?:吗|么|呢|不|不行|是啥|什么|多少|谁|哪里?|哪儿|多久|咋样|怎样|怎么样|如何|咋办|怎么办|(?<!一直|还|都|也)没有?)(?:了|啊|呀|来着|的){0,2}[。!！]*$|^(?:那|你们|他们|请问|到底|[,， ]){0,3}(?:什么时候|啥时候|几时|怎么|咋|为什么|为啥|凭什么|凭啥|有没有|能不能|可不可以|会不会|是不是|要不要|谁|哪个|多久)|(?<x>[修管来办查弄])不\\k<x>|能(?:不能)?(?:再)?(?:快|催)|(?:归|该)谁|转给谁|^.{0,8}(?:哪个|哪位|哪家|(?:什么时候|啥时候|几时|哪天|多久)(?:能|才|会|可以|来|要))")]
    private static partial Regex Question();

    [GeneratedRegex("(?:咋样|怎么样|怎样|如何|咋个样|啥样|到哪一?步?)了?(?:啊|呀|呢)?[?？。]*$|什么时候|啥时候|几时|多久|哪天|几天|(?:有没有|有)人[^,，。]{0,4}(?:管|来|修|办|弄|查)|(?<x>[修管来办查弄])不\\k<x>|(?:快|催)(?:点|些|一|催|下)|能[^,，。]{0,6}(?:好|完|到|解决)[^,，。]{0,2}[吗么不]")]
    private static partial Regex HowFar();

    [GeneratedRegex("代表[^,，。]{0,3}(?:是谁|谁|叫什么|叫啥|哪个|哪位|姓)|(?:哪个|哪位|谁是|什么)[^,，。]{0,2}代表")]
    private static partial Regex Deputy();

    [GeneratedRegex("归[^,，。]{1,6}管|^(?:这|那)(?:个|件)?(?:事|会|要|是|能|该)|换(?:个|一个)?(?:部门|单位|人|别)|公开|短信|评价|进展|结果")]
    private static partial Regex Pointer();
}
