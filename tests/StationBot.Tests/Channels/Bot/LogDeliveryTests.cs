using Microsoft.Extensions.Logging.Abstractions;
using StationBot.Channels.Bot;
using StationBot.Channels.BotProtocol;
using StationBot.Handling.Messages;
using StationBot.Tests.Channels.BotProtocol;

namespace StationBot.Tests.Channels.Bot;

/// <summary>Durable turns as an adapter with a log of its own (Direct Line) runs them.</summary>
public sealed class LogDeliveryTests
{
    private readonly MemoryConversationStore _store = new();
    private readonly LogAdapter _adapter = new();
    private readonly StationBotHandler _bot;

    public LogDeliveryTests()
    {
        _adapter.Use(new DurableTurns(_store, new ScriptedDialog(), new ConversationLocks(), new ConversationSignals(), The.Clock, NullLogger<DurableTurns>.Instance));
        _bot = new StationBotHandler(new ScriptedDialog(), new ConversationState(new MemoryStorage()));
    }

    [Fact]
    public async Task Messages_get_increasing_ids_and_answers_name_the_message_answered()
    {
        var scope = await TakeAsync("你好", "client-1");

        Assert.Equal(["c1|0000001", "c1|0000002"], _store.Log.Select(m => m.ActivityId));
        Assert.Equal("client-1", scope.Inbound!.InboxKey);
        Assert.Contains("\"replyToId\":\"c1|0000001\"", _store.Log[1].Raw, StringComparison.Ordinal);
        Assert.All(_store.Log, m => Assert.Equal(Delivery.Log, m.Delivery));
        Assert.Null(RawActivity.ReadReference(_store.Last.Conversation.Reference).ServiceUrl);
    }

    [Fact]
    public async Task A_retry_gets_the_id_the_message_got_first()
    {
        await TakeAsync("你好", "client-1");
        await TakeAsync("再说", "client-2");

        var again = await TakeAsync("你好", "client-1");

        Assert.True(again.WasDuplicate);
        Assert.Equal("c1|0000001", again.Inbound!.ActivityId);
        Assert.Equal(2, _store.Commits.Count);
    }

    private async Task<TurnScope> TakeAsync(string text, string clientId)
    {
        var turnContext = new TurnContext(_adapter, new Activity
        {
            Type = ActivityTypes.Message,
            Id = "ours-to-overwrite",
            ChannelId = ChannelIds.DirectLine,
            ServiceUrl = "https://the.page.example/",
            From = new ChannelAccount { Id = "u1" },
            Recipient = new ChannelAccount { Id = "bot" },
            Conversation = new ConversationAccount { Id = "c1" },
            Text = text,
        });
        turnContext.TurnState.Set(new TurnOrigin(Delivery.Log, clientId));
        await _adapter.RunPipelineAsync(turnContext, _bot.OnTurnAsync, TestContext.Current.CancellationToken);
        return turnContext.TurnState.Get<TurnScope>()!;
    }

    private sealed class LogAdapter : BotAdapter
    {
        public override Task<ResourceResponse[]> SendActivitiesAsync(ITurnContext turnContext, IReadOnlyList<Activity> activities, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("A durable turn sends nothing by itself.");
    }
}
