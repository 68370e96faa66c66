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

    /// <summary>Phones in any grouping and width, mail addresses, WeChat and QQ names, plates, names after 我叫 or a title, door numbers.</summary>
    [GeneratedRegex(
        "[0-9０-９零〇一二三四五六七八九幺](?:[ \\-－\\u3000]?[0-9０-９零〇一二三四五六七八九幺]){6,}" +
        "|[A-Za-z0-9._%-]{1,64}@[A-Za-z0-9.-]{1,64}" +
        "|(?<=(?:微信|薇信|威信|薇|威|[vV][xX]?|[wW][xX]|[qQ]{2})[号是为:：]{0,3})[A-Za-z0-9_-]{5,20}" +
        "|[\\u4eac\\u6d25\\u6caa\\u6e1d\\u5180\\u8c6b\\u4e91\\u8fbd\\u9ed1\\u6e58\\u7696\\u9c81\\u65b0\\u82cf\\u6d59\\u8d63\\u9102\\u6842\\u7518\\u664b\\u8499\\u9655\\u5409\\u95fd\\u8d35\\u7ca4\\u9752\\u85cf\\u5ddd\\u5b81\\u743c][A-Z][·]?[A-Z0-9]{5,6}" +
        "|" + Masking.Names +
        "|[0-9]{1,3}(?:栋|幢|号楼|座)[0-9一二三四五六七八九]{0,2}(?:单元)?[0-9]{2,4}(?:室|号|房)?", RegexOptions.CultureInvariant)]
    private static partial Regex Personal();

    [GeneratedRegex("\\[P([0-9]{1,3})\\]")]
    private static partial Regex Token();
}
