using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using StationBot.Handling.Cases;
using StationBot.Handling.Loop;
using StationBot.Store;

namespace StationBot.Host.Tests.Api;

public sealed class SqliteLedgerTests() : LedgerFacts(StoreProvider.Sqlite);

public sealed class PostgresLedgerTests() : LedgerFacts(StoreProvider.Postgres);

/// <summary>Commitments, notices and indicators, each over a database of its own.</summary>
public abstract class LedgerFacts(StoreProvider provider) : IAsyncLifetime
{
    private ApiStation _station = null!;

    public async ValueTask InitializeAsync() => _station = await ApiStation.StartAsync(provider: provider);

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return _station?.DisposeAsync() ?? ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Notices_are_the_units_own_page_by_page_until_they_are_read()
    {
        var first = await _station.InProgressAsync(co: ["env"]);
        _station.Clock.Advance(TimeSpan.FromSeconds(1));
        var second = await _station.InProgressAsync();
        var (urban, env, staff) = (await _station.AsAsync(TokenRole.Department, "urban"), await _station.AsAsync(TokenRole.Department, "env"), await _station.AsAsync(TokenRole.Staff));

        var page = (await urban.AskAsync("/notices?limit=1")).Body!;
        var next = (await urban.AskAsync($"/notices?limit=1&after={page["next"]}")).Body!;
        var id = page["items"]![0]!["id"]!.ToString();
        var foreign = await ReadAsync(env, id);
        var read = await ReadAsync(urban, id);
        var again = await ReadAsync(urban, id);

        Assert.Equal((first.Number.ToString(), second.Number.ToString()), (page["items"]![0]!["caseNo"]!.ToString(), next["items"]![0]!["caseNo"]!.ToString()));
        Assert.Null(next["next"]);
        Assert.Equal((404, 204, 204), (foreign, read, again));
        Assert.Equal([second.Number.ToString()], Numbers((await urban.AskAsync("/notices")).Body!));
        Assert.Equal([first.Number.ToString()], Numbers((await env.AskAsync("/notices")).Body!));
        Assert.Empty(Numbers((await staff.AskAsync("/notices")).Body!));
    }

    [Fact]
    public async Task What_a_clock_says_stands_among_the_notices_in_words()
    {
        var late = await _station.CaseAsync();
        A.Take(late, _station.Clock, _station.Services, CaseAction.Assign, CaseActor.StationStaff, null, new AssignData(Liaison: "李工"));
        await A.SaveAsync(_station.Services, late);
        _station.Clock.AdjustTime(_station.Clock.GetUtcNow().AddDays(14));
        await _station.Services.GetRequiredService<NudgeRounds>().RunAsync(TestContext.Current.CancellationToken);

        var told = (await (await _station.AsAsync(TokenRole.Office)).AskAsync("/notices")).Body!["items"]!.AsArray();

        Assert.Contains("签收", told.First(n => n!["kind"]!.ToString() == StaffKinds.AcknowledgeOverdue)!["name"]!.ToString(), StringComparison.Ordinal);
        Assert.All(told, n => Assert.NotEmpty(n!["name"]!.ToString()));
    }

    [Fact]
    public async Task A_notice_says_which_warning_it_is_and_what_a_clock_presses_for()
    {
        await _station.InProgressAsync();
        _station.Clock.AdjustTime(_station.Clock.GetUtcNow().AddDays(14));
        await _station.Services.GetRequiredService<NudgeRounds>().RunAsync(TestContext.Current.CancellationToken);

        var told = (await (await _station.AsAsync(TokenRole.Department, "urban")).AskAsync("/notices")).Body!["items"]!.AsArray();

        Assert.Contains("红色", Assert.Single(told, n => n!["kind"]!.ToString() == "Warn_Red")!["name"]!.ToString(), StringComparison.Ordinal);
        var pressed = told.Where(n => n!["kind"]!.ToString().StartsWith("Nudge_", StringComparison.Ordinal)).ToArray();
        Assert.Contains(pressed, n => n!["kind"]!.ToString() == "Nudge_FirstContact");
        Assert.Equal(pressed.Length, pressed.Select(n => n!["name"]!.ToString()).Distinct().Count());
        Assert.DoesNotContain(told, n => n!["kind"]!.ToString() is "Warn" or "Nudge");
    }

