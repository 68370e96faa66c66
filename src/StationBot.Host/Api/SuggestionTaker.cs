using Microsoft.Extensions.Options;
using StationBot.Handling.Cases;
using StationBot.Handling.Loop;
using StationBot.Handling.Suggestions;
using StationBot.Store;

namespace StationBot.Host.Api;

/// <summary>Takes a step of the 代表建议 track for a caller: reads it, takes it through <see cref="SuggestionWork"/>, and turns every refusal into its status.</summary>
internal sealed class SuggestionTaker(
    ICases cases, SuggestionWork work, RefusedSteps refusals, KeyedAnswers answers, Func<LoopRules> rules, IOptions<ApiOptions> options, IServiceScopeFactory scopes, TimeProvider time)
{
    private delegate Task<SuggestionResult> Way(SuggestionStep step, Func<DeputySuggestion, SuggestionEvent, LoopCommit> remember);

    public async Task<Answer> DraftAsync(HttpContext http)
    {
        var (caller, cancellationToken) = (Caller.Of(http), http.RequestAborted);
        return await ReadAsync(http, caller, SuggestionAction.Draft, "", async (step, request) =>
        {
            if (step.Data?.CaseNo is not { Length: > 0 } caseNo)
            {
                return await RefusedAsync(Refusals.Of(SuggestionRefusals.MissingData, "caseNo", "caseNo"), step, caller, "", request, cancellationToken);
            }
            // What may not be said in a draft is refused by its row; whose it is follows from the case.
            var number = new CaseNo(caseNo);
            var one = await cases.FindAsync(number, cancellationToken);
            if (one is not null && caller.Sees(one))
            {
                return await TakeAsync(step, caller, caseNo, request, (taken, remember) => work.DraftAsync(number, taken.By, taken.Data!, cancellationToken, remember), cancellationToken);
            }
            await refusals.NoteAsync(caller, caseNo, Traced(step.Action), RefusedSteps.NoCase, cancellationToken);
            return Problems.Of(StatusCodes.Status404NotFound, RefusedSteps.NoCase);
        });
    }

    public async Task<Answer> TakeAsync(HttpContext http, SuggestionAction action, string id)
    {
        var (caller, cancellationToken) = (Caller.Of(http), http.RequestAborted);
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<StationDb>();
        if (await SuggestionEndpoints.FindAsync(db, caller, id, cancellationToken) is not { } one)
        {
            var hidden = await SuggestionEndpoints.FindAsync(db, id, cancellationToken);
            await refusals.NoteAsync(caller, hidden?.State.CaseNo ?? id, Traced(action), SuggestionRefusals.NotFound, cancellationToken);
            return Problems.Said(StatusCodes.Status404NotFound, SuggestionRefusals.NotFound, LoopTexts.Of(SuggestionRefusals.NotFound));
        }
        var number = one.State.CaseNo ?? "";
        return await ReadAsync(http, caller, action, number, (step, request) =>
            TakeAsync(step, caller, number, request, (taken, remember) => work.TakeAsync(one.Id, taken, cancellationToken, remember), cancellationToken));
    }

    private async Task<Answer> ReadAsync(HttpContext http, Caller caller, SuggestionAction action, string number, Func<SuggestionStep, RepeatableRequest?, Task<Answer>> take)
    {
        try
        {
            var body = await StepBody.ReadAsync(http.Request, typeof(SuggestionData), options.Value.LongestBody, http.RequestAborted);
            var request = RepeatableRequest.Of(http.Request, caller, body.Bytes);
            var step = new SuggestionStep(action, caller.Actor ?? Actor.System, (SuggestionData?)body.Data, body.Reason) { ExpectedVersion = StepTaker.ExpectedVersion(http.Request) };
            return await answers.OnceAsync(request, () => take(step, request), http.RequestAborted);
        }
        catch (BadInputException bad)
        {
            await refusals.NoteAsync(caller, number, Traced(action), bad.Code, http.RequestAborted);
            return bad.Answer;
        }
    }

    private async Task<Answer> TakeAsync(SuggestionStep step, Caller caller, string number, RepeatableRequest? request, Way way, CancellationToken cancellationToken)
    {
        if (caller.Actor is not { } actor || SuggestionSteps.All.All(t => t.Action != step.Action || t.By != actor.Role))
        {
            var said = Refusals.Of(SuggestionRefusals.WrongRole, null, LoopTexts.Of($"suggestion.action.{step.Action}"), ApiTexts.Of($"role.{caller.Role}"));
            return await RefusedAsync(said, step, caller, number, request, cancellationToken);
        }
        Answer? answer = null;
        var result = await way(step, (one, happened) =>
        {
            var view = SuggestionEventView.Of(happened, caller, rules().Calendar);
            answer = Answer.Of(new SuggestionTaken(one.Id, one.State.CaseNo, one.Version, one.Status, one.DueOn, view), one.Version);
            return new LoopCommit { Request = request?.Handled(answer, time.GetUtcNow()) };
        });
        return result switch
        {
            { Suggestion: not null } => answer!,
            { Why: { } why } => await refusals.KeepAsync(RefusedSteps.Answer(why, step.ExpectedVersion is not null), request, cancellationToken),
            _ => Problems.Said(StatusCodes.Status404NotFound, SuggestionRefusals.NotFound, LoopTexts.Of(SuggestionRefusals.NotFound)),
        };
    }

    /// <summary>A refusal that the track itself never saw.</summary>
    private async Task<Answer> RefusedAsync(StepResult.Refused why, SuggestionStep step, Caller caller, string number, RepeatableRequest? request, CancellationToken cancellationToken)
    {
        await refusals.NoteAsync(caller, number, Traced(step.Action), why.Code, cancellationToken);
        return await refusals.KeepAsync(RefusedSteps.Answer(why, step.ExpectedVersion is not null), request, cancellationToken);
    }

    private static string Traced(SuggestionAction action) => $"Suggestion.{action}";
}
