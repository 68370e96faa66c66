using StationBot.Handling.Roster;

namespace StationBot.Handling.Routing;

/// <summary>R4 and R12 of domain.md §5.</summary>
internal static class StationRule
{
    /// <summary>The station of the community; else the house of its township; else where the resident came in.</summary>
    public static LiaisonStation? Pick(RoutingRequest request, AreaDirectory directory, Reasons reasons)
    {
        var community = directory.Community(request.Community);
        if (IsAreaWide(request))
        {
            reasons.Add("R4", "R4");
        }
        if (community is not null && directory.Stations.FirstOrDefault(s => s.Communities.Contains(community.Code)) is { } own)
        {
            reasons.Add("R12", "R12.community", community.Name, own.Name);
            return own;
        }
        var township = directory.Township(community?.Township ?? request.Township);
        if (township is not null && directory.Stations.FirstOrDefault(s => s.Kind == StationKind.House && s.Township == township.Code) is { } house)
        {
            reasons.Add("R12", "R12.house", community?.Name ?? township.Name, house.Name);
            return house;
        }
        if (directory.Station(request.EntryStation) is { } entry)
        {
            reasons.Add("R12", "R12.entry", entry.Name);
            return entry;
        }
        reasons.Add("R12", "R12.none");
        return null;
    }

    public static bool IsAreaWide(RoutingRequest request) =>
        request.Community is null && RoutingWords.Shipped.AreaWide.Any(w => request.Text.Contains(w, StringComparison.Ordinal));
}
