using StationBot.Handling.Flags;
using StationBot.Handling.Sorting;

namespace StationBot.Tests.Understanding;

/// <summary>Whom a danger is about: an old mother is no child, and who tells of a father's despair does not despair.</summary>
public sealed class VictimTests
{
    [Theory]
    [InlineData("保姆掐我奶奶胳膊,都掐紫了")]
    [InlineData("护理院的人把我外公捆在轮椅上")]
    [InlineData("我嫂子不给我妈饭吃")]
    [InlineData("儿媳妇把婆婆锁在柴房里")]
    [InlineData("楼下独居大爷两天没吃饭了,起不来床")]
    [InlineData("智障的妹妹被邻居打了")]
    [InlineData("瘫痪的老父亲被他儿子关在猪圈里")]
    [InlineData("外婆病在床上,三天没吃东西了")]
    [InlineData("女婿踢我爸,还把他推倒在地")]
    [InlineData("福利院的护工扇老人耳光")]
    [InlineData("我老伴被儿子推倒了")]
    [InlineData("村里的傻子被几个小青年打")]
    public void An_old_or_disabled_person_who_is_harmed_is_no_child(string text)
    {
        var urgent = Sorting.Of(text).Codes(Severity.P0).Split(' ');

        Assert.Contains("vulnerable_victim", urgent);
        Assert.DoesNotContain("minor_victim", urgent);
    }

    [Theory]
    [InlineData("儿子打我妈电话没人接")]
    [InlineData("女儿推着奶奶的轮椅去公园,路太烂")]
    [InlineData("养老院不给老人吃辣的")]
    [InlineData("社区食堂关了两天,老人没饭吃")]
    [InlineData("我妈住院三天没吃东西,想问报销")]
    [InlineData("护工给奶奶打针收费太高")]
    [InlineData("邻居跟我爸打牌打到半夜")]
    [InlineData("社区关心老人在家的安全")]
    [InlineData("奶奶把自己锁在门外了,想换把锁")]
    [InlineData("孙女教爷爷打太极")]
    [InlineData("外公两天没吃降压药了,药店没货")]
    [InlineData("哥哥踢球踢碎了大爷家窗户")]
    public void What_only_sounds_like_it_is_no_emergency(string text) => Assert.Equal("", Sorting.Of(text).Codes(Severity.P0));

    [Theory]
    [InlineData("我妹妹说她活够了,电话也关机了")]
    [InlineData("姥姥在窗台上要往下跳")]
    [InlineData("老公喝多了闹着要跳河")]
    [InlineData("我儿子老念叨不想活了,怎么劝")]
    [InlineData("老爷子天天喊死了算了")]
    [InlineData("我爸要喝农药,拦不住他")]
    [InlineData("同事写了遗书,人联系不上")]
    [InlineData("妈妈站在楼顶说要跳下去")]
    public void Who_tells_of_anothers_despair_is_not_spoken_to_as_if_it_were_theirs(string text)
    {
        var sorted = Sorting.Of(text);

        Assert.Contains("suicide", sorted.Codes(Severity.P0), StringComparison.Ordinal);
        Assert.True(sorted.Signals.HasFlag(Signals.AboutAnother));
    }

    [Theory]
    [InlineData("我不想活了")]
    [InlineData("老公打我,我不想活了")]
    [InlineData("妈妈走了,我也不想活了")]
    [InlineData("儿子不管我,我想死了算了")]
    [InlineData("我站在楼顶,想跳下去")]
    [InlineData("我妈还不晓得,我不想活了")]
    [InlineData("孩子没了,活着没意思")]
    public void Ones_own_despair_stays_ones_own(string text)
    {
        var sorted = Sorting.Of(text);

        Assert.Contains("suicide", sorted.Codes(Severity.P0), StringComparison.Ordinal);
        Assert.False(sorted.Signals.HasFlag(Signals.AboutAnother));
    }

    [Theory]
    [InlineData("妹妹在网上认识个人被骗到缅甸 刚发消息说被关起来打")]
    [InlineData("弟弟被骗去柬埔寨园区了 说不给钱就打他")]
    [InlineData("我儿子被同学骗到缅北电诈园 天天被打")]
    [InlineData("女儿说去泰国打工 现在被卖到妙瓦底 关着不让走")]
    [InlineData("他说我不撤诉就往我屋里泼汽油 人现在就在楼下")]
    [InlineData("他说再不搬就往我门上泼汽油 已经提着桶来了")]
    [InlineData("债主说要往我家里泼汽油 就在门口")]
    public void A_grown_up_who_is_carried_off_or_threatened_meets_a_crime_and_is_no_child(string text)
    {
        var urgent = Sorting.Of(text).Codes(Severity.P0).Split(' ');

        Assert.Contains("crime", urgent);
        Assert.DoesNotContain("minor_victim", urgent);
    }

    [Theory]
    [InlineData("我儿子才15岁 被人骗到缅甸了 天天挨打")]
    [InlineData("同学往我身上泼开水")]
    public void A_child_stays_a_child(string text) => Assert.Contains("minor_victim", Sorting.Of(text).Codes(Severity.P0), StringComparison.Ordinal);

    [Theory]
    [InlineData("要钱没有要命一条 明天我就带着全家老小吊死在镇政府大门口")]
    [InlineData("再这样我就吊死在村委会门口")]
    [InlineData("不给个说法 我就喝药死在你们局门口")]
    [InlineData("明天我就上你们办公楼顶跳下去给领导看")]
    public void A_death_announced_to_an_office_is_a_threat_too(string text) => Assert.Contains("threat", Sorting.Of(text).Codes(Severity.P0), StringComparison.Ordinal);

    [Theory]
    [InlineData("我老公死在厂门口 老板不赔")]
    [InlineData("我爸就死在医院大厅了 没人管")]
    public void A_death_that_happened_there_is_none(string text) => Assert.DoesNotContain("threat", Sorting.Of(text).Codes(Severity.P0), StringComparison.Ordinal);

    [Theory]
    [InlineData("学校把我孩子的名字划掉了 不让上学")]
    [InlineData("幼儿园说娃太皮 不让上学了")]
    [InlineData("户口没迁来 教育局不给孩子入学")]
    public void A_school_that_refuses_a_child_harms_nobody(string text) => Assert.Equal("", Sorting.Of(text).Codes(Severity.P0));

    [Theory]
    [InlineData("爸爸不给孩子吃饭 也不让上学")]
    [InlineData("后妈不让女儿上学 天天打她")]
    public void A_parent_who_does_may(string text) => Assert.Contains("minor_victim", Sorting.Of(text).Codes(Severity.P0), StringComparison.Ordinal);
}
