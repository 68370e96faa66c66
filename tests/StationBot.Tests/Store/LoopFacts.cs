using Microsoft.EntityFrameworkCore;
using StationBot.Handling.Cases;
using StationBot.Handling.Deadlines;
using StationBot.Handling.Flags;
using StationBot.Handling.Loop;
using StationBot.Handling.Messages;
using StationBot.Handling.Suggestions;
using StationBot.Store;

namespace StationBot.Tests.Store;

public sealed class SqliteLoopTests() : LoopFacts(StoreProvider.Sqlite)
{
    [Fact]
    public async Task Events_without_their_case_are_found()
    {
        var (kept, gone) = (await SavedAsync("one"), await SavedAsync("two"));
        var id = (await Store.Cases.FindAsync(gone, Cancel))!.Id;
        // By hand: the keys of the database forbid it.
        await Store.ReadAsync(db => db.Database.ExecuteSqlRawAsync("PRAGMA foreign_keys = OFF; DELETE FROM cases WHERE \"Number\" = {0}; PRAGMA foreign_keys = ON", [gone.Value], Cancel));

        Assert.Equal([id], await Store.Loop.LostAsync(10, Cancel));
        // With its log gone too, whoever was told of it still speaks of it.
        await Work.TakeAsync(kept, new Step(CaseAction.Assign, Staff, new AssignData(Liaison: "小刘")), Cancel);
        var other = (await Store.Cases.FindAsync(kept, Cancel))!.Id;
        await Store.ReadAsync(db => db.Database.ExecuteSqlRawAsync("DROP TRIGGER case_events_append_only_delete; PRAGMA foreign_keys = OFF; DELETE FROM case_events; DELETE FROM cases WHERE \"Number\" = {0}; PRAGMA foreign_keys = ON", [kept.Value], Cancel));
        Assert.Equal([other], await Store.Loop.LostAsync(10, Cancel));
    }

