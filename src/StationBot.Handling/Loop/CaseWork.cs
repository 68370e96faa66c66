using StationBot.Handling.Cases;
using StationBot.Handling.Flags;
using StationBot.Handling.Messages;
using StationBot.Handling.Suggestions;

namespace StationBot.Handling.Loop;

/// <summary>What became of a wish to do something with a case.</summary>
public abstract record WorkResult
{
    private WorkResult() { }

    public sealed record Done(Case Case, CaseEvent Event) : WorkResult;

    public sealed record Refused(StepResult.Refused Why) : WorkResult;

    public sealed record NotFound : WorkResult;
}

/// <summary>
/// The way in for everybody who works on cases: pages, API, clocks. Takes a step, saves it with all that follows from it (also in the other case
/// of a merge, or the new ones of a split), and leaves a trace of what was refused.
/// </summary>
/// <param name="rules">The district and the clocks in force now.</param>
public sealed partial class CaseWork(ICases cases, ILoopStore store, ISuggestions suggestions, Func<LoopRules> rules, TimeProvider time)
{
    /// <summary>Everybody who works on one case in the same moment has their turn.</summary>
    private const int Tries = 20;

    /// <summary>Takes one step of one case.</summary>
    /// <param name="remember">What else is saved with the step: an answered request, a claimed nudge.</param>
    /// <returns>Somebody who was first shows as <see cref="Refusals.Stale"/> when the step names a version; otherwise the step is tried again on the newer case.</returns>
    public async Task<WorkResult> TakeAsync(CaseNo number, Step step, CancellationToken cancellationToken, Func<Case, CaseEvent, LoopCommit>? remember = null)
    {
        ArgumentNullException.ThrowIfNull(step);
        for (var tries = 1; ; tries++)
        {
            if (await cases.FindAsync(number, cancellationToken) is not { } one)
            {
                return new WorkResult.NotFound();
            }
            var (now, flags, tickets) = (time.GetUtcNow(), one.Facts.Flags, one.Facts.Tickets);
            var (result, others) = step.Action switch
            {
                CaseAction.Merge => await MergeAsync(one, step, now, cancellationToken),
                CaseAction.Unmerge => await UnmergeAsync(one, step, now, cancellationToken),
                CaseAction.Split => await SplitAsync(one, step, now, cancellationToken),
                CaseAction.Unsplit => await UnsplitAsync(one, step, now, cancellationToken),
                CaseAction.LinkTicket when await IsElsewhereAsync(one, step, cancellationToken) => (Refusals.Of("case.guard.ticket_elsewhere"), []),
                CaseAction.EvaluateInterim when one.Status == CaseStatus.Merged => await JudgeJoinedAsync(one, step, now, cancellationToken),
                _ => (one.Apply(step, now, rules()), []),
            };
            if (result is StepResult.Refused refused)
            {
                return await RefuseAsync(number, step, refused, cancellationToken);
            }
            var happened = ((StepResult.Done)result).Event;
            if (happened.Action == nameof(CaseAction.Feedback))
            {
                TrackAtOnce(one, now);
            }
            TriageItem[] triage = [.. Alarms(one, flags, now)];
            if (one.Status == CaseStatus.Collected && SortingAgain.Of(one, now, rules()) is { } severity)
            {
                triage = [.. triage, TriageItem.Of(one.ConversationId, severity, SortingAgain.Reason, now, rules(), one.Id)];
            }
            var carried = await CarriedAsync(one, step, now, cancellationToken);
            var commit = remember?.Invoke(one, happened) ?? new LoopCommit();
            if (await store.CommitAsync(commit with
            {
                Cases = [one, .. others, .. commit.Cases], Triage = [.. commit.Triage, .. triage], Suggestions = [.. commit.Suggestions, .. carried],
                Tickets = [.. commit.Tickets, .. TicketsIn(one, happened).Where(t => !tickets.Any(k => k.Is(t.System, t.Number)))],
            }, cancellationToken))
            {
                return new WorkResult.Done(one, happened);
            }
            if (tries == Tries || step.ExpectedVersion is not null)
            {
                return await RefuseAsync(number, step, Refusals.Of(Refusals.Stale), cancellationToken);
            }
        }
    }

    /// <summary>T24 goes with the feedback that it follows: a verdict that comes before the clock's next round is the interim one that it would be after it.</summary>
    private void TrackAtOnce(Case one, DateTimeOffset now)
    {
        foreach (var track in Nudging.Of(one.Id, one.Facts, rules()).SelectMany(a => a.Steps).Where(s => s.Action == CaseAction.TrackCommitments).ToArray())
        {
            one.Apply(track, now, rules());
        }
    }

    /// <summary>A new P0 or P1 flag on an open case is put before staff at once, whoever raised it (domain.md §4.3, §8); staff groups hear of such items.</summary>
    private IEnumerable<TriageItem> Alarms(Case one, IReadOnlyList<string> before, DateTimeOffset now) => one.Status.IsOpen()
        ? one.Facts.Flags.Except(before).Select(f => (Flag: f, Severity: FlagTable.SeverityOf(f))).Where(f => f.Severity is Severity.P0 or Severity.P1)
            .GroupBy(f => f.Severity!.Value).Select(g => TriageItem.Of(one.ConversationId, g.Key, string.Join(',', g.Select(f => f.Flag + ":" + ByHand)), now, rules(), one.Id))
        : [];

    /// <summary>In the place of the rule that would have fired.</summary>
    private const string ByHand = "by_hand";

    private async Task<bool> IsElsewhereAsync(Case one, Step step, CancellationToken cancellationToken) =>
        step.Data is TicketData { System: { } system, Number: { } number } && await store.FindTicketAsync(system, number, cancellationToken) is { } known && known != one.Id;

    /// <summary>T30: what the deputy who leaves has made of the case goes on with the next one.</summary>
    private async Task<IReadOnlyList<DeputySuggestion>> CarriedAsync(Case one, Step step, DateTimeOffset now, CancellationToken cancellationToken) => step.Action != CaseAction.CarryOver ? []
        : [.. (await suggestions.OfCaseAsync(one.Id, cancellationToken)).Where(made =>
            made.Deputy != one.Deputy && made.Apply(new SuggestionStep(SuggestionAction.CarryOver, step.By, new SuggestionData(Deputy: one.Deputy), step.Reason), now, rules(), out _) is not null)];

    /// <summary>A number of another system names one case: the row that says so is unique.</summary>
    private static IEnumerable<ExternalTicket> TicketsIn(Case one, CaseEvent happened) =>
        happened.Action == nameof(CaseAction.LinkTicket) && StepJson.Read(CaseAction.LinkTicket, happened.Data) is TicketData { System: { } system, Number: { } number }
            ? [new ExternalTicket(system, number, one.Id, happened.At)] : [];

    private async Task<WorkResult> RefuseAsync(CaseNo number, Step step, StepResult.Refused why, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await store.RefusedAsync(new RefusedStep(Guid.CreateVersion7(now), now, step.By.Role, step.By.Signature, number.Value, step.Action.ToString(), why.Code), cancellationToken);
        return new WorkResult.Refused(why);
    }
}
