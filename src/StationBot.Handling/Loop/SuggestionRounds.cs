using StationBot.Handling.Cases;
using StationBot.Handling.Suggestions;

namespace StationBot.Handling.Loop;

/// <summary>
/// Tells what is due by the clocks of 代表建议, each once on however many machines: the claim is in the commit of the notice. A year has few of them, so
/// all that run are looked at; what a stop has missed is caught up, of each kind only the newest.
/// </summary>
public sealed class SuggestionRounds(ISuggestions suggestions, ILoopStore loop, INudgeStore claims, Func<LoopRules> rules, TimeProvider time)
{
    /// <summary>One round; a suggestion that cannot be read or planned holds up no other.</summary>
    public async Task<NudgeRound> RunAsync(CancellationToken cancellationToken)
    {
        var (looked, acts, now, inForce) = (0, 0, time.GetUtcNow(), rules());
        List<Exception> failed = [];
        if (Deadlines.QuietHours.Contains(now, inForce.Calendar, inForce.Clocks))
        {
            return new NudgeRound(0, 0, [], failed);
        }
        foreach (var id in await suggestions.RunningAsync(cancellationToken))
        {
            try
            {
                if (await suggestions.FindAsync(id, cancellationToken) is { } one && await TellAsync(one, inForce, now, cancellationToken) is > 0 and var told)
                {
                    (looked, acts) = (looked + 1, acts + told);
                }
            }
            catch (Exception trouble) when (trouble is not OperationCanceledException)
            {
                failed.Add(trouble);
            }
        }
        return new NudgeRound(looked, acts, [], failed);
    }

    private async Task<int> TellAsync(DeputySuggestion one, LoopRules inForce, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var claimed = await claims.ClaimedAsync([one.CaseId], cancellationToken);
        PlannedAct[] due = [.. SuggestionNotices.Plan(one, inForce).Where(a => a.At <= now && !claimed.Contains(a.Key))];
        if (due.Length == 0)
        {
            return 0;
        }
        var newest = due.GroupBy(a => a.Series).Select(g => g.MaxBy(a => a.At)!)
            // Nobody is told that a day is near once it is past.
            .Where(a => a.Series != SuggestionNotices.AnswerSoon || !due.Any(o => o.Series == SuggestionNotices.AnswerOverdue));
        // A refused commit is another machine's claim, or a step taken meanwhile: the next round looks again.
        return await loop.CommitAsync(new LoopCommit
        {
            Claims = [.. due.Select(a => new NudgeClaim(a.Key, one.CaseId, now))],
            Notices = [.. newest.SelectMany(a => a.Tells).Select(t => new StaffNotice(Guid.CreateVersion7(now), one.CaseId, t.Role, t.Unit, t.Kind, one.Version, now) { TellAt = now })],
        }, cancellationToken) ? due.Length : 0;
    }
}
