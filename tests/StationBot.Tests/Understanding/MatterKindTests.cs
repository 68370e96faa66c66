using StationBot.Handling.Flags;
using StationBot.Handling.Sorting;

namespace StationBot.Tests.Understanding;

/// <summary>What a message is about where words beside the matter speak for something else: who asks, where, and what is given for a reason.</summary>
public sealed class MatterKindTests
{
    [Theory]
    [InlineData("老板好我是湖北过来在纺织厂打工的 房子是租的 没有本地户口 娃明年小学毕业 能在新湖中学上初中不 要准备哪些东西", Topic.Education)]
    [InlineData("我是外地来的 在电子厂上班的 想问下孩子怎么报名上小学", Topic.Education)]
    [InlineData("你好我在电子厂上班的 楼上天天跳绳吵得睡不着", Topic.Environment)]
    [InlineData("我是退休的 医保卡刷不了", Topic.Healthcare)]
    [InlineData("我开小店的 门口路灯坏了半个月", Topic.Other)]
    public void Who_somebody_is_is_no_matter(string text, Topic topic)
    {
        var sorted = Sorting.Of(text);

        Assert.Equal(topic, sorted.Topic);
        Assert.Empty(sorted.Parts);
    }

    [Theory]
    [InlineData("我在工地干活的 三个月工钱没给")]
    [InlineData("我们是在食品厂打工的 老板欠工资跑了")]
    [InlineData("我在饭店洗碗的 工资压了两个月")]
    public void Where_work_is_the_matter_it_stays_one(string text) => Assert.Equal("hrss", Sorting.Of(text).Lead);

    [Theory]
    [InlineData("领导 我们一伙子人给白鹭镇修那条旅游路 二十三个人 从五月干到八月 一分钱工资莫得")]
    [InlineData("我们八个工友在河湾工地砌墙 包工头欠工钱不给")]
    [InlineData("一帮老乡给人铺路 干完了工钱到现在没给")]
    [InlineData("工程队十五个人 干了半年 欠我们工资")]
    public void Five_and_more_unpaid_builders_are_a_group(string text)
    {
        var sorted = Sorting.Of(text);

        Assert.Equal("EMP-02", sorted.ProblemType);
        Assert.Contains(sorted.Flags, f => f.Flag == Flag.Group);
    }

    [Theory]
    [InlineData("我和老公两个人给人装修 工钱没结")]
    [InlineData("三个人在饭店干活 工资没发")]
    [InlineData("我一个人干了五个月 工资没发")]
    public void Fewer_are_none(string text) => Assert.DoesNotContain(Sorting.Of(text).Flags, f => f.Flag == Flag.Group);

    [Theory]
    [InlineData("白鹭敬老院一到晚上八点就把铁门从外面锁死 里头二十几个老的 真要是起个火一个都跑不出来 说了好几次院长当耳边风", "ELD-03")]
    [InlineData("河湾养老院晚上大门反锁 护工也不在 万一着火咋办", "ELD-03")]
    [InlineData("白鹭敬老院暖气冰凉 老人冻得发抖", "ELD-03")]
    [InlineData("石桥街上那个公厕锁了快一个月了 说是停水", "ENV-07")]
    [InlineData("广场的公共厕所天天上锁 说是没水", "ENV-07")]
    [InlineData("车站边的公厕一直不开 借口停水", "ENV-07")]
    [InlineData("厂里宿舍没热水 八个人挤一间", "EMP-10")]
    [InlineData("公司的宿舍漏雨 一下雨床都湿了", "EMP-10")]
    [InlineData("工地上的板房宿舍没暖气", "EMP-10")]
    [InlineData("石桥中心小学都啥年代了厕所还是旱坑 修个冲水的很难吗", "EDU-09")]
    [InlineData("白鹭小学教室漏雨 课桌都湿了", "EDU-09")]
    [InlineData("新湖中学操场坑坑洼洼的 娃天天摔", "EDU-09")]
    [InlineData("我是南坪那边的代课老师 一个月就一千八 从九月到现在一分没见着 问中心校说等上面拨款", "EDU-10")]
    [InlineData("特岗教师的绩效一年没发了", "EDU-10")]
    [InlineData("学校食堂阿姨的工资拖欠四个月了", "EDU-10")]
    [InlineData("纺织厂家属院5栋一楼下水道往外翻 物业通了三回管不了两天又堵", "OTH-01")]
    [InlineData("我坐轮椅的 建设路人行道坡道口全叫小汽车停死了 出趟门跟闯关一样", "OTH-05")]
    [InlineData("盲道上停满了车", "OTH-05")]
    [InlineData("我七十三了 公交卡说要年审 跑到公交公司说要在手机上弄", "ELD-02")]
    [InlineData("这个月电费吓死我了 刚交两百又没了", "OTH-03")]
    [InlineData("超市鸡蛋臭的 一家子差点食物中毒 还好没吃", "OTH-08")]
    [InlineData("金桂幼儿园搞消防演练放了好多烟 把娃吓哭了 提前说一声嘛", "EDU-09")]
    public void The_matter_is_what_is_wrong_and_where(string text, string type)
    {
        var sorted = Sorting.Of(text);

        Assert.Equal(type, sorted.ProblemType);
        Assert.False(sorted.Abstain);
    }

