using System.Text;
using System.Text.RegularExpressions;
using StationBot.Handling.Roster;

namespace StationBot.Understanding.Offline;

/// <summary>
/// What sounds like one problem type and is another (boundaries.yaml): words alone do not know that a blocked sewer inside an estate is
/// the property's, and the same sewer in a river the environment's. domain.md §3 and the notes of §13.
/// </summary>
internal sealed partial class Boundaries(RuleBook rules)
{
    internal RuleBook Rules => rules;

    /// <summary>Moves the weight of the type that the words speak for to the one that is meant.</summary>
    /// <param name="types">Best first.</param>
    /// <param name="text">The whole story in its normal form.</param>
    /// <param name="places">Where names of places stand in it.</param>
    /// <returns>The types, best first; the one that was left, null when none was; and whether a rule settled it.</returns>
    public ((string Type, double Score)[] Types, string? Left, bool Settled) Judge((string Type, double Score)[] types, string text, IEnumerable<(int Start, int End)> places, AreaDirectory directory)
    {
        if (types is not [var best, ..] || !rules.Rules.Any(r => r.Sounds.Contains(best.Type)))
        {
            return (types, null, false);
        }
        var rule = rules.Match(Unnamed(text, places)).Select(h => h.Rule).FirstOrDefault(r => r.Sounds.Contains(best.Type) && directory.ProblemType(r.Is) is not null);
        if (rule is null)
        {
            return (types, null, false);
        }
        // A rule may also say which of two is meant when the right one leads already: the weight of the other is then its own.
        var moved = types.Where(t => t.Type != rule.Is && rule.Sounds.Contains(t.Type)).Sum(t => t.Score);
        return ([.. types
            .Select(t => t.Type == rule.Is ? (t.Type, t.Score + moved) : rule.Sounds.Contains(t.Type) ? (t.Type, 0) : t)
            .OrderByDescending(t => t.Item2).ThenBy(t => t.Type, StringComparer.Ordinal)], best.Type == rule.Is ? null : best.Type, true);
    }

    /// <summary>「纺织厂」 is the name of a place and no factory; of a name only the kind of estate or school at its end is a word. Lengths are kept.</summary>
    private static string Unnamed(string text, IEnumerable<(int Start, int End)> places)
    {
        var told = new StringBuilder(text);
        foreach (var (start, end) in places)
        {
            var kind = Estate().Match(text[start..end]) is { Success: true } match ? match.Index : end - start;
            for (var i = start; i < start + kind; i++)
            {
                told[i] = '某';
            }
        }
        return told.ToString();
    }

    [GeneratedRegex("(?:小区|花园|家园|嘉园|家属院|公寓|新村|苑|小学|中学|幼儿园|学校)$")]
    private static partial Regex Estate();
}
