using StationBot.Handling.Cases;
using StationBot.Handling.Messages;
using StationBot.Tests.Understanding;

namespace StationBot.Tests.Conversations;

/// <summary>What residents answer to the summary, in their own words.</summary>
public sealed class ConfirmingTests
{
    private readonly Conversation _chat = new(sorter: Sorting.Offline);

    private async Task ToTheSummaryAsync()
    {
        await _chat.SayAsync("书香里小区门口的垃圾站三天没人清运了,气味很大");
        await _chat.SayAsync("不留");
        Assert.Equal(Ask.Confirm, _chat.Asked);
    }

    [Theory]
    [InlineData("是的没错")]
    [InlineData("行吧就这样")]
    [InlineData("可以 麻烦了")]
    [InlineData("没错 尽快")]
    [InlineData("对的，快点来人")]
    [InlineData("差不多吧")]
    [InlineData("嗯呐")]
    [InlineData("中中中")]
    [InlineData("得行")]
    [InlineData("好了 交吧")]
    [InlineData("👌")]
    [InlineData("👍")]
    [InlineData("🤝")]
    [InlineData("是的 谢谢")]
    [InlineData("对对对，谢谢你们")]
    [InlineData("嗯，对，就这么办")]
    [InlineData("系啊，唔该")]
    [InlineData("没问题，辛苦了")]
    [InlineData("对，没有别的了")]
    [InlineData("都对，等你们消息")]
    [InlineData("就是这个事")]
    [InlineData("就这些，谢谢啊")]
    [InlineData("好哒")]
    [InlineData("恩那")]
    [InlineData("不用改了")]
    [InlineData("照这个报")]
    [InlineData("写得挺好")]
    [InlineData("你说的对")]
    [InlineData("就按你写的来")]
    [InlineData("没毛病老铁")]
    [InlineData("嗯 尽快给我答复")]
    public async Task A_yes_is_heard_and_is_no_part_of_the_story(string yes)
    {
        await ToTheSummaryAsync();

        Assert.Contains("已记录", await _chat.SayAsync(yes), StringComparison.Ordinal);

        Assert.Equal("书香里小区门口的垃圾站三天没人清运了,气味很大", Assert.Single(_chat.Cases.All).RawText);
    }

    [Theory]
    [InlineData("🙏")]
    [InlineData("🙏🏻🙏🏻")]
    public async Task Folded_hands_are_thanks_and_no_yes(string text)
    {
        await ToTheSummaryAsync();

        Assert.DoesNotContain("没太听明白", await _chat.SayAsync(text), StringComparison.Ordinal);

        Assert.Equal((Ask.Confirm, 0), (_chat.Asked, _chat.Cases.All.Count));
        await _chat.SayAsync("对");
        Assert.DoesNotContain("🙏", Assert.Single(_chat.Cases.All).RawText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("哪儿对啊")]
    [InlineData("对个屁")]
    [InlineData("不太对")]
    [InlineData("都不对")]
    [InlineData("👎")]
    public async Task A_no_asks_what_is_wrong(string no)
    {
        await ToTheSummaryAsync();

        Assert.Contains("哪里不对", await _chat.SayAsync(no), StringComparison.Ordinal);

        Assert.Empty(_chat.Cases.All);
    }

    [Theory]
    [InlineData("我想想")]
    [InlineData("让我再想想")]
    public async Task Who_wants_to_think_may(string text)
    {
        await ToTheSummaryAsync();

        Assert.Contains("不着急", await _chat.SayAsync(text), StringComparison.Ordinal);

        await _chat.SayAsync("对");
        Assert.Single(_chat.Cases.All);
    }

    [Theory]
    [InlineData("人工人工人工")]
    [InlineData("转人工啊")]
    public async Task A_human_is_called_however_it_is_said(string text)
    {
        await ToTheSummaryAsync();

        Assert.Contains("工作人员联系您", await _chat.SayAsync(text), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("啥")]
    [InlineData("咋")]
    public async Task What_is_neither_yes_nor_no_is_asked_again_and_kept_out_of_the_story(string text)
    {
        await ToTheSummaryAsync();

        Assert.Contains("回“对”", await _chat.SayAsync(text), StringComparison.Ordinal);

        Assert.Equal(Ask.Confirm, _chat.Asked);
        await _chat.SayAsync("对");
        Assert.DoesNotContain(text, Assert.Single(_chat.Cases.All).RawText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_added_to_a_yes_goes_into_the_case()
    {
        await ToTheSummaryAsync();

        await _chat.SayAsync("对，不过还有小孩被熏吐过一次");

        var made = Assert.Single(_chat.Cases.All);
        Assert.EndsWith("\n不过还有小孩被熏吐过一次", made.RawText, StringComparison.Ordinal);
        Assert.Equal("ENV-07", made.ProblemType);
    }

    [Theory]
    [InlineData("对，另外桂花园3栋的电梯坏了")]
    [InlineData("对。还有个事，桂花园3栋的电梯坏了")]
    public async Task Another_matter_after_a_yes_is_taken_up_next(string text)
    {
        await ToTheSummaryAsync();

        var said = await _chat.SayAsync(text);

        Assert.Contains("已记录", said, StringComparison.Ordinal);
        Assert.Contains("再说您的另一件：桂花园3栋的电梯坏了", said, StringComparison.Ordinal);
        Assert.Equal("书香里小区门口的垃圾站三天没人清运了,气味很大", Assert.Single(_chat.Cases.All).RawText);
    }

    [Fact]
    public async Task A_wish_not_to_be_named_that_follows_a_yes_goes_with_the_case()
    {
        await ToTheSummaryAsync();

        await _chat.SayAsync("可以，不过别说是我说的");

        Assert.Equal("yes", Assert.Single(_chat.Cases.All).Slots["confidential"]);
    }

    [Theory]
    [InlineData("好像不对")]
    [InlineData("对门也有意见")]
    [InlineData("行不行啊")]
    [InlineData("是物业的问题")]
    [InlineData("对吗？")]
    [InlineData("好了吗")]
    public async Task What_only_begins_like_a_yes_is_none(string text)
    {
        await ToTheSummaryAsync();

        await _chat.SayAsync(text);

        Assert.Empty(_chat.Cases.All);
    }

    [Fact]
    public async Task A_yes_with_a_correction_is_shown_once_more()
    {
        await ToTheSummaryAsync();

        var said = await _chat.SayAsync("对，不过地点是桂花园");

        Assert.Contains("桂花园", said, StringComparison.Ordinal);
        Assert.Equal(Ask.Confirm, _chat.Asked);
        Assert.Empty(_chat.Cases.All);
    }

    [Theory]
    [InlineData("拟转是什么")]
    [InlineData("你说的什么，我看不懂")]
    public async Task Who_does_not_follow_the_summary_has_it_explained_and_nothing_is_put_into_the_story(string text)
    {
        var chat = new Conversation(sorter: Sorting.Offline);
        await chat.SayAsync("桂花园路灯坏了，上个月开始的");
        await chat.SayAsync("不留");
        Assert.Equal(Ask.Confirm, chat.Asked);

        Assert.Contains("打算交给这个部门去办", await chat.SayAsync(text), StringComparison.Ordinal);
        await chat.SayAsync("对");

        Assert.DoesNotContain(text, Assert.Single(chat.Cases.All).RawText, StringComparison.Ordinal);
    }
}
