using Microsoft.EntityFrameworkCore;
using StationBot.Handling.Messages;
using StationBot.Store.Conversations;
using StationBot.Store.Databases;
using StationBot.Store.Residents;
using StationBot.Store.Writing;

namespace StationBot.Store.Outbox;

/// <summary>Replies that wait for their channel. Leases go through the one writer, and are taken only by whoever still finds the row as it was read.</summary>
internal sealed class OutboxStore(Database database, GroupWriter writer, Vault vault, OutboxSignal signal, TimeProvider time) : IOutbox
{
    public async Task<IReadOnlyList<OutboxItem>> LeaseAsync(int limit, TimeSpan lease, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var due = await DueAsync(now, limit, cancellationToken);
        if (due.Count == 0)
        {
            return [];
        }
        var until = now + lease;
        return await writer.RunAsync(session => due.FindAll(d => Take(session.Db, d, until)).ConvertAll(ToItem), null, cancellationToken);
    }

    public Task DeliveredAsync(Guid id, string? activityId, CancellationToken cancellationToken) => ChangeAsync(id, (db, rows) =>
    {
        if (activityId is not null)
        {
            db.Turns.Where(t => rows.Any(o => o.ConversationId == t.ConversationId && o.Sequence == t.Sequence))
                .ExecuteUpdate(s => s.SetProperty(t => t.ActivityId, activityId));
        }
        return rows.ExecuteDelete();
    }, cancellationToken);

    public Task RetryAsync(Guid id, DateTimeOffset notBefore, string error, CancellationToken cancellationToken) => ChangeAsync(
        id, (_, rows) => rows.ExecuteUpdate(s => s.SetProperty(o => o.NextAt, notBefore).SetProperty(o => o.Error, error)), cancellationToken);

    public Task ParkAsync(Guid id, string error, CancellationToken cancellationToken) => ChangeAsync(
        id, (_, rows) => rows.ExecuteUpdate(s => s.SetProperty(o => o.State, OutboxState.Parked).SetProperty(o => o.Error, error)), cancellationToken);

    public Task WaitAsync(TimeSpan atMost, CancellationToken cancellationToken) => signal.WaitAsync(atMost, cancellationToken);

    private async Task<List<Due>> DueAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken)
    {
        await using var db = database.Open();
        // Only the oldest of a conversation, and only when that one is due: a later reply must not overtake it.
        return await (
            from o in db.Outbox.AsNoTracking()
            where o.State == OutboxState.Waiting && o.NextAt <= now
                && !db.Outbox.Any(e => e.ConversationId == o.ConversationId && e.State == OutboxState.Waiting && e.Sequence < o.Sequence)
            orderby o.NextAt, o.Id
            join t in db.Turns.AsNoTracking() on new { o.ConversationId, o.Sequence } equals new { t.ConversationId, t.Sequence }
            join c in db.Conversations.AsNoTracking() on o.ConversationId equals c.Id
            select new Due(o, t.Raw, c)).Take(limit).ToListAsync(cancellationToken);
    }

    private static bool Take(StationDb db, Due due, DateTimeOffset until) => db.Outbox
        .Where(o => o.Id == due.Row.Id && o.State == OutboxState.Waiting && o.NextAt == due.Row.NextAt)
        .ExecuteUpdate(s => s.SetProperty(o => o.NextAt, until).SetProperty(o => o.Attempts, o => o.Attempts + 1)) == 1;

    private OutboxItem ToItem(Due due)
    {
        var conversation = new ConversationRows(vault).ToRecord(due.Conversation);
        return new OutboxItem(due.Row.Id, conversation.Id, conversation.Key, due.Row.Sequence, due.Raw, conversation.Reference, due.Row.Attempts);
    }

    private async Task ChangeAsync(Guid id, Func<StationDb, IQueryable<OutboxRow>, int> change, CancellationToken cancellationToken)
    {
        await writer.RunAsync(session => change(session.Db, session.Db.Outbox.Where(o => o.Id == id)), null, cancellationToken);
        // The next reply of that conversation may be due now.
        signal.Ring();
    }

    private sealed record Due(OutboxRow Row, string Raw, ConversationRow Conversation);
}
