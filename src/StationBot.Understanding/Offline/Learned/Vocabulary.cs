namespace StationBot.Understanding.Offline.Learned;

/// <summary>The runs that a model knows, each with how much it may say.</summary>
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

    /// <summary>
    /// Learns which runs occur in at least <paramref name="least"/> of the messages, and how much each may say: by how rare it is (idf) and by
    /// how much more often some label's messages have it than the others (the relevance frequency of Lan et al., TPAMI 2009, with rates).
    /// </summary>
    /// <param name="truth">By label, by message.</param>
    public static Vocabulary Of(IReadOnlyList<string[]> messages, bool[][] truth, int longest, int least)
    {
        var seen = new Dictionary<uint, int[]>();
        var keys = new List<uint>();
        var once = new HashSet<uint>();
        var labels = truth.Length;
        for (var i = 0; i < messages.Count; i++)
        {
            keys.Clear();
            for (var block = 0; block < messages[i].Length; block++)
            {
                Collect(messages[i], block, longest, keys);
            }
            once.Clear();
            once.UnionWith(keys);
            foreach (var key in once)
            {
                if (!seen.TryGetValue(key, out var counts))
                {
                    seen[key] = counts = new int[labels + 1];
                }
                counts[labels]++;
                for (var label = 0; label < labels; label++)
                {
                    counts[label] += truth[label][i] ? 1 : 0;
                }
            }
        }
        var sizes = truth.Select(t => t.Count(x => x)).ToArray();
        float Weight(int[] counts)
        {
            var odds = 0.0;
            for (var label = 0; label < labels; label++)
            {
                var here = (counts[label] + 0.5) / (sizes[label] + 1);
                var elsewhere = (counts[labels] - counts[label] + 0.5) / (messages.Count - sizes[label] + 1);
                odds = Math.Max(odds, here / elsewhere);
            }
            return (float)((Math.Log((1.0 + messages.Count) / (1 + counts[labels])) + 1) * Math.Log(2 + odds));
        }

        var kept = seen.Where(s => s.Value[labels] >= least).OrderBy(s => s.Key).ToArray();
        return new Vocabulary([.. kept.Select(k => k.Key)], [.. kept.Select(k => Weight(k.Value))]);
    }

    /// <summary>
    /// A message as a vector: each known run by how often it stands there (less than in proportion) and how much it may say. Everything
    /// together has length one; each field before the body adds a part of its own, half as long.
    /// </summary>
    public SparseVector VectorOf(ReadOnlySpan<string> fields, int longest)
    {
        var keys = new List<uint>(256);
        var indices = new List<int>(256);
        var values = new List<float>(256);
        for (var block = 0; block < fields.Length; block++)
        {
            keys.Clear();
            Collect(fields, block, longest, keys);
            AddBlock(keys, block == 0 ? 1 : TitleLength, indices, values);
        }
        return new SparseVector([.. indices], [.. values]);
    }

    private const float TitleLength = 0.5f;

    private void AddBlock(List<uint> keys, float wanted, List<int> indices, List<float> values)
    {
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
        var (begin, length) = (values.Count, 0f);
        for (var i = 0; i < known;)
        {
            var from = i;
            while (i < known && sorted[i] == sorted[from])
            {
                i++;
            }
            var value = (1 + MathF.Log(i - from)) * _rarity[sorted[from]];
            indices.Add(sorted[from]);
            values.Add(value);
            length += value * value;
        }
        length = MathF.Sqrt(length);
        for (var i = begin; i < values.Count; i++)
        {
            values[i] *= wanted / length;
        }
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
            writer.Write(rarity);
        }
    }

    public static Vocabulary Load(BinaryReader reader)
    {
        var count = reader.ReadInt32();
        return new Vocabulary([.. Enumerable.Range(0, count).Select(_ => reader.ReadUInt32())], [.. Enumerable.Range(0, count).Select(_ => reader.ReadSingle())]);
    }

    /// <summary>Block 0 is all fields together; every field but the last (the body) is once more a block of its own: a title says more than a page.</summary>
    private static void Collect(ReadOnlySpan<string> fields, int block, int longest, List<uint> keys)
    {
        if (block > 0)
        {
            Grams.Collect(fields[block - 1], (uint)block, longest, keys);
            return;
        }
        foreach (var field in fields)
        {
            Grams.Collect(field, 0, longest, keys);
        }
    }
}
