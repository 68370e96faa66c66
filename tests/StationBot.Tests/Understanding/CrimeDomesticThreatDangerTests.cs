using StationBot.Handling.Flags;

namespace StationBot.Tests.Understanding;

/// <summary>Violence, break-ins, kidnapping, violence at home and threats, in words the rules do not quote; and everyday talk that only sounds like it.</summary>
public sealed class CrimeDomesticThreatDangerTests
{
    [Theory]
    [InlineData("我听见客厅里有脚步声,家里就我一个,不是我家人", "crime")]
    [InlineData("大半夜的有人转我家门把手,转了好几回了", "crime")]
    [InlineData("店里进来个蒙面的,叫我把钱都拿出来", "crime")]
    [InlineData("我项链遭飞车党扯走了,脖子都勒出血", "crime")]
    [InlineData("俺村头两家为宅基地打成一锅粥了,铁锹都抡上了", "crime")]
    [InlineData("老板娘让人拿啤酒瓶开瓢了", "crime")]
    [InlineData("我被骗到山上一个屋里,门口有人守着跑不脱", "crime")]
    [InlineData("借了他五万 现在把我扣酒店三天了 轮流看着我", "crime")]
    [InlineData("黑车司机把车门锁死了往郊区开,我要下车他不让", "crime")]
    [InlineData("佢揸住把刀喺度斩人呀", "crime")]
    [InlineData("能帮我报个警吗我不方便说话他们在旁边", "crime")]
    [InlineData("回家路上有个男的贴着我走,我停他也停", "crime")]
    [InlineData("我男人又动手了,我抱着娃跑到村口", "domestic_violence")]
    [InlineData("俺爹一喝酒就揍俺娘,俺娘胳膊都抬不起来了", "domestic_violence")]
    [InlineData("老公揪着我衣领往门框上磕", "domestic_violence")]
    [InlineData("说好不打了今天又打,耳朵嗡嗡响,离又离不掉", "domestic_violence")]
    [InlineData("想咨询离婚怎么办手续,他老动手,上个月打掉我一颗牙", "domestic_violence")]
    [InlineData("儿子为了房子把我推在地上,还拿脚踩", "domestic_violence")]
    [InlineData("佢成日打我,尋晚打到我耳仔聋咗", "domestic_violence")]
    [InlineData("我爸打我妈", "domestic_violence")]
    [InlineData("挖机敢进来我就点煤气罐", "threat")]
    [InlineData("再推三阻四,我就用我自己的办法,让你们见见血", "threat")]
    [InlineData("你家住哪我都查清楚了,你女儿在二小读书吧", "threat")]
    [InlineData("开挖机把村委会给扒了", "threat")]
    [InlineData("要是周五前不给钱,我们两百号工人就去封路", "threat")]
    [InlineData("你哋班契弟,我实斩死你哋", "threat")]
    public void It_is_seen_in_other_words(string text, string flag)
    {
        string[] expected = flag == "threat" ? [flag] : [flag, "emergency"];

        Assert.Superset(expected.ToHashSet(), Codes(text));
    }

    [Theory]
    [InlineData("老公打我电话说路堵了")]
    [InlineData("我婆婆掐豆角掐得手疼,问问这里有没有风湿科")]
    [InlineData("我儿子把我推到门诊,说轮椅要押金五百")]
    [InlineData("师傅拿斧头劈柴劈得震天响")]
    [InlineData("几个人围着打牌到半夜")]
    [InlineData("公司不让我走,离职手续一直不给办")]
    [InlineData("停车场把我的车锁了不让走,要收五十块")]
    [InlineData("收费太黑了,跟抢钱一样")]
    [InlineData("我的申请又被打回来了")]
    [InlineData("家暴零容忍的标语掉了一个字")]
    [InlineData("屋里有响动,原来是老鼠,灭鼠药哪领")]
    [InlineData("暑假想带孩子去北京看天安门,学校能不能早放假")]
    [InlineData("不装电梯我们就得天天爬楼")]
    [InlineData("加油站带桶买汽油要什么证明,给收割机用")]
    [InlineData("大家一起上路锻炼的健步走活动很好")]
    [InlineData("我去书记家门口等他签字,等了一上午")]
    [InlineData("再不处理我就发抖音")]
    public void Everyday_talk_is_left_alone(string text) =>
        Assert.Empty(Codes(text).Intersect(["emergency", "crime", "domestic_violence", "threat"]));

    private static HashSet<string> Codes(string text) =>
        [.. Sorting.Of(text).Flags.Select(f => f.Flag.Code())];
}
