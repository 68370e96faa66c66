using System.Text.Json;
using StationBot.Handling.Deadlines;
using StationBot.Handling.Flags;

namespace StationBot.Handling.Cases;

/// <summary>What makes a text an answer: long enough, more than phrases, and nobody else's data in it. T18, domain.md §7 (gaming).</summary>
internal static class ReplyText
{
    private static readonly string[] EmptyPhrases = Load();

    public static int Letters(string? text) => text?.Count(char.IsLetterOrDigit) ?? 0;

    public static bool IsLongEnough(string? text, ClockOptions clocks) => Letters(text) >= clocks.LeastReplyCharacters;

    /// <summary>What is left once the phrases that say nothing are gone must still be an answer.</summary>
    public static bool SaysSomething(string? text, ClockOptions clocks) => Letters(EmptyPhrases.Aggregate(text ?? "", (left, phrase) => left.Replace(phrase, "", StringComparison.Ordinal))) >= clocks.LeastReplyCharacters;

    /// <summary>A mobile number other than the resident's own, or an identity or bank-card number. Landlines of offices may stand.</summary>
    public static bool HasForeignData(string text, string? own) =>
        Masking.Mask(text) is not null || Masking.PhonesIn(text).Any(p => p[0] == '1' && !(own is not null && Masking.PhonesIn(own).Contains(p)));

    private static string[] Load()
    {
        using var stream = typeof(ReplyText).Assembly.GetManifestResourceStream("empty-phrases.json")!;
        return [.. JsonSerializer.Deserialize<string[]>(stream)!.OrderByDescending(p => p.Length)];
    }
}
