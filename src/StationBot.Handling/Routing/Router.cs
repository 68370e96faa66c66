using StationBot.Handling.Flags;
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

    /// <summary>Who named the type: <see cref="SortResult.Provider"/>.</summary>
    public string SortedBy { get; init; } = SortResult.Offline;

    /// <summary>Departments the sorter proposes as co.</summary>
    public IReadOnlyList<string> Co { get; init; } = [];

    /// <summary>Community of the place of the problem, or null.</summary>
    public string? Community { get; init; }

    /// <summary>Township of the place when only that is known (<see cref="PlaceResolution.Township"/>), or null.</summary>
    public string? Township { get; init; }
    public string? EntryStation { get; init; }
    public IReadOnlyList<Flag> Flags { get; init; } = [];

    /// <summary>Codes of deputies who are known to be kept from the case (R19).</summary>
    public IReadOnlyList<string> Conflicted { get; init; } = [];

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

    /// <summary>R9: two leads too close; a human decides. <see cref="Lead"/> is then the better one, as a proposal for staff.</summary>
    public bool UnclearJurisdiction { get; init; }
    public IReadOnlyList<RoutingReason> Reasons { get; init; } = [];
}

/// <summary>
/// R2 and R4–R20 of domain.md §5, in its order: boundary, department, station, deputy, extras. R1 and R3 belong to
/// <see cref="PlaceResolver"/> and the dialog, R10 to the department's steps. Pure: the same request and directory give
/// the same decision.
/// </summary>
public static class Router
{
    /// <summary>
    /// Flags under which nobody may be proposed: a person settles them first, and the one complained about must not learn
    /// of it from a bot (domain.md §8).
    /// </summary>
    private static readonly Flag[] Blocking =
        [Flag.Discipline, Flag.Conflict, Flag.Litigation, Flag.Petition, Flag.OutOfArea, Flag.Sensitive, Flag.Spam, Flag.OffTopic];

    /// <param name="directory">Codes of the request that it does not know are passed over.</param>
    /// <returns>A decision with the reason of every step, in the order of the rules.</returns>
    public static RoutingDecision Route(RoutingRequest request, AreaDirectory directory)
    {
        var reasons = new Reasons();
        var station = StationRule.Pick(request, directory, reasons);
        foreach (var flag in Blocking)
        {
            if (request.Flags.Contains(flag))
            {
                Block(flag, station, reasons);
                return new RoutingDecision { Station = station?.Code, Reasons = reasons.InOrder() };
            }
        }
        var office = LeadRules.Decide(request, directory, reasons);
        var people = DeputyRules.Decide(request, directory, office.Lead, station, reasons);
        return new RoutingDecision
        {
            Lead = office.Lead,
            Co = office.Co,
            UnclearJurisdiction = office.Unclear,
            Station = station?.Code,
            Deputy = people.Deputy,
            Advisors = people.Advisors,
            Reasons = reasons.InOrder(),
        };
    }

    private static void Block(Flag flag, LiaisonStation? station, Reasons reasons)
    {
        switch (flag)
        {
            case Flag.OutOfArea:
                reasons.Add("R2", "R2");
                break;
            case Flag.Conflict:
                reasons.Add("R19", "R19.conflict", station?.Head ?? "");
                break;
            case Flag.Discipline or Flag.Litigation or Flag.Petition:
                reasons.Add("§8", $"flag.{flag.Code()}");
                break;
            default:
                reasons.Add("§8", "flag.blocked", flag.Code());
                break;
        }
    }
}

/// <summary>Collects why, in the words of staff-texts.json.</summary>
internal sealed class Reasons
{
    private readonly List<RoutingReason> _all = [];

    /// <param name="rule">The rule of domain.md §5 (<c>R13</c>), or <c>§8</c> for a flag.</param>
    /// <param name="text">The key of the sentence.</param>
    public void Add(string rule, string text, params object?[] words) => _all.Add(new RoutingReason(rule, StaffTexts.Of(text, words)));

    /// <summary>As decided, but what was read from the flags first: it explains why the rest is missing.</summary>
    public IReadOnlyList<RoutingReason> InOrder() => [.. _all.OrderByDescending(r => r.Rule is "§8" or "R2")];
}
