using StationBot.Handling.Messages;
using StationBot.Handling.Sorting;

namespace StationBot.Tests.Understanding;

/// <summary>What was said is found in the resident's words; what was not said stays empty.</summary>
public sealed class SlotTests
{
    [Theory]
    [InlineData("书香里东门垃圾堆了一个星期", "一个星期")]
    [InlineData("上周三开始停水的", "上周三")]
    [InlineData("昨晚施工到两点", "昨晚")]
    [InlineData("每天放学都堵", "每天放学")]
    [InlineData("天天半夜两点还在打桩", "天天半夜两点")]
    [InlineData("断缴社保半年了", "半年")]
    [InlineData("卫生室关门一个多月了", "一个多月")]
    [InlineData("这两天自来水发黄", "这两天")]
    [InlineData("从2026年11月3日起就没暖气", "2026年11月3日")]
    [InlineData("11月15号下午停的电", "11月15号下午")]
    [InlineData("我找了一年工作都没人要", "一年")]
    [InlineData("欠了三个月工资", "三个月")]
    [InlineData("刚刚转了八万", "刚刚")]
    [InlineData("国庆以来一直没人清", "国庆以来")]
    [InlineData("好几天没来收垃圾了", "好几天")]
    [InlineData("电梯从冬月初八坏到现在", "冬月初八")]
    [InlineData("国庆之后烧烤店就冒烟", "国庆之后")]
    [InlineData("工地每天中午和晚上都施工", "每天中午和晚上")]
    [InlineData("自来水今年春上就有怪味", "今年春上")]
    [InlineData("打我搬来就这样吵", "打我搬来")]
    [InlineData("门口喇叭最后三天跳楼价喊了半年了", "半年")]
    [InlineData("停电半天了", "半天")]
    [InlineData("我弟精神上有毛病十几年了 最近两个月南坪卫生院说没药", "最近两个月")]
    [InlineData("没交社保有三年了", "三年")]
    [InlineData("我是八六年进的厂 去年我去社保大厅打单子说不够十五年", "去年")]
    [InlineData("电梯坏了两天了", "两天")]
    public void A_time_is_what_the_resident_called_it(string text, string time) =>
        Assert.Equal(time, Sorting.Of(text).Said(Slot.Time));

    [Theory]
    [InlineData("我怀孕五个月公司让我走")]
    [InlineData("介绍费说好一个月7000")]
    [InlineData("口罩一个月发两个")]
    [InlineData("我今年八十一了")]
    [InlineData("孩子三年级")]
    [InlineData("俺家娃天天走大路上学")]
    [InlineData("暖气一点都不热")]
    [InlineData("3号楼电梯坏了")]
    [InlineData("有点吵")]
    [InlineData("这事有三点要求")]
    [InlineData("公交改线以后等车要一个小时")]
    [InlineData("村里自来水一天只来两个钟头")]
    [InlineData("想问问养老院一个月多少钱")]
    [InlineData("五险一金只交了三个月就断了")]
    [InlineData("幼儿园多少钱一个月,太贵了")]
    [InlineData("医院挂号要排一上午")]
    [InlineData("停车费一年涨了两块")]
    [InlineData("区人民医院看病等了五个小时")]
    [InlineData("我妈今年78,爬不动楼")]
    [InlineData("广场舞早点结束就好了")]
    [InlineData("刚才说的号码不要了")]
    [InlineData("卖菜一年也没几个钱 学校又要交校服钱")]
    [InlineData("种地一年也挣不到几千块")]
    [InlineData("罚款能不能缓几个月也行")]
    [InlineData("房租能宽限两个月吗")]
    [InlineData("物业修了管不了两天又堵")]
    [InlineData("路灯修好没两天又灭了")]
    [InlineData("跟你说半天也没用 路灯坏了")]
    [InlineData("敲了半天门没人应 物业办公室锁着")]
    [InlineData("超市收银一天站十二个钟头 一个月就休两天 加班费没有")]
    [InlineData("投放点只开早晚两个钟头 上夜班的人赶不上")]
    [InlineData("每个月抬去医院一趟实在抬不动")]
    [InlineData("以前我天天去打太极 现在公园脏得绕着走")]
    [InlineData("我交社保有六七年 听说失业金可以领")]
    [InlineData("大白天屋里都要开灯 树挡的")]
    [InlineData("旁边就是放学的路 井盖没了")]
    [InlineData("办了三年卡 健身房换老板不认了")]
    public void Ages_rates_and_habits_are_no_time(string text) =>
        Assert.Null(Sorting.Of(text).Said(Slot.Time));

