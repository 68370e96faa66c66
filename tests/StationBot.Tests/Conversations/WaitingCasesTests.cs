using StationBot.Conversations.Turns;
using StationBot.Handling.Cases;
using StationBot.Tests.Handling.Loop;
using static StationBot.Tests.Conversations.ToldCase;

namespace StationBot.Tests.Conversations;

/// <summary>Which of the cases that wait to be judged an answer belongs to: after one was judged, and in a new conversation (domain.md §4.3 T21, T22).</summary>
public sealed class WaitingCasesTests
{
    private readonly LoopCase _lamp = Of(Lamp, CaseStatus.AwaitingEvaluation);

    [Theory]
    [InlineData("没有，还是老样子")]
    [InlineData("没解决")]
    public async Task After_one_was_judged_the_next_is_asked_about_and_what_is_said_of_it_is_its_own(string words)
    {
        var rubbish = Of(Rubbish, CaseStatus.AwaitingEvaluation, 2, _lamp);
        var chat = Asked(rubbish, _lamp);

        await chat.SayAsync(words);
        Assert.Equal(CaseStatus.Rework, _lamp.Case.Status);
        var said = await chat.SayAsync("不满意");

        Assert.Single(chat.Last.Replies, r => r.Choices?.Count > 0);
        Assert.Contains("QH20261123-0002", chat.Last.Replies[^1].Text, StringComparison.Ordinal);
        Assert.EndsWith("解决了吗？", said, StringComparison.Ordinal);
        await chat.SayAsync("垃圾也没清");
        Assert.Equal((CaseStatus.Rework, Solved.No), (rubbish.Case.Status, rubbish.State.Solved));
        Assert.DoesNotContain("垃圾", _lamp.Case.RawText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("垃圾也没清", Solved.No)]
    [InlineData("垃圾清走了", Solved.Yes)]
    public async Task What_is_said_of_another_that_waits_belongs_to_it_though_nothing_was_asked(string words, Solved solved)
    {
        var rubbish = Of(Rubbish, CaseStatus.AwaitingEvaluation, 2, _lamp);
        var lamp = Of(Lamp, CaseStatus.Rework, 3, _lamp);
        var chat = Chat(rubbish, lamp);

        await chat.SayAsync(words);

        Assert.Equal(solved, rubbish.State.Solved);
        Assert.DoesNotContain("垃圾", lamp.Case.RawText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_said_of_the_one_under_way_stays_with_it()
    {
        var rubbish = Of(Rubbish, CaseStatus.AwaitingEvaluation, 2, _lamp);
        var lamp = Of(Lamp, CaseStatus.Rework, 3, _lamp);

        await Chat(rubbish, lamp).SayAsync("路灯还是不亮");

        Assert.Equal(Solved.Unasked, rubbish.State.Solved);
        Assert.EndsWith("路灯还是不亮", lamp.Case.RawText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Dogs, "狗抓走了", CaseStatus.AwaitingEvaluation, Solved.Yes)]
    [InlineData(Lamp, "路灯亮了", CaseStatus.AwaitingEvaluation, Solved.Yes)]
    [InlineData(Lamp, "没解决", CaseStatus.Rework, Solved.No)]
    [InlineData(Lamp, "灯还是不亮", CaseStatus.Rework, Solved.No)]
    [InlineData(Drain, "还在往外冒", CaseStatus.Rework, Solved.No)]
    public async Task In_a_new_conversation_an_answer_belongs_to_the_case_that_waits(string told, string words, CaseStatus status, Solved solved)
    {
        var one = Of(told, CaseStatus.AwaitingEvaluation);
        var chat = New(one);

        await chat.SayAsync(words);

        Assert.Equal((status, solved), (one.Case.Status, one.State.Solved));
        Assert.Single(chat.Cases.All);
    }

    [Theory, InlineData("还是那几条"), InlineData("我回来看了，狗还是在")]
    public async Task Words_that_go_on_with_it_are_kept_with_it_and_the_question_is_asked(string words)
    {
        var one = Of(Dogs, CaseStatus.AwaitingEvaluation);
        var chat = New(one);

        var said = await chat.SayAsync(words);

        Assert.DoesNotContain("哪个小区", said, StringComparison.Ordinal);
        Assert.True(one.State.Solved == Solved.No || said.Contains("解决了吗", StringComparison.Ordinal), said);
        Assert.Contains(words, one.Case.RawText, StringComparison.Ordinal);
    }

    [Theory, InlineData("挺好"), InlineData("挺好的")]
    public async Task Praise_in_a_new_conversation_answers_the_second_question_that_is_open(string words)
    {
        var one = Of(Lamp, CaseStatus.AwaitingEvaluation).Do(CaseAction.EvaluateInterim, Actor.Resident, new EvaluateData(Solved.Yes, null));

        await New(one).SayAsync(words);

        Assert.Equal((CaseStatus.Completed, Solved.Yes, Satisfaction.Satisfied), (one.Case.Status, one.State.Solved, one.State.Satisfaction));
    }

    [Fact]
    public async Task Of_several_that_wait_a_bare_verdict_is_nobodys_until_it_is_named()
    {
        var rubbish = Of(Rubbish, CaseStatus.AwaitingEvaluation, 2, _lamp);
        var chat = New(rubbish, _lamp);

        Assert.Contains("哪一件", await chat.SayAsync("修好了"), StringComparison.Ordinal);
        await chat.SayAsync("路灯");

        Assert.Equal((Solved.Unasked, Solved.Yes), (rubbish.State.Solved, _lamp.State.Solved));
    }

    [Theory]
    [InlineData("你好")]
    [InlineData("好的")]
    [InlineData("谢谢")]
    [InlineData("沙洲村的路灯也坏了")]
    [InlineData("我想反映一下小区停车难的问题")]
    [InlineData("楼下烧烤摊半夜还在冒烟，熏得睡不着")]
    [InlineData("医保卡怎么补办")]
    [InlineData("另外还有一件事，井盖松了")]
    public async Task What_is_plainly_something_else_judges_nothing(string words)
    {
        await New(_lamp).SayAsync(words);

        Assert.Equal((CaseStatus.AwaitingEvaluation, Solved.Unasked, Satisfaction.None), (_lamp.Case.Status, _lamp.State.Solved, _lamp.State.Satisfaction));
        Assert.DoesNotContain(words, _lamp.Case.RawText, StringComparison.Ordinal);
    }

    /// <summary>The receipt of another case was the bot's last word.</summary>
    [Theory, InlineData("对"), InlineData("好的"), InlineData("嗯"), InlineData("好")]
    public async Task A_nod_to_something_else_is_no_verdict(string words)
    {
        var chat = Asked(_lamp);
        await chat.SayAsync("另外还有一件事，桂花园小区门口的井盖坏了，希望换掉");
        for (var i = 0; i < 6 && chat.Cases.All.Count < 2; i++)
        {
            await chat.SayAsync(chat.Said.Contains("对吗", StringComparison.Ordinal) ? "对" : chat.Said.Contains("电话", StringComparison.Ordinal) ? "不留" : "上个星期开始的");
        }
        Assert.Equal(2, chat.Cases.All.Count);

        var said = await chat.SayAsync(words);

        Assert.Equal((Solved.Unasked, Satisfaction.None), (_lamp.State.Solved, _lamp.State.Satisfaction));
        Assert.DoesNotContain("满意吗", said, StringComparison.Ordinal);
        await chat.SayAsync("路灯修好了");
        Assert.Equal(Solved.Yes, _lamp.State.Solved);
    }

    [Fact]
    public async Task A_nod_to_the_question_itself_is_one()
    {
        await Asked(_lamp).SayAsync("对");

        Assert.Equal(Solved.Yes, _lamp.State.Solved);
    }

    /// <summary>H-8: the second round is answered, solved, and liked no better.</summary>
    [Theory, InlineData("还是不满意"), InlineData("我还是不满意"), InlineData("依然不太满意"), InlineData("不满意")]
    public async Task Who_said_that_it_is_solved_and_is_still_not_satisfied_keeps_the_yes(string words)
    {
        var one = Of(Lamp, CaseStatus.Rework).Reply().Do(CaseAction.Feedback, LoopCase.Staff, new FeedbackData("又修了一遍。"));
        var chat = Asked(one);
        await chat.SayAsync("解决了");

        await chat.SayAsync(words);

        Assert.Equal((Solved.Yes, Satisfaction.Dissatisfied), (one.State.Solved, one.State.Satisfaction));
    }

    [Fact]
    public async Task Who_adds_that_it_is_still_dark_takes_the_yes_back()
    {
        var chat = Asked(_lamp);
        await chat.SayAsync("解决了");

        await chat.SayAsync("不满意，灯还是不亮");

        Assert.Equal(Solved.No, _lamp.State.Solved);
    }

    [Theory]
    [InlineData("嗯满意", Satisfaction.Satisfied)]
    [InlineData("可以，满意", Satisfaction.Satisfied)]
    [InlineData("行，满意", Satisfaction.Satisfied)]
    [InlineData("好，满意", Satisfaction.Satisfied)]
    [InlineData("可以，基本满意", Satisfaction.Basic)]
    [InlineData("还可以，算是满意", Satisfaction.Basic)]
    [InlineData("可以", Satisfaction.Basic)]
    public async Task Satisfied_behind_a_nod_is_satisfied(string words, Satisfaction satisfaction)
    {
        var chat = Asked(_lamp);
        await chat.SayAsync("解决了");

        await chat.SayAsync(words);

        Assert.Equal((Solved.Yes, satisfaction), (_lamp.State.Solved, _lamp.State.Satisfaction));
    }

    /// <summary>T24: the final word is asked for when the promise is kept.</summary>
    [Theory, InlineData("可以，满意"), InlineData("满意"), InlineData("不满意")]
    public async Task While_a_promise_is_open_nobody_is_asked_whether_it_is_solved(string words)
    {
        var one = Of(Lamp, CaseStatus.CommitmentTracking);

        Assert.DoesNotContain("解决了吗", await Chat(one).SayAsync(words), StringComparison.Ordinal);
        Assert.Equal(words == "不满意" ? Satisfaction.Dissatisfied : Satisfaction.Satisfied, one.State.Satisfaction);
    }
}
