namespace StationBot.Store.Conversations;

/// <summary>
/// Knows of recent conversations which inbox keys they have had, so that the question every turn begins with, "is this message new?", needs
/// no query. It may miss a key that another process saved: such a turn runs in vain and is refused when it is saved.
/// </summary>
internal sealed class HandledKeys(int capacity)
{
    /// <summary>Longer conversations are asked about in the database.</summary>
    public const int Most = 10_000;

    private readonly Lru<Guid, Keys> _known = new(capacity);

    /// <returns>False: this message is new. True: look it up. Null: nothing is known yet about this conversation.</returns>
    public bool? Contains(Guid conversationId, string inboxKey) => _known.Find(conversationId)?.MayContain(inboxKey);

    /// <param name="all">All keys of a conversation, or more than <see cref="Most"/>.</param>
    public void Learn(Guid conversationId, IReadOnlyCollection<string> all)
    {
        var keys = new Keys();
        foreach (var key in all)
        {
            keys.Add(key);
        }
        _known.Keep(conversationId, keys);
    }

    /// <summary>One more was saved.</summary>
    public void Add(Guid conversationId, string inboxKey) => _known.Find(conversationId)?.Add(inboxKey);

    public void Forget(Guid conversationId) => _known.Forget(conversationId);

    // Hashes are enough, as a key that seems to be there is looked up. Null: there are too many.
    private sealed class Keys
    {
        private readonly Lock _lock = new();
        private HashSet<int>? _hashes = [];

        public bool MayContain(string key)
        {
            lock (_lock)
            {
                return _hashes?.Contains(key.GetHashCode(StringComparison.Ordinal)) ?? true;
            }
        }

        public void Add(string key)
        {
            lock (_lock)
            {
                _hashes?.Add(key.GetHashCode(StringComparison.Ordinal));
                if (_hashes?.Count > Most)
                {
                    _hashes = null;
                }
            }
        }
    }
}
