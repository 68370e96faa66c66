using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using StationBot.Channels.WeCom;
using StationBot.Handling.Flags;
using StationBot.Handling.Messages;
using StationBot.Platform.Calls;
using StationBot.Tests.Channels.BotProtocol;

namespace StationBot.Tests.Channels.WeCom;

/// <summary>Groups of staff: what they hear, how fast, and that they hear nothing personal. wechat.md §18.</summary>
public sealed class StaffAlertTests
{
    private const string Post = "/cgi-bin/webhook/send";
    private static readonly (string, string)[] Alerts = [("AlertRobots:0", "duty")];
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Lines_that_come_together_go_together_and_a_burst_is_counted()
    {
        await using var station = await WeComStation.OpenAsync();
        var robots = station.Services.GetRequiredService<WeComRobots>();

        var few = Task.WhenAll(robots.SayAsync("duty", "一", null, Cancel), robots.SayAsync("duty", "二", null, Cancel), robots.NameAsync("duty", "**三**", isMarkdown: true, "一共{count}件", null, Cancel));
        await station.UntilAsync(() => few.IsCompleted, TimeSpan.FromSeconds(1));
        var many = Task.WhenAll(Enumerable.Range(1, 17).Select(i => robots.SayAsync("duty", $"第{i}件", null, Cancel)));
        await station.UntilAsync(() => many.IsCompleted, TimeSpan.FromSeconds(1));

        Assert.All([.. await few, .. await many], Assert.True);
        Assert.Equal(["**三**", "一\n二"], station.Group.Messages.All.Take(2).Select(m => m.Text));
        Assert.StartsWith("一共17条办理提醒", station.Group.Messages.All[2].Text, StringComparison.Ordinal);
        Assert.Equal(11, station.Group.Messages.All[2].Text.Split('\n').Length);
    }

    [Fact]
    public async Task No_group_hears_more_than_twenty_a_minute_and_nothing_is_lost()
    {
        await using var station = await WeComStation.OpenAsync(("RobotGathers", "00:00:00"));
        var robots = station.Services.GetRequiredService<WeComRobots>();

        for (var i = 0; i < 25; i++)
        {
            var said = robots.SayAsync("duty", $"第{i}件", null, Cancel);
            await station.UntilAsync(() => said.IsCompleted, i < 20 ? TimeSpan.Zero : TimeSpan.FromSeconds(5));
            Assert.True(await said);
        }

        Assert.Equal(25, station.Group.Messages.Count);
        Assert.All(station.Platform.CallsTo(Post), c => Assert.Equal(0, c.ErrCode));
    }

    [Fact]
    public async Task A_group_that_is_too_fast_all_the_same_is_tried_again_and_a_wrong_key_is_not()
    {
        await using var station = await WeComStation.OpenAsync(("Robots:1:Name", "gone"), ("Robots:1:Key", "0000"));
        var robots = station.Services.GetRequiredService<WeComRobots>();
        station.Platform.Faults.Next(Post, new Fault.Code(45009));

        var late = robots.SayAsync("duty", "一", null, Cancel);
        await station.UntilAsync(() => late.IsCompleted, TimeSpan.FromSeconds(5));
        var never = robots.SayAsync("gone", "一", null, Cancel);
        await station.UntilAsync(() => never.IsCompleted, TimeSpan.FromSeconds(5));

        Assert.Equal((true, false), (await late, await never));
        Assert.Contains("gone", Assert.Single(robots.Problems), StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => { _ = robots.SayAsync("nobody", "一", null, Cancel); });
    }

