using System.Buffers;
using System.Text.RegularExpressions;

namespace StationBot.Understanding.Offline;

/// <summary>
/// Tells a name (阳光小区, 学而优培训班) from a common noun (我们小区, 楼下烧烤店). Chinese writes no capitals, so a name is what
/// is left between a word that cannot be part of one and the noun that says what kind of thing it is.
/// </summary>
internal static partial class ProperNames
{
    /// <summary>A named place that the gazetteer does not know, as written; null when only common nouns stand there.</summary>
    public static (int Start, int Length)? Place(string text) => Places(text).Select(p => ((int, int)?)p).FirstOrDefault();

    /// <summary>All of them, in the order of the text.</summary>
    public static IEnumerable<(int Start, int Length)> Places(string text)
    {
        foreach (Match match in PlaceKind().Matches(text))
        {
            if ((match.Length > 1 || (match.Index > 0 && !NoNameEnd.Contains(text[match.Index - 1])))
                && NameBefore(text, match.Index, match.Length == 1 ? 4 : 6, Generic()) is { } start
                && !NotAPlace().IsMatch(text.AsSpan(start, match.Index + match.Length - start)))
            {
                var end = match.Index + match.Length;
                yield return (start, end + HouseNumber().Match(text, end, Math.Min(20, text.Length - end)).Length - start);
            }
        }
    }

    /// <summary>Who or what is complained about: a named body, a person with a surname, or those who did harm.</summary>
    public static (int Start, int Length)? Subject(string text)
    {
        if (Called().Match(text) is { Success: true } called && (called.Groups[1].Success ? called.Groups[1] : called.Groups[2]) is var name)
        {
            return (name.Index, name.Length);
        }
        if (Person().Match(text) is { Success: true } person)
        {
            return (person.Index, person.Length);
        }
        foreach (Match match in BodyKind().Matches(text))
        {
            if (match.Index > 0 && Keeps().IsMatch(text.AsSpan(0, match.Index)))
            {
                continue; // 楼上开麻将馆, 我摆烧烤的, 在屋里吃火锅
            }
            if (NameBefore(text, match.Index, 8, GenericBody()) is { } start)
            {
                return (start, match.Index + match.Length - start);
            }
            if (match.Index >= 2 && Nickname().IsMatch(text.AsSpan(match.Index - 2, 2)) && (match.Index == 2 || !IsNamePart(text, match.Index - 3)))
            {
                return (match.Index - 2, match.Length + 2); // 老李饭馆
            }
        }
        foreach (Match match in Opening().Matches(text))
        {
            // 好吃来饭店欠我工资: what opens the clause and does the wrong is a name, whatever characters it is made of.
            if (GenericBody().Replace(match.Groups["name"].Value, "").Length >= 2 || Nickname().IsMatch(match.Groups["name"].ValueSpan))
            {
                return (match.Groups["whole"].Index, match.Groups["whole"].Length);
            }
        }
        return Doer().Match(text) is { Success: true } doer ? (doer.Groups[1].Index, doer.Groups[1].Length) : null;
    }

    private static int? NameBefore(string text, int end, int longest, Regex generic)
    {
        var start = end;
        while (start > 0 && end - start < longest && IsNamePart(text, start - 1))
        {
            start--;
        }
        var rest = generic.Replace(text[start..end], "");
        return rest.Length >= 2 && end - start >= 2 && !(start > 0 && end - start == longest && IsNamePart(text, start - 1)) ? start : null;
    }

    /// <summary>Words that end the look back for a name, except inside those few that names like to hold (和平路, 五一路).</summary>
    private static bool IsNamePart(string text, int at) =>
        char.GetUnicodeCategory(text[at]) == System.Globalization.UnicodeCategory.OtherLetter
        && (!Stops.Contains(text[at]) || (at + 1 < text.Length && InNames().IsMatch(text.AsSpan(at, 2))) || (at > 0 && InNames().IsMatch(text.AsSpan(at - 1, 2))));

