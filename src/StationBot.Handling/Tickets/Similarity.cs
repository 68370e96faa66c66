using System.Text;

namespace StationBot.Handling.Tickets;

/// <summary>How much two tellings of one matter look alike: a proposal for people who look, never a decision.</summary>
public static class Similarity
{
    private static readonly string[] Filler = [.. TicketTexts.Of("filler").Split(' ').OrderByDescending(f => f.Length)];

    /// <summary>
    /// The Dice coefficient of the two texts' sets of character pairs: twice what they share by what both have. Punctuation ends a run; words that
    /// stand in every complaint (市民反映, 小区, 尽快处理) and those left out do not count, so that the same place alone makes nothing alike.
    /// </summary>
    /// <param name="leaveOut">Names of the place that both are already known to be about.</param>
    /// <returns>0 (nothing in common, or nothing to compare) to 1 (the same pairs). The same either way round.</returns>
    public static double Of(string a, string b, IEnumerable<string>? leaveOut = null)
    {
        string[] without = [.. (leaveOut ?? []).Where(l => l.Length > 1).OrderByDescending(l => l.Length).Select(Plain), .. Filler];
        var (left, right) = (Pairs(a, without), Pairs(b, without));
        return left.Count == 0 || right.Count == 0 ? 0 : 2.0 * left.Count(right.Contains) / (left.Count + right.Count);
    }

    private static HashSet<(char, char)> Pairs(string text, string[] without)
    {
        var plain = Plain(text);
        foreach (var word in without)
        {
            plain = plain.Replace(word, " ", StringComparison.Ordinal);
        }
        HashSet<(char, char)> pairs = [];
        for (var i = 1; i < plain.Length; i++)
        {
            if (char.IsLetterOrDigit(plain[i - 1]) && char.IsLetterOrDigit(plain[i]))
            {
                pairs.Add((plain[i - 1], plain[i]));
            }
        }
        return pairs;
    }

    /// <summary>Full-width and half-width, large and small letters are one.</summary>
    private static string Plain(string text) => text.Normalize(NormalizationForm.FormKC).ToLowerInvariant();
}
