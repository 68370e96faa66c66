using Microsoft.EntityFrameworkCore;
using StationBot.Handling.Flags;
using StationBot.Handling.Messages;
using StationBot.Store;

namespace StationBot.Tests.Store;

public sealed class SqliteTurnTests() : TurnFacts(StoreProvider.Sqlite);

public sealed class PostgresTurnTests() : TurnFacts(StoreProvider.Postgres);

public abstract class TurnFacts(StoreProvider provider) : StoreFacts(provider)
{
    [Fact]
    public async Task A_turn_is_there_whole_after_a_restart()
    {
        var fresh = await NewAsync("one") with
        {
            Reference = """{"user":{"id":"wx-1"}}""", Memory = """{"greeted":true}""", Intent = "complaint",
            Disposition = Disposition.Abandoned, Flags = [Flag.Pii, Flag.Group],
        };
        var made = await CaseAsync(fresh);
        var saved = await SaveAsync(Turn(fresh, "m1", "在哪里?", "什么时候?") with
        {
            Cases = [made],
            Flags = [new FlagRaised(Guid.CreateVersion7(), fresh.Id, Flag.Pii, Severity.P2, "masking", The.Moment)],
            Triage = [new TriageItem(Guid.CreateVersion7(), fresh.Id, Severity.P1, "group", The.Moment, The.Moment.AddHours(4), made.Id.Value)],
        });

        await RestartAsync();

        Assert.Equivalent(saved, await Conversations.FindAsync(fresh.Key, Cancel));
        Assert.Equal(["您好", "在哪里?", "什么时候?"], (await Conversations.ReadAsync(fresh.Id, 0, 10, Cancel)).Select(m => m.Text));
        Assert.Equal(made.Number, Assert.Single(await Store.Cases.OfConversationAsync(fresh.Id, Cancel)).Number);
        Assert.Equal((1, 1, 2), await Store.ReadAsync(async db => (await db.Flags.CountAsync(), await db.TriageItems.CountAsync(), await db.CaseEvents.CountAsync())));
    }

    [Fact]
    public async Task A_turn_that_fails_half_way_leaves_nothing()
    {
        var saved = await SaveAsync(Turn(await NewAsync("one"), "m1", "好"));
        var nobodys = new TriageItem(Guid.CreateVersion7(), Guid.CreateVersion7(), Severity.P1, "no such conversation", The.Moment, The.Moment);

        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(async () =>
            await Conversations.CommitAsync(Turn(saved, "m2", "再好") with { Triage = [nobodys] }, Cancel));

        Assert.Equal(2, (await Conversations.ReadAsync(saved.Id, 0, 10, Cancel)).Count);
        Assert.Equivalent(saved, await Conversations.FindAsync(saved.Key, Cancel));
        await RestartAsync();
        Assert.Equivalent(saved, await Conversations.FindAsync(saved.Key, Cancel));
    }

    [Fact]
    public async Task A_message_handled_before_gets_the_stored_answers()
    {
        var saved = await SaveAsync(Turn(await NewAsync("one"), "m1", "第一句", "第二句"));

        var again = Assert.IsType<CommitResult.Duplicate>(await Conversations.CommitAsync(Turn(saved, "m1", "另一句"), Cancel));

        Assert.Equal("m1", again.Inbound.InboxKey);
        Assert.Equal(["第一句", "第二句"], again.Answers.Select(a => a.Text));
        Assert.Equal(3, (await Conversations.ReadAsync(saved.Id, 0, 10, Cancel)).Count);
    }

    [Fact]
    public async Task Whether_a_message_was_handled_is_known_before_and_after_a_restart()
    {
        var saved = await SaveAsync(Turn(await NewAsync("one"), "m1", "好"));

        for (var life = 1; life <= 2; life++)
        {
            Assert.Null(await Conversations.FindHandledAsync(saved.Id, "m2", Cancel));
            Assert.Equal("好", Assert.Single((await Conversations.FindHandledAsync(saved.Id, "m1", Cancel))!.Answers).Text);
            Assert.Null(await Conversations.FindHandledAsync(saved.Id, "m2", Cancel));
            await RestartAsync();
        }
    }

    [Fact]
    public async Task The_same_message_in_two_conversations_is_two_messages()
    {
        await SaveAsync(Turn(await NewAsync("one"), "m1", "好"));

        Assert.Equal(1, (await SaveAsync(Turn(await NewAsync("two"), "m1", "好"))).Version);
    }

    [Fact]
    public async Task A_turn_on_an_old_version_is_refused_and_the_new_one_can_be_read()
    {
        var first = await SaveAsync(Turn(await NewAsync("one"), "m1", "好"));
        var second = await SaveAsync(Turn(first, "m2", "好"));

        Assert.IsType<CommitResult.Conflict>(await Conversations.CommitAsync(Turn(first, "m3", "好"), Cancel));

        Assert.Equivalent(second, await Conversations.FindAsync(first.Key, Cancel));
        Assert.Equal(3, (await SaveAsync(Turn(second, "m3", "好"))).Version);
    }

