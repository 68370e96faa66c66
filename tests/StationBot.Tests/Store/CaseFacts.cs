using Microsoft.EntityFrameworkCore;
using StationBot.Handling.Cases;
using StationBot.Handling.Messages;
using StationBot.Handling.Sorting;
using StationBot.Store;

namespace StationBot.Tests.Store;

public sealed class SqliteCaseTests() : CaseFacts(StoreProvider.Sqlite);

public sealed class PostgresCaseTests() : CaseFacts(StoreProvider.Postgres);

public abstract class CaseFacts(StoreProvider provider) : StoreFacts(provider)
{
    private static readonly DateOnly Day = new(2026, 11, 23);

    [Fact]
    public async Task A_case_comes_back_as_it_was_saved()
    {
        var fresh = await NewAsync("one");
        var made = await CaseAsync(fresh);
        made.Topics = [Topic.Environment, Topic.Other];
        made.Co = ["CGJ"];
        made.Slots = new Dictionary<string, string> { ["place"] = "书香里", ["time"] = "三天" };
        made.RoutingReasons = ["R4: 属地"];
        made.Contact = "13800001234";
        made.DueOn = new DateOnly(2026, 11, 30);
        made.Confidence = 0.75;
        await SaveAsync(Turn(fresh, "m1", "好") with { Cases = [made] });

        var found = await Store.Cases.FindAsync(made.Number!.Value, Cancel);

        Assert.Empty(made.Uncommitted);
        Assert.Equivalent(made, found);
        Assert.Equal("13800001234", found!.Contact);
        Assert.Null(await Store.Cases.FindAsync(new CaseNo("QH20261123-9999"), Cancel));
    }

    [Fact]
    public async Task A_case_goes_on_in_a_later_turn_and_its_log_grows()
    {
        var fresh = await NewAsync("one");
        var made = await CaseAsync(fresh);
        made.Contact = "13800001234";
        var saved = await SaveAsync(Turn(fresh, "m1", "好") with { Cases = [made] });
        await RestartAsync();
        var found = (await Store.Cases.FindAsync(made.Number!.Value, Cancel))!;
        found.Apply(new Step(CaseAction.Withdraw, Actor.Resident), The.Moment.AddDays(1), The.Rules);
        found.Contact = null;
        await SaveAsync(Turn(saved, "m2", "好") with { Cases = [found] });

        var events = await Store.ReadAsync(db => db.CaseEvents.AsNoTracking().OrderBy(e => e.Number).ToListAsync(Cancel));

        Assert.Equal(["Confirm", "Sort", "Withdraw"], events.Select(e => e.Action));
        Assert.Equal(CaseStatus.Withdrawn, (await Store.Cases.FindAsync(made.Number!.Value, Cancel))!.Status);
        Assert.Equal(0, await Store.ReadAsync(db => db.ResidentContacts.CountAsync(Cancel)));
    }

    [Fact]
    public async Task A_case_set_down_without_steps_can_be_changed_later()
    {
        var fresh = await NewAsync("before");
        var old = Case.Restore(CaseId.New(), new CaseNo("QH20261103-0001"), CaseStatus.AwaitingEvaluation, fresh.Id, fresh.ResidentId, Channel, The.Moment.AddDays(-20));
        await Conversations.CommitAsync(new TurnCommit { Conversation = fresh, Cases = [old] }, Cancel);
        var found = (await Store.Cases.FindAsync(old.Number!.Value, Cancel))!;
        found.Plan = "下周维修";
        found.Apply(new Step(CaseAction.Evaluate, Actor.Resident, new EvaluateData(Satisfaction: Satisfaction.Basic)), The.Moment, The.Rules);
        await SaveAsync(Turn(await NewAsync("two"), "m1", "好") with { Cases = [found] });

        var now = (await Store.Cases.FindAsync(old.Number!.Value, Cancel))!;
        Assert.Equal((CaseStatus.Completed, "下周维修"), (now.Status, now.Plan));
    }

