using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using StationBot.Store.Databases;
using StationBot.Store.Outbox;
using StationBot.Store.Writing;

namespace StationBot.Store;

/// <summary>Whether the store can do its work, for health checks.</summary>
public sealed class StoreProbe
{
    private readonly Database _database;
    private readonly GroupWriter _writer;
    private readonly StoreOptions _options;
    private readonly TimeProvider _time;

    internal StoreProbe(Database database, GroupWriter writer, StoreOptions options, TimeProvider time) =>
        (_database, _writer, _options, _time) = (database, writer, options, time);

    /// <summary>What is wrong, one sentence each, for operators; empty when all is well.</summary>
    public async Task<IReadOnlyList<string>> ProblemsAsync(CancellationToken cancellationToken)
    {
        List<string> problems = [];
        try
        {
            if (await _database.HasPendingAsync(cancellationToken))
            {
                return ["The database has pending migrations."];
            }
            await CheckOutboxAsync(problems, cancellationToken);
        }
        catch (Exception failure) when (failure is DbException or InvalidOperationException)
        {
            return [$"The database does not answer: {failure.Message}"];
        }
        try
        {
            // The way every turn takes: the one writer is alive and gets a transaction that may write.
            await _writer.RunAsync(_ => true, null, cancellationToken);
            CheckFolder(problems);
        }
        catch (Exception failure) when (failure is DbException or InvalidOperationException or ObjectDisposedException)
        {
            problems.Add($"The database cannot be written: {failure.Message}");
        }
        return problems;
    }

    private async Task CheckOutboxAsync(List<string> problems, CancellationToken cancellationToken)
    {
        await using var db = _database.Open();
        var before = _time.GetUtcNow() - _options.OutboxBacklogLimit;
        // Only what nobody has looked after: what a platform refuses waits for its next try, and what comes behind it waits with it.
        var late = await db.Outbox.CountAsync(
            o => o.State == OutboxState.Waiting && o.At < before && o.NextAt < before
                && !db.Outbox.Any(e => e.ConversationId == o.ConversationId && e.State == OutboxState.Waiting && e.Sequence < o.Sequence),
            cancellationToken);
        if (late > 0)
        {
            problems.Add($"{late} replies wait in the outbox and nobody has tried to send them for more than {_options.OutboxBacklogLimit}.");
        }
    }

    private void CheckFolder(List<string> problems)
    {
        try
        {
            Directory.CreateDirectory(_options.DataFolder);
            File.WriteAllBytes(Path.Combine(_options.DataFolder, ".writable"), new byte[4096]);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            problems.Add($"The data folder cannot be written: {failure.Message}");
        }
    }
}
