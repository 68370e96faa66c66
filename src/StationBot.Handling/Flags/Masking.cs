using System.Buffers;
using System.Text.RegularExpressions;

namespace StationBot.Handling.Flags;

/// <summary>
/// Hides identity and bank-card numbers (domain.md §8 <c>pii</c>). Length is kept, so that spans found in the masked text
/// hold for the original too. Phone numbers and case numbers stay: they are shorter than 15 digits.
/// </summary>
public static partial class Masking
{
    /// <summary>Old identity numbers have 15 digits, new ones 18 (the last may be X), bank cards 16 to 19.</summary>
    private const int Fewest = 15;

    /// <summary>People write cards as 4-4-4-4-3 and identities as 6-8-4; a longer group is a number of its own (a phone)…</summary>
    private const int LongestGroup = 8;

    /// <summary>…but for an identity with one blank in it: 14-4, or 6-12. The last may be X.</summary>
    private static bool IsIdentity(int first, int second, bool endsWithLetter) => (first, second + (endsWithLetter ? 1 : 0)) is (14, 4) or (6, 12);

    private const int MostInGroups = 19;

    /// <summary>幺 is how 1 is spoken; voice input spells digits out, and who wants to get past a gate writes them as on a cheque.</summary>
    private const string Spelled = "零〇一二三四五六七八九幺壹贰叁肆伍陆柒捌玖";

    private const string Figures = "001234567891123456789";

    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789０１２３４５６７８９" + Spelled);

    /// <summary>The text with the middle of every phone number hidden (139****1234), in groups, with blanks or in full width too: the bot repeats nobody's number in full.</summary>
    public static string MaskPhones(string text) => Phone().Replace(text, Hidden);

    /// <summary>The same for mobile numbers alone: what staff write to residents may name the landline of an office.</summary>
    public static string MaskMobiles(string text) => Phone().Replace(text, m => IsLandline(m.Value) ? m.Value : Hidden(m));

    /// <summary>013912345678 and 0086139… are mobiles.</summary>
    private static bool IsLandline(string number) => number[0] == '0' && (number[1] is >= '2' and <= '9' || number.StartsWith("010", StringComparison.Ordinal));

    /// <summary>
    /// What an office wrote, as another resident of the same matter may read it: no mobile number and no name beside it, no flat, no name that a resident gave. The
    /// house and its entrance stay, or nobody knew which lamp is meant; and so do an office's landline and whoever answers it: this is the answer, and must not have holes.
    /// </summary>
    /// <param name="names">That the residents gave (<see cref="NamesIn"/>), hidden wherever they stand.</param>
    public static string MaskNeighbours(string text, IEnumerable<string> names) =>
        Adjacent().Replace(WithoutNames(BesideNumber().Replace(Flat().Replace(Phone().Replace(text, m => IsLandline(m.Value) ? m.Value : "***"), "***"), "***"), names), "***");

    /// <summary>A name and the number beside it are one thing less to read.</summary>
    [GeneratedRegex("[*]{4,}")]
    private static partial Regex Adjacent();

    /// <summary>The names that are told in a text, as people tell them: 我叫张国庆.</summary>
    public static IEnumerable<string> NamesIn(string text) => Person().Matches(text).Select(m => m.Value).Where(n => n.Length > 1).Distinct(StringComparer.Ordinal);

    private static string WithoutNames(string text, IEnumerable<string> names) =>
        names.OrderByDescending(n => n.Length).Aggregate(text, (rest, name) => rest.Replace(name, "***", StringComparison.Ordinal));

    /// <summary>The text as someone may read it who need not know whom or which door it is about (domain.md §10): names after 我叫, a title or a neighbour's place, 「王建国家」, 「是张大勇倒的」, entrances and doors become ***, phones lose their middle.</summary>
    /// <param name="names">That the resident gave (<see cref="NamesIn"/>), hidden wherever they stand.</param>
    public static string MaskPersons(string text, IEnumerable<string>? names = null) =>
        WithoutNames(ThirdPerson().Replace(Person().Replace(Door().Replace(MaskPhones(text), "***"), "***"), "***"), names ?? []);

    /// <summary>The text as a handler outside the station gets it without anybody's consent: as <see cref="MaskPersons"/>, and without numbers of identity, ages and illnesses (domain.md §10).</summary>
    public static string MaskForOthers(string text) => Health().Replace(MaskPersons(Mask(text) ?? text), "***");

    /// <summary>The commonest: four people in five. A name without a comma after it is known by them.</summary>
    private const string Surnames = "(?:欧阳|司马|上官|诸葛|[王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤])";

