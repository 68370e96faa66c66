using FsCheck;
using FsCheck.Fluent;
using StationBot.Handling.Tickets;

namespace StationBot.Tests.Handling;

public sealed class SimilarityTests
{
    private static readonly string[] Place = ["书香里", "书香里社区", "桂花园", "东湖路"];
    private static readonly TicketOptions Options = new();

    [Theory]
    [InlineData("市民反映书香里小区东门垃圾站多日未清运,异味大,要求尽快清运", "书香里小区门口的垃圾站三天没人清了,臭得很")]
    [InlineData("来电人反映书香里3号楼门口路灯损坏半个月,夜间出行不便,希望维修", "书香里门口的路灯坏了半个月,孩子晚上放学看不见路")]
    [InlineData("市民反映桂花园小区楼下广场舞音响声音大,扰民", "桂花园楼下跳广场舞的音响太大声,吵得孩子睡不着")]
    [InlineData("居民反映小区停水两天未恢复供水", "我们小区停水两天了,什么时候来水")]
    [InlineData("反映幼儿园退费难,机构不退学费", "幼儿园倒闭了不给退学费")]
    public void One_matter_in_the_words_of_two_is_worth_a_look(string ticket, string resident)
    {
        var likeness = Similarity.Of(ticket, resident, Place);

        Assert.InRange(likeness, Options.Possible, Options.Sure);
    }

    [Theory]
    [InlineData("市民反映书香里小区东门垃圾站多日未清运,异味大,要求尽快清运", "书香里门口的路灯坏了半个月,孩子晚上放学看不见路")]
    [InlineData("市民反映桂花园小区楼下广场舞音响声音大,扰民", "桂花园楼下饭店油烟大")]
    [InlineData("反映小区门口乱停车堵塞消防通道", "小区门口的路灯坏了")]
    [InlineData("反映小区飞线充电", "小区门口快递车乱停")]
    [InlineData("市民反映小区问题,希望有关部门尽快处理解决", "居民投诉小区,要求相关部门及时处理")]
    [InlineData("", "路灯坏了")]
    public void Two_matters_of_one_place_are_not(string ticket, string resident) => Assert.True(Similarity.Of(ticket, resident, Place) < Options.Possible);

    [Fact]
    public void The_same_resident_in_nearly_the_same_words_is_sure() =>
        Assert.True(Similarity.Of("书香里门口的路灯坏了半个月,孩子放学看不见路,请维修", "书香里门口的路灯坏了半个月,孩子晚上放学看不见路", Place) >= Options.Sure);

    [Fact]
    public void It_is_a_measure() => Prop.ForAll(Arb.From(Texts), Arb.From(Texts), (a, b) =>
    {
        var likeness = Similarity.Of(a, b);
        return likeness is >= 0 and <= 1 && likeness == Similarity.Of(b, a) && Similarity.Of(a, a) is 0 or 1;
    }).QuickCheckThrowOnFailure();

    private static Gen<string> Texts => Gen.ArrayOf(Gen.Elements([.. "垃圾站路灯坏了,。 ab12"])).Select(c => new string(c));
}
