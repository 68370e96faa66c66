using StationBot.Handling.Cases;
using StationBot.Handling.Deadlines;
using StationBot.Handling.Flags;

namespace StationBot.Handling.Loop;

/// <summary>Steps that touch more than one case: merge and split (T09, T10), and the way back from both.</summary>
public sealed partial class CaseWork
{
    /// <summary>T09. The main case takes in whoever followed the other one, and its own residents are told by the notice of this step.</summary>
    private async Task<(StepResult, IReadOnlyList<Case>)> MergeAsync(Case one, Step step, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var data = (step.Data as MergeData ?? new MergeData()) with { Told = true, Part = null };
        var result = one.Apply(step with { Data = data }, now, rules());
        if (result is not StepResult.Done)
        {
            return (result, []);
        }
        if (await cases.FindAsync(new CaseNo(data.Main!), cancellationToken) is not { } main)
        {
            return (Refusals.Of(Refusals.BadData, "main", "main"), []);
        }
        if (main.Facts.IsReport)
        {
            // Whoever follows it would be told of a report.
            return (Refusals.Of(Gates.NoReport.Code, "main"), []);
        }
        if (one.Facts.Conflicted.Except(main.Facts.Conflicted).Any())
        {
            // Whoever it is about must not see it (domain.md §2), and may come to hold the main case.
            return (Refusals.Of("case.guard.conflicted_apart", "main"), []);
        }
        var grave = GraveOf(one);
        var taken = main.Status.IsOpen()
            ? main.Apply(new Step(CaseAction.TakeIn, step.By, new JoinData(one.Number!.Value.Value, one.Facts.Subscribers, Named(one, data), grave), step.Reason), now, rules())
            : Refusals.Of("case.guard.main_open", "main");
        return taken is StepResult.Done ? (result, [main]) : (taken, []);
    }

    /// <summary>What needs a human needs one wherever the case goes on; null when nothing does.</summary>
    private static string[]? GraveOf(params IReadOnlyList<Case> cases)
    {
        string[] grave = [.. cases.SelectMany(c => c.Facts.Flags).Where(f => FlagTable.SeverityOf(f) is Severity.P0 or Severity.P1).Distinct()];
        return grave is [] ? null : grave;
    }

    private static IReadOnlyList<string>? Named(Case one, MergeData data) =>
        data.Demands is { Count: > 0 } numbers ? [.. numbers.Distinct().Order().Select(n => one.Facts.Demands[n - 1])] : null;

    private async Task<(StepResult, IReadOnlyList<Case>)> UnmergeAsync(Case one, Step step, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var into = one.Facts.MergedInto;
        var result = one.Apply(step, now, rules());
        if (result is not StepResult.Done || into is null || await cases.FindAsync(new CaseNo(into), cancellationToken) is not { } main)
        {
            return (result, []);
        }
        // Whoever follows the main case for another reason goes on following it.
        List<Subscriber> staying = [.. main.Facts.Subscribers.Where(s => s.Conversation == main.ConversationId)];
        foreach (var other in main.Facts.MergedFrom.Where(n => n != one.Number!.Value.Value))
        {
            staying.AddRange((await cases.FindAsync(new CaseNo(other), cancellationToken))?.Facts.Subscribers ?? []);
        }
        var let = main.Apply(new Step(CaseAction.LetGo, step.By, new JoinData(one.Number!.Value.Value, [.. one.Facts.Subscribers.Except(staying)]), step.Reason), now, rules());
        return let is StepResult.Done ? (result, [main]) : (let, []);
    }

    private async Task<(StepResult, IReadOnlyList<Case>)> JudgeJoinedAsync(Case one, Step step, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (await cases.FindAsync(new CaseNo(one.Facts.MergedInto ?? ""), cancellationToken) is not { } main)
        {
            return (one.Apply(step, now, rules()), []);
        }
        var before = main.EventCount;
        var result = Verdicts.OfJoined(one, main, step, now, rules());
        return (result, main.EventCount > before ? [main] : []);
    }

