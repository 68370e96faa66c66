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

    public Task<bool> TakeAsync(OutboxItem item, TimeSpan lease, CancellationToken cancellationToken)
    {
        var until = time.GetUtcNow() + lease;
        return writer.RunAsync(session => Take(session.Db, item, until, LeaseHolder.Me), null, cancellationToken);
    }

    public Task GiveBackAsync(IReadOnlyList<OutboxItem> items, CancellationToken cancellationToken) => writer.RunAsync(
        session => items.Sum(item => session.Db.Outbox
            .Where(o => o.Id == item.Id && o.State == OutboxState.Waiting && o.Holder == LeaseHolder.Me && o.Attempts == item.Attempts + 1 && o.Error == null)
            .ExecuteUpdate(s => s.SetProperty(o => o.NextAt, item.NextAt).SetProperty(o => o.Attempts, item.Attempts).SetProperty(o => o.Error, item.LastError).SetProperty(o => o.Holder, (string?)null))),
        null, cancellationToken);

    public Task DeliveredAsync(Guid id, string? activityId, CancellationToken cancellationToken) => ChangeAsync(id, (session, rows) =>
    {
        if (activityId is not null)
        {
            session.Db.Turns.Where(t => rows.Any(o => o.ConversationId == t.ConversationId && o.Sequence == t.Sequence))
                .ExecuteUpdate(s => s.SetProperty(t => t.ActivityId, activityId));
        }
        return rows.ExecuteDelete();
    }, cancellationToken);

    public async Task CarriedAsync(IReadOnlyList<Guid> ids, CancellationToken cancellationToken)
    {
        await writer.RunAsync(session => session.Db.Outbox.Where(o => ids.Contains(o.Id)).ExecuteDelete(), null, cancellationToken);
        signal.Ring();
    }

    public Task RetryAsync(Guid id, DateTimeOffset notBefore, string error, TriageItem? notice, CancellationToken cancellationToken) =>
        FailAsync(id, OutboxState.Waiting, notBefore, error, notice, cancellationToken);

    public Task ParkAsync(Guid id, string error, TriageItem? notice, CancellationToken cancellationToken) =>
        FailAsync(id, OutboxState.Parked, null, error, notice, cancellationToken);

    public Task HoldAsync(Guid id, string error, TriageItem? notice, CancellationToken cancellationToken) =>
        FailAsync(id, OutboxState.Held, null, error, notice, cancellationToken);

    public Task<IReadOnlyList<long>?> TakeBackAsync(Guid conversationId, Guid item, string activityId, bool held, string error, TriageItem? notice, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return writer.RunAsync<IReadOnlyList<long>?>(
            session =>
            {
                if (session.Db.Outbox.Any(o => o.Id == item))
                {
                    return null;
                }
                var lost = session.Db.Turns.Where(t => t.ConversationId == conversationId && t.Direction == MessageDirection.Out && t.ActivityId == activityId);
                var messages = lost.OrderBy(t => t.Sequence).Select(t => new { t.Sequence, t.At }).ToList();
                if (messages.Count == 0)
                {
                    return [];
                }
                lost.ExecuteUpdate(s => s.SetProperty(t => t.ActivityId, (string?)null));
                foreach (var message in messages)
                {
                    session.Insert(new OutboxRow
                    {
                        Id = Guid.CreateVersion7(now), ConversationId = conversationId, Sequence = message.Sequence, State = held ? OutboxState.Held : OutboxState.Parked,
                        Attempts = 1, NextAt = now, At = message.At, Error = error,
                    });
                }
                if (notice is not null)
                {
                    TriageStore.Raise(session, notice);
                }
                return messages.ConvertAll(m => m.Sequence);
            },
            null, cancellationToken);
    }

    public Task<IReadOnlyList<long>> ReportedAsync(Guid conversationId, IReadOnlyList<string> notes, string? error, TriageItem? notice, CancellationToken cancellationToken) =>
        writer.RunAsync<IReadOnlyList<long>>(
            session =>
            {
                var announced = session.Db.Outbox.Where(o => o.ConversationId == conversationId && o.State == OutboxState.Held && o.Error != null && notes.Contains(o.Error));
                var messages = announced.OrderBy(o => o.Sequence).Select(o => o.Sequence).ToList();
                if (error is not null && messages.Count > 0)
                {
                    announced.ExecuteUpdate(s => s.SetProperty(o => o.Error, error));
                }
                if (notice is not null)
                {
                    TriageStore.Raise(session, notice);
                }
                return messages;
            },
            null, cancellationToken);

    public async Task ReleaseAsync(Guid conversationId, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var released = await writer.RunAsync(
            session =>
            {
                var rows = session.Db.Outbox.Where(o => o.ConversationId == conversationId);
                var left = rows.AsNoTracking().Where(o => o.State == OutboxState.Waiting && o.Attempts > 0 && o.Error == null && o.NextAt > now && o.Holder != null && o.Holder != LeaseHolder.Me)
                    .ToList().FindAll(row => !IsInHand(row, now)).ConvertAll(row => row.Id);
                // What is leased or promised is somebody's, unless they are gone, and a back-off is the platform's wish: neither is cut short.
                return rows.Where(o => o.State == OutboxState.Held || (o.State == OutboxState.Waiting && o.Attempts == 0 && o.NextAt > now) || left.Contains(o.Id))
                    .ExecuteUpdate(s => s.SetProperty(o => o.NextAt, now).SetProperty(o => o.State, OutboxState.Waiting));
            },
            null, cancellationToken);
        if (released > 0)
        {
            signal.Ring();
        }
    }

    public async Task<IReadOnlyList<OutboxItem>> OfConversationAsync(Guid conversationId, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var db = database.Open();
        var rows = await Joined(db, db.Outbox.AsNoTracking().Where(o => o.ConversationId == conversationId && o.State != OutboxState.Parked)).OrderBy(d => d.Row.Sequence).ToListAsync(cancellationToken);
        // What only waits for its next try may go by another way meanwhile.
        return rows.FindAll(d => !IsInHand(d.Row, now)).ConvertAll(ToItem);
    }

    public async Task<bool> IsSendingAsync(Guid conversationId, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var db = database.Open();
        var rows = await db.Outbox.AsNoTracking().Where(o => o.ConversationId == conversationId && o.State == OutboxState.Waiting && o.NextAt > now).ToListAsync(cancellationToken);
        return rows.Exists(row => IsInHand(row, now));
    }

    public async Task<IReadOnlyList<StuckMessage>> StuckAsync(int limit, CancellationToken cancellationToken)
    {
        await using var db = database.Open();
        return await (
            from o in db.Outbox.AsNoTracking()
            where o.State != OutboxState.Waiting || o.Error != null
            orderby o.At, o.ConversationId, o.Sequence
            join c in db.Conversations.AsNoTracking() on o.ConversationId equals c.Id
            select new StuckMessage(o.Id, o.ConversationId, c.Channel, o.State == OutboxState.Held, o.State == OutboxState.Waiting, o.Attempts, o.Error, o.At)).Take(limit).ToListAsync(cancellationToken);
    }

    public async Task<bool> ResendAsync(Guid id, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var again = await writer.RunAsync(
            session => session.Db.Outbox.Where(o => o.Id == id && o.State != OutboxState.Waiting)
                .ExecuteUpdate(s => s.SetProperty(o => o.State, OutboxState.Waiting).SetProperty(o => o.NextAt, now).SetProperty(o => o.Attempts, 0)),
            null, cancellationToken);
        signal.Ring();
        return again == 1;
    }

    public async Task<DateTimeOffset?> NextAtAsync(CancellationToken cancellationToken)
    {
        await using var db = database.Open();
        return await Heads(db).MinAsync(o => (DateTimeOffset?)o.NextAt, cancellationToken);
    }

    public Task WaitAsync(TimeSpan atMost, CancellationToken cancellationToken) => signal.WaitAsync(atMost, cancellationToken);

    private async Task<List<Due>> DueAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken)
    {
        await using var db = database.Open();
        return await Joined(db, Heads(db).Where(o => o.NextAt <= now))
            .OrderBy(d => d.Row.NextAt).ThenBy(d => d.Row.Id).Take(limit).ToListAsync(cancellationToken);
    }

    // Only the oldest of a conversation, and only when that one is due: a later reply must not overtake it.
    private static IQueryable<OutboxRow> Heads(StationDb db) => db.Outbox.AsNoTracking().Where(o => o.State == OutboxState.Waiting
        && !db.Outbox.Any(e => e.ConversationId == o.ConversationId && e.State == OutboxState.Waiting && e.Sequence < o.Sequence));

    private static IQueryable<Due> Joined(StationDb db, IQueryable<OutboxRow> rows) =>
        from o in rows
        join t in db.Turns.AsNoTracking() on new { o.ConversationId, o.Sequence } equals new { t.ConversationId, t.Sequence }
        join c in db.Conversations.AsNoTracking() on o.ConversationId equals c.Id
        select new Due { Row = o, Raw = t.Raw, IsAnswer = t.AnswersKey != null, Conversation = c };

    /// <summary>Leased, and whoever leased it may still be at work on it.</summary>
    private static bool IsInHand(OutboxRow row, DateTimeOffset now) =>
        row is { State: OutboxState.Waiting, Attempts: > 0, Error: null } && row.NextAt > now && (row.Holder is null || LeaseHolder.IsThere(row.Holder));

    private static bool Take(StationDb db, Due due, DateTimeOffset until) => db.Outbox
        .Where(o => o.Id == due.Row.Id && o.State == OutboxState.Waiting && o.NextAt == due.Row.NextAt)
        .ExecuteUpdate(s => s.SetProperty(o => o.NextAt, until).SetProperty(o => o.Attempts, o => o.Attempts + 1).SetProperty(o => o.Error, (string?)null).SetProperty(o => o.Holder, LeaseHolder.Me)) == 1;

    /// <summary>Takes a message out of the dispatcher's reach, if nobody has touched it since it was read.</summary>
    /// <param name="holder">Null: for an exchange, which the platform repeats whatever becomes of this process.</param>
    internal static bool Take(StationDb db, OutboxItem item, DateTimeOffset until, string? holder) => db.Outbox
        .Where(o => o.Id == item.Id && o.State != OutboxState.Parked && o.NextAt == item.NextAt)
        .ExecuteUpdate(s => s.SetProperty(o => o.NextAt, until).SetProperty(o => o.State, OutboxState.Waiting).SetProperty(o => o.Attempts, o => o.Attempts + 1).SetProperty(o => o.Error, (string?)null).SetProperty(o => o.Holder, holder)) == 1;

    private OutboxItem ToItem(Due due)
    {
        var conversation = new ConversationRows(vault).ToRecord(due.Conversation);
        return new OutboxItem(due.Row.Id, conversation.Id, conversation.Key, due.Row.Sequence, due.Raw, conversation.Reference, due.Row.Attempts, due.IsAnswer, due.Row.NextAt)
        {
            LastError = due.Row.Error, At = due.Row.At,
        };
    }

    private async Task ChangeAsync(Guid id, Func<WriteSession, IQueryable<OutboxRow>, int> change, CancellationToken cancellationToken)
    {
        await writer.RunAsync(session => change(session, session.Db.Outbox.Where(o => o.Id == id)), null, cancellationToken);
        // The next reply of that conversation may be due now.
        signal.Ring();
    }

    /// <param name="nextAt">Null: the moment it has is no matter.</param>
    private Task FailAsync(Guid id, OutboxState state, DateTimeOffset? nextAt, string error, TriageItem? notice, CancellationToken cancellationToken) => ChangeAsync(id, (session, rows) =>
    {
        var changed = rows.ExecuteUpdate(s => s.SetProperty(o => o.State, state).SetProperty(o => o.Error, error).SetProperty(o => o.NextAt, o => nextAt ?? o.NextAt));
        if (notice is not null && changed == 1)
        {
            TriageStore.Raise(session, notice);
        }
        return changed;
    }, cancellationToken);

    private sealed class Due
    {
        public required OutboxRow Row { get; init; }
        public required string Raw { get; init; }
        public required bool IsAnswer { get; init; }
        public required ConversationRow Conversation { get; init; }
    }
}
