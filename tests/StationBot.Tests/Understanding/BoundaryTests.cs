using System.Text.Json.Nodes;
using StationBot.Handling.Messages;
using StationBot.Handling.Roster;
using StationBot.Handling.Sorting;

namespace StationBot.Tests.Understanding;

/// <summary>What sounds like one type and is another by the matrix's own notes (boundaries.yaml).</summary>
public sealed class BoundaryTests
{
    [Theory]
    [InlineData("书香里小区下水道堵了,污水直冒")]
    [InlineData("我们小区下水道堵了半个月")]
    [InlineData("新湖花园3栋楼下污水井往外冒脏水")]
    [InlineData("纺织厂家属院化粪池满了,粪水流了一地")]
    [InlineData("桂花园5栋单元门口污水横流")]
    [InlineData("新湖花园下水道堵了")]
    [InlineData("家里马桶反水,楼下的下水道堵死了")]
    [InlineData("小区污水管破了没人修")]
    [InlineData("一楼厨房下水倒灌,全是脏水")]
    [InlineData("住一楼,污水从地漏往上冒")]
    [InlineData("书香里小区化粪池一年没清了,臭得很")]
    [InlineData("整栋楼下水都不通,厕所返水")]
    [InlineData("院子里的下水井堵了,臭水漫到楼道口")]
    public void A_blocked_sewer_in_an_estate_is_the_propertys(string text)
    {
        var sorted = Sorting.Of(text);

        Assert.Equal("OTH-01", sorted.ProblemType);
        Assert.Equal("housing", sorted.Lead);
    }

    [Theory]
    [InlineData("张家坝砖厂往河里排污水", "ENV-02")]
    [InlineData("河湾公园旁边的河又黑又臭", "ENV-02")]
    [InlineData("书香里旁边工厂偷排污水到小区旁的河里", "ENV-02")]
    [InlineData("南坪村下水道没修好,污水横流", "ENV-02")]
    [InlineData("化工厂的污水流进我们小区", "ENV-02")]
    [InlineData("小区后面的臭水沟没人管", "ENV-02")]
    [InlineData("建设路下水道堵了,一下雨就淹", "OTH-04")]
    [InlineData("小区门口马路上的井盖冒水", "OTH-04")]
    [InlineData("大柳树养猪场粪水流到我家院子", "ENV-10")]
    [InlineData("小区停水两天了", "OTH-03")]
    [InlineData("小区自来水管爆了没水用", "OTH-03")]
    [InlineData("小区楼下垃圾桶满了没人清", "ENV-07")]
    public void What_only_stands_near_it_stays_what_it_is(string text, string type) => Assert.Equal(type, Sorting.Of(text).ProblemType);

    [Fact]
    public void The_place_told_afterwards_settles_it()
    {
        Assert.Equal("ENV-02", Sorting.Of("下水道堵了,脏水往外冒").ProblemType);

        var sorted = Sorting.Of("书香里小区3栋", Ask.Place, "下水道堵了,脏水往外冒");

        Assert.Equal(("OTH-01", "ENV-02"), (sorted.ProblemType, sorted.SoundsLike));
    }

    [Fact]
    public void A_district_without_the_other_type_keeps_its_own()
    {
        var matrix = JsonNode.Parse(File("competence-matrix.json"))!;
        var types = matrix["problemTypes"]!.AsArray();
        types.Remove(types.Single(t => (string?)t!["code"] == "OTH-01"));

        var (directory, _) = AreaDirectoryReader.Read(File("fixture-area.json"), matrix.ToJsonString(), File("workdays-cn.json"));

        Assert.Equal("ENV-02", Sorting.Offline.Sort(new SortRequest("书香里小区下水道堵了,污水直冒", directory!)).ProblemType);
    }

    private static string File(string name) => System.IO.File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Demo", name));

    [Theory]
    [InlineData("我爹的养老钱三个月没发了", "ELD-01")]
    [InlineData("我退休金比同事低好多", "ELD-01")]
    [InlineData("在夜市吃烤串,一家人上吐下泻", "OTH-08")]
    [InlineData("超市把变质的牛奶卖给学生,就在新湖中学门口", "OTH-08")]
    [InlineData("自来水公司乱收水费,河湾社区", "OTH-03")]
    [InlineData("驿站把我的包裹弄丢了", "OTH-08")]
    public void What_sounds_like_another_type_goes_where_it_belongs(string text, string type) =>
        Assert.Equal(type, Sorting.Of(text).ProblemType);

    [Theory]
    [InlineData("老太太的养老金被保健品公司骗走了", "ELD-10")]
    [InlineData("自来水发黄有怪味", "ENV-11")]
    [InlineData("学校门口放学堵得过不去", "EDU-07")]
    [InlineData("公司欠我三个月工资不给", "EMP-01")]
    public void What_is_that_type_stays_there(string text, string type) =>
        Assert.Equal(type, Sorting.Of(text).ProblemType);