    [Fact]
    public async Task An_emergency_is_told_at_night_and_what_can_wait_in_the_morning_each_once_on_two_machines()
    {
        await using var station = await WeComStation.OpenAsync(Alerts);
        await station.AddMachineAsync(Alerts);
        await station.UntilAsync(async () => await station.ReadAsync(db => db.ChannelFacts.Count()) >= 2, TimeSpan.FromSeconds(1));
        station.Clock.SetUtcNow(new DateTimeOffset(2026, 11, 23, 23, 0, 0, TimeSpan.FromHours(8)));
        station.Dialog.Script = (turn, _) => ValueTask.FromResult(ScriptedDialog.Saying("好") with { Triage = [ItemOf(turn)] });

        await station.App.SendAsync("WangWu", "我家张三着火了13800000000", Cancel);
        await station.UntilAsync(() => station.Group.Messages.Count == 1, TimeSpan.FromSeconds(1));
        await station.App.SendAsync("LiSi", "信访", Cancel);
        await station.UntilAsync(() => station.Dialog.Turns.Count == 2);
        await station.UntilAsync(() => station.Clock.GetUtcNow().ToOffset(TimeSpan.FromHours(8)).Hour == 7, TimeSpan.FromMinutes(1));
        Assert.Single(station.Group.Messages.All);
        // From here on in small steps: whoever tells must come to renew the lease.
        station.Clock.SetUtcNow(new DateTimeOffset(2026, 11, 24, 7, 59, 50, TimeSpan.FromHours(8)));
        await station.UntilAsync(() => station.Group.Messages.Count == 2, TimeSpan.FromSeconds(1));
        await station.UntilAsync(async () => await LeaseAsync(station, "P1") is null);
        for (var i = 0; i < 40; i++)
        {
            station.Clock.Advance(TimeSpan.FromSeconds(30));
            await Task.Delay(5, Cancel);
        }

        // Without a case there is the conversation, by which staff find it.
        var (first, second) = (await ConversationAsync("WangWu"), await ConversationAsync("LiSi"));
        Assert.Equal([$"【紧急】23:00 会话{first}：火灾、燃气泄漏，请15分钟内处理", $"【请看】23:00 会话{second}：信访事项、需要人工处理"], station.Group.Messages.All.Select(m => m.Text.Replace("23:01", "23:00", StringComparison.Ordinal)));

        async Task<Guid> ConversationAsync(string member) => (await station.Store.FindAsync(new ConversationKey("wecom", $"staff/{member}"), Cancel))!.Id;
    }

