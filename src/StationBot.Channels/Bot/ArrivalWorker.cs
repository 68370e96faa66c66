using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StationBot.Handling.Messages;

namespace StationBot.Channels.Bot;

/// <summary>
/// Brings to its end what a crash, a failure or a full conversation left undone: takes a channel's arrivals whose lease is over, with growing
/// pauses, and gives one up to staff in the end.
/// </summary>
internal abstract partial class ArrivalWorker(string channel, IArrivals arrivals, TimeProvider time, ILogger logger) : BackgroundService
{
    private const int AtOnce = 8;

    /// <summary>After this many it is over.</summary>
    protected const int MaxAttempts = 12;

    /// <summary>
    /// Of a message in hand, renewed while it is: short, because after a crash its turn begins again no sooner. One that is run twice because a
    /// machine stood still for longer is recognised by its key, so that nothing doubles.
    /// </summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan RenewEvery = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(6);
    private readonly ConcurrentDictionary<Guid, int> _inHand = [];
    private readonly Channel<byte> _bell = Channel.CreateBounded<byte>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>There is work now.</summary>
    public void Ring() => _bell.Writer.TryWrite(0);

    /// <summary>Says that this process works on a message, wherever it does so, until the returned is disposed.</summary>
    public IDisposable InHand(Guid arrivalId)
    {
        _inHand.AddOrUpdate(arrivalId, 1, (_, count) => count + 1);
        return new Hand(() =>
        {
            if (_inHand.AddOrUpdate(arrivalId, 0, (_, count) => count - 1) <= 0)
            {
                _inHand.TryRemove(KeyValuePair.Create(arrivalId, 0));
            }
        });
    }

    /// <returns>False: not yet; again after a pause.</returns>
    protected abstract Task<bool> RunAsync(Arrival arrival, CancellationToken cancellationToken);

    /// <summary>Notes that a message's work failed, from wherever it ran.</summary>
    internal async Task FailAsync(Arrival arrival, CancellationToken cancellationToken)
    {
        var isOver = arrival.Attempts >= MaxAttempts;
        if (isOver)
        {
            LogParked(channel, arrival.Id, arrival.Attempts);
        }
        var pause = TimeSpan.FromTicks(Math.Min(LongestPause.Ticks, FirstPause.Ticks << Math.Min(arrival.Attempts, 20)));
        await arrivals.FailAsync(arrival.Id, isOver ? null : pause, cancellationToken);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(ServeAsync(stoppingToken), RenewAsync(stoppingToken));

    private async Task RenewAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(RenewEvery, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            try
            {
                if (!_inHand.IsEmpty)
                {
                    await arrivals.RenewAsync([.. _inHand.Keys], Lease, stoppingToken);
                }
            }
            catch (Exception trouble) when (trouble is not OperationCanceledException)
            {
                LogTrouble(channel, trouble);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task ServeAsync(CancellationToken stoppingToken)
    {
        List<Task> running = [];
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                running.RemoveAll(t => t.IsCompleted);
                if (running.Count == AtOnce)
                {
                    await Task.WhenAny(running).WaitAsync(stoppingToken);
                    continue;
                }
                var room = AtOnce - running.Count;
                var due = await arrivals.LeaseAsync(channel, room, Lease, stoppingToken);
                // A lease of ours may run out under a clock that jumped: what is in hand is not begun a second time. And what is slow keeps nothing else waiting.
                running.AddRange(due.Where(a => !_inHand.ContainsKey(a.Id)).Select(a => RunSafelyAsync(a, stoppingToken)));
                if (due.Count < room)
                {
                    await WaitAsync(stoppingToken);
                }
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (Exception trouble)
            {
                // The store hiccups; this worker must outlive that.
                LogTrouble(channel, trouble);
                await Task.Delay(FirstPause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    // Its own trouble is told here: nobody waits for it.
    private async Task RunSafelyAsync(Arrival arrival, CancellationToken cancellationToken)
    {
        using var hand = InHand(arrival.Id);
        try
        {
            if (await RunAsync(arrival, cancellationToken))
            {
                await arrivals.AcknowledgeAsync(arrival.Id, cancellationToken);
                return;
            }
        }
        catch (Exception trouble) when (trouble is not OperationCanceledException)
        {
            LogTrouble(channel, trouble);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return;
        }
        try
        {
            await FailAsync(arrival, cancellationToken);
        }
        catch (Exception trouble) when (!cancellationToken.IsCancellationRequested)
        {
            LogTrouble(channel, trouble); // its lease runs out
        }
    }

    private sealed class Hand(Action release) : IDisposable
    {
        private Action? _release = release;

        public void Dispose() => Interlocked.Exchange(ref _release, null)?.Invoke();
    }

    private async Task WaitAsync(CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Poll, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await _bell.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Nothing rang: look anyway.
        }
    }

    [LoggerMessage(1040, LogLevel.Error, "Work that {Channel} left undone failed")]
    private partial void LogTrouble(string channel, Exception trouble);

    [LoggerMessage(1041, LogLevel.Error, "A message of {Channel}, {ArrivalId}, is given up after {Attempts} attempts and kept for staff")]
    private partial void LogParked(string channel, Guid arrivalId, int attempts);
}
