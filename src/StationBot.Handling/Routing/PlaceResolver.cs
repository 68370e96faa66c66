using StationBot.Handling.Roster;

namespace StationBot.Handling.Routing;

public static class PlaceResolver
{
    public static PlaceResolution Resolve(string text, AreaDirectory directory) =>
        throw new NotSupportedException();
}
