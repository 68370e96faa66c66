using Microsoft.EntityFrameworkCore;
using StationBot.Handling.Cases;
using StationBot.Store.Databases;
using StationBot.Store.Residents;

namespace StationBot.Store.Cases;

/// <summary>Cases as turns read them. They are saved with the turn that changed them.</summary>
internal sealed class CaseStore(Database database, Vault vault, TimeProvider time) : ICases
{
    private readonly CaseNumbers _numbers = new(database);
    private readonly OpenCases _open = new(database, time);

    public async Task<Case?> FindAsync(CaseNo caseNo, CancellationToken cancellationToken) =>
        (await ReadAsync(cases => cases.Where(c => c.Number == caseNo), cancellationToken)).SingleOrDefault();

    public async Task<IReadOnlyList<Case>> OfResidentAsync(Guid residentId, int limit, CancellationToken cancellationToken) =>
        await ReadAsync(cases => cases.Where(c => c.ResidentId == residentId).OrderByDescending(c => c.OpenedAt).ThenByDescending(c => c.Number).Take(limit), cancellationToken);

    public async Task<IReadOnlyList<Case>> OfConversationAsync(Guid conversationId, CancellationToken cancellationToken) =>
        await ReadAsync(cases => cases.Where(c => c.ConversationId == conversationId).OrderBy(c => c.OpenedAt).ThenBy(c => c.Number), cancellationToken);

    public ValueTask<CaseNo> NextNumberAsync(string area, DateOnly day, CancellationToken cancellationToken) => _numbers.NextAsync(area, day, cancellationToken);

    public ValueTask<IReadOnlyDictionary<string, int>> OpenPerDeputyAsync(CancellationToken cancellationToken) => _open.PerDeputyAsync(cancellationToken);

    public CaseUnit Prepare(Case changed, DateTimeOffset now) => new(changed, new ContactRow
    {
        CaseId = changed.Id,
        Contact = changed.Contact is { } contact ? vault.Seal(contact, changed.Id.Value) : [],
        At = now,
    });

    /// <summary>Called in the order of commits, once these cases are on the disk.</summary>
    public void Settle(IReadOnlyList<CaseUnit> saved)
    {
        foreach (var unit in saved)
        {
            unit.Case.MarkCommitted();
            _open.Note(unit.Case);
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

    private async Task<List<Case>> ReadAsync(Func<IQueryable<Case>, IQueryable<Case>> which, CancellationToken cancellationToken)
    {
        await using var db = database.Open();
        var cases = await which(db.Cases.AsNoTracking()).ToListAsync(cancellationToken);
        if (cases.Count > 0)
        {
            var ids = cases.ConvertAll(c => c.Id);
            var contacts = await db.ResidentContacts.AsNoTracking().Where(c => ids.Contains(c.CaseId)).ToDictionaryAsync(c => c.CaseId, cancellationToken);
            foreach (var one in cases)
            {
                one.Contact = contacts.TryGetValue(one.Id, out var row) ? vault.Open(row.Contact, one.Id.Value) : null;
            }
        }
        return cases;
    }
}
