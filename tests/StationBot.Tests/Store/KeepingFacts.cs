using Microsoft.EntityFrameworkCore;
using StationBot.Handling.Messages;
using StationBot.Handling.Roster;
using StationBot.Store;

namespace StationBot.Tests.Store;

public sealed class SqliteKeepingTests() : KeepingFacts(StoreProvider.Sqlite);

public sealed class PostgresKeepingTests() : KeepingFacts(StoreProvider.Postgres);

/// <summary>The district, the schema, the secret and the health of the store.</summary>
public abstract class KeepingFacts(StoreProvider provider) : StoreFacts(provider)
{
    [Fact]
    public async Task The_district_is_kept_word_for_word_and_its_history_too()
    {
        Assert.Null(await Store.District.LoadAsync(Cancel));
        await Store.District.SaveAsync(new DirectoryFiles("{\"区\": 1}", "{}", "[]"), Cancel);
        House.Clock.Advance(TimeSpan.FromDays(1));
        await Store.District.SaveAsync(new DirectoryFiles("{\"区\": 2}", "{}", "[]"), Cancel);
        await RestartAsync();

        Assert.Equal(new DirectoryFiles("{\"区\": 2}", "{}", "[]"), await Store.District.LoadAsync(Cancel));
        Assert.Equal(4, await Store.ReadAsync(db => db.Imports.CountAsync(Cancel)));
    }

    [Fact]
    public Task The_migrations_are_up_to_date_with_the_model() => Store.ReadAsync(db =>
    {
        Assert.False(db.Database.HasPendingModelChanges());
        return Task.FromResult(true);
    });

    [Fact]
    public async Task Several_processes_may_start_at_once()
    {
        await using var house = await StoreHouse.BuildAsync(Provider);

        var stores = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => house.OpenAsync()));

        Assert.All(await Task.WhenAll(stores.Select(s => s.Probe.ProblemsAsync(Cancel))), Assert.Empty);
        await Task.WhenAll(stores.Select(s => s.DisposeAsync().AsTask()));
    }

    [Fact]
    public async Task A_store_opened_with_another_secret_does_not_start()
    {
        await SaveAsync(Turn(await NewAsync("one"), "m1", "好"));

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => House.OpenAsync(o => o.IdentitySecret = Convert.ToBase64String(new byte[32])));

        Assert.Contains("identity.key", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_machine_with_a_secret_of_its_own_does_not_start_though_nobody_has_written_yet()
    {
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => House.OpenAsync(o => o.IdentitySecret = Convert.ToBase64String(new byte[32])));

        Assert.Contains("Store:IdentitySecret", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_healthy_store_has_no_problems_and_a_late_outbox_is_one()
    {
        await SaveAsync(Turn(await NewAsync("one"), "m1", Delivery.Outbox, "一"));
        Assert.Empty(await Store.Probe.ProblemsAsync(Cancel));

        House.Clock.Advance(TimeSpan.FromMinutes(6));

        Assert.StartsWith("1 replies wait in the outbox", Assert.Single(await Store.Probe.ProblemsAsync(Cancel)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_platform_refuses_until_midnight_and_what_waits_behind_it_are_no_fault_of_the_store()
    {
        await SaveAsync(Turn(await NewAsync("one"), "m1", Delivery.Outbox, "一", "二"));
        var refused = Assert.Single(await Store.Outbox.LeaseAsync(10, TimeSpan.FromMinutes(1), Cancel));
        await Store.Outbox.RetryAsync(refused.Id, House.Clock.GetUtcNow().AddHours(6), "Throttled 45009", null, Cancel);

        House.Clock.Advance(TimeSpan.FromHours(5));
        Assert.Empty(await Store.Probe.ProblemsAsync(Cancel));
        House.Clock.Advance(TimeSpan.FromHours(1.2));
        Assert.Single(await Store.Probe.ProblemsAsync(Cancel));
    }
}
