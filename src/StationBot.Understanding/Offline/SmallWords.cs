using System.Text.RegularExpressions;

namespace StationBot.Understanding.Offline;

/// <summary>Slots that one pattern finds: earlier case number, number of people, what can be shown.</summary>
internal static partial class SmallWords
{
    /// <summary>A keyboard in Chinese makes a long dash of the short one.</summary>
    [GeneratedRegex("(?<![a-z0-9])(?<area>[a-z]{2,4})(?<day>20[0-9]{6})[-‐‑‒–—―−]?(?<number>[0-9]{4})(?![0-9])")]
    public static partial Regex CaseNo();

    /// <summary>三十多个家长, 十几户, 我们20个人, 我们这排十几家; not 一个人, and not the few who did it (几个同学), nor 十几家店.</summary>
    [GeneratedRegex("(?:好(?=[几多])|上(?=[百千万]))?(?:[0-9]{1,5}|[一二两三四五六七八九十百千几]{1,5})(?:多|来|余)?(?:个|名|位|户|家|号)?(?:多)?(?:家长|业主|住户|村民|居民|工友|工人|员工|职工|农民工|老乡|商户|学员|会员|户人家|户人|人家|家庭|户(?!口|型|外|主)|(?<=(?:我们|俺们|咱们?|这|那|一|整)[^,。!?]{0,3}(?:排|栋|幢|楼|街|片|圈|层|院子?|巷子?|单元|组|湾|村|小区|边|周围|附近)(?:上|里|就|总共|一共|大概|差不多|有|住了?|都有|还有){0,3}[0-9一二两三四五六七八九十百几]{1,5}(?:多|来|余)?)家(?=都|全|也|没|一起|受|遭|停|反映|被|联名|[,。!?]|$)|人(?!民|行|工|次|大|事|生|才|家长|都不让)|老人(?=都|没|要|一起|住)|学生(?=都|没|要|吐|拉))")]
    public static partial Regex People();

    /// <summary>全村都这样, 整栋楼都没水, 家家户户: everybody of a place; not what everything there is made of (整条街都是烧烤摊).</summary>
    [GeneratedRegex(
        "(?:全|一?整个?)(?:村|小区|楼|栋楼?|幢楼?|单元|院子?|大院|层楼?|排|条街|条巷子?|巷子?|组|队|湾|班|年级|校|厂|车间|社区|镇)(?:里|上)?(?:的)?(?:人家|人|住户|业主|居民|村民|家长|老百姓|百姓|老少|户)?" +
        "(?=都(?!是[^,。!?这那如一])|全(?:都|没|停|是(?:这样|如此))|也(?:是|都|没|不|一样|这样)|家家|停(?:水|电|气|暖)|没(?:水|电|气|网|暖|有水|有电)|断(?:水|电|气)|受|遭|这样|一样|[,。!?]|$)" +
        "|一(?:栋楼|个小区|个村|条街|个单元|层楼|个班)(?:的)?(?:人家|人|住户|业主|居民|村民|家长|户)?(?=都(?!是[^,。!?这那如一]))" +
        "|家家户户|家家(?=都|也)|户户(?=都|也)|(?:楼上楼下|左邻右舍|街坊邻居|街坊们?|邻居们)(?=都(?!是[^,。!?这那如一]|说|在?问|讲|知道))" +
        "|[两三四五几好]几?个(?:村|小区|组|社区|队)(?:的)?(?:人|村民|居民)?(?=都(?!是[^,。!?这那如一]))")]
    public static partial Regex Everybody();

    /// <summary>Not a number of those affected: 一个人, 三人行, 我一个人, 几个人打他.</summary>
    [GeneratedRegex("^(?:[一1](?:个|名|位)?(?:人|户|家|家长|老人|村民|业主)|一家人|两口人|几个?人家)$")]
    public static partial Regex Alone();

    [GeneratedRegex("(?<!没|没有|冇|无)(?:我?们?有|拍了|拍过|录了|录下|留了|留着|保留了?|保留着|存了|保存了?|附上?|手[里上]有|都有)[^,。!?\n]{0,6}(?:照片|相片|视频|录音|录像|合同|收据|收条|发票|聊天记录|转账记录|付款记录|截图|凭证|病历|单据|欠条|票据|协议|证据)")]
    public static partial Regex Evidence();

    /// <summary>Sums of money: they belong to what the resident wants back.</summary>
    [GeneratedRegex("[0-9]{3,}|[0-9]+(?:块|元|万|千)|[一二两三四五六七八九十百千万几]{1,5}(?:块|元|万|千)(?!里)")]
    public static partial Regex Money();
}
