using System.Collections.Frozen;
using StationBot.Handling.Roster;

namespace StationBot.Handling.Routing;

internal enum PlaceKind { Township, Community, Landmark }

/// <summary>A name that a resident may write. <paramref name="Code"/> is of the township for a township's name, else of the community.</summary>
/// <param name="Stem">A name without its 村 or 镇 (南坪): a word like any other unless the words around it say where.</param>
internal sealed record PlaceName(string Text, string Code, string Canonical, PlaceKind Kind, bool Stem = false);

/// <summary>A name found in a text.</summary>
internal readonly record struct PlaceHit(PlaceName Name, int Start, int Length, bool Exact)
{
    public int End => Start + Length;

    public bool Overlaps(PlaceHit other) => Start < other.End && other.Start < End;

    public bool Covers(PlaceHit other) => Start <= other.Start && other.End <= End;
}

/// <summary>
/// The names of one district, ready to be found in a text in one pass. How far a spelling may be off grows with the
/// length of the name, because a wrong place is worse than a question: two and three characters need the same
/// sound, tone and a word that says "where"; four may have one character of the same syllable; from five on two may,
/// or one character after the third may be missing.
/// </summary>
internal sealed class Gazetteer
{
    private readonly FrozenDictionary<char, PlaceName[]> _byFirst;

    public Gazetteer(AreaDirectory directory)
    {
        var byFirst = new Dictionary<char, List<PlaceName>>();
        foreach (var name in Names(directory).Where(n => n.Text.Length >= 2).DistinctBy(n => (n.Text, n.Code, n.Kind)))
        {
            foreach (var c in Syllables.ReadLike(name.Text[0]))
            {
                (byFirst.TryGetValue(c, out var list) ? list : byFirst[c] = []).Add(name);
            }
        }
        _byFirst = byFirst.ToFrozenDictionary(p => p.Key, p => p.Value.ToArray());
    }

    /// <summary>Every spelling of every name, overlapping ones too.</summary>
    public List<PlaceHit> Find(string text)
    {
        var hits = new List<PlaceHit>();
        for (var i = 0; i < text.Length; i++)
        {
            if (!_byFirst.TryGetValue(text[i], out var names))
            {
                continue;
            }
            foreach (var name in names)
            {
                if (Match(name, text, i) is { } hit)
                {
                    hits.Add(hit);
                }
            }
        }
        return hits;
    }

    private static PlaceHit? Match(PlaceName name, string text, int start)
    {
        var rest = text.AsSpan(start);
        var length = name.Text.Length;
        PlaceHit? hit = rest.StartsWith(name.Text, StringComparison.Ordinal) ? new PlaceHit(name, start, length, Exact: true)
            : SoundsLike(name.Text, rest) ? new PlaceHit(name, start, length, Exact: false)
            : LacksOne(name.Text, rest) ? new PlaceHit(name, start, length - 1, Exact: false)
            : null;
        if (hit is not { } found)
        {
            return null;
        }
        var before = text.AsSpan(0, start);
        var after = text.AsSpan(found.End);
        var words = PlaceWords.Shipped;
        var settled = (found.Exact && !name.Stem) || length > 3 || (length == 3 && !name.Stem && rest[0] == name.Text[0] && rest[2] == name.Text[2] && words.BeginsAClause(before)) || words.SaysWhere(before, after) || words.StandsAlone(before, after);
        return settled && !words.IsPieceOfAWord(name.Text, before, after) ? found : null;
    }

    private static bool SoundsLike(string name, ReadOnlySpan<char> text)
    {
        if (text.Length < name.Length)
        {
            return false;
        }
        var left = name.Length >= 5 ? 2 : 1;
        for (var i = 0; i < name.Length; i++)
        {
            if (name[i] != text[i] && (--left < 0 || !Syllables.Alike(name[i], text[i], toned: name.Length <= 3)))
            {
                return false;
            }
        }
        return true;
    }

    /// <summary>What tells two places of one name apart: 书香里门口 is not 书香里东门.</summary>
    private const string Telling = "东南西北一二三四五六七八九十";

    /// <summary>
    /// One character left out, as fast typing does: 桂花园市场. The first three, which tell places apart (建设社区 is not
    /// 建设路社区), and the last must be there.
    /// </summary>
    private static bool LacksOne(string name, ReadOnlySpan<char> text)
    {
        if (name.Length < 5 || text.Length < name.Length - 1 || text[0] != name[0])
        {
            return false;
        }
        var same = 0;
        while (same < name.Length - 1 && name[same] == text[same])
        {
            same++;
        }
        return same is >= 3 && same < name.Length - 1 && !Telling.Contains(name[same]) && text[same..].StartsWith(name.AsSpan(same + 1), StringComparison.Ordinal);
    }

    private static IEnumerable<PlaceName> Names(AreaDirectory directory)
    {
        foreach (var township in directory.Townships)
        {
            yield return new PlaceName(township.Name, township.Code, township.Name, PlaceKind.Township);
            if (StemOf(township.Name) is { } stem)
            {
                yield return new PlaceName(stem, township.Code, township.Name, PlaceKind.Township, Stem: true);
            }
        }
        foreach (var community in directory.Communities)
        {
            foreach (var name in community.Alias.Prepend(community.Name))
            {
                yield return new PlaceName(name, community.Code, IsShortOrMisspelt(name, community.Name) ? community.Name : name, PlaceKind.Community);
            }
            if (StemOf(community.Name) is { } stem && !community.Alias.Contains(stem))
            {
                yield return new PlaceName(stem, community.Code, community.Name, PlaceKind.Community, Stem: true);
            }
            foreach (var place in community.Places)
            {
                yield return new PlaceName(place, community.Code, place, PlaceKind.Landmark);
            }
        }
        // An employer that elects deputies of its own (选举法 art. 25) says where, too.
        foreach (var district in directory.Districts.Where(d => d.Workplace is { Length: > 0 } && d.Communities.Count > 0))
        {
            yield return new PlaceName(district.Workplace!, district.Communities[0], district.Workplace!, PlaceKind.Landmark);
        }
    }

    private static string? StemOf(string name)
    {
        var kind = PlaceWords.Shipped.Kinds.FirstOrDefault(k => name.EndsWith(k, StringComparison.Ordinal));
        return kind is not null && name.Length - kind.Length >= 2 ? name[..^kind.Length] : null;
    }

    /// <summary>河湾 and 河弯社区 are written 河湾社区; 新湖花园 says more than 新湖社区 and stays.</summary>
    private static bool IsShortOrMisspelt(string alias, string name) =>
        name.StartsWith(alias, StringComparison.Ordinal)
        || (alias.Length == name.Length && alias.Zip(name).All(p => Syllables.Alike(p.First, p.Second, toned: false)));
}
