using StationBot.Handling.Flags;
using StationBot.Handling.Messages;

namespace StationBot.Tests.Understanding;

/// <summary>Bare answers and small talk say nothing by themselves: no danger may be read into them, or the complaint behind them is lost.</summary>
public sealed class AnswerTests
{
    [Theory]
    [InlineData("今天")]
    [InlineData("今天早上")]
    [InlineData("刚才")]
    [InlineData("现在")]
    [InlineData("我妈")]
    [InlineData("我家里就我一个人")]
    [InlineData("一个人在家")]
    [InlineData("我走了,再见")]
    [InlineData("再见")]
    [InlineData("出来了")]
    [InlineData("已经出来了")]
    [InlineData("两个人")]
    [InlineData("我一个人住")]
    [InlineData("你好")]
    [InlineData("等等,还是说吧")]
    [InlineData("厂子冒黑烟")]
    [InlineData("孩子他奶奶走了,想问丧葬费")]
    public void Nothing_urgent_is_read_into_them(string text)
    {
        foreach (var asked in (Ask[])[Ask.None, Ask.Time, Ask.Place, Ask.Safety, Ask.People])
        {
            Assert.Equal("", Sorting.Of(text, asked, earlier: asked == Ask.None ? "" : "我家下水道堵了").Codes(Severity.P0));
        }
    }

    [Fact]
    public void Dissatisfaction_is_a_verdict_without_any_word_of_the_matter() =>
        Assert.Equal(StationBot.Handling.Sorting.Intent.Evaluation, Sorting.Of("没清走,还是那样,我不满意").Intent);

    [Theory]
    [InlineData("我之前那个事怎么样了")]
    [InlineData("撤回")]
    public void No_right_to_data_is_read_into_them(string text) => Assert.DoesNotContain(Sorting.Of(text).Flags, f => f.Flag == Flag.DataRequest);

    [Theory]
    [InlineData("邻居拿刀砍人,在纺织厂家属院", "crime emergency")]
    [InlineData("房子塌了", "emergency")]
    public void A_cry_is_heard(string text, string codes) => Assert.Equal(codes, Sorting.Of(text).Codes(Severity.P0));

    [Theory]
    [InlineData("赵国梁代表收了开发商的钱", Flag.Discipline)]
    [InlineData("我要投诉你们站的赵国梁代表,他不接电话", Flag.Conflict)]
    public void Accusations_against_a_deputy_are_not_for_the_station(string text, Flag flag) => Assert.Contains(Sorting.Of(text).Flags, f => f.Flag == flag);
}
