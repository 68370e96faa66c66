using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using StationBot.Channels.Bot;
using StationBot.Channels.BotProtocol;
using StationBot.Handling.Messages;

namespace StationBot.Tests.Channels.BotProtocol;

/// <summary>Status codes of bot-framework.md §2.1, by real bytes against a real server.</summary>
public sealed class EndpointTests
{
    [Fact]
    public async Task An_activity_with_nothing_to_return_is_200_and_empty()
    {
        await using var app = await BotApp.StartAsync();

        using var response = await app.PostAsync(Wire.Message("你好", expectReplies: false));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("", "MalformedData")]
    [InlineData("这不是JSON", "MalformedData")]
    [InlineData("""{"type":5}""", "MalformedData")]
    [InlineData("""{"type":"message","channelId":"test","from":{"id":"u"},"recipient":{"id":"b"},"conversation":{"id":"c"},"text":"你好","attachments":[null]}""", "MalformedData")]
    [InlineData("""{"type":"message","channelId":"test","from":{"id":"u"},"recipient":{"id":"b"},"conversation":{"id":"c"},"text":"你好","entities":[null]}""", "MalformedData")]
    [InlineData("""{"type":"conversationUpdate","channelId":"test","from":{"id":"u"},"recipient":{"id":"b"},"conversation":{"id":"c"},"membersAdded":[null]}""", "MalformedData")]
    [InlineData("{}", "MissingProperty")]
    [InlineData("""{"type":"message","channelId":"test","from":{"id":"u"},"recipient":{"id":"b"}}""", "MissingProperty")]
    [InlineData("""{"type":"message","channelId":"test","from":{"id":"u"},"recipient":{"id":"b"},"conversation":{}}""", "MissingProperty")]
    [InlineData("""{"type":"message","from":{"id":"u"},"recipient":{"id":"b"},"conversation":{"id":"c"}}""", "MissingProperty")]
    [InlineData("""{"type":"message","channelId":"test","recipient":{"id":"b"},"conversation":{"id":"c"}}""", "MissingProperty")]
    [InlineData("""{"type":"message","channelId":"test","from":{"id":"u"},"conversation":{"id":"c"}}""", "MissingProperty")]
    [InlineData("""{"type":"event","channelId":"test","from":{"id":"u"},"recipient":{"id":"b"},"conversation":{"id":"c"}}""", "MissingProperty")]
    [InlineData("""{"type":"invoke","channelId":"test","from":{"id":"u"},"recipient":{"id":"b"},"conversation":{"id":"c"}}""", "MissingProperty")]
    public async Task What_cannot_be_an_activity_is_400_and_says_why(string body, string code)
    {
        await using var app = await BotApp.StartAsync();

        using var response = await app.PostAsync(body);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(code, await CodeOfAsync(response));
        Assert.Empty(app.Store.Commits);
    }

    [Theory]
    [InlineData("https://elsewhere.example", HttpStatusCode.Forbidden)]
    [InlineData("null", HttpStatusCode.Forbidden)]
    [InlineData(null, HttpStatusCode.OK)]
    public async Task Without_credentials_a_page_of_another_origin_is_refused(string? origin, HttpStatusCode expected)
    {
        await using var app = await BotApp.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/messages")
        {
            Content = new StringContent(Wire.Message("你好", expectReplies: false), Encoding.UTF8, "application/json"),
        };
        request.Headers.TryAddWithoutValidation("Origin", origin);

        using var response = await app.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(expected, response.StatusCode);
    }

