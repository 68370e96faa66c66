using StationBot.Handling.Loop;
using StationBot.Handling.Roster;

namespace StationBot.Host.Api;

/// <summary><c>/api/v1/directory</c>: what is public of the district. No private phones: the data have none, and only stations are called.</summary>
internal static class DirectoryEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/directory/departments", (IAreaDirectory area) => Answer.Of(area.Current.Departments)).Describe<IReadOnlyList<Department>>("directory.departments");
        api.MapGet("/directory/deputies", (HttpContext http, IAreaDirectory area) => Answer.Of(area.Current.Deputies.Select(d => Shown(d, Caller.Of(http))))).Describe<IReadOnlyList<Deputy>>("directory.deputies");
        api.MapGet("/directory/stations", (IAreaDirectory area) => Answer.Of(area.Current.Stations)).Describe<IReadOnlyList<LiaisonStation>>("directory.stations");
        api.MapGet("/directory/problem-types", (IAreaDirectory area) => Answer.Of(area.Current.ProblemTypes)).Describe<IReadOnlyList<ProblemType>>("directory.problem_types");
        api.MapGet("/directory/communities", (IAreaDirectory area) => Answer.Of(area.Current.Communities)).Describe<IReadOnlyList<Community>>("directory.communities");
    }

    /// <summary>Why somebody is suspended, and what they own, is for those who route cases.</summary>
    private static Deputy Shown(Deputy deputy, Caller caller) => caller.IsOf(TokenRole.Staff, TokenRole.Office) ? deputy : deputy with { Suspensions = [], Interests = [] };
}
