using StationBot.Handling.Roster;

namespace StationBot.Handling.Tickets;

/// <summary>Columns of the exchange with 12345, and what is said of a file, in Chinese (ticket-texts.json).</summary>
public static class TicketTexts
{
    private static readonly EmbeddedTexts Texts = new(typeof(TicketTexts).Assembly, "ticket-texts.json");

    public static IEnumerable<string> Keys => Texts.Keys;

    public static string Of(string key, params object?[] words) => Texts.Of(key, words);
}
