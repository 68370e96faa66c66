using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StationBot.Channels.Bot;
using StationBot.Channels.BotProtocol;
using StationBot.Handling.Messages;

namespace StationBot.Channels.Sending;

/// <summary>
/// Posts what waits in the outbox to its channels: conversations side by side, the messages of one conversation one after another. What
/// fails for now is tried again with growing pauses; what cannot succeed is parked for staff.
/// </summary>
public sealed partial class OutboxDispatcher(IOutbox outbox, ConnectorClient connector, TimeProvider time, ILogger<OutboxDispatcher> logger) : BackgroundService
{
    private const int SideBySide = 32;

    /// <summary>With pauses up to <see cref="LongestPause"/> this is most of a day.</summary>
    private const int MaxAttempts = 30;

    // Longer than the longest send, so that a slow one is not started twice; short enough that a crash delays nobody for long.
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);

    /// <summary>Sends one leased item and notes what became of it.</summary>
    internal async Task DeliverAsync(OutboxItem item, CancellationToken cancellationToken)
    {
        var activity = RawActivity.Read(item.Raw, RawActivity.ReadReference(item.Reference), MessageDirection.Out);
        switch (await connector.SendAsync(activity, cancellationToken))
        {
            case SendOutcome.Sent sent:
                await outbox.DeliveredAsync(item.Id, sent.ActivityId, cancellationToken);
                break;
            case SendOutcome.Failed { Retryable: true } failed when item.Attempts + 1 < MaxAttempts:
                LogRetry(item.Id, item.Attempts + 1, failed.Why, failed.Code);
                await outbox.RetryAsync(item.Id, time.GetUtcNow() + PauseAfter(item.Attempts, failed.RetryAfter), ErrorOf(failed), cancellationToken);
                break;
            case SendOutcome.Failed failed:
                LogParked(item.Id, item.Attempts + 1, failed.Why, failed.Code);
                await outbox.ParkAsync(item.Id, ErrorOf(failed), cancellationToken);
                break;
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var running = new HashSet<Task>();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await StartDueAsync(running, stoppingToken);
            }
            catch (Exception trouble) when (trouble is not OperationCanceledException)
            {
                // The store hiccups; the outbox must outlive that, or every reply waits for a restart.
                LogTrouble(trouble);
                await Task.Delay(FirstPause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException)
            {
                break;
            }
        }
        await Task.WhenAll(running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task StartDueAsync(HashSet<Task> running, CancellationToken stoppingToken)
    {
        var due = await outbox.LeaseAsync(SideBySide - running.Count, Lease, stoppingToken);
        foreach (var item in due)
        {
            running.Add(DeliverSafelyAsync(item, stoppingToken));
        }
        if (running.Count >= SideBySide)
        {
            await Task.WhenAny(running);
        }
        else if (due.Count == 0)
        {
            // A delivery that ends frees the next message of its conversation, so it wakes us as a new message does.
            using var woken = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
            var news = outbox.WaitAsync(Poll, woken.Token);
            await Task.WhenAny(running.Append(news));
            await woken.CancelAsync();
            await news.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        running.RemoveWhere(task => task.IsCompleted);
    }

    private async Task DeliverSafelyAsync(OutboxItem item, CancellationToken stoppingToken)
    {
        try
        {
            await DeliverAsync(item, stoppingToken);
        }
        catch (Exception trouble) when (trouble is not OperationCanceledException)
        {
            // Its lease runs out and it is tried again; the others go on.
            LogTrouble(trouble);
        }
    }

    private static TimeSpan PauseAfter(int attempts, TimeSpan? asked)
    {
        var growing = TimeSpan.FromTicks(Math.Min(LongestPause.Ticks, FirstPause.Ticks << Math.Min(attempts, 20)));
        return asked > growing ? asked.Value : growing;
    }

    private static string ErrorOf(SendOutcome.Failed failed) => $"{failed.Why} {failed.Code}";

    [LoggerMessage(1030, LogLevel.Information, "Outbox item {ItemId} failed at attempt {Attempt}: {Why} {Code}; it is tried again")]
    private partial void LogRetry(Guid itemId, int attempt, SendFailure why, int code);

    [LoggerMessage(1031, LogLevel.Warning, "Outbox item {ItemId} parked at attempt {Attempt}: {Why} {Code}")]
    private partial void LogParked(Guid itemId, int attempt, SendFailure why, int code);

    [LoggerMessage(1032, LogLevel.Error, "The outbox met trouble")]
    private partial void LogTrouble(Exception trouble);
}
