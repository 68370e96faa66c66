using StationBot.Handling.Messages;
using StationBot.Tests.Understanding;

namespace StationBot.Tests.Conversations;

/// <summary>What is said in an emergency and after it, with the embedded sorter: the text fits the danger and the one who writes.</summary>
public sealed class EmergencyTalkTests
{
    private readonly Conversation _chat = new(sorter: Sorting.Offline);

    [Theory]
    [InlineData("护工打我外婆,手都打肿了", "110", "今天联系您")]
    [InlineData("我爸要跳楼,快来人", "陪着劝着", "12356")]
    [InlineData("电梯停在半空,我和孩子关在里面", "119", "报警按钮")]
    [InlineData("对门大爷敲门没人应,好几天没出来", "110", "到门口看看")]
    [InlineData("邻居把煤气罐拧开了,味道好大,说谁也别想活", "离开", "110和119")]
    [InlineData("石头砸到车上,有人在里面出不来", "119", "救人")]
    [InlineData("洪水进村了", "119", "离危险的地方远一点")]
    [InlineData("我割腕了", "120", "您不是一个人")]
    [InlineData("我把药都吃下去了", "120", "您不是一个人")]
    [InlineData("从楼上跳下去", "110", "我很担心您")]
    [InlineData("我要带着孩子跳楼", "110", "我很担心您")]
    [InlineData("我妈吃错老鼠药了", "120", "先别自己用药")]
    [InlineData("同学天天打我", "110", "这不是你的错")]
    [InlineData("我儿子打我", "110", "今天联系您")]
    public async Task The_words_fit_the_danger(string text, string first, string second)
    {
        await _chat.SayAsync(text);

        var said = _chat.Last.Replies[0].Text;
        Assert.Contains(first, said, StringComparison.Ordinal);
        Assert.Contains(second, said, StringComparison.Ordinal);
        Assert.DoesNotContain("孩子的安全", said, StringComparison.Ordinal);
        Assert.DoesNotContain("照片", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("孩子找不到了", "你搞错了吧", true)]
    [InlineData("我家着火了", "我是打个比方", true)]
    [InlineData("我家着火了", "我是打个比方 有人拿刀砍人", false)]
    [InlineData("我家着火了", "没有受伤,火还在烧", false)]
    [InlineData("我要跳楼", "你搞错了", false)]
    [InlineData("有人闯进我家了", "你搞错了", false)]
    [InlineData("我儿子打我", "你搞错了", false)]
    public async Task A_danger_misheard_can_be_denied_but_not_by_who_may_be_pressed_to(string text, string denial, bool isHeard)
    {
        await _chat.SayAsync(text);

        Assert.Equal(isHeard, (await _chat.SayAsync(denial)).Contains("听岔了", StringComparison.Ordinal));
        Assert.Equal(!isHeard, _chat.Record.Stage == ConversationStage.Emergency);
    }

    [Theory]
    [InlineData("老婆打我")]
    [InlineData("儿子打我")]
    public async Task The_womens_line_is_not_for_men_and_parents(string text) =>
        Assert.DoesNotContain("12338", await _chat.SayAsync(text), StringComparison.Ordinal);

    [Theory]
    [InlineData("奶奶不见了两个小时了", "在书香里走丢的,穿蓝色棉袄")]
    [InlineData("孩子丢了", "刚在超市门口,穿红衣服,5岁")]
    public async Task What_is_told_of_the_missing_stays_with_them_until_they_are_found(string text, string description)
    {
        await _chat.SayAsync(text);

        Assert.Contains("110的警察", await _chat.SayAsync(description), StringComparison.Ordinal);
        Assert.Equal(ConversationStage.Emergency, _chat.Record.Stage);
        Assert.Contains("那就好", await _chat.SayAsync("找到了"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("我在桂花园3栋楼顶", "退回来")]
    [InlineData("我站在河边", "退回来")]
    [InlineData("谢谢你", "110")]
    [InlineData("我好累", "12356")]
    public async Task Who_is_thinking_of_death_is_never_asked_to_say_that_there_is_no_danger(string text, string expected)
    {
        await _chat.SayAsync("我不想活了");

        var said = await _chat.SayAsync(text);

        Assert.Contains(expected, said, StringComparison.Ordinal);
        Assert.DoesNotContain("没危险", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_next_to_gas_is_told_again()
    {
        await _chat.SayAsync("家里煤气味好大");

        Assert.Contains("不要点火", await _chat.SayAsync("我现在咋办"), StringComparison.Ordinal);
        Assert.Contains("别再碰", await _chat.SayAsync("我开了排风扇"), StringComparison.Ordinal);
        Assert.Contains("别再碰", await _chat.SayAsync("窗户也开了"), StringComparison.Ordinal);
        Assert.Contains("那就好", await _chat.SayAsync("我们已经跑到楼下了"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("我后爸摸我", "我13岁")]
    [InlineData("我爸天天打我", "我14岁")]
    public async Task A_child_that_says_so_is_spoken_to_as_a_child(string text, string age)
    {
        await _chat.SayAsync(text);

        Assert.Contains("不是你的错", await _chat.SayAsync(age), StringComparison.Ordinal);
        Assert.Equal(Ask.Safety, _chat.Asked);
    }

    [Fact]
    public async Task After_the_all_clear_another_matter_gets_a_number_of_its_own()
    {
        await _chat.SayAsync("我不想活了");
        await _chat.SayAsync("没危险,我就是说气话");

        await _chat.SayAsync("书香里垃圾没人收");
        await _chat.SayAsync("就这些");
        Assert.DoesNotContain("不想活", _chat.Said, StringComparison.Ordinal);
        await _chat.SayAsync("对");

        Assert.Single(_chat.Cases.All);
    }

    [Fact]
    public async Task A_number_put_right_belongs_to_the_matter_in_hand()
    {
        await _chat.SayAsync("书香里小区门口的垃圾站三天没人清运了，气味很大");
        await _chat.SayAsync("13800000000");

        await _chat.SayAsync("把我电话改成13912345678");

        Assert.Equal(Ask.Confirm, _chat.Asked);
    }

    [Theory]
    [InlineData("我儿子不管我，养老金也没发")]
    [InlineData("书香里的路灯坏了一个月")]
    public async Task Who_spoke_of_death_is_not_asked_for_particulars(string text)
    {
        var chat = new Conversation(sorter: Sorting.Offline);
        await chat.SayAsync("我不想活了");

        Assert.Contains("12356", await chat.SayAsync(text), StringComparison.Ordinal);
        Assert.Equal(Ask.Human, chat.Asked);

        await chat.SayAsync("我没事了，刚才是气话");
        await chat.SayAsync("书香里的路灯坏了一个月");
        Assert.Equal(Ask.Contact, chat.Asked);
    }

    [Fact]
    public async Task Who_swallowed_something_is_not_let_go_at_a_word()
    {
        var chat = new Conversation(sorter: Sorting.Offline);
        await chat.SayAsync("我吃了一瓶安眠药");

        var said = await chat.SayAsync("没事了");

        Assert.Contains("请现在就打120", said, StringComparison.Ordinal);
        Assert.DoesNotContain("那就好", said, StringComparison.Ordinal);
        Assert.Contains(chat.Last.Triage, t => t is { Severity: StationBot.Handling.Flags.Severity.P0, Reason: "suicide:hurt" });
        Assert.Contains("那就好", await chat.SayAsync("没事了，已经在医院洗胃了"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("家里着火了", "灭了灭了")]
    [InlineData("家里着火了", "扑灭了")]
    [InlineData("家里着火了", "火已经浇灭了")]
    [InlineData("家里着火了，我被困住了", "出来了")]
    [InlineData("有人在桥上要跳河", "下来了")]
    public async Task A_danger_that_is_over_is_heard_in_two_words(string danger, string over)
    {
        var chat = new Conversation(sorter: Sorting.Offline);
        await chat.SayAsync(danger);

        Assert.Contains("那就好", await chat.SayAsync(over), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_few_words_after_the_number_are_about_the_case()
    {
        var chat = new Conversation(sorter: Sorting.Offline);
        await chat.SayAsync("书香里垃圾站三天没人清");
        await chat.SayAsync("不留");
        await chat.SayAsync("对");

        Assert.DoesNotContain("110", await chat.SayAsync("又堆起来了"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_a_threat_the_next_matter_waits_for_staff()
    {
        var chat = new Conversation(sorter: Sorting.Offline);
        await chat.SayAsync("我要炸了你们站");
        await chat.SayAsync("书香里垃圾站三天没人清");
        await chat.SayAsync("不留");
        await chat.SayAsync("对");

        Assert.Equal(StationBot.Handling.Cases.CaseStatus.InTriage, Assert.Single(chat.Cases.All).Status);
    }

    [Fact]
    public async Task What_is_told_after_no_danger_gets_its_number_also_when_it_is_about_the_same_thing()
    {
        await _chat.SayAsync("家里煤气味好大，头晕得很");
        await _chat.SayAsync("没危险");
        await _chat.SayAsync("我想投诉燃气公司一直不来检修，桂花园2栋");

        Assert.NotEqual(Ask.None, _chat.Asked);
    }

    [Theory]
    [InlineData("我老婆跟人跑了 我不想活")]
    [InlineData("我老公出轨 我想死")]
    [InlineData("老板欠我工资 我想从楼上跳下去")]
    public async Task Who_speaks_of_their_own_death_is_spoken_to_whoever_else_is_named(string text) =>
        Assert.Contains("您不是一个人", await _chat.SayAsync(text), StringComparison.Ordinal);

    [Fact]
    public async Task Who_threatens_to_die_is_no_bystander() =>
        Assert.Contains("您慢慢说", await _chat.SayAsync("我妈要是再逼我 我就死给她看"), StringComparison.Ordinal);

    [Theory]
    [InlineData("我妈走丢了", "找到了 谢天谢地 在菜市场")]
    [InlineData("楼里着火了快来人", "发错了，不好意思")]
    [InlineData("楼里着火了快来人", "现在没事了，灭了")]
    public async Task That_it_is_over_is_heard(string danger, string text)
    {
        await _chat.SayAsync(danger);

        Assert.Contains("那就好", await _chat.SayAsync(text), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_spoke_of_death_is_not_let_go_for_a_matter()
    {
        await _chat.SayAsync("老板欠我工资 我想从楼上跳下去");
        await _chat.SayAsync("不是，我是说我的工资三个月没发了，没人管");

        Assert.Equal(ConversationStage.Emergency, _chat.Record.Stage);
    }

    [Fact]
    public async Task Who_meant_no_danger_goes_on_with_the_matter()
    {
        await _chat.SayAsync("刚才有人拿刀砍人");
        await _chat.SayAsync("不是，我是说菜市场卖刀的占道经营，桂花园菜市场");

        Assert.NotEqual(ConversationStage.Emergency, _chat.Record.Stage);
    }
}
