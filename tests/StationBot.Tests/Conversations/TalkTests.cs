using StationBot.Handling.Messages;
using StationBot.Tests.Understanding;

namespace StationBot.Tests.Conversations;

/// <summary>Conversations through the dialog and the embedded sorter together: what residents say on the way to a number.</summary>
public sealed class TalkTests
{
    private const string Garbage = "书香里小区门口的垃圾站三天没人清运了，气味很大";
    private readonly Conversation _chat = new(sorter: Sorting.Offline);

    [Fact]
    public async Task Two_matters_of_one_message_have_a_place_each_and_one_can_be_corrected()
    {
        await _chat.SayAsync("第一件是书香里垃圾站三天没人清运了，第二件是桂花园那边的路灯坏了半个月");
        await _chat.SayAsync("不留");

        var summary = await _chat.SayAsync("第二件的地点是张家坝");

        Assert.Contains("第1件：书香里垃圾站三天没人清运了（书香里社区）", summary, StringComparison.Ordinal);
        Assert.Contains("（张家坝村）", summary, StringComparison.Ordinal);
        await _chat.SayAsync("对");
        Assert.Equal(["书香里社区", "张家坝村"], _chat.Cases.All.Select(c => The.Directory.Community(c.Community)!.Name));
        Assert.Equal(["书香里社区", "张家坝村"], _chat.Cases.All.Select(c => c.Slots["place"]));
        Assert.Equal(2, _chat.Cases.All.Select(c => c.Deputy).Distinct().Count());
    }

    [Fact]
    public async Task No_to_a_question_asks_what_is_wrong_and_the_questions_go_on()
    {
        await _chat.SayAsync("书香里小区门口的垃圾站没人清运，很臭");
        Assert.Equal(Ask.Time, _chat.Asked);

        Assert.Contains("哪里不对", await _chat.SayAsync("不对"), StringComparison.Ordinal);

        Assert.Contains("改过来了", await _chat.SayAsync("不是书香里，是桂花园"), StringComparison.Ordinal);
        Assert.Equal(Ask.Contact, _chat.Asked);
        Assert.Contains("地点：桂花园社区", await _chat.SayAsync("不留"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wish_of_its_own_has_a_line_of_its_own()
    {
        await _chat.SayAsync(Garbage);
        await _chat.SayAsync("希望赶快清走！");

        Assert.Contains("您的要求：希望赶快清走", _chat.Said, StringComparison.Ordinal);
        Assert.Single(_chat.Said.Split("清走").Skip(1));
    }

    [Fact]
    public async Task Who_puts_it_off_finds_the_question_still_open()
    {
        await _chat.SayAsync(Garbage);

        Assert.Contains("不着急", await _chat.SayAsync("回头再说"), StringComparison.Ordinal);

        await _chat.SayAsync("13800000000");
        Assert.Equal(Ask.Confirm, _chat.Asked);
        await _chat.SayAsync("对");
        await _chat.SayAsync("明天再说");
        Assert.DoesNotContain("明天", Assert.Single(_chat.Cases.All).RawText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_a_human_works_is_told_and_nobody_is_called()
    {
        await _chat.SayAsync(Garbage);

        Assert.Contains("9:00–17:00", await _chat.SayAsync("人工什么时候上班"), StringComparison.Ordinal);

        Assert.Equal(Ask.Contact, _chat.Asked);
        Assert.Empty(_chat.Last.Triage);
    }

    [Fact]
    public async Task Not_leaving_a_number_at_the_summary_is_heard()
    {
        await _chat.SayAsync(Garbage);
        await _chat.SayAsync("希望赶快清走");
        Assert.Equal(Ask.Confirm, _chat.Asked);

        Assert.Contains("不留也可以", await _chat.SayAsync("不留"), StringComparison.Ordinal);

        Assert.Equal(Ask.Confirm, _chat.Asked);
    }
}
