namespace StationBot.Channels.Tencent;

/// <summary>Keys of menu buttons that say something in the resident's place: the same for the same words, so that an old menu goes on working.</summary>
internal static class MenuKey
{
    private const string Prefix = "say:";

    public static string Of(string words) => Prefix + words;

    /// <summary>The words of a key; "" where it is another tool's.</summary>
    public static string WordsOf(string? key) => key?.StartsWith(Prefix, StringComparison.Ordinal) == true ? key[Prefix.Length..] : "";
}
