namespace StationBot.Understanding.Offline;

/// <summary>
/// What must stand in a text for a pattern to match: words, joined by "all of" and "any of". A pattern is tried only where that
/// holds, so that a message touches a handful of some thousand patterns. <see cref="Nothing"/> promises nothing: always try.
/// </summary>
internal abstract record Need
{
    public static Need Nothing { get; } = new All([]);

    public sealed record Word(string Text) : Need;

    public sealed record All(IReadOnlyList<Need> Parts) : Need;

    public sealed record Any(IReadOnlyList<Need> Parts) : Need;

    /// <summary>Every word, each once.</summary>
    public IEnumerable<string> Words => Each().Distinct(StringComparer.Ordinal);

    private IReadOnlyList<string>? _triggers;

    /// <summary>Words of which at least one must stand: the part whose shortest word is longest. Empty when there is none.</summary>
    public IReadOnlyList<string> Triggers => _triggers ??= this switch
    {
        Word word => [word.Text],
        Any any => any.Parts.Select(p => p.Triggers).ToArray() is var parts && parts.All(p => p.Count > 0) ? [.. parts.SelectMany(p => p).Distinct(StringComparer.Ordinal)] : [],
        All all => all.Parts.Select(p => p.Triggers).Where(p => p.Count > 0).OrderByDescending(p => p.Min(w => w.Length)).ThenBy(p => p.Count).FirstOrDefault([]),
        _ => [],
    };

    private IEnumerable<string> Each() => this switch
    {
        Word word => [word.Text],
        All all => all.Parts.SelectMany(p => p.Each()),
        Any any => any.Parts.SelectMany(p => p.Each()),
        _ => [],
    };

    /// <summary>Joins without what promises nothing and without needless nesting.</summary>
    public static Need AllOf(IEnumerable<Need> parts)
    {
        var told = parts.SelectMany(p => p is All all ? all.Parts : [p]).ToArray();
        return told is [var one] ? one : new All(told);
    }

    public static Need AnyOf(IReadOnlyList<Need> parts) =>
        parts is [var one] ? one : parts.Any(p => p is All { Parts.Count: 0 }) ? Nothing : new Any([.. parts.SelectMany(p => p is Any any ? any.Parts : [p]).Distinct()]);
}

/// <summary>
/// Reads from patterns what they need. Knows the small part of regular expressions that rule files use. Remembers the groups it has
/// read: the same long lists of words stand in hundreds of patterns.
/// </summary>
internal sealed class Anchors
{
    private readonly Dictionary<string, Need> _read = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Need>.AlternateLookup<ReadOnlySpan<char>> _known;

    public Anchors() => _known = _read.GetAlternateLookup<ReadOnlySpan<char>>();

    public static Need Of(string pattern) => new Anchors().Read(pattern);

    public Need Read(string pattern)
    {
        var at = 0;
        return Alternatives(pattern, ref at);
    }

    /// <summary>The alternatives of a pattern as patterns of their own: each is cheaper to try than all of them together.</summary>
    public static IEnumerable<string> Split(string pattern)
    {
        var (start, at) = (0, 0);
        while (at < pattern.Length)
        {
            if (pattern[at] == '|')
            {
                yield return pattern[start..at];
                start = ++at;
                continue;
            }
            at = EndOfAtom(pattern, at);
        }
        yield return pattern[start..];
    }

    /// <summary>Where a literal, set, escape or group ends.</summary>
    private static int EndOfAtom(string p, int at)
    {
        switch (p[at])
        {
            case '[':
                return EndOfSet(p, at);
            case '\\':
                return at + 2;
            case '(':
                for (at++; p[at] != ')';)
                {
                    at = EndOfAtom(p, at);
                }
                return at + 1;
            default:
                return at + 1;
        }
    }

    private Need Alternatives(string p, ref int at)
    {
        var all = new List<Need> { Sequence(p, ref at) };
        while (at < p.Length && p[at] == '|')
        {
            at++;
            all.Add(Sequence(p, ref at));
        }
        return Need.AnyOf(all);
    }

    private Need Sequence(string p, ref int at)
    {
        var parts = new List<Need>();
        var run = "";
        void EndRun()
        {
            if (run.Length > 0)
            {
                parts.Add(new Need.Word(run));
            }
            run = "";
        }

        while (at < p.Length && p[at] is not ('|' or ')'))
        {
            var literal = p[at] is '(' or '[' or '\\' or '^' or '$' or '.' ? null : p[at].ToString();
            var piece = Atom(p, ref at);
            var optional = Quantifier(p, ref at, out var quantified);
            if (literal is not null && !quantified)
            {
                run += literal;
                continue;
            }
            EndRun();
            if (!optional)
            {
                parts.Add(piece);
            }
        }
        EndRun();
        return Need.AllOf(parts);
    }

    /// <summary>One literal, set, escape or group; what it needs.</summary>
    private Need Atom(string p, ref int at)
    {
        switch (p[at])
        {
            case '(':
                return Group(p, ref at);
            case '[':
                at = EndOfSet(p, at);
                return Need.Nothing;
            case '\\':
                at += 2;
                return Need.Nothing;
            case '^' or '$' or '.':
                at++;
                return Need.Nothing;
            default:
                return new Need.Word(p[at++].ToString());
        }
    }

    private Need Group(string p, ref int at)
    {
        var (begin, end) = (at, EndOfAtom(p, at));
        if (_known.TryGetValue(p.AsSpan(begin, end - begin), out var known))
        {
            at = end;
            return known;
        }
        at++;
        var looks = at < p.Length && p[at] == '?' && !p.AsSpan(at).StartsWith("?:", StringComparison.Ordinal);
        if (at < p.Length && p[at] == '?')
        {
            at += p.AsSpan(at).StartsWith("?<", StringComparison.Ordinal) ? 3 : 2;
        }
        var inside = Alternatives(p, ref at);
        at++;
        return _read[p[begin..end]] = looks ? Need.Nothing : inside;
    }

    private static int EndOfSet(string p, int at)
    {
        while (p[at] != ']')
        {
            at += p[at] == '\\' ? 2 : 1;
        }
        return at + 1;
    }

    /// <returns>True when what stands before may be absent.</returns>
    private static bool Quantifier(string p, ref int at, out bool quantified)
    {
        quantified = at < p.Length && p[at] is '?' or '{' && at < p.Length;
        if (!quantified)
        {
            return false;
        }
        if (p[at] == '?')
        {
            at++;
            return true;
        }
        var optional = p[at + 1] == '0';
        at = p.IndexOf('}', at) + 1;
        if (at < p.Length && p[at] == '?')
        {
            at++;
        }
        return optional;
    }
}
