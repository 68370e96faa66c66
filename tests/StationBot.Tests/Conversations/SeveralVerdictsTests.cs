using StationBot.Handling.Cases;
using StationBot.Tests.Handling.Loop;
using StationBot.Tests.Understanding;

namespace StationBot.Tests.Conversations;

/// <summary>Several cases of one resident wait to be judged: what is said of each, of all, and of one that is not named.</summary>
public sealed class SeveralVerdictsTests
{
    private static readonly (string Type, string Told, string Short)[] Matters =
    [
        ("ENV-07", "桂花园门口的垃圾站三天没清，臭得很", "垃圾三天没清"),
        ("OTH-04", "书香里小区3号楼门口的路灯不亮了，晚上看不见路", "路灯不亮"),
        ("ENV-02", "桂花园后门的下水道堵了，污水往外冒", "下水道堵了"),
    ];

    private readonly List<LoopCase> _cases = [];
    private readonly Conversation _chat;

    public SeveralVerdictsTests() => _chat = Of(2);

    /// <summary>The last of them was asked about.</summary>
    private Conversation Of(int count)
    {
        _cases.Clear();
        for (var i = 0; i < count; i++)
        {
            var one = i == 0 ? LoopCase.Draft() : LoopCase.Draft(beside: _cases[0]);
            one.Case.Number = new CaseNo($"QH20261123-000{i + 1}");
            (one.Case.RawText, one.Case.Summary) = (Matters[i].Told, Matters[i].Short);
            one.To(CaseStatus.AwaitingEvaluation).Case.ProblemType = Matters[i].Type;
            _cases.Add(one);
        }
        var chat = new Conversation(sorter: Sorting.Offline) { Resident = _cases[0].Case.ResidentId };
        chat.Cases.Save(_cases.Select(c => c.Case));
        chat.Remember(m =>
        {
            m.Greeted = true;
            m.CaseNo = m.Evaluating = _cases[^1].Case.Number!.Value.Value;
        });
        return chat;
    }

    private (Solved, Satisfaction) Stands(int at) => (_cases[at].State.Solved, _cases[at].State.Satisfaction);

    [Theory]
    [InlineData("垃圾那件满意，路灯那件不满意", Solved.Unasked, Satisfaction.Satisfied, Solved.Unasked, Satisfaction.Dissatisfied)]
    [InlineData("路灯那件不满意，垃圾那件满意", Solved.Unasked, Satisfaction.Satisfied, Solved.Unasked, Satisfaction.Dissatisfied)]
    [InlineData("垃圾那件还没清，路灯那件好了，满意", Solved.No, Satisfaction.None, Solved.Yes, Satisfaction.Satisfied)]
    [InlineData("垃圾解决了，路灯没有", Solved.Yes, Satisfaction.None, Solved.No, Satisfaction.None)]
    [InlineData("垃圾满意，路灯不满意", Solved.Unasked, Satisfaction.Satisfied, Solved.Unasked, Satisfaction.Dissatisfied)]
    [InlineData("这件解决了，那件没有", Solved.No, Satisfaction.None, Solved.Yes, Satisfaction.None)]
    [InlineData("前一件解决了，后一件没有", Solved.Yes, Satisfaction.None, Solved.No, Satisfaction.None)]
    [InlineData("都没解决，就灯修好了", Solved.No, Satisfaction.None, Solved.Yes, Satisfaction.None)]
    [InlineData("都解决了，就是路灯还差一盏没亮", Solved.Yes, Satisfaction.None, Solved.Partly, Satisfaction.None)]
    public async Task Each_has_its_own_word(string words, Solved rubbishSolved, Satisfaction rubbishSatisfied, Solved lampsSolved, Satisfaction lampsSatisfied)
    {
        var said = await _chat.SayAsync(words);

        Assert.Equal(((rubbishSolved, rubbishSatisfied), (lampsSolved, lampsSatisfied)), (Stands(0), Stands(1)));
        Assert.True(_chat.Last.Replies.Count(r => r.Choices?.Count > 0) <= 1, said);
    }

