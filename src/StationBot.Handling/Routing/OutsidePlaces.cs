using System.Buffers;
using StationBot.Handling.Roster;

namespace StationBot.Handling.Routing;

/// <summary>R2: places that are not ours. A city that is only compared with (听说青山市…) is not where the matter is.</summary>
internal static class OutsidePlaces
{
    private const int LongestName = 4;

    /// <returns>The words that name the other place, or null.</returns>
    public static string? Find(string text, AreaDirectory directory)
    {
        var words = PlaceWords.Shipped;
        foreach (var neighbour in directory.Neighbours)
        {
            var at = text.IndexOf(neighbour, StringComparison.Ordinal);
            if (at >= 0 && !PlaceWords.EndsWithAny(text.AsSpan(0, at), words.ComparedBefore))
            {
                return neighbour;
            }
        }
        if (words.NextDoor.FirstOrDefault(n => text.IndexOf(n, StringComparison.Ordinal) is >= 0 and var at && !PlaceWords.EndsWithAny(text.AsSpan(0, at), words.ComparedBefore)) is { } next)
        {
            return next;
        }
        // One look for all of them: hardly any message names a city.
        if (text.AsSpan().ContainsAny(AnyCity) && Cities.FirstOrDefault(c => IsThere(text, c, directory, words)) is { } city)
        {
            return city;
        }
        for (var i = 0; i < text.Length; i++)
        {
            if (words.OutsideKinds.Contains(text[i]) && EndsThere(text.AsSpan(i + 1), words) && NameEndingAt(text, i, directory, words) is { } name)
            {
                return name;
            }
        }
        return null;
    }

    private static readonly string[] Cities = [.. PlaceWords.Shipped.Elsewhere.SelectMany(line => line.Split(' '))];
    private static readonly SearchValues<string> AnyCity = SearchValues.Create(Cities, StringComparison.Ordinal);

    /// <summary>「我在上海浦东,…」, 「杭州西湖区这边…」: the resident is there. A street, dish or school named after a city is not.</summary>
    private static bool IsThere(string text, string city, AreaDirectory directory, PlaceWords words)
    {
        var at = text.IndexOf(city, StringComparison.Ordinal);
        if (at < 0 || directory.Area.Within.Any(w => w.StartsWith(city, StringComparison.Ordinal)) || directory.Area.Name.StartsWith(city, StringComparison.Ordinal))
        {
            return false;
        }
        var after = text.AsSpan(at + city.Length);
        if (PlaceWords.StartsWithAny(after, words.NotElsewhere) || text.AsSpan(at, Math.Min(city.Length + LongestName + 2, text.Length - at)).IndexOf(directory.Area.Name) >= 0)
        {
            return false;
        }
        if (at > 0 && text[at - 1] == '是' && after[..Math.Min(after.Length, 2 * LongestName)].Contains('人'))
        {
            return false; // 「我是湖南人」 tells where somebody was born
        }
        var begins = at == 0 || words.Particles.Contains(text[at - 1]);
        return PlaceWords.EndsWithAny(text.AsSpan(0, at), words.ElsewhereBefore)
            || (begins && (after.StartsWith("这边") || after.StartsWith("这里") || after[..Math.Min(after.Length, LongestName + 1)].IndexOfAny('区', '县') >= 1 || after.StartsWith("市")))
            // 「老家在河南周口」: the province was named for the city.
            || (at >= 2 && Cities.Any(p => text.AsSpan(0, at).EndsWith(p) && IsThere(text, p, directory, words)));
    }

    /// <summary>The name ends here, or a district's name follows that of its city (临江市南岸区).</summary>
    private static bool EndsThere(ReadOnlySpan<char> after, PlaceWords words) =>
        after.IsEmpty || after[..Math.Min(after.Length, LongestName + 1)].IndexOfAny('区', '县') is >= 1 || words.Particles.Contains(after[0]) || PlaceWords.StartsWithAny(after, words.OutsideAfter);

    private static string? NameEndingAt(string text, int end, AreaDirectory directory, PlaceWords words)
    {
        // One character and 县 is a name (赵县); one and 市 or 区 is a word (超市、小区).
        for (var length = text[end] == '县' ? 1 : 2; length <= LongestName && length <= end; length++)
        {
            var name = text.AsSpan(end - length, length + 1);
            var begins = text[end] is '市' or '县' && (end == length || words.Particles.Contains(text[end - length - 1]));
            if (begins || PlaceWords.EndsWithAny(text.AsSpan(0, end - length), words.OutsideBefore))
            {
                var ours = directory.Area.Name.AsSpan().EndsWith(name) || name.EndsWith(directory.Area.Name, StringComparison.Ordinal);
                return ours || PlaceWords.EndsWithAny(name, words.NotAnArea) || name.ContainsAny(words.Particles) ? null : name.ToString();
            }
        }
        return null;
    }
}
