using StationBot.Handling.Cases;
using StationBot.Handling.Flags;
using StationBot.Handling.Suggestions;

namespace StationBot.Handling.Loop;

/// <summary>Deputies' suggestions as rules and pages see them. Fulfilled by the Store room.</summary>
public interface ISuggestions
{
    Task<DeputySuggestion?> FindAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>A suggestion's whole log, oldest first.</summary>
    Task<IReadOnlyList<SuggestionEvent>> EventsAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>Ids of those on which somebody's answer is awaited, in their order.</summary>
    Task<IReadOnlyList<Guid>> RunningAsync(CancellationToken cancellationToken);

    /// <summary>Every suggestion with its whole log, in the order of their ids, page by page; what cannot be read is among them and says why.</summary>
    /// <param name="after">The last of the page before; null for the first.</param>
    Task<IReadOnlyList<StoredSuggestion>> PageAsync(Guid? after, int limit, CancellationToken cancellationToken);

    /// <summary>The newest made of a case; null when there is none.</summary>
    Task<DeputySuggestion?> OfCaseAsync(CaseId caseId, CancellationToken cancellationToken);

    /// <summary>Newest first; a filter that is null filters nothing.</summary>
    Task<IReadOnlyList<DeputySuggestion>> ListAsync(string? deputy, string? unit, SuggestionStatus? status, int limit, CancellationToken cancellationToken);
}

/// <summary>A suggestion as the database holds it.</summary>
/// <param name="Suggestion">Null when its row or its log cannot be read.</param>
/// <param name="Log">Oldest first.</param>
/// <param name="Unreadable">Why not, in English for whoever looks after the database.</param>
public sealed record StoredSuggestion(Guid Id, DeputySuggestion? Suggestion, IReadOnlyList<SuggestionEvent> Log, string? Unreadable = null);

/// <summary>What became of a wish to do something with a suggestion.</summary>
/// <param name="Suggestion">Null when it was refused or is not there.</param>
/// <param name="Why">Null when it was done, and when there is no such suggestion or case.</param>
public sealed record SuggestionResult(DeputySuggestion? Suggestion, StepResult.Refused? Why);

/// <summary>
/// The way in for everybody who works on 代表建议. An adopted one takes T29 on its case in the same transaction; what was refused leaves a trace.
/// </summary>
/// <param name="rules">The district and the clocks in force now.</param>
public sealed class SuggestionWork(ICases cases, ILoopStore store, ISuggestions suggestions, Func<LoopRules> rules, TimeProvider time)
{
    private const int Tries = 5;

    /// <summary>A deputy makes a case the draft of a suggestion; what they do not say is taken from the case.</summary>
    /// <param name="remember">What else is saved with it: an answered request.</param>
    public async Task<SuggestionResult> DraftAsync(
        CaseNo number, Actor deputy, SuggestionData data, CancellationToken cancellationToken, Func<DeputySuggestion, SuggestionEvent, LoopCommit>? remember = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (await cases.FindAsync(number, cancellationToken) is not { } one)
        {
            return new(null, null);
        }
        if (Against(one, deputy) is { } code)
        {
            var why = Refusals.Of(code, null, LoopTexts.Of($"status.{one.Status}"), LoopTexts.Of("suggestion.action.Draft"));
            return await RefuseAsync(number.Value, SuggestionAction.Draft, deputy, why, cancellationToken);
        }
        var made = new DeputySuggestion(Guid.CreateVersion7(time.GetUtcNow()), one.Id);
        var summary = Masking.MaskPersons(one.Summary, Masking.NamesIn(one.RawText));
        var full = data with { Title = data.Title ?? summary, Facts = data.Facts ?? summary, Deputy = one.Deputy, CaseNo = number.Value };
        if (made.Apply(new SuggestionStep(SuggestionAction.Draft, deputy, full), time.GetUtcNow(), rules(), out var refused) is not { } happened)
        {
            return await RefuseAsync(number.Value, SuggestionAction.Draft, deputy, refused!, cancellationToken);
        }
        var commit = remember?.Invoke(made, happened) ?? new LoopCommit();
        return await store.CommitAsync(commit with { Suggestions = [made] }, cancellationToken)
            ? new(made, null)
            : await RefuseAsync(number.Value, SuggestionAction.Draft, deputy, Refusals.Of(SuggestionRefusals.Stale), cancellationToken);
    }

