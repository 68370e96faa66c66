using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using StationBot.Handling.Messages;

namespace StationBot.Store.Channels;

/// <summary>An <see cref="Arrival"/> at rest.</summary>
public sealed class ArrivalRow
{
    public required Guid Id { get; init; }
    public required string Channel { get; init; }

    /// <summary>Keyed hash of channel and key: a key may hold the resident's own id.</summary>
    public required byte[] KeyHash { get; init; }

    /// <summary>Channel's key and payload, sealed; null once the turn is over.</summary>
    public byte[]? Message { get; init; }

    /// <summary>Keyed hash of the conversation it belongs to, as the conversation's own; null where it is nobody's.</summary>
    public byte[]? PersonHash { get; init; }

    /// <summary>The answer given in the exchange itself, sealed.</summary>
    public byte[]? Answer { get; init; }
    public required ArrivalState State { get; init; }
    public required int Attempts { get; init; }

    /// <summary>Nobody touches it before: the end of a lease, or the pause before the next try.</summary>
    public required DateTimeOffset NextAt { get; init; }
    public required DateTimeOffset At { get; init; }
}

internal sealed class ArrivalConfiguration : IEntityTypeConfiguration<ArrivalRow>
{
    public void Configure(EntityTypeBuilder<ArrivalRow> builder)
    {
        builder.ToTable("arrivals");
        builder.Property(a => a.Id).ValueGeneratedNever();
        builder.HasIndex(a => a.KeyHash).IsUnique();
        builder.HasIndex(a => new { a.State, a.Channel, a.NextAt });
        builder.HasIndex(a => a.PersonHash);
        builder.HasIndex(a => a.At);
    }
}
