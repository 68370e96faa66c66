using StationBot.Handling.Flags;

namespace StationBot.Tests.Understanding;

/// <summary>
/// What residents answer to 「这件事解决了吗？」: of thousands of such sayings a handful tell of a danger. No false alarm may come of the others, and none
/// of the handful may be lost (domain.md §8). These sayings are in no training file.
/// </summary>
public sealed class AnswerFlagsTests
{
    [Theory]
    // A model alone took these for dangers: few words, and one of them (没回来, 底下, 还在) stands in many dangers.
    [InlineData("我家小的昨天去报到了")]
    [InlineData("这两天没出太阳看不出来")]
    [InlineData("老板把钱转我卡上了")]
    [InlineData("门不夹人了")]
    [InlineData("我没回老屋，不晓得")]
    [InlineData("我在闺女家，没回去看")]
    [InlineData("拖走一辆，还剩两辆")]
    [InlineData("工人还在楼道里换管子")]
    [InlineData("快好了快好了")]
    [InlineData("换了电梯以后没困过人")]
    [InlineData("困人的事赔不赔")]
    [InlineData("今天一早坐上车了")]
    // Rules did: what is lit is a stove, what is run over a line, what is cut a tree, who is moved away a child.
    [InlineData("我家的热水器又打得着火了")]
    [InlineData("灶头点着了，能烧饭了")]
    [InlineData("停车线让大车压得看不见了")]
    [InlineData("我家的鹅被货车压死一只，找谁赔")]
    [InlineData("我妈天天趴在窗台看有没有班车")]
    [InlineData("楼下那家店搬走了，一了百了")]
    [InlineData("树别给我死了就行，旁的我不管")]
    [InlineData("出门还得拿着棍子才敢走")]
    [InlineData("我带了根棍子去接的娃")]
    [InlineData("那几个抽烟的不在楼道抽了")]
    [InlineData("两窝狗崽还在桥洞里")]
    [InlineData("食堂的饭还是凉的，娃饿着肚子回来")]
    [InlineData("我家猫都钻被窝里不出来")]
    [InlineData("刚念了一个礼拜又让我们转走")]
    [InlineData("医院又让我们转去县医院")]
    [InlineData("又叫我们转回乡下念书")]
    [InlineData("我先去接孩子，别挂")]
    [InlineData("医保卡刷不出来，又叫我自己垫")]
    [InlineData("被骗的两万追回来了")]
    [InlineData("我妈的褥疮结痂了")]
    [InlineData("没水了，地面干了")]
    [InlineData("刮大风也不停电了")]
    [InlineData("我手电筒没电了，看不清亮没亮")]
    public void Of_nothing_bad_no_alarm_comes(string said) => Assert.Equal("", Sorting.Of(said).Codes(Severity.P1));

    [Theory]
    [InlineData("路灯又罢工了", "")]
    [InlineData("电梯才好两天，又罢工", "")]
    [InlineData("好了三天，昨晚接着罢工", "")]
    [InlineData("太阳能的灯，一下雨就罢工", "")]
    [InlineData("工人们明天要罢工", "sensitive")]
    [InlineData("厂里老板不给钱，我们准备罢工", "sensitive")]
    [InlineData("公交车司机接着罢工", "sensitive")]
    [InlineData("老师又罢工了", "sensitive")]
    public void A_lamp_that_strikes_is_no_strike(string said, string flags) => Assert.Equal(flags, Sorting.Of(said).Codes(Severity.P1));

    [Theory]
    [InlineData("我妈还困在电梯里下不来", "emergency")]
    [InlineData("又困人了!", "emergency")]
    [InlineData("现在又困着人呢", "emergency")]
    [InlineData("电梯又罢工，里面还关着人", "emergency")]
    [InlineData("他说不给钱就砸死我", "emergency")]
    [InlineData("我不想活了", "suicide")]
    [InlineData("钱没要到，我站楼顶上了", "suicide")]
    [InlineData("算了，我从窗台跳下去一了百了", "suicide")]
    [InlineData("没解决，他现在拿刀在我家门口", "crime")]
    [InlineData("他把我堵在车里砸玻璃", "crime")]
    [InlineData("他拿棍子去我家门口堵我", "crime")]
    [InlineData("他拿着棍子要打我", "emergency")]
    [InlineData("他拿斧头从树后面砍了我", "emergency")]
    [InlineData("修是修了，现在满屋煤气味，头晕", "gas")]
    [InlineData("煤气阀门拧不动，还在漏气", "gas")]
    [InlineData("热水器打着火把墙烧着了，快来", "fire")]
    [InlineData("没好，刚才又漏电把我爸电倒了", "medical")]
    [InlineData("老头倒在厕所里叫不应", "medical")]
    [InlineData("我摔了一跤，腰断了动不了", "medical")]
    [InlineData("我妈见红了，还差两个月生", "medical")]
    [InlineData("我爸抽起来了，口吐白沫", "medical")]
    [InlineData("孩子到现在没回来，学校说早放学了", "missing_person")]
    [InlineData("孩子一个人锁在家里两天了", "minor_victim")]
    [InlineData("他又打我，娃吓得直哭", "domestic_violence")]
    [InlineData("车把老人压住了", "traffic")]
    [InlineData("那骗子又让我转走三万", "fraud")]
    [InlineData("客服又叫我把卡里的钱转走", "fraud")]
    [InlineData("电话里的警察让我别挂，说我的卡洗钱", "fraud")]
    [InlineData("钱被骗了，怎么追回来", "fraud")]
    [InlineData("他说再交两万就把被骗的退回来", "fraud")]
    public void A_danger_told_in_an_answer_is_seen(string said, string flag) => Assert.Contains(flag, Sorting.Of(said).Codes(Severity.P0).Split(' '));
}