    [Fact]
    public async Task A_change_by_another_process_is_found_when_the_turn_is_saved()
    {
        var mine = await SaveAsync(Turn(await NewAsync("one"), "m1", "好"));
        await using var other = await House.OpenAsync();
        var theirs = (await other.Conversations.FindAsync(mine.Key, Cancel))!;
        var moved = ((CommitResult.Committed)await other.Conversations.CommitAsync(Turn(theirs, "m2", "他们的"), Cancel)).Conversation;

        Assert.IsType<CommitResult.Conflict>(await Conversations.CommitAsync(Turn(mine, "m3", "好"), Cancel));
        Assert.Equivalent(moved, await Conversations.FindAsync(mine.Key, Cancel));
        Assert.Equal("他们的", Assert.Single(Assert.IsType<CommitResult.Duplicate>(await Conversations.CommitAsync(Turn(moved, "m2", "我的"), Cancel)).Answers).Text);
    }

    [Fact]
    public async Task Two_first_messages_of_one_conversation_make_one_conversation()
    {
        var (one, same) = (await NewAsync("one"), await NewAsync("one"));

        var results = await Task.WhenAll(Conversations.CommitAsync(Turn(one, "m1", "好"), Cancel).AsTask(), Conversations.CommitAsync(Turn(same, "m2", "好"), Cancel).AsTask());

        Assert.Single(results.OfType<CommitResult.Committed>());
        Assert.Single(results.OfType<CommitResult.Conflict>());
    }

    [Fact]
    public async Task Bad_units_fail_alone_whatever_they_are_saved_with()
    {
        var conversations = await Task.WhenAll(Enumerable.Range(0, 60).Select(i => NewAsync($"c{i}", $"u{i}")));
        var known = await SaveAsync(Turn(await NewAsync("known"), "m1", "旧的"));

        var results = await Task.WhenAll(conversations.Select(async (c, i) => (i % 4) switch
        {
            1 => (object)await Conversations.CommitAsync(Turn(known, "m1", "新的"), Cancel),
            2 => await Conversations.CommitAsync(Turn(known with { Version = 7 }, $"m{i}", "新的"), Cancel),
            3 => await Record.ExceptionAsync(async () => await Conversations.CommitAsync(Turn(c with { ResidentId = Guid.NewGuid() }, "m1", "没有这个人"), Cancel)) as object ?? "no exception",
            _ => await Conversations.CommitAsync(Turn(c, "m1", "好"), Cancel),
        }));

        Assert.Equal(15, results.OfType<CommitResult.Committed>().Count());
        Assert.Equal(15, results.OfType<CommitResult.Duplicate>().Count());
        Assert.Equal(15, results.OfType<CommitResult.Conflict>().Count());
        Assert.Equal(15, results.OfType<System.Data.Common.DbException>().Count());
        Assert.Equal(16, await Store.ReadAsync(db => db.Conversations.CountAsync(Cancel)));
    }

    [Fact]
    public async Task Many_conversations_at_once_keep_their_order()
    {
        async Task<long> PlayAsync(int number)
        {
            var record = await NewAsync($"c{number}", $"u{number}");
            for (var i = 0; i < 20; i++)
            {
                record = await SaveAsync(Turn((await Conversations.FindAsync(record.Key, Cancel)) ?? record, $"m{i}", $"答{i}"));
            }
            var log = await Conversations.ReadAsync(record.Id, 0, 100, Cancel);
            Assert.Equal(Enumerable.Range(1, 40).Select(i => (long)i), log.Select(m => m.Sequence));
            Assert.Equal(Enumerable.Range(0, 20).Select(i => $"答{i}"), log.Where(m => m.Direction == MessageDirection.Out).Select(m => m.Text));
            return record.Version;
        }

        Assert.All(await Task.WhenAll(Enumerable.Range(0, 24).Select(PlayAsync)), version => Assert.Equal(20, version));
    }

    [Fact]
    public async Task The_log_is_read_from_a_position_in_pieces()
    {
        var saved = await SaveAsync(Turn(await NewAsync("one"), "m1", "一", "二", "三"));

        Assert.Equal([3L, 4L], (await Conversations.ReadAsync(saved.Id, 2, 2, Cancel)).Select(m => m.Sequence));
        Assert.Empty(await Conversations.ReadAsync(saved.Id, 4, 10, Cancel));
    }

    [Fact]
    public async Task Silent_conversations_are_found_oldest_first_unless_they_ended()
    {
        foreach (var (name, hours, stage) in new[] { ("new", 1, ConversationStage.Collecting), ("older", 30, ConversationStage.Submitted), ("old", 26, ConversationStage.Confirming), ("over", 40, ConversationStage.Ended) })
        {
            var turn = Turn(await NewAsync(name), "m1", "好");
            await SaveAsync(turn with { Conversation = turn.Conversation with { LastInboundAt = The.Moment.AddHours(-hours), Stage = stage } });
        }

        Assert.Equal(["older", "old"], (await Conversations.IdleSinceAsync(The.Moment.AddHours(-24), 10, Cancel)).Select(c => c.Key.Id));
        Assert.Equal(["older"], (await Conversations.IdleSinceAsync(The.Moment.AddHours(-24), 1, Cancel)).Select(c => c.Key.Id));
    }

