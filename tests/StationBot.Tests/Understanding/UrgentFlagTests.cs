using StationBot.Handling.Flags;

namespace StationBot.Tests.Understanding;

/// <summary>P0: what is happening must be seen however it is written; what is past, feared, denied or a figure of speech must not.</summary>
public sealed class UrgentFlagTests
{
    [Theory]
    [InlineData("楼下电动车着火了,火都窜到二楼了", "emergency fire")]
    [InlineData("我家厨房冒烟了怎么办啊", "emergency fire")]
    [InlineData("三楼起火啦!!快点来人", "emergency fire")]
    [InlineData("后山有人烧荒,火往林子里蔓延了", "emergency fire")]
    [InlineData("配电箱在冒火星子", "emergency fire")]
    [InlineData("着伙了着伙了,桂花园3栋", "emergency fire")]
    [InlineData("隔壁屋头燃起来了", "emergency fire")]
    [InlineData("仓库浓烟滚滚", "emergency fire")]
    [InlineData("屋企樓下著火喇", "emergency fire")]
    [InlineData("昨晚烧起来的,现在还在烧", "emergency fire")]
    [InlineData("楼道里好浓的煤气味", "emergency gas")]
    [InlineData("天燃气泄露了,一股臭味", "emergency gas")]
    [InlineData("厨房煤 气 漏 了", "emergency gas")]
    [InlineData("我怀疑一氧化碳中毒,头晕想吐", "emergency gas")]
    [InlineData("液化气罐在嘶嘶漏气", "emergency gas")]
    [InlineData("燃气报警器一直在响", "emergency gas")]
    [InlineData("我爸突然晕倒了叫不醒", "emergency medical")]
    [InlineData("老伴没呼吸了", "emergency medical")]
    [InlineData("工友从架子上摔下来了,流了一地血", "emergency medical")]
    [InlineData("十几个娃儿吃了学校的饭都在吐", "emergency medical")]
    [InlineData("有人触电了", "emergency medical")]
    [InlineData("河里有人落水了", "emergency medical")]
    [InlineData("我外婆口吐白沫抽搐", "emergency medical")]
    [InlineData("全班一起上吐下泻,在新湖中学", "emergency medical")]
    [InlineData("有人拿着刀在楼道里砍门", "crime emergency")]
    [InlineData("小偷正在撬我家的门", "crime emergency")]
    [InlineData("门口打起来了,好多人围着打一个人", "crime emergency")]
    [InlineData("一直有个男的跟踪我", "crime emergency")]
    [InlineData("有人抢劫!在河湾公园", "crime emergency")]
    [InlineData("他们把我关在传销的地下室不让我走", "crime emergency")]
    [InlineData("路口两辆车撞了,有人受伤躺在地上", "emergency traffic")]
    [InlineData("刚才发生车祸,一个老人被车撞倒了", "emergency traffic")]
    [InlineData("我骑车被货车撞了,腿动不了", "emergency traffic")]
    [InlineData("不想活了", "emergency suicide")]
    [InlineData("不 想 活 了", "emergency suicide")]
    [InlineData("不,想,活,了", "emergency suicide")]
    [InlineData("我不😭想😭活😭了", "emergency suicide")]
    [InlineData("不想话了,没意思", "emergency suicide")]
    [InlineData("想自sha", "emergency suicide")]
    [InlineData("活着真没意思,不如死了算了", "emergency suicide")]
    [InlineData("唔想活啦", "emergency suicide")]
    [InlineData("我喝了农药", "emergency suicide")]
    [InlineData("我就在楼顶,想跳下去", "emergency suicide")]
    [InlineData("药我都准备好了,想一了百了", "emergency suicide")]
    [InlineData("我儿子说他不想活了,把自己关屋里", "emergency suicide")]
    [InlineData("实在活不下去了", "emergency suicide")]
    [InlineData("遺書都寫好了", "emergency suicide")]
    [InlineData("这日子莫得活头了,想上吊", "emergency suicide")]
    [InlineData("我女儿被同学打得鼻青脸肿", "emergency minor_victim")]
    [InlineData("老师扇我儿子耳光", "emergency minor_victim")]
    [InlineData("幼儿园老师用针扎孩子", "emergency minor_victim")]
    [InlineData("邻居家后妈天天打那个娃,还不给娃吃饭", "emergency minor_victim")]
    [InlineData("补习班老师摸我闺女", "emergency minor_victim")]
    [InlineData("校园欺凌,几个高年级的把我孙子按在厕所里", "emergency minor_victim")]
    [InlineData("我今年13岁,爸爸老打我", "emergency minor_victim")]
    [InlineData("我上五年级,他们不让我上学,叫我在家带弟弟", "emergency minor_victim")]
    [InlineData("我老公又动手打我了", "domestic_violence emergency")]
    [InlineData("被老公打了,躲在卫生间", "domestic_violence emergency")]
    [InlineData("隔壁男的在打老婆", "domestic_violence emergency")]
    [InlineData("我要求助,家暴,他喝醉了打我", "domestic_violence emergency")]
    [InlineData("俺男人往死里打我", "domestic_violence emergency")]
    [InlineData("我奶奶走丢了,有老年痴呆", "emergency missing_person")]
    [InlineData("孩子放学到现在还没回家,电话也不通", "emergency missing_person")]
    [InlineData("俺爹早上出去到现在没回来", "emergency missing_person")]
    [InlineData("女儿离家出走了,联系不上", "emergency missing_person")]
    [InlineData("我刚给骗子转了五万", "emergency fraud")]
    [InlineData("我妈被骗了,刚刚把钱转到安全账户", "emergency fraud")]
    [InlineData("客服让我再转两万才能提现", "emergency fraud")]
    [InlineData("我把验证码告诉他了", "emergency fraud")]
    [InlineData("电梯里困住人了", "emergency")]
    [InlineData("孩子被锁在车里了", "emergency")]
    [InlineData("救命啊", "emergency")]
    public void What_is_happening_is_urgent(string text, string flags)
    {
        var urgent = Sorting.Of(text).Codes(Severity.P0);

        Assert.Equal(flags, urgent);
    }

