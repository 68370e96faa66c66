using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace StationBot.Tests.Handling;

/// <summary>Every sentence that a rule asks for is in staff-texts.json, and none lies there unused.</summary>
public sealed partial class StaffTextsTests
{
    [Fact]
    public void Every_key_in_the_code_has_its_sentence()
    {
        var texts = Texts();

        Assert.DoesNotContain(Keys(Code()), k => !texts.ContainsKey(k));
    }

    [Fact]
    public void Every_sentence_is_asked_for_somewhere()
    {
        var keys = Keys(Code());
        var rules = Rule().Matches(Code()).Select(m => m.Groups[1].Value).ToHashSet();
        var stems = Stem().Matches(Code()).Select(m => m.Groups[1].Value).ToArray();

        Assert.DoesNotContain(Texts().Keys, t => !keys.Contains(t) && !rules.Contains(t) && !stems.Any(s => t.StartsWith(s, StringComparison.Ordinal)));
    }

    [Fact]
    public void A_missing_sentence_would_be_found() => Assert.DoesNotContain("R99.nobody", Texts().Keys);

    private static HashSet<string> Keys(string code) => [.. Key().Matches(code).Select(m => m.Groups[1].Value)];

    private static Dictionary<string, string> Texts() =>
        JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(Path.Combine(Source(), "Roster", "staff-texts.json")))!;

    private static string Code() =>
        string.Concat(new[] { "Roster", "Routing" }.SelectMany(d => Directory.EnumerateFiles(Path.Combine(Source(), d), "*.cs")).Select(File.ReadAllText));

    private static string Source([CallerFilePath] string file = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", "..", "..", "src", "StationBot.Handling"));

    /// <summary>A whole key: <c>"R13.county"</c>, <c>"import.missing"</c>.</summary>
    [GeneratedRegex("""(?<!\$)"((?:import|flag)\.[a-z_.]+|R\d+\.[a-z]+)""" + "\"")]
    private static partial Regex Key();

    /// <summary>A rule's number alone: its name, and for some rules the key of their one sentence.</summary>
    [GeneratedRegex("\"(R\\d+)\"")]
    private static partial Regex Rule();

    /// <summary>The fixed beginning of a key that is put together: <c>$"import.unknown.{kind}"</c>.</summary>
    [GeneratedRegex("""\$"((?:import|flag|level)\.[a-z_.]*)\{""")]
    private static partial Regex Stem();
}