    [Theory]
    [InlineData("菜市场杀鸡的满地是血 臭得要命 没人管", "ENV-07")]
    [InlineData("外卖小哥跟不要命一样往小区里冲 老人都不敢走", "OTH-05")]
    [InlineData("我们小区停水三天了", "OTH-03")]
    [InlineData("学校宿舍没热水 娃冷得很", "EDU-08")]
    [InlineData("培训机构拖欠老师工资", "EMP-01")]
    [InlineData("街上的公厕脏得进不去", "ENV-07")]
    [InlineData("我送外卖的 平台乱扣钱", "EMP-11")]
    [InlineData("大柳树养猪场的猪粪臭死了", "ENV-10")]
    public void What_is_only_like_it_stays_what_it_is(string text, string type) => Assert.Equal(type, Sorting.Of(text).ProblemType);

    [Theory]
    [InlineData("公厕锁了说是停水")]
    [InlineData("公共厕所关着 说停水了")]
    [InlineData("街口公厕不开门 贴个条说停电")]
    public void A_reason_given_for_it_is_no_failed_supply(string text) => Assert.DoesNotContain(Sorting.Of(text).Flags, f => f.Flag == Flag.UrgentService);

    [Theory]
    [InlineData("隔壁屋头天天半夜传出来娃娃的惨叫 今晚又在拿皮带抽")]
    [InlineData("我们张家坝有一家 媳妇把八十几岁的婆婆锁在猪圈边上那个偏房 一天就端一碗稀饭")]
    [InlineData("楼下那家男的天天打孩子 打得哇哇叫")]
    public void Who_is_beaten_or_shut_in_is_not_left_to_the_village(string text) => Assert.NotEqual("village", Sorting.Of(text).Lead);

    [Theory]
    [InlineData("你好我今年九月退伍的 回来三个月了 之前说有安置介绍工作 到底找哪个部门登记", Intent.Consult)]
    [InlineData("今年合作医疗又涨到四百多 不交行不行 断一年以后还能报不", Intent.Consult)]
    [InlineData("九九年进的厂 那十三年到底算不算视同缴费", Intent.Consult)]
    [InlineData("我妈残疾证过期了 补贴还能领吗", Intent.Consult)]
    [InlineData("公司不给交社保 到底找哪个部门", Intent.Complaint)]
    [InlineData("老板欠我工资 找谁要", Intent.Complaint)]
    [InlineData("物业乱收停车费 算不算违规", Intent.Complaint)]
    [InlineData("我那个宅基地的事 区里信访给的答复不认 市里复查也维持了 你们再给我立一个", Intent.Complaint)]
    public void A_story_that_ends_in_a_question_asks_unless_somebody_did_wrong(string text, Intent intent) => Assert.Equal(intent, Sorting.Of(text).Intent);

    [Theory]
    [InlineData("敬老院锁门 说了好几次院长当耳边风")]
    [InlineData("跟房东说过好几回了 热水器就是不修")]
    [InlineData("找楼上邻居讲过三次了 还是跳绳")]
    [InlineData("昨晚电瓶又被偷了 这个月第二回")]
    [InlineData("前天又说要买运动会穿的 校服都买三回了")]
    public void Who_told_the_landlord_has_not_told_us(string text) => Assert.False(Sorting.Of(text).Signals.HasFlag(Signals.Repeats));

    [Theory]
    [InlineData("反映了好几次没人管")]
    [InlineData("给你们说过三回了")]
    [InlineData("这是第三次找你们了")]
    [InlineData("投诉了好几回都没用")]
    public void Who_told_an_office_has(string text) => Assert.True(Sorting.Of(text).Signals.HasFlag(Signals.Repeats));

    [Theory]
    [InlineData("跟你说半天跟放屁一样 叫个会喘气的来", Intent.HumanHandoff)]
    [InlineData("换个会说人话的来", Intent.HumanHandoff)]
    [InlineData("找个说了算的跟我讲", Intent.HumanHandoff)]
    [InlineData("上回给你们那个手机号给我抹了", Intent.DataRequest)]
    [InlineData("把我手机号划掉 别打了", Intent.DataRequest)]
    [InlineData("我说过的话能不能都清了", Intent.DataRequest)]
    [InlineData("我前头跟你们说的那个井盖的事 有信儿没得", Intent.ProgressQuery)]
    [InlineData("俺那事儿整得咋样了", Intent.ProgressQuery)]
    [InlineData("上回的事有动静没得", Intent.ProgressQuery)]
    public void An_everyday_way_of_asking_is_understood(string text, Intent intent) => Assert.Equal(intent, Sorting.Of(text).Intent);

    [Theory]
    [InlineData("学校把我孩子的名字划掉了 不让上学")]
    [InlineData("村里把我家名字从低保里去了")]
    [InlineData("墙上的字抹了又写")]
    public void A_name_struck_off_a_list_is_a_complaint(string text) => Assert.DoesNotContain(Sorting.Of(text).Flags, f => f.Flag == Flag.DataRequest);
}
