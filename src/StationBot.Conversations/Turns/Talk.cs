using System.Text.RegularExpressions;
using StationBot.Handling.Messages;

namespace StationBot.Conversations.Turns;

/// <summary>
/// What a resident says of the telling and not of the matter: that it was said before, that nothing is known, that no name is to be named. It is heard
/// where it means something, and kept out of the story that goes to the department.
/// </summary>
internal static partial class Talk
{
    /// <summary>The text without its clauses of mere talk; empty when it is nothing else.</summary>
    public static string LeaveOut(string text, Ask asked, IReadOnlyCollection<string> answered)
    {
        var clauses = Clauses().Matches(text).Select(m => m.Value).ToArray();
        bool Unsaid(string clause) => Unnamed().IsMatch(clause) || Secrecy.Asks(clause);
        // 「不要透露我名字,会被开除」: why, is of the same talk.
        string[] kept = [.. clauses.Where((c, i) => !IsTalk(c.TrimEnd(Marks), asked, answered) && !(i > 0 && Unsaid(clauses[i - 1].TrimEnd(Marks)) && OrElse().IsMatch(c.TrimEnd(Marks))))];
        return kept.Length == clauses.Length ? text : string.Concat(kept).TrimEnd(Marks);
    }

    /// <summary>The clauses of a message, without what divides them.</summary>
    public static string[] ClausesOf(string text) => [.. Clauses().Matches(text).Select(m => m.Value.TrimEnd(Marks)).Where(c => c.Length > 0)];

    /// <summary>「哈哈」, 「你说啥」, 「我在开车」: nothing of what was asked, and nothing else.</summary>
    public static bool IsNoAnswer(string text) => ClausesOf(text) is { Length: > 0 } clauses && Array.TrueForAll(clauses, c => Speech.Says("no_answer", c));

    private static bool IsTalk(string clause, Ask asked, IReadOnlyCollection<string> answered) =>
        answered.Contains(clause) || (asked is not (Ask.None or Ask.Safety) && Speech.Says("no_answer", clause)) || Speech.Says("scolds_us", clause) || (asked != Ask.Safety && (Interjected().IsMatch(clause) || Temper.IsFedUp(clause))) || Secrecy.Asks(clause) || KeepsBack().IsMatch(clause) || Unnamed().IsMatch(clause) || SaidBefore().IsMatch(clause) || NeverTold().IsMatch(clause) || LeavesItToUs().IsMatch(clause)
        || (asked is not (Ask.None or Ask.Demand) && (KnowsNot().IsMatch(clause) || PointsOnly().IsMatch(clause)));

    /// <summary>「有一阵子了」, 「老早就这样」: since when, though no calendar knows it.</summary>
    public static bool IsLooseTime(string text) => LooseTime().IsMatch(text);

    /// <summary>「就我一家不清楚别家」: how many, without what is not known.</summary>
    public static string People(string text) => UnknownOthers().Replace(text, "");

    /// <summary>「我没反映过，你听错了」.</summary>
    public static bool DeniesEarlier(string text) => ClausesOf(text).Any(c => NeverTold().IsMatch(c));

    private static readonly char[] Marks = [',', '，', '。', ';', '；', '!', '！', '?', '？', '、', ' ', '\n', '.', '~'];

    [GeneratedRegex("[^,，。;；!！?？\\s]+[,，。;；!！?？\\s]*")]
    private static partial Regex Clauses();

    /// <summary>「哦」, 「那你继续吧」, 「啥呀」, 「没危险」: said to the one who asks.</summary>
    [GeneratedRegex("^(?:哦|噢|喔|嗯|啊|呃|哎|唉|咦|啥呀?|什么呀){1,3}$|^(?:哦|嗯|好|行|那|就|没事|[, ]){0,4}(?:你们?|您)?(?:继续|接着|往下)(?:说|问|来|记)?(?:吧|呗|嘛|啊){0,2}$|^(?:我|这|现在|都|已经|又){0,3}没(?:有)?(?:什么|啥)?危险(?:了|的|啊|呀){0,2}$|^(?:你们?|您)(?:咋|怎么)?(?:那么|这么|恁)多(?:问题|事|话)(?:啊|呀)?$|^快点?(?:记上?|登记|写上?)(?:得了|吧|就行|算了)?$")]
    private static partial Regex Interjected();

    /// <summary>「就是那个车撒」 after "where?" points at what was told and adds nothing.</summary>
    [GeneratedRegex("^(?:不)?就是(?:我?(?:刚才)?说的?)?(?:那|这)(?:个|辆|条|家|盏|处|些)?[\\u4e00-\\u9fff]{0,2}(?:撒|嘛|呗|啊|呀|噻|咯|喽)$")]
    private static partial Regex PointsOnly();

    [GeneratedRegex("^(?:我|俺|要不然?|不然|否则|肯定|一定|怕|就|要|会){0,4}(?:被|遭|给)(?:他们|老板|厂里|公司|单位)?(?:开除|辞退|报复|穿小鞋|记恨|整|赶走|炒)(?:的|了|掉|啊){0,2}$")]
    private static partial Regex OrElse();

