using System.Net;
using System.Text;
using System.Text.Json;
using StationBot.Handling.Messages;
using StationBot.Tests.Channels.Tencent;

namespace StationBot.Tests.Channels.WeCom;

/// <summary>The address of an app, over HTTP, against what independent libraries computed. wechat.md §18, §24.</summary>
public sealed class WeComVectorTests
{
    private const string App = "vector";
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string> Checks => [.. Vectors.In("url_verify").Where(v => v.Text("platform") == "wecom").Select(v => v.Text("id"))];

    [Theory, MemberData(nameof(Checks))]
    public async Task The_console_check(string id)
    {
        var vector = Vectors.Find("url_verify", id);
        await using var station = await OpenAsync(vector);

        using var client = new HttpClient();
        using var response = await client.GetAsync(new Uri($"{station.Url}/wecom/{App}?{vector.Text("raw_query")}"), Cancel);
        var body = await response.Content.ReadAsByteArrayAsync(Cancel);

        if (vector.GetProperty("expect_ok").ValueKind == JsonValueKind.True)
        {
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.Equal(Encoding.UTF8.GetBytes(vector.Text("expect_body")), body);
            Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
        }
        else
        {
            // A raw + is no space to some readers; either way it must not crash.
            Assert.True(response.StatusCode == HttpStatusCode.Forbidden || vector.GetProperty("expect_ok").ValueKind == JsonValueKind.Null);
            Assert.True((int)response.StatusCode < 500);
        }
    }

    [Fact]
    public async Task A_message_of_the_platform()
    {
        var vector = Vectors.Find("http", "wecom_app_message");
        await using var station = await OpenAsync(vector);

        using var response = await PostAsync(station, vector.Text("raw_query"), vector.Text("body"));

        Assert.Equal((HttpStatusCode.OK, 0), (response.StatusCode, (await response.Content.ReadAsByteArrayAsync(Cancel)).Length));
        await station.UntilAsync(() => station.ReadAsync(db => db.ChannelLog.Any(e => e.What == "callback enter_agent" && e.Direction == MessageDirection.In)));
    }

    [Theory]
    [InlineData("msg_signature=9", "msg_signature=8")]
    [InlineData("timestamp=1735689600", "timestamp=1735689601")]
    [InlineData("msg_signature=966a552eb35676ee81147a63d73acd2d83fca02b&", "")]
    public async Task What_is_not_signed_is_refused_and_not_kept(string was, string becomes)
    {
        var vector = Vectors.Find("http", "wecom_app_message");
        await using var station = await OpenAsync(vector);

        using var response = await PostAsync(station, vector.Text("raw_query").Replace(was, becomes, StringComparison.Ordinal), vector.Text("body"));

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Equal(0, await station.ReadAsync(db => db.Arrivals.Count()));
    }

    [Fact]
    public async Task An_old_message_is_refused_as_a_replay()
    {
        var vector = Vectors.Find("http", "wecom_app_message");
        await using var station = await OpenAsync(vector, "00:10:00");

        using var response = await PostAsync(station, vector.Text("raw_query"), vector.Text("body"));

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    private static async Task<HttpResponseMessage> PostAsync(WeComStation station, string query, string body)
    {
        using var client = new HttpClient();
        return await client.PostAsync(new Uri($"{station.Url}/wecom/{App}?{query}"), new StringContent(body, Encoding.UTF8, "text/xml"), Cancel);
    }

    private static Task<WeComStation> OpenAsync(JsonElement vector, string maxAge = "1000.00:00:00") => WeComStation.OpenAsync(
        ("Agents:1:Name", App), ("Agents:1:CorpId", vector.Text("receive_id")), ("Agents:1:AgentId", "1000002"), ("Agents:1:Secret", "secret"),
        ("Agents:1:Token", vector.Text("token")), ("Agents:1:EncodingAesKey", vector.Text("encoding_aes_key")), ("MaxAge", maxAge));
}
