using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using StationBot.Handling.Messages;
using StationBot.Store.Cases;
using StationBot.Store.Channels;
using StationBot.Store.Databases;
using StationBot.Store.Outbox;
using StationBot.Store.Residents;
using StationBot.Store.Writing;

namespace StationBot.Store.Conversations;

/// <summary>
/// Turns are saved by the <see cref="GroupWriter"/>; what was saved last is also in memory, so that the next turn of the conversation reads
/// nothing. Whether a turn stands is decided by the database's own keys and versions, never by the memory: other processes may write too.
/// </summary>
internal sealed class ConversationStore(
    Database database, GroupWriter writer, Vault vault, CaseStore cases, OutboxSignal outbox, TimeProvider time, StoreOptions options) : IConversationStore
{
    private readonly ConversationRows _rows = new(vault);
    private readonly Lru<ConversationKey, ConversationRecord> _records = new(options.CachedConversations);
    private readonly HandledKeys _handled = new(options.CachedConversations);
    private readonly ResidentBook _residents = new(database, vault, time, options.CachedConversations);
    private readonly Func<StationDb, byte[], CancellationToken, Task<ConversationRow?>> _byHash = EF.CompileAsyncQuery(
        (StationDb db, byte[] hash, CancellationToken _) => db.Conversations.AsNoTracking().SingleOrDefault(c => c.KeyHash == hash));

    public async ValueTask<ConversationRecord?> FindAsync(ConversationKey key, CancellationToken cancellationToken)
    {
        if (_records.Find(key) is { } known)
        {
            return known;
        }
        var hash = _rows.Hash(key);
        var row = await database.ReadAsync(db => _byHash(db, hash, cancellationToken));
        return row is null ? null : _records.Keep(key, _rows.ToRecord(row));
    }

    public ValueTask<Guid> ResidentAsync(string channel, string channelUserId, CancellationToken cancellationToken) =>
        _residents.IdAsync(channel, channelUserId, cancellationToken);

    public async ValueTask<CommitResult.Duplicate?> FindHandledAsync(Guid conversationId, string inboxKey, CancellationToken cancellationToken)
    {
        var handled = _handled.Contains(conversationId, inboxKey);
        if (handled == false)
        {
            return null;
        }
        await using var db = database.Open();
        if (handled is null)
        {
            _handled.Learn(conversationId, await KeysAsync(db, conversationId, cancellationToken));
        }
        return await FindInboundAsync(db, conversationId, inboxKey, cancellationToken) is { } inbound ? await AnswersAsync(db, inbound, cancellationToken) : null;
    }

    public async ValueTask<CommitResult> CommitAsync(TurnCommit commit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(commit);
        var unit = new TurnUnit(commit, _residents.Newcomer(commit.Conversation.ResidentId), _rows, cases, time.GetUtcNow());
        // Settled on the writer's thread, so that memory changes in the order in which the database did.
        if (await TryWriteAsync(unit, cancellationToken))
        {
            return new CommitResult.Committed(unit.Next);
        }
        _records.Forget(commit.Conversation.Key);
        _handled.Forget(commit.Conversation.Id);
        cases.Doubt(unit.Cases);
        return await WhyAsync(commit, cancellationToken);
    }

    public async Task<IReadOnlyList<TurnMessage>> ReadAsync(Guid conversationId, long after, int limit, CancellationToken cancellationToken)
    {
        await using var db = database.Open();
        var rows = await db.Turns.AsNoTracking().Where(t => t.ConversationId == conversationId && t.Sequence > after)
            .OrderBy(t => t.Sequence).Take(limit).ToListAsync(cancellationToken);
        return rows.ConvertAll(r => r.ToMessage());
    }

    public async Task<IReadOnlyList<ConversationRecord>> IdleSinceAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken)
    {
        await using var db = database.Open();
        var rows = await db.Conversations.AsNoTracking().Where(c => c.Stage != ConversationStage.Ended && c.LastInboundAt < before)
            .OrderBy(c => c.LastInboundAt).Take(limit).ToListAsync(cancellationToken);
        return rows.ConvertAll(_rows.ToRecord);
    }

    public async Task<bool> EraseAsync(ConversationKey key, CancellationToken cancellationToken)
    {
        var hash = _rows.Hash(key);
        var erased = await writer.RunAsync(session =>
        {
            var run = Erasure.Run(session.Db, hash, vault);
            if (run is { Files.Count: > 0 } gone)
            {
                // With the words: a crash before the files are deleted must not leave them for good.
                ChannelMemoryStore.Keep(
                    session, vault, Erasures.FactOf(key), known => JsonSerializer.Serialize((known is null ? [] : JsonSerializer.Deserialize<string[]>(known)!).Union(gone.Files)), time.GetUtcNow());
            }
            return run;
        }, id =>
        {
            _records.Forget(key);
            if (id is { } known)
            {
                _handled.Forget(known.Conversation);
                _residents.Forget(known.Resident);
            }
        }, cancellationToken);
        await database.ScrubAsync(CancellationToken.None);
        return erased is not null;
    }

    private void Settle(TurnUnit unit)
    {
        _residents.Settle(unit.Next.ResidentId);
        _records.Set(unit.Next.Key, unit.Next);
        if (unit.IsNew)
        {
            _handled.Learn(unit.Next.Id, []);
        }
        if (unit.InboxKey is { } inboxKey)
        {
            _handled.Add(unit.Next.Id, inboxKey);
        }
        cases.Settle(unit.Cases);
        if (unit.HasOutbox)
        {
            outbox.Ring();
        }
    }

    /// <summary>Why the database refused a turn: handled before, or overtaken.</summary>
    private async Task<CommitResult> WhyAsync(TurnCommit commit, CancellationToken cancellationToken)
    {
        await using var db = database.Open();
        if (commit.Inbound?.InboxKey is { } inboxKey)
        {
            var hash = _rows.Hash(commit.Conversation.Key);
            var id = await db.Conversations.Where(c => c.KeyHash == hash).Select(c => c.Id).SingleOrDefaultAsync(cancellationToken);
            if (await FindInboundAsync(db, id, inboxKey, cancellationToken) is { } inbound)
            {
                return await AnswersAsync(db, inbound, cancellationToken);
            }
        }
        if (commit.Arrival is { } arrival && !await db.Arrivals.AnyAsync(a => a.Id == arrival && a.State == ArrivalState.Waiting, cancellationToken))
        {
            return new CommitResult.Gone();
        }
        return new CommitResult.Conflict("The conversation has moved on, or a case or its number is taken.");
    }

    private static Task<List<string>> KeysAsync(StationDb db, Guid conversationId, CancellationToken cancellationToken) =>
        db.Turns.Where(t => t.ConversationId == conversationId && t.InboxKey != null).Select(t => t.InboxKey!).Take(HandledKeys.Most + 1).ToListAsync(cancellationToken);

    private static Task<TurnRow?> FindInboundAsync(StationDb db, Guid conversationId, string inboxKey, CancellationToken cancellationToken) =>
        db.Turns.AsNoTracking().SingleOrDefaultAsync(t => t.ConversationId == conversationId && t.InboxKey == inboxKey, cancellationToken);

    private static async Task<CommitResult.Duplicate> AnswersAsync(StationDb db, TurnRow inbound, CancellationToken cancellationToken)
    {
        var answers = await db.Turns.AsNoTracking()
            .Where(t => t.ConversationId == inbound.ConversationId && t.Direction == MessageDirection.Out && t.AnswersKey == inbound.InboxKey)
            .OrderBy(t => t.Sequence).ToListAsync(cancellationToken);
        return new CommitResult.Duplicate(inbound.ToMessage(), answers.ConvertAll(a => a.ToMessage()));
    }

    /// <returns>False when another writer was first; nothing was saved then.</returns>
    private async Task<bool> TryWriteAsync(TurnUnit unit, CancellationToken cancellationToken)
    {
        try
        {
            await writer.RunAsync(
                session =>
                {
                    unit.Write(session);
                    return unit;
                },
                Settle,
                cancellationToken);
            return true;
        }
        catch (WriteConflictException)
        {
            return false;
        }
    }
}
