using StationBot.Handling.Cases;
using StationBot.Handling.Suggestions;

namespace StationBot.Handling.Loop;

/// <summary>Deputies' suggestions as rules and pages see them. Fulfilled by the Store room.</summary>
public interface ISuggestions
{
    Task<DeputySuggestion?> FindAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>A suggestion's whole log, oldest first.</summary>
    Task<IReadOnlyList<SuggestionEvent>> EventsAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>Newest first; a filter that is null filters nothing.</summary>
    Task<IReadOnlyList<DeputySuggestion>> ListAsync(string? deputy, string? unit, SuggestionStatus? status, int limit, CancellationToken cancellationToken);
}

/// <summary>What became of a wish to do something with a suggestion.</summary>
/// <param name="Suggestion">Null when it was refused or is not there.</param>
/// <param name="Why">Null when it was done, and when there is no such suggestion or case.</param>
public sealed record SuggestionResult(DeputySuggestion? Suggestion, StepResult.Refused? Why);

/// <summary>The way in for everybody who works on 代表建议. An adopted one takes T29 on its case in the same transaction.</summary>
/// <param name="rules">The district and the clocks in force now.</param>
public sealed class SuggestionWork(ICases cases, ILoopStore store, ISuggestions suggestions, Func<LoopRules> rules, TimeProvider time)
{
    /// <summary>A deputy makes a case the draft of a suggestion; what they do not say is taken from the case.</summary>
    public async Task<SuggestionResult> DraftAsync(CaseNo number, Actor deputy, SuggestionData data, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (await cases.FindAsync(number, cancellationToken) is not { } one)
        {
            return new(null, null);
        }
        if (!one.Status.IsOpen() || one.Deputy is null || one.Deputy != deputy.Unit || one.Facts.Suggestion is not null)
        {
            var code = one.Facts.Suggestion is not null ? "case.guard.one_suggestion" : one.Status.IsOpen() ? "case.guard.own_deputy" : Refusals.IllegalStep;
            return await RefuseAsync(number.Value, "Draft", deputy, Refusals.Of(code, null, LoopTexts.Of($"status.{one.Status}"), LoopTexts.Of("suggestion.action.Draft")), cancellationToken);
        }
        var made = new DeputySuggestion(Guid.CreateVersion7(time.GetUtcNow()), one.Id);
        var full = data with { Title = data.Title ?? one.Summary, Facts = data.Facts ?? one.Summary, Deputy = one.Deputy, CaseNo = number.Value };
        if (made.Apply(new SuggestionStep(SuggestionAction.Draft, deputy, full), time.GetUtcNow(), rules(), out var refused) is null)
        {
            return await RefuseAsync(number.Value, "Draft", deputy, refused!, cancellationToken);
        }
        return await store.CommitAsync(new LoopCommit { Suggestions = [made] }, cancellationToken) ? new(made, null) : new(null, Refusals.Of("suggestion.stale"));
    }

    public async Task<SuggestionResult> TakeAsync(Guid id, SuggestionStep step, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(step);
        if (await suggestions.FindAsync(id, cancellationToken) is not { } one)
        {
            return new(null, null);
        }
        var number = one.State.CaseNo ?? "";
        if (one.Apply(step, time.GetUtcNow(), rules(), out var refused) is null)
        {
            return await RefuseAsync(number, step.Action.ToString(), step.By, refused!, cancellationToken);
        }
        List<Case> promoted = [];
        if (step is { Action: SuggestionAction.PreReview, Data.Result: PreReview.Adopt } && await cases.FindAsync(new CaseNo(number), cancellationToken) is { } from)
        {
            var promote = from.Apply(new Step(CaseAction.Promote, step.By, new PromoteData(one.Id, one.State.Title, PreReview.Adopt, one.Deputy), step.Reason), time.GetUtcNow(), rules());
            if (promote is StepResult.Refused why)
            {
                return await RefuseAsync(number, step.Action.ToString(), step.By, why, cancellationToken);
            }
            promoted.Add(from);
        }
        return await store.CommitAsync(new LoopCommit { Suggestions = [one], Cases = promoted }, cancellationToken) ? new(one, null) : new(null, Refusals.Of("suggestion.stale"));
    }

    private async Task<SuggestionResult> RefuseAsync(string number, string action, Actor by, StepResult.Refused why, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await store.RefusedAsync(new RefusedStep(Guid.CreateVersion7(now), now, by.Role, by.Signature, number, $"Suggestion.{action}", why.Code), cancellationToken);
        return new(null, why);
    }
}
