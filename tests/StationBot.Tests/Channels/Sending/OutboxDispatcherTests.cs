using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using StationBot.Channels.Bot;
using StationBot.Handling.Messages;
using StationBot.Tests.Channels.BotProtocol;

namespace StationBot.Tests.Channels.Sending;

/// <summary>From a message at the endpoint to the reply at the channel, over two real servers.</summary>
public sealed class OutboxDispatcherTests
{
    private readonly ConcurrentQueue<(string Path, string Text, string User)> _received = [];
    private HttpStatusCode _status = HttpStatusCode.OK;

    [Fact]
    public async Task Replies_are_posted_to_the_channel_in_order_and_addressed()
    {
        await using var channel = await ChannelAsync();
        await using var app = await BotApp.StartAsync();
        app.Dialog.Script = (turn, _) => ValueTask.FromResult(ScriptedDialog.Saying(turn.Message.Text + "1", turn.Message.Text + "2", turn.Message.Text + "3"));

        using var first = await app.PostAsync(To(channel, Wire.Message("甲", "m1", expectReplies: false)));
        using var second = await app.PostAsync(To(channel, Wire.Message("乙", "m2", expectReplies: false)));
        await app.Store.OutboxHasSeenAsync(6);

        Assert.Equal(["甲1", "甲2", "甲3", "乙1", "乙2", "乙3"], _received.Select(r => r.Text));
        Assert.All(_received, r => Assert.Equal("resident-openid-77", r.User));
        Assert.Equal("/v3/conversations/c1/activities/m1", _received.First().Path);
        Assert.All(app.Store.OutboxEvents, e => Assert.Equal("delivered given-by-the-channel", e.What));
    }

    [Fact]
    public async Task A_message_that_comes_again_is_not_answered_again()
    {
        await using var channel = await ChannelAsync();
        await using var app = await BotApp.StartAsync();

        using var first = await app.PostAsync(To(channel, Wire.Message("甲", expectReplies: false)));
        using var again = await app.PostAsync(To(channel, Wire.Message("甲", expectReplies: false)));
        using var next = await app.PostAsync(To(channel, Wire.Message("乙", "m2", expectReplies: false)));
        await app.Store.OutboxHasSeenAsync(2);

        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        Assert.Equal(["第1条:甲", "第2条:乙"], _received.Select(r => r.Text));
    }

    [Fact]
    public async Task What_the_channel_will_never_take_is_parked_and_the_next_one_goes_out()
    {
        await using var channel = await ChannelAsync();
        await using var app = await BotApp.StartAsync();
        _status = HttpStatusCode.Forbidden;
        using var first = await app.PostAsync(To(channel, Wire.Message("甲", "m1", expectReplies: false)));
        await app.Store.OutboxHasSeenAsync(1);
        _status = HttpStatusCode.OK;

        using var second = await app.PostAsync(To(channel, Wire.Message("乙", "m2", expectReplies: false)));
        await app.Store.OutboxHasSeenAsync(2);

        Assert.Equal(["park Forbidden 403", "delivered given-by-the-channel"], app.Store.OutboxEvents.Select(e => e.What));
    }

    [Fact]
    public async Task A_channel_that_asks_for_patience_gets_it()
    {
        await using var channel = await ChannelAsync();
        await using var app = await BotApp.StartAsync();
        _status = HttpStatusCode.TooManyRequests;

        using var response = await app.PostAsync(To(channel, Wire.Message("甲", expectReplies: false)));
        await app.Store.OutboxHasSeenAsync(1);

        Assert.Equal(("retry Throttled 429", The.Moment.AddMinutes(10)), (app.Store.OutboxEvents[0].What, app.Store.OutboxEvents[0].NotBefore!.Value));
    }

    [Fact]
    public async Task A_message_the_bot_begins_reaches_the_channel_and_answers_nothing()
    {
        await using var channel = await ChannelAsync();
        await using var app = await BotApp.StartAsync();
        using var first = await app.PostAsync(To(channel, Wire.Message("甲", expectReplies: false)));
        await app.Store.OutboxHasSeenAsync(1);
        var cancel = TestContext.Current.CancellationToken;
        var record = await app.Store.FindAsync(new ConversationKey("test", "c1"), cancel);

        var sent = await app.Services.GetRequiredService<ProactiveTurns>().SendAsync(record!, ScriptedDialog.Saying("有答复了"), cancel);
        await app.Store.OutboxHasSeenAsync(2);

        Assert.True(sent);
        Assert.Equal(("/v3/conversations/c1/activities", "有答复了", "resident-openid-77"), _received.Last());
    }

    private static string To(Stranger channel, string json) => json.Replace("http://127.0.0.1:9/", channel.Url, StringComparison.Ordinal);

    private Task<Stranger> ChannelAsync() => Stranger.StartAsync(async http =>
    {
        using var body = await JsonDocument.ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted);
        _received.Enqueue((http.Request.Path.Value!, body.RootElement.GetProperty("text").GetString()!, body.RootElement.GetProperty("recipient").GetProperty("id").GetString()!));
        http.Response.StatusCode = (int)_status;
        if (_status == HttpStatusCode.TooManyRequests)
        {
            http.Response.Headers.RetryAfter = "600";
        }
        await http.Response.BodyWriter.WriteAsync("""{"id":"given-by-the-channel"}"""u8.ToArray(), http.RequestAborted);
    });
}
