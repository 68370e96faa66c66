using System.Buffers;
using System.Globalization;
using System.Text;

namespace StationBot.Understanding.Offline;

/// <summary>
/// A message as the rules read it: one form for every way of writing the same words (full and half width, traditional and
/// simplified, blanks, emoji or dots between characters, common misspellings), with the way back to the original.
/// </summary>
internal sealed class NormalText
{
    private readonly int[] _starts;
    private readonly int[] _ends;
    private readonly bool[] _breaks;

    private NormalText(string original, string text, int[] starts, int[] ends, bool[] breaks) =>
        (Original, Text, _starts, _ends, _breaks) = (original, text, starts, ends, breaks);

    public string Original { get; }
    public string Text { get; }

    /// <summary>True where the writer paused (a blank, dots, an emoji) although the rules read on.</summary>
    public bool PausesBefore(int index) => _breaks[index];

    /// <summary>The span of the original that a span of <see cref="Text"/> came from; always inside the original.</summary>
    public (int Start, int Length) ToOriginal(int start, int length)
    {
        if (length <= 0 || start < 0 || start + length > Text.Length)
        {
            return (-1, 0);
        }
        var from = _starts[start];
        return (from, Math.Max(_ends[start + length - 1] - from, 0));
    }

    /// <summary>Position in <see cref="Text"/> of the first character that came from this place in the original or later.</summary>
    public int FromOriginal(int position)
    {
        var at = Array.BinarySearch(_starts, 0, Text.Length, position);
        if (at < 0)
        {
            return ~at;
        }
        while (at > 0 && _starts[at - 1] == position)
        {
            at--;
        }
        return at;
    }

    public static NormalText Of(string original, Spelling spelling)
    {
        var letters = new List<Letter>(original.Length);
        Collect(original, spelling, letters);
        if (letters.Count == 0 && spelling.Meant(original) is { } meant)
        {
            letters.AddRange(meant.Select(c => new Letter(c, 0, original.Length, false)));
        }
        JoinSpelledOut(letters);
        PartAtBlanks(original, letters);
        spelling.Correct(letters);
        var text = string.Create(letters.Count, letters, static (span, list) =>
        {
            for (var i = 0; i < span.Length; i++)
            {
                span[i] = list[i].Char;
            }
        });
        return new NormalText(
            original, text, [.. letters.Select(l => l.Start)], [.. letters.Select(l => l.End)], [.. letters.Select(l => l.AfterPause)]);
    }

    private static void Collect(string original, Spelling spelling, List<Letter> letters)
    {
        var paused = false;
        for (var i = 0; i < original.Length; i++)
        {
            var c = original[i];
            if (char.IsSurrogate(c))
            {
                // Rare Han characters stay; emoji and broken halves only mark a pause.
                var isHan = char.IsSurrogatePair(original, i) && CharUnicodeInfo.GetUnicodeCategory(original, i) == UnicodeCategory.OtherLetter;
                if (isHan)
                {
                    letters.Add(new Letter(c, i, i + 1, paused));
                    letters.Add(new Letter(original[i + 1], i + 1, i + 2, false));
                }
                i += char.IsSurrogatePair(original, i) ? 1 : 0;
                paused = !isHan;
                continue;
            }
            if (c < 128 ? !IsNoise(c) : !IsNoise(c) && Keep(c))
            {
                Add(spelling, letters, c, i, paused);
                paused = false;
            }
            else if (Glues(original, i))
            {
                letters.Add(new Letter(c is '　' or '\t' or '\u00a0' ? ' ' : c, i, i + 1, paused));
                paused = false;
            }
            else
            {
                paused |= c != '\u200b';
            }
        }
    }

    /// <summary>Blanks, dots, dashes and stars: inside numbers, codes and foreign words they belong; between Han characters they are noise.</summary>
    private static bool IsNoise(char c) => c is ' ' or '\t' or '\u00a0' or '　' or '.' or '…' or '~' or '～' or '*' or '_' or '·' or '•' or '^' or '|' or '-' or '—' or '–' or '+' or '=' or '#' or '/' or '\\' or '"' or '\'' or '“' or '”' or '‘' or '’' or '「' or '」' or '『' or '』' or '《' or '》' or '\r';

    private static bool Keep(char c) => CharUnicodeInfo.GetUnicodeCategory(c) is not
        (UnicodeCategory.OtherSymbol or UnicodeCategory.ModifierSymbol or UnicodeCategory.Format or UnicodeCategory.NonSpacingMark
        or UnicodeCategory.EnclosingMark or UnicodeCategory.PrivateUse or UnicodeCategory.Control or UnicodeCategory.OtherNotAssigned)
        || c is >= '①' and <= '⓿';

