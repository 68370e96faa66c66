using StationBot.Conversations.Turns;
using StationBot.Handling.Messages;
using StationBot.Handling.Sorting;
using StationBot.Tests.Understanding;

namespace StationBot.Tests.Conversations;

/// <summary>What is asked or remarked beside a matter: it is answered, and neither what the matter is for nor its story changes.</summary>
public sealed class SideRemarkTests
{
    private readonly Conversation _chat = new(sorter: Sorting.Offline);

    /// <summary>The story as the summary says it back.</summary>
    private string Story => _chat.Said.Split('\n').First(l => l.StartsWith("① 事情：", StringComparison.Ordinal))["① 事情：".Length..];

    private async Task NoisyBrickworksAsync()
    {
        await _chat.SayAsync("张家坝砖厂半夜机器响得睡不着");
        Assert.Equal(Ask.Contact, _chat.Asked);
    }

    [Theory]
    [InlineData("你们不是网上能回我吗 不想留")]
    [InlineData("在这里回我不行吗 电话不留")]
    [InlineData("要我电话干嘛 不留")]
    [InlineData("为啥非要电话啊")]
    [InlineData("你们几点下班")]
    [InlineData("谁能看到我的号码")]
    [InlineData("你们在哪里")]
    [InlineData("不留可以吗")]
    public async Task A_complaint_stays_one_whatever_is_asked_beside_it(string aside)
    {
        await NoisyBrickworksAsync();
        await _chat.SayAsync(aside);
        if (_chat.Asked == Ask.Contact)
        {
            await _chat.SayAsync("不留");
        }
        Assert.Equal("张家坝砖厂半夜机器响得睡不着", Story);

        Assert.Contains("11月30日前", await _chat.SayAsync("对"), StringComparison.Ordinal);
        Assert.Equal("complaint", _chat.Record.Intent);
    }

    [Fact]
    public async Task A_suggestion_stays_one_too()
    {
        await _chat.SayAsync("建议河湾公园多装几个路灯");
        var begun = _chat.Record.Intent;
        await _chat.SayAsync("要电话做什么");
        await _chat.SayAsync("不留");
        await _chat.SayAsync("你们什么时候上班");
        await _chat.SayAsync("对");

        Assert.Equal(begun, _chat.Record.Intent);
        Assert.Single(_chat.Cases.All);
    }

