using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace StationBot.Store.Imports;

public enum ImportKind { Area, Matrix, Workdays }

/// <summary>One imported file, word for word. The newest of its kind is in force; older ones are history.</summary>
public sealed class ImportRow
{
    public required Guid Id { get; init; }
    public required ImportKind Kind { get; init; }
    public required string Json { get; init; }

    /// <summary>Lower-case hex of the UTF-8 text.</summary>
    public required string Sha256 { get; init; }
    public required DateTimeOffset At { get; init; }
}

internal sealed class ImportConfiguration : IEntityTypeConfiguration<ImportRow>
{
    public void Configure(EntityTypeBuilder<ImportRow> builder)
    {
        builder.ToTable("imports");
        builder.Property(i => i.Id).ValueGeneratedNever();
        builder.HasIndex(i => new { i.Kind, i.Id });
    }
}
