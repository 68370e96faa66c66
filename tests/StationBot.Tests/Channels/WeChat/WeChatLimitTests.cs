using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using StationBot.Channels.WeChat;
using StationBot.Handling.Messages;
using StationBot.Platform.Calls;
using StationBot.Platform.Callbacks;
using StationBot.Platform.OfficialAccounts;
using StationBot.Platform.Phones;
using StationBot.Tests.Channels.BotProtocol;

namespace StationBot.Tests.Channels.WeChat;

/// <summary>What the platform counts, refuses and reports, and what the station makes of it. wechat.md §10–12, §14, §15.</summary>
public sealed class WeChatLimitTests
{
    private const string Send = "/cgi-bin/message/custom/send";
    private const string Template = "/cgi-bin/message/template/send";
    private const string News = "您的事 QH20261123-0001 有新进展：已经修好了。";

    private static readonly (string, string)[] WithTemplate =
        [("Accounts:0:Template:Id", "T1"), ("Accounts:0:Template:Fields:character_string1", "{caseNo}"), ("Accounts:0:Template:Fields:thing3", "{text}")];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_quota_that_is_used_up_stops_this_call_until_midnight_and_no_other()
    {
        await using var station = await WroteAsync();
        station.Platform.Faults.Next(Send, new Fault.Code(45009));
        await station.AnnounceAsync(News);
        await station.UntilAsync(() => station.Machine.ReadAsync(db => db.Outbox.Any(o => o.Error == "Throttled 45009")).GetAwaiter().GetResult());

        Assert.Contains("quota is used up for " + Send, await HealthAsync(station), StringComparison.Ordinal);
        station.Clock.Advance(TimeSpan.FromHours(1));
        var photo = station.Account.Media.Add([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, 1, 2], "image/png", "p.png");
        await station.Account.SendAsync("oSomebodyElse0000000000000000", Inbound.Image(photo, station.Account.Media.AddressOf(photo)), Cancel);
        await station.Platform.Calls.WaitForAsync(c => c is { Path: "/cgi-bin/media/get" }, cancellationToken: Cancel);
        Assert.Single(station.Platform.CallsTo(Send));

        var midnight = new DateTimeOffset(station.Clock.GetUtcNow().ToOffset(TimeSpan.FromHours(8)).Date.AddDays(1), TimeSpan.FromHours(8));
        await station.UntilAsync(() => station.Platform.CallsTo(Send).Count > 1, TimeSpan.FromMinutes(10));

        Assert.True(station.Clock.GetUtcNow() >= midnight);
        await station.Phone.WaitForAsync(m => m.Text == News, cancellationToken: Cancel);
        Assert.Null(await HealthAsync(station));
    }

    [Fact]
    public async Task A_door_that_is_shut_shows_in_the_stations_health_for_a_day()
    {
        await using var station = await WroteAsync();
        station.Platform.Faults.Next(Send, new Fault.Code(48001));

        await station.AnnounceAsync(News);
        await StuckAsync(station);

        Assert.Contains("does not let this account use CustomerService", await HealthAsync(station), StringComparison.Ordinal);
        station.Clock.Advance(TimeSpan.FromHours(25));
        Assert.Null(await HealthAsync(station));
    }

    [Fact]
    public async Task A_back_off_ends_when_it_ends()
    {
        await using var station = await WroteAsync();
        station.Platform.Faults.Next(Send, new Fault.Code(-1));
        await station.AnnounceAsync(News);
        await station.UntilAsync(() => station.Machine.ReadAsync(db => db.Outbox.Any(o => o.Error == "Unavailable -1")).GetAwaiter().GetResult());

        station.Clock.Advance(TimeSpan.FromSeconds(4));

        await station.Phone.WaitForAsync(m => m.Text == News, cancellationToken: Cancel);
    }

