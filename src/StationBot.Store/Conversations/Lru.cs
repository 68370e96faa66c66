namespace StationBot.Store.Conversations;

/// <summary>A map of bounded size that forgets what was not used for longest.</summary>
internal sealed class Lru<TKey, TValue>(int capacity) where TKey : notnull where TValue : notnull
{
    private readonly Lock _lock = new();
    private readonly Dictionary<TKey, LinkedListNode<(TKey Key, TValue Value)>> _nodes = [];
    private readonly LinkedList<(TKey Key, TValue Value)> _order = [];

    public TValue? Find(TKey key)
    {
        lock (_lock)
        {
            return _nodes.TryGetValue(key, out var node) ? Touch(node).Value : default;
        }
    }

    public void Set(TKey key, TValue value)
    {
        lock (_lock)
        {
            if (_nodes.TryGetValue(key, out var node))
            {
                node.ValueRef.Value = value;
                Touch(node);
            }
            else
            {
                Add(key, value);
            }
        }
    }

    /// <summary>Keeps what is there: it is newer than what somebody read from the database meanwhile.</summary>
    /// <returns>What the map holds now.</returns>
    public TValue Keep(TKey key, TValue read)
    {
        lock (_lock)
        {
            if (_nodes.TryGetValue(key, out var node))
            {
                return Touch(node).Value;
            }
            Add(key, read);
            return read;
        }
    }

    public void Forget(TKey key)
    {
        lock (_lock)
        {
            if (_nodes.Remove(key, out var node))
            {
                _order.Remove(node);
            }
        }
    }

    public void ForgetAll(Func<TValue, bool> gone)
    {
        lock (_lock)
        {
            foreach (var (key, _) in _order.Where(entry => gone(entry.Value)).ToList())
            {
                _order.Remove(_nodes[key]);
                _nodes.Remove(key);
            }
        }
    }

    private void Add(TKey key, TValue value)
    {
        _nodes[key] = _order.AddFirst((key, value));
        if (_nodes.Count > capacity)
        {
            _nodes.Remove(_order.Last!.Value.Key);
            _order.RemoveLast();
        }
    }

    private (TKey Key, TValue Value) Touch(LinkedListNode<(TKey Key, TValue Value)> node)
    {
        if (node != _order.First)
        {
            _order.Remove(node);
            _order.AddFirst(node);
        }
        return node.Value;
    }
}
