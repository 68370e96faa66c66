using System.Numerics;
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
    private readonly int _words;
    private readonly (Rule Rule, Pattern Pattern)[] _patterns;

    /// <summary>By word: the patterns it is reason to try, as places in <see cref="_patterns"/>.</summary>
    private readonly int[][] _triggered;
    private readonly int[] _always;
    private readonly Circumstances _circumstances;

    public RuleBook(YamlMappingNode circumstances, params ReadOnlySpan<YamlMappingNode> files)
    {
        var rules = new List<Rule>();
        var anchors = new Anchors();
        // A file may use the lists of the files before it, and replace them for itself and those after.
        var lists = new Dictionary<string, string>();
        foreach (var file in files)
        {
            foreach (var (name, node) in file.Map("words"))
            {
                lists[name] = $"(?:{WithLists(node.Text().Replace(" ", "", StringComparison.Ordinal), lists)})";
            }
            rules.AddRange(((YamlSequenceNode)file.Find("rules")!).Children.Select(n => new Rule((YamlMappingNode)n, p => Expand(p, lists), anchors)));
        }
        Rules = rules;
        _circumstances = new Circumstances(circumstances);
        var words = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var pattern in rules.SelectMany(r => r.AllPatterns))
        {
            pattern.Bind(words);
        }
        _finder = new WordFinder([.. words.Keys]);
        _words = words.Count;
        _patterns = [.. rules.SelectMany(r => r.Patterns, (r, p) => (r, p))];
        _always = [.. Enumerable.Range(0, _patterns.Length).Where(i => _patterns[i].Pattern.Need.Triggers.Count == 0)];
        var triggered = Enumerable.Range(0, _patterns.Length).SelectMany(i => _patterns[i].Pattern.Need.Triggers, (i, word) => (Word: words[word], i)).ToLookup(e => e.Word, e => e.i);
        _triggered = [.. Enumerable.Range(0, words.Count).Select(w => triggered[w].ToArray())];
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

    /// <inheritdoc cref="Circumstances.Plainly"/>
    public string Plainly(string text) => _circumstances.Plainly(text);

    /// <summary>The patterns of a rule that could match somewhere in the text.</summary>
    public List<Pattern> Candidates(Rule rule, string text)
    {
        Span<ulong> stands = stackalloc ulong[(_words + 63) / 64];
        _finder.Mark(text, stands);
        var candidates = new List<Pattern>();
        foreach (var pattern in rule.Patterns)
        {
            if (pattern.MayMatch(stands))
            {
                candidates.Add(pattern);
            }
        }
        return candidates;
    }

    private List<RuleHit> MatchWhole(string text)
    {
        Span<ulong> stands = stackalloc ulong[(_words + 63) / 64];
        Span<ulong> tried = stackalloc ulong[(_patterns.Length + 63) / 64];
        _finder.Mark(text, stands);
        var hits = new List<RuleHit>();
        foreach (var at in _always)
        {
            Try(_patterns[at], text, stands, hits);
        }
        for (var block = 0; block < stands.Length; block++)
        {
            for (var rest = stands[block]; rest != 0; rest &= rest - 1)
            {
                foreach (var at in _triggered[(block * 64) + BitOperations.TrailingZeroCount(rest)])
                {
                    var seen = tried[at / 64] >> (at % 64) & 1;
                    tried[at / 64] |= 1UL << (at % 64);
                    if (seen == 0)
                    {
                        Try(_patterns[at], text, stands, hits);
                    }
                }
            }
        }
        hits.Sort(static (a, b) => a.Start != b.Start ? a.Start.CompareTo(b.Start) : string.CompareOrdinal(a.Rule.Id, b.Rule.Id));
        return hits;
    }

    private void Try((Rule Rule, Pattern Pattern) candidate, string text, ReadOnlySpan<ulong> stands, List<RuleHit> hits)
    {
        var (rule, pattern) = candidate;
        var known = hits.Count - 1;
        while (known >= 0 && hits[known].Rule != rule)
        {
            known--;
        }
        if ((known >= 0 && !hits[known].Lowered) || !pattern.MayMatch(stands))
        {
            return;
        }
        foreach (var match in pattern.Regex.EnumerateMatches(text))
        {
            var reading = _circumstances.Read(rule, text, match.Index, match.Length);
            if (reading == Reading.Denied || (reading == Reading.Elsewhen && known >= 0) || !rule.Admits(text, stands, match.Index, match.Length))
            {
                continue;
            }
            var hit = new RuleHit(rule, match.Index, match.Length, reading == Reading.Elsewhen);
            if (known >= 0)
            {
                hits[known] = hit;
            }
            else
            {
                known = hits.Count;
                hits.Add(hit);
            }
            if (reading == Reading.Stands)
            {
                return;
            }
        }
    }

    private static string Expand(string pattern, Dictionary<string, string> lists) =>
        Gap().Replace(WithLists(pattern, lists), m => m.Groups[1].Value == "~" ? $"[^。!?;\\n]{{0,{m.Groups[2].Value}}}" : $"[^,。!?;\\n]{{0,{m.Groups[2].Value}}}");

    private static string WithLists(string pattern, Dictionary<string, string> lists) =>
        List().Replace(pattern, m => lists.TryGetValue(m.Groups[1].Value, out var words)
            ? words
            : throw new FormatException($"'{m.Value}' in '{pattern}' is no list of this file."));

    [GeneratedRegex(@"\{([a-z_]+)\}")]
    private static partial Regex List();

    [GeneratedRegex("([~_])([0-9]+)")]
    private static partial Regex Gap();
}
