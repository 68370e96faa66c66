using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using StationBot.Handling.Cases;
using StationBot.Store.Conversations;
using StationBot.Store.Residents;

namespace StationBot.Store.Cases;

internal sealed class CaseConfiguration : IEntityTypeConfiguration<Case>
{
    public void Configure(EntityTypeBuilder<Case> builder)
    {
        builder.ToTable("cases");
        builder.Property(c => c.Id).ValueGeneratedNever();
        builder.HasIndex(c => c.Number).IsUnique();
        builder.HasOne<ConversationRow>().WithMany().HasForeignKey(c => c.ConversationId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<ResidentRow>().WithMany().HasForeignKey(c => c.ResidentId).OnDelete(DeleteBehavior.Restrict);
        builder.Ignore(c => c.Contact).Ignore(c => c.Uncommitted).Ignore(c => c.Facts);
        builder.Property(c => c.Topics).AsJson();
        builder.Property(c => c.Co).AsJson();
        builder.Property(c => c.Advisors).AsJson();
        builder.Property(c => c.RoutingReasons).AsJson();
        builder.Property(c => c.Slots).AsJson();
        builder.Property(c => c.Flags).AsJson();
        // A case from before the loop kept its state has none until its next step.
        builder.Property(c => c.State).HasConversion(new StateConverter()!);
        // A list goes down the numbers of one desk, deputy, station or status. The day of the answer behind the number spares the look at each row.
        builder.HasIndex(c => new { c.Lead, c.Status, c.Number, c.DueOn });
        builder.HasIndex(c => new { c.Lead, c.Number });
        builder.HasIndex(c => new { c.Deputy, c.Status, c.Number });
        builder.HasIndex(c => new { c.Deputy, c.Number });
        builder.HasIndex(c => new { c.Station, c.Status, c.Number });
        builder.HasIndex(c => new { c.Station, c.Number });
        builder.HasIndex(c => new { c.Status, c.Number, c.DueOn });
        // Few cases are these, and who asks for them asks for no others.
        builder.HasIndex(c => new { c.Warning, c.Number }).HasFilter("\"Warning\" <> 'None'");
        builder.HasIndex(c => new { c.Number, c.SupervisionLevel }).HasFilter("\"SupervisionLevel\" > 0");
        builder.HasIndex(c => new { c.Number, c.Co }).HasFilter("\"Co\" <> '[]'");
        builder.HasIndex(c => c.NextActionAt);
        builder.HasIndex(c => c.OpenedAt);
        builder.HasIndex(c => c.DueOn);
        builder.HasIndex(c => new { c.Community, c.OpenedAt });
        builder.Property(c => c.Version).IsConcurrencyToken();
        builder.Property(c => c.ConversationId).IsFixed();
        builder.Property(c => c.ResidentId).IsFixed();
        builder.Property(c => c.Channel).IsFixed();
        builder.Property(c => c.OpenedAt).IsFixed();
    }
}

internal sealed class StateConverter() : ValueConverter<CaseState, string>(s => CaseState.Write(s), s => CaseState.Read(s));

/// <summary>Append-only: <see cref="StationDb"/> refuses to change an event, and so does a trigger in the database, whoever asks.</summary>
internal sealed class CaseEventConfiguration : IEntityTypeConfiguration<CaseEvent>
{
    public void Configure(EntityTypeBuilder<CaseEvent> builder)
    {
        builder.ToTable("case_events");
        builder.Property(e => e.Id).ValueGeneratedNever();
        builder.HasIndex(e => new { e.CaseId, e.Number }).IsUnique();
        // Few steps call units to the spot, and each of these units lists the cases that it is called to.
        builder.HasIndex(e => e.Action).HasFilter("\"Action\" = 'Whistle'");
        builder.HasOne<Case>().WithMany().HasForeignKey(e => e.CaseId).OnDelete(DeleteBehavior.Restrict);
    }
}

/// <summary>The phone or WeChat id a resident left for one case, apart from the case's content, so that it can go sooner (domain.md §10).</summary>
public sealed class ContactRow
{
    public required CaseId CaseId { get; init; }

    /// <summary>Sealed; bound to the case.</summary>
    public required byte[] Contact { get; init; }
    public required DateTimeOffset At { get; init; }
}

internal sealed class ContactConfiguration : IEntityTypeConfiguration<ContactRow>
{
    public void Configure(EntityTypeBuilder<ContactRow> builder)
    {
        builder.ToTable("resident_contacts");
        builder.HasKey(c => c.CaseId);
        builder.Property(c => c.CaseId).ValueGeneratedNever();
        builder.HasOne<Case>().WithOne().HasForeignKey<ContactRow>(c => c.CaseId).OnDelete(DeleteBehavior.Cascade);
    }
}
