using StationBot.Handling.Cases;
using StationBot.Tests.Handling.Loop;
using static StationBot.Tests.Conversations.ToldCase;

namespace StationBot.Tests.Conversations;

/// <summary>The trouble is back after the case was completed (T27, §4.6): it is opened again, asked about, or told anew and linked; never a silent second case.</summary>
public sealed class RelapseTests
{
    private const string Again = "是这件，还没解决";
    private const string Another = "是另一件新的事";

    public static TheoryData<string, string> Relapses => new()
    {
        { Drain, "又返水了" },
        { Drain, "厕所又冒出来了" },
        { Dogs, "今早又看见两只" },
        { Dogs, "狗又回来了" },
        { Noise, "昨晚又响了一宿" },
        { Noise, "又开始打桩了" },
        { Rubbish, "又没人收了" },
        { Rubbish, "垃圾没清" },
        { Rubbish, "垃圾站那件没解决" },
        { Rubbish, "剩下的还没清" },
        { Lift, "又关人了" },
        { Lift, "电梯又停了" },
        { Allowance, "这个月又没打钱" },
        { Wages, "工资又没发" },
        { Wages, "这个月又拖了" },
        { Clinic, "窗口又关了" },
        { School, "学校又说不收了" },
        { Lamp, "上次说的那个灯又瞎了" },
        { Lamp, "又不亮了" },
    };

    [Theory]
    [MemberData(nameof(Relapses))]
    public async Task In_its_own_words_it_opens_the_case_that_was_just_spoken_of(string told, string words)
    {
        var one = Of(told, CaseStatus.Completed);
        var chat = Chat(one);

        var said = await chat.SayAsync(words);

        Assert.True((CaseStatus.Rework, Solved.No) == (one.Case.Status, one.State.Solved), said);
        Assert.Contains(chat.Last.Triage, t => t.Reason == "dissatisfied");
        Assert.Single(chat.Cases.All);
    }

    [Theory]
    [InlineData(Dogs, "狗又回来了")]
    [InlineData(Rubbish, "垃圾又没人收了")]
    [InlineData(Rubbish, "垃圾站那件没解决")]
    [InlineData(Lamp, "路灯又灭了")]
    [InlineData(Wages, "工资又没发")]
    public async Task In_a_new_conversation_too_where_it_names_what_the_case_was_about(string told, string words)
    {
        var one = Of(told, CaseStatus.Completed);
        var chat = New(one);

        var said = await chat.SayAsync(words);

        Assert.True(CaseStatus.Rework == one.Case.Status, said);
        Assert.Single(chat.Cases.All);
    }

    /// <summary>A no in the case's own words, without 又: opened again, or asked about.</summary>
    [Theory]
    [InlineData(Wages, "钱还没到")]
    [InlineData(Wages, "才看到，工资没收到")]
    [InlineData(Wages, "还欠我一个月")]
    [InlineData(Lamp, "才亮三天就歇菜了")]
    [InlineData(Lamp, "谁给我办结的，灯还黑着")]
    [InlineData(Lamp, "不同意办结")]
    public async Task What_is_not_done_after_all_is_not_only_noted(string told, string words)
    {
        var one = Of(told, CaseStatus.Completed);
        var chat = Chat(one);

        var said = await chat.SayAsync(words);

        Assert.True(one.Case.Status == CaseStatus.Rework || said.Contains("还是另一件新的事？", StringComparison.Ordinal), said);
        Assert.Single(chat.Cases.All);
    }

    [Theory]
    [InlineData(Lamp, "又亮了，谢谢")]
    [InlineData(Lamp, "到现在还亮着呢，谢谢")]
    [InlineData(Lamp, "没再坏过")]
    [InlineData(Lamp, "谢谢你们，又来看了一回")]
    [InlineData(Lamp, "沙洲村的路灯又坏了")]
    [InlineData(Lamp, "又要麻烦你们一件事")]
    [InlineData(Lamp, "对了，路灯的钱谁出的")]
    [InlineData(Lamp, "邻居都说好")]
    [InlineData(Rubbish, "又来收垃圾了，真干净")]
    [InlineData(Lamp, "又没人收垃圾了")]
    [InlineData(Wages, "楼上又装修了，吵死人")]
    [InlineData(Lamp, "孩子又没学上")]
    public async Task What_is_no_relapse_opens_nothing(string told, string words)
    {
        var one = Of(told, CaseStatus.Completed);

        await Chat(one).SayAsync(words);

        Assert.Equal(CaseStatus.Completed, one.Case.Status);
    }

