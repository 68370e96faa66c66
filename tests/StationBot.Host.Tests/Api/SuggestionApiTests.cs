using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.EntityFrameworkCore;
using StationBot.Handling.Cases;
using StationBot.Handling.Loop;
using StationBot.Handling.Suggestions;
using StationBot.Host.Api;
using StationBot.Store;

namespace StationBot.Host.Tests.Api;

public sealed class SqliteSuggestionApiTests() : SuggestionApiFacts(StoreProvider.Sqlite);

public sealed class PostgresSuggestionApiTests() : SuggestionApiFacts(StoreProvider.Postgres);

/// <summary>代表建议 over real HTTP (domain.md §4.4): the whole way, who sees what, what is refused.</summary>
public abstract class SuggestionApiFacts(StoreProvider provider) : IAsyncLifetime
{
    private const string Text = "城管局已在东门增设收集点一处,配两名保洁员,每天早晚各清运一次,下月再增一处。";
    private ApiStation _station = null!;
    private HttpClient _deputy = null!;
    private HttpClient _office = null!;
    private HttpClient _unit = null!;

    public async ValueTask InitializeAsync()
    {
        _station = await ApiStation.StartAsync(provider: provider);
        (_deputy, _office, _unit) = (await _station.AsAsync(TokenRole.Deputy, "D01"), await _station.AsAsync(TokenRole.Office), await _station.AsAsync(TokenRole.Department, "urban"));
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return _station?.DisposeAsync() ?? ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_case_is_not_promoted_on_somebodys_word()
    {
        var one = await _station.CaseAsync();

        foreach (var caller in (HttpClient[])[_deputy, _office])
        {
            var got = await caller.StepAsync(one, "promote", new { data = new { suggestion = Guid.CreateVersion7(), title = "没有的建议", preReview = "Adopt" } });
            Assert.Equal((409, "case.guard.adopted"), (got.Status, got.Code));
            Assert.DoesNotContain((await caller.AskAsync($"/cases/{one.Number}/steps")).Body!.AsArray(), s => s!["action"]!.ToString() == "Promote");
        }
        using var clerk = await _station.AsAsync(TokenRole.Staff);
        var staff = await clerk.StepAsync(one, "promote", new { data = new { suggestion = Guid.CreateVersion7(), title = "没有的建议", preReview = "Adopt" } });
        Assert.Equal((403, "case.wrong_role"), (staff.Status, staff.Code));
        Assert.Null((await _office.AskAsync($"/cases/{one.Number}")).Body!["checkIns"]?.AsArray().FirstOrDefault(c => c!.ToString() == "Suggest"));
    }

    [Fact]
    public async Task A_suggestion_goes_from_draft_to_archive_and_its_case_learns_of_it()
    {
        var one = await _station.CaseAsync();
        var drafted = await DraftAsync(one);
        var id = drafted.Body!["id"]!.ToString();
        Assert.Equal((200, "Draft", "\"1\""), (drafted.Status, drafted.Body["status"]!.ToString(), drafted.Tag));

        await DoAsync(_deputy, id, "submit-for-review", null, "InPreReview");
        await DoAsync(_office, id, "pre-review", new { data = new { result = "Return" }, reason = "请补充实地情况" }, "Draft");
        Assert.Equal("请补充实地情况", (await _deputy.AskAsync($"/suggestions/{id}")).Body!["preReviewReason"]!.ToString());
        await DoAsync(_deputy, id, "edit", new { data = new { facts = "书香里小区门口路灯坏了半个月,已实地查看两次,影响三百户居民夜间出行。" } }, "Draft");
        await DoAsync(_deputy, id, "submit-for-review", null, "InPreReview");
        await DoAsync(_office, id, "pre-review", new { data = new { result = "Adopt" } }, "Submitted");
        Assert.Contains("T29", (await _office.AskAsync($"/cases/{one.Number}/events")).Body!.AsArray().Select(e => e!["transition"]!.ToString()));
        Assert.Equal(404, (await _unit.AskAsync($"/suggestions/{id}")).Status);
        var handedOut = await DoAsync(_office, id, "hand-out", new { data = new { unit = "urban" } }, "HandedOut");
        // 2026-11-23 and three months is 2027-02-23, a Tuesday.
        Assert.Equal("2027-02-23", handedOut.Body!["dueOn"]!.ToString());
        await DoAsync(_unit, id, "acknowledge", new { data = new { handler = "张三" } }, "InHandling");
        await DoAsync(_unit, id, "contact", null, "InHandling");
        await DoAsync(_unit, id, "answer", new { data = new { text = Text } }, "Answered");
        var unhappy = await DoAsync(_deputy, id, "evaluate", new { data = new { satisfaction = "Dissatisfied" } }, "DeputyEvaluated");
        Assert.Equal("2026-12-23", unhappy.Body!["dueOn"]!.ToString());
        await DoAsync(_unit, id, "re-answer", new { data = new { text = Text } }, "ReAnswered");
        await DoAsync(_deputy, id, "evaluate", new { data = new { satisfaction = "Satisfied" } }, "DeputyEvaluated");
        await DoAsync(_office, id, "track", null, "Tracked");
        await DoAsync(_office, id, "archive", null, "Archived");

        Assert.Equal(15, (await _deputy.AskAsync($"/suggestions/{id}/events")).Body!.AsArray().Count);
        // What was between deputy and office is not the department's to read.
        Assert.Equal("HandOut", (await _unit.AskAsync($"/suggestions/{id}/events")).Body![0]!["action"]!.ToString());
        Assert.Empty(await _station.RefusedAsync(one));
    }

    [Fact]
    public async Task What_was_withdrawn_before_it_is_handed_out_makes_room_for_another()
    {
        var one = await _station.CaseAsync();
        var id = await IdAsync(one);
        await DoAsync(_deputy, id, "submit-for-review", null, "InPreReview");
        await DoAsync(_office, id, "pre-review", new { data = new { result = "Adopt" } }, "Submitted");
        Assert.Equal(409, (await DraftAsync(one)).Status);

        await DoAsync(_deputy, id, "withdraw", null, "Withdrawn");

        using var clerk = await _station.AsAsync(TokenRole.Staff);
        var staff = await clerk.StepAsync(one, "promote", new { data = new { suggestion = Guid.CreateVersion7(), title = "没有的建议", preReview = "Adopt" } });
        Assert.Equal((403, "case.wrong_role"), (staff.Status, staff.Code));
        Assert.Null((await _office.AskAsync($"/cases/{one.Number}")).Body!["checkIns"]?.AsArray().FirstOrDefault(c => c!.ToString() == "Suggest"));
        Assert.Equal(200, (await DraftAsync(one)).Status);
    }

    [Fact]
    public async Task The_suggestion_of_a_case_that_is_over_goes_to_whoever_serves_next()
    {
        var one = await _station.InProgressAsync();
        var id = await IdAsync(one);
        await DoAsync(_deputy, id, "submit-for-review", null, "InPreReview");
        await DoAsync(_office, id, "pre-review", new { data = new { result = "Adopt" } }, "Submitted");
        var next = new { data = new { deputy = "D02" }, reason = "换届" };
        Assert.Equal((409, "suggestion.guard.with_case"), await CodeAsync(next));
        Assert.DoesNotContain("CarryOver", await StepsAsync());
        var open = (await _station.Services.GetRequiredService<ICases>().FindAsync(one.Number!.Value, TestContext.Current.CancellationToken))!;
        A.Take(open, _station.Clock, _station.Services, CaseAction.Withdraw, CaseActor.Resident, null, null);
        await A.SaveAsync(_station.Services, open);

        Assert.Contains("CarryOver", await StepsAsync());
        Assert.Equal((409, "suggestion.guard.new_deputy"), await CodeAsync(new { data = new { deputy = "D01" } }));
        Assert.Equal((409, "suggestion.guard.new_deputy"), await CodeAsync(new { data = new { deputy = "NOPE" } }));
        await DoAsync(_office, id, "carry-over", next, "Submitted");

        Assert.Equal(404, (await _deputy.AskAsync($"/suggestions/{id}")).Status);
        Assert.Equal("D02", (await (await _station.AsAsync(TokenRole.Deputy, "D02")).AskAsync($"/suggestions/{id}")).Body!["deputy"]!.ToString());

        async Task<(int, string?)> CodeAsync(object body) => await _office.PostAsync($"/suggestions/{id}/carry-over", body) is var got ? (got.Status, got.Code) : default;
        async Task<string[]> StepsAsync() => [.. (await _office.AskAsync($"/suggestions/{id}/steps")).Body!.AsArray().Select(s => s!["action"]!.ToString())];
    }

    [Fact]
    public async Task A_suggestion_that_cannot_be_read_holds_up_the_clocks_of_no_other()
    {
        foreach (var id in (string[])[await IdAsync(await _station.CaseAsync()), await IdAsync(await _station.CaseAsync())])
        {
            await DoAsync(_deputy, id, "submit-for-review", null, "InPreReview");
            await DoAsync(_office, id, "pre-review", new { data = new { result = "Adopt" } }, "Submitted");
            await DoAsync(_office, id, "hand-out", new { data = new { unit = "urban" } }, "HandedOut");
        }
        var (cancel, first) = (TestContext.Current.CancellationToken, await _station.ReadAsync(db => db.Suggestions.OrderBy(s => s.Id).Select(s => s.Id).FirstAsync()));
        await _station.ReadAsync(db => db.Database.ExecuteSqlAsync($"UPDATE suggestions SET \"State\" = '{{' WHERE \"Id\" = {first}", cancel));
        _station.Clock.AdjustTime(DateTimeOffset.Parse("2026-12-01T09:00:00+08:00", System.Globalization.CultureInfo.InvariantCulture));

        var round = await _station.Services.GetRequiredService<SuggestionRounds>().RunAsync(cancel);

        Assert.Equal((1, 1), (round.Cases, round.Failed.Count));
        Assert.Single((await _unit.AskAsync("/notices?limit=100")).Body!["items"]!.AsArray(), n => n!["kind"]!.ToString() == "Suggestion_acknowledge_overdue");
    }

    [Fact]
    public async Task Steps_and_clocks_of_the_track_tell_whose_turn_it_is_each_once()
    {
        var id = await IdAsync(await _station.CaseAsync());
        await DoAsync(_deputy, id, "submit-for-review", null, "InPreReview");
        await DoAsync(_office, id, "pre-review", new { data = new { result = "Adopt" } }, "Submitted");
        await DoAsync(_office, id, "hand-out", new { data = new { unit = "urban" } }, "HandedOut");
        await RoundAsync();
        Assert.Equal(["SuggestionSubmitForReview"], await KindsAsync(_office));
        Assert.Equal(["SuggestionHandOut"], await KindsAsync(_unit));
        Assert.Equal(["SuggestionHandOut", "SuggestionPreReview"], (await KindsAsync(_deputy)).Order(StringComparer.Ordinal));

        // Five working days end on 30 November.
        await AtAsync("2026-11-30T09:00:00+08:00");
        Assert.DoesNotContain("Suggestion_acknowledge_overdue", await KindsAsync(_office));
        await AtAsync("2026-12-01T09:00:00+08:00");
        await RoundAsync();
        Assert.Single(await KindsAsync(_office), "Suggestion_acknowledge_overdue");
        Assert.Single(await KindsAsync(_unit), "Suggestion_acknowledge_overdue");
        await DoAsync(_unit, id, "acknowledge", new { data = new { handler = "张三" } }, "InHandling");
        await DoAsync(_unit, id, "contact", null, "InHandling");

        // Due on 23 February 2027: told 30 days before; after a stop over both the second reminder and the last day, only that it is late.
        await AtAsync("2027-01-25T09:00:00+08:00");
        await RoundAsync();
        Assert.Single(await KindsAsync(_unit), "Suggestion_answer_soon");
        await AtAsync("2027-02-24T22:30:00+08:00");
        Assert.DoesNotContain("Suggestion_answer_overdue", await KindsAsync(_unit));
        await AtAsync("2027-02-25T09:00:00+08:00");
        await RoundAsync();
        var all = (await _unit.AskAsync("/notices")).Body!["items"]!.AsArray();
        Assert.Single(all, n => n!["kind"]!.ToString() == "Suggestion_answer_soon");
        Assert.Contains("法定答复期限", Assert.Single(all, n => n!["kind"]!.ToString() == "Suggestion_answer_overdue")!["name"]!.ToString(), StringComparison.Ordinal);
        Assert.Single(await KindsAsync(_office), "Suggestion_answer_overdue");

        Task<NudgeRound> RoundAsync() => _station.Services.GetRequiredService<SuggestionRounds>().RunAsync(TestContext.Current.CancellationToken);

        Task<NudgeRound> AtAsync(string moment)
        {
            _station.Clock.AdjustTime(DateTimeOffset.Parse(moment, System.Globalization.CultureInfo.InvariantCulture)); // no timer of months fires
            return RoundAsync();
        }

        // Other clocks, those of the case, speak meanwhile too.
        async Task<string[]> KindsAsync(HttpClient who) =>
            [.. (await who.AskAsync("/notices?limit=100")).Body!["items"]!.AsArray().Select(n => n!["kind"]!.ToString()).Where(k => k.StartsWith("Suggestion", StringComparison.Ordinal))];
    }

    [Fact]
    public async Task Whom_the_complaint_is_about_is_handed_no_suggestion_made_from_it()
    {
        var id = await IdAsync(await _station.CaseAsync(conflicted: ["env"]));
        await DoAsync(_deputy, id, "submit-for-review", null, "InPreReview");
        await DoAsync(_office, id, "pre-review", new { data = new { result = "Adopt" } }, "Submitted");

        await RefusedAsync(_office, $"/suggestions/{id}/hand-out", """{"data":{"unit":"env"}}""", 409, "case.guard.conflicted", null);

        await DoAsync(_office, id, "hand-out", new { data = new { unit = "urban" } }, "HandedOut");
    }

    [Fact]
    public async Task Each_role_lists_its_own_suggestions_page_by_page()
    {
        string[] ids = [await IdAsync(await _station.CaseAsync()), await IdAsync(await _station.CaseAsync(station: "ST03")), await IdAsync(await _station.CaseAsync())];
        await DoAsync(_deputy, ids[0], "submit-for-review", null, "InPreReview");
        await DoAsync(_office, ids[0], "pre-review", new { data = new { result = "Adopt" } }, "Submitted");
        await DoAsync(_office, ids[0], "hand-out", new { data = new { unit = "urban" } }, "HandedOut");

        Assert.Equal([ids[2], ids[1], ids[0]], await ListAsync(_deputy));
        Assert.Equal([ids[2], ids[1], ids[0]], await ListAsync(_office));
        Assert.Equal([ids[2], ids[0]], await ListAsync(await _station.AsAsync(TokenRole.Staff, "ST01")));
        Assert.Equal([ids[0]], await ListAsync(_unit));
        Assert.Empty(await ListAsync(await _station.AsAsync(TokenRole.Deputy, "D02")));
        Assert.Empty(await ListAsync(await _station.AsAsync(TokenRole.Resident, Guid.NewGuid().ToString())));
        Assert.Equal([ids[0]], await ListAsync(_office, "?status=HandedOut&unit=urban&dueBefore=2027-02-24"));
        var first = await _office.AskAsync("/suggestions?limit=2");
        Assert.Equal([ids[0]], await ListAsync(_office, $"?limit=2&after={first.Body!["next"]}"));
        var audited = (await (await _station.AsAsync(TokenRole.Auditor)).AskAsync($"/suggestions/{ids[0]}")).Body!.AsObject();
        Assert.DoesNotContain(audited, p => p.Key is "title" or "facts" or "proposal");
    }

    [Fact]
    public async Task What_may_not_be_is_refused_with_its_code_and_leaves_a_trace()
    {
        var one = await _station.CaseAsync();
        var id = await IdAsync(one);

        await RefusedAsync(_deputy, "/suggestions", "{}", 400, "suggestion.missing_data", "caseNo");
        await RefusedAsync(_deputy, "/suggestions", """{"data":{"caseNo":"QH20260101-0001"}}""", 404, "case.not_found", null);
        await RefusedAsync(_office, "/suggestions", $$$"""{"data":{"caseNo":"{{{one.Number}}}"}}""", 403, "suggestion.wrong_role", null);
        await RefusedAsync(_deputy, "/suggestions", $$$"""{"data":{"caseNo":"{{{one.Number}}}","grounds":["PersonalMatter"]}}""", 409, "suggestion.guard.excluded", null);
        await RefusedAsync(_deputy, "/suggestions", $$$"""{"data":{"caseNo":"{{{one.Number}}}"}}""", 409, "suggestion.guard.one_draft", null);
        await RefusedAsync(_deputy, $"/suggestions/{id}/edit", """{"data":{"deputy":"D02"}}""", 400, "suggestion.bad_data", "deputy");
        await RefusedAsync(_deputy, $"/suggestions/{id}/edit", """{"data":{"tittle":"x"}}""", 400, "request.unknown_field", "tittle");
        await RefusedAsync(_deputy, $"/suggestions/{id}/edit", "{", 400, "request.bad_json", null);
        await RefusedAsync(_deputy, $"/suggestions/{id}/evaluate", """{"data":{"satisfaction":"Great"}}""", 400, "request.bad_value", "satisfaction");
        await RefusedAsync(_office, $"/suggestions/{id}/hand-out", """{"data":{"unit":"urban"}}""", 409, "suggestion.illegal_step", null);
        await RefusedAsync(_office, $"/suggestions/{id}/edit", """{"data":{"title":"x"}}""", 403, "suggestion.wrong_role", null);
        await RefusedAsync(_unit, $"/suggestions/{id}/acknowledge", "{}", 404, "suggestion.not_found", null);
        await RefusedAsync(_office, "/suggestions/1/archive", "{}", 404, "suggestion.not_found", null);
        await RefusedAsync(await _station.AsAsync(TokenRole.Auditor), $"/suggestions/{id}/archive", "{}", 403, "suggestion.wrong_role", null);
        var stale = await _deputy.PostAsync($"/suggestions/{id}/submit-for-review", version: 7);

        Assert.Equal((412, "suggestion.stale"), (stale.Status, stale.Code));
        Assert.Equal("\"1\"", (await _deputy.AskAsync($"/suggestions/{id}")).Tag);
        Assert.Equal(
            ["request.bad_json", "request.bad_value", "request.unknown_field", "suggestion.bad_data", "suggestion.guard.excluded", "suggestion.guard.one_draft", "suggestion.illegal_step", "suggestion.not_found", "suggestion.stale", "suggestion.wrong_role", "suggestion.wrong_role", "suggestion.wrong_role"],
            [.. (await _station.RefusedAsync(one)).Order(StringComparer.Ordinal)]);
    }

    [Fact]
    public async Task The_same_request_twice_is_one_step_also_when_both_come_at_once()
    {
        var one = await _station.CaseAsync();
        var body = Draft(one);

        var all = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => _deputy.PostAsync("/suggestions", body, key: "d-1")));

