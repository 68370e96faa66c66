using System.Globalization;
using StationBot.Handling.Cases;
using StationBot.Handling.Messages;
using StationBot.Handling.Sorting;
using StationBot.Tests.Handling.Loop;
using StationBot.Tests.Understanding;

namespace StationBot.Tests.Conversations;

/// <summary>What is written down is what was meant: each answer in its own slot, nothing of the talk in the story, the right case touched.</summary>
public sealed class RecordTests
{
    private const string Lamp = "桂花园路灯坏了半个月";
    private readonly Conversation _chat = new(sorter: Sorting.Offline);

    [Theory]
    [InlineData("公司拖欠我三个月工资", "清禾纺织公司", "想拿回工资")]
    [InlineData("厂里拖了三个月工资", "通达服装厂", "要回工资")]
    [InlineData("公司把我辞退了没赔钱", "清泉物流公司", "要求赔偿")]
    public async Task A_company_is_never_what_should_be_done(string matter, string company, string wish)
    {
        await _chat.SayAsync(matter);
        await _chat.SayAsync(company);
        await _chat.SayAsync(wish);
        for (var i = 0; i < 4 && _chat.Asked != Ask.Confirm; i++)
        {
            await _chat.SayAsync(_chat.Asked == Ask.Place ? "桂花园" : "不留");
        }

        Assert.DoesNotContain($"您的要求：{company}", _chat.Said, StringComparison.Ordinal);
        Assert.Contains($"您的要求：{wish}", _chat.Said, StringComparison.Ordinal);
        Assert.Contains($"涉及单位：{company}", _chat.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_is_no_answer_to_which_company()
    {
        await _chat.SayAsync("饭店欠我工资不给");
        Assert.Equal(Ask.Subject, _chat.Asked);

        await _chat.SayAsync("半年了");

        Assert.DoesNotContain("涉及单位", await SummaryAsync(), StringComparison.Ordinal);
        Assert.Contains("时间：半年", _chat.Said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("好吃来饭店欠我工资")]
    [InlineData("老李烧烤店不给我发工资")]
    public async Task A_company_named_at_once_is_not_asked_for(string matter)
    {
        await _chat.SayAsync(matter);

        Assert.NotEqual(Ask.Subject, _chat.Asked);
    }

    [Fact]
    public async Task How_long_is_no_answer_to_how_many()
    {
        await _chat.SayAsync("自来水发黄，桂花园");
        Assert.Equal(Ask.People, _chat.Asked);

        await _chat.SayAsync("一个星期了");

        Assert.DoesNotContain("人数：", await SummaryAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("第3号路灯")]
    [InlineData("地址石桥街上12号")]
    public async Task The_number_of_a_lamp_or_a_house_is_no_time(string answer)
    {
        await _chat.SayAsync("书香里路灯坏了");
        Assert.Equal(Ask.Time, _chat.Asked);

        await _chat.SayAsync(answer);

        Assert.DoesNotContain("时间：", await SummaryAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Not_wanting_to_leave_a_number_is_no_demand_and_the_question_with_it_is_answered()
    {
        await _chat.SayAsync(Lamp);

        var said = await _chat.SayAsync("我不想留电话，为什么非要电话");

        Assert.Contains("不影响办理", said, StringComparison.Ordinal);
        Assert.Equal(Ask.Confirm, _chat.Asked);
        Assert.DoesNotContain("我不想留", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("满意个屁")]
    [InlineData("满意啥呀满意,一点没变")]
    [InlineData("谈不上满意")]
    [InlineData("你说我能满意吗")]
    [InlineData("叫我怎么满意")]
    public async Task Bitter_words_are_no_praise(string words)
    {
        var one = Answered();

        var said = await _chat.SayAsync(words);

        Assert.Contains("对不起", said, StringComparison.Ordinal);
        Assert.Equal(CaseStatus.Rework, one.Status);
    }

    [Theory]
    [InlineData("满意")]
    [InlineData("挺满意的,谢谢")]
    [InlineData("修好了,很满意")]
    public async Task Praise_is_still_praise(string words)
    {
        var one = Answered();

        await _chat.SayAsync(words);

        Assert.Equal(CaseStatus.Completed, one.Status);
    }

    [Theory]
    [InlineData("没有,还是老样子", "Rework", Solved.No, Satisfaction.None)]
    [InlineData("没有", "Rework", Solved.No, Satisfaction.None)]
    [InlineData("没解决", "Rework", Solved.No, Satisfaction.None)]
    [InlineData("不满意", "Rework", Solved.Unasked, Satisfaction.Dissatisfied)]
    [InlineData("没修好,不满意", "Rework", Solved.No, Satisfaction.Dissatisfied)]
    [InlineData("满意", "Completed", Solved.Unasked, Satisfaction.Satisfied)]
    [InlineData("基本满意", "Completed", Solved.Unasked, Satisfaction.Basic)]
    [InlineData("还行吧", "Completed", Solved.Unasked, Satisfaction.Basic)]
    [InlineData("解决了,很满意", "Completed", Solved.Yes, Satisfaction.Satisfied)]
    [InlineData("修好了", "AwaitingEvaluation", Solved.Yes, Satisfaction.None)]
    [InlineData("解决了一半", "AwaitingEvaluation", Solved.Partly, Satisfaction.None)]
    [InlineData("是的", "AwaitingEvaluation", Solved.Yes, Satisfaction.None)]
    public async Task An_answer_to_the_two_questions_belongs_to_that_case(string words, string status, Solved solved, Satisfaction satisfaction)
    {
        var one = Answered();
        _chat.Remember(m => m.Evaluating = one.Number!.Value.Value);

        await _chat.SayAsync(words);

        Assert.Equal((status, solved, satisfaction), (one.Status.ToString(), one.Facts.Solved, one.Facts.Satisfaction));
        Assert.Single(_chat.Cases.All);
    }

    [Theory]
    [InlineData("修好了", "满意", "Completed", Solved.Yes, Satisfaction.Satisfied)]
    [InlineData("是的", "是的", "Completed", Solved.Yes, Satisfaction.Satisfied)]
    [InlineData("修好了", "一般", "Completed", Solved.Yes, Satisfaction.Basic)]
    [InlineData("修好了", "不满意", "Rework", Solved.Yes, Satisfaction.Dissatisfied)]
    [InlineData("满意", "解决了一部分", "Completed", Solved.Partly, Satisfaction.Satisfied)]
    [InlineData("满意", "解决了", "Completed", Solved.Yes, Satisfaction.Satisfied)]
    [InlineData("满意", "没解决", "Rework", Solved.No, Satisfaction.Satisfied)]
    public async Task The_other_question_is_asked_and_its_answer_kept(string first, string second, string status, Solved solved, Satisfaction satisfaction)
    {
        var one = Answered();
        _chat.Remember(m => m.Evaluating = one.Number!.Value.Value);

        Assert.Contains("再问一句", await _chat.SayAsync(first), StringComparison.Ordinal);
        await _chat.SayAsync(second);

        Assert.Equal((status, solved, satisfaction), (one.Status.ToString(), one.Facts.Solved, one.Facts.Satisfaction));
    }

    [Fact]
    public async Task Who_asks_how_an_answered_case_stands_reads_the_answer_and_is_asked_to_judge_it()
    {
        var one = LoopCase.In(CaseStatus.AwaitingEvaluation).Case;
        var chat = new Conversation(sorter: Sorting.Offline) { Resident = one.ResidentId };
        chat.Cases.Save([one]);

        var said = await chat.SayAsync("我那件事怎么样了");
        await chat.SayAsync("没有");

        Assert.Contains("城管局答复：城管局已于今日上午清运垃圾三车", said, StringComparison.Ordinal);
        Assert.DoesNotContain("前给您回音", said, StringComparison.Ordinal);
        Assert.EndsWith("这件事解决了吗？", said, StringComparison.Ordinal);
        Assert.Equal(CaseStatus.Rework, one.Status);
    }

    [Theory]
    [InlineData(CaseStatus.AwaitingInfo, "等您补充", "您补充了就接着办")]
    [InlineData(CaseStatus.Returned, "正在换承办单位", "工作人员正在看")]
    [InlineData(CaseStatus.Replied, "已有答复，正在核对", "核对好了就告诉您")]
    [InlineData(CaseStatus.CommitmentTracking, "按承诺继续办", "12月13日前：安装新垃圾箱")]
    public async Task What_a_resident_reads_of_a_case_is_how_it_stands_now(CaseStatus status, params string[] expected)
    {
        var one = LoopCase.In(status).Case;
        var chat = new Conversation(sorter: Sorting.Offline) { Resident = one.ResidentId };
        chat.Cases.Save([one]);

        var said = await chat.SayAsync("我那件事怎么样了");

        Assert.All(expected, part => Assert.Contains(part, said, StringComparison.Ordinal));
        Assert.DoesNotContain("城管局", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_day_that_is_past_is_promised_to_nobody()
    {
        var one = LoopCase.In(CaseStatus.InProgress).Case;
        var chat = new Conversation(at: The.Rules.Calendar.Local(The.Moment).AddDays(90), sorter: Sorting.Offline) { Resident = one.ResidentId };
        chat.Cases.Save([one]);

        var said = await chat.SayAsync("我那件事怎么样了");

        Assert.Contains("已经过了", said, StringComparison.Ordinal);
        Assert.DoesNotContain("预计", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_was_joined_to_another_case_hears_how_that_one_goes()
    {
        var main = Case.Restore(CaseId.New(), new CaseNo("QH20261102-0003"), CaseStatus.InProgress, Guid.CreateVersion7(), Guid.CreateVersion7(), "test", The.Moment.AddDays(-9));
        (main.Lead, main.Plan) = ("urban", "周五换灯");
        var mine = Case.Restore(CaseId.New(), new CaseNo("QH20261103-0001"), CaseStatus.ReadyToAssign, Guid.CreateVersion7(), _chat.Record.ResidentId, "test", The.Moment.AddDays(-8));
        var merge = new MergeData(main.Number!.Value.Value, 0.9, true, true, true);
        Assert.IsType<StepResult.Done>(mine.Apply(new Step(CaseAction.Merge, new Actor(CaseActor.StationStaff, "王敏"), merge), The.Moment, The.Rules));
        _chat.Cases.Save([main, mine]);

        var said = await _chat.SayAsync("我那件事怎么样了");

        Assert.Contains("QH20261103-0001", said, StringComparison.Ordinal);
        Assert.Contains("周五换灯", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_joined_resident_adds_goes_to_the_case_that_goes_on_but_not_their_number()
    {
        var main = Case.Restore(CaseId.New(), new CaseNo("QH20261102-0003"), CaseStatus.InProgress, Guid.CreateVersion7(), Guid.CreateVersion7(), "test", The.Moment.AddDays(-9));
        (main.Lead, main.Contact) = ("urban", "13900000001");
        await FileAsync(Lamp);
        var mine = _chat.Cases.All.Single();
        Assert.IsType<StepResult.Done>(mine.Apply(new Step(CaseAction.Merge, new Actor(CaseActor.StationStaff, "王敏"), new MergeData(main.Number!.Value.Value, 0.9, true, true, true)), The.Moment, The.Rules));
        _chat.Cases.Save([main]);

        Assert.Contains(mine.Number!.Value.Value, await _chat.SayAsync("补充一下：昨天有老人摔伤了，我电话13800000002"), StringComparison.Ordinal);

        Assert.Contains("昨天有老人摔伤了", main.RawText, StringComparison.Ordinal);
        Assert.Equal("13900000001", main.Contact);
        Assert.Contains(_chat.Last.Triage, t => t.Reason == "contact_left" && t.CaseId == main.Id.Value);
    }

    [Theory]
    [InlineData("{0}补充一下：旁边那盏也灭了", "旁边那盏也灭了")]
    [InlineData("{0} 补充：昨晚有老人绊倒", "昨晚有老人绊倒")]
    [InlineData("{0}这件事我再说一下，灯杆也歪了", "灯杆也歪了")]
    [InlineData("给{0}加一句：老人下楼都绕着走", "老人下楼都绕着走")]
    [InlineData("编号{0}，补充材料：物业说不归他们管", "物业说不归他们管")]
    [InlineData("我那件{0}，昨天来人看了一眼就走了", "昨天来人看了一眼就走了")]
    public async Task What_is_told_beside_the_number_is_kept_with_the_case(string words, string told)
    {
        await FileAsync(Lamp);
        var mine = _chat.Cases.All.Single();

        var said = await _chat.SayAsync(string.Format(CultureInfo.InvariantCulture, words, mine.Number));

        Assert.EndsWith(told, mine.RawText, StringComparison.Ordinal);
        Assert.Single(_chat.Cases.All);
        Assert.Contains("补充", said, StringComparison.Ordinal);
    }

    /// <summary>Every district has letters of its own before its numbers.</summary>
    [Theory]
    [InlineData("XJ20261123-0001补充一下：旁边那盏也灭了")]
    [InlineData("XJ20261123-0001这件事我再说一下，灯杆也歪了")]
    [InlineData("我那件xj20261123-0001，昨天来人看了一眼就走了")]
    public async Task Another_districts_number_is_read_alike(string words)
    {
        var lamp = ToldCase.Of(ToldCase.Lamp, CaseStatus.Assigned);
        lamp.Case.Number = new CaseNo("XJ20261123-0001");
        var chat = ToldCase.Chat(lamp);

        await chat.SayAsync(words);

        Assert.Empty(chat.Last.Triage);
        Assert.EndsWith(words, lamp.Case.RawText, StringComparison.Ordinal);
        Assert.Single(chat.Cases.All);
    }

    [Fact]
    public async Task What_neighbours_follow_too_is_not_taken_back_by_one_of_them()
    {
        await FileAsync(Lamp);
        var mine = _chat.Cases.All.Single();
        Assert.IsType<StepResult.Done>(mine.Apply(new Step(CaseAction.TakeIn, new Actor(CaseActor.StationStaff, "王敏"), new JoinData("QH20261103-0001", [])), The.Moment, The.Rules));

        Assert.Contains("别的居民", await _chat.SayAsync("我要撤回这件事"), StringComparison.Ordinal);

        Assert.True(mine.Status.IsOpen());
        Assert.Contains(_chat.Last.Triage, t => t.Reason == "withdraw");
    }

    [Fact]
    public async Task Counted_wishes_are_answered_one_by_one()
    {
        await FileAsync(Lamp + "，第一修好路灯，第二公布维修时间");

        Assert.Equal(["修好路灯", "公布维修时间"], _chat.Cases.All.Single().Facts.Demands);
    }

    [Theory]
    [InlineData("桂花园路灯坏了半个月，城管局的人态度很差还骂人，我要投诉城管局", true)]
    [InlineData("桂花园路灯坏了半个月，城管局不作为，没人来修", false)]
    public async Task A_department_that_is_complained_about_is_kept_out(string words, bool isKeptOut)
    {
        await FileAsync(words);

        Assert.Equal(isKeptOut ? ["urban"] : [], _chat.Cases.All.Single().Facts.Conflicted);
    }

    [Fact]
    public async Task A_new_matter_after_the_question_is_a_new_matter()
    {
        var one = Answered();
        _chat.Remember(m => m.Evaluating = one.Number!.Value.Value);

        await _chat.SayAsync("书香里小区门口的垃圾站三天没人清运了，气味很大");

        Assert.Equal((CaseStatus.AwaitingEvaluation, 0), (one.Status, one.EventCount));
    }

    [Theory]
    [InlineData("撤回第一件", 0)]
    [InlineData("第二件撤了吧", 1)]
    [InlineData("撤回路灯那件", 0)]
    [InlineData("这件不反映了，撤回", 1)]
    [InlineData("撤回QH20261123-0001", 0)]
    public async Task Of_two_cases_the_one_that_was_named_is_taken_back(string words, int which)
    {
        await FileAsync(Lamp);
        await FileAsync("书香里小区门口的垃圾站三天没人清运了，气味很大");
        Assert.Equal(2, _chat.Cases.All.Count);

        Assert.Contains(_chat.Cases.All[which].Number!.Value.Value, await _chat.SayAsync(words), StringComparison.Ordinal);

        Assert.Equal(CaseStatus.Withdrawn, _chat.Cases.All[which].Status);
        Assert.True(_chat.Cases.All[1 - which].Status.IsOpen());
    }

    [Theory]
    [InlineData("第一件", 0)]
    [InlineData("2", 1)]
    [InlineData("QH20261123-0001", 0)]
    [InlineData("垃圾那件", 1)]
    public async Task Of_two_cases_none_is_taken_back_before_the_resident_has_said_which(string answer, int which)
    {
        await FileAsync(Lamp);
        await FileAsync("书香里小区门口的垃圾站三天没人清运了，气味很大");

        Assert.Contains("哪一件", await _chat.SayAsync("算了不反映了"), StringComparison.Ordinal);
        Assert.Equal(2, _chat.Last.Replies[^1].Choices!.Count);
        Assert.All(_chat.Cases.All, c => Assert.True(c.Status.IsOpen()));
        await _chat.SayAsync(answer);

        Assert.Equal(CaseStatus.Withdrawn, _chat.Cases.All[which].Status);
        Assert.True(_chat.Cases.All[1 - which].Status.IsOpen());
    }

    [Fact]
    public async Task Who_says_something_else_then_has_taken_nothing_back()
    {
        await FileAsync(Lamp);
        await FileAsync("书香里小区门口的垃圾站三天没人清运了，气味很大");
        await _chat.SayAsync("我要撤回");

        await _chat.SayAsync("谢谢");
        await _chat.SayAsync("2");

        Assert.All(_chat.Cases.All, c => Assert.True(c.Status.IsOpen()));
    }

    [Fact]
    public async Task Progress_is_told_of_the_case_that_was_named()
    {
        await FileAsync(Lamp);
        await FileAsync("书香里小区门口的垃圾站三天没人清运了，气味很大");

        var said = await _chat.SayAsync("第一件怎么样了");

        Assert.Contains("0001", said, StringComparison.Ordinal);
        Assert.DoesNotContain("0002", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("我家住桂花园，但是问题在书香里，书香里东门积水", "书香里")]
    [InlineData("住书香里的，我反映的是桂花园路灯坏了", "桂花园")]
    public async Task The_place_of_the_trouble_is_not_where_somebody_lives(string text, string place)
    {
        await _chat.SayAsync(text);

        Assert.Contains($"地点：{place}", await SummaryAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_things_in_two_villages_are_two_cases()
    {
        await FileAsync("白鹭村的路灯和沙洲村的水管都坏了");

        Assert.Equal(2, _chat.Cases.All.Count);
        Assert.Equal(2, _chat.Cases.All.Select(c => c.Community).Distinct().Count());
    }

    [Theory]
    [InlineData("等一下")]
    [InlineData("我先问问我老伴")]
    [InlineData("先别提交")]
    [InlineData("我再想想")]
    [InlineData("听得到吗")]
    [InlineData("那个那个,就是,哎呀怎么说呢")]
    [InlineData("为什么要我的电话")]
    [InlineData("留电话干什么用")]
    [InlineData("站在哪里")]
    [InlineData("你会唱歌不")]
    [InlineData("你们都是骗子!")]
    [InlineData("再见")]
    public async Task Talk_about_the_talk_is_no_part_of_the_story(string words)
    {
        await _chat.SayAsync(Lamp);
        await _chat.SayAsync(words);

        var summary = await SummaryAsync();

        Assert.Contains("事情：桂花园路灯坏了半个月", summary, StringComparison.Ordinal);
        Assert.DoesNotContain(words, summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_place_put_right_is_put_right_in_the_story()
    {
        await _chat.SayAsync("实验小学门口天天堵车");
        await _chat.SayAsync("不留");

        var summary = await _chat.SayAsync("改一下,是白鹭小学");

        Assert.Contains("事情：白鹭小学门口天天堵车", summary, StringComparison.Ordinal);
        Assert.DoesNotContain("实验小学", summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_said_again_is_not_written_twice()
    {
        await _chat.SayAsync("桂花园公交站被撤了");
        Assert.Contains("哪里不对", await _chat.SayAsync("你理解错了"), StringComparison.Ordinal);
        await _chat.SayAsync("我说的是公交站");

        Assert.Contains("事情：桂花园公交站被撤了 ", (await SummaryAsync()).ReplaceLineEndings(" "), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_way_into_another_matter_is_no_demand()
    {
        await FileAsync(Lamp);
        await _chat.SayAsync("再帮我记一个,书香里垃圾没人收");

        Assert.DoesNotContain("您的要求", await SummaryAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("你会唱歌不")]
    [InlineData("你们这些吃干饭的,狗屁不如")]
    [InlineData("你们都是骗子!")]
    [InlineData("喂,听得到吗")]
    public async Task Small_talk_and_scolding_begin_no_matter(string words)
    {
        Assert.DoesNotContain("哪个小区", await _chat.SayAsync(words), StringComparison.Ordinal);
        await _chat.SayAsync("桂花园路灯坏了");

        var summary = await SummaryAsync();

        Assert.Contains("事情：桂花园路灯坏了", summary, StringComparison.Ordinal);
        Assert.Contains("拟转：城管局", summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_wants_to_stay_unnamed_is_heard()
    {
        await _chat.SayAsync("反映一个老师有偿补课,实验小学");

        Assert.Contains("不让对方知道", await _chat.SayAsync("不想让他知道是我说的"), StringComparison.Ordinal);

        Assert.Contains("不让对方知道是您反映的", await SummaryAsync(), StringComparison.Ordinal);
        await _chat.SayAsync("对");
        Assert.Equal("yes", Assert.Single(_chat.Cases.All).Slots["confidential"]);
    }

    [Fact]
    public async Task Whose_it_is_in_the_residents_eyes_goes_to_staff()
    {
        await _chat.SayAsync("书香里垃圾三天没人清运了");
        await _chat.SayAsync("不留");

        var said = await _chat.SayAsync("不是城管局的事,是物业的事");

        Assert.DoesNotContain("拟转：城管局", said, StringComparison.Ordinal);
        await _chat.SayAsync("对");
        Assert.Equal(CaseStatus.InTriage, Assert.Single(_chat.Cases.All).Status);
        Assert.Contains("物业的事", _chat.Cases.All[0].RawText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("楼下狗叫，书香里", "物业管管", "住建局")]
    [InlineData("书香里垃圾三天没人清运了", "让公安来管", "公安局")]
    public async Task A_wish_does_not_move_the_matter_to_another_department(string matter, string wish, string not)
    {
        await _chat.SayAsync(matter);
        await _chat.SayAsync(wish);

        Assert.DoesNotContain($"拟转：{not}", await SummaryAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1")]
    [InlineData("２")]
    [InlineData("!!!")]
    public async Task A_bare_number_or_sign_is_no_part_of_the_story(string sign)
    {
        await _chat.SayAsync(Lamp);
        await SummaryAsync();
        await _chat.SayAsync("不对");

        await _chat.SayAsync(sign);

        Assert.DoesNotContain(Lamp + "。", await SummaryAsync(), StringComparison.Ordinal);
    }

    private async Task<string> SummaryAsync()
    {
        for (var i = 0; i < 6 && _chat.Asked != Ask.Confirm; i++)
        {
            await _chat.SayAsync(_chat.Asked == Ask.Place ? "桂花园" : _chat.Asked == Ask.Demand ? "希望解决" : "不清楚");
        }
        Assert.Equal(Ask.Confirm, _chat.Asked);
        return _chat.Said;
    }

    private async Task FileAsync(string matter)
    {
        await _chat.SayAsync(matter);
        await SummaryAsync();
        await _chat.SayAsync("对");
    }

    /// <summary>A case that department and station have answered: the resident is to judge.</summary>
    private Case Answered()
    {
        var one = Case.Restore(CaseId.New(), new CaseNo("QH20261101-0009"), CaseStatus.AwaitingEvaluation, Guid.CreateVersion7(), _chat.Record.ResidentId, "test", The.Moment.AddDays(-20));
        _chat.Cases.Save([one]);
        return one;
    }
}
