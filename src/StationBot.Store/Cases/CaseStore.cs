using Microsoft.EntityFrameworkCore;
using StationBot.Handling.Cases;
using StationBot.Handling.Loop;
using StationBot.Store.Databases;
using StationBot.Store.Residents;
using StationBot.Store.Writing;

namespace StationBot.Store.Cases;

/// <summary>Cases as turns read them. They are saved with the turn that changed them.</summary>
internal sealed class CaseStore(Database database, GroupWriter writer, Vault vault, Subscriptions subscriptions, TimeProvider time) : ICases
{
    private readonly CaseNumbers _numbers = new(database);
    private readonly OpenCases _open = new(database, time);

    private readonly Func<StationDb, CaseNo, IAsyncEnumerable<StoredCase>> _byNumber = EF.CompileAsyncQuery((StationDb db, CaseNo number) =>
        from c in db.Cases.AsNoTracking()
        where c.Number == number
        select new StoredCase(c, db.ResidentContacts.Where(r => r.CaseId == c.Id).Select(r => r.Contact).SingleOrDefault()));

    private readonly Func<StationDb, Guid, int, IAsyncEnumerable<StoredCase>> _ofResident = EF.CompileAsyncQuery((StationDb db, Guid residentId, int limit) => (
        from c in db.Cases.AsNoTracking()
        where c.ResidentId == residentId
        orderby c.OpenedAt descending, c.Number descending
        select new StoredCase(c, db.ResidentContacts.Where(r => r.CaseId == c.Id).Select(r => r.Contact).SingleOrDefault())).Take(limit));

    private readonly Func<StationDb, Guid, IAsyncEnumerable<StoredCase>> _ofConversation = EF.CompileAsyncQuery((StationDb db, Guid conversationId) =>
        from c in db.Cases.AsNoTracking()
        where c.ConversationId == conversationId
        orderby c.OpenedAt, c.Number
        select new StoredCase(c, db.ResidentContacts.Where(r => r.CaseId == c.Id).Select(r => r.Contact).SingleOrDefault()));

    private readonly Func<StationDb, CaseId, IAsyncEnumerable<StoredCase>> _byId = EF.CompileAsyncQuery((StationDb db, CaseId id) =>
        from c in db.Cases.AsNoTracking()
        where c.Id == id
        select new StoredCase(c, db.ResidentContacts.Where(r => r.CaseId == c.Id).Select(r => r.Contact).SingleOrDefault()));

    private readonly Func<StationDb, DateTimeOffset?, int, IAsyncEnumerable<StoredCase>> _due = EF.CompileAsyncQuery((StationDb db, DateTimeOffset? now, int limit) => (
        from c in db.Cases.AsNoTracking()
        where c.NextActionAt <= now
        orderby c.NextActionAt
        select new StoredCase(c, db.ResidentContacts.Where(r => r.CaseId == c.Id).Select(r => r.Contact).SingleOrDefault())).Take(limit));

    public async Task<Case?> FindAsync(CaseId id, CancellationToken cancellationToken) => (await ReadAsync(db => _byId(db, id), cancellationToken)).SingleOrDefault();

    public Task<List<CaseId>> IdsAsync(CaseId? after, int limit, CancellationToken cancellationToken)
    {
        var start = after ?? new CaseId(Guid.Empty);
        return database.ReadAsync(db => db.Cases.Where(c => c.Id > start).OrderBy(c => c.Id).Select(c => c.Id).Take(limit).ToListAsync(cancellationToken));
    }

    public async Task<IReadOnlyList<Case>> PageAsync(CaseId? after, int limit, CancellationToken cancellationToken)
    {
        var start = after ?? new CaseId(Guid.Empty);
        return await ReadAsync(db => (
            from c in db.Cases.AsNoTracking()
            where c.Id > start
            orderby c.Id
            select new StoredCase(c, db.ResidentContacts.Where(r => r.CaseId == c.Id).Select(r => r.Contact).SingleOrDefault())).Take(limit).AsAsyncEnumerable(), cancellationToken);
    }

