namespace StationBot.Understanding.Offline;

/// <summary>
/// Finds words of which at least one must stand in a text for a pattern to match, so that a pattern is only tried where
/// it can succeed. Reads the small part of regular expressions that rule files use.
/// </summary>
internal static class Anchors
{
    /// <returns>Words, each at least <paramref name="shortest"/> long; empty when nothing can be promised.</returns>
    public static IReadOnlyList<string> Of(string pattern, int shortest = 1)
    {
        var at = 0;
        var found = Alternatives(pattern, ref at);
        return found is not null && found.All(w => w.Length >= shortest) ? [.. found.Distinct(StringComparer.Ordinal)] : [];
    }

    private static List<string>? Alternatives(string p, ref int at)
    {
        List<string>? all = [];
        while (true)
        {
            var one = Sequence(p, ref at);
            all = one is null || all is null ? null : [.. all, .. one];
            if (at >= p.Length || p[at] != '|')
            {
                return all;
            }
            at++;
        }
    }

    /// <summary>The best promise of what stands in a row: the candidate whose shortest word is longest.</summary>
    private static List<string>? Sequence(string p, ref int at)
    {
        List<string>? best = null;
        var run = "";
        void Offer(List<string>? candidate)
        {
            if (candidate is { Count: > 0 } && (best is null || candidate.Min(w => w.Length) > best.Min(w => w.Length)))
            {
                best = candidate;
            }
        }
        void EndRun()
        {
            Offer(run.Length > 0 ? [run] : null);
            run = "";
        }

        while (at < p.Length && p[at] is not ('|' or ')'))
        {
            List<string>? piece = null;
            string? literal = null;
            switch (p[at])
            {
                case '(':
                    piece = Group(p, ref at);
                    break;
                case '[':
                    at = EndOfSet(p, at);
                    break;
                case '\\':
                    at += 2;
                    break;
                case '^' or '$' or '.':
                    at++;
                    break;
                default:
                    literal = p[at++].ToString();
                    break;
            }
            var optional = Quantifier(p, ref at, out var quantified);
            if (literal is not null && !quantified)
            {
                run += literal;
                continue;
            }
            EndRun();
            Offer(optional ? null : literal is null ? piece : [literal]);
        }
        EndRun();
        return best;
    }

    private static List<string>? Group(string p, ref int at)
    {
        at++;
        var looks = at < p.Length && p[at] == '?' && !p.AsSpan(at).StartsWith("?:", StringComparison.Ordinal);
        if (at < p.Length && p[at] == '?')
        {
            at += p.AsSpan(at).StartsWith("?<", StringComparison.Ordinal) ? 3 : 2;
        }
        var inside = Alternatives(p, ref at);
        at++;
        return looks ? null : inside;
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