    /// <summary>
    /// T10. Each part becomes a case of its own, followed by the same residents; what staff know of its type routes it, else it goes to triage. Whose demand it
    /// takes judges it: a neighbour's, that a merge brought (T09), is no matter of the resident whose case took it in.
    /// </summary>
    private async Task<(StepResult, IReadOnlyList<Case>)> SplitAsync(Case one, Step step, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var law = rules();
        if (step.Data is not SplitData { Parts: { Count: > 0 } parts } data || parts.Any(p => string.IsNullOrWhiteSpace(p.Text)))
        {
            return (Refusals.Of(Refusals.MissingData, "parts", "parts"), []);
        }
        if (parts.Any(p => p.Type is not null && law.Directory.ProblemType(p.Type) is null))
        {
            return (Refusals.Of(Refusals.BadData, "parts", "parts"), []);
        }
        var demands = one.Facts.Demands;
        if (Division.Of(parts, demands, out var field) is not { } divided)
        {
            return (Refusals.Of(field == "demands" ? Refusals.MissingData : Refusals.BadData, field, field), []);
        }
        parts = divided;
        var askers = parts.Select(p => Division.AskerOf(p, one.Facts)).ToArray();
        if (!Division.KeepsItsOwn(parts, one.Facts) || askers.Contains(null))
        {
            return (Refusals.Of("case.guard.whose_demand", "parts"), []);
        }
        List<Case> children = [];
        foreach (var (part, asker) in parts.Zip(askers))
        {
            var number = await cases.NextNumberAsync(law.Directory.Area.Code, law.Calendar.DayOf(now), cancellationToken);
            children.Add(Child(one, asker!.Length == 0 ? one : await cases.FindAsync(new CaseNo(asker), cancellationToken) ?? one, number, part, now));
        }
        var result = one.Apply(step with { Data = data with { Parts = parts, Flags = null, Children = [.. children.Select(c => c.Number!.Value.Value)] } }, now, law);
        if (result is not StepResult.Done)
        {
            return (result, []);
        }
        var load = await cases.OpenPerDeputyAsync(cancellationToken);
        foreach (var (child, part) in children.Zip(parts))
        {
            var state = one.Facts;
            Must(child.Apply(new Step(CaseAction.Confirm, Actor.System, new ConfirmData(
                child.Summary, child.RawText.Length, child.Channel, "split:" + one.Number, child.Slots.GetValueOrDefault("place", "unknown"),
                part.Demands is { Count: > 0 } own ? [.. own.Select(n => demands[n - 1])] : [part.Text],
                law.Directory.ProblemType(part.Type)?.CaseClass ?? CaseClasses.Simple, [], state.Subscribers, child.Contact is null ? "no" : "yes", state.Conflicted)), now, law));
            Must(child.Apply(new Step(CaseAction.SendToTriage, Actor.System, new SortData(Type: part.Type, Lead: null, Station: child.Station, Confidence: part.Type is null ? 0 : 1), "split"), now, law));
            if (law.Directory.ProblemType(part.Type) is { } type)
            {
                Must(Correction.Apply(child, type, step.By.Signature, "split", law, load, now));
            }
        }
        return (result, children);
    }

    /// <summary>The parts go back into the case they came from, as long as nobody has finished them.</summary>
    private async Task<(StepResult, IReadOnlyList<Case>)> UnsplitAsync(Case one, Step step, DateTimeOffset now, CancellationToken cancellationToken)
    {
        List<Case> children = [];
        foreach (var number in (step.Data as SplitData)?.Children ?? [])
        {
            if (!one.Facts.Children.Contains(number) || await cases.FindAsync(new CaseNo(number), cancellationToken) is not { } child)
            {
                return (Refusals.Of(Refusals.BadData, "children", "children"), []);
            }
            var merged = child.Apply(new Step(CaseAction.Merge, step.By, new MergeData(one.Number!.Value.Value, 1, true, true, true, Part: true), step.Reason), now, rules());
            if (merged is not StepResult.Done)
            {
                return (merged, []);
            }
            children.Add(child);
        }
        var result = one.Apply(step.Data is SplitData data ? step with { Data = data with { Flags = GraveOf(children) } } : step, now, rules());
        return (result, result is StepResult.Done ? children : []);
    }

    /// <param name="asked">The case that brought the part's demand; the parent itself, where it is its own.</param>
    private static Case Child(Case parent, Case asked, CaseNo number, SplitPart part, DateTimeOffset now) => new(CaseId.New(), asked.ConversationId, asked.ResidentId, asked.Channel, now)
    {
        Number = number, RawText = part.Text, Summary = part.Text, Topics = parent.Topics, Station = parent.Station, Community = parent.Community, Slots = parent.Slots,
        Contact = asked.Contact,
    };

    private static void Must(StepResult result)
    {
        if (result is StepResult.Refused refused)
        {
            throw new InvalidOperationException($"{refused.Code}: {refused.Field}");
        }
    }
}
