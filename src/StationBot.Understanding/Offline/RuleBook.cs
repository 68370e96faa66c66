using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace StationBot.Understanding.Offline;

/// <summary>A rule that stands in a text.</summary>
/// <param name="Lowered">Past or only feared: P2 instead of P0, and no emergency.</param>
internal readonly record struct RuleHit(Rule Rule, int Start, int Length, bool Lowered);

/// <summary>
/// All rules of the rule files. Patterns are regular expressions with three additions: <c>{name}</c> stands for a list of
/// words of this file or one before it, <c>~N</c> for up to N characters of the same sentence, <c>_N</c> for up to N of the same clause.
/// </summary>
internal sealed partial class RuleBook
{
    private readonly WordFinder _finder;
    private readonly (Rule Rule, Pattern Pattern)[][] _byAnchor;
    private readonly (Rule Rule, Pattern Pattern)[] _always;
    private readonly Circumstances _circumstances;

    public RuleBook(YamlMappingNode circumstances, params ReadOnlySpan<YamlMappingNode> files)
    {
        var rules = new List<Rule>();
        // A file may use the lists of the files before it, and replace them for itself and those after.
        var lists = new Dictionary<string, string>();
        foreach (var file in files)
        {
            foreach (var (name, node) in file.Map("words"))
            {
                lists[name] = $"(?:{node.Text().Replace(" ", "", StringComparison.Ordinal)})";
            }
            rules.AddRange(((YamlSequenceNode)file.Find("rules")!).Children.Select(n => new Rule((YamlMappingNode)n, p => Expand(p, lists))));
        }
        Rules = rules;
        _circumstances = new Circumstances(circumstances);
        var patterns = rules.SelectMany(r => r.Patterns, (r, p) => (Rule: r, Pattern: p)).ToArray();
        _always = [.. patterns.Where(p => p.Pattern.Anchors.Count == 0)];
        var byAnchor = patterns.SelectMany(p => p.Pattern.Anchors, (p, word) => (word, p)).GroupBy(e => e.word, e => e.p).ToArray();
        _finder = new WordFinder([.. byAnchor.Select(g => g.Key)]);
        _byAnchor = [.. byAnchor.Select(g => g.ToArray())];
    }

    public IReadOnlyList<Rule> Rules { get; }

    /// <summary>Characters read at the beginning and at the end of a long text: rules take time in proportion, and a cry for help is not page nine of a letter.</summary>
    private const int Head = 3000, Tail = 1000;

    /// <summary>Rules that stand in the text: each at most once, an urgent reading before a lowered one.</summary>
    public List<RuleHit> Match(string text)
    {
        if (text.Length <= Head + Tail)
        {
            return MatchWhole(text);
        }
        var from = text.Length - Tail;
        var hits = MatchWhole(text[..Head]);
        hits.AddRange(MatchWhole(text[from..]).Where(t => hits.All(h => h.Rule != t.Rule)).Select(t => t with { Start = t.Start + from }).ToArray());
        return hits;
    }

    private List<RuleHit> MatchWhole(string text)
    {
        var found = new List<WordFinder.Found>();
        _finder.Find(text, found);
        var tried = new HashSet<Pattern>();
        var hits = new Dictionary<Rule, RuleHit>();
        foreach (var (rule, pattern) in _always)
        {
            Try(rule, pattern, text, hits);
        }
        foreach (var word in found)
        {
            foreach (var (rule, pattern) in _byAnchor[word.Word])
            {
                if (tried.Add(pattern))
                {
                    Try(rule, pattern, text, hits);
                }
            }
        }
        return [.. hits.Values.OrderBy(h => h.Start)];
    }

    private void Try(Rule rule, Pattern pattern, string text, Dictionary<Rule, RuleHit> hits)
    {
        if (hits.TryGetValue(rule, out var known) && !known.Lowered)
        {
            return;
        }
        foreach (var match in pattern.Regex.EnumerateMatches(text))
        {
            var reading = _circumstances.Read(rule, text, match.Index, match.Length);
            if (reading == Reading.Denied || (reading == Reading.Elsewhen && known.Rule is not null) || !rule.Admits(text, match.Index, match.Length))
            {
                continue;
            }
            hits[rule] = new RuleHit(rule, match.Index, match.Length, reading == Reading.Elsewhen);
            if (reading == Reading.Stands)
            {
                return;
            }
        }
    }

    private static string Expand(string pattern, Dictionary<string, string> lists)
    {
        var expanded = List().Replace(pattern, m => lists.TryGetValue(m.Groups[1].Value, out var words)
            ? words
            : throw new FormatException($"'{m.Value}' in '{pattern}' is no list of this file."));
        return Gap().Replace(expanded, m => m.Groups[1].Value == "~" ? $"[^。!?;\\n]{{0,{m.Groups[2].Value}}}" : $"[^,。!?;\\n]{{0,{m.Groups[2].Value}}}");
    }

    [GeneratedRegex(@"\{([a-z_]+)\}")]
    private static partial Regex List();

    [GeneratedRegex("([~_])([0-9]+)")]
    private static partial Regex Gap();
}
