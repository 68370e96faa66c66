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

        Assert.Equal(CaseStatus.CommitmentTracking, (await Store.Cases.FindAsync(one, Cancel))!.Status);
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
    public async Task What_is_due_when_many_alike_are_lifted_is_said_by_the_next_round()
    {
        var many = new LoopRules(The.Directory, new StationBot.Handling.Deadlines.ClockOptions { ManyAlike = 2 });
        var rounds = new NudgeRounds(Store.Loop, Store.Services.GetRequiredService<INudgeStore>(), () => many, House.Clock);
        var (one, _) = (await AlikeAsync("one"), await AlikeAsync("two"));
        // Tuesday 16:59: the half of the day for the acknowledgement is over, and no round has run since.
        House.Clock.SetUtcNow(The.Moment.AddDays(1).AddHours(6.98));

        Assert.Equal(2, (await rounds.AlikeAsync(Cancel)).Acts);

        var lifted = (await Store.Cases.FindAsync(one, Cancel))!;
        Assert.Equal(2, lifted.SupervisionLevel);
        Assert.True(lifted.NextActionAt <= House.Clock.GetUtcNow());
        Assert.Empty(await FaultsAsync(lifted, many));
        Assert.Equal(2, (await rounds.RunAsync(Cancel)).Acts);
        var log = await Store.Loop.EventsAsync(lifted.Id, Cancel);
        Assert.Equal(["EscalateSupervision", "Nudge"], log.TakeLast(2).Select(e => e.Action));
        Assert.Empty(await FaultsAsync((await Store.Cases.FindAsync(one, Cancel))!, many));
        Assert.Equal(0, (await rounds.RunAsync(Cancel)).Acts + (await rounds.AlikeAsync(Cancel)).Acts);
    }

    [Fact]
    public async Task A_step_in_the_night_does_not_let_what_sleeps_be_forgotten()
    {
        // Acknowledged by Tuesday 17:00; the station was down then and is up again at half past ten in the evening.
        var one = await SavedAsync(new Step(CaseAction.Assign, Staff, new AssignData(Liaison: "小刘")));
        House.Clock.SetUtcNow(The.Moment.AddDays(1).AddHours(12.5));
        Assert.Equal(0, (await Rounds.RunAsync(Cancel)).Acts);
        var morning = The.Moment.AddDays(1).AddHours(22).ToUniversalTime();
        Assert.Equal(morning, (await Store.Cases.FindAsync(one, Cancel))!.NextActionAt);

        Assert.IsType<WorkResult.Done>(await Work.TakeAsync(one, new Step(CaseAction.Nudge, Staff, new NudgeData(NudgeKind.Before), "请签收"), Cancel));

        var pressed = (await Store.Cases.FindAsync(one, Cancel))!;
        Assert.Equal(morning, pressed.NextActionAt);
        Assert.Empty(await FaultsAsync(pressed, The.Rules));
        // In the morning somebody is quicker than the round.
        House.Clock.SetUtcNow(morning.AddSeconds(30));
        Assert.IsType<WorkResult.Done>(await Work.TakeAsync(one, new Step(CaseAction.Nudge, Staff, new NudgeData(NudgeKind.Before), "请签收"), Cancel));
        Assert.Empty(await FaultsAsync((await Store.Cases.FindAsync(one, Cancel))!, The.Rules));
        Assert.True((await Rounds.RunAsync(Cancel)).Acts >= 1);
        Assert.Contains(await Store.ReadAsync(db => db.StaffNotices.AsNoTracking().ToListAsync(Cancel)), n => n.Kind == StaffKinds.AcknowledgeOverdue);
    }

    [Fact]
    public async Task A_second_return_that_nobody_decides_goes_to_triage_by_the_clock_with_both_views()
    {
        var env = new Actor(CaseActor.Department, "赵六", "env");
        var one = await SavedAsync(
            new Step(CaseAction.Assign, Staff, new AssignData(Liaison: "小刘")), new Step(CaseAction.ReturnByDepartment, Lead, new ReturnData("env", "物业管理条例"), "不归住建"),
            new Step(CaseAction.Reassign, new Actor(CaseActor.Office, "李主任"), new ReassignData("env"), "由环保办"), new Step(CaseAction.ReturnByDepartment, env, new ReturnData("urban", "环境法"), "不归环保"));
        Assert.Equal(["EscalateSupervision"], await NotesAsync(one, 0)); // the second return lifts it

        // Decided by Tuesday 17:00, or else.
        House.Clock.SetUtcNow(The.Moment.AddDays(1).AddHours(7).AddMinutes(-1));
        Assert.Empty(await NotesAsync(one, 0));
        House.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(["ReferToTriage", "RaiseFlag"], await NotesAsync(one, 0));

        var referred = (await Store.Cases.FindAsync(one, Cancel))!;
        Assert.Equal(CaseStatus.InTriage, referred.Status);
        Assert.Contains("unclear_jurisdiction", referred.Flags);
        var views = (ReferData)StepJson.Read(CaseAction.ReferToTriage, (await Store.Loop.EventsAsync(referred.Id, Cancel))[^2].Data);
        Assert.Equal(["housing 张三: 不归住建", "env 赵六: 不归环保"], views.Views);
        Assert.Empty(await FaultsAsync(referred, The.Rules));
        Assert.Contains(await Store.ReadAsync(db => db.StaffNotices.AsNoTracking().ToListAsync(Cancel)), n => n.Kind == "ReferToTriage" && n.Role == CaseActor.StationStaff);
        // It is sorted and handed out again, with what is left of its time.
        Assert.IsType<WorkResult.Done>(await Work.TakeAsync(one, new Step(CaseAction.Sort, Staff, new SortData(Lead: "urban", Decision: "由城管办"), "两家都不归"), Cancel));
        Assert.IsType<WorkResult.Done>(await Work.TakeAsync(one, new Step(CaseAction.Assign, Staff, new AssignData(Liaison: "小王")), Cancel));
        Assert.Empty(await FaultsAsync((await Store.Cases.FindAsync(one, Cancel))!, The.Rules));
    }

    [Fact]
    public async Task Half_and_four_fifths_of_the_time_are_reached_to_the_minute()
    {
        // 35 working hours from Monday 10:00: half of them on Thursday 09:30, 28 on Friday 16:00.
        var one = await SavedAsync(
            new Step(CaseAction.Assign, Staff, new AssignData(Liaison: "小刘")), new Step(CaseAction.Acknowledge, Lead, new AcknowledgeData("张三")),
            new Step(CaseAction.Progress, Lead, new ProgressData("周三派人更换", ProgressKind.Plan)), new Step(CaseAction.Progress, Lead, new ProgressData("已电话联系", ProgressKind.Contact)));
        // A plan is no silence: nothing is said at the half.
        House.Clock.SetUtcNow(The.Moment.AddDays(3).AddMinutes(-30));
        Assert.Empty(await NotesAsync(one, 0));
        House.Clock.SetUtcNow(The.Moment.AddDays(4).AddHours(6).AddMinutes(-1));
        Assert.Empty(await NotesAsync(one, 0));
        House.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(["Warn"], await NotesAsync(one, 0));
        House.Clock.SetUtcNow(The.Moment.AddDays(7).AddHours(7).AddMinutes(-1));
        Assert.Empty(await NotesAsync(one, 0));
        House.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(["Warn", "EscalateSupervision"], await NotesAsync(one, 0));
    }

    [Fact]
    public async Task More_time_takes_the_warning_back_until_four_fifths_of_it_are_used()
    {
        var (office, noted) = (new Actor(CaseActor.Office, "李主任"), new Step(CaseAction.Progress, Lead, new ProgressData("已联系厂家", ProgressKind.Plan)));
        var one = await SavedAsync(new Step(CaseAction.Assign, Staff, new AssignData(Liaison: "小刘")), new Step(CaseAction.Acknowledge, Lead, new AcknowledgeData("张三")), noted);
        House.Clock.SetUtcNow(The.Moment.AddDays(4).AddHours(6));
        await NotesAsync(one, 0);
        Assert.Equal(WarningColor.Yellow, (await Store.Cases.FindAsync(one, Cancel))!.Warning);

        await Work.TakeAsync(one, new Step(CaseAction.RequestExtension, Lead, new ExtensionData(new(2026, 12, 7)), "等配件"), Cancel);
        Assert.IsType<WorkResult.Done>(await Work.TakeAsync(one, new Step(CaseAction.ApproveExtension, office, new ExtensionData(Told: true), "等配件"), Cancel));

        Assert.Equal(WarningColor.None, (await Store.Cases.FindAsync(one, Cancel))!.Warning);
        // 65 working hours now: 52 of them on Thursday 12-03 at 16:00.
        House.Clock.SetUtcNow(The.Moment.AddDays(10).AddHours(6).AddMinutes(-1));
        Assert.Empty(await NotesAsync(one, 0));
        House.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(["Warn"], await NotesAsync(one, 0));
        var warned = (await Store.Cases.FindAsync(one, Cancel))!;
        Assert.Equal(WarningColor.Yellow, warned.Warning);
        Assert.Empty(await FaultsAsync(warned, The.Rules));
    }

    [Fact]
    public async Task Who_says_nothing_is_reminded_at_half_of_the_time_to_the_minute()
    {
        var one = await SavedAsync(new Step(CaseAction.Assign, Staff, new AssignData(Liaison: "小刘")), new Step(CaseAction.Acknowledge, Lead, new AcknowledgeData("张三")));
        House.Clock.SetUtcNow(The.Moment.AddDays(3).AddMinutes(-31));
        Assert.Equal(["Nudge", "Nudge"], await NotesAsync(one, 0)); // no contact by Tuesday, no plan by Wednesday
        House.Clock.Advance(TimeSpan.FromMinutes(1));
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

    private async Task<IReadOnlyList<string>> FaultsAsync(Case one, LoopRules rules) => LoopCheck.Faults(
        one, await Store.Loop.EventsAsync(one.Id, Cancel), rules, House.Clock.GetUtcNow(), await Store.Services.GetRequiredService<INudgeStore>().ClaimedAsync([one.Id], Cancel));

    /// <summary>Handed out in a community of one township.</summary>
    private async Task<CaseNo> AlikeAsync(string name)
    {
        var fresh = await NewAsync(name, name);
        var made = await CaseAsync(fresh, community: The.Directory.Communities[0].Code);
        await SaveAsync(Turn(fresh, "m1", "好") with { Cases = [made] });
        Assert.IsType<WorkResult.Done>(await Work.TakeAsync(made.Number!.Value, new Step(CaseAction.Assign, Staff, new AssignData(Liaison: "小刘")), Cancel));
        return made.Number!.Value;
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
