namespace StationBot.Handling.Messages;

/// <summary>What a bot message asks the resident for. At most one thing per message (domain.md §9).</summary>
public enum Ask { None, Place, Time, Demand, People, Subject, Evidence, Contact, Safety, Human, CaseNo, Confirm }

public static class Asks
{
    public static string Code(this Ask ask) => ask == Ask.CaseNo ? "case_no" : ask.ToString().ToLowerInvariant();
}

/// <summary>One message to a resident, free of any channel: the channel renders it.</summary>
/// <param name="Text">Plain text, Chinese. May contain line breaks; never markup.</param>
/// <param name="Choices">Short answers offered as buttons where the channel has them; each is sent back as the resident's own words.</param>
public sealed record Reply(string Text, Ask Ask = Ask.None, IReadOnlyList<string>? Choices = null);

/// <summary>A file the resident sent, already stored by the channel (photo, voice, document).</summary>
/// <param name="ContentType">As verified from the bytes, not as claimed.</param>
/// <param name="Url">Where staff can open it.</param>
public sealed record IncomingFile(string Name, string ContentType, string Url, long Bytes);

/// <summary>A place shown on a map: the map's word for it, or only where it lies.</summary>
/// <param name="Name">Its name and address; null where the map has none.</param>
public sealed record MapPin(string? Name, double? Latitude, double? Longitude);

/// <summary>One message from a resident, free of any channel.</summary>
public sealed record Incoming
{
    /// <summary>As written; empty when only files, a button value or a location came.</summary>
    public string Text { get; init; } = "";
    public IReadOnlyList<IncomingFile> Files { get; init; } = [];

    /// <summary>Where the map pin lies that came; null for none.</summary>
    public MapPin? Pin { get; init; }

    /// <summary>An article was shared: what it says is in the log, and nobody's own words.</summary>
    public bool IsShared { get; init; }

    /// <summary>True for a join or greeting event: greet once, ask nothing.</summary>
    public bool Joined { get; init; }

    /// <summary>Code of the station whose QR code or page opened the chat (R12); null when unknown.</summary>
    public string? EntryStation { get; init; }

    /// <summary>Longest text this channel shows in one message, in characters.</summary>
    public int MaxReplyLength { get; init; } = 2000;
}
