using Microsoft.Extensions.DependencyInjection;
using StationBot.Handling.Cases;
using StationBot.Handling.Loop;
using StationBot.Store;

namespace StationBot.Host.Tests.Api;

public sealed class SqliteVisibilityTests() : VisibilityFacts(StoreProvider.Sqlite);

public sealed class PostgresVisibilityTests() : VisibilityFacts(StoreProvider.Postgres);

/// <summary>domain.md §2: each role sees its cases, and of them what it needs.</summary>
public abstract class VisibilityFacts(StoreProvider provider) : IAsyncLifetime
{
    private ApiStation _station = null!;

    public async ValueTask InitializeAsync() => _station = await ApiStation.StartAsync(provider: provider);

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return _station?.DisposeAsync() ?? ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Each_role_lists_its_own_cases()
    {
        var proposed = await _station.CaseAsync(resident: "甲");
        var led = await _station.InProgressAsync(co: ["env"]);
        var elsewhere = await _station.CaseAsync(station: "ST03", resident: "乙");

        Assert.Equal(No(elsewhere, led, proposed), await ListAsync(TokenRole.Staff));
        Assert.Equal(No(led, proposed), await ListAsync(TokenRole.Staff, "ST01"));
        Assert.Equal(No(elsewhere, led, proposed), await ListAsync(TokenRole.Office));
        Assert.Equal(No(elsewhere, led, proposed), await ListAsync(TokenRole.Auditor));
        Assert.Equal(No(led), await ListAsync(TokenRole.Department, "urban"));
        Assert.Equal(No(led), await ListAsync(TokenRole.Department, "env"));
        Assert.Empty(await ListAsync(TokenRole.Department, "police"));
        Assert.Equal(No(elsewhere, led, proposed), await ListAsync(TokenRole.Deputy, "D01"));
        Assert.Empty(await ListAsync(TokenRole.Deputy, "D02"));
        Assert.Equal(No(proposed), await ListAsync(TokenRole.Resident, proposed.ResidentId.ToString()));
        Assert.Empty(await ListAsync(TokenRole.Resident, Guid.NewGuid().ToString()));
    }

    [Fact]
    public async Task Whoever_is_called_to_the_spot_can_read_where_it_is()
    {
        var one = await _station.InProgressAsync();
        var police = await _station.AsAsync(TokenRole.Department, "police");
        Assert.Equal(404, (await police.AskAsync($"/cases/{one.Number}")).Status);

        A.Take(one, _station.Clock, _station.Services, CaseAction.Whistle, CaseActor.Office, null, new WhistleData(["police"], _station.Clock.GetUtcNow().AddHours(2), "3号楼"));
        await A.SaveAsync(_station.Services, one);

        Assert.Equal(200, (await police.AskAsync($"/cases/{one.Number}")).Status);
    }

    [Fact]
    public async Task Whoever_is_called_to_the_spot_has_it_in_their_list_with_a_mark_once()
    {
        var (one, led) = (await _station.InProgressAsync(), await _station.InProgressAsync(co: ["env"]));
        Call(one, ["police", "urban"]);
        Call(led, ["env", "urban"]);
        Call(led, ["police"]);
        await A.SaveAsync(_station.Services, one);
        await A.SaveAsync(_station.Services, led);

        Assert.Equal([(one, true)], await CalledAsync("police", $"?lead=urban&q={one.Number}"));
        Assert.Equal([(led, true), (one, true)], await CalledAsync("police"));
        Assert.Equal([(led, false)], await CalledAsync("env"));
        Assert.Equal([(led, false), (one, false)], await CalledAsync("urban"));
        Assert.Empty(await ListAsync(TokenRole.Department, "fire"));
        // One that leads to a case by two ways still gets the whole next page.
        var first = (await (await _station.AsAsync(TokenRole.Department, "urban")).AskAsync("/cases?limit=1")).Body!;
        Assert.Equal(led.Number!.Value.Value, first["next"]?.ToString());

        void Call(Case at, string[] units) =>
            A.Take(at, _station.Clock, _station.Services, CaseAction.Whistle, CaseActor.Office, null, new WhistleData(units, _station.Clock.GetUtcNow().AddHours(2), "3号楼"));

        async Task<(Case, bool)[]> CalledAsync(string unit, string query = "")
        {
            var items = (await (await _station.AsAsync(TokenRole.Department, unit)).AskAsync("/cases" + query)).Body!["items"]!.AsArray();
            return [.. items.Select(i => (i!["caseNo"]!.ToString() == one.Number!.Value.Value ? one : led, i["called"]?.GetValue<bool>() == true))];
        }
    }

