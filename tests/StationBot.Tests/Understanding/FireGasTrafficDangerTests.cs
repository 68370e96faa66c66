using StationBot.Handling.Flags;

namespace StationBot.Tests.Understanding;

/// <summary>Fires, gas, road accidents and people trapped: seen in any wording; what only sounds like them is not.</summary>
public sealed class FireGasTrafficDangerTests
{
    [Theory]
    [InlineData("山上起烟了,越来越大,看得到火头", "emergency fire")]
    [InlineData("屋企煲汤唔记得熄火,而家成屋烟啊", "emergency fire")]
    [InlineData("哎呀我的妈呀柴火垛子着了,眼瞅着要烧到房子了", "emergency fire")]
    [InlineData("烟从门缝里往屋里钻,我不敢开门", "emergency fire")]
    [InlineData("锅烧干了忘关火,厨房全是烟,我不在家", "emergency fire")]
    [InlineData("起伙啦,快来人", "emergency fire")]
    [InlineData("我看到对门的猫眼里面是红的,门把手烫手", "emergency fire")]
    [InlineData("妈妈煮面睡着了,厨房里火已经上墙了", "emergency fire")]
    [InlineData("灶台底下嘶嘶响,闻着呛人", "emergency gas")]
    [InlineData("我家烧炭取暖,我妈现在喊不醒", "emergency gas")]
    [InlineData("挖掘机把燃气管挖断了,呼呼往外喷", "emergency gas")]
    [InlineData("燃起泄漏", "emergency gas")]
    [InlineData("房间里放了个炭盆,现在头重脚轻走不动", "emergency gas")]
    [InlineData("我妈煮饭忘了,火灭了气还开着,屋里好冲", "emergency gas")]
    [InlineData("十字路口一辆大货把电动车碾到轮子底下了,人在下面", "emergency traffic")]
    [InlineData("俺爹骑电三轮叫面包车给剐倒了,起不来", "emergency traffic")]
    [InlineData("有个骑三轮的阿婆畀车撞亲", "emergency traffic")]
    [InlineData("大巴翻沟里了里头好多人在哭", "emergency traffic")]
    [InlineData("出车或了快来", "emergency traffic")]
    [InlineData("两台车怼一起了,安全气囊都弹出来了,人没动静", "emergency traffic")]
    [InlineData("电梯停在半空不动了,我们四个人在里面", "emergency")]
    [InlineData("隔壁老房子塌了,压到人了", "emergency")]
    [InlineData("小孩的头卡在栏杆里拿不出来", "emergency")]
    [InlineData("水漫到一楼了,老人还在屋里出不来", "emergency")]
    [InlineData("机器把工人的手绞进去了", "emergency")]
    [InlineData("有个小娃儿爬到窗子外头了,快掉下来了", "emergency")]
    public void A_danger_is_seen_in_any_wording(string text, string expected) =>
        Assert.Superset(expected.Split(' ').ToHashSet(), Codes(text));

    [Theory]
    [InlineData("工厂烟囱一天到晚冒黑烟,污染太大了")]
    [InlineData("孩子发烧还在烧,社区医院开门吗")]
    [InlineData("天热得像着了火一样,公园没树荫")]
    [InlineData("楼道里有人抽烟,全是烟味")]
    [InlineData("小区组织消防疏散,烟雾弹把孩子呛得咳嗽")]
    [InlineData("天然气费又涨价,头疼")]
    [InlineData("轮胎漏气了,附近哪里有补胎的")]
    [InlineData("热水器售后不来人,站着等一天腿都软了")]
    [InlineData("燃气公司上门安检,说我家软管老化让我换他们的,合理吗")]
    [InlineData("护栏被车撞坏了一个多月没人修")]
    [InlineData("我的车停在小区被人刮了,物业不给看监控")]
    [InlineData("放学路口车多,怕孩子被车撞到,建议派交警")]
    [InlineData("隔壁烧香拜佛烟气大")]
    [InlineData("电梯三天两头困人,维保单位不作为")]
    [InlineData("我把钥匙锁在屋里了,哪里有开锁的")]
    [InlineData("被罚款了,电动车没戴头盔")]
    public void What_only_sounds_like_danger_is_no_emergency(string text) =>
        Assert.DoesNotContain("emergency", Codes(text));

    private static HashSet<string> Codes(string text) => [.. Sorting.Of(text).Flags.Select(f => f.Flag.Code())];
}
