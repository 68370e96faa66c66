using System.Diagnostics;
using FsCheck;
using FsCheck.Fluent;
using StationBot.Handling.Routing;

namespace StationBot.Tests.Handling;

public sealed class PlaceResolverTests
{
    [Theory]
    [InlineData("书香里小区门口的垃圾站三天没人清运了,气味很大", "WT01", "书香里小区")]
    [InlineData("我想问哈,我们娃儿明年满六岁了,住书香里的,实验小学说划片划不到我们", "WT01", "书香里社区")]
    [InlineData("我住书香里,实验小学门口天天堵", "WT01", "实验小学")]
    [InlineData("我住书香里,桂花园的路灯坏了", "WT02", "桂花园社区")]
    [InlineData("我住书香里,桂花园菜市场太脏", "WT02", "桂花园菜市场")]
    [InlineData("我住书香里,下水道堵了", "WT01", "书香里社区")]
    [InlineData("河湾广场每晚跳舞到十点几,嘈到死", "HW01", "河湾广场")]
    [InlineData("新湖花园三期工地天天半夜两点还在打桩", "HW03", "新湖花园三期工地")]
    [InlineData("我户口在河湾社区的", "HW01", "河湾社区")]
    [InlineData("大柳树的", "SQ02", "大柳树村")]
    [InlineData("大柳树养猪场味道臭得开不了窗", "SQ02", "大柳树养猪场")]
    [InlineData("棉纺厂家属院三栋没暖气", "HW02", "棉纺厂家属院")]
    [InlineData("在区医院排了一上午", "WT03", "区医院")]
    public void A_name_an_alias_or_a_landmark_is_found(string text, string community, string canonical)
    {
        var best = PlaceResolver.Resolve(text, The.Directory).Best;

        Assert.NotNull(best);
        Assert.Equal((community, canonical, true), (best.Community, best.Canonical, best.Exact));
    }

    [Theory]
    [InlineData("不参加老师就给脸色看,新湖中雪", "HW03", "新湖中学")]
    [InlineData("我在张家坝专场上班手被机器压了", "SQ03", "张家坝砖厂")]
    [InlineData("书香理", "WT01", "书香里社区")]
    [InlineData("住在书香理,水管爆了", "WT01", "书香里社区")]
    [InlineData("我家在河弯那边", "HW01", "河湾社区")]
    [InlineData("沙州村的路坏了", "BL02", "沙洲村")]
    [InlineData("试验小学门口堵车", "WT01", "实验小学")]
    [InlineData("桂花园市场楼上有个黑诊所", "WT02", "桂花园菜市场")]
    [InlineData("纺织厂食堂漏水", "HW02", "纺织厂老食堂")]
    [InlineData("金贵幼儿园不退费", "WT02", "金桂幼儿园")]
    public void A_homophone_or_a_missing_character_still_leads_there(string text, string community, string canonical)
    {
        var best = PlaceResolver.Resolve(text, The.Directory).Best;

        Assert.NotNull(best);
        Assert.Equal((community, canonical, false), (best.Community, best.Canonical, best.Exact));
    }

    [Theory]
    [InlineData("西湖边上的路灯坏了")]
    [InlineData("建议在村口新建设路灯,晚上太黑")]
    [InlineData("纺织产业不景气,找不到工作")]
    [InlineData("白露以后天就凉了")]
    [InlineData("别人都高看他一眼")]
    [InlineData("新户籍政策是什么")]
    [InlineData("运河湾花园的物业不管事")]
    [InlineData("张家爸爸又打人了")]
    [InlineData("金苗幼儿园不退费")]
    [InlineData("实验中学门口堵车")]
    [InlineData("实验学校的操场有异味")]
    [InlineData("湖里一群白鹭都死了")]
    [InlineData("书香门第小区停水了")]
    [InlineData("希望建设社区养老中心")]
    [InlineData("社区医院看病不方便")]
    [InlineData("柳树飘絮,过敏得厉害")]
    [InlineData("你好")]
    [InlineData("")]
    public void A_place_is_never_invented(string text)
    {
        var found = PlaceResolver.Resolve(text, The.Directory);

        Assert.Empty(found.Candidates);
        Assert.Null(found.Township);
    }

    [Fact]
    public void An_exact_name_is_not_bent_towards_another_village()
    {
        var found = PlaceResolver.Resolve("张家坝那个雾水厂排出来的水是黑的", The.Directory);

        Assert.Equal(["张家坝村"], found.Candidates.Select(c => c.Canonical));
    }

    [Fact]
    public void Two_places_are_both_told_the_gate_before_the_home()
    {
        var found = PlaceResolver.Resolve("我住河湾,实验小学门口天天堵", The.Directory);

        Assert.Equal(["WT01", "HW01"], found.Candidates.Select(c => c.Community));
    }

    [Theory]
    [InlineData("石桥镇的路没人修", "SQ")]
    [InlineData("河湾街道办事处不接电话", "HW")]
    public void A_township_alone_is_no_community_when_it_has_several(string text, string township)
    {
        var found = PlaceResolver.Resolve(text, The.Directory);

        Assert.Empty(found.Candidates);
        Assert.Equal(township, found.Township);
        Assert.Null(found.Outside);
    }

