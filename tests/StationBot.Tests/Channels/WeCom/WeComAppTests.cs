using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using StationBot.Channels.Sending;
using StationBot.Channels.WeCom;

namespace StationBot.Tests.Channels.WeCom;

/// <summary>Messages that the station begins: to members, parties and tags. wechat.md §18.</summary>
public sealed class WeComAppTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Text_markdown_and_cards_reach_users_parties_and_tags_and_nobodies_are_named()
    {
        await using var station = await WeComStation.OpenAsync();
        station.App.Members = new HashSet<string> { "WangWu", "LiSi", "ZhaoLiu" };
        (station.App.Parties["2"], station.App.Tags["7"]) = (["LiSi"], ["ZhaoLiu"]);
        var app = station.Services.GetRequiredService<WeComApp>();

        var sent = await app.SendTextAsync(station.App.Name, new WeComReceivers(["WangWu", "Gone"], ["2", "9"], ["7", "8"]), "今天有三件", Cancel);
        var markdown = await app.SendMarkdownAsync(station.App.Name, WeComReceivers.User("WangWu"), "**三件**", Cancel);
        var card = await app.SendTemplateCardAsync(station.App.Name, WeComReceivers.User("WangWu"), new JsonObject { ["card_type"] = "button_interaction" }, Cancel);

        Assert.IsType<SendOutcome.Sent>(sent.Outcome);
        Assert.Equal(["Gone", "9", "8"], [.. sent.InvalidUsers, .. sent.InvalidParties, .. sent.InvalidTags]);
        Assert.All([markdown, card], r => Assert.IsType<SendOutcome.Sent>(r.Outcome));
        Assert.Equal(["text", "markdown", "template_card"], station.App.Phone("WangWu").Received.Select(m => m.MsgType));
        Assert.Equal(["今天有三件"], station.App.Phone("LiSi").Texts);
        Assert.Equal(["今天有三件"], station.App.Phone("ZhaoLiu").Texts);
    }

    [Fact]
    public async Task What_the_platform_would_discard_is_not_sent_but_waits()
    {
        await using var station = await WeComStation.OpenAsync();
        var app = station.Services.GetRequiredService<WeComApp>();
        for (var i = 0; i < 30; i++)
        {
            Assert.IsType<SendOutcome.Sent>((await app.SendTextAsync(station.App.Name, WeComReceivers.User("WangWu"), $"第{i}条", Cancel)).Outcome);
        }

        var over = Assert.IsType<SendOutcome.Failed>((await app.SendTextAsync(station.App.Name, WeComReceivers.User("WangWu"), "第30条", Cancel)).Outcome);

        Assert.Equal((SendFailure.Throttled, FailurePolicy.Retry, TimeSpan.FromMinutes(1)), (over.Why, over.Then, over.RetryAfter));
        Assert.IsType<SendOutcome.Sent>((await app.SendTextAsync(station.App.Name, WeComReceivers.User("LiSi"), "您好", Cancel)).Outcome);
        station.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.IsType<SendOutcome.Sent>((await app.SendTextAsync(station.App.Name, WeComReceivers.User("WangWu"), "第30条", Cancel)).Outcome);
        Assert.Equal(31, station.App.Phone("WangWu").Received.Count);
    }

    [Fact]
    public void A_limit_holds_for_every_span()
    {
        var clock = The.Clock;
        var limit = new SlidingLimit(clock, (2, TimeSpan.FromMinutes(1)), (3, TimeSpan.FromHours(1)));

        Assert.Equal([null, null, TimeSpan.FromMinutes(1)], Enumerable.Range(0, 3).Select(_ => limit.Take()));
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Null(limit.Take());
        Assert.Equal(TimeSpan.FromMinutes(59), limit.Take());
        clock.Advance(TimeSpan.FromMinutes(61));
        Assert.True(limit.IsIdle);
        Assert.Null(limit.Take());
    }
}