    [Theory]
    [InlineData("大柳树养猪场太臭了", "大柳树")]
    [InlineData("新湖中雪乱收废", "新湖中学")]
    [InlineData("我们阳光小区停水了", "阳光小区")]
    [InlineData("和平路23号楼下烧烤店", "和平路23号")]
    [InlineData("李家庄后面有人倒垃圾", "李家庄")]
    public void A_place_is_found_in_the_gazetteer_or_by_its_name(string text, string place) =>
        Assert.Contains(place, Sorting.Of(text).Said(Slot.Place), StringComparison.Ordinal);

    [Theory]
    [InlineData("我们小区停水了")]
    [InlineData("俺村的路烂了")]
    [InlineData("孩子上学路太远")]
    [InlineData("医院挂号太难")]
    [InlineData("楼下烧烤店油烟大")]
    [InlineData("说去厂里上班,到了地方没有岗位")]
    [InlineData("公司拖欠工资,老板跑路了")]
    [InlineData("马路上全是坑")]
    [InlineData("什么时候来修路")]
    [InlineData("说小区你听不懂吗")]
    [InlineData("就是那个事啊,都说了好多遍了")]
    public void A_common_noun_is_no_place(string text) =>
        Assert.Null(Sorting.Of(text).Said(Slot.Place));

    [Theory]
    [InlineData("学而优培训班跑路了", "学而优培训班")]
    [InlineData("阳光物业不管事", "阳光物业")]
    [InlineData("公司名叫大通劳务公司", "大通劳务公司")]
    [InlineData("王老师天天骂学生", "王老师")]
    [InlineData("我儿子被几个同学堵在厕所打", "同学")]
    public void A_subject_has_a_name_or_did_it(string text, string subject) =>
        Assert.Equal(subject, Sorting.Of(text).Said(Slot.Subject));

    [Theory]
    [InlineData("什么狗屁公司,欠我工资")]
    [InlineData("平台随便扣钱")]
    [InlineData("小区物业不管事")]
    [InlineData("楼下烧烤店油烟大")]
    [InlineData("查了下公司给我断缴社保")]
    [InlineData("交了介绍费,中介不退钱")]
    public void A_common_noun_is_no_subject(string text) =>
        Assert.Null(Sorting.Of(text).Said(Slot.Subject));

    [Theory]
    [InlineData("我电话13800138000", "13800138000")]
    [InlineData("138-0013-8000,姓李", "13800138000")]
    [InlineData("手机号１３８００１３８０００", "13800138000")]
    [InlineData("幺三八零零幺三八零零零", "13800138000")]
    [InlineData("微信号WangWu_2020", "WangWu_2020")]
    public void A_contact_is_normalised(string text, string contact) =>
        Assert.Equal(contact, Sorting.Of(text, Ask.Contact).Said(Slot.Contact));

    [Theory]
    [InlineData("我身份证110101199003071234")]
    [InlineData("卡号6222021234567890123")]
    [InlineData("园长电话13800138000打不通")]
    [InlineData("不留电话")]
    [InlineData("编号QH20261110-0012")]
    [InlineData("打12345没人理")]
    [InlineData("打了110也没来")]
    public void Other_numbers_are_no_contact(string text) =>
        Assert.Null(Sorting.Of(text, Ask.Contact).Said(Slot.Contact));

    [Theory]
    [InlineData("我们三十多个家长都没退到", "三十多个家长")]
    [InlineData("我们十几个人在工地干活", "十几个人")]
    [InlineData("一共二十户", "二十户")]
    public void People_are_counted_as_said(string text, string people) =>
        Assert.Equal(people, Sorting.Of(text).Said(Slot.People));

    [Theory]
    [InlineData("我一个人弄不动")]
    [InlineData("还有好多家长")]
    [InlineData("几个同学打他")]
    [InlineData("请转人工")]
    public void Nobody_is_counted_who_was_not(string text) =>
        Assert.Null(Sorting.Of(text).Said(Slot.People));

    [Theory]
    [InlineData("希望学校给个说法", "说法")]
    [InlineData("楼上漏水,要求物业赔偿", "赔偿")]
    [InlineData("能不能装个红绿灯", "红绿灯")]
    [InlineData("垃圾三天没人清了,臭得很", "垃圾")]
    [InlineData("培训班跑路了!我交了12000", "12000")]
    public void A_demand_is_a_wish_or_the_trouble_itself(string text, string demand) =>
        Assert.Contains(demand, Sorting.Of(text).Said(Slot.Demand), StringComparison.Ordinal);

