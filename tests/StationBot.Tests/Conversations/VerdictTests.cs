using StationBot.Handling.Cases;
using StationBot.Handling.Deadlines;
using StationBot.Handling.Messages;
using StationBot.Tests.Handling.Loop;
using StationBot.Tests.Understanding;

namespace StationBot.Tests.Conversations;

/// <summary>What residents really answer to 解决了吗 and 满意吗, and long after.</summary>
public sealed class VerdictTests
{
    private readonly Case _one = LoopCase.In(CaseStatus.AwaitingEvaluation).Case;
    private readonly Conversation _chat;

    public VerdictTests()
    {
        _chat = new Conversation(sorter: Sorting.Offline) { Resident = _one.ResidentId };
        _chat.Cases.Save([_one]);
        _chat.Remember(m => m.Evaluating = _one.Number!.Value.Value);
    }

    private (CaseStatus, Solved, Satisfaction) Stands => (_one.Status, _one.Facts.Solved, _one.Facts.Satisfaction);

    [Theory]
    [InlineData("亮了一盏，还有一盏没亮", CaseStatus.AwaitingEvaluation, Solved.Partly, Satisfaction.None)]
    [InlineData("一半一半", CaseStatus.AwaitingEvaluation, Solved.Partly, Satisfaction.None)]
    [InlineData("没有不满意", CaseStatus.Completed, Solved.Unasked, Satisfaction.Basic)]
    [InlineData("不是不满意，就是慢了点", CaseStatus.Completed, Solved.Unasked, Satisfaction.Basic)]
    [InlineData("解决了但不满意", CaseStatus.Rework, Solved.Yes, Satisfaction.Dissatisfied)]
    [InlineData("1", CaseStatus.AwaitingEvaluation, Solved.Yes, Satisfaction.None)]
    [InlineData("垃圾是清了，可味道还在", CaseStatus.AwaitingEvaluation, Solved.Partly, Satisfaction.None)]
    [InlineData("垃圾站又堆满了", CaseStatus.Rework, Solved.No, Satisfaction.None)]
    [InlineData("修是修了,跟没修一样", CaseStatus.Rework, Solved.No, Satisfaction.None)]
    [InlineData("灯是亮了,过两天又灭了", CaseStatus.Rework, Solved.No, Satisfaction.None)]
    [InlineData("好了没两天又塌了", CaseStatus.Rework, Solved.No, Satisfaction.None)]
    [InlineData("修了个寂寞", CaseStatus.Rework, Solved.No, Satisfaction.None)]
    [InlineData("老样子", CaseStatus.Rework, Solved.No, Satisfaction.None)]
    [InlineData("还那样", CaseStatus.Rework, Solved.No, Satisfaction.None)]
    [InlineData("没啥用", CaseStatus.Rework, Solved.No, Satisfaction.None)]
    [InlineData("哪里解决了", CaseStatus.Rework, Solved.No, Satisfaction.None)]
    [InlineData("修好了吗?我咋没看见", CaseStatus.Rework, Solved.No, Satisfaction.None)]
    [InlineData("等于白修", CaseStatus.Rework, Solved.No, Satisfaction.None)]
    [InlineData("不能说没解决", CaseStatus.AwaitingEvaluation, Solved.Partly, Satisfaction.None)]
    [InlineData("又干净又亮堂", CaseStatus.AwaitingEvaluation, Solved.Yes, Satisfaction.None)]
    [InlineData("又亮又好看", CaseStatus.AwaitingEvaluation, Solved.Yes, Satisfaction.None)]
    [InlineData("不黑了", CaseStatus.AwaitingEvaluation, Solved.Yes, Satisfaction.None)]
    [InlineData("再也不黑了", CaseStatus.AwaitingEvaluation, Solved.Yes, Satisfaction.None)]
    [InlineData("楼道里不黑了，谢谢", CaseStatus.AwaitingEvaluation, Solved.Yes, Satisfaction.None)]
    [InlineData("没想到这么快", CaseStatus.AwaitingEvaluation, Solved.Yes, Satisfaction.None)]
    [InlineData("都好了,辛苦", CaseStatus.AwaitingEvaluation, Solved.Yes, Satisfaction.None)]
    [InlineData("比以前还亮", CaseStatus.AwaitingEvaluation, Solved.Yes, Satisfaction.None)]
    [InlineData("搞定", CaseStatus.AwaitingEvaluation, Solved.Yes, Satisfaction.None)]
    [InlineData("没味儿了", CaseStatus.AwaitingEvaluation, Solved.Yes, Satisfaction.None)]
    [InlineData("干净得很", CaseStatus.AwaitingEvaluation, Solved.Yes, Satisfaction.None)]
    [InlineData("楼上好了楼下没好", CaseStatus.AwaitingEvaluation, Solved.Partly, Satisfaction.None)]
    [InlineData("就剩一盏了", CaseStatus.AwaitingEvaluation, Solved.Partly, Satisfaction.None)]
    [InlineData("又快又好", CaseStatus.Completed, Solved.Yes, Satisfaction.Satisfied)]
    [InlineData("修得又快又好，谢谢师傅", CaseStatus.Completed, Solved.Yes, Satisfaction.Satisfied)]
    [InlineData("没得说", CaseStatus.Completed, Solved.Yes, Satisfaction.Satisfied)]
    [InlineData("只修了一盏,别的还黑着", CaseStatus.AwaitingEvaluation, Solved.Partly, Satisfaction.None)]
    [InlineData("亮了一半", CaseStatus.AwaitingEvaluation, Solved.Partly, Satisfaction.None)]
    [InlineData("修好了但是又坏了", CaseStatus.Rework, Solved.No, Satisfaction.None)]
    [InlineData("时亮时不亮", CaseStatus.AwaitingEvaluation, Solved.Partly, Satisfaction.None)]
    [InlineData("清走了", CaseStatus.AwaitingEvaluation, Solved.Yes, Satisfaction.None)]
    [InlineData("清了清了", CaseStatus.AwaitingEvaluation, Solved.Yes, Satisfaction.None)]
    [InlineData("差评", CaseStatus.Rework, Solved.Unasked, Satisfaction.Dissatisfied)]
    [InlineData("太让人失望了", CaseStatus.Rework, Solved.Unasked, Satisfaction.Dissatisfied)]
    [InlineData("给个五星好评", CaseStatus.Completed, Solved.Unasked, Satisfaction.Satisfied)]
    [InlineData("3", CaseStatus.Rework, Solved.No, Satisfaction.None)]
    public async Task A_verdict_is_what_the_words_say(string words, CaseStatus status, Solved solved, Satisfaction satisfaction)
    {
        await _chat.SayAsync(words);

        Assert.Equal((status, solved, satisfaction), Stands);
    }

