using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using StationBot.Conversations.Definitions;
using StationBot.Conversations.Notices;
using StationBot.Conversations.Turns;
using StationBot.Handling.Cases;
using StationBot.Handling.Deadlines;
using StationBot.Handling.Loop;
using StationBot.Handling.Messages;
using StationBot.Handling.Sorting;
using StationBot.Store;
using StationBot.Tests.Conversations;
using StationBot.Tests.Understanding;

namespace StationBot.Tests.Store;

public sealed class SqlitePartFollowerTests() : PartFollowerFacts(StoreProvider.Sqlite);

public sealed class PostgresPartFollowerTests() : PartFollowerFacts(StoreProvider.Postgres);

/// <summary>Several residents of one case, and a part of it (T09, T10): who asked for what the part took is told, asked and heard; who follows it knows how it stands.</summary>
public abstract class PartFollowerFacts(StoreProvider provider) : StoreFacts(provider)
{
    private static readonly Actor Staff = new(CaseActor.StationStaff, "王敏");
    private static readonly Actor Urban = new(CaseActor.Department, "张三", "urban");
    private static readonly DialogDefinition Definition = DialogLoader.Load(Path.Combine(AppContext.BaseDirectory, "dialogs"));
    private readonly Dictionary<string, ConversationRecord> _chats = [];

    private INoticeStore Waiting => Store.Services.GetRequiredService<INoticeStore>();

    private CaseWork Work => new(Store.Cases, Store.Loop, Store.Suggestions, () => The.Rules, House.Clock);

    [Fact]
    public async Task Everybody_who_asked_for_what_a_part_took_is_told_asked_and_heard()
    {
        var (main, _, second) = await ThreeAsync();
        var part = await SplitAsync(main);

        var told = await TellAsync("丙");

        var own = Assert.Single(part.Facts.MergedFrom);
        Assert.Contains($"您的事（{second}）里不止一件，分开来办：{own}。", told, StringComparison.Ordinal);
        Assert.DoesNotContain(part.Number!.Value.Value, told, StringComparison.Ordinal);
        Assert.Contains($"分开来办：{part.Number}", await TellAsync("乙"), StringComparison.Ordinal);

        await AnswerAsync(part.Number!.Value);

        Assert.Contains("这件事解决了吗？", await TellAsync("乙"), StringComparison.Ordinal);
        var asked = await TellAsync("丙");
        Assert.Contains($"您的事（{own}）有答复了", asked, StringComparison.Ordinal);
        Assert.Contains("这件事解决了吗？", asked, StringComparison.Ordinal);
        Assert.DoesNotContain("解决了吗", await TellAsync("甲"), StringComparison.Ordinal);

        Assert.Contains("对不起", await SayAsync("丙", "没解决，垃圾还在"), StringComparison.Ordinal);

        var found = await FindAsync(part.Number!.Value);
        Assert.Equal((CaseStatus.Rework, Solved.No), (found.Status, found.Facts.Solved));
        Assert.Equal(Solved.No, (await FindAsync(new CaseNo(own))).Facts.Solved);
        Assert.Contains("有人说还没解决", await TellAsync("乙"), StringComparison.Ordinal);
        await SoundAsync();
    }

    [Fact]
    public async Task One_of_several_who_asked_for_a_part_takes_nothing_back_for_the_others()
    {
        var (main, first, second) = await ThreeAsync();
        var part = await SplitAsync(main);

        Assert.Equal("case.guard.others_follow", await TryAsync(part.Number!.Value, CaseAction.Withdraw, Actor.Resident));
        Assert.Equal("case.guard.demand_parted", await TryAsync(second, CaseAction.Unmerge, Staff, reason: "不是一件事"));
        Assert.Equal("case.guard.demand_parted", await TryAsync(first, CaseAction.Unmerge, Staff, reason: "不是一件事"));
    }