    [Theory, InlineData("沙洲村的路灯又坏了"), InlineData("另外还有一件事，小区门口的井盖又松了")]
    public async Task Another_place_or_another_matter_is_not_asked_about(string words)
    {
        var one = Of(Lamp, CaseStatus.Completed);
        var chat = Chat(one);

        await chat.SayAsync(words);

        Assert.DoesNotContain(one.Case.Number!.Value.Value, chat.Said, StringComparison.Ordinal);
    }

    /// <summary>The case that is open is meant, and not the one that is over.</summary>
    [Fact]
    public async Task What_is_said_of_an_open_case_of_the_same_thing_opens_no_old_one()
    {
        var over = Of(Lamp, CaseStatus.Completed);
        var open = Of(Lamp, CaseStatus.InProgress, 2, over);

        await Chat(over, open).SayAsync("路灯又不亮了");

        Assert.Equal((CaseStatus.Completed, CaseStatus.InProgress), (over.Case.Status, open.Case.Status));
        Assert.EndsWith("路灯又不亮了", open.Case.RawText, StringComparison.Ordinal);
    }

    /// <summary>A question about a case that waits is open: what names the old one opens that, and the question stands.</summary>
    [Fact]
    public async Task While_another_waits_to_be_judged_a_relapse_that_is_named_opens_its_own_case()
    {
        var over = Of(Rubbish, CaseStatus.Completed);
        var waits = Of(Lamp, CaseStatus.AwaitingEvaluation, 2, over);

        await Asked(over, waits).SayAsync("垃圾又没人收了");

        Assert.Equal((CaseStatus.Rework, Solved.Unasked), (over.Case.Status, waits.State.Solved));
    }

    /// <summary>Nothing says that it is the same, and nothing that it is not.</summary>
    [Theory]
    [InlineData(Noise, "昨晚又响了一宿")]
    [InlineData(Dogs, "今早又看见两只")]
    public async Task Where_it_is_not_clear_it_is_asked(string told, string words)
    {
        var one = Of(told, CaseStatus.Completed);
        var chat = New(one);

        var said = await chat.SayAsync(words);

        Assert.Contains("QH20261123-0001", said, StringComparison.Ordinal);
        Assert.Equal([Again, Another], chat.Last.Replies[^1].Choices);
        Assert.Equal(CaseStatus.Completed, one.Case.Status);
        Assert.Null(DialogDraft(chat));
    }

    [Theory, InlineData(Again), InlineData("1"), InlineData("是的"), InlineData("就是这件"), InlineData("没解决")]
    public async Task Who_says_that_it_is_the_same_has_it_opened_with_their_words(string answer)
    {
        var one = Of(Noise, CaseStatus.Completed);
        var chat = New(one);
        await chat.SayAsync("昨晚又响了一宿");

        await chat.SayAsync(answer);

        Assert.Equal((CaseStatus.Rework, Solved.No), (one.Case.Status, one.State.Solved));
        Assert.Contains("昨晚又响了一宿", one.Case.RawText, StringComparison.Ordinal);
        Assert.Single(chat.Cases.All);
    }

    [Theory, InlineData(Another), InlineData("2"), InlineData("不是"), InlineData("另一件")]
    public async Task Who_says_that_it_is_new_has_a_case_of_their_own_that_is_linked(string answer)
    {
        var one = Of(Noise, CaseStatus.Completed);
        var chat = New(one);
        await chat.SayAsync("昨晚又响了一宿");

        await chat.SayAsync(answer);
        await FinishAsync(chat);

        Assert.Equal(CaseStatus.Completed, one.Case.Status);
        Assert.Equal(2, chat.Cases.All.Count);
        Assert.Equal("QH20261123-0001", chat.Cases.All[^1].Facts.Earlier);
        Assert.StartsWith("昨晚又响了一宿", chat.Cases.All[^1].RawText, StringComparison.Ordinal);
    }

    /// <summary>The same kind of trouble told at the same place, with nothing that says again: asked, never a silent second case.</summary>
    [Fact]
    public async Task The_same_trouble_told_once_more_is_asked_about()
    {
        var one = Of(Dogs, CaseStatus.Completed);
        var chat = New(one);

        await chat.SayAsync("书香里小区流浪狗很多，追着老人咬");

        Assert.Equal([Again, Another], chat.Last.Replies[^1].Choices);
    }

