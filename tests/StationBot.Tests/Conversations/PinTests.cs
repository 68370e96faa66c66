using StationBot.Handling.Messages;
using StationBot.Tests.Understanding;

namespace StationBot.Tests.Conversations;

/// <summary>A map pin is the place, whatever the map calls it, and never the matter; an article is nobody's own words. wechat.md §5.</summary>
public sealed class PinTests
{
    private readonly Conversation _chat = new(sorter: Sorting.Offline);

    private string? Line(string of) => _chat.Said.Split('\n').FirstOrDefault(l => l.Contains(of, StringComparison.Ordinal));

    [Theory]
    [InlineData("清禾区清风路1号(书香里小区)")]
    [InlineData("污水处理厂")]
    [InlineData("人民医院(急诊科)")]
    [InlineData("老年公寓")]
    [InlineData("清禾区信访局")]
    [InlineData("精神病医院")]
    [InlineData("120急救中心")]
    [InlineData("广东省广州市海珠区艺苑路12号")]
    public async Task A_pin_that_comes_first_is_the_place_of_what_is_told_next(string place)
    {
        var said = await _chat.ShareAsync(new MapPin(place, 30.1, 120.2));
        Assert.Contains("那里是什么事", said, StringComparison.Ordinal);
        Assert.Empty(_chat.Last.Flags);

        await _chat.SayAsync("路灯坏了三天了");
        await _chat.SayAsync("不留");

        Assert.Equal("① 事情：路灯坏了三天了", Line("事情："));
        Assert.EndsWith("地点：" + place, Line("地点："), StringComparison.Ordinal);
        Assert.Contains("城管局", Line("拟转："), StringComparison.Ordinal);
        Assert.Empty(_chat.Last.Flags);
    }

    [Theory]
    [InlineData("老年公寓", "老年公寓")]
    [InlineData(null, "地图上的位置（北纬39.9，东经116.4）")]
    public async Task A_pin_answers_where(string? name, string place)
    {
        await _chat.SayAsync("门口的垃圾站三天没人清运了");
        Assert.Equal(Ask.Place, _chat.Asked);

        await _chat.ShareAsync(new MapPin(name, 39.9, 116.4));
        Assert.Equal(Ask.Contact, _chat.Asked);
        await _chat.SayAsync("不留");

        Assert.EndsWith("地点：" + place, Line("地点："), StringComparison.Ordinal);
        Assert.EndsWith("门口的垃圾站三天没人清运了", Line("事情："), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_question_is_put_once_more_and_at_the_summary_the_pin_stands_beside_what_was_told()
    {
        await _chat.SayAsync("书香里小区门口的垃圾站三天没人清运了");
        Assert.Equal(Ask.Contact, _chat.Asked);

        Assert.Contains("电话", await _chat.ShareAsync(new MapPin("清风路8号", 39.9, 116.4)), StringComparison.Ordinal);
        Assert.Equal(Ask.Contact, _chat.Asked);
        await _chat.SayAsync("不留");
        Assert.EndsWith("（清风路8号）", Line("地点："), StringComparison.Ordinal);

        await _chat.ShareAsync(new MapPin("清风路10号", 39.9, 116.4));

        Assert.Equal(Ask.Confirm, _chat.Asked);
        Assert.EndsWith("书香里小区（清风路10号）", Line("地点："), StringComparison.Ordinal);
        Assert.DoesNotContain("清风路", Line("事情："), StringComparison.Ordinal);
        await _chat.SayAsync("对");
        Assert.Single(_chat.Cases.All);
    }

    [Fact]
    public async Task A_pin_in_another_community_is_the_place_instead()
    {
        await _chat.SayAsync("书香里小区门口的垃圾站三天没人清运了");
        await _chat.SayAsync("不留");

        await _chat.ShareAsync(new MapPin("桂花园", 39.9, 116.4));

        Assert.EndsWith("地点：桂花园", Line("地点："), StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_a_danger_a_pin_is_told_like_everything_else()
    {
        await _chat.SayAsync("着火了快来人");

        await _chat.ShareAsync(new MapPin("书香里小区3号楼", 39.9, 116.4));

        Assert.Equal(ConversationStage.Emergency, _chat.Record.Stage);
    }

    [Fact]
    public async Task A_shared_article_raises_nothing_and_its_reader_is_asked_for_words_of_their_own()
    {
        Assert.Contains("链接收到了", await _chat.ShareAsync(null), StringComparison.Ordinal);
        await _chat.SayAsync("门口的垃圾站三天没人清运了");

        Assert.Contains("链接收到了", await _chat.ShareAsync(null), StringComparison.Ordinal);

        Assert.Equal(Ask.Place, _chat.Asked);
        Assert.Empty(_chat.Last.Flags);
    }

    [Theory]
    [InlineData("清河大桥")]
    [InlineData("精神病医院")]
    [InlineData("清禾区信访局")]
    public async Task A_pin_after_the_number_is_one_more_word_to_the_case(string place)
    {
        await _chat.SayAsync("书香里小区门口的垃圾站三天没人清运了,气味很大");
        await _chat.SayAsync("不留");
        await _chat.SayAsync("对");

        var said = await _chat.ShareAsync(new MapPin(place, 30.1, 120.2));

        Assert.Contains("补充到", said, StringComparison.Ordinal);
        Assert.DoesNotContain("110", said, StringComparison.Ordinal);
        Assert.Contains(place, Assert.Single(_chat.Cases.All).RawText, StringComparison.Ordinal);
        Assert.Empty(_chat.Last.Flags);
    }

    [Fact]
    public async Task A_pin_to_a_human_begins_no_matter()
    {
        await _chat.SayAsync("人工");

        Assert.DoesNotContain("什么时候开始", await _chat.ShareAsync(new MapPin("", 30.1, 120.2)), StringComparison.Ordinal);
    }
}
