using StationBot.Handling.Messages;
using StationBot.Handling.Sorting;
using StationBot.Tests.Understanding;

namespace StationBot.Tests.Conversations;

/// <summary>What a conversation knows already when its next matter, or its next place, begins.</summary>
public sealed class SecondMatterTests
{
    private readonly Conversation _chat = new(sorter: Sorting.Offline);

    private async Task OneWithANumberAsync()
    {
        await _chat.SayAsync("书香里小区垃圾站三天没人清");
        await _chat.SayAsync("13800000002");
        await _chat.SayAsync("对");
    }

    [Fact]
    public async Task A_number_serves_the_next_matter_and_is_shown_by_its_end()
    {
        await OneWithANumberAsync();
        await _chat.SayAsync("还有个事，桂花园的路灯坏了");

        var summary = await _chat.SayAsync("半个月了");

        Assert.Equal(Ask.Confirm, _chat.Asked);
        Assert.Contains("尾号0002", summary, StringComparison.Ordinal);
        Assert.DoesNotContain("13800000002", summary, StringComparison.Ordinal);
        Assert.Contains("事情：桂花园的路灯坏了", summary, StringComparison.Ordinal);
        await _chat.SayAsync("对");
        Assert.Equal(["13800000002", "13800000002"], _chat.Cases.All.Select(c => c.Contact));
    }

    [Fact]
    public async Task It_may_be_refused_for_the_next_matter_only()
    {
        await OneWithANumberAsync();
        await _chat.SayAsync("还有个事，桂花园的路灯坏了半个月");

        Assert.DoesNotContain("尾号", await _chat.SayAsync("这件不留"), StringComparison.Ordinal);

        await _chat.SayAsync("对");
        Assert.Equal(["13800000002", null], _chat.Cases.All.Select(c => c.Contact));
    }

    [Fact]
    public async Task Another_number_replaces_it()
    {
        await OneWithANumberAsync();
        await _chat.SayAsync("还有个事，桂花园的路灯坏了半个月");

        Assert.DoesNotContain("尾号0002", await _chat.SayAsync("电话换成13800000003"), StringComparison.Ordinal);

        await _chat.SayAsync("对");
        Assert.Equal(["13800000002", "13800000003"], _chat.Cases.All.Select(c => c.Contact));
    }

