using Microsoft.Extensions.DependencyInjection;
using StationBot.Channels.Bot;
using StationBot.Handling.Messages;
using StationBot.Platform.Calls;
using StationBot.Platform.OfficialAccounts;
using StationBot.Tests.Channels.BotProtocol;

namespace StationBot.Tests.Channels.WeChat;

/// <summary>How often staff are told, and how soon the platform is asked again. wechat.md §15.</summary>
public sealed class WeChatAlertTests
{
    private const string Send = "/cgi-bin/message/custom/send";
    private static readonly string Other = OfficialAccount.NewOpenId();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(45015)]
    [InlineData(40003)]
    public async Task Staff_have_one_line_for_a_resident_however_many_messages_do_not_reach_them(int code)
    {
        await using var station = await WroteAsync();
        station.Platform.Faults.Always(Send, new Fault.Code(code));

        await AnnounceAsync(station, station.OpenId, "一");
        await AnnounceAsync(station, station.OpenId, "二");
        await StuckAsync(station, 2);
        await station.Machine.Outbox.ReleaseAsync((await station.Machine.Store.FindAsync(station.Key, Cancel))!.Id, Cancel);
        await StuckAsync(station, 2);
        await AnnounceAsync(station, Other, "三");
        await StuckAsync(station, 3);

        Assert.Equal(["undelivered", "undelivered"], await ReasonsAsync(station));
        Assert.Equal(2, await station.Machine.ReadAsync(db => db.TriageItems.Select(t => t.ConversationId).Distinct().Count()));
    }

    [Fact]
    public async Task Once_the_line_is_due_another_message_that_does_not_arrive_is_told_anew()
    {
        await using var station = await WroteAsync();
        station.Platform.Faults.Always(Send, new Fault.Code(45015));
        await AnnounceAsync(station, station.OpenId, "一");
        await StuckAsync(station, 1);
        station.Clock.Advance(TimeSpan.FromDays(14));

        await AnnounceAsync(station, station.OpenId, "二");
        await StuckAsync(station, 2);

        Assert.Equal(["undelivered", "undelivered"], await ReasonsAsync(station));
    }

    [Theory]
    [InlineData(48001)]
    [InlineData(48004)]
    [InlineData(50002)]
    public async Task An_account_that_may_not_send_is_one_line_for_all_its_residents_and_is_not_asked_again(int code)
    {
        await using var station = await WroteAsync();
        station.Platform.Faults.Always(Send, new Fault.Code(code));

        await AnnounceAsync(station, station.OpenId, "一");
        await StuckAsync(station, 1);
        await AnnounceAsync(station, Other, "二");
        await AnnounceAsync(station, station.OpenId, "三");
        await StuckAsync(station, 3);
        station.Clock.Advance(TimeSpan.FromHours(3));
        await AnnounceAsync(station, Other, "四");
        await StuckAsync(station, 4);

        Assert.Single(station.Platform.CallsTo(Send));
        Assert.Equal([$"account_refused:wechat/{station.Account.Name}.{code}"], await ReasonsAsync(station));
        Assert.All(await station.StuckAsync(), s => Assert.True(s.Held));
        Assert.StartsWith("一\n\n三\n\n", (await station.Account.SendAsync(station.OpenId, "在吗", Cancel)).Reply!.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_busy_platform_is_asked_again_soon_and_then_seldom()
    {
        await using var station = await WroteAsync();
        station.Platform.Faults.Always(Send, new Fault.Code(-1));
        await AnnounceAsync(station, station.OpenId, "一");

        List<double> pauses = [];
        for (var i = 1; i <= 4; i++)
        {
            await station.UntilAsync(() => station.Machine.ReadAsync(db => db.Outbox.Any(o => o.Error == "Unavailable -1" && o.Attempts == i)).GetAwaiter().GetResult());
            var next = await station.Machine.ReadAsync(db => db.Outbox.Single().NextAt);
            pauses.Add((next - station.Clock.GetUtcNow()).TotalSeconds);
            station.Clock.Advance(next - station.Clock.GetUtcNow());
        }

        Assert.Equal([0.5, 2, 8, 16], pauses);
    }

    private static async Task<WeChatStation> WroteAsync()
    {
        var station = await WeChatStation.OpenAsync();
        await station.Account.SendAsync(station.OpenId, "你好", Cancel);
        await station.Account.SendAsync(Other, "你好", Cancel);
        return station;
    }

    private static async Task AnnounceAsync(WeChatStation station, string openId, string text)
    {
        var conversation = await station.Machine.Store.FindAsync(station.Key with { Id = $"{station.Account.Name}/{openId}" }, Cancel);
        Assert.True(await station.Machine.Services.GetRequiredService<ProactiveTurns>().SendAsync(conversation!, ScriptedDialog.Saying(text), Cancel));
    }

    private static Task StuckAsync(WeChatStation station, int count) =>
        station.UntilAsync(() => station.Machine.Outbox.StuckAsync(10, Cancel).GetAwaiter().GetResult().Count(s => s.Held) == count);

    private static Task<List<string>> ReasonsAsync(WeChatStation station) => station.Machine.ReadAsync(db => db.TriageItems.Select(t => t.Reason).ToList());
}
