using Microsoft.EntityFrameworkCore;
using StationBot.Handling.Cases;
using StationBot.Handling.Flags;
using StationBot.Handling.Loop;
using StationBot.Handling.Messages;
using StationBot.Handling.Sorting;
using StationBot.Handling.Suggestions;
using StationBot.Store;

namespace StationBot.Tests.Store;

public sealed class SqlitePairTests() : PairFacts(StoreProvider.Sqlite);

public sealed class PostgresPairTests() : PairFacts(StoreProvider.Postgres);

/// <summary>Steps that lead further than the case they are taken of: to another case, to staff, to a suggestion.</summary>
public abstract class PairFacts(StoreProvider provider) : StoreFacts(provider)
{
    private static readonly Actor Staff = new(CaseActor.StationStaff, "王敏");
    private static readonly Actor Office = new(CaseActor.Office, "李主任");
    private static readonly Actor Lead = new(CaseActor.Department, "张三", "housing");
    private static readonly Actor Deputy = new(CaseActor.Deputy, "陈代表", "D01");
    private const string Answer = "住建局已于今日上午更换三盏路灯,并加装一处照明,晚上已经正常亮灯。";

    private CaseWork Work => new(Store.Cases, Store.Loop, Store.Suggestions, () => The.Rules, House.Clock);

    [Fact]
    public async Task What_was_asked_for_and_came_by_the_api_is_sorted_again()
    {
        var one = await SavedAsync("one");
        await TakeAsync(one, CaseAction.AskForMore, Staff, new AskData(["place"]));

        await TakeAsync(one, CaseAction.Supplement, Actor.Resident, reason: "三号楼东头");

        Assert.Equal(CaseStatus.ReadyToAssign, (await FindAsync(one)).Status);
        Assert.Empty(await TriageAsync());
    }

    [Fact]
    public async Task What_still_has_no_station_is_put_before_staff()
    {
        var one = await SavedAsync("one", station: null);
        await TakeAsync(one, CaseAction.AskForMore, Staff, new AskData(["place"]));

        await TakeAsync(one, CaseAction.Supplement, Actor.Resident, reason: "三号楼东头");

        Assert.Equal(CaseStatus.InTriage, (await FindAsync(one)).Status);
        Assert.Single(await TriageAsync());
    }

    [Fact]
    public async Task What_the_machine_cannot_sort_again_is_put_before_staff_with_its_clock()
    {
        var one = await SavedAsync("one");
        await TakeAsync(one, CaseAction.RaiseFlag, Staff, new FlagData("group"));
        await TakeAsync(one, CaseAction.AskForMore, Staff, new AskData(["people"]));

        await TakeAsync(one, CaseAction.Supplement, Actor.Resident, reason: "五十多户");

        var found = await FindAsync(one);
        var item = Assert.Single(await TriageAsync(), t => t.Reason == "supplemented"); // beside the flag's own
        Assert.Equal((CaseStatus.InTriage, "supplemented", found.Id.Value, Severity.P1), (found.Status, item.Reason, item.CaseId, item.Severity));
        Assert.Equal(The.Moment.AddHours(2), item.DueAt);
        Assert.True(CaseState.Replay(await Store.Loop.EventsAsync(found.Id, Cancel)).SameAs(found.State!));
    }

    [Fact]
    public async Task Undoing_one_of_two_merges_leaves_the_resident_of_the_other_with_the_main_case()
    {
        var (main, first, second) = (await SavedAsync("one", "甲"), await SavedAsync("two", "乙"), await SavedAsync("three", "乙"));
        var same = (await FindAsync(first)).Facts.Subscribers;
        await MergeAsync(first, main);
        await TakeAsync(second, CaseAction.Merge, Staff, new MergeData(main.Value, 0.93, true, true));

        await TakeAsync(first, CaseAction.Unmerge, Staff, reason: "不是一件事");
        await TakeAsync(main, CaseAction.Assign, Staff, new AssignData(Liaison: "小刘"));

        var told = await Store.ReadAsync(db => db.ResidentNotices.AsNoTracking().Where(n => n.Kind == "assigned").Select(n => n.ConversationId).ToListAsync(Cancel));
        Assert.Contains((await FindAsync(second)).ConversationId, told);
        Assert.DoesNotContain(same[0].Conversation, told);
        await TakeAsync(second, CaseAction.Unmerge, Staff, reason: "也不是一件事");
        Assert.Single((await FindAsync(main)).Facts.Subscribers);
    }