    [Fact]
    public async Task What_staff_put_right_is_saved_without_a_turn_and_read_as_a_label()
    {
        var fresh = await NewAsync("one");
        var made = await CaseAsync(fresh);
        made.RawText = "垃圾没人清";
        await SaveAsync(Turn(fresh, "m1", "好") with { Cases = [made] });
        var (one, another) = ((await Store.Cases.FindAsync(made.Number!.Value, Cancel))!, (await Store.Cases.FindAsync(made.Number!.Value, Cancel))!);
        var none = new Dictionary<string, int>();

        Assert.IsType<StepResult.Done>(Correction.Apply(one, The.Directory.ProblemType("OTH-07")!, "王敏", "是水管", The.Rules, none, The.Moment));
        Assert.True(await Store.Cases.SaveAsync(one, Cancel));
        Correction.Apply(another, The.Directory.ProblemType("EDU-01")!, "李强", "", The.Rules, none, The.Moment);
        Assert.False(await Store.Cases.SaveAsync(another, Cancel));

        await RestartAsync();
        Assert.Equal([new StaffLabel(made.Id, "垃圾没人清", "OTH-07")], await Store.Cases.StaffLabelsAsync(Cancel));
        var found = (await Store.Cases.FindAsync(made.Number!.Value, Cancel))!;
        Assert.Equal(("OTH-07", Topic.Other, The.Directory.ProblemType("OTH-07")!.Lead), (found.ProblemType, found.Topics[0], found.Lead));
        Correction.Apply(found, The.Directory.ProblemType("ENV-07")!, "王敏", "再看是垃圾", The.Rules, none, The.Moment);
        Assert.True(await Store.Cases.SaveAsync(found, Cancel));
        Assert.Equal("ENV-07", Assert.Single(await Store.Cases.StaffLabelsAsync(Cancel)).ProblemType);
    }

    [Fact]
    public async Task Two_turns_that_change_one_case_do_not_overwrite_each_other()
    {
        var fresh = await NewAsync("one");
        var made = await CaseAsync(fresh);
        var saved = await SaveAsync(Turn(fresh, "m1", "好") with { Cases = [made] });
        var (first, second) = ((await Store.Cases.FindAsync(made.Number!.Value, Cancel))!, (await Store.Cases.FindAsync(made.Number!.Value, Cancel))!);
        first.Plan = "甲";
        second.Plan = "乙";
        saved = await SaveAsync(Turn(saved, "m2", "好") with { Cases = [first] });

        Assert.IsType<CommitResult.Conflict>(await Conversations.CommitAsync(Turn(saved, "m3", "好") with { Cases = [second] }, Cancel));
        Assert.Equal("甲", (await Store.Cases.FindAsync(made.Number!.Value, Cancel))!.Plan);
    }

