using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace StationBot.Tests.Conversations;

/// <summary>speech.yaml and the code that asks it by name.</summary>
public sealed partial class SpeechTests
{
    [Fact]
    public void Every_manner_that_is_asked_for_is_written_down_and_none_is_left_over()
    {
        var written = Manners().Matches(File.ReadAllText(Path.Combine(Turns(), "speech.yaml"))).Select(m => m.Groups[1].Value).Order(StringComparer.Ordinal);
        var asked = Directory.EnumerateFiles(Turns(), "*.cs").SelectMany(f => Asked().Matches(File.ReadAllText(f))).Select(m => m.Groups[1].Value).Distinct().Order(StringComparer.Ordinal);

        Assert.Equal(asked, written);
    }

    /// <summary>From this file, for the build output may lie anywhere.</summary>
    private static string Turns([CallerFilePath] string file = "") => Path.GetFullPath(Path.Combine(file, "..", "..", "..", "..", "src", "StationBot.Conversations", "Turns"));

    [GeneratedRegex("(?<=\nmanners:\n[\\s\\S]*)\n  ([a-z_]+):(?=\n)")]
    private static partial Regex Manners();

    [GeneratedRegex("(?:Says|Answers|Parts)\\(\"([a-z_]+)\"")]
    private static partial Regex Asked();
}
