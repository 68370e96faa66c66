namespace StationBot.Understanding.Offline.Learned;

/// <summary>The runs that a model knows, each with its weight by rarity (idf).</summary>
internal sealed class Vocabulary
{
    private readonly uint[] _keys;
    private readonly float[] _rarity;
    private readonly Dictionary<uint, int> _places;

    private Vocabulary(uint[] keys, float[] rarity)
    {
        (_keys, _rarity) = (keys, rarity);
        _places = new Dictionary<uint, int>(keys.Length);
        for (var i = 0; i < keys.Length; i++)
        {
            _places.TryAdd(keys[i], i);
        }
    }

    public int Count => _keys.Length;

    /// <summary>Learns which runs occur in at least <paramref name="least"/> of the messages.</summary>
    public static Vocabulary Of(IReadOnlyCollection<string[]> messages, int longest, int least)
    {
        var seen = new Dictionary<uint, int>();
        var keys = new List<uint>();
        var once = new HashSet<uint>();
        foreach (var fields in messages)
        {
            keys.Clear();
            Collect(fields, longest, keys);
            once.Clear();
            once.UnionWith(keys);
            foreach (var key in once)
            {
                seen[key] = seen.GetValueOrDefault(key) + 1;
            }
        }
        var kept = seen.Where(s => s.Value >= least).OrderBy(s => s.Key).ToArray();
        return new Vocabulary([.. kept.Select(k => k.Key)], [.. kept.Select(k => MathF.Log((1f + messages.Count) / (1 + k.Value)) + 1)]);
    }

    /// <summary>A message as a vector of length one: each known run by how often it stands there (less than in proportion) and how rare it is.</summary>
    public SparseVector VectorOf(ReadOnlySpan<string> fields, int longest)
    {
        var keys = new List<uint>(256);
        Collect(fields, longest, keys);
        var places = new int[keys.Count];
        var known = 0;
        foreach (var key in keys)
        {
            if (_places.TryGetValue(key, out var place))
            {
                places[known++] = place;
            }
        }
        var sorted = places.AsSpan(0, known);
        sorted.Sort();
        var indices = new int[known];
        var values = new float[known];
        var (distinct, length) = (0, 0f);
        for (var i = 0; i < known;)
        {
            var from = i;
            while (i < known && sorted[i] == sorted[from])
            {
                i++;
            }
            indices[distinct] = sorted[from];
            values[distinct] = (1 + MathF.Log(i - from)) * _rarity[sorted[from]];
            length += values[distinct] * values[distinct];
            distinct++;
        }
        length = MathF.Sqrt(length);
        for (var i = 0; i < distinct; i++)
        {
            values[i] /= length;
        }
        return new SparseVector(indices[..distinct], values[..distinct]);
    }

    public Vocabulary Only(int[] places) => new([.. places.Select(p => _keys[p])], [.. places.Select(p => _rarity[p])]);

    public void Save(BinaryWriter writer)
    {
        writer.Write(_keys.Length);
        foreach (var key in _keys)
        {
            writer.Write(key);
        }
        foreach (var rarity in _rarity)
        {
            writer.Write((Half)rarity);
        }
    }

    public static Vocabulary Load(BinaryReader reader)
    {
        var count = reader.ReadInt32();
        return new Vocabulary([.. Enumerable.Range(0, count).Select(_ => reader.ReadUInt32())], [.. Enumerable.Range(0, count).Select(_ => (float)reader.ReadHalf())]);
    }

    /// <summary>All fields together, and every field but the last (the body) once more on its own: a title weighs more than a page.</summary>
    private static void Collect(ReadOnlySpan<string> fields, int longest, List<uint> keys)
    {
        for (var field = 0; field < fields.Length; field++)
        {
            Grams.Collect(fields[field], 0, longest, keys);
            if (field < fields.Length - 1)
            {
                Grams.Collect(fields[field], (uint)field + 1, longest, keys);
            }
        }
    }
}
