using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using StationBot.Handling.Messages;
using StationBot.Store.Databases;
using StationBot.Store.Residents;
using StationBot.Store.Writing;

namespace StationBot.Store.Channels;

/// <summary>A fact of <see cref="IChannelMemory"/> at rest.</summary>
public sealed class ChannelFactRow
{
    /// <summary>Keyed hash of the name, which may be a resident's own id.</summary>
    public required byte[] NameHash { get; init; }
    public required byte[] Value { get; init; }
    public required DateTimeOffset At { get; init; }
    public required int Version { get; init; }
}

internal sealed class ChannelFactConfiguration : IEntityTypeConfiguration<ChannelFactRow>
{
    public void Configure(EntityTypeBuilder<ChannelFactRow> builder)
    {
        builder.ToTable("channel_facts");
        builder.HasKey(f => f.NameHash);
        builder.Property(f => f.Version).IsConcurrencyToken();
    }
}

internal sealed class ChannelMemoryStore(Database database, GroupWriter writer, Vault vault, TimeProvider time) : IChannelMemory
{
    public async Task<ChannelFact?> FindAsync(string name, CancellationToken cancellationToken)
    {
        var hash = HashOf(name);
        await using var db = database.Open();
        return await db.ChannelFacts.AsNoTracking().SingleOrDefaultAsync(f => f.NameHash == hash, cancellationToken) is { } row
            ? new ChannelFact(vault.Open(row.Value, OwnerOf(hash)), row.Version)
            : null;
    }

    public async Task<bool> SaveAsync(string name, string value, int expectedVersion, CancellationToken cancellationToken)
    {
        var hash = HashOf(name);
        var row = new ChannelFactRow { NameHash = hash, Value = vault.Seal(value, OwnerOf(hash)), At = time.GetUtcNow(), Version = expectedVersion + 1 };
        try
        {
            return await writer.RunAsync(
                session =>
                {
                    if (expectedVersion == 0)
                    {
                        session.Insert(row);
                    }
                    else
                    {
                        session.Update(row, expectedVersion);
                    }
                    return true;
                },
                null,
                cancellationToken);
        }
        catch (WriteConflictException)
        {
            return false;
        }
    }

    public Task ForgetAsync(string name, CancellationToken cancellationToken)
    {
        var hash = HashOf(name);
        return writer.RunAsync(session => session.Db.ChannelFacts.Where(f => f.NameHash == hash).ExecuteDelete(), null, cancellationToken);
    }

    /// <summary>Changes a fact in a transaction of the writer's, with what else happens in it.</summary>
    public static void Keep(WriteSession session, Vault vault, string name, Func<string?, string> next, DateTimeOffset at)
    {
        var hash = HashOf(vault, name);
        var known = session.Db.ChannelFacts.AsNoTracking().SingleOrDefault(f => f.NameHash == hash);
        var value = vault.Seal(next(known is null ? null : vault.Open(known.Value, OwnerOf(hash))), OwnerOf(hash));
        session.Put(new ChannelFactRow { NameHash = hash, Value = value, At = at, Version = (known?.Version ?? 0) + 1 });
    }

    private byte[] HashOf(string name) => HashOf(vault, name);

    private static byte[] HashOf(Vault vault, string name) => vault.Hash("fact", "", name);

    // The seal is bound to the row; the row's name is 32 bytes long, and 16 of them name it as well.
    private static Guid OwnerOf(byte[] hash) => new(hash.AsSpan(0, 16));
}
