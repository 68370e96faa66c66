using Microsoft.Extensions.Configuration;

namespace StationBot.Channels.Sending;

/// <summary>An entry of a list of settings, which knows under which name it was set down: with gaps in the numbers its place in the list is another.</summary>
public abstract class ListedSetting
{
    /// <summary>Its full name, such as <c>WeCom:Agents:7</c>.</summary>
    internal string At { get; private set; } = "";

    /// <summary>Gives the entries their names, after they were bound.</summary>
    /// <param name="section">What they were bound to.</param>
    /// <param name="name">Its own name.</param>
    internal static void Mark(IConfiguration section, string name, params IEnumerable<(string List, IEnumerable<ListedSetting> Entries)> lists)
    {
        foreach (var (list, entries) in lists)
        {
            foreach (var (entry, given) in entries.Zip(section.GetSection(list).GetChildren()))
            {
                entry.At = $"{name}:{list}:{given.Key}";
            }
        }
    }
}
