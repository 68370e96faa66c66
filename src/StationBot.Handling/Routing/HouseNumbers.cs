using System.Buffers;
using System.Text.RegularExpressions;

namespace StationBot.Handling.Routing;

/// <summary>Building, entrance and flat (7栋2单元301, 12号, 4楼): what finds the leak once the community is known.</summary>
public static partial class HouseNumbers
{
    /// <summary>The number that begins within a few characters of <paramref name="from"/>, or null.</summary>
    public static string? After(string text, int from)
    {
        var rest = text.AsSpan(Math.Min(from, text.Length));
        foreach (var match in Number().EnumerateMatches(rest))
        {
            return match.Index <= MostBetween && !rest[..match.Index].ContainsAny(Breaks) ? rest.Slice(match.Index, match.Length).ToString() : null;
        }
        return null;
    }

    /// <summary>A short message that is a house number and little else (3栋, 不对是5号楼, 不是2栋是3栋), or null.</summary>
    public static string? Alone(string text)
    {
        if (text.Length > LongestAlone || Number().Matches(text) is not { Count: 1 or 2 } found || (found.Count == 2 && !text.StartsWith("不是", StringComparison.Ordinal)))
        {
            return null;
        }
        return Around().IsMatch(Number().Replace(text, "")) ? found[^1].Value : null;
    }

    /// <summary>The place with this number in place of any it had.</summary>
    public static string With(string place, string number) => Number().Replace(place, "") + number;

    /// <summary>The number that a place ends in, or null.</summary>
    public static string? Of(string place) => Number().Match(place) is { Success: true } match && match.Index + match.Length == place.Length ? match.Value : null;

    private static readonly SearchValues<char> Breaks = SearchValues.Create("，,。！!？?；;\n");
    private const int MostBetween = 3;
    private const int LongestAlone = 16;

    [GeneratedRegex("(?:(?:(?:[0-9]|[一二三四五六七八九十])期[ ,，的]?)?(?:[0-9]{1,4}|[一二三四五六七八九十]{1,3})(?:栋|幢|号楼|号院|单元|座|(?<=[0-9])号(?!线|机|文|病|床|桌|窗|坑|井|公路))(?:[ ,，]?(?:[0-9]{1,4}(?:单元|楼(?!上|下(?!水))|层|室|号|房|门|户)?|[一二三四五六七八九十]{1,3}(?:单元|楼(?!上|下(?!水))|层|室|号|房|门|户))){0,3}|(?:[0-9]{1,2}|[一二三四五六七八九十]{1,2})(?:组|社|队|单元)(?=[,，。 ]|$|的|住|[0-9]))")]
    private static partial Regex Number();

    [GeneratedRegex("^(?:不对|不是|错了|说错了?|写错了?|记错了?|搞错了?|而是|应该|是|在|我|家|住|的|我们|那|就|啊|呀|哦|嗯|这边|那边|门口|楼下|楼上|[0-9]{1,2}楼|[,，。!！ ]){0,10}$")]
    private static partial Regex Around();
}
