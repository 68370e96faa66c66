using StationBot.Handling.Cases;
using StationBot.Handling.Flags;
using StationBot.Handling.Loop;
using StationBot.Tests.Handling.Loop;
using StationBot.Tests.Understanding;

namespace StationBot.Tests.Conversations;

/// <summary>A neighbour whose case was joined to another judges the answer too: it is written down whose verdict it is, and an unhappy one is not outvoted.</summary>
public sealed class JoinedVerdictTests
{
    [Theory]
    [InlineData(CaseStatus.AwaitingEvaluation, "没有，还是老样子", CaseStatus.Rework)]
    [InlineData(CaseStatus.Completed, "根本没修好，骗人", CaseStatus.Rework)]
    public async Task An_unhappy_neighbour_opens_a_round(CaseStatus from, string words, CaseStatus to)
    {
        var (main, joined, chat) = Joined(LoopCase.In(from));

        await chat.SayAsync(words);

        Assert.Equal((to, Solved.No, 1), (main.Status, main.Facts.Solved, main.Facts.ReworkCount));
        Assert.Equal(Solved.No, joined.Facts.Solved);
        Assert.Equal(CaseStatus.Merged, joined.Status);
        Assert.Contains(joined.Number!.Value.Value, main.Uncommitted[^1].By, StringComparison.Ordinal);
        Assert.Contains(chat.Last.Triage, t => t.Severity <= Severity.P2 && t.CaseId == main.Id.Value);
        Assert.Contains(chat.Last.Cases, c => c.Id == joined.Id);
        Assert.Contains(chat.Last.Cases, c => c.Id == main.Id);
    }

    [Fact]
    public async Task Who_was_satisfied_counts_no_more_once_a_neighbour_is_not()
    {
        var one = LoopCase.In(CaseStatus.Completed);
        var (main, _, chat) = Joined(one);
        Assert.Equal(Satisfaction.Satisfied, main.Facts.Satisfaction);

        await chat.SayAsync("没有，还是老样子");

        Assert.Equal((CaseStatus.Rework, Solved.No, Satisfaction.None), (main.Status, main.Facts.Solved, main.Facts.Satisfaction));
        var figures = CaseFigures.Of(main.Facts, main.DueOn!.Value, one.Log, The.Rules, main.OpenedAt, 0.5, The.Moment);
        var rates = Indicators.Of([figures], main.DueOn!.Value, new IndicatorWeights(), new Usage(null, null));
        Assert.Equal((new Rate(0, 1), new Rate(0, 1)), (rates.Satisfaction, rates.Resolution));
    }

    [Fact]
    public async Task A_neighbours_second_no_is_not_outvoted_while_staff_decide()
    {
        var one = LoopCase.In(CaseStatus.Rework).Reply().Do(CaseAction.Feedback, LoopCase.Staff, new FeedbackData("又清了一次。"));
        var (main, _, chat) = Joined(one);
        await chat.SayAsync("没有，还是老样子");

        Assert.Equal("case.guard.others_unhappy", one.Try(CaseAction.Evaluate, Actor.Resident, new EvaluateData(Solved.Yes, Satisfaction.Satisfied)));
        Assert.Equal("case.guard.others_unhappy", one.Try(CaseAction.EvaluateInterim, Actor.Resident, new EvaluateData(null, Satisfaction.Satisfied)));
        Assert.Equal(Solved.No, main.Facts.Solved);
        Assert.Equal("done", one.Try(CaseAction.Rework, LoopCase.Staff, reason: "再派人去"));
    }

    [Fact]
    public async Task Who_joins_after_the_answer_hears_it_and_is_asked()
    {
        var one = LoopCase.In(CaseStatus.AwaitingEvaluation);
        var (main, joined, chat) = Joined(one);
        var waiting = Assert.Single(StationBot.Handling.Loop.Notices.ForResidents(main, one.Log[^1]));
        Assert.Equal(("feedback", chat.Record.Id), (waiting.Kind, waiting.ConversationId));
        var desk = new Conversations.Notices.NoticeDesk(one);
        desk.Knows(joined);

        var said = await desk.TellAsync(waiting);

        Assert.Equal([$"您的事（{joined.Number}）有答复了：城管局已经清运。", "这件事解决了吗？"], said!);
        Assert.Equal(joined.Number!.Value.Value, desk.Memory.Evaluating);
    }

