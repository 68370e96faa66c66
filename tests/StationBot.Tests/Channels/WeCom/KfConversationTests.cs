using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using StationBot.Channels.Bot;
using StationBot.Handling.Messages;
using StationBot.Platform.Callbacks;
using StationBot.Platform.Calls;
using StationBot.Tests.Channels.BotProtocol;

namespace StationBot.Tests.Channels.WeCom;

/// <summary>What customers of 微信客服 do, from their phone through pulls to the store and back. wechat.md §19.</summary>
public sealed class KfConversationTests
{
    private const string Sync = "/cgi-bin/kf/sync_msg";
    private const string Send = "/cgi-bin/kf/send_msg";
    private const string Customer = "wmAJ2GCAAAme1XQRC-NI-q0_ZM9ukoAw";
    private static readonly string Conversation = $"desk/{WeComStation.OpenKfId}/{Customer}";
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_message_is_pulled_after_the_callback_and_answered_under_an_id_of_ours()
    {
        await using var station = await WeComStation.OpenAsync();

        var delivery = await station.Kf.SendAsync(Customer, "书香里路灯坏了", Cancel);

        Assert.Equal(DeliveryEnd.Acknowledged, delivery.End);
        await station.UntilAsync(() => station.Kf.Phone(Customer).Received.Count == 1);
        Assert.Equal(["第1条:书香里路灯坏了"], station.Kf.Phone(Customer).Texts);
        Assert.Matches("^[0-9a-zA-Z_-]{1,32}$", Assert.Single(station.Platform.CallsTo(Send)).Text("msgid"));
        Assert.Equal(2, (await station.LogAsync("wecom-kf", Conversation)).Count);
    }

    [Fact]
    public async Task The_news_may_come_to_the_address_of_an_app_of_the_company()
    {
        await using var station = await WeComStation.OpenAsync();
        var notice = station.App.Prepare("sys", Inbound.EventOf("kf_msg_or_event", Inbound.Cdata("Token", ""), Inbound.Cdata("OpenKfId", WeComStation.OpenKfId)));
        station.Desk.CallbackUrl = station.Url + "/nowhere";
        await station.Kf.SendAsync(Customer, "路灯坏了", Cancel);

        await station.App.PostAsync(station.App.Wrap(notice), Cancel);

        await station.UntilAsync(() => station.Kf.Phone(Customer).Received.Count == 1);
    }

    [Fact]
    public async Task A_lost_callback_is_made_up_for_and_empty_pages_are_gone_through()
    {
        await using var station = await WeComStation.OpenAsync(("CustomerService:0:OpenKfIds:0", WeComStation.OpenKfId));
        (station.Desk.CallbackUrl, var right) = (station.Url + "/nowhere", station.Desk.CallbackUrl);
        Assert.True((await station.Kf.SendAsync(Customer, "路灯坏了", Cancel)).Failed);
        station.Kf.GiveEmptyPages(2);

        await station.UntilAsync(() => station.Kf.Phone(Customer).Received.Count == 1, TimeSpan.FromSeconds(5));

        station.Desk.CallbackUrl = right;
        await station.Kf.SendAsync(Customer, "还有", Cancel);
        await station.UntilAsync(() => station.Kf.Phone(Customer).Received.Count == 2);
        Assert.Equal(["第1条:路灯坏了", "第2条:还有"], station.Kf.Phone(Customer).Texts);
    }

    [Fact]
    public async Task Many_messages_of_a_page_keep_their_order_and_a_restart_repeats_none()
    {
        await using var station = await WeComStation.OpenAsync(("PullLimit", "3"), ("MessagesPerMessage", "20"));
        (station.Desk.CallbackUrl, var right) = (station.Url + "/nowhere", station.Desk.CallbackUrl);
        for (var i = 1; i <= 8; i++)
        {
            await station.Kf.SendAsync(Customer, $"{i}号楼", Cancel);
            station.Clock.Advance(TimeSpan.FromSeconds(1));
        }
        station.Desk.CallbackUrl = right;
        await station.Kf.NotifyAsync(Cancel);
        await station.UntilAsync(() => station.Dialog.Turns.Count == 8);
        await station.UntilAsync(async () => (await station.LogAsync("wecom-kf", Conversation)).Count == 16);
        Assert.Equal(Enumerable.Range(1, 8).Select(i => $"{i}号楼"), station.Dialog.Turns.Select(t => t.Message.Text));
        await station.EndMachineAsync();

        await station.AddMachineAsync();
        await station.Kf.SendAsync(Customer, "9号楼", Cancel);
        await station.UntilAsync(() => station.Dialog.Turns.Any(t => t.Message.Text == "9号楼"));

        Assert.Equal(9, station.Dialog.Turns.Count);
    }

