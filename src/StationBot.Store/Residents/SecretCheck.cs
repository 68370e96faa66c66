using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using StationBot.Store.Channels;
using StationBot.Store.Databases;

namespace StationBot.Store.Residents;

/// <summary>
/// A word in the database that only the right secret opens. Two machines over one database that each made a secret of their own would take one
/// resident for two; the second of them is stopped at its start, also while nobody has written yet.
/// </summary>
internal static class SecretCheck
{
    /// <summary>The same under every secret.</summary>
    private static readonly byte[] Name = SHA256.HashData("stationbot secret check"u8);
    private static readonly Guid Owner = new(Name.AsSpan(0, 16));

    /// <exception cref="InvalidOperationException">The database was first used with another secret.</exception>
    public static async Task RunAsync(Database database, Vault vault, TimeProvider time, CancellationToken cancellationToken)
    {
        var kept = await FindAsync(database, cancellationToken);
        if (kept is null)
        {
            await using var db = database.Open();
            if (await db.Conversations.AsNoTracking().OrderByDescending(c => c.Id).FirstOrDefaultAsync(cancellationToken) is { } any)
            {
                vault.Check(any.ExternalId, any.Id); // from before the word was kept
            }
            db.ChannelFacts.Add(new ChannelFactRow { NameHash = Name, Value = vault.Seal("", Owner), At = time.GetUtcNow(), Version = 1 });
            try
            {
                await db.SaveChangesAsync(cancellationToken);
                return;
            }
            catch (DbUpdateException) when (!cancellationToken.IsCancellationRequested)
            {
                // Another machine was first, or the database is in trouble: what stands there now tells.
                kept = await FindAsync(database, cancellationToken);
                if (kept is null)
                {
                    throw;
                }
            }
        }
        vault.Check(kept.Value, Owner);
    }

    private static async Task<ChannelFactRow?> FindAsync(Database database, CancellationToken cancellationToken)
    {
        await using var db = database.Open();
        return await db.ChannelFacts.AsNoTracking().SingleOrDefaultAsync(f => f.NameHash == Name, cancellationToken);
    }
}
