using StationBot.Handling.Flags;
using StationBot.Handling.Messages;
using StationBot.Handling.Sorting;

namespace StationBot.Tests.Understanding;

/// <summary>Dangers that a reader from outside found unseen, seen where there are none, or taken for another; each in other words than theirs.</summary>
public sealed class ReviewedDangerTests
{
    [Theory]
    [InlineData("对门那男的说要去烧售楼部", "threat")]
    [InlineData("我奶奶没得呼吸了", "emergency medical")]
    [InlineData("我不香活了", "emergency suicide")]
    [InlineData("地道口积水淹了车,司机出不来", "emergency")]
    [InlineData("从这里往下跳应该死得快吧", "emergency suicide")]
    [InlineData("要是哪天我走了,拜托你们照顾我的孩子", "emergency suicide")]
    [InlineData("我把绳子找好了", "emergency suicide")]
    [InlineData("绳子我准备好了", "emergency suicide")]
    [InlineData("家里没米了 三天没吃饭了 白鹭村", "emergency vulnerable_victim")]
    [InlineData("我一个人,瘫在床上动不了,女儿不来", "emergency vulnerable_victim")]
    [InlineData("同事在群里说明天要砍主任", "threat")]
    [InlineData("奶奶降压药吃重了,头晕得很", "emergency medical")]
    [InlineData("外公药吃多了,叫他没反应", "emergency medical")]
    [InlineData("老婆被热汤烫了半边身子", "emergency medical")]
    [InlineData("我被开水烫得起了一片泡", "emergency medical")]
    [InlineData("我爸出门没带手机,联系不上,两天了", "emergency missing_person")]
    [InlineData("包工头放话要卸我一条腿", "emergency crime")]
    [InlineData("老板威胁说再要钱就打断我的腿", "emergency crime")]
    [InlineData("工友们商量好了明天去堵厂门", "threat")]
    [InlineData("几十号人一起去围公司大门,大家说好了", "threat")]
    [InlineData("我哥买了炭,房间反锁了,叫他不应", "emergency suicide")]
    [InlineData("邻居把气罐打开了,满屋子味,说要一起死", "emergency gas")]
    [InlineData("塔吊砸到民房了,里面有人", "emergency")]
    [InlineData("玻璃锅炸了,脸烫烂了", "emergency medical")]
    [InlineData("我上四年级,大孩子每天放学拦着我要钱", "minor_victim")]
    [InlineData("我老婆跟人走了 我不想活", "emergency suicide")]
    [InlineData("男人天天打牌 我恨不得一瓶药喝下去", "emergency suicide")]
    [InlineData("儿子又划手腕了 关着门不出来", "emergency suicide")]
    [InlineData("我奶奶被招牌砸了 头上流血", "emergency medical")]
    [InlineData("公园里有个老头躺着不动", "emergency medical")]
    [InlineData("娃喝了洁厕灵", "emergency medical")]
    [InlineData("水淹到大腿了 走不了", "emergency")]
    [InlineData("我们三个人困在船上", "emergency")]
    [InlineData("后山山火", "emergency fire")]
    [InlineData("我是被拐来的 我想回家", "emergency crime")]
    [InlineData("工头扣了我们身份证 不让走", "emergency crime")]
    [InlineData("我是班主任 班上有个学生胳膊上都是淤青", "emergency minor_victim")]
    [InlineData("江水涨了,水马上要进屋了,石桥村", "emergency")]
    [InlineData("我把液化气罐拧开了,谁敢来拆我的房子试试", "emergency gas")]
    [InlineData("隔壁独居的大爷两天没怎么吃饭了", "emergency vulnerable_victim")]
    [InlineData("早上起来全家都头晕想吐,屋里烧了一夜煤炉,窗户没开,是感冒了吗", "emergency gas")]
    public void What_was_not_seen_is_seen(string text, string expected) =>
        Assert.Superset(expected.Split(' ').ToHashSet(), Sorting.Of(text).Codes(Severity.P0).Split(' ').ToHashSet());

    [Theory]
    [InlineData("我叔去年喝农药走了,现在婶子的低保还没办下来")]
    [InlineData("修路的把我家竹子都砍了,白鹭村")]
    [InlineData("厕所堵了,污水倒灌到屋里了,桂花园")]
    [InlineData("我刚交了取暖费,他们又来要")]
    [InlineData("爷爷走了五年了,我很想他")]
    [InlineData("不用办了,已经修好了")]
    [InlineData("外地小区出过煤气爆炸,我们书香里能不能查一查")]
    [InlineData("上个月我爸买保健床被骗了两万,商家找不到人")]
    [InlineData("前阵子被骗了三千,想问问怎么投诉")]
    [InlineData("邻居说要烧纸,楼道全是灰")]
    [InlineData("医生说吃药吃多了会不会伤肝")]
    [InlineData("大家准备去公园堵漏洞")]
    [InlineData("衣服被熨斗烫了一大片")]
    [InlineData("前年我闺女溺水走了,现在水库还没有护栏")]
    [InlineData("前年我闺女溺水走了 现在水库还没有护栏")]
    [InlineData("我舅舅去年被打死了 到现在没破案")]
    [InlineData("12345打不通")]
    [InlineData("我女儿电话13800000002 石桥街上 水管爆了")]
    [InlineData("邻居把我家的院墙推倒了,说是占了他家地")]
    [InlineData("楼道里有人丢烟头,冒烟了好几次")]
    [InlineData("我妈瘫了,屎尿都在床上,我也伺候不动了")]
    [InlineData("食堂的菜是馊的,孩子吃了两口都倒了")]
    [InlineData("诚招宝妈在家点赞做任务,日入200,当天提现,名额有限")]
    public void What_is_none_stays_quiet(string text) => Assert.Equal("", Sorting.Of(text).Codes(Severity.P0));

