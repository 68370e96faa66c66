using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace StationBot.Store.Residents;

/// <summary>A resident as a channel knows one. The id is drawn at random: with this row gone, nothing leads from content back to a person.</summary>
public sealed class ResidentRow
{
    public required Guid Id { get; init; }
    public required string Channel { get; init; }

    /// <summary>HMAC-SHA256 of channel and channel identity under the station's secret.</summary>
    public required byte[] IdentityHash { get; init; }
    public required DateTimeOffset At { get; init; }
}

internal sealed class ResidentConfiguration : IEntityTypeConfiguration<ResidentRow>
{
    public void Configure(EntityTypeBuilder<ResidentRow> builder)
    {
        builder.ToTable("residents");
        builder.Property(r => r.Id).ValueGeneratedNever();
        builder.HasIndex(r => r.IdentityHash).IsUnique();
    }
}
