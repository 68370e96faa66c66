using System.Globalization;
using YamlDotNet.RepresentationModel;

namespace StationBot.Understanding.Offline;

/// <summary>A word of the lexicon in a text, for the types it speaks for.</summary>
internal readonly record struct LexiconWord(int Start, int Length, bool Clear);

/// <summary>What the words of a text say about its problem type.</summary>
/// <param name="Scores">Type code and probability, best first; empty when no word spoke.</param>
/// <param name="Words">Where words that spoke for any type stand, in order; <c>Clear</c> leaves out mere hints.</param>
/// <param name="Spoke">The words that spoke for the best type.</param>
internal sealed record LexiconReading(IReadOnlyList<(string Type, double Score)> Scores, IReadOnlyList<LexiconWord> Words, IReadOnlyList<LexiconWord> Spoke);

/// <summary>Weighted words and pairs of words per problem type (lexicon.yaml), turned into probabilities.</summary>
internal sealed class Lexicon
{
    /// <summary>Weight of "none of these" (OTH-99): one clear word should be believed, one hint should not.</summary>
    private const double NoneOfThese = 1.2;

    /// <summary>A word inside the name of a place (河湾公园, 大柳树养猪场) says where, hardly what.</summary>
    private const double InPlaceName = 0.25;

    /// <summary>How much less each further word for the same type counts.</summary>
    private const double Fading = 0.8;

    /// <summary>People name their matter first: what comes after so many characters of a letter counts less.</summary>
    private const int Opening = 48;
    private const double AfterOpening = 0.5;

    private const string None = "OTH-99";

    private readonly string[] _types;
    private readonly WordFinder _finder;

    /// <summary>By word: the types it speaks for and how much.</summary>
    private readonly (int Type, double Weight)[][] _votes;

    /// <summary>By word: the list it belongs to (school, elder…), or several.</summary>
    private readonly int[][] _lists;

    /// <summary>Pairs: two terms, each a word or a list; the type; the weight.</summary>
    private readonly (int Left, int Right, int Type)[] _pairs;
    private readonly int _terms;
    private readonly int[] _termOfWord;
    private readonly double _pairWeight;

    /// <summary>The list of words that only cover others: 微信号 is no 信号.</summary>
    private readonly int _nothing;