    [Fact]
    public async Task The_unit_that_gets_a_part_of_a_report_reads_nothing_of_the_report()
    {
        var one = await _station.CaseAsync();
        one.RawText = "路灯坏了半个月,听说科长和灯具店老板是亲戚";
        one.Slots = new Dictionary<string, string> { ["place"] = "书香里小区38栋", ["demand"] = one.RawText, ["subject"] = "科长" };
        await A.SaveAsync(_station.Services, one);
        var (staff, urban) = (await _station.AsAsync(TokenRole.Staff), await _station.AsAsync(TokenRole.Department, "urban"));
        await OkAsync(staff.StepAsync(one, "raise-flag", new { data = new { flag = "discipline" } }));
        await OkAsync(staff.StepAsync(one, "split", new { data = new { independent = true, parts = new[] { new { text = "书香里门口的路灯坏了要修", type = "OTH-04" } } } }));
        var part = (await staff.AskAsync($"/cases/{one.Number}")).Body!["children"]!.AsArray()[0]!.ToString();
        var made = (await _station.Services.GetRequiredService<ICases>().FindAsync(new CaseNo(part), TestContext.Current.CancellationToken))!;
        await OkAsync(staff.StepAsync(made, "assign", new { data = new { lead = "urban", liaison = "李工", co = Array.Empty<string>() } }));

        var seen = (await urban.AskAsync($"/cases/{part}")).Body!.ToJsonString(Readable) + (await urban.AskAsync($"/cases/{part}/events")).Body!.ToJsonString(Readable);

        Assert.Contains("书香里门口的路灯坏了要修", seen, StringComparison.Ordinal);
        Assert.All(["科长", "亲戚", "38栋", "13800001234"], hidden => Assert.DoesNotContain(hidden, seen, StringComparison.Ordinal));
        Assert.Equal(404, (await urban.AskAsync($"/cases/{one.Number}")).Status);
    }

    [Fact]
    public async Task Contact_and_words_go_only_to_those_who_need_them()
    {
        var one = await _station.InProgressAsync(co: ["env"]);

        Assert.Equal(("138****1234", true), await ReadAsync(TokenRole.Staff));
        Assert.Equal(("13800001234", true), await ReadAsync(TokenRole.Department, "urban"));
        Assert.Equal((null, true), await ReadAsync(TokenRole.Department, "env"));
        Assert.Equal((null, false), await ReadAsync(TokenRole.Deputy, "D01"));
        Assert.Equal((null, true), await ReadAsync(TokenRole.Office));
        Assert.Equal((null, false), await ReadAsync(TokenRole.Auditor));
        Assert.Equal(("13800001234", true), await ReadAsync(TokenRole.Resident, one.ResidentId.ToString()));

        async Task<(string?, bool)> ReadAsync(TokenRole role, string? unit = null)
        {
            var got = await (await _station.AsAsync(role, unit)).AskAsync($"/cases/{one.Number}");
            Assert.Equal(200, got.Status);
            return (got.Body!["contact"]?.ToString(), got.Body["rawText"] is not null);
        }
    }

    [Fact]
    public async Task The_residents_number_in_what_the_unit_wrote_goes_no_further_than_their_contact()
    {
        var one = await _station.InProgressAsync(co: ["env"]);
        var urban = await _station.AsAsync(TokenRole.Department, "urban");
        Assert.Equal(200, (await urban.StepAsync(one, "progress", new { data = new { kind = "Plan", text = "已联系居民13800001234，王建国家约周五上门。" } })).Status);

        Assert.All(await ReadAsync(TokenRole.Department, "urban"), text => Assert.Contains("13800001234", text, StringComparison.Ordinal));
        foreach (var (role, unit) in new[] { (TokenRole.Department, "env"), (TokenRole.Deputy, "D01"), (TokenRole.Office, null), (TokenRole.Staff, null) })
        {
            Assert.All(await ReadAsync(role, unit), text => Assert.DoesNotContain("13800001234", text, StringComparison.Ordinal));
        }
        Assert.All(await ReadAsync(TokenRole.Deputy, "D01"), text => Assert.DoesNotContain("王建国", text, StringComparison.Ordinal));

        async Task<string[]> ReadAsync(TokenRole role, string? unit)
        {
            var client = await _station.AsAsync(role, unit);
            return [(await client.AskAsync($"/cases/{one.Number}")).Body!["plan"]!.ToString(), (await client.AskAsync($"/cases/{one.Number}/events")).Body!.AsArray()[^1]!["data"]!.ToJsonString(Readable)];
        }
    }

