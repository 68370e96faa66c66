namespace StationBot.Channels.Sending;

/// <summary>What channels say in the station's name, by key; the host fills it from dialogs/channels.yaml.</summary>
public sealed class ChannelWords
{
    /// <summary>Under the numbered choices of a chat without buttons.</summary>
    public const string Choose = "choose";

    /// <summary>At the end of a message whose rest can only follow the resident's next one.</summary>
    public const string More = "more";
    public const string Photo = "photo";
    public const string Voice = "voice";
    public const string Video = "video";

    public static IReadOnlyList<string> Keys { get; } = [Choose, More, Photo, Voice, Video];

    public IDictionary<string, string> Texts { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <exception cref="KeyNotFoundException">A text is missing: a bug, for the dialogs are checked at start.</exception>
    public string this[string key] => Texts[key];
}
