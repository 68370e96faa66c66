using StationBot.Handling.Cases;
using StationBot.Handling.Messages;
using StationBot.Handling.Routing;
using StationBot.Handling.Sorting;
using StationBot.Tests.Handling.Loop;
using StationBot.Tests.Understanding;

namespace StationBot.Tests.Conversations;

/// <summary>
/// 解决了吗 is open, and what is said speaks of the trouble itself: still there, gone, half, or something beside it. It belongs to the case that was asked about,
/// however it sounds; another thing or another place is a matter of its own.
/// </summary>
public sealed class VerdictSubjectTests
{
    private const string Drain = "桂花园小区门口下水道堵了，污水往外冒，臭得很";
    private const string Lamp = "书香里小区3号楼门口的路灯不亮了，晚上看不见路";
    private const string Wages = "厂里拖欠我三个月工资没发";
    private const string Dogs = "桂花园小区里流浪狗多，追着人咬";
    private const string Lift = "桂花园我们这栋楼电梯老是坏，物业不修";
    private const string Music = "桂花园楼下KTV半夜放音响吵得睡不着";

    private const string Parking = "桂花园门口违停的车把路堵死了";
    private const string Works = "沙洲村旁边工地半夜施工吵得睡不着";
    private const string Water = "书香里三天两头停水";
    private const string Leak = "书香里5号楼顶楼漏水，墙都发霉了";

    private const string Fumes = "书香里楼下饭店油烟大，熏得开不了窗";
    private const string Shed = "桂花园楼上邻居在楼顶搭违建";

    private Case _one = null!;

    /// <summary>A case that was told so, and was asked about.</summary>
    /// <param name="type">What the sorter would not have said of it.</param>
    private Conversation Asked(string told, string? type = null)
    {
        _one = LoopCase.In(CaseStatus.AwaitingEvaluation).Case;
        var sorted = Sorting.Of(told);
        (_one.RawText, _one.Summary, _one.ProblemType) = (told, told, type ?? sorted.ProblemType);
        if (sorted.Said(Slot.Place) is { } place)
        {
            _one.Slots = new Dictionary<string, string> { [Slot.Place.Code()] = place };
            _one.Community = PlaceResolver.Resolve(place, The.Directory).Best?.Community;
        }
        var chat = new Conversation(sorter: Sorting.Offline) { Resident = _one.ResidentId };
        chat.Cases.Save([_one]);
        chat.Remember(m => m.CaseNo = m.Evaluating = _one.Number!.Value.Value);
        return chat;
    }