    private static async Task OkAsync(Task<Got> step)
    {
        var got = await step;
        Assert.True(got.Status == 200, $"{got.Code} {got.Detail}");
    }

    private static readonly System.Text.Json.JsonSerializerOptions Readable = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public async Task Residents_neither_read_nor_search_how_units_are_pressed()
    {
        var one = await _station.InProgressAsync();
        A.Take(one, _station.Clock, _station.Services, CaseAction.Warn, CaseActor.System, null, new WarnData(WarningColor.Red));
        await A.SaveAsync(_station.Services, one);
        var resident = await _station.AsAsync(TokenRole.Resident, one.ResidentId.ToString());

        Assert.DoesNotContain((await resident.AskAsync($"/cases/{one.Number}/events")).Body!.AsArray(), e => e!["action"]!.ToString() == "Warn");
        Assert.Single((await resident.AskAsync("/cases?warning=Yellow")).Body!["items"]!.AsArray());
        Assert.Empty((await (await _station.AsAsync(TokenRole.Staff)).AskAsync("/cases?warning=Yellow")).Body!["items"]!.AsArray());
    }

    [Fact]
    public async Task A_deputy_reads_what_it_is_about_without_names_and_doors_and_nobody_else_is_spared_them()
    {
        var one = await _station.CaseAsync();
        one.Summary = "我叫王桂芳，住书香里小区3号楼2单元502，楼上张大勇家漏水，电话13912345678";
        await A.SaveAsync(_station.Services, one);

        var (deputy, staff) = (await ReadAsync(TokenRole.Deputy, "D01"), await ReadAsync(TokenRole.Staff));

        Assert.All(deputy, summary => Assert.All(["王桂芳", "502", "张大勇", "13912345678"], hidden => Assert.DoesNotContain(hidden, summary, StringComparison.Ordinal)));
        Assert.All(deputy, summary => Assert.Contains("漏水", summary, StringComparison.Ordinal));
        Assert.All(staff, summary => Assert.Equal(one.Summary, summary));

        // By itself and in the list.
        async Task<string[]> ReadAsync(TokenRole role, string? unit = null)
        {
            var client = await _station.AsAsync(role, unit);
            var (alone, listed) = ((await client.AskAsync($"/cases/{one.Number}")).Body!, (await client.AskAsync("/cases")).Body!["items"]!.AsArray());
            return [alone["summary"]!.ToString(), Assert.Single(listed)!["summary"]!.ToString()];
        }
    }

    [Fact]
    public async Task A_report_that_a_unit_already_has_is_taken_back_and_led_to_its_door()
    {
        var one = await _station.InProgressAsync();
        var (staff, office, urban) = (await _station.AsAsync(TokenRole.Staff), await _station.AsAsync(TokenRole.Office), await _station.AsAsync(TokenRole.Department, "urban"));
        Assert.DoesNotContain("PullBack", await StepsAsync());
        await OkAsync(staff.StepAsync(one, "raise-flag", new { data = new { flag = "discipline" } }));
        Assert.Equal(404, (await urban.AskAsync($"/cases/{one.Number}")).Status);
        Assert.Equal("case.guard.discipline", (await office.StepAsync(one, "reassign", new { data = new { lead = "env" }, reason = "换一家" })).Code);

        Assert.Contains("PullBack", await StepsAsync());
        await OkAsync(staff.StepAsync(one, "pull-back", new { reason = "涉及干部违纪" }));
        await OkAsync(staff.StepAsync(one, "redirect", new { data = new { target = "discipline", phone = "12388" } }));

        Assert.Equal("Redirected", (await staff.AskAsync($"/cases/{one.Number}")).Body!["status"]!.ToString());

        async Task<string[]> StepsAsync() => [.. (await staff.AskAsync($"/cases/{one.Number}/steps")).Body!.AsArray().Select(s => s!["action"]!.ToString())];
    }

