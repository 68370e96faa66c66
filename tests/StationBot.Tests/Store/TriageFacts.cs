using StationBot.Handling.Flags;
using StationBot.Handling.Messages;
using StationBot.Store;
using Microsoft.Extensions.DependencyInjection;

namespace StationBot.Tests.Store;

public sealed class SqliteTriageTests() : TriageFacts(StoreProvider.Sqlite);

public sealed class PostgresTriageTests() : TriageFacts(StoreProvider.Postgres);

/// <summary>What staff must look at, as it is told to them.</summary>
public abstract class TriageFacts(StoreProvider provider) : StoreFacts(provider)
{
    [Fact]
    public async Task Items_come_by_severity_from_a_moment_on_with_the_number_of_their_case()
    {
        var conversation = await NewAsync("one");
        var made = await CaseAsync(conversation);
        TriageItem Item(Severity severity, int minute, Guid? about = null) => new(
            Guid.CreateVersion7(), conversation.Id, severity, $"fire:rule{minute}", The.Moment.AddMinutes(minute), The.Moment.AddMinutes(minute + 15), about);
        await SaveAsync(Turn(conversation, "m1", "好") with { Cases = [made], Triage = [Item(Severity.P0, 3, made.Id.Value), Item(Severity.P0, 2), Item(Severity.P1, 2), Item(Severity.P0, 0)] });
        var triage = Store.Services.GetRequiredService<ITriage>();

        var news = await triage.SinceAsync(Severity.P0, The.Moment.AddMinutes(1), 10, Cancel);

        Assert.Equal(["fire:rule2", "fire:rule3"], news.Select(n => n.Reason));
        Assert.Equal([null, made.Number], news.Select(n => n.CaseNo));
        Assert.Single(await triage.SinceAsync(Severity.P0, The.Moment, 1, Cancel));
    }
}
