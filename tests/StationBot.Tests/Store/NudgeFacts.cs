using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using StationBot.Handling.Cases;
using StationBot.Handling.Loop;
using StationBot.Store;

namespace StationBot.Tests.Store;

public sealed class SqliteNudgeTests() : NudgeFacts(StoreProvider.Sqlite);

public sealed class PostgresNudgeTests() : NudgeFacts(StoreProvider.Postgres);

/// <summary>What the clocks do, on a real database and a clock that tests move: once each, in order, never in the night.</summary>
public abstract class NudgeFacts(StoreProvider provider) : StoreFacts(provider)
{
    private static readonly Actor Staff = new(CaseActor.StationStaff, "王敏");
    private static readonly Actor Lead = new(CaseActor.Department, "张三", "housing");

    private NudgeRounds Rounds => new(Store.Loop, Store.Services.GetRequiredService<INudgeStore>(), () => The.Rules, House.Clock);

    private CaseWork Work => new(Store.Cases, Store.Loop, Store.Suggestions, () => The.Rules, House.Clock);

    [Fact]
    public async Task A_department_that_does_nothing_is_pressed_warned_and_brought_up()
    {
        // Simple, received Monday 11-23 10:00: due Monday 11-30 17:00, 35 working hours.
        var one = await SavedAsync(new Step(CaseAction.Assign, Staff, new AssignData(Liaison: "小刘")), new Step(CaseAction.Acknowledge, Lead, new AcknowledgeData("张三")));

        Assert.Empty(await NotesAsync(one, 0));
        Assert.Contains("Nudge", await NotesAsync(one, 3)); // no plan, no contact, half of the time used
        Assert.Contains("Warn", await NotesAsync(one, 1.3)); // Friday at closing: 29 of 35 hours used
        Assert.Equal(WarningColor.Yellow, (await Store.Cases.FindAsync(one, Cancel))!.Warning);
        Assert.Contains("EscalateSupervision", await NotesAsync(one, 4));

        var over = (await Store.Cases.FindAsync(one, Cancel))!;
        Assert.Equal((WarningColor.Red, 1), (over.Warning, over.SupervisionLevel));
        var log = await Store.Loop.EventsAsync(over.Id, Cancel);
        Assert.True(CaseState.Replay(log).SameAs(over.State!));
        Assert.All(log.Where(e => e.Actor == CaseActor.System && e.Action != "Confirm"), e => Assert.NotEmpty(e.Reason));
    }

    [Fact]
    public async Task Whatever_was_done_is_not_done_again_also_by_another_machine_or_after_a_restart()
    {
        var one = await SavedAsync(new Step(CaseAction.Assign, Staff, new AssignData(Liaison: "小刘")), new Step(CaseAction.Acknowledge, Lead, new AcknowledgeData("张三")));
        House.Clock.Advance(TimeSpan.FromDays(8));
        await using var other = await House.OpenAsync();
        var theirs = new NudgeRounds(other.Loop, other.Services.GetRequiredService<INudgeStore>(), () => The.Rules, House.Clock);

        await Task.WhenAll(Rounds.RunAsync(Cancel), theirs.RunAsync(Cancel), Rounds.RunAsync(Cancel), theirs.RunAsync(Cancel));
        var after = (await Store.Loop.EventsAsync((await Store.Cases.FindAsync(one, Cancel))!.Id, Cancel)).Count;
        await RestartAsync();
        Assert.Equal(0, (await Rounds.RunAsync(Cancel)).Acts);
        await Rounds.ReplanAsync(Cancel);
        Assert.Equal(0, (await Rounds.RunAsync(Cancel)).Acts);

        var log = await Store.Loop.EventsAsync((await Store.Cases.FindAsync(one, Cancel))!.Id, Cancel);
        Assert.Equal(after, log.Count);
        Assert.Single(log, e => e.Action == "EscalateSupervision");
        Assert.Single(log, e => e.Action == "Warn" && e.Data.Contains("Red", StringComparison.Ordinal));
    }

    [Fact]
    public async Task After_a_stop_of_days_only_the_newest_of_a_kind_is_said()
    {
        var one = await SavedAsync(new Step(CaseAction.Assign, Staff, new AssignData(Liaison: "小刘")), new Step(CaseAction.Acknowledge, Lead, new AcknowledgeData("张三")));

        var notes = await NotesAsync(one, 10);

        Assert.DoesNotContain(notes.CountBy(n => n), n => n.Key == "Warn" && n.Value > 1);
        Assert.Equal(WarningColor.Red, (await Store.Cases.FindAsync(one, Cancel))!.Warning);
    }

