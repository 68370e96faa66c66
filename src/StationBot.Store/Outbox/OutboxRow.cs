using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using StationBot.Store.Conversations;

namespace StationBot.Store.Outbox;

public enum OutboxState
{
    Waiting,

    /// <summary>Until the resident writes again: no way to them is open.</summary>
    Held,

    /// <summary>Until staff send it again.</summary>
    Parked,
}

/// <summary>A reply on its way to a channel. The message itself is the turn of the same sequence; a delivered row is removed.</summary>
public sealed class OutboxRow
{
    /// <summary>The message's id; another one once it had been delivered and taken back.</summary>
    public required Guid Id { get; init; }
    public required Guid ConversationId { get; init; }
    public required long Sequence { get; init; }
    public required OutboxState State { get; init; }

    /// <summary>Times it was leased. Counted when the lease begins, so that a message that kills the sender is found out.</summary>
    public required int Attempts { get; init; }

    /// <summary>Nobody touches it before: the end of a lease, or the pause before the next try.</summary>
    public required DateTimeOffset NextAt { get; init; }
    public required DateTimeOffset At { get; init; }

    /// <summary>Why the last try failed; no personal data.</summary>
    public string? Error { get; init; }

    /// <summary>The process that took it last (<see cref="LeaseHolder"/>). Null: nobody did, or it is promised to an exchange that comes again on its own.</summary>
    public string? Holder { get; init; }
}

internal sealed class OutboxConfiguration : IEntityTypeConfiguration<OutboxRow>
{
    public void Configure(EntityTypeBuilder<OutboxRow> builder)
    {
        builder.ToTable("outbox");
        builder.Property(o => o.Id).ValueGeneratedNever();
        builder.HasIndex(o => new { o.ConversationId, o.Sequence }).IsUnique();
        builder.HasIndex(o => new { o.State, o.NextAt });
        builder.HasOne<TurnRow>().WithOne().HasForeignKey<OutboxRow>(o => new { o.ConversationId, o.Sequence }).OnDelete(DeleteBehavior.Restrict);
    }
}
