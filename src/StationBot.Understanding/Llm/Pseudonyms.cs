using System.Text.RegularExpressions;
using StationBot.Handling.Flags;

namespace StationBot.Understanding.Llm;

/// <summary>
/// Takes what identifies a person out of a text before a model sees it, and puts it back into what the model quotes
/// (domain.md §0 fact 9). Identity and card numbers are gone for good; they are never needed.
/// </summary>
internal sealed partial class Pseudonyms
{
    private readonly List<string> _hidden = [];

    public string Hide(string text) => Personal().Replace(Masking.Mask(text) ?? text, match =>
    {
        _hidden.Add(match.Value);
        return $"[P{_hidden.Count}]";
    });

    public string Restore(string text) => Token().Replace(text, match =>
        int.Parse(match.Groups[1].ValueSpan, System.Globalization.CultureInfo.InvariantCulture) is var n && n >= 1 && n <= _hidden.Count ? _hidden[n - 1] : match.Value);

    /// <summary>A figure as people write it: in either width, spelled out, and as on a bank slip.</summary>
    private const string Digit = "[0-9０-９零〇一二三四五六七八九幺壹贰叁肆伍陆柒捌玖]";

    /// <summary>A day (2026-11-23) is no number of anybody's. A mobile number may be grouped by points and commas, others by blanks and hyphens.</summary>
    private const string Phones =
        "[1１一幺壹]" + Digit + "{2}[ .．,，、·/]{1,2}" + Digit + "{4}[ .．,，、·/]{1,2}" + Digit + "{4}(?!" + Digit + ")" +
        "|(?<!" + Digit + ")(?!(?:19|20)[0-9]{2}[-－](?:0?[1-9]|1[0-2])[-－](?:[0-2]?[0-9]|3[01])(?![0-9-]))" + Digit + "(?:[ \\-－–—\u3000]?" + Digit + "){6,}";

    /// <summary>Names at WeChat, QQ and the like, after what says so; a lone v or 微 says it after 加 or before a colon only.</summary>
    private const string Accounts =
        "(?<=(?:微信|薇信|威信|维信|支付宝|扣扣|抖音|(?<![A-Za-z])(?:[vV][xX]|[wW][xX]|[qQ]{2})|加(?:一下|我|个)?(?:[vV]|[薇威微])|[薇威微](?=[：: ])|(?<![A-Za-z])[vV](?=[：:]))(?:[号是为：:\\s]|账号|id|ID){0,5})[A-Za-z0-9_-]{5,20}(?![A-Za-z0-9_-])";

    private const string Plates =
        "[\u4eac\u6d25\u6caa\u6e1d\u5180\u8c6b\u4e91\u8fbd\u9ed1\u6e58\u7696\u9c81\u65b0\u82cf\u6d59\u8d63\u9102\u6842\u7518\u664b\u8499\u9655\u5409\u95fd\u8d35\u7ca4\u9752\u85cf\u5ddd\u5b81\u743c] ?[A-Za-z][· \\-]?(?=[A-Za-z]{0,5}[0-9])[A-Za-z0-9]{5,6}(?![A-Za-z0-9])";

    private const string Count = "[0-9０-９零〇一二两三四五六七八九十百]";

    /// <summary>Which door (三栋二单元四零一, 3-2-401, 302室) and which number of a street (建设路88号, the street stays); a count of households is neither.</summary>
    private const string Doors =
        "(?:" + Count + "{1,4}(?:栋|幢|号楼|座))?" + Count + "{1,3}单元" + Count + "{2,5}(?:室|号|房)?" + NoCount +
        "|" + Count + "{1,4}(?:栋|幢|号楼|座)" + Count + "{2,5}(?:室|号|房)?" + NoCount +
        "|(?<![0-9-])[0-9]{1,3}[-－][0-9]{1,2}[-－][0-9]{3,4}(?![0-9-])(?:室|号)?" +
        "|(?<!" + Count + ")(?:[0-9]{3,4}|[零〇一二三四五六七八九]{3,4})(?:室|房(?!子|屋|间|东|产))" +
        "|(?<=[路街巷弄]|大道|胡同)" + Count + "{1,5}号(?:院|附[0-9]{1,3}号)?(?!楼|线|路|桥|井|灯|杆|车|台|门(?!口))";

    private const string NoCount = "(?!" + Count + "|家(?![里中的])|楼(?![上下])|天(?!花)|日(?!夜)|[户人个元块层盏根台辆年月点米平多万千])";

    /// <summary>Phones, mail addresses, accounts, plates, names where they are told, door and street numbers.</summary>
    [GeneratedRegex(Phones + "|[A-Za-z0-9._%-]{1,64}@[A-Za-z0-9.-]{1,64}|" + Accounts + "|" + Plates + "|" + Masking.Names + "|" + Doors, RegexOptions.CultureInvariant)]
    private static partial Regex Personal();

    [GeneratedRegex("\\[P([0-9]{1,3})\\]")]
    private static partial Regex Token();
}
