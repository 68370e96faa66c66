using System.Text.Json.Nodes;
using StationBot.Handling.Messages;
using StationBot.Platform.Callbacks;
using StationBot.Platform.Calls;
using StationBot.Tests.Channels.BotProtocol;

namespace StationBot.Tests.Channels.WeCom;

/// <summary>What customers of 微信客服 do, from their phone through pulls to the store and back. wechat.md §19.</summary>
public sealed class KfConversationTests
{
    private const string Send = "/cgi-bin/kf/send_msg";
    private const string Sync = "/cgi-bin/kf/sync_msg";
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

    [Theory]
    [InlineData("/:ok", "👌")]
    [InlineData("三天没人清运了[微笑]", "三天没人清运了")]
    [InlineData("再不解决我就带[Bomb]去街道", "再不解决我就带炸弹去街道")]
    public async Task A_customers_faces_are_read_as_in_every_chat(string written, string understood)
    {
        await using var station = await WeComStation.OpenAsync();

        await station.Kf.SendAsync(Customer, written, Cancel);
        await station.UntilAsync(() => !station.Dialog.Turns.IsEmpty);

        Assert.Equal(understood, station.Dialog.Turns.Single().Message.Text);
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

    public static TheoryData<Fault> Hiccups => [new Fault.Code(-1), new Fault.Html(502), new Fault.Reset()];

    [Theory]
    [MemberData(nameof(Hiccups))]
    public async Task A_pull_that_fails_is_tried_again_at_once_with_the_callbacks_token(Fault hiccup)
    {
        await using var station = await WeComStation.OpenAsync(("PullEvery", "1.00:00:00"), ("CustomerService:0:OpenKfIds:0", WeComStation.OpenKfId));
        // The first round of the start is over; the next is a day away.
        await station.UntilAsync(() => station.Platform.CallsTo(Sync).Count == 1);
        station.Platform.Faults.Next(Sync, hiccup, times: 3);

        await station.Kf.SendAsync(Customer, "路灯坏了", Cancel);
        await station.UntilAsync(() => station.Kf.Phone(Customer).Received.Count == 1, TimeSpan.FromSeconds(1));

        var called = station.Platform.CallsTo(Sync).Skip(1).ToList();
        Assert.Equal(4, called.Count);
        Assert.Single(called.Select(c => c.Text("token")).Distinct());
        Assert.NotEmpty(called[0].Text("token"));
    }

    [Fact]
    public async Task A_platform_gone_round_in_circles_is_left_alone_until_the_next_round()
    {
        await using var station = await WeComStation.OpenAsync(("CustomerService:0:OpenKfIds:0", WeComStation.OpenKfId));
        await station.Kf.SendAsync(Customer, "一", Cancel);
        await station.UntilAsync(() => station.Kf.Phone(Customer).Received.Count == 1);
        var before = station.Platform.CallsTo(Sync).Count;
        station.Kf.GiveEmptyPages(1000);

        await station.Kf.SendAsync(Customer, "二", Cancel);
        for (var i = 0; i < 20; i++)
        {
            station.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(10, Cancel);
        }

        Assert.InRange(station.Platform.CallsTo(Sync).Count - before, 1, 4);
        await station.UntilAsync(() => station.ReadAsync(db => db.ChannelLog.Any(e => e.What == "kf/sync_msg" && e.Outcome == "stuck")));
        station.Kf.GiveEmptyPages(0);
        await station.UntilAsync(() => station.Kf.Phone(Customer).Received.Count == 2, TimeSpan.FromSeconds(5));
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
    public async Task Photos_places_and_unknown_kinds()
    {
        await using var station = await WeComStation.OpenAsync();
        var media = station.Desk.Media.Add([0xFF, 0xD8, 0xFF, 0xE0, 1, 2, 3], "image/jpeg", "p.jpg");

        await station.Kf.SendAsync(Customer, "image", new JsonObject { ["media_id"] = media }, Cancel);
        await station.UntilAsync(() => station.Dialog.Turns.Count == 1);
        await station.Kf.SendAsync(Customer, "location", new JsonObject { ["latitude"] = 30.1, ["longitude"] = 120.2, ["name"] = "书香里", ["address"] = "清禾区书香路1号" }, Cancel);
        await station.UntilAsync(() => station.Dialog.Turns.Count == 2);
        await station.Kf.SendAsync(Customer, "business_card", new JsonObject { ["userid"] = "x" }, Cancel);
        await station.UntilAsync(() => station.Dialog.Turns.Count == 3); // a card is answered too

        Assert.Equal("image/jpeg", Assert.Single(station.Dialog.Turns.First().Message.Files).ContentType);
        Assert.Contains("清禾区书香路1号", station.Dialog.Turns.ElementAt(1).Message.Pin!.Name!, StringComparison.Ordinal);
        Assert.Equal("", station.Dialog.Turns.Last().Message.Text);
        await station.UntilAsync(() => station.ReadAsync(db => db.ChannelLog.Any(e => e.What == "media/get" && e.Outcome == "ok")));
    }

    [Fact]
    public async Task A_photo_that_cannot_be_kept_is_told_to_the_customer_and_to_staff()
    {
        await using var station = await WeComStation.OpenAsync();
        var media = station.Desk.Media.Add([0, 0, 0, 24, .. "ftypheic"u8, .. new byte[40]], "image/heic", "p.heic");

        await station.Kf.SendAsync(Customer, "image", new JsonObject { ["media_id"] = media }, Cancel);

        await station.UntilAsync(() => station.Kf.Phone(Customer).Texts.Any(t => t.Contains("没能存下来", StringComparison.Ordinal)));
        Assert.Equal(["file_lost"], await station.ReadAsync(db => db.TriageItems.Select(t => t.Reason).ToList()));
    }

    [Fact]
    public async Task What_nobody_foresaw_is_kept_with_its_fields()
    {
        await using var station = await WeComStation.OpenAsync();

        await station.Kf.SendAsync(Customer, "business_card", new JsonObject { ["userid"] = "the-card-of-7" }, Cancel);
        await station.Kf.SendAsync(Customer, "link", new JsonObject { ["title"] = "停水通知", ["url"] = "https://example.org/7" }, Cancel);
        await station.Kf.SendAsync(Customer, "location", new JsonObject { ["latitude"] = 30.1234, ["longitude"] = 120.2, ["name"] = "书香里" }, Cancel);
        await station.UntilAsync(() => station.Dialog.Turns.Count == 3);
        await station.UntilAsync(async () => (await station.LogAsync("wecom-kf", Conversation)).Count(t => t.Direction == MessageDirection.In) == 3);

        var raw = string.Concat((await station.LogAsync("wecom-kf", Conversation)).Select(t => t.Raw));
        Assert.All(["the-card-of-7", "https://example.org/7", "30.1234"], field => Assert.Contains(field, raw, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_place_that_is_none_stops_nothing_behind_it()
    {
        await using var station = await WeComStation.OpenAsync();

        await station.Kf.SendAsync(Customer, "location", new JsonObject { ["latitude"] = "NaN", ["longitude"] = "Infinity" }, Cancel);
        await station.Kf.SendAsync(Customer, "路灯坏了", Cancel);

        await station.UntilAsync(() => station.Dialog.Turns.Any(t => t.Message.Text == "路灯坏了"));
    }

    [Fact]
    public async Task What_happens_under_a_name_nobody_knows_is_kept_and_answers_no_question()
    {
        await using var station = await WeComStation.OpenAsync();
        station.Dialog.Script = (turn, _) => ValueTask.FromResult(turn.Message.Text == "好了"
            ? ScriptedDialog.Saying() with { Replies = [new Reply("对吗？", Ask.Confirm, ["对，提交", "要改"])] }
            : ScriptedDialog.Echo(turn));
        await station.Kf.SendAsync(Customer, "好了", Cancel);
        await station.UntilAsync(() => station.Kf.Phone(Customer).Received.Count == 1);

        await station.Kf.HappenAsync("something_of_2027", null, Cancel);
        await station.Kf.HappenAsync("something_of_2027", Customer, Cancel);
        await station.UntilAsync(async () => (await station.LogAsync("wecom-kf", Conversation)).Count == 3);
        await station.Kf.SendAsync(Customer, "2", Cancel);
        await station.UntilAsync(() => station.Dialog.Turns.Count == 2);

        Assert.Contains("something_of_2027", (await station.LogAsync("wecom-kf", Conversation))[2].Raw, StringComparison.Ordinal);
        Assert.Equal("要改", station.Dialog.Turns.Last().Message.Text);
        await station.UntilAsync(() => station.ReadAsync(db => db.ChannelLog.Any(e => e.What == "kf something_of_2027" && e.Outcome == "ignored")));
    }
}