    [Fact]
    public async Task A_part_that_goes_back_takes_along_whoever_was_joined_to_it()
    {
        var (main, _, second) = await ThreeAsync();
        var part = await SplitAsync(main);
        var own = Assert.Single(part.Facts.MergedFrom);
        await TellAsync("丙");

        await TakeAsync(main, CaseAction.Unsplit, Staff, new SplitData([part.Number!.Value.Value]), "还是一起办");

        Assert.Equal($"您的事（{own}）不再单独办，并回{main}一起办。有进展一样告诉您。", await TellAsync("丙"));
        Assert.Contains($"您的{second}和别人反映的是同一件", await SayAsync("丙", "怎么样了"), StringComparison.Ordinal);
        await SoundAsync();
        await TakeAsync(second, CaseAction.Unmerge, Staff, reason: "不是一件事");
        Assert.Contains("清垃圾", (await FindAsync(main)).Facts.Demands);
        await SoundAsync();
    }

    [Fact]
    public async Task A_part_is_not_merged_into_its_own_case_but_goes_back_by_undoing_the_split()
    {
        var (main, _, _) = await ThreeAsync();
        var part = await SplitAsync(main);

        Assert.Equal("case.guard.own_part", await TryAsync(part.Number!.Value, CaseAction.Merge, Staff, new MergeData(main.Value, 0.93, true, true)));
        // Nor by way of a third case.
        var third = await SavedAsync("丁", ["修路灯"]);
        await MergeAsync(part.Number!.Value, third);
        Assert.Equal("case.guard.own_part", await TryAsync(third, CaseAction.Merge, Staff, new MergeData(main.Value, 0.93, true, true)));
        Assert.DoesNotContain("清垃圾", (await FindAsync(main)).Facts.Demands);
    }

    /// <summary>R19: staff's line about the part need not name the body that its resident named.</summary>
    [Fact]
    public async Task A_part_does_not_go_to_a_deputy_who_works_for_whom_it_is_about()
    {
        var interested = The.Directory.Deputies.First(d => d.Interests.Count > 0);
        var main = await SavedAsync("甲", ["修路灯", "夜里停机"]);
        var own = await FindAsync(main);
        own.RawText += $"，{interested.Interests[0]}半夜机器噪音很大";
        Assert.True(await Store.Cases.SaveAsync(own, Cancel));

        await TakeAsync(main, CaseAction.Split, Staff, new SplitData(Independent: true, Parts: [new SplitPart("夜里机器吵", "ENV-03", [2])]));

        var part = await FindAsync(new CaseNo((await FindAsync(main)).Facts.Children[^1]));
        Assert.Contains(interested.Code, part.Facts.Conflicted);
        Assert.NotEqual(interested.Code, part.Deputy);
        Assert.Equal("case.guard.conflicted", await TryAsync(part.Number!.Value, CaseAction.Correct, Staff, new SortData(Type: "ENV-03", Lead: "env", Deputy: interested.Code), "换代表"));
    }

    /// <summary>A neighbour's case that was joined to the part later is none of the case's: it must not stay with a part that is nobody's any more.</summary>
    [Fact]
    public async Task A_neighbour_joined_to_a_part_goes_along_when_that_goes_back()
    {
        var (main, _, _) = await ThreeAsync();
        var part = await SplitAsync(main);
        var late = await SavedAsync("丁", ["清垃圾"]);
        await MergeAsync(late, part.Number!.Value);
        await TellAsync("丁");

        await TakeAsync(main, CaseAction.Unsplit, Staff, new SplitData([part.Number!.Value.Value]), "还是一起办");

        Assert.Equal(main.Value, (await FindAsync(late)).Facts.MergedInto);
        Assert.Contains(late.Value, (await FindAsync(main)).Facts.MergedFrom);
        Assert.Contains(main.Value, await TellAsync("丁"), StringComparison.Ordinal);
        Assert.Contains(new PartedDemand(late.Value, "清垃圾"), (await FindAsync(main)).Facts.Shares);
        await TakeAsync(main, CaseAction.Assign, Staff, new AssignData("urban", [], "小刘"));
        await AnswerAsync(main, assigned: true);
        Assert.EndsWith("这件事解决了吗？", await TellAsync("丁"), StringComparison.Ordinal);
        Assert.Contains("对不起", await SayAsync("丁", "没解决，还是老样子"), StringComparison.Ordinal);
        Assert.Equal(CaseStatus.Rework, (await FindAsync(main)).Status);
        await SoundAsync();
    }

