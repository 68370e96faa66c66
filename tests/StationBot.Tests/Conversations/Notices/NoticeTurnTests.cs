using StationBot.Conversations.Turns;
using StationBot.Handling.Cases;
using StationBot.Handling.Messages;
using StationBot.Tests.Handling.Loop;
using static StationBot.Handling.Cases.CaseAction;
using static StationBot.Tests.Handling.Loop.LoopCase;

namespace StationBot.Tests.Conversations.Notices;

/// <summary>When the bot speaks first, what it says of all that waits, and what it asks at the end.</summary>
public sealed class NoticeTurnTests
{
    [Theory]
    [InlineData(ConversationStage.Collecting)]
    [InlineData(ConversationStage.Confirming)]
    public async Task Who_is_telling_something_is_not_interrupted_and_hears_it_afterwards(ConversationStage stage)
    {
        var one = In(CaseStatus.Assigned);
        var desk = new NoticeDesk(one);
        var before = desk.Conversation;
        desk.Conversation = before with { Stage = stage, Memory = new DialogMemory { Greeted = true, Draft = new Draft { Words = ["路灯坏了"] } }.Write() };

        Assert.Null(await desk.TellAsync(NoticeDesk.Waiting(one)));

        desk.Conversation = before;
        Assert.Single((await desk.TellAsync(NoticeDesk.Waiting(one)))!);
    }

    [Fact]
    public async Task In_an_emergency_nothing_is_told_and_what_staff_took_over_stops_nothing()
    {
        var one = In(CaseStatus.Assigned);
        var desk = new NoticeDesk(one);
        var memory = new DialogMemory { Greeted = true, Draft = new Draft { StaffOnly = true, Words = ["着火了"] } }.Write();

        desk.Conversation = desk.Conversation with { Stage = ConversationStage.Emergency, Memory = memory };
        Assert.Null(await desk.TellAsync(NoticeDesk.Waiting(one)));

        desk.Conversation = desk.Conversation with { Stage = ConversationStage.HumanChat };
        Assert.Single((await desk.TellAsync(NoticeDesk.Waiting(one)))!);
    }

    [Fact]
    public async Task Of_one_kind_only_the_newest_is_told_and_all_are_done_with()
    {
        var one = In(CaseStatus.Returned).Do(Reassign, Office, new ReassignData("env"), "环保的事").Do(Acknowledge, OtherUnit, new AcknowledgeData("赵六"));
        one.Do(Progress, OtherUnit, new ProgressData("先看现场", ProgressKind.Plan)).Do(Progress, OtherUnit, new ProgressData("明天清运", ProgressKind.Plan));
        var waiting = NoticeDesk.Waiting(one);
        var desk = new NoticeDesk(one);

        var said = await desk.TellAsync(waiting);

        Assert.Equal(["assigned", "reassigned", "plan", "plan"], waiting.Select(n => n.Kind));
        Assert.Equal(["您的事（QH20261123-0007）改由生态环境局来办，您不用再跑一趟。按规定11月30日前给您回音。", "您的事（QH20261123-0007），生态环境局打算这样办：明天清运"], said!);
        Assert.Equal(waiting.Select(n => n.Id), desk.Last!.Told);
    }