    [GeneratedRegex("^(?:我|俺|就|也|还是|真的?|这个?|那个?|说了|讲了){0,4}(?:不想|不敢|不愿意?|不方便|不便|不能|懒得)(?:再|具体|直接){0,2}(?:说|讲|提|透露|写|告诉你?们?|点名|点)(?:出来|是|的|我们?|他们?|她|具体|哪[个家里儿]|什么|啥|公司|单位|厂里?|店|老板|学校|医院|小区|村|名字|姓名|名|地方|地址|在|住|人|谁){0,6}(?:了|呀|啊|哈|吧|哦|嘛)?$|^(?:公司|单位|厂|店|老板|小区|地方|村|地址|名字|姓名)(?:名字?|名称|叫什么)?(?:我|就|也|都|是|真的?){0,2}(?:不想|不敢|不愿意?|不方便|不便|不能)(?:说|讲|提|透露|写)(?:了|呀|啊|哈|吧|哦|嘛)?$")]
    private static partial Regex KeepsBack();

    [GeneratedRegex("^(?=.{2,18}$)(?:.{0,6}(?:别|不要|莫|千万|不许|不能|勿).{0,4}(?:我的?(?:姓)?名(?!额)|名字|姓名|[说讲传捅漏抖]出去|透露|泄露|是我[说讲反举投告报])|.{0,4}(?:匿名|保密|不留名|不署名).{0,6}$|.{0,3}怕.{0,8}(?:知道|晓得|报复|找我|穿小鞋)|(?:我的?)?名字.{0,2}(?:别|不要|不[写登留报记])|(?:一)?[说写讲留]了(?:就|肯定|准|都|大家|人家|他们|老板){0,3}(?:知道|晓得|猜到|认出))")]
    private static partial Regex Unnamed();

    [GeneratedRegex("^(?:我|俺|刚才|前面|刚刚|都|不是|已经|早就|不|跟你们?|跟您|给你们?|上面){0,4}(?:说|讲|写|告诉你们?|发)(?:过|了){1,2}(?:的|呀|啊|嘛|呢|吗|好?几遍|一遍|给你们?|你们?){0,3}$|^(?:就|还能|还不|当然|都){0,2}(?:是)?(?:在)?(?:我们?|咱们?|俺们?)?(?:这|那|哪)(?:里|儿|边|块)?(?:呀|啊|嘛|呗|的|喽)?$")]
    private static partial Regex SaidBefore();

    [GeneratedRegex("^(?:我|俺|从来|根本|压根|又|也|都|还|之前|以前|[嗯啊]){0,4}(?:没|没有|冇)(?:有)?(?:反映|投诉|举报|找|说|报|来|讲)过(?:你们?|别人|谁|的|呀|啊|呢|嘛|哦|吧){0,3}$|^(?:是)?(?:你们?|您)(?:怕是|可能|又)?(?:听|搞|弄|理解|记|看)(?:错|岔|反|混)了?(?:吧|啊|呀|哦){0,2}$|^(?:这|我|还|都){0,3}是?(?:头|第)一(?:次|回)(?:来)?(?:反映|说|找你们?|投诉|报|讲)(?:的|呀|啊)?$")]
    private static partial Regex NeverTold();

    [GeneratedRegex("^(?:我|俺|也|真|都|反正|这个?|那个?|还|就|[嗯额呃]){0,3}(?:不晓得|不知道|晓不得|不清楚|搞不清楚?|说不清楚?|说不上来|记不得|记不清楚?|不记得|忘了|忘记|不认得|叫不出来?|弄不清楚?)(?:了)?(?:是|具体|到底|他们?|人家|老板|公司|厂|店|那个?|那家|别家|别人|人){0,3}(?:叫)?(?:个)?(?:啥子?|什么|哪[家个里]|谁|几|多少)?(?:名字?|公司|单位|厂|店|时候|地方|人|家|户|别[家人]|其他人?){0,2}(?:了|呀|啊|呢|哦)?$")]
    private static partial Regex KnowsNot();

    [GeneratedRegex("^(?:那|这|就)?(?:你们?|您)(?:说|看|讲|定)(?:着)?(?:该|要)?(?:咋办|怎么办|咋整|办|来)?(?:嘛|呢|吧|呗|啊){0,2}$|^(?:都|随)?随?便(?:你们?|您)?(?:吧|了|嘛)?$")]
    private static partial Regex LeavesItToUs();

    [GeneratedRegex("^(?:都|已经|也|就|好像|应该|大概|[,， ]){0,3}(?:有|好)(?:好|些)?(?:一阵子?|一段时间|段时间|日子|时候|年头|年成)(?:了|啦|喽|咯|吧|的|嘞){0,2}$|^(?:老早|早就?|一直|从来|好久|很久|长期|向来|历来)(?:以来)?(?:就|都|是|以前)?(?:这样子?|如此|有|开始)(?:了|的|啦){0,2}$|^(?:就是|都是|就|都|是)?(?:一直|长期|好久|很久|从来|老是)(?:以来)?(?:都|都是|就是)?(?:了|的|啊|呀|啦){0,2}[。!！]?$")]
    private static partial Regex LooseTime();

    [GeneratedRegex("[,，。 ]*(?:我|别的?人?家?|其他(?:的|人家?)?|人家|邻居|也|都|就){0,3}(?:不清楚|不知道|不晓得|没问)[^,，。]{0,8}$")]
    private static partial Regex UnknownOthers();
}
