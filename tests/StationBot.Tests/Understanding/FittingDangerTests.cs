using StationBot.Handling.Flags;

namespace StationBot.Tests.Understanding;

/// <summary>Which danger it is decides the number and what to do: who is locked in smoke must not stay, and who swallowed poison needs 120 first.</summary>
public sealed class FittingDangerTests
{
    [Theory]
    [InlineData("宿管把我们反锁在宿舍，里面有烟", "fire")]
    [InlineData("我们被关在库房里，全是浓烟", "fire")]
    [InlineData("有人放火烧楼道", "fire")]
    [InlineData("前夫放火了", "fire")]
    [InlineData("我老婆喝农药了", "medical")]
    [InlineData("隔壁大爷吞老鼠药了", "medical")]
    [InlineData("我把煤气打开了", "gas")]
    [InlineData("有人在家里开煤气自杀", "gas")]
    [InlineData("邻居要点煤气罐", "gas")]
    public void It_is_named(string text, string kind) => Assert.Contains(kind, Sorting.Of(text).Codes(Severity.P0), StringComparison.Ordinal);

    [Theory]
    [InlineData("门卫室锁着，里面堆着烟头")]
    [InlineData("邻居放火烧荒，呛人")]
    [InlineData("隔壁给果树打农药了，飘得到处都是")]
    [InlineData("煤气灶打不着火，半天点不上")]
    [InlineData("小卖部里面有烟卖给学生")]
    public void What_shares_their_words_is_none(string text) => Assert.DoesNotContain("emergency", Sorting.Of(text).Codes(Severity.P0), StringComparison.Ordinal);
}
