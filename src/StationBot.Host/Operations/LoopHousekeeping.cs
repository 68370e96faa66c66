using Microsoft.Extensions.Options;
using StationBot.Handling.Loop;
using StationBot.Host.Api;

namespace StationBot.Host.Operations;

/// <summary>Forgets the answers to repeatable requests once nobody repeats them any more.</summary>
internal sealed partial class LoopHousekeeping(ILoopStore store, IOptions<ApiOptions> options, TimeProvider time, ILogger<LoopHousekeeping> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                LogForgotten(await store.ForgetHandledAsync(time.GetUtcNow() - options.Value.AnswersFor, stoppingToken));
            }
            catch (Exception trouble) when (trouble is not OperationCanceledException)
            {
                LogTrouble(trouble);
            }
        }
    }

    [LoggerMessage(3020, LogLevel.Information, "{Answers} answers to repeatable requests forgotten")]
    private partial void LogForgotten(int answers);

    [LoggerMessage(3021, LogLevel.Error, "Loop housekeeping met trouble")]
    private partial void LogTrouble(Exception trouble);
}