    [Fact]
    public async Task Undoing_one_of_two_merges_of_one_conversation_keeps_it_with_the_main_case()
    {
        var main = await SavedAsync("one", "甲");
        var fresh = await NewAsync("two", "乙");
        var (first, second) = (await CaseAsync(fresh), await CaseAsync(fresh));
        await SaveAsync(Turn(fresh, "m1", "好") with { Cases = [first, second] });
        await MergeAsync(first.Number!.Value, main);
        await MergeAsync(second.Number!.Value, main);

        await TakeAsync(first.Number!.Value, CaseAction.Unmerge, Staff, reason: "不是一件事");

        Assert.Contains(fresh.Id, (await FindAsync(main)).Facts.Subscribers.Select(s => s.Conversation));
        await TakeAsync(second.Number!.Value, CaseAction.Unmerge, Staff, reason: "也不是一件事");
        Assert.DoesNotContain(fresh.Id, (await FindAsync(main)).Facts.Subscribers.Select(s => s.Conversation));
    }

    [Fact]
    public async Task What_needs_a_human_in_a_merged_case_needs_one_in_the_main_case_until_they_part()
    {
        var (main, other) = (await SavedAsync("one", "甲"), await SavedAsync("two", "乙"));
        await TakeAsync(other, CaseAction.RaiseFlag, Staff, new FlagData("emergency"));
        await TakeAsync(other, CaseAction.RaiseFlag, Staff, new FlagData("misinformation"));

        await MergeAsync(other, main);

        Assert.Equal(["emergency"], (await FindAsync(main)).Facts.Flags);
        Assert.Equal(["emergency"], (await FindAsync(main)).Flags);
        await TakeAsync(other, CaseAction.Unmerge, Staff, reason: "不是一件事");
        await MergeAsync(other, main);
        await TakeAsync(other, CaseAction.Unmerge, Staff, reason: "不是一件事");
        var found = await FindAsync(main);
        Assert.Empty(found.Facts.Flags);
        Assert.True(CaseState.Replay(await Store.Loop.EventsAsync(found.Id, Cancel)).SameAs(found.State!));
    }

    [Fact]
    public async Task Nothing_is_merged_into_a_report()
    {
        var (main, other) = (await SavedAsync("one", "甲"), await SavedAsync("two", "乙"));
        await TakeAsync(main, CaseAction.RaiseFlag, Staff, new FlagData("discipline"));

        var refused = await Work.TakeAsync(other, new Step(CaseAction.Merge, Staff, new MergeData(main.Value, 0.93, true, true)), Cancel);

        Assert.Equal("case.guard.discipline", Assert.IsType<WorkResult.Refused>(refused).Why.Code);
        Assert.Equal((CaseStatus.ReadyToAssign, 1), ((await FindAsync(other)).Status, (await FindAsync(main)).Facts.Subscribers.Count));
    }

    [Fact]
    public async Task What_a_merged_case_asks_for_besides_is_answered_by_the_main_one_until_they_part()
    {
        var (main, other) = (await SavedAsync("one", "甲", ["修好路灯"]), await SavedAsync("two", "乙", ["修好路灯", "再加一盏灯"]));

        await TakeAsync(other, CaseAction.Merge, Staff, new MergeData(main.Value, 0.93, true, true, Demands: [2]));

        var joined = await FindAsync(main);
        Assert.Equal(["修好路灯", "再加一盏灯"], joined.Facts.Demands);
        Assert.True(CaseState.Replay(await Store.Loop.EventsAsync(joined.Id, Cancel)).SameAs(joined.State!));
        await TakeAsync(other, CaseAction.Unmerge, Staff, reason: "不是一件事");
        Assert.Equal(["修好路灯"], (await FindAsync(main)).Facts.Demands);
        Assert.Equal(["修好路灯", "再加一盏灯"], (await FindAsync(other)).Facts.Demands);
    }

