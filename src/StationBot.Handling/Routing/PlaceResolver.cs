using System.Runtime.CompilerServices;
using StationBot.Handling.Roster;

namespace StationBot.Handling.Routing;

/// <summary>R1–R3 of domain.md §5.1: finds the place in a resident's words by name, alias or landmark.</summary>
public static class PlaceResolver
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
        var candidates = hits
            .SelectMany(h => Inside(h, directory))
            .OrderByDescending(c => c.Candidate.Exact)
            .ThenByDescending(c => Weight(c.Kind, c.Candidate, text))
            .ThenByDescending(c => c.Candidate.Length)
            .ThenBy(c => c.Candidate.Start)
            .Select(c => c.Candidate)
            .DistinctBy(c => (c.Community, c.Canonical))
            .ToArray();
        var outside = candidates.Length == 0 && township is null ? OutsidePlaces.Find(text, directory) : null;
        return new PlaceResolution(candidates, outside) { Township = township, NamedTownship = named.Name is { } full ? (full.Canonical, named.Start, named.Length) : null };
    }

    /// <summary>
    /// Takes the longest exact names first. A misspelt name may only replace an exact one that it contains and that means
    /// the same community: 张家坝专场 is 张家坝砖厂, but never another village's.
    /// </summary>
    private static List<PlaceHit> Settle(List<PlaceHit> hits)
    {
        var settled = new List<PlaceHit>();
        foreach (var hit in hits
            .OrderByDescending(h => h.Exact).ThenByDescending(h => h.Length).ThenByDescending(h => h.Name.Kind)
            .ThenBy(h => h.Start).ThenBy(h => h.Name.Text, StringComparer.Ordinal).ThenBy(h => h.Name.Code, StringComparer.Ordinal))
        {
            var rivals = settled.Where(h => h.Overlaps(hit)).ToArray();
            var isSharedName = rivals.Length > 0 && rivals.All(r => r.Start == hit.Start && r.Length == hit.Length && r.Exact == hit.Exact && r.Name.Kind == hit.Name.Kind);
            var saysMore = !hit.Exact && rivals.All(r => hit.Covers(r) && hit.Length > r.Length && r.Name.Code == hit.Name.Code);
            if (rivals.Length == 0 || isSharedName)
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
    private static IEnumerable<(PlaceKind Kind, PlaceCandidate Candidate)> Inside(PlaceHit hit, AreaDirectory directory)
    {
        if (hit.Name.Kind != PlaceKind.Township)
        {
            yield return (hit.Name.Kind, new PlaceCandidate(hit.Name.Code, hit.Name.Canonical, hit.Start, hit.Length, hit.Exact));
        }
        else if (directory.Communities.Where(c => c.Township == hit.Name.Code).Take(2).ToArray() is [var only])
        {
            yield return (PlaceKind.Community, new PlaceCandidate(only.Code, only.Name, hit.Start, hit.Length, hit.Exact));
        }
    }

    /// <summary>「住书香里,实验小学门口天天堵」 is about the school gate; 「住书香里的,实验小学说…」 is about 书香里.</summary>
    private static int Weight(PlaceKind kind, PlaceCandidate found, string text)
    {
        var words = PlaceWords.Shipped;
        return (PlaceWords.StartsWithAny(text.AsSpan(found.Start + found.Length), words.WhereAfter) ? 4 : 0)
            + (PlaceWords.EndsWithAny(text.AsSpan(0, found.Start), words.WhereBefore) ? 3 : 0)
            + (kind == PlaceKind.Landmark ? 2 : 0);
    }
}
