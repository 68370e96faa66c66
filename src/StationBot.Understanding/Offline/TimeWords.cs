using System.Text.RegularExpressions;

namespace StationBot.Understanding.Offline;

/// <summary>When it happens, in the resident's own words. How long somebody is pregnant, old or employed is no answer to that.</summary>
internal static partial class TimeWords
{
    private const string Number = "[0-9一二两俩仨三四五六七八九十几半]";

    /// <param name="wished">Clauses that utter a wish: 「要求每天清运」 is not when it happens.</param>
    /// <returns>Span in the normal text, or null; loose when it says only how often or at what hour.</returns>
    public static (int Start, int Length, bool Loose)? Find(string text, IReadOnlyList<(int Start, int End)>? wished = null)
    {
        var found = new List<(int Start, int End, int Rank)>();
        foreach (Match match in Any().Matches(text))
        {
            if (Counts(text, match) is not { } rank || (rank > 0 && wished is not null && wished.Any(w => match.Index >= w.Start && match.Index < w.End)))
            {
                continue;
            }
            var (start, end) = (match.Index, match.Index + match.Length);
            if (found is [.., var last] && Joins(text.AsSpan(last.End, start - last.End)))
            {
                found[^1] = (last.Start, end, Math.Min(last.Rank, rank));
            }
            else
            {
                found.Add((start, end, rank));
            }
        }
        return found.Count == 0 ? null : found.OrderBy(f => f.Rank).ThenBy(f => f.Start).Select(f => ((int, int, bool)?)(f.Start, f.End - f.Start, f.Rank > 0)).First();
    }

    /// <summary>Rank of a match (0 names a day or a span, 2 only how often), or null when it tells something else.</summary>
    private static int? Counts(string text, Match match)
    {
        var before = text.AsSpan(0, match.Index);
        var after = text.AsSpan(match.Index + match.Length);
        if (match.Groups["span"].Success)
        {
            if (CalendarYear().IsMatch(match.ValueSpan) || Ailing().IsMatch(before))
            {
                return 1; // 「八六年进厂」, 「有毛病十几年了」: since when the trouble is, another word may say better
            }
            if (match.ValueSpan.Contains('年') && Served().IsMatch(before) || One().IsMatch(match.ValueSpan) && Price().IsMatch(before) || (match.ValueSpan.EndsWith("小时") || match.ValueSpan.EndsWith("钟头")) && Interval().IsMatch(after))
            {
                return null;
            }
            return OtherSpan().IsMatch(before) || Died().IsMatch(before) || (Lasted().IsMatch(before) && Again().IsMatch(after)) || (match.ValueSpan is "半天" && Spoke().IsMatch(before)) || (match.ValueSpan.EndsWith("小时") || match.ValueSpan.EndsWith("钟头")) && Takes().IsMatch(before) || NotASpan().IsMatch(after) || (One().IsMatch(match.ValueSpan) && Rate().IsMatch(after)) ? match.ValueSpan is [.., '晚', '上'] && !Earns().IsMatch(after) ? 1 : null : 0;
        }
        if (match.Groups["day"].Success)
        {
            if (OfKin().IsMatch(before) && Passed().IsMatch(after))
            {
                return null;
            }
            return (match.ValueSpan is "今年" && Age().IsMatch(after)) || (match.ValueSpan is "刚才" or "刚刚" && OfTheTalk().IsMatch(after)) || (match.ValueSpan is ['上', '次' or '回'] or "刚") || HadHappened().IsMatch(after) ? match.ValueSpan is "刚" ? 0 : HadHappened().IsMatch(after) ? 1 : null : 0;
        }
        if (match.Groups["clock"].Success)
        {
            return DayPart().IsMatch(before) || (!match.ValueSpan.StartsWith("一") && Hour().IsMatch(after)) ? 1 : null;
        }
        if ((match.ValueSpan is "上午" or "下午" or "晚上" && before.EndsWith("一")) || (match.ValueSpan is "白天" && (before.EndsWith("大") || ByDay().IsMatch(after))))
        {
            return null; // 「排一上午」 is how long, 「大白天都要开灯」 how dark, 「我上夜班的白天咋睡」 when one sleeps
        }
        return match.Groups["often"].Success ? (Habit().IsMatch(before) && Doing().IsMatch(after)) || Once().IsMatch(before) || Carrying().IsMatch(after) ? null : 2 : 1;
    }

    /// <summary>八六年, 九九年: a year of the calendar, not a number of years.</summary>
    [GeneratedRegex("^(?!五六|六七|七八|八九)[五六七八九零〇][一二三四五六七八九零〇]年$")]
    private static partial Regex CalendarYear();

