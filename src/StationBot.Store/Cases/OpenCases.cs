using Microsoft.EntityFrameworkCore;
using StationBot.Handling.Cases;
using StationBot.Store.Databases;

namespace StationBot.Store.Cases;

/// <summary>Who follows which open case, in memory: exact for what this process saves, and read again now and then for what others save.</summary>
internal sealed class OpenCases(Database database, TimeProvider time)
{
    private static readonly TimeSpan Trusted = TimeSpan.FromSeconds(30);
    private static readonly CaseStatus[] Open = [.. Enum.GetValues<CaseStatus>().Where(s => s.IsOpen())];
    private readonly Lock _lock = new();
    private Dictionary<CaseId, string>? _deputies;
    private IReadOnlyDictionary<string, int>? _counts;
    private DateTimeOffset _readAt;

    public async ValueTask<IReadOnlyDictionary<string, int>> PerDeputyAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        lock (_lock)
        {
            if (_deputies is not null && now - _readAt < Trusted)
            {
                return Counts(_deputies);
            }
        }
        await using var db = database.Open();
        var open = await db.Cases.AsNoTracking().Where(c => Open.Contains(c.Status) && c.Deputy != null)
            .Select(c => new { c.Id, c.Deputy }).ToDictionaryAsync(c => c.Id, c => c.Deputy!, cancellationToken);
        lock (_lock)
        {
            (_deputies, _counts, _readAt) = (open, null, now);
            return Counts(open);
        }
    }

    public void Note(Case saved)
    {
        lock (_lock)
        {
            if (_deputies is null)
            {
                return;
            }
            if (saved.Status.IsOpen() && saved.Deputy is { } deputy)
            {
                _deputies[saved.Id] = deputy;
            }
            else
            {
                _deputies.Remove(saved.Id);
            }
            _counts = null;
        }
    }

    private IReadOnlyDictionary<string, int> Counts(Dictionary<CaseId, string> deputies) =>
        _counts ??= deputies.Values.CountBy(d => d, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
}
