namespace StationBot.Platform.Calls;

/// <summary>A list that only grows and that a test can wait on without polling.</summary>
public sealed class Journal<T>
{
    private readonly Lock _gate = new();
    private readonly List<T> _entries = [];
    private TaskCompletionSource _grown = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IReadOnlyList<T> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _entries];
            }
        }
    }

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _entries.Count;
            }
        }
    }

    internal void Add(T entry)
    {
        TaskCompletionSource grown;
        lock (_gate)
        {
            _entries.Add(entry);
            (grown, _grown) = (_grown, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }
        grown.SetResult();
    }

    /// <summary>The first entry that fits, among those already there too.</summary>
    /// <param name="timeout">The test's own patience, on the machine's clock whatever clock the platform runs on: ten seconds when left out.</param>
    /// <param name="after">How many entries to pass over: <see cref="Count"/> of an earlier moment waits for what is new since.</param>
    /// <exception cref="TimeoutException">Nothing fitted in time; the message lists what is there.</exception>
    public async Task<T> WaitForAsync(Func<T, bool> predicate, TimeSpan? timeout = null, int after = 0, CancellationToken cancellationToken = default)
    {
        var found = await WaitForCountAsync(1, predicate, timeout, after, cancellationToken);
        return found[0];
    }

    /// <summary>The first <paramref name="count"/> entries that fit, in order.</summary>
    public async Task<IReadOnlyList<T>> WaitForCountAsync(
        int count, Func<T, bool>? predicate = null, TimeSpan? timeout = null, int after = 0, CancellationToken cancellationToken = default)
    {
        var patience = timeout ?? TimeSpan.FromSeconds(10);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(patience);
        while (true)
        {
            Task grown;
            T[] found;
            lock (_gate)
            {
                grown = _grown.Task;
                found = [.. _entries.Skip(after).Where(e => predicate?.Invoke(e) != false).Take(count)];
            }
            if (found.Length == count)
            {
                return found;
            }
            try
            {
                await grown.WaitAsync(limit.Token);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                throw new TimeoutException($"{found.Length} of {count} came within {patience}. All entries:\n{string.Join('\n', All)}");
            }
        }
    }
}
