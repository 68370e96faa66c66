using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StationBot.Channels.Bot;
using StationBot.Handling.Messages;

namespace StationBot.Channels.Sending;

/// <summary>
/// Brings what waits in the outbox to its channels: conversations side by side, the messages of one conversation one after another. What
/// becomes of a message that did not go out is the channel's to say (<see cref="FailurePolicy"/>). Every try leaves a line in the channel log.
/// </summary>
public sealed partial class OutboxDispatcher(
    IOutbox outbox, ChannelList channels, IChannelLog log, StaffNotices notices, TimeProvider time, ILogger<OutboxDispatcher> logger) : BackgroundService, IBackgroundSender
{
    private const int SideBySide = 32;

    /// <summary>With pauses up to <see cref="LongestPause"/> this is most of a day.</summary>
    private const int MaxAttempts = 30;

    // Longer than the longest send, so that a slow one is not started twice; short enough that a crash delays nobody for long.
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(2);

    /// <summary>What is over in a moment is tried again at once; from then on the pauses double. wechat.md §15.</summary>
    private static readonly TimeSpan[] FirstPauses = [TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(8)];
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);

    /// <summary>What an ordinary stop leaves to sends in progress: longer than a channel's call may take, shorter than the host waits.</summary>
    internal static readonly TimeSpan Drain = TimeSpan.FromSeconds(15);

    /// <summary>In the log, of a try that a crash or a failure of our own ended before it was noted.</summary>
    private const string Unknown = "Unknown";

    /// <summary>Sends one leased item and notes what became of it.</summary>
    internal async Task DeliverAsync(OutboxItem item, CancellationToken cancellationToken)
    {
        if (item.WasLeft)
        {
            Note(EntryOf(item, Unknown, TimeSpan.Zero));
        }
        var began = time.GetTimestamp();
        var outcome = channels.Of(item.Conversation) is { } channel
            ? await channel.SendAsync(item, cancellationToken)
            : new SendOutcome.Failed(SendFailure.NotFound, 0, FailurePolicy.TellStaff);
        var failed = outcome as SendOutcome.Failed;
        var way = failed?.Why.ToString() ?? (outcome is SendOutcome.Announced news ? news.Way : ((SendOutcome.Sent)outcome).Way);
        Note(EntryOf(item, way, time.GetElapsedTime(began)) with { Code = failed?.Code ?? 0, Trace = failed?.Trace });
        // What has happened is noted whoever wants to stop meanwhile, or it would be sent again.
        await (outcome switch
        {
            SendOutcome.Sent sent => outbox.DeliveredAsync(item.Id, sent.ActivityId, CancellationToken.None),
            SendOutcome.Announced announced => outbox.HoldAsync(item.Id, announced.Note, null, CancellationToken.None),
            SendOutcome.Failed => FailAsync(item, failed!),
            _ => throw new InvalidOperationException(),
        });
    }

    private Task FailAsync(OutboxItem item, SendOutcome.Failed failed)
    {
        if (failed.Then == FailurePolicy.Retry && item.Attempts + 1 < MaxAttempts)
        {
            LogRetry(item.Id, item.Attempts + 1, failed.Why, failed.Code);
            // An account that may not send is staff's matter from the first time on: it comes right only when somebody mends it.
            return outbox.RetryAsync(
                item.Id, time.GetUtcNow() + PauseAfter(item.Attempts, failed.RetryAfter), Doubt.ErrorOf(item, failed), failed.Account is null ? null : notices.Of(item.ConversationId, failed), CancellationToken.None);
        }
        LogStopped(item.Id, item.Attempts + 1, failed.Why, failed.Code, failed.Then);
        return failed.Then switch
        {
            FailurePolicy.Hold => outbox.HoldAsync(item.Id, Doubt.ErrorOf(item, failed), notices.Of(item.ConversationId, failed), CancellationToken.None),
            FailurePolicy.Await => outbox.HoldAsync(item.Id, Doubt.ErrorOf(item, failed), null, CancellationToken.None),
            FailurePolicy.Drop => outbox.ParkAsync(item.Id, Doubt.ErrorOf(item, failed), null, CancellationToken.None),
            _ => outbox.ParkAsync(item.Id, Doubt.ErrorOf(item, failed), notices.Of(item.ConversationId, failed), CancellationToken.None),
        };
    }

    private void Note(ChannelLogEntry line)
    {
        log.Note(line);
        Telemetry.Exchanged(line);
    }

    private ChannelLogEntry EntryOf(OutboxItem item, string outcome, TimeSpan took)
    {
        var now = time.GetUtcNow();
        return new ChannelLogEntry
        {
            Id = Guid.CreateVersion7(now), At = now, Channel = item.Conversation.Channel, Direction = MessageDirection.Out, What = "send", Outcome = outcome,
            ConversationId = item.ConversationId, Sequence = item.Sequence, Milliseconds = (int)took.TotalMilliseconds,
        };
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var running = new HashSet<Task>();
        using var sending = new CancellationTokenSource();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await StartDueAsync(running, sending.Token, stoppingToken);
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
        // What is on its way may well arrive: torn off, it would go out once more after the next start. In real time, whatever the station's clock says.
        sending.CancelAfter(Drain);
        await Task.WhenAll(running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task StartDueAsync(HashSet<Task> running, CancellationToken sending, CancellationToken stoppingToken)
    {
        var due = await outbox.LeaseAsync(SideBySide - running.Count, Lease, stoppingToken);
        if (stoppingToken.IsCancellationRequested)
        {
            await outbox.GiveBackAsync(due, CancellationToken.None);
            return;
        }
        foreach (var item in due)
        {
            running.Add(DeliverSafelyAsync(item, sending));
        }
        if (running.Count >= SideBySide)
        {
            await Task.WhenAny(running).WaitAsync(stoppingToken);
        }
        else if (due.Count == 0 && await PauseAsync(stoppingToken) is var pause && pause > TimeSpan.Zero)
        {
            // A delivery that ends frees the next message of its conversation, so it wakes us as a new message does.
            using var woken = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
            var news = outbox.WaitAsync(pause, woken.Token);
            await Task.WhenAny(running.Append(news));
            await woken.CancelAsync();
            await news.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        running.RemoveWhere(task => task.IsCompleted);
    }

    // A back-off ends when it ends, not at the next round; other machines' messages are looked for in each round.
    private async Task<TimeSpan> PauseAsync(CancellationToken cancellationToken) =>
        await outbox.NextAtAsync(cancellationToken) is { } next && next - time.GetUtcNow() is var left && left < Poll ? left : Poll;

    private async Task DeliverSafelyAsync(OutboxItem item, CancellationToken cancellationToken)
    {
        try
        {
            await DeliverAsync(item, cancellationToken);
        }
        catch (Exception trouble) when (trouble is not OperationCanceledException)
        {
            // Its lease runs out and it is tried again; the others go on.
            LogTrouble(trouble);
        }
    }

    private static TimeSpan PauseAfter(int attempts, TimeSpan? asked)
    {
        var growing = attempts < FirstPauses.Length ? FirstPauses[attempts] : TimeSpan.FromTicks(Math.Min(LongestPause.Ticks, FirstPause.Ticks << Math.Min(attempts, 20)));
        return asked > growing ? asked.Value : growing;
    }

    [LoggerMessage(1030, LogLevel.Information, "Outbox item {ItemId} failed at attempt {Attempt}: {Why} {Code}; it is tried again")]
    private partial void LogRetry(Guid itemId, int attempt, SendFailure why, int code);

    [LoggerMessage(1031, LogLevel.Warning, "Outbox item {ItemId} stopped at attempt {Attempt}: {Why} {Code}, {Then}")]
    private partial void LogStopped(Guid itemId, int attempt, SendFailure why, int code, FailurePolicy then);

    [LoggerMessage(1032, LogLevel.Error, "The outbox met trouble")]
    private partial void LogTrouble(Exception trouble);
}