    private static readonly SearchValues<char> Stops = SearchValues.Create(
        "举报我你您他她它们俺咱的了在是有个这那哪什么去来到给把被让和跟与都就也还不没很太要说从往向对为住离靠近于外前后左右旁边附内间一二两三四五六七八九十几每某本该各同整全多少好坏修条座栋所号楼查找欠交退叫做想问请反映投诉买卖走跑过堵吵闹脏乱差臭漏停着得地吗呢吧啊呀哦又再只才刚正已经因以但如果或者及等占挖封绕拦迷逃铺赶");

    /// <summary>上路, 跑路, 马路: a kind of one character after these is a common noun.</summary>
    private static readonly SearchValues<char> NoNameEnd = SearchValues.Create("上下半条段马公道铁电线网套思出认问引带断让开村");

    [GeneratedRegex("^(?:和[平谐睦顺美兴富信丰合]|[五八七]一|三元|太[平和]|近郊|前进|全[福丰]|同[心德兴]|九龙|十里|正阳|过渡|向阳|多福|好运|与民)$")]
    private static partial Regex InNames();

    [GeneratedRegex("小区|花园|花苑|家园|公寓|社区(?!卫生|医院|医生|门诊|干部|工作|书记|主任|服务)|大厦|广场|市场|大道|大街|街道|新村|新城|嘉苑|名苑|雅苑|山庄|公园|水库|车站|工业园|村(?!里|民|干部|委|长|支书|书记|医|务|集体|账|口|头|子|上)|路(?!灯|口|面|边|上|过|人|程|况|线|费|政|段|由|障|烂|坏|不|太|没|坑|滑|黑|窄|堵)|街(?!道|上|边|坊|面|头)|巷(?!子|道)|镇(?!上|里|政府|长|干部)|乡(?!下|里|村|镇|政府|亲|长)|屯|庄(?!稼|家)|弄(?=[0-9])")]
    private static partial Regex PlaceKind();

    [GeneratedRegex("^(?:\\d{1,5}号?(?:院|弄|楼|栋|幢|单元|室)?|[一二三四五六七八九十]{1,3}[栋幢期区]|[东南西北]门|[东南西北][段头口]|菜市场|夜市|口)(?:\\d{1,4}(?:栋|幢|号楼|单元|室))?")]
    private static partial Regex HouseNumber();

    [GeneratedRegex("新建|老旧|村里|镇上|街上|家里|屋里|院里|城里|县里|乡里|厂里|楼下|楼上|门口|门前|屋后|房后|对面|旁边|上面|下面|里面|中间|这边|那边|开发|大家|人家|自家|高档|普通|安置|回迁|商业|居民|隔壁|对面|步行|农贸|批发|人才|劳务|文化|体育|健身|休闲|中心|公交|长途|地铁|老年|学生|员工|职工|单身|城乡|美丽|贫困|行政|自然|村民|高速|快速|水泥|泥巴|机耕|乡间|柏油|断头|小吃|夜市|垃圾|施工|办事处|党群|服务|烂泥|石子")]
    private static partial Regex Generic();

    [GeneratedRegex("^(?:上学|放学|走路|开车|骑车|步行|人行|消防|乡村|城市|农村|幸福生活|丝绸之|高速|致富|脱贫|校门口|菜|夜).{0,2}[路街村镇]$|乡镇$|城镇$|村镇$|消防通道|[今明昨前后][天晚日]|早上|晚上|半夜|上午|下午|中午|最近|现在|经常|^(?:[水电气房车学药杂管网]费|工资|补贴|欠款|押金|停[水电气])")]
    private static partial Regex NotAPlace();

