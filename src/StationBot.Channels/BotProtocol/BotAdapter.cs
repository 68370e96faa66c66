namespace StationBot.Channels.BotProtocol;

public delegate Task NextDelegate(CancellationToken cancellationToken);

public delegate Task BotCallbackHandler(ITurnContext turnContext, CancellationToken cancellationToken);

/// <summary>A layer around every turn: runs before and after the rest, or instead of it.</summary>
public interface IMiddleware
{
    Task OnTurnAsync(ITurnContext turnContext, NextDelegate next, CancellationToken cancellationToken);
}

/// <summary>Middleware in registered order on the way in, in reverse on the way out.</summary>
public sealed class MiddlewareSet
{
    private readonly List<IMiddleware> _layers = [];

    public void Use(IMiddleware middleware) => _layers.Add(middleware);

    internal Task RunAsync(ITurnContext turnContext, BotCallbackHandler callback, int position, CancellationToken cancellationToken) =>
        position == _layers.Count
            ? callback(turnContext, cancellationToken)
            : _layers[position].OnTurnAsync(turnContext, ct => RunAsync(turnContext, callback, position + 1, ct), cancellationToken);
}

/// <summary>Between a channel's wire and the bot. A channel derives from it and says how activities are sent.</summary>
public abstract class BotAdapter
{
    public MiddlewareSet MiddlewareSet { get; } = new();

    /// <summary>
    /// Called with what a turn threw, once everything else has unwound. Null, as by default, lets the exception through: the endpoint then
    /// answers 500, the message counts as not taken, and the channel says so to its user.
    /// </summary>
    public Func<ITurnContext, Exception, Task>? OnTurnError { get; set; }

    public BotAdapter Use(IMiddleware middleware)
    {
        MiddlewareSet.Use(middleware);
        return this;
    }

    /// <summary>Sends one after another, each after the previous was answered.</summary>
    /// <returns>As many responses as activities; ids where the channel gave them.</returns>
    public abstract Task<ResourceResponse[]> SendActivitiesAsync(ITurnContext turnContext, IReadOnlyList<Activity> activities, CancellationToken cancellationToken);

    /// <exception cref="NotSupportedException">The channel cannot change what was sent.</exception>
    public virtual Task<ResourceResponse> UpdateActivityAsync(ITurnContext turnContext, Activity activity, CancellationToken cancellationToken) =>
        throw new NotSupportedException("This channel cannot update a message.");

    /// <exception cref="NotSupportedException">The channel cannot take back what was sent.</exception>
    public virtual Task DeleteActivityAsync(ITurnContext turnContext, ConversationReference reference, CancellationToken cancellationToken) =>
        throw new NotSupportedException("This channel cannot delete a message.");

    /// <summary>Runs a turn that the bot begins: a synthetic event through all middleware, then <paramref name="callback"/>. bot-framework.md §5.</summary>
    /// <param name="turnId">Id of the synthetic event; no channel knows it.</param>
    public Task ContinueConversationAsync(ConversationReference reference, string turnId, BotCallbackHandler callback, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(reference);
        var turnContext = new TurnContext(this, reference.GetContinuationActivity(turnId));

        // What makes a turn proactive: an event of that name from the wire proves nothing.
        turnContext.TurnState.Set(reference);
        return RunPipelineAsync(turnContext, callback, cancellationToken);
    }

    /// <summary>Middleware, then the bot, then <see cref="OnTurnError"/> if something was thrown.</summary>
    public async Task RunPipelineAsync(ITurnContext turnContext, BotCallbackHandler callback, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(turnContext);
        try
        {
            await MiddlewareSet.RunAsync(turnContext, callback, 0, cancellationToken);
        }
        catch (Exception error) when (OnTurnError is not null && error is not OperationCanceledException)
        {
            await OnTurnError(turnContext, error);
        }
    }
}
