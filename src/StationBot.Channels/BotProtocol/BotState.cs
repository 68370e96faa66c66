using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace StationBot.Channels.BotProtocol;

/// <summary>A named value inside a bucket of state.</summary>
public interface IStatePropertyAccessor<T>
{
    /// <summary>The value, or what <paramref name="defaultValueFactory"/> makes, which is then set.</summary>
    Task<T?> GetAsync(ITurnContext turnContext, Func<T>? defaultValueFactory, CancellationToken cancellationToken);
    Task SetAsync(ITurnContext turnContext, T value, CancellationToken cancellationToken);
    Task DeleteAsync(ITurnContext turnContext, CancellationToken cancellationToken);
}

/// <summary>
/// A bucket of state: read once per turn when first needed, written when asked and only if it changed. A storage left in the
/// turn's state wins over the one given here: that is how a turn's state and its messages are saved in one transaction.
/// </summary>
public abstract class BotState(IStorage storage)
{
    public IStatePropertyAccessor<T> CreateProperty<T>(string name, JsonTypeInfo<T> type) => new Property<T>(this, name, type);

    /// <exception cref="InvalidOperationException">The activity lacks what the key is made of.</exception>
    protected abstract string GetStorageKey(ITurnContext turnContext);

    public async Task SaveChangesAsync(ITurnContext turnContext, bool force, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(turnContext);
        var rests = StorageOf(turnContext);
        if (CacheOf(turnContext).Find(this, rests) is { } loaded && (force || loaded.Changed))
        {
            await rests.WriteAsync(new Dictionary<string, StateItem> { [GetStorageKey(turnContext)] = loaded.Item }, cancellationToken);
            loaded.Changed = false;
        }
    }

    /// <summary>Empties the bucket; saved with the next <see cref="SaveChangesAsync"/>.</summary>
    public async Task ClearStateAsync(ITurnContext turnContext, CancellationToken cancellationToken)
    {
        var loaded = await LoadAsync(turnContext, cancellationToken);
        loaded.Item.Values.Clear();
        loaded.Changed = true;
    }

    /// <summary>Removes the bucket at once.</summary>
    public Task DeleteAsync(ITurnContext turnContext, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(turnContext);
        CacheOf(turnContext).Forget(this);
        return StorageOf(turnContext).DeleteAsync([GetStorageKey(turnContext)], cancellationToken);
    }

    protected static string Require(string? value, string field) =>
        string.IsNullOrEmpty(value) ? throw new InvalidOperationException($"The activity has no {field}, so its state cannot be found.") : value;

    private IStorage StorageOf(ITurnContext turnContext) => turnContext.TurnState.Get<IStorage>() ?? storage;

    private async ValueTask<Loaded> LoadAsync(ITurnContext turnContext, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(turnContext);
        var cache = CacheOf(turnContext);
        var rests = StorageOf(turnContext);
        if (cache.Find(this, rests) is { } loaded)
        {
            return loaded;
        }
        var key = GetStorageKey(turnContext);
        var found = await rests.ReadAsync([key], cancellationToken);
        return cache.Keep(this, new Loaded(rests, found.TryGetValue(key, out var item) ? item : new StateItem()));
    }

    private static Cache CacheOf(ITurnContext turnContext)
    {
        if (turnContext.TurnState.Get<Cache>() is { } cache)
        {
            return cache;
        }
        turnContext.TurnState.Set(cache = new Cache());
        return cache;
    }

    private sealed class Loaded(IStorage from, StateItem item)
    {
        public IStorage From { get; } = from;
        public StateItem Item { get; } = item;
        public bool Changed { get; set; }
    }

    private sealed class Cache
    {
        private readonly List<(BotState Bucket, Loaded Loaded)> _buckets = [];

        // A turn that is run again gets a new storage, and must not see what the first run loaded.
        public Loaded? Find(BotState bucket, IStorage from) =>
            _buckets.Find(b => ReferenceEquals(b.Bucket, bucket) && ReferenceEquals(b.Loaded.From, from)).Loaded;

        public void Forget(BotState bucket) => _buckets.RemoveAll(b => ReferenceEquals(b.Bucket, bucket));

        public Loaded Keep(BotState bucket, Loaded loaded)
        {
            _buckets.Add((bucket, loaded));
            return loaded;
        }
    }

    private sealed class Property<T>(BotState bucket, string name, JsonTypeInfo<T> type) : IStatePropertyAccessor<T>
    {
        public async Task<T?> GetAsync(ITurnContext turnContext, Func<T>? defaultValueFactory, CancellationToken cancellationToken)
        {
            var loaded = await bucket.LoadAsync(turnContext, cancellationToken);
            if (loaded.Item.Values.TryGetValue(name, out var stored))
            {
                return stored.Deserialize(type);
            }
            if (defaultValueFactory is null)
            {
                return default;
            }
            var value = defaultValueFactory();
            await SetAsync(turnContext, value, cancellationToken);
            return value;
        }

        public async Task SetAsync(ITurnContext turnContext, T value, CancellationToken cancellationToken)
        {
            var loaded = await bucket.LoadAsync(turnContext, cancellationToken);
            var now = JsonSerializer.SerializeToElement(value, type);
            if (!loaded.Item.Values.TryGetValue(name, out var before) || !JsonElement.DeepEquals(before, now))
            {
                loaded.Item.Values[name] = now;
                loaded.Changed = true;
            }
        }

        public async Task DeleteAsync(ITurnContext turnContext, CancellationToken cancellationToken)
        {
            var loaded = await bucket.LoadAsync(turnContext, cancellationToken);
            loaded.Changed |= loaded.Item.Values.Remove(name);
        }
    }
}

/// <summary>State of one conversation: <c>{channelId}/conversations/{conversation.id}</c>.</summary>
public sealed class ConversationState(IStorage storage) : BotState(storage)
{
    protected override string GetStorageKey(ITurnContext turnContext) =>
        KeyOf(Require(turnContext.Activity.ChannelId, "channelId"), Require(turnContext.Activity.Conversation?.Id, "conversation.id"));

    internal static string KeyOf(string channelId, string conversationId) => $"{channelId}/conversations/{conversationId}";
}

/// <summary>State of one user on one channel: <c>{channelId}/users/{from.id}</c>.</summary>
public sealed class UserState(IStorage storage) : BotState(storage)
{
    protected override string GetStorageKey(ITurnContext turnContext) =>
        $"{Require(turnContext.Activity.ChannelId, "channelId")}/users/{Require(turnContext.Activity.From?.Id, "from.id")}";
}
