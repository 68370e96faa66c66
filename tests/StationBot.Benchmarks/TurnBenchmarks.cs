using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using StationBot.Conversations;
using StationBot.Handling.Cases;
using StationBot.Handling.Deadlines;
using StationBot.Handling.Messages;
using StationBot.Handling.Roster;
using StationBot.Handling.Sorting;
using StationBot.Understanding;

namespace StationBot.Benchmarks;

/// <summary>What a message costs before it meets the store: sorting it, and the dialog's whole turn (sorting and routing included).</summary>
[MemoryDiagnoser]
public class TurnBenchmarks
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 10, 0, 0, TimeSpan.FromHours(8));

    private readonly District _district = new();
    private ServiceProvider _services = null!;
    private ISorter _sorter = null!;
    private IDialog _dialog = null!;
    private ConversationRecord _confirming = null!;

    [Params("书香里小区门口的垃圾站三天没人清运了,气味很大", "对")]
    public string Text { get; set; } = "";

    [GlobalSetup]
    public async Task SetUp()
    {
        _services = new ServiceCollection()
            .AddLogging()
            .AddSingleton(TimeProvider.System)
            .AddSingleton<IAreaDirectory>(_district)
            .AddSingleton<ICases, NoCases>()
            .AddSingleton(Options.Create(new ClockOptions()))
            .AddUnderstanding(new ConfigurationBuilder().Build().GetSection("StationBot:Understanding"))
            .AddConversations(Path.Combine(AppContext.BaseDirectory, "dialogs"))
            .BuildServiceProvider();
        (_sorter, _dialog) = (_services.GetRequiredService<ISorter>(), _services.GetRequiredService<IDialog>());
        _confirming = await ReachAsync(ConversationStage.Confirming);
    }

    [GlobalCleanup]
    public async Task CleanUp() => await _services.DisposeAsync();

    [Benchmark]
    public async Task<SortResult> Sort() => await _sorter.SortAsync(new SortRequest(Text, _district.Current) { Now = Now }, CancellationToken.None);

    [Benchmark]
    public async Task<DialogOutcome> First_turn() => await TakeAsync(Fresh, Text);

    [Benchmark]
    public async Task<DialogOutcome> Turn_at_the_summary() => await TakeAsync(_confirming, Text);

    private static ConversationRecord Fresh => new()
    {
        Id = Guid.CreateVersion7(Now), Key = new ConversationKey("test", "1"), ResidentId = Guid.CreateVersion7(Now), StartedAt = Now, LastInboundAt = Now,
    };

    private async Task<DialogOutcome> TakeAsync(ConversationRecord conversation, string text) =>
        await _dialog.TakeTurnAsync(new DialogTurn(conversation, new Incoming { Text = text }, Now), CancellationToken.None);

    private async Task<ConversationRecord> ReachAsync(ConversationStage stage)
    {
        var conversation = Fresh;
        foreach (var text in (string[])["书香里小区门口的垃圾站三天没人清运了,气味很大", "希望尽快清运", "上周开始的", "不留", "书香里小区东门"])
        {
            var outcome = await TakeAsync(conversation, text);
            conversation = conversation with { Stage = outcome.Stage, Memory = outcome.Memory, Intent = outcome.Intent, Disposition = outcome.Disposition };
            if (conversation.Stage == stage)
            {
                return conversation;
            }
        }
        throw new InvalidOperationException($"The dialog asks in another way now; it stopped at {conversation.Stage}.");
    }
}
