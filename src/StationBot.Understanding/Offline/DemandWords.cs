using System.Buffers;
using System.Text.RegularExpressions;
using StationBot.Handling.Messages;

namespace StationBot.Understanding.Offline;

/// <summary>
/// What should be done, in the resident's words: the clauses that say what is wrong or what is wanted. Never a wish nobody
/// uttered; a plain story of what is wrong is handed on as it was told.
/// </summary>
internal sealed partial class DemandWords(RuleBook rules)
{
    private const int Longest = 120;

    private const int LongestBareWish = 14;
    private const int LongestWithNumber = 22;

    /// <summary>「帮我查查」 alone wishes for nothing in particular.</summary>
    private const int ShortestWish = 5;

    private static readonly SearchValues<char> Marks = SearchValues.Create(",。!?;\n:、");

    private readonly Rule _grievance = rules.Rules.First(r => r.Cue == Cues.Grievance);
    private readonly Rule _question = rules.Rules.First(r => r.Cue == Cues.Question);
    private readonly Rule _wish = rules.Rules.First(r => r.Cue == Cues.Wish);

    /// <param name="about">Where words stand that speak for a problem type.</param>
    /// <param name="answering">True when the bot asked for something else: only an outright wish counts then.</param>
    /// <param name="told">True when the matter was told before: 「赶紧填上」 is then what should be done about it.</param>
    /// <param name="isClear">True when it is clear what the message is about: a story without any known word is then the demand as told.</param>
    /// <param name="isName">True when the message is a name and nothing else: 「清禾纺织公司」 begins like a wish and is none.</param>
    public SpanValue? Find(NormalText text, IReadOnlyList<LexiconWord> about, bool answering, bool isClear, bool told, bool isName)
    {
        if (told && Named().Match(text.Text) is { Success: true } named && named.Groups["wish"] is var meant)
        {
            return new SpanValue(meant.Value.TrimEnd('。', '.', '!'), meant.Index, meant.Length) { Wished = [(meant.Index, meant.Index + meant.Length)] };
        }
        if (told && !isName && text.Text.Length <= LongestBareWish && BareWish().IsMatch(text.Text.TrimEnd('。', '!', '.', '~')) && !NoWish().IsMatch(text.Text) && !Empty().IsMatch(text.Text.TrimEnd('。', '!', '.', '~'))
            && !(TimeWords.Find(text.Text) is { } when && when.Length >= text.Text.TrimEnd('。', '.', '了').Length))
        {
            return new SpanValue(text.Text.TrimEnd('。', '.'), 0, text.Text.Length) { Wished = [(0, text.Text.Length)] };
        }
        var kept = new List<(int Start, int End)>();
        var hasMatter = about.Any(w => w.Clear);
        var isWish = false;
        var inOneBreath = false;
        var wished = new List<(int Start, int End)>();
        var (grievances, wishes, questions) = (rules.Candidates(_grievance, text.Text), rules.Candidates(_wish, text.Text), rules.Candidates(_question, text.Text));
        foreach (var (start, end) in Clauses(text))
        {
            var clause = text.Text.AsSpan(start, end - start);
            inOneBreath |= end < text.Text.Length && !Marks.Contains(text.Text[end]) && !text.PausesBefore(end);
            var isAbout = about.Any(w => w.Clear && w.Start >= start && w.Start < end);
            // 「想问问区里有没有特殊学校」 asks for something as a wish does, where it is about the matter.
            if ((LongNumber().IsMatch(clause) && clause.Length < LongestWithNumber) || Into().IsMatch(clause) || Beside().IsMatch(clause) || Renounced().IsMatch(clause) || Praised().IsMatch(clause) || Fearful().IsMatch(clause))
            {
                continue;
            }
            // 「要求再加一个 换个大桶」: one wish in two breaths.
            var isOutright = ToKnow().IsMatch(clause) || OutrightWish().IsMatch(clause);
            var isUttered = isOutright || Stands(wishes, clause) || (wished.Count > 0 && wished[^1].End >= start - 1 && BareWish().IsMatch(clause));
            var wants = isUttered || (clause.Length >= ShortestWish && hasMatter && Stands(questions, clause) && !Reported().IsMatch(clause) && !answering);
            var suffers = Stands(grievances, clause);
            if (answering ? wants && (isAbout || suffers || clause.Length >= ShortestWish || Redress().IsMatch(clause)) || isAbout && suffers : wants || isAbout || (hasMatter && (suffers || SmallWords.Money().IsMatch(clause))))
            {
                kept.Add((start, end));
                isWish |= wants && (isAbout || clause.Length >= ShortestWish);
                if (isUttered && (isOutright || !NoWish().IsMatch(clause)) && !Telling().IsMatch(clause) && (clause.Length >= ShortestWish || Redress().IsMatch(clause)))
                {
                    wished.Add((start, end));
                }
            }
        }
        if (kept.TrueForAll(k => Empty().IsMatch(text.Text.AsSpan(k.Start, k.End - k.Start))))
        {
            if (answering || !isClear || Clauses(text).Where(c => !Into().IsMatch(text.Text.AsSpan(c.Start, c.End - c.Start))).ToArray() is not [_, ..] all)
            {
                return null;
            }
            kept = [.. all];
        }
        var words = string.Join(',', kept.Select(k => text.Text[k.Start..k.End].Trim(' ')));
        return new SpanValue(TextCut.To(words, Longest), kept[0].Start, kept[^1].End - kept[0].Start)
        {
            Implied = !isWish,
            Wished = wished,
            Told = inOneBreath && kept.Exists(k => !wished.Contains(k)) ? [.. kept.Except(wished)] : null,
        };
    }