    [Theory]
    [InlineData("垃圾三天没人清了", true)]
    [InlineData("金桂幼儿园退费难,帮我查查", true)]
    [InlineData("希望学校给个说法", false)]
    [InlineData("能不能有人上门帮着洗洗澡", false)]
    public void The_trouble_itself_is_only_an_implied_demand(string text, bool implied) =>
        Assert.Equal(implied, Sorting.Of(text).Slots[Slot.Demand].Implied);

    [Theory]
    [InlineData("垃圾站三天没人清运了，希望赶快清走！", "希望赶快清走")]
    [InlineData("食堂吃出虫子，希望学校给个说法，要求赔偿", "希望学校给个说法，要求赔偿")]
    [InlineData("垃圾三天没人清了", null)]
    public void A_wish_is_kept_in_the_residents_own_spelling(string text, string? wish) =>
        Assert.Equal(wish, Sorting.Of(text).Slots[Slot.Demand].Wish);

    [Theory]
    [InlineData("你们管不管?", Ask.None)]
    [InlineData("你好", Ask.None)]
    [InlineData("大柳树养猪场旁边", Ask.Place)]
    [InlineData("上周开始的", Ask.Time)]
    [InlineData("13800138000", Ask.Contact)]
    [InlineData("活着没意思了", Ask.None)]
    [InlineData("你帮我反映一下", Ask.None)]
    public void Nobody_demands_what_they_did_not_say(string text, Ask asked) =>
        Assert.Null(Sorting.Of(text, asked).Said(Slot.Demand));

    [Theory]
    [InlineData("编号QH20261110-0012,办到哪了", "QH20261110-0012")]
    [InlineData("qh202611100012", "QH20261110-0012")]
    [InlineData("QH20261110—0012 办到哪了", "QH20261110-0012")]
    [InlineData("QH20261110——0012", "QH20261110-0012")]
    [InlineData("qh20261110－0012呢", "QH20261110-0012")]
    [InlineData("QH20261110 – 0012", "QH20261110-0012")]
    public void A_case_number_is_written_one_way(string text, string number) =>
        Assert.Equal(number, Sorting.Of(text).Said(Slot.CaseNo));

    [Theory]
    [InlineData("我有转账记录", true)]
    [InlineData("手里有合同和收据", true)]
    [InlineData("他们还拍视频", false)]
    [InlineData("我没有合同", false)]
    public void Evidence_is_what_the_resident_holds(string text, bool has) =>
        Assert.Equal(has, Sorting.Of(text).Said(Slot.Evidence) is not null);

    [Theory]
    [InlineData("就在老供销社后头", Ask.Place, Slot.Place, "老供销社后头")]
    [InlineData("大柳树的", Ask.Place, Slot.Place, "大柳树")]
    [InlineData("宏达", Ask.Subject, Slot.Subject, "宏达")]
    public void A_short_answer_fills_what_was_asked(string text, Ask asked, Slot slot, string value) =>
        Assert.Contains(value, Sorting.Of(text, asked).Said(slot), StringComparison.Ordinal);

    [Theory]
    [InlineData("不知道")]
    [InlineData("不想说")]
    [InlineData("问这个干什么?")]
    [InlineData("没有了")]
    public void A_refusal_is_no_answer(string text) =>
        Assert.Null(Sorting.Of(text, Ask.Place).Said(Slot.Place));

    [Theory]
    [InlineData("全村都这样", "全村")]
    [InlineData("整栋楼都是", "整栋楼")]
    [InlineData("我们这排十几家", "十几家")]
    [InlineData("整个单元都没水", "整个单元")]
    [InlineData("楼上楼下都这样", "楼上楼下")]
    [InlineData("全小区都停电了", "全小区")]
    [InlineData("我们村家家户户都这样", "家家户户")]
    [InlineData("这条街二十多家都被熏", "二十多家")]
    [InlineData("俺们全村人都喝这个水", "全村人")]
    [InlineData("两个村都没路灯", "两个村")]
    [InlineData("整条街都是烧烤摊", null)]
    [InlineData("附近开了十几家店", null)]
    [InlineData("全村的路灯坏了三盏", null)]
    [InlineData("几户?我说不清", null)]
    [InlineData("整栋楼都是砖混的老楼", null)]
    [InlineData("我们这排第三家", null)]
    public void Everybody_is_a_number_of_people_and_what_a_place_is_made_of_is_not(string text, string? people) =>
        Assert.Equal(people, Sorting.Of(text).Said(Slot.People));

