using System.Text;
using System.Text.Json.Nodes;

namespace StationBot.Handling.Cases;

/// <summary>Whether a step may be taken: version, row of the table, role, data, guards, in this order.</summary>
internal readonly record struct StepCheck(StepResult.Refused? Refused, Transition? Row, StepData? Data, CaseStatus To)
{
    public static StepCheck Of(string? number, CaseState state, Step step, int version, DateTimeOffset now, LoopRules rules, string? contact, DateTimeOffset opened, string told)
    {
        if (step.ExpectedVersion is { } expected && expected != version)
        {
            return No(Refusals.Of(Refusals.Stale));
        }
        var action = LoopTexts.Of($"action.{step.Action}");
        var rows = Transitions.From(state.Status, step.Action).ToArray();
        if (rows.Length == 0)
        {
            return No(Refusals.Of(Refusals.IllegalStep, null, LoopTexts.Of($"status.{state.Status}"), action));
        }
        if (Array.Find(rows, r => r.By.Contains(step.By.Role)) is not { } row)
        {
            return No(Refusals.Of(Refusals.WrongRole, null, action, LoopTexts.Of($"role.{step.By.Role}")));
        }
        var given = step.Data ?? StepJson.Empty(step.Action);
        if (given.GetType() != StepJson.TypeOf(step.Action))
        {
            return No(Refusals.Of(Refusals.BadData, "data", "data"));
        }
        var facts = new StepFacts(number, state, step, given, now, rules, contact, opened, told);
        facts = facts with { Data = StepDefaults.Fill(facts) };
        if (FirstMissing(row.Needs, facts) is { } missing)
        {
            return No(Refusals.Of(Refusals.MissingData, missing, missing));
        }
        if (row.Choices.Count > 0 && (facts.Data as DecideData)?.To is { } chosen && !row.Choices.Contains(chosen))
        {
            return No(Refusals.Of(Refusals.BadData, "to", "to"));
        }
        foreach (var guard in row.Guards)
        {
            if (!guard.Holds(facts))
            {
                return No(Refusals.Of(guard.Code, null, guard.Words(facts)));
            }
        }
        return new StepCheck(null, row, facts.Data, row.To ?? (facts.Data as DecideData)?.To ?? (step.Action == CaseAction.Unmerge ? state.StatusBeforeMerge : null) ?? state.Status);
    }

    /// <summary>The first field that a row demands and a step does not bring.</summary>
    public static string? FirstMissing(IReadOnlyList<string> needs, StepFacts facts)
    {
        JsonObject? fields = null;
        return needs.FirstOrDefault(need => need == "reason"
            ? IsEmpty(facts.Step.Reason)
            : (fields ??= StepJson.Fields(facts.Data))[need] switch
            {
                null => true,
                JsonArray list => list.All(item => item is JsonValue one && one.TryGetValue<string>(out var text) && IsEmpty(text)),
                JsonValue value => value.TryGetValue<string>(out var text) && IsEmpty(text),
                _ => false,
            });
    }

    /// <summary>A full stop is no word to anybody.</summary>
    private static bool IsEmpty(string? text) => text?.EnumerateRunes().Any(Rune.IsLetterOrDigit) != true;

    private static StepCheck No(StepResult.Refused refused) => new(refused, null, null, default);
}
