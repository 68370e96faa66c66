using StationBot.Handling.Messages;

namespace StationBot.Host.Operations;

/// <summary>
/// Forgets what channels only need for a while: answers once the platform repeats no more (wechat.md §3: within about 20 s), arrivals after a day
/// (§4), lines of the channel log after half a year.
/// </summary>
internal sealed partial class ChannelHousekeeping(IArrivals arrivals, IChannelLog log, TimeProvider time, ILogger<ChannelHousekeeping> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan AnswersFor = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan ArrivalsFor = TimeSpan.FromDays(1);
    private static readonly TimeSpan LogFor = TimeSpan.FromDays(180);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                var now = time.GetUtcNow();
                await arrivals.ForgetAnswersAsync(now - AnswersFor, stoppingToken);
                var (gone, lines) = (await arrivals.ForgetAsync(now - ArrivalsFor, stoppingToken), await log.ForgetAsync(now - LogFor, stoppingToken));
                if (gone + lines > 0)
                {
                    LogForgotten(gone, lines);
                }
            }
            catch (Exception trouble) when (trouble is not OperationCanceledException)
            {
                LogTrouble(trouble);
            }
        }
    }

    [LoggerMessage(3010, LogLevel.Information, "{Arrivals} arrivals and {Lines} lines of the channel log forgotten")]
    private partial void LogForgotten(int arrivals, int lines);

    [LoggerMessage(3011, LogLevel.Error, "Channel housekeeping met trouble")]
    private partial void LogTrouble(Exception trouble);
}
