using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using StationBot.Channels.Sending;
using StationBot.Channels.Tencent;
using StationBot.Platform.Calls;
using StationBot.Platform.Phones;
using StationBot.Tests.Channels.BotProtocol;

namespace StationBot.Tests.Channels.WeChat;

/// <summary>The platform takes a message, and what comes back is not the platform's: it may be known already, so it says so and comes a few times only. wechat.md §10.</summary>
public sealed class WeChatUnclearTests
{
    private const string Send = "/cgi-bin/message/custom/send";
    private const string Template = "/cgi-bin/message/template/send";
    private const string News = "您的事 QH20261123-0001 有新进展：已经修好了。";
    private const string Again = "（重发）" + News;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(502, "<html>bad gateway</html>")]
    [InlineData(504, "")]
    [InlineData(200, "<html>please log in</html>")]
    [InlineData(200, "{\"errcode\":0,\"err")]
    [InlineData(200, "")]
    [InlineData(500, "{\"message\":\"no upstream\"}")]
    public async Task What_had_no_answer_of_the_platforms_own_is_sent_again_with_a_mark(int status, string body)
    {
        await using var station = await WroteAsync();
        station.Platform.Faults.Next(Send, new Fault.Spoiled(status, body));

        await station.AnnounceAsync(News);
        await station.UntilAsync(() => station.Phone.Texts.Contains(Again), TimeSpan.FromSeconds(1));

        Assert.Equal([News, Again], station.Phone.Texts.Skip(1));
    }

    [Fact]
    public async Task The_platforms_own_word_counts_whatever_status_it_comes_under()
    {
        await using var station = await WroteAsync();
        station.Platform.Faults.Next(Send, new Fault.Code(-1));
        station.Platform.Faults.Next(Send, new Fault.Html(503, "{\"errcode\":-1,\"errmsg\":\"system busy\"}"));

        await station.AnnounceAsync(News);
        await station.UntilAsync(() => station.Phone.Texts.Count > 1, TimeSpan.FromSeconds(1));

        Assert.Equal([News], station.Phone.Texts.Skip(1));
    }

    [Fact]
    public async Task The_mark_stays_whatever_comes_of_the_tries_between()
    {
        await using var station = await WroteAsync();
        station.Platform.Faults.Next(Send, new Fault.Spoiled(502));
        station.Platform.Faults.Next(Send, new Fault.Code(-1), 2);

        await station.AnnounceAsync(News);
        await station.UntilAsync(() => station.Phone.Texts.Contains(Again), TimeSpan.FromSeconds(1));

        Assert.Equal([News, Again], station.Phone.Texts.Skip(1));
    }

    [Fact]
    public async Task Where_no_answer_ever_is_the_platforms_a_resident_has_it_a_few_times_and_staff_are_told()
    {
        await using var station = await WroteAsync();
        station.Platform.Faults.Always(Send, new Fault.Spoiled(502));

        await station.AnnounceAsync(News);
        await station.UntilAsync(() => station.Machine.Outbox.StuckAsync(10, Cancel).GetAwaiter().GetResult() is [{ Held: true }], TimeSpan.FromSeconds(10));
        for (var i = 0; i < 24; i++)
        {
            station.Clock.Advance(TimeSpan.FromHours(1));
            await Task.Delay(5, Cancel);
        }

        Assert.Equal([News, Again, Again, Again], station.Phone.Texts.Skip(1));
        Assert.StartsWith("Unclear 502", Assert.Single(await station.StuckAsync()).Error, StringComparison.Ordinal);
        Assert.Equal(["undelivered"], await station.Machine.ReadAsync(db => db.TriageItems.Select(t => t.Reason).ToList()));
        Assert.Contains("502", await HealthAsync(station), StringComparison.Ordinal);
        station.Platform.Faults.Clear();
        Assert.StartsWith(Again, (await station.Account.SendAsync(station.OpenId, "修好了吗", Cancel)).Reply!.Text, StringComparison.Ordinal);
        await station.AnnounceAsync("还有");
        await station.Phone.WaitForAsync(m => m.Text == "还有", cancellationToken: Cancel);
        await station.UntilAsync(() => HealthAsync(station).GetAwaiter().GetResult() is null);
    }

    [Fact]
    public async Task What_went_along_has_the_mark_too()
    {
        await using var station = await WroteAsync();
        var gate = new Gate();
        station.Platform.Faults.Next(Send, new Fault.Behind(gate));
        await station.AnnounceAsync("一");
        await gate.Arrived;
        await station.AnnounceAsync("二");
        await station.AnnounceAsync("三");
        station.Platform.Faults.Next(Send, new Fault.Spoiled(502));
        gate.Open();

        await station.UntilAsync(() => station.Phone.Texts.Count >= 4, TimeSpan.FromSeconds(1));

        Assert.Equal(["一", "二\n\n三", "（重发）二\n\n三"], station.Phone.Texts.Skip(1));
    }

    [Fact]
    public async Task A_notice_whose_answers_are_not_the_platforms_is_asked_for_while_it_arrives_once_and_the_news_waits()
    {
        await using var station = await WroteAsync(("Accounts:0:Template:Id", "T1"), ("Accounts:0:Template:Fields:thing3", "{text}"));
        station.Account.Templates.Add("T1", "thing3");
        station.Platform.Faults.Always(Template, new Fault.Spoiled(502));
        station.Clock.Advance(TimeSpan.FromHours(49));

        await station.AnnounceAsync(News);
        await station.UntilAsync(() => station.Machine.Outbox.StuckAsync(10, Cancel).GetAwaiter().GetResult() is [{ Held: true }], TimeSpan.FromSeconds(10));

        Assert.Single(station.Phone.Received, m => m.Kind == PhoneMessageKind.Template);
        Assert.Equal(["undelivered"], await station.Machine.ReadAsync(db => db.TriageItems.Select(t => t.Reason).ToList()));
        Assert.StartsWith(News, (await station.Account.SendAsync(station.OpenId, "看看", Cancel)).Reply!.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_without_an_end_is_not_read()
    {
        await using var server = await Stranger.StartAsync(async http =>
        {
            http.Response.ContentType = "application/json";
            for (var i = 0; i < 64; i++)
            {
                await http.Response.BodyWriter.WriteAsync(new byte[1024 * 1024], http.RequestAborted);
            }
        });
        await using var station = await WeChatStation.OpenAsync();

        var answer = await station.Machine.Services.GetRequiredService<PlatformClient>().GetAsync(new Uri(server.Url), Cancel);

        Assert.Equal(SendFailure.Unclear, answer.Failure);
    }

    private static async Task<string?> HealthAsync(WeChatStation station) =>
        (await station.Machine.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(Cancel)).Entries["wechat"] is { Status: not HealthStatus.Healthy } wrong ? wrong.Description : null;

    private static async Task<WeChatStation> WroteAsync(params (string, string)[] settings)
    {
        var station = await WeChatStation.OpenAsync(settings: settings);
        await station.Account.SendAsync(station.OpenId, "你好", Cancel);
        return station;
    }
}
