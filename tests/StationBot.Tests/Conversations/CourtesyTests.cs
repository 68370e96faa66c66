using StationBot.Handling.Flags;
using StationBot.Handling.Messages;
using StationBot.Tests.Understanding;

namespace StationBot.Tests.Conversations;

/// <summary>What residents say to the station rather than about their matter: understood, answered once, asked nothing twice.</summary>
public sealed class CourtesyTests
{
    private const string Lamp = "桂花园路灯坏了半个月";
    private readonly Conversation _chat = new(sorter: Sorting.Offline);

    [Theory]
    [InlineData("为什么要我的电话")]
    [InlineData("留电话干什么用")]
    [InlineData("为什么非要电话")]
    [InlineData("为啥要我电话")]
    public async Task Why_a_number_is_asked_for_is_told(string words)
    {
        await _chat.SayAsync(Lamp);

        Assert.Contains("不影响办理", await _chat.SayAsync(words), StringComparison.Ordinal);
        Assert.Equal(Ask.Contact, _chat.Asked);
    }

    [Fact]
    public async Task Who_comes_by_another_stations_code_hears_where_they_are_and_goes_on()
    {
        var first = await _chat.JoinAsync("ST01");
        Assert.All(["AI助手", The.Directory.Station("ST01")!.Name], words => Assert.Contains(words, first, StringComparison.Ordinal));
        await _chat.SayAsync(Lamp);
        var asked = _chat.Asked;

        var said = await _chat.JoinAsync("ST02");

        Assert.Contains(The.Directory.Station("ST02")!.Name, said, StringComparison.Ordinal);
        Assert.Equal(asked, _chat.Asked);
        Assert.Equal("", await _chat.JoinAsync("ST02"));
        Assert.Equal("", await _chat.JoinAsync("NOPE"));
    }

    [Theory]
    [InlineData("站在哪里")]
    [InlineData("电话多少")]
    [InlineData("站长在不在")]
    [InlineData("清禾区人大代表联络站在什么地方")]
    [InlineData("怎么联系你们")]
    [InlineData("我要找代表")]
    [InlineData("林代表在吗")]
    [InlineData("我想当面说")]
    [InlineData("你们地址发一下")]
    [InlineData("能不能去你们那里当面反映")]
    public async Task Where_the_station_is_and_how_to_speak_to_somebody_is_told(string words)
    {
        Assert.Contains("党群服务中心二楼", await _chat.SayAsync(words), StringComparison.Ordinal);
        Assert.Empty(_chat.Last.Triage);
    }

    [Theory]
    [InlineData("公交站在哪里都没人知道,桂花园这边标识太乱")]
    [InlineData("物业电话多少都打不通,书香里")]
    [InlineData("林代表答应修路,到现在没动静,大柳树村")]
    public async Task A_matter_that_sounds_like_it_is_still_a_matter(string words) =>
        Assert.DoesNotContain("党群服务中心", await _chat.SayAsync(words), StringComparison.Ordinal);