    [Theory]
    [InlineData("高压锅炸了,胳膊烫烂了", Flag.Fire)]
    [InlineData("山上滚石砸到车了,人还在里面", Flag.Fire)]
    [InlineData("电梯坏了,我和老妈关在里面", Flag.VulnerableVictim)]
    [InlineData("我哥喝多了要杀了我嫂子", Flag.MinorVictim)]
    [InlineData("我哥把我姐夫打得住院了", Flag.MinorVictim)]
    [InlineData("后面有个男人一直跟着我,我不敢回家", Flag.MinorVictim)]
    [InlineData("塔吊断了砸到两个工人", Flag.Traffic)]
    public void A_danger_is_not_taken_for_another(string text, Flag other)
    {
        var flags = Sorting.Of(text).Flags;

        Assert.Contains(flags, f => f is { Flag: Flag.Emergency, Severity: Severity.P0 });
        Assert.DoesNotContain(flags, f => f.Flag == other);
    }

    [Theory]
    [InlineData("林秀兰光收礼不办事", Flag.Conflict)]
    [InlineData("林秀兰收钱不办事", Flag.Discipline)]
    [InlineData("我要举报你们", Flag.Conflict)]
    [InlineData("站里那个姓王的工作人员态度极差，我要投诉他", Flag.Conflict)]
    [InlineData("十几个人都没领到工钱", Flag.Group)]
    [InlineData("上百号人等着要工资", Flag.Group)]
    [InlineData("我手机号换成13712345678了", Flag.DataRequest)]
    [InlineData("我的资料你们都有什么", Flag.DataRequest)]
    [InlineData("刻章办证加微信abc999", Flag.Spam)]
    [InlineData("三楼的空调外机快掉下来了", Flag.UrgentService)]
    public void A_flag_is_raised(string text, Flag flag) => Assert.Contains(Sorting.Of(text).Flags, f => f.Flag == flag);

    [Theory]
    [InlineData("基站建在楼顶，辐射会不会致癌")]
    [InlineData("这菜市场脏死了，污水横流，滑倒过好几个人")]
    [InlineData("我要炸了，孩子作业写到十二点")]
    [InlineData("又堆起来了")]
    [InlineData("又堵上了")]
    [InlineData("楼下又响起来了")]
    public void Everyday_words_are_no_danger(string text) => Assert.Empty(Sorting.Of(text).Flags.Where(f => f.Severity == Severity.P0).Select(f => f.Rule));

    [Theory]
    [InlineData("他站在楼顶要跳")]
    [InlineData("市场里有人滑倒了，头上全是血")]
    [InlineData("再不给钱我就把你们楼炸了")]
    [InlineData("又烧起来了")]
    public void Real_dangers_beside_them_still_are(string text) => Assert.Contains(Sorting.Of(text).Flags, f => f.Severity == Severity.P0);

    [Fact]
    public void An_insult_with_a_dog_in_it_is_not_about_dogs() => Assert.NotEqual("ENV-12", Sorting.Of("你们这些骗子，狗屁机器人").ProblemType);

    [Theory]
    [InlineData("你们给的答复我不满意,路灯还是不亮", Flag.RepeatDissatisfied)]
    [InlineData("我要投诉你们小区物业", Flag.Conflict)]
    [InlineData("公司刻章要去哪里备案", Flag.Spam)]
    [InlineData("几十个人都在广场上跳舞", Flag.Group)]
    [InlineData("林秀兰代表办事真好", Flag.Conflict)]
    public void A_flag_is_not_raised(string text, Flag flag) => Assert.DoesNotContain(Sorting.Of(text).Flags, f => f.Flag == flag);

    [Fact]
    public void Who_is_told_found_or_out_is_heard_as_safe()
    {
        foreach (var text in (string[])["找到了", "孩子刚刚找到了", "奶奶回来了", "我们跑到院子里了", "我已经到外面了"])
        {
            Assert.True(Sorting.Of(text, Ask.Safety).Signals.HasFlag(Signals.Safe), text);
        }
        foreach (var text in (string[])["还没找到", "有人在里面", "找到了一只鞋,人没找到"])
        {
            Assert.False(Sorting.Of(text, Ask.Safety).Signals.HasFlag(Signals.Safe), text);
        }
    }
}
