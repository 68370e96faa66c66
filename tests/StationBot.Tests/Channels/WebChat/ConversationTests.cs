using System.Net;
using System.Text.Json;
using StationBot.Handling.Messages;
using StationBot.Tests.Channels.BotProtocol;

namespace StationBot.Tests.Channels.WebChat;

public sealed class ConversationTests
{
    [Fact]
    public async Task What_is_said_and_answered_comes_back_in_order_as_a_client_needs_it()
    {
        await using var app = await DirectLineApp.StartAsync();
        var conversation = await app.StartConversationAsync("u1");

        var id = await conversation.SayAsync("路灯坏了", key: "k1");

        var (activities, _) = await conversation.ReadAsync();
        Assert.Equal(["您好", "路灯坏了", "第2条:路灯坏了"], activities.Select(a => a.GetProperty("text").GetString()));
        var (echo, reply) = (activities[1], activities[2]);
        Assert.Equal(id, echo.GetProperty("id").GetString());
        Assert.Equal("k1", echo.GetProperty("channelData").GetProperty("clientActivityID").GetString());
        Assert.Equal("""{"id":"u1","role":"user"}""", echo.GetProperty("from").GetRawText());
        Assert.Equal("bot", reply.GetProperty("from").GetProperty("role").GetString());
        Assert.Equal(id, reply.GetProperty("replyToId").GetString());
        Assert.Equal("plain", reply.GetProperty("textFormat").GetString());
        Assert.All(activities, a =>
        {
            Assert.Equal(conversation.Id, a.GetProperty("conversation").GetProperty("id").GetString());
            Assert.Equal("directline", a.GetProperty("channelId").GetString());
            Assert.True(a.TryGetProperty("timestamp", out _));
            Assert.False(a.TryGetProperty("serviceUrl", out _) || a.TryGetProperty("recipient", out _));
        });
        Assert.Equal(activities.Select(a => a.GetProperty("id").GetString()).Order(StringComparer.Ordinal), activities.Select(a => a.GetProperty("id").GetString()));
    }

    [Theory]
    [InlineData("", 3)]
    [InlineData("null", 3)]
    [InlineData("-1", 3)]
    [InlineData("%20x", 3)]
    [InlineData("99999", 3)]
    [InlineData("99999999999999999999999", 3)]
    [InlineData("0", 3)]
    [InlineData("2", 2)]
    [InlineData("3", 1)]
    public async Task A_watermark_brings_what_came_after_it_and_garbage_brings_all(string watermark, int expected)
    {
        await using var app = await DirectLineApp.StartAsync();
        var conversation = await app.StartConversationAsync("u1");
        await conversation.SayAsync("路灯坏了");

        var (activities, next) = await conversation.ReadAsync(watermark);

        Assert.Equal((expected, "4"), (activities.Length, next));
        var (nothing, same) = await conversation.ReadAsync(next);
        Assert.Equal((0, "4"), (nothing.Length, same));
    }

    [Fact]
    public async Task A_long_log_comes_back_whole()
    {
        await using var app = await DirectLineApp.StartAsync();
        var conversation = await app.StartConversationAsync("u1");
        for (var i = 0; i < 205; i++)
        {
            await conversation.SayAsync($"第{i}句");
        }

        Assert.Equal(1 + (2 * 205), (await conversation.ReadAsync()).Activities.Length);
    }

    [Fact]
    public async Task A_message_posted_again_is_taken_once_and_gets_the_same_id()
    {
        await using var app = await DirectLineApp.StartAsync();
        var conversation = await app.StartConversationAsync("u1");

        var first = await conversation.SayAsync("路灯坏了", key: "k1");
        var second = await conversation.SayAsync("路灯坏了", key: "k1");

        Assert.Equal(first, second);
        Assert.Equal(3, (await conversation.ReadAsync()).Activities.Length);
    }

