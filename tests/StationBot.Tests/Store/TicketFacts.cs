using StationBot.Handling.Cases;
using StationBot.Handling.Loop;
using StationBot.Handling.Tickets;
using StationBot.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace StationBot.Tests.Store;

public sealed class SqliteTicketTests() : TicketFacts(StoreProvider.Sqlite);

public sealed class PostgresTicketTests() : TicketFacts(StoreProvider.Postgres);

/// <summary>接单派单 on a real database: 12345's tickets are linked and watched, never made into cases, and twice changes nothing.</summary>
public abstract class TicketFacts(StoreProvider provider) : StoreFacts(provider)
{
    private static readonly Actor Staff = new(CaseActor.StationStaff, "王敏");

    private CaseWork Work => new(Store.Cases, Store.Loop, Store.Suggestions, () => The.Rules, The.Clock);
    private ITicketDesk Desk => Store.Services.GetRequiredService<ITicketDesk>();
    private TicketImport Import => new(Store.Cases, Store.Loop, Desk, Work, () => The.Rules, new TicketOptions());

    [Fact]
    public async Task A_ticket_that_names_our_case_is_linked_and_watched_and_twice_changes_nothing()
    {
        var one = await SavedAsync("门口的路灯坏了半个月");

        Assert.Equal([TicketFate.Link], await RunAsync(Line("GD1", one, "办理中")));
        Assert.Equal([TicketFate.Known], await RunAsync(Line("GD1", one, "办理中")));
        Assert.Equal([TicketFate.Known], await RunAsync(Line("GD1", null, "办理中")));
        Assert.Equal([TicketFate.Update], await RunAsync(Line("GD1", null, "已办结") with { Unit = "城管局", ClosedAt = The.Moment.AddHours(-1) }));
        Assert.Equal([TicketFate.Known], await RunAsync(Line("GD1", one, "已办结") with { Unit = "城管局", ClosedAt = The.Moment.AddHours(-1) }));

        var found = (await Store.Cases.FindAsync(one, Cancel))!;
        Assert.Equal(new Ticket("12345", "GD1", "已办结", "城管局", The.Moment.AddHours(-1).ToUniversalTime()), Assert.Single(found.State!.Tickets));
        var log = await Store.Loop.EventsAsync(found.Id, Cancel);
        Assert.Equal(["LinkTicket", "TicketStatus", "TicketStatus"], log.Skip(2).Select(e => e.Action));
        Assert.All(log.Skip(2), e => Assert.Equal((CaseActor.System, "12345"), (e.Actor, e.By)));
        Assert.True(CaseState.Replay(log).SameAs(found.State));
    }

    [Fact]
    public async Task What_was_redirected_to_the_hotline_is_linked_too_and_a_merged_case_leads_to_the_main_one()
    {
        var gone = await SavedAsync("停水两天了", triage: true);
        await TakeAsync(gone, CaseAction.Redirect, new RedirectData("hotline", "12345"));
        var (main, other) = (await SavedAsync("路灯坏了"), await SavedAsync("路灯不亮"));
        await TakeAsync(other, CaseAction.Merge, new MergeData(main.Value, 0.9, true, true));

        Assert.Equal([TicketFate.Link, TicketFate.Link], await RunAsync(Line("GD1", gone, "办理中"), Line("GD2", other, "办理中")));

        Assert.Equal("GD1", Assert.Single((await Store.Cases.FindAsync(gone, Cancel))!.State!.Tickets).Number);
        Assert.Equal("GD2", Assert.Single((await Store.Cases.FindAsync(main, Cancel))!.State!.Tickets).Number);
        Assert.Equal([TicketFate.Known, TicketFate.Known], await RunAsync(Line("GD1", gone, "办理中"), Line("GD2", other, "办理中")));
    }

