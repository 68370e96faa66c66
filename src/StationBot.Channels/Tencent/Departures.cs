using System.Text.Json;
using StationBot.Handling.Messages;

namespace StationBot.Channels.Tencent;

/// <summary>People who leave an account. The platform repeats the event, and so could whoever saw it, long after somebody came back. wechat.md §4, §20.</summary>
internal sealed class Departures(IConversationStore store, IChannelMemory memory, IAttachmentStore files, IArrivals arrivals, TimeProvider time)
{
    /// <summary>Long enough for the row to be acknowledged; nobody ever runs it.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromDays(1);

    /// <summary>Does what an event asks for, unless it was done before. A crash in between does it again, and so do two that come at once, which harms nobody: gone is gone.</summary>
    /// <returns>False: it was done before.</returns>
    public async Task<bool> OnceAsync(string channel, string key, Func<Task> work)
    {
        if (await arrivals.FindAsync(channel, key, CancellationToken.None) is not null)
        {
            return false;
        }
        await work();
        var now = time.GetUtcNow();
        var done = new Arrival(Guid.CreateVersion7(now), channel, key, "", now, ArrivalState.Waiting, null, 1);
        await arrivals.AddAsync(done, Lease, CancellationToken.None);
        await arrivals.AcknowledgeAsync(done.Id, CancellationToken.None);
        return true;
    }

    /// <summary>
    /// Forgets who somebody is on the channel, and the files that only their erased words spoke of. What a crash or a full disk left of the files
    /// goes when the platform repeats the event: the store remembers them until they are gone.
    /// </summary>
    /// <exception cref="AggregateException">Some files could not be deleted; the others are gone.</exception>
    public async Task EraseAsync(ConversationKey person)
    {
        await store.EraseAsync(person, CancellationToken.None);
        var name = Erasures.FactOf(person);
        if (await memory.FindAsync(name, CancellationToken.None) is not { } left)
        {
            return;
        }
        List<Exception> failures = [];
        foreach (var file in JsonSerializer.Deserialize<string[]>(left.Value)!)
        {
            try
            {
                await files.DeleteAsync(file, CancellationToken.None);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                failures.Add(failure);
            }
        }
        if (failures.Count > 0)
        {
            throw new AggregateException(failures);
        }
        await memory.ForgetAsync(name, CancellationToken.None);
    }
}
