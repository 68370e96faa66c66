using StationBot.Handling.Messages;
using StationBot.Tests.Understanding;

namespace StationBot.Tests.Conversations;

/// <summary>Death that is hinted at is answered at every stage of a talk: nobody is sent off with a cheerful goodbye.</summary>
public sealed class HintedDeathTalkTests
{
    private readonly Conversation _chat = new(sorter: Sorting.Offline);

    [Theory]
    [InlineData("晚上我去渡口那边走一走,走了就不回来了,你们也省心")]
    [InlineData("低保给我停了|算了不说了,说了也没用。晚上我去渡口那边走一走,走了就不回来了,你们也省心")]
    [InlineData("低保给我停了|沙洲村|不说了,我走了,往江里一跳啥都清净")]
    [InlineData("孩子病了没钱治,想问救助|白鹭村|不麻烦了,我们娘俩一起走算了")]
    [InlineData("书香里路灯不亮,修一下|不留|不用了,等不到你们来修了,今晚我就上路")]
    [InlineData("书香里路灯不亮,修一下|不留|对|谢谢,可惜我看不到亮起来那天了,今晚就上路")]
    public async Task It_is_answered_at_every_stage(string turns)
    {
        var said = "";
        foreach (var text in turns.Split('|'))
        {
            said = await _chat.SayAsync(text);
        }

        Assert.Contains("12356", said, StringComparison.Ordinal);
        Assert.Contains("110", said, StringComparison.Ordinal);
        Assert.Equal(ConversationStage.Emergency, _chat.Record.Stage);
        Assert.Equal(Disposition.EmergencyGuided, _chat.Last.Disposition);
    }

    [Theory]
    [InlineData("算了不说了,说了也没用", true)]
    [InlineData("算了不反映了,我认命", true)]
    [InlineData("算了不说了,电工来了", false)]
    [InlineData("算了不反映了,已经修好了,说了也没用", false)]
    public async Task Who_gives_up_is_asked_how_they_are(string text, bool isAsked)
    {
        await _chat.SayAsync("书香里路灯不亮");

        var said = await _chat.SayAsync(text);

        Assert.Contains("不记了", said, StringComparison.Ordinal);
        Assert.Equal(isAsked, said.Contains("12356", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("我爸刚才嘴角往下掉,话说不清,右手端不住碗", false)]
    [InlineData("有个小孩掉河里了,捞上来没呼吸", true)]
    public async Task The_fire_brigade_is_named_where_somebody_is_to_be_got_out(string text, bool isNamed)
    {
        var said = await _chat.SayAsync(text);

        Assert.Contains("120", said, StringComparison.Ordinal);
        Assert.Equal(isNamed, said.Contains("119", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Who_was_swindled_is_not_asked_whether_they_are_safe()
    {
        var said = await _chat.SayAsync("刚接了个电话说是市局的,喊我把存款转到安全账户,我转了三万了,现在还要我再转两万");

        Assert.Contains("96110", said, StringComparison.Ordinal);
        Assert.DoesNotContain("安全吗", said, StringComparison.Ordinal);
        Assert.Equal(Ask.Safety, _chat.Asked);
    }

    [Fact]
    public async Task Who_is_beaten_at_home_is_told_of_the_ambulance_too() =>
        Assert.Contains("120", await _chat.SayAsync("老公又打我了,肋骨都踹断了"), StringComparison.Ordinal);
}
