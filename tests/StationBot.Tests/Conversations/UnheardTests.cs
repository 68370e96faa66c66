using StationBot.Handling.Cases;
using StationBot.Tests.Conversations.Notices;
using StationBot.Tests.Handling.Loop;
using static StationBot.Tests.Conversations.ToldCase;

namespace StationBot.Tests.Conversations;

/// <summary>An answer that nobody here can read as a verdict: asked once more, then staff read it, and who gave it is never told that there was none (domain.md §2, T21).</summary>
public sealed class UnheardTests
{
    private readonly LoopCase _lamp = Of(Lamp, CaseStatus.AwaitingEvaluation);
    private readonly Conversation _chat;

    public UnheardTests() => _chat = Asked(_lamp);

    /// <summary>Words that tell no verdict in any reading.</summary>
    private static readonly string[] Puzzles = ["师傅姓王还是姓黄来着", "师傅穿的是蓝衣服", "灯杆上贴着小广告", "我孙子在旁边看着"];

    [Fact]
    public async Task What_is_not_understood_is_asked_once_more_and_then_left_to_staff_in_peace()
    {
        Assert.EndsWith("还没看的，看过再告诉我。", await _chat.SayAsync(Puzzles[0]), StringComparison.Ordinal);
        Assert.Equal(["解决了", "解决了一部分", "没解决"], _chat.Last.Replies[^1].Choices);
        Assert.DoesNotContain(_chat.Last.Triage, t => t.Reason == "answer_unclear");

        var second = await _chat.SayAsync(Puzzles[1]);
        Assert.Contains("工作人员", second, StringComparison.Ordinal);
        Assert.Contains("“解决了”", second, StringComparison.Ordinal);
        Assert.DoesNotContain("吗？", second, StringComparison.Ordinal);
        Assert.Equal(_lamp.Case.Id.Value, Assert.Single(_chat.Last.Triage, t => t.Reason == "answer_unclear").CaseId);

        foreach (var later in Puzzles[2..])
        {
            var said = await _chat.SayAsync(later);
            Assert.DoesNotContain("解决了吗", said, StringComparison.Ordinal);
            Assert.DoesNotContain(_chat.Last.Triage, t => t.Reason == "answer_unclear");
            Assert.EndsWith(later, _lamp.Case.RawText, StringComparison.Ordinal);
        }
        Assert.Equal((CaseStatus.AwaitingEvaluation, Solved.Unasked), (_lamp.Case.Status, _lamp.State.Solved));
        Assert.Single(_chat.Cases.All);
    }

    /// <summary>It was asked again as a choice of three, and of who has not looked yet nothing is asked: 「嗯」 chooses none and closes nothing.</summary>
    [Theory, InlineData("明天修好了我再告诉你"), InlineData("师傅说没问题了"), InlineData("还没顾上去看"), InlineData("行吧"), InlineData("通是通了，一下雨照样倒灌")]
    public async Task A_nod_after_words_that_could_not_be_read_is_no_verdict(string words)
    {
        Assert.EndsWith("还没看的，看过再告诉我。", await _chat.SayAsync(words), StringComparison.Ordinal);

        Assert.Equal("好的，您看过了再告诉我。", await _chat.SayAsync("嗯"));
        await _chat.SayAsync("好");
        Assert.Equal((CaseStatus.AwaitingEvaluation, Solved.Unasked, Satisfaction.None), (_lamp.Case.Status, _lamp.State.Solved, _lamp.State.Satisfaction));
        await _chat.SayAsync("亮了");
        Assert.Equal(Solved.Yes, _lamp.State.Solved);
    }

    /// <summary>满意吗 was put after 没解决: a nod has heard that somebody looks again.</summary>
    [Theory, InlineData("嗯"), InlineData("好"), InlineData("行"), InlineData("好的")]
    public async Task A_nod_after_a_no_is_no_praise(string nod)
    {
        await _chat.SayAsync("没解决");

        await _chat.SayAsync(nod);

        Assert.Equal((CaseStatus.Rework, Solved.No, Satisfaction.None), (_lamp.Case.Status, _lamp.State.Solved, _lamp.State.Satisfaction));
    }

