using System.Buffers;
using System.Text.RegularExpressions;

namespace StationBot.Understanding.Offline;

/// <summary>
/// What should be done, in the resident's words: the clauses that say what is wrong or what is wanted. Never a wish nobody
/// uttered; a plain story of what is wrong is handed on as it was told.
/// </summary>
internal sealed partial class DemandWords(RuleBook rules)
{
    private const int Longest = 120;

    /// <summary>「帮我查查」 alone wishes for nothing in particular.</summary>
    private const int ShortestWish = 5;

    private static readonly SearchValues<char> Marks = SearchValues.Create(",。!?;\n:、");

    private readonly Rule _grievance = rules.Rules.First(r => r.Cue == Cues.Grievance);
    private readonly Rule _question = rules.Rules.First(r => r.Cue == Cues.Question);
    private readonly Rule _wish = rules.Rules.First(r => r.Cue == Cues.Wish);

    /// <param name="about">Where words stand that speak for a problem type.</param>
    /// <param name="answering">True when the bot asked for something else: only an outright wish counts then.</param>
    /// <param name="isClear">True when it is clear what the message is about: a story without any known word is then the demand as told.</param>
    public SpanValue? Find(NormalText text, IReadOnlyList<LexiconWord> about, bool answering, bool isClear)
    {
        var kept = new List<(int Start, int End)>();
        var hasMatter = about.Any(w => w.Clear);
        var isWish = false;
        var wished = new List<(int Start, int End)>();
        var (grievances, wishes, questions) = (rules.Candidates(_grievance, text.Text), rules.Candidates(_wish, text.Text), rules.Candidates(_question, text.Text));
        foreach (var (start, end) in Clauses(text))
        {
            var clause = text.Text.AsSpan(start, end - start);
            var isAbout = about.Any(w => w.Clear && w.Start >= start && w.Start < end);
            // 「想问问区里有没有特殊学校」 asks for something as a wish does, where it is about the matter.
            var isUttered = Stands(wishes, clause);
            var wants = isUttered || (clause.Length >= ShortestWish && hasMatter && Stands(questions, clause) && !answering);
            var suffers = Stands(grievances, clause);
            if (answering ? wants && (isAbout || suffers || clause.Length >= ShortestWish || Redress().IsMatch(clause)) || isAbout && suffers : wants || isAbout || (hasMatter && (suffers || SmallWords.Money().IsMatch(clause))))
            {
                kept.Add((start, end));
                isWish |= wants && (isAbout || clause.Length >= ShortestWish);
                if (isUttered && (clause.Length >= ShortestWish || Redress().IsMatch(clause)))
                {
                    wished.Add((start, end));
                }
            }
        }
        if (kept.TrueForAll(k => Empty().IsMatch(text.Text.AsSpan(k.Start, k.End - k.Start))))
        {
            if (answering || !isClear || Clauses(text).ToArray() is not [_, ..] all)
            {
                return null;
            }
            kept = [.. all];
        }
        var words = string.Join(',', kept.Select(k => text.Text[k.Start..k.End].Trim(' ')));
        return new SpanValue(words.Length <= Longest ? words : words[..(Longest - (char.IsHighSurrogate(words[Longest - 1]) ? 1 : 0))], kept[0].Start, kept[^1].End - kept[0].Start)
        {
            Implied = !isWish,
            Wished = wished,
        };
    }

    /// <summary>帮我反映一下, 希望尽快解决: a wish that does not say for what.</summary>
    [GeneratedRegex("^(?:请|麻烦|求求?)?(?:你们?|您|代表)?(?:能不能|能否|可以|希望|想请|请)?(?:你们?|您|代表)?(?:尽快|赶紧|早日)?(?:帮|给)?(?:我们?|忙|俺)?(?:尽快)?(?:反映|查查|查|处理|解决|看看|问问|管管|管|弄|办)(?:一下|下|一哈|哈|吧|好)?$")]
    private static partial Regex Empty();

    [GeneratedRegex("说法|交代|赔|退|道歉|补偿")]
    private static partial Regex Redress();

    private static bool Stands(List<Pattern> patterns, ReadOnlySpan<char> clause)
    {
        foreach (var pattern in patterns)
        {
            if (pattern.Regex.IsMatch(clause))
            {
                return true;
            }
        }
        return false;
    }

    private static IEnumerable<(int Start, int End)> Clauses(NormalText text)
    {
        var start = 0;
        for (var i = 0; i <= text.Text.Length; i++)
        {
            if (i == text.Text.Length || Marks.Contains(text.Text[i]) || (i > start && text.PausesBefore(i)))
            {
                if (i > start)
                {
                    yield return (start, i);
                }
                start = i < text.Text.Length && Marks.Contains(text.Text[i]) ? i + 1 : i;
            }
        }
    }
}

/// <summary>A slot's value and where it stands in the normal text; see <see cref="Handling.Sorting.SlotValue"/>.</summary>
internal readonly record struct SpanValue(string Value, int Start, int Length)
{
    public bool Implied { get; init; }
    public IReadOnlyList<(int Start, int End)>? Wished { get; init; }
}
