using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using StationBot.Handling.Loop;

namespace StationBot.Host.Tests.Api;

/// <summary>requests/*.http runs from top to bottom against a fresh demo station, whatever the day: a file that nobody plays goes stale.</summary>
public sealed partial class RequestFileTests
{
    private const string Matter = "书香里小区7栋门口的路灯坏了半个月了,晚上黑漆漆的,希望尽快修好";

    [Theory]
    [InlineData("2026-11-24")]
    [InlineData("2026-12-31")]
    [InlineData("2027-03-05")]
    public async Task The_story_and_the_suggestion_run_from_top_to_bottom(string day)
    {
        await using var station = await ApiStation.StartAsync(Chat.Settings);
        var today = DateOnly.Parse(day, CultureInfo.InvariantCulture);
        station.Clock.AdjustTime(new DateTimeOffset(today, new TimeOnly(10, 0), TimeSpan.FromHours(8)));
        var no = await (await Chat.StartAsync(station)).ComplainAsync(Matter);
        var staff = await station.AsAsync(TokenRole.Staff);
        var one = (await staff.AskAsync($"/cases/{no}")).Body!;
        var values = new Dictionary<string, string>
        {
            ["host"] = "", ["caseNo"] = no, ["today"] = day, ["promised"] = Day(today.AddDays(10)),
            ["later"] = (await staff.AskAsync($"/calendar/workdays?from={one["dueOn"]}&count=1")).Body!["day"]!.ToString(),
            ["staff"] = Token(staff), ["office"] = Token(await station.AsAsync(TokenRole.Office)),
            ["department"] = Token(await station.AsAsync(TokenRole.Department, "urban")), ["deputy"] = Token(await station.AsAsync(TokenRole.Deputy, one["deputy"]!.ToString())),
        };

        var refused = await PlayAsync(station, "story.http", values);
        refused.AddRange(await PlayAsync(station, "suggestion.http", values));

        Assert.Empty(refused);
    }

    /// <summary>Names no day and no number that the reader has not put in: whatever stands in it is as good next year.</summary>
    [Fact]
    public void No_request_names_a_day_of_its_own() =>
        Assert.All(Files().SelectMany(File.ReadAllLines).Where(l => l.StartsWith('{') || l.StartsWith("GET", StringComparison.Ordinal)), line => Assert.DoesNotMatch(DayOfItsOwn(), line));

    /// <returns>What was not answered with a success, in order. A station without a model drafts nothing, and says so.</returns>
    private static async Task<List<string>> PlayAsync(ApiStation station, string file, Dictionary<string, string> values)
    {
        List<string> refused = [];
        var http = station.As(null);
        foreach (var part in Separator().Split(await File.ReadAllTextAsync(Path.Combine(Folder, file), Cancel)).Skip(1))
        {
            var blocks = part.ReplaceLineEndings("\n").Split("\n\n", 2);
            var lines = blocks[0].Split('\n');
            var asked = Fill(lines[1], values).Split(' ');
            using var request = new HttpRequestMessage(new HttpMethod(asked[0]), new Uri(asked[1], UriKind.Relative));
            if (blocks.Length > 1 && blocks[1].Trim() is { Length: > 0 } body)
            {
                request.Content = new StringContent(Fill(body, values), Encoding.UTF8, "application/json");
            }
            foreach (var header in lines.Skip(2).Select(l => l.Split(": ", 2)).Where(h => h.Length == 2 && h[0] != "Content-Type"))
            {
                request.Headers.TryAddWithoutValidation(header[0], Fill(header[1], values));
            }
            using var answer = await http.SendAsync(request, Cancel);
            var text = await answer.Content.ReadAsStringAsync(Cancel);
            if (!answer.IsSuccessStatusCode && !text.Contains("draft.no_model", StringComparison.Ordinal))
            {
                refused.Add($"{file} {lines[0].Trim()}: {(int)answer.StatusCode} {text}");
            }
            else if (lines[1].EndsWith("/suggestions", StringComparison.Ordinal))
            {
                values["id"] = JsonNode.Parse(text)!["id"]!.ToString();
            }
        }
        return refused;
    }

    private static string Fill(string text, Dictionary<string, string> values) => Variable().Replace(text, m => values[m.Groups[1].Value]);

    private static string Folder => Path.Combine(StationProcess.Repository, "requests");

    private static string[] Files() => Directory.GetFiles(Folder, "*.http");

    private static string Token(HttpClient client) => client.DefaultRequestHeaders.Authorization is AuthenticationHeaderValue { Parameter: { } token } ? token : "";

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [GeneratedRegex(@"^### ?", RegexOptions.Multiline)]
    private static partial Regex Separator();

    [GeneratedRegex(@"\{\{(\w+)\}\}")]
    private static partial Regex Variable();

    [GeneratedRegex("20[0-9]{2}-[0-9]{2}|[0-9一二十]+月[0-9一二三十]+日")]
    private static partial Regex DayOfItsOwn();
}
