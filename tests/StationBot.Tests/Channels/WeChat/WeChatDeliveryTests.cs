using StationBot.Channels.WeChat;
using StationBot.Platform.Calls;
using StationBot.Platform.OfficialAccounts;
using StationBot.Platform.Phones;

namespace StationBot.Tests.Channels.WeChat;

/// <summary>What the station begins, and what the platform makes of it: doors, tokens, errors. wechat.md §10–15.</summary>
public sealed class WeChatDeliveryTests
{
    private const string Send = "/cgi-bin/message/custom/send";
    private const string News = "您的事 QH20261123-0001 有新进展：已经修好了😀。";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task News_goes_out_as_a_customer_service_message_in_characters_not_escapes()
    {
        await using var station = await WroteAsync();

        await station.AnnounceAsync(News);

        var shown = await station.Phone.WaitForAsync(m => m.Kind == PhoneMessageKind.CustomerService, cancellationToken: Cancel);
        Assert.Equal(News, shown.Text);
        Assert.DoesNotContain("\\u", Assert.Single(station.Platform.CallsTo(Send)).Raw, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(45015)]
    [InlineData(45047)]
    [InlineData(40003)]
    public async Task A_shut_door_holds_the_message_for_the_residents_next_word_and_tells_staff(int code)
    {
        await using var station = await WroteAsync();
        station.Platform.Faults.Next(Send, new Fault.Code(code));

        await station.AnnounceAsync(News);
        await StuckAsync(station, 1);

        Assert.True(Assert.Single(await station.StuckAsync()).Held);
        Assert.Equal(["undelivered"], await station.Machine.ReadAsync(db => db.TriageItems.Select(t => t.Reason).ToList()));
        var delivery = await station.Account.SendAsync(station.OpenId, "在吗", Cancel);
        Assert.Equal(News + "\n\n第1条:在吗", delivery.Reply!.Text);
        Assert.Empty(await station.StuckAsync());
    }

    [Theory]
    [InlineData(48002)]
    [InlineData(43019)]
    public async Task Who_refuses_messages_is_not_tried_again_until_they_write(int code)
    {
        await using var station = await WroteAsync();
        station.Platform.Faults.Next(Send, new Fault.Code(code));
        await station.AnnounceAsync(News);
        await StuckAsync(station, 1);

        await station.AnnounceAsync("第二条");
        await StuckAsync(station, 2);

        Assert.Single(station.Platform.CallsTo(Send));
        Assert.Contains("第二条", (await station.Account.SendAsync(station.OpenId, "在吗", Cancel)).Reply!.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_cut_once_more_on_its_way_loses_nothing_when_the_rest_has_to_wait()
    {
        await using var station = await WeChatStation.OpenAsync(CallbackMode.Safe, ("MaxTextBytes", "400"));
        await station.Account.SendAsync(station.OpenId, "你好", Cancel);
        station.Platform.Faults.Next(Send, new Fault.Code(45002));
        station.Platform.Faults.Next(Send, new Fault.Code(0), 2);
        station.Platform.Faults.Next(Send, new Fault.Code(-1));

        await station.AnnounceAsync(string.Concat("甲乙丙".Select(c => new string(c, 120) + "。")));
        await station.UntilAsync(() => station.Platform.CallsTo(Send).Count == 4);
        await station.UntilAsync(() => station.Platform.CallsTo(Send).Count > 4, TimeSpan.FromSeconds(1));
        await station.Phone.WaitForAsync(m => m.Text.Contains('丙', StringComparison.Ordinal), cancellationToken: Cancel);

        Assert.Contains(station.Phone.Texts, t => t.Contains('乙', StringComparison.Ordinal));
    }

    [Fact]
    public async Task After_the_window_nothing_is_tried_in_vain()
    {
        await using var station = await WroteAsync();
        station.Clock.Advance(TimeSpan.FromHours(49));

        await station.AnnounceAsync(News);
        await StuckAsync(station, 1);

        Assert.Empty(station.Platform.CallsTo(Send));
    }

    [Fact]
    public async Task After_the_window_a_template_says_that_there_is_news_and_the_news_waits()
    {
        await using var station = await WroteAsync(
            ("Accounts:0:Template:Id", "T1"), ("Accounts:0:Template:Fields:character_string1", "{caseNo}"), ("Accounts:0:Template:Fields:time2", "{time}"), ("Accounts:0:Template:Fields:thing3", "{text}"));
        station.Account.Templates.Add("T1", "character_string1", "time2", "thing3");
        station.Clock.Advance(TimeSpan.FromHours(49));

        await station.AnnounceAsync(News);
        var shown = await station.Phone.WaitForAsync(m => m.Kind == PhoneMessageKind.Template, cancellationToken: Cancel);
        await StuckAsync(station, 1);

        Assert.Equal("QH20261123-0001", shown.Fields.Single(f => f.Key == "character_string1").Value);
        Assert.Empty(await station.Machine.ReadAsync(db => db.TriageItems.ToList()));
        Assert.StartsWith(News, (await station.Account.SendAsync(station.OpenId, "看看", Cancel)).Reply!.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_token_that_is_no_longer_taken_is_renewed_once(bool expired)
    {
        await using var station = await WroteAsync();
        await station.AnnounceAsync("第一");
        await station.Phone.WaitForAsync(m => m.Text == "第一", cancellationToken: Cancel);
        if (expired)
        {
            station.Account.Tokens.Expire();
        }
        else
        {
            station.Account.Tokens.Revoke();
        }

        await station.AnnounceAsync("第二");
        await station.Phone.WaitForAsync(m => m.Text == "第二", cancellationToken: Cancel);

        Assert.Equal(2, station.Account.Tokens.Issued);
    }

    [Fact]
    public async Task Two_machines_fetch_one_token()
    {
        await using var station = await WroteAsync();
        var other = await station.AddMachineAsync();
        var gate = new Gate();
        station.Platform.Faults.Next("/cgi-bin/stable_token", new Fault.Behind(gate));

        var here = TokenAsync(station.Machine);
        await gate.Arrived;
        var there = TokenAsync(other);
        gate.Open();
        await station.UntilAsync(() => here.IsCompleted && there.IsCompleted, TimeSpan.FromMilliseconds(100));

        Assert.Equal(await here, await there);
        Assert.Single(station.Platform.CallsTo("/cgi-bin/stable_token"));
    }

    [Fact]
    public async Task A_wrong_secret_is_not_asked_about_with_every_message()
    {
        await using var station = await WroteAsync();
        station.Platform.Faults.Always("/cgi-bin/stable_token", new Fault.Code(40125));

        await station.AnnounceAsync("第一");
        await station.Platform.Calls.WaitForAsync(c => c.Path == "/cgi-bin/stable_token", cancellationToken: Cancel);
        await TokenAsync(station.Machine);
        await TokenAsync(station.Machine);

        Assert.Single(station.Platform.CallsTo("/cgi-bin/stable_token"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public async Task A_platform_in_trouble_is_tried_again(int code)
    {
        await using var station = await WroteAsync();
        station.Platform.Faults.Next(Send, code == 0 ? new Fault.Html(502) : new Fault.Code(code));

        await station.AnnounceAsync(News);
        await station.Platform.Calls.WaitForAsync(c => c.Path == Send, cancellationToken: Cancel);
        await station.UntilAsync(() => station.Platform.CallsTo(Send).Count > 1, TimeSpan.FromSeconds(1));

        await station.Phone.WaitForAsync(m => m.Text == (code == 0 ? "（重发）" + News : News), cancellationToken: Cancel);
    }

    [Fact]
    public async Task A_platform_in_trouble_uses_up_nothing_of_what_the_resident_may_hear()
    {
        await using var station = await WroteAsync();
        station.Platform.Faults.Next(Send, new Fault.Code(-1), 6);

        await station.AnnounceAsync(News);
        await station.UntilAsync(() => station.Platform.CallsTo(Send).Count > 6, TimeSpan.FromSeconds(1));

        await station.Phone.WaitForAsync(m => m.Text == News, cancellationToken: Cancel);
        Assert.Empty(await station.StuckAsync());
    }

    [Fact]
    public async Task What_waits_for_its_next_try_is_listed_and_goes_with_the_residents_next_word()
    {
        await using var station = await WroteAsync();
        station.Platform.Faults.Always(Send, new Fault.Code(-1));
        await station.AnnounceAsync(News);
        await StuckAsync(station, 1);
        Assert.True(Assert.Single(await station.StuckAsync()) is { Retrying: true, Held: false, Error: not null });

        var reply = await station.Account.SendAsync(station.OpenId, "有消息吗", Cancel);

        Assert.Contains(News, reply.Reply!.Text, StringComparison.Ordinal);
        Assert.Empty(await station.StuckAsync());
    }

    [Fact]
    public async Task A_token_that_cannot_be_renewed_yet_goes_on_being_used()
    {
        await using var station = await WroteAsync();
        var token = await TokenAsync(station.Machine);
        station.Clock.Advance(TimeSpan.FromSeconds(7200 - 200));
        station.Platform.Faults.Always("/cgi-bin/stable_token", new Fault.Html(502));

        Assert.Equal(token, await TokenAsync(station.Machine));
        station.Clock.Advance(TimeSpan.FromSeconds(190));
        Assert.Null(await TokenAsync(station.Machine));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_token_whose_answer_is_lost_leaves_the_message_to_be_sent(bool isLost)
    {
        await using var station = await WroteAsync();
        station.Platform.Faults.Next("/cgi-bin/stable_token", isLost ? new Fault.LostAnswer() : new Fault.Html(502));

        await station.AnnounceAsync(News);
        await station.Platform.Calls.WaitForAsync(c => c.Path == "/cgi-bin/stable_token", cancellationToken: Cancel);
        await station.UntilAsync(() => station.Platform.CallsTo(Send).Count > 0, TimeSpan.FromSeconds(1));

        await station.Phone.WaitForAsync(m => m.Text == News, cancellationToken: Cancel);
        Assert.Empty(await station.StuckAsync());
    }

    [Theory]
    [InlineData("wx9999999999999999", null)]
    [InlineData(null, "another secret of the same account")]
    public async Task Another_account_under_the_same_name_is_not_given_the_old_token(string? appId, string? secret)
    {
        await using var station = await WroteAsync();
        var token = await TokenAsync(station.Machine);
        var accounts = (WeChatAccounts)station.Machine.Services.GetService(typeof(WeChatAccounts))!;
        var tokens = (StationBot.Channels.Tencent.AccessTokens)station.Machine.Services.GetService(typeof(StationBot.Channels.Tencent.AccessTokens))!;
        var before = accounts.All.Single().Settings;
        var changed = new WeChatAccountOptions { Name = before.Name, AppId = appId ?? before.AppId, AppSecret = secret ?? before.AppSecret };

        var given = await tokens.GetAsync(new WeChatAccount(changed, station.Platform.BaseAddress, tokens.Client).Tokens, null, Cancel);

        Assert.NotNull(token);
        Assert.NotEqual(token, given.Token);
    }

    [Fact]
    public async Task What_is_too_long_for_the_platform_goes_in_smaller_pieces()
    {
        await using var station = await WroteAsync();
        station.Platform.Faults.Next(Send, new Fault.Code(45002));

        await station.AnnounceAsync(new string('甲', 300) + "。" + new string('乙', 300));
        await station.Phone.WaitForAsync(m => m.Text.EndsWith('乙'), cancellationToken: Cancel);

        Assert.Equal([new string('甲', 300) + "。", new string('乙', 300)], station.Phone.Texts.Skip(1));
    }

    [Theory]
    [InlineData(82)]
    [InlineData(30)]
    public async Task What_is_resent_because_it_was_too_long_is_truly_smaller(int characters)
    {
        await using var station = await WroteAsync();
        station.Platform.Faults.Next(Send, new Fault.Code(45002));
        var text = new string('甲', (characters / 2) - 1) + "。" + new string('乙', characters / 2);

        await station.AnnounceAsync(text);
        await station.Phone.WaitForAsync(m => m.Text.EndsWith('乙'), cancellationToken: Cancel);

        var pieces = station.Phone.Texts.Skip(1).ToList();
        Assert.Equal([text[..(characters / 2)], text[(characters / 2)..]], pieces);
        // The phone has the message a moment before the platform has noted the call.
        await station.UntilAsync(() => station.Platform.CallsTo(Send).Count >= 3);
        Assert.Equal(3, station.Platform.CallsTo(Send).Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Of_what_was_cut_no_piece_is_said_twice(bool writesMeanwhile)
    {
        await using var station = await WroteAsync();
        station.Platform.Faults.Next(Send, new Fault.Code(45002));
        station.Platform.Faults.Next(Send, new Fault.Slow(TimeSpan.Zero));
        station.Platform.Faults.Next(Send, new Fault.Code(-1));

        await station.AnnounceAsync(new string('甲', 300) + "。" + new string('乙', 300));
        await station.UntilAsync(() => station.Machine.ReadAsync(db => db.Outbox.Any(o => o.Error == "Unavailable -1")).GetAwaiter().GetResult());
        if (writesMeanwhile)
        {
            Assert.Equal(new string('乙', 300) + "\n\n第1条:在吗", (await station.Account.SendAsync(station.OpenId, "在吗", Cancel)).Reply!.Text.Replace("第2条", "第1条", StringComparison.Ordinal));
        }
        else
        {
            await station.UntilAsync(() => station.Phone.Texts.Count == 3, TimeSpan.FromSeconds(1));
            Assert.Equal([new string('甲', 300) + "。", new string('乙', 300)], station.Phone.Texts.Skip(1));
        }
    }

    [Fact]
    public async Task What_is_too_long_together_goes_one_by_one()
    {
        await using var station = await WroteAsync();
        var gate = new Gate();
        station.Platform.Faults.Next(Send, new Fault.Behind(gate));
        await station.AnnounceAsync("一");
        await gate.Arrived;
        await station.AnnounceAsync("二");
        await station.AnnounceAsync("三");
        station.Platform.Faults.Next(Send, new Fault.Code(45002));
        gate.Open();

        await station.UntilAsync(() => station.Phone.Texts.Count == 4, TimeSpan.FromSeconds(1));

        Assert.Equal(["一", "二", "三"], station.Phone.Texts.Skip(1));
    }

    [Fact]
    public async Task A_lost_answer_is_not_sent_twice_and_staff_are_told()
    {
        await using var station = await WroteAsync();
        station.Platform.Faults.Next(Send, new Fault.LostAnswer());

        await station.AnnounceAsync(News);
        await StuckAsync(station, 1);

        Assert.False(Assert.Single(await station.StuckAsync()).Held);
        Assert.Single(station.Phone.Texts, News);

        // Staff decide that it goes once more: then it says that it may be known already.
        Assert.True(await station.Machine.Outbox.ResendAsync((await station.StuckAsync()).Single().Id, Cancel));
        await station.Phone.WaitForAsync(m => m.Text == "（重发）" + News, cancellationToken: Cancel);
    }

    [Fact]
    public async Task What_is_on_its_way_is_not_overtaken_by_the_answer_to_the_next_message()
    {
        await using var station = await WroteAsync();
        var gate = new Gate();
        station.Platform.Faults.Next(Send, new Fault.Behind(gate));
        await station.AnnounceAsync(News);
        await gate.Arrived;

        var delivery = await station.Account.SendAsync(station.OpenId, "还有一件", Cancel);
        Assert.Equal("success", delivery.Attempts.Single().Body);
        gate.Open();

        await station.Phone.WaitForAsync(m => m.Text.Contains("还有一件", StringComparison.Ordinal) && m.Kind != StationBot.Platform.Phones.PhoneMessageKind.Sent, cancellationToken: Cancel);
        Assert.Equal([true, false], station.Phone.Texts.TakeLast(2).Select(t => t == News));
    }

    [Fact]
    public async Task What_a_machine_had_in_hand_when_it_died_is_sent_with_a_mark_and_both_tries_are_in_the_log()
    {
        await using var station = await WroteAsync();
        var gate = new Gate();
        station.Platform.Faults.Next(Send, new Fault.Behind(gate));
        await station.AnnounceAsync(News);
        await station.UntilAsync(() => station.Machine.ReadAsync(db => db.Outbox.Any(o => o.Attempts == 1)).GetAwaiter().GetResult());
        await station.AddMachineAsync();

        station.Clock.Advance(TimeSpan.FromMinutes(2));
        await station.Phone.WaitForAsync(m => m.Text == "（重发）" + News, cancellationToken: Cancel);

        await station.UntilAsync(() => station.Machine.ReadAsync(db => db.ChannelLog.Any(l => l.What == "send" && l.Outcome == "Unknown" && l.Sequence != null)).GetAwaiter().GetResult());
        gate.Open();
    }

    [Fact]
    public async Task While_a_stop_waits_for_a_slow_send_residents_are_still_answered()
    {
        await using var station = await WroteAsync();
        var gate = new Gate();
        station.Platform.Faults.Next(Send, new Fault.Behind(gate));
        await station.AnnounceAsync(News);
        await gate.Arrived;

        var stopping = station.Machine.StopAsync();
        await Task.Delay(300, Cancel);
        var delivery = await station.Account.SendAsync(OfficialAccount.NewOpenId(), "路灯坏了", Cancel);
        gate.Open();
        await stopping;

        Assert.Equal("第1条:路灯坏了", delivery.Reply!.Text);
        Assert.Single(station.Phone.Texts, News);
    }

    [Fact]
    public async Task Staff_send_a_parked_message_once_more()
    {
        await using var station = await WroteAsync();
        station.Platform.Faults.Next(Send, new Fault.Code(45008));
        await station.AnnounceAsync(News);
        await StuckAsync(station, 1);

        Assert.True(await station.Machine.Outbox.ResendAsync((await station.StuckAsync()).Single().Id, Cancel));

        await station.Phone.WaitForAsync(m => m.Text == News, cancellationToken: Cancel);
        Assert.False(await station.Machine.Outbox.ResendAsync(Guid.NewGuid(), Cancel));
    }

    [Fact]
    public async Task Every_exchange_leaves_a_line_without_words_or_people()
    {
        await using var station = await WroteAsync();
        station.Platform.Faults.Next(Send, new Fault.Code(45008));
        await station.AnnounceAsync(News);
        await StuckAsync(station, 1);
        var conversation = await station.Machine.Store.FindAsync(station.Key, Cancel);

        var lines = await station.Machine.Log.OfConversationAsync(conversation!.Id, 10, Cancel);

        var sent = Assert.Single(lines, l => l.What == "send");
        Assert.Equal(("Rejected", 45008, 3L), (sent.Outcome, sent.Code, sent.Sequence));
        Assert.NotNull(sent.Trace);
        Assert.Contains(lines, l => l is { What: "callback text", Outcome: "reply" });
        Assert.DoesNotContain(lines, l => l.ToString().Contains(station.OpenId, StringComparison.Ordinal) || l.ToString().Contains("QH2026", StringComparison.Ordinal));
    }

    public static TheoryData<string, string?, int, string?, int, bool, bool> Budgets => new()
    {
        { "wrote a moment ago", "-00:01", 0, null, 0, true, true },
        { "three answers given", "-00:01", 3, null, 0, true, false },
        { "three answers given leave news", "-00:01", 3, null, 0, false, true },
        { "five given", "-00:01", 5, null, 0, false, false },
        { "two days ago", "-2.00:00:01", 0, null, 0, false, false },
        { "tapped a moment ago", null, 0, "-00:00:30", 0, true, true },
        { "tapped a minute ago", null, 0, "-00:01:00", 0, true, false },
        { "tapped, three given", null, 0, "-00:00:30", 3, true, false },
        { "the tap counts although the message is young", "-00:10", 0, "-00:02", 0, true, false },
        { "never heard of", null, 0, null, 0, true, false },
    };

    [Theory]
    [MemberData(nameof(Budgets))]
    public void The_budget_knows_which_door_is_open(string why, string? wrote, int since, string? tapped, int sinceTap, bool isAnswer, bool isOpen)
    {
        var now = The.Moment;
        var windows = new StationBot.Channels.WeChat.Windows
        {
            MessageAt = wrote is null ? null : now + TimeSpan.Parse(wrote, System.Globalization.CultureInfo.InvariantCulture), SinceMessage = since,
            TapAt = tapped is null ? null : now + TimeSpan.Parse(tapped, System.Globalization.CultureInfo.InvariantCulture), SinceTap = sinceTap,
        };

        var doors = ReplyBudget.Open(windows, new WeChatAccountOptions(), new WeChatOptions(), isAnswer, new HashSet<Door>(), now);

        Assert.True(isOpen == doors.Contains(Door.CustomerService), why);
    }

    private static async Task<WeChatStation> WroteAsync(params (string Name, string Value)[] settings)
    {
        var station = await WeChatStation.OpenAsync(CallbackMode.Safe, settings);
        await station.Account.SendAsync(station.OpenId, "你好", Cancel);
        return station;
    }

    private static Task StuckAsync(WeChatStation station, int count) =>
        station.UntilAsync(() => station.Machine.Outbox.StuckAsync(10, Cancel).GetAwaiter().GetResult().Count == count);

    private static async Task<string?> TokenAsync(Machine machine)
    {
        var services = machine.Services;
        var tokens = (StationBot.Channels.Tencent.AccessTokens)services.GetService(typeof(StationBot.Channels.Tencent.AccessTokens))!;
        var accounts = (WeChatAccounts)services.GetService(typeof(WeChatAccounts))!;
        return (await tokens.GetAsync(accounts.All.Single().Tokens, null, Cancel)).Token;
    }
}
