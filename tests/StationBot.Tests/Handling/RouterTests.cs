using System.Text.Json.Nodes;
using StationBot.Handling.Flags;
using StationBot.Handling.Roster;
using StationBot.Handling.Routing;
using StationBot.Handling.Sorting;

namespace StationBot.Tests.Handling;

public sealed class RouterTests
{
    [Fact]
    public void Garbage_at_a_gate_goes_to_the_matrix_lead_and_the_district_deputy()
    {
        var decision = Route(Garbage);

        Assert.Equal(("urban", "ST01", "D01"), (decision.Lead, decision.Station, decision.Deputy));
        Assert.Equal(["township", "housing"], decision.Co);
        Assert.False(decision.UnclearJurisdiction);
        Assert.Equal(["R12", "R5", "R8", "R13", "R14", "R15"], decision.Reasons.Select(r => r.Rule));
    }

    [Fact]
    public void R5_the_matrix_decides_and_scores_only_where_it_says_nothing()
    {
        var scores = new DepartmentScore[] { new("township", 0.9), new("edu", 0.1) };

        Assert.Equal("urban", Route(Garbage with { Departments = scores }).Lead);
        Assert.Equal("township", Route(Garbage with { Departments = scores, ProblemType = null }).Lead);
        Assert.Null(Route(Garbage with { ProblemType = null }).Lead);
        Assert.Null(Route(Garbage with { ProblemType = "XXX-99", Departments = [new("nobody", 1)] }).Lead);
    }

    [Fact]
    public void R6_a_duty_of_the_township_stays_there_with_the_bureau_as_co()
    {
        var directory = A.Directory(f => f.Edit("problemTypes", "ENV-07", t => t["townshipDuty"] = true));

        var decision = Router.Route(Garbage, directory);

        Assert.Equal("township", decision.Lead);
        Assert.Equal("urban", decision.Co[0]);
    }

    [Theory]
    [InlineData("楼上邻居半夜剁肉,天天吵", "village", "police")]
    [InlineData("河湾广场每晚跳舞到十点几", "police", "urban")]
    public void R7_neighbours_are_talked_to_before_anyone_is_punished(string text, string lead, string firstCo)
    {
        var decision = Route(Garbage with { Text = text, ProblemType = "ENV-05" });

        Assert.Equal((lead, firstCo), (decision.Lead, decision.Co[0]));
    }

    [Fact]
    public void R8_at_most_three_help_and_never_the_lead() =>
        Assert.Equal(["township", "edu", "police"], Route(Garbage with { Co = ["urban", "township", "edu", "nobody", "police", "edu", "water"] }).Co);

    [Theory]
    [InlineData(0.50, 0.36, true)]
    [InlineData(0.60, 0.45, true)] // just within
    [InlineData(0.60, 0.44, false)]
    [InlineData(0.20, 0.70, true)]
    public void R9_a_rival_from_outside_the_row_that_is_close_is_for_staff(double own, double rival, bool unclear)
    {
        var decision = Route(Garbage with { Departments = [.. new DepartmentScore[] { new("urban", own), new("water", rival) }.OrderByDescending(d => d.Score)] });

        Assert.Equal((unclear, "urban"), (decision.UnclearJurisdiction, decision.Lead));
        Assert.Equal(unclear, decision.Reasons.Any(r => r.Rule == "R9"));
    }

    [Fact]
    public void R9_departments_of_the_same_row_are_no_rivals() =>
        Assert.False(Route(Garbage with { Departments = [new("urban", 0.4), new("township", 0.4), new("housing", 0.4)] }).UnclearJurisdiction);

    [Fact]
    public void R9_without_a_type_the_two_best_are_rivals() =>
        Assert.True(Route(Garbage with { ProblemType = null, Departments = [new("urban", 0.4), new("township", 0.4)] }).UnclearJurisdiction);

    [Fact]
    public void R9_a_resident_who_was_sent_around_is_for_staff() =>
        Assert.True(Route(Garbage with { Flags = [Flag.UnclearJurisdiction] }).UnclearJurisdiction);