    /// <summary>「我不是要赔钱」, 「也不图什么」: what is not wished for.</summary>
    [GeneratedRegex("^(?:我|俺|我们|咱|也|又|真|倒|并|这|那){0,3}(?:不是(?:要|想|来|为了|图|说要)|不(?:要|求|图|想要)(?:你们?|他们?|谁)?的?(?:赔|钱|补偿|道歉|退钱|什么|多少)|没(?:想|打算)(?:要|过))")]
    private static partial Regex Renounced();

    /// <summary>「我怕他们知道了找我麻烦」, 「别说是我讲的」: asks for silence, not for what should be done.</summary>
    [GeneratedRegex("(?:怕|担心)[^,。!?]{0,12}(?:麻烦|报复|小鞋|找上门|找我|知道是我|记恨)|(?:不会|会不会)[^,。!?]{0,6}(?:找我|报复|整我|收拾我|穿小鞋|知道是我|晓得是我)|(?:别|不要|莫|不能)(?:把我|说是我|讲是我|提我|让(?:他|人|物业|老板)[^,。!?]{0,4}知道)")]
    private static partial Regex Fearful();

    /// <summary>「撤了桶是好事，但是…」: what is granted first is not the demand.</summary>
    [GeneratedRegex("(?:是(?:件|个)?好事|(?:挺|蛮|很)好的?|没意见|我们?也?支持|可以理解)$")]
    private static partial Regex Praised();

    /// <summary>「我就想弄清楚那天车到哪去了」 wishes to know.</summary>
    [GeneratedRegex("(?:就|只|也)?(?:想|要)(?:问|弄|搞|查)(?:个)?(?:清楚|明白)")]
    private static partial Regex ToKnow();

    /// <summary>我要退, 我们要看账, 建议留一个误时点.</summary>
    [GeneratedRegex("^(?:我|俺|我们|俺们|大家|反正|现在){0,2}(?:就|只)?要(?:求)?(?:退|赔|换|还钱|看|查|拆|说法|道歉|补发)[\\u4e00-\\u9fff]{0,6}$|^(?:我|我们|本人|特|强烈|所以|就){0,2}建议(?!过|你|我)[\\u4e00-\\u9fff0-9]{3}")]
    private static partial Regex OutrightWish();

    /// <summary>「我问她有没有证」 tells of a question put to somebody else.</summary>
    [GeneratedRegex("^(?:我|俺|我们|去|就|又|他|她|人家){0,3}问(?:了|过)?(?:他|她|老板|医生|护士|公司|物业|村里|店家|学校|老师|hr)")]
    private static partial Regex Reported();