    [Theory]
    [InlineData(ToldCase.Wages, "还没拿到钱", Solved.No), InlineData(ToldCase.Lift, "能坐了", Solved.Yes), InlineData(ToldCase.Clinic, "现在快多了", Solved.Yes)]
    public async Task An_answer_that_begins_a_conversation_is_one(string told, string words, Solved solved)
    {
        var one = Of(told, CaseStatus.AwaitingEvaluation);

        await New(one).SayAsync(words);

        Assert.Equal(solved, one.State.Solved);
    }

    [Theory, InlineData("狗又来了"), InlineData("刚刚又看见两只")]
    public async Task A_relapse_to_满意吗_takes_the_yes_back(string words)
    {
        var dogs = Of(Dogs, CaseStatus.AwaitingEvaluation);
        var chat = Asked(dogs);
        await chat.SayAsync("解决了");

        await chat.SayAsync(words);

        Assert.Equal((CaseStatus.Rework, Solved.No), (dogs.Case.Status, dogs.State.Solved));
    }

    [Theory, InlineData("有什么不满意的，满意"), InlineData("以前不满意，现在满意")]
    public async Task Who_says_不满意_of_others_or_of_before_is_content(string words)
    {
        await _chat.SayAsync("解决了");

        await _chat.SayAsync(words);

        Assert.Equal((CaseStatus.Completed, Satisfaction.Satisfied), (_lamp.Case.Status, _lamp.State.Satisfaction));
    }

    [Fact]
    public async Task What_was_heard_in_ones_own_words_is_said_back_and_can_be_put_right()
    {
        Assert.StartsWith("记下了：解决了。要是我听错了，直接告诉我。", await _chat.SayAsync("昨晚遛弯一路都亮堂堂的"), StringComparison.Ordinal);

        await _chat.SayAsync("听错了，没解决");

        Assert.Equal((CaseStatus.Rework, Solved.No), (_lamp.Case.Status, _lamp.State.Solved));
    }

    [Theory, InlineData("听错了"), InlineData("不对"), InlineData("我没说解决"), InlineData("不是")]
    public async Task What_was_misheard_is_asked_as_a_choice_and_stands_nowhere(string words)
    {
        await _chat.SayAsync("昨晚遛弯一路都亮堂堂的");

        Assert.EndsWith("看过再告诉我。", await _chat.SayAsync(words), StringComparison.Ordinal);
        Assert.Equal((CaseStatus.AwaitingEvaluation, Solved.Unasked, Satisfaction.None), (_lamp.Case.Status, _lamp.State.Solved, _lamp.State.Satisfaction));
        await _chat.SayAsync("没解决");
        Assert.Equal((CaseStatus.Rework, Solved.No), (_lamp.Case.Status, _lamp.State.Solved));
    }

    [Theory, InlineData("没停"), InlineData("没有停")]
    public async Task What_does_not_stop_where_a_stop_was_asked_for_is_no_yes(string words)
    {
        var noise = Of(Noise, CaseStatus.AwaitingEvaluation);

        await Asked(noise).SayAsync(words);

        Assert.NotEqual(Solved.Yes, noise.State.Solved);
    }

    [Fact]
    public async Task What_is_meant_instead_is_taken_at_once()
    {
        await _chat.SayAsync("昨晚遛弯一路都亮堂堂的");

        await _chat.SayAsync("不是，还没亮");

        Assert.Equal((CaseStatus.Rework, Solved.No), (_lamp.Case.Status, _lamp.State.Solved));
    }

    [Theory, InlineData("你听错了"), InlineData("还没抓呢，你怎么写解决了")]
    public async Task After_a_nod_has_completed_it_the_mistake_is_still_heard(string words)
    {
        var dogs = Of(Dogs, CaseStatus.AwaitingEvaluation);
        var chat = Asked(dogs);
        await chat.SayAsync("一条都看不见了，出门踏实");
        await chat.SayAsync("嗯");
        Assert.Equal(CaseStatus.Completed, dogs.Case.Status);

        var said = await chat.SayAsync(words);

        Assert.True(dogs.Case.Status == CaseStatus.Rework || said.Contains("可以改", StringComparison.Ordinal), said);
    }

    [Fact]
    public async Task After_them_还行_is_read_by_staff_and_completes_nothing()
    {
        await _chat.SayAsync("师傅说没问题了");

        Assert.Contains("工作人员", await _chat.SayAsync("还行"), StringComparison.Ordinal);
        Assert.Equal((CaseStatus.AwaitingEvaluation, Solved.Unasked, Satisfaction.None), (_lamp.Case.Status, _lamp.State.Solved, _lamp.State.Satisfaction));
    }

