using StationBot.Handling.Messages;

namespace StationBot.Channels.Bot;

/// <summary>Too much waits for one conversation, or for the whole bot: try again in a moment.</summary>
public sealed class OverloadedException(string message) : Exception(message);

/// <summary>
/// One turn at a time per conversation, first come first served; other conversations go on in parallel. Holds memory only for
/// conversations with a turn under way.
/// </summary>
public sealed class ConversationLocks
{
    /// <summary>Turns that may wait for one conversation: a burst of a resident fits, a flood does not.</summary>
    public const int MaxWaiting = 200;

    private readonly Lock _lock = new();
    private readonly Dictionary<ConversationKey, Queue> _queues = [];

    /// <summary>Conversations that have a turn under way.</summary>
    public int Busy
    {
        get
        {
            lock (_lock)
            {
                return _queues.Count;
            }
        }
    }

    /// <summary>Waits for this caller's turn; dispose what it returns to let the next one in.</summary>
    /// <exception cref="OverloadedException"><see cref="MaxWaiting"/> turns wait already.</exception>
    /// <exception cref="OperationCanceledException">Cancelled while waiting; the place in the queue is given up.</exception>
    public async ValueTask<IDisposable> EnterAsync(ConversationKey key, CancellationToken cancellationToken)
    {
        TaskCompletionSource place;
        lock (_lock)
        {
            if (!_queues.TryGetValue(key, out var queue))
            {
                _queues.Add(key, new Queue());
                return new Holder(this, key);
            }
            if (queue.Waiting.Count >= MaxWaiting)
            {
                throw new OverloadedException("Too many messages wait in this conversation.");
            }
            place = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            queue.Waiting.AddLast(place);
        }
        await using (cancellationToken.Register(() => GiveUp(key, place, cancellationToken)))
        {
            await place.Task;
        }
        return new Holder(this, key);
    }

    private void GiveUp(ConversationKey key, TaskCompletionSource place, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            // Not found: the turn was handed over just before, and its holder will find out about the cancellation by itself.
            if (_queues.TryGetValue(key, out var queue) && queue.Waiting.Remove(place))
            {
                place.SetCanceled(cancellationToken);
            }
        }
    }

    private void Leave(ConversationKey key)
    {
        lock (_lock)
        {
            var waiting = _queues[key].Waiting;
            if (waiting.First is not { } next)
            {
                _queues.Remove(key);
                return;
            }
            waiting.RemoveFirst();
            next.Value.SetResult();
        }
    }

    private sealed class Queue
    {
        public LinkedList<TaskCompletionSource> Waiting { get; } = [];
    }

    private sealed class Holder(ConversationLocks locks, ConversationKey key) : IDisposable
    {
        private bool _left;

        public void Dispose()
        {
            if (!Interlocked.Exchange(ref _left, true))
            {
                locks.Leave(key);
            }
        }
    }
}