    [Theory]
    [InlineData("书香里小区3号楼的王建国家养狗，半夜一直叫", "王建国", "养狗")]
    [InlineData("楼下李强和他老婆天天吵架，影响休息", "李强", "吵架")]
    [InlineData("门口垃圾是张大勇倒的，没人管", "张大勇", "垃圾")]
    public async Task A_deputy_reads_no_neighbours_name(string summary, string hidden, string kept)
    {
        var one = await _station.CaseAsync();
        one.Summary = summary;
        await A.SaveAsync(_station.Services, one);

        var read = (await (await _station.AsAsync(TokenRole.Deputy, "D01")).AskAsync($"/cases/{one.Number}")).Body!["summary"]!.ToString();

        Assert.DoesNotContain(hidden, read, StringComparison.Ordinal);
        Assert.Contains(kept, read, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("张家坝路口的路灯坏了，国家有规定")]
    [InlineData("高家村王家湾的方便大家的路没人修")]
    [InlineData("住建局说厂家的电梯配件还没到")]
    [InlineData("和平路常年积水，孙家桥下水道堵了")]
    public async Task Places_and_plain_words_stay_readable(string summary)
    {
        var one = await _station.CaseAsync();
        one.Summary = summary;
        await A.SaveAsync(_station.Services, one);

        Assert.Equal(summary, (await (await _station.AsAsync(TokenRole.Deputy, "D01")).AskAsync($"/cases/{one.Number}")).Body!["summary"]!.ToString());
    }

    [Fact]
    public async Task Whoever_is_complained_about_sees_nothing_and_nobody_outside_sees_a_discipline_report()
    {
        var one = await _station.CaseAsync(conflicted: ["env", "D01"]);
        A.Take(one, _station.Clock, _station.Services, CaseAction.Assign, CaseActor.StationStaff, null, new AssignData(Liaison: "李工", Deputy: "D02"));
        await A.SaveAsync(_station.Services, one);
        var report = await _station.InProgressAsync();
        A.Take(report, _station.Clock, _station.Services, CaseAction.RaiseFlag, CaseActor.StationStaff, null, new FlagData("discipline"));
        await A.SaveAsync(_station.Services, report);

        Assert.Equal(No(one), await ListAsync(TokenRole.Department, "urban"));
        Assert.Empty(await ListAsync(TokenRole.Deputy, "D01"));
        Assert.Equal(404, (await (await _station.AsAsync(TokenRole.Deputy, "D01")).AskAsync($"/cases/{one.Number}/events")).Status);
        Assert.Equal(404, (await (await _station.AsAsync(TokenRole.Department, "urban")).StepAsync(report, "progress", new { data = new { text = "x" } })).Status);
        Assert.Equal(No(report, one), await ListAsync(TokenRole.Staff));
    }

    [Fact]
    public async Task The_log_shows_a_residents_words_and_data_to_nobody_who_need_not_see_them()
    {
        var one = await _station.InProgressAsync();
        A.Take(one, _station.Clock, _station.Services, CaseAction.Supplement, CaseActor.Resident, null, new SupplementData(), "昨晚有位老人摔倒了");
        await A.SaveAsync(_station.Services, one);

        var (staff, deputy, resident, auditor) = (await EventsAsync(TokenRole.Staff), await EventsAsync(TokenRole.Deputy, "D01"), await EventsAsync(TokenRole.Resident, one.ResidentId.ToString()), await EventsAsync(TokenRole.Auditor));

        Assert.Contains("老人摔倒", staff, StringComparison.Ordinal);
        Assert.All([deputy, resident, auditor], log => Assert.DoesNotContain("老人摔倒", log, StringComparison.Ordinal));
        Assert.Contains("李工", deputy, StringComparison.Ordinal);
        Assert.All([resident, auditor], log => Assert.DoesNotContain("李工", log, StringComparison.Ordinal));
        Assert.DoesNotContain(one.ResidentId.ToString(), deputy, StringComparison.OrdinalIgnoreCase);

        async Task<string> EventsAsync(TokenRole role, string? unit = null)
        {
            var got = await (await _station.AsAsync(role, unit)).AskAsync($"/cases/{one.Number}/events");
            Assert.Equal(5, got.Body!.AsArray().Count);
            return string.Join('\n', got.Body.AsArray().Select(e => e!["reason"]?.ToString() + System.Text.Json.JsonSerializer.Serialize(e["data"], Host.Api.ApiJson.Options)));
        }
    }

    [Fact]
    public async Task Filters_narrow_and_pages_follow_each_other_without_gap_or_repeat()
    {
        List<Case> all = [];
        for (var i = 0; i < 7; i++)
        {
            all.Insert(0, i == 3 ? await _station.InProgressAsync() : await _station.CaseAsync(station: i % 2 == 0 ? "ST01" : "ST03"));
        }
        var staff = await _station.AsAsync(TokenRole.Staff);

        List<string> paged = [];
        string? next = null;
        do
        {
            var page = (await staff.AskAsync("/cases?limit=3" + (next is null ? "" : "&after=" + next))).Body!;
            paged.AddRange(page["items"]!.AsArray().Select(c => c!["caseNo"]!.ToString()));
            next = page["next"]?.ToString();
        }
        while (next is not null);

        Assert.Equal(all.Select(c => c.Number.ToString()), paged);
        Assert.Equal(1, await CountAsync("status=InProgress"));
        Assert.Equal(1, await CountAsync("stage=supervise"));
        Assert.Equal(6, await CountAsync("stage=Sort"));
        Assert.Equal(7, await CountAsync("lead=urban&deputy=D01&topic=environment&warning=none"));
        Assert.Equal(0, await CountAsync("topic=education"));
        Assert.Equal(2, await CountAsync("station=ST03"));
        Assert.Equal(0, await CountAsync("supervision=1"));
        Assert.Equal(7, await CountAsync("dueBefore=2026-12-01"));
        Assert.Equal(0, await CountAsync("dueBefore=2026-11-30"));
        Assert.Equal(1, await CountAsync("q=0007"));
        Assert.Equal(0, await CountAsync("q=_007"));

        async Task<int> CountAsync(string query) => (await staff.AskAsync("/cases?" + query)).Body!["items"]!.AsArray().Count;
    }

    [Fact]
    public async Task What_a_desk_leads_and_what_it_joins_and_every_status_of_a_stage_come_in_one_order_page_by_page()
    {
        List<Case> all = [];
        for (var i = 0; i < 6; i++)
        {
            var one = i % 2 == 0 ? await _station.InProgressAsync(co: i == 2 ? null : ["env"]) : await _station.CaseAsync();
            if (i % 2 == 1)
            {
                A.Take(one, _station.Clock, _station.Services, CaseAction.Assign, CaseActor.StationStaff, null, new AssignData(Lead: "env", Co: ["urban"], Liaison: "李工"));
                await A.SaveAsync(_station.Services, one);
            }
            all.Insert(0, one);
        }

        Assert.Equal(No([.. all.Where(c => c != all[3])]), await PagesAsync(TokenRole.Department, "env", "limit=1"));
        Assert.Equal(No([.. all]), await PagesAsync(TokenRole.Department, "urban", "limit=2"));
        Assert.Equal(No([.. all]), await PagesAsync(TokenRole.Staff, null, "limit=4"));
        Assert.Equal(No([.. all.Where(c => c.Status == CaseStatus.InProgress)]), await PagesAsync(TokenRole.Staff, null, "limit=2&stage=Supervise&status=InProgress"));
        Assert.Empty(await PagesAsync(TokenRole.Staff, null, "stage=Collect&status=InProgress"));

        async Task<string[]> PagesAsync(TokenRole role, string? unit, string query)
        {
            var client = await _station.AsAsync(role, unit);
            List<string> numbers = [];
            for (string? after = ""; after is not null;)
            {
                var page = (await client.AskAsync($"/cases?{query}{after}")).Body!;
                numbers.AddRange(page["items"]!.AsArray().Select(c => c!["caseNo"]!.ToString()));
                after = page["next"] is { } next ? $"&after={next}" : null;
            }
            return [.. numbers];
        }
    }

    private static string[] No(params Case[] cases) => [.. cases.Select(c => c.Number!.Value.Value)];

    private async Task<string[]> ListAsync(TokenRole role, string? unit = null)
    {
        var got = await (await _station.AsAsync(role, unit)).AskAsync("/cases");
        Assert.Equal(200, got.Status);
        return [.. got.Body!["items"]!.AsArray().Select(c => c!["caseNo"]!.ToString())];
    }
}