    [Fact]
    public async Task What_one_brought_and_another_asks_for_too_stays_when_the_first_leaves()
    {
        var (main, first, second) = await ThreeAsync();

        await TakeAsync(first, CaseAction.Unmerge, Staff, reason: "不是一件事");

        Assert.Contains("清垃圾", (await FindAsync(main)).Facts.Demands);
        await TakeAsync(second, CaseAction.Unmerge, Staff, reason: "也不是一件事");
        Assert.Equal(["修路灯"], (await FindAsync(main)).Facts.Demands);
        await SoundAsync();
    }

    [Fact]
    public async Task What_the_case_asks_for_itself_is_a_neighbours_too()
    {
        var main = await SavedAsync("甲", ["修路灯", "清垃圾"]);
        var other = await SavedAsync("乙", ["清垃圾"]);
        var words = await SavedAsync("丙", ["把垃圾拉走"]);
        await MergeAsync(other, main);
        await MergeAsync(words, main);

        var part = await SplitAsync(main);

        Assert.Equal((await FindAsync(main)).ResidentId, part.ResidentId);
        var joined = (await FindAsync(main)).Facts.JoinedParts;
        Assert.Equal([other.Value, words.Value], joined.Select(j => j.By));
        Assert.Equal(part.Facts.MergedFrom, joined.Select(j => j.Number));
        await SoundAsync();
    }

