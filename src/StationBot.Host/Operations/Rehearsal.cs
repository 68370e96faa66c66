using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection.Extensions;
using StationBot.Channels.Bot;
using StationBot.Channels.BotProtocol;
using StationBot.Conversations.Definitions;
using StationBot.Conversations.Turns;
using StationBot.Handling.Cases;
using StationBot.Handling.Messages;
using StationBot.Handling.Roster;
using StationBot.Handling.Sorting;

namespace StationBot.Host.Operations;

/// <summary>The station as <c>serve</c> runs it, without the network: a new one, with a store of its own, for every conversation.</summary>
internal sealed class Rehearsal(string folder, ISorter sorter, DialogDefinition definition)
{
    private int _count;

    public static async Task<Rehearsal> OpenAsync(string folder, CancellationToken cancellationToken)
    {
        var first = Services(Path.Combine(folder, "0"));
        await using var services = first.BuildServiceProvider();
        await StationServices.PrepareAsync(services, demo: true, cancellationToken);
        return new Rehearsal(folder, services.GetRequiredService<ISorter>(), services.GetRequiredService<DialogDefinition>());
    }

    public async Task<RehearsalStage> BeginAsync(CancellationToken cancellationToken)
    {
        var services = Services(Path.Combine(folder, Interlocked.Increment(ref _count).ToString(CultureInfo.InvariantCulture)));
        // The sorter and the definitions know nothing of a conversation; loading them anew each time would only take time.
        services.Replace(ServiceDescriptor.Singleton(sorter)).Replace(ServiceDescriptor.Singleton(definition));
        var provider = services.BuildServiceProvider();
        await StationServices.PrepareAsync(provider, demo: true, cancellationToken);
        return new RehearsalStage(provider);
    }

    private static IServiceCollection Services(string dataFolder)
    {
        var configuration = new ConfigurationBuilder().AddConfiguration(Settings.Read())
            .AddInMemoryCollection(new Dictionary<string, string?> { ["StationBot:DataFolder"] = dataFolder }).Build();
        return new ServiceCollection().AddLogging().AddStation(configuration, new StandingClock(ConverseVerb.Moment));
    }
}

/// <summary>One conversation being played.</summary>
internal sealed class RehearsalStage : IAsyncDisposable
{
    private const string Channel = "converse";
    private static readonly ConversationKey Key = new(Channel, "1");
    private readonly ServiceProvider _services;
    private readonly StageAdapter _adapter = new();
    private readonly IConversationStore _store;
    private int _said;

