using StationBot.Handling.Cases;
using StationBot.Handling.Messages;
using StationBot.Tests.Handling.Loop;
using StationBot.Tests.Understanding;

namespace StationBot.Tests.Conversations;

/// <summary>One question at a time around a verdict, and what is said after it goes to the case.</summary>
public sealed class VerdictTalkTests
{
    private readonly Case _one = LoopCase.In(CaseStatus.AwaitingEvaluation).Case;
    private readonly Conversation _chat;

    public VerdictTalkTests()
    {
        _chat = new Conversation(sorter: Sorting.Offline) { Resident = _one.ResidentId };
        _chat.Cases.Save([_one]);
        _chat.Remember(m => m.Evaluating = _one.Number!.Value.Value);
    }

    [Theory]
    [InlineData("过两天又坏了")]
    [InlineData("不满意")]
    public async Task What_is_wrong_is_not_asked_beside_another_question(string words)
    {
        var said = await _chat.SayAsync(words);

        Assert.Single(said.Split('\n'), l => l.Contains('吗', StringComparison.Ordinal) || l.Contains('？', StringComparison.Ordinal));
        Assert.DoesNotContain("请说说", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Which_part_is_still_open_goes_to_the_case()
    {
        await _chat.SayAsync("解决了一半,还有一个没换");
        await _chat.SayAsync("北门那个");

        Assert.Contains("补充到" + _one.Number!.Value.Value, _chat.Said, StringComparison.Ordinal);
        Assert.EndsWith("北门那个", _one.RawText, StringComparison.Ordinal);
        Assert.Equal(CaseStatus.AwaitingEvaluation, _one.Status);
    }

    [Fact]
    public async Task What_is_wrong_with_a_case_under_way_goes_to_it_though_another_matter_was_opened()
    {
        var open = LoopCase.In(CaseStatus.InProgress).Case;
        var chat = new Conversation(sorter: Sorting.Offline) { Resident = open.ResidentId };
        chat.Cases.Save([open]);
        chat.Remember(m => m.CaseNo = open.Number!.Value.Value);

        await chat.SayAsync("还有一件事,我要说说");
        Assert.Contains("对不起", await chat.SayAsync("不满意"), StringComparison.Ordinal);
        await chat.SayAsync("还是臭得很,根本没清");

        Assert.EndsWith("还是臭得很,根本没清", open.RawText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_never_reported_it_judges_nothing()
    {
        Assert.Contains("弄错", await _chat.SayAsync("什么井盖?我没反映过"), StringComparison.Ordinal);

        Assert.Equal((CaseStatus.AwaitingEvaluation, Solved.Unasked), (_one.Status, _one.Facts.Solved));
        Assert.Contains(_chat.Last.Triage, t => t.Reason == "not_theirs");
    }
}