    [Theory]
    [InlineData(Drain, "污水还在冒", Solved.No)]
    [InlineData(Drain, "马桶也返水", Solved.No)]
    [InlineData(Lift, "昨天困住人了", Solved.No)]
    [InlineData(Leak, "维修基金批不下来", Solved.No)]
    [InlineData(Lift, "门都没开", Solved.No)]
    [InlineData(Drain, "物业让等", Solved.No)]
    [InlineData(Wages, "他们把我拉黑了", Solved.No)]
    [InlineData(Drain, "物业说等下周来疏通", Solved.No)]
    [InlineData(Drain, "还是堵的", Solved.No)]
    [InlineData(Drain, "还在往外流", Solved.No)]
    [InlineData(Drain, "黑水又冒出来了", Solved.No)]
    [InlineData(Drain, "不堵了，但是还有味", Solved.Partly)]
    [InlineData(Drain, "下水道通了", Solved.Yes)]
    [InlineData(Lamp, "刚修好就被偷了", Solved.No)]
    [InlineData(Lamp, "楼道里还是黑的", Solved.No)]
    [InlineData(Lamp, "还有一盏没亮", Solved.Partly)]
    [InlineData(Wages, "到现在一分钱没拿到", Solved.No)]
    [InlineData(Wages, "没拿到钱", Solved.No)]
    [InlineData(Wages, "只发了一个月的", Solved.Partly)]
    [InlineData(Wages, "才给了两千块", Solved.Partly)]
    [InlineData(Wages, "还差一个月的没给", Solved.Partly)]
    [InlineData(Wages, "拿到了", Solved.Yes)]
    [InlineData(Wages, "钱到手了", Solved.Yes)]
    [InlineData(Wages, "钱要回来了", Solved.Yes)]
    [InlineData(Dogs, "还有两只在转悠", Solved.Partly)]
    [InlineData(Dogs, "狗还在小区里跑", Solved.No)]
    [InlineData(Dogs, "狗没抓走", Solved.No)]
    [InlineData(Dogs, "狗抓走了", Solved.Yes)]
    [InlineData(Dogs, "没再见着狗了", Solved.Yes)]
    [InlineData(Music, "昨晚又响到两点", Solved.No)]
    [InlineData(Music, "还在半夜放", Solved.No)]
    [InlineData(Music, "昨晚没响", Solved.Yes)]
    [InlineData(Music, "昨晚没放", Solved.Yes)]
    [InlineData(Music, "十点以后没动静了", Solved.Yes)]
    [InlineData(Parking, "好几天没停了", Solved.Yes)]
    [InlineData(Parking, "车拖走了", Solved.Yes)]
    [InlineData(Parking, "又停满了", Solved.No)]
    [InlineData(Parking, "车还停在那", Solved.No)]
    [InlineData(Works, "还在打桩", Solved.No)]
    [InlineData(Works, "停了两天又开始了", Solved.No)]
    [InlineData(Water, "来水了", Solved.Yes)]
    [InlineData(Water, "这两天没停", Solved.Yes)]
    [InlineData(Water, "昨天又停了", Solved.No)]
    [InlineData(Leak, "天花板还滴水", Solved.No)]
    [InlineData(Leak, "上次下雨没漏", Solved.Yes)]
    [InlineData(Leak, "没人上门", Solved.No)]
    [InlineData(Fumes, "还是熏", Solved.No)]
    [InlineData(Fumes, "不熏了", Solved.Yes)]
    [InlineData(Shed, "又搭起来了", Solved.No)]
    [InlineData(Dogs, "又咬人了", Solved.No)]
    [InlineData(Dogs, "不咬了", Solved.Yes)]
    public async Task What_is_said_of_the_trouble_is_the_verdict(string told, string words, Solved solved)
    {
        foreach (var type in new[] { null, "OTH-06" })
        {
            var chat = Asked(told, type);

            await chat.SayAsync(words);

            Assert.Equal(solved, _one.Facts.Solved);
            Assert.Equal([_one], chat.Cases.All);
            Assert.NotEqual(Satisfaction.Dissatisfied, _one.Facts.Satisfaction);
        }
    }

    [Theory]
    [InlineData(Drain, "昨天来人看了一眼")]
    [InlineData(Wages, "老板跑了")]
    [InlineData(Wages, "厂子搬走了")]
    [InlineData(Leak, "楼下的也漏")]
    [InlineData(Wages, "老板说拿到了")]
    [InlineData(Wages, "快拿到了")]
    [InlineData(Wages, "还没收到通知")]
    [InlineData(Wages, "一分钱没花")]
    [InlineData(Wages, "老板要回来了")]
    [InlineData(Dogs, "没再见着人来")]
    [InlineData(Dogs, "师傅还在跑手续")]
    public async Task What_tells_neither_is_kept_and_the_question_stands(string told, string words)
    {
        foreach (var type in new[] { null, "OTH-06" })
        {
            var chat = Asked(told, type);

            var said = await chat.SayAsync(words);

            Assert.Equal((CaseStatus.AwaitingEvaluation, Solved.Unasked, Satisfaction.None), (_one.Status, _one.Facts.Solved, _one.Facts.Satisfaction));
            Assert.EndsWith(words, _one.RawText, StringComparison.Ordinal);
            Assert.EndsWith("还没看的，看过再告诉我。", said, StringComparison.Ordinal);
            Assert.Equal(3, chat.Last.Replies[^1].Choices?.Count);
            Assert.Equal(Ask.None, chat.Asked);
        }
    }

