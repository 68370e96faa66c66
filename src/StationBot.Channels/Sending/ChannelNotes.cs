using StationBot.Channels.Bot;
using StationBot.Handling.Messages;

namespace StationBot.Channels.Sending;

/// <summary>What an exchange with a platform was about.</summary>
/// <param name="Sequence">The message in the conversation's log; null where it is no single one.</param>
internal sealed record Concerning(Guid ConversationId, long? Sequence)
{
    /// <summary>The message that began a turn; null when nothing of it was saved.</summary>
    public static Concerning? Of(TurnScope? turn) => turn is { WasErased: false, Inbound: { } inbound } ? new(turn.Conversation.Id, inbound.Sequence) : null;
}

/// <summary>Writes the lines of the channel log, each tied to its message, so that staff can see why something did not get through.</summary>
internal sealed class ChannelNotes(IChannelLog log, IConversationStore store, TimeProvider time)
{
    public void Note(string channel, MessageDirection direction, string what, string outcome, TimeSpan took, Concerning? about, int code = 0, string? trace = null)
    {
        var now = time.GetUtcNow();
        var line = new ChannelLogEntry
        {
            Id = Guid.CreateVersion7(now), At = now, Channel = channel, Direction = direction, What = what, Outcome = outcome, Code = code, Trace = trace,
            ConversationId = about?.ConversationId, Sequence = about?.Sequence, Milliseconds = (int)took.TotalMilliseconds,
        };
        log.Note(line);
        Telemetry.Exchanged(line);
    }

    /// <summary>The same once it is known what it was about; never an exception, for nobody waits.</summary>
    public async Task NoteAsync(string channel, MessageDirection direction, string what, string outcome, TimeSpan took, Task<Concerning?> about, int code = 0, string? trace = null)
    {
        Concerning? found = null;
        try
        {
            found = await about;
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            // The turn tells of its own failure; the line stands without it.
        }
        Note(channel, direction, what, outcome, took, found, code, trace);
    }

    /// <summary>Where a message of the channel stands by now.</summary>
    /// <param name="messageKey">The channel's own key of it; null for the conversation alone.</param>
    public async Task<Concerning?> FindAsync(ConversationKey conversation, string? messageKey, CancellationToken cancellationToken) =>
        await store.FindAsync(conversation, cancellationToken) is not { } known ? null
            : new Concerning(known.Id, messageKey is null ? null : (await store.FindHandledAsync(known.Id, messageKey, cancellationToken))?.Inbound.Sequence);
}