    [Fact]
    public async Task Who_follows_a_part_asks_for_it_and_is_told_once_how_it_stands()
    {
        var (main, _, second) = await ThreeAsync();
        var part = await SplitAsync(main);
        var own = Assert.Single(part.Facts.MergedFrom);
        await TellAsync("甲");
        await TellAsync("丙");

        Assert.Contains($"您的事（{part.Number}）现在：", await SayAsync("甲", $"{part.Number}怎么样了"), StringComparison.Ordinal);
        AssertOnce(await SayAsync("甲", "怎么样了"), main.Value, part.Number!.Value.Value);
        var told = await SayAsync("丙", "怎么样了");
        AssertOnce(told, second.Value, own);
        Assert.Contains($"您的事（{own}）现在：", told, StringComparison.Ordinal);
        Assert.DoesNotContain(part.Number!.Value.Value, told, StringComparison.Ordinal);

        await AnswerAsync(part.Number!.Value);
        await TellAsync("甲");
        Assert.Contains($"您的事（{part.Number}）现在：", await SayAsync("甲", $"{part.Number}解决了"), StringComparison.Ordinal);
        Assert.Equal((CaseStatus.AwaitingEvaluation, Solved.Unasked), ((await FindAsync(part.Number!.Value)).Status, (await FindAsync(part.Number!.Value)).Facts.Solved));
        await SayAsync("丙", "等一下，我看看");
        Assert.Contains("这件事解决了吗？", await SayAsync("丙", $"{own}怎么样了"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_only_follows_a_part_cannot_withdraw_it_and_hears_when_it_is_withdrawn()
    {
        var main = await SavedAsync("甲", ["修路灯"]);
        var other = await SavedAsync("乙", ["清垃圾"]);
        await MergeAsync(other, main, 1);
        var part = await SplitAsync(main);
        await TellAsync("甲");
        await TellAsync("乙");

        Assert.Contains("还有别的居民一起反映", await SayAsync("甲", $"{part.Number}我不反映了，撤回"), StringComparison.Ordinal);
        Assert.Equal(CaseStatus.ReadyToAssign, (await FindAsync(part.Number!.Value)).Status);

        Assert.Contains("撤回了", await SayAsync("乙", $"{part.Number}我不反映了，撤回"), StringComparison.Ordinal);
        Assert.Equal($"您的事（{part.Number}）提出的居民已经撤回，不再办了。您还想办的话，随时告诉我。", await TellAsync("甲"));
        Assert.Equal("", await TellAsync("乙"));
        AssertOnce(await SayAsync("乙", "怎么样了"), part.Number!.Value.Value);
        AssertOnce(await SayAsync("甲", "怎么样了"), part.Number!.Value.Value);
    }

    [Fact]
    public async Task A_split_that_is_undone_at_once_is_told_to_everybody_or_to_nobody()
    {
        var (main, _, _) = await ThreeAsync();
        var part = await SplitAsync(main);
        await TakeAsync(main, CaseAction.Unsplit, Staff, new SplitData([part.Number!.Value.Value]), "还是一起办");

        foreach (var name in _chats.Keys)
        {
            var told = await TellAsync(name);
            Assert.Equal(told.Contains("分开来办", StringComparison.Ordinal), told.Contains("不再单独办", StringComparison.Ordinal));
        }
    }

    private static void AssertOnce(string told, params string[] numbers) =>
        Assert.All(numbers, n => Assert.True(told.Split('\n').Count(l => l.Contains($"（{n}）", StringComparison.Ordinal) || l.StartsWith($"您的{n}", StringComparison.Ordinal)) == 1, $"{n}: {told}"));

    [Fact]
    public async Task What_was_joined_to_a_case_goes_along_when_that_is_joined_to_another()
    {
        var (first, second, main) = (await SavedAsync("甲", ["清垃圾"]), await SavedAsync("乙", ["修路灯"]), await SavedAsync("丙", ["修路灯"]));
        await MergeAsync(first, second, 1);
        await TellAsync("甲");

        await MergeAsync(second, main);

        Assert.Equal([first.Value, second.Value], (await FindAsync(main)).Facts.MergedFrom);
        Assert.Equal(["修路灯", "清垃圾"], (await FindAsync(main)).Facts.Demands);
        Assert.Equal((0, 1), ((await FindAsync(second)).Facts.MergedFrom.Count, (await FindAsync(second)).Facts.Subscribers.Count));
        Assert.Equal($"您的事（{first}）和别人反映的是同一件，合到{main}一起办。有进展一样告诉您。", await TellAsync("甲"));
        Assert.Equal($"您的事（{second}）和别人反映的是同一件，合到{main}一起办。有进展一样告诉您。", await TellAsync("乙"));
        await SoundAsync();

        await TakeAsync(second, CaseAction.Unmerge, Staff, reason: "不是一件事");
        Assert.Equal([first.Value], (await FindAsync(main)).Facts.MergedFrom);
        Assert.Equal(2, (await FindAsync(main)).Facts.Subscribers.Count);
        await SoundAsync();
    }

    [Fact]
    public async Task Who_came_along_is_asked_and_heard_and_leaves_alone()
    {
        var (first, second, main) = (await SavedAsync("甲", ["修路灯"]), await SavedAsync("乙", ["修路灯"]), await SavedAsync("丙", ["修路灯"]));
        await MergeAsync(first, second);
        await MergeAsync(second, main);
        await TellAsync("甲");
        await TakeAsync(main, CaseAction.Assign, Staff, new AssignData("urban", [], "小刘"));
        await AnswerAsync(main, assigned: true);

        Assert.EndsWith("这件事解决了吗？", await TellAsync("甲"), StringComparison.Ordinal);
        Assert.Contains("对不起", await SayAsync("甲", "没解决，还是黑的"), StringComparison.Ordinal);

        Assert.Equal(CaseStatus.Rework, (await FindAsync(main)).Status);
        await TakeAsync(first, CaseAction.Unmerge, Staff, reason: "不是一件事");
        Assert.Equal([second.Value], (await FindAsync(main)).Facts.MergedFrom);
        await TakeAsync(second, CaseAction.Unmerge, Staff, reason: "也不是一件事");
        Assert.Single((await FindAsync(main)).Facts.Subscribers);
        await SoundAsync();
    }

    /// <summary>甲's lamp; 乙 and 丙 both want the rubbish gone.</summary>
    private async Task<(CaseNo Main, CaseNo First, CaseNo Second)> ThreeAsync()
    {
        var (main, first, second) = (await SavedAsync("甲", ["修路灯"]), await SavedAsync("乙", ["清垃圾"]), await SavedAsync("丙", ["清垃圾"]));
        await MergeAsync(first, main, 1);
        await MergeAsync(second, main, 1);
        foreach (var name in _chats.Keys)
        {
            await TellAsync(name);
        }
        return (main, first, second);
    }

    private Task MergeAsync(CaseNo one, CaseNo main, params int[] demands) => TakeAsync(one, CaseAction.Merge, Staff, new MergeData(main.Value, 0.93, true, true, Demands: demands.Length == 0 ? null : demands));

    private async Task<Case> SplitAsync(CaseNo main)
    {
        await TakeAsync(main, CaseAction.Split, Staff, new SplitData(Independent: true, Parts: [new SplitPart("清垃圾", "ENV-07", [2])]));
        return await FindAsync(new CaseNo((await FindAsync(main)).Facts.Children[^1]));
    }

    private async Task AnswerAsync(CaseNo part, bool assigned = false)
    {
        if (!assigned)
        {
            await TakeAsync(part, CaseAction.Assign, Staff, new AssignData("urban", [], "小刘", Deputy: "D01"));
        }
        await TakeAsync(part, CaseAction.Acknowledge, Urban, new AcknowledgeData("张三"));
        DemandAnswer[] answers = [.. (await FindAsync(part)).Facts.Demands.Select((d, i) => new DemandAnswer(i + 1, $"{d}一事已于今日上午办完,现场已拍照留存。"))];
        await TakeAsync(part, CaseAction.Reply, Urban, new ReplyData("城管局已于今日上午清运垃圾三车,并加派一名保洁员,每天早晚各清运一次。", ReplyClass.Solved, Evidence: ["照片"], Answers: answers.Length > 1 ? answers : null));
        await TakeAsync(part, CaseAction.Feedback, Staff, new FeedbackData("垃圾已经清走。"));
    }

    private async Task<CaseNo> SavedAsync(string user, string[] demands)
    {
        var fresh = await NewAsync(user, user);
        var made = await CaseAsync(fresh, demands: demands);
        (made.Topics, made.Station, made.Summary) = ([Topic.Other], "ST-SX", made.Summary);
        _chats[user] = await SaveAsync(Turn(fresh, "m1", "好") with { Cases = [made] });
        return made.Number!.Value;
    }

    /// <summary>What waits to be said to one resident, said.</summary>
    private async Task<string> TellAsync(string user)
    {
        var chat = _chats[user];
        var waiting = await Waiting.OfConversationAsync(chat.Id, Cancel);
        if (waiting.Count == 0)
        {
            return "";
        }
        var turns = new NoticeTurns(Store.Cases, Store.Loop, new TheDistrict(), Definition, Options.Create(new ClockOptions()));
        var told = (await turns.TellAsync(chat with { Stage = ConversationStage.Submitted }, waiting, House.Clock.GetUtcNow(), Cancel))!;
        foreach (var one in told.Cases)
        {
            Assert.True(await Store.Cases.SaveAsync(one, Cancel));
        }
        await Waiting.DropAsync(waiting, Cancel);
        _chats[user] = chat with { Memory = told.Memory };
        return string.Join('\n', told.Replies.Select(r => r.Text));
    }

    private async Task<string> SayAsync(string user, string text)
    {
        var dialog = new Dialog(Sorting.Offline, new TheDistrict(), Store.Cases, Definition, Options.Create(new ClockOptions()));
        var said = await dialog.TakeTurnAsync(new DialogTurn(_chats[user] with { Stage = ConversationStage.Submitted }, new Incoming { Text = text }, House.Clock.GetUtcNow()), Cancel);
        foreach (var one in said.Cases)
        {
            Assert.True(await Store.Cases.SaveAsync(one, Cancel));
        }
        _chats[user] = _chats[user] with { Memory = said.Memory };
        return string.Join('\n', said.Replies.Select(r => r.Text));
    }

    private async Task TakeAsync(CaseNo one, CaseAction action, Actor by, StepData? data = null, string reason = "") =>
        Assert.Equal((action, "done"), (action, await TryAsync(one, action, by, data, reason)));

    private async Task<string> TryAsync(CaseNo one, CaseAction action, Actor by, StepData? data = null, string reason = "") =>
        await Work.TakeAsync(one, new Step(action, by, data, reason), Cancel) is WorkResult.Refused refused ? refused.Why.Code : "done";

    private async Task<Case> FindAsync(CaseNo one) => (await Store.Cases.FindAsync(one, Cancel))!;

    /// <summary>Every case as <c>loop --check</c> wants it.</summary>
    private async Task SoundAsync() => Assert.Empty((await Store.Loop.PageAsync(null, 100, Cancel))
        .SelectMany(s => LoopCheck.Faults(s.Case!, s.Log, The.Rules, House.Clock.GetUtcNow(), null, s.Tickets).Select(f => $"{s.Case!.Number} {f}")));
}
