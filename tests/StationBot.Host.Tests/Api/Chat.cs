using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using StationBot.Channels.Bot;
using StationBot.Handling.Loop;
using StationBot.Host.Operations;

namespace StationBot.Host.Tests.Api;

/// <summary>A resident's end of the Direct Line, over HTTP with the station's secret: what they say, and what they read.</summary>
internal sealed partial class Chat
{
    /// <summary>For the settings of the station: a token would run out while the story's days pass.</summary>
    public const string Secret = "a-secret-of-the-tests";
    private static readonly (string Question, string Answer)[] Answers =
        [("对吗", "对"), ("电话", "不留了"), ("怎么解决", "请尽快修好路灯"), ("哪个小区", "书香里小区3号楼门口"), ("什么时候", "半个月前开始的,现在还不亮"), ("多少人", "整栋楼"), ("哪家单位", "不清楚")];
    private readonly HttpClient _http;
    private readonly string _id;
    private readonly string _user;
    private string _watermark = "";

    private Chat(HttpClient http, string id, string user) => (_http, _id, _user) = (http, id, user);

    /// <summary>Every text the bot has said, oldest first.</summary>
    public List<string> Heard { get; } = [];

    public static Dictionary<string, string?> Settings => new() { ["StationBot:DirectLine:Secret"] = Secret };

    public static async Task<Chat> StartAsync(ApiStation station, string user = "resident-1")
    {
        var http = station.As(Secret);
        using var answer = await http.PostAsync(new Uri("/v3/directline/conversations", UriKind.Relative), Json(new { user = new { id = user } }), Cancel);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        var chat = new Chat(http, JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancel))!["conversationId"]!.ToString(), user);
        Assert.Contains("AI助手（不是真人）", Assert.Single(await chat.NewsAsync()), StringComparison.Ordinal);
        return chat;
    }

    /// <summary>Says something and reads what answers it.</summary>
    public async Task<string[]> SayAsync(string text)
    {
        Assert.Empty(await NewsAsync());
        using var answer = await _http.PostAsync(new Uri($"/v3/directline/conversations/{_id}/activities", UriKind.Relative), Json(new { type = "message", text, from = new { id = _user, role = "user" } }), Cancel);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await NewsAsync();
    }

    /// <summary>Sends a file without words, as the recorder of a phone does.</summary>
    public async Task SendFileAsync(string name, string contentType, byte[] bytes)
    {
        using var form = new MultipartFormDataContent();
        var message = Json(new { type = "message", from = new { id = _user }, attachments = new[] { new { name } } });
        message.Headers.ContentType = new MediaTypeHeaderValue("application/vnd.microsoft.activity");
        form.Add(message, "activity");
        var file = new ByteArrayContent(bytes);
        file.Headers.ContentType = new MediaTypeHeaderValue(contentType);
        form.Add(file, "file", name);
        using var answer = await _http.PostAsync(new Uri($"/v3/directline/conversations/{_id}/upload?userId={_user}", UriKind.Relative), form, Cancel);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        await NewsAsync();
    }

    /// <summary>What the bot has said since this was asked last.</summary>
    public async Task<string[]> NewsAsync() => [.. (await ReadAsync()).Select(a => a!["text"]!.ToString())];

    /// <summary>The texts on the buttons under the newest message.</summary>
    public async Task<string[]> ButtonsAsync()
    {
        var all = await GetAsync("");
        return [.. all["activities"]!.AsArray()[^1]!["suggestedActions"]?["actions"]?.AsArray().Select(a => a!["title"]!.ToString()) ?? []];
    }

    /// <summary>Tells a matter and answers what is asked until it has a number.</summary>
    public async Task<string> ComplainAsync(string matter)
    {
        for (var (turn, next) = (0, matter); turn < 8; turn++)
        {
            var said = string.Join('\n', await SayAsync(next));
            if (Number().Match(said) is { Success: true } found)
            {
                return found.Groups[1].Value;
            }
            next = Answers.First(a => said.Contains(a.Question, StringComparison.Ordinal)).Answer;
        }
        throw new InvalidOperationException("No number was given: " + string.Join('\n', Heard));
    }

    private async Task<JsonNode[]> ReadAsync()
    {
        var page = await GetAsync(_watermark);
        _watermark = page["watermark"]!.ToString();
        JsonNode[] fresh = [.. page["activities"]!.AsArray().Where(a => a!["from"]!["id"]!.ToString() != _user)!];
        Heard.AddRange(fresh.Select(a => a["text"]!.ToString()));
        return fresh;
    }

    private async Task<JsonNode> GetAsync(string watermark)
    {
        using var answer = await _http.GetAsync(new Uri($"/v3/directline/conversations/{_id}/activities?watermark={watermark}", UriKind.Relative), Cancel);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancel))!;
    }

    private static StringContent Json(object body) => new(JsonSerializer.Serialize(body), Encoding.UTF8, new MediaTypeHeaderValue("application/json"));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [GeneratedRegex(@"编号(QH\d{8}-\d{4})")]
    private static partial Regex Number();
}

/// <summary>The work that <c>serve</c> does in the background, one round at the test's word instead of by the clock.</summary>
internal static class Rounds
{
    /// <summary>Lets the clock reach a moment, without the timers on the way, and everything that is due then happen: idle talks end, clocks speak, residents are told.</summary>
    public static async Task PassToAsync(this ApiStation station, DateTimeOffset moment)
    {
        station.Clock.AdjustTime(moment);
        await station.Hosted<IdleConversations>().RunAsync(Cancel);
        var round = await station.Services.GetRequiredService<NudgeRounds>().RunAsync(Cancel);
        Assert.Empty(round.Refused);
        Assert.Empty(round.Failed);
        await station.TellAsync();
    }

    public static Task<int> TellAsync(this ApiStation station) => station.Hosted<ResidentNotices>().RunAsync(Cancel);

    public static T Hosted<T>(this ApiStation station) => station.Services.GetServices<IHostedService>().OfType<T>().Single();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;
}