    [Theory]
    [InlineData(CaseStatus.Replied)]
    [InlineData(CaseStatus.AwaitingEvaluation)]
    public async Task A_demand_that_comes_after_the_answer_is_not_taken_along(CaseStatus status)
    {
        var (main, other) = (await SavedAsync("one", "甲", ["修好路灯"]), await SavedAsync("two", "乙", ["修好路灯", "再加一盏灯"]));
        await AnsweredAsync(main, status);

        var merge = new MergeData(main.Value, 0.93, true, true, Demands: [2]);
        var refused = Assert.IsType<WorkResult.Refused>(await Work.TakeAsync(other, new Step(CaseAction.Merge, Staff, merge), Cancel));

        Assert.Equal("case.guard.main_answered", refused.Why.Code);
        Assert.Contains("T19", refused.Why.Reason, StringComparison.Ordinal);
        Assert.Equal((CaseStatus.ReadyToAssign, status, 1), ((await FindAsync(other)).Status, (await FindAsync(main)).Status, (await FindAsync(main)).Facts.Subscribers.Count));
        // What the main case asks for too was answered with it.
        await TakeAsync(other, CaseAction.Merge, Staff, merge with { Demands = [1] });
        Assert.Equal(["修好路灯"], (await FindAsync(main)).Facts.Demands);
    }

    [Fact]
    public async Task Who_joins_an_answered_case_is_told_the_answer_and_nobody_else_again()
    {
        var (main, other) = (await SavedAsync("one", "甲"), await SavedAsync("two", "乙"));
        await AnsweredAsync(main, CaseStatus.AwaitingEvaluation);

        await MergeAsync(other, main);

        var (joined, answered) = (await FindAsync(other), await FindAsync(main));
        var told = await Store.ReadAsync(db => db.ResidentNotices.AsNoTracking().Where(n => n.Kind == "feedback").OrderBy(n => n.Event).ToListAsync(Cancel));
        Assert.Equal([answered.ConversationId, joined.ConversationId], told.Select(n => n.ConversationId));
        Assert.All(told, n => Assert.Equal(answered.Id, n.CaseId));
    }

    [Fact]
    public async Task A_part_does_not_bring_its_demand_back_into_an_answered_case()
    {
        var one = await SavedAsync("one", demands: ["修好路灯", "装监控"]);
        await TakeAsync(one, CaseAction.Split, Staff, new SplitData(Independent: true, Parts: [new SplitPart("装监控")]));
        var part = (await FindAsync(one)).Facts.Children[0];
        await AnsweredAsync(one, CaseStatus.Replied);
        var back = new Step(CaseAction.Unsplit, Staff, new SplitData([part]), "其实是一件事");

        Assert.Equal("case.guard.main_answered", Assert.IsType<WorkResult.Refused>(await Work.TakeAsync(one, back, Cancel)).Why.Code);
        Assert.Equal(CaseStatus.InTriage, (await FindAsync(new CaseNo(part))).Status);

        await TakeAsync(one, CaseAction.RejectReply, Staff, new RejectData("监控也要答复"));
        await TakeAsync(one, CaseAction.Unsplit, Staff, back.Data, back.Reason);
        Assert.Equal(["修好路灯", "装监控"], (await FindAsync(one)).Facts.Demands);
    }

    [Fact]
    public async Task A_part_that_goes_back_leaves_what_needs_a_human_with_its_case()
    {
        var one = await SavedAsync("one", demands: ["修好路灯", "装监控"]);
        await TakeAsync(one, CaseAction.Split, Staff, new SplitData(Independent: true, Parts: [new SplitPart("装监控")]));
        var part = new CaseNo((await FindAsync(one)).Facts.Children[0]);
        await TakeAsync(part, CaseAction.RaiseFlag, Staff, new FlagData("emergency"));
        await TakeAsync(part, CaseAction.RaiseFlag, Staff, new FlagData("misinformation"));

        // What the caller says of flags is nobody's word.
        await TakeAsync(one, CaseAction.Unsplit, Staff, new SplitData([part.Value], Flags: ["fire"]), "其实是一件事");

        var found = await FindAsync(one);
        Assert.Equal(["emergency"], found.Flags);
        Assert.True(CaseState.Replay(await Store.Loop.EventsAsync(found.Id, Cancel)).SameAs(found.State!));
        Assert.Contains(await TriageAsync(), t => t.CaseId == found.Id.Value && t.Severity == Severity.P0);
    }

