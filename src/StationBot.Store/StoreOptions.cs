using System.ComponentModel.DataAnnotations;

namespace StationBot.Store;

public enum StoreProvider { Sqlite, Postgres }

/// <summary>Where the one store is. The defaults give SQLite in <c>./data</c>.</summary>
public sealed class StoreOptions
{
    public StoreProvider Provider { get; set; } = StoreProvider.Sqlite;

    /// <summary>Needed for PostgreSQL. For SQLite it is <c>stationbot.db</c> in <see cref="DataFolder"/> unless given.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>Holds the SQLite file and, when no secret is configured, <c>identity.key</c>. Created when missing.</summary>
    [Required]
    public string DataFolder { get; set; } = "data";

    /// <summary>
    /// 32 bytes in base64: identities are hashed and addresses and phone numbers encrypted with keys drawn from it. Null: it is made once and
    /// kept in <c>identity.key</c>. Whoever loses it loses the way back to residents; whoever changes it meets every resident anew.
    /// </summary>
    public string? IdentitySecret { get; set; }

    /// <summary>Conversations kept in memory, so that a turn need not read them.</summary>
    [Range(16, 10_000_000)]
    public int CachedConversations { get; set; } = 4_000;

    /// <summary>Most units that share one disk write.</summary>
    [Range(1, 10_000)]
    public int GroupSize { get; set; } = 256;

    /// <summary>How long migrations may take before the start is given up.</summary>
    public TimeSpan MigrationLimit { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Undelivered replies older than this make the store unhealthy.</summary>
    public TimeSpan OutboxBacklogLimit { get; set; } = TimeSpan.FromMinutes(5);
}
