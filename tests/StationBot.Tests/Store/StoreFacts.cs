using StationBot.Handling.Cases;
using StationBot.Handling.Deadlines;
using StationBot.Handling.Messages;
using StationBot.Handling.Sorting;
using StationBot.Store;

namespace StationBot.Tests.Store;

/// <summary>Facts that hold on both databases: every class of them is run twice.</summary>
public abstract class StoreFacts(StoreProvider provider) : IAsyncLifetime
{
    protected const string Channel = "webchat";

    protected StoreProvider Provider { get; } = provider;
    private protected StoreHouse House { get; private set; } = null!;
    private protected OpenStore Store { get; private set; } = null!;
    private protected IConversationStore Conversations => Store.Conversations;

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        House = await StoreHouse.BuildAsync(Provider);
        Store = await House.OpenAsync();
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (House is not null)
        {
            await Store.DisposeAsync();
            await House.DisposeAsync();
        }
    }

    /// <summary>Ends this process and starts the next one on the same database.</summary>
    protected async Task RestartAsync()
    {
        await Store.DisposeAsync();
        Store = await House.OpenAsync();
    }

    private protected async Task<ConversationRecord> NewAsync(string name, string user = "somebody") => new()
    {
        Id = Guid.CreateVersion7(),
        Key = new ConversationKey(Channel, name),
        ResidentId = await Conversations.ResidentAsync(Channel, user, Cancel),
        StartedAt = The.Moment,
        LastInboundAt = The.Moment,
    };

    /// <summary>A turn of one message in and as many out as there are answers.</summary>
    private protected static TurnCommit Turn(ConversationRecord conversation, string key, Delivery delivery, params string[] answers) => new()
    {
        Conversation = conversation with { LastSequence = conversation.LastSequence + 1 + answers.Length, Stage = ConversationStage.Collecting },
        Inbound = Message(conversation.LastSequence + 1, MessageDirection.In, "您好", delivery) with { InboxKey = key },
        Outbound = [.. answers.Select((a, i) => Message(conversation.LastSequence + 2 + i, MessageDirection.Out, a, delivery) with { AnswersKey = key })],
    };

    private protected static TurnCommit Turn(ConversationRecord conversation, string key, params string[] answers) =>
        Turn(conversation, key, Delivery.Response, answers);

    private protected async Task<ConversationRecord> SaveAsync(TurnCommit commit) =>
        Assert.IsType<CommitResult.Committed>(await Conversations.CommitAsync(commit, Cancel)).Conversation;

    private protected async Task<Case> CaseAsync(ConversationRecord conversation, string deputy = "D01", string[]? demands = null, string[]? conflicted = null, string? community = null)
    {
        var made = new Case(CaseId.New(), conversation.Id, conversation.ResidentId, Channel, The.Moment)
        {
            Number = await Store.Cases.NextNumberAsync("QH", DateOnly.FromDateTime(The.Moment.DateTime), Cancel),
            RawText = "门口的路灯不亮", Summary = "路灯不亮", Topics = [Topic.Other], Community = community,
        };
        var confirm = new ConfirmData(made.Summary, made.RawText.Length, Channel, "notice", "书香里", demands ?? ["修好"], CaseClasses.Simple, [], [new Subscriber(conversation.ResidentId, conversation.Id)], Conflicted: conflicted);
        var sort = new SortData("Other", "OTH-07", "housing", [], null, deputy, 0.9);
        Assert.IsType<StepResult.Done>(made.Apply(new Step(CaseAction.Confirm, Actor.Resident, confirm), The.Moment, The.Rules));
        Assert.IsType<StepResult.Done>(made.Apply(new Step(CaseAction.Sort, Actor.Bot, sort), The.Moment, The.Rules));
        return made;
    }

    private static TurnMessage Message(long sequence, MessageDirection direction, string text, Delivery delivery) => new()
    {
        Id = Guid.CreateVersion7(), Sequence = sequence, Direction = direction, Type = "message", Text = text,
        Raw = $$"""{"type":"message","text":"{{text}}"}""", At = The.Moment, Delivery = delivery,
    };
}
