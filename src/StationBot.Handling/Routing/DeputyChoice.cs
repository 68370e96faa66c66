using StationBot.Handling.Roster;

namespace StationBot.Handling.Routing;

/// <summary>Chooses among deputies who may follow a matter; ties break by day and code, so that the same day gives the same deputy.</summary>
internal sealed class DeputyChoice(RoutingRequest request, AreaDirectory directory, LiaisonStation? station)
{
    /// <summary>R14: expertise, then fewest open cases, then rotation.</summary>
    public Deputy Best(Deputy[] pool, Reasons reasons)
    {
        if (pool is [var only])
        {
            reasons.Add("R14", "R14.only", only.Name);
            return only;
        }
        var experts = pool.Where(IsExpert).ToArray();
        if (experts is [var expert])
        {
            reasons.Add("R14", "R14.expertise", expert.Name);
            return expert;
        }
        var equals = experts.Length > 0 ? experts : pool;
        var least = equals.Min(Open);
        var idle = equals.Where(d => Open(d) == least).ToArray();
        var chosen = Rotate(idle);
        reasons.Add("R14", idle.Length == 1 ? "R14.load" : "R14.rotation", chosen.Name, least);
        return chosen;
    }

    /// <summary>
    /// R15: somebody who knows the topic, as near as possible; null when the responsible deputy knows it, or nobody does. A
    /// deputy of one township has no say in another.
    /// </summary>
    public Deputy? Advisor(Deputy responsible)
    {
        if (request.Topics.Count == 0 || IsExpert(responsible))
        {
            return null;
        }
        return Nearest(Others(responsible).Where(d => IsExpert(d) && (d.Level > CongressLevel.Township || IsInTownship(d))), responsible.District);
    }

    /// <summary>R18: the nearest deputy of a level.</summary>
    public Deputy? OfLevel(CongressLevel level, Deputy? responsible) =>
        Nearest(Others(responsible).Where(d => d.Level == level), responsible?.District);

    private IEnumerable<Deputy> Others(Deputy? responsible) =>
        directory.Deputies.Where(d => d.Code != responsible?.Code && d.ServesOn(request.Day) && !ConflictOfInterest.Touches(d, request));

    private Deputy? Nearest(IEnumerable<Deputy> deputies, string? district)
    {
        var best = deputies
            .GroupBy(d => (
                District: d.District is not null && d.District == district,
                Station: d.Station == station?.Code,
                Township: IsInTownship(d),
                Expert: IsExpert(d),
                Idle: -Open(d)))
            .MaxBy(g => g.Key);
        return best is null ? null : Rotate([.. best]);
    }

    private bool IsInTownship(Deputy deputy) => station is not null && directory.Station(deputy.Station)?.Township == station.Township;

    private bool IsExpert(Deputy deputy) => deputy.Expertise.Any(request.Topics.Contains);

    private int Open(Deputy deputy) => request.OpenPerDeputy.GetValueOrDefault(deputy.Code);

    private Deputy Rotate(Deputy[] equals) => equals.OrderBy(d => d.Code, StringComparer.Ordinal).ElementAt(request.Day.DayNumber % equals.Length);
}

/// <summary>R19: whether a deputy is, works for, runs or owns what a matter is about.</summary>
public static class ConflictOfInterest
{
    /// <summary>Codes of deputies who have an interest in a body that the words name.</summary>
    public static IEnumerable<string> In(string text, AreaDirectory directory)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(directory);
        return directory.Deputies.Where(d => d.Interests.Any(i => text.Contains(i, StringComparison.Ordinal))).Select(d => d.Code);
    }

    internal static bool Touches(Deputy deputy, RoutingRequest request)
    {
        var subject = request.Subject ?? "";
        return request.Conflicted.Contains(deputy.Code) || deputy.Interests.Any(i => subject.Contains(i, StringComparison.Ordinal) || request.Text.Contains(i, StringComparison.Ordinal))
            || (subject.Length > 0 && (IsNamed(deputy, subject) || WorksFor(deputy, subject)));
    }

    /// <summary>By full name, or as residents do: 林代表.</summary>
    private static bool IsNamed(Deputy deputy, string subject) =>
        subject.Contains(deputy.Name, StringComparison.Ordinal)
        || RoutingWords.Shipped.DeputyTitles.Any(t => subject.Contains(deputy.Name[..1] + t, StringComparison.Ordinal));

    /// <summary>
    /// A job without its title is the employer: 纺织公司车间主任 works for 纺织公司. Two characters (小学) are a kind of place, not
    /// an employer.
    /// </summary>
    private static bool WorksFor(Deputy deputy, string subject)
    {
        var words = RoutingWords.Shipped;
        var employer = deputy.Job ?? "";
        foreach (var title in words.JobTitles)
        {
            if (employer.EndsWith(title, StringComparison.Ordinal))
            {
                employer = employer[..^title.Length];
                break;
            }
        }
        foreach (var prefix in words.PlacePrefixes)
        {
            if (employer.StartsWith(prefix, StringComparison.Ordinal))
            {
                employer = employer[prefix.Length..];
                break;
            }
        }
        return employer.Length >= 3 && (subject.Contains(employer, StringComparison.Ordinal) || (subject.Length >= 3 && employer.Contains(subject, StringComparison.Ordinal)));
    }
}
