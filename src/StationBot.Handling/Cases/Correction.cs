using StationBot.Handling.Roster;
using StationBot.Handling.Routing;

namespace StationBot.Handling.Cases;

/// <summary>Staff say what a case is really about (T04 while it is in triage, else a correction that moves nothing). What they say is also a label to learn from.</summary>
public static class Correction
{
    /// <param name="type">The right problem type; the lead, the co-departments and the topic follow from it and the routing rules while nobody handles the case yet.</param>
    /// <param name="by">The member of staff, by name or account.</param>
    public static StepResult Apply(Case one, ProblemType type, string by, string reason, LoopRules rules, IReadOnlyDictionary<string, int> openPerDeputy, DateTimeOffset now)
    {
        var route = one.Status is CaseStatus.InTriage or CaseStatus.ReadyToAssign or CaseStatus.Collected ? Route(one, type, rules.Directory, openPerDeputy, now) : null;
        var step = one.Apply(
            new Step(one.Status == CaseStatus.InTriage ? CaseAction.Sort : CaseAction.Correct, new Actor(CaseActor.StationStaff, by), new SortData(
                Topic: type.Topic.ToString(), Type: type.Code, Lead: route?.Lead, Co: route?.Co, Deputy: route?.Deputy, Was: one.ProblemType, Decision: type.Name), reason),
            now, rules);
        if (step is StepResult.Done)
        {
            (one.Topics, one.Confidence) = ([type.Topic], 1);
            one.RoutingReasons = route is null ? one.RoutingReasons : [.. route.Reasons.Select(r => $"{r.Rule}: {r.Why}")];
        }
        return step;
    }

    private static RoutingDecision Route(Case one, ProblemType type, AreaDirectory directory, IReadOnlyDictionary<string, int> openPerDeputy, DateTimeOffset now) =>
        Router.Route(
            new RoutingRequest
            {
                Text = string.Join('\n', one.Facts.Demands.Prepend(one.RawText)),
                Topics = [type.Topic],
                ProblemType = type.Code,
                Departments = [new Sorting.DepartmentScore(type.Lead, 1)],
                Co = type.Co,
                Community = one.Community,
                EntryStation = one.Station,
                Flags = [.. one.Flags.Select(Flags.FlagTable.Parse)],
                Subject = one.Slots.GetValueOrDefault("subject"),
                Conflicted = one.Facts.Conflicted,
                Day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, TimeZoneInfo.FindSystemTimeZoneById(directory.Area.TimeZone)).DateTime),
                OpenPerDeputy = openPerDeputy,
            },
            directory);
}

/// <summary>What staff said a case is about: one message to learn from.</summary>
/// <param name="Text">The resident's words, numbers masked.</param>
public sealed record StaffLabel(CaseId Case, string Text, string ProblemType);
