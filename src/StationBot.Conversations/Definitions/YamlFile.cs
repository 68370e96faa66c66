using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace StationBot.Conversations.Definitions;

/// <summary>A YAML file read so that every complaint can name its line; complaints are collected, not thrown.</summary>
internal sealed class YamlFile(string name, List<DialogProblem> problems)
{
    public void Complain(YamlNode? at, string key, params object?[] words) =>
        problems.Add(new DialogProblem(name, at?.Start.Line ?? 1, DialogProblem.Say(key, words)));

    public YamlNode? Load(string text)
    {
        var parser = new Parser(new StringReader(text));
        try
        {
            var stream = new YamlStream();
            stream.Load(parser);
            if (stream.Documents.Count == 1)
            {
                return stream.Documents[0].RootNode;
            }
            Complain(null, "file.empty");
        }
        catch (Exception wrong) when (wrong is YamlException or InvalidOperationException)
        {
            // An unclosed bracket leaves the library with an InvalidOperationException that knows no place: the last thing it read does.
            var line = (wrong as YamlException)?.Start.Line ?? parser.Current?.Start.Line ?? 1;
            problems.Add(new DialogProblem(name, line, DialogProblem.Say("file.yaml", wrong.Message)));
        }
        return null;
    }

    /// <summary>The entries of a mapping, in order; each key once and only keys of <paramref name="known"/> when it is given.</summary>
    public IEnumerable<(string Key, YamlNode Value)> Entries(YamlNode? node, IReadOnlyCollection<string>? known = null)
    {
        if (node is not YamlMappingNode map)
        {
            if (node is not null)
            {
                Complain(node, "map");
            }
            yield break;
        }
        foreach (var (key, value) in map.Children)
        {
            var word = (key as YamlScalarNode)?.Value ?? "";
            if (known is not null && !known.Contains(word))
            {
                Complain(key, "key.unknown", word, string.Join('、', known));
                continue;
            }
            yield return (word, value);
        }
    }

    public IReadOnlyList<YamlNode> Items(YamlNode? node)
    {
        if (node is YamlSequenceNode list)
        {
            return [.. list.Children];
        }
        if (node is not null)
        {
            Complain(node, "list");
        }
        return [];
    }

    public static YamlNode? Get(YamlNode node, string key) =>
        node is YamlMappingNode map && map.Children.TryGetValue(new YamlScalarNode(key), out var value) ? value : null;

    /// <summary>Every word in a list under this key, wherever in the file the key stands.</summary>
    public IEnumerable<Mention> Everywhere(YamlNode? root, string key) => root is null ? [] :
        from map in root.AllNodes.OfType<YamlMappingNode>().Distinct()
        let list = Get(map, key) as YamlSequenceNode
        where list is not null
        from word in list.Children.OfType<YamlScalarNode>()
        select new Mention(name, word.Start.Line, word.Value ?? "");

    public string Text(YamlNode owner, string key)
    {
        if (Get(owner, key) is YamlScalarNode { Value: { Length: > 0 } value })
        {
            return value;
        }
        Complain(owner, "key.missing", key);
        return "";
    }

    /// <summary>A whole number within a range.</summary>
    public int Number(YamlNode owner, string key, int least, int most)
    {
        if (Get(owner, key) is YamlScalarNode node && int.TryParse(node.Value, out var number) && number >= least && number <= most)
        {
            return number;
        }
        Complain(Get(owner, key) ?? owner, "number", key, least, most);
        return least;
    }

    /// <summary>A list of words out of a closed list; any other is named with its line and what may stand there.</summary>
    public IReadOnlyList<T> Words<T>(YamlNode? node, IReadOnlyDictionary<string, T> known)
    {
        var found = new List<T>();
        foreach (var item in Items(node))
        {
            if (Known(item, (item as YamlScalarNode)?.Value ?? "", known) is { } word)
            {
                found.Add(word.Value);
            }
        }
        return found;
    }

    /// <summary>What a word of a closed list means; null, with a complaint, when it is none of them.</summary>
    public KeyValuePair<string, T>? Known<T>(YamlNode at, string word, IReadOnlyDictionary<string, T> known)
    {
        if (known.TryGetValue(word, out var meaning))
        {
            return new(word, meaning);
        }
        Complain(at, "word", word, string.Join('、', known.Keys));
        return null;
    }

    public IReadOnlyList<string> Words(YamlNode? node) => [.. Items(node).Select(item => (item as YamlScalarNode)?.Value ?? "")];
}
