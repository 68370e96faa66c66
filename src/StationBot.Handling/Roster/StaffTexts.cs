using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;

namespace StationBot.Handling.Roster;

/// <summary>What the rules say to station staff, in Chinese (staff-texts.json): import problems and routing reasons.</summary>
internal static class StaffTexts
{
    private static readonly FrozenDictionary<string, string> Texts = Load();

    /// <exception cref="KeyNotFoundException">The file lacks a text that a rule needs: a bug; a test walks all of them.</exception>
    public static string Of(string key, params object?[] words) => string.Format(CultureInfo.InvariantCulture, Texts[key], words);

    private static FrozenDictionary<string, string> Load()
    {
        using var stream = typeof(StaffTexts).Assembly.GetManifestResourceStream("staff-texts.json")
            ?? throw new InvalidOperationException("staff-texts.json is not embedded.");
        return JsonSerializer.Deserialize<Dictionary<string, string>>(stream)!.ToFrozenDictionary();
    }
}
