using System.Buffers;
using System.Globalization;

namespace StationBot.Understanding.Offline.Learned;

/// <summary>
/// The runs of one to a few characters that stand in a text, as 32-bit keys: what learned models look at. Chinese needs no
/// segmenter for that. Numbers are read as one digit, marks end a run, and where a clause begins is a character of its own.
/// </summary>
internal static class Grams
{
    private const char Begin = '^';

    /// <summary>Longest text read; what follows says little new and takes time in proportion.</summary>
    public const int MostCharacters = 4000;

    /// <param name="text">A normal form (<see cref="NormalText"/>).</param>
    /// <param name="space">Keys of different fields (title, body) that must not meet differ in this.</param>
    /// <param name="longest">Characters of the longest run, 1 to 4.</param>
    public static void Collect(ReadOnlySpan<char> text, uint space, int longest, List<uint> into)
    {
        text = text[..Math.Min(text.Length, MostCharacters)];
        var rented = ArrayPool<char>.Shared.Rent((text.Length * 2) + 1);
        try
        {
            var clean = rented.AsSpan(0, Clean(text, rented));
            for (var i = 0; i < clean.Length; i++)
            {
                var key = (space * 0x9E3779B1u) + 2166136261u;
                for (var n = 1; n <= longest && i + n <= clean.Length; n++)
                {
                    var c = clean[i + n - 1];
                    if (c == Begin && n > 1)
                    {
                        break;
                    }
                    key = Mix(key ^ c);
                    if (c != Begin)
                    {
                        into.Add(Math.Max(1, Mix(key + (uint)n))); // 0 is no key
                    }
                }
            }
        }
        finally
        {
            ArrayPool<char>.Shared.Return(rented);
        }
    }

    /// <summary>Letters and marks only, each clause with a mark in front.</summary>
    private static int Clean(ReadOnlySpan<char> text, Span<char> into)
    {
        var kept = 0;
        foreach (var c in text)
        {
            var letter = char.IsAsciiDigit(c) ? '0' : char.IsLetter(c) || char.IsSurrogate(c) ? c : CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.OtherNumber ? '0' : Begin;
            if (letter is Begin or '0' && kept > 0 && into[kept - 1] == letter)
            {
                continue;
            }
            if (kept == 0 && letter != Begin)
            {
                into[kept++] = Begin;
            }
            into[kept++] = letter;
        }
        return kept;
    }

    private static uint Mix(uint key)
    {
        key ^= key >> 16;
        key *= 0x7FEB352Du;
        key ^= key >> 15;
        key *= 0x846CA68Bu;
        return key ^ (key >> 16);
    }
}
