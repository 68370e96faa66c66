namespace StationBot.Platform.WeCom;

/// <summary>So many in a sliding span of time, for several spans at once.</summary>
internal sealed class RateLimit(TimeProvider time, params (int Most, TimeSpan Within)[] rules)
{
    private readonly Lock _gate = new();
    private readonly List<DateTimeOffset> _taken = [];

    public bool Take()
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            _taken.RemoveAll(t => rules.All(r => now - t >= r.Within));
            if (rules.Any(r => _taken.Count(t => now - t < r.Within) >= r.Most))
            {
                return false;
            }
            _taken.Add(now);
            return true;
        }
    }
}