    [Theory]
    [InlineData("依旧")]
    [InlineData("跟以前一个样")]
    [InlineData("跟原来没什么两样")]
    [InlineData("原封不动")]
    [InlineData("换汤不换药")]
    [InlineData("昨天亮今天不亮")]
    [InlineData("没见着人来修")]
    [InlineData("鬼影都没见一个")]
    [InlineData("解决个屁")]
    [InlineData("没得修好哦")]
    [InlineData("比以前还暗")]
    [InlineData("越来越臭了")]
    [InlineData("还不如不修")]
    [InlineData("不咋地")]
    [InlineData("不亮")]
    [InlineData("只说修好了,实际没动")]
    [InlineData("光说不练")]
    [InlineData("白搭")]
    [InlineData("已经坏了")]
    [InlineData("没想到这么快就坏了")]
    [InlineData("还在漏")]
    [InlineData("垃圾还是臭的")]
    [InlineData("跟没反映一样")]
    [InlineData("木有")]
    [InlineData("没整好")]
    [InlineData("人都没来")]
    [InlineData("谢谢，问题依旧")]
    [InlineData("解决啥了")]
    [InlineData("解决了才怪呢")]
    [InlineData("谁说修好了")]
    [InlineData("谢谢啊啥也没干")]
    [InlineData("感谢你们什么都没做")]
    public async Task A_no_is_one_in_whatever_words(string words)
    {
        _chat.Remember(m => m.CaseNo = m.Evaluating);

        await _chat.SayAsync(words);

        Assert.Equal((CaseStatus.Rework, Solved.No), (_one.Status, _one.Facts.Solved));
        Assert.Single(_chat.Cases.All);
    }

    [Theory]
    [InlineData("跟以前一样干净了")]
    [InlineData("昨天还不亮,今天亮了")]
    [InlineData("灯不亮的问题解决了")]
    [InlineData("之前坏了,现在修好了")]
    [InlineData("没见着人来修,但灯亮了")]
    [InlineData("没人来闹了")]
    [InlineData("没关系")]
    [InlineData("没白跑")]
    [InlineData("没骗人")]
    [InlineData("没什么问题")]
    [InlineData("还没看")]
    [InlineData("没收到通知")]
    [InlineData("没办法,只能这样")]
    [InlineData("谢谢,什么都不用做了")]
    [InlineData("只换了个灯泡就好了")]
    public async Task What_only_sounds_like_a_no_opens_no_round(string words)
    {
        await _chat.SayAsync(words);

        Assert.Equal(CaseStatus.AwaitingEvaluation, _one.Status);
        Assert.NotEqual(Solved.No, _one.Facts.Solved);
    }

    [Theory]
    [InlineData("装是装了,一碰就掉")]
    [InlineData("装是装了一碰就掉")]
    [InlineData("亮倒是亮了就是太暗")]
    [InlineData("亮是亮了，就是有点暗")]
    [InlineData("又快又好,才两天就坏了")]
    [InlineData("都好了吗")]
    [InlineData("应该好了")]
    [InlineData("好像修好了")]
    [InlineData("解决了?")]
    [InlineData("不吵了是因为停电")]
    [InlineData("亮了两盏")]
    [InlineData("说得好听")]
    [InlineData("不黑了才怪")]
    [InlineData("说是又快又好")]
    [InlineData("没得说法")]
    [InlineData("我没话说")]
    [InlineData("要是不黑了就好")]
    [InlineData("就亮了一晚上")]
    [InlineData("修得真好,一下雨就灭")]
    [InlineData("呵呵,真解决了")]
    [InlineData("听说修了,我没看到")]
    [InlineData("亮了没两天")]
    [InlineData("修好了?骗谁呢")]
    public async Task What_may_be_meant_otherwise_is_no_yes(string words)
    {
        await _chat.SayAsync(words);

        Assert.NotEqual(Solved.Yes, _one.Facts.Solved);
        Assert.NotEqual(CaseStatus.Completed, _one.Status);
    }

    [Theory, InlineData("修好了，谢谢"), InlineData("解决了，就是慢了一点")]
    public async Task A_plain_yes_is_one(string words)
    {
        await _chat.SayAsync(words);

        Assert.Equal(Solved.Yes, _one.Facts.Solved);
    }

    [Theory, InlineData("太满意了,灯都没亮"), InlineData("满意?我能满意吗"), InlineData("很满意,才怪")]
    public async Task Praise_that_mocks_is_none(string words)
    {
        await _chat.SayAsync(words);

        Assert.Equal((CaseStatus.Rework, false), (_one.Status, _one.Facts.Satisfaction is Satisfaction.Satisfied or Satisfaction.Basic));
    }

    [Theory, InlineData("满意，没问题"), InlineData("很满意，修得不错"), InlineData("满意满意")]
    public async Task Praise_that_means_it_is_one(string words)
    {
        await _chat.SayAsync(words);

        Assert.Equal(Satisfaction.Satisfied, _one.Facts.Satisfaction);
    }

    [Fact]
    public async Task Who_is_unhappy_though_it_is_solved_is_not_asked_what_is_unsolved() =>
        Assert.Contains("哪里不满意", await _chat.SayAsync("解决了但不满意"), StringComparison.Ordinal);

    [Fact]
    public async Task Who_said_before_that_it_is_solved_is_not_asked_what_is_unsolved_either()
    {
        await _chat.SayAsync("1");

        Assert.Contains("哪里不满意", await _chat.SayAsync("3"), StringComparison.Ordinal);
        Assert.Equal((CaseStatus.Rework, Solved.Yes, Satisfaction.Dissatisfied), Stands);
    }

    [Fact]
    public async Task Both_questions_are_answered_in_everyday_words()
    {
        await _chat.SayAsync("清了清了");
        await _chat.SayAsync("挺好");

        Assert.Equal((CaseStatus.Completed, Solved.Yes, Satisfaction.Satisfied), Stands);
    }

