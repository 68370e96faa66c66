using StationBot.Handling.Cases;
using StationBot.Handling.Deadlines;
using StationBot.Handling.Flags;

namespace StationBot.Handling.Loop;

/// <summary>Steps that touch two cases: merge (T09) and the way back from it.</summary>
public sealed partial class CaseWork
{
    /// <summary>T09. The main case takes in whoever followed the other one, and its own residents are told by the notice of this step.</summary>
    private async Task<(StepResult, IReadOnlyList<Case>)> MergeAsync(Case one, Step step, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var data = (step.Data as MergeData ?? new MergeData()) with { Told = true, Part = null, Split = null };
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
            ? main.Apply(new Step(CaseAction.TakeIn, step.By, new JoinData(one.Number!.Value.Value, one.Facts.Subscribers, Named(one, data), grave, Division.SharedBy(one.Facts, Named(one, data), main.Facts)), step.Reason), now, rules())
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
}
