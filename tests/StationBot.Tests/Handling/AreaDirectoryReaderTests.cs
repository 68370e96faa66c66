using System.Text.Json.Nodes;
using StationBot.Handling.Roster;
using StationBot.Handling.Sorting;

namespace StationBot.Tests.Handling;

public sealed class AreaDirectoryReaderTests
{
    [Fact]
    public void The_demo_district_is_read_whole()
    {
        var directory = The.Directory;

        Assert.Equal((5, 13, 10, 6, 12, 3), (directory.Townships.Count, directory.Communities.Count, directory.Districts.Count, directory.Stations.Count, directory.Deputies.Count, directory.Duty.Count));
        Assert.Equal(("QH", "清禾区", "Asia/Shanghai"), (directory.Area.Code, directory.Area.Name, directory.Area.TimeZone));
        Assert.Equal([Topic.Environment, Topic.Other], directory.Deputy("D08")!.Expertise);
        Assert.Equal("清禾纺织公司", directory.Districts.Single(d => d.Code == "ED04").Workplace);
        Assert.Equal(("urban", "Simple"), (directory.ProblemType("ENV-07")!.Lead, directory.ProblemType("ENV-07")!.CaseClass));
        Assert.Contains("青山市", directory.Neighbours);
        Assert.True(directory.Calendar.IsWorkday(new(2026, 10, 10)));
        Assert.False(directory.Calendar.IsWorkday(new(2026, 10, 1)));
    }

    [Fact]
    public void A_year_without_an_official_calendar_is_a_warning_and_no_error()
    {
        Assert.Equal(["workdays-cn.json: years.2027.status"], The.Directory.Warnings.Select(w => w.Where));
        Assert.DoesNotContain(2027, The.Directory.Calendar.OfficialYears);
        Assert.False(The.Directory.Calendar.IsWorkday(new(2027, 2, 8)));
    }

    [Fact]
    public void Terms_suspensions_and_interests_are_read()
    {
        var deputy = A.Directory(f => f.Edit("deputies", "D01", d =>
        {
            d["termFrom"] = "2021-12-01";
            d["termTo"] = "2026-11-30";
            d["suspensions"] = new JsonArray(new JsonObject { ["from"] = "2026-03-01", ["to"] = "2026-03-31", ["reason"] = "代表法第六十一条" }, new JsonObject { ["from"] = "2026-11-20" });
            d["interests"] = new JsonArray("学而优培训班");
        })).Deputy("D01")!;

        Assert.Equal([false, true, false, true, false, false], new[] { "2021-11-30", "2021-12-01", "2026-03-31", "2026-04-01", "2026-11-20", "2026-12-01" }.Select(d => deputy.ServesOn(DateOnly.Parse(d, null))));
        Assert.Equal(["学而优培训班"], deputy.Interests);
    }

    public static TheoryData<string, string, string> Mistakes => new()
    {
        { "deputies[2].district", "没有选区", """{"list":"deputies","code":"D03","set":{"district":"ED01"}}""" },
        { "deputies[3].district", "ED99", """{"list":"deputies","code":"D04","set":{"district":"ED99"}}""" },
        { "deputies[6].district", "必须填写选区", """{"list":"deputies","code":"D07","set":{"district":null}}""" },
        { "deputies[6].district", "县级代表", """{"list":"deputies","code":"D07","set":{"district":"ED05"}}""" },
        { "deputies[0].station", "ST99", """{"list":"deputies","code":"D01","set":{"station":"ST99"}}""" },
        { "deputies[0].level", "County", """{"list":"deputies","code":"D01","set":{"level":"1"}}""" },
        { "deputies[0].expertise[0]", "schools", """{"list":"deputies","code":"D01","set":{"expertise":["schools"]}}""" },
        { "deputies[0].termTo", "早于", """{"list":"deputies","code":"D01","set":{"termFrom":"2026-01-01","termTo":"2025-01-01"}}""" },
        { "deputies[0].termFrom", "2026-02-30", """{"list":"deputies","code":"D01","set":{"termFrom":"2026-02-30"}}""" },
        { "deputies[0].suspensions[0].from", "缺少", """{"list":"deputies","code":"D01","set":{"suspensions":[{"reason":"x"}]}}""" },
        { "deputies[1].code", "D01", """{"list":"deputies","code":"D02","set":{"code":"D01"}}""" },
        { "communities[0].township", "XX", """{"list":"communities","code":"WT01","set":{"township":"XX"}}""" },
        { "communities[0].name", "缺少", """{"list":"communities","code":"WT01","set":{"name":" "}}""" },
        { "communities[0].alias", "列表", """{"list":"communities","code":"WT01","set":{"alias":"书香里"}}""" },
        { "electoralDistricts[0].communities[1]", "WT09", """{"list":"electoralDistricts","code":"ED01","set":{"communities":["WT01","WT09"]}}""" },
        { "electoralDistricts[3].workplace", "单位名称", """{"list":"electoralDistricts","code":"ED04","set":{"workplace":null}}""" },
        { "electoralDistricts[7].communities", "同一个乡镇", """{"list":"electoralDistricts","code":"TD01","set":{"communities":["SQ02","BL01"]}}""" },
        { "electoralDistricts[7].communities", "街道没有人大", """{"list":"electoralDistricts","code":"TD01","set":{"communities":["WT01"]}}""" },
        { "stations[0].parent", "互为上级", """{"list":"stations","code":"ST01","set":{"parent":"ST02"}}""" },
        { "stations[0].kind", "House", """{"list":"stations","code":"ST01","set":{"kind":"Office"}}""" },
    };

