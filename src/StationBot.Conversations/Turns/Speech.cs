using System.Collections.Frozen;
using System.Reflection;
using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace StationBot.Conversations.Turns;

/// <summary>
/// How residents put things, by name (speech.yaml). The patterns are written as those of the rule files of Understanding: <c>{name}</c> stands for a list
/// of the file, <c>_N</c> for up to N characters of the same clause.
/// </summary>
internal static partial class Speech
{
    // Made at the start: the file ships inside the assembly, and what is wrong in it must not wait for the resident who says it.
    private static readonly FrozenDictionary<string, Manner> Manners = Read();

    /// <exception cref="KeyNotFoundException">The file lacks a manner that the code asks for: a bug.</exception>
    public static bool Says(string manner, string text)
    {
        var (any, unless) = Manners[manner];
        var plain = Plain(text);
        return Array.Exists(any, p => p.IsMatch(plain)) && !Array.Exists(unless, p => p.IsMatch(plain));
    }

    /// <summary>What of the text a manner is made of: its named parts, taken from the text itself.</summary>
    /// <returns>Null when it is not said in this way.</returns>
    /// <exception cref="KeyNotFoundException">The file lacks a manner that the code asks for: a bug.</exception>
    public static IReadOnlyDictionary<string, string>? Parts(string manner, string text)
    {
        var (any, unless) = Manners[manner];
        var plain = Plain(text);
        if (Array.Exists(unless, p => p.IsMatch(plain)) || any.Select(p => p.Match(plain)).FirstOrDefault(m => m.Success) is not { } match)
        {
            return null;
        }
        return match.Groups.Values.Where(g => g.Success && char.IsLetter(g.Name[0])).ToDictionary(g => g.Name, g => text.Substring(g.Index, g.Length));
    }

    /// <summary>Full width letters, digits and marks as their half width twins; every character stays where it is.</summary>
    private static string Plain(string text) => string.Create(text.Length, text, static (span, from) =>
    {
        for (var i = 0; i < span.Length; i++)
        {
            span[i] = from[i] switch { >= '！' and <= '～' => (char)(from[i] - '！' + '!'), '　' => ' ', _ => from[i] };
        }
    });

    private static FrozenDictionary<string, Manner> Read()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("speech.yaml") ?? throw new InvalidOperationException("speech.yaml is missing from the assembly.");
        using var reader = new StreamReader(stream);
        var yaml = new YamlStream();
        yaml.Load(reader);
        var lists = new Dictionary<string, string>();
        foreach (var (name, list) in Entries(yaml.Documents[0].RootNode["words"]))
        {
            lists[name] = $"(?:{WithLists(((YamlScalarNode)list).Value!, lists)})";
        }
        Regex[] Patterns(YamlNode node) => [.. ((YamlSequenceNode)node).Children.Select(p => Compile(WithLists(((YamlScalarNode)p).Value!, lists)))];
        return Entries(yaml.Documents[0].RootNode["manners"]).ToFrozenDictionary(m => m.Name, m => m.Node is YamlMappingNode both
            ? new Manner(Patterns(both["any"]), Patterns(both["unless"]))
            : new Manner(Patterns(m.Node), []));
    }

    private static IEnumerable<(string Name, YamlNode Node)> Entries(YamlNode node) => ((YamlMappingNode)node).Children.Select(c => (((YamlScalarNode)c.Key).Value!, c.Value));

    private static string WithLists(string pattern, Dictionary<string, string> lists) => List().Replace(pattern, m => lists[m.Groups[1].Value]);

    private static Regex Compile(string pattern)
    {
        if (Unbounded().IsMatch(pattern))
        {
            throw new FormatException($"The pattern '{pattern}' repeats without an upper bound.");
        }
        return new Regex(Gap().Replace(pattern, "[^,。!?;\\n]{0,$1}"), RegexOptions.CultureInvariant);
    }

    /// <summary>One way of putting things: any of the first, and in the whole text none of the second.</summary>
    private sealed record Manner(Regex[] Any, Regex[] Unless);

    [GeneratedRegex(@"\{([a-z_]+)\}")]
    private static partial Regex List();

    [GeneratedRegex("_([0-9]+)")]
    private static partial Regex Gap();

    // A long message could otherwise take for ever.
    [GeneratedRegex(@"(?<!\\)[*+]|\{[0-9]+,\}")]
    private static partial Regex Unbounded();
}
