using System.Net;
using System.Net.WebSockets;
using System.Text.Json;
using StationBot.Tests.Channels.BotProtocol;

namespace StationBot.Tests.Channels.WebChat;

public sealed class StreamTests
{
    [Fact]
    public async Task A_stream_replays_the_start_and_then_goes_live()
    {
        await using var app = await DirectLineApp.StartAsync();
        var conversation = await app.StartConversationAsync("u1");
        await using var stream = await StreamClient.OpenAsync(conversation.StreamUrl);

        var greeting = JsonElement.Parse((await stream.NextAsync())!);
        var id = await conversation.SayAsync("路灯坏了");
        var live = await stream.ActivitiesAsync(2);

        Assert.Equal("2", greeting.GetProperty("watermark").GetString());
        Assert.Equal("您好", greeting.GetProperty("activities")[0].GetProperty("text").GetString());
        Assert.Equal(id, live[0].GetProperty("id").GetString());
        Assert.Equal(id, live[1].GetProperty("replyToId").GetString());
    }

    [Fact]
    public async Task Between_replay_and_live_nothing_is_lost_doubled_or_out_of_order()
    {
        await using var app = await DirectLineApp.StartAsync();
        var conversation = await app.StartConversationAsync("u1");
        var said = Task.WhenAll(Enumerable.Range(0, 100).Select(i => conversation.SayAsync($"第{i}句")));

        // Opened in the middle of it all.
        await using var stream = await StreamClient.OpenAsync(conversation.StreamUrl);
        var seen = await stream.ActivitiesAsync(201);
        await said;

        var expected = (await conversation.ReadAsync()).Activities.Select(a => a.GetProperty("id").GetString());
        Assert.Equal(expected, seen.Select(a => a.GetProperty("id").GetString()));
    }

    [Fact]
    public async Task A_client_that_comes_back_gets_what_it_missed_and_only_that()
    {
        await using var app = await DirectLineApp.StartAsync();
        var conversation = await app.StartConversationAsync("u1");
        await conversation.SayAsync("在线时说的");
        var watermark = (await conversation.ReadAsync()).Watermark;
        await conversation.SayAsync("掉线时说的");

        var missed = await app.CallAsync("GET", $"conversations/{conversation.Id}?watermark={watermark}", conversation.Token);
        var fresh = await app.CallAsync("GET", $"conversations/{conversation.Id}", conversation.Token);
        await using var catchingUp = await StreamClient.OpenAsync(missed.Text("streamUrl"));
        await using var onlyNew = await StreamClient.OpenAsync(fresh.Text("streamUrl"));
        var replayed = await catchingUp.ActivitiesAsync(2);
        await conversation.SayAsync("新的");

        Assert.Equal("掉线时说的", replayed[0].GetProperty("text").GetString());
        Assert.Equal("新的", (await onlyNew.ActivitiesAsync(1))[0].GetProperty("text").GetString());
        Assert.Equal("新的", (await catchingUp.ActivitiesAsync(1))[0].GetProperty("text").GetString());
    }

    [Fact]
    public async Task Two_conversations_never_mix()
    {
        await using var app = await DirectLineApp.StartAsync();
        var (one, two) = (await app.StartConversationAsync("u1"), await app.StartConversationAsync("u2"));
        await using var first = await StreamClient.OpenAsync(one.StreamUrl);
        await using var second = await StreamClient.OpenAsync(two.StreamUrl);

        await one.SayAsync("一");
        await two.SayAsync("二");

        Assert.Equal(["您好", "一", "第2条:一"], (await first.ActivitiesAsync(3)).Select(a => a.GetProperty("text").GetString()));
        Assert.Equal(["您好", "二", "第2条:二"], (await second.ActivitiesAsync(3)).Select(a => a.GetProperty("text").GetString()));
    }

    [Fact]
    public async Task A_stream_url_is_for_one_conversation_for_a_minute_and_for_our_own_pages()
    {
        await using var app = await DirectLineApp.StartAsync();
        var (one, two) = (await app.StartConversationAsync("u1"), await app.StartConversationAsync("u2"));
        var plain = one.StreamUrl.Replace("ws://", "http://", StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.BadRequest, (await app.Http.GetAsync(new Uri(plain), TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, await StreamClient.RefusalAsync(one.StreamUrl.Replace(one.Id, two.Id, StringComparison.Ordinal)));
        Assert.Equal(HttpStatusCode.Forbidden, await StreamClient.RefusalAsync(one.StreamUrl.Split("&t=")[0] + "&t=" + one.Token));
        Assert.Equal(HttpStatusCode.Forbidden, await StreamClient.RefusalAsync(one.StreamUrl, origin: "https://evil.example"));
        await using (await StreamClient.OpenAsync(one.StreamUrl, origin: app.Origin))
        {
        }
        app.Clock.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal(HttpStatusCode.Forbidden, await StreamClient.RefusalAsync(one.StreamUrl));
    }

    [Fact]
    public async Task A_silent_stream_gets_empty_frames_and_pings_of_the_client_do_no_harm()
    {
        await using var app = await DirectLineApp.StartAsync();
        var conversation = await app.StartConversationAsync("u1");
        await using var stream = await StreamClient.OpenAsync(conversation.StreamUrl);
        await stream.ActivitiesAsync(1);
        await stream.SendAsync("");

        app.Clock.Advance(TimeSpan.FromSeconds(20));

        Assert.Equal("", await stream.NextAsync());
        await conversation.SayAsync("还在");
        Assert.Equal(2, (await stream.ActivitiesAsync(2)).Length);
    }

    [Fact]
    public async Task A_turn_that_takes_long_shows_that_the_bot_is_at_work()
    {
        await using var app = await DirectLineApp.StartAsync();
        var conversation = await app.StartConversationAsync("u1");
        await using var stream = await StreamClient.OpenAsync(conversation.StreamUrl);
        await stream.ActivitiesAsync(1);
        var (began, gate) = (new TaskCompletionSource(), new TaskCompletionSource());
        app.Dialog.Script = async (turn, ct) =>
        {
            began.SetResult();
            await gate.Task.WaitAsync(ct);
            return ScriptedDialog.Echo(turn);
        };

        var post = conversation.SayAsync("路灯坏了");
        await began.Task.WaitAsync(TestContext.Current.CancellationToken);
        app.Clock.Advance(TimeSpan.FromMilliseconds(500));
        var typing = (await stream.ActivitiesAsync(1))[0];
        gate.SetResult();
        await post;

        Assert.Equal("typing", typing.GetProperty("type").GetString());
        Assert.Equal("bot", typing.GetProperty("from").GetProperty("role").GetString());
        Assert.Equal("路灯坏了", (await stream.ActivitiesAsync(1))[0].GetProperty("text").GetString());
        Assert.DoesNotContain((await conversation.ReadAsync()).Activities, a => a.GetProperty("type").GetString() == "typing");
    }

    [Fact]
    public async Task Going_down_the_server_says_goodbye()
    {
        await using var app = await DirectLineApp.StartAsync();
        var conversation = await app.StartConversationAsync("u1");
        await using var stream = await StreamClient.OpenAsync(conversation.StreamUrl);
        await stream.ActivitiesAsync(1);

        var stopping = app.StopAsync();

        Assert.Null(await stream.NextAsync());
        Assert.Equal(WebSocketCloseStatus.EndpointUnavailable, stream.CloseStatus);
        await stream.LeaveAsync();
        await stopping;
    }
}