    [Fact]
    public async Task A_merge_is_undone_though_its_main_case_was_withdrawn()
    {
        var (main, other) = (await SavedAsync("one", "甲"), await SavedAsync("two", "乙"));
        await MergeAsync(other, main);
        await TakeAsync(main, CaseAction.AskForMore, Staff, new AskData(["place"]));
        House.Clock.Advance(TimeSpan.FromDays(8));
        await TakeAsync(main, CaseAction.DecideWithoutInfo, Staff, new DecideData(CaseStatus.Withdrawn, "没等到补充"));

        await TakeAsync(other, CaseAction.Unmerge, Staff, reason: "主事项不办了,这件接着办");

        var (gone, back) = (await FindAsync(main), await FindAsync(other));
        Assert.Equal((CaseStatus.Withdrawn, 0, 1), (gone.Status, gone.Facts.MergedFrom.Count, gone.Facts.Subscribers.Count));
        Assert.Equal((CaseStatus.ReadyToAssign, null), (back.Status, back.Facts.MergedInto));
        Assert.Contains(await Store.ReadAsync(db => db.ResidentNotices.AsNoTracking().ToListAsync(Cancel)), n => n.Kind == "unmerged" && n.ConversationId == back.ConversationId);
    }

    [Fact]
    public async Task Split_off_matters_take_their_demands_along_and_bring_them_back()
    {
        var one = await SavedAsync("one", demands: ["修好路灯", "装监控", "公布维修时间"]);

        await TakeAsync(one, CaseAction.Split, Staff, new SplitData(Independent: true, Parts: [new SplitPart("门口要装监控", "OTH-07")]));

        var parent = await FindAsync(one);
        var child = await FindAsync(new CaseNo(Assert.Single(parent.Facts.Children)));
        Assert.Equal(["修好路灯", "公布维修时间"], parent.Facts.Demands);
        Assert.Equal(["装监控"], child.Facts.Demands);
        await TakeAsync(one, CaseAction.Unsplit, Staff, new SplitData([child.Number!.Value.Value]), "其实是一件事");
        Assert.Equal(["修好路灯", "公布维修时间", "装监控"], (await FindAsync(one)).Facts.Demands);
    }

    [Fact]
    public async Task A_part_that_names_no_demand_has_to_say_which_are_its()
    {
        var one = await SavedAsync("one", demands: ["修好路灯", "装监控", "公布维修时间"]);

        Assert.Equal(("case.missing_data", "demands"), await SplitAsync(null));
        Assert.Equal(("case.bad_data", "parts"), await SplitAsync([4]));
        Assert.Equal(("case.guard.parts_all", "parts"), await SplitAsync([1, 2, 3]));
        Assert.Equal(default, await SplitAsync([]));
        Assert.Equal(3, (await FindAsync(one)).Facts.Demands.Count);
        Assert.Equal(default, await SplitAsync([3]));
        Assert.Equal(["修好路灯", "装监控"], (await FindAsync(one)).Facts.Demands);

        async Task<(string?, string?)> SplitAsync(int[]? demands)
        {
            var step = new Step(CaseAction.Split, Staff, new SplitData(Independent: true, Parts: [new SplitPart("门卫态度差", Demands: demands)]));
            return await Work.TakeAsync(one, step, Cancel) is WorkResult.Refused { Why: var why } ? (why.Code, why.Field) : default;
        }
    }

    [Fact]
    public async Task A_part_is_judged_by_the_resident_whose_demand_it_took()
    {
        var (main, other) = (await SavedAsync("one", "甲", ["修路灯", "修井盖"]), await SavedAsync("two", "乙", ["修路灯", "清垃圾"]));
        await TakeAsync(other, CaseAction.Merge, Staff, new MergeData(main.Value, 0.93, true, true, Demands: [2]));

        await TakeAsync(main, CaseAction.Split, Staff, new SplitData(Independent: true, Parts: [new("清垃圾", "ENV-07", [3]), new("修井盖", "OTH-04", [2])]));

        var (first, second) = (await FindAsync(main), await FindAsync(other));
        var parts = new[] { await FindAsync(new CaseNo(first.Facts.Children[0])), await FindAsync(new CaseNo(first.Facts.Children[1])) };
        Assert.Equal([second.ResidentId, first.ResidentId], parts.Select(p => p.ResidentId));
        Assert.Equal([second.ConversationId, first.ConversationId], parts.Select(p => p.ConversationId));
        Assert.All(parts, p => Assert.Equal(2, p.Facts.Subscribers.Count));
    }

