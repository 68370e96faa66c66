using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using StationBot.Store.Databases;

namespace StationBot.Store.Writing;

/// <summary>Another writer was first: a row has moved on, or a unique key is taken. The unit's work is undone.</summary>
internal sealed class WriteConflictException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>
/// The writer's connection. Units run one after another inside one transaction, each behind a savepoint, so that one that fails takes nothing with
/// it. Rows are queued and sent together: to PostgreSQL in one round trip, to SQLite as statements that stay prepared.
/// </summary>
internal sealed class WriteSession : IDisposable
{
    private readonly Database _database;
    private readonly DbConnection _connection;
    private readonly DbCommand _maker;
    private readonly IModel _model;
    private readonly Dictionary<(Type, RowAction), RowStatement> _statements = [];
    private readonly Dictionary<string, DbCommand> _prepared = [];
    private readonly List<(string Sql, RowStatement? Statement, object? Row, int? Version)> _queue = [];
    private DbTransaction? _transaction;
    private StationDb? _db;

    public WriteSession(Database database)
    {
        _database = database;
        _connection = database.Connect();
        _maker = _connection.CreateCommand();
        using var db = database.Open();
        _model = db.Model;
    }

    /// <summary>EF on this very transaction, for what is rare. Whatever is queued is sent first.</summary>
    public StationDb Db
    {
        get
        {
            Flush();
            if (_db is null)
            {
                _db = _database.Over(_connection);
                _db.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.NoTracking;
                _db.Database.UseTransaction(_transaction);
            }
            return _db;
        }
    }

    public void Insert<T>(T row) where T : class => Queue(row, RowAction.Insert);

    /// <summary>Inserts a row that an earlier unit may have inserted already.</summary>
    public void Ensure<T>(T row) where T : class => Queue(row, RowAction.Ensure);

    public void Put<T>(T row) where T : class => Queue(row, RowAction.Put);

    /// <param name="row">Only its key is looked at; no such row is no error.</param>
    public void Delete<T>(T row) where T : class => Queue(row, RowAction.Delete);

    /// <exception cref="WriteConflictException">From <see cref="Flush"/>: the row has another version, or is gone.</exception>
    public void Update<T>(T row, int expectedVersion) where T : class => Queue(row, RowAction.Update, expectedVersion);

    /// <summary>Sends what is queued.</summary>
    /// <exception cref="WriteConflictException">Another writer was first.</exception>
    public void Flush()
    {
        try
        {
            if (_queue.Count > 0 && _connection.CanCreateBatch)
            {
                SendTogether();
            }
            else
            {
                SendOneByOne();
            }
        }
        catch (DbException failure) when (_database.IsConflict(failure))
        {
            throw new WriteConflictException(failure.Message, failure);
        }
        finally
        {
            _queue.Clear();
        }
    }

    public void Begin() => _transaction = _connection.BeginTransaction();

    public void BeginUnit() => Queue("SAVEPOINT unit");

    public void EndUnit()
    {
        Flush();
        Queue("RELEASE SAVEPOINT unit");
    }

    public void UndoUnit()
    {
        _queue.Clear();
        Queue("ROLLBACK TO SAVEPOINT unit");
        Queue("RELEASE SAVEPOINT unit");
        Flush();
    }

    public void Commit()
    {
        Flush();
        _transaction!.Commit();
        End();
    }

    public void Dispose()
    {
        End();
        foreach (var command in _prepared.Values)
        {
            command.Dispose();
        }
        _maker.Dispose();
        _connection.Dispose();
    }

    private void End()
    {
        _db?.Dispose();
        _db = null;
        _transaction?.Dispose();
        _transaction = null;
    }

    private void Queue(string sql) => _queue.Add((sql, null, null, null));

    private void Queue<T>(T row, RowAction action, int? expectedVersion = null) where T : class
    {
        if (!_statements.TryGetValue((typeof(T), action), out var statement))
        {
            _statements[(typeof(T), action)] = statement = RowStatement.Of(_model, typeof(T), action);
        }
        _queue.Add((statement.Sql, statement, row, expectedVersion));
    }

    private void SendOneByOne()
    {
        foreach (var (sql, statement, row, version) in _queue)
        {
            if (!_prepared.TryGetValue(sql, out var command))
            {
                _prepared[sql] = command = _connection.CreateCommand();
                command.CommandText = sql;
            }
            command.Transaction = _transaction;
            statement?.Bind(command, command.Parameters, row!, version);
            Check(statement, command.ExecuteNonQuery());
        }
    }

    private void SendTogether()
    {
        using var batch = _connection.CreateBatch();
        batch.Transaction = _transaction;
        foreach (var (sql, statement, row, version) in _queue)
        {
            var command = batch.CreateBatchCommand();
            command.CommandText = sql;
            statement?.Bind(_maker, command.Parameters, row!, version);
            batch.BatchCommands.Add(command);
        }
        batch.ExecuteNonQuery();
        for (var i = 0; i < _queue.Count; i++)
        {
            Check(_queue[i].Statement, batch.BatchCommands[i].RecordsAffected);
        }
    }

    private static void Check(RowStatement? statement, int affected)
    {
        if (statement?.Version is not null && affected != 1)
        {
            throw new WriteConflictException("The row has moved on.");
        }
    }
}
