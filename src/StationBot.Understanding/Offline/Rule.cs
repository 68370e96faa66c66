using System.Text.RegularExpressions;
using StationBot.Handling.Flags;
using StationBot.Handling.Sorting;
using YamlDotNet.RepresentationModel;

namespace StationBot.Understanding.Offline;

/// <summary>How a rule treats what is past or only feared (domain.md §8: such a mention is P2, not an emergency).</summary>
internal enum Tense
{
    /// <summary>Words that mean the same whenever it happened.</summary>
    Any,

    /// <summary>Fires, leaks, accidents: yesterday's is over unless the writer says that it goes on.</summary>
    Event,

    /// <summary>The words themselves tell of what was (撞死过人): over, unless the clause says that it is now.</summary>
    Past,

    /// <summary>Harm between people: only what is long ago or imagined is not urgent.</summary>
    Harm,

    /// <summary>Money gone: a bank can stop it for days, not for weeks.</summary>
    Loss,
}

/// <summary>One entry of a rule file: if a pattern stands in the text, this is raised.</summary>
internal sealed class Rule
{
    private readonly Pattern[] _not;
    private readonly Pattern[] _unless;
    private readonly Pattern[] _with;
    private readonly Pattern[] _before;

    public Rule(YamlMappingNode node, Func<string, string> expand, Anchors anchors)
    {
        Id = node.Word("id");
        Flags = [.. node.Words("raise").Select(FlagTable.Parse)];
        Signal = node.Find("signal") is { } signal ? Enum.Parse<Signals>(signal.Text()) : Signals.None;
        Cue = node.Find("cue") is { } cue ? Enum.Parse<Cues>(cue.Text()) : Cues.None;
        Severity = node.Find("severity") is { } severity ? Enum.Parse<Severity>(severity.Text()) : null;
        Tense = node.Find("tense") is { } tense ? Enum.Parse<Tense>(tense.Text()) : Tense.Any;
        Sure = node.Word("sure") == "yes";
        StandsBeside = node.Word("beside") == "yes" || (Sure && Flags.Count > 0 && !Flags.Contains(Flag.Emergency));
        (Sounds, Is) = ([.. node.Words("sounds")], node.Word("is"));
        MayBeNegated = node.Word("negation") != "none";
        OnlyWithoutMatter = node.Word("matter") == "none";
        Patterns = Made("any");
        _not = Made("not");
        _unless = Made("unless");
        // Each of these must stand, so none may fall apart into its alternatives.
        _before = Made("before");
        _with = [.. node.Words("with").Select(p => new Pattern(expand(p), anchors))];

        Pattern[] Made(string key) => [.. node.Words(key).SelectMany(p => Anchors.Split(expand(p))).Select(p => new Pattern(p, anchors))];
    }

    public string Id { get; }
    public IReadOnlyList<Flag> Flags { get; }
    public Signals Signal { get; }
    public Cues Cue { get; }

    /// <summary>Higher than the flag's own, or null.</summary>
    public Severity? Severity { get; }
    public Tense Tense { get; }

    /// <summary>Problem types that such words sound like, and the one it is (boundaries.yaml); else empty.</summary>
    public IReadOnlyList<string> Sounds { get; }
    public string Is { get; }

    /// <summary>True where the words leave no doubt: such a danger is P0 by the rule alone.</summary>
    public bool Sure { get; }

    /// <summary>
    /// True for a rule that names a second kind of danger beside the one that the words are read as: who has taken poison needs 120 as well, and a
    /// child that is to die with its mother is in danger too; who feels sick beside a coal stove must get out (<c>beside: yes</c>).
    /// </summary>
    public bool StandsBeside { get; }

    /// <summary>False where the pattern itself says what is missing (没呼吸).</summary>
    public bool MayBeNegated { get; }

    /// <summary>A joke or the weather counts only when there is no matter in the message.</summary>
    public bool OnlyWithoutMatter { get; }
    public IReadOnlyList<Pattern> Patterns { get; }

    /// <summary>Those that raise and those that restrain.</summary>
    public IEnumerable<Pattern> AllPatterns => [.. Patterns, .. _not, .. _unless, .. _with, .. _before];

    /// <summary>Whether a match counts: nothing of <c>not</c> touches it, nothing of <c>unless</c> stands anywhere, all of <c>with</c> does.</summary>
    /// <param name="stands">The words that stand in the text, as <see cref="Pattern.MayMatch"/> reads them.</param>
    public bool Admits(string text, ReadOnlySpan<ulong> stands, int start, int length)
    {
        foreach (var not in _not)
        {
            if (not.MayMatch(stands) && Touches(not.Regex, text, start, start + length))
            {
                return false;
            }
        }
        foreach (var unless in _unless)
        {
            if (unless.MayMatch(stands) && unless.Regex.IsMatch(text))
            {
                return false;
            }
        }
        foreach (var with in _with)
        {
            if (!with.MayMatch(stands) || !with.Regex.IsMatch(text))
            {
                return false;
            }
        }
        return true;
    }