    [Fact]
    public async Task Fifty_messages_at_once_are_all_kept_one_after_another()
    {
        await using var app = await DirectLineApp.StartAsync();
        var conversation = await app.StartConversationAsync("u1");

        var ids = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => conversation.SayAsync($"第{i}句")));

        var (activities, _) = await conversation.ReadAsync();
        Assert.Equal(50, ids.Distinct().Count());
        Assert.Equal(ids.Order(StringComparer.Ordinal), activities.Skip(1).Where((_, i) => i % 2 == 0).Select(a => a.GetProperty("id").GetString()));
        Assert.Equal(Enumerable.Range(2, 50).Select(i => $"第{i}条"), activities.Skip(1).Where((_, i) => i % 2 == 1).Select(a => a.GetProperty("text").GetString()!.Split(':')[0]));
    }

    [Fact]
    public async Task A_flood_is_told_to_wait_and_what_was_taken_stays()
    {
        await using var app = await DirectLineApp.StartAsync();
        var conversation = await app.StartConversationAsync("u1");
        var gate = new TaskCompletionSource();
        app.Dialog.Script = async (turn, ct) =>
        {
            await gate.Task.WaitAsync(ct);
            return ScriptedDialog.Echo(turn);
        };

        // 202 arrive while one runs and 200 wait: one is too many.
        var posts = Enumerable.Range(0, 202).Select(i => conversation.PostAsync($"第{i}句")).ToList();
        var refused = await await Task.WhenAny(posts);
        gate.SetResult();
        var answers = await Task.WhenAll(posts);

        Assert.Equal((HttpStatusCode.TooManyRequests, "1"), (refused.Status, refused.Header("Retry-After")));
        Assert.Equal(201, answers.Count(a => a.Status == HttpStatusCode.OK));
        Assert.Equal(1 + (2 * 201), (await conversation.ReadAsync()).Activities.Length);
    }

    [Fact]
    public async Task A_bound_token_decides_who_writes()
    {
        await using var app = await DirectLineApp.WithSecretAsync();
        var token = (await app.PostAsync("tokens/generate", DirectLineApp.Secret, """{"user":{"id":"dl_7"}}""")).Text("token");
        var started = await app.PostAsync("conversations", token, """{"user":{"id":"somebody-else"}}""");
        var conversation = new Conversation(app, started.Text("conversationId"), started.Text("token"), started.Text("streamUrl"));

        await conversation.SayAsync("路灯坏了", user: "somebody-else");

        Assert.Equal("dl_7", (await conversation.ReadAsync()).Activities[1].GetProperty("from").GetProperty("id").GetString());
        Assert.Equal(2, app.Dialog.Turns.Select(t => t.Conversation.ResidentId).Count());
        Assert.Single(app.Dialog.Turns.Select(t => t.Conversation.ResidentId).Distinct());
    }

    [Fact]
    public async Task Who_starts_without_a_name_is_greeted_at_the_first_word_and_once()
    {
        await using var app = await DirectLineApp.StartAsync();
        var conversation = await app.StartConversationAsync();
        Assert.Empty((await conversation.ReadAsync()).Activities);

        await conversation.SayAsync("路灯坏了");
        await conversation.SayAsync("门口那盏");

        Assert.Equal(["您好", "路灯坏了", "第2条:路灯坏了", "门口那盏", "第3条:门口那盏"], await conversation.TextsAsync());
        Assert.Equal("u1", (await conversation.ReadAsync()).Activities[1].GetProperty("from").GetProperty("id").GetString());
    }

    [Fact]
    public async Task Reconnecting_does_not_greet_again()
    {
        await using var app = await DirectLineApp.StartAsync();
        var conversation = await app.StartConversationAsync("u1");

        var again = await app.CallAsync("GET", $"conversations/{conversation.Id}?watermark=1", conversation.Token);
        await app.PostAsync("conversations", conversation.Token, "");

        Assert.Equal(HttpStatusCode.OK, again.Status);
        Assert.All(["conversationId", "token", "streamUrl"], name => Assert.NotEmpty(again.Text(name)));
        Assert.Equal(["您好"], await conversation.TextsAsync());
    }

    [Theory]
    [InlineData("{\"type\":", 400)]
    [InlineData("""{"text":"x","from":{"id":"u1"}}""", 400)]
    [InlineData("""{"type":"message","text":"x"}""", 400)]
    [InlineData("""{"type":"message","text":7,"from":{"id":"u1"}}""", 400)]
    [InlineData("""{"type":"event","from":{"id":"u1"}}""", 400)]
    [InlineData("""{"type":"invoke","name":"x","from":{"id":"u1"}}""", 400)]
    [InlineData("""{"type":"message","text":"你好","attachments":[null],"from":{"id":"u1"}}""", 400)]
    [InlineData("""{"type":"message","text":"你好","entities":[null],"from":{"id":"u1"}}""", 400)]
    [InlineData("""{"type":"conversationUpdate","membersAdded":[{"id":"x"}],"from":{"id":"u1"}}""", 400)]
    [InlineData("""{"type":"message","text":"x","from":{"id":"dl_somebody"}}""", 400)]
    [InlineData("""{"type":"typing","from":{"id":"u1"}}""", 200)]
    [InlineData("""{"type":"event","name":"unknown","from":{"id":"u1"}}""", 200)]
    [InlineData("""{"type":"message","from":{"id":"u1"}}""", 200)]
    [InlineData("""{"type":"message","text":"𠮷野家😀👨‍👩‍👧","from":{"id":"u1"}}""", 200)]
    public async Task Activities_are_taken_or_refused_with_a_reason(string json, int expected)
    {
        await using var app = await DirectLineApp.StartAsync();
        var conversation = await app.StartConversationAsync("u1");

        var answer = await app.PostAsync($"conversations/{conversation.Id}/activities", conversation.Token, json);

        Assert.Equal(expected, (int)answer.Status);
        Assert.NotEmpty(expected == 200 ? answer.Text("id") : answer.ErrorCode);
    }

    [Fact]
    public async Task Too_large_and_not_json_are_said_so()
    {
        await using var app = await DirectLineApp.StartAsync();
        var conversation = await app.StartConversationAsync("u1");

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await conversation.PostAsync(new string('x', 300_000))).Status);
        Assert.Equal(HttpStatusCode.OK, (await RawAsync(100_000)).Status);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await RawAsync(262_144)).Status);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await app.CallAsync("POST", $"conversations/{conversation.Id}/activities", conversation.Token, new StringContent("hello"))).Status);

        // Characters count, not bytes: a Chinese one has three.
        Task<Answer> RawAsync(int characters) => app.CallAsync("POST", $"conversations/{conversation.Id}/activities", conversation.Token,
            new StringContent($$"""{"type":"message","from":{"id":"u1"},"text":"{{new string('难', characters)}}"}""", System.Text.Encoding.UTF8, "application/json"));
    }

    [Fact]
    public async Task A_bot_that_fails_is_502_and_the_message_is_not_taken()
    {
        await using var app = await DirectLineApp.StartAsync();
        var conversation = await app.StartConversationAsync("u1");
        app.Dialog.Script = (_, _) => throw new InvalidOperationException("a bug");

        var answer = await conversation.PostAsync("路灯坏了", key: "k1");
        app.Dialog.Script = (turn, _) => ValueTask.FromResult(ScriptedDialog.Echo(turn));
        await conversation.SayAsync("路灯坏了", key: "k1");

        Assert.Equal((HttpStatusCode.BadGateway, "BotRejectedActivity"), (answer.Status, answer.ErrorCode));
        Assert.Equal(3, (await conversation.ReadAsync()).Activities.Length);
    }

    [Fact]
    public async Task A_polling_client_never_learns_of_trouble_with_the_store()
    {
        await using var app = await DirectLineApp.StartAsync();
        var conversation = await app.StartConversationAsync("u1");
        app.Reads.Fail = true;

        var (activities, watermark) = await conversation.ReadAsync("1");

        Assert.Equal((0, "1"), (activities.Length, watermark));
    }

    [Fact]
    public async Task At_rest_nobody_can_see_who_wrote()
    {
        await using var app = await DirectLineApp.StartAsync();
        var conversation = await app.StartConversationAsync("resident-openid-77");

        await conversation.SayAsync("路灯坏了", user: "resident-openid-77");

        Assert.All(app.Store.Log, m => Assert.DoesNotContain("resident-openid-77", m.Raw, StringComparison.Ordinal));
        Assert.All(app.Store.Log, m => Assert.Equal(Delivery.Log, m.Delivery));
    }

    [Fact]
    public async Task A_turn_that_never_ends_is_given_up_and_the_conversation_goes_on()
    {
        await using var app = await DirectLineApp.StartAsync();
        var conversation = await app.StartConversationAsync("u1");
        var began = new TaskCompletionSource();
        app.Dialog.Script = async (turn, ct) =>
        {
            began.SetResult();
            await Task.Delay(Timeout.Infinite, ct);
            return ScriptedDialog.Echo(turn);
        };

        var stuck = conversation.PostAsync("第一句");
        await began.Task.WaitAsync(TestContext.Current.CancellationToken);
        app.Clock.Advance(TimeSpan.FromSeconds(60));
        var answer = await stuck;
        app.Dialog.Script = (turn, _) => ValueTask.FromResult(ScriptedDialog.Echo(turn));

        Assert.Equal(HttpStatusCode.BadGateway, answer.Status);
        await conversation.SayAsync("第二句");
    }
}
