using StationBot.Handling.Cases;

namespace StationBot.Handling.Loop;

/// <summary>A case as the nightly planning sees it: enough to say when its clocks next speak.</summary>
/// <param name="State">Null for a case from before the loop kept it.</param>
public sealed record PlannedCase(CaseId Id, int Version, CaseState? State, DateTimeOffset? NextActionAt);

/// <summary>How many cases of one type came in from one community.</summary>
public sealed record AlikeCount(string ProblemType, string? Community, int Cases);

/// <summary>Rows that went in a clean-up.</summary>
public sealed record Forgotten(int Requests, int Notices, int Claims);

/// <summary>The one store, as the clocks see it. Fulfilled by the Store room.</summary>
public interface INudgeStore
{
    /// <summary>Keys of the nudges of these cases that somebody has taken care of.</summary>
    Task<IReadOnlySet<string>> ClaimedAsync(IReadOnlyCollection<CaseId> cases, CancellationToken cancellationToken);

    /// <summary>All cases that a clock may watch, in pages; nothing of a page is kept once the next one is asked for.</summary>
    IAsyncEnumerable<IReadOnlyList<PlannedCase>> PlannedAsync(int page, CancellationToken cancellationToken);

    /// <summary>Moves <see cref="Case.NextActionAt"/> of cases that are still as they were read.</summary>
    /// <param name="moved">Each with its new moment.</param>
    Task MoveAsync(IReadOnlyList<PlannedCase> moved, CancellationToken cancellationToken);

    /// <summary>Numbered cases since a moment by type and community; those turned away, led elsewhere, merged or taken back do not count.</summary>
    Task<IReadOnlyList<AlikeCount>> AlikeAsync(DateTimeOffset since, CancellationToken cancellationToken);

    /// <summary>Open cases of one type and some communities since a moment, below a level of supervision.</summary>
    Task<IReadOnlyList<CaseId>> AlikeAsync(string problemType, IReadOnlyCollection<string> communities, DateTimeOffset since, int belowLevel, CancellationToken cancellationToken);

    /// <summary>Forgets answered requests, read staff notices, and claims of cases that are over, each before a moment.</summary>
    Task<Forgotten> ForgetAsync(DateTimeOffset requests, DateTimeOffset notices, DateTimeOffset claims, CancellationToken cancellationToken);
}