    [Fact]
    public async Task Nobody_is_left_to_judge_what_only_another_asked_for()
    {
        var (main, other) = (await SavedAsync("one", "甲", ["修路灯", "修井盖"]), await SavedAsync("two", "乙", ["修路灯", "清垃圾"]));
        await TakeAsync(other, CaseAction.Merge, Staff, new MergeData(main.Value, 0.93, true, true, Demands: [2]));

        var mixed = await Work.TakeAsync(main, new Step(CaseAction.Split, Staff, new SplitData(Independent: true, Parts: [new("路灯和垃圾", null, [1, 3])])), Cancel);
        var left = await Work.TakeAsync(main, new Step(CaseAction.Split, Staff, new SplitData(Independent: true, Parts: [new("路灯和井盖", null, [1, 2])])), Cancel);

        Assert.All([mixed, left], r => Assert.Equal("case.guard.whose_demand", Assert.IsType<WorkResult.Refused>(r).Why.Code));
        Assert.Empty((await FindAsync(main)).Facts.Children);
    }

    [Fact]
    public async Task A_merged_case_does_not_leave_while_a_part_has_what_it_brought()
    {
        var (main, other) = (await SavedAsync("one", "甲"), await SavedAsync("two", "乙", ["修路灯", "清垃圾"]));
        await TakeAsync(other, CaseAction.Merge, Staff, new MergeData(main.Value, 0.93, true, true, Demands: [2]));
        var brought = (await FindAsync(main)).Facts.Demands.Count;
        await TakeAsync(main, CaseAction.Split, Staff, new SplitData(Independent: true, Parts: [new("清垃圾", "ENV-07", [brought])]));

        var refused = await Work.TakeAsync(other, new Step(CaseAction.Unmerge, Staff, Reason: "不是一件事"), Cancel);

        Assert.Equal("case.guard.demand_parted", Assert.IsType<WorkResult.Refused>(refused).Why.Code);
        await TakeAsync(main, CaseAction.Unsplit, Staff, new SplitData(Children: (await FindAsync(main)).Facts.Children), "还是一起办");
        await TakeAsync(other, CaseAction.Unmerge, Staff, reason: "不是一件事");
        Assert.Equal(["修路灯", "清垃圾"], (await FindAsync(other)).Facts.Demands);
        Assert.DoesNotContain("清垃圾", (await FindAsync(main)).Facts.Demands);
    }

    [Fact]
    public async Task A_parent_answers_its_own_demands_only()
    {
        var one = await SavedAsync("one", demands: ["修好路灯", "装监控", "公布维修时间"]);
        await TakeAsync(one, CaseAction.Split, Staff, new SplitData(Independent: true, Parts: [new SplitPart("装监控")]));
        await AcknowledgedAsync(one);

        await TakeAsync(one, CaseAction.Reply, Lead, new ReplyData(Answer, ReplyClass.Solved, Evidence: ["照片"], Answers: [new(1, "三盏灯已经换好"), new(2, "维修时间已在门口公示")]));

        Assert.Equal(CaseStatus.Replied, (await FindAsync(one)).Status);
    }

    [Fact]
    public async Task A_suggestion_goes_to_the_deputy_of_the_new_term()
    {
        var one = await SavedAsync("one");
        var work = new SuggestionWork(Store.Cases, Store.Loop, Store.Suggestions, () => The.Rules, House.Clock);
        var drafted = (await work.DraftAsync(one, Deputy, new SuggestionData(Title: "关于路灯的建议", Facts: "书香里三号楼门口路灯坏了一个月,晚上老人摔跤两次。", Proposal: "建议改装太阳能路灯并定期巡检。"), Cancel)).Suggestion!;
        await work.TakeAsync(drafted.Id, new SuggestionStep(SuggestionAction.SubmitForReview, Deputy), Cancel);
        Assert.Null((await work.TakeAsync(drafted.Id, new SuggestionStep(SuggestionAction.PreReview, Office, new SuggestionData(Result: PreReview.Adopt)), Cancel)).Why);
        Assert.Null((await work.TakeAsync(drafted.Id, new SuggestionStep(SuggestionAction.HandOut, Office, new SuggestionData(Unit: "housing")), Cancel)).Why);

        await TakeAsync(one, CaseAction.CarryOver, Office, new CarryOverData("D02", new DateOnly(2026, 12, 31)));

        var found = (await Store.Suggestions.FindAsync(drafted.Id, Cancel))!;
        Assert.Equal(("D02", "D02", SuggestionStatus.HandedOut), (found.Deputy, found.State.Deputy, found.Status));
        Assert.Empty(SuggestionCheck.Faults(found, await Store.Suggestions.EventsAsync(found.Id, Cancel), The.Rules));
        Assert.Contains(await Store.ReadAsync(db => db.StaffNotices.AsNoTracking().ToListAsync(Cancel)), n => n.Kind == "SuggestionCarryOver" && n.Unit == "D02");
    }

