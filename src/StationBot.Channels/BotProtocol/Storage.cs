using System.Globalization;
using System.Text.Json;

namespace StationBot.Channels.BotProtocol;

/// <summary>Something a storage keeps, with the tag that tells whether somebody else changed it meanwhile.</summary>
public interface IStoreItem
{
    /// <summary>Null or <c>*</c> overwrites; anything else must still be the stored one. Set by reading and by writing.</summary>
    string? ETag { get; set; }
}

/// <summary>One bucket of state: named values as JSON.</summary>
public sealed class StateItem : IStoreItem
{
    public string? ETag { get; set; }
    public Dictionary<string, JsonElement> Values { get; init; } = new(StringComparer.Ordinal);
}

/// <summary>Where state rests. bot-framework.md §8.</summary>
public interface IStorage
{
    /// <returns>Only those found.</returns>
    Task<IReadOnlyDictionary<string, StateItem>> ReadAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken);

    /// <exception cref="EtagException">An item was changed by somebody else since it was read.</exception>
    Task WriteAsync(IReadOnlyDictionary<string, StateItem> changes, CancellationToken cancellationToken);

    /// <summary>Unknown keys are ignored.</summary>
    Task DeleteAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken);
}

/// <summary>State was changed by somebody else since it was read.</summary>
public sealed class EtagException(string message) : Exception(message);

/// <summary>Storage for tests and tools: gone with the process.</summary>
public sealed class MemoryStorage : IStorage
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, StateItem> _items = new(StringComparer.Ordinal);
    private long _lastTag;

    public Task<IReadOnlyDictionary<string, StateItem>> ReadAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(keys);
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyDictionary<string, StateItem>>(
                keys.Where(_items.ContainsKey).ToDictionary(k => k, k => Copy(_items[k], _items[k].ETag), StringComparer.Ordinal));
        }
    }

    public Task WriteAsync(IReadOnlyDictionary<string, StateItem> changes, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(changes);
        lock (_lock)
        {
            foreach (var (key, item) in changes)
            {
                if (item.ETag is { } tag and not "*" && (!_items.TryGetValue(key, out var stored) || stored.ETag != tag))
                {
                    throw new EtagException("The state was changed by somebody else since it was read.");
                }
            }
            foreach (var (key, item) in changes)
            {
                item.ETag = (++_lastTag).ToString(CultureInfo.InvariantCulture);
                _items[key] = Copy(item, item.ETag);
            }
        }
        return Task.CompletedTask;
    }

    public Task DeleteAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(keys);
        lock (_lock)
        {
            foreach (var key in keys)
            {
                _items.Remove(key);
            }
        }
        return Task.CompletedTask;
    }

    private static StateItem Copy(StateItem item, string? tag) => new() { ETag = tag, Values = new(item.Values, StringComparer.Ordinal) };
}