    [Fact]
    public async Task The_ledger_holds_the_open_promises_that_residents_were_told_of_the_cases_one_sees()
    {
        var one = await _station.InProgressAsync();
        A.Take(one, _station.Clock, _station.Services, CaseAction.Reply, CaseActor.Department, "urban", new ReplyData(
            "路灯线路已经查明是电缆进水,施工队本周进场更换电缆,先装临时照明。", ReplyClass.InProgress, [new Promise("换电缆", new DateOnly(2026, 12, 10)), new Promise("回访", new DateOnly(2026, 12, 20))]));
        A.Take(one, _station.Clock, _station.Services, CaseAction.Feedback, CaseActor.StationStaff, null, new FeedbackData("本周更换电缆,12月10日前换好。"));
        await A.SaveAsync(_station.Services, one);
        var unsaid = await _station.InProgressAsync();
        A.Take(unsaid, _station.Clock, _station.Services, CaseAction.Reply, CaseActor.Department, "urban", new ReplyData(
            "路灯线路已经查明是电缆进水,施工队本周进场更换电缆,先装临时照明。", ReplyClass.InProgress, [new Promise("没有告诉过居民的承诺", new DateOnly(2026, 12, 1))]));
        await A.SaveAsync(_station.Services, unsaid);

        var all = (await (await _station.AsAsync(TokenRole.Staff)).AskAsync("/commitments")).Body!["items"]!.AsArray();

        Assert.Equal(["换电缆", "回访"], all.Select(p => p!["text"]!.ToString()));
        Assert.Single((await (await _station.AsAsync(TokenRole.Department, "urban")).AskAsync("/commitments?dueBefore=2026-12-11&limit=1")).Body!["items"]!.AsArray());
        Assert.Empty((await (await _station.AsAsync(TokenRole.Department, "env")).AskAsync("/commitments")).Body!["items"]!.AsArray());
        Assert.Empty((await (await _station.AsAsync(TokenRole.Staff)).AskAsync("/commitments?lead=env")).Body!["items"]!.AsArray());
    }

    [Fact]
    public async Task Indicators_carry_numerator_and_denominator_and_nothing_where_there_is_nothing_to_count()
    {
        await _station.InProgressAsync();
        await _station.CaseAsync();
        const string Period = "/indicators?from=2026-11-01&to=2026-11-30";

        var all = await (await _station.AsAsync(TokenRole.Staff)).AskAsync(Period);
        var own = await (await _station.AsAsync(TokenRole.Department, "urban")).AskAsync(Period);
        var foreign = await (await _station.AsAsync(TokenRole.Department, "urban")).AskAsync(Period + "&lead=env");
        var resident = await (await _station.AsAsync(TokenRole.Resident, Guid.NewGuid().ToString())).AskAsync(Period);
        var earlier = await (await _station.AsAsync(TokenRole.Staff)).AskAsync("/indicators?from=2026-10-01&to=2026-10-31");

        Assert.Equal((2, 1), ((int)all.Body!["cases"]!, (int)own.Body!["cases"]!));
        Assert.Equal((0, 2, 0.0), Rate(all, "completion"));
        Assert.Equal((1, 1, 1.0), Rate(all, "routingAccuracy"));
        Assert.Equal((0, 0, null), Rate(earlier, "satisfaction"));
        var figures = all.Body["indicators"]!.AsObject();
        Assert.All(["publishedOnline", "onlineRate", "conversionRate", "usageRate", "compositeIndex", "threeRateScore"], name =>
        {
            Assert.True(figures.ContainsKey(name));
            Assert.Null(figures[name]);
            Assert.NotEmpty(figures["missing"]![name]!.ToString());
        });
        Assert.Equal((2, 2, 1.0), Rate(all, "traceOnline"));
        Assert.Equal((0, null), ((int?)figures["usageResidents"], (int?)own.Body!["indicators"]!["usageResidents"]));
        Assert.Contains("\"value\":null", earlier.Body!.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal((403, 403), (foreign.Status, resident.Status));

        static (double, int, double?) Rate(Got got, string name) =>
            got.Body!["indicators"]![name] is { } rate ? ((double)rate["numerator"]!, (int)rate["denominator"]!, (double?)rate["value"]) : default;
    }

    private static string[] Numbers(JsonNode page) => [.. page["items"]!.AsArray().Select(n => n!["caseNo"]!.ToString())];

    private static async Task<int> ReadAsync(HttpClient client, string id)
    {
        using var answer = await client.PostAsync(new Uri($"/api/v1/notices/{id}/read", UriKind.Relative), null, TestContext.Current.CancellationToken);
        return (int)answer.StatusCode;
    }
}