    [Fact]
    public void R11_a_vertical_body_is_reached_through_its_branch() =>
        Assert.Contains(Route(Garbage with { ProblemType = "ENV-01" }).Reasons, r => r.Rule == "R11" && r.Why.Contains("清禾分局", StringComparison.Ordinal));

    [Theory]
    [InlineData("WT03", null, null, "ST02")] // its own station
    [InlineData("WT01", null, "ST06", "ST01")] // the house of its township
    [InlineData(null, "SQ", "ST06", "ST04")]
    [InlineData(null, null, "ST06", "ST06")] // where the resident came in
    [InlineData(null, null, "ST99", null)]
    public void R12_the_station_is_the_nearest_known(string? community, string? township, string? entry, string? station) =>
        Assert.Equal(station, Route(Garbage with { Community = community, Township = township, EntryStation = entry }).Station);

    [Theory]
    [InlineData("OTH-13", "D07")] // village accounts, led by the township: the township's deputy
    [InlineData("ENV-10", "D08")] // a bureau's matter: the county's
    public void R13_village_matters_go_to_township_deputies_first(string type, string deputy) =>
        Assert.Equal(deputy, Route(Garbage with { Community = "SQ02", ProblemType = type }).Deputy);

    [Fact]
    public void R13_the_other_level_follows_when_the_first_has_nobody()
    {
        var directory = A.Directory(f => f.Edit("deputies", "D08", d => d["termTo"] = "2026-01-01"));

        var decision = Router.Route(Garbage with { Community = "SQ02", ProblemType = "ENV-10" }, directory);

        Assert.Equal("D07", decision.Deputy);
        Assert.Contains(decision.Reasons, r => r.Rule == "R20" && r.Why.Contains("孟庆华", StringComparison.Ordinal));
    }

    [Fact]
    public void R14_expertise_comes_before_load() =>
        Assert.Equal("D01", Route(Garbage with { Topics = [Topic.Education], OpenPerDeputy = new Dictionary<string, int> { ["D01"] = 50 } }).Deputy);

    [Theory]
    [InlineData(3, 2, "D02")]
    [InlineData(2, 3, "D01")]
    public void R14_then_the_one_with_less_to_do(int first, int second, string deputy) =>
        Assert.Equal(deputy, Route(Garbage with { OpenPerDeputy = new Dictionary<string, int> { ["D01"] = first, ["D02"] = second } }).Deputy);

    [Fact]
    public void R14_then_in_turn_the_same_all_day()
    {
        var week = Enumerable.Range(0, 4).Select(n => Route(Garbage with { Day = Garbage.Day.AddDays(n) }).Deputy);

        Assert.Equal(["D01", "D02", "D01", "D02"], week);
    }

    [Fact]
    public void R15_a_deputy_without_the_expertise_gets_the_nearest_expert_beside()
    {
        var decision = Route(Garbage with { Topics = [Topic.Healthcare] });

        Assert.Equal(["D03"], decision.Advisors);
    }

    [Fact]
    public void R15_a_township_deputy_does_not_advise_in_another_township()
    {
        var directory = A.Directory(f => f.Remove("deputies", "D08").Edit("deputies", "D10", d => d["expertise"] = new JsonArray()).Strip("dutyRoster"));

        Assert.Empty(Router.Route(Garbage, directory).Advisors);
    }

    [Fact]
    public void R16_a_matter_of_the_employer_belongs_to_the_workplace_district()
    {
        var directory = A.Directory(f => f.Edit("deputies", "D06", d => { d.Remove("interests"); d["job"] = "退休职工"; }));

        var decision = Router.Route(Garbage with { Text = "纺织公司三个月没发工资", Community = null, ProblemType = "EMP-01", Topics = [Topic.Employment] }, directory);

        Assert.Equal("D06", decision.Deputy);
        Assert.Contains(decision.Reasons, r => r.Rule == "R16");
    }

    [Fact]
    public void R16_an_employer_that_is_only_mentioned_moves_nothing() =>
        Assert.Equal("D01", Route(Garbage with { Text = "我是纺织公司退休的,书香里垃圾没人清" }).Deputy);

