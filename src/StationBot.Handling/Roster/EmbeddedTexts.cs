using System.Collections.Frozen;
using System.Globalization;
using System.Reflection;
using System.Text.Json;

namespace StationBot.Handling.Roster;

/// <summary>Sentences for people that ship inside an assembly: a JSON object of key and text, with {0}, {1}… to fill in.</summary>
public sealed class EmbeddedTexts(Assembly assembly, string file)
{
    private readonly FrozenDictionary<string, string> _texts = Load(assembly, file);

    public IEnumerable<string> Keys => _texts.Keys;

    /// <exception cref="KeyNotFoundException">The file lacks a text that the code needs: a bug; tests walk all of them.</exception>
    public string Of(string key, params object?[] words) =>
        // A day as Chinese readers write it; the invariant culture would say 11/01/2026.
        string.Format(CultureInfo.InvariantCulture, _texts[key], Array.ConvertAll(words, w => w is DateOnly day ? day.ToString("O", CultureInfo.InvariantCulture) : w));

    private static FrozenDictionary<string, string> Load(Assembly assembly, string file)
    {
        using var stream = assembly.GetManifestResourceStream(file) ?? throw new InvalidOperationException($"{file} is not embedded.");
        return JsonSerializer.Deserialize<Dictionary<string, string>>(stream)!.ToFrozenDictionary();
    }
}
