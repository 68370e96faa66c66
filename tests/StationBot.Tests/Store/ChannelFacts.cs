using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using StationBot.Handling.Messages;
using StationBot.Store;

namespace StationBot.Tests.Store;

public sealed class SqliteChannelTests() : ChannelFacts(StoreProvider.Sqlite);

public sealed class PostgresChannelTests() : ChannelFacts(StoreProvider.Postgres);

/// <summary>What channels keep: arrivals, facts, the log of exchanges; and what erasing a resident takes away.</summary>
public abstract class ChannelFacts(StoreProvider provider) : StoreFacts(provider)
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    private IArrivals Arrivals => Store.Services.GetRequiredService<IArrivals>();
    private IChannelMemory Memory => Store.Services.GetRequiredService<IChannelMemory>();
    private IChannelLog Log => Store.Services.GetRequiredService<IChannelLog>();

    [Fact]
    public async Task A_message_is_somebodys_once_on_however_many_machines()
    {
        await using var other = await House.OpenAsync();
        var there = other.Services.GetRequiredService<IArrivals>();

        var added = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => (i % 2 == 0 ? Arrivals : there).AddAsync(New("k1"), Lease, Cancel)));

        Assert.Single(added, a => a is null);
        Assert.All(added.OfType<Arrival>(), a => Assert.Equal(("k1", "载荷", ArrivalState.Waiting), (a.Key, a.Payload, a.State)));
        Assert.Null(await Arrivals.AddAsync(New("k1") with { Channel = "another" }, Lease, Cancel));
    }

    [Fact]
    public async Task What_nobody_finished_is_taken_again_after_its_lease()
    {
        await Arrivals.AddAsync(New("k1"), Lease, Cancel);
        Assert.Empty(await Arrivals.LeaseAsync(Channel, 10, Lease, Cancel));
        House.Clock.Advance(Lease);
        Assert.Empty(await Arrivals.LeaseAsync("another", 10, Lease, Cancel));

        var again = Assert.Single(await Arrivals.LeaseAsync(Channel, 10, Lease, Cancel));

        Assert.Equal(("k1", 2), (again.Key, again.Attempts));
        Assert.Empty(await Arrivals.LeaseAsync(Channel, 10, Lease, Cancel));
        await Arrivals.FailAsync(again.Id, TimeSpan.FromSeconds(5), Cancel);
        House.Clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Single(await Arrivals.LeaseAsync(Channel, 10, Lease, Cancel));
        await Arrivals.FailAsync(again.Id, null, Cancel);
        House.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Empty(await Arrivals.LeaseAsync(Channel, 10, Lease, Cancel));
    }

    [Fact]
    public async Task An_answer_takes_its_messages_from_the_outbox_or_is_none()
    {
        await SaveAsync(Turn(await NewAsync("one"), "m1", Delivery.Outbox, "一", "二"));
        var conversation = (await Conversations.FindAsync(new ConversationKey(Channel, "one"), Cancel))!;
        var (first, second) = (New("k1"), New("k2"));
        await Arrivals.AddAsync(first, Lease, Cancel);
        await Arrivals.AddAsync(second, Lease, Cancel);
        var items = await Store.Outbox.OfConversationAsync(conversation.Id, Cancel);

        Assert.True(await Arrivals.AnswerAsync(first.Id, "一\n二", items, TimeSpan.FromSeconds(25), Cancel));
        Assert.False(await Arrivals.AnswerAsync(second.Id, "一\n二", items, TimeSpan.FromSeconds(25), Cancel));

        Assert.Empty(await Store.Outbox.LeaseAsync(10, Lease, Cancel));
        var found = (await Arrivals.FindAsync(Channel, "k1", Cancel))!;
        Assert.Equal((ArrivalState.Answered, "一\n二", ""), (found.State, found.Answer, found.Payload));
        Assert.Equal(ArrivalState.Waiting, (await Arrivals.FindAsync(Channel, "k2", Cancel))!.State);
        House.Clock.Advance(TimeSpan.FromSeconds(25));
        Assert.Single(await Store.Outbox.LeaseAsync(10, Lease, Cancel));
    }

    [Fact]
    public async Task Arrivals_are_forgotten_when_their_turn_is_over_and_kept_when_it_is_not()
    {
        var (done, failed) = (New("k1"), New("k2"));
        await Arrivals.AddAsync(done, Lease, Cancel);
        await Arrivals.AddAsync(failed, Lease, Cancel);
        await Arrivals.AcknowledgeAsync(done.Id, Cancel);
        await Arrivals.FailAsync(failed.Id, null, Cancel);

        Assert.Equal(1, await Arrivals.ForgetAsync(The.Moment.AddDays(1), Cancel));

        Assert.Null(await Arrivals.FindAsync(Channel, "k1", Cancel));
        Assert.Equal("载荷", (await Arrivals.FindAsync(Channel, "k2", Cancel))!.Payload);
    }

    [Fact]
    public async Task A_held_message_comes_back_with_its_resident_and_a_parked_one_with_staff()
    {
        await SaveAsync(Turn(await NewAsync("one"), "m1", Delivery.Outbox, "一", "二"));
        var conversation = (await Conversations.FindAsync(new ConversationKey(Channel, "one"), Cancel))!;
        var held = Assert.Single(await Store.Outbox.LeaseAsync(10, Lease, Cancel));
        var notice = new TriageItem(Guid.NewGuid(), conversation.Id, StationBot.Handling.Flags.Severity.P2, "undelivered", The.Moment, The.Moment.AddDays(1));
        await Store.Outbox.HoldAsync(held.Id, "NoWayOpen 45015", notice, Cancel);
        await Store.Outbox.HoldAsync(held.Id, "NoWayOpen 45015", notice with { Id = Guid.NewGuid() }, Cancel);
        var parked = Assert.Single(await Store.Outbox.LeaseAsync(10, Lease, Cancel));
        await Store.Outbox.ParkAsync(parked.Id, "Rejected 1", null, Cancel);

        Assert.Equal([(held.Id, true), (parked.Id, false)], (await Store.Outbox.StuckAsync(10, Cancel)).Select(s => (s.Id, s.Held)));
        Assert.Equal(1, await Store.ReadAsync(db => db.TriageItems.CountAsync(Cancel)));
        await Store.Outbox.ReleaseAsync(conversation.Id, Cancel);
        Assert.Equal(held.Id, Assert.Single(await Store.Outbox.LeaseAsync(10, Lease, Cancel)).Id);
        await Store.Outbox.DeliveredAsync(held.Id, null, Cancel);
        Assert.True(await Store.Outbox.ResendAsync(parked.Id, Cancel));
        Assert.Equal((parked.Id, 0), Assert.Single((await Store.Outbox.LeaseAsync(10, Lease, Cancel)).Select(i => (i.Id, i.Attempts))));
    }

    [Fact]
    public async Task What_somebody_has_in_hand_is_neither_released_nor_promised_again()
    {
        await SaveAsync(Turn(await NewAsync("one"), "m1", Delivery.Outbox, "一", "二", "三"));
        var conversation = (await Conversations.FindAsync(new ConversationKey(Channel, "one"), Cancel))!;
        var leased = Assert.Single(await Store.Outbox.LeaseAsync(10, Lease, Cancel));
        var arrival = New("k1");
        await Arrivals.AddAsync(arrival, Lease, Cancel);
        var free = await Store.Outbox.OfConversationAsync(conversation.Id, Cancel);
        Assert.True(await Arrivals.AnswerAsync(arrival.Id, "二", [free[0]], TimeSpan.FromSeconds(25), Cancel));

        await Store.Outbox.ReleaseAsync(conversation.Id, Cancel);

        Assert.Equal([3L, 4L], free.Select(f => f.Sequence));
        Assert.Equal([4L], (await Store.Outbox.OfConversationAsync(conversation.Id, Cancel)).Select(f => f.Sequence));
        Assert.Empty(await Store.Outbox.LeaseAsync(10, Lease, Cancel));
        await Store.Outbox.RetryAsync(leased.Id, House.Clock.GetUtcNow().AddMinutes(5), "Throttled 45011", null, Cancel);
        await Store.Outbox.ReleaseAsync(conversation.Id, Cancel);
        Assert.Empty(await Store.Outbox.LeaseAsync(10, Lease, Cancel));
    }

    [Fact]
    public async Task A_fact_is_saved_over_the_one_that_was_read_and_no_other()
    {
        Assert.Null(await Memory.FindAsync("token/a", Cancel));
        Assert.True(await Memory.SaveAsync("token/a", "一", 0, Cancel));
        Assert.False(await Memory.SaveAsync("token/a", "二", 0, Cancel));
        Assert.True(await Memory.SaveAsync("token/a", "二", 1, Cancel));
        Assert.False(await Memory.SaveAsync("token/a", "三", 1, Cancel));
        await RestartAsync();

        Assert.Equal(new ChannelFact("二", 2), await Memory.FindAsync("token/a", Cancel));
        await Memory.ForgetAsync("token/a", Cancel);
        Assert.Null(await Memory.FindAsync("token/a", Cancel));
    }

    [Fact]
    public async Task Secrets_and_openids_do_not_rest_in_clear()
    {
        await Memory.SaveAsync("windows/oABC-openid", "token-in-clear", 0, Cancel);
        await Arrivals.AddAsync(New("event/oABC-openid") with { Payload = "token-in-clear" }, Lease, Cancel);

        var facts = await Store.ReadAsync(db => db.ChannelFacts.AsNoTracking().ToListAsync(Cancel));
        var arrivals = await Store.ReadAsync(db => db.Arrivals.AsNoTracking().ToListAsync(Cancel));

        var all = facts.SelectMany(f => f.NameHash.Concat(f.Value)).Concat(arrivals.SelectMany(a => a.KeyHash.Concat(a.Message!))).ToArray();
        Assert.DoesNotContain("openid", System.Text.Encoding.Latin1.GetString(all), StringComparison.Ordinal);
        Assert.DoesNotContain("in-clear", System.Text.Encoding.Latin1.GetString(all), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_log_tells_of_a_conversation_newest_first_and_forgets()
    {
        var conversation = Guid.NewGuid();
        Log.Note(Line(conversation, The.Moment, "callback text"));
        Log.Note(Line(conversation, The.Moment.AddMinutes(1), "send"));
        Log.Note(Line(Guid.NewGuid(), The.Moment, "send"));
        // The writer saves in order: once a later write is there, so are the lines.
        await Memory.SaveAsync("mark", "", 0, Cancel);

        Assert.Equal(["send", "callback text"], (await Log.OfConversationAsync(conversation, 10, Cancel)).Select(l => l.What));
        Assert.Equal(2, await Log.ForgetAsync(The.Moment.AddSeconds(1), Cancel));
        Assert.Equal(["send"], (await Log.OfConversationAsync(conversation, 10, Cancel)).Select(l => l.What));
    }

    [Fact]
    public async Task Whoever_is_erased_is_nobody_and_a_newcomer_next_time()
    {
        await SaveAsync(Turn(await NewAsync("one", "oABC") with { Reference = "{\"user\":\"oABC\"}", Memory = "{}" }, "m1", Delivery.Outbox, "一"));
        var before = (await Conversations.FindAsync(new ConversationKey(Channel, "one"), Cancel))!;

        Assert.True(await Conversations.EraseAsync(before.Key, Cancel));

        Assert.Null(await Conversations.FindAsync(before.Key, Cancel));
        Assert.False(await Conversations.EraseAsync(before.Key, Cancel));
        Assert.Empty(await Store.Outbox.OfConversationAsync(before.Id, Cancel));
        Assert.NotEqual(before.ResidentId, await Conversations.ResidentAsync(Channel, "oABC", Cancel));
        Assert.All(await Conversations.ReadAsync(before.Id, 0, 10, Cancel), t => Assert.Equal((null, "{}"), (t.Text, t.Raw)));
        await RestartAsync();
        Assert.Null(await Conversations.FindAsync(before.Key, Cancel));
    }

    [Fact]
    public async Task What_waits_for_its_turn_goes_with_whoever_is_erased_and_is_known_when_it_comes_again()
    {
        var (person, other) = (new ConversationKey(Channel, "one"), new ConversationKey(Channel, "two"));
        await Arrivals.AddAsync(New("k1") with { Person = person }, TimeSpan.Zero, Cancel);
        await Arrivals.AddAsync(New("f1") with { Channel = Channel + Arrival.FilesSuffix, Person = person }, TimeSpan.Zero, Cancel);
        await Arrivals.AddAsync(New("k2") with { Person = other }, TimeSpan.Zero, Cancel);

        Assert.False(await Conversations.EraseAsync(person, Cancel));

        Assert.Equal(["k2"], (await Arrivals.LeaseAsync(Channel, 10, Lease, Cancel)).Select(a => a.Key));
        Assert.Empty(await Arrivals.LeaseAsync(Channel + Arrival.FilesSuffix, 10, Lease, Cancel));
        var again = await Arrivals.AddAsync(New("k1") with { Person = person }, Lease, Cancel);
        Assert.Equal((ArrivalState.Acknowledged, ""), (again!.State, again.Payload));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_turn_that_is_saved_after_the_erasure_is_not_saved(bool isKnown)
    {
        var conversation = await NewAsync("one", "oABC");
        conversation = isKnown ? await SaveAsync(Turn(conversation, "m1", "一")) : conversation;
        var arrival = New("k2") with { Person = conversation.Key };
        await Arrivals.AddAsync(arrival, Lease, Cancel);

        await Conversations.EraseAsync(conversation.Key, Cancel);

        Assert.IsType<CommitResult.Gone>(await Conversations.CommitAsync(Turn(conversation, "k2", Delivery.Outbox, "答") with { Arrival = arrival.Id }, Cancel));
        Assert.Null(await Conversations.FindAsync(conversation.Key, Cancel));
        Assert.Empty(await Store.Outbox.LeaseAsync(10, Lease, Cancel));
    }

    [Fact]
    public async Task A_turn_whose_arrival_stands_is_saved()
    {
        var conversation = await NewAsync("one", "oABC");
        var arrival = New("k1") with { Person = conversation.Key };
        await Arrivals.AddAsync(arrival, Lease, Cancel);

        await SaveAsync(Turn(conversation, "k1", "一") with { Arrival = arrival.Id });

        Assert.Equal(1, (await Arrivals.FindAsync(Channel, "k1", Cancel))!.Attempts);
    }

    [Fact]
    public async Task Answers_are_forgotten_long_before_their_messages()
    {
        var arrival = New("k1");
        await Arrivals.AddAsync(arrival, Lease, Cancel);
        await Arrivals.AnswerAsync(arrival.Id, "答复", [], Lease, Cancel);

        Assert.Equal(0, await Arrivals.ForgetAnswersAsync(The.Moment, Cancel));
        Assert.Equal(1, await Arrivals.ForgetAnswersAsync(The.Moment.AddMinutes(1), Cancel));

        Assert.Equal((ArrivalState.Answered, null), ((await Arrivals.FindAsync(Channel, "k1", Cancel))!.State, (await Arrivals.FindAsync(Channel, "k1", Cancel))!.Answer));
    }

    [Fact]
    public async Task Who_still_has_a_message_in_hand_keeps_it()
    {
        var (held, dropped) = (New("k1"), New("k2"));
        await Arrivals.AddAsync(held, Lease, Cancel);
        await Arrivals.AddAsync(dropped, Lease, Cancel);
        House.Clock.Advance(Lease / 2);
        await Arrivals.RenewAsync([held.Id], Lease, Cancel);
        House.Clock.Advance(Lease / 2);

        Assert.Equal(["k2"], (await Arrivals.LeaseAsync(Channel, 10, Lease, Cancel)).Select(a => a.Key));
    }

    private static Arrival New(string key) => new(Guid.CreateVersion7(), Channel, key, "载荷", The.Moment, ArrivalState.Waiting, null, 0);

    private static ChannelLogEntry Line(Guid conversation, DateTimeOffset at, string what) => new()
    {
        Id = Guid.CreateVersion7(), At = at, Channel = Channel, Direction = MessageDirection.Out, What = what, Outcome = "ok", ConversationId = conversation,
    };
}
