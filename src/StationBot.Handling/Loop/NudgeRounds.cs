using System.Collections.Concurrent;
using StationBot.Handling.Cases;
using StationBot.Handling.Deadlines;

namespace StationBot.Handling.Loop;

/// <summary>What a round did.</summary>
/// <param name="Cases">Cases, or suggestions, that were looked at and saved.</param>
/// <param name="Acts">Nudges, warnings, escalations and notices among them.</param>
/// <param name="Refused">Codes of steps that the table refused: a bug in the plan, for the log.</param>
/// <param name="Failed">Why some were left for the next round.</param>
public sealed record NudgeRound(int Cases, int Acts, IReadOnlyList<string> Refused, IReadOnlyList<Exception> Failed);

/// <summary>
/// Does what is due by the clocks (<see cref="Nudging"/>): finds it by query, writes its claims in the commit of its steps, and so does it once, on
/// however many machines. What a stop has missed is caught up, of each series only the newest.
/// </summary>
public sealed class NudgeRounds(ILoopStore loop, INudgeStore store, Func<LoopRules> rules, TimeProvider time)
{
    private const int Page = 200;
    private const int SideBySide = 8;
    private const int Tries = 3;

    /// <summary>One round over everything that is due now.</summary>
    public async Task<NudgeRound> RunAsync(CancellationToken cancellationToken)
    {
        var (tally, now) = (new Tally(), time.GetUtcNow());
        while (true)
        {
            // Those that failed stay due and stand first: behind them the others are found all the same.
            var due = await loop.DueAsync(now, Page + tally.Failed.Count, cancellationToken);
            var fresh = due.Where(c => !tally.Failed.ContainsKey(c.Id)).ToArray();
            if (fresh.Length == 0)
            {
                return tally.Result();
            }
            await TakeAsync(fresh, Nudging.Of, tally, cancellationToken);
        }
    }

    /// <summary>Lifts supervision of what many complain of in one township (§5.5).</summary>
    public async Task<NudgeRound> AlikeAsync(CancellationToken cancellationToken)
    {
        var (tally, now) = (new Tally(), rules());
        var since = time.GetUtcNow().AddDays(-now.Clocks.ManyAlikeDays);
        var many = (await store.AlikeAsync(since, cancellationToken))
            .GroupBy(a => (a.ProblemType, Township: now.Directory.Community(a.Community)?.Township))
            .Where(g => g.Key.Township is not null && g.Sum(a => a.Cases) >= now.Clocks.ManyAlike);
        foreach (var group in many)
        {
            string[] communities = [.. group.Select(a => a.Community!)];
            var ids = await store.AlikeAsync(group.Key.ProblemType, communities, since, Gates.LevelOf(EscalationGround.ManyAlike), cancellationToken);
            foreach (var page in ids.Chunk(Page))
            {
                var cases = await Task.WhenAll(page.Select(id => loop.FindAsync(id, cancellationToken)));
                await TakeAsync(cases.OfType<Case>(), Nudging.ManyAlike, tally, cancellationToken);
            }
        }
        return tally.Result();
    }

    /// <summary>Plans every case anew: the calendar or the settings may have changed since its last step.</summary>
    /// <returns>How many clocks now speak at another moment.</returns>
    public async Task<int> ReplanAsync(CancellationToken cancellationToken)
    {
        var (moved, now, inForce) = (0, time.GetUtcNow(), rules());
        await foreach (var page in store.PlannedAsync(Page, cancellationToken))
        {
            List<(PlannedCase Case, IReadOnlyList<PlannedAct> Acts)> plans = [];
            foreach (var one in page)
            {
                var state = one.State ?? (await loop.FindAsync(one.Id, cancellationToken))?.Facts;
                plans.Add((one, state is null ? [] : Nudging.Of(one.Id, state, inForce)));
            }
            var past = plans.Where(p => p.Acts.Any(a => a.At <= now)).Select(p => p.Case.Id).ToArray();
            var claimed = past.Length == 0 ? new HashSet<string>() : await store.ClaimedAsync(past, cancellationToken);
            PlannedCase[] changed = [.. plans.Select(p => (p.Case, Next: p.Acts.FirstOrDefault(a => !claimed.Contains(a.Key))?.At))
                .Where(p => p.Next != p.Case.NextActionAt).Select(p => p.Case with { NextActionAt = p.Next })];
            if (changed.Length > 0)
            {
                await store.MoveAsync(changed, cancellationToken);
                moved += changed.Length;
            }
        }
        return moved;
    }