    /// <summary>Rarer ones, and those of two characters; only where somebody says that a name follows.</summary>
    private const string AnySurname =
        "(?:欧阳|司马|上官|诸葛|司徒|皇甫|尉迟|公孙|令狐|慕容|夏侯|东方|西门|南宫|独孤|轩辕|长孙|宇文|端木|呼延|闻人|赫连|钟离|司空|" + Surnames +
        "|[康伍余元卜穆萧祁毛狄米贝臧庞纪舒屈项祝阮蓝闵席季麻童颜梅盛刁骆樊凌霍虞柯房宗宣郁单杭洪包左吉邢裴荣翁甄曲靳焦甘武符景詹牛聂岳齐温葛倪尤施喻柏窦章鲁昌苗柳鲍费岑滕殷毕傅卞冉冷欧柴简蒲卓屠蒙池乔仇辛涂桂耿迟晏兰沙游鞠佟党敖岩])";

    /// <summary>A character of a given name: what goes on with the sentence (住, 在, 上) is none.</summary>
    private const string Given = "[\u4e00-\u9fff-[你我他她它咱们这那了不没着过的地得是有在和与跟要想被把给都也就很还住说讲来去上下今家电手便前后里]]";

    private const string Blank = "[ \u3000]";

    /// <summary>Where a name is said to follow: 我妈叫, 姓名：, 联系人：.</summary>
    private const string Told =
        "(?:(?:[我俺妈爸爹娘哥姐弟妹姨]|本人|爱人|老公|老婆|媳妇|丈夫|妻子|父亲|母亲|婆婆|公公|岳父|岳母|儿子|女儿|闺女|孩子|小孩|娃儿?|孙子|孙女|爷爷|奶奶|外公|外婆|姥姥|姥爷|叔叔|舅舅|姑姑|邻居|对象|同事|名字)" + Blank + "?"
        + "(?:名字)?(?:姓名是|名叫|是叫|叫做|叫)|姓名" + Blank + "*[：:是为]?|(?:联系人|签名|署名|落款|投诉人|申请人|举报人|反映人|报修人|当事人)" + Blank + "*[：:])" + Blank + "*";

    /// <summary>Written with blanks between (王 小 明), of another people (阿依古丽·买买提), or as most are.</summary>
    private const string Called =
        "(?:" + Given + "{2,8}(?:[·•・‧]" + Given + "{1,6})+"
        + "|" + AnySurname + Blank + Given + "(?:" + Blank + Given + ")?(?![\u4e00-\u9fff])"
        + "|" + AnySurname + "(?:[\u4e00-\u9fff]{1,2}(?=[,，。;；!！?？、 \u3000]|$)|" + Given + "{1,2}))";

    private const string NameEnds = "(?=[,，。;；!！?？、 \u3000]|$|住|的|说|是|在|家|把|不|就|我)";

    /// <summary>A pattern for people's names where they are told: after 我叫, 姓名 or 联系人, after a title or a neighbour's place.</summary>
    public const string Names =
        "(?<=" + Told + ")" + Called
        // What else stands alone after 我叫 or a label is a name too, but for those whom people call (我叫了救护车, 联系人：物业).
        + "|(?<=我(?:的名字)?(?:叫|姓名是|名叫|是叫))(?!救护|救援|外卖|快递|滴滴|出租|网约|物业|保安|警察|医生|大夫|师傅|老公|老婆|老板|老师|人|车|孩子|儿子|女儿|邻居|社区|开锁|搬家|停|醒|[一两几爸妈爷奶哥姐弟妹谁大])" + Given + "{2,4}(?=[,，。;；!！ ]|$)"
        + "|(?<=(?:姓名|联系人|签名|署名|落款|投诉人|申请人|举报人|反映人)" + Blank + "*[：:]" + Blank + "*)(?!物业|社区|居委|村委|本人|匿名|保密|暂|同上|老师|业主)" + Given + "{2,4}(?=[,，。;；!！ ]|$)"
        + "|(?<=联系人|签名|署名|落款|投诉人|申请人|举报人|反映人|报修人|当事人)" + AnySurname + "(?!龄)" + Given + "{1,2}" + NameEnds
        + "|(?<=(?:我|俺|本人|他|她)(?:的名字)?(?:叫|姓名是|名叫|是|就是)|老师|医生|大夫|主任|局长|科长|书记|村长|队长|经理|老板|邻居|司机|同学|班主任|楼上|楼下|隔壁|对门)" + Surnames + "[\u4e00-\u9fff]{1,2}(?<![村庄镇乡街路桥湾])" + NameEnds;

    private static string Hidden(Match found) => string.Concat(found.ValueSpan[..3], new string('*', found.Length - 7), found.ValueSpan[^4..]);