    [Fact]
    public async Task An_emergency_whose_answers_are_not_the_platforms_is_said_a_few_times_and_the_next_one_too()
    {
        await using var station = await WeComStation.OpenAsync([.. Alerts, ("RobotGathers", "00:00:00")]);
        await station.UntilAsync(async () => await station.ReadAsync(db => db.ChannelFacts.Count()) >= 2, TimeSpan.FromSeconds(1));
        station.Platform.Faults.Always(Post, new Fault.Spoiled(200, ""));
        station.Dialog.Script = (turn, _) => ValueTask.FromResult(ScriptedDialog.Saying("好") with { Triage = [ItemOf(turn)] });

        await station.App.SendAsync("WangWu", "着火", Cancel);
        await station.UntilAsync(() => station.Group.Messages.Count >= 2, TimeSpan.FromSeconds(1));
        for (var i = 0; i < 100; i++)
        {
            station.Clock.Advance(TimeSpan.FromMinutes(1));
            await Task.Delay(20, Cancel);
        }

        Assert.InRange(station.Group.Messages.Count, 3, 6);
        Assert.All(station.Group.Messages.All.Skip(1), m => Assert.StartsWith("（重发）", m.Text, StringComparison.Ordinal));
        station.Platform.Faults.Clear();
        await station.App.SendAsync("LiSi", "又着火了", Cancel);
        await station.UntilAsync(() => !station.Group.Messages.All[^1].Text.StartsWith('（'), TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task A_stop_lets_the_word_to_a_group_arrive_and_the_next_machine_tells_the_next_emergency_at_once()
    {
        await using var station = await WeComStation.OpenAsync();
        await station.AddMachineAsync([.. Alerts, ("RobotGathers", "00:00:00")]);
        await station.UntilAsync(async () => await station.ReadAsync(db => db.ChannelFacts.Count()) >= 2, TimeSpan.FromSeconds(1));
        var gate = new Gate();
        station.Platform.Faults.Next(Post, new Fault.Behind(gate));
        station.Dialog.Script = (turn, _) => ValueTask.FromResult(ScriptedDialog.Saying("好") with { Triage = [ItemOf(turn)] });
        await station.App.SendAsync("WangWu", "着火", Cancel);
        await station.UntilAsync(async () => await station.ReadAsync(db => db.TriageItems.Count()) == 1);
        station.Clock.Advance(TimeSpan.FromSeconds(5));
        await gate.Arrived;

        var stopping = station.EndMachineAsync();
        Assert.False(stopping.IsCompleted);
        gate.Open();
        await stopping;
        Assert.Single(station.Group.Messages.All);

        await station.AddMachineAsync([.. Alerts, ("RobotGathers", "00:00:00")]);
        await station.App.SendAsync("LiSi", "又着火了", Cancel);
        var began = station.Clock.GetUtcNow();
        await station.UntilAsync(() => station.Group.Messages.Count == 2, TimeSpan.FromSeconds(1));

        Assert.True(station.Clock.GetUtcNow() - began < TimeSpan.FromSeconds(50));
        Assert.Equal(2, station.Group.Messages.All.Select(m => m.Text).Distinct().Count());
    }

    [Fact]
    public async Task What_a_stop_kept_from_a_group_the_next_machine_tells_at_once()
    {
        await using var station = await WeComStation.OpenAsync();
        await station.AddMachineAsync([.. Alerts, ("RobotGathers", "00:10:00")]);
        await station.UntilAsync(async () => await station.ReadAsync(db => db.ChannelFacts.Count()) >= 2, TimeSpan.FromSeconds(1));
        station.Dialog.Script = (turn, _) => ValueTask.FromResult(ScriptedDialog.Saying("好") with { Triage = [ItemOf(turn)] });
        await station.App.SendAsync("WangWu", "着火", Cancel);
        await station.UntilAsync(async () => await LeaseAsync(station, "P0") is not null, TimeSpan.FromSeconds(1));

        await station.EndMachineAsync();
        Assert.Null(await LeaseAsync(station, "P0"));
        await station.AddMachineAsync([.. Alerts, ("RobotGathers", "00:00:00")]);

        await station.UntilAsync(() => station.Group.Messages.Count == 1);
    }

    [Fact]
    public async Task Whoever_tells_a_group_keeps_it_to_itself_by_a_short_lease_so_that_a_crash_silences_nobody_for_long()
    {
        (string, string)[] slow = [.. Alerts, ("RobotGathers", "00:05:00")];
        await using var station = await WeComStation.OpenAsync(slow);
        await station.AddMachineAsync(slow);
        await station.UntilAsync(async () => await station.ReadAsync(db => db.ChannelFacts.Count()) >= 2, TimeSpan.FromSeconds(1));
        station.Dialog.Script = (turn, _) => ValueTask.FromResult(ScriptedDialog.Saying("好") with { Triage = [ItemOf(turn)] });
        await station.App.SendAsync("WangWu", "着火", Cancel);
        await station.UntilAsync(async () => await LeaseAsync(station, "P0") is not null, TimeSpan.FromSeconds(1));

        for (var i = 0; i < 12; i++)
        {
            station.Clock.Advance(TimeSpan.FromSeconds(15));
            await station.UntilAsync(async () => await LeaseAsync(station, "P0") > station.Clock.GetUtcNow().AddSeconds(30), TimeSpan.FromSeconds(1));
            Assert.True(await LeaseAsync(station, "P0") <= station.Clock.GetUtcNow().AddMinutes(1));
        }
        await station.UntilAsync(() => station.Group.Messages.Count == 1, TimeSpan.FromSeconds(1));
        await station.UntilAsync(async () => await LeaseAsync(station, "P0") is null);

        Assert.Single(station.Platform.CallsTo(Post));
    }

    [Fact]
    public async Task A_group_that_could_not_hear_it_is_told_later()
    {
        await using var station = await WeComStation.OpenAsync(Alerts);
        await station.UntilAsync(async () => await station.ReadAsync(db => db.ChannelFacts.Count()) >= 2, TimeSpan.FromSeconds(1));
        station.Platform.Faults.Next(Post, new Fault.Code(93000));
        station.Dialog.Script = (turn, _) => ValueTask.FromResult(ScriptedDialog.Saying("好") with { Triage = [ItemOf(turn)] });

        await station.App.SendAsync("WangWu", "着火", Cancel);

        await station.UntilAsync(() => station.Group.Messages.Count == 1, TimeSpan.FromSeconds(5));
        Assert.Equal(2, station.Platform.CallsTo(Post).Count);
    }

    [Fact]
    public async Task Members_get_a_card_that_opens_the_staffs_page_and_groups_a_link()
    {
        await using var station = await WeComStation.OpenAsync([.. Alerts, ("AlertMembers:0", "ZhaoLiu"), ("AlertUrl", "https://station.example/triage?case={subject}")]);
        await station.UntilAsync(async () => await station.ReadAsync(db => db.ChannelFacts.Count()) >= 4, TimeSpan.FromSeconds(1));
        station.Dialog.Script = (turn, _) => ValueTask.FromResult(ScriptedDialog.Saying("好") with { Triage = [ItemOf(turn)] });

        await station.App.SendAsync("WangWu", "着火", Cancel);
        await station.UntilAsync(() => station.Group.Messages.Count == 1 && station.App.Phone("ZhaoLiu").Received.Count == 1, TimeSpan.FromSeconds(1));

        Assert.Equal("template_card", station.App.Phone("ZhaoLiu").Received.Single().MsgType);
        var card = Assert.Single(station.Platform.CallsTo("/cgi-bin/message/send"), c => c.Text("touser") == "ZhaoLiu").Raw;
        Assert.All(["text_notice", "https://station.example/triage?case=", "火灾"], part => Assert.Contains(part, card, StringComparison.Ordinal));
        Assert.EndsWith($"](https://station.example/triage?case={(await station.Store.FindAsync(new ConversationKey("wecom", "staff/WangWu"), Cancel))!.Id})", station.Group.Messages.All.Single().Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Members_without_a_page_get_words_even_where_there_is_no_group()
    {
        await using var station = await WeComStation.OpenAsync(("AlertMembers:0", "ZhaoLiu"));
        await station.UntilAsync(async () => await station.ReadAsync(db => db.ChannelFacts.Count()) >= 2, TimeSpan.FromSeconds(1));
        station.Dialog.Script = (turn, _) => ValueTask.FromResult(ScriptedDialog.Saying("好") with { Triage = [ItemOf(turn)] });

        await station.App.SendAsync("WangWu", "着火", Cancel);
        await station.UntilAsync(() => station.App.Phone("ZhaoLiu").Received.Count == 1, TimeSpan.FromSeconds(1));

        Assert.StartsWith("【紧急】", station.App.Phone("ZhaoLiu").Texts.Single(), StringComparison.Ordinal);
        Assert.Empty(station.Group.Messages.All);
    }

    [Fact]
    public async Task Members_hear_of_each_emergency_at_once_whatever_the_groups_robot_does()
    {
        await using var station = await WeComStation.OpenAsync([.. Alerts, ("AlertMembers:0", "ZhaoLiu")]);
        await station.UntilAsync(async () => await station.ReadAsync(db => db.ChannelFacts.Count()) >= 4, TimeSpan.FromSeconds(1));
        station.Platform.Faults.Always(Post, new Fault.Code(45009));
        station.Dialog.Script = (turn, _) => ValueTask.FromResult(ScriptedDialog.Saying("好") with { Triage = [ItemOf(turn)] });
        var began = station.Clock.GetUtcNow();

        await station.App.SendAsync("WangWu", "着火", Cancel);
        await station.UntilAsync(() => station.App.Phone("ZhaoLiu").Received.Count == 1, TimeSpan.FromSeconds(1));
        await station.UntilAsync(() => station.Platform.CallsTo(Post).Count >= 1, TimeSpan.FromSeconds(1));
        await station.App.SendAsync("LiSi", "又着火了", Cancel);
        await station.UntilAsync(() => station.App.Phone("ZhaoLiu").Received.Count == 2, TimeSpan.FromSeconds(1));

        Assert.True(station.Clock.GetUtcNow() - began < TimeSpan.FromSeconds(60));
        station.Platform.Faults.Clear();
        await station.UntilAsync(() => station.Group.Messages.Count > 0 && station.Group.Messages.All.Sum(m => m.Text.Split('\n').Length) == 2, TimeSpan.FromSeconds(5));
        Assert.Equal(2, station.App.Phone("ZhaoLiu").Received.Count);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("https://station.example/triage?case={subject}")]
    public async Task Of_many_emergencies_at_once_every_one_is_named(string? page)
    {
        await using var station = await WeComStation.OpenAsync([.. Alerts, ("AlertMembers:0", "ZhaoLiu"), .. page is null ? Array.Empty<(string, string)>() : [("AlertUrl", page)]]);
        await station.UntilAsync(async () => await station.ReadAsync(db => db.ChannelFacts.Count()) >= 4, TimeSpan.FromSeconds(1));
        station.Dialog.Script = (turn, _) => ValueTask.FromResult(ScriptedDialog.Saying("好") with { Triage = [ItemOf(turn)] });
        var many = Enumerable.Range(1, 25).Select(i => $"M{i}").ToList();

        await Task.WhenAll(many.Select(m => station.App.SendAsync(m, "着火", Cancel)));
        await station.UntilAsync(() => station.Dialog.Turns.Count == many.Count);
        await station.UntilAsync(async () => await station.ReadAsync(db => db.TriageItems.Count()) == many.Count);
        List<string> names = [];
        foreach (var member in many)
        {
            names.Add((await station.Store.FindAsync(new ConversationKey("wecom", $"{station.App.Name}/{member}"), Cancel))!.Id.ToString());
        }
        await station.UntilAsync(() => names.All(n => Heard(n, station.App.Phone("ZhaoLiu").Texts) == 1 && Heard(n, station.Group.Messages.All.Select(m => m.Text)) == 1), TimeSpan.FromSeconds(1));

        foreach (var texts in new IReadOnlyList<string>[] { station.App.Phone("ZhaoLiu").Texts, [.. station.Group.Messages.All.Select(m => m.Text)] })
        {
            var heads = texts.Where(t => t.Contains("一共", StringComparison.Ordinal)).ToList();
            Assert.True(heads.Count >= 2);
            Assert.All(heads, t => Assert.Matches("^【紧急】一共[0-9]+件，请15分钟内处理（第[0-9]+条，共[0-9]+条）：\n", t));
            Assert.DoesNotContain(texts, t => t.Contains("办理提醒", StringComparison.Ordinal));
            Assert.All(texts, t => Assert.True(System.Text.Encoding.UTF8.GetByteCount(t) <= (page is null ? 2048 : 4096)));
        }

        static int Heard(string name, IEnumerable<string> texts) => texts.Sum(t => t.Split('\n').Count(line => line.Contains(name, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task What_a_member_has_heard_of_many_is_not_told_again_when_the_rest_fails()
    {
        await using var station = await WeComStation.OpenAsync(("AlertMembers:0", "ZhaoLiu"), ("AlertEvery", "00:00:30"));
        await station.UntilAsync(async () => await station.ReadAsync(db => db.ChannelFacts.Count()) >= 2, TimeSpan.FromSeconds(1));
        station.Dialog.Script = (turn, _) => ValueTask.FromResult(ScriptedDialog.Saying() with { Triage = [ItemOf(turn)] });
        foreach (var i in Enumerable.Range(1, 25))
        {
            await station.App.SendAsync($"M{i}", "着火", Cancel);
        }
        await station.UntilAsync(async () => await station.ReadAsync(db => db.TriageItems.Count()) == 25);
        station.Platform.Faults.Next("/cgi-bin/message/send", new Fault.Slow(TimeSpan.Zero));
        station.Platform.Faults.Next("/cgi-bin/message/send", new Fault.Code(-1));

        await station.UntilAsync(() => station.App.Phone("ZhaoLiu").Texts.Sum(t => t.Split('\n').Count(l => l.Contains("会话", StringComparison.Ordinal))) == 25, TimeSpan.FromSeconds(5));

        Assert.Equal(25, station.App.Phone("ZhaoLiu").Texts.SelectMany(t => t.Split('\n')).Where(l => l.Contains("会话", StringComparison.Ordinal)).Distinct().Count());
    }

    [Fact]
    public async Task A_robot_that_does_not_answer_keeps_no_other_group_waiting()
    {
        await using var station = await WeComStation.OpenAsync([.. Alerts, ("AlertRobots:1", "street"), ("Robots:1:Name", "street"), ("Robots:1:Key", "street-key")]);
        var street = station.Platform.AddWebhook("street-key");
        await station.UntilAsync(async () => await station.ReadAsync(db => db.ChannelFacts.Count()) >= 4, TimeSpan.FromSeconds(1));
        var gate = new Gate();
        station.Platform.Faults.Next(Post, new Fault.Behind(gate));
        station.Dialog.Script = (turn, _) => ValueTask.FromResult(ScriptedDialog.Saying("好") with { Triage = [ItemOf(turn)] });

        await station.App.SendAsync("WangWu", "着火", Cancel);
        await station.UntilAsync(() => station.Group.Messages.Count + street.Messages.Count == 1, TimeSpan.FromSeconds(1));
        await station.App.SendAsync("LiSi", "又着火了", Cancel);
        await station.UntilAsync(() => Math.Max(station.Group.Messages.Count, street.Messages.Count) == 2, TimeSpan.FromSeconds(1));

        Assert.Equal(2, station.Group.Messages.Count + street.Messages.Count);
        gate.Open();
    }

    [Fact]
    public async Task A_member_whom_the_platform_does_not_know_is_told_to_staff_by_the_settings_name()
    {
        await using var station = await WeComStation.OpenAsync(("AlertMembers:0", "ZhaoLiu"), ("AlertMembers:1", "Gone"));
        station.App.Members = new HashSet<string> { "ZhaoLiu", "WangWu" };
        await station.UntilAsync(async () => await station.ReadAsync(db => db.ChannelFacts.Count()) >= 2, TimeSpan.FromSeconds(1));
        station.Dialog.Script = (turn, _) => ValueTask.FromResult(ScriptedDialog.Saying("好") with { Triage = [ItemOf(turn)] });

        await station.App.SendAsync("WangWu", "着火", Cancel);
        await station.UntilAsync(() => station.ReadAsync(db => db.TriageItems.Any(t => t.Reason == "receiver_unknown:WeCom:AlertMembers")), TimeSpan.FromSeconds(1));

        var conversation = (await station.Store.FindAsync(new ConversationKey("wecom", $"{station.App.Name}/WangWu"), Cancel))!.Id;
        await station.UntilAsync(() => station.ReadAsync(db => db.ChannelLog.Any(l => l.What == "message/send" && l.Outcome == "partly" && l.ConversationId == conversation)));
        var health = await station.HealthAsync();
        Assert.Contains("WeCom:AlertMembers", health, StringComparison.Ordinal);
        Assert.DoesNotContain("Gone", health, StringComparison.Ordinal);
        // The new item is P1: the member who is there hears of it too.
        await station.UntilAsync(() => station.App.Phone("ZhaoLiu").Received.Count == 2, TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task What_a_group_heard_stands_in_the_channel_log_of_its_conversation()
    {
        await using var station = await WeComStation.OpenAsync(Alerts);
        await station.UntilAsync(async () => await station.ReadAsync(db => db.ChannelFacts.Count()) >= 2, TimeSpan.FromSeconds(1));
        station.Dialog.Script = (turn, _) => ValueTask.FromResult(ScriptedDialog.Saying("好") with { Triage = [ItemOf(turn)] });

        await station.App.SendAsync("WangWu", "着火", Cancel);
        await station.UntilAsync(() => station.Group.Messages.Count == 1, TimeSpan.FromSeconds(1));

        var conversation = (await station.Store.FindAsync(new ConversationKey("wecom", $"{station.App.Name}/WangWu"), Cancel))!.Id;
        await station.UntilAsync(() => station.ReadAsync(db => db.ChannelLog.Any(l => l.What == "webhook/send" && l.Outcome == "ok" && l.ConversationId == conversation)));
    }

    [Theory]
    [InlineData("AlertAgent", "nobody", "no app of Agents")]
    [InlineData("AlertUrl", "/triage", "a whole address")]
    [InlineData("Agents:0:EncodingAesKey", "short", "EncodingAesKey must be the 43")]
    [InlineData("CustomerService:0:Name", "staff", "there twice")]
    [InlineData("Agents:0:AgentId", "0", "AgentId must be")]
    [InlineData("Robots:0:Key", "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=1", "without the address")]
    [InlineData("AlertRobots:0", "nobody", "not among WeCom:Robots")]
    [InlineData("ApiAddress", "http://example.org", "must be https")]
    [InlineData("AlertDayTo", "07:00", "before WeCom:AlertDayTo")]
    [InlineData("RobotGathers", "-00:00:02", "WeCom:RobotGathers must be")]
    [InlineData("MessageWindow", "-00:01:00", "WeCom:MessageWindow must be")]
    [InlineData("MaxAge", "-00:10:00", "WeCom:MaxAge must be")]
    [InlineData("PullEvery", "00:00:01", "WeCom:PullEvery must be 00:00:10 to 1.00:00:00")]
    [InlineData("Agents:7:Name", "late", "WeCom:Agents:7:CorpId is missing")]
    [InlineData("Robots:9:Name", "late", "WeCom:Robots:9:Key must be")]
    [InlineData("Receivers:5:Role", "Resident", "WeCom:Receivers:5:Role must be")]
    public async Task Wrong_settings_stop_the_start_and_say_what_to_do(string name, string value, string words)
    {
        var wrong = await Assert.ThrowsAnyAsync<OptionsValidationException>(() => WeComStation.OpenAsync((name, value)));

        Assert.Contains(words, wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_members_than_one_message_may_have_stop_the_start()
    {
        var many = Enumerable.Range(0, 1001).Select(i => ($"Receivers:0:Users:{i}", $"U{i}"));

        var wrong = await Assert.ThrowsAnyAsync<OptionsValidationException>(() => WeComStation.OpenAsync([("Receivers:0:Agent", "staff"), .. many]));

        Assert.Contains("WeCom:Receivers:0:Users", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_app_under_two_names_and_one_account_at_two_desks_stop_the_start()
    {
        static (string, string)[] Copy(string list, int index, string secret) =>
        [
            ($"{list}:{index}:Name", "again"), ($"{list}:{index}:CorpId", "ww1a2b3c4d5e6f7a8b"), ($"{list}:{index}:AgentId", "1000002"), ($"{list}:{index}:Secret", secret),
            ($"{list}:{index}:Token", "StationStaff2025"), ($"{list}:{index}:EncodingAesKey", new string('a', 43)),
        ];

        var apps = await Assert.ThrowsAnyAsync<OptionsValidationException>(() => WeComStation.OpenAsync(Copy("Agents", 1, "s")));
        var desks = await Assert.ThrowsAnyAsync<OptionsValidationException>(() => WeComStation.OpenAsync(
            [.. Copy("CustomerService", 1, "s").Where(s => !s.Item1.EndsWith("AgentId", StringComparison.Ordinal)), ("CustomerService:0:OpenKfIds:0", "wk1"), ("CustomerService:1:OpenKfIds:0", "wk1")]));

        Assert.Contains("WeCom:Agents:1:AgentId", apps.Message, StringComparison.Ordinal);
        Assert.Contains("WeCom:CustomerService:1:OpenKfIds", desks.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_station_or_unit_that_the_directory_does_not_know_is_named_and_stops_nothing()
    {
        await using var station = await WeComStation.OpenAsync(
            ("CustomerService:0:Station", "NOPE"), ("Receivers:3:Agent", "staff"), ("Receivers:3:Users:0", "LiGong"), ("Receivers:3:Unit", "NOPE2"), ("Receivers:4:Agent", "staff"), ("Receivers:4:Users:0", "ChenDaibiao"),
            ("Receivers:4:Role", "Deputy"), ("Receivers:4:Unit", "D01"));

        var health = await station.HealthAsync();

        Assert.Contains("WeCom:CustomerService:0:Station 'NOPE'", health, StringComparison.Ordinal);
        Assert.Contains("WeCom:Receivers:3:Unit 'NOPE2'", health, StringComparison.Ordinal);
        Assert.DoesNotContain("WeCom:Receivers:4", health, StringComparison.Ordinal);
    }

    /// <summary>Until when somebody tells the group, or pauses.</summary>
    private static async Task<DateTimeOffset?> LeaseAsync(WeComStation station, string severity)
    {
        if (await station.Services.GetRequiredService<IChannelMemory>().FindAsync($"staff-alerts/{severity}/robot/duty", Cancel) is not { } fact)
        {
            return null;
        }
        using var told = JsonDocument.Parse(fact.Value);
        return told.RootElement.GetProperty("Until") is { ValueKind: JsonValueKind.String } until ? until.GetDateTimeOffset() : null;
    }

    private static TriageItem ItemOf(DialogTurn turn)
    {
        var isFire = turn.Message.Text.Contains('火');
        return new TriageItem(
            Guid.CreateVersion7(), turn.Conversation.Id, isFire ? Severity.P0 : Severity.P1, isFire ? "fire:fire_words,gas:learned.0.97" : "petition,no_lead", turn.Now, turn.Now.AddMinutes(15));
    }
}
