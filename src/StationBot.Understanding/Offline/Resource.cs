using System.Reflection;
using YamlDotNet.RepresentationModel;

namespace StationBot.Understanding.Offline;

/// <summary>Reads the YAML files that ship inside this assembly. They are checked by tests, so a mistake in one is a bug.</summary>
internal static class Resource
{
    public static YamlMappingNode Read(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"StationBot.Understanding.Offline.{name}")
            ?? throw new InvalidOperationException($"{name} is missing from the assembly.");
        using var reader = new StreamReader(stream);
        var yaml = new YamlStream();
        yaml.Load(reader);
        return (YamlMappingNode)yaml.Documents[0].RootNode;
    }

    /// <summary>Every file of a folder, by name.</summary>
    public static YamlMappingNode[] ReadAll(string folder) =>
    [
        .. Assembly.GetExecutingAssembly().GetManifestResourceNames()
            .Where(n => n.StartsWith("StationBot.Understanding.Offline.", StringComparison.Ordinal)).Select(n => n["StationBot.Understanding.Offline.".Length..])
            .Where(n => n.StartsWith(folder + ".", StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(Read),
    ];

    public static YamlNode? Find(this YamlMappingNode node, string key) =>
        node.Children.TryGetValue(new YamlScalarNode(key), out var value) ? value : null;

    public static string Text(this YamlNode node) => ((YamlScalarNode)node).Value ?? "";

    public static string Word(this YamlMappingNode node, string key) => node.Find(key)?.Text() ?? "";

    /// <summary>A list of words, or one word.</summary>
    public static IEnumerable<string> Words(this YamlMappingNode node, string key) => node.Find(key) switch
    {
        YamlSequenceNode list => list.Children.Select(Text),
        YamlScalarNode one => [one.Value ?? ""],
        _ => [],
    };

    public static IEnumerable<(string Name, YamlNode Node)> Map(this YamlMappingNode node, string key) =>
        node.Find(key) is YamlMappingNode map ? map.Children.Select(c => (c.Key.Text(), c.Value)) : [];
}
