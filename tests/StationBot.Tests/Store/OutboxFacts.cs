using Microsoft.EntityFrameworkCore;
using StationBot.Handling.Messages;
using StationBot.Store;
using StationBot.Store.Outbox;

namespace StationBot.Tests.Store;

public sealed class SqliteOutboxTests() : OutboxFacts(StoreProvider.Sqlite);

public sealed class PostgresOutboxTests() : OutboxFacts(StoreProvider.Postgres);

public abstract class OutboxFacts(StoreProvider provider) : StoreFacts(provider)
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Only_what_the_outbox_delivers_is_in_it()
    {
        await SaveAsync(Turn(await NewAsync("log"), "m1", Delivery.Log, "好"));
        await SaveAsync(Turn(await NewAsync("answer"), "m1", Delivery.Response, "好"));
        await SaveAsync(Turn(await NewAsync("post") with { Reference = """{"serviceUrl":"x"}""" }, "m1", Delivery.Outbox, "好"));

        var item = Assert.Single(await LeaseAsync());

        Assert.Equal((new ConversationKey(Channel, "post"), 2L, """{"serviceUrl":"x"}""", 0), (item.Conversation, item.Sequence, item.Reference, item.Attempts));
        Assert.Contains("好", item.Raw, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replies_of_one_conversation_are_leased_one_after_another_and_of_several_together()
    {
        await SaveAsync(Turn(await NewAsync("one"), "m1", Delivery.Outbox, "一", "二"));
        await SaveAsync(Turn(await NewAsync("two"), "m1", Delivery.Outbox, "三"));

        var first = await LeaseAsync();
        Assert.Equal(["one 2", "two 2"], Names(first));
        Assert.Empty(await LeaseAsync());

        await Store.Outbox.DeliveredAsync(first.Single(i => i.Conversation.Id == "one").Id, "from-channel", Cancel);
        Assert.Equal(["one 3"], Names(await LeaseAsync()));
        Assert.Equal("from-channel", (await Conversations.ReadAsync(first.First(i => i.Conversation.Id == "one").ConversationId, 1, 1, Cancel))[0].ActivityId);
    }

    [Fact]
    public async Task What_went_in_one_message_is_delivered_at_one_stroke_and_the_rest_waits()
    {
        await SaveAsync(Turn(await NewAsync("one"), "m1", Delivery.Outbox, "一", "二", "三"));
        var conversation = Assert.Single(await LeaseAsync()).ConversationId;
        var ids = await Store.ReadAsync(db => Task.FromResult(db.Outbox.OrderBy(o => o.Sequence).Select(o => o.Id).ToList()));

        await Store.Outbox.CarriedAsync([.. ids.Take(2)], Cancel);

        Assert.False(await Store.Outbox.IsSendingAsync(conversation, Cancel));
        Assert.Equal(["one 4"], Names(await LeaseAsync()));
    }

    [Fact]
    public async Task A_lease_that_ran_out_is_taken_again_and_counted()
    {
        await SaveAsync(Turn(await NewAsync("one"), "m1", Delivery.Outbox, "一"));
        await LeaseAsync();
        await RestartAsync();
        Assert.Empty(await LeaseAsync());

        House.Clock.Advance(Lease);

        var again = Assert.Single(await LeaseAsync());
        Assert.Equal((1, true), (again.Attempts, again.WasLeft));
        await Store.Outbox.RetryAsync(again.Id, House.Clock.GetUtcNow(), "busy", null, Cancel);
        again = Assert.Single(await LeaseAsync());
        Assert.Equal((2, false, "busy"), (again.Attempts, again.WasLeft, again.LastError));
    }

    [Fact]
    public async Task What_was_in_hand_together_and_is_in_nobodys_any_more_can_go_together_again()
    {
        await SaveAsync(Turn(await NewAsync("one"), "m1", Delivery.Outbox, "一", "二"));
        var first = Assert.Single(await LeaseAsync());
        var second = Assert.Single(await Store.Outbox.OfConversationAsync(first.ConversationId, Cancel));
        Assert.True(await Store.Outbox.TakeAsync(second, Lease, Cancel));
        Assert.Empty(await Store.Outbox.OfConversationAsync(first.ConversationId, Cancel));

        House.Clock.Advance(Lease);

        first = Assert.Single(await LeaseAsync());
        Assert.Equal(second.Id, Assert.Single(await Store.Outbox.OfConversationAsync(first.ConversationId, Cancel)).Id);
    }

    [Fact]
    public async Task What_a_process_had_in_hand_that_is_gone_is_in_nobodys_but_is_leased_to_its_end()
    {
        await SaveAsync(Turn(await NewAsync("one"), "m1", Delivery.Outbox, "一", "二"));
        var item = Assert.Single(await LeaseAsync());
        Assert.True(await Store.Outbox.IsSendingAsync(item.ConversationId, Cancel));
        Assert.Equal([3L], (await Store.Outbox.OfConversationAsync(item.ConversationId, Cancel)).Select(o => o.Sequence));

        await HeldByAsync(LeaseHolder.Of(int.MaxValue));

        Assert.False(await Store.Outbox.IsSendingAsync(item.ConversationId, Cancel));
        Assert.Equal([(2L, true), (3L, false)], (await Store.Outbox.OfConversationAsync(item.ConversationId, Cancel)).Select(o => (o.Sequence, o.WasLeft)));
        Assert.Empty(await LeaseAsync());
        House.Clock.Advance(Lease);
        Assert.True(Assert.Single(await LeaseAsync()).WasLeft);
    }

    [Fact]
    public async Task Whoever_writes_again_hears_at_once_what_a_process_had_in_hand_that_is_gone()
    {
        await SaveAsync(Turn(await NewAsync("one"), "m1", Delivery.Outbox, "一", "二"));
        var item = Assert.Single(await LeaseAsync());
        await HeldByAsync("another-machine/1/7");
        await Store.Outbox.ReleaseAsync(item.ConversationId, Cancel);
        Assert.Empty(await LeaseAsync());

        await HeldByAsync(LeaseHolder.Of(int.MaxValue));
        await Store.Outbox.ReleaseAsync(item.ConversationId, Cancel);

        var again = Assert.Single(await LeaseAsync());
        Assert.Equal((item.Id, true), (again.Id, again.WasLeft));
        // A pause that the platform wished for is none of that.
        await Store.Outbox.RetryAsync(item.Id, House.Clock.GetUtcNow().AddSeconds(30), "busy", null, Cancel);
        await HeldByAsync(LeaseHolder.Of(int.MaxValue));
        await Store.Outbox.ReleaseAsync(item.ConversationId, Cancel);
        Assert.Empty(await LeaseAsync());
    }

    [Fact]
    public async Task Of_another_machine_and_of_a_process_that_runs_the_lease_has_the_last_word()
    {
        await SaveAsync(Turn(await NewAsync("one"), "m1", Delivery.Outbox, "一"));
        var item = Assert.Single(await LeaseAsync());
        using var other = System.Diagnostics.Process.Start("sleep", "60");

        foreach (var holder in new[] { "another-machine/1/7", LeaseHolder.Of(other.Id), LeaseHolder.Me, null })
        {
            await HeldByAsync(holder);
            Assert.True(await Store.Outbox.IsSendingAsync(item.ConversationId, Cancel), holder);
        }
        other.Kill();
        await other.WaitForExitAsync(Cancel);
        // A container's process has the number of the one before it.
        foreach (var holder in new[] { LeaseHolder.Of(other.Id), LeaseHolder.Of(Environment.ProcessId) })
        {
            await HeldByAsync(holder);
            Assert.False(await Store.Outbox.IsSendingAsync(item.ConversationId, Cancel), holder);
        }
        await HeldByAsync("another-machine/1/7");
        House.Clock.Advance(Lease);
        Assert.False(await Store.Outbox.IsSendingAsync(item.ConversationId, Cancel));
    }

    [Fact]
    public async Task What_was_claimed_and_not_begun_is_given_back_as_it_was()
    {
        await SaveAsync(Turn(await NewAsync("one"), "m1", Delivery.Outbox, "一"));
        await SaveAsync(Turn(await NewAsync("two"), "m1", Delivery.Outbox, "二"));
        var failed = (await LeaseAsync()).Single(i => i.Conversation.Id == "two");
        await Store.Outbox.RetryAsync(failed.Id, House.Clock.GetUtcNow(), "busy", null, Cancel);
        House.Clock.Advance(Lease);
        var claimed = await LeaseAsync();

        await Store.Outbox.GiveBackAsync(claimed, Cancel);

        Assert.Equal(claimed, await LeaseAsync());
        Assert.Equal([(1, true, null), (1, false, "busy")], claimed.OrderBy(i => i.Conversation.Id, StringComparer.Ordinal).Select(i => (i.Attempts, i.WasLeft, i.LastError)));
        // What somebody has ended meanwhile stays ended.
        await Store.Outbox.ParkAsync(failed.Id, "gone", null, Cancel);
        await Store.Outbox.GiveBackAsync(claimed, Cancel);
        Assert.Equal(["one 2"], Names(await LeaseAsync()));
    }

    private Task<int> HeldByAsync(string? holder) => Store.ReadAsync(db => db.Outbox.Where(o => o.Attempts > 0).ExecuteUpdateAsync(s => s.SetProperty(o => o.Holder, holder), Cancel));

    [Fact]
    public async Task A_retry_waits_and_holds_back_what_follows()
    {
        await SaveAsync(Turn(await NewAsync("one"), "m1", Delivery.Outbox, "一", "二"));
        var item = Assert.Single(await LeaseAsync());
        await Store.Outbox.RetryAsync(item.Id, House.Clock.GetUtcNow().AddSeconds(30), "busy", null, Cancel);
        Assert.Empty(await LeaseAsync());

        House.Clock.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal(["one 2"], Names(await LeaseAsync()));
    }

    [Fact]
    public async Task What_the_channel_reports_as_lost_afterwards_is_there_again_once_and_under_another_id()
    {
        await SaveAsync(Turn(await NewAsync("one"), "m1", Delivery.Outbox, "一", "二", "三"));
        var item = Assert.Single(await LeaseAsync());
        Assert.Null(await TakeBackAsync(item));
        await Store.Outbox.DeliveredAsync(item.Id, "gone", Cancel);
        await Store.Outbox.DeliveredAsync(Assert.Single(await LeaseAsync()).Id, "gone", Cancel);
        await Store.Outbox.DeliveredAsync(Assert.Single(await LeaseAsync()).Id, "there", Cancel);

        var (first, again) = (await TakeBackAsync(item), await TakeBackAsync(item));

        Assert.Equal([2L, 3L], first);
        Assert.Equal([], again);
        var stuck = await Store.Outbox.StuckAsync(10, Cancel);
        Assert.All(stuck, s => Assert.Equal((true, "NoWayOpen 4"), (s.Held, s.Error)));
        Assert.DoesNotContain(item.Id, stuck.Select(s => s.Id));
        Assert.Equal(2, stuck.Count);
        await Store.Outbox.ReleaseAsync(item.ConversationId, Cancel);
        Assert.Equal(["one 2"], Names(await LeaseAsync()));
    }

    private Task<IReadOnlyList<long>?> TakeBackAsync(OutboxItem item) => Store.Outbox.TakeBackAsync(item.ConversationId, item.Id, "gone", held: true, "NoWayOpen 4", null, Cancel);

    [Fact]
    public async Task A_parked_reply_is_kept_but_no_longer_holds_back_its_conversation()
    {
        await SaveAsync(Turn(await NewAsync("one"), "m1", Delivery.Outbox, "一", "二"));
        var item = Assert.Single(await LeaseAsync());

        await Store.Outbox.ParkAsync(item.Id, "window closed", null, Cancel);

        Assert.Equal(["one 3"], Names(await LeaseAsync()));
        House.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(["one 3"], Names(await LeaseAsync()));
        Assert.Equal(["window closed"], await Store.ReadAsync(db => Task.FromResult(db.Outbox.Where(o => o.State == StationBot.Store.Outbox.OutboxState.Parked).Select(o => o.Error!).ToList())));
    }

    [Fact]
    public async Task Two_processes_never_lease_the_same_reply()
    {
        foreach (var i in Enumerable.Range(0, 30))
        {
            await SaveAsync(Turn(await NewAsync($"c{i}"), "m1", Delivery.Outbox, "一"));
        }
        await using var other = await House.OpenAsync();

        var leased = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => (i % 2 == 0 ? Store : other).Outbox.LeaseAsync(10, Lease, Cancel)));
        var rest = await Store.Outbox.LeaseAsync(100, Lease, Cancel);

        var all = leased.SelectMany(l => l).Concat(rest).Select(i => i.Id).ToList();
        Assert.Equal(30, all.Count);
        Assert.Equal(30, all.Distinct().Count());
    }

    [Fact]
    public async Task Waiting_ends_when_a_reply_comes_even_if_it_came_before_or_when_the_time_is_over()
    {
        await SaveAsync(Turn(await NewAsync("one"), "m1", Delivery.Outbox, "一"));
        await Store.Outbox.WaitAsync(TimeSpan.FromDays(1), Cancel);

        var waiting = Store.Outbox.WaitAsync(TimeSpan.FromSeconds(5), Cancel);
        Assert.False(waiting.IsCompleted);
        House.Clock.Advance(TimeSpan.FromSeconds(5));
        await waiting;

        waiting = Store.Outbox.WaitAsync(TimeSpan.FromDays(1), Cancel);
        await SaveAsync(Turn(await NewAsync("two"), "m1", Delivery.Outbox, "一"));
        await waiting;
    }

    private async Task<IReadOnlyList<OutboxItem>> LeaseAsync() => await Store.Outbox.LeaseAsync(10, Lease, Cancel);

    private static IEnumerable<string> Names(IEnumerable<OutboxItem> items) => items.Select(i => $"{i.Conversation.Id} {i.Sequence}").Order(StringComparer.Ordinal);
}
