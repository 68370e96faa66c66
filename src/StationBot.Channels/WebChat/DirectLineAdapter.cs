using StationBot.Channels.Bot;
using StationBot.Channels.BotProtocol;
using StationBot.Handling.Messages;

namespace StationBot.Channels.WebChat;

/// <summary>The in-process side of Direct Line: the same durable turn as behind the bot endpoint, with the log as its delivery.</summary>
public sealed class DirectLineAdapter : BotAdapter
{
    internal DirectLineAdapter(DurableTurns turns, ShowTyping typing)
    {
        Use(typing);
        Use(turns);
    }

    /// <summary>Runs one turn to its end, waiting included.</summary>
    /// <param name="inboxKey">A second activity of this key in its conversation is a retry; null when it cannot be recognised.</param>
    /// <returns>The turn; its inbound message has the id that clients will know it by.</returns>
    /// <exception cref="OverloadedException">Too much waits in this conversation.</exception>
    internal async Task<TurnScope> RunAsync(Activity activity, string? inboxKey, BotCallbackHandler bot, CancellationToken cancellationToken)
    {
        var turnContext = new TurnContext(this, activity);
        turnContext.TurnState.Set(new TurnOrigin(Delivery.Log, inboxKey));
        await RunPipelineAsync(turnContext, bot, cancellationToken);
        return turnContext.TurnState.Get<TurnScope>() ?? throw new InvalidOperationException("The turn left no trace.");
    }

    /// <exception cref="InvalidOperationException">Always: what a turn sends is held back and committed, and after the turn there is nobody to send to.</exception>
    public override Task<ResourceResponse[]> SendActivitiesAsync(ITurnContext turnContext, IReadOnlyList<Activity> activities, CancellationToken cancellationToken) =>
        throw new InvalidOperationException("On Direct Line a bot sends inside a turn.");
}

/// <summary>Shows residents with an open stream that an answer is on its way, when it takes longer than a moment. bot-framework.md §8.</summary>
internal sealed class ShowTyping(OpenStreams streams, TimeProvider time) : IMiddleware
{
    public static TimeSpan Delay { get; } = TimeSpan.FromMilliseconds(500);
    public static TimeSpan Period { get; } = TimeSpan.FromSeconds(2);

    public async Task OnTurnAsync(ITurnContext turnContext, NextDelegate next, CancellationToken cancellationToken)
    {
        if (turnContext.Activity is not { Type: ActivityTypes.Message, Conversation.Id: { } conversationId })
        {
            await next(cancellationToken);
            return;
        }
        await using var timer = time.CreateTimer(_ => streams.ShowTyping(conversationId), null, Delay, Period);
        await next(cancellationToken);
    }
}
