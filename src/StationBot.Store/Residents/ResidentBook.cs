using Microsoft.EntityFrameworkCore;
using StationBot.Store.Conversations;
using StationBot.Store.Databases;

namespace StationBot.Store.Residents;

/// <summary>
/// Who is behind a channel identity. A newcomer is an id in memory until a turn that names it is saved: the row goes into the database in that
/// turn's own transaction. Should another process meet the same person at the same time, the unique hash refuses the later turn, and when
/// that runs again the first one's row is found here.
/// </summary>
internal sealed class ResidentBook(Database database, Vault vault, TimeProvider time, int capacity)
{
    // Far more than there are turns under way; a newcomer whose turn was never saved is forgotten some day.
    private const int MostNewcomers = 10_000;

    private readonly Lru<(string Channel, string User), Resident> _known = new(capacity);
    private readonly Lru<Guid, Resident> _newcomers = new(MostNewcomers);
    private readonly Func<StationDb, byte[], CancellationToken, Task<ResidentRow?>> _byHash = EF.CompileAsyncQuery(
        (StationDb db, byte[] hash, CancellationToken _) => db.Residents.AsNoTracking().SingleOrDefault(r => r.IdentityHash == hash));

    public async ValueTask<Guid> IdAsync(string channel, string user, CancellationToken cancellationToken)
    {
        if (_known.Find((channel, user)) is { IsSaved: true } known)
        {
            return known.Row.Id;
        }
        var hash = vault.Hash("resident", channel, user);
        if (await database.ReadAsync(db => _byHash(db, hash, cancellationToken)) is { } row)
        {
            _known.Set((channel, user), new Resident(row) { IsSaved = true });
            return row.Id;
        }
        var now = time.GetUtcNow();
        // Two conversations may begin at once: both get the same newcomer.
        var newcomer = _known.Keep((channel, user), new Resident(new ResidentRow { Id = Guid.CreateVersion7(now), Channel = channel, IdentityHash = hash, At = now }));
        _newcomers.Set(newcomer.Row.Id, newcomer);
        return newcomer.Row.Id;
    }

    /// <summary>The row that has to be saved before anything can name this resident, or null: it is in the database.</summary>
    public ResidentRow? Newcomer(Guid id) => _newcomers.Find(id)?.Row;

    /// <summary>A turn that names this resident is on the disk.</summary>
    public void Settle(Guid id)
    {
        if (_newcomers.Find(id) is { } saved)
        {
            saved.IsSaved = true;
            _newcomers.Forget(id);
        }
    }

    /// <summary>This resident's channel identity was erased.</summary>
    public void Forget(Guid id)
    {
        _newcomers.Forget(id);
        _known.ForgetAll(resident => resident.Row.Id == id);
    }

    private sealed class Resident(ResidentRow row)
    {
        private volatile bool _saved;

        public ResidentRow Row => row;
        public bool IsSaved
        {
            get => _saved;
            set => _saved = value;
        }
    }
}