    [Theory]
    [InlineData("怎么还没人来啊")]
    [InlineData("还没解决吗")]
    [InlineData("谁负责这个事")]
    [InlineData("查查我那个单子")]
    [InlineData("都过去一周了,有信儿没")]
    public async Task Asking_after_the_own_case_is_answered_with_where_it_stands(string words)
    {
        await FileAsync(Lamp);

        var said = await _chat.SayAsync(words);

        Assert.Contains("现在：", said, StringComparison.Ordinal);
        Assert.DoesNotContain(words, _chat.Cases.All[0].RawText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cantonese_answers_are_answers()
    {
        await _chat.SayAsync("桂花园路灯坏咗半个月");
        await _chat.SayAsync("唔使留");
        Assert.Equal(Ask.Confirm, _chat.Asked);
        await _chat.SayAsync("啱");

        Assert.DoesNotContain("唔使", Assert.Single(_chat.Cases.All).RawText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_misspelt_place_is_heard_where_it_begins_the_sentence()
    {
        await _chat.SayAsync("书乡里垃圾没人收");

        Assert.NotEqual(Ask.Place, _chat.Asked);
    }

    [Fact]
    public async Task Who_left_no_number_is_not_asked_again_for_the_next_matter()
    {
        await FileAsync(Lamp, contact: "不留");

        await _chat.SayAsync("书香里垃圾三天没人收");

        Assert.Equal(Ask.Confirm, _chat.Asked);
    }

    [Theory]
    [InlineData("再见")]
    [InlineData("拜拜")]
    [InlineData("好的谢谢,没事了")]
    public async Task Taking_leave_is_answered_and_nothing_is_asked(string words)
    {
        Assert.DoesNotContain("？", await _chat.SayAsync(words), StringComparison.Ordinal);
        Assert.Equal(Ask.None, _chat.Asked);

        await _chat.SayAsync(Lamp);
        Assert.DoesNotContain("？", await _chat.SayAsync(words), StringComparison.Ordinal);
        await _chat.SayAsync("13800000000");
        Assert.Equal(Ask.Confirm, _chat.Asked);
    }

    [Theory]
    [InlineData("我想反映个事")]
    [InlineData("我有个问题要反映")]
    [InlineData("听得到吗")]
    public async Task The_way_into_a_matter_is_no_failure_to_understand(string words)
    {
        await _chat.SayAsync("喂");
        await _chat.SayAsync("听得到吗");
        var said = await _chat.SayAsync(words);

        Assert.DoesNotContain("工作人员", said, StringComparison.Ordinal);
        Assert.DoesNotContain(_chat.Last.Flags, f => f.Flag == Flag.LowConfidence);
    }

    [Theory]
    [InlineData("不知道")]
    [InlineData("对")]
    public async Task Who_tells_nothing_is_not_asked_for_ever(string words)
    {
        for (var i = 0; i < 3; i++)
        {
            await _chat.SayAsync(words);
        }

        Assert.NotEqual(Ask.Demand, _chat.Asked);
    }

    [Fact]
    public async Task A_grievance_with_a_sigh_is_a_complaint()
    {
        await _chat.SayAsync("累死了,跑了八趟社保局都不给办");

        Assert.Equal("complaint", _chat.Last.Intent);
    }

    [Fact]
    public async Task Which_number_to_call_is_told() =>
        Assert.Contains("119", await _chat.SayAsync("如果发生火灾我该打什么电话"), StringComparison.Ordinal);

    [Fact]
    public async Task Wanting_to_praise_is_praise()
    {
        await _chat.SayAsync("我想给路灯修好了点个赞");

        Assert.Equal("thanks", _chat.Last.Intent);
    }

    [Theory]
    [InlineData("路灯已经好了,别办了")]
    [InlineData("不用处理了")]
    public async Task No_longer_needed_takes_the_own_case_back(string words)
    {
        await FileAsync(Lamp);

        Assert.Contains("撤回了", await _chat.SayAsync(words), StringComparison.Ordinal);
        Assert.Contains("已撤回", await _chat.SayAsync("真的撤了吗"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_waits_for_a_human_is_told_that_one_was_called()
    {
        await _chat.SayAsync("人工");

        Assert.Contains("已经告诉工作人员", await _chat.SayAsync("人呢?"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rumour_is_answered_once() =>
        Assert.Single((await _chat.SayAsync("听说明年要拆桂花园是不是真的")).Split("我请工作人员看一下").Skip(1));

    [Theory]
    [InlineData("我要投诉你们")]
    [InlineData("我要投诉你们站")]
    public async Task A_complaint_about_the_station_is_no_part_of_the_case(string words)
    {
        await FileAsync(Lamp);

        Assert.Contains("别的工作人员", await _chat.SayAsync(words), StringComparison.Ordinal);
        Assert.DoesNotContain(words, _chat.Cases.All[0].RawText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("我要投诉你们小区旁边的饭店油烟太大,书香里")]
    [InlineData("我要向你们投诉书香里物业")]
    public async Task A_complaint_to_the_station_is_a_complaint(string words) =>
        Assert.DoesNotContain("别的工作人员", await _chat.SayAsync(words), StringComparison.Ordinal);

    [Theory]
    [InlineData("孩子上个月走丢过一次,小区大门没监控,书香里,能不能装监控")]
    [InlineData("我耳朵不好,村里广播听不清,大柳树村")]
    public async Task Nobody_is_told_to_ask_for_food_who_did_not_speak_of_need(string words) =>
        Assert.DoesNotContain("缺吃的", await _chat.SayAsync(words), StringComparison.Ordinal);

    private async Task FileAsync(string matter, string contact = "不清楚")
    {
        await _chat.SayAsync(matter);
        await _chat.SayAsync(contact);
        Assert.Equal(Ask.Confirm, _chat.Asked);
        await _chat.SayAsync("对");
    }

    [Theory]
    [InlineData("是哩")]
    [InlineData("对个")]
    [InlineData("对嘞")]
    public async Task A_yes_of_the_region_is_one(string text)
    {
        await _chat.SayAsync("书香里小区路灯坏了半个月，希望尽快修");
        await _chat.SayAsync("不留");
        await _chat.SayAsync(text);

        Assert.Single(_chat.Cases.All);
    }

    [Theory]
    [InlineData("这事归谁管", "转给负责的部门")]
    [InlineData("办好了会通知我吗", "有进展我在这里告诉您")]
    public async Task A_question_about_what_comes_next_is_answered_and_not_written_down(string text, string answer)
    {
        await _chat.SayAsync("书香里小广场的灯不亮");

        Assert.Contains(answer, await _chat.SayAsync(text), StringComparison.Ordinal);

        await _chat.SayAsync("三天了");
        await _chat.SayAsync("不留");
        await _chat.SayAsync("对");
        Assert.DoesNotContain(text, Assert.Single(_chat.Cases.All).RawText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("上次那事儿咋还没动静嘞")]
    [InlineData("解决了")]
    [InlineData("那件事撤了吧")]
    public async Task Who_speaks_of_a_case_that_is_not_known_here_is_told_so(string text) =>
        Assert.Contains("没有登记过", await _chat.SayAsync(text), StringComparison.Ordinal);

    [Theory]
    [InlineData("昨天两个师傅弄到天黑，弄得真不错，满意满意")]
    [InlineData("林代表真好，他救了我老伴")]
    public async Task Praise_without_a_case_is_thanked_for(string text) =>
        Assert.Contains("谢谢您", await _chat.SayAsync(text), StringComparison.Ordinal);

    [Fact]
    public async Task A_neighbour_who_plays_all_night_is_no_advertisement()
    {
        await _chat.SayAsync("我叫王桂芳，书香里小区3号楼，楼下棋牌室老板半夜打麻将吵得我睡不着，电话13800000002，希望让他们晚上停");

        Assert.NotEqual(Disposition.Spam, _chat.Last.Disposition);
    }

    [Fact]
    public async Task The_number_of_the_gas_station_is_no_request_for_ones_own_data()
    {
        await _chat.SayAsync("书香里小区没气了，换气站电话多少");

        Assert.NotEqual(Disposition.DataRequest, _chat.Last.Disposition);
    }

    [Fact]
    public async Task What_is_said_of_an_insured_mother_is_no_place()
    {
        await _chat.SayAsync("我想问一下我妈住院报销多少");
        await _chat.SayAsync("她是城乡居民医保");

        Assert.Equal(Ask.Place, _chat.Asked);
    }

    [Theory]
    [InlineData("我反映了几件事", "QH20261123-0001", "QH20261123-0002")]
    [InlineData("井盖那个呢", "QH20261123-0002")]
    public async Task Which_cases_there_are_and_how_one_named_by_its_matter_stands_is_told(string text, params string[] numbers)
    {
        await _chat.SayAsync("书香里小区路灯坏了半个月，希望尽快修");
        await _chat.SayAsync("不留");
        await _chat.SayAsync("对");
        await _chat.SayAsync("另外书香里小区西门的井盖没了三天，希望盖上");
        await _chat.SayAsync("对");

        var said = await _chat.SayAsync(text);

        Assert.All(numbers, n => Assert.Contains(n, said, StringComparison.Ordinal));
        Assert.DoesNotContain("补充到", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wish_of_two_characters_at_the_summary_is_not_lost()
    {
        await _chat.SayAsync("书香里养老院收费又涨了五百，上个月开始的");
        await _chat.SayAsync("不留");
        Assert.Contains("您的要求：别涨", await _chat.SayAsync("别涨"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_wants_to_speak_to_somebody_gets_a_human()
    {
        await _chat.SayAsync("我要找人说");

        Assert.Equal(Disposition.HandedToHuman, _chat.Last.Disposition);
    }
}
