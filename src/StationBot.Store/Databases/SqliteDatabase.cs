using System.Collections.Concurrent;
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
    private readonly DbContextOptions<SqliteStationDb> _options;
    private readonly PooledDbContextFactory<SqliteStationDb> _contexts;
    private readonly ConcurrentBag<SqliteStationDb> _readers = [];
    private volatile bool _disposed;

    public SqliteDatabase(StoreOptions options)
    {
        _connection = new SqliteConnectionStringBuilder(options.ConnectionString ?? "");
        if (_connection.DataSource.Length == 0)
        {
            _connection.DataSource = Path.Combine(options.DataFolder, "stationbot.db");
        }
        _options = new DbContextOptionsBuilder<SqliteStationDb>()
            .UseSqlite(_connection.ConnectionString).AddInterceptors(new Pragmas()).EnableThreadSafetyChecks(false).Options;
        _contexts = new(_options);
    }

    public override StationDb Open() => _contexts.CreateDbContext();

    // Whenever a connection is opened, pooled or not, EF registers its functions and the pragmas run, for a read that takes microseconds. So these
    // contexts keep theirs open. No transaction is left on them, and therefore no old snapshot that a checkpoint would have to spare.
    public override async Task<T> ReadAsync<T>(Func<StationDb, Task<T>> read)
    {
        var isOpen = _readers.TryTake(out var db);
        db ??= new SqliteStationDb(_options);
        try
        {
            if (!isOpen)
            {
                await db.Database.OpenConnectionAsync();
            }
            var result = await read(db);
            if (!_disposed)
            {
                _readers.Add(db);
                db = null;
            }
            return result;
        }
        finally
        {
            db?.Dispose();
        }
    }

    public override StationDb Over(DbConnection connection) =>
        new SqliteStationDb(new DbContextOptionsBuilder<SqliteStationDb>().UseSqlite(connection).Options);

    public override DbConnection Connect()
    {
        var connection = new SqliteConnection(_connection.ConnectionString);
        connection.Open();
        Pragmas.ApplyToWriter(connection);
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

    // The log still holds the pages as they were before, words and all. TRUNCATE waits for readers, whose snapshots live for milliseconds; should one
    // last longer than busy_timeout, the pages are overwritten with the log's next round.
    public override async Task ScrubAsync(CancellationToken cancellationToken)
    {
        await using var db = Open();
        await db.Database.ExecuteSqlRawAsync("PRAGMA wal_checkpoint(TRUNCATE)", cancellationToken);
    }

    public override void Dispose()
    {
        _disposed = true;
        while (_readers.TryTake(out var db))
        {
            db.Dispose();
        }
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
        // secure_delete: what is deleted or overwritten is zeroed, or erased words would lie in free pages for years. wechat.md §20.
        private const string All = "PRAGMA foreign_keys=ON; PRAGMA synchronous=FULL; PRAGMA busy_timeout=10000; PRAGMA secure_delete=ON";

        // A checkpoint holds up the commit that it follows. In pages: 16 MB of log instead of SQLite's 4, so that it comes less often and
        // finds more of its pages written twice.
        public static void ApplyToWriter(DbConnection connection) => Execute(connection, All + "; PRAGMA wal_autocheckpoint=4000");

        public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) => Execute(connection, All);

        public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            Execute(connection, All);
            return Task.CompletedTask;
        }

        private static void Execute(DbConnection connection, string pragmas)
        {
            using var command = connection.CreateCommand();
            command.CommandText = pragmas;
            command.ExecuteNonQuery();
        }
    }
}
