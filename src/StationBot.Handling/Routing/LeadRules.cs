using System.Globalization;
using StationBot.Handling.Flags;
using StationBot.Handling.Roster;
using StationBot.Handling.Sorting;

namespace StationBot.Handling.Routing;

/// <param name="Unclear">R9: staff decide; the lead is only the better proposal.</param>
internal sealed record OfficeDecision(string? Lead, IReadOnlyList<string> Co, bool Unclear);

/// <summary>R5–R9 and R11 of domain.md §5.2: which department leads and which help.</summary>
internal static class LeadRules
{
    /// <summary>R9: two leads within this are too close to choose between.</summary>
    private const double Closeness = 0.15;

    /// <summary>R8: more than three helpers is nobody's matter.</summary>
    private const int MostCo = 3;

    public static OfficeDecision Decide(RoutingRequest request, AreaDirectory directory, Reasons reasons)
    {
        var type = directory.ProblemType(request.ProblemType);
        var scored = request.Departments.Where(d => directory.Department(d.Code) is not null).ToArray();
        if (First(type, scored, request.SortedBy, directory, reasons) is not { } first)
        {
            return new OfficeDecision(null, [], Unclear: request.Flags.Contains(Flag.UnclearJurisdiction));
        }
        var lead = Nearest(first, type, request, directory, reasons);
        var co = Helpers(lead, first, type, request, directory, reasons);
        var unclear = IsUnclear(first, type, scored, request, directory, reasons);
        if (directory.Department(lead)?.LocalBranch is { } branch)
        {
            reasons.Add("R11", "R11", Name(lead, directory), branch);
        }
        return new OfficeDecision(lead, co, unclear);
    }

    /// <summary>R5: the matrix decides; the sorter's scores only where it says nothing.</summary>
    private static string? First(ProblemType? type, DepartmentScore[] scored, string sortedBy, AreaDirectory directory, Reasons reasons)
    {
        if (type is not null)
        {
            // The row is the matrix's; that the matter belongs to it may be a language model's opinion.
            var (text, note) = sortedBy == SortResult.ByModel ? ("R5.model", "") : sortedBy == SortResult.Offline ? ("R5.type", "") : ("R5.failed", sortedBy);
            reasons.Add("R5", text, type.Code, type.Name, Name(type.Lead, directory), note);
            return type.Lead;
        }
        if (scored is [var best, ..])
        {
            reasons.Add("R5", "R5.score", Name(best.Code, directory), Percent(best.Score));
            return best.Code;
        }
        reasons.Add("R5", "R5.none");
        return null;
    }

    /// <summary>R6 and R7: the township's own duties stay there, and neighbours are talked to before anyone is punished.</summary>
    private static string Nearest(string first, ProblemType? type, RoutingRequest request, AreaDirectory directory, Reasons reasons)
    {
        if (type is { TownshipDuty: true } && directory.Department(DepartmentCodes.Township) is not null)
        {
            reasons.Add("R6", "R6", type.Name);
            return DepartmentCodes.Township;
        }
        if (type is { VillageFirst: true } && first != DepartmentCodes.Village && directory.Department(DepartmentCodes.Village) is not null
            && RoutingWords.Shipped.Neighbourly.Any(w => request.Text.Contains(w, StringComparison.Ordinal)))
        {
            reasons.Add("R7", "R7", Name(first, directory));
            return DepartmentCodes.Village;
        }
        return first;
    }

    /// <summary>R8: the bureau that R6 or R7 put aside, then what the sorter saw in the text, else what the matrix suggests.</summary>
    private static string[] Helpers(string lead, string first, ProblemType? type, RoutingRequest request, AreaDirectory directory, Reasons reasons)
    {
        string[] co = [.. (request.Co.Count > 0 ? request.Co : type?.Co ?? [])
            .Prepend(first)
            .Where(c => c != lead && directory.Department(c) is not null)
            .Distinct()
            .Take(MostCo)];
        if (co.Length > 0)
        {
            reasons.Add("R8", "R8", string.Join('、', co.Select(c => Name(c, directory))));
        }
        return co;
    }

    /// <summary>
    /// R9. Departments on the type's own row are no rivals: the row has settled who leads and who helps. A rival is one from
    /// outside it that scores as well, or nearly.
    /// </summary>
    private static bool IsUnclear(string first, ProblemType? type, DepartmentScore[] scored, RoutingRequest request, AreaDirectory directory, Reasons reasons)
    {
        HashSet<string> row = [first, .. type is null ? [] : type.AltLeads.Concat(type.Co)];
        var own = scored.Where(d => row.Contains(d.Code)).Select(d => d.Score).DefaultIfEmpty(0).Max();
        if (scored.FirstOrDefault(d => !row.Contains(d.Code)) is { } rival && Math.Round(own - rival.Score, 9) <= Closeness)
        {
            reasons.Add("R9", "R9", Name(first, directory), Percent(own), Name(rival.Code, directory), Percent(rival.Score), Percent(Closeness));
            return true;
        }
        if (request.Flags.Contains(Flag.UnclearJurisdiction))
        {
            reasons.Add("R9", "R9.flag", Name(first, directory));
            return true;
        }
        return false;
    }

    private static string Name(string code, AreaDirectory directory) => directory.Department(code)?.ShortName ?? code;

    private static string Percent(double score) => score.ToString("0.00", CultureInfo.InvariantCulture);
}

/// <summary>The two codes of the matrix that rules R6, R7 and R13 speak of.</summary>
public static class DepartmentCodes
{
    /// <summary>The town or subdistrict of the place.</summary>
    public const string Township = "township";

    /// <summary>The village or residents' committee of the place.</summary>
    public const string Village = "village";
}