    [Fact]
    public async Task A_notice_whose_values_are_refused_is_shortened_and_sent_once_more()
    {
        await using var station = await WroteAsync(WithTemplate);
        station.Account.Templates.Add("T1", "character_string1", "thing3");
        station.Platform.Faults.Next(Template, new Fault.Code(47003));
        station.Clock.Advance(TimeSpan.FromHours(49));

        await station.AnnounceAsync(News);
        var shown = await station.Phone.WaitForAsync(m => m.Kind == PhoneMessageKind.Template, cancellationToken: Cancel);
        await StuckAsync(station);

        Assert.Equal("QH20261123-0001", shown.Fields.Single(f => f.Key == "character_string1").Value);
        Assert.Equal("有新进展：已经修好了。", shown.Fields.Single(f => f.Key == "thing3").Value);
        Assert.Equal(2, station.Platform.CallsTo(Template).Count);
    }

    [Theory]
    [InlineData(47003, "Rejected template/send 47003")]
    [InlineData(99999, "Rejected template/send 99999")]
    public async Task News_whose_notice_is_refused_is_staffs_and_comes_with_the_residents_next_word(int code, string error)
    {
        await using var station = await WroteAsync(WithTemplate);
        station.Account.Templates.Add("T1", "character_string1", "thing3");
        station.Platform.Faults.Next(Template, new Fault.Code(code), 2);
        station.Clock.Advance(TimeSpan.FromHours(49));

        await station.AnnounceAsync(News);
        await StuckAsync(station);

        var stuck = Assert.Single(await station.StuckAsync());
        Assert.Equal((error, true), (stuck.Error, stuck.Held));
        Assert.Equal(code == 47003 ? 2 : 1, station.Platform.CallsTo(Template).Count);
        Assert.Equal(["undelivered"], await station.Machine.ReadAsync(db => db.TriageItems.Select(t => t.Reason).ToList()));
        Assert.StartsWith(News, (await station.Account.SendAsync(station.OpenId, "看看", Cancel)).Reply!.Text, StringComparison.Ordinal);
        Assert.Empty(await station.StuckAsync());
    }

