namespace StationBot.Platform.Calls;

/// <summary>Faults asked for by tests, by path such as <c>/cgi-bin/message/custom/send</c>.</summary>
public sealed class Faults
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Queue<Fault>> _next = [];
    private readonly Dictionary<string, Fault> _always = [];

    /// <summary>The next calls of this path meet this fault; asked for twice, they queue up.</summary>
    public void Next(string path, Fault fault, int times = 1)
    {
        lock (_gate)
        {
            var queue = _next.TryGetValue(path, out var there) ? there : _next[path] = new Queue<Fault>();
            for (var i = 0; i < times; i++)
            {
                queue.Enqueue(fault);
            }
        }
    }

    /// <summary>Every call of this path meets this fault, once those of <see cref="Next"/> are through.</summary>
    public void Always(string path, Fault fault)
    {
        lock (_gate)
        {
            _always[path] = fault;
        }
    }

    /// <summary>The path works again; all of them when none is named.</summary>
    public void Clear(string? path = null)
    {
        lock (_gate)
        {
            foreach (var key in _next.Keys.Union(_always.Keys).Where(k => path is null || k == path).ToArray())
            {
                _next.Remove(key);
                _always.Remove(key);
            }
        }
    }

    internal Fault? Take(string path)
    {
        lock (_gate)
        {
            return _next.TryGetValue(path, out var queue) && queue.TryDequeue(out var fault) ? fault : _always.GetValueOrDefault(path);
        }
    }
}
