using System.Globalization;
using System.Text.Json;
using StationBot.Channels.BotProtocol;

namespace StationBot.Channels.Bot;

/// <summary>
/// The conversation state of the running turn, kept in the turn's record: saved with the messages in one transaction, and refused by the
/// store when somebody else moved the conversation. Holds one property, the dialog's memory.
/// </summary>
internal sealed class RecordStorage(TurnScope scope) : IStorage
{
    public const string Memory = "DialogState";

    public Task<IReadOnlyDictionary<string, StateItem>> ReadAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken)
    {
        var item = new StateItem { ETag = scope.Conversation.Version.ToString(CultureInfo.InvariantCulture) };
        if (scope.Memory is { } memory)
        {
            item.Values[Memory] = JsonElement.Parse(memory);
        }
        return Task.FromResult<IReadOnlyDictionary<string, StateItem>>(new Dictionary<string, StateItem> { [Only(keys)] = item });
    }

    public Task WriteAsync(IReadOnlyDictionary<string, StateItem> changes, CancellationToken cancellationToken)
    {
        var item = changes[Only([.. changes.Keys])];
        if (item.Values.Keys.Any(name => name != Memory))
        {
            throw new NotSupportedException($"The conversation's record keeps {Memory} and nothing else.");
        }
        scope.Memory = item.Values.TryGetValue(Memory, out var memory) ? memory.GetRawText() : null;
        return Task.CompletedTask;
    }

    public Task DeleteAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken)
    {
        Only(keys);
        scope.Memory = null;
        return Task.CompletedTask;
    }

    private string Only(IReadOnlyList<string> keys) =>
        keys is [var key] && key == ConversationState.KeyOf(scope.Conversation.Key.Channel, scope.Conversation.Key.Id)
            ? key
            : throw new NotSupportedException("A turn keeps the state of its own conversation only.");
}