    [Fact]
    public async Task A_ticket_that_names_none_is_held_against_open_cases_of_its_place_only()
    {
        var lamp = await SavedAsync("门口的路灯坏了半个月,孩子放学看不见路");
        await SavedAsync("门口的路灯坏了半个月,孩子放学看不见路", community: "WT02");

        var sure = Line("GD1", null, "办理中") with { Text = "书香里门口的路灯坏了半个月,孩子放学看不见路,希望维修" };
        var possible = Line("GD2", null, "办理中") with { Text = "市民反映路灯损坏半个月,夜间出行不便" };
        var none = Line("GD3", null, "办理中") with { Text = "饭店油烟大" };
        var nowhere = sure with { Number = "GD4", Place = "", Text = "门口的路灯坏了半个月,孩子放学看不见路" };

        Assert.Equal([TicketFate.Sure, TicketFate.Possible, TicketFate.New, TicketFate.New], await RunAsync(sure, possible, none, nowhere));
        Assert.Empty((await Store.Cases.FindAsync(lamp, Cancel))!.State!.Tickets);
        Assert.Equal([TicketFate.Sure, TicketFate.Possible, TicketFate.New, TicketFate.New], await RunAsync(link: true, sure, possible, none, nowhere));
        Assert.Equal(new Ticket("12345", "GD1", "办理中"), Assert.Single((await Store.Cases.FindAsync(lamp, Cancel))!.State!.Tickets));
        Assert.Equal([TicketFate.Known], await RunAsync(link: true, sure));
        Assert.Equal(2, await Store.ReadAsync(db => db.Cases.CountAsync(Cancel)));
    }

    [Fact]
    public async Task Two_cases_alike_are_left_to_people()
    {
        await SavedAsync("门口的路灯坏了半个月,孩子放学看不见路");
        await SavedAsync("门口的路灯坏了半个月,孩子放学看不清路");

        Assert.Equal([TicketFate.Possible], await RunAsync(link: true, Line("GD1", null, "办理中") with { Text = "书香里门口的路灯坏了半个月,孩子放学看不见路" }));
    }

