using StationBot.Channels.Tencent;

namespace StationBot.Tests.Channels;

/// <summary>A face is a word where the keyboard made it of one, and nothing where it only smiles. wechat.md §5.</summary>
public sealed class BuiltInFacesTests
{
    [Theory]
    [InlineData("小区半夜放[烟花]没人管", "小区半夜放烟花没人管")]
    [InlineData("狗[便便]没人清理", "狗便便没人清理")]
    [InlineData("门口[Beer]瓶扔得到处都是", "门口啤酒瓶扔得到处都是")]
    [InlineData("我要反映干部收[红包]", "我要反映干部收红包")]
    [InlineData("天天踩到[便便]。", "天天踩到便便。")]
    [InlineData("[月亮]湾小区路灯坏了", "月亮湾小区路灯坏了")]
    [InlineData("楼下[咖啡]店半夜油烟", "楼下咖啡店半夜油烟")]
    [InlineData("带[炸弹]去街道", "带炸弹去街道")]
    [InlineData("吃完饭十几个孩子都[吐]了", "吃完饭十几个孩子都吐了")]
    [InlineData("楼上男的天天[敲打]老婆", "楼上男的天天敲打老婆")]
    [InlineData("[晕]倒在路边", "晕倒在路边")]
    public void A_thing_among_the_words_is_its_word(string sent, string read) => Assert.Equal(read, BuiltInFaces.Read(sent));

    [Theory]
    [InlineData("谢谢[玫瑰]", "谢谢")]
    [InlineData("辛苦了[玫瑰]希望早点修好", "辛苦了希望早点修好")]
    [InlineData("[太阳]早上好", "早上好")]
    [InlineData("新年快乐[烟花][红包]", "新年快乐")]
    [InlineData("路灯坏了[大哭]没人管", "路灯坏了没人管")]
    [InlineData("谢谢您/:rose", "谢谢您")]
    [InlineData("等了三天了[晕]什么时候修", "等了三天了什么时候修")]
    [InlineData("真是的[吐]", "真是的")]
    public void A_greeting_or_a_feeling_is_left_out(string sent, string read) => Assert.Equal(read, BuiltInFaces.Read(sent));

    [Theory]
    [InlineData("[路灯]坏了")]
    [InlineData("http://a.cn/:v123")]
    public void What_is_no_face_stays(string sent) => Assert.Equal(sent, BuiltInFaces.Read(sent));
}
