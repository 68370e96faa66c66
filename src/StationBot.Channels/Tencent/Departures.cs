using StationBot.Handling.Messages;

namespace StationBot.Channels.Tencent;

/// <summary>People who leave an account, and other events that must count once: the platform repeats them, and so could whoever saw one. wechat.md §4, §20.</summary>
internal sealed class Departures(IConversationStore store, IAttachmentStore files, IArrivals arrivals, TimeProvider time)
{
    /// <summary>Long enough for the row to be acknowledged; nobody ever runs it.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromDays(1);

    /// <summary>Does what an event asks for, unless it was done before. A crash in between does it again, which harms nobody.</summary>
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

    /// <summary>Forgets who somebody is on the channel, and the files that only their erased words spoke of.</summary>
    public async Task EraseAsync(ConversationKey person)
    {
        foreach (var file in (await store.EraseAsync(person, CancellationToken.None))?.Files ?? [])
        {
            await files.DeleteAsync(file, CancellationToken.None);
        }
    }
}