    /// <summary>Takes one step of one suggestion.</summary>
    /// <returns>Somebody who was first shows as <see cref="SuggestionRefusals.Stale"/> when the step names a version; otherwise the step is tried again on what is there now.</returns>
    /// <inheritdoc cref="DraftAsync"/>
    public async Task<SuggestionResult> TakeAsync(
        Guid id, SuggestionStep step, CancellationToken cancellationToken, Func<DeputySuggestion, SuggestionEvent, LoopCommit>? remember = null)
    {
        ArgumentNullException.ThrowIfNull(step);
        for (var tries = 1; ; tries++)
        {
            if (await suggestions.FindAsync(id, cancellationToken) is not { } one)
            {
                return new(null, null);
            }
            var (number, deputy) = (one.State.CaseNo ?? "", one.Deputy);
            if (one.Apply(step, time.GetUtcNow(), rules(), out var refused) is not { } happened)
            {
                return await RefuseAsync(number, step.Action, step.By, refused!, cancellationToken);
            }
            var (moved, against) = await MoveCaseAsync(one, deputy, step, cancellationToken);
            if (against is not null)
            {
                return await RefuseAsync(number, step.Action, step.By, against, cancellationToken);
            }
            var commit = remember?.Invoke(one, happened) ?? new LoopCommit();
            if (await store.CommitAsync(commit with { Suggestions = [one], Cases = moved }, cancellationToken))
            {
                return new(one, null);
            }
            if (tries == Tries || step.ExpectedVersion is not null)
            {
                return await RefuseAsync(number, step.Action, step.By, Refusals.Of(SuggestionRefusals.Stale), cancellationToken);
            }
        }
    }

    /// <summary>Only the responsible deputy drafts, never one whom the complaint is about, and a case becomes one suggestion at most.</summary>
    private static string? Against(Case one, Actor deputy) =>
        one.Facts.Suggestion is not null ? "case.guard.one_suggestion"
        : !one.Status.IsOpen() ? Refusals.IllegalStep
        : one.Deputy is null || one.Deputy != deputy.Unit || one.Facts.Conflicted.Contains(one.Deputy) ? "case.guard.own_deputy"
        : null;

    /// <summary>Whether the case allows the step, and what the step does to it: T29, when the pre-review adopts; the way back when the deputy withdraws what was adopted.</summary>
    /// <param name="was">Its deputy before the step.</param>
    private async Task<(IReadOnlyList<Case> Cases, StepResult.Refused? Against)> MoveCaseAsync(DeputySuggestion one, string? was, SuggestionStep step, CancellationToken cancellationToken)
    {
        if (step is { Action: SuggestionAction.HandOut, Data.Unit: { } unit })
        {
            // Whom the complaint is about handles no suggestion made from it either (domain.md §2).
            return ([], (await store.FindAsync(one.CaseId, cancellationToken))?.Facts.Conflicted.Contains(unit) == true ? Refusals.Of("case.guard.conflicted") : null);
        }
        if (step is { Action: SuggestionAction.CarryOver, Data.Deputy: { } next })
        {
            return ([], AgainstNext(await store.FindAsync(one.CaseId, cancellationToken), was, next));
        }
        if (step is not ({ Action: SuggestionAction.PreReview, Data.Result: PreReview.Adopt } or { Action: SuggestionAction.Withdraw })
            || await store.FindAsync(one.CaseId, cancellationToken) is not { } from)
        {
            return ([], null);
        }
        if (step.Action == SuggestionAction.Withdraw)
        {
            // A case that is over, or never became this suggestion, has nothing to give back.
            var drop = new Step(CaseAction.DropSuggestion, step.By, new PromoteData(one.Id, one.State.Title), step.Reason);
            return from.Apply(drop, time.GetUtcNow(), rules()) is StepResult.Done ? ([from], null) : ([], null);
        }
        var promote = new Step(CaseAction.Promote, step.By, new PromoteData(one.Id, one.State.Title, PreReview.Adopt, one.Deputy), step.Reason);
        return from.Apply(promote, time.GetUtcNow(), rules()) is StepResult.Refused why ? ([], why) : ([from], null);
    }

    /// <summary>An open case is carried over itself and takes its suggestion along (T30). When it is over, the suggestion alone goes to whoever now serves.</summary>
    private StepResult.Refused? AgainstNext(Case? from, string? was, string next)
    {
        var (directory, calendar) = (rules().Directory, rules().Calendar);
        return from?.Status.IsOpen() == true ? Refusals.Of("suggestion.guard.with_case", null, from.Number)
            : from?.Facts.Conflicted.Contains(next) == true ? Refusals.Of("case.guard.conflicted")
            : next == was || directory.Deputy(next)?.ServesOn(calendar.DayOf(time.GetUtcNow())) != true ? Refusals.Of("suggestion.guard.new_deputy", "deputy")
            : null;
    }

    private async Task<SuggestionResult> RefuseAsync(string number, SuggestionAction action, Actor by, StepResult.Refused why, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await store.RefusedAsync(new RefusedStep(Guid.CreateVersion7(now), now, by.Role, by.Signature, number, $"Suggestion.{action}", why.Code), cancellationToken);
        return new(null, why);
    }
}