    /// <summary>Every phone number in a text, digits only.</summary>
    public static IEnumerable<string> PhonesIn(string text) => Phone().Matches(text).Select(m => Bare(string.Concat(m.Value.Normalize(System.Text.NormalizationForm.FormKC).Where(char.IsAsciiDigit))));

    /// <summary>A mobile number without 86 or 0 before it.</summary>
    private static string Bare(string digits) => digits[0] == '0' && digits.Length is 12 or 15 && digits[^11] == '1' || digits[0] == '8' ? digits[^11..] : digits;

    /// <summary>The text with digits spelled out (一三九…) as figures, length kept: 「二三十」 is no number any more, so only for looking at.</summary>
    public static string InFigures(string text) => string.Create(text.Length, text, static (figures, from) =>
    {
        for (var i = 0; i < from.Length; i++)
        {
            figures[i] = Spelled.IndexOf(from[i], StringComparison.Ordinal) is >= 0 and var at ? Figures[at] : from[i];
        }
    });

    /// <returns>The text with every digit of such a number as <c>*</c>; null when there was none.</returns>
    public static string? Mask(string text)
    {
        char[]? masked = null;
        for (var at = text.AsSpan().IndexOfAny(Digits); at >= 0 && at < text.Length;)
        {
            var end = EndOfNumber(text, at, out var secret);
            if (secret)
            {
                masked ??= text.ToCharArray();
                for (var i = at; i < end; i++)
                {
                    masked[i] = Digits.Contains(text[i]) || char.IsAsciiLetter(text[i]) ? '*' : masked[i];
                }
            }
            var next = text.AsSpan(end).IndexOfAny(Digits);
            at = next < 0 ? -1 : end + next;
        }
        return masked is null ? null : new string(masked);
    }

    /// <summary>Where the number that begins here ends; groups are joined over single blanks and hyphens when together they make a card or identity.</summary>
    private static int EndOfNumber(string text, int start, out bool secret)
    {
        var first = EndOfGroup(text, start);
        secret = first - start >= Fewest;
        if (secret)
        {
            return WithCheckLetter(text, start, first);
        }
        var (end, digits, longest) = (first, first - start, first - start);
        var groups = 1;
        while ((longest <= LongestGroup || (groups == 1 && longest == 14)) && end + 1 < text.Length && text[end] is ' ' or '-' or '－' or '\u3000' && Digits.Contains(text[end + 1]))
        {
            var next = EndOfGroup(text, end + 1);
            (digits, longest, end, groups) = (digits + next - end - 1, Math.Max(longest, next - end - 1), next, groups + 1);
        }
        secret = digits is >= Fewest and <= MostInGroups && (longest <= LongestGroup || (groups == 2 && IsIdentity(first - start, digits - (first - start), WithCheckLetter(text, start, end) > end)));
        return secret ? WithCheckLetter(text, start, end) : first;
    }

    private static int EndOfGroup(string text, int start)
    {
        var length = text.AsSpan(start).IndexOfAnyExcept(Digits);
        return length < 0 ? text.Length : start + length;
    }

    private static int WithCheckLetter(string text, int start, int end) =>
        end - start >= 17 && end < text.Length && text[end] is 'x' or 'X' or 'Ｘ' or 'ｘ' ? end + 1 : end;

    [GeneratedRegex(Names, RegexOptions.CultureInvariant)]
    private static partial Regex Person();

    private const string NearNumber = "(?<=[*]{3}[0-9]{0,4}[ ,，(（]?)" + Surnames + Given + "{1,2}(?=[,，。;；!！?？、 )）到在的说联反约上]|$)"
        + "|" + Surnames + Given + "{1,2}(?=[ :：(（]?(?:1[0-9]{2}[*]{4}|[*]{3}))";

    /// <summary>Whose masked number stands beside.</summary>
    [GeneratedRegex(NearNumber, RegexOptions.CultureInvariant)]
    private static partial Regex BesideNumber();