    [GeneratedRegex("(?:有限)?公司|集团|物业|培训(?:班|学校|机构|中心)|教育(?=培训|跑路|关门|公司|机构|退|不退)|补习班|托管班|早教(?:中心)?|健身房|健身(?=会所|中心|馆)|超市|饭店|饭馆|餐馆|菜馆|面馆|奶茶店|早餐店|小吃店|水果店|便利店|小卖部|棋牌室|麻将馆|酒店|餐厅|酒楼|宾馆|火锅店?|烧烤店?|ktv|酒吧|网吧|药店|大药房|诊所|美容院|理发店|劳务|人力资源|中介|房产|置业|地产|家政|装饰|装修公司|驾校|服装厂|电子厂|化工厂|食品厂|石材厂|家具厂|砖厂|水泥厂|造纸厂|印染厂|塑料厂|机械厂|玩具厂|鞋厂|纺织厂|污水厂|加工厂|搅拌站|养殖场|养猪场")]
    private static partial Regex BodyKind();

    [GeneratedRegex("小区|花园|楼|儿子|女儿|老公|老婆|朋友|亲戚|别人|人家|孩子|求换|要求|更换|撤换|改选|拆迁|换|烧烤|石材|化工|砖|养猪|养殖|污水|人力|装修|保洁|外卖|快递|房屋|劳务|建筑|物业|教育|电子|服装|食品|机械|塑料|木材|纺织|中医|口腔|美容|私人|民办|公办|公立|私立|对面|楼下|隔壁|门口|旁边|大型|小型|连锁|专业|正规|黑心|无良|狗屁|什么|其他|另外|原来|以前|现在|之前|后来|英语|舞蹈|钢琴|美术|数学|作文|篮球|游泳|艺术|书法|学科|课外|校外|职业|技能|早教|暑假|托管|保险|旅游|网约|房地产|工程|电力|供水|供电|供热|燃气|自来水|公交|用人|派遣|原|我们?|咱们?|业主|社区|单位|老板|村|镇|街|县|市|区|省|国有|外地|本地|知名|大|小|老|破|黑|无证|那种|互联网|网络|科技|商贸|投资|担保|贷款|理财|中介|求职|招聘|农家|海鲜|早餐|夜宵|露天|路边|火锅|川菜|湘菜|面馆|美发|足浴|按摩|养生|家电|家具|水果|生鲜|烟酒|批发|零售|便民|平价|社会|第三方|外包|代理|承包|施工|监理|设计")]
    private static partial Regex GenericBody();

    [GeneratedRegex("(?<=^|[,。!?;\n])(?<whole>(?<name>(?!别人|人家|孩子|儿子|女儿|举报|投诉|反映|请问|关于|因为|由于|家里|开|去|在|有|个|被|从|到|给|帮|找|跟|和|是|这|那|哪|某|各|几|一|该|本|上|下|前|后|里|外)(?:(?![我你您他她它咱俺的了个那这哪被])[\\p{IsCJKUnifiedIdeographs}]){2,6}?)(?:有限公司|公司|厂|饭店|酒店|餐馆|餐厅|饭馆|面馆|火锅店|烧烤店|烤肉店|奶茶店|理发店|超市|店|工地|物流|快递站|医院|诊所|养老院|幼儿园|培训班|健身房|美容院))(?=(?:老板|一直|到现在|现在|已经|还|就|都|也|总是|老是)?(?:欠|拖|不给|不发|没给|没发|没结|不结|克扣|扣|不退|没退|不让|不交|没交|辞|开除|炒|赶|骗|跑路|倒闭|关门|拒|强迫|逼|违))")]
    private static partial Regex Opening();

    [GeneratedRegex("^[老小阿大][赵钱孙李周吴郑王冯陈蒋沈韩杨朱秦许何吕施张孔曹严金魏陶姜谢邹潘葛范彭郎马苗方任袁柳唐罗薛贺汤殷毕齐康顾孟黄萧姚邵汪毛戴宋庞熊纪屈董梁杜贾江郭梅林钟徐邱骆高夏蔡田胡霍万柯丁邓洪石崔龚程侯龙叶白乔谭廖曾肖刘文武]")]
    private static partial Regex Nickname();