    [Fact]
    public async Task A_remark_that_answers_neither_question_is_kept_and_the_question_asked_again()
    {
        _chat.Remember(m => m.CaseNo = m.Evaluating);

        var said = await _chat.SayAsync("太慢了");

        Assert.Contains("还是没解决？", said, StringComparison.Ordinal);
        Assert.Equal((CaseStatus.AwaitingEvaluation, Solved.Unasked, Satisfaction.None), Stands);
        Assert.EndsWith("太慢了", _one.RawText, StringComparison.Ordinal);
        await _chat.SayAsync("解决了");
        Assert.Equal(Solved.Yes, _one.Facts.Solved);
    }

    [Theory]
    [InlineData("解决了但不满意，拖太久", Solved.Yes, Satisfaction.Dissatisfied)]
    [InlineData("这回解决了，满意", Solved.Yes, Satisfaction.Satisfied)]
    public async Task While_a_promise_is_open_a_verdict_is_how_it_looks_so_far(string words, Solved solved, Satisfaction satisfaction)
    {
        var one = LoopCase.In(CaseStatus.CommitmentTracking);
        var chat = new Conversation(sorter: Sorting.Offline) { Resident = one.Case.ResidentId };
        chat.Cases.Save([one.Case]);
        chat.Remember(m => m.CaseNo = one.Case.Number!.Value.Value);

        await chat.SayAsync(words);

        Assert.Equal((CaseStatus.CommitmentTracking, solved, satisfaction), (one.Case.Status, one.State.Solved, one.State.Satisfaction));
    }