    [Theory, InlineData("没解决", CaseStatus.Rework, Solved.No), InlineData("解决了", CaseStatus.AwaitingEvaluation, Solved.Yes), InlineData("还是不亮", CaseStatus.Rework, Solved.No)]
    public async Task Who_was_left_in_peace_may_still_answer(string words, CaseStatus status, Solved solved)
    {
        foreach (var puzzle in Puzzles)
        {
            await _chat.SayAsync(puzzle);
        }

        await _chat.SayAsync(words);

        Assert.Equal((status, solved), (_lamp.Case.Status, _lamp.State.Solved));
    }

    [Fact]
    public async Task Hearsay_said_twice_is_read_by_staff_and_no_verdict()
    {
        await _chat.SayAsync("物业说修好了");

        Assert.Contains("工作人员", await _chat.SayAsync("物业说修好了"), StringComparison.Ordinal);
        Assert.Equal((CaseStatus.AwaitingEvaluation, Solved.Unasked), (_lamp.Case.Status, _lamp.State.Solved));
    }

    /// <summary>The words of the first came before the reminder asked again: the second is read by staff, and not asked about for ever.</summary>
    [Fact]
    public async Task A_new_conversation_does_not_begin_the_asking_anew()
    {
        await _chat.SayAsync(Puzzles[0]);
        await _chat.SayAsync(Puzzles[1]);
        var later = _chat.Later();
        later.Remember(m => (m.Greeted, m.CaseNo, m.Evaluating) = (true, _lamp.Case.Number!.Value.Value, _lamp.Case.Number!.Value.Value));

        var said = await later.SayAsync(Puzzles[2]);

        Assert.DoesNotContain("解决了吗", said, StringComparison.Ordinal);
        Assert.DoesNotContain(later.Last.Triage, t => t.Reason == "answer_unclear");
    }

    [Fact]
    public async Task After_a_yes_the_question_that_is_open_is_the_second_one()
    {
        await _chat.SayAsync("解决了");

        Assert.EndsWith("您满意吗？", await _chat.SayAsync(Puzzles[0]), StringComparison.Ordinal);
        Assert.Contains("“满意”", await _chat.SayAsync(Puzzles[1]), StringComparison.Ordinal);
        Assert.DoesNotContain("满意吗", await _chat.SayAsync(Puzzles[2]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "没等到您的评价")]
    [InlineData("解决了", "您说解决了")]
    [InlineData("解决了一部分", "您说解决了一部分")]
    [InlineData("灯杆上贴着小广告", "您说的话")]
    public async Task When_the_window_is_over_who_did_answer_is_not_told_that_they_did_not(string? words, string told)
    {
        if (words is not null)
        {
            await _chat.SayAsync(words);
        }

        var said = Assert.Single((await WindowOverAsync())!);

        Assert.Equal(CaseStatus.Completed, _lamp.Case.Status);
        Assert.Contains(told, said, StringComparison.Ordinal);
        Assert.Contains("30天内", said, StringComparison.Ordinal);
        Assert.Equal(words is null, said.Contains("没等到", StringComparison.Ordinal));
    }

    [Theory, InlineData(null, "居民没有评价"), InlineData("解决了", "居民说"), InlineData("灯杆上贴着小广告", "没有听明白")]
    public async Task The_log_tells_who_gave_no_answer_from_whose_was_not_understood(string? words, string why)
    {
        if (words is not null)
        {
            await _chat.SayAsync(words);
        }

        await WindowOverAsync();

        Assert.Contains(why, _lamp.Log[^1].Reason, StringComparison.Ordinal);
    }

    /// <summary>What the nudge desk plans is carried out until the window is over.</summary>
    private async Task<string[]?> WindowOverAsync()
    {
        for (var i = 0; i < 6 && _lamp.Case.Status == CaseStatus.AwaitingEvaluation; i++)
        {
            _lamp.After(TimeSpan.FromDays(8));
            foreach (var step in StationBot.Handling.Loop.Nudging.Of(_lamp.Case.Id, _lamp.State, _lamp.Rules).Where(a => a.At <= _lamp.Now).SelectMany(a => a.Steps))
            {
                _lamp.Do(step.Action, step.By, step.Data, step.Reason);
            }
        }
        return await new NoticeDesk(_lamp).TellAsync(NoticeDesk.Waiting(_lamp, "window_over"));
    }
}
