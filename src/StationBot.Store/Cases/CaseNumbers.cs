using System.Globalization;
using Microsoft.EntityFrameworkCore;
using StationBot.Handling.Cases;
using StationBot.Store.Databases;

namespace StationBot.Store.Cases;

/// <summary>Counts case numbers in memory, from the highest in the database; the unique index decides when two processes count.</summary>
internal sealed class CaseNumbers(Database database)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _last = [];
    private readonly HashSet<string> _certain = [];

    public async ValueTask<CaseNo> NextAsync(string area, DateOnly day, CancellationToken cancellationToken)
    {
        var prefix = CaseNo.Of(area, day, 0).Value[..^4];
        bool certain;
        lock (_lock)
        {
            certain = _certain.Contains(prefix);
        }
        var stored = certain ? 0 : await HighestAsync(prefix, cancellationToken);
        lock (_lock)
        {
            _certain.Add(prefix);
            var next = Math.Max(stored, _last.GetValueOrDefault(prefix)) + 1;
            _last[prefix] = next;
            return CaseNo.Of(area, day, next);
        }
    }

    /// <summary>Looks into the database again before the next number. The count itself never goes back: numbers may be on their way.</summary>
    public void Doubt()
    {
        lock (_lock)
        {
            _certain.Clear();
        }
    }

    private async Task<int> HighestAsync(string prefix, CancellationToken cancellationToken)
    {
        await using var db = database.Open();
        // Longer is higher: after 9999 comes 10000.
        var highest = await db.Database.SqlQuery<string>(
            $"SELECT \"Number\" AS \"Value\" FROM cases WHERE \"Number\" LIKE {prefix + "%"} ORDER BY length(\"Number\") DESC, \"Number\" DESC LIMIT 1").ToListAsync(cancellationToken);
        return highest is [var number] && int.TryParse(number.AsSpan(prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : 0;
    }
}
