using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using StationBot.Handling.Cases;
using StationBot.Handling.Loop;
using StationBot.Host.Operations;
using StationBot.Host.Webhooks;

namespace StationBot.Host.Tests.Api;

/// <summary>Case events reach their subscribers: signed, at least once, without words; the subscriber is a real server that can be made to fail.</summary>
public sealed class WebhookTests : IAsyncLifetime
{
    private const string Secret = "0123456789abcdef-secret";
    private readonly FakeTimeProvider _clock = new(ApiStation.Moment);
    private readonly string _folder = Directory.CreateTempSubdirectory("stationbot-hooks-").FullName;
    private readonly List<(string Signature, string Event, string Body)> _received = [];
    private WebApplication _subscriber = null!;
    private ServiceProvider _services = null!;
    private HttpStatusCode _answer = HttpStatusCode.OK;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _subscriber = builder.Build();
        _subscriber.MapPost("/hook", async (HttpContext http) =>
        {
            using var reader = new StreamReader(http.Request.Body);
            _received.Add((http.Request.Headers["StationBot-Signature"].ToString(), http.Request.Headers["StationBot-Event"].ToString(), await reader.ReadToEndAsync(http.RequestAborted)));
            http.Response.StatusCode = (int)_answer;
        });
        await _subscriber.StartAsync(Cancel);
        await OpenAsync();
    }

    /// <summary>A process on the folder.</summary>
    private async Task OpenAsync()
    {
        var services = new ServiceCollection().AddLogging().AddStation(
            new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["StationBot:DataFolder"] = _folder, ["StationBot:Webhooks:0:Name"] = "board", ["StationBot:Webhooks:0:Url"] = _subscriber.Urls.First() + "/hook", ["StationBot:Webhooks:0:Secret"] = Secret,
                ["StationBot:Webhooks:0:Events:0"] = "T01", ["StationBot:Webhooks:0:Events:1"] = "Nudge",
                ["StationBot:Webhooks:1:Name"] = "archive", ["StationBot:Webhooks:1:Url"] = _subscriber.Urls.First() + "/hook", ["StationBot:Webhooks:1:Secret"] = Secret, ["StationBot:Webhooks:1:Events:0"] = "T03",
            }).Build(), _clock);
        WebhookSetup.AddSender(services);
        _services = services.BuildServiceProvider();
        await StationServices.PrepareAsync(_services, demo: true, Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _subscriber.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task An_event_that_is_wanted_arrives_once_signed_and_says_no_words()
    {
        var one = await A.CaseAsync(_services, _clock);

        var sent = (await SendAsync(), await SendAsync());

        // T03 is not among what the subscriber wants.
        Assert.Equal((1, 0), sent);
        var (signature, id, body) = Assert.Single(_received);
        var json = JsonNode.Parse(body)!;
        Assert.Equal(
            (one.Number.ToString(), "T01", "Confirm", "Resident", "Draft", "Collected", id),
            (json["caseNo"]!.ToString(), json["transition"]!.ToString(), json["action"]!.ToString(), json["actor"]!.ToString(), json["from"]!.ToString(), json["to"]!.ToString(), json["id"]!.ToString()));
        Assert.Equal(["id", "caseNo", "number", "transition", "action", "actor", "at", "from", "to"], json.AsObject().Select(p => p.Key));
        var seconds = ApiStation.Moment.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var expected = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes($"{seconds}.{body}")));
        Assert.Equal($"t={seconds},v1={expected}", signature);
    }

    [Fact]
    public async Task A_subscriber_in_trouble_is_tried_again_with_growing_pauses_and_gets_the_same_event()
    {
        await A.CaseAsync(_services, _clock);
        _answer = HttpStatusCode.InternalServerError;
        List<int> tries = [];
        foreach (var seconds in new[] { 0, 4, 1, 9, 1 })
        {
            _clock.Advance(TimeSpan.FromSeconds(seconds));
            tries.Add(await SendAsync());
        }
        _answer = HttpStatusCode.NoContent;
        _clock.Advance(TimeSpan.FromSeconds(20));

        Assert.Equal(1, await SendAsync());
        Assert.Equal([1, 0, 1, 0, 1], tries);
        Assert.Equal(4, _received.Count);
        Assert.Single(_received.Select(r => r.Event).Distinct());
        Assert.Equal(0, await SendAsync());
        Assert.Equal(HealthStatus.Healthy, await HealthAsync());
    }

    [Fact]
    public async Task After_three_days_it_is_given_up_and_operators_see_it_and_send_it_again()
    {
        await A.CaseAsync(_services, _clock);
        await _subscriber.StopAsync(Cancel);
        for (var hours = 0; hours < 80; hours++)
        {
            await SendAsync();
            _clock.Advance(TimeSpan.FromHours(1));
        }

        var lost = Assert.Single(await _services.GetRequiredService<IWebhookQueue>().GivenUpAsync(10, Cancel));
        var list = await StationProcess.RunAsync("outbox", "list", "--data", _folder);
        var again = await StationProcess.RunAsync("outbox", "resend", lost.Id.ToString(), "--data", _folder);

        Assert.InRange(lost.Attempts, 70, 75);
        Assert.StartsWith("not reached", lost.Error, StringComparison.Ordinal);
        Assert.Contains($"{lost.Id}\t", list.Output, StringComparison.Ordinal);
        Assert.Contains("webhook:board", list.Output, StringComparison.Ordinal);
        Assert.Equal(0, again.ExitCode);
        Assert.Empty(await _services.GetRequiredService<IWebhookQueue>().GivenUpAsync(10, Cancel));
    }

    [Fact]
    public async Task Health_says_so_while_residents_are_served()
    {
        await A.CaseAsync(_services, _clock);
        var queue = _services.GetRequiredService<IWebhookQueue>();
        var leased = Assert.Single(await queue.LeaseAsync("board", 10, TimeSpan.FromMinutes(1), Cancel));
        await queue.FailedAsync(leased.Id, null, "status 500", Cancel);

        Assert.Equal(HealthStatus.Degraded, await HealthAsync());
    }

    [Fact]
    public async Task What_one_has_taken_nobody_else_takes_until_its_time_is_over()
    {
        await A.CaseAsync(_services, _clock);
        var queue = _services.GetRequiredService<IWebhookQueue>();

        var (first, second) = (await queue.LeaseAsync("board", 10, TimeSpan.FromMinutes(1), Cancel), await queue.LeaseAsync("board", 10, TimeSpan.FromMinutes(1), Cancel));
        _clock.Advance(TimeSpan.FromMinutes(1));
        var third = await queue.LeaseAsync("board", 10, TimeSpan.FromMinutes(1), Cancel);

        Assert.Equal((1, 0, 2), (first.Count, second.Count, Assert.Single(third).Attempts));
    }

    [Fact]
    public async Task One_subscriber_s_queue_is_not_taken_with_another_s()
    {
        for (var i = 0; i < 3; i++)
        {
            await A.CaseAsync(_services, _clock);
        }

        Assert.Equal(3, await SendAsync("archive"));

        Assert.All(_received, r => Assert.Equal("T03", JsonNode.Parse(r.Body)!["transition"]!.ToString()));
        Assert.Equal(3, await SendAsync("board"));
    }

    [Fact]
    public async Task What_waits_for_a_subscriber_that_left_the_settings_is_shown_to_operators_and_the_others_get_theirs()
    {
        await A.CaseAsync(_services, _clock);
        var queue = _services.GetRequiredService<IWebhookQueue>();

        await queue.GiveUpAllButAsync(["board"], "no such webhook in the settings", Cancel);

        Assert.Equal(("archive", "no such webhook in the settings"), Assert.Single(await queue.GivenUpAsync(10, Cancel)) is var lost ? (lost.Hook, lost.Error) : default);
        Assert.Equal(1, await SendAsync("board"));
    }

    [Fact]
    public async Task What_a_process_that_died_had_taken_is_sent_by_the_next_one_as_the_same_event()
    {
        await A.CaseAsync(_services, _clock);
        var taken = Assert.Single(await _services.GetRequiredService<IWebhookQueue>().LeaseAsync("board", 10, TimeSpan.FromMinutes(1), Cancel));
        await _services.DisposeAsync();
        await OpenAsync();

        Assert.Equal(0, await SendAsync());
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal((1, 0), (await SendAsync(), await SendAsync()));

        Assert.Equal((taken.EventId.ToString(), taken.Body), (Assert.Single(_received).Event, _received[0].Body));
    }

    private Task<int> SendAsync() => SendAsync("board");

    private Task<int> SendAsync(string name) =>
        _services.GetRequiredService<WebhookSender>().SendDueAsync(_services.GetRequiredService<IOptions<WebhookOptions>>().Value.Hooks.Single(h => h.Name == name), Cancel);

    private async Task<HealthStatus> HealthAsync() =>
        (await _services.GetRequiredService<HealthCheckService>().CheckHealthAsync(c => c.Name == "webhooks", Cancel)).Status;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;
}