    [Fact]
    public async Task Who_was_asked_and_wants_something_else_is_heard_though_the_others_have_ended_it()
    {
        var (main, joined, chat) = Joined(LoopCase.In(CaseStatus.Completed));
        chat.Remember(m => m.Evaluating = joined.Number!.Value.Value);

        await chat.SayAsync("没解决，我要的是加装");

        Assert.Equal((CaseStatus.Rework, Solved.No, Solved.No), (main.Status, main.Facts.Solved, joined.Facts.Solved));
    }

    [Fact]
    public async Task Who_is_joined_no_more_hears_nothing_of_what_waited()
    {
        var one = LoopCase.In(CaseStatus.AwaitingEvaluation);
        var (main, joined, _) = Joined(one);
        var waiting = StationBot.Handling.Loop.Notices.ForResidents(main, one.Log[^1]).ToArray();
        one.Do(CaseAction.LetGo, LoopCase.Staff, new JoinData(joined.Number!.Value.Value, joined.Facts.Subscribers));
        var desk = new Conversations.Notices.NoticeDesk(one);
        desk.Knows(joined);

        Assert.Empty((await desk.TellAsync(waiting))!);
        Assert.Equal(waiting.Select(n => n.Id), desk.Last!.Told);
    }

    [Fact]
    public async Task A_neighbours_second_no_waits_for_staff()
    {
        var (main, joined, chat) = Joined(LoopCase.In(CaseStatus.Rework).Reply().Do(CaseAction.Feedback, LoopCase.Staff, new FeedbackData("又清了一次。")));

        await chat.SayAsync("没有，还是老样子");

        Assert.Equal((CaseStatus.AwaitingEvaluation, 2), (main.Status, main.Facts.DissatisfiedCount));
        Assert.NotNull(main.Facts.DissatisfiedAt);
        Assert.Equal(Solved.No, joined.Facts.Solved);
    }

    [Fact]
    public async Task A_content_neighbour_is_written_down_and_does_not_end_the_case_for_the_others()
    {
        var (main, joined, chat) = Joined(LoopCase.In(CaseStatus.AwaitingEvaluation));

        Assert.Contains("谢谢您的评价", await chat.SayAsync("解决了，很满意"), StringComparison.Ordinal);

        Assert.Equal((CaseStatus.AwaitingEvaluation, Solved.Unasked), (main.Status, main.Facts.Solved));
        Assert.Equal((Solved.Yes, Satisfaction.Satisfied), (joined.Facts.Solved, joined.Facts.Satisfaction));
    }

    [Fact]
    public async Task A_neighbour_who_was_asked_answers_both_questions_in_the_name_of_the_own_case()
    {
        var (main, joined, chat) = Joined(LoopCase.In(CaseStatus.AwaitingEvaluation));
        chat.Remember(m => m.Evaluating = joined.Number!.Value.Value);

        Assert.Contains("满意吗", await chat.SayAsync("1"), StringComparison.Ordinal);
        Assert.Contains("谢谢您的评价", await chat.SayAsync("2"), StringComparison.Ordinal);

        Assert.Equal((Solved.Yes, Satisfaction.Basic), (joined.Facts.Solved, joined.Facts.Satisfaction));
        Assert.Equal((CaseStatus.AwaitingEvaluation, Solved.Unasked), (main.Status, main.Facts.Solved));
    }

    [Fact]
    public void A_neighbour_who_is_unhappy_long_after_is_told_so_and_nothing_is_half_done()
    {
        var (main, joined, _) = Joined(LoopCase.In(CaseStatus.Completed));

        var result = Verdicts.OfJoined(joined, main, new Step(CaseAction.EvaluateInterim, Actor.Resident, new EvaluateData(Solved.No), "又坏了"), The.Moment.AddDays(31), The.Rules);

        Assert.Equal("case.guard.reopen_window", Assert.IsType<StepResult.Refused>(result).Code);
        Assert.Equal((Solved.Unasked, CaseStatus.Completed), (joined.Facts.Solved, main.Status));
    }

