using StationBot.Channels.BotProtocol;
using StationBot.Handling.Messages;

namespace StationBot.Channels.Bot;

/// <summary>Messages that the bot begins: after a silence, or when staff have answered. bot-framework.md §5.</summary>
public sealed class ProactiveTurns(CloudAdapter adapter, TimeProvider time)
{
    /// <summary>
    /// Commits an outcome that no message of the resident led to, under the conversation's lock, and has its replies delivered as the
    /// conversation's channel delivers: by its log or by the outbox. They answer no message.
    /// </summary>
    /// <param name="conversation">As it was when the outcome was made.</param>
    /// <returns>False when the conversation has moved on since: nothing was saved; read it again and decide anew.</returns>
    /// <exception cref="OverloadedException">Too much waits in this conversation: try again later.</exception>
    public async Task<bool> SendAsync(ConversationRecord conversation, DialogOutcome outcome, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(conversation);
        ArgumentNullException.ThrowIfNull(outcome);
        var reference = RawActivity.ReadReference(conversation.Reference);
        reference.ChannelId ??= conversation.Key.Channel;
        reference.Conversation ??= new ConversationAccount { Id = conversation.Key.Id };
        var sent = false;
        await adapter.ContinueConversationAsync(reference, Guid.CreateVersion7(time.GetUtcNow()).ToString("N"), SendAsync, cancellationToken);
        return sent;

        async Task SendAsync(ITurnContext turnContext, CancellationToken ct)
        {
            var scope = turnContext.TurnState.Get<TurnScope>() ?? throw new InvalidOperationException("Proactive messages need a durable turn.");
            sent = scope.Conversation.Version == conversation.Version;
            if (sent)
            {
                scope.Outcome = outcome;
                scope.Memory = outcome.Memory;
                await turnContext.SendActivitiesAsync(ReplyMessages.Of(outcome.Replies), ct);
            }
        }
    }
}