    [Fact]
    public void R17_an_empty_district_falls_to_the_deputy_on_duty()
    {
        var decision = Route(Garbage with { Community = "HW02", Subject = "清禾纺织公司", ProblemType = "EMP-01" });

        Assert.Equal("D05", decision.Deputy);
        Assert.Equal(["R16", "R19", "R17"], decision.Reasons.Select(r => r.Rule).Where(r => r is "R16" or "R17" or "R19"));
    }

    [Fact]
    public void R17_with_nobody_on_duty_the_head_of_the_station_is_named_and_no_deputy()
    {
        var directory = A.Directory(f => f.Edit("deputies", "D04", d => d["suspensions"] = new JsonArray(new JsonObject { ["from"] = "2026-11-01" })));

        var decision = Router.Route(Garbage with { Community = "WT03" }, directory);

        Assert.Null(decision.Deputy);
        Assert.Contains(decision.Reasons, r => r.Rule == "R17" && r.Why.Contains("吴晓东", StringComparison.Ordinal));
    }

    [Fact]
    public void R17_without_a_place_the_station_where_the_resident_came_in_has_one_on_duty() =>
        Assert.Equal("D02", Route(Garbage with { Community = null, EntryStation = "ST01" }).Deputy);

    [Fact]
    public void R18_a_matter_of_many_reaches_every_level()
    {
        var decision = Route(Garbage with { Community = "SQ02", ProblemType = "OTH-13", Topics = [Topic.Environment], Flags = [Flag.Group] });

        Assert.Equal("D07", decision.Deputy);
        Assert.Equal(["D08", "D03"], decision.Advisors);
    }

    [Fact]
    public void R4_and_R18_a_matter_of_the_whole_area_too()
    {
        var decision = Route(Garbage with { Text = "全区的垃圾分类都没人管", Community = null, EntryStation = "ST01" });

        Assert.Contains("D03", decision.Advisors);
        Assert.Contains(decision.Reasons, r => r.Rule == "R4");
    }

    [Theory]
    [InlineData("林秀兰")]
    [InlineData("你们站那个林代表")]
    [InlineData("代表林秀兰开的公司")]
    public void R19_whoever_is_named_does_not_follow_the_matter(string subject) =>
        Assert.Equal("D02", Route(Garbage with { Subject = subject }).Deputy);

    [Theory]
    [InlineData(Flag.Discipline, "§8"), InlineData(Flag.Litigation, "§8"), InlineData(Flag.Petition, "§8"), InlineData(Flag.Sensitive, "§8")]
    [InlineData(Flag.Spam, "§8"), InlineData(Flag.OffTopic, "§8"), InlineData(Flag.OutOfArea, "R2"), InlineData(Flag.Conflict, "R19")]
    public void What_is_not_ours_to_assign_gets_nobody(Flag flag, string rule)
    {
        var decision = Route(Garbage with { Flags = [Flag.Group, flag] });

        Assert.Equal((null, null, "ST01"), (decision.Lead, decision.Deputy, decision.Station));
        Assert.Empty(decision.Co);
        Assert.Empty(decision.Advisors);
        Assert.Contains(decision.Reasons, r => r.Rule == rule);
    }

    [Fact]
    public void Under_conflict_the_head_of_the_station_is_named_to_staff() =>
        Assert.Contains(Route(Garbage with { Flags = [Flag.Conflict] }).Reasons, r => r.Why.Contains("陈静", StringComparison.Ordinal));

    [Fact]
    public void Danger_does_not_hide_the_proposal_that_staff_work_from() =>
        Assert.Equal("urban", Route(Garbage with { Flags = [Flag.Emergency, Flag.Threat, Flag.Group] }).Lead);

    internal static RoutingRequest Garbage { get; } = new()
    {
        Text = "书香里小区门口的垃圾站三天没人清运了,气味很大",
        Topics = [Topic.Environment],
        ProblemType = "ENV-07",
        Community = "WT01",
        Day = new DateOnly(2026, 11, 23),
    };

    private static RoutingDecision Route(RoutingRequest request) => Router.Route(request, The.Directory);
}
