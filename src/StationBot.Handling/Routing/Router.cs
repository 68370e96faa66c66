using StationBot.Handling.Roster;
using StationBot.Handling.Sorting;

namespace StationBot.Handling.Routing;

/// <summary>What routing needs to know of a matter (domain.md §5).</summary>
public sealed record RoutingRequest
{
    public required string Text { get; init; }
    public required IReadOnlyList<Topic> Topics { get; init; }
    public string? ProblemType { get; init; }

    /// <summary>Candidate leads of the sorter, best first.</summary>
    public IReadOnlyList<DepartmentScore> Departments { get; init; } = [];

    /// <summary>Departments the sorter proposes as co.</summary>
    public IReadOnlyList<string> Co { get; init; } = [];

    /// <summary>Community of the place of the problem, or null.</summary>
    public string? Community { get; init; }
    public string? EntryStation { get; init; }
    public IReadOnlyList<Flags.Flag> Flags { get; init; } = [];

    /// <summary>Who or what is complained about, as said; nobody named here may follow the case (R19).</summary>
    public string? Subject { get; init; }
    public required DateOnly Day { get; init; }

    /// <summary>Open cases per deputy (R14).</summary>
    public IReadOnlyDictionary<string, int> OpenPerDeputy { get; init; } = new Dictionary<string, int>();
}

/// <summary>A decision that was made and why: <c>R13</c> and a Chinese sentence for staff.</summary>
public sealed record RoutingReason(string Rule, string Why);

/// <summary>Where a matter goes. Codes of the directory; null where nobody could be found or nothing may be proposed.</summary>
public sealed record RoutingDecision
{
    public string? Lead { get; init; }
    public IReadOnlyList<string> Co { get; init; } = [];
    public string? Station { get; init; }
    public string? Deputy { get; init; }
    public IReadOnlyList<string> Advisors { get; init; } = [];

    /// <summary>R9: two leads too close; a human decides.</summary>
    public bool UnclearJurisdiction { get; init; }
    public IReadOnlyList<RoutingReason> Reasons { get; init; } = [];
}

public static class Router
{
    public static RoutingDecision Route(RoutingRequest request, AreaDirectory directory) =>
        throw new NotSupportedException();
}