    /// <summary>Since when somebody is ill is not since when the trouble is.</summary>
    [GeneratedRegex("(?:毛病|脑子不(?:当家|好|清楚|好使|灵光)|糊涂|痴呆|疾病|高血压|糖尿病|精神病|老年痴呆|慢性病|残疾)(?:了|有|都|已经?|也){0,2}$", RegexOptions.RightToLeft)]
    private static partial Regex Ailing();

    /// <summary>「修好没两天又坏了」, with <see cref="Again"/>: how long it held.</summary>
    [GeneratedRegex("(?:没|没过|没到|没出|过不了|过|隔|才|刚)$", RegexOptions.RightToLeft)]
    private static partial Regex Lasted();

    [GeneratedRegex("^(?:就?又|就不|就没|就坏|就堵|就灭|就黑)")]
    private static partial Regex Again();

    /// <summary>「老头子走了五年了」: since when somebody is dead or gone.</summary>
    [GeneratedRegex("(?:(?:老头子?|老伴|老公|丈夫|男人|妻子|老婆|爱人|爹|妈|爸|娘|儿子|闺女|女儿|父母|爷爷|奶奶|他|她)(?:都|已经?|就|也)?(?:走|去世|过世|没|死|不在|离世)(?:了|都|有|快|已经?|整|得){0,3}|(?:去世|过世|离世|守寡|离婚|离异)(?:了|都|有|快|已经?|整){0,3})$", RegexOptions.RightToLeft)]
    private static partial Regex Died();

    /// <summary>「老伴去年没了」, with <see cref="Passed"/>: when somebody died.</summary>
    [GeneratedRegex("(?:老头子?|老婆子|老伴儿?|老公|丈夫|男人|妻子|老婆|爱人|爹|妈妈?|爸爸?|娘|儿子|闺女|女儿|父母|父亲|母亲|爷爷|奶奶|外公|外婆|公公|婆婆|他|她)(?:是|在|都|就|也|又|于)?$", RegexOptions.RightToLeft)]
    private static partial Regex OfKin();

    [GeneratedRegex("^(?:[^,。!?]{0,4})(?:没了(?!工作|活|钱|低保|消息|信|音)|走了(?!以?后门|一趟|趟|路)|走的|没的|过世|去世|离世|病故|病逝|不在了|死了|死的)")]
    private static partial Regex Passed();

    /// <summary>「干了八年一分钱补偿没有」: how long somebody worked there.</summary>
    [GeneratedRegex("(?:干|做|待|呆|工作|服务|上班)(?:了|满|到|有)?(?:快|整|都|近)?$", RegexOptions.RightToLeft)]
    private static partial Regex Served();

    /// <summary>「都要三千多一个月」: what it costs.</summary>
    [GeneratedRegex("[0-9百千万](?:多|来|几|把)?(?:块钱?|元)?$", RegexOptions.RightToLeft)]
    private static partial Regex Price();

    /// <summary>「一个钟头才来一班」: how often it comes.</summary>
    [GeneratedRegex("^(?:都)?(?:才|就|只|也就|只能|能)?(?:来|发|有|开|过|跑|等到|等得到|等来)(?:上|得到)?(?:一|两|1|2)?(?:班|趟|辆|车)")]
    private static partial Regex Interval();

    /// <summary>「去年春上烧过一回,现在又…」: what was before.</summary>
    [GeneratedRegex("^[^,。!?]{0,8}过(?:一|两|1|2|好几|几)?(?:回|次|场)")]
    private static partial Regex HadHappened();

    /// <summary>「白天都要开灯」, 「白天咋睡」.</summary>
    [GeneratedRegex("^(?:都|也|咋|怎么|还|就|得|要|想|怎么能|哪能){0,3}(?:开灯|开着灯|点灯|睡|补觉)")]
    private static partial Regex ByDay();

    /// <summary>「跟你说半天」, 「敲了半天」: a manner of speaking.</summary>
    [GeneratedRegex("(?:说|讲|等|问|聊|谈|解释|写|敲|弄|折腾|找|看|想|喊|叫|按|打)了?$", RegexOptions.RightToLeft)]
    private static partial Regex Spoke();

    [GeneratedRegex("^(?:才|就|只|能|也|最多)?(?:挣|赚|卖|得)")]
    private static partial Regex Earns();

    /// <summary>「以前我天天去打太极」 is no more.</summary>
    [GeneratedRegex("(?:以前|从前|过去|原来|当年)[^,。!?]{0,4}$", RegexOptions.RightToLeft)]
    private static partial Regex Once();

    /// <summary>「每个月抬去医院一趟」 is what they do, not what is wrong.</summary>
    [GeneratedRegex("^(?:要|得|都|都要|都得)?(?:抬|背|推|送|拉|带|陪)[^,。!?]{0,4}(?:去|到|上)")]
    private static partial Regex Carrying();