    [Fact]
    public async Task Nobody_answers_two_reminders_and_the_window_closes_without_a_judgement()
    {
        var one = await FedBackAsync();

        Assert.Equal(["Nudge"], await NotesAsync(one, 3));
        Assert.Equal(["Nudge"], await NotesAsync(one, 4));
        Assert.Equal(["Evaluate"], await NotesAsync(one, 8));

        var over = (await Store.Cases.FindAsync(one, Cancel))!;
        Assert.Equal((CaseStatus.Completed, Satisfaction.None), (over.Status, over.State!.Satisfaction));
        Assert.Equal(["assigned", "feedback", "reminder", "reminder", "window_over"],
            (await Store.ReadAsync(db => db.ResidentNotices.OrderBy(n => n.Event).Select(n => n.Kind).ToListAsync(Cancel))));
    }

    [Fact]
    public async Task A_promise_is_tracked_from_the_feedback_on_and_looked_after_before_it_is_due()
    {
        var due = new DateOnly(2026, 12, 25);
        var one = await FedBackAsync(new ReplyData("住建局已联系厂家定制新路灯,货到后三天内安装,期间加装临时照明。", ReplyClass.Planned, [new Promise("装新路灯", due)]));

        Assert.Equal(["TrackCommitments"], await NotesAsync(one, 0.1));
        Assert.Equal(["Nudge"], await NotesAsync(one, 18)); // 15 days before
        Assert.Equal(["Nudge"], await NotesAsync(one, 12)); // 3 days before
        Assert.Equal(CaseStatus.CommitmentTracking, (await Store.Cases.FindAsync(one, Cancel))!.Status);
    }

    [Fact]
    public async Task Nothing_is_sent_in_the_night()
    {
        var one = await FedBackAsync();
        House.Clock.SetUtcNow(new DateTimeOffset(2026, 11, 26, 23, 30, 0, TimeSpan.FromHours(8)));

        Assert.Equal(0, (await Rounds.RunAsync(Cancel)).Acts);
        House.Clock.SetUtcNow(new DateTimeOffset(2026, 11, 27, 8, 0, 0, TimeSpan.FromHours(8)));
        Assert.Equal(["Nudge"], await NotesAsync(one, 0));
    }

    [Fact]
    public async Task The_nightly_round_finds_what_the_settings_have_moved()
    {
        var one = await SavedAsync(new Step(CaseAction.Assign, Staff, new AssignData(Liaison: "小刘")));
        var planned = (await Store.Cases.FindAsync(one, Cancel))!.NextActionAt;
        var slower = new LoopRules(The.Directory, new StationBot.Handling.Deadlines.ClockOptions { AcknowledgeWorkingDays = 3 });

        Assert.Equal(1, await new NudgeRounds(Store.Loop, Store.Services.GetRequiredService<INudgeStore>(), () => slower, House.Clock).ReplanAsync(Cancel));

        Assert.True((await Store.Cases.FindAsync(one, Cancel))!.NextActionAt > planned);
        Assert.Equal(1, await Rounds.ReplanAsync(Cancel));
        Assert.Equal(planned, (await Store.Cases.FindAsync(one, Cancel))!.NextActionAt);
    }

    /// <summary>Lets days pass and the clocks speak; returns what they wrote into the case's log.</summary>
    private async Task<IReadOnlyList<string>> NotesAsync(CaseNo number, double days)
    {
        var id = (await Store.Cases.FindAsync(number, Cancel))!.Id;
        var before = (await Store.Loop.EventsAsync(id, Cancel)).Count;
        House.Clock.Advance(TimeSpan.FromDays(days));
        var round = await Rounds.RunAsync(Cancel);
        Assert.Empty(round.Refused);
        Assert.Empty(round.Failed);
        return [.. (await Store.Loop.EventsAsync(id, Cancel)).Skip(before).Select(e => e.Action)];
    }

    private async Task<CaseNo> FedBackAsync(ReplyData? reply = null) => await SavedAsync(
        new Step(CaseAction.Assign, Staff, new AssignData(Liaison: "小刘")), new Step(CaseAction.Acknowledge, Lead, new AcknowledgeData("张三")),
        new Step(CaseAction.Reply, Lead, reply ?? new ReplyData("住建局已更换三号楼门口路灯两盏,今晚起正常照明,并已排查周边。", ReplyClass.Solved, Evidence: ["照片"])),
        new Step(CaseAction.Feedback, Staff, new FeedbackData("路灯已换好。")));

    private async Task<CaseNo> SavedAsync(params Step[] steps)
    {
        var fresh = await NewAsync("one");
        var made = await CaseAsync(fresh);
        await SaveAsync(Turn(fresh, "m1", "好") with { Cases = [made] });
        foreach (var step in steps)
        {
            Assert.IsType<WorkResult.Done>(await Work.TakeAsync(made.Number!.Value, step, Cancel));
        }
        return made.Number!.Value;
    }
}