    [Theory]
    [InlineData("我们小区80户联名要求更换物业")]
    [InlineData("听说要拆迁纺织厂")]
    [InlineData("别人开超市可以,我不行")]
    [InlineData("孩子被培训班骗了钱")]
    [InlineData("我女儿公司拖欠工资")]
    [InlineData("卖菜没几个钱老师还要收校服钱")]
    public void Words_before_a_kind_of_business_are_no_name(string text) =>
        Assert.Null(Sorting.Of(text).Said(Slot.Subject));

    [Theory]
    [InlineData("我孙子今年上四年级,学校收校服钱")]
    [InlineData("娃今年读初一,食堂的饭是冷的")]
    [InlineData("我妈今年七十三,养老院收费涨了")]
    public void A_school_year_and_an_age_are_no_time(string text) => Assert.Null(Sorting.Of(text).Said(Slot.Time));

    [Theory]
    [InlineData("今年学校又涨了伙食费", "今年")]
    public void A_year_of_the_matter_is_one(string text, string time) => Assert.Equal(time, Sorting.Of(text).Said(Slot.Time));

    [Fact]
    public void A_share_of_the_owners_is_no_number_of_people() =>
        Assert.Null(Sorting.Of("三分之二业主签字了").Said(Slot.People));

    [Theory]
    [InlineData("桂花園門口的路燈壞了", "桂花园社区")]
    [InlineData("書香里小區垃圾沒人清", "书香里小区")]
    public void A_place_in_traditional_characters_is_found(string text, string place) =>
        Assert.Equal(place, Sorting.Of(text).Said(Slot.Place));

    [Theory]
    [InlineData("从十六号开始就没热水,天天这样", "十六号")]
    [InlineData("一个月就休两天", null)]
    public void A_day_of_the_month_in_characters_is_when_and_a_days_rest_is_not(string text, string? time) =>
        Assert.Equal(time, Sorting.Of(text).Said(Slot.Time));

    [Fact]
    public void Who_speaks_and_where_they_live_is_no_demand() =>
        Assert.Equal("隔壁饭店油烟大", Sorting.Of("我想投诉 隔壁饭店油烟大 我叫李四 住书香里2栋301").Said(Slot.Demand));

    [Theory]
    [InlineData("我爸妈八十多了 两个人中午就指着那口热饭 食堂停了", null)]
    [InlineData("我跟老伴两个人没医保", null)]
    [InlineData("老两口三个人的饭都做不动", null)]
    [InlineData("我们二十三个人没拿到钱", "二十三个人")]
    [InlineData("车上三个人 有一个压到底下", "三个人")]
    public void Two_of_a_family_are_no_number_of_people(string text, string? people) => Assert.Equal(people, Sorting.Of(text).Said(Slot.People));

    [Theory]
    [InlineData("楼上开麻将馆 天天打到半夜", null)]
    [InlineData("我在建设路夜市摆烧烤的 城管要我装净化器", null)]
    [InlineData("在屋里烤炭火吃火锅 头晕", null)]
    [InlineData("老李麻将馆天天吵", "老李麻将馆")]
    [InlineData("鑫旺火锅店油烟太大", "鑫旺火锅店")]
    public void What_somebody_keeps_or_eats_is_no_name(string text, string? subject) => Assert.Equal(subject, Sorting.Of(text).Said(Slot.Subject));

    [Theory]
    [InlineData("从石桥到我们张家坝等救护车等了五十分钟", "张家坝")]
    [InlineData("我们高坎的娃走到南坪上学要一个多钟头", "高坎")]
    [InlineData("从南坪到我家高坎的路烂了", "高坎")]
    [InlineData("走到南坪要一个多钟头 娃娃们太小", null)]
    public void Where_one_must_go_to_is_not_the_place(string text, string? place)
    {
        var said = Sorting.Of(text).Said(Slot.Place);

        Assert.True(place is null ? said is null : said?.Contains(place, StringComparison.Ordinal) == true, said);
    }

