using System.Text.Json;
using StationBot.Channels.BotProtocol;
using StationBot.Handling.Messages;

namespace StationBot.Channels.Bot;

/// <summary>
/// The bot: translates activities into the dialog's words and its replies into activities. Needs <see cref="DurableTurns"/> around it.
/// What it does not know is stored and not answered.
/// </summary>
public sealed class StationBotHandler : ActivityHandler
{
    private readonly IDialog _dialog;
    private readonly ConversationState _state;
    private readonly IStatePropertyAccessor<JsonElement> _memory;

    public StationBotHandler(IDialog dialog, ConversationState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        _dialog = dialog;
        _state = state;
        _memory = state.CreateProperty(RecordStorage.Memory, BotJson.Element);
    }

    protected override Task OnMessageActivityAsync(ITurnContext turnContext, CancellationToken cancellationToken) =>
        TakeTurnAsync(turnContext, joined: false, cancellationToken);

    protected override Task OnMembersAddedAsync(IReadOnlyList<ChannelAccount> membersAdded, ITurnContext turnContext, CancellationToken cancellationToken) =>
        TakeTurnAsync(turnContext, joined: true, cancellationToken);

    protected override Task OnEventAsync(ITurnContext turnContext, CancellationToken cancellationToken) =>
        turnContext.TurnState.Get<TurnScope>()?.Origin.Says is { } words ? turnContext.SendActivityAsync(words, cancellationToken)
            : turnContext.Activity.Name == ActivityEventNames.WebChatJoin ? TakeTurnAsync(turnContext, joined: true, cancellationToken)
            : Task.CompletedTask;

    private async Task TakeTurnAsync(ITurnContext turnContext, bool joined, CancellationToken cancellationToken)
    {
        var scope = turnContext.TurnState.Get<TurnScope>() ?? throw new InvalidOperationException("The bot runs inside a durable turn only.");
        var message = IncomingMessages.Of(turnContext.Activity, scope.Origin.MaxReplyLength) with { Joined = joined };
        var memory = await _memory.GetAsync(turnContext, null, cancellationToken);
        var conversation = scope.Conversation with { Memory = memory.ValueKind == JsonValueKind.Undefined ? null : memory.GetRawText() };

        var outcome = await _dialog.TakeTurnAsync(new DialogTurn(conversation, message, scope.Now) { Hurry = turnContext.TurnState.Get<ConversationLocks.Holder>()?.Hurry ?? default }, cancellationToken);

        scope.Outcome = outcome;
        await RememberAsync(turnContext, outcome.Memory, cancellationToken);
        await turnContext.SendActivitiesAsync(ReplyMessages.Of(outcome.Replies), cancellationToken);
    }

    private async Task RememberAsync(ITurnContext turnContext, string? memory, CancellationToken cancellationToken)
    {
        await (memory is null
            ? _memory.DeleteAsync(turnContext, cancellationToken)
            : _memory.SetAsync(turnContext, JsonElement.Parse(memory), cancellationToken));
        await _state.SaveChangesAsync(turnContext, force: false, cancellationToken);
    }
}
