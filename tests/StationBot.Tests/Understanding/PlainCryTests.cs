using StationBot.Handling.Flags;
using StationBot.Handling.Messages;
using StationBot.Handling.Sorting;

namespace StationBot.Tests.Understanding;

/// <summary>
/// Short, plain cries without any circumstance, in dialect, misspelt or by voice, and everyday talk that only shares their words: a reader from
/// outside found such unseen, and such taken for dangers.
/// </summary>
public sealed class PlainCryTests
{
    [Theory]
    // Who says that it ends here.
    [InlineData("我们全家不活了", "suicide")]
    [InlineData("我们娘俩都不活了", "suicide")]
    [InlineData("俺不想活嘞", "suicide")]
    [InlineData("唔想生存落去", "suicide")]
    [InlineData("不想在这个世界上待了", "suicide")]
    [InlineData("不愿意再在世上熬了", "suicide")]
    [InlineData("我想自沙", "suicide")]
    [InlineData("老伴走了，我也想跟着去", "suicide")]
    [InlineData("老头子没了，我想随他去算了", "suicide")]
    [InlineData("我想去陪我老伴", "suicide")]
    [InlineData("后事我都安排好了", "suicide")]
    [InlineData("安眠药买好了", "suicide")]
    [InlineData("百草枯我藏着备好了", "suicide")]
    [InlineData("我要跳了", "suicide")]
    [InlineData("楼顶站着个女的", "suicide")]
    [InlineData("我妈要喝药", "suicide")]
    [InlineData("再见了这个世界", "suicide")]
    [InlineData("不过了,我们一起走", "suicide")]
    // Done already.
    [InlineData("我烧炭了", "medical suicide")]
    [InlineData("我割腕了", "medical suicide")]
    [InlineData("我把药都吃下去了", "medical suicide")]
    [InlineData("我老公跳河了", "medical suicide")]
    [InlineData("我划了自己好多刀", "suicide")]
    // A child is to die too.
    [InlineData("我要带着孩子跳楼", "minor_victim suicide")]
    [InlineData("带着娃一起喝农药", "minor_victim suicide")]
    // Taken by mistake.
    [InlineData("我妈吃错老鼠药了", "medical")]
    // Ill, hurt.
    [InlineData("我快不行了", "medical")]
    [InlineData("老头中风了", "medical")]
    [InlineData("食物中毒", "medical")]
    [InlineData("奶奶摔断腿了", "medical")]
    [InlineData("羊癫疯犯了", "medical")]
    [InlineData("烫伤了皮都掉了", "medical")]
    [InlineData("电线断了搭在积水里有人踩上去倒了", "medical")]
    [InlineData("小孩吞了个扣子电池", "medical")]
    // Fire, collapse, flood, lifts.
    [InlineData("墙里头冒烟", "fire")]
    [InlineData("吊顶上面冒烟了", "fire")]
    [InlineData("煤气罐着了", "fire")]
    [InlineData("爆炸了", "fire")]
    [InlineData("房子要塌了", "")]
    [InlineData("墙裂了要倒", "")]
    [InlineData("洪水进村了", "")]
    [InlineData("山洪下来了", "")]
    [InlineData("电梯坠了", "")]
    [InlineData("桥断了", "")]
    [InlineData("大坝裂了", "")]
    // People.
    [InlineData("把自己吊死算了", "suicide")]
    [InlineData("止痛片一口气吃完", "suicide")]
    [InlineData("面包车冲进人群", "traffic")]
    [InlineData("喂鸡的掉化粪池了", "")]
    [InlineData("有人硬拽我上车", "crime")]
    [InlineData("SOS", "")]
    [InlineData("快来人啊", "crime")]
    [InlineData("帮帮我 他在外面", "crime")]
    [InlineData("小偷进来了", "crime")]
    [InlineData("有人非礼我", "crime")]
    [InlineData("抢劫", "crime")]
    [InlineData("一帮人砸我的店", "crime")]
    [InlineData("邻居天天打孩子哭得很惨", "minor_victim")]
    [InlineData("护工打人", "vulnerable_victim")]
    [InlineData("我闺女一夜没回家", "missing_person")]
    public void A_plain_cry_is_heard(string text, string kinds)
    {
        var urgent = Sorting.Of(text).Codes(Severity.P0).Split(' ');

        Assert.Superset(kinds.Split(' ', StringSplitOptions.RemoveEmptyEntries).Append("emergency").ToHashSet(), urgent.ToHashSet());
    }

    [Theory]
    [InlineData("明天我们堵门去")]
    [InlineData("后天大伙去堵公司门")]
    [InlineData("我要自杀式袭击你们站")]
    [InlineData("不给办我就死你们门口")]
    [InlineData("我要放火")]
    public void A_plain_threat_is_heard(string text) => Assert.Contains("threat", Sorting.Of(text).Codes(Severity.P0), StringComparison.Ordinal);

