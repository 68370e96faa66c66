using StationBot.Handling.Cases;
using StationBot.Handling.Deadlines;
using StationBot.Handling.Flags;

namespace StationBot.Handling.Loop;

/// <summary>Steps that touch two cases: merge (T09) and the way back from it.</summary>
public sealed partial class CaseWork
{
    /// <summary>T09. The main case takes in whoever followed the other one, with what was joined to that before, and its own residents are told by the notice of this step.</summary>
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
        if (one.Facts.MergedFrom.Append(one.Number!.Value.Value).Any(main.Facts.Children.Contains))
        {
            // Its demand would be lost: it goes back by undoing the split.
            return (Refusals.Of("case.guard.own_part", "main", main.Number!.Value.Value), []);
        }
        if (one.Facts.Conflicted.Except(main.Facts.Conflicted).Any())
        {
            // Whoever it is about must not see it (domain.md §2), and may come to hold the main case.
            return (Refusals.Of("case.guard.conflicted_apart", "main"), []);
        }
        if (!main.Status.IsOpen())
        {
            return (Refusals.Of("case.guard.main_open", "main"), []);
        }
        var named = Named(one, data);
        List<Case> along = [];
        foreach (var number in one.Facts.MergedFrom.ToArray())
        {
            if (await cases.FindAsync(new CaseNo(number), cancellationToken) is not { } joined)
            {
                continue;
            }
            if (await GoesAlongAsync(joined, one, main, step.By, now, cancellationToken) is { } no)
            {
                return (no, []);
            }
            along.Add(joined);
        }
        return TakeIn(main, one, named, step.By, step.Reason, now) is { } refused ? (refused, []) : (result, [main, .. along]);
    }

    private StepResult.Refused? TakeIn(Case main, Case other, IReadOnlyList<string>? demands, Actor by, string reason, DateTimeOffset now) => main.Apply(
        new Step(CaseAction.TakeIn, by, new JoinData(other.Number!.Value.Value, other.Facts.Subscribers, demands, GraveOf(other), Division.SharedBy(other.Facts, demands, main.Facts)), reason), now, rules()) as StepResult.Refused;

    /// <summary>
    /// What was joined to a case that is joined to another goes there too, with all that it asked for besides: its residents are told, asked and heard there as
    /// everybody's, and whichever of them leaves again takes nobody along.
    /// </summary>
    private async Task<StepResult.Refused?> GoesAlongAsync(Case joined, Case from, Case main, Actor by, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (number, why) = (joined.Number!.Value.Value, LoopTexts.Of("merge.along", from.Number, main.Number));
        string[] brought = [.. from.Facts.Brought.Where(b => b.Child == number).Select(b => b.Text)];
        return joined.Apply(new Step(CaseAction.Unmerge, by, Reason: why), now, rules()) as StepResult.Refused
            ?? await LetGoAsync(from, joined, by, why, now, cancellationToken)
            ?? joined.Apply(new Step(CaseAction.Merge, by, new MergeData(main.Number!.Value.Value, 1, true, true, true), why), now, rules()) as StepResult.Refused
            ?? TakeIn(main, joined, brought.Length == 0 ? null : brought, by, why, now);
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
        return await LetGoAsync(main, one, step.By, step.Reason, now, cancellationToken) is { } refused ? (refused, []) : (result, [main]);
    }

    /// <summary>Whoever follows the main case for another reason goes on following it.</summary>
    private async Task<StepResult.Refused?> LetGoAsync(Case main, Case one, Actor by, string reason, DateTimeOffset now, CancellationToken cancellationToken)
    {
        List<Subscriber> staying = [.. main.Facts.Subscribers.Where(s => s.Conversation == main.ConversationId)];
        foreach (var other in main.Facts.MergedFrom.Where(n => n != one.Number!.Value.Value))
        {
            staying.AddRange((await cases.FindAsync(new CaseNo(other), cancellationToken))?.Facts.Subscribers ?? []);
        }
        return main.Apply(new Step(CaseAction.LetGo, by, new JoinData(one.Number!.Value.Value, [.. one.Facts.Subscribers.Except(staying)]), reason), now, rules()) as StepResult.Refused;
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
