using StationBot.Handling.Messages;
using StationBot.Handling.Sorting;

namespace StationBot.Tests.Understanding;

public sealed class TopicTests
{
    [Theory]
    [InlineData("", "no_chinese")]
    [InlineData("wo xiang fan ying wen ti", "no_chinese")]
    [InlineData("😀😀", "no_chinese")]
    [InlineData("啊", "no_matter")]
    [InlineData("钱还没到", "unsure")]
    [InlineData("大家都很着急", "no_matter")]
    [InlineData("公司拖欠我两个月工资", null)]
    public void An_abstention_says_why(string text, string? why) => Assert.Equal(why, Sorting.Of(text).Why);

    [Theory]
    [InlineData("娃儿明年读一年级,学区划到老远去了", Topic.Education, "edu")]
    [InlineData("学校强制买校服,一套要六百", Topic.Education, "edu")]
    [InlineData("中学食堂的菜里有头发,娃吃了不舒服", Topic.Education, "edu")]
    [InlineData("小学门口放学的时候车乱停,过马路吓人", Topic.Education, "trafficpolice")]
    [InlineData("教室漏雨,课桌都泡了", Topic.Education, "edu")]
    [InlineData("老师在外面有偿补课", Topic.Education, "edu")]
    [InlineData("托管班关门了,课时费不退", Topic.Education, "edu")]
    [InlineData("在外地住院,医保报不了", Topic.Healthcare, "medins")]
    [InlineData("依保卡里的钱怎么少了", Topic.Healthcare, "medins")]
    [InlineData("医院非让做全套检查,花了两千多", Topic.Healthcare, "health")]
    [InlineData("儿科挂不上号,排了三小时", Topic.Healthcare, "health")]
    [InlineData("村卫生室没医生,拿不到降压药", Topic.Healthcare, "health")]
    [InlineData("药店卖过期药", Topic.Healthcare, "market")]
    [InlineData("没牌子的诊所给人打吊针", Topic.Healthcare, "health")]
    [InlineData("生育津贴一直没到账", Topic.Healthcare, "health")]
    [InlineData("0到3岁的托育班太少了", Topic.Healthcare, "health")]
    [InlineData("养老金突然停发了", Topic.Elderly, "hrss")]
    [InlineData("老爷子八十多,高龄补贴没有", Topic.Elderly, "civil")]
    [InlineData("敬老院的饭太差", Topic.Elderly, "civil")]
    [InlineData("老小区想加装电梯,一楼不同意", Topic.Elderly, "housing")]
    [InlineData("我妈瘫在床上三年,想申请护理", Topic.Elderly, "medins")]
    [InlineData("老人不会用智能手机,办啥都要扫码", Topic.Elderly, "hotline")]
    [InlineData("老母亲没人养,三个儿子互相推", Topic.Elderly, "village")]
    [InlineData("公司拖欠我两个月工资", Topic.Employment, "hrss")]
    [InlineData("工地干活的钱包工头不给", Topic.Employment, "hrss")]
    [InlineData("上班手被机器压了,老板不认公伤", Topic.Employment, "hrss")]
    [InlineData("公司给我断缴社保", Topic.Employment, "hrss")]
    [InlineData("送外卖被平台乱扣钱", Topic.Employment, "hrss")]
    [InlineData("怀孕了公司逼我辞职", Topic.Employment, "hrss")]
    [InlineData("下岗两年找不到工作", Topic.Employment, "hrss")]
    [InlineData("工厂半夜排废气,刺鼻得很", Topic.Environment, "env")]
    [InlineData("河里流的雾水黑黢黢的,鱼都死了", Topic.Environment, "env")]
    [InlineData("工地夜里施工吵得睡不着", Topic.Environment, "urban")]
    [InlineData("广场舞音响太大声", Topic.Environment, "police")]
    [InlineData("楼下烧烤油烟往家里钻", Topic.Environment, "urban")]
    [InlineData("拉圾堆成山没人清", Topic.Environment, "urban")]
    [InlineData("养猪场的粪水直接排到沟里", Topic.Environment, "agri")]
    [InlineData("自来水浑的不敢喝", Topic.Environment, "water")]
    [InlineData("有人烧秸秆,烟呛得很", Topic.Environment, "township")]
    [InlineData("物业不修电梯,光收物业费", Topic.Other, "housing")]
    [InlineData("路灯坏了一个月没人修", Topic.Other, "urban")]
    [InlineData("家里停水三天了", Topic.Other, "utility")]
    [InlineData("楼道里停满电动车还拉线充电", Topic.Other, "fire")]
    [InlineData("邻居在楼顶搭阳光房", Topic.Other, "urban")]
    [InlineData("超市卖过期牛奶不退钱", Topic.Other, "market")]
    [InlineData("征地补偿款一直没给", Topic.Other, "natural")]
    [InlineData("身份证丢了怎么补办", Topic.Other, "hotline")]
    [InlineData("村里的账从来不公开", Topic.Other, "township")]
    public void A_plain_message_finds_its_topic_and_lead(string text, Topic topic, string lead)
    {
        var result = Sorting.Of(text);

        Assert.Equal((topic, lead), (result.Topic, result.Lead));
        Assert.False(result.Abstain);
    }

    [Theory]
    [InlineData("你们管不管?")]
    [InlineData("就是那个事啊")]
    [InlineData("嗯")]
    [InlineData("我想反映一个问题")]
    [InlineData("asdfgh")]
    [InlineData("")]
    public void Without_a_word_to_go_by_it_abstains(string text)
    {
        var result = Sorting.Of(text);

        Assert.True(result.Abstain);
        Assert.Null(result.ProblemType);
        Assert.Empty(result.Departments);
    }

    [Theory]
    [InlineData("法院已经判了医院赔钱,医院不执行")]
    [InlineData("村书记贪污征地款")]
    [InlineData("拆迁的事信访局受理了")]
    [InlineData("你们站的代表就是那个培训班的股东")]
    [InlineData("我是青山市的,这边河里都是垃圾")]
    public void No_department_is_proposed_for_a_matter_with_a_door_of_its_own(string text) =>
        Assert.Empty(Sorting.Of(text).Departments);

    [Fact]
    public void What_was_said_earlier_counts_for_the_topic_only()
    {
        var result = Sorting.Of("在新湖花园", Ask.Place, earlier: "我老伴瘫了三年了,没人护理,我妈昨天晕倒过");

        Assert.Equal(Topic.Elderly, result.Topic);
        Assert.DoesNotContain(Slot.Time, result.Slots.Keys);
        Assert.Empty(result.Flags);
    }

    [Fact]
    public void Evidence_shows_the_words_that_decided()
    {
        var result = Sorting.Of("书香里的拉圾没人清");

        var shown = Assert.Single(result.Evidence, e => e.Words.StartsWith("拉圾", StringComparison.Ordinal));
        Assert.Equal((result.ProblemType, 4), (shown.What, shown.Start));
    }

    [Theory]
    [InlineData("我妈在养老院住了半年,接回家了,押金五千说明年才退")]
    [InlineData("刚从外地搬来,娃读二年级,学校说没位置")]
    public void What_is_shown_speaks_for_the_type_that_was_chosen(string text)
    {
        var result = Sorting.Of(text);

        Assert.NotNull(result.ProblemType);
        Assert.Contains(result.Evidence, e => e.What == result.ProblemType);
        Assert.DoesNotContain(result.Evidence, e => The.Directory.ProblemType(e.What) is { } type && type.Code != result.ProblemType);
    }
}