    private static bool Glues(string text, int at) =>
        text[at] is not ('"' or '\'' or '“' or '”' or '\r')
        && at > 0 && at + 1 < text.Length && char.IsAscii(text[at - 1]) && char.IsAscii(text[at + 1])
        && char.IsAsciiLetterOrDigit(text[at - 1]) && (char.IsAsciiLetterOrDigit(text[at + 1]) || text[at + 1] == '/');

    private static void Add(Spelling spelling, List<Letter> letters, char c, int at, bool paused)
    {
        switch (c)
        {
            case >= '！' and <= '～':
                Add(spelling, letters, (char)(c - '！' + '!'), at, paused);
                return;
            case '，' or ',':
                letters.Add(new Letter(',', at, at + 1, paused));
                return;
            case '。' or '！' or '？' or '!' or '?' or ';' or '\n' or ':' or '、':
                letters.Add(new Letter(c, at, at + 1, paused));
                return;
            case '（' or '）' or '(' or ')' or '【' or '】' or '[' or ']' or '<' or '>' or '{' or '}':
                letters.Add(new Letter(',', at, at + 1, paused));
                return;
            case < (char)128:
                letters.Add(new Letter(char.ToLowerInvariant(c), at, at + 1, paused));
                return;
            case >= '①' and <= '⓿' or >= '㈀' and <= '㏿' or >= '豈' and <= '\ufaff' or >= '⺀' and <= '\u2fdf' or >= 'ﬀ' and <= '\uffdc':
                foreach (var part in c.ToString().Normalize(NormalizationForm.FormKC))
                {
                    letters.Add(new Letter(spelling.Simplify(char.ToLowerInvariant(part)), at, at + 1, paused));
                }
                return;
            default:
                letters.Add(new Letter(spelling.Simplify(c), at, at + 1, paused));
                return;
        }
    }

    /// <summary>「我老婆跟人跑了 我不想活」: old people and voice input write a blank where a clause ends. Single characters apart (不 想 活) are one word.</summary>
    private static void PartAtBlanks(string original, List<Letter> letters)
    {
        bool IsWord(int first) =>
            first >= 0 && first + 1 < letters.Count && IsHan(letters[first].Char) && IsHan(letters[first + 1].Char) && !letters[first + 1].AfterPause;
        for (var i = letters.Count - 2; i >= 2; i--)
        {
            var (from, to) = (letters[i - 1].End, letters[i].Start);
            if (letters[i].AfterPause && from < to && IsWord(i) && IsWord(i - 2) && original.AsSpan(from, to - from).IndexOfAnyExcept(Blanks) < 0)
            {
                letters.Insert(i, new Letter(',', from, to, false));
            }
        }
    }

    private static readonly SearchValues<char> Blanks = SearchValues.Create(" \t\u00a0　…");

    private static bool IsHan(char c) => char.GetUnicodeCategory(c) == UnicodeCategory.OtherLetter;

    /// <summary>「不,想,活,了」: punctuation between single characters is a way to slip past a word list, or shouting; it says nothing.</summary>
    private static void JoinSpelledOut(List<Letter> letters)
    {
        var kept = 0;
        for (var i = 0; i < letters.Count;)
        {
            var last = i;
            while (IsAlone(letters, last) && last + 2 < letters.Count && IsMark(letters[last + 1].Char) && IsAlone(letters, last + 2))
            {
                last += 2;
            }
            var step = last - i >= 4 ? 2 : 1;
            for (; i <= last; i += step)
            {
                letters[kept++] = letters[i];
            }
        }
        letters.RemoveRange(kept, letters.Count - kept);
    }

    /// <summary>A Han character with a mark or an end on both sides.</summary>
    private static bool IsAlone(List<Letter> letters, int at) =>
        IsHan(letters[at].Char)
        && (at == 0 || IsMark(letters[at - 1].Char))
        && (at + 1 == letters.Count || IsMark(letters[at + 1].Char));

    private static bool IsMark(char c) => c is ',' or '。' or '、' or '!' or '?' or ';' or ':' or '\n';
}

/// <summary>One character of the normal form and where it came from.</summary>
/// <param name="AfterPause">A blank or an emoji stood before it.</param>
internal readonly record struct Letter(char Char, int Start, int End, bool AfterPause);
