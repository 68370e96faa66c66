namespace StationBot.Channels.BotProtocol;

/// <summary>A bot: what runs once per turn, after the middleware.</summary>
public interface IBot
{
    Task OnTurnAsync(ITurnContext turnContext, CancellationToken cancellationToken);
}

/// <summary>Sees, changes or drops what a turn sends; calls <paramref name="next"/> to let it pass.</summary>
public delegate Task<ResourceResponse[]> SendActivitiesHandler(ITurnContext turnContext, List<Activity> activities, Func<Task<ResourceResponse[]>> next);

/// <summary>One turn: an inbound activity and what may be done about it. Dead once the turn is over. bot-framework.md §8.</summary>
public interface ITurnContext
{
    BotAdapter Adapter { get; }

    /// <summary>What middleware, adapter and bot leave for each other during the turn.</summary>
    TurnState TurnState { get; }
    Activity Activity { get; }

    /// <summary>True once anything but a trace was sent.</summary>
    bool Responded { get; }

    Task<ResourceResponse> SendActivityAsync(string text, CancellationToken cancellationToken = default);
    Task<ResourceResponse> SendActivityAsync(Activity activity, CancellationToken cancellationToken = default);

    /// <summary>Sends in order, each addressed with this turn's reference; the id that the channel gives is set on the sent object.</summary>
    Task<ResourceResponse[]> SendActivitiesAsync(IReadOnlyList<Activity> activities, CancellationToken cancellationToken = default);
    Task<ResourceResponse> UpdateActivityAsync(Activity activity, CancellationToken cancellationToken = default);
    Task DeleteActivityAsync(string activityId, CancellationToken cancellationToken = default);

    /// <summary>Adds an interceptor; those added first see a send first.</summary>
    ITurnContext OnSendActivities(SendActivitiesHandler handler);
}

/// <summary>A small bag keyed by type: at most one value of each.</summary>
public sealed class TurnState
{
    private readonly Dictionary<Type, object> _values = [];

    public T? Get<T>() where T : class => _values.TryGetValue(typeof(T), out var value) ? (T)value : null;

    public void Set<T>(T value) where T : class => _values[typeof(T)] = value;
}

/// <inheritdoc/>
public sealed class TurnContext(BotAdapter adapter, Activity activity) : ITurnContext
{
    private readonly List<SendActivitiesHandler> _handlers = [];

    public BotAdapter Adapter { get; } = adapter;
    public TurnState TurnState { get; } = new();
    public Activity Activity { get; } = activity;
    public bool Responded { get; private set; }

    public Task<ResourceResponse> SendActivityAsync(string text, CancellationToken cancellationToken = default) =>
        SendActivityAsync(MessageFactory.Text(text), cancellationToken);

    public async Task<ResourceResponse> SendActivityAsync(Activity activity, CancellationToken cancellationToken = default) =>
        (await SendActivitiesAsync([activity], cancellationToken)) is [var first, ..] ? first : new ResourceResponse();

    public async Task<ResourceResponse[]> SendActivitiesAsync(IReadOnlyList<Activity> activities, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(activities);
        var reference = Activity.GetConversationReference();
        var outgoing = new List<Activity>(activities.Count);
        foreach (var activity in activities)
        {
            activity.Id = null;
            outgoing.Add(activity.ApplyConversationReference(reference));
        }
        var responses = await SendAsync(0, outgoing, cancellationToken);
        Responded |= outgoing.Exists(a => a.Type != ActivityTypes.Trace);
        return responses;
    }

    public Task<ResourceResponse> UpdateActivityAsync(Activity activity, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(activity);
        return Adapter.UpdateActivityAsync(this, activity.ApplyConversationReference(Activity.GetConversationReference()), cancellationToken);
    }

    public Task DeleteActivityAsync(string activityId, CancellationToken cancellationToken = default)
    {
        var reference = Activity.GetConversationReference();
        reference.ActivityId = activityId;
        return Adapter.DeleteActivityAsync(this, reference, cancellationToken);
    }

    public ITurnContext OnSendActivities(SendActivitiesHandler handler)
    {
        _handlers.Add(handler);
        return this;
    }

    private async Task<ResourceResponse[]> SendAsync(int position, List<Activity> activities, CancellationToken cancellationToken)
    {
        if (position < _handlers.Count)
        {
            return await _handlers[position](this, activities, () => SendAsync(position + 1, activities, cancellationToken));
        }
        var responses = await Adapter.SendActivitiesAsync(this, activities, cancellationToken);
        for (var i = 0; i < responses.Length && i < activities.Count; i++)
        {
            activities[i].Id = responses[i].Id;
        }
        return responses;
    }
}
