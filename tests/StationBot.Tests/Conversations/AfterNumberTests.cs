using StationBot.Handling.Flags;
using StationBot.Handling.Messages;
using StationBot.Tests.Understanding;

namespace StationBot.Tests.Conversations;

/// <summary>What is said once a case has its number: a question is answered or put before staff, a wish is kept, and only another matter is another matter.</summary>
public sealed class AfterNumberTests
{
    private readonly Conversation _chat = new(sorter: Sorting.Offline);

    private async Task LampAsync()
    {
        await _chat.SayAsync("路灯坏了 桂花园");
        await _chat.SayAsync("上月");
        await _chat.SayAsync("不留");
        Assert.Contains("编号", await _chat.SayAsync("对"), StringComparison.Ordinal);
    }

    private string Number => _chat.Cases.All[0].Number!.Value.Value;

    [Theory]
    [InlineData("那路灯修得怎样了")]
    [InlineData("路灯几时能修好")]
    [InlineData("灯到底修不修")]
    [InlineData("有没有人来看过")]
    [InlineData("下个月之前能弄好吗")]
    [InlineData("能不能催一下")]
    public async Task Who_asks_how_far_it_is_is_told(string text)
    {
        await LampAsync();

        Assert.Contains($"您的事（{Number}）现在：正在转给单位。由城管局办理", await _chat.SayAsync(text), StringComparison.Ordinal);

        Assert.DoesNotContain(text, Assert.Single(_chat.Cases.All).RawText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("跟进的代表叫什么")]
    [InlineData("是哪个代表")]
    public async Task Who_asks_for_the_deputy_is_told_the_name(string text)
    {
        await LampAsync();

        Assert.Contains(The.Directory.Deputy(_chat.Cases.All[0].Deputy)!.Name, await _chat.SayAsync(text), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("他们不修怎么办")]
    [InlineData("是归交警管吗")]
    [InlineData("别人也反映过吗")]
    [InlineData("能不能换个单位")]
    public async Task What_is_not_known_is_put_before_staff_with_the_case(string text)
    {
        await LampAsync();

        var said = await _chat.SayAsync(text);

        Assert.Contains("请工作人员答复您", said, StringComparison.Ordinal);
        var made = Assert.Single(_chat.Cases.All);
        Assert.Contains(_chat.Last.Triage, t => t.Reason == "asked" && t.Severity == Severity.P2 && t.CaseId == made.Id.Value);
        Assert.EndsWith(text, made.RawText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("别跟物业讲是我报的")]
    [InlineData("不要让居委会知道是我说的")]
    public async Task Who_must_not_be_named_is_not_and_staff_see_it(string text)
    {
        await LampAsync();

        Assert.Contains("不让对方知道", await _chat.SayAsync(text), StringComparison.Ordinal);

        var made = Assert.Single(_chat.Cases.All);
        Assert.Equal("yes", made.Slots["confidential"]);
        Assert.Contains(_chat.Last.Triage, t => t.Reason == "confidential" && t.CaseId == made.Id.Value);
        Assert.DoesNotContain("请问", _chat.Said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("修灯的师傅看了一眼就走了")]
    [InlineData("没有灯，我婆婆昨晚摔了")]
    public async Task More_of_the_same_goes_to_the_case_whatever_it_sounds_like(string text)
    {
        await LampAsync();

        Assert.Contains($"补充到{Number}", await _chat.SayAsync(text), StringComparison.Ordinal);
        Assert.Single(_chat.Cases.All);
    }

    [Theory]
    [InlineData("我们楼电梯也坏了")]
    [InlineData("沙洲村的路灯也坏了，那边没人管")]
    [InlineData("低保怎么申请")]
    public async Task Another_matter_is_still_another_matter(string text)
    {
        await LampAsync();

        Assert.DoesNotContain("补充到", await _chat.SayAsync(text), StringComparison.Ordinal);
        Assert.DoesNotContain(text, _chat.Cases.All[0].RawText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("我不想投诉路灯了")]
    [InlineData("我撤诉")]
    public async Task It_is_taken_back_in_other_words(string text)
    {
        await LampAsync();

        Assert.Contains("撤回了", await _chat.SayAsync(text), StringComparison.Ordinal);
    }
}
