using FsCheck;
using FsCheck.Fluent;
using StationBot.Handling.Flags;
using StationBot.Handling.Roster;
using StationBot.Handling.Routing;
using StationBot.Handling.Sorting;

namespace StationBot.Tests.Handling;

/// <summary>What holds for every matter, whatever was written and sorted.</summary>
public sealed class RouterProperties
{
    [Fact]
    public void The_lead_never_helps_itself_and_helpers_are_few_and_known() =>
        Always((_, d) => !d.Co.Contains(d.Lead) && d.Co.Count <= 3 && d.Co.Distinct().Count() == d.Co.Count && d.Co.All(c => District.Department(c) is not null));

    [Fact]
    public void Nobody_who_is_named_follows_or_advises() =>
        Always((r, d) => People(d).All(p => r.Subject?.Contains(p.Name, StringComparison.Ordinal) != true && !p.Interests.Any(i => r.Subject?.Contains(i, StringComparison.Ordinal) == true)));

    [Fact]
    public void Whoever_follows_or_advises_serves_on_that_day() => Always((r, d) => People(d).All(p => p.ServesOn(r.Day)));

    [Fact]
    public void Nobody_has_two_parts() => Always((_, d) => d.Advisors.Distinct().Count() == d.Advisors.Count && !d.Advisors.Contains(d.Deputy));

    [Fact]
    public void The_same_matter_goes_the_same_way() =>
        Always((r, d) => Router.Route(r, District) is var again && (again.Lead, again.Deputy, again.Station) == (d.Lead, d.Deputy, d.Station) && again.Advisors.SequenceEqual(d.Advisors) && again.Reasons.SequenceEqual(d.Reasons));

    [Fact]
    public void Every_decision_has_its_reasons_in_words() =>
        Always((_, d) => d.Reasons.Count > 0 && d.Reasons.All(x => x.Why.Length > 4 && !x.Why.Contains('{', StringComparison.Ordinal)));

    [Fact]
    public void A_place_in_the_district_has_a_station_and_someone_to_follow() =>
        Always((r, d) => r.Community is null || r.Flags.Any(f => f is Flag.Conflict or Flag.Discipline) || d.Station is not null);

    /// <summary>The demo district with a gap in it: one deputy's term over, one suspended.</summary>
    private static AreaDirectory District { get; } = A.Directory(f => f
        .Edit("deputies", "D10", d => d["termTo"] = "2026-06-30")
        .Edit("deputies", "D07", d => d["suspensions"] = System.Text.Json.Nodes.JsonNode.Parse("""[{"from":"2026-05-01","to":"2026-12-31"}]""")));

    private static IEnumerable<Deputy> People(RoutingDecision decision) =>
        decision.Advisors.Prepend(decision.Deputy).OfType<string>().Select(c => District.Deputy(c)!);

    private static void Always(Func<RoutingRequest, RoutingDecision, bool> holds) =>
        Prop.ForAll(Requests, r => holds(r, Router.Route(r, District))).QuickCheckThrowOnFailure();

    private static Arbitrary<RoutingRequest> Requests
    {
        get
        {
            var departments = Gen.Elements(District.Departments.Select(d => d.Code).Append("nobody"));
            var subjects = Gen.Elements(District.Deputies.SelectMany(d => d.Interests.Append(d.Name)).Append(null).Append("楼下烧烤店"));
            var random =
                from type in Gen.Elements(District.ProblemTypes.Select(t => t.Code).Append(null))
                from community in Gen.Elements(District.Communities.Select(c => c.Code).Append(null))
                from entry in Gen.Elements(District.Stations.Select(s => s.Code).Append(null))
                from topic in Gen.Elements(Enum.GetValues<Topic>())
                from flag in Gen.Elements(Flag.Group, Flag.Pii, Flag.Conflict, Flag.Discipline, Flag.Emergency, Flag.UnclearJurisdiction)
                from flags in Gen.Choose(0, 3)
                from leads in Gen.Zip(departments, Gen.Choose(0, 100)).Select(p => new DepartmentScore(p.Item1, p.Item2 / 100.0)).ListOf(3)
                from co in departments.ListOf(5)
                from subject in subjects
                from text in Gen.Elements("楼上邻居太吵", "全区都一样", "清禾纺织公司不发工资", "垃圾没人清")
                from day in Gen.Choose(0, 400)
                from open in Gen.Choose(0, 9).ArrayOf(District.Deputies.Count)
                select new RoutingRequest
                {
                    Text = text,
                    Topics = [topic],
                    ProblemType = type,
                    Departments = [.. leads.OrderByDescending(l => l.Score)],
                    Co = [.. co],
                    Community = community,
                    EntryStation = entry,
                    Flags = flags == 0 ? [flag] : [],
                    Subject = subject,
                    Day = new DateOnly(2026, 1, 1).AddDays(day),
                    OpenPerDeputy = District.Deputies.Select((d, i) => (d.Code, open[i])).ToDictionary(p => p.Code, p => p.Item2),
                };
            return random.ToArbitrary();
        }
    }
}
