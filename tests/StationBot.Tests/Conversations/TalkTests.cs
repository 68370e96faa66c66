using StationBot.Conversations.Turns;
using StationBot.Handling.Cases;
using StationBot.Handling.Messages;
using StationBot.Handling.Sorting;
using StationBot.Tests.Understanding;

namespace StationBot.Tests.Conversations;

/// <summary>Conversations through the dialog and the embedded sorter together: what residents say on the way to a number.</summary>
public sealed class TalkTests
{
    private const string Garbage = "书香里小区门口的垃圾站三天没人清运了，气味很大";
    private readonly Conversation _chat = new(sorter: Sorting.Offline);

    [Fact]
    public async Task Two_matters_of_one_message_have_a_place_each_and_one_can_be_corrected()
    {
        await _chat.SayAsync("第一件是书香里垃圾站三天没人清运了，第二件是桂花园那边的路灯坏了半个月");
        await _chat.SayAsync("不留");

        var summary = await _chat.SayAsync("第二件的地点是张家坝");

        Assert.Contains("第1件：书香里垃圾站三天没人清运了（书香里社区）", summary, StringComparison.Ordinal);
        Assert.Contains("（张家坝村）", summary, StringComparison.Ordinal);
        await _chat.SayAsync("对");
        Assert.Equal(["书香里社区", "张家坝村"], _chat.Cases.All.Select(c => The.Directory.Community(c.Community)!.Name));
        Assert.Equal(["书香里社区", "张家坝村"], _chat.Cases.All.Select(c => c.Slots["place"]));
        Assert.Equal(2, _chat.Cases.All.Select(c => c.Deputy).Distinct().Count());
    }

