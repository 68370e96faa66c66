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
}