    [Fact]
    public async Task A_matter_that_waited_is_not_asked_for_the_number_again()
    {
        await _chat.SayAsync("书香里小区垃圾站三天没人清");
        await _chat.SayAsync("13800000002");
        await _chat.SayAsync("另外还有件事，桂花园的路灯坏了半个月");

        await _chat.SayAsync("对");

        Assert.Equal(Ask.Confirm, _chat.Asked);
        Assert.Contains("再说您的另一件：桂花园的路灯坏了半个月", _chat.Said, StringComparison.Ordinal);
        Assert.Contains("尾号0002", _chat.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_number_left_for_staff_is_not_asked_for_again()
    {
        await _chat.SayAsync("人工");
        await _chat.SayAsync("我电话13800000004");

        await _chat.SayAsync("书香里小区垃圾站三天没人清");

        Assert.Equal(Ask.Confirm, _chat.Asked);
        Assert.Contains("尾号0004", _chat.Said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("两个村都没有路灯，白鹭村和沙洲村")]
    [InlineData("白鹭村和沙洲村之间的路坏了")]
    [InlineData("白鹭村的路灯坏了，沙洲村也是")]
    [InlineData("白鹭村、沙洲村的路灯都坏了")]
    [InlineData("白鹭村的路灯和沙洲村的路灯都坏了")]
    [InlineData("从白鹭村到沙洲村的路烂了")]
    [InlineData("白鹭村还有沙洲村都没路灯")]
    public async Task Both_places_of_one_matter_are_kept_and_told(string text)
    {
        Assert.Contains("几个地方我都记下了（白鹭村、沙洲村）", await _chat.SayAsync(text), StringComparison.Ordinal);

        await _chat.SayAsync("半年了");
        Assert.Contains("地点：白鹭村、沙洲村", await _chat.SayAsync("不留"), StringComparison.Ordinal);
        await _chat.SayAsync("对");
        var made = Assert.Single(_chat.Cases.All);
        Assert.Equal(("白鹭村、沙洲村", "白鹭村"), (made.Slots["place"], The.Directory.Community(made.Community)!.Name));
    }

    [Fact]
    public async Task A_place_added_later_joins_the_first()
    {
        await _chat.SayAsync("白鹭村的路灯坏了");

        Assert.Contains("白鹭村、沙洲村", await _chat.SayAsync("隔壁沙洲村也是这样"), StringComparison.Ordinal);

        await _chat.SayAsync("半年了");
        Assert.Contains("地点：白鹭村、沙洲村", await _chat.SayAsync("不留"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("我住书香里，桂花园菜市场太脏", "桂花园菜市场")]
    [InlineData("书香里小区的路灯坏了，桂花园的就是好的", "书香里小区")]
    [InlineData("从南坪村去石桥中心小学上学路太远", "石桥中心小学")]
    public void What_is_only_passed_or_lived_in_is_not_joined(string text, string place) =>
        Assert.Equal(place, Sorting.Of(text).Said(Slot.Place));

    [Fact]
    public async Task A_sewer_goes_to_the_property_once_the_estate_is_named()
    {
        await _chat.SayAsync("下水道堵了，脏水往外冒");
        await _chat.SayAsync("书香里小区3栋");
        await _chat.SayAsync("昨天开始");

        Assert.Contains("拟转：住建局", await _chat.SayAsync("不留"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("全村都这样", "全村")]
    [InlineData("整栋楼都是", "整栋楼")]
    [InlineData("我们这排十几家", "十几家")]
    [InlineData("家家户户都这样", "家家户户")]
    public async Task Everybody_is_an_answer_to_how_many(string said, string people)
    {
        await _chat.SayAsync("大柳树村的自来水发黄");
        Assert.Equal(Ask.People, _chat.Asked);

        await _chat.SayAsync(said);
        await _chat.SayAsync("昨天开始");

        Assert.Contains($"人数：{people}", await _chat.SayAsync("不留"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Everybody_said_on_the_way_is_not_asked_again()
    {
        await _chat.SayAsync("书香里小区门口路灯坏了");

        await _chat.SayAsync("整栋楼都是");

        Assert.NotEqual(Ask.People, _chat.Asked);
    }

    [Theory]
    [InlineData("另外广场舞太吵")]
    [InlineData("对了还有，桂花园的路灯坏了一个月")]
    [InlineData("另一件事：桂花园的路灯坏了一个月")]
    [InlineData("河湾社区的养老金停发了半年")]
    public async Task Another_trouble_is_no_part_of_the_matter_in_hand(string text)
    {
        await _chat.SayAsync("书香里小区门口的垃圾站三天没人清运了");

        Assert.Contains("先把前一件说完", await _chat.SayAsync(text), StringComparison.Ordinal);

        Assert.Contains("前一件已经记好", await AfterYesAsync(), StringComparison.Ordinal);
        var made = Assert.Single(_chat.Cases.All);
        Assert.Equal("书香里小区门口的垃圾站三天没人清运了", made.RawText);
        Assert.Equal(("D01", "书香里小区"), (made.Deputy, made.Slots["place"]));
    }

    [Theory]
    [InlineData("另外垃圾里还有死老鼠")]
    [InlineData("还有苍蝇")]
    [InlineData("孩子上学都绕着走")]
    public async Task What_goes_with_it_stays_with_it(string text)
    {
        await _chat.SayAsync("书香里小区门口的垃圾站三天没人清运了");
        await _chat.SayAsync(text);
        await AfterYesAsync();

        Assert.Contains(text[2..], Assert.Single(_chat.Cases.All).RawText, StringComparison.Ordinal);
    }

    private async Task<string> AfterYesAsync()
    {
        await _chat.SayAsync("不留");
        return await _chat.SayAsync("对");
    }

    [Fact]
    public async Task An_answer_that_tells_more_stays_in_the_story()
    {
        await _chat.SayAsync("书香里小区路灯坏了");

        await _chat.SayAsync("上周开始，孩子都摔了");
        await AfterYesAsync();

        var made = Assert.Single(_chat.Cases.All);
        Assert.Contains("孩子都摔了", made.RawText, StringComparison.Ordinal);
        Assert.Equal("上周", made.Slots["time"]);
    }

    [Fact]
    public async Task A_time_said_by_itself_is_meant()
    {
        await _chat.SayAsync("书香里小区路灯坏了三天");
        await _chat.SayAsync("去年10月开始的");
        await AfterYesAsync();

        Assert.Contains("去年10月", Assert.Single(_chat.Cases.All).Slots["time"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Matters_side_by_side_each_go_where_they_belong()
    {
        await _chat.SayAsync("书香里路灯坏了一个月;白鹭村卫生室没人上班;河湾社区养老补贴没发");
        await AfterYesAsync();

        Assert.Equal(["D02", "D10", "D05"], _chat.Cases.All.Select(c => c.Deputy));
        Assert.Equal(["书香里社区", "白鹭村", "河湾社区"], _chat.Cases.All.Select(c => c.Slots["place"]));
    }

    [Theory]
    [InlineData("算了不说了,说说我家漏水的事吧", "我家漏水的事吧")]
    [InlineData("算了,不说路灯了,垃圾没人收才急人", "垃圾没人收才急人")]
    [InlineData("那不反映了，我想说说楼上天天装修太吵", "楼上天天装修太吵")]
    [InlineData("算了，楼上天天装修更烦人", "楼上天天装修更烦人")]
    public async Task A_matter_told_with_the_withdrawal_of_another_is_taken_in(string text, string matter)
    {
        var chat = new Conversation(sorter: Sorting.Offline);
        await chat.SayAsync("书香里路灯不亮,修一下");

        Assert.Contains("这件事不记了", await chat.SayAsync(text), StringComparison.Ordinal);
        Assert.Equal(Ask.Place, chat.Asked);
        await chat.SayAsync("桂花园");
        for (var i = 0; i < 3 && chat.Asked != Ask.Confirm; i++)
        {
            await chat.SayAsync("不留");
        }

        Assert.Contains("事情：" + matter, chat.Said, StringComparison.Ordinal);
        Assert.DoesNotContain("路灯", chat.Said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("算了不说了")]
    [InlineData("算了不说了,电工来了")]
    [InlineData("算了不说了，反正你们也不管")]
    [InlineData("不说了，说多了你们也烦")]
    public async Task A_sigh_after_the_withdrawal_is_no_matter(string text)
    {
        var chat = new Conversation(sorter: Sorting.Offline);
        await chat.SayAsync("书香里路灯不亮,修一下");

        Assert.NotEqual(Ask.Place, (await chat.SayAsync(text), chat.Asked).Asked);
        Assert.Empty(chat.Cases.All);
    }

    [Fact]
    public async Task A_matter_told_with_thanks_for_another_is_taken_in()
    {
        var chat = new Conversation(sorter: Sorting.Offline);

        Assert.Contains("谢谢您", await chat.SayAsync("路灯修好了谢谢,不过垃圾桶还缺一个,书香里5栋"), StringComparison.Ordinal);
        for (var i = 0; i < 3 && chat.Asked != Ask.Confirm; i++)
        {
            await chat.SayAsync("不留");
        }

        Assert.Contains("事情：垃圾桶还缺一个", chat.Said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("路灯修好了谢谢你们")]
    [InlineData("谢谢你们，就是慢了点")]
    public async Task Thanks_alone_are_thanks(string text)
    {
        var chat = new Conversation(sorter: Sorting.Offline);
        await chat.SayAsync(text);

        Assert.Equal(Ask.None, chat.Asked);
    }
}
