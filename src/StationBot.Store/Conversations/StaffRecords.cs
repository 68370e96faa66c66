using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using StationBot.Handling.Messages;

namespace StationBot.Store.Conversations;

internal sealed class FlagConfiguration : IEntityTypeConfiguration<FlagRaised>
{
    public void Configure(EntityTypeBuilder<FlagRaised> builder)
    {
        builder.ToTable("flags");
        builder.Property(f => f.Id).ValueGeneratedNever();
        builder.HasOne<ConversationRow>().WithMany().HasForeignKey(f => f.ConversationId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(f => f.At);
    }
}

internal sealed class TriageConfiguration : IEntityTypeConfiguration<TriageItem>
{
    public void Configure(EntityTypeBuilder<TriageItem> builder)
    {
        builder.ToTable("triage_items");
        builder.Property(t => t.Id).ValueGeneratedNever();
        builder.HasOne<ConversationRow>().WithMany().HasForeignKey(t => t.ConversationId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(t => t.DueAt);
    }
}
