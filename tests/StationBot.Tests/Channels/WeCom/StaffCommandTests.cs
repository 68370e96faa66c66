using StationBot.Channels.Sending;
using StationBot.Channels.WeCom;
using StationBot.Conversations.Definitions;
using StationBot.Handling.Cases;

namespace StationBot.Tests.Channels.WeCom;

/// <summary>What members write about a case, by the words of the shipped dialogs.</summary>
public sealed class StaffCommandTests
{
    private static readonly StaffCommands Commands = new(Words(), new TheDistrict());

    [Theory]
    [InlineData("QH20261127-0001 已签收", "QH20261127-0001", "已签收")]
    [InlineData(" 【民情】qh20261127-0001：已签收。", "QH20261127-0001", "已签收。")]
    [InlineData("请看QH20261127-0001 已签收", "QH20261127-0001", "")]
    [InlineData("已签收", null, null)]
    public void A_number_says_of_what_the_words_are_only_at_the_beginning(string text, string? number, string? rest)
    {
        var message = StaffCommands.Message(text);

        Assert.Equal((number, rest), (message?.Number.Value, message?.Rest));
    }

    [Theory]
    [InlineData("签收不了", null)]
    [InlineData("已签收", CaseAction.Acknowledge)]
    [InlineData("已联系，居民同意", CaseAction.Progress)]
    [InlineData("已联系居民", null)]
    [InlineData("协办意见：没有意见", CaseAction.GiveCoOpinion)]
    [InlineData("催办", CaseAction.Nudge)]
    [InlineData("", null)]
    public void A_word_of_a_step_is_a_whole_word(string rest, CaseAction? action) => Assert.Equal(action, Commands.Read(rest, "LiGong", "urban")?.Action);

    [Fact]
    public void A_replys_parts_go_where_their_labels_say_and_nothing_of_it_is_lost()
    {
        var reply = Assert.IsType<ReplyData>(Commands.Read("答复：列入计划 依据：明年预算已批。 诉求2：路面年底修好 诉求1：路灯下周装好 承诺：装路灯，2026-12-10", "LiGong", "urban")!.Data);

        Assert.Equal(("依据：明年预算已批。", ReplyClass.Planned), (reply.Text, reply.Class!.Value));
        Assert.Equal([new DemandAnswer(2, "路面年底修好"), new DemandAnswer(1, "路灯下周装好")], reply.Answers!);
        Assert.Equal([new Promise("装路灯", new DateOnly(2026, 12, 10))], reply.Commitments!);
        Assert.Null(Commands.Read("答复 修好了", "LiGong", "urban")!.Data);
    }

    private static ChannelWords Words()
    {
        var words = new ChannelWords();
        foreach (var (key, text) in DialogLoader.Load(Path.Combine(AppContext.BaseDirectory, "dialogs")).Channels)
        {
            words.Texts[key] = text;
        }
        return words;
    }
}
