using System.Buffers;
using System.Globalization;
using System.Text;

namespace StationBot.Channels.Tencent;

/// <summary>
/// Cuts a text into messages that fit. Limits are in bytes of UTF-8 (汉字 take 3, emoji 4 and more per grapheme), and a cut falls
/// where a reader would pause. wechat.md §9, §18, §21.
/// </summary>
internal static class TextPieces
{
    /// <summary>Below the 2,048 bytes at which Tencent's APIs cut or refuse. wechat.md §9.</summary>
    public const int DefaultMaxBytes = 2000;

    private const int LongestCodePoint = 4;
    private const string Closers = "”’」』）)】》〉";
    private static readonly SearchValues<char> SentenceEnds = SearchValues.Create("。！？；…");

    private enum Pause
    {
        None,
        Clause,
        Sentence,
        Paragraph,
    }

    /// <summary>The pieces in order, none empty or blank; joined, they are the text but for blanks at the seams and the ends.</summary>
    /// <param name="maxBytes">4 at least. A grapheme longer than this is cut between code points.</param>
    public static IReadOnlyList<string> Split(string text, int maxBytes = DefaultMaxBytes)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxBytes, LongestCodePoint);
        var pieces = new List<string>();
        for (var rest = SkipBlanks(text); !rest.IsEmpty;)
        {
            var length = NextLength(rest, maxBytes);
            pieces.Add(rest[..length].TrimEnd().ToString());
            rest = SkipBlanks(rest[length..]);
        }
        return pieces;
    }

    /// <summary>A text in pieces of about half its length, for a platform that did not take the whole.</summary>
    public static IReadOnlyList<string> Halve(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var bytes = Encoding.UTF8.GetByteCount(text);
        // A full stop more than half, so that two sentences of one length come apart between them.
        return Split(text, Math.Max(LongestCodePoint, Math.Min(bytes - 1, (bytes / 2) + LongestCodePoint)));
    }

    private static int NextLength(ReadOnlySpan<char> rest, int maxBytes)
    {
        var (best, bestPause) = (0, Pause.None);
        var bytes = 0;
        for (var at = 0; at < rest.Length;)
        {
            var length = StringInfo.GetNextTextElementLength(rest[at..]);
            bytes += Encoding.UTF8.GetByteCount(rest.Slice(at, length));
            if (bytes > maxBytes)
            {
                return at == 0 ? CodePoints(rest[..length], maxBytes) : bestPause != Pause.None ? best : at;
            }
            at += length;
            // Every piece costs one of the few messages allowed (§10): a pause in the first half is not worth an early cut.
            if (bytes * 2 >= maxBytes && PauseAt(rest[..at], rest[at..]) is var pause && pause >= bestPause)
            {
                (best, bestPause) = (at, pause);
            }
        }
        return rest.Length;
    }

    /// <summary>How much of a pause a reader makes between the two; blanks belong to the seam.</summary>
    private static Pause PauseAt(ReadOnlySpan<char> before, ReadOnlySpan<char> after)
    {
        var said = before.TrimEnd(Closers);
        if (after.IsEmpty || said.IsEmpty || char.IsWhiteSpace(said[^1]) || Closers.Contains(after[0]) || SentenceEnds.Contains(after[0]))
        {
            return Pause.None;
        }
        var blanks = after[..^after.TrimStart().Length];
        var lines = blanks.Count('\n');
        return lines > 1 ? Pause.Paragraph
            : lines == 1 || SentenceEnds.Contains(said[^1]) ? Pause.Sentence
            // Between blanks only: 3.5 and https://h/?a;b have no pause.
            : blanks.Length > 0 ? (said[^1] is '.' or '!' or '?' or ';' ? Pause.Sentence : Pause.Clause)
            : said[^1] is '，' or '、' or '：' ? Pause.Clause
            : Pause.None;
    }

    private static int CodePoints(ReadOnlySpan<char> grapheme, int maxBytes)
    {
        var (at, bytes) = (0, 0);
        while (at < grapheme.Length)
        {
            Rune.DecodeFromUtf16(grapheme[at..], out var rune, out var length);
            bytes += rune.Utf8SequenceLength;
            if (bytes > maxBytes)
            {
                break;
            }
            at += length;
        }
        return at;
    }

    // By graphemes: a blank that carries an accent is no blank.
    private static ReadOnlySpan<char> SkipBlanks(ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty && StringInfo.GetNextTextElementLength(text) is var length && text[..length].IsWhiteSpace())
        {
            text = text[length..];
        }
        return text;
    }
}
