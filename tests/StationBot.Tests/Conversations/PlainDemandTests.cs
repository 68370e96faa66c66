using StationBot.Conversations.Turns;
using StationBot.Handling.Messages;
using StationBot.Tests.Understanding;

namespace StationBot.Tests.Conversations;

/// <summary>What a resident wants done is heard as that whenever it is said, in however few words, and nothing else is taken for it.</summary>
public sealed class PlainDemandTests
{
    private readonly Conversation _chat = new(sorter: Sorting.Offline);

    private async Task PileDrivingAsync()
    {
        await _chat.SayAsync("新湖花园三期工地半夜打桩，吵了一个礼拜");
        Assert.Equal(Ask.Contact, _chat.Asked);
    }

    [Theory]
    [InlineData("派个医生")]
    [InlineData("派个交警来指挥一下")]
    [InlineData("来人看看")]
    [InlineData("派人来看一下")]
    [InlineData("把声音关小点")]
    [InlineData("把温度弄到20度")]
    [InlineData("小点声")]
    [InlineData("整改")]
    [InlineData("管管")]
    [InlineData("尽快解决")]
    [InlineData("赶紧的")]
    [InlineData("讨个公道")]
    [InlineData("要个说法")]
    [InlineData("要个交代")]
    [InlineData("不要半夜施工")]
    [InlineData("别再吵了")]
    [InlineData("别让他们跳了")]
    [InlineData("增加班次")]
    [InlineData("按时开门")]
    [InlineData("安个红绿灯")]
    [InlineData("免费")]
    [InlineData("治理一下")]
    public async Task A_few_words_of_what_should_be_done_are_the_demand_whatever_was_asked(string demand)
    {
        await PileDrivingAsync();

        await _chat.SayAsync(demand);
        var summary = _chat.Asked == Ask.Confirm ? _chat.Said : await _chat.SayAsync("不留");

        Assert.Contains("您的要求：" + demand, summary, StringComparison.Ordinal);
        Assert.Contains("事情：新湖花园三期工地半夜打桩，吵了一个礼拜\n", summary, StringComparison.Ordinal);
        await _chat.SayAsync("对");
        Assert.Equal(demand, Assert.Single(_chat.Cases.All).Slots["demand"]);
        Assert.Equal("一个礼拜", _chat.Cases.All[0].Slots["time"]);
        Assert.Empty(_chat.Cases.All[0].Flags);
    }

    [Theory]
    [InlineData("别说是我讲的")]
    [InlineData("派出所来过")]
    [InlineData("来人看了没修")]
    [InlineData("把人吵死了")]
    [InlineData("他们让我搬走")]
    [InlineData("一直没停")]
    public async Task What_tells_how_it_is_or_asks_for_silence_is_no_demand(string words)
    {
        await PileDrivingAsync();

        await _chat.SayAsync(words);
        var summary = _chat.Asked == Ask.Confirm ? _chat.Said : await _chat.SayAsync("不留");

        Assert.DoesNotContain("您的要求", summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_demand_for_speed_does_not_replace_what_was_demanded()
    {
        await PileDrivingAsync();

        await _chat.SayAsync("不要半夜施工");

        Assert.Contains("您的要求：不要半夜施工", await _chat.SayAsync("尽快解决"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_several_matters_each_has_its_own_demand_and_its_own_correction()
    {
        await _chat.SayAsync("我有两件事：一是河湾公园的健身器材断了，二是我妈的高龄津贴三个月没到账");
        await _chat.SayAsync("不留");

        var summary = await _chat.SayAsync("健身器材换新的，津贴赶紧补发");
        Assert.Contains("您的要求：健身器材换新的", summary, StringComparison.Ordinal);
        Assert.Contains("您的要求：津贴赶紧补发", summary, StringComparison.Ordinal);
        summary = await _chat.SayAsync("第二件是两个月没到，不是三个月");
        Assert.Contains("高龄津贴两个月没到账", summary, StringComparison.Ordinal);
        Assert.DoesNotContain("三个月", summary, StringComparison.Ordinal);
        await _chat.SayAsync("对");

        Assert.Equal(2, _chat.Cases.All.Count);
        Assert.Equal("津贴赶紧补发", _chat.Cases.All[1].Slots["demand"]);
        Assert.Contains("两个月", _chat.Cases.All[1].Summary, StringComparison.Ordinal);
        Assert.Contains("三个月没到账", _chat.Cases.All[1].RawText, StringComparison.Ordinal);
        Assert.Contains("不是三个月", _chat.Cases.All[1].RawText, StringComparison.Ordinal);
    }
}