    public Lexicon(YamlMappingNode file)
    {
        var weights = file.Map("weights").ToDictionary(w => w.Name, w => double.Parse(w.Node.Text(), CultureInfo.InvariantCulture));
        _pairWeight = weights["together"];
        var words = new Dictionary<string, int>(StringComparer.Ordinal);
        var votes = new List<List<(int, double)>>();
        var lists = new List<List<int>>();
        int Word(string word)
        {
            if (words.TryAdd(word, words.Count))
            {
                votes.Add([]);
                lists.Add([]);
            }
            return words[word];
        }

        var listNames = file.Map("words").Select((l, i) => (l.Name, Index: i)).ToDictionary(l => l.Name, l => l.Index);
        _nothing = listNames["nothing"];
        foreach (var (name, node) in file.Map("words"))
        {
            foreach (var word in Split(node.Text()))
            {
                lists[Word(word)].Add(listNames[name]);
            }
        }
        _types = [.. file.Map("types").Select(t => t.Name)];
        var pairs = new List<(string Left, string Right, int Type)>();
        foreach (var (name, node) in file.Map("types"))
        {
            var type = Array.IndexOf(_types, name);
            var entry = (YamlMappingNode)node;
            foreach (var strength in (string[])["strong", "clear", "weak"])
            {
                foreach (var word in Split(entry.Word(strength)))
                {
                    votes[Word(word)].Add((type, weights[strength]));
                }
            }
            foreach (var pair in entry.Word("together").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            {
                var (left, right) = pair.Split('+', StringSplitOptions.TrimEntries) is [var l, var r] ? (l, r) : throw new FormatException($"{name}: '{pair}' is not a pair.");
                pairs.Add((left, right, type));
            }
        }
        // Terms of pairs: lists come first, then single words.
        int Term(string term) => term.StartsWith('{') ? listNames[term[1..^1]] : listNames.Count + Word(term);
        _pairs = [.. pairs.Select(p => (Term(p.Left), Term(p.Right), p.Type))];
        _terms = listNames.Count + words.Count;
        _termOfWord = [.. Enumerable.Range(listNames.Count, words.Count)];
        _finder = new WordFinder([.. words.Keys]);
        _votes = [.. votes.Select(v => v.ToArray())];
        _lists = [.. lists.Select(l => l.ToArray())];
    }

    public IReadOnlyList<string> Types => _types;

    /// <param name="places">Spans of place names in the text.</param>
    public LexiconReading Read(string text, IReadOnlyList<(int Start, int End)> places)
    {
        var room = _room ??= new Room();
        var found = room.Found;
        found.Clear();
        _finder.Find(text, found);
        if (found.Count == 0)
        {
            return new LexiconReading([], [], []);
        }
        var said = room.Said;
        said.Clear();
        Span<ulong> stands = stackalloc ulong[(_terms + 63) / 64];
        var (best, words) = (room.Best, room.Words);
        best.Clear();
        words.Clear();
        found.Sort(static (a, b) => a.Start != b.Start ? a.Start.CompareTo(b.Start) : b.Length.CompareTo(a.Length));
        var covered = 0;
        foreach (var one in found)
        {
            Set(stands, _termOfWord[one.Word]);
            foreach (var list in _lists[one.Word])
            {
                Set(stands, list);
            }
            // A word inside a longer word (食堂 in 老年食堂) is not itself meant.
            if ((_votes[one.Word].Length == 0 && !_lists[one.Word].Contains(_nothing)) || one.End <= covered)
            {
                continue;
            }
            covered = one.End;
            if (_votes[one.Word].Length == 0)
            {
                continue;
            }
            var share = IsIn(places, one) ? InPlaceName : one.Start >= Opening ? AfterOpening : 1;
            words.Add((one, share));
            best[one.Word] = Math.Max(best.GetValueOrDefault(one.Word), share);
        }
        foreach (var (word, share) in best)
        {
            foreach (var (type, weight) in _votes[word])
            {
                said.Add((type, weight * share));
            }
        }
        foreach (var (left, right, type) in _pairs)
        {
            if (IsSet(stands, left) && IsSet(stands, right))
            {
                said.Add((type, _pairWeight));
            }
        }
        // Heaviest first within a type.
        said.Sort(static (a, b) => a.Type != b.Type ? a.Type.CompareTo(b.Type) : b.Weight.CompareTo(a.Weight));
        return Conclude(said, words);
    }

    private static bool IsIn(IReadOnlyList<(int Start, int End)> places, WordFinder.Found one)
    {
        for (var i = 0; i < places.Count; i++)
        {
            if (places[i].Start <= one.Start && places[i].End >= one.End)
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>Lists that every message needs, one set a thread: a reading keeps none of them.</summary>
    private sealed class Room
    {
        public List<WordFinder.Found> Found { get; } = [];
        public List<(int Type, double Weight)> Said { get; } = [];
        public Dictionary<int, double> Best { get; } = [];
        public List<(WordFinder.Found Found, double Share)> Words { get; } = [];
        public List<(int Type, double Total)> Totals { get; } = [];
    }

    [ThreadStatic]
    private static Room? _room;

    private static void Set(Span<ulong> bits, int at) => bits[at >> 6] |= 1ul << (at & 63);

    private static bool IsSet(ReadOnlySpan<ulong> bits, int at) => (bits[at >> 6] >> (at & 63) & 1) == 1;

    /// <summary>The tenth word for a type says less than the first: a long letter must not drown its subject in small talk.</summary>
    private static void Total(List<(int Type, double Weight)> said, List<(int Type, double Total)> totals)
    {
        var share = 1.0;
        totals.Clear();
        foreach (var (type, weight) in said)
        {
            if (totals.Count > 0 && totals[^1].Type == type)
            {
                totals[^1] = (type, totals[^1].Total + (weight * share));
            }
            else
            {
                share = 1.0;
                totals.Add((type, weight));
            }
            share *= Fading;
        }
        totals.RemoveAll(static t => t.Total <= 0);
    }

    private LexiconReading Conclude(List<(int Type, double Weight)> said, List<(WordFinder.Found Found, double Share)> words)
    {
        var spoke = _room!.Totals;
        Total(said, spoke);
        if (spoke.Count == 0)
        {
            return new LexiconReading([], [], []);
        }
        var top = NoneOfThese;
        foreach (var (_, total) in spoke)
        {
            top = Math.Max(top, total);
        }
        var ranked = new (string Type, double Score)[spoke.Count + 1];
        var sum = Math.Exp(NoneOfThese - top);
        ranked[^1] = (None, sum);
        for (var i = 0; i < spoke.Count; i++)
        {
            var score = Math.Exp(spoke[i].Total - top);
            ranked[i] = (_types[spoke[i].Type], score);
            sum += score;
        }
        for (var i = 0; i < ranked.Length; i++)
        {
            ranked[i].Score /= sum;
        }
        Array.Sort(ranked, static (a, b) => b.Score.CompareTo(a.Score) is var order and not 0 ? order : string.CompareOrdinal(a.Type, b.Type));
        var winner = Array.IndexOf(_types, ranked[0].Type);
        return new LexiconReading(
            ranked,
            [.. words.Select(w => new LexiconWord(w.Found.Start, w.Found.Length, IsClear(w)))],
            [.. words.Where(w => winner >= 0 && _votes[w.Found.Word].Any(v => v.Type == winner)).Select(w => new LexiconWord(w.Found.Start, w.Found.Length, IsClear(w)))]);
    }

    private bool IsClear((WordFinder.Found Found, double Share) word) => word.Share != InPlaceName && _votes[word.Found.Word].Any(v => v.Weight > 1);

    private static string[] Split(string words) => words.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
}
