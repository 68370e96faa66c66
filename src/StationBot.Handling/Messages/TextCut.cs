namespace StationBot.Handling.Messages;

public static class TextCut
{
    /// <summary>The first <paramref name="most"/> characters at most, never half of a surrogate pair.</summary>
    public static string To(string text, int most) => text.Length <= most ? text : text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)];
}