    [Fact]
    public async Task A_line_that_contradicts_what_is_stored_stops_all_of_them()
    {
        var (one, two) = (await SavedAsync("路灯坏了"), await SavedAsync("没人扫地"));
        await RunAsync(Line("GD1", one, "办理中"));
        List<TicketProblem> problems = [];

        await Import.PlanAsync([Line("GD1", two, "办理中"), Line("GD2", new CaseNo("QH20990101-0001"), "办理中") with { Line = 3 }], problems, Cancel);

        Assert.Equal([2, 3], problems.Select(p => p.Line!.Value));
        Assert.Contains($"已经关联到事项 {one}", problems[0].Text, StringComparison.Ordinal);
        Assert.Contains("QH20990101-0001", problems[1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_the_hotlines_is_exported_without_contacts_and_nothing_else()
    {
        await SavedAsync("路灯坏了");
        var gone = await SavedAsync("停水两天了,电话13912345678", flags: ["urgent_service"]);
        await TakeAsync(gone, CaseAction.Redirect, new RedirectData("hotline", "12345", true));
        var court = await SavedAsync("官司", triage: true);
        await TakeAsync(court, CaseAction.Redirect, new RedirectData("court", "12368"));
        var hidden = await SavedAsync("书记拿钱,还停水", flags: ["urgent_service", "discipline"]);
        var handed = await SavedAsync("井盖松了");
        await TakeAsync(handed, CaseAction.Assign, new AssignData("hotline", Liaison: "小刘", Deadline: The.Directory.Calendar.DayOf(The.Moment).AddDays(3)));
        var linked = await SavedAsync("没人扫地");
        await RunAsync(Line("GD7", linked, "已派单") with { Unit = "环卫所" });

        TicketLine[] lines = [.. TicketExport.Lines(await Desk.HandedOverAsync(The.Moment.AddDays(-1), TicketExport.Doors, Cancel), The.Directory)];

        Assert.Equal([gone.Value, handed.Value, linked.Value], lines.Select(l => l.CaseNo));
        Assert.DoesNotContain(lines, l => l.CaseNo == hidden.Value || l.Text.Contains("13912345678", StringComparison.Ordinal));
        Assert.Equal(("", "已引导", "书香里"), (lines[0].Number, lines[0].Status, lines[0].Place));
        Assert.Equal(("GD7", "已派单", "环卫所"), (lines[2].Number, lines[2].Status, lines[2].Unit));
        Assert.Empty(TicketExport.Lines(await Desk.HandedOverAsync(The.Moment.AddDays(1), TicketExport.Doors, Cancel), The.Directory));
    }

    [Fact]
    public async Task Nothing_goes_to_the_hotline_that_nobody_agreed_to()
    {
        await SavedAsync("停水两天了", flags: ["urgent_service"]);
        var told = await SavedAsync("停气三天了", flags: ["urgent_service"]);
        await TakeAsync(told, CaseAction.Redirect, new RedirectData("hotline", "12345"));
        var refused = await SavedAsync("没暖气", flags: ["urgent_service"]);
        await TakeAsync(refused, CaseAction.Redirect, new RedirectData("hotline", "12345", true));
        await TakeAsync(refused, CaseAction.Object, new NoData(), "不想转给12345");
        var child = await SavedAsync("我上初二,学校门口堵车");
        await TakeAsync(child, CaseAction.Assign, new AssignData("hotline", Liaison: "小刘"));
        await TakeAsync(child, CaseAction.RaiseFlag, new FlagData("minor"));

        Assert.Empty(await ExportedAsync());
    }

    [Fact]
    public async Task What_is_exported_names_nobody_no_door_and_nobodys_health()
    {
        var one = await SavedAsync("书香里小区39栋2单元301停水两天了,希望尽快恢复供水,我叫张国庆,我妈王秀英83岁卧床", flags: ["urgent_service"], place: "书香里小区39栋2单元301");
        await TakeAsync(one, CaseAction.Redirect, new RedirectData("hotline", "12345", true));

        var line = Assert.Single(await ExportedAsync());

        Assert.All(["张国庆", "王秀英", "301", "83", "卧床"], hidden => Assert.DoesNotContain(hidden, line.Text + line.Place, StringComparison.Ordinal));
        Assert.Contains("停水两天了,希望尽快恢复供水", line.Text, StringComparison.Ordinal);
        Assert.StartsWith("书香里小区39栋", line.Place, StringComparison.Ordinal);
    }

    private async Task<TicketLine[]> ExportedAsync() => [.. TicketExport.Lines(await Desk.HandedOverAsync(The.Moment.AddDays(-1), TicketExport.Doors, Cancel), The.Directory)];

    private static TicketLine Line(string number, CaseNo? caseNo, string status) =>
        new(2, number, The.Moment.AddDays(-1), "市容", "路灯不亮", "书香里", status, "", null, caseNo?.Value);

    private Task<TicketFate[]> RunAsync(params TicketLine[] lines) => RunAsync(link: false, lines);

    private async Task<TicketFate[]> RunAsync(bool link, params TicketLine[] lines)
    {
        List<TicketProblem> problems = [];
        var plans = await Import.PlanAsync(lines, problems, Cancel);
        Assert.Empty(problems);
        foreach (var plan in plans)
        {
            Assert.Null(await Import.ApplyAsync(plan, link, Cancel));
        }
        return [.. plans.Select(p => p.Fate)];
    }

    private async Task TakeAsync(CaseNo number, CaseAction action, StepData data, string reason = "") =>
        Assert.IsType<WorkResult.Done>(await Work.TakeAsync(number, new Step(action, Staff, data, reason), Cancel));

    private async Task<CaseNo> SavedAsync(string text, string community = "WT01", string[]? flags = null, bool triage = false, string place = "书香里")
    {
        var name = Guid.NewGuid().ToString("N");
        var fresh = await NewAsync(name, name);
        var made = new Case(CaseId.New(), fresh.Id, fresh.ResidentId, Channel, The.Moment)
        {
            Number = await Store.Cases.NextNumberAsync("QH", DateOnly.FromDateTime(The.Moment.DateTime), Cancel),
            RawText = text, Summary = text, Community = community, Slots = new Dictionary<string, string> { ["place"] = place },
        };
        var confirm = new ConfirmData(text, text.Length, Channel, "notice", "书香里", ["修好"], "Simple", flags ?? [], [new Subscriber(fresh.ResidentId, fresh.Id)]);
        Apply(CaseAction.Confirm, Actor.Resident, confirm);
        if (triage || flags is not null)
        {
            Apply(CaseAction.SendToTriage, Actor.Bot, new SortData(Confidence: 0.5), "low_confidence");
        }
        else
        {
            Apply(CaseAction.Sort, Actor.Bot, new SortData("Other", "OTH-07", "housing", [], null, "D01", 0.9));
        }
        await SaveAsync(Turn(fresh, "m1", "好") with { Cases = [made] });
        return made.Number!.Value;

        void Apply(CaseAction action, Actor by, StepData data, string reason = "") =>
            Assert.IsType<StepResult.Done>(made.Apply(new Step(action, by, data, reason), The.Moment, The.Rules));
    }
}
