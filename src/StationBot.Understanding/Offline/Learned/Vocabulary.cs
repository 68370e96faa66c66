namespace StationBot.Understanding.Offline.Learned;

/// <summary>The runs that a model knows, each with how much it may say.</summary>
internal sealed class Vocabulary
{
    private readonly uint[] _keys;
    private readonly float[] _rarity;

    // A hash table with open addressing: the keys are hashes already, and most of a message's runs are found missing with one look at memory.
    private readonly uint[] _slots;
    private readonly int[] _places;

    private Vocabulary(uint[] keys, float[] rarity)
    {
        (_keys, _rarity) = (keys, rarity);
        _slots = new uint[Math.Max(16, (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)keys.Length * 2))];
        _places = new int[_slots.Length];
        for (var i = 0; i < keys.Length; i++)
        {
            var slot = SlotOf(keys[i]);
            if (_slots[slot] == Free)
            {
                (_slots[slot], _places[slot]) = (keys[i], i);
            }
        }
    }

    private const uint Free = 0;

    /// <summary>Where the key is, or the free slot where it would be.</summary>
    private int SlotOf(uint key)
    {
        var slots = _slots;
        var slot = (int)key & (slots.Length - 1);
        while (slots[slot] != key && slots[slot] != Free)
        {
            slot = (slot + 1) & (slots.Length - 1);
        }
        return slot;
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
        var (indices, values) = Read(fields, longest);
        return new SparseVector([.. indices], [.. values]);
    }

    /// <summary>As <see cref="VectorOf"/>, in room that this thread's next reading takes again.</summary>
    public (List<int> Indices, List<float> Values) Read(ReadOnlySpan<string> fields, int longest)
    {
        var room = Room.OfThread;
        room.Indices.Clear();
        room.Values.Clear();
        for (var block = 0; block < fields.Length; block++)
        {
            room.Keys.Clear();
            Collect(fields, block, longest, room.Keys);
            AddBlock(room, block == 0 ? 1 : TitleLength);
        }
        return (room.Indices, room.Values);
    }

    private const float TitleLength = 0.5f;

    /// <summary>Lists that a thread fills again for each message.</summary>
    private sealed class Room
    {
        [ThreadStatic]
        private static Room? _ofThread;

        public static Room OfThread => _ofThread ??= new Room();
        public List<uint> Keys { get; } = [];
        public List<int> Places { get; } = [];
        public List<int> Indices { get; } = [];
        public List<float> Values { get; } = [];
    }

    private void AddBlock(Room room, float wanted)
    {
        var (places, indices, values) = (room.Places, room.Indices, room.Values);
        places.Clear();
        foreach (var key in room.Keys)
        {
            var slot = SlotOf(key);
            if (_slots[slot] != Free)
            {
                places.Add(_places[slot]);
            }
        }
        var known = places.Count;
        var sorted = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(places);
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
