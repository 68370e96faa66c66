using StationBot.Handling.Flags;
using StationBot.Handling.Sorting;

namespace StationBot.Tests.Understanding;

/// <summary>A danger said in the speech of the place, and what sounds like one: what may come one day, what was long ago, idioms, leaflets, advertisements.</summary>
public sealed class MisheardDangerTests
{
    [Theory]
    [InlineData("打起来咯,抡酒瓶子,脑壳上血直飙")]
    [InlineData("建设路夜市那头打起来咯七八个人抡啤酒瓶子,有个小伙子脑壳上血直飙")]
    [InlineData("楼下两家为停车打起来了,一个被开了瓢,血糊了一脸,还在打")]
    [InlineData("两伙人在网吧门口抡板凳对打")]
    [InlineData("打起来喽,有人拿刀")]
    [InlineData("河边打架嘞,好几个倒地上了")]
    [InlineData("打群架啰,拿钢管的")]
    public void A_brawl_with_blood_or_things_in_hand_needs_the_police(string text) => Assert.Contains("crime", Sorting.Of(text).Codes(Severity.P0), StringComparison.Ordinal);

    [Theory]
    [InlineData("刚说完好了，今天又不亮了")]
    [InlineData("刚修好，今天又不亮了")]
    [InlineData("才好两天电梯又停了")]
    [InlineData("说好了的，水管又漏了")]
    public void What_is_out_of_order_again_is_no_danger(string text) => Assert.Equal("", Sorting.Of(text).Codes(Severity.P0));

    [Theory]
    [InlineData("他刚好点，又不喘气了")]
    [InlineData("又冒烟了，插座着火了")]
    public void Somebody_who_is_worse_again_is_one(string text) => Assert.Contains("emergency", Sorting.Of(text).Codes(Severity.P0), StringComparison.Ordinal);

    [Theory]
    [InlineData("起火咯")]
    [InlineData("隔壁屋着火喽")]
    [InlineData("我爸倒哒喊不应")]
    [InlineData("车翻咯压到人")]
    [InlineData("杀人咯")]
    [InlineData("抢钱咯抓小偷")]
    [InlineData("煤气漏咯,满屋都是味")]
    [InlineData("娃儿掉河头咯")]
    [InlineData("有人晕倒咯")]
    [InlineData("房子塌咯人埋里头")]
    [InlineData("煤气味好大,怕是漏了")]
    [InlineData("厨房里怕是漏气了,一股味")]
    [InlineData("煤气罐嘶嘶响怕是要炸了")]
    [InlineData("闻到煤气味了,怕炸不敢开灯")]
    [InlineData("我怕,有人在撞门")]
    [InlineData("插座冒烟了怕烧起来")]
    [InlineData("电动车冒烟,万一烧起来楼上还有老人")]
    public void Final_particles_of_every_dialect_end_a_cry(string text) => Assert.Contains("emergency", Sorting.Of(text).Codes(Severity.P0), StringComparison.Ordinal);

    [Theory]
    [InlineData("上次打架的事,他头上流血,派出所处理了")]
    [InlineData("我咯血三天了想问哪家医院好")]
    [InlineData("楼上哒哒哒响一晚上")]
    [InlineData("路灯坏咯没人修")]
    public void Other_fights_and_sounds_are_no_crime(string text) => Assert.DoesNotContain("crime", Sorting.Of(text).Codes(Severity.P0), StringComparison.Ordinal);

    [Theory]
    [InlineData("煤气管老化怕漏气", Flag.Gas)]
    [InlineData("煤气管道锈了,万一哪天漏了咋办", Flag.Gas)]
    [InlineData("我们这栋楼的煤气管道二十多年了锈得掉渣,万一哪天漏了咋办,能不能统一给换换,桂花园7栋", Flag.Gas)]
    [InlineData("煤气罐放楼道里万一炸了可咋整,纺织厂家属院", Flag.Fire)]
    [InlineData("电动车推进电梯,要是烧起来跑都没地方跑", Flag.Fire)]
    public void What_may_come_one_day_is_for_a_human_to_look_at_and_no_emergency(string text, Flag kind)
    {
        var sorted = Sorting.Of(text);

        Assert.Equal("", sorted.Codes(Severity.P0));
        Assert.Contains(sorted.Flags, f => f.Flag == kind && f.Severity == Severity.P2);
    }

