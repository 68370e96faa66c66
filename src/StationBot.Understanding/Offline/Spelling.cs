using System.Collections.Frozen;
using YamlDotNet.RepresentationModel;

namespace StationBot.Understanding.Offline;

/// <summary>Traditional characters and the misspellings that people and voice input really make (spelling.yaml).</summary>
internal sealed class Spelling
{
    private readonly FrozenDictionary<char, char> _simple;
    private readonly (string Sign, string Meant)[] _signs;

    /// <summary>Corrections by first character, longest first.</summary>
    private readonly FrozenDictionary<char, (string Wrong, string Right)[]> _corrections;

    public Spelling(YamlMappingNode file)
    {
        var pairs = file.Word("traditional").Where(c => !char.IsWhiteSpace(c)).Chunk(2);
        _simple = pairs.GroupBy(p => p[0]).ToFrozenDictionary(g => g.Key, g => g.First()[1]);
        _corrections = file.Map("corrections")
            .Select(c => (Wrong: c.Name, Right: c.Node.Text()))
            .GroupBy(c => c.Wrong[0])
            .ToFrozenDictionary(g => g.Key, g => g.OrderByDescending(c => c.Wrong.Length).ToArray());
        _signs = [.. file.Map("signs").Select(s => (s.Name, s.Node.Text()))];
    }

    /// <summary>What a message of signs alone (👌) stands for; null when it holds none that is known.</summary>
    public string? Meant(string signs) =>
        Array.Find(_signs, s => signs.Contains(s.Sign, StringComparison.Ordinal)).Meant;

    public char Simplify(char c) => _simple.GetValueOrDefault(c, c);

    /// <summary>Character by character, so that every position stays what it was.</summary>
    public string Simplify(string text) =>
        text.Any(_simple.ContainsKey) ? string.Create(text.Length, text, (span, from) =>
        {
            for (var i = 0; i < span.Length; i++)
            {
                span[i] = Simplify(from[i]);
            }
        }) : text;

    /// <summary>Replaces misspellings in place; every new character points at the whole word it stands for.</summary>
    public void Correct(List<Letter> letters)
    {
        for (var i = 0; i < letters.Count; i++)
        {
            if (!_corrections.TryGetValue(letters[i].Char, out var candidates))
            {
                continue;
            }
            foreach (var (wrong, right) in candidates)
            {
                if (!Stands(letters, i, wrong))
                {
                    continue;
                }
                Replace(letters, i, wrong.Length, right);
                i += right.Length - 1;
                break;
            }
        }
    }

    private static bool Stands(List<Letter> letters, int at, string word)
    {
        if (at + word.Length > letters.Count)
        {
            return false;
        }
        for (var i = 0; i < word.Length; i++)
        {
            if (letters[at + i].Char != word[i])
            {
                return false;
            }
        }
        return true;
    }

    private static void Replace(List<Letter> letters, int at, int length, string right)
    {
        var (first, last) = (letters[at], letters[at + length - 1]);
        var sameLength = length == right.Length;
        var news = new Letter[right.Length];
        for (var i = 0; i < right.Length; i++)
        {
            var old = sameLength ? letters[at + i] : new Letter(' ', first.Start, last.End, i == 0 && first.AfterPause);
            news[i] = old with { Char = right[i] };
        }
        if (sameLength)
        {
            for (var i = 0; i < length; i++)
            {
                letters[at + i] = news[i];
            }
            return;
        }
        letters.RemoveRange(at, length);
        letters.InsertRange(at, news);
    }
}
