using StationBot.Handling.Flags;

namespace StationBot.Tests.Understanding;

/// <summary>Farewells and despair without a word of death, who is abused, and the everyday talk that shares their words.</summary>
public sealed class FarewellTests
{
    [Theory]
    [InlineData("我站在大桥上，大家保重")]
    [InlineData("人在江边了，跟你们道个别")]
    [InlineData("信我写好放桌上了，存折在枕头底下")]
    [InlineData("但愿睡着了就别再醒过来")]
    [InlineData("阎王爷把我带走吧")]
    [InlineData("万一我没了，拜托你们照看我的狗")]
    [InlineData("老伴没了我也不愿独活")]
    [InlineData("别办了，我也活不了几天了")]
    [InlineData("算了不用管了，我等不到那一天了")]
    [InlineData("我想拉着他一起死")]
    public void It_is_heard(string text) => Assert.Contains("suicide", Sorting.Of(text).Codes(Severity.P0), StringComparison.Ordinal);

    [Theory]
    [InlineData("我在河湾桥上等公交，等了一个小时")]
    [InlineData("在桥上跟同学说再见的时候踩空了井盖")]
    [InlineData("给业主留了封信，说物业费要涨")]
    [InlineData("想睡个好觉，别再半夜吵醒我了")]
    [InlineData("物业不管我们死活，停水三天了")]
    [InlineData("老天爷收了我家的庄稼，求补助")]
    [InlineData("我都九十三了，阎王还不收我，哈哈哈")]
    [InlineData("谁敢拆我就跟他同归于尽")]
    [InlineData("我明天出差不在家，猫麻烦物业喂一下")]
    [InlineData("等你们修好电梯，我都老得走不动了")]
    [InlineData("不用修了，我搬走了也用不上了")]
    [InlineData("不用来了，已经修好了")]
    [InlineData("降压药吃了一整瓶也不管用，医生态度差")]
    [InlineData("这药我吃了一个疗程，一整瓶要八十块")]
    public void Everyday_talk_is_none(string text) => Assert.DoesNotContain("suicide", Sorting.Of(text).Codes(Severity.P0), StringComparison.Ordinal);

    [Fact]
    public void Who_would_jump_with_their_child_looks_for_nobody()
    {
        var codes = Sorting.Of("生完孩子四十天，我天天想抱着她一起跳下去，刚才已经走到窗户那儿了，我害怕我自己，谁能来把孩子先抱走").Codes(Severity.P0);

        Assert.Contains("suicide", codes, StringComparison.Ordinal);
        Assert.DoesNotContain("missing", codes, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("对门老太太天天被她儿媳妇骂，饭也不给，瘦得皮包骨", "vulnerable_victim")]
    [InlineData("三楼的瘸子大哥被他弟弟关在猪圈里", "vulnerable_victim")]
    [InlineData("隔壁老奶奶被她孙子打", "vulnerable_victim")]
    [InlineData("隔壁的孩子被他奶奶打得哭", "minor_victim")]
    [InlineData("我爷爷天天打我，我上四年级", "minor_victim")]
    [InlineData("侄女住校，查寝的主任半夜掀她们被子，摸了好几个，她们不敢告诉爸妈", "minor_victim")]
    [InlineData("奶奶把小孙子关在柴房里不给吃", "minor_victim")]
    public void The_kind_is_of_who_suffers(string text, string kind)
    {
        var codes = Sorting.Of(text).Codes(Severity.P0).Split(' ');

        Assert.Contains(kind, codes);
        Assert.DoesNotContain(kind == "minor_victim" ? "vulnerable_victim" : "minor_victim", codes);
    }
}