    /// <summary>What somebody keeps, sells or eats is no name of it.</summary>
    [GeneratedRegex("(?:(?<![好小口爱])吃|开了?|摆|卖|办了?|搞|盘了?|逛|涮)(?:个|家|间|了个|了家)?$", RegexOptions.RightToLeft)]
    private static partial Regex Keeps();

    /// <summary>「建设路那个超市」, 「新湖花园的物业公司」: no name, but with the place beside it everybody knows which.</summary>
    public static (int Start, int Length)? ThatOne(string text) =>
        Pointed().Match(text) is { Success: true } match ? (match.Groups[1].Index, match.Groups[1].Length) : null;

    [GeneratedRegex("(?:那个|那家|这个|这家|那间|[园区村路街里坝湾镇场]的)((?:物业|保洁|劳务|建筑|装修|快递|物流|外卖)?公司|物业|超市|饭店|酒店|餐厅|火锅店|烧烤店|理发店|药店|诊所|网吧|酒吧|ktv|培训班|补习班|托管班|驾校|工地|菜市场|养猪场|砖厂|胶厂|塑料厂|化工厂|电子厂|服装厂|食品厂|家具厂|加工厂|搅拌站|加油站|快递站|幼儿园|养老院|敬老院)")]
    private static partial Regex Pointed();

    [GeneratedRegex("(?:名字(?:叫|是)|店名(?:叫|是)|公司名?(?:叫|是)|叫做?|名叫|名称是)([\\p{IsCJKUnifiedIdeographs}a-z0-9]{2,16}?(?:公司|厂|店|班|中心|机构|物业|学校|中介|教育|集团|超市|饭店|医院|诊所|平台|酒店|合作社|经营部|工作室|ktv|网吧|酒吧|幼儿园|养老院|物流|快递|药房|舞蹈|建材|家政|汽修))|(?:公司|单位|厂子?|店|机构)(?:就|名字)?叫([\\p{IsCJKUnifiedIdeographs}]{2,8}?)(?=[,。!?]|$|在)")]
    private static partial Regex Called();

    [GeneratedRegex("(?<!(?:几|多少|没|好多|俩|点)个?(?=钱))(?<=^|[,。!?;\n的个是叫找跟和被向给由让有站村镇局校厂司院长位])(?:[赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹苏潘葛范彭郎鲁韦马苗凤方俞任袁柳鲍史唐费岑薛雷贺倪汤殷罗毕郝邬安常于傅皮齐康伍余元顾孟黄穆萧尹姚邵汪毛禹狄戴宋庞熊纪舒屈项祝董梁杜阮蓝闵席季贾江童颜郭梅盛林钟徐邱骆高夏蔡田樊胡凌霍虞万柯管卢莫房解应宗丁宣邓洪包左石崔吉龚程邢裴陆荣翁曲封储靳段侯全班秋仲伊宫宁甘武刘景龙叶司黎薄白怀蒲从索赖卓屠池乔翟谭申冉雍桑桂牛边燕温柴瞿阎习艾向古易廖耿满匡文寇广东欧利师巩聂勾敖冷辛阚简饶曾沙养丰关游竺权肖])(?:[\\p{IsCJKUnifiedIdeographs}]{0,2}?)(?:代表|书记|主任|老师|老板|医生|大夫|经理|校长|园长|院长|村长|队长|所长|科长|局长|镇长|律师|师傅|站长|教练|班主任)(?!们|都|的家|说要)")]
    private static partial Regex Person();

    [GeneratedRegex("被(?:[几好一两三]{1,2}(?:个|名|群)|一帮)?(?:高年级的?|同班的?|同校的?|隔壁班的?|校外的?|我的?|他的?|她的?|孩子的?)?(同学|老师|班主任|保育员|校长|教练|护工|保安|邻居|包工头|老板|中介|城管|护士|医生|教官|男生|女生|室友|宿管|工头|房东|司机|混混)(?=[^,。!?]{0,10}(?:打|骂|欺|踢|扇|推|堵|摸|关|锁|赶|骗|扣|辱|孤立|威胁|勒|敲|霸))")]
    private static partial Regex Doer();
}
