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

    /// <summary>Harm between people: only what is long ago or imagined is not urgent.</summary>
    Harm,
}

/// <summary>One entry of a rule file: if a pattern stands in the text, this is raised.</summary>
internal sealed class Rule
{
    private readonly Pattern[] _not;
    private readonly Pattern[] _unless;
    private readonly Pattern[] _with;

    public Rule(YamlMappingNode node, Func<string, string> expand)
    {
        Id = node.Word("id");
        Flags = [.. node.Words("raise").Select(FlagTable.Parse)];
        Signal = node.Find("signal") is { } signal ? Enum.Parse<Signals>(signal.Text()) : Signals.None;
        Cue = node.Find("cue") is { } cue ? Enum.Parse<Cues>(cue.Text()) : Cues.None;
        Severity = node.Find("severity") is { } severity ? Enum.Parse<Severity>(severity.Text()) : null;
        Tense = node.Find("tense") is { } tense ? Enum.Parse<Tense>(tense.Text()) : Tense.Any;
        MayBeNegated = node.Word("negation") != "none";
        OnlyWithoutMatter = node.Word("matter") == "none";
        Patterns = [.. node.Words("any").Select(p => new Pattern(expand(p)))];
        _not = [.. node.Words("not").Select(p => new Pattern(expand(p)))];
        _unless = [.. node.Words("unless").Select(p => new Pattern(expand(p)))];
        _with = [.. node.Words("with").Select(p => new Pattern(expand(p)))];
    }

    public string Id { get; }
    public IReadOnlyList<Flag> Flags { get; }
    public Signals Signal { get; }
    public Cues Cue { get; }

    /// <summary>Higher than the flag's own, or null.</summary>
    public Severity? Severity { get; }
    public Tense Tense { get; }

    /// <summary>False where the pattern itself says what is missing (没呼吸).</summary>
    public bool MayBeNegated { get; }

    /// <summary>A joke or the weather counts only when there is no matter in the message.</summary>
    public bool OnlyWithoutMatter { get; }
    public IReadOnlyList<Pattern> Patterns { get; }

    /// <summary>Those that raise and those that restrain.</summary>
    public IEnumerable<Pattern> AllPatterns => [.. Patterns, .. _not, .. _unless, .. _with];

    /// <summary>Whether a match counts: nothing of <c>not</c> touches it, nothing of <c>unless</c> stands anywhere, all of <c>with</c> does.</summary>
    public bool Admits(string text, int start, int length) =>
        !_not.Any(n => Touches(n.Regex, text, start, start + length)) && !_unless.Any(u => u.Regex.IsMatch(text)) && _with.All(w => w.Regex.IsMatch(text));

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
internal sealed class Pattern(string expression)
{
    /// <summary>Uses after which a pattern is worth translating to machine code.</summary>
    private const int Often = 200;

    private Regex? _regex;
    private int _uses;

    /// <summary>Empty when the pattern must be tried on every text.</summary>
    public IReadOnlyList<string> Anchors { get; } = Offline.Anchors.Of(expression);

    // Made on first use: a message touches few of some hundred patterns, and start-up should not pay for the rest. The few that nearly
    // every message touches are translated in the background once that shows.
    public Regex Regex
    {
        get
        {
            if (Interlocked.Increment(ref _uses) == Often)
            {
                ThreadPool.UnsafeQueueUserWorkItem(p => p._regex = new Regex(p.Expression, RegexOptions.CultureInvariant | RegexOptions.Compiled), this, preferLocal: false);
            }
            return _regex ??= Compile(Expression);
        }
    }

    private string Expression { get; } = expression;

    /// <exception cref="FormatException">The pattern repeats without an upper bound: a long message could then take for ever.</exception>
    public static Regex Compile(string expression)
    {
        if (Regexes.Unbounded().IsMatch(expression))
        {
            throw new FormatException($"The pattern '{expression}' repeats without an upper bound.");
        }
        return new Regex(expression, RegexOptions.CultureInvariant);
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
}

internal static partial class Regexes
{
    [GeneratedRegex(@"(?<!\\)[*+]|\{[0-9]+,\}")]
    internal static partial Regex Unbounded();
}