    [Theory]
    [InlineData("楼下大排档把洗碗水往下水道倒,苍蝇乱飞", "ENV-06")]
    [InlineData("大排档地上全是油水,苍蝇乱飞,建设路夜市", "ENV-06")]
    [InlineData("公厕没人打扫,桂花园菜市场旁边", "ENV-07")]
    [InlineData("南坪街上那个公厕臭得下不去脚", "ENV-07")]
    [InlineData("楼底下修车铺天天敲铁皮,建设路31号", "ENV-05")]
    [InlineData("区人民依院的停车厂收非也太贵了吧,一个中头十块", "OTH-05")]
    [InlineData("隔壁果园三天两头打农药,味儿飘得满院子都是,张家坝的", "ENV-01")]
    [InlineData("俺家责任田跟老王家挨着,他今年犁地多犁走俺两垄,大柳树四组", "OTH-09")]
    [InlineData("我五十一,跑了十几家厂,一看身份证就说超了不要", "EMP-09")]
    [InlineData("社区免费体检跟我上班时间撞车了,能不能周末也安排一场", "HLT-05")]
    [InlineData("桂花园菜市场卖死鱼", "OTH-08")]
    [InlineData("石桥街上小作坊用地沟油", "OTH-08")]
    [InlineData("邻居天天打他家五岁的儿子,书香里9栋", "OTH-12")]
    public void Everyday_matters_go_where_they_belong(string text, string type) => Assert.Equal(type, Sorting.Of(text).ProblemType);

    [Theory]
    [InlineData("断网三天了", "OTH-03")]
    [InlineData("网断了没人修", "OTH-03")]
    [InlineData("家里没网,孩子上不了网课", "OTH-03")]
    [InlineData("电信宽带乱扣费", "OTH-03")]
    [InlineData("有线电视收不到台", "OTH-03")]
    [InlineData("手机没信号,我们村", "OTH-03")]
    [InlineData("移动偷扣我套餐费", "OTH-03")]
    [InlineData("光纤断了半个月没人来接", "OTH-03")]
    [InlineData("村里一直没装宽带,要装装不了", "OTH-03")]
    [InlineData("南坪村没自来水", "OTH-03")]
    [InlineData("自来水停了两天", "OTH-03")]
    [InlineData("家里自来水流不出来", "OTH-03")]
    [InlineData("我们村还没通自来水", "OTH-03")]
    [InlineData("用不上自来水,天天挑水", "OTH-03")]
    [InlineData("我五十多了想找个活儿干", "EMP-06")]
    [InlineData("下岗了想找个活", "EMP-06")]
    [InlineData("我残疾,想找个活干", "EMP-06")]
    [InlineData("帮我介绍个工作吧,五十二了", "EMP-06")]
    [InlineData("媳妇生了孩子公司就把她开了", "EMP-03")]
    [InlineData("儿子被单位开了", "EMP-03")]
    [InlineData("公司把她开了", "EMP-03")]
    [InlineData("社区说要交卫生费,凭啥", "ENV-07")]
    [InlineData("快递柜要收费", "OTH-08")]
    [InlineData("那个红绿灯太短了", "OTH-05")]
    public void What_nobody_taught_the_models_goes_by_the_matrix(string text, string type) => Assert.Equal(type, Sorting.Of(text).ProblemType);

    [Theory]
    [InlineData("基站离家太近怕辐射", "ENV-13")]
    [InlineData("楼下网吧太吵", "ENV-05")]
    [InlineData("学校收网课费", "EDU-03")]
    [InlineData("医院没网挂不了号", "HLT-04")]
    [InlineData("楼道里网线电线乱拉飞线充电", "OTH-06")]
    [InlineData("自来水发黄", "ENV-11")]
    [InlineData("自来水里有虫", "ENV-11")]
    [InlineData("自来水一股漂白粉味", "ENV-11")]
    [InlineData("干完活工资不给", "EMP-01")]
    [InlineData("找工作交了中介费被骗", "EMP-08")]
    [InlineData("卫生院收费高", "HLT-05")]
    [InlineData("校门口红绿灯太短", "EDU-07")]
    public void What_only_shares_a_word_with_them_does_not(string text, string type) => Assert.Equal(type, Sorting.Of(text).ProblemType);

    [Theory]
    [InlineData("养猪场的粪水流到饭店后面", "ENV-10")]
    [InlineData("楼上打麻将吵得儿子睡不着", "ENV-05")]
    [InlineData("公司说我年龄大就辞退我", "EMP-03")]
    [InlineData("河里好多死鱼,水又黑又臭", "ENV-02")]
    public void What_only_sounds_like_them_does_not(string text, string type) => Assert.Equal(type, Sorting.Of(text).ProblemType);
}
