using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using StationBot.Handling.Messages;

namespace StationBot.Store.Conversations;

/// <summary>A <see cref="TurnMessage"/> at rest: one line of a conversation's log.</summary>
public sealed class TurnRow
{
    public required Guid ConversationId { get; init; }
    public required long Sequence { get; init; }
    public required Guid Id { get; init; }
    public required MessageDirection Direction { get; init; }
    public string? InboxKey { get; init; }
    public string? ActivityId { get; init; }
    public required string Type { get; init; }
    public string? Text { get; init; }
    public required string Raw { get; init; }
    public required DateTimeOffset At { get; init; }
    public required Delivery Delivery { get; init; }
    public string? AnswersKey { get; init; }

    internal static TurnRow From(Guid conversationId, TurnMessage message) => new()
    {
        ConversationId = conversationId,
        Sequence = message.Sequence,
        Id = message.Id,
        Direction = message.Direction,
        InboxKey = message.InboxKey,
        ActivityId = message.ActivityId,
        Type = message.Type,
        Text = message.Text,
        Raw = message.Raw,
        At = message.At,
        Delivery = message.Delivery,
        AnswersKey = message.AnswersKey,
    };

    internal TurnMessage ToMessage() => new()
    {
        Id = Id,
        Sequence = Sequence,
        Direction = Direction,
        InboxKey = InboxKey,
        ActivityId = ActivityId,
        Type = Type,
        Text = Text,
        Raw = Raw,
        At = At,
        Delivery = Delivery,
        AnswersKey = AnswersKey,
    };
}

internal sealed class TurnConfiguration : IEntityTypeConfiguration<TurnRow>
{
    public void Configure(EntityTypeBuilder<TurnRow> builder)
    {
        builder.ToTable("turns");
        // The log is always read by conversation and in order; a key of its own for the message's id would only cost every turn an index.
        builder.HasKey(t => new { t.ConversationId, t.Sequence });
        builder.Property(t => t.Sequence).ValueGeneratedNever();
        builder.HasIndex(t => new { t.ConversationId, t.InboxKey }).IsUnique().HasFilter("\"InboxKey\" IS NOT NULL");
        builder.HasOne<ConversationRow>().WithMany().HasForeignKey(t => t.ConversationId).OnDelete(DeleteBehavior.Restrict);
    }
}