    [Theory]
    [InlineData("这个变压器迟早要炸")]
    [InlineData("危房万一塌了压到人怎么办")]
    [InlineData("大树歪了怕倒下来砸到人")]
    [InlineData("学校门口车撞了护栏,护栏歪了半年")]
    [InlineData("路灯被车撞断了好几个月没人修")]
    [InlineData("救命啊这电梯又坏了,我住十八楼爬上来腿都断了")]
    [InlineData("住十八楼爬上来腿都断了")]
    [InlineData("排队排得我脚都断了")]
    [InlineData("超市把我们往死里用,一天站十二个钟头,腿都要断了")]
    [InlineData("超市把我们往死里用")]
    [InlineData("学校门口有人发传单,还往孩子手里塞")]
    [InlineData("校门口有人往孩子手里塞小广告")]
    [InlineData("把我那个电话抹掉,不想再让你们打了")]
    [InlineData("我跟物业拼了老命才要回押金")]
    [InlineData("我家门被焊死了怎么办")]
    [InlineData("物业把消防门焊死了")]
    [InlineData("把老爹的药扔猪圈里了")]
    [InlineData("我爸天天去猪圈喂猪")]
    [InlineData("村里的井水能点着火似的,一股怪味")]
    [InlineData("辣得嗓子都着火一样")]
    [InlineData("天热得快着火似的")]
    public void What_sounds_like_a_danger_is_none(string text) => Assert.Equal("", Sorting.Of(text).Codes(Severity.P0));

    [Theory]
    [InlineData("帮我儿媳妇问个事,她怀着孩子公司把她开了")]
    [InlineData("媳妇生了孩子公司就把她开了")]
    [InlineData("她刚生完孩子老板就让她走人")]
    [InlineData("儿媳妇刚出月子超市就把她裁了")]
    [InlineData("女儿怀孕,幼儿园把她辞退了")]
    [InlineData("我老婆休产假,单位让她别来了")]
    public void Who_is_dismissed_is_in_no_danger(string text)
    {
        var sorted = Sorting.Of(text);

        Assert.Equal("", sorted.Codes(Severity.P0));
        Assert.Equal("hrss", sorted.Lead);
    }

    [Theory]
    [InlineData("老板把我开了瓢,血直流")]
    [InlineData("老板把我踢伤了")]
    [InlineData("公司把人关在冷库里出不来")]
    [InlineData("媳妇生孩子大出血,快来人")]
    [InlineData("厂里把她辞了,她要跳楼")]
    [InlineData("粮仓里头的玉米往下陷,小陈一下子没到胸口,越动越深")]
    public void A_danger_at_work_is_one(string text) => Assert.NotEqual("", Sorting.Of(text).Codes(Severity.P0));

    [Theory]
    [InlineData("煤气味好大,怕是漏了")]
    [InlineData("闻到煤气味了,怕炸不敢开灯")]
    [InlineData("电动车冒烟,万一烧起来楼上还有老人")]
    [InlineData("从楼梯上摔下来,腿断了动不了")]
    [InlineData("救命啊电梯又坏了我们困在里面")]
    [InlineData("车撞了护栏,司机卡在里面")]
    [InlineData("工地站架子上掉下来腰断了")]
    [InlineData("大不了我跟他拼了老命")]
    [InlineData("再不发钱我就带兄弟们把大门焊死")]
    [InlineData("儿子把瘫痪的老爹扔猪圈里住")]
    [InlineData("老娘被儿媳妇赶到牛棚睡")]
    [InlineData("刷单的让我再充两千才能提现,加了他微信")]
    [InlineData("我在网上刷单垫了三千提不出来,他叫我加群")]
    public void The_same_words_of_a_danger_that_is_there_are_urgent(string text) => Assert.NotEqual("", Sorting.Of(text).Codes(Severity.P0));

    [Theory]
    [InlineData("宝妈兼职在家刷单一天三百到五百现结,想了解的加扣扣群88812345")]
    [InlineData("在家刷单日赚三百,详情加微信abc12345")]
    [InlineData("高价回收烟酒冬虫夏草 电话13900001111")]
    [InlineData("想赚零花钱吗 抖音点赞一单五块 日结 进群领任务")]
    public void An_advertisement_is_no_report_of_a_swindle(string text)
    {
        var sorted = Sorting.Of(text);

        Assert.Contains(Flag.Spam, sorted.Flags.Select(f => f.Flag));
        Assert.Equal("", sorted.Codes(Severity.P0));
    }

    [Theory]
    [InlineData("我家隔壁那个小丫头也就七八岁,她后爹一喝酒就拿皮带抽,刚才又听见哭得嗓子都哑了,书香里9栋")]
    [InlineData("邻居天天打他家五岁的儿子,书香里9栋,孩子身上都是伤")]
    [InlineData("隔壁两口子把五岁的娃锁家里出去打麻将,娃扒着窗户哭了一天没吃的")]
    [InlineData("后妈拿开水烫我")]
    public void Who_harms_a_child_is_not_sent_to_mediation(string text)
    {
        var sorted = Sorting.Of(text);

        Assert.DoesNotContain(sorted.Departments.Take(1), d => d.Code is "village" or "justice");
        Assert.NotEqual("OTH-11", sorted.ProblemType);
        Assert.DoesNotContain("justice", sorted.Co);
    }
}
