using StationBot.Handling.Sorting;

namespace StationBot.Tests.Understanding;

public sealed class MattersTests
{
    [Theory]
    [InlineData("三件事:一是楼下网吧半夜吵,二是我妈高龄补贴没到账,三是路灯坏了一个月,我住桂花园", 3)]
    [InlineData("1、小区物业不修电梯。2、门口垃圾没人清。3、养老金停发了", 3)]
    [InlineData("第一,公司欠我工资;第二,我家停水三天", 2)]
    [InlineData("公司拖欠工资两个月。另外,我们小区门口垃圾没人清", 2)]
    [InlineData("三个事,一个路灯坏了,一个垃圾没人收,一个广场舞太吵", 3)]
    [InlineData("三个事情跟你讲第一村里垃圾没得人收第二我妈的残疾证办了半年没下来第三小桥的栏杆断了", 3)]
    [InlineData("两个事第一路灯不亮第二养老金停发了", 2)]
    [InlineData("三个事跟你讲嘛第一楼上垃圾没人收第二桥栏杆断了第三低保停了", 3)]
    [InlineData("我跟你说几个事一个是楼下垃圾堆成山没人管还有就是我爸的低保停了再有就是门口的路全是坑", 3)]
    [InlineData("第一个河湾公园厕所脏第二个纺织厂家属院没暖气", 2)]
    [InlineData("我想问问养老金认证的事另外楼上噪音也管管", 2)]
    [InlineData("楼下烧烤摊油烟太大了另外我们厂三个月没发工资", 2)]
    [InlineData("路灯坏了,我妈的养老金也停了", 2)]
    [InlineData("孩子学校收费贵,我妈看病报销也难", 2)]
    [InlineData("厂里三个月没发工资，小区垃圾也没人收", 2)]
    public void Independent_matters_are_taken_apart(string text, int count)
    {
        var result = Sorting.Of(text);

        Assert.Equal(count, result.Parts.Count);
        Assert.Equal(count, result.Parts.Select(p => p.ProblemType).Distinct().Count());
    }

    [Theory]
    [InlineData("南坪村这两天自来水黄的,还有泥沙,娃娃都不敢喝")]
    [InlineData("培训班跑路了,还有好多家长没退到")]
    [InlineData("养猪场太臭,还有苍蝇")]
    [InlineData("第二次反映了,路灯还是没修")]
    [InlineData("1号楼电梯坏了")]
    [InlineData("新湖第一中学食堂太差,第二食堂也一样")]
    [InlineData("两个事情都找过第一小学的老师和第二中学的校长,都说没办法")]
    [InlineData("第一天来了第二天就走了第三天没人影")]
    [InlineData("第一个月交了钱第二个月就跑路了第三个月电话关机")]
    [InlineData("第一个孩子上学没名额第二个孩子看病没法报")]
    [InlineData("路灯坏了，我妈晚上也不敢出门")]
    [InlineData("楼上装修太吵，孩子学习也受影响")]
    [InlineData("家里没暖气，孩子也感冒了")]
    [InlineData("垃圾没人收，老鼠也多了")]
    [InlineData("厂里不发工资，社保也没交")]
    [InlineData("停水三天了，物业也不管")]
    [InlineData("物业收了停车费另外收了管理费")]
    [InlineData("这个事另外几户人家也反映过")]
    public void One_matter_stays_one(string text) =>
        Assert.Empty(Sorting.Of(text).Parts);

    [Theory]
    [InlineData("书香里小区3号楼门口的路灯坏了一个星期，第一修好路灯，第二装监控，第三公布维修时间", "修好路灯|装监控|公布维修时间")]
    [InlineData("书香里小区垃圾站臭得很没人清运。1、尽快清运 2、增加垃圾桶", "尽快清运|增加垃圾桶")]
    public void Counted_wishes_belong_to_one_matter(string text, string demands)
    {
        var result = Sorting.Of(text);

        Assert.Empty(result.Parts);
        Assert.Equal(demands.Split('|'), result.Demands);
        Assert.Equal(Sorting.Of(text[..text.IndexOfAny(['，', '。'])]).ProblemType, result.ProblemType);
    }

    [Fact]
    public void A_counted_point_that_is_no_clear_matter_stays_with_the_one_before_it()
    {
        var result = Sorting.Of("我反映三件事：第一书香里路灯坏了半个月，第二天气很热，第三桂花园垃圾没人清运");

        Assert.Equal(["书香里路灯坏了半个月，第二天气很热", "桂花园垃圾没人清运"], result.Parts.Select(p => p.Text));
    }

    [Fact]
    public void A_part_begins_after_its_counter_and_ends_before_the_next()
    {
        var result = Sorting.Of("第一件是书香里垃圾站三天没人清运了，第二件事是桂花园那边的路灯坏了半个月。");

        Assert.Equal(["书香里垃圾站三天没人清运了", "桂花园那边的路灯坏了半个月"], result.Parts.Select(p => p.Text));
    }

    [Fact]
    public void A_place_said_once_belongs_to_every_part()
    {
        var result = Sorting.Of("两件事,一是楼下网吧半夜吵,二是路灯坏了一个月,我住桂花园");

        Assert.All(result.Parts, p => Assert.Contains("桂花园", p.Said(Slot.Place), StringComparison.Ordinal));
        Assert.All(result.Parts, p => Assert.All(p.Slots.Values, v => Assert.True(v.Start + v.Length <= result.Text.Length)));
    }
}
