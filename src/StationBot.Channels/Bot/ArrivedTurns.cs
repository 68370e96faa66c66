using System.Text.Json;
using StationBot.Channels.BotProtocol;
using StationBot.Handling.Messages;

namespace StationBot.Channels.Bot;

/// <summary>What is kept of a message whose turn runs after it was acknowledged, or beside that.</summary>
/// <param name="Activity">As the turn gets it, with the people in it.</param>
/// <param name="Says">What the channel itself answers to an event; null where the bot does.</param>
/// <param name="Beside">What the channel has to do beside the turn, in its own words: on disk with the message, so that no crash comes between.</param>
internal sealed record ArrivedMessage(JsonElement Activity, int MaxReplyLength, JsonElement? Beside = null, string? Says = null);

/// <summary>
/// Turns of channels that give only seconds: the message is on disk before its turn begins (<see cref="IArrivals"/>), and the replies go out by
/// the outbox unless the channel's own exchange is quicker. wechat.md §3.
/// </summary>
internal sealed class ArrivedTurns : BotAdapter
{
    private readonly IBot _bot;

    public ArrivedTurns(DurableTurns turns, IBot bot)
    {
        Use(turns);
        _bot = bot;
    }

    public static string PayloadOf<T>(Activity activity, int maxReplyLength, T? beside, string? says = null) where T : class =>
        JsonSerializer.Serialize(new ArrivedMessage(JsonSerializer.SerializeToElement(activity, BotJson.Activity), maxReplyLength, beside is null ? null : JsonSerializer.SerializeToElement(beside), says));

    /// <summary>What the channel kept with the message for itself; null when that is nothing.</summary>
    public static T? BesideOf<T>(Arrival arrival) where T : class => Message(arrival).Beside?.Deserialize<T>();

    public static Activity ActivityOf(Arrival arrival) =>
        Message(arrival).Activity.Deserialize(BotJson.Activity) ?? throw new InvalidOperationException("An arrival holds no activity.");

    /// <summary>Runs a message's turn to its end. One that was run before is only looked up.</summary>
    /// <param name="hold">How long the outbox leaves the replies to the caller.</param>
    /// <param name="says">What the channel itself answers; null: what was kept with the message, or the bot's answer.</param>
    /// <exception cref="OverloadedException">Too much waits in this conversation: the arrival stays, and is tried again.</exception>
    public async Task<TurnScope> RunAsync(Arrival arrival, Activity activity, TimeSpan hold, string? says, CancellationToken cancellationToken)
    {
        var message = Message(arrival);
        var turnContext = new TurnContext(this, activity);
        turnContext.TurnState.Set(new TurnOrigin(Delivery.Outbox, arrival.Key, message.MaxReplyLength, hold, arrival.Id, says ?? message.Says));
        await RunPipelineAsync(turnContext, _bot.OnTurnAsync, cancellationToken);
        return turnContext.TurnState.Get<TurnScope>() ?? throw new InvalidOperationException("The turn left no trace.");
    }

    /// <exception cref="InvalidOperationException">Always: what a turn sends is held back and committed.</exception>
    public override Task<ResourceResponse[]> SendActivitiesAsync(ITurnContext turnContext, IReadOnlyList<Activity> activities, CancellationToken cancellationToken) =>
        throw new InvalidOperationException("A bot sends inside a turn.");

    private static ArrivedMessage Message(Arrival arrival) => JsonSerializer.Deserialize<ArrivedMessage>(arrival.Payload)!;
}
