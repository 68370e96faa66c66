using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using StationBot.Channels.Bot;
using StationBot.Channels.BotProtocol;
using StationBot.Handling.Messages;
using StationBot.Tests.Channels.BotProtocol;

namespace StationBot.Tests.Channels.Bot;

public sealed class ProactiveTurnTests
{
    [Fact]
    public async Task A_message_the_bot_begins_is_committed_for_the_outbox_and_answers_nothing()
    {
        await using var app = await BotApp.StartAsync(services => services.RemoveHosted());
        await app.ReplyToAsync(Wire.Message("你好"));
        var record = await RecordAsync(app);

        var sent = await Proactive(app).SendAsync(record, ScriptedDialog.Saying("有答复了") with { Memory = "7", Stage = ConversationStage.Submitted }, Cancel);

        Assert.True(sent);
        var commit = app.Store.Last;
        var message = Assert.Single(commit.Outbound);
        Assert.Null(commit.Inbound);
        Assert.Equal((Delivery.Outbox, 3L, null, "有答复了"), (message.Delivery, message.Sequence, message.AnswersKey, message.Text));
        Assert.False(JsonElement.Parse(message.Raw).TryGetProperty("replyToId", out _));
        Assert.Equal(("7", ConversationStage.Submitted, record.Reference), (commit.Conversation.Memory, commit.Conversation.Stage, commit.Conversation.Reference));
    }

    [Fact]
    public async Task What_was_decided_on_an_older_conversation_is_not_said()
    {
        await using var app = await BotApp.StartAsync();
        await app.ReplyToAsync(Wire.Message("一", "m1"));
        var before = await RecordAsync(app);
        await app.ReplyToAsync(Wire.Message("二", "m2"));

        var sent = await Proactive(app).SendAsync(before, ScriptedDialog.Saying("您还在吗"), Cancel);

        Assert.False(sent);
        Assert.Equal(2, app.Store.Commits.Count);
    }

    [Fact]
    public async Task On_our_own_log_it_gets_the_next_id_and_wakes_the_streams()
    {
        await using var app = await BotApp.StartAsync();
        await app.ReplyToAsync(Wire.Message("你好"));
        var record = await RecordAsync(app);
        var reference = RawActivity.ReadReference(record.Reference);
        reference.ServiceUrl = null;
        record = record with { Reference = JsonSerializer.Serialize(reference, BotJson.Reference) };
        using var stream = app.Services.GetRequiredService<ConversationSignals>().Subscribe(record.Id);

        await Proactive(app).SendAsync(record, ScriptedDialog.Saying("有答复了"), Cancel);

        var message = Assert.Single(app.Store.Last.Outbound);
        Assert.Equal((Delivery.Log, "c1|0000003"), (message.Delivery, message.ActivityId));
        Assert.Equal(3, await stream.WaitAsync(Cancel));
        var seen = RawActivity.Read(message, reference);
        Assert.Equal(("c1|0000003", "bot", "resident-openid-77", The.Moment), (seen.Id, seen.From!.Id, seen.Recipient!.Id, seen.Timestamp));
    }

    [Fact]
    public async Task Signals_that_nobody_waits_for_melt_into_the_newest_and_end_with_the_subscription()
    {
        var signals = new ConversationSignals();
        var conversation = Guid.NewGuid();
        var stream = signals.Subscribe(conversation);
        using var other = signals.Subscribe(conversation);

        signals.Publish(conversation, 1);
        signals.Publish(conversation, 2);
        signals.Publish(Guid.NewGuid(), 9);
        var newest = await stream.WaitAsync(Cancel);
        stream.Dispose();
        signals.Publish(conversation, 3);

        Assert.Equal(2, newest);
        await Assert.ThrowsAsync<System.Threading.Channels.ChannelClosedException>(() => stream.WaitAsync(Cancel).AsTask());
        Assert.Equal(3, await other.WaitAsync(Cancel));
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static ProactiveTurns Proactive(BotApp app) => app.Services.GetRequiredService<ProactiveTurns>();

    private static async Task<ConversationRecord> RecordAsync(BotApp app) => (await app.Store.FindAsync(new ConversationKey("test", "c1"), Cancel))!;
}
