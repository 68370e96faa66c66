using Microsoft.EntityFrameworkCore;
using StationBot.Handling.Cases;
using StationBot.Handling.Loop;
using StationBot.Handling.Messages;
using StationBot.Handling.Suggestions;
using StationBot.Store.Cases;
using StationBot.Store.Channels;
using StationBot.Store.Conversations;
using StationBot.Store.Imports;
using StationBot.Store.Outbox;
using StationBot.Store.Residents;

namespace StationBot.Store;

/// <summary>The one store, for readers: LINQ projections, <c>AsNoTracking</c>, with a limit. What turns write goes through their ports.</summary>
public abstract class StationDb(DbContextOptions options) : DbContext(options)
{
    public DbSet<ResidentRow> Residents => Set<ResidentRow>();
    public DbSet<ConversationRow> Conversations => Set<ConversationRow>();
    public DbSet<TurnRow> Turns => Set<TurnRow>();
    public DbSet<Case> Cases => Set<Case>();
    public DbSet<CaseEvent> CaseEvents => Set<CaseEvent>();
    public DbSet<ContactRow> ResidentContacts => Set<ContactRow>();
    public DbSet<FlagRaised> Flags => Set<FlagRaised>();
    public DbSet<TriageItem> TriageItems => Set<TriageItem>();
    public DbSet<OutboxRow> Outbox => Set<OutboxRow>();
    public DbSet<ArrivalRow> Arrivals => Set<ArrivalRow>();
    public DbSet<ChannelFactRow> ChannelFacts => Set<ChannelFactRow>();
    public DbSet<ChannelLogEntry> ChannelLog => Set<ChannelLogEntry>();
    public DbSet<ResidentNotice> ResidentNotices => Set<ResidentNotice>();
    public DbSet<StaffNotice> StaffNotices => Set<StaffNotice>();
    public DbSet<NudgeClaim> NudgeClaims => Set<NudgeClaim>();
    public DbSet<HandledRequest> HandledRequests => Set<HandledRequest>();
    public DbSet<RefusedStep> RefusedSteps => Set<RefusedStep>();
    public DbSet<ApiToken> ApiTokens => Set<ApiToken>();
    public DbSet<ExternalTicket> ExternalTickets => Set<ExternalTicket>();
    public DbSet<WebhookDelivery> WebhookDeliveries => Set<WebhookDelivery>();
    public DbSet<DeputySuggestion> Suggestions => Set<DeputySuggestion>();
    public DbSet<SuggestionEvent> SuggestionEvents => Set<SuggestionEvent>();
    public DbSet<ImportRow> Imports => Set<ImportRow>();

    /// <exception cref="InvalidOperationException">A case event would be changed or removed: the log only grows.</exception>
    public override int SaveChanges(bool acceptAllChangesOnSuccess)
    {
        KeepEvents();
        return base.SaveChanges(acceptAllChangesOnSuccess);
    }

    /// <inheritdoc cref="SaveChanges(bool)"/>
    public override Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        KeepEvents();
        return base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.ApplyConfigurationsFromAssembly(typeof(StationDb).Assembly);

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<Enum>().HaveConversion<string>();
        configurationBuilder.Properties<CaseId>().HaveConversion<CaseIdConverter>();
        configurationBuilder.Properties<CaseNo>().HaveConversion<CaseNoConverter>();
    }

    private void KeepEvents()
    {
        if (ChangeTracker.Entries().Any(e => e is { Entity: CaseEvent or SuggestionEvent, State: EntityState.Modified or EntityState.Deleted }))
        {
            throw new InvalidOperationException("The log of a case is append-only.");
        }
    }
}

public sealed class SqliteStationDb(DbContextOptions<SqliteStationDb> options) : StationDb(options)
{
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UnixMillisecondsConverter>();
    }
}

public sealed class PostgresStationDb(DbContextOptions<PostgresStationDb> options) : StationDb(options)
{
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcConverter>();
    }
}
