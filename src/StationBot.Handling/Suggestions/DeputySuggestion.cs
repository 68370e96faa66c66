using System.Text.Json;
using System.Text.Json.Nodes;
using StationBot.Handling.Cases;

namespace StationBot.Handling.Suggestions;

/// <summary>代表建议: what a deputy makes of a case. It moves only by <see cref="Apply"/>, and its events are the truth of it, as with a <see cref="Case"/>.</summary>
public sealed class DeputySuggestion
{
    private readonly List<SuggestionEvent> _uncommitted = [];

    private DeputySuggestion() { }

    public DeputySuggestion(Guid id, CaseId caseId) => (Id, CaseId) = (id, caseId);

    public Guid Id { get; private set; }
    public CaseId CaseId { get; private set; }
    public SuggestionState State { get; private set; } = new();

    // Copies of the state, for those who search.
    public SuggestionStatus Status { get; private set; }
    public string? Deputy { get; private set; }
    public string? Unit { get; private set; }
    public DateOnly? DueOn { get; private set; }

    /// <summary>Concurrency token; also how many events there are.</summary>
    public int Version { get; private set; }
    public IReadOnlyList<SuggestionEvent> Uncommitted => _uncommitted;

    /// <summary>Takes one legal step; a refusal is null, changes nothing, and <paramref name="refused"/> says why.</summary>
    public SuggestionEvent? Apply(SuggestionStep step, DateTimeOffset now, LoopRules rules, out StepResult.Refused? refused)
    {
        ArgumentNullException.ThrowIfNull(step);
        ArgumentNullException.ThrowIfNull(rules);
        now = DateTimeOffset.FromUnixTimeMilliseconds(now.ToUnixTimeMilliseconds());
        var data = step.Data ?? new SuggestionData();
        refused = Check(step, data, now, rules, out var row);
        if (refused is not null)
        {
            return null;
        }
        var to = row!.To ?? (step.Action != SuggestionAction.PreReview ? Status : data.Result == PreReview.Adopt ? SuggestionStatus.Submitted : SuggestionStatus.Draft);
        var happened = new SuggestionEvent(
            Guid.CreateVersion7(now), Id, Version + 1, row.Id, step.Action.ToString(), step.By.Role, step.By.Signature, now, Status, to, step.Reason,
            JsonSerializer.Serialize(data, StepJson.Options));
        State = State.Apply(happened);
        (Status, Deputy, Unit, Version) = (State.Status, State.Deputy, State.Unit, happened.Number);
        DueOn = SuggestionClocks.Answer(State, rules.Calendar, rules.Clocks);
        _uncommitted.Add(happened);
        return happened;
    }

    /// <summary>Called by the store once the events are safe.</summary>
    public void MarkCommitted() => _uncommitted.Clear();

    private StepResult.Refused? Check(SuggestionStep step, SuggestionData data, DateTimeOffset now, LoopRules rules, out SuggestionTransition? row)
    {
        row = null;
        if (step.ExpectedVersion is { } expected && expected != Version)
        {
            return Refusals.Of(SuggestionRefusals.Stale);
        }
        var action = LoopTexts.Of($"suggestion.action.{step.Action}");
        // Only the very first event is a draft.
        var rows = step.Action == SuggestionAction.Draft && Version > 0 ? [] : SuggestionSteps.From(Status, step.Action).ToArray();
        if (rows.Length == 0 || (Version == 0 && step.Action != SuggestionAction.Draft))
        {
            return Refusals.Of(SuggestionRefusals.IllegalStep, null, LoopTexts.Of($"suggestion.status.{Status}"), action);
        }
        row = rows[0];
        if (row.By != step.By.Role)
        {
            return Refusals.Of(SuggestionRefusals.WrongRole, null, action, LoopTexts.Of($"role.{step.By.Role}"));
        }
        var fields = JsonSerializer.SerializeToNode(data, StepJson.Options)!.AsObject();
        var known = row.Needs.Concat(row.May);
        if (fields.Select(f => f.Key).FirstOrDefault(f => !known.Contains(f)) is { } foreign)
        {
            return Refusals.Of(SuggestionRefusals.BadData, foreign, foreign);
        }
        if (row.Needs.FirstOrDefault(n => fields[n] is null or JsonArray { Count: 0 } || (fields[n] is JsonValue v && v.TryGetValue<string>(out var text) && string.IsNullOrWhiteSpace(text))) is { } missing)
        {
            return Refusals.Of(SuggestionRefusals.MissingData, missing, missing);
        }
        var facts = new SuggestionFacts(State, step, data, now, rules);
        return row.Guards.FirstOrDefault(g => !g.Holds(facts)) is { } guard ? Refusals.Of(guard.Code) : null;
    }
}