    /// <summary>「刚才说的不要了」: of this talk, not of the matter.</summary>
    [GeneratedRegex("^(?:我|你|您|们|给){0,2}(?:说|讲|提|写|发|报|留|告诉|问|填|记|那个|的)")]
    private static partial Regex OfTheTalk();

    private static bool Joins(ReadOnlySpan<char> between) => between is "" or "和" or "跟" or "的" or "到" or "就" or "," or "从" or "在" or "都";

    [GeneratedRegex(
        $@"(?<day>(?:(?<=从|自|打|是|就|,|^)[一二三四五六七八九十]{{1,3}}[号日](?=开始|起|那天|晚上|早上|以来|左右|到现在)|一到(?:晚上|夜里|后?半夜|凌晨|天黑|饭点|[前后]晌|周末|夏天|冬天|下雨天?)|[0-9]{{4}}年(?:[0-9]{{1,2}}月(?:[0-9]{{1,2}}[日号])?)?|[0-9]{{4}}[-/.][0-9]{{1,2}}[-/.][0-9]{{1,2}}|(?<![0-9])[0-9]{{1,2}}月(?:份|初|底|中旬)?(?:[0-9]{{1,2}}[日号])?|(?<![0-9第路街巷弄道村里园区坊屯组段院]|[路街巷道]上|地址.{{0,8}})[0-9]{{1,2}}[日号](?![楼院线门桌房车机馆铺店厅台井厂]|常|报)|(?<![个几])[一二三四五六七八九十]{{1,2}}月(?:份|初|底)?(?:[一二三四五六七八九十]{{1,3}}[日号])?|上{{1,2}}个?(?:周|星期|礼拜)[一二三四五六日天末]?|[这本]个?(?:周|星期|礼拜)[一二三四五六日天末]?|(?:周|星期|礼拜)[一二三四五六日天](?![0-9])|上{{1,2}}个?月|[这本]个?月|[这本上新]个?学期|去年(?:[0-9一二三四五六七八九十]{{1,2}}月|年底|夏天|冬天|春天|秋天|下半年|上半年)?|前年|(?:今年|去年)?(?:春上|夏上|秋上|开春|入春|入夏|入秋|入冬|立冬|立春)(?:以来|后)?|今年(?:[0-9一二三四五六七八九十]{{1,2}}月|年初|夏天|冬天|春天|秋天|下半年|上半年)?|大?前[天晚]|昨[天日晚夜儿]|今[天早晚儿]|前[几两]天|刚刚|刚才|刚(?=转|被|又?打|发生|才)|最近|近期|近来|这[几两阵]天|这阵子|这段时间|这段日子|前段时间|前阵子|年初|年底|(?<![冬腊正])月初|月底|(?:去年|今年)?(?:冬|腊|正)月(?:里|底|初[一二三四五六七八九十]|十[一二三四五六七八九]?|廿[一二三四五六七八九]?|二十[一二三四五六七八九]?|三十)?|(?:打|从|自从?)(?:我们?|俺们?|咱们?)?(?:家)?(?:搬|住|嫁)(?:到这[里儿]?|进来?|过来|来)|开学(?:以来|后|到现在)?|(?:国庆|春节|过年|五一|中秋|端午|清明|元旦|暑假|寒假)(?:以来|之?后|过后|期间|前|到现在)?))" +
        $@"|(?<span>(?:好(?=[几多长])|大(?=半))?{Number}{{1,3}}(?:多|来)?个?(?:多|半)?(?:年(?!级|纪|龄|轻|底|初|货|审|检|薪|代|夜)|月|星期|礼拜|周(?!岁|边|围|年|末)|天(?!然|气|桥|台|花|线|两头)|晚上?|小时|钟头)(?:多(?![少收要扣交花给付算])|半)?(?:前|以上|左右)?|(?:好多|好些|很多|许多)个?(?:年(?!级|轻)|月|天|星期|礼拜)(?:前|以来)?)" +
        $@"|(?<often>每(?:天|晚|日|周|个?星期|个?月|个?周末|到(?:晚上|夜里|周末|夏天|冬天|下雨天?|放学))|天天|三天两头|隔三[差岔]五|三不五时|夜夜|日日|整天|整夜|通宵|一天到晚|周末|早晚高峰|高峰期?)" +
        $@"|(?<part>[前后]晌|头晌|晌午(?!饭)|擦黑|凌晨|清晨|早上|早晨|大?清早|一大早|上午|中午|下午|傍晚|晚上|夜里|大?半夜|深夜|夜间|夜晚|后半夜|白天|放学(?:时|的时候|后)?(?!的?路)|上下学|上放学|上下班)" +
        $@"|(?<clock>(?:[0-9]{{1,2}}|十[一二]|[一二两三四五六七八九十]{{1,2}})点(?:钟|多|半|几|左右)?)",
        RegexOptions.CultureInvariant)]
    private static partial Regex Any();