    public async Task<IReadOnlyList<Case>> DueAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken) =>
        await ReadAsync(db => _due(db, now, limit), cancellationToken);

    public async Task<Case?> FindAsync(CaseNo caseNo, CancellationToken cancellationToken) =>
        (await ReadAsync(db => _byNumber(db, caseNo), cancellationToken)).SingleOrDefault();

    public async Task<IReadOnlyList<Case>> OfResidentAsync(Guid residentId, int limit, CancellationToken cancellationToken) =>
        await ReadAsync(db => _ofResident(db, residentId, limit), cancellationToken);

    public async Task<IReadOnlyList<Case>> OfConversationAsync(Guid conversationId, CancellationToken cancellationToken) =>
        await ReadAsync(db => _ofConversation(db, conversationId), cancellationToken);

    public async Task<bool> SaveAsync(Case changed, CancellationToken cancellationToken)
    {
        var unit = Prepare(changed, time.GetUtcNow());
        try
        {
            await writer.RunAsync<CaseUnit[]>(
                session =>
                {
                    unit.Write(session);
                    return [unit];
                },
                Settle,
                cancellationToken);
            return true;
        }
        catch (WriteConflictException)
        {
            Doubt([unit]);
            return false;
        }
    }

    public Task<IReadOnlyList<StaffLabel>> StaffLabelsAsync(CancellationToken cancellationToken) => database.ReadAsync<IReadOnlyList<StaffLabel>>(async db =>
    {
        var said = await (
            from e in db.CaseEvents.AsNoTracking()
            where e.Actor == CaseActor.StationStaff && (e.Action == nameof(CaseAction.Sort) || e.Action == nameof(CaseAction.Correct))
            join c in db.Cases.AsNoTracking() on e.CaseId equals c.Id
            orderby c.OpenedAt, c.Number, e.Number
            select new { c.Id, c.RawText, e.Data }).ToListAsync(cancellationToken);
        return [.. said.GroupBy(s => s.Id).Select(g => g.Last()).Select(s => (s.Id, s.RawText, Type: TypeIn(s.Data)))
            .Where(s => s.Type is not null).Select(s => new StaffLabel(s.Id, s.RawText, s.Type!))];
    });

    private static string? TypeIn(string data) =>
        StepJson.Read(CaseAction.Sort, data) is SortData { Type.Length: > 0 } said ? said.Type : null;

    public ValueTask<CaseNo> NextNumberAsync(string area, DateOnly day, CancellationToken cancellationToken) => _numbers.NextAsync(area, day, cancellationToken);

    public ValueTask<IReadOnlyDictionary<string, int>> OpenPerDeputyAsync(CancellationToken cancellationToken) => _open.PerDeputyAsync(cancellationToken);

    public CaseUnit Prepare(Case changed, DateTimeOffset now) => new(changed, new ContactRow
    {
        CaseId = changed.Id,
        Contact = changed.Contact is { } contact ? vault.Seal(contact, changed.Id.Value) : [],
        At = now,
    }, subscriptions);

    /// <summary>Called in the order of commits, once these cases are on the disk.</summary>
    public void Settle(IReadOnlyList<CaseUnit> saved)
    {
        foreach (var unit in saved)
        {
            _open.Note(unit);
            unit.Case.MarkCommitted();
        }
    }

    /// <summary>A turn with these cases was refused: perhaps another process has taken a number.</summary>
    public void Doubt(IReadOnlyList<CaseUnit> refused)
    {
        if (refused.Any(u => u.IsNew))
        {
            _numbers.Doubt();
        }
    }

    private Task<List<Case>> ReadAsync(Func<StationDb, IAsyncEnumerable<StoredCase>> query, CancellationToken cancellationToken) => database.ReadAsync(async db =>
    {
        List<Case> cases = [];
        await foreach (var (one, contact) in query(db).WithCancellation(cancellationToken))
        {
            one.Contact = contact is null ? null : vault.Open(contact, one.Id.Value);
            cases.Add(one);
        }
        return cases;
    });

    private sealed record StoredCase(Case Case, byte[]? Contact);
}
