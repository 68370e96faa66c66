using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace StationBot.Tests.Channels.WebChat;

public sealed partial class ResidentPageTests
{
    [Fact]
    public async Task The_page_allows_nothing_that_it_does_not_need()
    {
        await using var app = await DirectLineApp.StartAsync();

        var (first, second) = (await app.CallAsync("GET", "/"), await app.CallAsync("GET", "/"));

        var policy = first.Header("Content-Security-Policy")!;
        var nonce = Nonce().Match(policy).Groups[1].Value;
        var html = first.Content;
        Assert.StartsWith("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal(2, html.Split($"nonce=\"{nonce}\"").Length - 1);
        Assert.DoesNotContain("{{", html, StringComparison.Ordinal);
        Assert.NotEqual(nonce, Nonce().Match(second.Header("Content-Security-Policy")!).Groups[1].Value);
        Assert.Contains("frame-ancestors 'self'", policy, StringComparison.Ordinal);
        Assert.Equal(("nosniff", "no-referrer"), (first.Header("X-Content-Type-Options"), first.Header("Referrer-Policy")));
    }

    [Fact]
    public async Task The_page_says_what_every_page_must_say()
    {
        await using var app = await DirectLineApp.StartAsync();

        var html = WebUtility.HtmlDecode(await app.Http.GetStringAsync(new Uri("/", UriKind.Relative), TestContext.Current.CancellationToken));

        Assert.All(["清禾区", "人大代表联络站 · 家站", "AI 助手，非真人", "内容由AI生成，供参考", "tel:110", "tel:119", "tel:120", "tel:12345", "lang=\"zh-CN\"", "人工", "大字", "身份证号"],
            text => Assert.Contains(text, html, StringComparison.Ordinal));
        Assert.DoesNotMatch(InlineCode(), html);
        Assert.DoesNotMatch("""(src|href)="(https?:)?//""", html);
    }

    [Fact]
    public async Task What_the_page_says_is_what_the_clerk_wrote()
    {
        await using var app = await DirectLineApp.StartAsync(null, ("Page:Texts:fresh", "重新说"), ("Page:Texts:input_hint", "请说 </script><b>"), ("MaxFileBytes", "3145728"));

        var html = (await app.CallAsync("GET", "/")).Content;

        Assert.Contains(">重新说<", html, StringComparison.Ordinal);
        var page = JsonDocument.Parse(PageData().Match(html).Groups[1].Value).RootElement;
        Assert.Equal("请说 </script><b>", page.GetProperty("words").GetProperty("input_hint").GetString());
        Assert.Contains("3MB", page.GetProperty("words").GetProperty("file_size").GetString(), StringComparison.Ordinal);
        Assert.Equal(3145728, page.GetProperty("maxFileBytes").GetInt32());
    }

    /// <summary>A word left in a page's own files is one that no clerk can change.</summary>
    [Theory]
    [InlineData("index.html")]
    [InlineData("station.js")]
    [InlineData("closed.html")]
    public void The_files_of_the_page_hold_no_words_of_their_own(string file) =>
        Assert.DoesNotMatch("[\u4e00-\u9fff]", File.ReadAllText(Path.Combine(DirectLineApp.PageFolder(), file)));

    [Fact]
    public async Task A_resident_is_known_again_and_resumes_only_a_conversation_of_their_own()
    {
        await using var app = await DirectLineApp.StartAsync();
        var (first, cookie) = await TokenAsync(app, "{}");
        await app.PostAsync("conversations", first.Text("token"), "");
        var body = $$"""{"conversationId":"{{first.Text("conversationId")}}"}""";

        var (mine, _) = await TokenAsync(app, body, cookie);
        var (stranger, _) = await TokenAsync(app, body);
        var (forged, _) = await TokenAsync(app, body, cookie[..^2] + "xx");

        Assert.True(mine.Body.GetProperty("resumed").GetBoolean());
        Assert.Equal(first.Text("conversationId"), mine.Text("conversationId"));
        Assert.All([stranger, forged], other =>
        {
            Assert.False(other.Body.GetProperty("resumed").GetBoolean());
            Assert.NotEqual(first.Text("conversationId"), other.Text("conversationId"));
        });
    }

    [Fact]
    public async Task The_cookie_is_out_of_reach_of_scripts_and_of_other_sites()
    {
        await using var app = await DirectLineApp.StartAsync();

        var answer = await app.PostAsync("/api/webchat/token", null, "");

        var cookie = answer.Header("Set-Cookie")!;
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_cookie_is_no_token_and_a_token_is_no_cookie()
    {
        await using var app = await DirectLineApp.StartAsync();
        var (page, cookie) = await TokenAsync(app, "");
        await app.PostAsync("conversations", page.Text("token"), "");

        Assert.Equal(HttpStatusCode.Forbidden, (await app.PostAsync("conversations", cookie.Split('=')[1], "")).Status);
        var (other, _) = await TokenAsync(app, $$"""{"conversationId":"{{page.Text("conversationId")}}"}""", "stationbot_resident=" + page.Text("token"));
        Assert.False(other.Body.GetProperty("resumed").GetBoolean());
    }

    [Fact]
    public async Task A_page_of_another_origin_gets_no_token()
    {
        await using var app = await DirectLineApp.StartAsync(null, ("Secret", DirectLineApp.Secret));

        var answer = await app.CallAsync("POST", "/api/webchat/token", null, DirectLineApp.Json(""), h => h.Add("Origin", "https://evil.example"));

        Assert.Equal(HttpStatusCode.Forbidden, answer.Status);
    }

    [Fact]
    public async Task The_page_talks_to_the_bot_even_when_a_secret_is_set()
    {
        await using var app = await DirectLineApp.WithSecretAsync();
        var (page, _) = await TokenAsync(app, "");

        var started = await app.PostAsync("conversations", page.Text("token"), "");

        Assert.Equal(HttpStatusCode.Created, started.Status);
        Assert.Equal(["您好"], await new Conversation(app, page.Text("conversationId"), page.Text("token"), "").TextsAsync());
    }

    [Fact]
    public async Task The_station_tells_its_name_and_hours()
    {
        await using var app = await DirectLineApp.StartAsync();
        var house = The.Directory.Stations.First(s => s.Hours is not null);

        var any = await app.CallAsync("GET", "/api/station");
        var named = await app.CallAsync("GET", "/api/station?station=" + The.Directory.Stations[^1].Code);

        Assert.Equal((The.Directory.Area.Name, house.Hours), (any.Text("district"), any.Text("hours")));
        Assert.Equal(The.Directory.Stations[^1].Name, named.Text("name"));
    }

    [Theory]
    [InlineData("/station.js", 200)]
    [InlineData("/station.css", 200)]
    [InlineData("/station.svg", 200)]
    [InlineData("/index.html", 404)]
    [InlineData("/lib/.gitignore", 404)]
    [InlineData("/lib/..%2findex.html", 404)]
    public async Task Of_the_web_root_only_the_page_is_served(string path, int expected)
    {
        await using var app = await DirectLineApp.StartAsync();

        Assert.Equal(expected, (int)(await app.CallAsync("GET", path)).Status);
    }

    private static async Task<(Answer Answer, string Cookie)> TokenAsync(DirectLineApp app, string body, string? cookie = null)
    {
        var answer = await app.CallAsync("POST", "/api/webchat/token", null, DirectLineApp.Json(body), h =>
        {
            if (cookie is not null)
            {
                h.Add("Cookie", cookie);
            }
        });
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        return (answer, answer.Header("Set-Cookie")!.Split(';')[0]);
    }

    [GeneratedRegex("<script type=\"application/json\" id=\"page\">(.*?)</script>")]
    private static partial Regex PageData();

    [GeneratedRegex("script-src 'self' 'nonce-([^']+)'")]
    private static partial Regex Nonce();

    [GeneratedRegex("""<script(?![^>]*\s(src=|type="application/json"))|<style|\son\w+=|\sstyle=""")]
    private static partial Regex InlineCode();
}
