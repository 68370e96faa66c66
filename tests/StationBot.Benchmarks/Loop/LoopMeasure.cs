using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace StationBot.Benchmarks.Loop;

/// <summary>What staff and departments wait for, measured over HTTP at a running server.</summary>
internal static class LoopMeasure
{
    private const int Pages = 400;
    private const int Actions = 1000;

    public static async Task<int> RunAsync(Uri server, string staffToken, string departmentToken)
    {
        using var staff = Client(server, staffToken);
        using var department = Client(server, departmentToken);
        var numbers = await ListAsync("list page, staff, overloaded desk", staff, "/api/v1/cases?lead=urban&status=InProgress&limit=50");
        await ListAsync("list page, the desk itself, all its cases", department, "/api/v1/cases?limit=50");
        await ListAsync("list page, staff, red and yellow", staff, "/api/v1/cases?stage=Supervise&warning=Yellow&limit=50");
        List<double> took = [];
        for (var i = 0; i < Actions; i++)
        {
            var begun = Stopwatch.GetTimestamp();
            using var answer = await department.PostAsJsonAsync($"/api/v1/cases/{numbers[i * 7919 % numbers.Count]}/progress", new { data = new { text = "正在清运", kind = "Progress" } });
            took.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
            if (!answer.IsSuccessStatusCode)
            {
                Console.Error.WriteLine(await answer.Content.ReadAsStringAsync());
                return 1;
            }
        }
        Tell("one action, a note of progress", took);
        return 0;
    }

    private static async Task<List<string>> ListAsync(string name, HttpClient client, string path)
    {
        List<double> took = [];
        List<string> numbers = [];
        string? after = null;
        for (var page = 0; page < Pages; page++)
        {
            var begun = Stopwatch.GetTimestamp();
            var answer = (await client.GetFromJsonAsync<JsonObject>(after is null ? path : $"{path}&after={after}"))!;
            took.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
            numbers.AddRange(answer["items"]!.AsArray().Select(i => i!["caseNo"]!.GetValue<string>()));
            after = answer["next"]?.GetValue<string>();
        }
        Tell(name, took);
        return numbers;
    }

    private static HttpClient Client(Uri server, string token)
    {
        var client = new HttpClient { BaseAddress = server };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    private static void Tell(string name, List<double> took)
    {
        took.Sort();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: p50 {took[took.Count / 2]:0.0} ms, p99 {took[took.Count * 99 / 100]:0.0} ms, longest {took[^1]:0.0} ms, {took.Count} times"));
    }
}
