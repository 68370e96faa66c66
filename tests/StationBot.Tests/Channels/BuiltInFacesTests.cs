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
    [InlineData("[胜利]路的路灯坏了三天了", "胜利路的路灯坏了三天了")]
    [InlineData("[胜利]小区的路灯坏了", "胜利小区的路灯坏了")]
    [InlineData("[胜利]东路垃圾没人清", "胜利东路垃圾没人清")]
    [InlineData("有人被[困]住了", "有人被困住了")]
    [InlineData("老人被[困]！", "老人被困！")]
    [InlineData("电梯坏了[困]住两个人", "电梯坏了困住两个人")]
    [InlineData("书香里小区电梯[困]人了", "书香里小区电梯困人了")]
    [InlineData("书香里小区墙[裂开]了要倒", "书香里小区墙裂开了要倒")]
    [InlineData("三号楼的承重墙[裂开]，要倒", "三号楼的承重墙裂开，要倒")]
    [InlineData("水管[Broken]了", "水管裂开了")]
    [InlineData("旁边的[加油]站漏油了", "旁边的加油站漏油了")]
    [InlineData("您好[加油]站漏油了", "您好加油站漏油了")]
    [InlineData("书香里[福]利院门口垃圾没人清", "书香里福利院门口垃圾没人清")]
    [InlineData("[爱心]超市门口垃圾没人清运", "爱心超市门口垃圾没人清运")]
    [InlineData("邻居用[拳头]打我", "邻居用拳头打我")]
    [InlineData("开发商[强]拆我家房子", "开发商强拆我家房子")]
    [InlineData("小区的[弱]电井着火了", "小区的弱电井着火了")]
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
    [InlineData("等了一天了[困]", "等了一天了")]
    [InlineData("路灯坏了[裂开]没人管", "路灯坏了没人管")]
    [InlineData("真的[裂开]。", "真的。")]
    [InlineData("你们[加油]早点修好", "你们早点修好")]
    [InlineData("辛苦了[爱心]请尽快", "辛苦了请尽快")]
    [InlineData("谢谢你们[福]", "谢谢你们")]
    [InlineData("加油！[胜利]路灯修好了", "加油！路灯修好了")]
    [InlineData("辛苦了[玫瑰]站长", "辛苦了站长")]
    [InlineData("辛苦了[玫瑰]小区路灯坏了", "辛苦了小区路灯坏了")]
    public void A_greeting_or_a_feeling_is_left_out(string sent, string read) => Assert.Equal(read, BuiltInFaces.Read(sent));

    [Theory]
    [InlineData("办得好[强]", "办得好👍")]
    [InlineData("谢谢你们[强]制度好", "谢谢你们👍制度好")]
    public void A_thumb_is_one_where_no_word_begins_with_it(string sent, string read) => Assert.Equal(read, BuiltInFaces.Read(sent));

    [Theory]
    [InlineData("[路灯]坏了")]
    [InlineData("http://a.cn/:v123")]
    public void What_is_no_face_stays(string sent) => Assert.Equal(sent, BuiltInFaces.Read(sent));
}
