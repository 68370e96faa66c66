using System.Text.Json;
using System.Text.RegularExpressions;
using StationBot.Handling.Deadlines;
using StationBot.Handling.Flags;

namespace StationBot.Handling.Cases;

/// <summary>What makes a text an answer: long enough, more than phrases, and nobody else's data in it. T18, domain.md §7 (gaming).</summary>
internal static partial class ReplyText
{
    private static readonly string[] EmptyPhrases = Load();

    public static int Letters(string? text) => text?.Count(char.IsLetterOrDigit) ?? 0;

    public static bool IsLongEnough(string? text, ClockOptions clocks) => Letters(text) >= clocks.LeastReplyCharacters;

    /// <summary>What is left once the phrases that say nothing are gone must still be an answer, and not one word over and over.</summary>
    public static bool SaysSomething(string? text, ClockOptions clocks)
    {
        var left = EmptyPhrases.Aggregate(text ?? "", (rest, phrase) => rest.Replace(phrase, "", StringComparison.Ordinal));
        return Letters(left) >= clocks.LeastReplyCharacters && left.Where(char.IsLetterOrDigit).Distinct().Count() * 2 >= clocks.LeastReplyCharacters;
    }

    /// <summary>A mobile number or WeChat id other than the resident's own, or an identity or bank-card number, with digits spelled out too. Landlines and public accounts of offices may stand.</summary>
    public static bool HasForeignData(string text, string? own) =>
        Masking.Mask(text) is not null
        || Masking.PhonesIn(Masking.InFigures(text)).Any(p => p[0] == '1' && !(own is not null && Masking.PhonesIn(own).Contains(p)))
        || WeChatId().Matches(text).Any(m => own is null || !own.Contains(m.Groups["id"].Value, StringComparison.OrdinalIgnoreCase));

    [GeneratedRegex("(?:微信|[wvWV][xX]|[qQ]{2})(?!公众号|小程序|群)(?:号|账号|帐号|id|ID)?[是为:： ]{0,3}(?<id>[A-Za-z][A-Za-z0-9_-]{5,19}|[1-9][0-9]{5,11})")]
    private static partial Regex WeChatId();

    private static string[] Load()
    {
        using var stream = typeof(ReplyText).Assembly.GetManifestResourceStream("empty-phrases.json")!;
        return [.. JsonSerializer.Deserialize<string[]>(stream)!.OrderByDescending(p => p.Length)];
    }
}
