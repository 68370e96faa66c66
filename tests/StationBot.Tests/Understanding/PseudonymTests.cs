using StationBot.Understanding.Llm;

namespace StationBot.Tests.Understanding;

/// <summary>What identifies somebody is hidden from a model and comes back in what it quotes (domain.md §10); everyday words are left as they are.</summary>
public sealed class PseudonymTests
{
    [Theory]
    [InlineData("姓名：赵铁柱", "赵铁柱")]
    [InlineData("姓名赵铁柱", "赵铁柱")]
    [InlineData("姓名: 赵铁柱，电话晚点说", "赵铁柱")]
    [InlineData("我爱人叫欧阳娜娜", "欧阳娜娜")]
    [InlineData("我妈叫李秀英，八十了", "李秀英")]
    [InlineData("孩子叫刘子轩", "刘子轩")]
    [InlineData("孩子叫刘子轩上三年级", "刘子轩")]
    [InlineData("我叫王家豪住这边", "王家豪")]
    [InlineData("我叫阿依古丽·买买提", "买买提")]
    [InlineData("我叫阿依古丽·买买提住在那边", "阿依古丽")]
    [InlineData("我叫 王 小 明", "小 明")]
    [InlineData("我 叫 王 小 明，路灯不亮", "小 明")]
    [InlineData("我老公叫司徒海", "司徒海")]
    [InlineData("联系人：赵铁柱", "赵铁柱")]
    [InlineData("签名：林美玲", "林美玲")]
    [InlineData("投诉人黄丽丽", "黄丽丽")]
    [InlineData("申请人：冉小燕", "冉小燕")]
    [InlineData("我们住三栋二单元四零一", "四零一")]
    [InlineData("三号楼二零一室漏水", "二零一")]
    [InlineData("3-2-401漏水", "401")]
    [InlineData("3栋1203家里漏水", "1203")]
    [InlineData("302室漏水", "302")]
    [InlineData("建设路88号门口臭", "88")]
    [InlineData("建设路88号", "88")]
    [InlineData("车牌川A 12345", "12345")]
    [InlineData("车牌川a12345", "a12345")]
    [InlineData("车牌川A·1234D", "1234D")]
    [InlineData("138.1234.5678", "5678")]
    [InlineData("138，1234，5678", "5678")]
    [InlineData("打壹叁捌壹贰叁肆伍陆柒捌", "伍陆柒捌")]
    [InlineData("幺三八，幺二三四，五六七八", "五六七八")]
    [InlineData("加我V lihua_88x", "lihua_88x")]
    [InlineData("加微 lihua88", "lihua88")]
    [InlineData("微信号是 li-hua-88", "li-hua-88")]
    [InlineData("微信：li-hua-88", "li-hua-88")]
    [InlineData("支付宝 wang_1990", "wang_1990")]
    public void Who_is_hidden_and_comes_back(string text, string secret)
    {
        var names = new Pseudonyms();

        var shown = names.Hide(text);

        Assert.DoesNotContain(secret, shown, StringComparison.Ordinal);
        Assert.Equal(text, names.Restore(shown));
    }

    [Theory]
    [InlineData("我叫了救护车")]
    [InlineData("我叫救护车等了一个小时")]
    [InlineData("我叫外卖，没人送")]
    [InlineData("我叫不醒我爸")]
    [InlineData("老师叫孩子罚站")]
    [InlineData("孩子叫爸爸去学校")]
    [InlineData("我妈叫我别管")]
    [InlineData("老公叫车去医院")]
    [InlineData("联系人：物业")]
    [InlineData("投诉人要求解决")]
    [InlineData("申请人太多，排不上")]
    [InlineData("建设路的路灯")]
    [InlineData("建设路3号路灯不亮")]
    [InlineData("3-5天没人清")]
    [InlineData("第3-2号井盖没了")]
    [InlineData("2026-11-23停的水")]
    [InlineData("3栋200户都停水")]
    [InlineData("三栋一百户都停水")]
    [InlineData("2单元30户人家")]
    [InlineData("4号线太吵，101路公交不来")]
    [InlineData("一二三四单元都停电")]
    [InlineData("会议室漏水")]
    [InlineData("微信群里说了没用")]
    [InlineData("加班到十二点")]
    [InlineData("the village is overflowing, every video shows it")]
    [InlineData("新能源车A区充电")]
    public void Everyday_words_are_left_as_they_are(string text) =>
        Assert.Equal(text, new Pseudonyms().Hide(text));

    [Fact]
    public void The_street_is_kept_where_its_number_is_not()
    {
        Assert.Equal("建设路[P1]，门口臭", new Pseudonyms().Hide("建设路88号，门口臭"));
        Assert.Equal("我妈叫[P1]，八十了", new Pseudonyms().Hide("我妈叫李秀英，八十了"));
    }
}
