using StationBot.Handling.Roster;
using StationBot.Handling.Routing;

namespace StationBot.Handling.Cases;

/// <summary>Staff say what a case is really about (T04 while it is in triage, else a correction that moves nothing). What they say is also a label to learn from.</summary>
public static class Correction
{
    /// <param name="type">The right problem type; the lead, the co-departments and the topic follow from it and the routing rules while nobody handles the case yet.</param>
    /// <param name="by">The member of staff, by name or account.</param>
    public static StepResult Apply(Case one, ProblemType type, string by, string reason, AreaDirectory directory, IReadOnlyDictionary<string, int> openPerDeputy, DateTimeOffset now)
    {
        var was = one.ProblemType ?? "";
        var action = one.Status == CaseStatus.InTriage ? CaseAction.Sort : CaseAction.Correct;
        var routes = one.Status is CaseStatus.InTriage or CaseStatus.ReadyToAssign or CaseStatus.Collected;
        var route = routes ? Route(one, type, directory, openPerDeputy, now) : null;
        var step = one.Apply(action, CaseActor.StationStaff, now, reason, new Dictionary<string, string>
        {
            [StaffLabel.TypeKey] = type.Code,
            ["was"] = was,
            ["by"] = by,
            ["lead"] = (routes ? route!.Lead : one.Lead) ?? "",
        });
        if (step is StepResult.Done)
        {
            (one.ProblemType, one.Topics, one.Confidence) = (type.Code, [type.Topic], 1);
            if (route is not null)
            {
                (one.Lead, one.Co, one.Deputy, one.RoutingReasons) = (route.Lead, route.Co, route.Deputy, [.. route.Reasons.Select(r => $"{r.Rule}: {r.Why}")]);
            }
        }
        return step;
    }

    private static RoutingDecision Route(Case one, ProblemType type, AreaDirectory directory, IReadOnlyDictionary<string, int> openPerDeputy, DateTimeOffset now) =>
        Router.Route(
            new RoutingRequest
            {
                Text = one.RawText,
                Topics = [type.Topic],
                ProblemType = type.Code,
                Departments = [new Sorting.DepartmentScore(type.Lead, 1)],
                Co = type.Co,
                Community = one.Community,
                EntryStation = one.Station,
                Flags = [.. one.Flags.Select(Flags.FlagTable.Parse)],
                Subject = one.Slots.GetValueOrDefault("subject"),
                Day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, TimeZoneInfo.FindSystemTimeZoneById(directory.Area.TimeZone)).DateTime),
                OpenPerDeputy = openPerDeputy,
            },
            directory);
}

/// <summary>What staff said a case is about: one message to learn from.</summary>
/// <param name="Text">The resident's words, numbers masked.</param>
public sealed record StaffLabel(CaseId Case, string Text, string ProblemType)
{
    /// <summary>Where the event of a correction holds the type.</summary>
    public const string TypeKey = "type";
}
