using StationBot.Handling.Messages;
using StationBot.Tests.Understanding;

namespace StationBot.Tests.Conversations;

/// <summary>A danger that goes on: whose it is, what is asked of us, and no relief before there is reason for it (domain.md §8).</summary>
public sealed class DangerTalkTests
{
    private readonly Conversation _chat = new(sorter: Sorting.Offline);

    [Theory]
    [InlineData("对面楼顶坐着个女娃 腿都伸到外面了")]
    [InlineData("有个男的骑在桥栏杆上要跳")]
    [InlineData("我妈吞了一瓶安眠药")]
    [InlineData("我爷爷喝了农药")]
    [InlineData("我老婆要跳楼 在阳台上")]
    [InlineData("我妈跟我爸吵架 把半瓶安眠药全吃下去了 现在迷迷糊糊的 拍她脸只哼一声")]
    public async Task Of_somebody_else_one_is_not_spoken_to_as_if_it_were_oneself(string danger)
    {
        foreach (var text in (string[])[danger, "我拉着他", "已经打了110了", "行吧", "没人"])
        {
            var said = await _chat.SayAsync(text);

            Assert.DoesNotContain("您不是一个人", said, StringComparison.Ordinal);
            Assert.DoesNotContain("请一位亲友", said, StringComparison.Ordinal);
            Assert.DoesNotContain("那就好", said, StringComparison.Ordinal);
            Assert.Equal(ConversationStage.Emergency, _chat.Record.Stage);
        }
    }

    [Theory]
    [InlineData("我妈跟我爸吵架 我把半瓶安眠药全吃下去了")]
    [InlineData("我坐在楼顶 不想活了")]
    [InlineData("我爬到桥栏杆上了 想跳")]
    [InlineData("我老公跟我吵架 我吞了一瓶药")]
    public async Task Of_oneself_one_is(string danger) =>
        Assert.Contains("您不是一个人", await _chat.SayAsync(danger), StringComparison.Ordinal);

    [Fact]
    public async Task Pills_swallowed_by_another_are_for_120_first() =>
        Assert.StartsWith("请马上打120", (await _chat.SayAsync("我妈吞了一瓶安眠药"))[..8], StringComparison.Ordinal);

