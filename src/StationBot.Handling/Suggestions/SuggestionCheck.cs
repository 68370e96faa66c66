using StationBot.Handling.Cases;

namespace StationBot.Handling.Suggestions;

/// <summary>Holds a stored suggestion against the steps of its track: every event legal, the state equal to the replay, the statutory day worked out again.</summary>
public static class SuggestionCheck
{
    /// <param name="log">Its whole log, in order.</param>
    /// <returns>What is off, one line each, in English for whoever runs the check.</returns>
    public static IReadOnlyList<string> Faults(DeputySuggestion one, IReadOnlyList<SuggestionEvent> log, LoopRules rules)
    {
        ArgumentNullException.ThrowIfNull(one);
        ArgumentNullException.ThrowIfNull(rules);
        List<string> faults = [];
        var state = new SuggestionState();
        foreach (var (index, happened) in log.Index())
        {
            if (happened.Number != index + 1)
            {
                faults.Add($"event {happened.Number} stands at place {index + 1}");
            }
            if (happened.From != state.Status)
            {
                faults.Add($"event {happened.Number} starts from {happened.From}, the one before ends in {state.Status}");
            }
            if (!Enum.TryParse<SuggestionAction>(happened.Action, out var action)
                || !SuggestionSteps.From(happened.From, action).Any(r => r.Id == happened.Step && r.By == happened.Actor && (r.To is not { } to || to == happened.To)))
            {
                faults.Add($"event {happened.Number} {happened.Step} {happened.Action}: not in the table from {happened.From} by {happened.Actor} to {happened.To}");
                continue;
            }
            state = state.Apply(happened);
        }
        if (log.Count != one.Version)
        {
            faults.Add($"{log.Count} events, the suggestion counts {one.Version}");
        }
        if (SuggestionState.Write(state) != SuggestionState.Write(one.State))
        {
            faults.Add("state differs from the replay");
        }
        if ((one.Status, one.Deputy, one.Unit) != (state.Status, state.Deputy, state.Unit))
        {
            faults.Add("columns differ from the log");
        }
        if (SuggestionClocks.Answer(state, rules.Calendar, rules.Clocks) is var due && one.DueOn != due)
        {
            faults.Add($"due {one.DueOn:yyyy-MM-dd}, worked out again {due:yyyy-MM-dd}");
        }
        return faults;
    }
}
