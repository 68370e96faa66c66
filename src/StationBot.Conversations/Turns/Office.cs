using StationBot.Handling.Routing;
using StationBot.Handling.Roster;

namespace StationBot.Conversations.Turns;

/// <summary>Where the station is and how it is reached, as far as the directory knows.</summary>
internal static class Office
{
    /// <summary>The entry station, else the first that states an address.</summary>
    public static LiaisonStation? Of(Turn turn) =>
        turn.Directory.Station(turn.Given.Message.EntryStation) is { Address: not null } entry ? entry : turn.Directory.Stations.FirstOrDefault(s => s.Address is not null);

    private const string Placeholder = "{office}";

    /// <summary>A text of intake.yaml with the way to the station in it.</summary>
    public static string Fill(Turn turn, string text)
    {
        if (!text.Contains(Placeholder, StringComparison.Ordinal))
        {
            return text;
        }
        var station = Of(turn);
        var hours = station?.Hours ?? Hours.Of(turn);
        var way = station switch
        {
            null => turn.Texts.Say("hours", ("hours", hours)),
            { Phone: { } phone } => turn.Texts.Say("office_phone", ("address", station.Address!), ("hours", hours), ("phone", phone)),
            _ => turn.Texts.Say("office", ("address", station.Address!), ("hours", hours)),
        };
        return text.Replace(Placeholder, way, StringComparison.Ordinal);
    }

    /// <summary>Says where it is, with the number to call where there is one.</summary>
    public static void Say(Turn turn)
    {
        if (Of(turn) is not { } station)
        {
            turn.Say("hours", ("hours", Hours.Of(turn)));
            return;
        }
        var (address, hours) = (station.Address!, station.Hours ?? Hours.Of(turn));
        if (station.Phone is { } phone)
        {
            turn.Say("where_phone", ("station", station.Name), ("address", address), ("hours", hours), ("phone", phone));
        }
        else
        {
            turn.Say("where", ("station", station.Name), ("address", address), ("hours", hours));
        }
    }

    /// <summary>A unit as a resident knows it: the town or subdistrict by its own name where the place tells which (domain.md §9).</summary>
    public static string? UnitOf(Turn turn, string? lead, string? community, string? township) =>
        lead == DepartmentCodes.Township && turn.Directory.Township(turn.Directory.Community(community)?.Township ?? township) is { } town ? town.Name : turn.Directory.Department(lead)?.ShortName;
}