    [Theory]
    [InlineData("我孙子7岁不见了 在菜市场", "安全的", "找到了")]
    [InlineData("我奶奶走丢了，找了两个小时", "我没事", "接回来了")]
    [InlineData("幼儿园二十多个娃儿在吐", "安全的", "都没事了")]
    [InlineData("我老公突然倒地说不出话", "我现在安全", "救护车来了")]
    [InlineData("我被关电梯里了", "安全的", "出来了")]
    [InlineData("三轮车翻了把人压在下面", "安全的", "人救出来了")]
    public async Task That_the_writer_is_safe_does_not_end_it(string danger, string safe, string over)
    {
        await _chat.SayAsync(danger);

        Assert.DoesNotContain("那就好", await _chat.SayAsync(safe), StringComparison.Ordinal);
        Assert.Equal(ConversationStage.Emergency, _chat.Record.Stage);
        Assert.DoesNotContain("有要反映的事", _chat.Said, StringComparison.Ordinal);
        Assert.Contains("那就好", await _chat.SayAsync(over), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("我家着火了", "已经打了119了")]
    [InlineData("我孙子7岁不见了 在菜市场", "报警了")]
    [InlineData("幼儿园二十多个娃儿在吐", "120打过了")]
    [InlineData("幼儿园二十多个娃儿在吐", "已经叫救护车了")]
    [InlineData("我老公突然倒地说不出话", "救护车在路上了")]
    public async Task Who_has_called_is_not_out_of_it(string danger, string called)
    {
        await _chat.SayAsync(danger);

        Assert.DoesNotContain("那就好", await _chat.SayAsync(called), StringComparison.Ordinal);
        Assert.Equal(ConversationStage.Emergency, _chat.Record.Stage);
    }

    [Theory]
    [InlineData("那你们啥时候打给我", "15分钟")]
    [InlineData("多久能来人", "15分钟")]
    [InlineData("怎么还没人联系我", "15分钟")]
    [InlineData("你们有人管吗", "有人管")]
    [InlineData("到底管不管啊", "有人管")]
    [InlineData("你们快来啊", "不能到现场救人")]
    [InlineData("快派人来", "不能到现场救人")]
    public async Task What_is_asked_of_us_gets_a_true_answer(string asked, string answer)
    {
        await _chat.SayAsync("我女儿不见了 15岁 书香里");

        var said = await _chat.SayAsync(asked);

        Assert.Contains(answer, said, StringComparison.Ordinal);
        Assert.Contains("110", said, StringComparison.Ordinal);
        Assert.DoesNotContain("登记过", said, StringComparison.Ordinal);
        Assert.Equal(ConversationStage.Emergency, _chat.Record.Stage);
    }

    [Theory]
    [InlineData("那你们啥时候打给我")]
    [InlineData("有人管我吗")]
    public async Task Who_is_thinking_of_death_is_answered_gently(string asked)
    {
        await _chat.SayAsync("我不想活了");

        var said = await _chat.SayAsync(asked);

        Assert.Contains("15分钟", said, StringComparison.Ordinal);
        Assert.Contains("12356", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("我女儿不见了 15岁 书香里", "她还没回来", "衣服是红色的", "还没找到", "她爸也去找了")]
    [InlineData("我老婆要跳楼 在阳台上", "我拉着她", "她说欠网贷", "她一直哭", "她不听")]
    [InlineData("家里煤气味好大", "窗户开了", "我在门口", "还有味道", "邻居也闻到了")]
    [InlineData("我不想活了", "我好累", "他们都不理我", "没用的", "算了")]
    [InlineData("有人拿刀在楼下砍门", "那你们啥时候打给我", "那你们啥时候打给我", "那你们啥时候打给我", "那你们啥时候打给我")]
    public async Task Nothing_is_said_three_times_in_a_row(string danger, params string[] more)
    {
        await _chat.SayAsync(danger);
        List<string> said = [];
        foreach (var text in more)
        {
            said.Add(await _chat.SayAsync(text));
        }

        Assert.All(Enumerable.Range(0, said.Count - 2), i => Assert.True(said.Skip(i).Take(3).Distinct().Count() > 1, said[i]));
    }

    [Theory]
    [InlineData("屋里烤炭火 三个人倒在地上叫不醒")]
    [InlineData("他们在屋里烧炭取暖，晕过去了两个")]
    [InlineData("煤炉熏的，我妈昏迷了叫不应")]
    public async Task Who_lies_beside_a_stove_needs_120_first(string danger)
    {
        var said = (await _chat.SayAsync(danger)).Split('\n')[0];

        Assert.StartsWith("请马上打120", said, StringComparison.Ordinal);
        Assert.Contains("通风", said, StringComparison.Ordinal);
        Assert.DoesNotContain("电器", said + await _chat.SayAsync("门打开了"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("河边有几个铁桶在漏 冒白烟 旁边有人钓鱼 熏得有人晕倒了")]
    [InlineData("拉硫酸的罐车漏了，司机晕倒了")]
    public async Task From_chemicals_one_goes_away_first(string danger)
    {
        var said = (await _chat.SayAsync(danger)).Split('\n')[0];

        Assert.Contains("离开", said, StringComparison.Ordinal);
        Assert.Contains("119", said, StringComparison.Ordinal);
        Assert.Contains("旁边的人都走开", said, StringComparison.Ordinal);
        Assert.DoesNotContain("那就好", await _chat.SayAsync("安全的"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("屋里又开始冒火了，烧到二楼了", "119")]
    [InlineData("有人拿刀冲过来了", "110")]
    public async Task Another_danger_is_another_warning(string text, string number)
    {
        await _chat.SayAsync("我女儿不见了 15岁 书香里");

        Assert.Contains(number, (await _chat.SayAsync(text)).Split('\n')[0], StringComparison.Ordinal);
        Assert.Equal(Ask.Safety, _chat.Asked);
    }
}
