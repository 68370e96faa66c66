using StationBot.Handling.Cases;
using StationBot.Handling.Deadlines;

namespace StationBot.Handling.Loop;

/// <summary>
/// What the clocks will do about a case and when (事前、事中、事后, domain.md §4.6; escalation §5.5): a pure function of its state, the calendar and the
/// policy, so that it can be planned again at any time with the same keys.
/// </summary>
public static class Nudging
{
    /// <summary>Grounds that the case itself shows, highest level first.</summary>
    private static readonly EscalationGround[] Grounds =
    [
        EscalationGround.PromiseBroken, EscalationGround.ThirdRound, EscalationGround.PassedOn,
        EscalationGround.SecondReturn, EscalationGround.SecondDissatisfaction, EscalationGround.RepliesRejected,
    ];

    /// <returns>In order of their moments; those long past are among them, for who knows which were done is the store.</returns>
    public static IReadOnlyList<PlannedAct> Of(CaseId id, CaseState state, LoopRules rules)
    {
        if (!state.Status.IsOpen() && state.Status != CaseStatus.Completed)
        {
            return [];
        }
        var desk = new NudgeDesk(id, state, rules);
        var dues = LoopClocks.Of(state, rules.Calendar, rules.Clocks);
        foreach (var due in dues.Where(d => !d.Paused))
        {
            desk.Watch(due);
        }
        // Staff who let an unanswered question lie are not spared the warnings: they speak once the pause is over.
        foreach (var due in dues.Where(d => d is { Paused: true, PausedUntil: not null }))
        {
            desk.WatchFrom(due.PausedUntil!.Value, due);
        }
        // Delivered with promises that are not due yet: they are tracked from here on (T24).
        if (desk.CanTrack && state is { Status: CaseStatus.AwaitingEvaluation, DissatisfiedAt: null })
        {
            desk.Track();
        }
        if (state.Status.IsOpen())
        {
            if (!state.IsReport)
            {
                desk.RemindOfCalls();
            }
            desk.WatchCalls();
        }
        if (state.Status.IsOpen() && Grounds.Select(g => (EscalationGround?)g).FirstOrDefault(g => Gates.LevelOf(g!.Value) > state.SupervisionLevel && Gates.Backed(g.Value, state)) is { } ground)
        {
            desk.Escalate(ground);
        }
        // Whole milliseconds, as every database keeps them: a moment read back is the moment planned.
        return [.. desk.Acts.Select(a => a with { At = DateTimeOffset.FromUnixTimeMilliseconds(a.At.ToUnixTimeMilliseconds()) }).OrderBy(a => a.At).ThenBy(a => a.Key, StringComparer.Ordinal)];
    }

    /// <summary>Level 2 for one of many of a kind (§5.5): what the case alone cannot show. Nothing when it is there already.</summary>
    public static IReadOnlyList<PlannedAct> ManyAlike(CaseId id, CaseState state, LoopRules rules)
    {
        if (!state.Status.IsOpen() || state.SupervisionLevel >= Gates.LevelOf(EscalationGround.ManyAlike))
        {
            return [];
        }
        var desk = new NudgeDesk(id, state, rules);
        desk.Escalate(EscalationGround.ManyAlike);
        return desk.Acts;
    }
}
