using System.Data.Common;
using Microsoft.EntityFrameworkCore;

namespace StationBot.Store.Databases;

/// <summary>What differs between the two databases, and nothing else.</summary>
internal abstract class Database : IDisposable
{
    /// <summary>A context for reading, from a pool.</summary>
    public abstract StationDb Open();

    /// <summary>A context over a connection that somebody else owns, with that connection's transaction.</summary>
    public abstract StationDb Over(DbConnection connection);

    /// <summary>An open connection for the writer.</summary>
    public abstract DbConnection Connect();

    /// <summary>Whether a statement failed because of what another writer did: a taken unique key, a deadlock.</summary>
    public abstract bool IsConflict(DbException failure);

    /// <summary>Brings the schema up to date; does nothing when it is. Safe to call from several processes at once.</summary>
    public abstract Task MigrateAsync(CancellationToken cancellationToken);

    public abstract void Dispose();

    /// <exception cref="DbException">No connection, or the schema is missing.</exception>
    public async Task<bool> HasPendingAsync(CancellationToken cancellationToken)
    {
        await using var db = Open();
        return (await db.Database.GetPendingMigrationsAsync(cancellationToken)).Any();
    }
}