    /// <summary>Trouble that sounds like the case's own, and is silence where a sound is missed.</summary>
    [Fact]
    public async Task Silence_is_no_yes_where_a_sound_is_missed()
    {
        await Asked("沙洲村口的大喇叭坏了，不响").SayAsync("昨晚没响");

        Assert.NotEqual(Solved.Yes, _one.Facts.Solved);
    }

    [Theory]
    [InlineData(Shed, "城管贴了通知")]
    [InlineData(Lamp, "灯头被人偷了")]
    [InlineData(Wages, "老板说下个月给")]
    [InlineData(Drain, "师傅说零件没到")]
    [InlineData(Lift, "物业不管了")]
    public async Task What_tells_that_nothing_is_done_is_a_no(string told, string words)
    {
        await Asked(told).SayAsync(words);

        Assert.Equal((CaseStatus.Rework, Solved.No, Satisfaction.None), (_one.Status, _one.Facts.Solved, _one.Facts.Satisfaction));
    }

    /// <summary>It may be what is still wrong there, or a second matter: neither is guessed.</summary>
    [Theory, InlineData("1", true), InlineData("是这件", true), InlineData("另一件", false), InlineData("2", false)]
    public async Task Trouble_of_another_kind_that_sounds_like_a_no_is_asked_about(string answer, bool isSame)
    {
        var chat = Asked(Works);

        Assert.Contains("还是另一件新的事", await chat.SayAsync("渣土车把路压坏了"), StringComparison.Ordinal);
        Assert.Equal((CaseStatus.AwaitingEvaluation, Solved.Unasked), (_one.Status, _one.Facts.Solved));
        await chat.SayAsync(answer);

        Assert.Equal(isSame ? CaseStatus.Rework : CaseStatus.AwaitingEvaluation, _one.Status);
        Assert.Equal(!isSame, chat.Asked != Ask.None && chat.Asked != Ask.Human);
    }

    [Theory, InlineData("下水道堵了"), InlineData("水停了"), InlineData("下水道也堵了"), InlineData("没再听到消息"), InlineData("再也没见过师傅"), InlineData("不管了"), InlineData("不冒了吗"), InlineData("再没看到人来")]
    public async Task What_is_blocked_or_cut_off_or_waited_for_is_not_mended(string words)
    {
        await Asked(Drain).SayAsync(words);

        Assert.NotEqual(Solved.Yes, _one.Facts.Solved);
    }

    [Theory]
    [InlineData(Drain, "小区路灯坏了三盏")]
    [InlineData(Drain, "公交车老不来")]
    [InlineData(Drain, "我家孩子上学报不上名")]
    [InlineData(Drain, "老板欠我三个月工资")]
    [InlineData(Drain, "桂花园的健身器材坏了没人修")]
    [InlineData(Drain, "还有一个井盖没修")]
    [InlineData(Lamp, "楼下烧烤摊油烟大")]
    [InlineData(Drain, "楼上装修天天打孔吵死了")]
    [InlineData(Lamp, "楼下烧烤摊还在冒烟")]
    [InlineData(Lamp, "广场舞还是天天吵")]
    [InlineData(Lamp, "小区门口井盖松了")]
    [InlineData(Lamp, "养老金没发")]
    [InlineData(Dogs, "蚊子也多")]
    [InlineData(Wages, "社保也没交")]
    [InlineData(Water, "电费贵")]
    [InlineData(Leak, "邻居家的狗半夜叫")]
    [InlineData(Drain, "沙洲村下水道也堵了")]
    [InlineData(Lamp, "沙洲村的路灯也坏了")]
    [InlineData(Lamp, "沙洲村的井盖也松了")]
    public async Task Another_thing_or_another_place_is_a_matter_of_its_own(string told, string words)
    {
        var chat = Asked(told);
        var before = _one.RawText;

        var said = await chat.SayAsync(words);

        Assert.Equal((CaseStatus.AwaitingEvaluation, Solved.Unasked, before), (_one.Status, _one.Facts.Solved, _one.RawText));
        Assert.True(chat.Asked != Ask.None || said.Contains("还是另一件新的事？", StringComparison.Ordinal), said);
    }
}