    [Fact]
    public async Task What_is_told_of_a_unit_does_not_come_to_it_by_a_merge()
    {
        var (main, told) = (await SavedAsync("one"), await SavedAsync("two", "neighbour", conflicted: ["urban"]));
        await TakeAsync(main, CaseAction.Assign, Staff, new AssignData("urban", Liaison: "小刘"));

        var got = await Work.TakeAsync(told, new Step(CaseAction.Merge, Staff, new MergeData(main.Value, 0.93, true, true, Demands: [1])), Cancel);

        Assert.Equal("case.guard.conflicted_apart", Assert.IsType<WorkResult.Refused>(got).Why.Code);
        Assert.Equal((CaseStatus.ReadyToAssign, 1), ((await FindAsync(told)).Status, (await FindAsync(main)).Facts.Demands.Count));
    }

    [Theory]
    [InlineData("discipline"), InlineData("minor_victim"), InlineData("vulnerable_victim"), InlineData("domestic_violence")]
    public async Task A_part_of_what_protects_its_reporter_has_none_of_their_words_and_no_number(string flag)
    {
        var one = await ToldAsync("听说科长和灯具店老板是亲戚", ["修好路灯", "查一查科长"]);
        await TakeAsync(one, CaseAction.RaiseFlag, Staff, new FlagData(flag));

        await TakeAsync(one, CaseAction.Split, Staff, new SplitData(Independent: true, Parts: [new SplitPart("门口的路灯坏了要修", "OTH-07", [1])]));

        var part = await FindAsync(new CaseNo(Assert.Single((await FindAsync(one)).Facts.Children)));
        Assert.Equal(("门口的路灯坏了要修", "门口的路灯坏了要修", null, CaseStatus.ReadyToAssign), (part.Summary, part.RawText, part.Contact, part.Status));
        Assert.Equal([new("place", "书香里社区")], part.Slots);
        Assert.Equal(["门口的路灯坏了要修"], part.Facts.Demands);
        Assert.Empty(part.Flags);
        Assert.DoesNotContain(await Store.Loop.EventsAsync(part.Id, Cancel), e => e.Data.Contains("科长", StringComparison.Ordinal) || e.Data.Contains("修好路灯", StringComparison.Ordinal));
        // What they asked for comes back with the part.
        await TakeAsync(one, CaseAction.Unsplit, Staff, new SplitData([part.Number!.Value.Value]), "其实是一件事");
        Assert.Equal(["查一查科长", "修好路灯"], (await FindAsync(one)).Facts.Demands);
    }

    [Fact]
    public async Task A_part_of_another_case_keeps_its_place_time_demand_and_contact_and_not_the_other_matters_words()
    {
        var one = await ToldAsync("路灯坏了,还想装监控", ["修好路灯", "装监控"]);

        await TakeAsync(one, CaseAction.Split, Staff, new SplitData(Independent: true, Parts: [new SplitPart("装监控", "OTH-07")]));

        var part = await FindAsync(new CaseNo(Assert.Single((await FindAsync(one)).Facts.Children)));
        Assert.Equal([new("place", "书香里小区38栋"), new("time", "半个月前")], part.Slots.OrderBy(s => s.Key, StringComparer.Ordinal));
        Assert.Equal(("13800138000", "装监控"), (part.Contact, Assert.Single(part.Facts.Demands)));
    }