    [Theory, MemberData(nameof(Mistakes))]
    public void A_mistake_is_told_with_its_place(string where, string says, string edit)
    {
        var change = JsonNode.Parse(edit)!;
        var files = DistrictFiles.Demo().Edit((string)change["list"]!, (string)change["code"]!, item =>
        {
            foreach (var (name, value) in change["set"]!.AsObject())
            {
                item[name] = value?.DeepClone();
            }
        });

        var (directory, problems) = files.Read();

        Assert.Null(directory);
        Assert.Contains(problems, p => p.Where == $"area.json: {where}" && p.Message.Contains(says, StringComparison.Ordinal));
    }

    [Fact]
    public void A_lead_that_is_no_department_is_told()
    {
        var (_, problems) = DistrictFiles.Demo().Edit("problemTypes", "ENV-07", t => t["lead"] = "rubbish").Edit("problemTypes", "EDU-01", t => t["caseClass"] = "Soon").Read();

        Assert.Equal(["competence-matrix.json: problemTypes[0].caseClass", "competence-matrix.json: problemTypes[55].lead"], problems.Select(p => p.Where).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_mistake_is_told_at_once()
    {
        var files = DistrictFiles.Demo()
            .Edit("deputies", "D01", d => d["district"] = "ED99")
            .Edit("communities", "WT02", c => c["township"] = "ZZ")
            .Edit("problemTypes", "ENV-01", t => t["co"] = new JsonArray("nobody"));
        files.Workdays["years"]!["2026"]!["makeupWorkdays"]!.AsArray().Add("2027-01-04");
        files.Area["dutyRoster"]!["overrides"]!.AsArray().Add(new JsonObject { ["station"] = "ST01", ["date"] = "2026-12-01", ["deputy"] = "D12" });

        var (directory, problems) = files.Read();

        Assert.Null(directory);
        Assert.Equal(5, problems.Count);
    }

    [Theory]
    [InlineData("{ \"area\": ", "area.json")]
    [InlineData("[]", "area.json")]
    [InlineData("null", "area.json")]
    [InlineData("{}", "area.json: area")]
    [InlineData("{\"area\":{},\"area\":{}}", "area.json")]
    [InlineData("{\"area\":3,\"townships\":{},\"communities\":[7,null,\"x\"]}", "area.json: communities[1]")]
    [InlineData("{\"area\":{\"name\":\"\\ud800\"}}", "area.json: area.name")]
    public void Something_else_altogether_gives_problems_and_no_exception(string json, string where)
    {
        var files = DistrictFiles.Demo();

        var (directory, problems) = AreaDirectoryReader.Read(json, files.Matrix.ToJsonString(), files.Workdays.ToJsonString());

        Assert.Null(directory);
        Assert.Contains(problems, p => p.Where == where);
    }

    [Fact]
    public void A_broken_file_names_its_line()
    {
        var files = DistrictFiles.Demo();

        var (_, problems) = AreaDirectoryReader.Read("{\n \"area\": {},\n oops\n}", files.Matrix.ToJsonString(), "{}");

        Assert.Contains(problems, p => p.Where == "area.json" && p.Message.Contains("第 3 行", StringComparison.Ordinal));
    }

    [Fact]
    public void A_makeup_day_that_is_a_working_day_anyway_and_a_statutory_day_that_is_lacking_are_warnings()
    {
        var directory = A.Directory(f =>
        {
            f.Workdays["years"]!["2026"]!["makeupWorkdays"]!.AsArray().Add("2026-11-25");
            f.Workdays["years"]!["2027"]!["daysOff"]!.AsArray().RemoveAt(0);
            return f;
        });

        Assert.Contains(directory.Warnings, w => w.Where.EndsWith("years.2026.makeupWorkdays", StringComparison.Ordinal) && w.Message.Contains("2026-11-25", StringComparison.Ordinal));
        Assert.Contains(directory.Warnings, w => w.Where.EndsWith("years.2027.daysOff", StringComparison.Ordinal) && w.Message.Contains("2027-01-01", StringComparison.Ordinal));
        Assert.True(directory.Calendar.IsWorkday(new(2026, 11, 25)));
    }

    [Fact]
    public void Two_communities_of_one_name_are_a_warning()
    {
        var directory = A.Directory(f => f.Edit("communities", "BL01", c => c["alias"] = new JsonArray("白鹭", "河湾")));

        Assert.Contains(directory.Warnings, w => w.Message.Contains("河湾", StringComparison.Ordinal));
        Assert.Equal(["BL01", "HW01"], StationBot.Handling.Routing.PlaceResolver.Resolve("河湾的桥坏了", directory).Candidates.Select(c => c.Community).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("ST01", "2026-11-23", "D02")] // a dated entry
    [InlineData("ST01", "2026-11-24", "D01")] // week 48 of three deputies
    [InlineData("ST01", "2026-12-01", "D02")] // week 49
    [InlineData("ST01", "2027-01-01", "D03")] // still ISO week 53 of 2026
    [InlineData("ST02", "2026-11-23", "D04")]
    [InlineData("ST99", "2026-11-23", null)]
    public void Duty_goes_by_dated_entries_and_then_by_iso_week(string station, string day, string? deputy) =>
        Assert.Equal(deputy, The.Directory.DutyDeputy(station, DateOnly.Parse(day, null)));

    [Fact]
    public void Nobody_is_on_duty_who_does_not_serve()
    {
        var directory = A.Directory(f => f.Edit("deputies", "D02", d => d["termTo"] = "2026-11-01"));

        Assert.Equal("D01", directory.DutyDeputy("ST01", new(2026, 11, 23)));
    }
}
