using System.Text.Json;

namespace StationBot.Handling.Routing;

/// <summary>Words by which the routing rules read a matter (routing-words.json).</summary>
internal sealed record RoutingWords
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static RoutingWords Shipped { get; } = Load();

    /// <summary>The matter touches the whole area (R4, R18).</summary>
    public required IReadOnlyList<string> AreaWide { get; init; }

    /// <summary>The matter lies between neighbours (R7).</summary>
    public required IReadOnlyList<string> Neighbourly { get; init; }

    /// <summary>「林代表」 names 林秀兰 (R19).</summary>
    public required IReadOnlyList<string> DeputyTitles { get; init; }

    /// <summary>What to take off a job to be left with the employer (R19).</summary>
    public required IReadOnlyList<string> JobTitles { get; init; }
    public required IReadOnlyList<string> PlacePrefixes { get; init; }

    private static RoutingWords Load()
    {
        using var stream = typeof(RoutingWords).Assembly.GetManifestResourceStream("routing-words.json")
            ?? throw new InvalidOperationException("routing-words.json is not embedded.");
        return JsonSerializer.Deserialize<RoutingWords>(stream, Json) ?? throw new InvalidOperationException("routing-words.json is empty.");
    }
}
