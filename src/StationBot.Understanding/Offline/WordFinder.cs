namespace StationBot.Understanding.Offline;

/// <summary>Finds every word of a list in one pass over a text (Aho–Corasick), whatever the length of the list.</summary>
internal sealed class WordFinder
{
    private readonly Dictionary<(int State, char Next), int> _next = [];
    private readonly List<int> _fallback = [0];

    /// <summary>The nearest shorter word that also ends here.</summary>
    private readonly List<int> _shorter = [0];

    /// <summary>Index of the word that ends in a state, or -1.</summary>
    private readonly List<int> _word = [-1];
    private readonly int[] _lengths;

    public WordFinder(IReadOnlyList<string> words)
    {
        _lengths = [.. words.Select(w => w.Length)];
        for (var i = 0; i < words.Count; i++)
        {
            Add(words[i], i);
        }
        LinkFallbacks();
    }

    /// <summary>Where a word stands.</summary>
    internal readonly record struct Found(int Word, int Start, int Length)
    {
        public int End => Start + Length;
    }

    public void Find(ReadOnlySpan<char> text, List<Found> into)
    {
        var state = 0;
        for (var i = 0; i < text.Length; i++)
        {
            state = Step(state, text[i]);
            for (var ending = _word[state] >= 0 ? state : _shorter[state]; ending != 0; ending = _shorter[ending])
            {
                var length = _lengths[_word[ending]];
                into.Add(new Found(_word[ending], i + 1 - length, length));
            }
        }
    }

    /// <summary>Sets the bit of every word that stands in the text.</summary>
    public void Mark(ReadOnlySpan<char> text, Span<ulong> stands)
    {
        var state = 0;
        foreach (var c in text)
        {
            state = Step(state, c);
            for (var ending = _word[state] >= 0 ? state : _shorter[state]; ending != 0; ending = _shorter[ending])
            {
                stands[_word[ending] >> 6] |= 1UL << (_word[ending] & 63);
            }
        }
    }

    private int Step(int state, char next)
    {
        while (true)
        {
            if (_next.TryGetValue((state, next), out var to))
            {
                return to;
            }
            if (state == 0)
            {
                return 0;
            }
            state = _fallback[state];
        }
    }

    private void Add(string word, int index)
    {
        var state = 0;
        foreach (var c in word)
        {
            if (!_next.TryGetValue((state, c), out var to))
            {
                to = _word.Count;
                _next[(state, c)] = to;
                _word.Add(-1);
                _fallback.Add(0);
                _shorter.Add(0);
            }
            state = to;
        }
        _word[state] = _word[state] < 0 ? index : throw new ArgumentException($"'{word}' stands in the list twice.");
    }

    private void LinkFallbacks()
    {
        var children = _next.ToLookup(e => e.Key.State, e => (e.Key.Next, To: e.Value));
        var queue = new Queue<int>(children[0].Select(c => c.To));
        while (queue.TryDequeue(out var state))
        {
            foreach (var (c, to) in children[state])
            {
                var fallback = Step(_fallback[state], c);
                _fallback[to] = fallback == to ? 0 : fallback;
                _shorter[to] = _word[_fallback[to]] >= 0 ? _fallback[to] : _shorter[_fallback[to]];
                queue.Enqueue(to);
            }
        }
    }
}
