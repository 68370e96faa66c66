using Microsoft.Extensions.DependencyInjection;
using StationBot.Channels.Bot;
using StationBot.Handling.Messages;
using StationBot.Platform.Calls;
using StationBot.Tests.Channels.BotProtocol;

namespace StationBot.Tests.Channels.WeCom;

/// <summary>What may be said to customers of 微信客服, when, and how often. wechat.md §19.</summary>
public sealed class KfDeliveryTests
{
    private const string Send = "/cgi-bin/kf/send_msg";
    private const string Customer = "wmAJ2GCAAAme1XQRC-NI-q0_ZM9ukoAw";
    private static readonly string Conversation = $"desk/{WeComStation.OpenKfId}/{Customer}";
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Five_messages_and_then_it_waits_for_the_customer()
    {
        await using var station = await WeComStation.OpenAsync();
        await station.Kf.SendAsync(Customer, "路灯坏了", Cancel);
        await station.UntilAsync(() => station.Kf.Phone(Customer).Received.Count == 1);

        for (var i = 1; i <= 5; i++)
        {
            await AnnounceAsync(station, $"进展{i}");
            await station.UntilAsync(() => station.Kf.Phone(Customer).Received.Count == Math.Min(i, 4) + 1);
        }
        await station.UntilAsync(async () => (await station.StuckAsync()).Count == 1);

        Assert.True(Assert.Single(await station.StuckAsync()).Held);
        Assert.Equal(5, station.Kf.Phone(Customer).Received.Count);
        Assert.Equal(0, station.Platform.CallsTo(Send).Count(c => c.ErrCode != 0));
        station.Clock.Advance(TimeSpan.FromSeconds(1));
        await station.Kf.SendAsync(Customer, "怎么样了", Cancel);
        await station.UntilAsync(() => station.Kf.Phone(Customer).Received.Count == 6);
        Assert.Equal("进展5\n\n第1条:怎么样了", station.Kf.Phone(Customer).Texts[^1]);
        Assert.Empty(await station.StuckAsync());
    }

    [Fact]
    public async Task A_welcome_goes_out_by_its_code_and_the_link_names_the_station()
    {
        await using var station = await WeComStation.OpenAsync();

        await station.Kf.EnterAsync(Customer, "poster", "ST01", Cancel);

        await station.UntilAsync(() => station.Kf.Phone(Customer).Received.Count == 1);
        Assert.Equal("您好", station.Kf.Phone(Customer).Texts.Single());
        await station.UntilAsync(() => station.Platform.CallsTo("/cgi-bin/kf/send_msg_on_event").Count == 1); // noted once it is answered
        Assert.Equal("ST01", station.Dialog.Turns.Single().Message.EntryStation);
        // Again within 48 hours the platform gives no code, and nothing is said.
        await station.Kf.EnterAsync(Customer, "poster", "ST02", Cancel);
        await station.Kf.SendAsync(Customer, "路灯坏了", Cancel);
        await station.UntilAsync(() => station.Kf.Phone(Customer).Received.Count == 2);
        Assert.Equal("ST02", station.Dialog.Turns.Last().Message.EntryStation);
        Assert.Equal(2, station.Dialog.Turns.Count);
        Assert.Empty(await station.StuckAsync());
    }

    [Theory]
    [InlineData("nobody-knows-this", "", "ST02")]
    [InlineData("poster", "nobody-knows-this", "ST02")]
    [InlineData("D01", "nobody-knows-this", null)]
    public async Task A_link_with_a_deputys_code_leads_to_their_station_and_one_that_nobody_knows_to_the_desks_own(string scene, string parameter, string? expected)
    {
        await using var station = await WeComStation.OpenAsync(("CustomerService:0:Station", "ST02"));

        await station.Kf.EnterAsync(Customer, scene, parameter, Cancel);
        await station.UntilAsync(() => station.Dialog.Turns.Count == 1);

        Assert.Equal(expected ?? The.Directory.Deputy(scene)!.Station, station.Dialog.Turns.Single().Message.EntryStation);
    }