    /// <summary>「诉求改成退钱」: what follows is the wish.</summary>
    [GeneratedRegex("^(?:不对|不是|错了)?[,。]?(?:把|我的?|那个?){0,2}(?:诉求|要求|想法|希望|愿望)(?:是|要|应该|就|也)?(?:改成|改为|换成|变成|改一下|应该是|是|成|:)[,:]?(?<wish>[^,。!?]{2,30}[。.!]?)$")]
    private static partial Regex Named();

    /// <summary>帮我反映一下, 希望尽快解决: a wish that does not say for what.</summary>
    [GeneratedRegex("^(?:那|就|反正|所以|唉|,){0,2}(?:请|麻烦|求求?)?(?:你们?|您|代表)?(?:能不能|能否|可以|希望|想请|请|要求)?(?:你们?|您|代表)?(?:尽快|赶紧|早日)?(?:帮|给)?(?:我们?|忙|俺)?(?:尽快)?(?:反映|查查|查|处理|解决|整改|改正|改进|改|看看|问问|管管|管|弄|办)(?:一下|下|一哈|哈|吧|好)?(?:嘛|呗|噻|哈|吧|啊|呀|哦|咯)?$")]
    private static partial Regex Empty();

    [GeneratedRegex("说法|交代|赔|退|道歉|补偿")]
    private static partial Regex Redress();

    /// <summary>赶紧填上, 小声点, 换新的, 给个学位, 八点以后再干, 每天来拉就行: what should be done, in answer to anything.</summary>
    [GeneratedRegex(
        "^(?:然后|反正|那|就|我|俺|们|只|希望|要求|想|要|得|请|能|麻烦|最好){0,4}(?:赶紧|赶快|尽快|快点?|早点|尽早|马上|立刻|立马|抓紧|好好)?(?:地|的)?(?:派人|来人|找人|让人|叫人|派个人|有人|来个人)?(?:来|去|给|把|帮|让|叫)?(?:我们|我|他们|他|她|它|你们|学校|物业|公司|老板)?" +
        "(?:要回|讨回|拿回|追回|修|填|补|换|清|拖|拉|停|拆|管|查|退|赔|装|通|关|改|降|降回|涨|还|解决|处理|整改|撤|搬|挪|安排|发|加|恢复|取消|走|小声|安静|劝|罚|立|竖|给|开|送|接|报|转|批|办|出面|道歉|公开|公示|公布|说明|解释|检查|消毒|喷药|除|砍|锯|铲|铺|加装|盖|遮|堵上|封)[\u4e00-\u9fff0-9]{0,6}$" +
        "|^[\u4e00-\u9fff0-9]{2,10}(?:就行|就好|就可以|就成|就够了|就中)了?$" +
        "|(?:点|天|月|号|周末|晚上)(?:以后|之后|以?前|之前|后)?(?:再|就?关|就?停|别|不要|不许|不准)[\u4e00-\u9fff]{0,5}$")]
    private static partial Regex BareWish();

    /// <summary>「应该是13900004528」 corrects a number and wishes nothing.</summary>
    [GeneratedRegex("[0-9]{7,}")]
    private static partial Regex LongNumber();

    /// <summary>What tells how it is or asks; and what only scolds.</summary>
    [GeneratedRegex("没|未|坏|[?]|吗|呢|还是|一直|已经|都[是在]|好了|完了|过了|吃干饭|是不是|不知道|不清楚|留|记得|不要了|怎么|什么|谁|(?<!它|他)了$")]
    private static partial Regex NoWish();

    /// <summary>我想反映一下, 我要投诉: the way into a story.</summary>
    [GeneratedRegex("^(?:你好|您好|请问)?(?:我|俺|我们)?(?:就)?(?:想|要|来|是来)(?:要|跟你们?|向你们?|给你们?)?(?:反映|反应|投诉|举报|说|问(?!清|明|个)|咨询|请教|提|聊|讲)")]
    private static partial Regex Telling();

    /// <summary>喂喂听得到吗, 我叫张三, 住书香里3栋: beside the matter.</summary>
    [GeneratedRegex("^(?:喂+[^,。]{0,3}|(?:喂|你|您|能|不能){0,4}听(?:得|不)?(?:到|见|清|清楚)(?:吗|么|不)?|我叫[\\u4e00-\\u9fff·]{2,4}|(?:我|俺)?(?:家)?住在?[\\u4e00-\\u9fff]{2,8}[0-9]{0,3}[栋幢号]?(?:楼|单元)?[0-9]{0,4}(?:室|号)?|(?:我|俺)(?:要|想)(?:举报|投诉|反映)|(?:求求?|拜托|麻烦)(?:你们?|您|大家|各位|领导|政府)?了?)$")]
    private static partial Regex Beside();