    [Fact]
    public async Task Why_it_takes_longer_is_what_the_unit_said_and_not_what_whoever_agreed_certified()
    {
        var one = In(CaseStatus.InProgress).Do(RequestExtension, Lead, new ExtensionData(new(2026, 12, 4)), "电缆要从外地调货").Do(ApproveExtension, Office, new ExtensionData(Told: true), "已告知居民，同意");

        var said = Assert.Single((await new NoticeDesk(one).TellAsync(NoticeDesk.Waiting(one, "extended")))!);

        Assert.Contains("12月4日前", said, StringComparison.Ordinal);
        Assert.EndsWith("电缆要从外地调货", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_newest_of_one_case_leaves_that_of_another_alone()
    {
        var one = In(CaseStatus.Assigned);
        var other = Draft(beside: one).To(CaseStatus.Assigned);

        Assert.Equal(2, (await new NoticeDesk(one, other).TellAsync([.. NoticeDesk.Waiting(one), .. NoticeDesk.Waiting(other)]))!.Length);
    }

    [Fact]
    public async Task An_answer_ends_with_the_question_whose_answer_then_belongs_to_that_case()
    {
        var one = In(CaseStatus.AwaitingEvaluation);
        var desk = new NoticeDesk(one);

        var said = await desk.TellAsync(NoticeDesk.Waiting(one, "feedback"));

        Assert.Equal("这件事解决了吗？", said![^1]);
        Assert.Equal(["解决了", "解决了一部分", "没解决"], desk.Last!.Replies[^1].Choices);
        Assert.Equal(one.Case.Number!.Value.Value, desk.Memory.Evaluating);
    }

    [Fact]
    public async Task A_reminder_asks_only_what_is_still_open()
    {
        var one = In(CaseStatus.AwaitingEvaluation).Do(EvaluateInterim, Actor.Resident, new EvaluateData(Solved.Yes)).Do(Nudge, Actor.System, new NudgeData(NudgeKind.EvaluationReminder));

        var said = await new NoticeDesk(one).TellAsync(NoticeDesk.Waiting(one, "reminder"));

        Assert.Equal("再问一句，这次办理您满意吗？", said![^1]);
    }

    [Fact]
    public async Task The_question_stands_under_the_answer_it_is_about_whatever_else_is_told()
    {
        var answered = In(CaseStatus.AwaitingEvaluation);
        var other = Draft(beside: answered).To(CaseStatus.Assigned);
        other.Case.Number = new CaseNo("QH20261123-0099");

        var said = await new NoticeDesk(answered, other).TellAsync([.. NoticeDesk.Waiting(answered, "feedback"), .. NoticeDesk.Waiting(other)]);

        Assert.Equal(["QH20261123-0099", "QH20261123-0007"], said![..2].Select(t => t[4..19]));
    }

    [Fact]
    public async Task No_reminder_of_an_answer_that_is_only_told_now_nor_of_one_that_was_judged_meanwhile()
    {
        var waits = In(CaseStatus.AwaitingEvaluation).Do(Nudge, Actor.System, new NudgeData(NudgeKind.EvaluationReminder));
        var judged = In(CaseStatus.AwaitingEvaluation).Do(Nudge, Actor.System, new NudgeData(NudgeKind.EvaluationReminder)).Do(Evaluate, Actor.Resident, new EvaluateData(Solved.Yes, Satisfaction.Satisfied));

        var both = await new NoticeDesk(waits).TellAsync(NoticeDesk.Waiting(waits, "feedback", "reminder"));
        var desk = new NoticeDesk(judged);
        var late = await desk.TellAsync(NoticeDesk.Waiting(judged, "reminder"));

        Assert.Equal(2, both!.Length);
        Assert.Empty(late!);
        Assert.Single(desk.Last!.Told);
    }

    [Fact]
    public async Task Of_two_answers_one_is_asked_about_at_a_time()
    {
        var one = In(CaseStatus.AwaitingEvaluation);
        var other = Draft(beside: one).To(CaseStatus.AwaitingEvaluation);
        var desk = new NoticeDesk(one, other);

        var said = await desk.TellAsync([.. NoticeDesk.Waiting(one, "feedback"), .. NoticeDesk.Waiting(other, "feedback")]);

        Assert.Equal(3, said!.Length);
        Assert.Single(said, t => t.EndsWith('？'));
    }

    [Fact]
    public async Task Whose_case_was_merged_reads_its_own_number_and_is_asked_in_its_name()
    {
        var main = Draft().To(CaseStatus.ReadyToAssign);
        var own = In(CaseStatus.Merged);
        own.Case.Number = new CaseNo("QH20261123-0099");
        main.Do(TakeIn, Staff, new JoinData("QH20261123-0099", [new Subscriber(own.Case.ResidentId, own.Case.ConversationId)])).Assign();
        main.Do(Acknowledge, Lead, new AcknowledgeData("张三")).Reply().Do(Feedback, Staff, new FeedbackData("已经清运。"));
        var desk = new NoticeDesk(own, main);

        var said = await desk.TellAsync(NoticeDesk.Waiting(main, "feedback"));

        Assert.Equal(["您的事（QH20261123-0099）有答复了：已经清运。", "这件事解决了吗？"], said!);
        Assert.Equal("QH20261123-0099", desk.Memory.Evaluating);
    }

    [Fact]
    public async Task Whose_case_was_merged_is_reminded_until_they_have_judged_and_asked_anew_about_a_new_answer()
    {
        var main = Draft().To(CaseStatus.ReadyToAssign);
        var own = In(CaseStatus.Merged);
        own.Case.Number = new CaseNo("QH20261123-0099");
        main.Do(TakeIn, Staff, new JoinData("QH20261123-0099", [new Subscriber(own.Case.ResidentId, own.Case.ConversationId)])).Assign();
        main.Do(Acknowledge, Lead, new AcknowledgeData("张三")).Reply().Do(Feedback, Staff, new FeedbackData("已经清运。")).Do(Nudge, Actor.System, new NudgeData(NudgeKind.EvaluationReminder));
        Assert.Equal("这件事解决了吗？", (await new NoticeDesk(own, main).TellAsync(NoticeDesk.Waiting(main, "reminder")))![^1]);

        own.Do(EvaluateInterim, Actor.Resident, new EvaluateData(Solved.Yes, Satisfaction.Satisfied));
        Assert.Empty((await new NoticeDesk(own, main).TellAsync(NoticeDesk.Waiting(main, "reminder")))!);

        main.Do(CaseAction.Rework, Actor.Resident, new EvaluateData(Solved.No), "又满了").Reply().Do(Feedback, Staff, new FeedbackData("又清了一次。"));
        Assert.Equal("这件事解决了吗？", (await new NoticeDesk(own, main).TellAsync(NoticeDesk.Waiting(main, "feedback")))![^1]);
    }

    [Fact]
    public async Task Nobody_is_told_to_wait_for_a_day_that_is_past()
    {
        var one = In(CaseStatus.ReadyToAssign);
        one.After(TimeSpan.FromDays(20)).Assign();

        var said = Assert.Single((await new NoticeDesk(one).TellAsync(NoticeDesk.Waiting(one, "assigned")))!);

        Assert.Contains("已经晚了", said, StringComparison.Ordinal);
        Assert.DoesNotContain("前给您回音", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_part_that_goes_back_is_not_told_as_a_neighbours_matter()
    {
        var part = In(CaseStatus.InTriage).Do(Merge, Staff, new MergeData("QH20261101-0001", 1, true, true, true, Part: true), "还是一件事");

        Assert.Contains("并回QH20261101-0001", Assert.Single((await new NoticeDesk(part).TellAsync(NoticeDesk.Waiting(part, "rejoined")))!), StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_the_talk_has_ended_the_bot_says_once_what_it_is_and_the_answer_goes_on_from_there()
    {
        var one = In(CaseStatus.AwaitingEvaluation);
        var desk = new NoticeDesk(one);
        desk.Conversation = desk.Conversation with { Stage = ConversationStage.Ended };

        var first = await desk.TellAsync(NoticeDesk.Waiting(one, "assigned"));
        desk.Conversation = desk.Conversation with { Memory = desk.Last!.Memory };
        var second = await desk.TellAsync(NoticeDesk.Waiting(one, "feedback"));

        Assert.Equal("您好，我是清禾区人大代表联络站的AI助手（不是真人）。您反映的事有新情况：", first![0]);
        Assert.Equal(2, first.Length);
        Assert.StartsWith("您的事", second![0], StringComparison.Ordinal);
        Assert.Equal((true, ConversationStage.Ended, one.Case.Number!.Value.Value), (desk.Memory.Resumed, desk.Last!.Stage, desk.Memory.Evaluating));
    }

    [Fact]
    public async Task What_an_event_no_longer_tells_is_put_away_without_a_word()
    {
        var one = In(CaseStatus.Assigned);
        var desk = new NoticeDesk(one);
        var memory = desk.Conversation.Memory;
        var lost = NoticeDesk.Waiting(one)[0] with { Event = 99 };

        Assert.Empty((await desk.TellAsync(lost))!);
        Assert.Equal((lost.Id, memory), (Assert.Single(desk.Last!.Told), desk.Last.Memory));
    }
}