    [Fact]
    public async Task A_suggestion_that_cannot_be_read_is_named_and_the_others_are_read_all_the_same()
    {
        var one = await SavedAsync("one");
        var id = (await Store.Cases.FindAsync(one, Cancel))!.Id;
        DeputySuggestion[] drafts = [new(Guid.CreateVersion7(), id), new(Guid.CreateVersion7(), id)];
        foreach (var draft in drafts)
        {
            Assert.NotNull(draft.Apply(new SuggestionStep(SuggestionAction.Draft, new Actor(CaseActor.Deputy, "陈代表", "D01"), new SuggestionData("关于路灯的建议", Deputy: "D01", CaseNo: one.Value)), The.Moment, The.Rules, out _));
        }
        Assert.True(await Store.Loop.CommitAsync(new LoopCommit { Suggestions = drafts }, Cancel));
        await Store.ReadAsync(db => db.Database.ExecuteSqlRawAsync("UPDATE suggestions SET \"State\" = 'no state' WHERE \"Id\" = {0}", [drafts[0].Id], Cancel));

        var page = await Store.Suggestions.PageAsync(null, 10, Cancel);

        Assert.Equal(2, page.Count);
        Assert.Contains("JsonException", Assert.Single(page, s => s.Suggestion is null && s.Id == drafts[0].Id).Unreadable, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_others_are_read_beside_a_case_that_is_gone()
    {
        var (kept, gone) = (await SavedAsync("one"), await SavedAsync("two"));
        await Store.ReadAsync(db => db.Database.ExecuteSqlRawAsync("PRAGMA foreign_keys = OFF; DELETE FROM cases WHERE \"Number\" = {0}; PRAGMA foreign_keys = ON", [gone.Value], Cancel));

        Assert.Equal(kept, Assert.Single(await Store.Loop.PageAsync(null, 10, Cancel)).Case!.Number);
    }
}

public sealed class PostgresLoopTests() : LoopFacts(StoreProvider.Postgres);

/// <summary>The loop on a real database: steps with all that follows from them, in one transaction.</summary>
public abstract class LoopFacts(StoreProvider provider) : StoreFacts(provider)
{
    private protected static readonly Actor Staff = new(CaseActor.StationStaff, "王敏");
    private static readonly Actor Lead = new(CaseActor.Department, "张三", "housing");

    private protected CaseWork Work => new(Store.Cases, Store.Loop, Store.Suggestions, () => The.Rules, The.Clock);

    [Fact]
    public async Task A_step_is_saved_with_its_event_its_state_and_who_is_told()
    {
        var one = await SavedAsync("one");

        var done = Assert.IsType<WorkResult.Done>(await Work.TakeAsync(one, new Step(CaseAction.Assign, Staff, new AssignData(Liaison: "小刘")), Cancel));

        await RestartAsync();
        var found = (await Store.Cases.FindAsync(one, Cancel))!;
        Assert.Equal((CaseStatus.Assigned, "housing", new DateOnly(2026, 11, 30)), (found.Status, found.Lead, found.DueOn));
        var log = await Store.Loop.EventsAsync(found.Id, Cancel);
        Assert.True(CaseState.Replay(log).SameAs(found.State!));
        Assert.Equal(("T11", "王敏"), (log[^1].Transition, log[^1].By));
        Assert.Equal(("assigned", done.Event.Number), Assert.Single(await WaitingAsync()) is var n ? (n.Kind, n.Event) : default);
        Assert.Equal(["Department:housing", "Deputy:D01"], (await StaffAsync()).Select(s => $"{s.Role}:{s.Unit}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_refusal_changes_nothing_and_leaves_a_trace()
    {
        var one = await SavedAsync("one");

        var refused = Assert.IsType<WorkResult.Refused>(await Work.TakeAsync(one, new Step(CaseAction.Acknowledge, Lead, new AcknowledgeData("张三")), Cancel));

        Assert.Equal("case.illegal_step", refused.Why.Code);
        Assert.Contains("待交办", refused.Why.Reason);
        Assert.Equal(2, (await Store.Cases.FindAsync(one, Cancel))!.EventCount);
        var trace = await Store.ReadAsync(db => db.RefusedSteps.SingleAsync(Cancel));
        Assert.Equal((one.Value, "Acknowledge", "case.illegal_step", "housing 张三"), (trace.CaseNo, trace.Action, trace.Code, trace.By));
        Assert.IsType<WorkResult.NotFound>(await Work.TakeAsync(new CaseNo("QH20260101-0001"), new Step(CaseAction.PullBack, Staff, Reason: "x"), Cancel));
    }

    [Fact]
    public async Task Two_people_on_one_case_never_overwrite_each_other()
    {
        var one = await SavedAsync("one");
        var version = (await Store.Cases.FindAsync(one, Cancel))!.Version;

        var both = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Work.TakeAsync(
            one, new Step(CaseAction.PullBack, Staff with { Name = $"人{i}" }, Reason: "存疑") { ExpectedVersion = version }, Cancel)));

        Assert.Single(both.OfType<WorkResult.Done>());
        Assert.All(both.OfType<WorkResult.Refused>(), r => Assert.Contains(r.Why.Code, new[] { "case.stale", "case.illegal_step" }));
        Assert.Equal(3, (await Store.Cases.FindAsync(one, Cancel))!.EventCount);
    }

    [Fact]
    public async Task Notes_of_several_people_at_once_are_all_kept()
    {
        var one = await SavedAsync("one");

        var all = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => Work.TakeAsync(
            one, new Step(CaseAction.RecordEvidence, Staff, new EvidenceData([$"照片{i}"])), Cancel)));

        Assert.All(all, r => Assert.IsType<WorkResult.Done>(r));
        Assert.Equal(6, (await Store.Cases.FindAsync(one, Cancel))!.EventCount);
    }

    [Fact]
    public async Task A_merged_case_leads_to_the_main_one_and_its_resident_follows_that_until_it_is_undone()
    {
        var (main, other) = (await SavedAsync("one"), await SavedAsync("two"));

        Assert.IsType<WorkResult.Done>(await Work.TakeAsync(other, new Step(CaseAction.Merge, Staff, new MergeData(main.Value, 0.93, true, true)), Cancel));

        var (a, b) = ((await Store.Cases.FindAsync(main, Cancel))!, (await Store.Cases.FindAsync(other, Cancel))!);
        Assert.Equal((CaseStatus.Merged, main.Value), (b.Status, b.State!.MergedInto));
        Assert.Equal([other.Value], a.State!.MergedFrom);
        Assert.Equal(2, a.State.Subscribers.Count);
        Assert.Equal("merged", Assert.Single(await WaitingAsync()).Kind);
        await Work.TakeAsync(main, new Step(CaseAction.Assign, Staff, new AssignData(Liaison: "小刘")), Cancel);
        Assert.Equal(2, (await WaitingAsync()).Where(n => n.Kind == "assigned").DistinctBy(n => n.ConversationId).Count());

        Assert.IsType<WorkResult.Done>(await Work.TakeAsync(other, new Step(CaseAction.Unmerge, Staff, Reason: "不是一件事"), Cancel));
        (a, b) = ((await Store.Cases.FindAsync(main, Cancel))!, (await Store.Cases.FindAsync(other, Cancel))!);
        Assert.Equal((CaseStatus.ReadyToAssign, 0, 1), (b.Status, a.State!.MergedFrom.Count, a.State.Subscribers.Count));
    }

    [Theory]
    [InlineData("QH20990101-0001", "case.bad_data")]
    [InlineData("itself", "case.guard.not_itself")]
    [InlineData("withdrawn", "case.guard.main_open")]
    public async Task What_cannot_take_another_case_in_is_refused_and_both_stay_as_they_are(string main, string code)
    {
        var (one, gone) = (await SavedAsync("one"), await SavedAsync("two"));
        await Work.TakeAsync(gone, new Step(CaseAction.Withdraw, Actor.Resident), Cancel);
        var named = main switch { "itself" => one.Value, "withdrawn" => gone.Value, _ => main };

        var refused = Assert.IsType<WorkResult.Refused>(await Work.TakeAsync(one, new Step(CaseAction.Merge, Staff, new MergeData(named, 0.9, true, true)), Cancel));

        Assert.Equal(code, refused.Why.Code);
        Assert.Equal(CaseStatus.ReadyToAssign, (await Store.Cases.FindAsync(one, Cancel))!.Status);
    }

    [Fact]
    public async Task A_split_makes_cases_of_their_own_and_can_be_undone()
    {
        var one = await SavedAsync("one");

        Assert.IsType<WorkResult.Done>(await Work.TakeAsync(one, new Step(CaseAction.Split, Staff, new SplitData(
            Independent: true, Parts: [new SplitPart("楼道灯不亮", "OTH-07"), new SplitPart("门卫态度差")])), Cancel));

        var parent = (await Store.Cases.FindAsync(one, Cancel))!;
        var children = await Task.WhenAll(parent.State!.Children.Select(c => Store.Cases.FindAsync(new CaseNo(c), Cancel)));
        Assert.Equal([CaseStatus.ReadyToAssign, CaseStatus.InTriage], children.Select(c => c!.Status));
        Assert.All(children, c => Assert.Equal((parent.ResidentId, 1), (c!.ResidentId, c.State!.Subscribers.Count)));
        Assert.Equal("split", Assert.Single(await WaitingAsync()).Kind);

        Assert.IsType<WorkResult.Done>(await Work.TakeAsync(one, new Step(CaseAction.Unsplit, Staff, new SplitData([children[1]!.Number!.Value.Value]), "其实是一件事"), Cancel));
        Assert.Equal(CaseStatus.Merged, (await Store.Cases.FindAsync(children[1]!.Number!.Value, Cancel))!.Status);
        Assert.Single((await Store.Cases.FindAsync(one, Cancel))!.State!.Children);
    }

    [Fact]
    public async Task A_number_of_another_system_belongs_to_one_case()
    {
        var (one, two) = (await SavedAsync("one"), await SavedAsync("two"));
        var link = new Step(CaseAction.LinkTicket, Staff, new TicketData("12345", "GD20261123001"));

        Assert.IsType<WorkResult.Done>(await Work.TakeAsync(one, link, Cancel));
        Assert.Equal("case.guard.ticket_elsewhere", Assert.IsType<WorkResult.Refused>(await Work.TakeAsync(two, link, Cancel)).Why.Code);
        Assert.IsType<WorkResult.Done>(await Work.TakeAsync(one, link, Cancel));

        Assert.Equal((await Store.Cases.FindAsync(one, Cancel))!.Id, await Store.Loop.FindTicketAsync("12345", "GD20261123001", Cancel));
    }

    [Theory]
    [InlineData("fire", Severity.P0)]
    [InlineData("group", Severity.P1)]
    public async Task A_flag_that_somebody_raises_is_put_before_staff_at_once_and_once(string flag, Severity severity)
    {
        var one = await SavedAsync("one");
        var raise = new Step(CaseAction.RaiseFlag, Staff, new FlagData(flag));

        await Work.TakeAsync(one, raise, Cancel);
        await Work.TakeAsync(one, raise, Cancel);

        var found = (await Store.Cases.FindAsync(one, Cancel))!;
        var item = Assert.Single(await Store.ReadAsync(db => db.TriageItems.AsNoTracking().Where(t => t.Severity <= Severity.P1).ToListAsync(Cancel)));
        Assert.Equal((severity, flag + ":by_hand", found.Id.Value, CaseStatus.ReadyToAssign), (item.Severity, item.Reason, item.CaseId!.Value, found.Status));
        Assert.Equal(Clocks.TriageBy(severity, The.Moment, The.Directory.Calendar, The.Rules.Clocks).ToUniversalTime(), item.DueAt);
    }

    [Fact]
    public async Task A_flag_that_can_wait_makes_no_item()
    {
        var one = await SavedAsync("one");

        await Work.TakeAsync(one, new Step(CaseAction.RaiseFlag, Staff, new FlagData("misinformation")), Cancel);

        Assert.DoesNotContain(await Store.ReadAsync(db => db.TriageItems.AsNoTracking().ToListAsync(Cancel)), t => t.Reason.Contains("by_hand", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_adopted_suggestion_takes_its_step_on_the_case_in_the_same_commit()
    {
        var number = await SavedAsync("one");
        var (deputy, office) = (new Actor(CaseActor.Deputy, "陈代表", "D01"), new Actor(CaseActor.Office, "李主任"));
        var work = new SuggestionWork(Store.Cases, Store.Loop, Store.Suggestions, () => The.Rules, The.Clock);
        var drafted = (await work.DraftAsync(number, deputy, new SuggestionData(Title: "关于路灯的建议", Facts: "书香里三号楼门口路灯坏了一个月,晚上老人摔跤两次。", Proposal: "建议改装太阳能路灯并定期巡检。"), Cancel)).Suggestion!;
        await work.TakeAsync(drafted.Id, new SuggestionStep(SuggestionAction.SubmitForReview, deputy), Cancel);
        Assert.Null((await work.TakeAsync(drafted.Id, new SuggestionStep(SuggestionAction.PreReview, office, new SuggestionData(Result: PreReview.Adopt)), Cancel)).Why);
        await RestartAsync();
        work = new SuggestionWork(Store.Cases, Store.Loop, Store.Suggestions, () => The.Rules, The.Clock);

        Assert.Equal(drafted.Id, (await Store.Cases.FindAsync(number, Cancel))!.State!.Suggestion);
        var found = (await Store.Suggestions.FindAsync(drafted.Id, Cancel))!;
        Assert.Equal(SuggestionStatus.Submitted, found.Status);
        Assert.Equal(SuggestionState.Write(SuggestionState.Replay(await Store.Suggestions.EventsAsync(found.Id, Cancel))), SuggestionState.Write(found.State));
        Assert.Equal("case.guard.one_suggestion", (await work.DraftAsync(number, deputy, new SuggestionData(), Cancel)).Why!.Code);
        Assert.Single(await Store.Suggestions.ListAsync("D01", null, SuggestionStatus.Submitted, 10, Cancel));
        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => Store.ReadAsync(db => db.Database.ExecuteSqlRawAsync("UPDATE suggestion_events SET \"Reason\" = 'x'", Cancel)));
    }

    [Fact]
    public async Task A_deputy_has_one_draft_of_a_case_at_a_time_also_when_two_come_at_once()
    {
        var (number, deputy) = (await SavedAsync("one"), new Actor(CaseActor.Deputy, "陈代表", "D01"));
        var work = new SuggestionWork(Store.Cases, Store.Loop, Store.Suggestions, () => The.Rules, The.Clock);

        var both = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => work.DraftAsync(number, deputy, new SuggestionData(Title: "关于路灯的建议"), Cancel)));

        var made = Assert.Single(both, r => r.Suggestion is not null).Suggestion!;
        Assert.Equal("suggestion.guard.one_draft", (await work.DraftAsync(number, deputy, new SuggestionData(Title: "关于路灯的建议"), Cancel)).Why!.Code);
        await work.TakeAsync(made.Id, new SuggestionStep(SuggestionAction.Withdraw, deputy), Cancel);
        Assert.NotNull((await work.DraftAsync(number, deputy, new SuggestionData(Title: "关于路灯的建议"), Cancel)).Suggestion);
    }

    [Fact]
    public async Task The_next_term_gets_the_cases_adopted_suggestion_and_every_open_draft()
    {
        var (number, deputy, office) = (await SavedAsync("one"), new Actor(CaseActor.Deputy, "陈代表", "D01"), new Actor(CaseActor.Office, "李主任"));
        var work = new SuggestionWork(Store.Cases, Store.Loop, Store.Suggestions, () => The.Rules, The.Clock);
        var drafted = (await work.DraftAsync(number, deputy, new SuggestionData(Title: "关于路灯的建议", Facts: "书香里三号楼门口路灯坏了一个月,晚上老人摔跤两次。", Proposal: "建议改装太阳能路灯并定期巡检。"), Cancel)).Suggestion!;
        // As a database holds it that let a second one in.
        var stray = new DeputySuggestion(Guid.CreateVersion7(The.Moment.AddMinutes(1)), drafted.CaseId);
        Assert.NotNull(stray.Apply(new SuggestionStep(SuggestionAction.Draft, deputy, new SuggestionData("关于路灯的建议", Deputy: "D01", CaseNo: number.Value)), The.Moment, The.Rules, out _));
        Assert.True(await Store.Loop.CommitAsync(new LoopCommit { Suggestions = [stray] }, Cancel));
        await work.TakeAsync(drafted.Id, new SuggestionStep(SuggestionAction.SubmitForReview, deputy), Cancel);
        Assert.Null((await work.TakeAsync(drafted.Id, new SuggestionStep(SuggestionAction.PreReview, office, new SuggestionData(Result: PreReview.Adopt)), Cancel)).Why);

        Assert.IsType<WorkResult.Done>(await Work.TakeAsync(number, new Step(CaseAction.CarryOver, office, new CarryOverData("D02", new(2026, 12, 31))), Cancel));

        Assert.Equal(["D02", "D02"], (await Store.Suggestions.OfCaseAsync(drafted.CaseId, Cancel)).Select(s => s.Deputy));
        Assert.Equal("D02", (await Store.Suggestions.FindAsync((await Store.Cases.FindAsync(number, Cancel))!.State!.Suggestion!.Value, Cancel))!.Deputy);
    }

    [Fact]
    public async Task An_answer_with_promises_is_tracked_in_the_moment_of_its_feedback()
    {
        var one = await SavedAsync("one");
        foreach (var step in new[]
        {
            new Step(CaseAction.Assign, Staff, new AssignData(Liaison: "小刘")), new Step(CaseAction.Acknowledge, Lead, new AcknowledgeData("张三")),
            new Step(CaseAction.Reply, Lead, new ReplyData("线路已经查明,施工队下月进场更换电缆,换好以后逐盏试灯。", ReplyClass.InProgress, [new Promise("更换电缆", new(2026, 12, 15))])),
        })
        {
            Assert.IsType<WorkResult.Done>(await Work.TakeAsync(one, step, Cancel));
        }

        var done = Assert.IsType<WorkResult.Done>(await Work.TakeAsync(one, new Step(CaseAction.Feedback, Staff, new FeedbackData("线路查明,下月更换电缆。")), Cancel));

        Assert.Equal("T20", done.Event.Transition);
        var found = (await Store.Cases.FindAsync(one, Cancel))!;
        var log = await Store.Loop.EventsAsync(found.Id, Cancel);
        Assert.Equal((CaseStatus.CommitmentTracking, "T24"), (found.Status, log[^1].Transition));
        Assert.Empty(LoopCheck.Faults(found, log, The.Rules, The.Moment));
        // Said now, 不满意 is what it would be a minute later: a word on the way, and no round with the promise open.
        Assert.Equal("case.illegal_step", Assert.IsType<WorkResult.Refused>(await Work.TakeAsync(one, new Step(CaseAction.Rework, Actor.Resident, new EvaluateData(Solved.No, Satisfaction.Dissatisfied), "还没修"), Cancel)).Why.Code);
        Assert.IsType<WorkResult.Done>(await Work.TakeAsync(one, new Step(CaseAction.EvaluateInterim, Actor.Resident, new EvaluateData(Solved.No, Satisfaction.Dissatisfied)), Cancel));
    }

    [Fact]
    public async Task What_cannot_be_read_says_why_and_the_rest_is_read()
    {
        CaseNo[] all = [await SavedAsync("one"), await SavedAsync("two"), await SavedAsync("three")];
        var ids = (await Task.WhenAll(all.Select(n => Store.Cases.FindAsync(n, Cancel)))).Select(c => c!.Id).ToArray();
        await Store.ReadAsync(db => db.Database.ExecuteSqlAsync($"UPDATE cases SET \"State\" = '{{' WHERE \"Number\" = {all[0].Value}", Cancel));
        await Store.ReadAsync(db => db.Database.ExecuteSqlAsync($"UPDATE cases SET \"Status\" = 'Nonsense' WHERE \"Number\" = {all[1].Value}", Cancel));

        var page = await Store.Loop.PageAsync(null, 10, Cancel);

        Assert.Equal(ids, page.Select(p => p.Id));
        Assert.Equal([false, false, true], page.Select(p => p.Unreadable is null));
        Assert.Empty(LoopCheck.Faults(page[2].Case!, page[2].Log, The.Rules, The.Moment));
        Assert.Empty(await Store.Loop.LostAsync(10, Cancel));
    }

    [Fact]
    public async Task What_a_turn_says_no_longer_waits_and_is_said_once()
    {
        var one = await SavedAsync("one");
        await Work.TakeAsync(one, new Step(CaseAction.Assign, Staff, new AssignData(Liaison: "小刘")), Cancel);
        var notice = Assert.Single(await WaitingAsync());
        var conversation = (await Conversations.FindAsync(new ConversationKey(Channel, "one"), Cancel))!;

        var saved = await SaveAsync(Turn(conversation, "m2", "已交办") with { Told = [notice.Id] });

        Assert.Empty(await WaitingAsync());
        Assert.IsType<CommitResult.Conflict>(await Conversations.CommitAsync(Turn(saved, "m3", "已交办") with { Told = [notice.Id] }, Cancel));
    }

    private protected async Task<CaseNo> SavedAsync(string conversation)
    {
        var fresh = await NewAsync(conversation, conversation);
        var made = await CaseAsync(fresh);
        await SaveAsync(Turn(fresh, "m1", "好") with { Cases = [made] });
        return made.Number!.Value;
    }

    private Task<List<ResidentNotice>> WaitingAsync() => Store.ReadAsync(db => db.ResidentNotices.AsNoTracking().OrderBy(n => n.At).ThenBy(n => n.Id).ToListAsync(Cancel));

    private Task<List<StaffNotice>> StaffAsync() => Store.ReadAsync(db => db.StaffNotices.AsNoTracking().OrderBy(n => n.Id).ToListAsync(Cancel));
}
