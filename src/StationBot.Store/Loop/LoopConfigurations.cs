using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using StationBot.Handling.Cases;
using StationBot.Handling.Loop;
using StationBot.Store.Conversations;

namespace StationBot.Store.Loop;

internal sealed class ResidentNoticeConfiguration : IEntityTypeConfiguration<ResidentNotice>
{
    public void Configure(EntityTypeBuilder<ResidentNotice> builder)
    {
        builder.ToTable("resident_notices");
        builder.Property(n => n.Id).ValueGeneratedNever();
        builder.HasOne<Case>().WithMany().HasForeignKey(n => n.CaseId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<ConversationRow>().WithMany().HasForeignKey(n => n.ConversationId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(n => n.At);
    }
}

internal sealed class StaffNoticeConfiguration : IEntityTypeConfiguration<StaffNotice>
{
    public void Configure(EntityTypeBuilder<StaffNotice> builder)
    {
        builder.ToTable("staff_notices");
        builder.Property(n => n.Id).ValueGeneratedNever();
        builder.HasOne<Case>().WithMany().HasForeignKey(n => n.CaseId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(n => new { n.Role, n.Unit, n.ReadAt, n.At });
        builder.HasIndex(n => n.TellAt);
    }
}

internal sealed class NudgeClaimConfiguration : IEntityTypeConfiguration<NudgeClaim>
{
    public void Configure(EntityTypeBuilder<NudgeClaim> builder)
    {
        builder.ToTable("nudge_claims");
        builder.HasKey(c => c.Key);
        builder.HasOne<Case>().WithMany().HasForeignKey(c => c.CaseId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class HandledRequestConfiguration : IEntityTypeConfiguration<HandledRequest>
{
    public void Configure(EntityTypeBuilder<HandledRequest> builder)
    {
        builder.ToTable("handled_requests");
        builder.HasKey(r => r.Key);
        builder.HasIndex(r => r.At);
    }
}

internal sealed class RefusedStepConfiguration : IEntityTypeConfiguration<RefusedStep>
{
    public void Configure(EntityTypeBuilder<RefusedStep> builder)
    {
        builder.ToTable("refused_steps");
        builder.Property(r => r.Id).ValueGeneratedNever();
        builder.HasIndex(r => r.At);
    }
}

internal sealed class ApiTokenConfiguration : IEntityTypeConfiguration<ApiToken>
{
    public void Configure(EntityTypeBuilder<ApiToken> builder)
    {
        builder.ToTable("api_tokens");
        builder.Property(t => t.Id).ValueGeneratedNever();
        builder.HasIndex(t => t.Hash).IsUnique();
    }
}

internal sealed class ExternalTicketConfiguration : IEntityTypeConfiguration<ExternalTicket>
{
    public void Configure(EntityTypeBuilder<ExternalTicket> builder)
    {
        builder.ToTable("external_tickets");
        builder.HasKey(t => new { t.System, t.Number });
        builder.HasOne<Case>().WithMany().HasForeignKey(t => t.CaseId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class WebhookDeliveryConfiguration : IEntityTypeConfiguration<WebhookDelivery>
{
    public void Configure(EntityTypeBuilder<WebhookDelivery> builder)
    {
        builder.ToTable("webhook_deliveries");
        builder.Property(d => d.Id).ValueGeneratedNever();
        builder.HasIndex(d => d.NextAt);
    }
}
