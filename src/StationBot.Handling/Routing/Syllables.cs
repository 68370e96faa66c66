using System.Collections.Frozen;

namespace StationBot.Handling.Routing;

/// <summary>How characters are read, so that 「新湖中雪」 can be heard as 新湖中学. Table: syllables.txt, all of GB 2312.</summary>
internal static class Syllables
{
    private static readonly FrozenDictionary<char, Reading[]> Readings = Load();
    private static readonly ILookup<string, char> Characters =
        Readings.SelectMany(p => p.Value, (p, r) => (r.Syllable, p.Key)).ToLookup(p => p.Syllable, p => p.Key);

    /// <summary>True when two characters can be read alike; a character is always read like itself.</summary>
    /// <param name="toned">Also the same tone: 弯 and 湾, but not 雪 and 学.</param>
    public static bool Alike(char a, char b, bool toned)
    {
        if (a == b)
        {
            return true;
        }
        if (!Readings.TryGetValue(a, out var left) || !Readings.TryGetValue(b, out var right))
        {
            return false;
        }
        foreach (var one in left)
        {
            foreach (var other in right)
            {
                if (one.Syllable == other.Syllable && (!toned || one.Tone == other.Tone))
                {
                    return true;
                }
            }
        }
        return false;
    }

    /// <summary>Every character that may be read like this one, whatever the tone, itself among them.</summary>
    public static IEnumerable<char> ReadLike(char c) =>
        Readings.TryGetValue(c, out var readings)
            ? readings.SelectMany(r => Characters[r.Syllable]).Append(c).Distinct()
            : [c];

    private static FrozenDictionary<char, Reading[]> Load()
    {
        using var stream = typeof(Syllables).Assembly.GetManifestResourceStream("syllables.txt")
            ?? throw new InvalidOperationException("syllables.txt is not embedded.");
        using var reader = new StreamReader(stream);
        var found = new Dictionary<char, List<Reading>>();
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('#') || line.Split(' ') is not [var key, var characters])
            {
                continue;
            }
            var reading = char.IsAsciiDigit(key[^1]) ? new Reading(string.Intern(key[..^1]), key[^1]) : new Reading(string.Intern(key), '5');
            foreach (var c in characters)
            {
                (found.TryGetValue(c, out var list) ? list : found[c] = []).Add(reading);
            }
        }
        return found.ToFrozenDictionary(p => p.Key, p => p.Value.ToArray());
    }

    private readonly record struct Reading(string Syllable, char Tone);
}