    [Fact]
    public async Task What_was_said_of_one_is_kept_though_it_told_no_verdict_and_another_question_is_open()
    {
        await _chat.SayAsync("垃圾那件还要等几天，路灯那件没修好");

        Assert.Equal((Solved.Unasked, Solved.No), (_cases[0].State.Solved, _cases[1].State.Solved));
        Assert.EndsWith("还要等几天", _cases[0].Case.RawText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("都解决了", Solved.Yes, Satisfaction.None)]
    [InlineData("都解决了，谢谢", Solved.Yes, Satisfaction.None)]
    [InlineData("全都解决了", Solved.Yes, Satisfaction.None)]
    [InlineData("都好了，辛苦你们", Solved.Yes, Satisfaction.None)]
    [InlineData("全部办好了", Solved.Yes, Satisfaction.None)]
    [InlineData("都解决了，都满意", Solved.Yes, Satisfaction.Satisfied)]
    [InlineData("都满意", Solved.Unasked, Satisfaction.Satisfied)]
    [InlineData("都没解决", Solved.No, Satisfaction.None)]
    [InlineData("全都没解决", Solved.No, Satisfaction.None)]
    [InlineData("一件都没解决", Solved.No, Satisfaction.None)]
    [InlineData("都没有", Solved.No, Satisfaction.None)]
    public async Task What_is_said_of_all_is_taken_by_each_of_two_and_of_three(string words, Solved solved, Satisfaction satisfaction)
    {
        foreach (var count in new[] { 2, 3 })
        {
            var chat = Of(count);

            var said = await chat.SayAsync(words);

            Assert.All(_cases, c => Assert.Equal((solved, satisfaction), (c.State.Solved, c.State.Satisfaction)));
            Assert.True(chat.Last.Replies.Count(r => r.Choices?.Count > 0) <= 1, said);
        }
    }

    [Theory]
    [InlineData("两件都解决了", 2, Solved.Yes)]
    [InlineData("两件都没解决", 2, Solved.No)]
    [InlineData("俩都好了", 2, Solved.Yes)]
    [InlineData("三件都解决了", 3, Solved.Yes)]
    [InlineData("这几件全部办好了", 3, Solved.Yes)]
    public async Task What_is_said_of_a_number_is_taken_by_so_many(string words, int count, Solved solved)
    {
        await Of(count).SayAsync(words);

        Assert.All(_cases, c => Assert.Equal(solved, c.State.Solved));
    }

    /// <summary>The third is still being worked on.</summary>
    [Theory]
    [InlineData("下水道还是堵")]
    [InlineData("污水还在冒")]
    [InlineData("下水道通了")]
    [InlineData("下水道堵得更厉害了，到处都是")]
    public async Task What_is_said_of_one_under_way_is_kept_with_it_and_judges_none(string words)
    {
        var under = LoopCase.Draft(beside: _cases[0]);
        under.Case.Number = new CaseNo("QH20261123-0003");
        (under.Case.RawText, under.Case.Summary) = (Matters[2].Told, Matters[2].Short);
        under.To(CaseStatus.InProgress).Case.ProblemType = Matters[2].Type;
        _chat.Cases.Save([under.Case]);

        var said = await _chat.SayAsync(words);

        Assert.Contains("补充到QH20261123-0003", said, StringComparison.Ordinal);
        Assert.EndsWith("QH20261123-0002（路灯不亮）这件事解决了吗？", said, StringComparison.Ordinal);
        Assert.EndsWith(words, under.Case.RawText, StringComparison.Ordinal);
        Assert.All(_cases, c => Assert.Equal(Solved.Unasked, c.State.Solved));
        Assert.Equal(3, _chat.Cases.All.Count);
    }

    [Fact]
    public async Task After_a_yes_for_all_each_is_asked_how_they_like_it_by_its_name()
    {
        await _chat.SayAsync("都解决了");

        Assert.EndsWith("QH20261123-0001（垃圾三天没清）这次办理您满意吗？", await _chat.SayAsync("满意"), StringComparison.Ordinal);
        await _chat.SayAsync("基本满意");

        Assert.Equal(((Solved.Yes, Satisfaction.Basic), (Solved.Yes, Satisfaction.Satisfied)), (Stands(0), Stands(1)));
    }

    /// <summary>都 that is said of the one that was asked about, or by others, or as a question.</summary>
    [Theory]
    [InlineData("都一个月了还没解决", Solved.No)]
    [InlineData("灯都亮了", Solved.Yes)]
    [InlineData("都说解决了，其实没有", Solved.No)]
    [InlineData("都解决了吗", Solved.Unasked)]
    [InlineData("都有人来过了", Solved.Unasked)]
    [InlineData("都解决了才怪", Solved.No)]
    public async Task What_only_sounds_like_all_is_not_taken_by_the_other(string words, Solved lamps)
    {
        await _chat.SayAsync(words);

        Assert.Equal((Solved.Unasked, lamps), (_cases[0].State.Solved, _cases[1].State.Solved));
    }

    /// <summary>Real words, of which some do not say the thing itself: by the trouble that they sound like, by what is left, from where the words point.</summary>
    [Theory]
    [InlineData("路灯好了，垃圾也清了，噪音还是照样", Solved.Yes, Solved.Yes, Solved.No)]
    [InlineData("除了噪音都解决了", Solved.Yes, Solved.Yes, Solved.No)]
    [InlineData("噪音没了，路灯还黑着，垃圾也没人收", Solved.No, Solved.No, Solved.Yes)]
    public async Task Each_is_found_though_its_own_word_is_not_said(string words, Solved lamp, Solved rubbish, Solved noise)
    {
        LoopCase[] three = [ToldCase.Of(ToldCase.Lamp, CaseStatus.AwaitingEvaluation)];
        three = [three[0], ToldCase.Of(ToldCase.Rubbish, CaseStatus.AwaitingEvaluation, 2, three[0]), ToldCase.Of(ToldCase.Noise, CaseStatus.AwaitingEvaluation, 3, three[0])];

        await ToldCase.Asked(three).SayAsync(words);

        Assert.Equal([lamp, rubbish, noise], three.Select(c => c.State.Solved));
    }

    [Theory]
    [InlineData("钱没给，灯修好了", Solved.Yes, Solved.No)]
    [InlineData("一分没见着，灯倒是亮了", Solved.Yes, Solved.No)]
    [InlineData("路灯那件解决了，另一件没有", Solved.Yes, Solved.No)]
    [InlineData("工资那件解决了，另一件没有", Solved.No, Solved.Yes)]
    public async Task Of_two_the_one_that_is_left_is_meant(string words, Solved lamp, Solved wages)
    {
        var one = ToldCase.Of(ToldCase.Lamp, CaseStatus.AwaitingEvaluation);
        LoopCase[] two = [one, ToldCase.Of(ToldCase.Wages, CaseStatus.AwaitingEvaluation, 2, one)];

        var said = await ToldCase.Asked(two).SayAsync(words);

        Assert.Equal([lamp, wages], two.Select(c => c.State.Solved));
        Assert.Contains("满意吗？", said, StringComparison.Ordinal);
        Assert.Matches("QH20261123-000[12]（[^）]+）这次办理您满意吗？", said); // of which it is asked
    }

    [Fact]
    public async Task All_that_are_done_and_liked_are_asked_nothing_more()
    {
        var said = await _chat.SayAsync("全部搞定，都满意");

        Assert.All(_cases, c => Assert.Equal((CaseStatus.Completed, Solved.Yes, Satisfaction.Satisfied), (c.Case.Status, c.State.Solved, c.State.Satisfaction)));
        Assert.DoesNotContain("？", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_still_makes_a_noise_is_the_case_under_way_and_no_third()
    {
        var noise = ToldCase.Of(ToldCase.Noise, CaseStatus.Rework);
        var lamp = ToldCase.Of(ToldCase.Lamp, CaseStatus.AwaitingEvaluation, 2, noise);
        foreach (var chat in new[] { ToldCase.Asked(noise, lamp), ToldCase.Chat(noise, lamp) })
        {
            await chat.SayAsync("噪音呢还是吵");

            Assert.EndsWith("噪音呢还是吵", noise.Case.RawText, StringComparison.Ordinal);
            Assert.Equal((2, Solved.Unasked), (chat.Cases.All.Count, lamp.State.Solved));
        }
    }

    [Fact]
    public async Task All_but_one_that_no_case_names_is_asked_for()
    {
        var said = await _chat.SayAsync("除了噪音都解决了");

        Assert.Equal((Solved.Unasked, Solved.Unasked), (_cases[0].State.Solved, _cases[1].State.Solved));
        Assert.Contains("哪一件", said, StringComparison.Ordinal);
        Assert.All(_cases, c => Assert.EndsWith("除了噪音都解决了", c.Case.RawText, StringComparison.Ordinal));
    }

    [Fact]
    public async Task All_but_one_that_is_named_is_the_opposite_of_it()
    {
        await _chat.SayAsync("除了垃圾都解决了");

        Assert.Equal((Solved.No, Solved.Yes), (_cases[0].State.Solved, _cases[1].State.Solved));
    }

    [Theory]
    [InlineData("一件解决了一件没有", "解决了")]
    [InlineData("一件解决了，另一件没解决", "解决了")]
    [InlineData("有一件没解决", "没解决")]
    [InlineData("一件满意一件不满意", "满意")]
    public async Task Of_one_that_is_not_named_it_is_asked_which_and_the_words_are_kept(string words, string asked)
    {
        var said = await _chat.SayAsync(words);

        Assert.Equal($"您说“{asked}”的是哪一件？", said);
        Assert.Equal(["QH20261123-0001 垃圾三天没清", "QH20261123-0002 路灯不亮"], _chat.Last.Replies[^1].Choices);
        Assert.All(_cases, c => Assert.EndsWith(words, c.Case.RawText, StringComparison.Ordinal));
        Assert.All(_cases, c => Assert.Equal((CaseStatus.AwaitingEvaluation, Solved.Unasked, Satisfaction.None), (c.Case.Status, c.State.Solved, c.State.Satisfaction)));
    }

    [Theory]
    [InlineData("QH20261123-0002 路灯不亮", Solved.No, Solved.Yes)]
    [InlineData("第二件", Solved.No, Solved.Yes)]
    [InlineData("2", Solved.No, Solved.Yes)]
    [InlineData("路灯", Solved.No, Solved.Yes)]
    [InlineData("没清垃圾那件", Solved.Yes, Solved.No)]
    [InlineData("垃圾没解决", Solved.No, Solved.Yes)]
    [InlineData("没解决的是路灯", Solved.Yes, Solved.No)]
    [InlineData("垃圾解决了，路灯没有", Solved.Yes, Solved.No)]
    public async Task Whichever_is_named_then_each_has_its_word(string answer, Solved rubbish, Solved lamps)
    {
        await _chat.SayAsync("一件解决了一件没有");

        await _chat.SayAsync(answer);

        Assert.Equal((rubbish, lamps), (_cases[0].State.Solved, _cases[1].State.Solved));
    }

    [Fact]
    public async Task Of_three_the_one_that_differs_is_asked_for()
    {
        var chat = Of(3);

        Assert.Equal("您说“没有”的是哪一件？", await chat.SayAsync("两件解决了一件没有"));
        await chat.SayAsync("路灯");

        Assert.Equal([Solved.Yes, Solved.No, Solved.Yes], _cases.Select(c => c.State.Solved));
    }

    [Fact]
    public async Task Of_three_nothing_is_concluded_for_one_of_which_nothing_was_said()
    {
        var chat = Of(3);
        await chat.SayAsync("一件解决了，一件没有");

        await chat.SayAsync("垃圾");

        Assert.Equal([Solved.Yes, Solved.Unasked, Solved.Unasked], _cases.Select(c => c.State.Solved));
    }

    [Theory, InlineData("不知道"), InlineData("算了")]
    public async Task Who_does_not_say_which_judges_nothing(string answer)
    {
        await _chat.SayAsync("一件解决了一件没有");

        await _chat.SayAsync(answer);

        Assert.All(_cases, c => Assert.Equal(Solved.Unasked, c.State.Solved));
    }

    [Theory, InlineData("一件小事"), InlineData("一件事说三遍"), InlineData("第一件事解决了")]
    public async Task What_only_sounds_like_one_of_several_asks_for_none(string words) =>
        Assert.DoesNotContain("哪一件", await _chat.SayAsync(words), StringComparison.Ordinal);
}