    [Fact]
    public async Task A_part_whose_type_leads_to_whom_it_is_about_waits_for_staff()
    {
        var one = await SavedAsync("one", demands: ["修好路灯", "装监控"], conflicted: ["housing"]);

        await TakeAsync(one, CaseAction.Split, Staff, new SplitData(Independent: true, Parts: [new SplitPart("装监控", The.Directory.ProblemTypes.First(t => t.Lead == "housing").Code)]));

        var part = await FindAsync(new CaseNo(Assert.Single((await FindAsync(one)).Facts.Children)));
        Assert.Equal((CaseStatus.InTriage, null), (part.Status, part.Lead));
    }

    [Theory]
    [InlineData(1, 2), InlineData(3, 3)]
    public async Task A_split_makes_no_more_parts_than_there_are_demands(int demands, int most)
    {
        var one = await SavedAsync("one", demands: [.. Enumerable.Range(1, demands).Select(n => $"第{n}件事要办")]);

        var refused = Assert.IsType<WorkResult.Refused>(await Work.TakeAsync(one, new Step(CaseAction.Split, Staff, Of(most + 1)), Cancel)).Why;

        Assert.Equal(("case.guard.parts_count", "parts"), (refused.Code, refused.Field));
        Assert.Contains($"{most} 件", refused.Reason, StringComparison.Ordinal);
        Assert.Empty((await FindAsync(one)).Facts.Children);
        await TakeAsync(one, CaseAction.Split, Staff, Of(most));
        Assert.Equal(most, (await FindAsync(one)).Facts.Children.Count);

        static SplitData Of(int parts) => new(Independent: true, Parts: [.. Enumerable.Range(1, parts).Select(n => new SplitPart($"另一件{n}", Demands: []))]);
    }

    private async Task<CaseNo> ToldAsync(string words, string[] demands)
    {
        var fresh = await NewAsync("one", "somebody");
        var made = await CaseAsync(fresh, demands: demands);
        (made.Topics, made.Station, made.Community, made.Contact, made.RawText) = ([Topic.Other], "ST-SX", The.Directory.Communities.First(c => c.Name == "书香里社区").Code, "13800138000", words);
        made.Slots = new Dictionary<string, string> { ["place"] = "书香里小区38栋", ["time"] = "半个月前", ["demand"] = words, ["subject"] = "科长", ["people"] = "我一家" };
        await SaveAsync(Turn(fresh, "m1", "好") with { Cases = [made] });
        return made.Number!.Value;
    }

    private async Task<CaseNo> SavedAsync(string conversation, string user = "somebody", string[]? demands = null, string? station = "ST-SX", string[]? conflicted = null)
    {
        var fresh = await NewAsync(conversation, user);
        var made = await CaseAsync(fresh, demands: demands, conflicted: conflicted);
        (made.Topics, made.Station) = ([Topic.Other], station);
        await SaveAsync(Turn(fresh, "m1", "好") with { Cases = [made] });
        return made.Number!.Value;
    }

    private async Task AcknowledgedAsync(CaseNo one)
    {
        await TakeAsync(one, CaseAction.Assign, Staff, new AssignData(Liaison: "小刘"));
        await TakeAsync(one, CaseAction.Acknowledge, Lead, new AcknowledgeData("张三"));
    }

    private async Task AnsweredAsync(CaseNo one, CaseStatus status)
    {
        await AcknowledgedAsync(one);
        await TakeAsync(one, CaseAction.Reply, Lead, new ReplyData(Answer, ReplyClass.Solved, Evidence: ["照片"]));
        if (status == CaseStatus.AwaitingEvaluation)
        {
            await TakeAsync(one, CaseAction.Feedback, Staff, new FeedbackData("路灯已换好。"));
        }
    }

    private Task MergeAsync(CaseNo one, CaseNo main) => TakeAsync(one, CaseAction.Merge, Staff, new MergeData(main.Value, 0.93, true, true));

    private async Task TakeAsync(CaseNo one, CaseAction action, Actor by, StepData? data = null, string reason = "")
    {
        var result = await Work.TakeAsync(one, new Step(action, by, data, reason), Cancel);
        Assert.True(result is WorkResult.Done, $"{action}: {(result as WorkResult.Refused)?.Why.Code} {(result as WorkResult.Refused)?.Why.Field}");
    }

    private async Task<Case> FindAsync(CaseNo one) => (await Store.Cases.FindAsync(one, Cancel))!;

    private Task<List<TriageItem>> TriageAsync() => Store.ReadAsync(db => db.TriageItems.AsNoTracking().ToListAsync(Cancel));
}
