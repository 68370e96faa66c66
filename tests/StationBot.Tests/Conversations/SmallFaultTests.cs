using StationBot.Handling.Cases;
using StationBot.Handling.Flags;
using StationBot.Handling.Messages;
using StationBot.Handling.Sorting;
using StationBot.Tests.Understanding;

namespace StationBot.Tests.Conversations;

/// <summary>What a tester with fresh eyes found: small words that must not end up in the story, or somebody's comfort in the wrong place.</summary>
public sealed class SmallFaultTests
{
    private readonly Conversation _chat = new(sorter: Sorting.Offline);

    [Fact]
    public async Task Who_is_still_being_pulled_out_is_not_safe()
    {
        await _chat.SayAsync("救命啊，有人掉河里了");

        Assert.DoesNotContain("那就好", await _chat.SayAsync("有人在捞"), StringComparison.Ordinal);

        Assert.Contains("那就好", await _chat.SayAsync("已经没危险了"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Found_with_thanks_ends_the_search_and_another_matter_is_heard()
    {
        await _chat.SayAsync("我老伴走丢了，脑子糊涂");
        Assert.Contains("那就好", await _chat.SayAsync("找到了 谢谢"), StringComparison.Ordinal);

        await _chat.SayAsync("书香里的路灯坏了一个月了");

        Assert.Equal(Ask.Contact, _chat.Asked);
    }

    [Fact]
    public async Task A_complaint_about_a_department_does_not_go_to_it()
    {
        await _chat.SayAsync("我要投诉城管乱罚款");
        await _chat.SayAsync("建设路夜市");
        await _chat.SayAsync("上周");

        Assert.Contains("先请工作人员看过", await _chat.SayAsync("不留"), StringComparison.Ordinal);

        await _chat.SayAsync("对");
        var made = Assert.Single(_chat.Cases.All);
        Assert.Null(made.Lead);
        Assert.Equal(CaseStatus.InTriage, made.Status);
    }

    [Theory]
    [InlineData("建设路夜市占道，希望城管没收他们的摊子")]
    [InlineData("建设路夜市垃圾没人清，城管不管")]
    [InlineData("建设路夜市乱收费，请城管查一查")]
    public void A_wish_for_a_department_accuses_nobody(string text) => Assert.False(Sorting.Of(text).Signals.HasFlag(Signals.AccusesOffice));

    [Fact]
    public async Task Talk_on_the_way_is_no_part_of_the_story()
    {
        await _chat.SayAsync("天气真好啊");
        await _chat.SayAsync("你能干啥");
        await _chat.SayAsync("哈哈");
        await _chat.SayAsync("金桂幼儿园乱收费，一个月多收300");
        await _chat.SayAsync("这学期开始");

        var summary = await _chat.SayAsync("不留");

        Assert.Contains("事情：金桂幼儿园乱收费，一个月多收300\n", summary, StringComparison.Ordinal);
        Assert.Contains("时间：这学期", summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_said_later_of_several_matters_stays_with_them()
    {
        await _chat.SayAsync("两件事，一个是路灯不亮，一个是我妈的高龄补贴没发");
        Assert.DoesNotContain("着急", _chat.Said, StringComparison.Ordinal);
        await _chat.SayAsync("南坪村");
        await _chat.SayAsync("路灯坏了一个月，补贴三个月没发");
        await _chat.SayAsync("不留");

        await _chat.SayAsync("对");

        Assert.Equal(2, _chat.Cases.All.Count);
        Assert.All(_chat.Cases.All, c => Assert.Contains("补贴三个月没发", c.RawText, StringComparison.Ordinal));
        Assert.All(_chat.Cases.All, c => Assert.DoesNotContain("time", c.Slots.Keys));
    }

    [Fact]
    public async Task A_supplement_stays_with_its_case()
    {
        await _chat.SayAsync("新湖花园3期7栋隔壁装修，早上六点就砸墙，半个月了");
        Assert.Contains("地点：新湖花园3期7栋", await _chat.SayAsync("不留"), StringComparison.Ordinal);
        await _chat.SayAsync("对");

        Assert.Contains("补充到", await _chat.SayAsync("再补充一下，他们还把垃圾堆在楼道里"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_later_remark_does_not_turn_a_clear_matter_into_another()
    {
        await _chat.SayAsync("新湖花园狗太多，昨天咬了孩子");

        Assert.Contains("拟转：城管局", await _chat.SayAsync("打了疫苗了，不留电话"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Since_when_is_no_wish()
    {
        await _chat.SayAsync("高坎的孩子上学要走两公里，没有公交");
        await _chat.SayAsync("开学到现在");

        Assert.Contains("您的要求：希望开一趟校车", await _chat.SayAsync("希望开一趟校车"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("书香里门口", "书香里社区")]
    [InlineData("书香里东门", "书香里东门")]
    [InlineData("桂花园市场", "桂花园菜市场")]
    public void A_gate_is_not_guessed(string text, string place) => Assert.Equal(place, Sorting.Of(text, Ask.Place).Said(Slot.Place));

    [Theory]
    [InlineData("你帮我查下我妈的养老金")]
    [InlineData("我妈的高龄补贴没发")]
    [InlineData("他妈妈的医保卡不能用")]
    public void Somebodys_mother_is_no_curse(string text)
    {
        var sorted = Sorting.Of(text);

        Assert.False(sorted.Signals.HasFlag(Signals.Angry));
        Assert.DoesNotContain(sorted.Flags, f => f.Flag == Flag.Abuse);
    }

    [Theory]
    [InlineData("我奶奶一个人住，三天没接电话了")]
    [InlineData("独居老人好几天没动静了")]
    [InlineData("我妈一个人在老家，电话两天打不通")]
    public void An_old_person_alone_who_is_silent_for_days_is_an_emergency(string text) =>
        Assert.Contains("vulnerable_victim", Sorting.Of(text).Codes(Severity.P0), StringComparison.Ordinal);

    [Theory]
    [InlineData("我妈一个人住，社区三天没接电话了")]
    [InlineData("我妈一个人住，想申请助餐")]
    [InlineData("物业电话打了三天没人接，我妈一个人住在六楼等修电梯")]
    [InlineData("敲门没人应")]
    public void Who_does_not_answer_elsewhere_is_none(string text) => Assert.Equal("", Sorting.Of(text).Codes(Severity.P0));

    [Fact]
    public async Task Nobody_answers_the_door_of_somebody_old_and_alone()
    {
        await _chat.SayAsync("我奶奶一个人住，想请人去看看");
        await _chat.SayAsync("白鹭村");

        Assert.Contains("110", await _chat.SayAsync("邻居说敲门没人应"), StringComparison.Ordinal);
        Assert.Equal(ConversationStage.Emergency, _chat.Record.Stage);
    }

    [Fact]
    public async Task Nobody_answers_a_noisy_neighbours_door()
    {
        await _chat.SayAsync("新湖花园楼上半夜唱歌，吵了半个月");

        await _chat.SayAsync("我去敲门没人应");

        Assert.NotEqual(ConversationStage.Emergency, _chat.Record.Stage);
    }

    [Fact]
    public async Task A_matter_that_nobody_can_sort_is_taken_as_told_and_gets_its_number()
    {
        await _chat.SayAsync("俺村东头那口机井的水泵坏球了，麦子都旱着哩");
        for (var i = 0; i < 6 && _chat.Cases.All.Count == 0; i++)
        {
            await _chat.SayAsync(_chat.Asked switch { Ask.Place => "白鹭村", Ask.Contact => "不留", Ask.Confirm => "对", _ => "赶紧修" });
        }

        var made = Assert.Single(_chat.Cases.All);
        Assert.Equal((CaseStatus.InTriage, "白鹭村", "赶紧修"), (made.Status, made.Slots["place"], made.Slots["demand"]));
        Assert.Contains("水泵坏球了", made.RawText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("楼上装修把承重墙砸了")]
    [InlineData("我爸的高血压药社区卫生站说没有了，得跑到县城去买")]
    [InlineData("今天早上小区又停电了，物业也不说一声")]
    public async Task Where_it_is_is_asked_and_not_made_up(string text)
    {
        await _chat.SayAsync(text);

        Assert.Equal(Ask.Place, _chat.Asked);
    }

    [Fact]
    public async Task A_third_matter_elsewhere_waits_its_turn_and_is_no_second_place_of_the_first()
    {
        await _chat.SayAsync("张家坝砖厂冒黑烟");
        await _chat.SayAsync("另外大柳树校车停了");

        Assert.Contains("先把前一件说完", await _chat.SayAsync("还有高坎村路烂了"), StringComparison.Ordinal);

        foreach (var answer in (string[])["上周开始的", "不留", "对", "上周", "不留", "对", "上周", "不留", "对"])
        {
            await _chat.SayAsync(answer);
        }
        Assert.Equal(["ENV-01", "EDU-08", "OTH-04"], _chat.Cases.All.Select(c => c.ProblemType));
        Assert.Equal("高坎村", _chat.Cases.All[2].Slots["place"]);
    }

    [Fact]
    public async Task The_same_trouble_in_one_more_place_stays_with_it()
    {
        await _chat.SayAsync("张家坝砖厂冒黑烟");

        Assert.Contains("高坎村", await _chat.SayAsync("还有高坎也冒黑烟"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_matters_at_home_and_at_work_are_each_where_they_belong()
    {
        await _chat.SayAsync("两个事,一个是楼上装修周末都在钻,一个是我老公厂里三个月没发工资了");
        await _chat.SayAsync("家住新湖花园,厂子在石桥那边");
        await _chat.SayAsync("不留");
        await _chat.SayAsync("对");

        Assert.Equal([("ENV-05", "新湖花园"), ("EMP-01", "石桥")], _chat.Cases.All.Select(c => (c.ProblemType!, c.Slots["place"])));
    }

    [Fact]
    public async Task How_another_matter_stands_is_not_answered_with_the_one_being_told()
    {
        await _chat.SayAsync("书香里门口的路坑坑洼洼");

        Assert.DoesNotContain("还没有提交", await _chat.SayAsync("等等,我想先问问我那个低保的事办得怎么样了"), StringComparison.Ordinal);
        Assert.Contains("还没有提交", await _chat.SayAsync("我这个路的事办得怎么样了"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Not_knowing_at_the_summary_is_no_word_about_the_number()
    {
        await _chat.SayAsync("书香里垃圾站三天没人清运了,气味很大");
        await _chat.SayAsync("不留");

        Assert.DoesNotContain("不留也可以", await _chat.SayAsync("不知道"), StringComparison.Ordinal);
        Assert.Equal(Ask.Confirm, _chat.Asked);
    }

    [Fact]
    public async Task Signs_without_a_word_are_not_added_to_the_case()
    {
        await RecordedAsync();

        await _chat.SayAsync("😀👵");

        Assert.DoesNotContain("😀", Assert.Single(_chat.Cases.All).RawText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_remark_before_the_matter_is_not_what_the_conversation_came_to()
    {
        await _chat.SayAsync("你是真人不");
        await _chat.SayAsync("书香里垃圾站三天没人清运了,气味很大");

        Assert.Equal(Disposition.Abandoned, _chat.Last.Disposition);
    }

    [Fact]
    public async Task A_picture_is_acknowledged_whatever_stands_beside_it()
    {
        var photo = new IncomingFile("现场.jpg", "image/jpeg", "/files/1", 1000);
        Assert.Contains("材料收到了", await _chat.SayAsync("书香里垃圾站三天没人清运了,气味很大", photo), StringComparison.Ordinal);
        await _chat.SayAsync("不留");

        var said = await _chat.SayAsync("照片", photo);

        Assert.Contains("材料收到了", said, StringComparison.Ordinal);
        Assert.DoesNotContain("没太听明白", said, StringComparison.Ordinal);
        await _chat.SayAsync("对");
        Assert.DoesNotContain("照片", Assert.Single(_chat.Cases.All).RawText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Half_a_number_is_never_said_back()
    {
        var said = await _chat.SayAsync("书香里垃圾站三天没人清运了，气味很大，天天这样真的受不了了，希望你们管一管，大家都有意见的，这件事情请打给我电话13987654321谢谢");

        Assert.DoesNotMatch("139[0-9]", said);
    }

    private async Task RecordedAsync()
    {
        await _chat.SayAsync("书香里垃圾站三天没人清运了,气味很大");
        await _chat.SayAsync("不留");
        await _chat.SayAsync("对");
    }

    [Fact]
    public async Task Which_employer_it_is_answers_the_question_and_begins_nothing_new()
    {
        await _chat.SayAsync("帮我儿媳妇问个事,她怀着孩子公司把她开了");

        Assert.DoesNotContain("先把前一件说完", await _chat.SayAsync("新湖食品厂,上个月的事"), StringComparison.Ordinal);
    }
}
