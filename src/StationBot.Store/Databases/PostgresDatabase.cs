using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Npgsql;

namespace StationBot.Store.Databases;

internal sealed class PostgresDatabase : Database
{
    private readonly string _connection;
    private readonly PooledDbContextFactory<PostgresStationDb> _contexts;

    /// <exception cref="ArgumentException">There is no connection string, or it is malformed.</exception>
    public PostgresDatabase(StoreOptions options)
    {
        var connection = new NpgsqlConnectionStringBuilder(
            options.ConnectionString ?? throw new ArgumentException("PostgreSQL needs a connection string (StationBot:Store:ConnectionString)."));
        if (connection.MaxAutoPrepare == 0)
        {
            connection.MaxAutoPrepare = 50;
        }
        _connection = connection.ConnectionString;
        _contexts = new(new DbContextOptionsBuilder<PostgresStationDb>().UseNpgsql(_connection).EnableThreadSafetyChecks(false).Options);
    }

    /// <summary>Any number nobody else of this database uses: "station" in ASCII.</summary>
    private const long MigrationLock = 0x73746174696F6E;

    public override StationDb Open() => _contexts.CreateDbContext();

    // Npgsql pools the connections and keeps their statements prepared.
    public override async Task<T> ReadAsync<T>(Func<StationDb, Task<T>> read)
    {
        await using var db = Open();
        return await read(db);
    }

    public override StationDb Over(DbConnection connection) =>
        new PostgresStationDb(new DbContextOptionsBuilder<PostgresStationDb>().UseNpgsql(connection).Options);

    public override DbConnection Connect()
    {
        var connection = new NpgsqlConnection(_connection);
        connection.Open();
        return connection;
    }

    public override bool IsConflict(DbException failure) =>
        failure.SqlState is PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure;

    // EF's own lock ends with each migration's transaction, and who waited for it goes on with the list read before: with two pending, replicas that
    // start together would run the second one twice. This lock spans them all, and dies with its connection.
    public override async Task MigrateAsync(CancellationToken cancellationToken)
    {
        await using var db = Open();
        if (!(await db.Database.GetPendingMigrationsAsync(cancellationToken)).Any())
        {
            return;
        }
        await using var holder = new NpgsqlConnection(_connection);
        await holder.OpenAsync(cancellationToken);
        await RunAsync($"SELECT pg_advisory_lock({MigrationLock})", cancellationToken);
        try
        {
            await db.Database.MigrateAsync(cancellationToken);
        }
        finally
        {
            await RunAsync($"SELECT pg_advisory_unlock({MigrationLock})", CancellationToken.None);
        }

        async Task RunAsync(string sql, CancellationToken token)
        {
            await using var command = new NpgsqlCommand(sql, holder) { CommandTimeout = 0 };
            await command.ExecuteNonQueryAsync(token);
        }
    }

    public override void Dispose()
    {
        using var connection = new NpgsqlConnection(_connection);
        NpgsqlConnection.ClearPool(connection);
    }
}
