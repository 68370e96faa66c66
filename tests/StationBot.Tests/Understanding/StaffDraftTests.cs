using Microsoft.Extensions.DependencyInjection;
using StationBot.Understanding.Llm;

namespace StationBot.Tests.Understanding;

/// <summary>Drafts for staff: only what the material says, nothing that promises, nobody's number.</summary>
public sealed class StaffDraftTests
{
    private const string Words = "书香里东门垃圾3天没清,我电话13800138000";
    private const string Answer = "已于11月24日安排清运,今后每天2次,联系人13900139000";

    [Fact]
    public async Task A_summary_is_written_from_what_was_told_without_personal_data()
    {
        await using var model = await ModelStandIn.Saying("""{"text":"书香里东门垃圾3天没人清运。"}""");

        var draft = await Drafts(model, d => d.SummaryAsync(Words, TestContext.Current.CancellationToken));

        Assert.Equal("书香里东门垃圾3天没人清运。", draft.Text);
        Assert.Equal(1000, draft.Use!.InputTokens + draft.Use.OutputTokens);
        Assert.DoesNotContain("13800138000", model.Read(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reply_takes_its_facts_from_the_departments_answer()
    {
        await using var model = await ModelStandIn.Saying("""{"text":"您反映的垃圾11月24日已安排清运,今后每天2次。有新情况请随时告诉我们。"}""");

        var draft = await Drafts(model, d => d.ReplyAsync(Words, Answer, TestContext.Current.CancellationToken));

        Assert.Contains("每天2次", draft.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("13900139000", model.Read(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"text":"保证解决您的问题。"}""", "it promises")]
    [InlineData("""{"text":"我们一定会处理好。"}""", "it promises")]
    [InlineData("""{"text":"将于12月5日前清运。"}""", "it says a number that nobody told")]
    [InlineData("""{"text":"已联系[P1]。"}""", "it says a number that nobody told")]
    [InlineData("""{"text":""}""", "empty")]
    [InlineData("好的,这是回复", "not the agreed JSON")]
    [InlineData("""{"text":"好","send":true}""", "not the agreed JSON")]
    public async Task What_staff_may_not_send_is_thrown_away(string content, string why)
    {
        await using var model = await ModelStandIn.Saying(content);

        var draft = await Drafts(model, d => d.ReplyAsync(Words, Answer, TestContext.Current.CancellationToken));

        Assert.Equal((null, why), (draft.Text, draft.Why));
    }

    [Fact]
    public async Task Without_a_model_staff_are_told_so()
    {
        await using var services = ModelSorterTests.Services(new Dictionary<string, string?>());

        var draft = await services.GetRequiredService<StaffDrafts>().SummaryAsync(Words, TestContext.Current.CancellationToken);

        Assert.Equal((null, "no model is configured"), (draft.Text, draft.Why));
    }

    private static async Task<StaffDraft> Drafts(ModelStandIn model, Func<StaffDrafts, Task<StaffDraft>> write)
    {
        await using var services = ModelSorterTests.Services(model);
        return await write(services.GetRequiredService<StaffDrafts>());
    }
}