    /// <summary>Whether the rule counts after what was told before: 「敲门没人应」 frightens only where somebody frail is spoken of.</summary>
    /// <param name="earlier">The normal form of the earlier words.</param>
    public bool Follows(string earlier) => _before.Length == 0 || Array.Exists(_before, b => b.Regex.IsMatch(earlier));

    private static bool Touches(Regex not, string text, int start, int end)
    {
        foreach (var match in not.EnumerateMatches(text))
        {
            if (match.Index < end && match.Index + match.Length > start)
            {
                return true;
            }
        }
        return false;
    }
}

/// <summary>A pattern with the words without which it cannot match.</summary>
internal sealed class Pattern(string expression, Anchors? anchors = null)
{
    private Regex? _regex;
    private Wanted? _wanted;

    public Need Need { get; } = (anchors ?? new Anchors()).Read(expression);

    // Made on first use: a message touches few of some thousand patterns, and start-up should not pay for the rest. Interpreted: translating
    // one of the long ones to machine code takes 100 ms of somebody's message, and saves microseconds.
    public Regex Regex => _regex ??= Compile(Expression);

    public string Expression { get; } = expression;

    /// <summary>Gives the pattern's words their numbers in a list that grows.</summary>
    public void Bind(Dictionary<string, int> words) => _wanted = Wanted.Of(Need, words);

    /// <param name="stands">One bit per word of the list it was bound to.</param>
    public bool MayMatch(ReadOnlySpan<ulong> stands) => _wanted is null || _wanted.Holds(stands);

    /// <exception cref="FormatException">The pattern repeats without an upper bound: a long message could then take for ever.</exception>
    public static Regex Compile(string expression)
    {
        if (Regexes.Unbounded().IsMatch(expression))
        {
            throw new FormatException($"The pattern '{expression}' repeats without an upper bound.");
        }
        return new Regex(expression, RegexOptions.CultureInvariant);
    }

    /// <summary>A <see cref="Need"/> by word numbers.</summary>
    private sealed record Wanted(bool All, int[] Words, Wanted[] Parts)
    {
        public static Wanted Of(Need need, Dictionary<string, int> words)
        {
            var parts = need switch { Need.All all => all.Parts, Need.Any any => any.Parts, _ => [need] };
            return new Wanted(
                need is not Need.Any,
                [.. parts.OfType<Need.Word>().Select(w => words.TryAdd(w.Text, words.Count) ? words.Count - 1 : words[w.Text])],
                [.. parts.Where(p => p is not Need.Word).Select(p => Of(p, words))]);
        }

        public bool Holds(ReadOnlySpan<ulong> stands)
        {
            foreach (var word in Words)
            {
                if ((stands[word >> 6] >> (word & 63) & 1) == 1 != All)
                {
                    return !All;
                }
            }
            foreach (var part in Parts)
            {
                if (part.Holds(stands) != All)
                {
                    return !All;
                }
            }
            return All;
        }
    }
}

/// <summary>Hints for intent that are neither flag nor signal.</summary>
[Flags]
internal enum Cues
{
    None = 0,
    Grievance = 1,
    Question = 2,
    Thanks = 4,
    Progress = 8,
    Evaluation = 16,
    Suggestion = 32,

    /// <summary>An outright wish: 希望…, 要求….</summary>
    Wish = 64,

    /// <summary>A word of danger in its everyday sense: 打我电话, 转生活费.</summary>
    Everyday = 128,

    /// <summary>A figure of speech or a fear of talk: 拿刀架脖子上逼我们加班, 怕他们找我麻烦. What stands beside it is heard as ever.</summary>
    Figure = 256,

    /// <summary>Who somebody is (我在纺织厂打工的, 我坐轮椅的), not what is wrong.</summary>
    Introduction = 512,

    /// <summary>
    /// Words that say nothing of what the matter is: a swearword that names an animal (狗屁医院), whose the matter would be (应该是供电局), somebody
    /// else's number that is asked for.
    /// </summary>
    Beside = 1024,

    /// <summary>A child, or a school, is spoken of: 孩子, 四年级.</summary>
    NamesChild = 2048,

    /// <summary>An old or disabled person is spoken of, and not as who does it to the one who writes: 老太太, 瘸子.</summary>
    NamesFrail = 4096,
}

internal static partial class Regexes
{
    [GeneratedRegex(@"(?<!\\)[*+]|\{[0-9]+,\}")]
    internal static partial Regex Unbounded();
}
