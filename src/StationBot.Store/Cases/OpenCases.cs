using Microsoft.EntityFrameworkCore;
using StationBot.Handling.Cases;
using StationBot.Store.Databases;

namespace StationBot.Store.Cases;

/// <summary>
/// How many open cases each deputy follows. Read again now and then; in between, what this process opens and ends is counted as it is saved, and a
/// change of deputy or another process's cases show with the next reading.
/// </summary>
internal sealed class OpenCases(Database database, TimeProvider time)
{
    private static readonly TimeSpan Trusted = TimeSpan.FromSeconds(30);
    private static readonly CaseStatus[] Open = [.. Enum.GetValues<CaseStatus>().Where(s => s.IsOpen())];
    private readonly Lock _lock = new();
    private Dictionary<string, int>? _counts;
    private DateTimeOffset _readAt;

    /// <returns>A copy, by the deputy's code.</returns>
    public async ValueTask<IReadOnlyDictionary<string, int>> PerDeputyAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        lock (_lock)
        {
            if (_counts is not null && now - _readAt < Trusted)
            {
                return new Dictionary<string, int>(_counts, StringComparer.Ordinal);
            }
        }
        await using var db = database.Open();
        var counts = await db.Cases.AsNoTracking().Where(c => c.Deputy != null && Open.Contains(c.Status))
            .GroupBy(c => c.Deputy!).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, StringComparer.Ordinal, cancellationToken);
        lock (_lock)
        {
            (_counts, _readAt) = (counts, now);
            return new Dictionary<string, int>(counts, StringComparer.Ordinal);
        }
    }

    /// <summary>A case is on the disk, its steps not yet marked as committed.</summary>
    public void Note(CaseUnit saved)
    {
        var (one, steps) = (saved.Case, saved.Case.Uncommitted);
        var change = (one.Status.IsOpen() ? 1 : 0) - (!saved.IsNew && (steps is [var first, ..] ? first.From : one.Status).IsOpen() ? 1 : 0);
        lock (_lock)
        {
            if (change != 0 && one.Deputy is { } deputy && _counts is not null)
            {
                _counts[deputy] = Math.Max(0, _counts.GetValueOrDefault(deputy) + change);
            }
        }
    }
}