    [Theory]
    [InlineData("我不是要赔钱 我就想问清楚那天救护车到哪去了", "我就想问清楚那天救护车到哪去了")]
    [InlineData("不图什么补偿 就想要个道歉 医院态度太差", "就想要个道歉")]
    [InlineData("书香里搞垃圾分类撤了桶是好事 但是投放点只开早晚两个钟头 建议留一个24小时的误时点", "建议留一个24小时的误时点")]
    [InlineData("河湾广场那家健身房老板不认卡 我要退", "我要退")]
    [InlineData("村里承包款从来没公布过 我们要看账", "我们要看账")]
    public void A_wish_is_what_is_wanted_and_not_what_is_renounced(string text, string wish) => Assert.Equal(wish, Sorting.Of(text).Slots[Slot.Demand].Wish);

    [Theory]
    [InlineData("同志你好我是石桥街上的我孙子在石桥中心小学读四年级他爸妈都在广东打工就我跟他爷爷带着我们种点菜卖一年也没几个钱这学期开学才两个多月校服钱就收了三回了先是夏天的一套一百六后头说颜色不对又重新买一套冬天的两百八前天又说要买运动会穿的一百二你说学校是不是不该这样收能不能去问一下", "校服钱", "能不能去问一下")]
    [InlineData("喂领导你好啊我姓王今年六十八了腿脚不好住在六楼我们这个楼的电梯从上个月就坏了物业说没钱修我老伴坐轮椅下不去已经半个月没出过门了能不能帮忙催一下让他们赶紧修", "电梯", "能不能帮忙催一下")]
    [InlineData("那个我想问一下哈我是建设路那边的我们门口那个路灯坏了有一个多月了晚上黑灯瞎火的我妈前天还摔了一跤你们看能不能派人来修一下谢谢了啊", "路灯", "能不能派人来修一下")]
    public void Of_a_long_breath_the_wish_is_found_and_not_the_greeting(string text, string matter, string wish)
    {
        var demand = Sorting.Of(text).Slots[Slot.Demand];

        Assert.Contains(matter, demand.Value, StringComparison.Ordinal);
        Assert.Contains(wish, demand.Wish, StringComparison.Ordinal);
        Assert.DoesNotContain("你好", demand.Value, StringComparison.Ordinal);
        Assert.True(demand.Wish!.Length < 40, demand.Wish);
        Assert.Contains(matter, demand.Trouble, StringComparison.Ordinal);
        Assert.DoesNotContain(wish, demand.Trouble, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("书香里垃圾站三天没人清了，希望赶快清走")]
    [InlineData("我们小区物业把消防通道锁了 说了几次都不开 能不能叫他们打开")]
    public void A_message_with_pauses_is_shown_as_it_is(string text) => Assert.Null(Sorting.Of(text).Slots[Slot.Demand].Trouble);

    [Theory]
    [InlineData("公交车一个钟头才来一班")]
    [InlineData("我老头子走了五年了,楼梯上能不能装个扶手")]
    [InlineData("厂里干了八年一分钱补偿没有")]
    [InlineData("托班都要三千多一个月")]
    [InlineData("树枝挡着窗,白天都要开灯")]
    [InlineData("鞋店喇叭吵得我白天咋睡")]
    [InlineData("老伴去年没了,送饭也不送了")]
    [InlineData("我妈前年去世,丧葬费没给")]
    [InlineData("老公上个月走了,抚恤金没人管")]
    [InlineData("我爸今年春上过世的,存折取不出来")]
    [InlineData("他妈妈去年走了,户口没人销")]
    public void How_often_it_comes_what_it_costs_and_since_when_somebody_is_gone_are_no_time(string text) =>
        Assert.Null(Sorting.Of(text).Said(Slot.Time));

    [Theory]
    [InlineData("他爸走了以后低保停了三年了", "三年")]
    [InlineData("工资三千多三个月没发", "三个月")]
    [InlineData("装修白天吵得睡不着", "白天")]
    [InlineData("俺爹脑子不当家好几年了,今儿个出去没回来", "今儿")]
    [InlineData("幼儿园去年没了,孩子没处上", "去年")]
    [InlineData("他去年没了工作", "去年")]
    [InlineData("我妈去年就反映过低保", "去年")]
    [InlineData("宽带三天两头掉线", "三天两头")]
    [InlineData("隔三差五停电", "隔三差五")]
    [InlineData("她上个月没了低保", "上个月")]
    [InlineData("三天两头停水", "三天两头")]
    [InlineData("停水三天了", "三天")]
    [InlineData("隔三岔五来吵", "隔三岔五")]
    public void What_only_looks_like_it_stays_a_time(string text, string time) => Assert.Equal(time, Sorting.Of(text).Said(Slot.Time));
}
