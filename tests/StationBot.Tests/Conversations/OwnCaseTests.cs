using StationBot.Handling.Cases;
using StationBot.Handling.Flags;
using StationBot.Handling.Messages;
using StationBot.Handling.Sorting;
using StationBot.Tests.Handling.Loop;
using StationBot.Tests.Understanding;

namespace StationBot.Tests.Conversations;

/// <summary>Who comes back to their own case in everyday words: how it stands, whose data, and who is wanted instead of the machine.</summary>
public sealed class OwnCaseTests
{
    /// <summary>A resident whose manhole cover is being seen to, in a new conversation.</summary>
    private static async Task<Conversation> BackAsync()
    {
        var first = new Conversation(sorter: Sorting.Offline);
        await first.SayAsync("桂花园南门的井盖破了");
        for (var turns = 0; first.Cases.All.Count == 0 && turns < 6; turns++)
        {
            await first.SayAsync(first.Asked switch { Ask.Confirm => "对", Ask.Time => "上个月", _ => "不留" });
        }
        Assert.Single(first.Cases.All);
        return first.Later();
    }

    [Theory]
    [InlineData("俺那事儿整得咋样了")]
    [InlineData("我那个事办得怎么样了呀")]
    [InlineData("城管来看过了没有啊")]
    [InlineData("派人来修了没得")]
    [InlineData("有信儿没得")]
    [InlineData("我前头跟你们说的那个井盖的事 有信儿没得")]
    [InlineData("上次那个井盖咋样了")]
    public async Task However_it_is_asked_the_case_answers(string text)
    {
        var chat = await BackAsync();

        Assert.Contains("您的事（", await chat.SayAsync(text), StringComparison.Ordinal);
        Assert.Single(chat.Cases.All);
        Assert.Equal("progress_query", chat.Record.Intent);
    }

    [Theory]
    [InlineData("井盖都过去一个礼拜了 咋还没人来")]
    [InlineData("喂 上回反映的你们到底理不理人")]
    [InlineData("井盖的事咋还没人管")]
    [InlineData("那个井盖到底修不修")]
    public async Task Who_has_waited_is_told_how_it_stands_with_a_sorry(string text)
    {
        var chat = await BackAsync();

        var said = await chat.SayAsync(text);

        Assert.Contains("让您久等了", said, StringComparison.Ordinal);
        Assert.Contains("您的事（", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("书香里的井盖也坏了，咋还没人管")]
    [InlineData("河湾公园路灯都坏了一个月了还没人修")]
    public async Task The_like_elsewhere_is_a_matter_of_its_own(string text)
    {
        var chat = await BackAsync();

        Assert.DoesNotContain("您的事（", await chat.SayAsync(text), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("井盖都过去一个礼拜了 咋还没人来")]
    [InlineData("垃圾堆一个月了 怎么还没人清")]
    public async Task Who_has_no_case_tells_one(string text)
    {
        var chat = new Conversation(sorter: Sorting.Offline);

        Assert.DoesNotContain("登记过", await chat.SayAsync(text), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("上次那个路灯有动静没")]
    [InlineData("上回那个垃圾站咋样了")]
    [InlineData("之前那个公交站有消息没有")]
    public async Task Who_asks_for_another_thing_is_told_which_case_there_is(string text)
    {
        var chat = await BackAsync();

        var said = await chat.SayAsync(text);

        Assert.Contains("登记的是", said, StringComparison.Ordinal);
        Assert.Contains("井盖", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("上回给你们那个手机号给我抹了")]
    [InlineData("把我手机号划掉 别打了")]
    [InlineData("我说过的话能不能都清了")]
    [InlineData("电话帮我去掉")]
    [InlineData("把我留的号码清了吧")]
    [InlineData("我以前发的那些都给我删了")]
    public async Task To_delete_has_many_words(string text)
    {
        var chat = await BackAsync();

        Assert.Contains("您要求删除个人信息", await chat.SayAsync(text), StringComparison.Ordinal);
        Assert.Contains(chat.Last.Flags, f => f.Flag == Flag.DataRequest);
    }

    [Theory]
    [InlineData("物业把我电话从群里抹了")]
    [InlineData("村里把我家低保划掉了")]
    [InlineData("墙上的字擦了又写")]
    [InlineData("垃圾清了没有")]
    public void Not_everything_that_is_wiped_is_ones_data(string text) => Assert.DoesNotContain(Sorting.Of(text).Flags, f => f.Flag == Flag.DataRequest);

    [Theory]
    [InlineData("你们真行 一个坑修出两个坑")]
    [InlineData("真有本事 越修越烂")]
    [InlineData("厉害了 一下雨又是个大水塘")]
    [InlineData("呵呵 补了个皮")]
    [InlineData("修了个寂寞 拿水泥糊了一下 今天车一压又塌了 白搞")]
    public async Task Praise_that_means_the_opposite_is_heard_as_meant(string text)
    {
        var made = LoopCase.In(CaseStatus.AwaitingEvaluation).Case;
        var chat = new Conversation(sorter: Sorting.Offline) { Resident = made.ResidentId };
        chat.Cases.Save([made]);

        var said = await chat.SayAsync(text);

        Assert.Contains("对不起", said, StringComparison.Ordinal);
        Assert.Equal(CaseStatus.Rework, made.Status);
    }

    [Theory]
    [InlineData("你们真行 两天就修好了 谢谢")]
    [InlineData("厉害了 修得又快又好 满意")]
    public async Task Praise_that_is_meant_is_praise(string text)
    {
        var made = LoopCase.In(CaseStatus.AwaitingEvaluation).Case;
        var chat = new Conversation(sorter: Sorting.Offline) { Resident = made.ResidentId };
        chat.Cases.Save([made]);

        Assert.DoesNotContain("对不起", await chat.SayAsync(text), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("跟你说半天跟放屁一样 叫个会喘气的来")]
    [InlineData("鸡同鸭讲 换个带脑子的来")]
    [InlineData("你个破机器 叫个活的来")]
    [InlineData("找个能听懂人话的来")]
    [InlineData("让个说人话的跟我说")]
    public async Task Who_wants_a_human_gets_one_however_rude(string text)
    {
        var chat = new Conversation(sorter: Sorting.Offline);

        Assert.Contains("我请工作人员联系您", await chat.SayAsync(text), StringComparison.Ordinal);
        Assert.Contains(chat.Last.Flags, f => f.Flag == Flag.HumanRequested);
    }

    [Theory]
    [InlineData("厂里找个干活的都没有")]
    [InlineData("物业换个会修电梯的来")]
    [InlineData("想找个真的专家看病")]
    public void Not_everybody_wanted_is_one_of_us(string text) => Assert.DoesNotContain(Sorting.Of(text).Flags, f => f.Flag == Flag.HumanRequested);
}
