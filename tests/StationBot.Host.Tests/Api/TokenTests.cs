using System.Net;
using StationBot.Handling.Loop;

namespace StationBot.Host.Tests.Api;

/// <summary>Who may in: tokens made, listed and revoked by the verb, while the server runs.</summary>
public sealed class TokenTests(OneStation house) : IClassFixture<OneStation>
{
    private readonly ApiStation _station = house.Station;

    [Theory]
    [InlineData(null, "auth.token_missing")]
    [InlineData("sb_nobodyhasthisone", "auth.token_wrong")]
    [InlineData("eyJhbGciOiJSUzI1NiJ9.e30.x", "auth.token_wrong")]
    public async Task Without_a_token_in_force_nobody_comes_in(string? token, string code)
    {
        var client = _station.As(token);

        using var raw = await client.GetAsync(new Uri("/api/v1/cases", UriKind.Relative), Cancel);
        var got = await Calls.ReadAsync(raw);

        Assert.Equal((401, code), (got.Status, got.Code));
        Assert.Equal("Bearer", Assert.Single(raw.Headers.WwwAuthenticate).Scheme);
        Assert.Equal("application/problem+json", raw.Content.Headers.ContentType?.MediaType);
        Assert.Equal(401, (await client.AskAsync("/directory/stations")).Status);
    }

    [Fact]
    public async Task A_token_is_made_shown_once_used_listed_and_revoked_at_once()
    {
        var made = await StationProcess.RunAsync("token", "create", "--role", "department", "--for", "李工", "--unit", "urban", "--data", _station.Folder);
        Assert.True(made.ExitCode == 0, made.Errors);
        var client = _station.As(made.Output.Trim());
        var before = await client.AskAsync("/cases");

        var list = await StationProcess.RunAsync("token", "list", "--data", _station.Folder);
        var line = list.Output.Split('\n').Single(l => l.Contains("李工", StringComparison.Ordinal));
        var revoked = await StationProcess.RunAsync("token", "revoke", line.Split('\t')[0], "--data", _station.Folder);
        var after = await client.AskAsync("/cases");
        var twice = await StationProcess.RunAsync("token", "revoke", line.Split('\t')[0], "--data", _station.Folder);

        Assert.Matches("^sb_[A-Za-z0-9_-]{43}\n$", made.Output);
        Assert.Contains("Department\t李工\turban", line, StringComparison.Ordinal);
        Assert.Equal((200, 0, 401, "auth.token_wrong", 1), (before.Status, revoked.ExitCode, after.Status, after.Code, twice.ExitCode));
        var stored = await _station.ReadAsync(db => Task.FromResult(db.ApiTokens.Single(t => t.Name == "李工")));
        Assert.Equal(TokenText.Hash(made.Output.Trim()), stored.Hash);
        Assert.DoesNotContain(made.Output.Trim(), list.Output + list.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("department", "nobody", "department code: edu")]
    [InlineData("department", null, "department code: edu")]
    [InlineData("deputy", "D99", "deputy code: D01")]
    [InlineData("staff", "ST99", "station code")]
    [InlineData("resident", "7", "id of a resident")]
    [InlineData("office", "ST01", "takes no --unit")]
    public async Task A_token_for_nobody_is_not_made(string role, string? unit, string words)
    {
        string[] arguments = ["token", "create", "--role", role, "--for", "某人", "--data", _station.Folder];

        var made = await StationProcess.RunAsync(unit is null ? arguments : [.. arguments, "--unit", unit]);

        Assert.Equal((1, ""), (made.ExitCode, made.Output));
        Assert.Contains(words, made.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Too_many_requests_of_one_token_are_429_and_another_token_goes_on()
    {
        await using var station = await ApiStation.StartAsync(new() { ["StationBot:Api:RequestsPerMinute"] = "3" });
        var (busy, other) = (await station.AsAsync(TokenRole.Staff), await station.AsAsync(TokenRole.Office));

        List<Got> answers = [];
        for (var i = 0; i < 4; i++)
        {
            answers.Add(await busy.AskAsync("/directory/stations"));
        }

        Assert.Equal([200, 200, 200, 429], answers.Select(a => a.Status));
        Assert.Equal("request.too_many", answers[3].Code);
        Assert.Equal(200, (await other.AskAsync("/directory/stations")).Status);
    }

    [Fact]
    public async Task The_other_doors_are_as_they_were()
    {
        var client = _station.As("eyJhbGciOiJSUzI1NiJ9.e30.x");

        using var page = await client.GetAsync(new Uri("/", UriKind.Relative), Cancel);
        using var live = await client.GetAsync(new Uri("/healthz/live", UriKind.Relative), Cancel);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (page.StatusCode, live.StatusCode));
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;
}
