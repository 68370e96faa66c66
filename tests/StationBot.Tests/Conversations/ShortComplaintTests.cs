using StationBot.Handling.Flags;
using StationBot.Handling.Messages;
using StationBot.Tests.Understanding;

namespace StationBot.Tests.Conversations;

/// <summary>A thing and a place, in however few words, are enough to go on with; what the matter is staff decide where the bot cannot.</summary>
public sealed class ShortComplaintTests
{
    private readonly Conversation _chat = new(sorter: Sorting.Offline);

    [Theory]
    [InlineData("石桥街上红绿灯坏了")]
    [InlineData("沙洲渡口没有救生圈")]
    [InlineData("白鹭敬老院没有空调")]
    [InlineData("张家坝砖厂半夜卸砖")]
    [InlineData("书香里没有菜市场")]
    [InlineData("南坪街上没有取款机")]
    [InlineData("桂花园的草坪全秃了")]
    [InlineData("河湾公园湖水发绿")]
    [InlineData("沙洲村的渡船停了")]
    [InlineData("小区监控全是坏的")]
    public async Task The_next_question_follows(string text)
    {
        await _chat.SayAsync(text);

        Assert.Contains(_chat.Asked, (Ask[])[Ask.Demand, Ask.Time, Ask.Contact, Ask.Place]);
        Assert.DoesNotContain("没太听明白", _chat.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_sorted_is_filed_for_staff()
    {
        await _chat.SayAsync("沙洲渡口没有救生圈");
        await _chat.SayAsync("放几个救生圈");
        Assert.DoesNotContain("怎么解决", _chat.Said, StringComparison.Ordinal);
        await _chat.SayAsync("一直");
        if (_chat.Asked != Ask.Confirm)
        {
            await _chat.SayAsync("不留");
        }
        Assert.Contains("您的要求：放几个救生圈", _chat.Said, StringComparison.Ordinal);
        await _chat.SayAsync("对");

        var made = Assert.Single(_chat.Cases.All);
        Assert.Equal("放几个救生圈", made.Slots["demand"]);
        Assert.Contains(_chat.Last.Triage, t => t.CaseId == made.Id.Value);
        Assert.StartsWith("沙洲渡口没有救生圈", made.RawText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("你好")]
    [InlineData("河湾社区")]
    [InlineData("就在河湾公园那边")]
    [InlineData("嗯嗯")]
    public async Task Where_nothing_is_told_beside_the_place_it_is_asked(string text)
    {
        await _chat.SayAsync(text);

        Assert.Equal(Ask.Demand, _chat.Asked);
        Assert.DoesNotContain(Flag.LowConfidence, _chat.Record.Flags);
    }

    [Theory]
    [InlineData("你说啥")]
    [InlineData("哈哈")]
    [InlineData("我在开车")]
    [InlineData("问我老婆去")]
    [InlineData("打字好慢")]
    [InlineData("跟你说没用")]
    public async Task What_answers_nothing_is_no_part_of_it_and_the_question_stays(string text)
    {
        await _chat.SayAsync("新湖花园物业收费太高");
        var asked = _chat.Asked;
        Assert.NotEqual(Ask.None, asked);

        await _chat.SayAsync(text);

        Assert.Equal(asked, _chat.Asked);
        Assert.DoesNotContain(text, _chat.Record.Memory, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_length_that_is_wished_for_is_no_time()
    {
        await _chat.SayAsync("建议全区中小学都把午休时间延长到两小时");
        await _chat.SayAsync("不留");

        Assert.DoesNotContain("时间：", _chat.Said, StringComparison.Ordinal);
    }
}
