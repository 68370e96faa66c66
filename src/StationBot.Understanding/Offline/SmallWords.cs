using System.Text.RegularExpressions;

namespace StationBot.Understanding.Offline;

/// <summary>Slots that one pattern finds: earlier case number, number of people, what can be shown.</summary>
internal static partial class SmallWords
{
    [GeneratedRegex("(?<![a-z0-9])(?<area>[a-z]{2,4})(?<day>20[0-9]{6})-?(?<number>[0-9]{4})(?![0-9])")]
    public static partial Regex CaseNo();

    /// <summary>三十多个家长, 十几户, 我们20个人; not 一个人, and not the few who did it (几个同学).</summary>
    [GeneratedRegex("(?:好|上)?(?:[0-9]{1,5}|[一二两三四五六七八九十百千几]{1,5})(?:多|来|余)?(?:个|名|位|户|家|号)?(?:多)?(?:家长|业主|住户|村民|居民|工友|工人|员工|职工|农民工|老乡|商户|学员|会员|户人家|户人|人家|家庭|户(?!口|型|外|主)|人(?!民|行|工|次|大|事|生|才|家长|都不让)|老人(?=都|没|要|一起|住)|学生(?=都|没|要|吐|拉))")]
    public static partial Regex People();

    /// <summary>Not a number of those affected: 一个人, 三人行, 我一个人, 几个人打他.</summary>
    [GeneratedRegex("^(?:[一1](?:个|名|位)?(?:人|户|家|家长|老人|村民|业主)|一家人|两口人|几个?人家)$")]
    public static partial Regex Alone();

    [GeneratedRegex("(?<!没|没有|冇|无)(?:我?们?有|拍了|拍过|录了|录下|留了|留着|保留了?|保留着|存了|保存了?|附上?|手[里上]有|都有)[^,。!?\n]{0,6}(?:照片|相片|视频|录音|录像|合同|收据|收条|发票|聊天记录|转账记录|付款记录|截图|凭证|病历|单据|欠条|票据|协议|证据)")]
    public static partial Regex Evidence();

    /// <summary>Sums of money: they belong to what the resident wants back.</summary>
    [GeneratedRegex("[0-9]{3,}|[0-9]+(?:块|元|万|千)|[一二两三四五六七八九十百千万几]{1,5}(?:块|元|万|千)(?!里)")]
    public static partial Regex Money();
}