    [Fact]
    public async Task No_to_a_question_asks_what_is_wrong_and_the_questions_go_on()
    {
        await _chat.SayAsync("书香里小区门口的垃圾站没人清运，很臭");
        Assert.Equal(Ask.Time, _chat.Asked);

        Assert.Contains("哪里不对", await _chat.SayAsync("不对"), StringComparison.Ordinal);

        Assert.Contains("改过来了", await _chat.SayAsync("不是书香里，是桂花园"), StringComparison.Ordinal);
        Assert.Equal(Ask.Contact, _chat.Asked);
        Assert.Contains("地点：桂花园社区", await _chat.SayAsync("不留"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wish_of_its_own_has_a_line_of_its_own()
    {
        await _chat.SayAsync(Garbage);
        await _chat.SayAsync("希望赶快清走！");

        Assert.Contains("您的要求：希望赶快清走", _chat.Said, StringComparison.Ordinal);
        Assert.Single(_chat.Said.Split("清走").Skip(1));
    }

    [Fact]
    public async Task Who_puts_it_off_finds_the_question_still_open()
    {
        await _chat.SayAsync(Garbage);

        Assert.Contains("不着急", await _chat.SayAsync("回头再说"), StringComparison.Ordinal);

        await _chat.SayAsync("13800000000");
        Assert.Equal(Ask.Confirm, _chat.Asked);
        await _chat.SayAsync("对");
        await _chat.SayAsync("明天再说");
        Assert.DoesNotContain("明天", Assert.Single(_chat.Cases.All).RawText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_a_human_works_is_told_and_nobody_is_called()
    {
        await _chat.SayAsync(Garbage);

        Assert.Contains("9:00–17:00", await _chat.SayAsync("人工什么时候上班"), StringComparison.Ordinal);

        Assert.Equal(Ask.Contact, _chat.Asked);
        Assert.Empty(_chat.Last.Triage);
    }

    [Fact]
    public async Task Not_leaving_a_number_at_the_summary_is_heard()
    {
        await _chat.SayAsync(Garbage);
        await _chat.SayAsync("希望赶快清走");
        Assert.Equal(Ask.Confirm, _chat.Asked);

        Assert.Contains("不留也可以", await _chat.SayAsync("不留"), StringComparison.Ordinal);

        Assert.Equal(Ask.Confirm, _chat.Asked);
    }

    [Fact]
    public async Task After_a_door_nothing_is_asked_and_no_case_is_made()
    {
        await _chat.SayAsync("村支书把扶贫款装自己腰包了");
        Assert.Contains("12388", _chat.Said, StringComparison.Ordinal);

        foreach (var answer in new[] { "大柳树村", "还我们公道", "算了不留电话,怕他报复", "对" })
        {
            Assert.DoesNotContain("？", await _chat.SayAsync(answer), StringComparison.Ordinal);
        }

        Assert.Empty(_chat.Cases.All);
    }

    [Fact]
    public async Task A_clear_matter_after_a_door_is_taken_as_usual()
    {
        await _chat.SayAsync("村支书把扶贫款装自己腰包了");

        await _chat.SayAsync(Garbage);

        Assert.Equal(Ask.Contact, _chat.Asked);
    }

    [Fact]
    public async Task What_lies_elsewhere_is_noted_when_wanted_and_dropped_when_not()
    {
        Assert.Contains("12345", await _chat.SayAsync("我在上海浦东,想反映这边地铁太挤"), StringComparison.Ordinal);
        Assert.Contains("我先记下来", await _chat.SayAsync("那帮我记一下吧"), StringComparison.Ordinal);

        var other = new Conversation(sorter: Sorting.Offline);
        await other.SayAsync("杭州西湖区这边小区停车太乱了");
        await other.SayAsync("算了");
        Assert.Empty(other.Cases.All);
        Assert.Equal(Ask.None, other.Asked);
    }

    [Fact]
    public async Task A_wrong_word_is_put_right_in_the_story_and_sorted_again()
    {
        await _chat.SayAsync("我妈医保卡刷不了");

        await _chat.SayAsync("不是医保卡,是社保卡");
        await _chat.SayAsync("桂花园");
        await _chat.SayAsync("不知道");
        var summary = await _chat.SayAsync("不留");

        Assert.Contains("我妈社保卡刷不了", summary, StringComparison.Ordinal);
        Assert.Contains("拟转：人社局", summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task How_often_it_should_be_done_is_not_when_it_happens()
    {
        await _chat.SayAsync("书香里垃圾三天没人清运了");
        var summary = await _chat.SayAsync("每天来拉就行");

        Assert.Contains("时间：三天", summary, StringComparison.Ordinal);
        Assert.Contains("您的要求：每天来拉就行", summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_two_matters_each_has_its_own_time()
    {
        await _chat.SayAsync("书香里路灯坏了半个月,另外桂花园垃圾也没人清");
        await _chat.SayAsync("不留");
        await _chat.SayAsync("对");

        Assert.Equal(["半个月", null], _chat.Cases.All.Select(c => c.Slots.GetValueOrDefault("time")));
    }

    [Fact]
    public async Task Who_is_alone_is_not_told_the_same_again()
    {
        await _chat.SayAsync("我不想活了");
        var first = await _chat.SayAsync("书香里3号楼");

        var second = await _chat.SayAsync("没有人");
        var third = await _chat.SayAsync("在五楼");

        Assert.Contains("12356", second, StringComparison.Ordinal);
        Assert.Equal(3, new[] { first, second, third }.Distinct().Count());
        await _chat.SayAsync("没危险了");
        Assert.DoesNotContain("没太听明白", await _chat.SayAsync("没危险"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("我爷爷喝了敌敌畏", "请马上打120")]
    [InlineData("工友爬到塔吊上要跳", "请马上打110，有人受伤打120")]
    [InlineData("我不想活了", "我很担心您")]
    public async Task A_danger_to_life_is_answered_for_the_one_it_threatens(string text, string begins)
    {
        await _chat.SayAsync(text);

        Assert.StartsWith(begins, _chat.Last.Replies[0].Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("孩子上学没学位,跑了教育局街道办都说不归他们管")]
    [InlineData("气得我要爆炸了,书香里的楼道堆满了没法走")]
    public async Task Nobody_is_told_of_a_danger_that_only_a_word_sounds_like(string text) =>
        Assert.DoesNotContain("危险", await _chat.SayAsync(text), StringComparison.Ordinal);

    [Theory]
    [InlineData("那个事我补充一下,晚上也这样", "Supplement")]
    [InlineData("我不想反映那个事了,撤了吧", "Withdraw")]
    [InlineData("灯修好了,挺满意的", "Supplement")]
    public async Task In_a_new_conversation_words_that_point_back_find_the_case(string text, string action)
    {
        await _chat.SayAsync(Garbage);
        await _chat.SayAsync("不留");
        await _chat.SayAsync("对");
        var later = _chat.Later();

        await later.SayAsync(text);

        Assert.Contains(Assert.Single(_chat.Cases.All).Uncommitted, e => e.Action == action);
    }

    [Fact]
    public async Task What_the_sorter_does_not_know_is_numbered_for_staff_when_confirmed()
    {
        await _chat.SayAsync("我楼下那个馆子天天搞到两三点");
        await _chat.SayAsync("新湖花园");
        for (var i = 0; i < 4 && _chat.Asked != Ask.Confirm; i++)
        {
            await _chat.SayAsync("不留");
        }
        Assert.Equal(Ask.Confirm, _chat.Asked);

        await _chat.SayAsync("对");

        Assert.Equal(CaseStatus.InTriage, Assert.Single(_chat.Cases.All).Status);
    }

    [Theory]
    [InlineData("收费吗", "免费")]
    [InlineData("为什么要电话", "不影响办理")]
    [InlineData("会不会告诉物业是我说的", "只给办这件事的工作人员")]
    [InlineData("你们管得了吗", "不能替部门许诺")]
    [InlineData("要身份证吗", "不用身份证")]
    public async Task A_question_about_the_station_is_answered_and_is_no_part_of_the_matter(string question, string answer)
    {
        await _chat.SayAsync(Garbage);

        Assert.Contains(answer, await _chat.SayAsync(question), StringComparison.Ordinal);

        Assert.Equal(Ask.Contact, _chat.Asked);
        Assert.DoesNotContain(question, await _chat.SayAsync("不留"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("好的好的")]
    [InlineData("你好")]
    [InlineData("收费吗")]
    [InlineData("打扫了吗")]
    [InlineData("怎么还没弄好")]
    public async Task Small_talk_and_questions_after_the_number_are_not_added_to_the_case(string text)
    {
        await _chat.SayAsync(Garbage);
        await _chat.SayAsync("不留");
        await _chat.SayAsync("对");

        await _chat.SayAsync(text);

        Assert.DoesNotContain(text, Assert.Single(_chat.Cases.All).RawText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_house_number_is_kept_and_can_be_corrected()
    {
        await _chat.SayAsync("书香里7栋2单元301楼上漏水漏了一个月");

        await _chat.SayAsync("不对,是3栋");
        var summary = await _chat.SayAsync("不留");

        Assert.Contains("书香里社区3栋", summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_childs_number_is_neither_asked_for_nor_taken()
    {
        await _chat.SayAsync("我今年13岁,我们学校食堂太难吃");
        await _chat.SayAsync("实验小学");
        var said = await _chat.SayAsync("13900001111");
        for (var i = 0; i < 3 && _chat.Cases.All.Count == 0; i++)
        {
            said += await _chat.SayAsync("对");
        }

        Assert.DoesNotContain("联系方式记下了", said, StringComparison.Ordinal);
        Assert.Null(Assert.Single(_chat.Cases.All).Contact);
    }

    [Fact]
    public async Task Who_takes_it_back_and_thinks_again_goes_on_where_it_was()
    {
        await _chat.SayAsync("桂花园路灯坏了半个月");
        await _chat.SayAsync("算了不说了");

        Assert.Contains("桂花园路灯坏了", await _chat.SayAsync("还是说吧"), StringComparison.Ordinal);
        Assert.Equal(Ask.Confirm, _chat.Asked);
    }

    [Fact]
    public async Task Who_asks_what_to_do_after_a_door_is_told_the_door_again()
    {
        await _chat.SayAsync("村支书把扶贫款装自己腰包了");

        Assert.Contains("12388", await _chat.SayAsync("那我咋办"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_has_said_that_no_number_is_left_is_not_asked_for_one()
    {
        await _chat.SayAsync("书香里小区门口的垃圾站没人清运，很臭");
        Assert.Equal(Ask.Time, _chat.Asked);

        await _chat.SayAsync("三天了，我不留电话");

        Assert.Equal(Ask.Confirm, _chat.Asked);
    }

    [Theory]
    [InlineData("1 3 8 0 0 0 0 1 1 1 1")]
    [InlineData("138-0000-1111")]
    [InlineData("１３８００００１１１１")]
    public async Task However_a_number_is_written_it_is_not_said_back(string number)
    {
        await _chat.SayAsync($"书香里小区门口的垃圾站三天没人清运了，我电话{number}，气味很大");
        for (var i = 0; i < 3 && _chat.Cases.All.Count == 0; i++)
        {
            Assert.DoesNotContain(number, await _chat.SayAsync("对"), StringComparison.Ordinal);
        }

        Assert.DoesNotContain(number, Assert.Single(_chat.Cases.All).RawText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_door_belongs_to_its_matter_and_not_to_a_later_danger()
    {
        await _chat.SayAsync("村支书把扶贫款装自己腰包了");
        await _chat.SayAsync("我老公刚才打我，我躲在厕所");
        await _chat.SayAsync("没危险了");

        Assert.DoesNotContain("12388", await _chat.SayAsync("那我咋办"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("哪盏灯你们不知道吗")]
    [InlineData("就是那个小区")]
    public async Task What_names_no_place_is_none_and_it_is_asked_again(string text)
    {
        var chat = new Conversation(sorter: Sorting.Offline);
        await chat.SayAsync("路灯坏了");
        Assert.Equal(Ask.Place, chat.Asked);

        await chat.SayAsync(text);

        Assert.Equal(Ask.Place, chat.Asked);
    }

    [Fact]
    public async Task What_is_wished_for_the_whole_area_is_not_asked_for_a_street()
    {
        var chat = new Conversation(sorter: Sorting.Offline);

        await chat.SayAsync("建议全区的小学都开延时服务");

        Assert.NotEqual(Ask.Place, chat.Asked);
    }

    [Fact]
    public async Task Of_two_places_offered_the_resident_chooses()
    {
        var chat = new Conversation(sorter: Sorting.Offline);
        await chat.SayAsync("路灯坏了");

        Assert.Contains("您说的是哪一处", await chat.SayAsync("桂花园或者书香里，我记不清了"), StringComparison.Ordinal);
        await chat.SayAsync("书香里社区");

        Assert.NotEqual(Ask.Place, chat.Asked);
        Assert.Equal("书香里社区", DialogMemory.Read(chat.Record.Memory).Draft![Slot.Place]);
    }

    [Theory]
    [InlineData("桂花园3号楼的电梯坏了", "里面还有人")]
    [InlineData("桂花园3号楼的电梯坏了", "现在关着两个人呢")]
    [InlineData("厨房煤气灶打不着", "闻到一股味")]
    public async Task A_danger_told_in_the_second_message_is_heard(string first, string then)
    {
        var chat = new Conversation(sorter: Sorting.Offline);
        await chat.SayAsync(first);

        await chat.SayAsync(then);

        Assert.Equal(ConversationStage.Emergency, chat.Record.Stage);
        Assert.Contains("119", chat.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_more_is_nobodys_name()
    {
        var chat = new Conversation(sorter: Sorting.Offline);
        await chat.SayAsync("老板拖欠工资三个月，桂花园");
        Assert.Equal(Ask.Subject, chat.Asked);

        await chat.SayAsync("就这些");

        Assert.Null(DialogMemory.Read(chat.Record.Memory).Draft![Slot.Subject]);
    }
}