    [Fact]
    public async Task Any_characters_can_be_stored()
    {
        (string Sent, string Stored)[] texts = [("a\0b", "a\uFFFDb"), ("\uD83D half", "\uFFFD half"), ("👵🏽𠮷㓥", "👵🏽𠮷㓥")];
        var record = await NewAsync("one");
        foreach (var (sent, _) in texts)
        {
            var turn = Turn(record, sent);
            record = await SaveAsync(turn with { Inbound = turn.Inbound! with { InboxKey = null, Text = sent } });
        }

        Assert.Equal(texts.Select(t => t.Stored), (await Conversations.ReadAsync(record.Id, 0, 10, Cancel)).Select(m => m.Text));
    }

    [Fact]
    public async Task A_resident_is_one_per_channel_identity_however_often_and_wherever_asked()
    {
        var ids = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Conversations.ResidentAsync(Channel, "wx-1", Cancel).AsTask()));
        await SaveAsync(Turn(await NewAsync("one", "wx-1"), "m1", "好"));
        Assert.Equal(ids[0], await Conversations.ResidentAsync(Channel, "wx-1", Cancel));
        await RestartAsync();

        Assert.Equal(Assert.Single(ids.Distinct()), await Conversations.ResidentAsync(Channel, "wx-1", Cancel));
        Assert.NotEqual(ids[0], await Conversations.ResidentAsync("other", "wx-1", Cancel));
        Assert.NotEqual(ids[0], await Conversations.ResidentAsync(Channel, "wx-2", Cancel));
    }

    [Fact]
    public async Task A_newcomer_who_begins_several_conversations_at_once_is_one_resident()
    {
        var conversations = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => NewAsync($"c{i}", "wx-1")));

        await Task.WhenAll(conversations.Select(c => SaveAsync(Turn(c, "m1", "好"))));

        Assert.Equal(conversations[0].ResidentId, Assert.Single(await Store.ReadAsync(db => db.Residents.Select(r => r.Id).ToListAsync(Cancel))));
    }

    [Fact]
    public async Task A_newcomer_is_saved_with_a_turn_or_not_at_all()
    {
        var record = await NewAsync("one", "wx-1");
        var nobodys = new TriageItem(Guid.CreateVersion7(), Guid.CreateVersion7(), Severity.P1, "no such conversation", The.Moment, The.Moment);

        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(async () => await Conversations.CommitAsync(Turn(record, "m1", "好") with { Triage = [nobodys] }, Cancel));
        var after = await Store.ReadAsync(db => db.Residents.CountAsync(Cancel));
        await SaveAsync(Turn(record, "m1", "好"));

        Assert.Equal((0, 1), (after, await Store.ReadAsync(db => db.Residents.CountAsync(Cancel))));
    }

    [Fact]
    public async Task A_newcomer_whom_two_processes_meet_at_once_is_the_one_saved_first()
    {
        await using var other = await House.OpenAsync();
        var (mine, alsoMine) = (await NewAsync("one", "wx-1"), await NewAsync("two", "wx-1"));
        var theirs = mine with { Key = new ConversationKey(Channel, "three"), Id = Guid.CreateVersion7(), ResidentId = await other.Conversations.ResidentAsync(Channel, "wx-1", Cancel) };
        Assert.IsType<CommitResult.Committed>(await other.Conversations.CommitAsync(Turn(theirs, "m1", "他们的"), Cancel));

        Assert.IsType<CommitResult.Conflict>(await Conversations.CommitAsync(Turn(mine, "m1", "好"), Cancel));
        var again = await NewAsync("one", "wx-1");
        await SaveAsync(Turn(again, "m1", "好"));

        Assert.Equal(theirs.ResidentId, again.ResidentId);
        Assert.IsType<CommitResult.Conflict>(await Conversations.CommitAsync(Turn(alsoMine, "m1", "好"), Cancel));
    }

    [Fact]
    public async Task Closing_the_store_saves_what_was_waiting_and_refuses_what_comes_later()
    {
        var conversations = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => NewAsync($"c{i}")));
        var waiting = conversations.Select(c => Conversations.CommitAsync(Turn(c, "m1", "好"), Cancel).AsTask()).ToList();
        var late = Conversations;
        await RestartAsync();

        Assert.All(await Task.WhenAll(waiting), r => Assert.IsType<CommitResult.Committed>(r));
        Assert.Equal(200, await Store.ReadAsync(db => db.Conversations.CountAsync(Cancel)));
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await late.CommitAsync(Turn(conversations[0] with { Version = 1 }, "m2", "好"), Cancel));
    }
}