    [Fact]
    public async Task Who_is_unhappy_while_a_promise_is_open_is_promised_no_day_that_no_clock_keeps()
    {
        var one = LoopCase.In(CaseStatus.CommitmentTracking);
        var chat = new Conversation(sorter: Sorting.Offline) { Resident = one.Case.ResidentId };
        chat.Cases.Save([one.Case]);
        chat.Remember(m => m.CaseNo = one.Case.Number!.Value.Value);

        var said = await chat.SayAsync("不满意");

        Assert.Contains("办完再请您评价", said, StringComparison.Ordinal);
        Assert.DoesNotContain("工作日", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("算了")]
    [InlineData("不想评")]
    [InlineData("还能怎样，就那样吧")]
    public async Task A_sigh_takes_nothing_back_and_judges_nothing(string words)
    {
        Assert.Contains("不评也可以", await _chat.SayAsync(words), StringComparison.Ordinal);

        Assert.Equal((CaseStatus.AwaitingEvaluation, Solved.Unasked, Satisfaction.None), Stands);
    }

    [Fact]
    public async Task Who_has_not_looked_yet_may_answer_later()
    {
        Assert.Contains("看过了再告诉我", await _chat.SayAsync("不知道，我还没去看"), StringComparison.Ordinal);

        await _chat.SayAsync("解决了");
        Assert.Equal(Solved.Yes, _one.Facts.Solved);
    }

    [Fact]
    public async Task Who_says_that_it_is_not_solved_is_asked_whether_they_are_satisfied_too()
    {
        await _chat.SayAsync("没解决");

        Assert.Equal(CaseStatus.Rework, _one.Status);
        Assert.StartsWith("对不起", _chat.Last.Replies[^2].Text, StringComparison.Ordinal);
        Assert.Equal(("再问一句，这次办理您满意吗？", 3), (_chat.Last.Replies[^1].Text, _chat.Last.Replies[^1].Choices?.Count));
    }

    [Theory]
    [InlineData("不满意", Satisfaction.Dissatisfied)]
    [InlineData("不", Satisfaction.Dissatisfied)]
    [InlineData("3", Satisfaction.Dissatisfied)]
    [InlineData("不满意，灯还是不亮", Satisfaction.Dissatisfied)]
    [InlineData("基本满意", Satisfaction.Basic)]
    [InlineData("态度满意", Satisfaction.Satisfied)]
    public async Task What_they_say_to_the_second_question_is_kept_while_the_next_round_is_under_way(string words, Satisfaction satisfaction)
    {
        await _chat.SayAsync("没解决");

        var said = await _chat.SayAsync(words);

        Assert.Equal((CaseStatus.Rework, Solved.No, satisfaction, 1), (_one.Status, _one.Facts.Solved, _one.Facts.Satisfaction, _one.Facts.DissatisfiedCount));
        Assert.Contains("记下了", said, StringComparison.Ordinal);
        Assert.DoesNotContain("满意吗", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("解决了", Solved.Yes)]
    [InlineData("1", Solved.Yes)]
    [InlineData("没有", Solved.No)]
    [InlineData("解决了一半", Solved.Partly)]
    public async Task Who_only_says_that_they_are_not_satisfied_is_asked_whether_it_is_solved_and_the_answer_is_kept(string words, Solved solved)
    {
        await _chat.SayAsync("不满意");

        Assert.Contains("哪里不满意", _chat.Last.Replies[^2].Text, StringComparison.Ordinal);
        Assert.Equal(("再问一句，这件事解决了吗？", 3), (_chat.Last.Replies[^1].Text, _chat.Last.Replies[^1].Choices?.Count));
        var said = await _chat.SayAsync(words);

        Assert.Equal((CaseStatus.Rework, solved, Satisfaction.Dissatisfied, 1), (_one.Status, _one.Facts.Solved, _one.Facts.Satisfaction, _one.Facts.DissatisfiedCount));
        Assert.Contains("记下了", said, StringComparison.Ordinal);
    }

    [Theory, InlineData("算了"), InlineData("不想评")]
    public async Task Who_does_not_care_to_judge_the_round_that_failed_takes_nothing_back(string words)
    {
        await _chat.SayAsync("没解决");

        Assert.Contains("有进展会告诉您", await _chat.SayAsync(words), StringComparison.Ordinal);

        Assert.Equal((CaseStatus.Rework, Solved.No, Satisfaction.None), Stands);
    }

    [Theory, InlineData("没解决，我不满意"), InlineData("不满意")]
    public async Task Who_has_said_that_they_are_not_satisfied_is_not_asked(string words) =>
        Assert.DoesNotContain("满意吗", await _chat.SayAsync(words), StringComparison.Ordinal);

    [Fact]
    public async Task A_neighbours_round_that_began_meanwhile_is_no_question_that_was_put()
    {
        _one.Apply(new Step(CaseAction.Rework, Actor.Resident with { Name = "QH20261123-0009" }, new EvaluateData(Solved.No, null), "没解决"), The.Moment, The.Rules);

        await _chat.SayAsync("不满意");

        Assert.Equal((CaseStatus.Rework, Solved.No, Satisfaction.None), Stands);
    }

    [Theory]
    [InlineData("不")]
    [InlineData("不咋地")]
    public async Task A_bare_no_to_the_second_question_is_about_satisfaction(string words)
    {
        await _chat.SayAsync("解决了");

        await _chat.SayAsync(words);

        Assert.Equal((CaseStatus.Rework, Solved.Yes, Satisfaction.Dissatisfied), Stands);
    }

    [Fact]
    public async Task Praise_in_a_second_round_is_not_passed_off_as_a_verdict()
    {
        await _chat.SayAsync("没解决");

        var said = await _chat.SayAsync("满意");

        Assert.DoesNotContain("谢谢您的评价", said, StringComparison.Ordinal);
        Assert.Equal(CaseStatus.Rework, _one.Status);
        Assert.EndsWith("满意", _one.RawText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_matter_after_the_verdict_becomes_one()
    {
        await _chat.SayAsync("解决了，满意，另外桂花园门口的井盖松了半个月");

        Assert.Equal((CaseStatus.Completed, Solved.Yes, Satisfaction.Satisfied), Stands);
        Assert.Equal(Ask.Contact, _chat.Asked);
        await _chat.SayAsync("不留");
        await _chat.SayAsync("对");
        Assert.Contains(_chat.Cases.All, c => c.RawText.Contains("井盖", StringComparison.Ordinal) && c.Id != _one.Id);
    }

    [Theory]
    [InlineData("{0}没修好，又不亮了")]
    [InlineData("{0}又坏了")]
    [InlineData("垃圾又没清")]
    public async Task The_same_trouble_again_opens_the_old_case(string words)
    {
        await _chat.SayAsync("解决了，满意");
        Assert.Equal(CaseStatus.Completed, _one.Status);

        await _chat.SayAsync(string.Format(System.Globalization.CultureInfo.InvariantCulture, words, _one.Number));

        Assert.Equal(CaseStatus.Rework, _one.Status);
        Assert.Single(_chat.Cases.All);
    }

    [Fact]
    public async Task The_same_trouble_long_after_is_a_matter_of_its_own()
    {
        await _chat.SayAsync("解决了，满意");
        _chat.Now = _chat.Now.AddDays(200);

        await _chat.SayAsync("垃圾又没清");

        Assert.Equal(CaseStatus.Completed, _one.Status);
        Assert.Equal(Ask.Place, _chat.Asked);
    }

    [Fact]
    public async Task A_relapse_after_its_days_is_a_new_case_that_goes_on_from_the_old_one()
    {
        await _chat.SayAsync("解决了，满意");
        _chat.Now = _chat.Now.AddDays(40);

        await _chat.SayAsync($"{_one.Number}又坏了，还是老样子");
        for (var i = 0; i < 5 && _chat.Asked != Ask.Confirm; i++)
        {
            await _chat.SayAsync(_chat.Asked switch { Ask.Place => "书香里小区", Ask.Time => "昨天开始", Ask.Demand => "请重新清运", _ => "不留" });
        }
        await _chat.SayAsync("对");

        var made = Assert.Single(_chat.Cases.All, c => c.Id != _one.Id);
        Assert.Equal((CaseStatus.Completed, _one.Number!.Value.Value, _one.ProblemType), (_one.Status, made.Facts.Earlier, made.ProblemType));
    }

    [Theory]
    [InlineData("灯又坏了，和上次一样", true)]
    [InlineData("灯又坏了，和上次一样", false)]
    [InlineData("跟上次一样，垃圾又没人清", true)]
    [InlineData("跟上次一样，垃圾又没人清", false)]
    public async Task A_relapse_that_points_back_has_type_and_place_of_the_old_one(string words, bool elsewhere)
    {
        _one.Slots = new Dictionary<string, string> { ["place"] = "书香里小区" };
        await _chat.SayAsync("解决了，满意");
        _one.Apply(new Step(CaseAction.RecordDelivery, Actor.System, Reason: "已告知"), _chat.Now, The.Rules);
        var later = elsewhere ? _chat.Later() : _chat;
        later.Now = _chat.Now.AddDays(35);

        await later.SayAsync(words);
        for (var i = 0; i < 5 && later.Asked != Ask.Confirm; i++)
        {
            Assert.NotEqual(Ask.Place, later.Asked);
            await later.SayAsync(later.Asked switch { Ask.Time => "昨天开始", Ask.Demand => "请重新修好", _ => "不留" });
        }
        await later.SayAsync("对");

        var made = Assert.Single(_chat.Cases.All, c => c.Id != _one.Id);
        Assert.Equal((_one.Number!.Value.Value, _one.ProblemType, "书香里小区"), (made.Facts.Earlier, made.ProblemType, made.Slots["place"]));
    }

    [Fact]
    public async Task A_relapse_in_time_opens_the_old_case_and_says_nothing_of_satisfaction()
    {
        await _chat.SayAsync("解决了，满意");
        var later = _chat.Later();
        later.Now = _chat.Now.AddDays(5);

        await later.SayAsync("跟上次一样，垃圾又没人清");

        Assert.Equal((CaseStatus.Rework, Solved.No, Satisfaction.Satisfied), Stands);
    }

    [Theory]
    [InlineData("12345不受理，让我找你们")]
    [InlineData("那边不管")]
    [InlineData("法院不受理，让我回来找你们")]
    [InlineData("我不同意，这事该你们管")]
    public async Task Who_was_led_elsewhere_and_comes_back_is_heard_again(string words)
    {
        var one = LoopCase.In(CaseStatus.Redirected);
        var chat = new Conversation(sorter: Sorting.Offline) { Resident = one.Case.ResidentId };
        chat.Cases.Save([one.Case]);

        await chat.SayAsync(words);

        Assert.Equal((CaseStatus.InTriage, true), (one.Case.Status, one.State.Objected));
        Assert.Contains("重新看一遍", chat.Said, StringComparison.Ordinal);
        Assert.DoesNotContain("不满意", chat.Said, StringComparison.Ordinal);
    }

    [Theory, InlineData("我要撤回"), InlineData("确定撤回"), InlineData("申请撤销这件事")]
    public async Task A_case_is_taken_back_in_few_words(string words)
    {
        var one = LoopCase.In(CaseStatus.ReadyToAssign);
        var chat = new Conversation(sorter: Sorting.Offline) { Resident = one.Case.ResidentId };
        chat.Cases.Save([one.Case]);
        chat.Remember(m => m.CaseNo = one.Case.Number!.Value.Value);

        await chat.SayAsync(words);

        Assert.Equal(CaseStatus.Withdrawn, one.Case.Status);
    }

    /// <summary>Lamps and rubbish of one resident, both answered; the rubbish was asked about last.</summary>
    private static (LoopCase Lamps, LoopCase Rubbish, Conversation Chat) Two(CaseStatus status = CaseStatus.AwaitingEvaluation)
    {
        var lamps = LoopCase.In(status);
        var rubbish = LoopCase.Draft(beside: lamps).To(status);
        (lamps.Case.RawText, rubbish.Case.RawText) = ("书香里小区3号楼门口的路灯不亮了，晚上看不见路", "桂花园门口的垃圾站三天没清，臭得很");
        var chat = new Conversation(sorter: Sorting.Offline) { Resident = lamps.Case.ResidentId };
        chat.Cases.Save([lamps.Case, rubbish.Case]);
        chat.Remember(m => (m.CaseNo, m.Evaluating) = (rubbish.Case.Number!.Value.Value, status == CaseStatus.AwaitingEvaluation ? rubbish.Case.Number!.Value.Value : null));
        return (lamps, rubbish, chat);
    }

    [Theory]
    [InlineData("QH20261123-0007 解决了，满意", Solved.Yes, Satisfaction.Satisfied, Solved.Unasked)]
    [InlineData("路灯修好了，满意", Solved.Yes, Satisfaction.Satisfied, Solved.Unasked)]
    [InlineData("路灯没修好", Solved.No, Satisfaction.None, Solved.Unasked)]
    [InlineData("垃圾没清，还是臭", Solved.Unasked, Satisfaction.None, Solved.No)]
    [InlineData("没有，还是老样子", Solved.Unasked, Satisfaction.None, Solved.No)]
    [InlineData("垃圾清走了，路灯还是不亮", Solved.No, Satisfaction.None, Solved.Yes)]
    [InlineData("路灯亮了，垃圾又堆满了", Solved.Yes, Satisfaction.None, Solved.No)]
    [InlineData("灯修好了,垃圾没清", Solved.Yes, Satisfaction.None, Solved.No)]
    [InlineData("路灯那件还是黑的", Solved.No, Satisfaction.None, Solved.Unasked)]
    public async Task Of_two_cases_the_verdict_is_that_of_the_one_that_is_named(string words, Solved lampsSolved, Satisfaction lampsSatisfied, Solved rubbishSolved)
    {
        var (lamps, rubbish, chat) = Two();

        var said = await chat.SayAsync(words);

        Assert.Equal((lampsSolved, lampsSatisfied, rubbishSolved), (lamps.State.Solved, lamps.State.Satisfaction, rubbish.State.Solved));
        Assert.Contains("您说的是QH", said, StringComparison.Ordinal);
        Assert.True(chat.Last.Replies.Count(r => r.Choices?.Count > 0) <= 1, said);
    }

    [Theory]
    [InlineData("两件都解决了,满意", CaseStatus.Completed, Solved.Yes, CaseStatus.Completed, Solved.Yes)]
    [InlineData("所有的事都办好了，满意", CaseStatus.Completed, Solved.Yes, CaseStatus.Completed, Solved.Yes)]
    [InlineData("两件都没解决", CaseStatus.Rework, Solved.No, CaseStatus.Rework, Solved.No)]
    [InlineData("三件都解决了,满意", CaseStatus.AwaitingEvaluation, Solved.Unasked, CaseStatus.Completed, Solved.Yes)]
    public async Task What_is_said_of_all_counts_for_each(string words, CaseStatus lampsStatus, Solved lampsSolved, CaseStatus rubbishStatus, Solved rubbishSolved)
    {
        var (lamps, rubbish, chat) = Two();

        var said = await chat.SayAsync(words);

        Assert.Equal((lampsStatus, lampsSolved, rubbishStatus, rubbishSolved), (lamps.Case.Status, lamps.State.Solved, rubbish.Case.Status, rubbish.State.Solved));
        Assert.True(chat.Last.Replies.Count(r => r.Choices?.Count > 0) <= 1, said);
    }

    [Fact]
    public async Task When_one_is_judged_the_other_is_asked_about_by_its_name()
    {
        var (lamps, rubbish, chat) = Two();

        Assert.EndsWith("QH20261123-0007（垃圾三天没清）这件事解决了吗？", await chat.SayAsync("解决了，满意"), StringComparison.Ordinal);
        await chat.SayAsync("没有");

        Assert.Equal((Solved.Yes, Solved.No), (rubbish.State.Solved, lamps.State.Solved));
    }

    [Theory]
    [InlineData("QH20261123-0007 补充：晚上摔倒了人")]
    [InlineData("路灯那件补充一下，现在五盏都坏了")]
    public async Task What_is_added_goes_to_the_case_that_is_named(string words)
    {
        var (lamps, rubbish, chat) = Two(CaseStatus.InProgress);

        Assert.Contains("补充到QH20261123-0007", await chat.SayAsync(words), StringComparison.Ordinal);

        Assert.EndsWith(words, lamps.Case.RawText, StringComparison.Ordinal);
        Assert.DoesNotContain(words, rubbish.Case.RawText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_case_is_taken_back_by_its_name_while_another_matter_is_told()
    {
        var (lamps, rubbish, chat) = Two(CaseStatus.ReadyToAssign);
        await chat.SayAsync("还有个事，书香里的井盖松了，车一过就响");
        Assert.NotEqual(Ask.None, chat.Asked);

        await chat.SayAsync("垃圾那件不用办了，撤回");

        Assert.Equal((CaseStatus.ReadyToAssign, CaseStatus.Withdrawn), (lamps.Case.Status, rubbish.Case.Status));
        Assert.NotEqual(Ask.None, chat.Asked);
    }

    [Theory, InlineData(CaseClasses.Simple, "5个工作日"), InlineData(CaseClasses.UrgentService, "1个工作日")]
    public async Task The_days_that_are_promised_for_another_round_are_those_of_the_clock(string caseClass, string days)
    {
        var one = LoopCase.In(CaseStatus.AwaitingEvaluation, caseClass);
        var chat = new Conversation(sorter: Sorting.Offline) { Resident = one.Case.ResidentId };
        chat.Cases.Save([one.Case]);
        chat.Remember(m => m.Evaluating = one.Case.Number!.Value.Value);

        Assert.Contains(days, await chat.SayAsync("没有，还是老样子"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_told_after_a_withdrawal_is_a_matter_of_its_own()
    {
        var one = LoopCase.In(CaseStatus.Withdrawn);
        var chat = new Conversation(sorter: Sorting.Offline) { Resident = one.Case.ResidentId };
        chat.Cases.Save([one.Case]);

        var said = await chat.SayAsync("桂花园小区路灯还是没修，还是得反映");

        Assert.DoesNotContain("复核", said, StringComparison.Ordinal);
        Assert.NotEqual(Ask.None, chat.Asked);
        Assert.DoesNotContain(chat.Last.Triage, t => t.Reason == "dissatisfied");
    }

    [Theory]
    [InlineData("第一件解决了，第二件没有", Solved.Yes, Solved.No)]
    [InlineData("第一件没有，第二件解决了", Solved.No, Solved.Yes)]
    [InlineData("路灯好了，垃圾没清", Solved.Yes, Solved.No)]
    public async Task Of_two_cases_each_has_its_own_word_in_whatever_order(string words, Solved lampsSolved, Solved rubbishSolved)
    {
        var (lamps, rubbish, chat) = Two();

        await chat.SayAsync(words);

        Assert.Equal((lampsSolved, rubbishSolved), (lamps.State.Solved, rubbish.State.Solved));
    }

    [Fact]
    public async Task What_tells_no_verdict_on_one_of_two_is_kept_with_it_and_asked_for()
    {
        var (lamps, rubbish, chat) = Two();

        var said = await chat.SayAsync("垃圾没清，第一件还要等几天");

        Assert.Equal((Solved.Unasked, Solved.No), (lamps.State.Solved, rubbish.State.Solved));
        Assert.True(chat.Last.Replies.Count(r => r.Choices?.Count > 0) == 1, said);
    }

    [Theory, InlineData("能改评价吗"), InlineData("我要撤销刚才的评价"), InlineData("后悔了")]
    public async Task Who_wants_to_change_the_verdict_is_told_how_and_heard(string words)
    {
        _chat.Remember(m => m.CaseNo = m.Evaluating);
        await _chat.SayAsync("解决了");
        await _chat.SayAsync("满意");
        Assert.Equal(CaseStatus.Completed, _one.Status);

        Assert.Contains("满意还是不满意", await _chat.SayAsync(words), StringComparison.Ordinal);
        await _chat.SayAsync("没解决");

        Assert.Equal((CaseStatus.Rework, Solved.No), (_one.Status, _one.Facts.Solved));
    }

    [Fact]
    public async Task A_no_before_the_call_for_a_human_is_kept()
    {
        _chat.Remember(m => m.CaseNo = m.Evaluating);

        var said = await _chat.SayAsync("没有，转人工");

        Assert.Equal((CaseStatus.Rework, Solved.No), (_one.Status, _one.Facts.Solved));
        Assert.Contains("人工", said, StringComparison.Ordinal);
        Assert.DoesNotContain("满意吗", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_takes_the_matter_back_after_a_no_is_heard()
    {
        _chat.Remember(m => m.CaseNo = m.Evaluating);
        await _chat.SayAsync("没解决");

        await _chat.SayAsync("算了不办了，撤销吧");

        Assert.Equal(CaseStatus.Withdrawn, _one.Status);
    }

    [Theory, InlineData("差不多吧"), InlineData("差不多了")]
    public async Task What_says_only_how_far_it_is_done_completes_nothing(string words)
    {
        _chat.Remember(m => m.CaseNo = m.Evaluating);

        await _chat.SayAsync(words);

        Assert.Equal((CaseStatus.AwaitingEvaluation, Satisfaction.None), (_one.Status, _one.Facts.Satisfaction));
    }

    [Fact]
    public async Task Who_was_not_content_at_first_and_is_now_is_content()
    {
        _chat.Remember(m => m.CaseNo = m.Evaluating);
        await _chat.SayAsync("解决了");

        await _chat.SayAsync("本来不满意，后来看你们天天来，满意了");

        Assert.Equal((CaseStatus.Completed, Satisfaction.Satisfied), (_one.Status, _one.Facts.Satisfaction));
    }

    [Theory]
    [InlineData("我点错了，应该是不满意", Satisfaction.Dissatisfied)]
    [InlineData("改成不满意", Satisfaction.Dissatisfied)]
    [InlineData("垃圾又堆满了", Satisfaction.Satisfied)]
    [InlineData("昨晚又坏了", Satisfaction.Satisfied)]
    [InlineData("没解决", Satisfaction.Satisfied)]
    [InlineData("问题没解决", Satisfaction.Satisfied)]
    [InlineData("没解决，请再处理", Satisfaction.Satisfied)]
    [InlineData("灯又灭了", Satisfaction.Satisfied)]
    public async Task Who_takes_back_the_verdict_or_tells_of_a_relapse_right_after_it_is_heard(string words, Satisfaction satisfaction)
    {
        _chat.Remember(m => m.CaseNo = m.Evaluating);
        await _chat.SayAsync("解决了");
        await _chat.SayAsync("满意");
        Assert.Equal(CaseStatus.Completed, _one.Status);

        await _chat.SayAsync(words);

        Assert.Equal((CaseStatus.Rework, satisfaction), (_one.Status, _one.Facts.Satisfaction));
        Assert.Single(_chat.Cases.All);
    }

    [Theory]
    [InlineData("垃圾桶轮子掉了")]
    [InlineData("东门口，是垃圾桶坏了，没有照片")]
    [InlineData("就是东门口那个垃圾桶坏了，轮子掉了")]
    public async Task What_was_asked_for_belongs_to_the_case_whatever_it_sounds_like(string words)
    {
        var one = LoopCase.In(CaseStatus.AwaitingInfo);
        var chat = new Conversation(sorter: Sorting.Offline) { Resident = one.Case.ResidentId };
        one.Case.ProblemType = "ENV-04";
        chat.Cases.Save([one.Case]);
        chat.Remember(m => m.CaseNo = one.Case.Number!.Value.Value);

        await chat.SayAsync(words);

        Assert.Equal([one.Case], chat.Cases.All);
        Assert.EndsWith(words, one.Case.RawText, StringComparison.Ordinal);
        Assert.NotEqual(CaseStatus.AwaitingInfo, one.Case.Status);
    }

    [Fact]
    public async Task A_promise_for_another_year_is_told_with_its_year()
    {
        var one = LoopCase.In(CaseStatus.InProgress).Promise(new DateOnly(2028, 1, 14));
        var chat = new Conversation(sorter: Sorting.Offline) { Resident = one.Case.ResidentId };
        chat.Cases.Save([one.Case]);

        Assert.Contains("2028年1月14日", await chat.SayAsync("怎么样了"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plan_that_ends_its_sentence_does_not_end_it_twice()
    {
        var one = LoopCase.In(CaseStatus.InProgress).Do(CaseAction.Progress, LoopCase.Lead, new ProgressData("周五前清运，并加派一名保洁员。", ProgressKind.Plan));
        var chat = new Conversation(sorter: Sorting.Offline) { Resident = one.Case.ResidentId };
        chat.Cases.Save([one.Case]);

        var said = await chat.SayAsync("怎么样了");

        Assert.Contains("保洁员。", said, StringComparison.Ordinal);
        Assert.DoesNotContain("。。", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_objects_after_the_time_for_it_is_promised_no_other_look_and_staff_hear_of_it()
    {
        var one = LoopCase.In(CaseStatus.Redirected);
        var chat = new Conversation(sorter: Sorting.Offline) { Resident = one.Case.ResidentId };
        chat.Cases.Save([one.Case]);
        chat.Now = chat.Now.AddDays(60);

        var said = await chat.SayAsync("我不同意，这事该你们管");

        Assert.Equal((CaseStatus.Redirected, false), (one.Case.Status, one.State.Objected));
        Assert.Contains("不能再复核", said, StringComparison.Ordinal);
        Assert.DoesNotContain("工作日内", said, StringComparison.Ordinal);
        Assert.Contains(chat.Last.Triage, t => t.Reason == "dissatisfied");
    }

    [Fact]
    public async Task A_wish_for_how_it_was_is_no_relapse()
    {
        await _chat.SayAsync("解决了，满意");
        var later = _chat.Later();
        later.Now = _chat.Now.AddDays(5);

        await later.SayAsync("垃圾清运改成三天一次了，希望跟以前一样每天清");

        Assert.Equal(CaseStatus.Completed, _one.Status);
    }

    [Fact]
    public async Task What_a_redirected_resident_says_is_no_verdict_on_another_case()
    {
        await _chat.SayAsync("你好");

        await _chat.SayAsync("那边不管");

        Assert.Equal((CaseStatus.AwaitingEvaluation, Solved.Unasked, Satisfaction.None), Stands);
    }

    [Theory, InlineData("怎么样了"), InlineData("现在办得怎么样了？")]
    public async Task Who_asks_how_it_stands_after_the_verdict_is_told(string words)
    {
        await _chat.SayAsync("没解决");

        Assert.Contains("现在：", await _chat.SayAsync(words), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Praise_in_a_new_chat_finds_the_case_that_waits_for_it()
    {
        var later = _chat.Later();

        Assert.Contains("谢", await later.SayAsync("来修了,昨天两个小伙子弄到天黑,这回弄得真不赖,满意满意"), StringComparison.Ordinal);

        Assert.Equal((CaseStatus.Completed, Satisfaction.Satisfied), (_one.Status, _one.Facts.Satisfaction));
    }

    [Fact]
    public async Task When_they_will_come_is_a_question()
    {
        await _chat.SayAsync("没解决");

        Assert.Contains("现在：", await _chat.SayAsync("什么时候再来修？"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_second_relapse_after_the_completion_is_a_round_with_a_clock_too()
    {
        var (one, chat) = Known(LoopCase.In(CaseStatus.Rework).Reply().Do(CaseAction.Feedback, LoopCase.Staff, new FeedbackData("又清了一次。")).Do(CaseAction.Evaluate, Actor.Resident, new EvaluateData(Solved.Yes, Satisfaction.Satisfied)));

        await chat.SayAsync("垃圾又没清，还是没解决");

        Assert.Equal((CaseStatus.Rework, 2, new DateOnly(2026, 11, 30)), (one.Case.Status, one.State.ReworkCount, one.Case.DueOn));
        Assert.Contains(chat.Last.Triage, t => t.Reason == "repeat_dissatisfied" && t.CaseId == one.Case.Id.Value && t.DueAt > The.Moment);
    }

    [Fact]
    public async Task The_second_no_before_the_completion_waits_for_staff_who_have_their_days()
    {
        var (one, chat) = Known(LoopCase.In(CaseStatus.Rework).Reply().Do(CaseAction.Feedback, LoopCase.Staff, new FeedbackData("又清了一次。")));

        await chat.SayAsync("没有，还是老样子");

        Assert.Equal((CaseStatus.AwaitingEvaluation, Solved.No, Satisfaction.None), (one.Case.Status, one.State.Solved, one.State.Satisfaction));
        Assert.Contains(LoopClocks.Of(one.State, The.Directory.Calendar, The.Rules.Clocks), d => d.Clock == ClockKind.DecideRework);
    }

    [Theory, InlineData("没解决"), InlineData("修是修了，没修好")]
    public async Task Whose_second_no_waits_for_staff_hears_that_it_does(string words)
    {
        var (one, chat) = Known(LoopCase.In(CaseStatus.Rework).Reply().Do(CaseAction.Feedback, LoopCase.Staff, new FeedbackData("又清了一次。")));
        await chat.SayAsync(words);
        Assert.NotNull(one.State.DissatisfiedAt);

        var said = await chat.SayAsync("怎么样了");

        Assert.Contains("工作人员正在看怎么接着办", said, StringComparison.Ordinal);
        Assert.DoesNotContain("等您评价", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("满意", Satisfaction.Satisfied, CaseStatus.AwaitingEvaluation)]
    [InlineData("态度还行，基本满意", Satisfaction.Basic, CaseStatus.AwaitingEvaluation)]
    [InlineData("现在解决了，满意", Satisfaction.Satisfied, CaseStatus.Completed)]
    public async Task Content_after_a_second_no_ends_nothing_that_is_not_solved(string words, Satisfaction satisfaction, CaseStatus status)
    {
        var (one, chat) = Known(LoopCase.In(CaseStatus.Rework).Reply().Do(CaseAction.Feedback, LoopCase.Staff, new FeedbackData("又清了一次。")));
        await chat.SayAsync("没有，还是老样子");

        await chat.SayAsync(words);

        Assert.Equal((status, satisfaction), (one.Case.Status, one.State.Satisfaction));
        Assert.NotNull(one.State.DissatisfiedAt);
    }

    [Fact]
    public async Task Displeasure_while_the_case_is_under_way_is_a_word_to_those_who_have_it_and_no_verdict()
    {
        var (one, chat) = Known(LoopCase.In(CaseStatus.InProgress));

        await chat.SayAsync($"{one.Case.Number}还没解决，我不满意");

        Assert.Equal((CaseStatus.InProgress, 0, Satisfaction.None), (one.Case.Status, one.State.DissatisfiedCount, one.State.Satisfaction));
        Assert.EndsWith("我不满意", one.Case.RawText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_for_ones_data_holds_every_case_that_is_not_struck_off()
    {
        var (one, chat) = Known(LoopCase.In(CaseStatus.Completed).CheckedIn());
        var open = LoopCase.In(CaseStatus.InProgress);
        var mine = new Case(CaseId.New(), Guid.CreateVersion7(), one.Case.ResidentId, "webchat", The.Moment) { Number = new CaseNo("QH20261123-0008") };
        Assert.IsType<StepResult.Done>(mine.Apply(new Step(CaseAction.Confirm, Actor.Resident, open.ConfirmData), The.Moment, The.Rules));
        chat.Cases.Save([mine]);

        await chat.SayAsync("请把我的个人信息删掉");

        Assert.All([one.Case, mine], c => Assert.Equal(Assert.Single(chat.Last.Triage, t => t.Reason == "data_request").Id, Assert.Single(c.Facts.DataRequests)));
        Assert.Equal("case.guard.data_request", one.Try(CaseAction.CloseOut, LoopCase.Staff));
        one.Do(CaseAction.CloseDataRequest, LoopCase.Staff, new DataRequestData(one.State.DataRequests[0]), "已核对本人并删除").Do(CaseAction.CloseOut, LoopCase.Staff);
    }

    private static (LoopCase One, Conversation Chat) Known(LoopCase one)
    {
        var chat = new Conversation(sorter: Sorting.Offline) { Resident = one.Case.ResidentId };
        chat.Cases.Save([one.Case]);
        chat.Remember(m => m.Evaluating = one.Case.Number!.Value.Value);
        return (one, chat);
    }

    [Theory]
    [InlineData("马马虎虎吧", Solved.Unasked, Satisfaction.Basic)]
    [InlineData("一半一半", Solved.Partly, Satisfaction.None)]
    [InlineData("清静多了", Solved.Yes, Satisfaction.None)]
    [InlineData("没什么变化", Solved.No, Satisfaction.None)]
    public async Task In_a_new_conversation_everyday_words_judge_what_waits_to_be_judged(string words, Solved solved, Satisfaction satisfaction)
    {
        var later = _chat.Later();

        await later.SayAsync(words);

        Assert.Equal((solved, satisfaction), (_one.Facts.Solved, _one.Facts.Satisfaction));
        Assert.Equal([_one], later.Cases.All);
    }

    [Fact]
    public async Task What_is_still_wrong_goes_to_the_case_that_was_judged_whatever_it_sounds_like()
    {
        await _chat.SayAsync("没解决");
        Assert.Equal(CaseStatus.Rework, _one.Status);

        await _chat.SayAsync("物业根本没来人，晚上照样黑");

        Assert.Contains("补充到", _chat.Said, StringComparison.Ordinal);
        Assert.EndsWith("物业根本没来人，晚上照样黑", _one.RawText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("呵呵，满意，你们高兴就好", Satisfaction.Dissatisfied)]
    [InlineData("坑还是那个坑，我满意，我太满意了", Satisfaction.Dissatisfied)]
    [InlineData("太好了，垃圾搬到我家窗底下了，满意得不得了", Satisfaction.Dissatisfied)]
    [InlineData("拍张照片就算修好了，路还是原样，给你们一百分", Satisfaction.None)]
    public async Task Praise_that_mocks_does_not_complete_a_case(string text, Satisfaction said)
    {
        await _chat.SayAsync(text);

        Assert.Contains("对不起", _chat.Said, StringComparison.Ordinal);
        Assert.NotEqual(CaseStatus.Completed, _one.Status);
        Assert.True(_one.Facts.Satisfaction == said || _one.Facts.Satisfaction == Satisfaction.Dissatisfied);
    }

    [Theory]
    [InlineData("路灯挪到我家门口了，亮堂，满意")]
    [InlineData("还是那个师傅来修的，修好了，满意")]
    [InlineData("哈哈修好了，满意")]
    public async Task Praise_that_is_meant_completes_it(string text)
    {
        await _chat.SayAsync(text);

        Assert.DoesNotContain("对不起", _chat.Said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("行吧")]
    [InlineData("好吧")]
    [InlineData("嗯，行吧，就这样吧")]
    public async Task Who_gives_in_is_asked_once_more(string text)
    {
        await _chat.SayAsync(text);

        Assert.Equal((CaseStatus.AwaitingEvaluation, Solved.Unasked, Satisfaction.None), Stands);
        Assert.Contains("解决", _chat.Said, StringComparison.Ordinal);
        await _chat.SayAsync("没解决");
        Assert.Equal(CaseStatus.Rework, _one.Status);
    }

    [Fact]
    public async Task Who_gives_in_again_is_left_in_peace_and_judges_nothing()
    {
        await _chat.SayAsync("行吧");

        Assert.Contains("看过了再告诉我", await _chat.SayAsync("行吧"), StringComparison.Ordinal);
        Assert.Equal((CaseStatus.AwaitingEvaluation, Solved.Unasked, Satisfaction.None), Stands);
    }

    [Theory]
    [InlineData("灯是修好了,就是那根杆子还歪着,算个马马虎虎吧")]
    [InlineData("好了一点点,没全好")]
    public async Task A_part_of_it_is_a_part_without_being_asked(string text)
    {
        _chat.Remember(m => m.Evaluating = null);

        await _chat.SayAsync(text);

        Assert.Equal(Solved.Partly, _one.Facts.Solved);
        Assert.NotEqual(CaseStatus.Completed, _one.Status);
    }

    [Fact]
    public async Task The_same_old_tricks_judge_without_being_asked()
    {
        _chat.Remember(m => m.Evaluating = null);

        Assert.Contains("对不起", await _chat.SayAsync("又来这套,换汤不换药"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Praise_in_plain_words_is_not_asked_for_again()
    {
        _chat.Remember(m => m.Evaluating = null);

        await _chat.SayAsync("修好咯修好咯,给你们点赞");

        Assert.Equal((CaseStatus.Completed, Solved.Yes, Satisfaction.Satisfied), Stands);
    }
}
