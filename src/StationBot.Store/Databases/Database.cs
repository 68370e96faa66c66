using System.Data.Common;
using Microsoft.EntityFrameworkCore;

namespace StationBot.Store.Databases;

/// <summary>What differs between the two databases, and nothing else.</summary>
internal abstract class Database : IDisposable
{
    /// <summary>A context for reading, from a pool.</summary>
    public abstract StationDb Open();

    /// <summary>
    /// Runs one of the short reads that turns make, with <c>EF.CompileAsyncQuery</c> queries. Compiled queries belong to one model, so whoever
    /// holds them holds this database too: they are instance fields, never static.
    /// </summary>
    /// <param name="read">Has ended its reader when it returns, and keeps nothing of the context.</param>
    public abstract Task<T> ReadAsync<T>(Func<StationDb, Task<T>> read);

    /// <summary>A context over a connection that somebody else owns, with that connection's transaction.</summary>
    public abstract StationDb Over(DbConnection connection);

    /// <summary>An open connection for the writer.</summary>
    public abstract DbConnection Connect();

    /// <summary>Whether a statement failed because of what another writer did: a taken unique key, a deadlock.</summary>
    public abstract bool IsConflict(DbException failure);

    /// <summary>Brings the schema up to date; does nothing when it is. Safe to call from several processes at once.</summary>
    public abstract Task MigrateAsync(CancellationToken cancellationToken);

    /// <summary>Takes what was just erased out of the files as well, as far as that is ours to do.</summary>
    public virtual Task ScrubAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public abstract void Dispose();

    /// <exception cref="DbException">No connection, or the schema is missing.</exception>
    public async Task<bool> HasPendingAsync(CancellationToken cancellationToken)
    {
        await using var db = Open();
        return (await db.Database.GetPendingMigrationsAsync(cancellationToken)).Any();
    }
}
