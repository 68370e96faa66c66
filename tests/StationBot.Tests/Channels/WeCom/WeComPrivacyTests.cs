using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using StationBot.Channels.WeCom;
using StationBot.Platform.Calls;

namespace StationBot.Tests.Channels.WeCom;

/// <summary>No line of our own logs, nor of the HTTP client's, holds a secret or says who wrote what.</summary>
public sealed class WeComPrivacyTests : ILoggerProvider
{
    private readonly ConcurrentQueue<string> _lines = [];
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Logs_hold_no_secret_and_nobody()
    {
        await using var station = await WeComStation.OpenAsync(this);
        var robots = station.Services.GetRequiredService<WeComRobots>();
        station.Platform.Faults.Next("/cgi-bin/webhook/send", new Fault.Html(502));
        station.Platform.Faults.Next("/cgi-bin/message/send", new Fault.Code(40058));
        station.Dialog.Script = (turn, _) => turn.Message.Text.Contains("坏掉", StringComparison.Ordinal)
            ? throw new InvalidOperationException("The dialog broke.")
            : ValueTask.FromResult(BotProtocol.ScriptedDialog.Echo(turn));

        await station.App.SendAsync("WangWuTheMember", "王小明住在书香里", Cancel);
        await station.App.SendAsync("WangWuTheMember", "王小明坏掉", Cancel);
        await station.Kf.SendAsync("wmCustomerOfOurs", "王小明住在书香里", Cancel);
        var said = robots.SayAsync("duty", "一件", null, Cancel);
        await station.UntilAsync(() => said.IsCompleted && station.Kf.Phone("wmCustomerOfOurs").Received.Count == 1, TimeSpan.FromSeconds(1));
        await station.UntilAsync(() => _lines.Any(l => l.Contains("stopped at attempt", StringComparison.Ordinal)) && _lines.Any(l => l.Contains("The dialog broke", StringComparison.Ordinal)));

        string[] secrets =
        [
            "王小明", "WangWuTheMember", "wmCustomerOfOurs", WeComStation.RobotKey, station.App.Settings.Secret, station.Desk.Settings.Secret,
            station.App.EncodingAesKey, "access_token=", "corpsecret=", "/webhook/send?key",
        ];
        Assert.All(secrets, secret => Assert.DoesNotContain(_lines, line => line.Contains(secret, StringComparison.Ordinal)));
        Assert.True(await said);
    }

    public ILogger CreateLogger(string categoryName) => new Line(_lines, categoryName.StartsWith("StationBot", StringComparison.Ordinal) || categoryName.StartsWith("System", StringComparison.Ordinal));

    public void Dispose()
    {
    }

    // The web server's own lines name every address; the host keeps them off.
    private sealed class Line(ConcurrentQueue<string> lines, bool isKept) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => isKept;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (isKept)
            {
                lines.Enqueue(formatter(state, exception) + exception);
            }
        }
    }
}