    private Task TakeAsync(IEnumerable<Case> cases, Func<CaseId, CaseState, LoopRules, IReadOnlyList<PlannedAct>> plan, Tally tally, CancellationToken cancellationToken) =>
        Parallel.ForEachAsync(cases, new ParallelOptions { MaxDegreeOfParallelism = SideBySide, CancellationToken = cancellationToken }, async (one, ct) =>
        {
            try
            {
                await TakeAsync(one, plan, tally, ct);
            }
            catch (Exception trouble) when (trouble is not OperationCanceledException)
            {
                // One case must not keep the others from their clocks.
                tally.Failed[one.Id] = trouble;
            }
        });

    private async Task TakeAsync(Case one, Func<CaseId, CaseState, LoopRules, IReadOnlyList<PlannedAct>> plan, Tally tally, CancellationToken cancellationToken)
    {
        for (var tries = 1; ; tries++)
        {
            var claimed = await store.ClaimedAsync([one.Id], cancellationToken);
            var (now, inForce) = (time.GetUtcNow(), rules());
            var due = plan(one.Id, one.Facts, inForce).Where(a => a.At <= now && !claimed.Contains(a.Key) && !Sleeps(a, now, inForce)).ToArray();
            PlannedAct[] newest = [.. due.GroupBy(a => a.Series).Select(g => g.Last())];
            List<StaffNotice> told = [];
            List<string> refused = [];
            foreach (var act in newest)
            {
                await StepAsync(one, act, now, inForce, refused, cancellationToken);
                told.AddRange(act.Tells.Select(t => new StaffNotice(Guid.CreateVersion7(now), one.Id, t.Role, t.Unit, t.Kind, one.EventCount, now) { Urgent = Notices.IsUrgent(one.Facts), TellAt = now }));
            }
            NudgeClaim[] claims = [.. due.Select(a => new NudgeClaim(a.Key, one.Id, now))];
            var was = one.NextActionAt;
            one.NextActionAt = Next(one, now, inForce, [.. claimed, .. claims.Select(c => c.Key)]);
            if (due.Length == 0 && one.NextActionAt == was)
            {
                return;
            }
            if (await loop.CommitAsync(new LoopCommit { Cases = [one], Claims = claims, Notices = told }, cancellationToken))
            {
                tally.Note(newest.Length, refused);
                return;
            }
            if (tries == Tries || await loop.FindAsync(one.Id, cancellationToken) is not { } again)
            {
                tally.Failed[one.Id] = new InvalidOperationException($"The case changed {Tries} times while its clocks were seen to.");
                return;
            }
            one = again;
        }
    }

    private async Task StepAsync(Case one, PlannedAct act, DateTimeOffset now, LoopRules inForce, List<string> refused, CancellationToken cancellationToken)
    {
        foreach (var step in act.Steps)
        {
            var whole = step.Data is ReferData ? step with { Data = new ReferData(await ViewsAsync(one, cancellationToken)) } : step;
            if (one.Apply(whole, now, inForce) is StepResult.Refused no)
            {
                refused.Add($"{act.Series} {step.Action}: {no.Code}");
                return;
            }
        }
    }

    /// <summary>Both units' views (T33): why they returned it.</summary>
    private async Task<IReadOnlyList<string>> ViewsAsync(Case one, CancellationToken cancellationToken) =>
        [.. (await loop.EventsAsync(one.Id, cancellationToken)).Where(e => e.Action == nameof(CaseAction.ReturnByDepartment)).TakeLast(2).Select(e => $"{e.By}: {e.Reason}")];

    /// <summary>The first moment that nobody has claimed; what this round did not look at stays due, and what sleeps is due when the quiet hours end.</summary>
    private static DateTimeOffset? Next(Case one, DateTimeOffset now, LoopRules inForce, HashSet<string> claimed) =>
        Nudging.Of(one.Id, one.Facts, inForce).Where(a => !claimed.Contains(a.Key))
            .Min(a => (DateTimeOffset?)(Sleeps(a, now, inForce) && a.At <= now ? QuietHours.After(now, inForce.Calendar, inForce.Clocks) : a.At));

    private static bool Sleeps(PlannedAct act, DateTimeOffset now, LoopRules inForce) => act.Rings && QuietHours.Contains(now, inForce.Calendar, inForce.Clocks);

    private sealed class Tally
    {
        private int _cases;
        private int _acts;
        private readonly ConcurrentQueue<string> _refused = [];

        public ConcurrentDictionary<CaseId, Exception> Failed { get; } = [];

        public void Note(int acts, IEnumerable<string> refused)
        {
            Interlocked.Increment(ref _cases);
            Interlocked.Add(ref _acts, acts);
            foreach (var code in refused)
            {
                _refused.Enqueue(code);
            }
        }

        public NudgeRound Result() => new(_cases, _acts, [.. _refused], [.. Failed.Values]);
    }
}
