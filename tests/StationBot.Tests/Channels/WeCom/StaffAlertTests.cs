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

        var few = Task.WhenAll(robots.SayAsync("duty", "一", Cancel), robots.SayAsync("duty", "二", Cancel), robots.SayMarkdownAsync("duty", "**三**", Cancel));
        await station.UntilAsync(() => few.IsCompleted, TimeSpan.FromSeconds(1));
        var many = Task.WhenAll(Enumerable.Range(1, 17).Select(i => robots.SayAsync("duty", $"第{i}件", Cancel)));
        await station.UntilAsync(() => many.IsCompleted, TimeSpan.FromSeconds(1));

        Assert.All([.. await few, .. await many], Assert.True);
        Assert.Equal(["一\n二", "**三**"], station.Group.Messages.All.Take(2).Select(m => m.Text));
        Assert.StartsWith("一共17件新民情", station.Group.Messages.All[2].Text, StringComparison.Ordinal);
        Assert.Equal(11, station.Group.Messages.All[2].Text.Split('\n').Length);
    }

    [Fact]
    public async Task No_group_hears_more_than_twenty_a_minute_and_nothing_is_lost()
    {
        await using var station = await WeComStation.OpenAsync(("RobotGathers", "00:00:00"));
        var robots = station.Services.GetRequiredService<WeComRobots>();

        for (var i = 0; i < 25; i++)
        {
            var said = robots.SayAsync("duty", $"第{i}件", Cancel);
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

        var late = robots.SayAsync("duty", "一", Cancel);
        await station.UntilAsync(() => late.IsCompleted, TimeSpan.FromSeconds(5));
        var never = robots.SayAsync("gone", "一", Cancel);
        await station.UntilAsync(() => never.IsCompleted, TimeSpan.FromSeconds(5));

        Assert.Equal((true, false), (await late, await never));
        Assert.Contains("gone", Assert.Single(robots.Problems), StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => { _ = robots.SayAsync("nobody", "一", Cancel); });
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
        await station.UntilAsync(() => station.Group.Messages.Count == 2, TimeSpan.FromSeconds(20));
        for (var i = 0; i < 40; i++)
        {
            station.Clock.Advance(TimeSpan.FromSeconds(30));
            await Task.Delay(5, Cancel);
        }

        Assert.Equal(["【紧急】23:00 会话：火灾、燃气泄漏，请15分钟内处理", "【请看】23:00 会话：信访事项、需要人工处理"], station.Group.Messages.All.Select(m => m.Text.Replace("23:01", "23:00", StringComparison.Ordinal)));
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
        await station.UntilAsync(async () => await station.ReadAsync(db => db.ChannelFacts.Count()) >= 2, TimeSpan.FromSeconds(1));
        station.Dialog.Script = (turn, _) => ValueTask.FromResult(ScriptedDialog.Saying("好") with { Triage = [ItemOf(turn)] });

        await station.App.SendAsync("WangWu", "着火", Cancel);
        await station.UntilAsync(() => station.Group.Messages.Count == 1 && station.App.Phone("ZhaoLiu").Received.Count == 1, TimeSpan.FromSeconds(1));

        Assert.Equal("template_card", station.App.Phone("ZhaoLiu").Received.Single().MsgType);
        var card = Assert.Single(station.Platform.CallsTo("/cgi-bin/message/send"), c => c.Text("touser") == "ZhaoLiu").Raw;
        Assert.All(["text_notice", "https://station.example/triage?case=", "火灾"], part => Assert.Contains(part, card, StringComparison.Ordinal));
        Assert.EndsWith("](https://station.example/triage?case=)", station.Group.Messages.All.Single().Text, StringComparison.Ordinal);
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
    public async Task Wrong_settings_stop_the_start_and_say_what_to_do(string name, string value, string words)
    {
        var wrong = await Assert.ThrowsAnyAsync<OptionsValidationException>(() => WeComStation.OpenAsync((name, value)));

        Assert.Contains(words, wrong.Message, StringComparison.Ordinal);
    }

    private static TriageItem ItemOf(DialogTurn turn)
    {
        var isFire = turn.Message.Text.Contains('火');
        return new TriageItem(
            Guid.CreateVersion7(), turn.Conversation.Id, isFire ? Severity.P0 : Severity.P1, isFire ? "fire:fire_words,gas:learned.0.97" : "petition,no_lead", turn.Now, turn.Now.AddMinutes(15));
    }
}
