using StationBot.Handling.Roster;

namespace StationBot.Channels.Tencent;

/// <summary>Codes that residents scan, or that the links carry by which they come.</summary>
internal static class ScannedCodes
{
    /// <summary>The station that a code stands for: its own, or that of the deputy whose code it is. A code that nobody knows stands for none.</summary>
    public static string? StationOf(AreaDirectory area, string? code) => area.Station(code)?.Code ?? area.Deputy(code)?.Station;
}
