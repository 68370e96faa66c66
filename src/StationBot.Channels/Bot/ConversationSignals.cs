using System.Collections.Concurrent;
using System.Threading.Channels;

namespace StationBot.Channels.Bot;

/// <summary>Tells streams in this process that a conversation's log has grown. What is new they read from the store.</summary>
public sealed class ConversationSignals
{
    private readonly ConcurrentDictionary<Guid, Subscription[]> _subscriptions = new();

    /// <summary>Listens from now on; subscribe first and read the log then, and nothing is missed. Dispose to stop.</summary>
    public Subscription Subscribe(Guid conversationId)
    {
        var subscription = new Subscription(this, conversationId);
        _subscriptions.AddOrUpdate(conversationId, [subscription], (_, others) => [.. others, subscription]);
        return subscription;
    }

    /// <param name="lastSequence">Position of the log's newest message.</param>
    public void Publish(Guid conversationId, long lastSequence)
    {
        if (_subscriptions.TryGetValue(conversationId, out var subscriptions))
        {
            foreach (var subscription in subscriptions)
            {
                subscription.Notify(lastSequence);
            }
        }
    }

    private void Remove(Subscription subscription)
    {
        while (_subscriptions.TryGetValue(subscription.ConversationId, out var current))
        {
            var rest = current.Where(s => s != subscription).ToArray();
            var removed = rest.Length == 0
                ? _subscriptions.TryRemove(KeyValuePair.Create(subscription.ConversationId, current))
                : _subscriptions.TryUpdate(subscription.ConversationId, rest, current);
            if (removed)
            {
                return;
            }
        }
    }

    /// <summary>One listener. Signals that come while nobody waits melt into one.</summary>
    public sealed class Subscription : IDisposable
    {
        private readonly ConversationSignals _signals;
        private readonly Channel<long> _newest =
            Channel.CreateBounded<long>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

        internal Subscription(ConversationSignals signals, Guid conversationId)
        {
            _signals = signals;
            ConversationId = conversationId;
        }

        public Guid ConversationId { get; }

        /// <summary>Waits until the log has grown since the last call.</summary>
        /// <returns>Position of the log's newest message.</returns>
        /// <exception cref="ChannelClosedException">Disposed meanwhile.</exception>
        public ValueTask<long> WaitAsync(CancellationToken cancellationToken) => _newest.Reader.ReadAsync(cancellationToken);

        public void Dispose()
        {
            _signals.Remove(this);
            _newest.Writer.TryComplete();
        }

        internal void Notify(long lastSequence) => _newest.Writer.TryWrite(lastSequence);
    }
}
