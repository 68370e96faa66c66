using System.Xml.Linq;
using StationBot.Handling.Messages;
using StationBot.Platform.Callbacks;

namespace StationBot.Tests.Channels.WeChat;

/// <summary>What a callback says and the bot does not need stays with the stored message, for people. wechat.md §5, §6.</summary>
public sealed class WeChatFieldTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_place_with_a_name_keeps_where_it_is()
    {
        var (station, raw) = await StoredAsync(Inbound.Location(30.1234, 120.2345, "书香里小区3号楼", 17));
        await using var _ = station;

        Assert.Equal("书香里小区3号楼", station.Dialog.Turns.Single().Message.Pin!.Name);
        Assert.All(["30.1234", "120.2345", "\"scale\":17"], field => Assert.Contains(field, raw, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_place_that_is_none_is_no_point_in_the_sea()
    {
        var (station, raw) = await StoredAsync(Inbound.Of("location", Inbound.Cdata("Label", "")));
        await using var _ = station;

        Assert.Equal("", station.Dialog.Turns.Single().Message.Text);
        Assert.DoesNotContain("latitude", raw, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_keeps_its_address_and_is_not_talked_about_by_it()
    {
        var (station, raw) = await StoredAsync(Inbound.Link("小区停水通知", "明天停水", "https://example.org/a?b=1"));
        await using var _ = station;

        // Somebody else's words: staff read them, and nothing is made of them.
        Assert.True(station.Dialog.Turns.Single().Message is { Text: "", IsShared: true });
        Assert.Contains("小区停水通知", raw, StringComparison.Ordinal);
        Assert.Contains("https://example.org/a?b=1", raw, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_nobody_foresaw_is_kept_with_its_fields_but_not_with_who_sent_it()
    {
        var (station, raw) = await StoredAsync(Inbound.Of("hologram", new XElement("Shape", "cube"), new XElement("Info", new XElement("Depth", "7"), new XElement("Depth", "8")), new XElement("Owner", "o-the-resident")), "o-the-resident");
        await using var _ = station;

        Assert.All(["\"Shape\":\"cube\"", "\"Depth\":[\"7\",\"8\"]"], field => Assert.Contains(field, raw, StringComparison.Ordinal));
        Assert.DoesNotContain("o-the-resident", raw, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_nobody_foresaw_is_kept_in_bounds()
    {
        var (station, raw) = await StoredAsync(Inbound.Of("hologram", [new XElement("First", "seen"), .. Enumerable.Range(0, 300).Select(i => new XElement("F" + i, new string('长', 90)))]));
        await using var _ = station;

        Assert.Contains("\"First\":\"seen\"", raw, StringComparison.Ordinal);
        Assert.True(raw.Length < 6000, $"{raw.Length}");
    }

    [Theory]
    [InlineData("scancode_push")]
    [InlineData("scancode_waitmsg")]
    public async Task What_was_scanned_is_kept_and_who_waits_for_an_answer_gets_one(string name)
    {
        await using var station = await WeChatStation.OpenAsync();
        var scan = Inbound.EventOf(name, Inbound.Cdata("EventKey", "rselfmenu_0_1"), new XElement("ScanCodeInfo", Inbound.Cdata("ScanType", "qrcode"), Inbound.Cdata("ScanResult", "https://example.org/7")));

        var delivery = await station.Account.SendAsync(station.OpenId, scan, Cancel);

        var raw = (await station.LogAsync())[0].Raw;
        Assert.All(["\"ScanType\":\"qrcode\"", "https://example.org/7", "rselfmenu_0_1"], field => Assert.Contains(field, raw, StringComparison.Ordinal));
        Assert.Empty(station.Dialog.Turns);
        Assert.Equal(name == "scancode_waitmsg", delivery.Reply?.Text.Contains("打字", StringComparison.Ordinal) == true);
    }

    private static async Task<(WeChatStation, string Raw)> StoredAsync(Inbound inbound, string? openId = null)
    {
        var station = await WeChatStation.OpenAsync();
        var who = openId ?? station.OpenId;
        await station.Account.SendAsync(who, inbound, Cancel);
        var conversation = await station.Machine.Store.FindAsync(new ConversationKey("wechat", $"{station.Account.Name}/{who}"), Cancel);
        return (station, (await station.Machine.Store.ReadAsync(conversation!.Id, 0, 10, Cancel))[0].Raw);
    }
}