        Assert.All(all, g => Assert.Equal((200, all[0].Body!.ToJsonString()), (g.Status, g.Body!.ToJsonString())));
        Assert.Single(await ListAsync(_deputy));
        Assert.Equal(422, (await _deputy.PostAsync("/suggestions", new { data = new { caseNo = "QH20260101-0001" } }, key: "d-1")).Status);
    }

    [Fact]
    public async Task What_can_be_done_next_is_listed_with_its_address()
    {
        var id = await IdAsync(await _station.CaseAsync());

        var steps = (await _deputy.AskAsync($"/suggestions/{id}/steps")).Body!.AsArray();

        Assert.Equal(["S02 Edit", "S03 SubmitForReview", "S13 Withdraw"], steps.Select(s => $"{s!["step"]} {s["action"]}"));
        Assert.Equal(200, (await _deputy.PostAsync(steps[1]!["path"]!.ToString()["/api/v1".Length..])).Status);
        Assert.Equal(["S04 PreReview"], (await _office.AskAsync($"/suggestions/{id}/steps")).Body!.AsArray().Select(s => $"{s!["step"]} {s["action"]}"));
    }

    [Fact]
    public async Task The_document_has_every_step_with_its_data_and_its_codes()
    {
        var document = JsonNode.Parse(await _station.As(null).GetStringAsync(new Uri("/openapi/v1.json", UriKind.Relative), TestContext.Current.CancellationToken))!;
        foreach (var row in SuggestionSteps.All)
        {
            var path = row.Action == SuggestionAction.Draft ? "/api/v1/suggestions" : "/api/v1/suggestions/{id}/" + OfferedSteps.Address(row.Action);
            var post = document["paths"]![path]!["post"]!;

            Assert.Contains(row.Id, post["description"]!.ToString(), StringComparison.Ordinal);
            Assert.All(row.Guards, g => Assert.Contains(g.Code, post["description"]!.ToString(), StringComparison.Ordinal));
            Assert.Contains("Idempotency-Key", post["parameters"]!.AsArray().Select(p => p!["name"]!.ToString()));
            Assert.Contains("SuggestionData", post["requestBody"]!.ToJsonString(), StringComparison.Ordinal);
        }
    }

    private static object Draft(Case one) =>
        new { data = new { caseNo = one.Number!.Value.Value, title = "关于修复书香里路灯的建议", facts = "书香里小区门口路灯坏了半个月,孩子晚上放学看不见路。", proposal = "建议更换路灯并定期巡检。" } };

    private Task<Got> DraftAsync(Case one) => _deputy.PostAsync("/suggestions", Draft(one));

    private async Task<string> IdAsync(Case one)
    {
        // Ids follow the clock, and lists the ids.
        _station.Clock.Advance(TimeSpan.FromMinutes(1));
        return (await DraftAsync(one)).Body!["id"]!.ToString();
    }

    private static async Task<Got> DoAsync(HttpClient who, string id, string action, object? body, string to)
    {
        var got = await who.PostAsync($"/suggestions/{id}/{action}", body);
        Assert.Equal((200, to), (got.Status, got.Body?["status"]?.ToString() ?? got.Code));
        return got;
    }

    private static async Task RefusedAsync(HttpClient who, string path, string body, int status, string code, string? field)
    {
        var got = await who.PostAsync(path, body);
        Assert.Equal((status, code, field), (got.Status, got.Code, got.Field));
        Assert.Matches(@"\p{IsCJKUnifiedIdeographs}{3}", got.Detail);
    }

    private static async Task<string[]> ListAsync(HttpClient who, string query = "") =>
        [.. (await who.AskAsync("/suggestions" + query)).Body!["items"]!.AsArray().Select(i => i!["id"]!.ToString())];
}
