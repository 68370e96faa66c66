using System.Text.RegularExpressions;

namespace StationBot.Handling.Messages;

/// <summary>Which stored files a message of the log brought (<see cref="IAttachmentStore"/>).</summary>
public static partial class SentFiles
{
    /// <summary>What the raw activity of such a message holds somewhere.</summary>
    public const string Mark = "/attachments/";

    /// <param name="raw">A <see cref="TurnMessage.Raw"/>.</param>
    /// <returns>Ids, each once, in the message's order.</returns>
    public static IEnumerable<string> In(string raw) => FileId().Matches(raw).Select(m => m.Groups[1].Value).Distinct();

    [GeneratedRegex(Mark + "([A-Za-z0-9_-]{16,64})")]
    private static partial Regex FileId();
}