    [Fact]
    public async Task Numbers_are_unique_and_go_on_after_a_restart()
    {
        var numbers = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Store.Cases.NextNumberAsync("QH", Day, Cancel).AsTask()));
        Assert.Equal(100, numbers.Distinct().Count());
        var fresh = await NewAsync("one");
        var made = await CaseAsync(fresh);
        made.Number = CaseNo.Of("QH", Day, 10_000);
        await SaveAsync(Turn(fresh, "m1", "好") with { Cases = [made] });
        await RestartAsync();

        Assert.Equal("QH20261123-10001", (await Store.Cases.NextNumberAsync("QH", Day, Cancel)).Value);
        Assert.Equal("QH20261124-0001", (await Store.Cases.NextNumberAsync("QH", Day.AddDays(1), Cancel)).Value);
    }

    [Fact]
    public async Task A_number_that_another_process_took_is_refused_and_the_next_one_is_free()
    {
        await using var other = await House.OpenAsync();
        var taken = await other.Cases.NextNumberAsync("QH", Day, Cancel);
        var mine = await NewAsync("mine");
        var theirs = await NewAsync("theirs") with { ResidentId = await other.Conversations.ResidentAsync(Channel, "somebody else", Cancel) };
        var made = await CaseAsync(mine);
        Assert.Equal(taken, made.Number);
        var same = new Case(CaseId.New(), theirs.Id, theirs.ResidentId, Channel, The.Moment) { Number = taken };
        Assert.IsType<CommitResult.Committed>(await other.Conversations.CommitAsync(Turn(theirs, "m1", "好") with { Cases = [same] }, Cancel));

        Assert.IsType<CommitResult.Conflict>(await Conversations.CommitAsync(Turn(mine, "m1", "好") with { Cases = [made] }, Cancel));

        await SaveAsync(Turn(mine, "m1", "好") with { Cases = [await CaseAsync(mine)] });
    }

    [Fact]
    public async Task A_residents_cases_come_newest_first()
    {
        var record = await NewAsync("one");
        for (var i = 0; i < 3; i++)
        {
            record = await SaveAsync(Turn(record, $"m{i}", "好") with { Cases = [await CaseAsync(record)] });
        }

        Assert.Equal(["QH20261123-0003", "QH20261123-0002"], (await Store.Cases.OfResidentAsync(record.ResidentId, 2, Cancel)).Select(c => c.Number!.Value.Value));
        Assert.Equal("QH20261123-0001", (await Store.Cases.OfConversationAsync(record.Id, Cancel))[0].Number!.Value.Value);
    }

    [Fact]
    public async Task Open_cases_are_counted_per_deputy_as_they_come_and_go()
    {
        Assert.Empty(await Store.Cases.OpenPerDeputyAsync(Cancel));
        var record = await NewAsync("one");
        var (first, second) = (await CaseAsync(record), await CaseAsync(record, "D02"));
        record = await SaveAsync(Turn(record, "m1", "好") with { Cases = [first, second, await CaseAsync(record)] });
        Assert.Equal(new Dictionary<string, int> { ["D01"] = 2, ["D02"] = 1 }, await Store.Cases.OpenPerDeputyAsync(Cancel));

        first.Apply(new Step(CaseAction.Withdraw, Actor.Resident), The.Moment, The.Rules);
        await SaveAsync(Turn(record, "m2", "好") with { Cases = [first] });

        Assert.Equal(1, (await Store.Cases.OpenPerDeputyAsync(Cancel))["D01"]);
        await RestartAsync();
        Assert.Equal(1, (await Store.Cases.OpenPerDeputyAsync(Cancel))["D01"]);
    }

    [Theory, InlineData("UPDATE case_events SET \"Reason\" = 'x'"), InlineData("DELETE FROM case_events")]
    public async Task The_log_of_a_case_cannot_be_changed_even_by_hand(string sql)
    {
        var fresh = await NewAsync("one");
        await SaveAsync(Turn(fresh, "m1", "好") with { Cases = [await CaseAsync(fresh)] });

        var refused = await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => Store.ReadAsync(db => db.Database.ExecuteSqlRawAsync(sql, Cancel)));

        Assert.Contains("append-only", refused.Message, StringComparison.Ordinal);
        Assert.Equal(2, await Store.ReadAsync(db => db.CaseEvents.CountAsync(e => e.Reason == "", Cancel)));
    }

    [Fact]
    public async Task The_log_of_a_case_cannot_be_changed_through_the_context()
    {
        var fresh = await NewAsync("one");
        await SaveAsync(Turn(fresh, "m1", "好") with { Cases = [await CaseAsync(fresh)] });

        await Assert.ThrowsAsync<InvalidOperationException>(() => Store.ReadAsync(async db =>
        {
            db.Remove(await db.CaseEvents.FirstAsync(Cancel));
            return await db.SaveChangesAsync(Cancel);
        }));
    }
}
