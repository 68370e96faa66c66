using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using StationBot.Handling.Messages;
using StationBot.Store.Conversations;
using StationBot.Store.Databases;
using StationBot.Store.Outbox;
using StationBot.Store.Residents;
using StationBot.Store.Writing;

namespace StationBot.Store.Channels;

/// <summary>Arrivals in the database. The unique hash decides whose a message is, on however many machines its repetitions come in.</summary>
internal sealed class ArrivalStore(Database database, GroupWriter writer, Vault vault, TimeProvider time) : IArrivals
{
    /// <summary>What nobody looked at in three months will not be looked at.</summary>
    private static readonly TimeSpan ParkedFor = TimeSpan.FromDays(90);

    public async Task<Arrival?> AddAsync(Arrival arrival, TimeSpan lease, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(arrival);
        var row = new ArrivalRow
        {
            Id = arrival.Id, Channel = arrival.Channel, KeyHash = HashOf(arrival.Channel, arrival.Key), State = ArrivalState.Waiting, Attempts = 1,
            PersonHash = arrival.Person is { } person ? new ConversationRows(vault).Hash(person) : null,
            Message = vault.Seal(JsonSerializer.Serialize<string[]>([arrival.Key, arrival.Payload]), arrival.Id), NextAt = time.GetUtcNow() + lease, At = arrival.At,
        };
        try
        {
            await writer.RunAsync<bool>(
                session =>
                {
                    session.Insert(row);
                    return true;
                },
                null,
                cancellationToken);
            return null;
        }
        catch (WriteConflictException)
        {
            return await FindAsync(arrival.Channel, arrival.Key, cancellationToken) ?? throw new InvalidOperationException("An arrival is there and is not.");
        }
    }

    public async Task<Arrival?> FindAsync(string channel, string key, CancellationToken cancellationToken)
    {
        var hash = HashOf(channel, key);
        await using var db = database.Open();
        return await db.Arrivals.AsNoTracking().SingleOrDefaultAsync(a => a.KeyHash == hash, cancellationToken) is { } row ? ToArrival(row) : null;
    }

    public async Task<bool> AnswerAsync(Guid id, string answer, IReadOnlyList<OutboxItem> made, TimeSpan hold, CancellationToken cancellationToken)
    {
        var kept = vault.Seal(answer, id);
        var until = time.GetUtcNow() + hold;
        try
        {
            return await writer.RunAsync(session =>
            {
                foreach (var item in made)
                {
                    if (!OutboxStore.Take(session.Db, item, until, null))
                    {
                        throw new WriteConflictException("A message of the answer is on its way already.");
                    }
                }
                return session.Db.Arrivals.Where(a => a.Id == id && a.State == ArrivalState.Waiting).ExecuteUpdate(s => s
                    .SetProperty(a => a.State, ArrivalState.Answered).SetProperty(a => a.Answer, kept).SetProperty(a => a.Message, (byte[]?)null)) == 1;
            }, null, cancellationToken);
        }
        catch (WriteConflictException)
        {
            return false;
        }
    }

    public Task AcknowledgeAsync(Guid id, CancellationToken cancellationToken) => ChangeAsync(id, rows => rows.Where(a => a.State == ArrivalState.Waiting)
        .ExecuteUpdate(s => s.SetProperty(a => a.State, ArrivalState.Acknowledged).SetProperty(a => a.Message, (byte[]?)null)), cancellationToken);

    public Task FailAsync(Guid id, TimeSpan? pause, CancellationToken cancellationToken)
    {
        var next = time.GetUtcNow() + (pause ?? TimeSpan.Zero);
        var state = pause is null ? ArrivalState.Parked : ArrivalState.Waiting;
        return ChangeAsync(id, rows => rows.ExecuteUpdate(s => s.SetProperty(a => a.NextAt, next).SetProperty(a => a.State, state)), cancellationToken);
    }

    public async Task<IReadOnlyList<Arrival>> LeaseAsync(string channel, int limit, TimeSpan lease, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var db = database.Open();
        var due = await db.Arrivals.AsNoTracking().Where(a => a.Channel == channel && a.State == ArrivalState.Waiting && a.NextAt <= now).OrderBy(a => a.At).ThenBy(a => a.Id).Take(limit).ToListAsync(cancellationToken);
        if (due.Count == 0)
        {
            return [];
        }
        var until = now + lease;
        return await writer.RunAsync(session => due.FindAll(d => session.Db.Arrivals
                .Where(a => a.Id == d.Id && a.State == ArrivalState.Waiting && a.NextAt == d.NextAt)
                .ExecuteUpdate(s => s.SetProperty(a => a.NextAt, until).SetProperty(a => a.Attempts, a => a.Attempts + 1)) == 1)
            .ConvertAll(d => ToArrival(d) with { Attempts = d.Attempts + 1 }), null, cancellationToken);
    }

    public Task RenewAsync(IReadOnlyCollection<Guid> ids, TimeSpan lease, CancellationToken cancellationToken)
    {
        var until = time.GetUtcNow() + lease;
        return writer.RunAsync(
            session => session.Db.Arrivals.Where(a => ids.Contains(a.Id) && a.State == ArrivalState.Waiting && a.NextAt < until).ExecuteUpdate(s => s.SetProperty(a => a.NextAt, until)),
            null, cancellationToken);
    }

    public Task<int> ForgetAnswersAsync(DateTimeOffset before, CancellationToken cancellationToken) => writer.RunAsync(
        session => session.Db.Arrivals.Where(a => a.At < before && a.State == ArrivalState.Answered && a.Answer != null).ExecuteUpdate(s => s.SetProperty(a => a.Answer, (byte[]?)null)),
        null, cancellationToken);

    public Task<int> ForgetAsync(DateTimeOffset before, CancellationToken cancellationToken) => writer.RunAsync(
        session => session.Db.Arrivals.Where(a => a.At < before && (a.State == ArrivalState.Answered || a.State == ArrivalState.Acknowledged)).ExecuteDelete()
            + session.Db.Arrivals.Where(a => a.At < before - ParkedFor && a.State == ArrivalState.Parked).ExecuteDelete(),
        null, cancellationToken);

    private Task<int> ChangeAsync(Guid id, Func<IQueryable<ArrivalRow>, int> change, CancellationToken cancellationToken) =>
        writer.RunAsync(session => change(session.Db.Arrivals.Where(a => a.Id == id)), null, cancellationToken);

    private byte[] HashOf(string channel, string key) => vault.Hash("arrival", channel, key);

    private Arrival ToArrival(ArrivalRow row)
    {
        var message = row.Message is { } sealedMessage ? JsonSerializer.Deserialize<string[]>(vault.Open(sealedMessage, row.Id))! : ["", ""];
        return new Arrival(row.Id, row.Channel, message[0], message[1], row.At, row.State, row.Answer is { } answer ? vault.Open(answer, row.Id) : null, row.Attempts);
    }
}
