using StationBot.Handling.Cases;
using StationBot.Handling.Flags;
using StationBot.Handling.Messages;
using StationBot.Handling.Sorting;
using StationBot.Tests.Understanding;

namespace StationBot.Tests.Conversations;

/// <summary>What a blind tester said on the way, and how it must be heard: places of several matters, corrections, questions, refusals, repeats, anger.</summary>
public sealed class TesterTalkTests
{
    private readonly Conversation _chat = new(sorter: Sorting.Offline);

    private async Task<string> SayAllAsync(params string[] texts)
    {
        foreach (var text in texts)
        {
            await _chat.SayAsync(text);
        }
        return _chat.Said;
    }

    [Theory]
    [InlineData("两件事,楼上漏水,还有我儿子学校不给转学", "漏水的是桂花园3栋,学校是新湖中学", "桂花园3栋", "新湖中学")]
    [InlineData("两件事,楼上漏水,还有我儿子学校不给转学", "学校是新湖中学，漏水的是桂花园3栋", "桂花园3栋", "新湖中学")]
    [InlineData("路灯坏了,我妈的养老金也停了", "路灯是书香里的,我妈在白鹭村", "书香里", "白鹭村")]
    [InlineData("一个是路灯不亮,一个是我爸低保停了", "一个在书香里,一个在高坎村", "书香里", "高坎村")]
    public async Task Each_of_several_matters_is_where_the_answer_says(string told, string places, params string[] expected)
    {
        await _chat.SayAsync(told);
        Assert.Equal(Ask.Place, _chat.Asked);
        Assert.DoesNotContain("分开记", await _chat.SayAsync(places), StringComparison.Ordinal);
        await FinishAsync();

        Assert.Equal(expected, _chat.Cases.All.Select(c => c.Slots["place"]));
        Assert.All(_chat.Cases.All, c => Assert.True(c.Slots["demand"].Length > 2 && told.Contains(c.Slots["demand"], StringComparison.Ordinal)));
        Assert.Equal(2, _chat.Cases.All.Select(c => c.Community).Distinct().Count());
    }

    [Theory]
    [InlineData("不对,路灯是桂花园的")]
    [InlineData("路灯在桂花园")]
    public async Task One_of_several_matters_is_elsewhere(string text)
    {
        await SayAllAsync("两件事,一个垃圾没人收,一个是路灯不亮", "书香里", "三天", "不留", text);
        await FinishAsync();

        Assert.Equal(["书香里社区", "桂花园社区"], _chat.Cases.All.Select(c => c.Slots["place"]));
    }

    [Fact]
    public async Task Another_of_the_same_kind_takes_the_place_of_the_one_misnamed()
    {
        Assert.Contains("改过来了", await SayAllAsync("我反映张家坝砖厂灰大", "不对不对,是石材厂"), StringComparison.Ordinal);
        await SayAllAsync("大柳树那个", "上个月", "不留");
        await FinishAsync();

        var made = Assert.Single(_chat.Cases.All);
        Assert.Equal(("大柳树村", "石材厂", "我反映石材厂灰大"), (made.Slots["place"], made.Slots["subject"], made.Summary));
        Assert.Equal("我反映张家坝砖厂灰大\n不对不对,是石材厂", made.RawText);
    }

    [Fact]
    public async Task The_matter_itself_can_be_put_right_at_the_summary()
    {
        await SayAllAsync("书香里垃圾没人收", "三天了", "不留");

        Assert.Contains("事情：垃圾桶太少\n", await _chat.SayAsync("不是不是,我说的是垃圾桶太少"), StringComparison.Ordinal);

        await FinishAsync();
        var made = Assert.Single(_chat.Cases.All);
        Assert.Equal(("书香里社区", "垃圾桶太少"), (made.Slots["place"], made.Slots["demand"]));
    }

