using StationBot.Handling.Roster;

namespace StationBot.Handling.Routing;

/// <summary>A place found in a text.</summary>
/// <param name="Community">Community code.</param>
/// <param name="Canonical">The gazetteer's spelling of what was found (河湾社区, 实验小学).</param>
/// <param name="Start">First character in the text.</param>
/// <param name="Exact">False when only a homophone or a missing character led here.</param>
public sealed record PlaceCandidate(string Community, string Canonical, int Start, int Length, bool Exact);

/// <summary>R1–R3: what the text says about where.</summary>
/// <param name="Candidates">Best first; more than one community means a question (R3).</param>
/// <param name="Outside">The words that name a place outside the area (R2), or null.</param>
public sealed record PlaceResolution(IReadOnlyList<PlaceCandidate> Candidates, string? Outside)
{
    public PlaceCandidate? Best => Candidates.Count > 0 ? Candidates[0] : null;

    /// <summary>Code of a township that was named (石桥镇), whether or not a community was; its communities are what to ask about.</summary>
    public string? Township { get; init; }

    /// <summary>Where the township was named, and its full name.</summary>
    public (string Name, int Start, int Length)? NamedTownship { get; init; }
}
