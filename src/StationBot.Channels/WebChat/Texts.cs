using System.Globalization;
using System.Resources;

namespace StationBot.Channels.WebChat;

/// <summary>Sentences for residents, from Texts.resx.</summary>
internal static class Texts
{
    private static readonly ResourceManager Resources = new("StationBot.Channels.WebChat.Texts", typeof(Texts).Assembly);

    /// <param name="maxFileBytes">The limit that the sentence names.</param>
    public static string Of(FileRefusal reason, int maxFileBytes) =>
        string.Format(CultureInfo.InvariantCulture, Resources.GetString($"File{reason}", CultureInfo.InvariantCulture)!, maxFileBytes / (1024 * 1024));
}
