using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using StationBot.Handling.Flags;
using StationBot.Handling.Messages;
using StationBot.Store.Residents;

namespace StationBot.Store.Conversations;

/// <summary>A <see cref="ConversationRecord"/> at rest. Its channel id may name a person (one-to-one chats), so it is hashed to find it and sealed to use it.</summary>
public sealed class ConversationRow
{
    public required Guid Id { get; init; }
    public required string Channel { get; init; }

    /// <summary>Keyed hash of channel and external id.</summary>
    public required byte[] KeyHash { get; init; }

    /// <summary>The external id, sealed.</summary>
    public required byte[] ExternalId { get; init; }
    public required Guid ResidentId { get; init; }
    public required ConversationStage Stage { get; init; }
    public Disposition? Disposition { get; init; }
    public string? Intent { get; init; }
    public string? Memory { get; init; }

    /// <summary>The channel's address, sealed.</summary>
    public byte[]? Reference { get; init; }
    public required long LastSequence { get; init; }
    public required DateTimeOffset StartedAt { get; init; }
    public required DateTimeOffset LastInboundAt { get; init; }
    public required IReadOnlyList<Flag> Flags { get; init; }
    public required int Version { get; init; }
}

internal sealed class ConversationConfiguration : IEntityTypeConfiguration<ConversationRow>
{
    public void Configure(EntityTypeBuilder<ConversationRow> builder)
    {
        builder.ToTable("conversations");
        builder.Property(c => c.Id).ValueGeneratedNever();
        builder.HasIndex(c => c.KeyHash).IsUnique();
        builder.HasOne<ResidentRow>().WithMany().HasForeignKey(c => c.ResidentId).OnDelete(DeleteBehavior.Restrict);
        // For the idle rule; finished conversations are most of the table and none of this index.
        builder.HasIndex(c => c.LastInboundAt).HasFilter("\"Stage\" <> 'Ended'");
        builder.Property(c => c.Flags).AsJson();
        builder.Property(c => c.Version).IsConcurrencyToken();
        builder.Property(c => c.Channel).IsFixed();
        builder.Property(c => c.KeyHash).IsFixed();
        builder.Property(c => c.ExternalId).IsFixed();
        builder.Property(c => c.StartedAt).IsFixed();
    }
}
