using Microsoft.Extensions.DependencyInjection;
using StationBot.Handling.Messages;
using StationBot.Platform.Callbacks;
using StationBot.Platform.Calls;
using StationBot.Tests.Channels.BotProtocol;

namespace StationBot.Tests.Channels.WeCom;

/// <summary>Answers of an app that meet trouble on their way, and files that come with messages. wechat.md §18.</summary>
public sealed class WeComDeliveryTests
{
    private const string Send = "/cgi-bin/message/send";
    private const string Member = "WangWu";
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_photo_is_fetched_and_kept()
    {
        await using var station = await WeComStation.OpenAsync();
        var media = station.App.Media.Add([0xFF, 0xD8, 0xFF, 0xE0, 1, 2, 3], "image/jpeg", "p.jpg");

        await station.App.SendAsync(Member, Inbound.Image(media, station.App.Media.AddressOf(media)), Cancel);
        await station.UntilAsync(() => !station.Dialog.Turns.IsEmpty);

        var file = Assert.Single(station.Dialog.Turns.Single().Message.Files);
        var store = station.Services.GetRequiredService<IAttachmentStore>();
        await station.UntilAsync(async () => await store.OpenAsync(file.Url.Split('/')[^1], Cancel) is { } kept && Close(kept.Content), TimeSpan.FromSeconds(1));

        static bool Close(Stream content)
        {
            content.Dispose();
            return true;
        }
    }

    [Fact]
    public async Task A_token_that_is_no_longer_taken_is_renewed_once()
    {
        await using var station = await WeComStation.OpenAsync();
        await station.App.SendAsync(Member, "一", Cancel);
        await station.UntilAsync(() => station.App.Phone(Member).Received.Count == 1);
        station.App.Tokens.Expire();

        await station.App.SendAsync(Member, "二", Cancel);
        await station.UntilAsync(() => station.App.Phone(Member).Received.Count == 2);
        // The phone has the message a moment before the platform has noted the call.
        await station.UntilAsync(() => station.Platform.CallsTo(Send).Count == 3);

        Assert.Equal([0, 42001, 0], station.Platform.CallsTo(Send).Select(c => c.ErrCode));
        Assert.Equal(2, station.Platform.CallsTo("/cgi-bin/gettoken").Count);
    }

    [Fact]
    public async Task An_answer_whose_fate_is_unknown_is_sent_again_and_arrives_once()
    {
        await using var station = await WeComStation.OpenAsync();
        station.Platform.Faults.Next(Send, new Fault.LostAnswer());

        await station.App.SendAsync(Member, "路灯坏了", Cancel);
        await station.UntilAsync(() => station.Platform.CallsTo(Send).Count >= 2, TimeSpan.FromMilliseconds(200));
        await station.App.SendAsync(Member, "还有", Cancel);
        await station.UntilAsync(() => station.App.Phone(Member).Received.Count >= 2, TimeSpan.FromMilliseconds(200));

        Assert.Equal(["第1条:路灯坏了", "第2条:还有"], station.App.Phone(Member).Texts);
    }

    [Fact]
    public async Task While_the_platform_knows_the_words_it_is_asked_again_and_later_they_come_once_more_with_a_mark()
    {
        await using var station = await WeComStation.OpenAsync();
        station.Platform.Faults.Always(Send, new Fault.Spoiled(502));

        await station.App.SendAsync(Member, "路灯坏了", Cancel);
        await station.UntilAsync(async () => await station.StuckAsync() is [{ Retrying: false }], TimeSpan.FromSeconds(20));

        Assert.InRange(station.Platform.CallsTo(Send).Count, 5, 15);
        Assert.Equal(["第1条:路灯坏了", "（重发）第1条:路灯坏了"], station.App.Phone(Member).Texts);
        Assert.Contains("502", await station.HealthAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_answer_meant_twice_arrives_twice()
    {
        await using var station = await WeComStation.OpenAsync();
        station.Dialog.Script = (_, _) => ValueTask.FromResult(ScriptedDialog.Saying("好的，请说。"));

        await station.App.SendAsync(Member, "喂", Cancel);
        await station.App.SendAsync(Member, "喂喂", Cancel);
        await station.App.SendAsync(Member, "喂喂喂", Cancel);
        await station.UntilAsync(() => station.App.Phone(Member).Received.Count >= 3);

        Assert.All(station.App.Phone(Member).Texts, t => Assert.Equal("好的，请说。", t.TrimEnd('\u200B')));
        Assert.Equal("好的，请说。", station.App.Phone(Member).Texts[0]);
    }

    [Fact]
    public async Task A_message_and_its_photo_are_tied_to_their_lines()
    {
        await using var station = await WeComStation.OpenAsync();
        var media = station.App.Media.Add([0xFF, 0xD8, 0xFF, 0xE0, 1, 2, 3], "image/jpeg", "p.jpg");

        await station.App.SendAsync(Member, Inbound.Image(media, station.App.Media.AddressOf(media)), Cancel);
        await station.UntilAsync(() => station.ReadAsync(db => db.ChannelLog.Count(l => l.What == "callback image" || l.What == "media/get") == 2), TimeSpan.FromSeconds(1));

        var conversation = (await station.Store.FindAsync(new ConversationKey("wecom", $"{station.App.Name}/{Member}"), Cancel))!.Id;
        Assert.All(await station.ReadAsync(db => db.ChannelLog.Where(l => l.Direction == MessageDirection.In).ToList()), l => Assert.Equal((conversation, 1L), (l.ConversationId, l.Sequence)));
    }

    [Fact]
    public async Task Whoever_is_outside_the_app_is_held_for_and_an_address_that_is_not_trusted_waits()
    {
        await using var station = await WeComStation.OpenAsync();
        station.App.Members = new HashSet<string> { "LiSi" };

        await station.App.SendAsync(Member, "在吗", Cancel);
        await station.UntilAsync(async () => (await station.StuckAsync()).Count == 1);
        Assert.True(Assert.Single(await station.StuckAsync()).Held);
        station.App.AllowedAddresses = new HashSet<string> { "10.1.1.1" };
        await station.App.SendAsync("LiSi", "在吗", Cancel);
        await station.UntilAsync(() => station.Platform.CallsTo(Send).Any(c => c.ErrCode == 60020));
        station.App.AllowedAddresses = null;
        await station.UntilAsync(() => station.App.Phone("LiSi").Received.Count == 1, TimeSpan.FromSeconds(30));

        Assert.Single(await station.StuckAsync());
    }
}
