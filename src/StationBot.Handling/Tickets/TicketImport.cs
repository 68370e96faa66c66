using StationBot.Handling.Cases;
using StationBot.Handling.Flags;
using StationBot.Handling.Loop;
using StationBot.Handling.Roster;
using StationBot.Handling.Routing;

namespace StationBot.Handling.Tickets;

/// <summary>What becomes of a ticket.</summary>
public enum TicketFate
{
    /// <summary>Linked before, and it stands as it stood.</summary>
    Known,

    /// <summary>Linked before; its status is another now.</summary>
    Update,

    /// <summary>It names our case.</summary>
    Link,

    /// <summary>It names none, and one case of its place is told in nearly the same words.</summary>
    Sure,

    /// <summary>People should look.</summary>
    Possible,

    /// <summary>None of ours. Whether it becomes a case is the station's decision (domain.md §5.4).</summary>
    New,
}

/// <param name="Case">The case it is linked to, or might be.</param>
/// <param name="Likeness">0 to 1, where words were compared.</param>
public sealed record TicketPlan(TicketLine Line, TicketFate Fate, CaseNo? Case = null, double Likeness = 0);

/// <summary>接单: takes in what 12345 says of its tickets. What is in 12345 already is linked, not duplicated (domain.md §5.4). The same file twice changes nothing.</summary>
public sealed class TicketImport(ICases cases, ILoopStore store, ITicketDesk desk, CaseWork work, Func<LoopRules> rules, TicketOptions options)
{
    private const int MostAtOnePlace = 1000;

    /// <summary>The file speaks, not a person.</summary>
    private static readonly Actor By = new(CaseActor.System, TicketFile.Hotline);

    /// <summary>Discipline reports are shown to nobody outside (domain.md §8): no ticket is held against them.</summary>
    private static readonly string Discipline = Flag.Discipline.Code();

    /// <summary>Says of each line what becomes of it; changes nothing.</summary>
    /// <param name="problems">Lines that contradict what is stored; when there is one, nothing may be imported.</param>
    public async Task<IReadOnlyList<TicketPlan>> PlanAsync(IReadOnlyList<TicketLine> lines, List<TicketProblem> problems, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lines);
        ArgumentNullException.ThrowIfNull(problems);
        List<TicketPlan> plans = new(lines.Count);
        Dictionary<string, IReadOnlyList<Case>> open = [];
        foreach (var line in lines)
        {
            var linked = await store.FindTicketAsync(TicketFile.Hotline, line.Number, cancellationToken) is { } id ? await store.FindAsync(id, cancellationToken) : null;
            var named = line.CaseNo is { } number ? await MainAsync(await cases.FindAsync(new CaseNo(number), cancellationToken), cancellationToken) : null;
            if (line.CaseNo is not null && named?.Number is null)
            {
                problems.Add(new TicketProblem(line.Line, TicketTexts.Of("problem.no_case", line.CaseNo)));
            }
            else if (linked is not null && named is not null && (await MainAsync(linked, cancellationToken))!.Id != named.Id)
            {
                problems.Add(new TicketProblem(line.Line, TicketTexts.Of("problem.elsewhere", line.Number, linked.Number, line.CaseNo)));
            }
            else
            {
                plans.Add(linked is not null ? new(line, Stands(linked, line) ? TicketFate.Known : TicketFate.Update, linked.Number)
                    : named is not null ? new(line, TicketFate.Link, named.Number)
                    : await MatchAsync(line, open, cancellationToken));
            }
        }
        return plans;
    }

    /// <summary>Does what a plan says; one step of the loop for the link, one for the ticket's status.</summary>
    /// <param name="linkSure">Whether <see cref="TicketFate.Sure"/> is linked as well.</param>
    /// <returns>Null when it was done or there was nothing to do.</returns>
    public async Task<TicketProblem?> ApplyAsync(TicketPlan plan, bool linkSure, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var line = plan.Line;
        List<Step> steps = [];
        if (plan.Fate == TicketFate.Link || (plan.Fate == TicketFate.Sure && linkSure))
        {
            steps.Add(new Step(CaseAction.LinkTicket, By, new TicketData(TicketFile.Hotline, line.Number)));
        }
        if (steps.Count > 0 || plan.Fate == TicketFate.Update)
        {
            steps.Add(new Step(CaseAction.TicketStatus, By, new TicketStatusData(TicketFile.Hotline, line.Number, line.Status, line.Unit.Length > 0 ? line.Unit : null, line.ClosedAt)));
        }
        foreach (var step in steps)
        {
            if (await work.TakeAsync(plan.Case!.Value, step, cancellationToken) is WorkResult.Refused refused)
            {
                return new TicketProblem(line.Line, TicketTexts.Of("problem.refused", line.Number, refused.Why.Reason));
            }
        }
        return null;
    }

    private static bool Stands(Case linked, TicketLine line) => linked.Facts.Tickets.Any(t =>
        t.System == TicketFile.Hotline && t.Number == line.Number && t.Status == line.Status && (t.Unit ?? "") == line.Unit && t.ClosedAt == line.ClosedAt);

    private async Task<TicketPlan> MatchAsync(TicketLine line, Dictionary<string, IReadOnlyList<Case>> open, CancellationToken cancellationToken)
    {
        var directory = rules().Directory;
        var code = (PlaceResolver.Resolve(line.Place, directory).Best ?? PlaceResolver.Resolve(line.Text, directory).Best)?.Community;
        if (directory.Community(code) is not { } community)
        {
            return new(line, TicketFate.New);
        }
        if (!open.TryGetValue(community.Code, out var there))
        {
            there = open[community.Code] = [.. (await desk.OpenAtAsync(community.Code, MostAtOnePlace, cancellationToken)).Where(c => !c.Flags.Contains(Discipline))];
        }
        var names = SimilarCases.NamesOf(community, directory);
        var best = there.Select(c => (Case: c, Likeness: SimilarCases.Likeness(line.Text, c, names)))
            .OrderByDescending(m => m.Likeness).ThenBy(m => m.Case.Number?.Value, StringComparer.Ordinal).Take(2).ToArray();
        return best switch
        {
            [var only, ..] when only.Likeness < options.Possible => new(line, TicketFate.New),
            [var first, var next] when first.Likeness - next.Likeness < options.Lead => new(line, TicketFate.Possible, first.Case.Number, first.Likeness),
            [var first, ..] => new(line, first.Likeness >= options.Sure ? TicketFate.Sure : TicketFate.Possible, first.Case.Number, first.Likeness),
            [] => new(line, TicketFate.New),
        };
    }

    /// <summary>A merged case is followed to the one that goes on.</summary>
    private async Task<Case?> MainAsync(Case? one, CancellationToken cancellationToken)
    {
        HashSet<string> seen = [];
        while (one?.Facts.MergedInto is { } main && one.Status == CaseStatus.Merged && seen.Add(main))
        {
            one = await cases.FindAsync(new CaseNo(main), cancellationToken);
        }
        return one;
    }
}