    [Fact]
    public async Task News_whose_notice_had_no_answer_was_never_said_itself_and_is_not_said_again()
    {
        await using var station = await WroteAsync(("Accounts:0:Subscription:Id", "S1"), ("Accounts:0:Subscription:Fields:thing3", "{text}"));
        station.Account.Templates.Add("S1", "thing3");
        await station.Account.SendAsync(station.OpenId, SubscriptionEvent("subscribe_msg_popup_event", "SubscribeMsgPopupEvent", ("SubscribeStatusString", "accept")), Cancel);
        station.Account.Templates.Agree(station.OpenId, "S1", 1);
        station.Platform.Faults.Next("/cgi-bin/message/subscribe/bizsend", new Fault.LostAnswer());
        station.Clock.Advance(TimeSpan.FromHours(49));

        await station.AnnounceAsync(News);
        await StuckAsync(station);

        var stuck = Assert.Single(await station.StuckAsync());
        Assert.Equal(("TimedOut subscribe/bizsend 0", true), (stuck.Error, stuck.Held));
        Assert.StartsWith(News, (await station.Account.SendAsync(station.OpenId, "看看", Cancel)).Reply!.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_notice_that_went_out_is_logged_as_one_and_staff_hear_when_it_did_not_arrive()
    {
        await using var station = await WroteAsync(WithTemplate);
        station.Account.Templates.Add("T1", "character_string1", "thing3");
        station.Clock.Advance(TimeSpan.FromHours(49));
        await station.AnnounceAsync(News);
        await StuckAsync(station);
        var conversation = (await station.Machine.Store.FindAsync(station.Key, Cancel))!.Id;

        Assert.Equal("template/send", Assert.Single(await LinesAsync(station, conversation), l => l.What == "send").Outcome);
        var announced = Assert.Single(await station.StuckAsync()).Error!;
        Assert.StartsWith("Announced template/send ", announced, StringComparison.Ordinal);

        var number = long.Parse(announced.Split(' ')[2], System.Globalization.CultureInfo.InvariantCulture);
        var delivery = await station.Account.ReportTemplateAsync(station.OpenId, number, "failed:user block", Cancel);
        await station.Account.RepeatAsync(delivery, Cancel);

        Assert.Equal(["undelivered"], await station.Machine.ReadAsync(db => db.TriageItems.Select(t => t.Reason).ToList()));
        var stuck = Assert.Single(await station.StuckAsync());
        Assert.Equal(("NoWayOpen template/send 0", true), (stuck.Error, stuck.Held));
        var sent = Assert.Single(await LinesAsync(station, conversation), l => l.What == "send").Sequence;
        await station.UntilAsync(() => LinesAsync(station, conversation).GetAwaiter().GetResult().Any(l => l is { What: "callback TEMPLATESENDJOBFINISH", Outcome: "failed" } && l.Sequence == sent));

        // It goes with their next word, and the log says so.
        await station.Account.SendAsync(station.OpenId, "看看", Cancel);
        await station.UntilAsync(() => LinesAsync(station, conversation).GetAwaiter().GetResult().Any(l => l is { What: "send", Outcome: "reply" } && l.Sequence == sent));
    }

    [Fact]
    public async Task Of_two_notices_the_one_that_arrived_stays_announced()
    {
        await using var station = await WroteAsync(WithTemplate);
        station.Account.Templates.Add("T1", "character_string1", "thing3");
        station.Clock.Advance(TimeSpan.FromHours(49));
        await station.AnnounceAsync(News);
        await StuckAsync(station);
        await station.AnnounceAsync("您的事 QH20261123-0002 有新进展：转给住建局了。");
        await station.UntilAsync(() => station.Machine.Outbox.StuckAsync(10, Cancel).GetAwaiter().GetResult().Count == 2);
        long[] numbers = [.. (await station.StuckAsync()).Select(s => long.Parse(s.Error!.Split(' ')[2], System.Globalization.CultureInfo.InvariantCulture))];

        await station.Account.ReportTemplateAsync(station.OpenId, numbers[0], cancellationToken: Cancel);
        await station.Account.ReportTemplateAsync(station.OpenId, numbers[1], "failed: system failed", Cancel);

        Assert.Equal([$"Announced template/send {numbers[0]}", "NoWayOpen template/send 0"], (await station.StuckAsync()).Select(s => s.Error));
    }

    [Fact]
    public async Task A_subscription_notice_that_did_not_arrive_is_staffs_too_and_spends_what_was_agreed()
    {
        await using var station = await WroteAsync(("Accounts:0:Subscription:Id", "S1"), ("Accounts:0:Subscription:Fields:thing3", "{text}"));
        station.Account.Templates.Add("S1", "thing3");
        await station.Account.SendAsync(station.OpenId, SubscriptionEvent("subscribe_msg_popup_event", "SubscribeMsgPopupEvent", ("SubscribeStatusString", "accept")), Cancel);
        await station.Account.SendAsync(station.OpenId, SubscriptionEvent("subscribe_msg_popup_event", "SubscribeMsgPopupEvent", ("SubscribeStatusString", "accept")), Cancel);
        station.Account.Templates.Agree(station.OpenId, "S1", 2);
        station.Clock.Advance(TimeSpan.FromHours(49));
        await station.AnnounceAsync(News);
        await StuckAsync(station);
        Assert.Equal("Announced subscribe/bizsend", Assert.Single(await station.StuckAsync()).Error);
        var conversation = (await station.Machine.Store.FindAsync(station.Key, Cancel))!.Id;
        var sent = Assert.Single(await LinesAsync(station, conversation), l => l.What == "send").Sequence;

        await station.Account.SendAsync(station.OpenId, SubscriptionEvent("subscribe_msg_sent_event", "SubscribeMsgSentEvent", ("MsgID", "1700827132819554304"), ("ErrorCode", "43101"), ("ErrorStatus", "user refuse to accept the msg")), Cancel);

        Assert.Equal("NoWayOpen subscribe/bizsend 43101", Assert.Single(await station.StuckAsync()).Error);
        Assert.Equal(["undelivered"], await station.Machine.ReadAsync(db => db.TriageItems.Select(t => t.Reason).ToList()));
        await station.UntilAsync(() => LinesAsync(station, conversation).GetAwaiter().GetResult().Any(l => l is { What: "callback subscribe_msg_sent_event", Outcome: "failed", Code: 43101 } && l.Sequence == sent));
        await station.AnnounceAsync("您的事 QH20261123-0002 有新进展：转给住建局了。");
        await station.UntilAsync(() => station.Machine.Outbox.StuckAsync(10, Cancel).GetAwaiter().GetResult().Count == 2);
        Assert.Single(station.Platform.CallsTo("/cgi-bin/message/subscribe/bizsend"));
    }

    [Fact]
    public async Task Every_exchange_leaves_a_line_also_one_after_which_another_way_is_tried_at_once()
    {
        await using var station = await WroteAsync(WithTemplate);
        station.Account.Templates.Add("T1", "character_string1", "thing3");
        station.Platform.Faults.Next(Send, new Fault.Code(45015));
        station.Platform.Faults.Next(Template, new Fault.Code(47003));

        await station.AnnounceAsync(News);
        await StuckAsync(station);

        var conversation = (await station.Machine.Store.FindAsync(station.Key, Cancel))!.Id;
        var lines = (await LinesAsync(station, conversation)).Where(l => l.What == "send").ToArray();
        Assert.Equal([45015, 47003, 0], lines.Reverse().Select(l => l.Code).OrderBy(c => c == 0).ThenBy(c => c));
        Assert.Single(lines.Select(l => l.Sequence).Distinct());
    }

    [Fact]
    public async Task Late_answers_go_as_one_message()
    {
        await using var station = await WeChatStation.OpenAsync();
        await SlowlyAsync(station, "一", "二");

        await station.Phone.WaitForAsync(m => m.Kind == PhoneMessageKind.CustomerService, cancellationToken: Cancel);
        await station.UntilAsync(() => station.Machine.ReadAsync(db => !db.Outbox.Any()).GetAwaiter().GetResult());

        Assert.Equal(["一\n\n二"], station.Phone.Texts);
        var conversation = (await station.Machine.Store.FindAsync(station.Key, Cancel))!.Id;
        await station.UntilAsync(() => LinesAsync(station, conversation).GetAwaiter().GetResult().Where(l => l.What == "send").Select(l => l.Sequence).Distinct().Count() == 2);
    }

    [Fact]
    public async Task Late_answers_that_do_not_fit_into_one_message_go_in_as_few_as_they_fit_into()
    {
        await using var station = await WeChatStation.OpenAsync(CallbackMode.Safe, ("MaxTextBytes", "400"));
        var (first, second, third) = (new string('甲', 60), new string('乙', 60), new string('丙', 60));
        await SlowlyAsync(station, first, second, third);

        await station.UntilAsync(() => station.Phone.Texts.Count == 2);

        Assert.Equal([$"{first}\n\n{second}", third], station.Phone.Texts);
    }

    [Fact]
    public async Task Late_answers_of_one_message_share_its_fate()
    {
        await using var station = await WeChatStation.OpenAsync();
        station.Platform.Faults.Next(Send, new Fault.LostAnswer());
        await SlowlyAsync(station, "一", "二", "三", "四");

        await station.UntilAsync(() => station.Machine.Outbox.StuckAsync(10, Cancel).GetAwaiter().GetResult().Count == 4);

        Assert.Equal(["一\n\n二\n\n三\n\n四"], station.Phone.Texts);
        Assert.Single(await station.Machine.ReadAsync(db => db.TriageItems.ToList()));
    }

    [Fact]
    public async Task Late_answers_never_overtake_the_news_between_them()
    {
        await using var station = await WeChatStation.OpenAsync(CallbackMode.Safe, ("MessagesPerMessage", "3"), ("MessageWindow", "00:00:10"));
        await SlowlyAsync(station, TimeSpan.FromSeconds(15), "一");
        await StuckAsync(station);
        await station.AnnounceAsync("有进展了");
        await station.UntilAsync(() => station.Machine.Outbox.StuckAsync(10, Cancel).GetAwaiter().GetResult().Count == 2);

        await SlowlyAsync(station, TimeSpan.FromSeconds(3.9), "二");
        await station.UntilAsync(() => station.Machine.ReadAsync(db => !db.Outbox.Any()).GetAwaiter().GetResult());

        Assert.Equal(["一\n\n有进展了\n\n二"], station.Phone.Texts);
    }

    [Fact]
    public async Task A_long_message_stops_where_no_more_may_go_out()
    {
        await using var station = await WeChatStation.OpenAsync(CallbackMode.Safe, ("MaxTextBytes", "400"));
        await station.Account.SendAsync(station.OpenId, Inbound.Follow(), Cancel);

        await station.AnnounceAsync(string.Concat(Enumerable.Range(0, 5).Select(i => new string((char)('甲' + i), 120) + "。")));
        await StuckAsync(station);

        Assert.Equal(3, station.Platform.CallsTo(Send).Count);
        Assert.True(Assert.Single(await station.StuckAsync()).Held);
    }

    [Fact]
    public async Task A_recording_in_speex_is_kept_as_the_resident_was_told()
    {
        await using var station = await WeChatStation.OpenAsync();
        var voice = station.Account.Media.Add([.. Enumerable.Repeat((byte)0x36, 60)], "audio/speex", "v.speex");

        await station.Account.SendAsync(station.OpenId, Inbound.Of("voice", new System.Xml.Linq.XElement("MediaId", voice), new System.Xml.Linq.XElement("Format", "speex")), Cancel);

        var files = station.Machine.Services.GetRequiredService<IAttachmentStore>();
        var id = station.Dialog.Turns.Single().Message.Files.Single().Url.Split('/')[^1];
        StoredAttachment? kept = null;
        await station.UntilAsync(() =>
        {
            var found = files.OpenAsync(id, Cancel).GetAwaiter().GetResult();
            found?.Content.Dispose();
            return (kept = found?.File) is not null;
        });
        Assert.Equal(("audio/speex", 60L), (kept!.ContentType, kept.Bytes));
    }

    private static Inbound SubscriptionEvent(string name, string list, params (string Name, string Value)[] fields) => Inbound.EventOf(name, new System.Xml.Linq.XElement(list, new System.Xml.Linq.XElement(
        "List", [new System.Xml.Linq.XElement("TemplateId", "S1"), .. fields.Select(f => new System.Xml.Linq.XElement(f.Name, f.Value))])));

    private static Task SlowlyAsync(WeChatStation station, params string[] answers) => SlowlyAsync(station, TimeSpan.FromSeconds(3.9), answers);

    private static async Task SlowlyAsync(WeChatStation station, TimeSpan takes, params string[] answers)
    {
        var before = station.Dialog.Turns.Count;
        var model = new TaskCompletionSource();
        station.Dialog.Script = async (_, _) =>
        {
            await model.Task;
            return ScriptedDialog.Saying(answers);
        };
        var sending = station.Account.SendAsync(station.OpenId, "慢慢想", Cancel);
        await station.UntilAsync(() => station.Dialog.Turns.Count > before);
        station.Clock.Advance(TimeSpan.FromSeconds(3.9));
        await sending;
        station.Clock.Advance(takes - TimeSpan.FromSeconds(3.9));
        model.SetResult();
    }

    private static async Task<WeChatStation> WroteAsync(params (string Name, string Value)[] settings)
    {
        var station = await WeChatStation.OpenAsync(CallbackMode.Safe, settings);
        await station.Account.SendAsync(station.OpenId, "你好", Cancel);
        return station;
    }

    private static Task StuckAsync(WeChatStation station) =>
        station.UntilAsync(() => station.Machine.Outbox.StuckAsync(10, Cancel).GetAwaiter().GetResult().Count == 1);

    private static Task<IReadOnlyList<ChannelLogEntry>> LinesAsync(WeChatStation station, Guid conversation) => station.Machine.Log.OfConversationAsync(conversation, 50, Cancel);

    private static async Task<string?> HealthAsync(WeChatStation station) =>
        (await station.Machine.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(Cancel)).Entries["wechat"].Description;
}