    [Theory]
    [InlineData("路口老出车祸")]
    [InlineData("这个弯道常出车祸")]
    [InlineData("前几天这里撞死过人")]
    [InlineData("这里撞死过人")]
    [InlineData("孩子在学校晕倒过")]
    [InlineData("一了百了 拆了重建吧")]
    [InlineData("孩子被打了预防针")]
    [InlineData("我打了孩子学校电话没人接")]
    [InlineData("我在楼顶种菜")]
    [InlineData("我家门口树被砍了")]
    [InlineData("田里的玉米苗让人砍了")]
    [InlineData("想死的心都有了(涨价)")]
    [InlineData("房价跌得想跳河")]
    [InlineData("公司要倒了,我们快活不下去了")]
    [InlineData("二胎不想生了,罚款还退吗")]
    [InlineData("院子里的花都不活了")]
    [InlineData("救命啊 这公交半天不来")]
    [InlineData("麦秸烧得到处冒烟")]
    [InlineData("农药买好了,什么时候打稻")]
    [InlineData("我妈把药都吃完了,去哪里开药")]
    [InlineData("我不行了,太累,下回再说")]
    [InlineData("SOS报警柱坏了")]
    [InlineData("洪水冲坏的桥什么时候修")]
    [InlineData("怕房子要塌了,申请危房鉴定")]
    [InlineData("小区没门禁,陌生人随便进来")]
    [InlineData("我家门口被车堵门")]
    [InlineData("老人机不见了,想补卡")]
    [InlineData("儿子把自己锁屋里打游戏")]
    [InlineData("楼盘要倒闭了,定金退不退")]
    [InlineData("电梯掉漆了")]
    [InlineData("手机掉化粪池了")]
    [InlineData("今天天气")]
    [InlineData("绑架消费要曝光")]
    [InlineData("我要跳槽了,社保怎么转")]
    public void Everyday_talk_stays_everyday(string text) => Assert.Equal("", Sorting.Of(text).Codes(Severity.P0));

    [Fact]
    public void No_breath_is_no_gas_supply_after_a_person_was_spoken_of()
    {
        Assert.Contains("medical", Sorting.Of("没气了", earlier: "我爸躺地上").Codes(Severity.P0), StringComparison.Ordinal);
        Assert.Equal("", Sorting.Of("没气了", earlier: "我家灶打不着").Codes(Severity.P0));
        Assert.Equal("", Sorting.Of("没气了").Codes(Severity.P0));
    }

    [Theory]
    [InlineData("从楼上跳下去")]
    [InlineData("我想从楼上往下跳")]
    [InlineData("我要带着孩子跳楼")]
    [InlineData("我抱着娃去跳江")]
    public void Who_means_to_jump_is_spoken_to(string text) => Assert.False(Sorting.Of(text).Signals.HasFlag(Signals.AboutAnother));

    [Theory]
    [InlineData("楼上邻居要跳楼")]
    [InlineData("楼上的说不想活了")]
    [InlineData("我男人要带着孩子跳河")]
    [InlineData("她抱着孩子要跳井")]
    public void Who_tells_of_another_is_not(string text) => Assert.True(Sorting.Of(text).Signals.HasFlag(Signals.AboutAnother));

    [Theory]
    [InlineData("同学天天打我", true)]
    [InlineData("班上男生骂我,还撕我作业", true)]
    [InlineData("我被高年级的打了", true)]
    [InlineData("有人在学校打我", true)]
    [InlineData("我不敢去学校", true)]
    [InlineData("同学天天打我儿子", false)]
    [InlineData("我儿子被同学打了", false)]
    [InlineData("老师骂俺孩儿", false)]
    [InlineData("大学同学骂我", false)]
    public void A_pupil_is_known_by_who_does_it(string text, bool isPupil) =>
        Assert.Equal(isPupil, Sorting.Of(text).Flags.Any(f => f.Flag == Flag.Minor));

    [Fact]
    public void A_grown_daughter_beaten_by_her_husband_is_no_child()
    {
        var urgent = Sorting.Of("女儿被女婿打").Codes(Severity.P0);

        Assert.Contains("domestic_violence", urgent, StringComparison.Ordinal);
        Assert.DoesNotContain("minor_victim", urgent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("早上起来一家人都恶心想吐腿软,屋里生着煤炉子,窗户关得死死的,是不是着凉了")]
    public void Who_feels_sick_beside_a_stove_must_get_out(string text) => Assert.Contains("gas", Sorting.Of(text).Codes(Severity.P0), StringComparison.Ordinal);

    [Theory]
    [InlineData("【急招】在家点赞刷单做任务,日结三百,加群报名,名额有限")]
    public void An_advertisement_of_a_swindle_is_no_report_of_one(string text) => Assert.Equal("", Sorting.Of(text).Codes(Severity.P0));
}
