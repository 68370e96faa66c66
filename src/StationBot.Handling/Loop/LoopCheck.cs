using StationBot.Handling.Cases;
using StationBot.Handling.Deadlines;

namespace StationBot.Handling.Loop;

/// <summary>Holds a stored case against the table of steps: every event legal, the state equal to the replay, the deadline worked out again.</summary>
public static class LoopCheck
{
    /// <param name="log">The case's whole log, in order.</param>
    /// <returns>What is off, one line each, in English for whoever runs the check.</returns>
    public static IReadOnlyList<string> Faults(Case one, IReadOnlyList<CaseEvent> log, LoopRules rules)
    {
        ArgumentNullException.ThrowIfNull(one);
        List<string> faults = [];
        var state = new CaseState();
        foreach (var (index, happened) in log.Index())
        {
            if (happened.Number != index + 1)
            {
                faults.Add($"event {happened.Number} stands at place {index + 1}");
            }
            if (index > 0 && log[index - 1].To != happened.From)
            {
                faults.Add($"event {happened.Number} starts from {happened.From}, the one before ends in {log[index - 1].To}");
            }
            if (index > 0 && log[index - 1].At > happened.At)
            {
                faults.Add($"event {happened.Number} is older than the one before");
            }
            if (Illegal(happened, state) is { } why)
            {
                faults.Add($"event {happened.Number} {happened.Transition} {happened.Action}: {why}");
            }
            state = state.Apply(happened);
        }
        if (log.Count != one.EventCount)
        {
            faults.Add($"{log.Count} events, the case counts {one.EventCount}");
        }
        if (one.State is { } kept)
        {
            faults.AddRange(kept.Differences(state).Select(field => $"state differs from the replay in {field}"));
            faults.AddRange(Columns(one, kept, rules));
        }
        return faults;
    }

    private static string? Illegal(CaseEvent happened, CaseState state)
    {
        if (!Enum.TryParse<CaseAction>(happened.Action, out var action))
        {
            return "no such action";
        }
        if (action == CaseAction.Adopt)
        {
            return happened.Number == 1 || state.Events == happened.Number - 1 ? null : "adopted in the middle of a log";
        }
        if (Transitions.Find(happened.From, action, happened.Actor) is not { } row || row.Id != happened.Transition)
        {
            return $"not in the table from {happened.From} by {happened.Actor}";
        }
        var to = row.To is { } fixedTo ? [fixedTo] : row.Choices.Count > 0 ? row.Choices : action == CaseAction.Unmerge ? [state.StatusBeforeMerge ?? happened.From] : [happened.From];
        return to.Contains(happened.To) ? null : $"ends in {happened.To}";
    }

    private static IEnumerable<string> Columns(Case one, CaseState state, LoopRules rules)
    {
        if ((one.Status, one.Lead, one.Deputy, one.ReworkCount, one.SupervisionLevel) != (state.Status, state.Lead, state.Deputy, state.ReworkCount, state.SupervisionLevel))
        {
            yield return "columns differ from the state";
        }
        if (LoopClocks.Reply(state, rules.Calendar, rules.Clocks) is { } due && one.DueOn != rules.Calendar.DayOf(due.At))
        {
            yield return $"due {one.DueOn:yyyy-MM-dd}, worked out again {rules.Calendar.DayOf(due.At):yyyy-MM-dd}";
        }
    }
}