    [Theory, InlineData("算了"), InlineData("桂花园的下水道堵了")]
    public async Task Who_answers_neither_opens_nothing(string answer)
    {
        var one = Of(Noise, CaseStatus.Completed);
        var chat = New(one);
        await chat.SayAsync("昨晚又响了一宿");

        await chat.SayAsync(answer);

        Assert.Equal(CaseStatus.Completed, one.Case.Status);
    }

    /// <summary>H-10: completed as partly solved, or without a word, when the window was over.</summary>
    [Theory]
    [InlineData("剩下的还没清", true)]
    [InlineData("垃圾没清", true)]
    [InlineData("剩下的还没清", false)]
    [InlineData("垃圾站那件没解决", false)]
    public async Task What_was_completed_without_a_last_word_is_opened_by_what_is_left(string words, bool partly)
    {
        var one = Of(Rubbish, CaseStatus.AwaitingEvaluation);
        if (partly)
        {
            one.Do(CaseAction.EvaluateInterim, Actor.Resident, new EvaluateData(Solved.Partly, null));
        }
        foreach (var _ in Enumerable.Range(0, 2))
        {
            one.After(TimeSpan.FromDays(3)).Do(CaseAction.Nudge, Actor.System, new NudgeData(NudgeKind.EvaluationReminder));
        }
        one.After(TimeSpan.FromDays(7)).Do(CaseAction.Evaluate, Actor.System, new EvaluateData());
        foreach (var asked in new[] { true, false })
        {
            var copy = asked ? Asked(one) : Chat(one);
            if (one.Case.Status == CaseStatus.Completed)
            {
                await copy.SayAsync(words);
            }
            Assert.Equal((CaseStatus.Rework, Solved.No), (one.Case.Status, one.State.Solved));
        }
    }

    /// <summary>§6.3: the day it was completed is not counted, and the whole of the last day is within.</summary>
    [Theory]
    [InlineData("2026-12-23T10:05:00+08:00", true)]
    [InlineData("2026-12-23T23:59:00+08:00", true)]
    [InlineData("2026-12-24T00:01:00+08:00", false)]
    public async Task Thirty_days_are_counted_by_days(string at, bool within)
    {
        var one = Of(Lamp, CaseStatus.Completed);
        var chat = Chat(one);
        chat.Now = DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture);

        await chat.SayAsync("路灯又坏了");

        Assert.Equal(within ? CaseStatus.Rework : CaseStatus.Completed, one.Case.Status);
    }

    [Theory, InlineData(Lamp, "又坏了"), InlineData(Dogs, "狗又来了"), InlineData(Rubbish, "垃圾又没人收了")]
    public async Task Later_it_is_a_case_of_its_own_that_says_what_the_old_one_was_about(string told, string words)
    {
        var one = Of(told, CaseStatus.Completed);
        var chat = Chat(one);
        chat.Now = chat.Now.AddDays(32);

        await chat.SayAsync(words);
        await FinishAsync(chat);

        Assert.Equal(CaseStatus.Completed, one.Case.Status);
        var later = chat.Cases.All[^1];
        Assert.Equal("QH20261123-0001", later.Facts.Earlier);
        Assert.StartsWith(words, later.Summary, StringComparison.Ordinal);
        Assert.Contains(told[..9], later.Summary, StringComparison.Ordinal);
    }

    private static StationBot.Conversations.Turns.Draft? DialogDraft(Conversation chat) => StationBot.Conversations.Turns.DialogMemory.Read(chat.Record.Memory).Draft;

    /// <summary>Answers whatever is asked until the case has its number.</summary>
    private static async Task FinishAsync(Conversation chat)
    {
        for (var i = 0; i < 8 && chat.Cases.All.Count < 2; i++)
        {
            var said = chat.Said;
            await chat.SayAsync(said.Contains("对吗", StringComparison.Ordinal) ? "对" : said.Contains("电话", StringComparison.Ordinal) ? "不留" : said.Contains("哪个小区", StringComparison.Ordinal) ? "书香里小区" : said.Contains("时候", StringComparison.Ordinal) ? "昨天开始的" : "希望尽快处理");
        }
        Assert.Equal(2, chat.Cases.All.Count);
    }
}