    [Fact]
    public async Task A_send_whose_fate_is_unknown_arrives_once()
    {
        await using var station = await WeComStation.OpenAsync();
        station.Platform.Faults.Next(Send, new Fault.LostAnswer());

        await station.Kf.SendAsync(Customer, "路灯坏了", Cancel);
        await station.UntilAsync(() => station.Platform.CallsTo(Send).Count == 2, TimeSpan.FromMilliseconds(200));
        Assert.Single(station.Platform.CallsTo(Send).Select(c => c.Text("msgid")).Distinct());
        Assert.Single(station.Kf.Phone(Customer).Received);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_went_together_goes_together_once_more_when_its_fate_is_unknown(bool writesMeanwhile)
    {
        await using var station = await WeComStation.OpenAsync();
        station.Dialog.Script = (turn, _) => ValueTask.FromResult(turn.Message.Text == "路灯坏了" ? ScriptedDialog.Saying("一", "二") : ScriptedDialog.Saying("三"));
        station.Platform.Faults.Next(Send, new Fault.LostAnswer());

        await station.Kf.SendAsync(Customer, "路灯坏了", Cancel);
        await station.UntilAsync(() => station.Platform.CallsTo(Send).Count == 1);
        if (writesMeanwhile)
        {
            station.Clock.Advance(TimeSpan.FromMilliseconds(10));
            await station.Kf.SendAsync(Customer, "还有", Cancel);
            await station.UntilAsync(() => station.Dialog.Turns.Count == 2);
        }
        await station.UntilAsync(() => station.ReadAsync(db => !db.Outbox.Any()), TimeSpan.FromMilliseconds(200));

        Assert.Equal(writesMeanwhile ? ["一\n\n二", "三"] : ["一\n\n二"], station.Kf.Phone(Customer).Texts);
        var calls = station.Platform.CallsTo(Send);
        Assert.Equal(calls[0].Text("msgid"), calls[1].Text("msgid"));
        Assert.Equal(writesMeanwhile ? 3 : 2, calls.Count);
    }

    [Theory]
    [InlineData(4, true)]
    [InlineData(13, false)]
    public async Task What_was_accepted_and_did_not_arrive_stands_in_the_outbox_again_with_its_reason_and_can_be_sent_again(int failType, bool isHeld)
    {
        await using var station = await WeComStation.OpenAsync();
        station.Dialog.Script = (_, _) => ValueTask.FromResult(ScriptedDialog.Saying("一", "二"));
        station.Kf.FailNextMessage(failType);
        await station.Kf.SendAsync(Customer, "路灯坏了", Cancel);
        await station.UntilAsync(() => station.Platform.CallsTo(Send).Count == 1);
        await station.Kf.NotifyAsync(Cancel);
        await station.UntilAsync(async () => (await station.StuckAsync()).Count == 2, TimeSpan.FromMilliseconds(200));

        var stuck = await station.StuckAsync();
        Assert.All(stuck, s => Assert.Equal((isHeld, $"{(isHeld ? "NoWayOpen" : "Rejected")} {failType}"), (s.Held, s.Error)));
        Assert.Equal("undelivered", Assert.Single(await station.ReadAsync(db => db.TriageItems.ToList())).Reason);
        await station.UntilAsync(() => station.ReadAsync(db => db.ChannelLog.Count(e => e.What == "msg_send_fail") == 2));
        Assert.Equal([2L, 3L], (await station.ReadAsync(db => db.ChannelLog.Where(e => e.What == "msg_send_fail" && e.Code == failType && e.ConversationId != null).Select(e => e.Sequence!.Value).ToList())).Order());
        foreach (var one in stuck)
        {
            Assert.True(await station.Services.GetRequiredService<IOutbox>().ResendAsync(one.Id, Cancel));
        }
        // Under another id: the platform gives nothing twice that it has had.
        await station.UntilAsync(() => station.Kf.Phone(Customer).Received.Count >= 1, TimeSpan.FromMilliseconds(200));
        await station.UntilAsync(async () => (await station.StuckAsync()).Count == 0, TimeSpan.FromMilliseconds(200));
        Assert.Equal("一二", string.Concat(station.Kf.Phone(Customer).Texts).Replace("\n", "", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_refused_account_stays_told_with_its_code_while_it_is_paused_and_is_one_matter()
    {
        await using var station = await WeComStation.OpenAsync(("CustomerService:0:OpenKfIds:0", WeComStation.OpenKfId));
        station.Platform.Faults.Next(Send, new Fault.Code(48002));

        await station.Kf.SendAsync(Customer, "路灯坏了", Cancel);
        await station.UntilAsync(() => station.Platform.CallsTo(Send).Count == 1);
        await station.Kf.SendAsync("wmB", "垃圾没人收", Cancel);
        await station.UntilAsync(async () => (await station.StuckAsync()).Count == 2, TimeSpan.FromMilliseconds(200));

        Assert.All(await station.StuckAsync(), s => Assert.Equal("Misconfigured 48002", s.Error));
        Assert.Contains("48002", await station.HealthAsync(), StringComparison.Ordinal);
        Assert.Equal(["account_refused:wecom/desk.48002"], await station.ReadAsync(db => db.TriageItems.Select(t => t.Reason).ToList()));
        await station.UntilAsync(() => station.Kf.Phones.Count(p => p.Received.Count == 1) == 2, TimeSpan.FromSeconds(30));
        Assert.Empty(await station.HealthAsync());
    }

    [Fact]
    public async Task A_blocked_account_holds_what_waits_and_staff_have_one_item()
    {
        await using var station = await WeComStation.OpenAsync();
        station.Platform.Faults.Always(Send, new Fault.Code(48004));

        await station.Kf.SendAsync(Customer, "路灯坏了", Cancel);
        await station.Kf.SendAsync("wmB", "垃圾没人收", Cancel);
        await station.UntilAsync(async () => (await station.StuckAsync()).Count(s => s.Held) == 2, TimeSpan.FromMilliseconds(200));

        Assert.All(await station.StuckAsync(), s => Assert.Equal("Forbidden 48004", s.Error));
        Assert.Equal(["account_refused:wecom/desk.48004"], await station.ReadAsync(db => db.TriageItems.Select(t => t.Reason).ToList()));
    }

    [Fact]
    public async Task Answers_that_are_more_than_may_go_out_go_as_one_message()
    {
        await using var station = await WeComStation.OpenAsync();
        station.Dialog.Script = (_, _) => ValueTask.FromResult(ScriptedDialog.Saying("一", "二", "三", "四", "五"));

        await station.Kf.SendAsync(Customer, "路灯坏了", Cancel);
        await station.UntilAsync(() => station.ReadAsync(db => db.Turns.Count() == 6 && !db.Outbox.Any()));

        Assert.Equal("一\n\n二\n\n三\n\n四\n\n五", Assert.Single(station.Kf.Phone(Customer).Texts));
    }

    [Fact]
    public async Task A_welcome_carries_everything_that_waits()
    {
        await using var station = await WeComStation.OpenAsync();
        station.Dialog.Script = (_, _) => ValueTask.FromResult(ScriptedDialog.Saying("您好", "我是AI"));

        await station.Kf.EnterAsync(Customer, "poster", "ST01", Cancel);
        await station.UntilAsync(() => station.ReadAsync(db => db.Turns.Count() == 3 && !db.Outbox.Any()));

        Assert.Equal("您好\n\n我是AI", Assert.Single(station.Kf.Phone(Customer).Texts));
    }

    private static async Task AnnounceAsync(WeComStation station, string text)
    {
        var conversation = await station.Store.FindAsync(new ConversationKey("wecom-kf", Conversation), Cancel);
        Assert.True(await station.Services.GetRequiredService<ProactiveTurns>().SendAsync(conversation!, ScriptedDialog.Saying(text), Cancel));
    }
}
