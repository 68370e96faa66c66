using StationBot.Handling.Cases;
using StationBot.Handling.Flags;
using StationBot.Tests.Handling.Loop;
using StationBot.Tests.Understanding;

namespace StationBot.Tests.Conversations;

/// <summary>
/// 没解决 has begun the second round, and its resident says that it was a mistake. Only the answer to that round ends it (T18–T21): what they say is kept for staff and
/// for whoever works on it, and they hear so.
/// </summary>
public sealed class VerdictTakenBackTests
{
    private readonly Case _one = LoopCase.In(CaseStatus.AwaitingEvaluation).Case;
    private readonly Conversation _chat;

    public VerdictTakenBackTests()
    {
        _chat = new Conversation(sorter: Sorting.Offline) { Resident = _one.ResidentId };
        _one.RawText = "桂花园门口的垃圾站三天没清，臭得很";
        _chat.Cases.Save([_one]);
        _chat.Remember(m => m.CaseNo = m.Evaluating = _one.Number!.Value.Value);
    }

    private async Task SayAllAsync(string words)
    {
        foreach (var one in words.Split('|'))
        {
            await _chat.SayAsync(one);
        }
    }

    [Theory]
    [InlineData("没解决|我说错了，其实修好了")]
    [InlineData("没解决|点错了，解决了")]
    [InlineData("没解决|不好意思，刚才按错了，是解决了")]
    [InlineData("没解决|满意|点错了，解决了")]
    [InlineData("没解决|不满意|我说错了，其实清走了")]
    [InlineData("没解决|算了|哦搞错了，已经清了")]
    [InlineData("没解决|不满意|现在修好了")]
    [InlineData("没解决|满意|垃圾清走了")]
    [InlineData("没解决|点错了|解决了")]
    public async Task Who_takes_a_no_back_is_heard_by_staff_and_by_the_unit_and_is_told_so(string words)
    {
        await SayAllAsync(words);

        Assert.Contains("记到QH20261123-0007里了，转给工作人员和办理单位核对", _chat.Said, StringComparison.Ordinal);
        Assert.Contains(_chat.Last.Triage, t => t.Reason == "says_solved" && t.Severity == Severity.P2 && t.CaseId == _one.Id.Value);
        Assert.Equal((CaseStatus.Rework, Solved.No), (_one.Status, _one.Facts.Solved));
        var kept = _one.Uncommitted[^1];
        Assert.Equal((nameof(CaseAction.Supplement), words.Split('|')[^1]), (kept.Action, kept.Reason));
        Assert.Single(_chat.Cases.All);
    }

    [Theory]
    [InlineData("没解决|不满意|手滑了，应该是解决了，满意", Solved.No)]
    [InlineData("没解决|不满意|改成满意", Solved.No)]
    [InlineData("不满意|解决了|点错了，满意", Solved.Yes)]
    public async Task What_they_say_of_satisfaction_instead_stands(string words, Solved solved)
    {
        await SayAllAsync(words);

        Assert.Equal((CaseStatus.Rework, solved, Satisfaction.Satisfied), (_one.Status, _one.Facts.Solved, _one.Facts.Satisfaction));
        Assert.Contains(_chat.Last.Triage, t => t.Reason == "says_solved");
        Assert.EndsWith(words.Split('|')[^1], _one.RawText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_says_only_that_it_was_a_mistake_is_asked_what_is_meant()
    {
        await SayAllAsync("没解决|点错了");

        Assert.Equal("再问一句，这件事解决了吗？", _chat.Last.Replies[^1].Text);
        Assert.Equal(3, _chat.Last.Replies[^1].Choices?.Count);
    }

    /// <summary>Thanks, consent, another question or another thing take nothing back.</summary>
    [Theory]
    [InlineData("没解决|好的")]
    [InlineData("没解决|对不起")]
    [InlineData("没解决|你们弄错了")]
    [InlineData("没解决|👍")]
    [InlineData("没解决|满意")]
    [InlineData("没解决|满意|谢谢")]
    [InlineData("没解决|满意|嗯")]
    [InlineData("没解决|满意|修好了吗")]
    [InlineData("没解决|满意|还是老样子")]
    [InlineData("没解决|不满意|记错时间了，是上周")]
    [InlineData("没解决|不满意|我说错了，是东门不是西门")]
    [InlineData("没解决|满意|希望早点修好")]
    [InlineData("没解决|满意|路灯修好了，井盖松了")]
    public async Task What_is_not_taken_back_is_not(string words)
    {
        await SayAllAsync(words);

        Assert.DoesNotContain(_chat.Last.Triage, t => t.Reason == "says_solved");
        Assert.Equal((CaseStatus.Rework, Solved.No), (_one.Status, _one.Facts.Solved));
    }
}
