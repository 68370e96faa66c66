using StationBot.Handling.Cases;
using StationBot.Handling.Loop;
using StationBot.Handling.Roster;

namespace StationBot.Handling.Tickets;

/// <param name="Likeness">0 to 1 (<see cref="Similarity"/>).</param>
/// <param name="Linked">One goes on from the other (T27).</param>
/// <param name="SameResident">The same chat user told both.</param>
public sealed record SimilarCase(Case Case, double Likeness, bool SameResident, bool Linked = false);

/// <summary>
/// Open cases of the same place that may be the same matter: proposed to staff, who merge or leave them (domain.md §4.2 T09, §5.6). Those that are linked
/// (T27) come first, also when they are over.
/// </summary>
public sealed class SimilarCases(ITicketDesk desk, ICases cases, Func<LoopRules> rules, TicketOptions options)
{
    /// <summary>Newest first: a desk with more open cases at one place has other worries.</summary>
    private const int MostAtOnePlace = 1000;

    private const int MostShown = 5;

    private const int MostOfResident = 50;

    /// <summary>Best first; empty where nothing is alike enough, or the case has no known place.</summary>
    public async Task<IReadOnlyList<SimilarCase>> OfAsync(Case one, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(one);
        var directory = rules().Directory;
        var community = directory.Community(one.Community);
        IReadOnlyList<string> names = community is null ? [] : NamesOf(community, directory);
        SimilarCase[] linked = [.. (await LinkedAsync(one, cancellationToken)).Select(c => new SimilarCase(c, Math.Max(Likeness(one.Summary, c, names), Likeness(one.RawText, c, names)), c.ResidentId == one.ResidentId, Linked: true))];
        if (community is null)
        {
            return linked;
        }
        return
        [
            .. linked,
            .. (await desk.OpenAtAsync(community.Code, MostAtOnePlace, cancellationToken))
                .Where(c => c.Id != one.Id && !Array.Exists(linked, l => l.Case.Id == c.Id))
                .Select(c => new SimilarCase(c, Math.Max(Likeness(one.Summary, c, names), Likeness(one.RawText, c, names)), c.ResidentId == one.ResidentId))
                // The same kind of trouble at the same place is told in other words often enough: half as like will do.
                .Where(s => s.Likeness >= (one.ProblemType is { } type && s.Case.ProblemType == type ? options.Possible / 2 : options.Possible))
                .OrderByDescending(s => s.Likeness).ThenBy(s => s.Case.Number?.Value, StringComparer.Ordinal).Take(MostShown),
        ];
    }

    /// <summary>The case that this one goes on from, and those that go on from it: over or not, and wherever they are.</summary>
    private async Task<IReadOnlyList<Case>> LinkedAsync(Case one, CancellationToken cancellationToken)
    {
        List<Case> linked = [.. (await cases.OfResidentAsync(one.ResidentId, MostOfResident, cancellationToken)).Where(c => c.Id != one.Id && one.Number is { } number && c.Facts.Earlier == number.Value)];
        if (one.Facts.Earlier is { } earlier && await cases.FindAsync(new CaseNo(earlier), cancellationToken) is { } before)
        {
            linked.Insert(0, before);
        }
        return linked;
    }

    /// <summary>How much a text is like a case, told short or in full.</summary>
    internal static double Likeness(string text, Case other, IReadOnlyList<string> names) => Math.Max(Similarity.Of(text, other.Summary, names), Similarity.Of(text, other.RawText, names));

    /// <summary>What both are known to be about: the same place alone makes nothing alike.</summary>
    internal static IReadOnlyList<string> NamesOf(Community community, AreaDirectory directory) =>
        [community.Name, .. community.Alias, .. community.Places, directory.Township(community.Township)?.Name ?? "", directory.Area.Name];
}
