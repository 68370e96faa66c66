using System.Collections.Concurrent;
using StationBot.Channels.Sending;

namespace StationBot.Channels.WeCom;

/// <summary>
/// Lines to staff whose sending had no answer of the platform's own: they may have been read. They come again with a mark, at growing pauses, and after a few
/// times count as told, or a proxy that spoils every answer would have the same line said all day. In memory: after a restart better once more than not at all.
/// </summary>
internal sealed class UnclearLines(ChannelWords words, TimeProvider time)
{
    private static readonly TimeSpan[] Pauses = [TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(15)];
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(1);
    private readonly ConcurrentDictionary<(string To, string Line), (int Times, DateTimeOffset At)> _lines = [];

    /// <summary>What stands before a line that may have been read.</summary>
    public string Mark => words[ChannelWords.Again];

    /// <param name="to">Whoever is told, by a name that stays.</param>
    public bool MayBeKnown(string to, string line) => _lines.ContainsKey((to, line));

    /// <summary>False: it may have been read a moment ago, and comes again later.</summary>
    public bool IsDue(string to, string line) => !_lines.TryGetValue((to, line), out var known) || time.GetUtcNow() - known.At >= Pauses[known.Times - 1];

    /// <param name="why">Null: it was sent.</param>
    /// <returns>Whether it counts as told.</returns>
    public bool Sent(string to, string line, SendFailure? why)
    {
        if (why?.MayHaveArrived() == false)
        {
            return false;
        }
        var now = time.GetUtcNow();
        foreach (var (old, _) in _lines.Where(l => now - l.Value.At > Remembered))
        {
            _lines.TryRemove(old, out _);
        }
        if (why is not null && _lines.AddOrUpdate((to, line), (1, now), (_, known) => (known.Times + 1, now)).Times <= Pauses.Length)
        {
            return false;
        }
        _lines.TryRemove((to, line), out _);
        return true;
    }
}
