using StationBot.Handling.Messages;
using StationBot.Tests.Understanding;

namespace StationBot.Tests.Conversations;

/// <summary>Several matters told at once: the resident may want only some of them, and each stands by itself.</summary>
public sealed class PartTests
{
    private readonly Conversation _chat = new(sorter: Sorting.Offline);

    private Task<string> TwoAsync() => _chat.SayAsync("书香里小区门口的垃圾站三天没人清运了，白鹭村的路灯也不亮好几天了");

    [Theory]
    [InlineData("第二件不要了", "ENV-07")]
    [InlineData("第一件不用了", "OTH-04")]
    [InlineData("只要第一件", "ENV-07")]
    [InlineData("就报路灯那件就行", "OTH-04")]
    [InlineData("把路灯那个去掉", "ENV-07")]
    [InlineData("后面那件算了", "ENV-07")]
    [InlineData("垃圾站的事不反映了", "OTH-04")]
    public async Task One_of_them_can_be_let_go(string text, string left)
    {
        await TwoAsync();

        Assert.Contains("不记了", await _chat.SayAsync(text), StringComparison.Ordinal);

        await _chat.SayAsync("不留");
        await _chat.SayAsync("对");
        var made = Assert.Single(_chat.Cases.All);
        Assert.Equal(left, made.ProblemType);
        Assert.Equal(left == "ENV-07" ? ("书香里小区", "三天") : ("白鹭村", "好几天"), (made.Slots["place"], made.Slots["time"]));
        Assert.DoesNotContain(left == "ENV-07" ? "路灯" : "垃圾", made.RawText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("都不要了")]
    [InlineData("两件都不反映了")]
    public async Task All_of_them_can_be_let_go(string text)
    {
        await TwoAsync();
        await _chat.SayAsync(text);

        Assert.Equal(Disposition.Withdrawn, _chat.Last.Disposition);
        Assert.Empty(_chat.Cases.All);
    }

    [Fact]
    public async Task What_only_the_one_let_go_gave_rise_to_goes_with_it()
    {
        await _chat.SayAsync("书香里小区路灯不亮，白鹭村水管爆了没人修");
        await _chat.SayAsync("把水管那件去掉");
        await _chat.SayAsync("不留");
        await _chat.SayAsync("对");

        Assert.DoesNotContain("urgent_service", Assert.Single(_chat.Cases.All).Flags);
    }

    [Fact]
    public async Task Two_places_make_two_matters_also_where_the_gazetteer_knows_one_only()
    {
        await _chat.SayAsync("书香里小区门口的垃圾站三天没人清运了,幸福路的路灯也不亮好几天了");
        await _chat.SayAsync("不留");
        await _chat.SayAsync("对");

        Assert.Equal([("ENV-07", "书香里小区"), ("OTH-04", "幸福路")], _chat.Cases.All.Select(c => (c.ProblemType, c.Slots["place"])));
    }

    [Fact]
    public async Task Counted_wishes_are_wishes_of_one_matter_whatever_they_begin_with()
    {
        await _chat.SayAsync("书香里小区门口的路灯坏了，要求：1.三天内修好 2.换成LED的 3.装监控");
        await _chat.SayAsync("不留");
        await _chat.SayAsync("对");

        Assert.Equal(["三天内修好", "换成LED的", "装监控"], Assert.Single(_chat.Cases.All).Facts.Demands);
    }

    [Fact]
    public async Task A_question_and_then_a_complaint_are_two_matters()
    {
        await _chat.SayAsync("低保怎么申请");
        await _chat.SayAsync("书香里小区垃圾三天没人收了");

        Assert.Contains("这件也记下了", _chat.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_matter_after_a_question_for_staff_gets_its_number()
    {
        await _chat.SayAsync("我就问一句，这个机器人能不能办事");
        await _chat.SayAsync("那我说了啊，书香里小广场的灯不亮");
        await _chat.SayAsync("装上新灯");
        await _chat.SayAsync("不留");
        await _chat.SayAsync("对");

        var made = Assert.Single(_chat.Cases.All);
        Assert.Equal("装上新灯", made.Slots["demand"]);
        Assert.Equal("书香里小广场的灯不亮", made.Summary);
    }

    [Fact]
    public async Task A_wish_that_was_told_with_the_part_let_go_goes_with_it()
    {
        await _chat.SayAsync("书香里小区门口的垃圾站三天没人清运了，希望每天清运，白鹭村的路灯也不亮好几天了");
        await _chat.SayAsync("第一件不要了");

        Assert.DoesNotContain("每天清运", await _chat.SayAsync("不留"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_part_that_named_no_place_takes_none_from_the_others_and_is_placed_by_its_number()
    {
        await _chat.SayAsync("我说三件事:一,书香里小区2栋电梯坏了;二,我爸的养老院乱收费,白鹭敬老院;三,我女儿厂里欠薪");
        Assert.Contains("第3件：我女儿厂里欠薪 →", await ConfirmAsync(), StringComparison.Ordinal);

        Assert.Contains("第3件：我女儿厂里欠薪（张家坝砖厂）", await _chat.SayAsync("第三件是在张家坝砖厂"), StringComparison.Ordinal);
        await _chat.SayAsync("对");

        Assert.Equal(["书香里小区2栋", "白鹭敬老院", "张家坝砖厂"], _chat.Cases.All.Select(c => c.Slots["place"]));
        Assert.DoesNotContain("subject", _chat.Cases.All[0].Slots.Keys);
    }

    [Fact]
    public async Task A_time_told_of_one_part_is_true_of_that_one_alone()
    {
        await _chat.SayAsync("反映两件事,第一路灯坏了,第二井水发黄,白鹭村");
        await _chat.SayAsync("第二件有一个月了");
        await ConfirmAsync();
        await _chat.SayAsync("对");

        Assert.Equal("一个月", _chat.Cases.All.Single(c => c.ProblemType == "ENV-11").Slots["time"]);
        Assert.DoesNotContain("time", _chat.Cases.All.Single(c => c.ProblemType == "OTH-04").Slots.Keys);
    }

    [Fact]
    public async Task One_put_off_is_taken_up_afterwards()
    {
        await _chat.SayAsync("我有两件事 一是幼儿园没名额 二是楼下烧烤熏人 都在桂花园");
        Assert.Contains("这件也记下了", await _chat.SayAsync("烧烤那个先不说"), StringComparison.Ordinal);
        await ConfirmAsync();

        Assert.Contains("楼下烧烤熏人", await _chat.SayAsync("对"), StringComparison.Ordinal);
        Assert.Equal("EDU-02", Assert.Single(_chat.Cases.All).ProblemType);
    }

    [Fact]
    public async Task As_many_clauses_as_were_announced_are_so_many_matters_and_one_of_them_may_be_settled()
    {
        Assert.Contains("3件事", await _chat.SayAsync("三个事 路灯不亮 下水道堵了 还有村口垃圾没人收 都在大柳树村"), StringComparison.Ordinal);

        Assert.Contains("下水道", await _chat.SayAsync("下水道那个算了 已经通了"), StringComparison.Ordinal);
        await ConfirmAsync();
        await _chat.SayAsync("对");

        Assert.Equal(["OTH-04", "ENV-07"], _chat.Cases.All.Select(c => c.ProblemType));
        Assert.All(_chat.Cases.All, c => Assert.Equal("大柳树村", c.Slots["place"]));
    }

    /// <summary>Answers what is asked until the summary is there.</summary>
    private async Task<string> ConfirmAsync()
    {
        for (var i = 0; i < 4 && _chat.Asked != Ask.Confirm; i++)
        {
            await _chat.SayAsync(_chat.Asked == Ask.Contact ? "不留" : "说不清");
        }
        Assert.Equal(Ask.Confirm, _chat.Asked);
        return _chat.Said;
    }
}
