using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using StationBot.Store.Databases;

namespace StationBot.Store.Writing;

/// <summary>
/// The only writer of this process. Units of work that arrive while the disk is busy wait and are saved together in the next transaction, so
/// that many turns share one flush of the disk and still each is durable before it is acknowledged. A unit that fails fails alone.
/// </summary>
internal sealed partial class GroupWriter : IAsyncDisposable, IDisposable
{
    private readonly Database _database;
    private readonly int _groupSize;
    private readonly ILogger _logger;
    private readonly Channel<Unit> _waiting;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public GroupWriter(Database database, StoreOptions options, ILogger<GroupWriter> logger)
    {
        (_database, _groupSize, _logger) = (database, options.GroupSize, logger);
        // Bounded: when the disk cannot keep up, callers wait here instead of filling the memory.
        _waiting = Channel.CreateBounded<Unit>(new BoundedChannelOptions(options.GroupSize * 16) { SingleReader = true });
        // A thread of its own: it spends its life waiting for the disk, and the thread pool is small where cores are few.
        new Thread(Run) { IsBackground = true, Name = "store writer" }.Start();
    }

    /// <summary>Runs a unit of work in the next transaction; completes when that is on the disk.</summary>
    /// <param name="work">Runs on the writer's thread, so it should only write.</param>
    /// <param name="afterCommit">Runs on the writer's thread, in the order of commits, before the caller goes on. Must not throw.</param>
    /// <exception cref="ObjectDisposedException">The store is shutting down; nothing was saved.</exception>
    public async Task<T> RunAsync<T>(Func<WriteSession, T> work, Action<T>? afterCommit, CancellationToken cancellationToken)
    {
        var unit = new Unit<T>(work, afterCommit);
        try
        {
            await _waiting.Writer.WriteAsync(unit, cancellationToken);
        }
        catch (ChannelClosedException)
        {
            throw new ObjectDisposedException(nameof(GroupWriter), "The store is shutting down.");
        }
        return await unit.Done;
    }

    /// <summary>Saves what waits, then ends.</summary>
    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _ended.Task;
    }

    /// <inheritdoc cref="DisposeAsync"/>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    private void Run()
    {
        WriteSession? session = null;
        var group = new List<Unit>(_groupSize);
        while (_waiting.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            while (group.Count < _groupSize && _waiting.Reader.TryRead(out var unit))
            {
                group.Add(unit);
            }
            try
            {
                session ??= new WriteSession(_database);
                Save(session, group);
            }
            catch (Exception failure)
            {
                // No connection, a full disk, a broken transaction: none of the group is saved, and its callers hear why.
                LogFailed(failure, group.Count);
                group.ForEach(u => u.Fail(failure));
                session = Drop(session);
            }
            group.Clear();
        }
        Drop(session);
        _ended.SetResult();
    }

    private static void Save(WriteSession session, List<Unit> group)
    {
        session.Begin();
        foreach (var unit in group)
        {
            session.BeginUnit();
            try
            {
                unit.Work(session);
                session.EndUnit();
            }
            catch (Exception failure)
            {
                unit.Failure = failure;
                session.UndoUnit();
            }
        }
        session.Commit();
        // All memory first, then the callers: none of them may meet the old state of another.
        group.ForEach(u => u.Settle());
        group.ForEach(u => u.Complete());
    }

    private WriteSession? Drop(WriteSession? session)
    {
        try
        {
            session?.Dispose();
        }
        catch (Exception failure)
        {
            LogFailed(failure, 0);
        }
        return null;
    }

    [LoggerMessage(4000, LogLevel.Error, "A transaction of {Units} units could not be saved")]
    private partial void LogFailed(Exception failure, int units);

    private abstract class Unit
    {
        public Exception? Failure { get; set; }
        public abstract void Work(WriteSession session);
        public abstract void Settle();
        public abstract void Complete();
        public abstract void Fail(Exception failure);
    }

    private sealed class Unit<T>(Func<WriteSession, T> work, Action<T>? afterCommit) : Unit
    {
        private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private T? _result;

        public Task<T> Done => _done.Task;

        public override void Work(WriteSession session) => _result = work(session);

        public override void Settle()
        {
            if (Failure is null)
            {
                afterCommit?.Invoke(_result!);
            }
        }

        public override void Complete()
        {
            if (Failure is null)
            {
                _done.TrySetResult(_result!);
            }
            else
            {
                _done.TrySetException(Failure);
            }
        }

        public override void Fail(Exception failure) => _done.TrySetException(failure);
    }
}