    [GeneratedRegex("(?:(?:延长|缩短|延|增加|减少|压缩|控制|限制|提高|降低|放宽|保证)(?:到|至|为|成|在)?|不超过|不少于|至少|最多|最少|怀孕|怀孕快|休|歇|来回|放|孩子|娃|宝宝|才|刚满|满|不到|工龄|结婚|保质期|合同|试用期?|质保|保修|再过|还有|提前|毕业|退休|等|每|第|下|隔|工期|限|(?:住|当|教|活|种)了|(?<=一天|每天|天天)[上干做]?(?:工作|班|活)?|(?:一天|每天|天天|一晚上)(?:只|才|就)(?:来|有|给|供|开|送|放)?|(?<!(?:没|不|断)[^,。!?]{0,6})(?:社保|医保|养老保险|公积金|保险|驾龄|党龄|年限)[^,。!?]{0,2}(?:有|交了|缴了|买了|够)|不够|还差|交满|缴满|缓|宽限|延后|推迟|延期|(?:管|撑|顶|用|好|亮|安静|消停|干净|坚持|维持)不(?:了|到|上|住)|(?:才|刚|只)(?:去|用|住|来|穿|吃|喝|骑|戴|开)了?|多少钱|[0-9一二两三四五六七八九十百千万]块钱?|[0-9百千万]元)(?:了|都|是|签|已经?|快|有)?$", RegexOptions.RightToLeft)]
    private static partial Regex OtherSpan();

    /// <summary>「等车要一个小时」 is how long it takes.</summary>
    [GeneratedRegex("(?:要|来回|得|花|费|等|走|跑|坐|站|睡|吃饭|休息|蹲|骑|开|开放|早晚|排队?|绕)(?:了|上|个)?$", RegexOptions.RightToLeft)]
    private static partial Regex Takes();

    [GeneratedRegex("^(?:就(?:断|黄|停[了发]|不干|没了|走了)|以?内|之内|后|之后|两头|到晚|大的?(?:孩子|娃)|的(?:孩子|娃|宝宝|婴儿|合同|工期|质保)|营业|便利|热线|服务|岁|一次|一趟|的?卡|的?会员|跳楼价|清仓|大?甩卖|优惠|特价|打折|大促)")]
    private static partial Regex NotASpan();

    [GeneratedRegex("^[一1](?:个)?(?:年|月|星期|周|天|晚上?|小时|礼拜)$")]
    private static partial Regex One();

    [GeneratedRegex("^(?:多(?=[收要扣交花给付算])|[0-9]|[一二两三四五六七八九十百千几好](?:[一二三四五六七八九十百千万几]{0,3})(?:块|元|千|百|万|次|趟|个|回|双|包|瓶)|(?:站|坐|跑|走|忙|蹲)[0-9一二两三四五六七八九十几]{1,3}个?多?(?:钟头|小时|趟|里)|也(?:没几|没多|没什|挣|赚|攒|卖)|干|歇|休|就歇|就休|上[0-9十八两]|发|涨|加|贵|多|少|挣|拿|给|收|交|要|扣|赚|才|就|也?只|的?工资|到头|得|能|最多)")]
    private static partial Regex Rate();

    [GeneratedRegex("^(?:都|已经?|快|刚|就|虚岁|满)?[0-9一二三四五六七八九十]{1,4}(?:岁|了|多|周岁|[,。!?]|$)|^(?:都|已经?|刚|就|该|要)?(?:在?[上读念])(?:[一二三四五六]年级|初[一二三]|高[一二三]|大[一二三四]|小学|初中|高中|大学|[小中大]班|幼儿园)")]
    private static partial Regex Age();

    [GeneratedRegex("^(?:还|就|开始|以?后|之后|以?前|吵|施工|起|打|才|关|又|停|都|,|。|!|$|[0-9]|不|跳|收|唱|放|在)")]
    private static partial Regex Hour();

    [GeneratedRegex("(?:凌晨|早上|早晨|上午|中午|下午|傍晚|晚上|夜里|半夜|深夜|到|至|每晚|昨晚|今晚)$", RegexOptions.RightToLeft)]
    private static partial Regex DayPart();

    /// <summary>俺家俩娃天天走大路: what people do every day is not when the trouble is.</summary>
    [GeneratedRegex("(?:娃|孩子|我们?|俺们?|老人|学生|人家|咱们?|妈|爸|大家|俩|们)$", RegexOptions.RightToLeft)]
    private static partial Regex Habit();

    [GeneratedRegex("^(?:都)?(?:走|跑|要|得|跟|在家|来回|接送|骑|坐|绕|起早|担心|提心|上班|上学|挤|等|爬|背|挑|吃药|做饭)")]
    private static partial Regex Doing();
}