    [Theory]
    [InlineData("南坪", "NP01")]
    [InlineData("就在南坪那边", "NP01")]
    [InlineData("清禾纺织公司欠我工资", "HW02")]
    public void A_name_is_known_without_its_kind_where_the_words_say_where(string text, string community) =>
        Assert.Equal(community, PlaceResolver.Resolve(text, The.Directory).Best?.Community);

    [Fact]
    public void A_township_is_known_by_its_stem_and_keeps_its_span()
    {
        var found = PlaceResolver.Resolve("梧桐那边的电子厂天天加班", The.Directory);

        Assert.Equal(("梧桐街道", 0, 2), found.NamedTownship);
        Assert.Null(PlaceResolver.Resolve("门口的梧桐树要修剪", The.Directory).NamedTownship);
    }

    [Fact]
    public void A_township_with_one_community_means_that_one()
    {
        var found = PlaceResolver.Resolve("南坪乡的自来水发黄", A.Directory(a => a.Remove("communities", "NP02").Remove("electoralDistricts", "TD03").Edit("electoralDistricts", "ED07", d => d["communities"] = new System.Text.Json.Nodes.JsonArray("NP01")).Remove("deputies", "D11")));

        Assert.Equal("NP01", found.Best?.Community);
    }

    [Theory]
    [InlineData("我是隔壁青山市的,我们这河里都是垃圾,没人管", "青山市")]
    [InlineData("青山市人民路没人扫", "青山市")]
    [InlineData("我在临江县这边,想反映一个事", "临江县")]
    [InlineData("我是河东区的,楼下太吵", "河东区")]
    [InlineData("我在上海浦东,想反映这边地铁太挤", "上海")]
    [InlineData("杭州西湖区这边小区停车太乱了", "杭州")]
    [InlineData("我是外地的,老家在河南周口,村里不给修路", "河南")]
    [InlineData("隔壁县青河镇的路坏了", "隔壁县")]
    public void A_place_outside_is_named(string text, string outside)
    {
        var found = PlaceResolver.Resolve(text, The.Directory);

        Assert.Empty(found.Candidates);
        Assert.Equal(outside, found.Outside);
    }

    [Theory]
    [InlineData("听说青山市老人坐车都免费,我们为什么没有")]
    [InlineData("我是青山市的,在你们河湾广场摔了一跤")]
    [InlineData("我是清禾区的")]
    [InlineData("我是阳光小区的")]
    [InlineData("我住在老城区的")]
    [InlineData("我在超市的时候")]
    [InlineData("我们县的医保怎么报")]
    [InlineData("南京路口的红绿灯坏了")]
    [InlineData("儿子在杭州打工,孙子上学怎么办")]
    [InlineData("门口的重庆火锅店油烟太大")]
    [InlineData("我住在大理石厂旁边")]
    [InlineData("我是湖南省郴州市人,老板欠我工资")]
    public void Not_every_city_in_a_sentence_is_where_the_matter_is(string text) =>
        Assert.Null(PlaceResolver.Resolve(text, The.Directory).Outside);

    [Fact]
    public void Whatever_is_written_gives_places_that_lie_in_the_text_and_twice_the_same()
    {
        var pieces = Gen.Elements("河湾", "新湖花园", "书香", "里", "石桥镇", "隔壁", "青山市", "的", "建设路", "灯", "张家坝专场", "😀", "\ud83d", "县", "a", " ", "\n", "纺织厂", "我是");
        var texts = Gen.ListOf(pieces).Select(p => string.Concat(p)).ToArbitrary();

        Prop.ForAll(texts, text =>
        {
            var found = PlaceResolver.Resolve(text, The.Directory);
            return found.Candidates.All(c => c.Start >= 0 && c.Length > 0 && c.Start + c.Length <= text.Length && The.Directory.Community(c.Community) is not null)
                && (found.Outside is null || (found.Candidates.Count == 0 && text.Contains(found.Outside, StringComparison.Ordinal)))
                && found.Candidates.SequenceEqual(PlaceResolver.Resolve(text, The.Directory).Candidates);
        }).QuickCheckThrowOnFailure();
    }

    /// <summary>The brief is 50 µs; the bound is ten times that, so that a busy machine does not fail the build.</summary>
    [Fact]
    public void A_usual_message_takes_microseconds()
    {
        const string Text = "不光我一个,我们群里三十多个家长都没退到,金桂幼儿园上个月说不开了,押金和这学期保教费一直不退,园长电话打不通,希望给个说法";
        for (var i = 0; i < 2_000; i++)
        {
            PlaceResolver.Resolve(Text, The.Directory);
        }
        var started = Stopwatch.GetTimestamp();

        for (var i = 0; i < 1_000; i++)
        {
            PlaceResolver.Resolve(Text, The.Directory);
        }

        Assert.True(Stopwatch.GetElapsedTime(started).TotalMicroseconds / 1_000 < 500);
    }
}
