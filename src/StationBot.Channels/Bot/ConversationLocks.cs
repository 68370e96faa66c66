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
    /// <param name="isUrgent">Whether those before it are to hurry; asked only where somebody is.</param>
    /// <exception cref="OverloadedException"><see cref="MaxWaiting"/> turns wait already.</exception>
    /// <exception cref="OperationCanceledException">Cancelled while waiting; the place in the queue is given up.</exception>
    public async ValueTask<Holder> EnterAsync(ConversationKey key, CancellationToken cancellationToken, Func<bool>? isUrgent = null)
    {
        Place place;
        lock (_lock)
        {
            if (!_queues.TryGetValue(key, out var queue))
            {
                _queues.Add(key, queue = new Queue());
                return queue.Inside = new Holder(this, key);
            }
            if (queue.Waiting.Count >= MaxWaiting)
            {
                throw new OverloadedException("Too many messages wait in this conversation.");
            }
            queue.Waiting.AddLast(place = new Place());
        }
        if (isUrgent?.Invoke() == true)
        {
            Hurry(key, place);
        }
        await using (cancellationToken.Register(() => GiveUp(key, place, cancellationToken)))
        {
            return await place.Task;
        }
    }

    private void Hurry(ConversationKey key, Place place)
    {
        lock (_lock)
        {
            if (_queues.TryGetValue(key, out var queue) && queue.Waiting.Contains(place))
            {
                place.IsUrgent = true;
                queue.Inside!.MakeHaste();
            }
        }
    }

    private void GiveUp(ConversationKey key, Place place, CancellationToken cancellationToken)
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
            var queue = _queues[key];
            if (queue.Waiting.First is not { } next)
            {
                _queues.Remove(key);
                return;
            }
            queue.Waiting.RemoveFirst();
            queue.Inside = new Holder(this, key);
            if (queue.Waiting.Any(p => p.IsUrgent))
            {
                queue.Inside.MakeHaste();
            }
            next.Value.SetResult(queue.Inside);
        }
    }

    private sealed class Place() : TaskCompletionSource<Holder>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public bool IsUrgent { get; set; }
    }

    private sealed class Queue
    {
        public LinkedList<Place> Waiting { get; } = [];

        /// <summary>Whose turn it is.</summary>
        public Holder? Inside { get; set; }
    }

    /// <summary>Whose turn it is; disposed, the next one's.</summary>
    public sealed class Holder : IDisposable
    {
        private readonly ConversationLocks _locks;
        private readonly ConversationKey _key;
        private readonly CancellationTokenSource _hurry = new();
        private bool _left;

        internal Holder(ConversationLocks locks, ConversationKey key) => (_locks, _key) = (locks, key);

        /// <summary>Cancelled when an urgent caller waits behind this one.</summary>
        public CancellationToken Hurry => _hurry.Token;

        /// <summary>While it is still its turn, under the lock; what follows from it does not run there.</summary>
        internal void MakeHaste() => _ = _hurry.CancelAsync();

        public void Dispose()
        {
            if (!Interlocked.Exchange(ref _left, true))
            {
                _locks.Leave(_key);
                _hurry.Dispose();
            }
        }
    }
}