    [Theory]
    [InlineData("再不给工资我们就去堵公司大门", "threat")]
    [InlineData("你们不管我就跳给你们看", "threat")]
    [InlineData("逼急了我跟他同归于尽", "threat")]
    [InlineData("不退钱我就一把火烧了他的店", "threat")]
    [InlineData("再拖下去我们就去天安门", "threat")]
    [InlineData("再不解决我就爬到楼顶上去", "threat")]
    public void A_threat_is_urgent_without_being_an_emergency(string text, string flags)
    {
        var urgent = Sorting.Of(text).Codes(Severity.P0);

        Assert.Equal(flags, urgent);
    }

    [Theory]
    [InlineData("气死我了")]
    [InlineData("楼上吵得要死")]
    [InlineData("天天加班累得要命")]
    [InlineData("这物业还让不让人活了")]
    [InlineData("隔壁装修嘈到死,瞓唔着")]
    [InlineData("这路坑坑洼洼早晚要出事")]
    [InlineData("那家黑诊所我怕出人命")]
    [InlineData("急死我了,孩子上学的事还没着落")]
    [InlineData("商场天天喊跳楼价大甩卖,吵得不行")]
    [InlineData("想死你了,什么时候修好路灯")]
    [InlineData("臭死了臭死了,垃圾没人清")]
    [InlineData("热死人了,公交站没有遮阳棚")]
    [InlineData("楼下烧烤店天天冒烟,呛得不行")]
    [InlineData("化工厂烟囱冒黑烟")]
    [InlineData("我不是要跳楼,别误会,就是想问问低保")]
    [InlineData("没有着火,就是电线老化想请人看看")]
    [InlineData("孩子没拉肚子,就是饭里有虫")]
    [InlineData("没人受伤,就是路口老堵")]
    [InlineData("这个路口经常出车祸,能不能装个红绿灯")]
    [InlineData("电梯经常困人,物业不修")]
    [InlineData("带孩子去打疫苗要排两个小时")]
    [InlineData("小孩想打篮球没地方打")]
    [InlineData("孩子打针的地方太远")]
    [InlineData("我儿子大学毕业找不到工作")]
    [InlineData("儿子三年没回来过年了,我想问问低保")]
    [InlineData("园长电话打不通,幼儿园关门了")]
    [InlineData("我家狗不见了")]
    [InlineData("医院收费太黑,抢钱啊")]
    [InlineData("生意都活不下去了,房租能不能减")]
    [InlineData("这样下去我们店活不下去")]
    [InlineData("煤气费一个月涨了五十")]
    [InlineData("小区什么时候通天然气")]
    [InlineData("手机没电了,晚点说")]
    [InlineData("车子堵路,消防车都进不来")]
    [InlineData("我交了三千块报名费不退")]
    [InlineData("老公打我电话说路灯坏了")]
    [InlineData("把老房子拆了一了百了")]
    [InlineData("手上被机器压断了手指,老板不认工伤")]
    [InlineData("我爸去年手术后人没了,医院不认")]
    [InlineData("老师布置作业太多,孩子写到十一点")]
    [InlineData("听说要搞消防演练,什么时候")]
    [InlineData("学校要组织防溺水讲座吗")]
    [InlineData("累得晕乎乎的,单位还不给休息")]
    [InlineData("中午天太热,跳广场舞的音响吵死人")]
    [InlineData("小区里好多人跳楼梯操,吵")]
    [InlineData("救命药进不了医保")]
    [InlineData("银行让我再交一次材料")]
    public void Figures_of_speech_fears_and_denials_are_not_urgent(string text)
    {
        var urgent = Sorting.Of(text).Codes(Severity.P0);

        Assert.Equal("", urgent);
    }

    [Theory]
    [InlineData("去年我们楼着过火,现在消防通道还是堵着", Flag.Fire)]
    [InlineData("要是着火了怎么办,楼道全是电动车", Flag.Fire)]
    [InlineData("万一煤气漏了谁负责", Flag.Gas)]
    [InlineData("上个月我妈在菜场晕倒,后来没事了", Flag.Medical)]
    [InlineData("前年这里出过车祸", Flag.Traffic)]
    [InlineData("我老公以前打我,后来离婚了,现在问抚养费", Flag.DomesticViolence)]
    [InlineData("怕哪天煤气爆炸了", Flag.Fire)]
    public void Past_and_feared_dangers_are_for_a_human_within_a_day(string text, Flag flag)
    {
        var result = Sorting.Of(text);

        var hit = Assert.Single(result.Flags, f => f.Flag == flag);
        Assert.Equal(Severity.P2, hit.Severity);
        Assert.DoesNotContain(result.Flags, f => f.Flag == Flag.Emergency);
    }
}