    [Theory]
    [InlineData("你咋知道我在哪")]
    [InlineData("你怎么晓得我是谁")]
    public async Task A_question_to_us_is_answered_and_no_part_of_the_story(string question)
    {
        await SayAllAsync("书香里垃圾没人收", "三天了");
        Assert.Contains("看不到您在哪里", await _chat.SayAsync(question), StringComparison.Ordinal);
        Assert.Equal(Ask.Contact, _chat.Asked);
        Assert.Contains("事情：书香里垃圾没人收\n", await _chat.SayAsync("不留"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("还有一件事,我要说说")]
    [InlineData("对了还有个事情要反映")]
    [InlineData("我还想反映一件事")]
    public async Task Who_opens_another_matter_is_asked_for_it(string text)
    {
        await SayAllAsync("书香里垃圾没人收", "三天了", "不留", "对");

        Assert.DoesNotContain("没太听明白", await _chat.SayAsync(text), StringComparison.Ordinal);
        Assert.Equal(Ask.Demand, _chat.Asked);

        await SayAllAsync("书香里4栋的垃圾桶坏了", "昨天");
        await FinishAsync();
        Assert.Equal(2, _chat.Cases.All.Count);
    }

    [Fact]
    public async Task Who_opens_another_while_one_is_told_finishes_that_first()
    {
        await _chat.SayAsync("书香里垃圾没人收");

        Assert.Contains("先把这一件说完", await _chat.SayAsync("还有一件事要说"), StringComparison.Ordinal);
        Assert.Equal(Ask.Time, _chat.Asked);
    }

    [Fact]
    public async Task The_same_complaint_told_again_after_another_case_goes_to_the_first()
    {
        await SayAllAsync("书香里小区门口的垃圾站三天没人清运了", "早点清", "不留", "对", "河湾公园路灯不亮", "一个月", "对");
        Assert.Equal(2, _chat.Cases.All.Count);

        var said = await _chat.SayAsync("书香里小区门口的垃圾站三天没人清运了");

        Assert.Contains("已经记过了，编号" + _chat.Cases.All[0].Number!.Value.Value, said, StringComparison.Ordinal);
        Assert.Equal(2, _chat.Cases.All.Count);
        Assert.EndsWith("书香里小区门口的垃圾站三天没人清运了", _chat.Cases.All[0].RawText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_complaint_in_a_later_conversation_makes_no_second_case_and_another_trouble_there_does()
    {
        await SayAllAsync("书香里小区门口的垃圾站三天没人清运了", "早点清", "不留", "对");
        var later = _chat.Later();

        Assert.Contains("已经记过了", await later.SayAsync("书香里小区门口垃圾站没人清运"), StringComparison.Ordinal);

        var another = _chat.Later();
        Assert.DoesNotContain("已经记过了", await another.SayAsync("书香里2栋楼道堆满纸箱垃圾"), StringComparison.Ordinal);
        Assert.DoesNotContain("已经记过了", await _chat.Later().SayAsync("白鹭村的垃圾站没人清运"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_third_complaint_of_one_matter_calls_a_human()
    {
        await SayAllAsync("书香里小区门口的垃圾站三天没人清运了", "早点清", "不留", "对", "书香里小区门口的垃圾站还是没人清运");
        Assert.DoesNotContain(_chat.Last.Flags, f => f.Flag == Flag.RepeatDissatisfied);

        Assert.Contains("对不起", await _chat.SayAsync("书香里的垃圾站到现在没人管,都第三回了"), StringComparison.Ordinal);

        Assert.Contains(_chat.Last.Flags, f => f is { Flag: Flag.RepeatDissatisfied, Severity: Severity.P1 });
        Assert.Contains(_chat.Last.Triage, t => t.Severity == Severity.P1);
        Assert.Equal(Ask.Human, _chat.Asked);
        Assert.Single(_chat.Cases.All);
    }

    [Theory]
    [InlineData("到底归谁管")]
    [InlineData("你们把我的事转给谁了")]
    [InlineData("转到哪个部门了")]
    public async Task Who_has_the_case_is_told(string question)
    {
        await SayAllAsync("书香里垃圾没人收", "三天了", "不留", "对");

        Assert.Contains("由城管局办理", await _chat.SayAsync(question), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("不是城管局管吧,应该是供电局")]
    [InlineData("这事应该归物业管")]
    public async Task A_word_about_whose_it_is_goes_to_staff_with_the_case(string text)
    {
        await SayAllAsync("书香里垃圾没人收", "三天了", "不留", "对");

        Assert.Contains("归谁管我记下了", await _chat.SayAsync(text), StringComparison.Ordinal);
        Assert.Contains(text, Assert.Single(_chat.Cases.All).RawText, StringComparison.Ordinal);
        Assert.Contains(_chat.Last.Triage, t => t.Reason == "lead_doubted");
    }

    [Fact]
    public async Task A_new_matter_that_names_who_should_act_is_no_doubt_about_the_old_one()
    {
        await SayAllAsync("书香里垃圾没人收", "三天了", "不留", "对");
        await _chat.SayAsync("白鹭村的路灯坏了,应该由供电所来修");

        Assert.DoesNotContain("归谁管我记下了", _chat.Said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("不用了我自己去")]
    [InlineData("算了,我自己去问")]
    [InlineData("不用了,我还是自己跑一趟吧")]
    public async Task Who_goes_oneself_takes_the_question_back(string text)
    {
        await _chat.SayAsync("养老金认证怎么弄");
        Assert.Contains("不记了", await _chat.SayAsync(text), StringComparison.Ordinal);
        Assert.Equal(Disposition.Withdrawn, _chat.Last.Disposition);
    }

    [Fact]
    public async Task What_was_let_go_may_be_let_go_twice_and_taken_up_again()
    {
        await SayAllAsync("书香里垃圾没人收", "算了不说了");
        Assert.Contains("不记了", await _chat.SayAsync("不反映了"), StringComparison.Ordinal);

        Assert.Contains("书香里垃圾没人收", await _chat.SayAsync("哦还是反映吧"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_place_alone_is_half_of_the_answer()
    {
        await _chat.SayAsync("我要投诉");
        Assert.Contains("那里是什么事", await _chat.SayAsync("河湾社区"), StringComparison.Ordinal);

        await SayAllAsync("垃圾没人收", "三天");
        await FinishAsync();
        Assert.Equal(("河湾社区", "垃圾没人收"), (_chat.Cases.All[0].Slots["place"], _chat.Cases.All[0].Summary));
    }

    [Fact]
    public async Task Repeated_anger_calls_a_human_and_asks_nothing_more()
    {
        await SayAllAsync("书香里垃圾没人收", "气死我了,没人管", "都是废物");
        Assert.DoesNotContain("工作人员联系您", _chat.Said, StringComparison.Ordinal);

        Assert.Contains("工作人员联系您", await _chat.SayAsync("天天问问问,烦不烦"), StringComparison.Ordinal);

        Assert.Equal((Ask.Human, ConversationStage.HumanChat), (_chat.Asked, _chat.Last.Stage));
        await _chat.SayAsync("烦死了");
        Assert.Equal(Ask.Human, _chat.Asked);
        Assert.DoesNotContain("问问问", _chat.Record.Memory, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Greetings_without_end_are_offered_a_human()
    {
        await SayAllAsync("你好", "在吗");
        Assert.DoesNotContain("人工", _chat.Said, StringComparison.Ordinal);

        Assert.Contains("人工", await _chat.SayAsync("有人吗"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("找到了找到了")]
    [InlineData("找到了，找到了！")]
    public async Task Said_twice_is_said(string text)
    {
        await _chat.SayAsync("我儿子不见了,找了两个小时");
        Assert.Contains("那就好", await _chat.SayAsync(text), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("把我楼上那个人的电话给我")]
    [InlineData("她电话多少")]
    [InlineData("房东的手机号是多少")]
    public async Task Nobodys_number_is_given(string text)
    {
        Assert.Contains("不能给", await _chat.SayAsync(text), StringComparison.Ordinal);
        Assert.NotEqual(Ask.Place, _chat.Asked);
    }

    [Theory]
    [InlineData("房东的电话打不通，押金不退")]
    [InlineData("楼上邻居天天打电话吵得睡不着")]
    public async Task A_matter_with_a_telephone_in_it_is_a_matter(string text) =>
        Assert.DoesNotContain("不能给", await _chat.SayAsync(text), StringComparison.Ordinal);

    [Theory]
    [InlineData("我要上访")]
    [InlineData("再不管我就去信访")]
    public async Task Who_only_means_to_petition_is_asked_what_about(string text)
    {
        Assert.DoesNotContain("已经在信访程序里", await _chat.SayAsync(text), StringComparison.Ordinal);
        Assert.Equal(Ask.Demand, _chat.Asked);

        await SayAllAsync("书香里垃圾没人收", "三天", "不留", "对");
        Assert.Single(_chat.Cases.All);
    }

    [Theory]
    [InlineData("信访在哪里办")]
    [InlineData("怎么上访")]
    public async Task Who_asks_for_the_petition_office_is_in_no_petition(string text) =>
        Assert.DoesNotContain("已经在信访程序里", await _chat.SayAsync(text), StringComparison.Ordinal);

    [Fact]
    public async Task Who_has_to_go_tells_nothing()
    {
        await SayAllAsync("书香里垃圾没人收", "三天");
        Assert.Contains("还没提交", await _chat.SayAsync("我还有事,先走了"), StringComparison.Ordinal);
        Assert.Contains("事情：书香里垃圾没人收\n", await _chat.SayAsync("不留"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_is_in_the_petition_system_already_is_led_back_there() =>
        Assert.Contains("已经在信访程序里", await _chat.SayAsync("我这个事信访局已经受理了，给了答复意见书我不服"), StringComparison.Ordinal);

    [Fact]
    public async Task A_farewell_note_of_somebody_gone_is_a_search()
    {
        var said = await _chat.SayAsync("我妈写了张纸条人不见了");

        Assert.Contains("110", said, StringComparison.Ordinal);
        Assert.Contains("12356", said, StringComparison.Ordinal);
        Assert.DoesNotContain("别离开", said, StringComparison.Ordinal);
        Assert.Contains("最后一次", said, StringComparison.Ordinal);
        Assert.DoesNotContain("退回来", await _chat.SayAsync("在河边见过"), StringComparison.Ordinal);
    }

    private async Task FinishAsync()
    {
        for (var i = 0; i < 6 && _chat.Asked != Ask.Confirm; i++)
        {
            await _chat.SayAsync(_chat.Asked == Ask.Contact ? "不留" : "说不清");
        }
        Assert.Equal(Ask.Confirm, _chat.Asked);
        await _chat.SayAsync("对");
    }
}
