namespace StationBot.Conversations.Turns;

/// <summary>When and where a human answers.</summary>
internal static class Hours
{
    /// <summary>Opening hours of the entry station, else of the first station that states any.</summary>
    public static string Of(Turn turn) =>
        turn.Directory.Station(turn.Given.Message.EntryStation)?.Hours
        ?? turn.Directory.Stations.FirstOrDefault(s => s.Hours is not null)?.Hours
        ?? $"{turn.Clocks.OfficeOpens:HH\\:mm}–{turn.Clocks.OfficeCloses:HH\\:mm}";

    public static bool AreNow(Turn turn) => Handling.Deadlines.Clocks.IsOfficeHours(turn.Local, turn.Directory.Calendar, turn.Clocks);
}