    [Theory, InlineData("GET"), InlineData("PUT"), InlineData("DELETE"), InlineData("HEAD"), InlineData("OPTIONS")]
    public async Task Another_method_is_405_and_says_which_is_right(string method)
    {
        await using var app = await BotApp.StartAsync();

        using var response = await app.Client.SendAsync(new HttpRequestMessage(new HttpMethod(method), "/api/messages"), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.Equal(["POST"], response.Content.Headers.Allow);
    }

    [Theory]
    [InlineData("application/json", 200)]
    [InlineData("application/json; charset=utf-8", 200)]
    [InlineData("Application/JSON;charset=GBK", 200)]
    [InlineData("", 200)]
    [InlineData("text/plain", 415)]
    [InlineData("application/x-www-form-urlencoded", 415)]
    [InlineData("application/jsonx", 415)]
    public async Task Only_JSON_is_taken_whatever_charset_it_claims(string contentType, int status)
    {
        await using var app = await BotApp.StartAsync();

        using var response = await app.PostAsync(Wire.Message("你好"), contentType);

        Assert.Equal(status, (int)response.StatusCode);
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task A_body_over_the_limit_is_413_with_or_without_a_length(bool chunked)
    {
        await using var app = await BotApp.StartAsync();
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(Wire.Message(new string('啊', 400_000))));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/messages") { Content = content };
        request.Headers.TransferEncodingChunked = chunked;

        using var response = await app.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Equal("PayloadTooLarge", await CodeOfAsync(response));
    }

    [Fact]
    public async Task A_body_of_300_KB_and_10000_characters_of_complaint_are_fine()
    {
        await using var app = await BotApp.StartAsync();

        var reply = await app.ReplyToAsync(Wire.Message(new string('臭', 100_000)));

        Assert.Contains("臭臭臭", reply, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unhandled_invoke_is_501_and_leaves_nothing()
    {
        await using var app = await BotApp.StartAsync();

        using var response = await app.PostAsync(Wire.Of("invoke", "\"name\":\"application/search\"").Replace("\"deliveryMode\":\"expectReplies\",", "", StringComparison.Ordinal));

        Assert.Equal(HttpStatusCode.NotImplemented, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        Assert.Empty(app.Store.Commits);
    }

    [Fact]
    public async Task A_handled_invoke_answers_with_its_own_status_and_body()
    {
        await using var app = await BotApp.StartAsync(services => services.AddSingleton<IBot>(new Answering(new InvokeResponse(418, JsonElement.Parse("""{"a":"茶"}""")))));

        using var response = await app.PostAsync(Wire.Of("invoke", "\"name\":\"x\"").Replace("\"deliveryMode\":\"expectReplies\",", "", StringComparison.Ordinal));

        Assert.Equal(418, (int)response.StatusCode);
        Assert.Equal("""{"a":"茶"}""", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task An_invoke_that_expects_replies_gets_its_body_beside_them()
    {
        await using var app = await BotApp.StartAsync(services => services.AddSingleton<IBot>(new Answering(new InvokeResponse(202, JsonElement.Parse("1")))));

        using var response = await app.PostAsync(Wire.Of("invoke", "\"name\":\"x\""));

        Assert.Equal(202, (int)response.StatusCode);
        Assert.Equal("""{"activities":[],"body":1}""", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_bug_is_500_and_the_message_counts_as_not_taken()
    {
        await using var app = await BotApp.StartAsync();
        app.Dialog.Script = (_, _) => throw new InvalidOperationException("bug");

        using var response = await app.PostAsync(Wire.Message("你好"));
        app.Dialog.Script = (turn, _) => ValueTask.FromResult(ScriptedDialog.Echo(turn));
        var again = await app.ReplyToAsync(Wire.Message("你好"));

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Contains("第1条:你好", again, StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_turns_than_the_bot_can_hold_are_503_with_a_time_to_come_back()
    {
        await using var app = await BotApp.StartAsync(null, ("MaxTurns", "1"));
        var inside = new TaskCompletionSource();
        var go = new TaskCompletionSource();
        app.Dialog.Script = async (turn, _) =>
        {
            inside.TrySetResult();
            await go.Task;
            return ScriptedDialog.Echo(turn);
        };
        var first = app.PostAsync(Wire.Message("一"));
        await inside.Task;

        using var second = await app.PostAsync(Wire.Message("二", "m2", "c2"));
        go.SetResult();
        using var done = await first;

        Assert.Equal(HttpStatusCode.ServiceUnavailable, second.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(1), second.Headers.RetryAfter?.Delta);
        Assert.Equal(HttpStatusCode.OK, done.StatusCode);
    }

    [Fact]
    public async Task A_flood_in_one_conversation_is_503_and_others_go_on()
    {
        await using var app = await BotApp.StartAsync();
        var locks = app.Services.GetRequiredService<ConversationLocks>();
        var key = new ConversationKey("test", "c1");
        using var running = await locks.EnterAsync(key, TestContext.Current.CancellationToken);
        var waiting = Enumerable.Range(0, ConversationLocks.MaxWaiting).Select(_ => locks.EnterAsync(key, TestContext.Current.CancellationToken).AsTask()).ToList();

        using var refused = await app.PostAsync(Wire.Message("又一条"));
        using var other = await app.PostAsync(Wire.Message("别处", "m1", "c2"));

        Assert.All(waiting, w => Assert.False(w.IsCompleted));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.NotNull(refused.Headers.RetryAfter);
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
    }

    [Fact]
    public async Task A_connection_goes_on_after_bad_bodies()
    {
        await using var app = await BotApp.StartAsync();
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, app.Client.BaseAddress!.Port, TestContext.Current.CancellationToken);
        var stream = socket.GetStream();

        foreach (var (body, status) in new[] { ("{\"type\":1}", "400"), ("[", "400"), ("{}", "400"), (Wire.Message("hi"), "200") })
        {
            var bytes = Encoding.UTF8.GetBytes(body);
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"POST /api/messages HTTP/1.1\r\nHost: x\r\nContent-Length: {bytes.Length}\r\n\r\n"), TestContext.Current.CancellationToken);
            await stream.WriteAsync(bytes, TestContext.Current.CancellationToken);
            var buffer = new byte[8192];
            var read = await stream.ReadAsync(buffer, TestContext.Current.CancellationToken);
            Assert.StartsWith("HTTP/1.1 " + status, Encoding.UTF8.GetString(buffer, 0, read), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_caller_who_hangs_up_half_way_through_the_body_harms_nobody()
    {
        await using var app = await BotApp.StartAsync();
        using (var socket = new TcpClient())
        {
            await socket.ConnectAsync(IPAddress.Loopback, app.Client.BaseAddress!.Port, TestContext.Current.CancellationToken);
            await socket.GetStream().WriteAsync("POST /api/messages HTTP/1.1\r\nHost: x\r\nContent-Length: 500\r\n\r\n{\"type\""u8.ToArray(), TestContext.Current.CancellationToken);
        }

        Assert.Contains("第1条", await app.ReplyToAsync(Wire.Message("你好")), StringComparison.Ordinal);
    }

    private static async Task<string?> CodeOfAsync(HttpResponseMessage response) =>
        JsonElement.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).GetProperty("error").GetProperty("code").GetString();

    private sealed class Answering(InvokeResponse response) : ActivityHandler
    {
        protected override Task<InvokeResponse> OnInvokeActivityAsync(ITurnContext turnContext, CancellationToken cancellationToken) => Task.FromResult(response);
    }
}