    /// <summary>再帮我记一个: asks to write down, not for what.</summary>
    [GeneratedRegex("^(?:那|再|还|另外|请|麻烦|你|您|能不能|可以){0,4}(?:帮|给|替)(?:我|俺)(?:们)?(?:再|也)?(?:反映|反应|记录|登记|记|报|说|投诉)(?:下|上|一|个|件|条|桩|事|情|问题|吧|吗){0,4}$|^(?:那|就|你好|您好|[,， ]){0,2}(?:我|俺|我们)?(?:也|就|是)?(?:想|要|来|想要)?(?:给|跟|向|和)?(?:代表|你们?|您|站里|家站|联络站|上面|政府){0,2}(?:提|反映|反应|说|讲|报)(?:上|下|一下)?(?:个|一个|一点|点|几个|几点|件|一件|条|一条)?(?:小)?(?:建议|意见|问题|事情?|情况)(?:吧|了)?$")]
    private static partial Regex Into();

    private static bool Stands(List<Pattern> patterns, ReadOnlySpan<char> clause)
    {
        foreach (var pattern in patterns)
        {
            if (pattern.Regex.IsMatch(clause))
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>
    /// A clause, or what a talker without punctuation says in one breath: 「…校服钱就收了三回了先是夏天的一套…能不能去问一下」 is parted where
    /// such talk turns, so that the wish is found and not the introduction.
    /// </summary>
    private static IEnumerable<(int Start, int End)> Breaths(string text, int start, int end)
    {
        if (end - start > LongestBreath)
        {
            start += Greeting().Match(text, start, end - start).Length;
            foreach (var turn in Turn().Matches(text, start).TakeWhile(t => t.Index < end))
            {
                if (turn.Index - start >= ShortestBreath)
                {
                    yield return (start, turn.Index);
                    start = turn.Index;
                }
            }
        }
        if (end > start)
        {
            yield return (start, end);
        }
    }

    private const int LongestBreath = 48;
    private const int ShortestBreath = 6;

    [GeneratedRegex("^(?:喂|你好|您好|领导|同志|老师|师傅|那个|请问|啊|呀|哈|我(?:就)?(?:想|要)(?:问|咨询|反映|了解|打听|说)(?:一下|下|一哈|个事)?){1,6}")]
    private static partial Regex Greeting();

    /// <summary>Words with which people without punctuation begin the next thing.</summary>
    [GeneratedRegex("能不能|可不可以|我就?想|希望|要求|请问|麻烦|求求|你说|凭什么|但是|可是|结果|所以|然后|后来|后头|到现在|(?<![是从到在说打])(?:现在|前天|昨天|去年|今年|以前|这学期|上个月)|先是|因为|而且|不过|还有|单位(?=说|让)|物业(?=说)|老师(?=就|说)|叫我|让我|不买|又(?=说|要)|我们?(?=厂|小区|村|楼)|我哪里|就我跟|他爸|我老伴|到底")]
    private static partial Regex Turn();

    private static IEnumerable<(int Start, int End)> Clauses(NormalText text)
    {
        var start = 0;
        for (var i = 0; i <= text.Text.Length; i++)
        {
            if (i == text.Text.Length || Marks.Contains(text.Text[i]) || (i > start && text.PausesBefore(i)))
            {
                foreach (var clause in Breaths(text.Text, start, i))
                {
                    yield return clause;
                }
                start = i < text.Text.Length && Marks.Contains(text.Text[i]) ? i + 1 : i;
            }
        }
    }
}

/// <summary>A slot's value and where it stands in the normal text; see <see cref="Handling.Sorting.SlotValue"/>.</summary>
internal readonly record struct SpanValue(string Value, int Start, int Length)
{
    public bool Implied { get; init; }
    public bool Loose { get; init; }
    public IReadOnlyList<(int Start, int End)>? Wished { get; init; }
    public IReadOnlyList<(int Start, int End)>? Told { get; init; }
}
