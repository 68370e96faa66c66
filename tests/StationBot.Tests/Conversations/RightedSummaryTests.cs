using StationBot.Handling.Messages;
using StationBot.Tests.Understanding;

namespace StationBot.Tests.Conversations;

/// <summary>What is put right at the summary changes the line that was meant, and nothing else moves.</summary>
public sealed class RightedSummaryTests
{
    private readonly Conversation _chat = new(sorter: Sorting.Offline);

    private async Task ToldAsync(string text)
    {
        await _chat.SayAsync(text);
        await _chat.SayAsync("不留");
        Assert.Equal(Ask.Confirm, _chat.Asked);
    }

    [Fact]
    public async Task A_demand_is_changed_for_another()
    {
        await ToldAsync("新湖中学食堂的菜是馊的，上个月开始，要求退钱");

        var summary = await _chat.SayAsync("要求改一下，不退钱了，改成公示账目");

        Assert.Contains("您的要求：公示账目", summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_time_that_was_written_wrongly_is_changed_and_the_unit_stays()
    {
        await ToldAsync("建设路天天堵车，上个月开始，希望派交警");
        Assert.Contains("拟转：交警大队", _chat.Said, StringComparison.Ordinal);

        var summary = await _chat.SayAsync("你写的上个月不对，是上上个月");

        Assert.Contains("时间：上上个月", summary, StringComparison.Ordinal);
        Assert.Contains("拟转：交警大队", summary, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("新湖中学门口有人卖烟给学生，上周开始的，要求查处", "事情写错了，是卖电子烟", "门口有人卖电子烟给学生")]
    [InlineData("白鹭村的路被大车压烂了，一个月了，要求修", "把路烂了改成桥塌了", "白鹭村的桥塌了")]
    public async Task The_story_is_put_right_where_it_is_wrong(string told, string righted, string then)
    {
        await ToldAsync(told);

        var summary = await _chat.SayAsync(righted);

        Assert.Contains(then, summary, StringComparison.Ordinal);
        Assert.DoesNotContain(righted, summary, StringComparison.Ordinal);
        await _chat.SayAsync("对");
        Assert.StartsWith(told.Split('，')[0], Assert.Single(_chat.Cases.All).RawText, StringComparison.Ordinal);
        Assert.EndsWith(righted, _chat.Cases.All[0].RawText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_place_next_door_leaves_no_next_door_behind()
    {
        await ToldAsync("大柳树村的卫生室没有药，半年了，要求配齐药");

        await _chat.SayAsync("不是大柳树，是隔壁张家坝");
        Assert.Contains("地点：张家坝村", _chat.Said, StringComparison.Ordinal);
        var summary = await _chat.SayAsync("不对，还是大柳树");

        Assert.Contains("地点：大柳树村", summary, StringComparison.Ordinal);
        Assert.DoesNotContain("隔壁", summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_somebody_did_to_a_school_changes_no_record()
    {
        await _chat.SayAsync("书香里学校操场没了");
        await _chat.SayAsync("他们把学校改成酒店了");
        if (_chat.Asked != Ask.Confirm)
        {
            await _chat.SayAsync("就这些");
        }

        Assert.Contains("学校操场没了", _chat.Said, StringComparison.Ordinal);
    }
}
