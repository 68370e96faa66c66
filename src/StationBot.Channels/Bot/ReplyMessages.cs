using StationBot.Channels.BotProtocol;
using StationBot.Handling.Messages;

namespace StationBot.Channels.Bot;

/// <summary>The dialog's replies as activities.</summary>
internal static class ReplyMessages
{
    public static Activity[] Of(IReadOnlyList<Reply> replies) => [.. replies.Select(Of)];

    private static Activity Of(Reply reply) => MessageFactory.SuggestedActions(
        reply.Choices ?? [], reply.Text, reply.Ask == Ask.None ? InputHints.AcceptingInput : InputHints.ExpectingInput);
}