    /// <summary>
    /// Others who are told of: whose home it is (no 大家, 厂家, and no village), a neighbour who does something, who did it, whose number (masked) stands beside. Only for readers who can do without a
    /// word too many: places and things begin with a surname too.
    /// </summary>
    [GeneratedRegex(
        "(?<=^|[的是和跟找叫、,，。;；:： ])" + Surnames + "[\\u4e00-\\u9fff]{1,2}?(?<![大专厂商店人全买卖住搬回在到每老农作独自一这那哪])(?=家(?![庄村湾坝桥沟寨屯坪塘冲岭山巷弄园具电属政]))" +
        "|(?<=楼上|楼下|隔壁|对门|邻居)" + Surnames + "[\\u4e00-\\u9fff]{1,2}(?=[和跟与每经天又总也还])" +
        "|(?<=[我俺](?:妈|爸|爹|娘|哥|姐|弟|妹|父亲|母亲|爷爷|奶奶|外公|外婆|姥姥|姥爷|爱人|老公|老婆|妻子|丈夫|儿子|女儿|孩子|孙子|孙女|婆婆|公公|岳父|岳母|叔叔|舅舅|姑姑)|老人)(?!高[血龄烧位]|常[年常]|向来|万一|白[天内血]|严重|方便|任何)"
            + Surnames + Given + "{1,2}(?=[0-9０-９,，。;；、 \u3000]|$|今年|住|患|得了|瘫|卧|身体|腿|行动|有病|常年|[一二三四五六七八九]十)" +
        "|" + NearNumber +
        "|(?<=[是被])" + Surnames + "(?:(?![路边线口面地区楼门桥河沟水电气])[\\u4e00-\\u9fff]){1,2}(?=[倒打装搭占养停砌堆骂偷扔泼堵放拆挖盖建])", RegexOptions.CultureInvariant)]
    private static partial Regex ThirdPerson();

    /// <summary>What somebody suffers from and how old they are; not the hospital's wing, the ramp or the rule for everybody over sixty.</summary>
    [GeneratedRegex(
        "[0-9０-９一二三四五六七八九十两]{1,4}[多来几]?岁[多半]?(?![以之到至])|癌症?|肿瘤|化疗|透析|尿毒症|中风|脑梗死?|脑溢血|偏瘫|瘫痪|瘫在床上|卧床(?:不起)?|失能|失智|痴呆症?|糖尿病|[高低]血压|[高低]血糖" +
        "|心脏病|心梗|冠心病|哮喘|肺气肿|尘肺病?|[甲乙丙]肝|肝炎|肝硬化|肺结核|艾滋病?|白血病|癫痫|精神病(?!院)|精神分裂症?|抑郁症?|自闭症|聋哑|盲人(?!道|通道)|失明|残疾(?!人?(?:坡道|通道|厕|卫生间|车位|设施|联|证))" +
        "|坐轮椅|怀孕|孕妇(?!通道)|流产|骨折|截肢|病危|病重|重病|大病(?!医保|保险|救助)|慢性?病|手术后|动了?手术|住院(?![部楼费])|插着?管|吸氧", RegexOptions.CultureInvariant)]
    private static partial Regex Health();

    [GeneratedRegex("(?:(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})单元[0-9]{0,4}|(?<=[栋幢座]|号楼)[0-9]{2,4}|(?<![0-9])[0-9]{3,4}(?=室|房(?!子|屋|间|东|产)))(?:室|房(?!子|屋|间|东|产)|号(?!楼|线))?", RegexOptions.CultureInvariant)]
    private static partial Regex Door();

    /// <summary>The number of a dwelling behind its entrance or house: 2单元301, 5号楼302, 301室, 3-2-501.</summary>
    [GeneratedRegex("(?:(?<=单元[ ,，的]?)[0-9零〇一二三四五六七八九]{2,4}(?![0-9年])|(?<=(?:[栋幢座]|号楼)[ ,，的]?)[0-9零〇一二三四五六七八九]{3,4}(?![0-9年])|(?<![0-9])[0-9]{3,4}(?=室|房(?!子|屋|间|东|产))|(?<![0-9-])[0-9]{1,3}-[0-9]{1,2}-[0-9]{3,4}(?![0-9-]))室?", RegexOptions.CultureInvariant)]
    private static partial Regex Flat();

    /// <summary>
    /// A mobile number with or without 86 before it, a blank or hyphen anywhere, or in the groups 3-4-4 and 3-3-5 with whatever people put between; or a landline with its area code.
    /// </summary>
    [GeneratedRegex(
        @"(?<![0-9０-９])(?:(?:(?:[+＋]|00)?86[ -]?|0(?=[1１][3-9３-９]))?[1１](?:[ -]?[3-9３-９](?:[ -]?[0-9０-９]){9}|[3-9３-９][0-9０-９](?:[－—–_.．·・ 　]{1,2}[0-9０-９]{4}){2}|[3-9３-９][0-9０-９][－—–_.．·・ 　]{1,2}[0-9０-９]{3}[－—–_.．·・ 　]{1,2}[0-9０-９]{5})"
        + @"|0(?:10|2[0-9]|[3-9][0-9]{2})[ -]?[0-9]{7,8})(?![0-9０-９])")]
    private static partial Regex Phone();
}
