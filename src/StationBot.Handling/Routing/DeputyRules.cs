using StationBot.Handling.Flags;
using StationBot.Handling.Roster;

namespace StationBot.Handling.Routing;

internal sealed record PeopleDecision(string? Deputy, IReadOnlyList<string> Advisors);

/// <summary>R13–R20 of domain.md §5.3: who follows the matter. A deputy listens, forwards and presses; departments solve.</summary>
internal static class DeputyRules
{
    public static PeopleDecision Decide(RoutingRequest request, AreaDirectory directory, string? lead, LiaisonStation? station, Reasons reasons)
    {
        var choice = new DeputyChoice(request, directory, station);
        var districts = Districts(request, directory, reasons);
        var candidates = Free(directory.Deputies.Where(d => districts.Any(e => e.Code == d.District)), request, reasons);
        var responsible = FromDistrict(candidates, districts, lead, choice, reasons);
        var advisors = new List<Deputy>();
        if (responsible is not null && choice.Advisor(responsible) is { } expert)
        {
            advisors.Add(expert);
            reasons.Add("R15", "R15", expert.Name);
        }
        responsible ??= OnDuty(request, directory, station, reasons);
        AddLevels(request, responsible, advisors, choice, reasons);
        return new PeopleDecision(responsible?.Code, [.. advisors.Select(a => a.Code)]);
    }

    /// <summary>
    /// R13 and R16. A matter of an employer or its compound belongs to the district drawn by that workplace (选举法 art. 25);
    /// a resident who only mentions where they once worked does not move a matter there.
    /// </summary>
    private static ElectoralDistrict[] Districts(RoutingRequest request, AreaDirectory directory, Reasons reasons)
    {
        var ofPlace = directory.Districts.Where(d => request.Community is { } place && d.Communities.Contains(place)).ToArray();
        var workplaces = directory.Districts.Where(d => d.Kind == ElectoralDistrictKind.Workplace).ToArray();
        var named = workplaces.FirstOrDefault(d =>
            Names(request.Subject, d, directory.Area) || (Names(request.Text, d, directory.Area) && (request.Community is null || ofPlace.Contains(d))));
        var residence = ofPlace.Where(d => d.Kind == ElectoralDistrictKind.Residence).ToArray();
        var byWork = named ?? (residence.Length == 0 ? ofPlace.FirstOrDefault() : null);
        if (byWork is not null)
        {
            reasons.Add("R16", "R16", byWork.Workplace, byWork.Code);
            return [byWork];
        }
        return residence;
    }

    private static bool Names(string? text, ElectoralDistrict district, Area area)
    {
        if (text is null || district.Workplace is not { } workplace)
        {
            return false;
        }
        // 清禾区's 清禾纺织公司 is simply 纺织公司 to those who work there.
        var local = area.Name[..^1];
        var spoken = workplace.StartsWith(local, StringComparison.Ordinal) ? workplace[local.Length..] : workplace;
        return text.Contains(workplace, StringComparison.Ordinal) || (spoken.Length >= 3 && text.Contains(spoken, StringComparison.Ordinal));
    }

    /// <summary>R19 and R20: leaves out who may not or cannot follow the matter.</summary>
    private static Deputy[] Free(IEnumerable<Deputy> deputies, RoutingRequest request, Reasons reasons)
    {
        var free = new List<Deputy>();
        foreach (var deputy in deputies)
        {
            if (!deputy.ServesOn(request.Day))
            {
                var suspended = deputy.Suspensions.Any(s => request.Day >= s.From && (s.To is not { } end || request.Day <= end));
                reasons.Add("R20", suspended ? "R20.suspended" : "R20.term", deputy.Name);
            }
            else if (ConflictOfInterest.Touches(deputy, request))
            {
                reasons.Add("R19", "R19", deputy.Name);
            }
            else
            {
                free.Add(deputy);
            }
        }
        return [.. free];
    }

    /// <summary>R13, R14: township-level deputies first for village matters, county-level for department matters.</summary>
    private static Deputy? FromDistrict(Deputy[] candidates, ElectoralDistrict[] districts, string? lead, DeputyChoice choice, Reasons reasons)
    {
        if (districts.Length == 0)
        {
            reasons.Add("R13", "R13.none");
            return null;
        }
        if (candidates.Length == 0)
        {
            return null;
        }
        var isVillageMatter = lead is DepartmentCodes.Township or DepartmentCodes.Village;
        var first = isVillageMatter ? CongressLevel.Township : CongressLevel.County;
        var pool = candidates.Where(d => d.Level == first).ToArray() is { Length: > 0 } preferred ? preferred : candidates;
        reasons.Add("R13", isVillageMatter ? "R13.township" : "R13.county", string.Join('、', districts.Select(d => d.Code)));
        return choice.Best(pool, reasons);
    }

    /// <summary>R17: the deputy on duty; when that one may not either, the head of the station, who is no deputy.</summary>
    private static Deputy? OnDuty(RoutingRequest request, AreaDirectory directory, LiaisonStation? station, Reasons reasons)
    {
        if (station is null)
        {
            return null;
        }
        if (directory.Deputy(directory.DutyDeputy(station.Code, request.Day)) is { } duty && !ConflictOfInterest.Touches(duty, request))
        {
            reasons.Add("R17", "R17.duty", station.Name, duty.Name);
            return duty;
        }
        reasons.Add("R17", "R17.head", station.Name, station.Head ?? "");
        return null;
    }

    /// <summary>R18: a matter of many or of the whole area also reaches a county and a prefecture deputy.</summary>
    private static void AddLevels(RoutingRequest request, Deputy? responsible, List<Deputy> advisors, DeputyChoice choice, Reasons reasons)
    {
        if (!request.Flags.Contains(Flag.Group) && !StationRule.IsAreaWide(request))
        {
            return;
        }
        foreach (var level in (CongressLevel[])[CongressLevel.County, CongressLevel.Prefecture])
        {
            var there = responsible?.Level == level || advisors.Any(a => a.Level == level);
            if (!there && choice.OfLevel(level, responsible) is { } added)
            {
                advisors.Add(added);
                reasons.Add("R18", "R18", StaffTexts.Of($"level.{level}"), added.Name);
            }
        }
    }
}
