using StationBot.Handling.Routing;

namespace StationBot.Tests.Handling;

public sealed class HouseNumbersTests
{
    [Theory]
    [InlineData("书香里7栋2单元301漏水", 3, "7栋2单元301")]
    [InlineData("书香里小区12号楼3单元", 5, "12号楼3单元")]
    [InlineData("建设路12号那家店", 3, "12号")]
    [InlineData("大柳树四组的", 3, "四组")]
    [InlineData("书香里楼上漏水", 3, null)]
    [InlineData("书香里,我在3栋", 3, null)]
    [InlineData("书香里301楼上漏水", 3, null)]
    public void The_number_after_a_place_belongs_to_it(string text, int from, string? number) => Assert.Equal(number, HouseNumbers.After(text, from));

    [Theory]
    [InlineData("不对,是3栋", "3栋")]
    [InlineData("5号楼", "5号楼")]
    [InlineData("我住12栋2单元", "12栋2单元")]
    [InlineData("11月3号开始", null)]
    [InlineData("3栋楼下的垃圾一直没人清理", null)]
    [InlineData("三号线地铁", null)]
    public void A_short_answer_may_be_a_house_number_alone(string text, string? number) => Assert.Equal(number, HouseNumbers.Alone(text));

    [Fact]
    public void A_new_number_takes_the_place_of_the_old() => Assert.Equal("书香里社区3栋", HouseNumbers.With("书香里社区7栋2单元301", "3栋"));
}
