using System.Globalization;
using Microsoft.Extensions.Options;
using StationBot.Handling.Cases;
using StationBot.Handling.Loop;

namespace StationBot.Host.Api;

/// <summary>What became of a step.</summary>
internal sealed record StepTaken(string CaseNo, int Version, CaseStatus Status, DateOnly? DueOn, EventView Event);

/// <summary>Takes a step for a caller: reads it, takes it through <see cref="CaseWork"/>, and turns every refusal into its status and a row of the refused steps.</summary>
internal sealed class StepTaker(ICases cases, CaseWork work, ILoopStore store, KeyedAnswers answers, Func<LoopRules> rules, IOptions<ApiOptions> options, TimeProvider time)
{
    public async Task<Answer> TakeAsync(HttpContext http, CaseAction action, string caseNo)
    {
        var (caller, cancellationToken) = (Caller.Of(http), http.RequestAborted);
        var number = new CaseNo(caseNo);
        if (await cases.FindAsync(number, cancellationToken) is not { } one || !caller.Sees(one))
        {
            return Problems.Of(StatusCodes.Status404NotFound, "case.not_found");
        }
        try
        {
            var body = await StepBody.ReadAsync(http.Request, StepJson.TypeOf(action), options.Value.LongestBody, cancellationToken);
            var request = RepeatableRequest.Of(http.Request, caller, body.Bytes);
            var step = new Step(action, caller.Actor ?? Actor.System, (StepData?)body.Data, body.Reason) { ExpectedVersion = ExpectedVersion(http.Request) };
            return await answers.OnceAsync(request, () => TakeAsync(number, caller, step, request, cancellationToken), cancellationToken);
        }
        catch (BadInputException bad)
        {
            await NoteAsync(caller, number, action, bad.Code, cancellationToken);
            return bad.Answer;
        }
    }

    private async Task<Answer> TakeAsync(CaseNo number, Caller caller, Step step, RepeatableRequest? request, CancellationToken cancellationToken)
    {
        if (caller.Actor is not { } actor || !OfferedSteps.IsEver(step.Action, actor.Role))
        {
            var said = Refusals.Of(Refusals.WrongRole, null, LoopTexts.Of($"action.{step.Action}"), ApiTexts.Of($"role.{caller.Role}"));
            await NoteAsync(caller, number, step.Action, said.Code, cancellationToken);
            return await KeepAsync(Refused(said, step), request, cancellationToken);
        }
        Answer? answer = null;
        var result = await work.TakeAsync(number, step, cancellationToken, (one, happened) =>
        {
            var calendar = rules().Calendar;
            answer = Answer.Of(new StepTaken(number.Value, one.Version, one.Status, one.DueOn, EventView.Of(happened, caller, calendar)), one.Version);
            return new LoopCommit { Request = request?.Handled(answer, time.GetUtcNow()) };
        });
        return result switch
        {
            WorkResult.Done => answer!,
            WorkResult.Refused refused => await KeepAsync(Refused(refused.Why, step), request, cancellationToken),
            _ => Problems.Of(StatusCodes.Status404NotFound, "case.not_found"),
        };
    }

    private static Answer Refused(StepResult.Refused why, Step step) => Problems.Said(
        why.Code switch
        {
            Refusals.MissingData or Refusals.BadData => StatusCodes.Status400BadRequest,
            Refusals.WrongRole => StatusCodes.Status403Forbidden,
            Refusals.Stale when step.ExpectedVersion is not null => StatusCodes.Status412PreconditionFailed,
            _ => StatusCodes.Status409Conflict,
        },
        why.Code, why.Reason, why.Field);

    /// <summary>What the loop has decided about a request is the answer to it, a refusal too. When somebody else with the same key was first, theirs stands.</summary>
    private async Task<Answer> KeepAsync(Answer refused, RepeatableRequest? request, CancellationToken cancellationToken)
    {
        if (request is not null)
        {
            await store.CommitAsync(new LoopCommit { Request = request.Handled(refused, time.GetUtcNow()) }, cancellationToken);
        }
        return refused;
    }

    private Task NoteAsync(Caller caller, CaseNo number, CaseAction action, string code, CancellationToken cancellationToken)
    {
        // An auditor is no actor of the loop; the row says who it was.
        var by = caller.Actor ?? new Actor(CaseActor.System, $"{caller.Role} {caller.Name}");
        return store.RefusedAsync(new RefusedStep(Guid.CreateVersion7(time.GetUtcNow()), time.GetUtcNow(), by.Role, by.Signature, number.Value, action.ToString(), code), cancellationToken);
    }

    /// <summary>The version in If-Match; null when the caller names none.</summary>
    /// <exception cref="BadInputException">If-Match is no version.</exception>
    public static int? ExpectedVersion(HttpRequest request) => request.Headers.IfMatch.ToString() switch
    {
        "" or "*" => null,
        ['"', .. var version, '"'] when int.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number) => number,
        _ => throw new BadInputException("request.bad_if_match", "If-Match"),
    };
}
