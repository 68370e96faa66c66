using System.Text.Json;

namespace StationBot.Handling.Routing;

/// <summary>The small words around a name that say whether it is a place, and which one is meant (place-words.json).</summary>
internal sealed record PlaceWords
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static PlaceWords Shipped { get; } = Load();

    /// <summary>Words that make the name after them a location: 在、到、住.</summary>
    public required IReadOnlyList<string> WhereBefore { get; init; }

    /// <summary>Words that say that the name after them is where the trouble is, whatever other place was named: 问题在、说的是.</summary>
    public required IReadOnlyList<string> MeantBefore { get; init; }

    /// <summary>Words that make the name before them a location: 门口、附近.</summary>
    public required IReadOnlyList<string> WhereAfter { get; init; }

    /// <summary>Characters that may follow a bare answer (书香里的。).</summary>
    public required string Particles { get; init; }

    /// <summary>A name ending in the key is no name before these: 建设路 in 建设路灯.</summary>
    public required IReadOnlyDictionary<string, string> NotFollowedBy { get; init; }

    /// <summary>A name beginning with the key is no name after these: 河湾 in 运河湾.</summary>
    public required IReadOnlyDictionary<string, string> NotPrecededBy { get; init; }

    /// <summary>「隔壁X市的」, 「我是X县的」: what stands before and after an area that is not ours.</summary>
    public required IReadOnlyList<string> OutsideBefore { get; init; }
    public required IReadOnlyList<string> OutsideAfter { get; init; }
    public required string OutsideKinds { get; init; }

    /// <summary>Words that end like an area and are none: 小区、超市.</summary>
    public required IReadOnlyList<string> NotAnArea { get; init; }

    /// <summary>What a community's or township's name ends with and people leave out.</summary>
    public required IReadOnlyList<string> Kinds { get; init; }

    /// <summary>The county or district next door, when it has no name: 隔壁县.</summary>
    public required IReadOnlyList<string> NextDoor { get; init; }

    /// <summary>Provinces and cities of the country, several in a string; what stands before one when the resident speaks of there, and after it when it is none.</summary>
    public required IReadOnlyList<string> Elsewhere { get; init; }
    public required IReadOnlyList<string> ElsewhereBefore { get; init; }
    public required IReadOnlyList<string> NotElsewhere { get; init; }

    /// <summary>Before a neighbour's name: it is only compared with (听说青山市…).</summary>
    public required IReadOnlyList<string> ComparedBefore { get; init; }

    public bool SaysWhere(ReadOnlySpan<char> before, ReadOnlySpan<char> after) => EndsWithAny(before, WhereBefore) || StartsWithAny(after, WhereAfter);

    /// <summary>Nothing else was said: the name is the whole answer.</summary>
    public bool StandsAlone(ReadOnlySpan<char> before, ReadOnlySpan<char> after) => before.Trim(Particles).IsEmpty && after.Trim(Particles).IsEmpty;

    /// <summary>Nothing stands before it in its clause: 书乡里垃圾没人收.</summary>
    public bool BeginsAClause(ReadOnlySpan<char> before) => before.Trim(Particles).IsEmpty || "，。,.!！?？;；\n ".Contains(before[^1], StringComparison.Ordinal);

    /// <summary>The name is only a piece of a longer word. 新湖南门 is a gate of 新湖 all the same.</summary>
    public bool IsPieceOfAWord(string name, ReadOnlySpan<char> before, ReadOnlySpan<char> after) =>
        (!after.IsEmpty && !StartsWithAny(after, WhereAfter) && NotFollowedBy.TryGetValue(name[^1..], out var followers) && followers.Contains(after[0]))
        || (!before.IsEmpty && NotPrecededBy.TryGetValue(name[..1], out var leaders) && leaders.Contains(before[^1]));

    public static bool EndsWithAny(ReadOnlySpan<char> text, IReadOnlyList<string> words)
    {
        foreach (var word in words)
        {
            if (text.EndsWith(word, StringComparison.Ordinal))
            {
                return true;
            }
        }
        return false;
    }

    public static bool StartsWithAny(ReadOnlySpan<char> text, IReadOnlyList<string> words)
    {
        foreach (var word in words)
        {
            if (text.StartsWith(word, StringComparison.Ordinal))
            {
                return true;
            }
        }
        return false;
    }

    private static PlaceWords Load()
    {
        using var stream = typeof(PlaceWords).Assembly.GetManifestResourceStream("place-words.json")
            ?? throw new InvalidOperationException("place-words.json is not embedded.");
        return JsonSerializer.Deserialize<PlaceWords>(stream, Json) ?? throw new InvalidOperationException("place-words.json is empty.");
    }
}