    [Fact]
    public async Task Five_messages_and_then_it_waits_for_the_customer()
    {
        await using var station = await WeComStation.OpenAsync();
        await station.Kf.SendAsync(Customer, "路灯坏了", Cancel);
        await station.UntilAsync(() => station.Kf.Phone(Customer).Received.Count == 1);

        for (var i = 1; i <= 5; i++)
        {
            await AnnounceAsync(station, $"进展{i}");
        }
        await station.UntilAsync(async () => (await station.StuckAsync()).Count == 1);

        Assert.True(Assert.Single(await station.StuckAsync()).Held);
        Assert.Equal(5, station.Kf.Phone(Customer).Received.Count);
        Assert.Equal(0, station.Platform.CallsTo(Send).Count(c => c.ErrCode != 0));
        station.Clock.Advance(TimeSpan.FromSeconds(1));
        await station.Kf.SendAsync(Customer, "怎么样了", Cancel);
        await station.UntilAsync(() => station.Kf.Phone(Customer).Received.Count == 7);
        Assert.Contains("进展5", station.Kf.Phone(Customer).Texts);
        Assert.Empty(await station.StuckAsync());
    }

    [Fact]
    public async Task A_welcome_goes_out_by_its_code_and_the_link_names_the_station()
    {
        await using var station = await WeComStation.OpenAsync();

        await station.Kf.EnterAsync(Customer, "poster", "ST-QH-01", Cancel);

        await station.UntilAsync(() => station.Kf.Phone(Customer).Received.Count == 1);
        Assert.Equal("您好", station.Kf.Phone(Customer).Texts.Single());
        Assert.Single(station.Platform.CallsTo("/cgi-bin/kf/send_msg_on_event"));
        Assert.Equal("ST-QH-01", station.Dialog.Turns.Single().Message.EntryStation);
        // Again within 48 hours the platform gives no code, and nothing is said.
        await station.Kf.EnterAsync(Customer, "poster", "ST-QH-02", Cancel);
        await station.Kf.SendAsync(Customer, "路灯坏了", Cancel);
        await station.UntilAsync(() => station.Kf.Phone(Customer).Received.Count == 2);
        Assert.Equal("ST-QH-02", station.Dialog.Turns.Last().Message.EntryStation);
        Assert.Equal(2, station.Dialog.Turns.Count);
        Assert.Empty(await station.StuckAsync());
    }

    [Fact]
    public async Task Photos_places_and_unknown_kinds()
    {
        await using var station = await WeComStation.OpenAsync();
        var media = station.Desk.Media.Add([0xFF, 0xD8, 0xFF, 0xE0, 1, 2, 3], "image/jpeg", "p.jpg");

        await station.Kf.SendAsync(Customer, "image", new JsonObject { ["media_id"] = media }, Cancel);
        await station.UntilAsync(() => station.Dialog.Turns.Count == 1);
        await station.Kf.SendAsync(Customer, "location", new JsonObject { ["latitude"] = 30.1, ["longitude"] = 120.2, ["name"] = "书香里", ["address"] = "清禾区书香路1号" }, Cancel);
        await station.UntilAsync(() => station.Dialog.Turns.Count == 2);
        await station.Kf.SendAsync(Customer, "business_card", new JsonObject { ["userid"] = "x" }, Cancel);
        await station.UntilAsync(async () => (await station.LogAsync("wecom-kf", Conversation)).Count == 5);

        Assert.Equal("image/jpeg", Assert.Single(station.Dialog.Turns.First().Message.Files).ContentType);
        Assert.Contains("清禾区书香路1号", station.Dialog.Turns.Last().Message.Text, StringComparison.Ordinal);
        await station.UntilAsync(() => station.ReadAsync(db => db.ChannelLog.Any(e => e.What == "media/get" && e.Outcome == "ok")));
    }

    [Fact]
    public async Task A_send_whose_fate_is_unknown_arrives_once_and_one_that_fails_later_is_noted()
    {
        await using var station = await WeComStation.OpenAsync();
        station.Platform.Faults.Next(Send, new Fault.LostAnswer());

        await station.Kf.SendAsync(Customer, "路灯坏了", Cancel);
        await station.UntilAsync(() => station.Platform.CallsTo(Send).Count == 2, TimeSpan.FromMilliseconds(200));
        Assert.Single(station.Platform.CallsTo(Send).Select(c => c.Text("msgid")).Distinct());
        Assert.Single(station.Kf.Phone(Customer).Received);
        station.Kf.FailNextMessage(failType: 4);
        await station.Kf.SendAsync(Customer, "还有", Cancel);
        await station.UntilAsync(() => station.Platform.CallsTo(Send).Count == 3, TimeSpan.FromMilliseconds(200));
        await station.Kf.NotifyAsync(Cancel);

        await station.UntilAsync(() => station.ReadAsync(db => db.ChannelLog.Any(e => e.What == "msg_send_fail" && e.Code == 4 && e.ConversationId != null)));
    }

    private static async Task AnnounceAsync(WeComStation station, string text)
    {
        var conversation = await station.Store.FindAsync(new ConversationKey("wecom-kf", Conversation), Cancel);
        Assert.True(await station.Services.GetRequiredService<ProactiveTurns>().SendAsync(conversation!, ScriptedDialog.Saying(text), Cancel));
    }
}
