using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace StationBot.Store.Databases;

internal sealed class SqliteDatabase : Database
{
    private const int UniqueKey = 2067;
    private const int PrimaryKey = 1555;
    private readonly SqliteConnectionStringBuilder _connection;
    private readonly PooledDbContextFactory<SqliteStationDb> _contexts;

    public SqliteDatabase(StoreOptions options)
    {
        _connection = new SqliteConnectionStringBuilder(options.ConnectionString ?? "");
        if (_connection.DataSource.Length == 0)
        {
            _connection.DataSource = Path.Combine(options.DataFolder, "stationbot.db");
        }
        _contexts = new(new DbContextOptionsBuilder<SqliteStationDb>()
            .UseSqlite(_connection.ConnectionString).AddInterceptors(new Pragmas()).EnableThreadSafetyChecks(false).Options);
    }

    public override StationDb Open() => _contexts.CreateDbContext();

    public override StationDb Over(DbConnection connection) =>
        new SqliteStationDb(new DbContextOptionsBuilder<SqliteStationDb>().UseSqlite(connection).Options);

    public override DbConnection Connect()
    {
        var connection = new SqliteConnection(_connection.ConnectionString);
        connection.Open();
        Pragmas.Apply(connection);
        return connection;
    }

    public override bool IsConflict(DbException failure) => failure is SqliteException { SqliteExtendedErrorCode: UniqueKey or PrimaryKey };

    public override async Task MigrateAsync(CancellationToken cancellationToken)
    {
        var file = Path.GetFullPath(_connection.DataSource);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        // EF guards migrations by a row, which outlives a process that was killed; every later start would wait for it for ever. The
        // system takes this lock away with its process, so whoever holds it knows that a row found is nobody's. style.md §9.
        await using var guard = await LockAsync(file + ".migrating", cancellationToken);
        await using var db = Open();
        if (!File.Exists(file) || (await db.Database.GetPendingMigrationsAsync(cancellationToken)).Any())
        {
            await DropStaleLockAsync(db, cancellationToken);
            await db.Database.MigrateAsync(cancellationToken);
        }
        // EF switches this on for a file that it creates; a file may also have come from a backup.
        await db.Database.ExecuteSqlRawAsync("PRAGMA journal_mode=WAL", cancellationToken);
    }

    public override void Dispose()
    {
        using var connection = new SqliteConnection(_connection.ConnectionString);
        SqliteConnection.ClearPool(connection);
    }

    private static async Task<FileStream> LockAsync(string path, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return new FileStream(path, new FileStreamOptions
                {
                    Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None, Options = FileOptions.DeleteOnClose,
                });
            }
            catch (IOException) when (File.Exists(path))
            {
                await Task.Delay(50, cancellationToken);
            }
        }
    }

    private static async Task DropStaleLockAsync(StationDb db, CancellationToken cancellationToken)
    {
        if (await db.Database.SqlQueryRaw<int>("SELECT count(*) AS \"Value\" FROM sqlite_master WHERE name = '__EFMigrationsLock'").SingleAsync(cancellationToken) > 0)
        {
            await db.Database.ExecuteSqlRawAsync("DELETE FROM \"__EFMigrationsLock\"", cancellationToken);
        }
    }

    private sealed class Pragmas : DbConnectionInterceptor
    {
        public static void Apply(DbConnection connection)
        {
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA foreign_keys=ON; PRAGMA synchronous=FULL; PRAGMA busy_timeout=10000";
            command.ExecuteNonQuery();
        }

        public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) => Apply(connection);

        public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            Apply(connection);
            return Task.CompletedTask;
        }
    }
}