    [Fact]
    public async Task Who_is_told_that_a_neighbour_began_another_round_is_everybody_but_the_neighbour()
    {
        var one = LoopCase.In(CaseStatus.Completed);
        var (main, joined, chat) = Joined(one);

        await chat.SayAsync("根本没修好，骗人");

        var told = Assert.Single(StationBot.Handling.Loop.Notices.ForResidents(main, main.Uncommitted[^1]), n => n.ConversationId == main.ConversationId);
        Assert.Equal("rework_others", told.Kind);
        one.Log.Add(main.Uncommitted[^1]);
        var desk = new Conversations.Notices.NoticeDesk(one);
        Assert.Contains("一起反映的居民里有人说还没解决", Assert.Single((await desk.TellAsync(told))!), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_was_joined_and_wants_out_is_heard_by_staff_and_the_case_goes_on()
    {
        var (main, joined, chat) = Joined(LoopCase.In(CaseStatus.InProgress));
        chat.Remember(m => m.CaseNo = joined.Number!.Value.Value);

        var said = await chat.SayAsync("我不反映了，撤回吧");

        Assert.Contains("还有别的居民一起反映", said, StringComparison.Ordinal);
        Assert.Contains(chat.Last.Triage, t => t.Reason == "withdraw" && t.CaseId == joined.Id.Value);
        Assert.Equal((CaseStatus.InProgress, CaseStatus.Merged), (main.Status, joined.Status));
    }

    [Fact]
    public async Task Each_of_several_residents_reads_nobodys_name_flat_or_number()
    {
        const string Plan = "先联系13912345678张国庆,到13栋2单元301看线路,张国庆晚上在家,问局里打0571-88880000";
        var one = LoopCase.In(CaseStatus.InProgress);
        one.Case.RawText = "书香里小区13栋2单元301门口的垃圾没人清,我叫张国庆,电话139****5678";
        one.Case.Contact = "13912345678";
        one.Do(CaseAction.Progress, LoopCase.Lead, new ProgressData(Plan, ProgressKind.Plan));
        var alone = string.Join('\n', (await new Conversations.Notices.NoticeDesk(one).TellAsync(Conversations.Notices.NoticeDesk.Waiting(one, "plan")))!);
        var (_, joined, chat) = Joined(one);
        chat.Remember(m => m.CaseNo = joined.Number!.Value.Value);
        var desk = new Conversations.Notices.NoticeDesk(one);
        desk.Knows(joined);

        var told = string.Join('\n', (await desk.TellAsync(Conversations.Notices.NoticeDesk.Waiting(one, "plan")))!);
        var asked = await chat.SayAsync("怎么样了");

        Assert.Contains("张国庆,到13栋2单元301", alone, StringComparison.Ordinal);
        Assert.All([told, asked], text =>
        {
            Assert.Contains("先联系", text, StringComparison.Ordinal);
            Assert.Contains("13栋2单元***看线路", text, StringComparison.Ordinal);
            Assert.All(["张国庆", "301", "1391", "5678"], secret => Assert.DoesNotContain(secret, text, StringComparison.Ordinal));
        });
        Assert.Contains("0571-88880000", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task How_it_stands_ends_for_a_neighbour_too_with_the_question_that_is_open()
    {
        var one = LoopCase.In(CaseStatus.AwaitingEvaluation);
        var (main, joined, chat) = Joined(one);

        Assert.EndsWith("这件事解决了吗？", await chat.SayAsync("怎么样了"), StringComparison.Ordinal);
        Assert.Contains("满意吗", await chat.SayAsync("1"), StringComparison.Ordinal);
        Assert.Contains("满意吗", await chat.SayAsync("我的事怎么样了"), StringComparison.Ordinal);
        Assert.Contains("谢谢您的评价", await chat.SayAsync("2"), StringComparison.Ordinal);
        Assert.Equal((Solved.Yes, Satisfaction.Basic, CaseStatus.AwaitingEvaluation), (joined.Facts.Solved, joined.Facts.Satisfaction, main.Status));
        Assert.DoesNotContain("吗？", await chat.SayAsync("怎么样了"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_neighbour_said_of_one_answer_is_not_said_of_the_next()
    {
        var one = LoopCase.In(CaseStatus.AwaitingEvaluation);
        var (main, joined, chat) = Joined(one);
        chat.Remember(m => m.Evaluating = joined.Number!.Value.Value);
        await chat.SayAsync("没解决，还是老样子");
        one.Log.Add(main.Uncommitted[^1]);
        one.After(TimeSpan.FromMinutes(1)).Reply().Do(CaseAction.Feedback, LoopCase.Staff, new FeedbackData("又清了一次。")).Do(CaseAction.Nudge, Actor.System, new NudgeData(NudgeKind.EvaluationReminder));
        var desk = new Conversations.Notices.NoticeDesk(one);
        desk.Knows(joined);

        Assert.Equal("这件事解决了吗？", (await desk.TellAsync(Conversations.Notices.NoticeDesk.Waiting(one, "reminder")))![^1]);
        chat.Remember(m => (m.Evaluating, m.AsksReason) = (joined.Number!.Value.Value, null));
        await chat.SayAsync("解决了");

        Assert.Equal((Solved.Yes, Satisfaction.None), (joined.Facts.Solved, joined.Facts.Satisfaction));
        Assert.True(CaseState.Replay(joined.Uncommitted).SameAs(joined.State!));
    }

    [Fact]
    public async Task How_it_stands_is_told_in_the_offices_own_words()
    {
        const string Answer = "城管局已于今日上午疏通,雨水口是被石块堵住的。已与张国庆13912345678联系,有事请找王工,电话0571-88881234。";
        var one = LoopCase.In(CaseStatus.InProgress);
        (one.Case.RawText, one.Case.Contact) = ("书香里小区的雨水口堵了,我叫张国庆", "13912345678");
        one.Reply(new ReplyData(Answer, ReplyClass.Solved, Evidence: ["照片1"])).Do(CaseAction.Feedback, LoopCase.Staff, new FeedbackData("已经疏通。"));
        var (_, _, chat) = Joined(one);

        var said = await chat.SayAsync("怎么样了");

        Assert.Contains("雨水口是被石块堵住的。已与***联系,有事请找王工,电话0571-88881234。", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_about_a_part_that_went_back_is_told_under_the_number_that_goes_on()
    {
        var one = LoopCase.In(CaseStatus.InProgress);
        var (main, joined, chat) = Joined(one);
        var part = new Case(CaseId.New(), chat.Record.Id, chat.Record.ResidentId, "webchat", The.Moment) { Number = new CaseNo("QH20261123-0009"), ProblemType = "ENV-07" };
        Take(part, CaseAction.Confirm, Actor.Resident, one.ConfirmData with { Residents = joined.Facts.Subscribers });
        Take(part, CaseAction.Sort, Actor.Bot, one.SortData);
        Take(part, CaseAction.Merge, LoopCase.Staff, new MergeData(main.Number!.Value.Value, 1, true, true, true, Part: true));
        chat.Cases.Save([part]);
        chat.Remember(m => m.Evaluating = part.Number!.Value.Value);

        var said = await chat.SayAsync("解决了");

        Assert.Contains(joined.Number!.Value.Value, said, StringComparison.Ordinal);
        Assert.DoesNotContain(part.Number!.Value.Value, said, StringComparison.Ordinal);
    }

    private static (Case Main, Case Joined, Conversation Chat) Joined(LoopCase main)
    {
        var chat = new Conversation(sorter: Sorting.Offline);
        var joined = new Case(CaseId.New(), chat.Record.Id, chat.Record.ResidentId, "webchat", The.Moment) { Number = new CaseNo("QH20261123-0008"), ProblemType = "ENV-07" };
        Take(joined, CaseAction.Confirm, Actor.Resident, main.ConfirmData with { Residents = [new Subscriber(chat.Record.ResidentId, chat.Record.Id)] });
        Take(joined, CaseAction.Sort, Actor.Bot, main.SortData);
        Take(joined, CaseAction.Merge, LoopCase.Staff, new MergeData(main.Case.Number!.Value.Value, 0.9, true, true, true));
        main.Do(CaseAction.TakeIn, LoopCase.Staff, new JoinData(joined.Number!.Value.Value, joined.Facts.Subscribers));
        chat.Cases.Save([main.Case, joined]);
        return (main.Case, joined, chat);
    }

    private static void Take(Case one, CaseAction action, Actor by, StepData data) => Assert.IsType<StepResult.Done>(one.Apply(new Step(action, by, data), The.Moment, The.Rules));
}
