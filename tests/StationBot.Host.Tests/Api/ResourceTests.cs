using System.Text.Json.Nodes;
using StationBot.Handling.Loop;

namespace StationBot.Host.Tests.Api;

/// <summary>Directory and calendar, and what the other lists refuse.</summary>
public sealed class ResourceTests(OneStation house) : IClassFixture<OneStation>
{
    private readonly ApiStation _station = house.Station;

    [Theory]
    [InlineData("departments", "urban")]
    [InlineData("deputies", "D01")]
    [InlineData("stations", "ST01")]
    [InlineData("problem-types", "ENV-04")]
    [InlineData("communities", "WT03")]
    public async Task The_directory_is_everybodys(string what, string code)
    {
        var got = await (await _station.AsAsync(TokenRole.Resident, Guid.NewGuid().ToString())).AskAsync("/directory/" + what);

        Assert.Contains(got.Body!.AsArray(), e => e!["code"]!.ToString() == code);
    }

    [Fact]
    public async Task The_calendar_tells_days_off_makeup_days_and_which_day_the_nth_working_day_is()
    {
        var staff = await _station.AsAsync(TokenRole.Staff);

        var year = (await staff.AskAsync("/calendar/2026")).Body!;
        var guessed = (await staff.AskAsync("/calendar/2027")).Body!;
        var days = (await staff.AskAsync("/calendar/workdays?from=2026-09-30&count=3")).Body!;

        Assert.Equal((true, false), ((bool)year["official"]!, (bool)guessed["official"]!));
        Assert.Equal(["2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"], year["makeupWorkdays"]!.AsArray().Select(d => d!.ToString()));
        Assert.Contains("2026-10-07", year["weekdaysOff"]!.AsArray().Select(d => d!.ToString()));
        // 10-01 to 10-07 are off; Saturday 10-10 is made up.
        Assert.Equal(["2026-10-08", "2026-10-09", "2026-10-10"], days["days"]!.AsArray().Select(d => d!.ToString()));
        Assert.Equal(("2026-10-10", (JsonNode?)null), (days["day"]!.ToString(), days["guessedYear"]));
        Assert.Equal(2027, (int)(await staff.AskAsync("/calendar/workdays?from=2026-12-31&count=1")).Body!["guessedYear"]!);
    }

    [Theory]
    [InlineData("/calendar/next", "year")]
    [InlineData("/calendar/1800", "year")]
    [InlineData("/calendar/workdays?count=3", "from")]
    [InlineData("/calendar/workdays?from=2026-09-30", "count")]
    [InlineData("/calendar/workdays?from=2026-02-30&count=3", "from")]
    [InlineData("/indicators?from=2026-01-01", "to")]
    [InlineData("/indicators?from=2026-01-01&to=2025-01-01", "to")]
    [InlineData("/indicators?from=2026-01-01&to=2027-01-02", "to")]
    [InlineData("/notices?after=7", "after")]
    [InlineData("/cases?after=zzz", "after")]
    [InlineData("/cases?after=20261123-0001", "after")]
    [InlineData("/cases?after=QH2026112-0001", "after")]
    [InlineData("/commitments?after=zzz", "after")]
    [InlineData("/suggestions?after=zzz", "after")]
    [InlineData("/commitments?dueBefore=soon", "dueBefore")]
    public async Task What_cannot_be_meant_is_400_and_names_it(string path, string field)
    {
        var got = await (await _station.AsAsync(TokenRole.Staff)).AskAsync(path);

        Assert.Equal((400, field), (got.Status, got.Field));
    }
}