    [Theory]
    [InlineData("我不是要投诉，就是想问问夜里能不能开机器")]
    [InlineData("其实我就是想打听一下砖厂夜里开工合不合规定")]
    public async Task Who_takes_it_back_into_a_question_asks(string text)
    {
        await NoisyBrickworksAsync();
        await _chat.SayAsync(text);
        await _chat.SayAsync("不留");

        Assert.DoesNotContain("11月30日前", await _chat.SayAsync("对"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("反映这个要花钱不", "不收钱")]
    [InlineData("这个要不要钱的", "不收钱")]
    [InlineData("那得等多久", "您确认以后")]
    [InlineData("多久能给我个准信", "您确认以后")]
    [InlineData("你们会不会把我名字告诉物业", "可以不留")]
    [InlineData("我的名字给谁看", "可以不留")]
    [InlineData("你们这个人大代表到底是干啥的 能管啥", "盯着办")]
    [InlineData("代表有什么用啊", "盯着办")]
    [InlineData("你们办公室在哪 我直接去找人", "梧桐街道")]
    [InlineData("你们站在哪里我自己过去说", "梧桐街道")]
    [InlineData("有没有电话能打 我不会打字", "电话0000")]
    [InlineData("打字我不会", "梧桐街道")]
    [InlineData("没有电话打字不会", "梧桐街道")]
    public async Task What_is_asked_while_a_matter_is_taken_in_is_answered_and_kept_out_of_it(string asked, string answer)
    {
        await NoisyBrickworksAsync();

        Assert.Contains(answer, await _chat.SayAsync(asked), StringComparison.Ordinal);
        Assert.True(_chat.Last.Replies.Sum(r => r.Text.Count(c => c == '？')) <= 1);
        if (_chat.Asked == Ask.Contact)
        {
            await _chat.SayAsync("不留");
        }
        Assert.Equal("张家坝砖厂半夜机器响得睡不着", Story);
    }

    [Fact]
    public async Task Two_questions_get_two_answers_and_no_day_is_promised_before_the_number()
    {
        await NoisyBrickworksAsync();

        var said = await _chat.SayAsync("你们这个反映要不要钱的 多久能给我个准信");

        Assert.Contains("不收钱", said, StringComparison.Ordinal);
        Assert.Contains("哪天前给您回音", said, StringComparison.Ordinal);
        Assert.DoesNotContain("工作日", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("有没有电话能打 我不会打字")]
    [InlineData("我不会打字 能打电话吗")]
    [InlineData("打字我不会")]
    [InlineData("你们办公室在哪 我直接去找人")]
    public async Task The_first_message_may_ask_for_the_door(string text) =>
        Assert.Contains("梧桐街道", await _chat.SayAsync(text), StringComparison.Ordinal);

    [Theory]
    [InlineData("路灯不亮", "说过了呀 就我们这")]
    [InlineData("路灯不亮", "不是讲过了吗")]
    [InlineData("路灯不亮", "还能是哪")]
    [InlineData("公司三年不交公积金", "不晓得叫啥名")]
    [InlineData("公司三年不交公积金", "说不清楚是哪家")]
    [InlineData("公司三年不交公积金", "不敢说名字")]
    [InlineData("垃圾没人清，反映好多次了", "我没反映过啊 你听错了")]
    [InlineData("垃圾没人清，反映好多次了", "没有找过你们，这是头一回反映")]
    public async Task Talk_about_the_telling_is_no_part_of_the_story(string matter, string talk)
    {
        await _chat.SayAsync(matter);
        await _chat.SayAsync(talk);
        for (var turns = 0; _chat.Asked != Ask.Confirm && turns < 5; turns++)
        {
            await _chat.SayAsync(_chat.Asked == Ask.Place ? "书香里" : _chat.Asked == Ask.Time ? "上个月" : "不留");
        }

        Assert.Equal(matter, Story);
    }

    [Theory]
    [InlineData("我没反映过啊 你听错了")]
    [InlineData("以前没投诉过")]
    [InlineData("从来没有举报过，这是头一回")]
    public async Task Who_never_told_it_is_not_told_that_they_did(string text)
    {
        await NoisyBrickworksAsync();

        Assert.DoesNotContain("您以前反映过", await _chat.SayAsync(text), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("有一阵子了")]
    [InlineData("好些日子了")]
    [InlineData("老早就这样")]
    [InlineData("有段时间了")]
    public async Task Since_when_may_be_said_loosely(string text)
    {
        await _chat.SayAsync("书香里垃圾没人清");
        Assert.Equal(Ask.Time, _chat.Asked);
        await _chat.SayAsync(text);
        await _chat.SayAsync("不留");

        Assert.Equal("书香里垃圾没人清", Story);
        Assert.Contains($"时间：{text}", _chat.Said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("就我一家不清楚别家", "就我一家")]
    [InlineData("就我们一户 别人家不知道", "就我们一户")]
    public async Task How_many_may_be_one(string text, string people)
    {
        await _chat.SayAsync("书香里自来水发黄");
        Assert.Equal(Ask.People, _chat.Asked);
        await _chat.SayAsync(text);
        await _chat.SayAsync("上个月");
        await _chat.SayAsync("不留");

        Assert.Equal("书香里自来水发黄", Story);
        Assert.Contains($"人数：{people}\n", _chat.Said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("对 就是想请人来修剪一下")]
    [InlineData("是的，希望派人来锯掉一些")]
    public async Task A_wish_after_a_yes_is_the_wish(string text)
    {
        await _chat.SayAsync("河湾公园树长得太高了");
        await _chat.SayAsync(text);
        for (var turns = 0; _chat.Asked != Ask.Confirm && turns < 5; turns++)
        {
            await _chat.SayAsync(_chat.Asked == Ask.Time ? "上个月" : "不留");
        }

        Assert.Equal("河湾公园树长得太高了", Story);
        Assert.Contains("您的要求：", _chat.Said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("物业说还要交钱才清")]
    [InlineData("跟物业说过了不管用，垃圾堆到门口了")]
    [InlineData("不知道谁倒的，还有死老鼠")]
    public async Task What_tells_of_the_matter_stays_in_it(string text)
    {
        await _chat.SayAsync("书香里垃圾没人清，三天了");
        await _chat.SayAsync(text);
        if (_chat.Asked == Ask.Contact)
        {
            await _chat.SayAsync("不留");
        }

        Assert.Contains(text.Split('，')[^1], Story, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("举报个事 别写我名字哈 书香里一楼开麻将馆吵到半夜")]
    [InlineData("书香里一楼开麻将馆吵到半夜，你们别把我说出去")]
    [InlineData("书香里一楼开麻将馆吵到半夜，说了他们肯定知道是我")]
    [InlineData("书香里一楼开麻将馆吵到半夜，替我保密哦")]
    [InlineData("书香里一楼开麻将馆吵到半夜 我怕他们晓得了给我穿小鞋")]
    [InlineData("书香里一楼开麻将馆吵到半夜 名字就别登了")]
    public async Task Who_wants_no_name_is_heard_and_asked_for_no_number(string text)
    {
        Assert.Contains("不让对方知道是您反映的", await _chat.SayAsync(text), StringComparison.Ordinal);
        Assert.NotEqual(Ask.Contact, _chat.Asked);
        while (_chat.Asked != Ask.Confirm)
        {
            await _chat.SayAsync("半年了");
        }
        Assert.Contains("书香里一楼开麻将馆吵到半夜", Story, StringComparison.Ordinal);
        Assert.DoesNotContain("名字", Story, StringComparison.Ordinal);
        Assert.Contains(" 不让对方知道是您反映的", _chat.Said, StringComparison.Ordinal);

        await _chat.SayAsync("对");
        Assert.Equal("yes", Assert.Single(_chat.Cases.All).Slots["confidential"]);
    }

    [Fact]
    public async Task A_wish_for_no_name_beside_the_yes_is_kept()
    {
        await NoisyBrickworksAsync();
        await _chat.SayAsync("不留");

        Assert.Contains("不让对方知道", await _chat.SayAsync("对，不过千万别写我名字"), StringComparison.Ordinal);
        Assert.Equal("yes", Assert.Single(_chat.Cases.All).Slots["confidential"]);
    }

    [Theory]
    [InlineData("不想说是哪个小区")]
    [InlineData("不方便讲在哪个村")]
    [InlineData("我不想告诉你地址")]
    public async Task A_place_kept_back_stays_open_and_is_not_asked_for_again(string text)
    {
        await _chat.SayAsync("路灯不亮");
        Assert.Equal(Ask.Place, _chat.Asked);

        Assert.Contains("不说也可以", await _chat.SayAsync(text), StringComparison.Ordinal);

        Assert.NotEqual(Ask.Place, _chat.Asked);
    }

    [Theory]
    [InlineData("我不想说公司名字 纺织厂园区的 三年没交公积金")]
    [InlineData("单位不方便说 三年没交公积金 书香里的")]
    [InlineData("不敢说是哪家公司 三年没交公积金 书香里的")]
    public async Task A_unit_kept_back_is_not_asked_for(string text)
    {
        Assert.Contains("不说也可以", await _chat.SayAsync(text), StringComparison.Ordinal);

        Assert.NotEqual(Ask.Subject, _chat.Asked);
    }

    [Fact]
    public async Task The_place_is_asked_for_a_second_time_in_other_words()
    {
        await _chat.SayAsync("路灯不亮");
        Assert.Contains("请问在哪个小区", _chat.Said, StringComparison.Ordinal);

        Assert.DoesNotContain("请问在哪个小区", await _chat.SayAsync("说过了呀 就我们这"), StringComparison.Ordinal);
        Assert.Equal(Ask.Place, _chat.Asked);
    }

    [Theory]
    [InlineData("物业说不能写我们的名字到业主名单里")]
    [InlineData("学校不给报名，说名额满了")]
    [InlineData("村里把我家承包地说卖就卖了")]
    public void Not_every_name_is_a_wish_for_none(string text) => Assert.False(Sorting.Of(text).Signals.HasFlag(Signals.Confidential));

    [Theory]
    [InlineData("他们会不会晓得是我告的")]
    [InlineData("我留电话的话,他们会不会晓得是我告的")]
    [InlineData("会不会让棋牌室的人知道我是谁")]
    [InlineData("他们不会来找我麻烦吧")]
    [InlineData("会不会被打击报复")]
    public async Task Who_fears_to_be_found_out_is_reassured_and_kept_unnamed(string text)
    {
        await NoisyBrickworksAsync();
        var open = _chat.Asked;

        Assert.Contains("可以不留", await _chat.SayAsync(text), StringComparison.Ordinal);
        Assert.Equal(open, _chat.Asked);
        for (var i = 0; i < 3 && _chat.Asked != Ask.Confirm; i++)
        {
            await _chat.SayAsync("不留");
        }

        Assert.Equal("张家坝砖厂半夜机器响得睡不着", Story);
        Assert.DoesNotContain("您的要求", _chat.Said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("千万别说是我讲的啊,石桥街上那个服装厂天天加班到十点")]
    [InlineData("匿名说个事,书香里东门那个药店拿医保卡能刷鸡蛋")]
    [InlineData("书香里一楼开麻将馆吵到半夜,别暴露我")]
    public async Task Who_wants_no_name_known_at_once_is_told_so_and_asked_for_no_number(string text)
    {
        Assert.Contains("不让对方知道是您反映的", await _chat.SayAsync(text), StringComparison.Ordinal);
        Assert.NotEqual(Ask.Contact, _chat.Asked);
    }

    [Theory]
    [InlineData("邻居天天来找我麻烦,书香里3栋")]
    [InlineData("有人匿名举报我占道,书香里3栋")]
    public async Task Trouble_with_others_is_no_wish_for_silence(string text)
    {
        await _chat.SayAsync(text);

        Assert.DoesNotContain("不让对方知道", _chat.Said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("加我微信吧 wx_zhang88", "wx_zhang88")]
    [InlineData("微信行不行,lihua_7788", "lihua_7788")]
    public async Task A_wechat_name_is_a_way_to_call_back(string text, string name)
    {
        await _chat.SayAsync("书香里3栋楼道灯不亮,换个灯泡");
        await _chat.SayAsync(text);
        for (var i = 0; i < 3 && _chat.Asked != Ask.Confirm; i++)
        {
            Assert.NotEqual(Ask.Contact, _chat.Asked);
            await _chat.SayAsync("半年了");
        }
        Assert.DoesNotContain(name, Story, StringComparison.Ordinal);
        await _chat.SayAsync("对");

        Assert.Equal(name, Assert.Single(_chat.Cases.All).Contact);
    }

    [Theory]
    [InlineData("打字太累了,找个工作人员给我打电话吧,13800001234")]
    [InlineData("人工给我回电 13800001234")]
    public async Task A_number_given_with_the_wish_for_a_human_is_kept(string text)
    {
        await _chat.SayAsync("高坎村我家门口那个污水井老往外翻");

        Assert.Contains("联系方式记下了", await _chat.SayAsync(text), StringComparison.Ordinal);
        Assert.Equal(Disposition.HandedToHuman, _chat.Last.Disposition);
        Assert.Equal("13800001234", DialogMemory.Read(_chat.Last.Memory).Draft![Slot.Contact]);
    }

    [Fact]
    public async Task A_number_in_answer_to_the_question_calls_nobody()
    {
        await NoisyBrickworksAsync();
        for (var i = 0; i < 3 && _chat.Asked != Ask.Contact; i++)
        {
            await _chat.SayAsync("半年了");
        }
        Assert.Equal(Ask.Contact, _chat.Asked);

        await _chat.SayAsync("给我打电话吧13800001234");

        Assert.Equal(Ask.Confirm, _chat.Asked);
    }

    [Theory]
    [InlineData("代表是谁啊")]
    [InlineData("哦 那你继续吧")]
    [InlineData("没危险")]
    public async Task Talk_with_the_one_who_asks_is_no_part_of_the_story(string text)
    {
        await NoisyBrickworksAsync();
        await _chat.SayAsync(text);
        for (var i = 0; i < 3 && _chat.Asked != Ask.Confirm; i++)
        {
            await _chat.SayAsync("不留");
        }

        Assert.Equal("张家坝砖厂半夜机器响得睡不着", Story);
    }

    [Theory]
    [InlineData("烦死了")]
    [InlineData("有没有人管")]
    [InlineData("唉,气死人了")]
    public async Task A_sigh_is_asked_what_it_is_about(string text)
    {
        Assert.Contains("什么事", await _chat.SayAsync(text), StringComparison.Ordinal);
        await _chat.SayAsync("就那个事");
        Assert.Null(DialogMemory.Read(_chat.Last.Memory).Draft?.Items.FirstOrDefault()?.ProblemType);
    }
}
