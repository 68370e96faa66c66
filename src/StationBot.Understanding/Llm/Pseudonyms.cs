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

    /// <summary>The commonest: four people in five. A name without a comma after it is known by them.</summary>
    private const string Surnames = "(?:欧阳|司马|上官|诸葛|[王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤])";

    /// <summary>Phones in any grouping and width, mail addresses, WeChat and QQ names, plates, names after 我叫 or a title, door numbers.</summary>
    [GeneratedRegex(
        "[0-9０-９零〇一二三四五六七八九幺](?:[ \\-－\\u3000]?[0-9０-９零〇一二三四五六七八九幺]){6,}" +
        "|[A-Za-z0-9._%-]{1,64}@[A-Za-z0-9.-]{1,64}" +
        "|(?<=(?:微信|薇信|威信|薇|威|[vV][xX]?|[wW][xX]|[qQ]{2})[号是为:：]{0,3})[A-Za-z0-9_-]{5,20}" +
        "|[\\u4eac\\u6d25\\u6caa\\u6e1d\\u5180\\u8c6b\\u4e91\\u8fbd\\u9ed1\\u6e58\\u7696\\u9c81\\u65b0\\u82cf\\u6d59\\u8d63\\u9102\\u6842\\u7518\\u664b\\u8499\\u9655\\u5409\\u95fd\\u8d35\\u7ca4\\u9752\\u85cf\\u5ddd\\u5b81\\u743c][A-Z][·]?[A-Z0-9]{5,6}" +
        "|(?<=我(?:的名字)?(?:叫|姓名是|名叫|是叫))[\\u4e00-\\u9fff]{2,4}(?=[,，。;；!！ ]|$)" +
        "|(?<=(?:我|俺|本人|他|她)(?:的名字)?(?:叫|姓名是|名叫|是|就是)|老师|医生|大夫|主任|局长|科长|书记|村长|队长|经理|老板|邻居|司机|同学|班主任)" + Surnames + "[\\u4e00-\\u9fff]{1,2}(?<![村庄镇乡街路桥湾])(?=[,，。;；!！?？ ]|$|住|的|说|是|在|家|把|不|就|我)" +
        "|[0-9]{1,3}(?:栋|幢|号楼|座)[0-9一二三四五六七八九]{0,2}(?:单元)?[0-9]{2,4}(?:室|号|房)?", RegexOptions.CultureInvariant)]
    private static partial Regex Personal();

    [GeneratedRegex("\\[P([0-9]{1,3})\\]")]
    private static partial Regex Token();
}
