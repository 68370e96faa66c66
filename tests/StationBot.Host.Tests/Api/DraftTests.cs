using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using StationBot.Handling.Cases;
using StationBot.Handling.Loop;

namespace StationBot.Host.Tests.Api;

/// <summary>Drafts for whoever handles a case: masked on the way to the model, never sent, refused in one clear sentence where there is none.</summary>
public sealed class DraftTests
{
    private const string Noted = "已换电缆,11月24日恢复照明,联系人13900139000";

    [Fact]
    public async Task A_reply_is_drafted_from_what_the_department_noted_and_nothing_changes()
    {
        await using var model = await StandIn.StartAsync("您反映的路灯11月24日已恢复照明。有新情况请随时告诉我们。");
        await using var station = await ApiStation.StartAsync(model.Settings);
        var one = await station.InProgressAsync();
        var events = await station.EventsAsync(one);
        var department = await station.AsAsync(TokenRole.Department, "urban");

        var got = await department.PostAsync($"/cases/{one.Number}/draft-reply", new { data = new { answer = Noted } });

        Assert.Equal((200, "您反映的路灯11月24日已恢复照明。有新情况请随时告诉我们。"), (got.Status, got.Body?["text"]?.ToString()));
        Assert.Contains("AI 起草", got.Body!["notice"]!.ToString(), StringComparison.Ordinal);
        Assert.Equal(1000, (int)got.Body["tokens"]!);
        Assert.Contains("路灯坏了半个月", model.Read, StringComparison.Ordinal);
        Assert.DoesNotContain("13900139000", model.Read, StringComparison.Ordinal);
        Assert.Equal(events, await station.EventsAsync(one));
    }

    [Fact]
    public async Task A_summary_is_drafted_for_staff_and_nobody_else_asks()
    {
        await using var model = await StandIn.StartAsync("书香里门口路灯坏了半个月。");
        await using var station = await ApiStation.StartAsync(model.Settings);
        var one = await station.CaseAsync();

        var staff = await (await station.AsAsync(TokenRole.Staff)).PostAsync($"/cases/{one.Number}/draft-summary");
        var deputy = await (await station.AsAsync(TokenRole.Deputy, "D01")).PostAsync($"/cases/{one.Number}/draft-summary");
        var other = await (await station.AsAsync(TokenRole.Staff, "ST02")).PostAsync($"/cases/{one.Number}/draft-summary");

        Assert.Equal((200, "书香里门口路灯坏了半个月。"), (staff.Status, staff.Body?["text"]?.ToString()));
        Assert.Equal((403, 404), (deputy.Status, other.Status));
    }

    [Fact]
    public async Task What_cannot_be_drafted_is_refused_with_the_reason()
    {
        await using var model = await StandIn.StartAsync("我们保证明天修好。");
        await using var station = await ApiStation.StartAsync(model.Settings);
        var (one, report) = (await station.CaseAsync(), await station.CaseAsync(flags: ["discipline"]));
        var staff = await station.AsAsync(TokenRole.Staff);

        var empty = await staff.PostAsync($"/cases/{one.Number}/draft-reply");
        var unknown = await staff.PostAsync($"/cases/{one.Number}/draft-reply", new { data = new { text = Noted } });
        var promised = await staff.PostAsync($"/cases/{one.Number}/draft-reply", new { data = new { answer = Noted } });
        var asked = model.Read;
        var kept = await staff.PostAsync($"/cases/{report.Number}/draft-summary");

        Assert.Equal((409, "draft.no_answer"), (empty.Status, empty.Code));
        Assert.Equal((400, "request.unknown_field"), (unknown.Status, unknown.Code));
        Assert.Equal((503, "draft.failed"), (promised.Status, promised.Code));
        Assert.Equal((409, "draft.not_for_model"), (kept.Status, kept.Code));
        Assert.Equal(asked, model.Read);
    }

    [Fact]
    public async Task Without_a_model_staff_are_told_to_write_themselves()
    {
        await using var station = await ApiStation.StartAsync();
        var one = await station.CaseAsync();

        var got = await (await station.AsAsync(TokenRole.Staff)).PostAsync($"/cases/{one.Number}/draft-summary");

        Assert.Equal((503, "draft.no_model"), (got.Status, got.Code));
        Assert.Contains("请自己写", got.Detail, StringComparison.Ordinal);
    }

    /// <summary>An OpenAI-compatible service that writes the same to everybody.</summary>
    private sealed class StandIn : IAsyncDisposable
    {
        private readonly WebApplication _app;
        private string _read = "";

        private StandIn(WebApplication app) => _app = app;

        /// <summary>Every body it was sent.</summary>
        public string Read => _read;

        public Dictionary<string, string?> Settings => new()
        {
            ["StationBot:Understanding:Provider"] = "model", ["StationBot:Understanding:Model"] = "local", ["StationBot:Understanding:Endpoint"] = _app.Urls.First() + "/v1/",
        };

        public static async Task<StandIn> StartAsync(string text)
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            var standIn = new StandIn(builder.Build());
            standIn._app.MapPost("/v1/chat/completions", async http =>
            {
                using var reader = new StreamReader(http.Request.Body);
                standIn._read += System.Text.RegularExpressions.Regex.Unescape(await reader.ReadToEndAsync(http.RequestAborted));
                await http.Response.WriteAsJsonAsync(new
                {
                    id = "c1", @object = "chat.completion", created = 1795400000, model = "local",
                    choices = new[] { new { index = 0, finish_reason = "stop", message = new { role = "assistant", content = System.Text.Json.JsonSerializer.Serialize(new { text }) } } },
                    usage = new { prompt_tokens = 900, completion_tokens = 100, total_tokens = 1000 },
                });
            });
            await standIn._app.StartAsync(TestContext.Current.CancellationToken);
            return standIn;
        }

        public ValueTask DisposeAsync() => _app.DisposeAsync();
    }
}
