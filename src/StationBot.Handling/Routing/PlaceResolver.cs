using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using StationBot.Handling.Roster;

namespace StationBot.Handling.Routing;

/// <summary>R1–R3 of domain.md §5.1: finds the place in a resident's words by name, alias or landmark.</summary>
public static partial class PlaceResolver
{
    private static readonly ConditionalWeakTable<AreaDirectory, Gazetteer> Gazetteers = [];

    /// <summary>Never throws; the same text and directory give the same answer.</summary>
    /// <param name="text">One message, of any length.</param>
    /// <returns>
    /// Places inside the district, the likeliest place of the problem first: exact spelling, then words around it that say
    /// where (在…, …门口), then landmarks before communities, then the longer name. A named neighbour or another city is
    /// told only when nothing inside was found.
    /// </returns>
    public static PlaceResolution Resolve(string text, AreaDirectory directory)
    {
        var hits = Settle(Gazetteers.GetValue(directory, static d => new Gazetteer(d)).Find(text));
        var named = hits.FirstOrDefault(h => h.Name.Kind == PlaceKind.Township);
        var township = named.Name?.Code;
        var candidates = Rank(hits, text, directory);
        var outside = candidates.Length == 0 && township is null ? OutsidePlaces.Find(text, directory) : null;
        return new PlaceResolution(candidates, outside) { Township = township, NamedTownship = named.Name is { } full ? (full.Canonical, named.Start, named.Length) : null };
    }

    private static PlaceCandidate[] Rank(List<PlaceHit> hits, string text, AreaDirectory directory)
    {
        if (hits.Count == 0)
        {
            return [];
        }
        var found = new List<(int Weight, int At, PlaceCandidate Candidate)>(hits.Count);
        foreach (var hit in hits)
        {
            if (Inside(hit, directory) is { } candidate)
            {
                found.Add((Weight(hit.Name.Kind == PlaceKind.Township ? PlaceKind.Community : hit.Name.Kind, candidate, text), found.Count, candidate));
            }
        }
        found.Sort(static (a, b) =>
            b.Candidate.Exact.CompareTo(a.Candidate.Exact) is var exact and not 0 ? exact
            : b.Weight.CompareTo(a.Weight) is var weight and not 0 ? weight
            : b.Candidate.Length.CompareTo(a.Candidate.Length) is var length and not 0 ? length
            : a.Candidate.Start.CompareTo(b.Candidate.Start) is var start and not 0 ? start
            : a.At.CompareTo(b.At));
        var distinct = new List<PlaceCandidate>(found.Count);
        foreach (var (_, _, candidate) in found)
        {
            if (!distinct.Exists(d => d.Community == candidate.Community && d.Canonical == candidate.Canonical))
            {
                distinct.Add(candidate);
            }
        }
        return [.. distinct];
    }

    /// <summary>
    /// Takes the longest exact names first. A misspelt name may only replace an exact one that it contains and that means
    /// the same community: 张家坝专场 is 张家坝砖厂, but never another village's.
    /// </summary>
    private static List<PlaceHit> Settle(List<PlaceHit> hits)
    {
        if (hits.Count <= 1)
        {
            return hits;
        }
        hits.Sort(static (a, b) =>
            b.Exact.CompareTo(a.Exact) is var exact and not 0 ? exact
            : b.Length.CompareTo(a.Length) is var length and not 0 ? length
            : b.Name.Kind.CompareTo(a.Name.Kind) is var kind and not 0 ? kind
            : a.Start.CompareTo(b.Start) is var start and not 0 ? start
            : string.CompareOrdinal(a.Name.Text, b.Name.Text) is var name and not 0 ? name
            : string.CompareOrdinal(a.Name.Code, b.Name.Code));
        var settled = new List<PlaceHit>(hits.Count);
        foreach (var hit in hits)
        {
            var rivals = settled.FindAll(h => h.Overlaps(hit));
            var isSharedName = rivals.Count > 0 && rivals.TrueForAll(r => r.Start == hit.Start && r.Length == hit.Length && r.Exact == hit.Exact && r.Name.Kind == hit.Name.Kind);
            var saysMore = !hit.Exact && rivals.TrueForAll(r => hit.Covers(r) && hit.Length > r.Length && r.Name.Code == hit.Name.Code);
            if (rivals.Count == 0 || isSharedName)
            {
                settled.Add(hit);
            }
            else if (saysMore)
            {
                settled.RemoveAll(rivals.Contains);
                settled.Add(hit);
            }
        }
        return settled;
    }

    /// <summary>A township with one community means that one; with more, it means none of them yet.</summary>
    private static PlaceCandidate? Inside(PlaceHit hit, AreaDirectory directory)
    {
        if (hit.Name.Kind != PlaceKind.Township)
        {
            return new PlaceCandidate(hit.Name.Code, hit.Name.Canonical, hit.Start, hit.Length, hit.Exact);
        }
        return directory.Communities.Where(c => c.Township == hit.Name.Code).Take(2).ToArray() is [var only]
            ? new PlaceCandidate(only.Code, only.Name, hit.Start, hit.Length, hit.Exact)
            : null;
    }

    /// <summary>「住书香里,实验小学门口天天堵」 is about the school gate; 「住书香里的,实验小学说…」 is about 书香里.</summary>
    private static int Weight(PlaceKind kind, PlaceCandidate found, string text)
    {
        var words = PlaceWords.Shipped;
        return (PlaceWords.EndsWithAny(text.AsSpan(0, found.Start), words.MeantBefore) ? 12 : 0)
            + (PlaceWords.StartsWithAny(text.AsSpan(found.Start + found.Length), words.WhereAfter) ? 4 : 0)
            + (IsHomeOnly(text, found) ? -1 : PlaceWords.EndsWithAny(text.AsSpan(0, found.Start), words.WhereBefore) ? 3 : 0)
            + (kind == PlaceKind.Landmark ? 2 : 0);
    }

    /// <summary>「我住书香里,桂花园的路灯坏了」: a home that is told in a clause of its own says where the writer is, not the trouble.</summary>
    private static bool IsHomeOnly(string text, PlaceCandidate found) =>
        HomeBefore().IsMatch(text.AsSpan(0, found.Start)) && text.AsSpan(found.Start + found.Length) is [',' or '，', _, ..];

    [GeneratedRegex("(?:^|[,，。!！ ])(?:我|俺|我们|俺们|本人)(?:是|家)?住在?$")]
    private static partial Regex HomeBefore();
}