    public RehearsalStage(ServiceProvider services)
    {
        _services = services;
        _store = services.GetRequiredService<IConversationStore>();
        _adapter.Use(services.GetRequiredService<DurableTurns>());
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    /// <summary>One message of the resident, through the whole turn; the bot's answers.</summary>
    public async Task<IReadOnlyList<Reply>> SayAsync(string text, CancellationToken cancellationToken)
    {
        var activity = new Activity
        {
            Type = ActivityTypes.Message,
            Id = (++_said).ToString(CultureInfo.InvariantCulture),
            ChannelId = Channel,
            From = new ChannelAccount { Id = "resident" },
            Recipient = new ChannelAccount { Id = "bot" },
            Conversation = new ConversationAccount { Id = Key.Id },
            DeliveryMode = DeliveryModes.ExpectReplies,
            Text = text,
        };
        var context = new TurnContext(_adapter, activity);
        await _adapter.RunPipelineAsync(context, _services.GetRequiredService<IBot>().OnTurnAsync, cancellationToken);
        return context.TurnState.Get<TurnScope>()?.Outcome?.Replies ?? [];
    }

    /// <summary>A case that stands in the store before the conversation begins.</summary>
    public async Task SetUpAsync(string text, JsonObject data, CancellationToken cancellationToken)
    {
        var directory = _services.GetRequiredService<IAreaDirectory>().Current;
        var sorted = await _services.GetRequiredService<ISorter>().SortAsync(new SortRequest(text, directory), cancellationToken);
        var owner = data["owner"]?.GetValue<string>() == "other" ? "somebody else" : "resident";
        var resident = await _store.ResidentAsync(Channel, owner, cancellationToken);
        var number = new CaseNo(JsonLines.Text(data, "caseNo"));
        var status = Enum.TryParse<CaseStatus>(JsonLines.Text(data, "status"), out var known) ? known : throw new FormatException($"'{data["status"]}' is no case status");
        var conversation = new ConversationRecord { Id = Guid.CreateVersion7(), Key = new ConversationKey(Channel, "before " + number), ResidentId = resident, Stage = ConversationStage.Ended };
        var before = Case.Restore(CaseId.New(), number, status, conversation.Id, resident, Channel, ConverseVerb.Moment.AddDays(-20));
        before.RawText = before.Summary = text;
        before.Topics = [sorted.Topic];
        before.ProblemType = sorted.ProblemType;
        before.Lead = data["lead"]?.GetValue<string>();
        before.Plan = data["plan"]?.GetValue<string>();
        before.DueOn = data["due"] is { } due ? DateOnly.Parse(due.GetValue<string>(), CultureInfo.InvariantCulture) : null;
        before.ReworkCount = data["reworkCount"]?.GetValue<int>() ?? 0;
        await _store.CommitAsync(new TurnCommit { Conversation = conversation, Cases = [before] }, cancellationToken);
    }

    public async Task<(ConversationRecord? Conversation, IReadOnlyList<CaseLine> Cases)> EndAsync(CancellationToken cancellationToken)
    {
        if (await _store.FindAsync(Key, cancellationToken) is not { } conversation)
        {
            return (null, []);
        }
        var cases = _services.GetRequiredService<ICases>();
        var memory = DialogMemory.Read(conversation.Memory);
        List<CaseLine> lines = [.. (await cases.OfConversationAsync(conversation.Id, cancellationToken)).Select(c => Line(c, c.Lead))];
        foreach (var number in memory.Mentioned.Distinct())
        {
            if (lines.All(l => l.CaseNo != number) && await cases.FindAsync(new CaseNo(number), cancellationToken) is { } mentioned)
            {
                lines.Add(Line(mentioned, conversation.Intent == Intent.Evaluation.Code() && mentioned.Status != CaseStatus.Completed ? mentioned.Lead : null));
            }
        }
        if (memory.Draft is { } draft)
        {
            lines.AddRange(draft.Items.Select(i => new CaseLine(
                null, i.Topics, i.ProblemType, i.Lead, i.Co, i.Deputy, draft.SlotsOf(i), nameof(CaseStatus.Draft))));
        }
        foreach (var waiting in memory.Waiting)
        {
            // The next matter is not taken up yet; it is there all the same, as far as its words tell.
            var sorted = await _services.GetRequiredService<ISorter>().SortAsync(
                new SortRequest(waiting, _services.GetRequiredService<IAreaDirectory>().Current) { Now = ConverseVerb.Moment }, cancellationToken);
            lines.Add(new CaseLine(null, [sorted.Topic], sorted.ProblemType, sorted.Lead, sorted.Co, null,
                sorted.Slots.Where(s => s.Key != Slot.Contact).ToDictionary(s => s.Key.Code(), s => s.Value.Value), nameof(CaseStatus.Draft)));
        }
        return (conversation, lines);
    }

    private static CaseLine Line(Case one, string? lead)
    {
        var slots = new Dictionary<string, string>(one.Slots);
        slots.TryAdd(Slot.CaseNo.Code(), one.Number?.Value ?? "");
        if (one.Contact is { } contact)
        {
            slots[Slot.Contact.Code()] = contact;
        }
        return new CaseLine(one.Number?.Value, one.Topics, one.ProblemType, lead, one.Co, one.Deputy, slots, one.Status.ToString());
    }

    /// <summary>Everything a turn sends goes back in its answer.</summary>
    private sealed class StageAdapter : BotAdapter
    {
        public override Task<ResourceResponse[]> SendActivitiesAsync(ITurnContext turnContext, IReadOnlyList<Activity> activities, CancellationToken cancellationToken) =>
            throw new NotSupportedException("A rehearsal has no channel to post to.");
    }
}

/// <summary>A clock that stands still.</summary>
internal sealed class StandingClock(DateTimeOffset moment) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => moment.ToUniversalTime();
}
