using System.Globalization;
using Microsoft.Extensions.Options;
using StationBot.Handling.Cases;
using StationBot.Handling.Loop;

namespace StationBot.Host.Api;

/// <summary>What became of a step.</summary>
internal sealed record StepTaken(string CaseNo, int Version, CaseStatus Status, DateOnly? DueOn, EventView Event);

/// <summary>Takes a step for a caller: reads it, takes it through <see cref="CaseWork"/>, and turns every refusal into its status and a row of the refused steps.</summary>
internal sealed class StepTaker(ICases cases, CaseWork work, RefusedSteps refusals, KeyedAnswers answers, Func<LoopRules> rules, IOptions<ApiOptions> options, TimeProvider time)
{
    public async Task<Answer> TakeAsync(HttpContext http, CaseAction action, string caseNo)
    {
        var (caller, cancellationToken) = (Caller.Of(http), http.RequestAborted);
        var number = new CaseNo(caseNo);
        if (await cases.FindAsync(number, cancellationToken) is not { } one || !caller.Sees(one))
        {
            // They learn as little as of a case that is not there; whoever looks through the refused steps learns that they tried.
            await refusals.NoteAsync(caller, number.Value, action.ToString(), RefusedSteps.NoCase, cancellationToken);
            return Problems.Of(StatusCodes.Status404NotFound, RefusedSteps.NoCase);
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
            await refusals.NoteAsync(caller, number.Value, action.ToString(), bad.Code, cancellationToken);
            return bad.Answer;
        }
    }

    private async Task<Answer> TakeAsync(CaseNo number, Caller caller, Step step, RepeatableRequest? request, CancellationToken cancellationToken)
    {
        var said = caller.Actor is not { } actor || !OfferedSteps.IsEver(step.Action, actor.Role) ? Refusals.Of(Refusals.WrongRole, null, LoopTexts.Of($"action.{step.Action}"), ApiTexts.Of($"role.{caller.Role}"))
            : OfferedSteps.ComesWithAnother(step.Action) ? Refusals.Of(Refusals.NotAdopted)
            : null;
        if (said is not null)
        {
            await refusals.NoteAsync(caller, number.Value, step.Action.ToString(), said.Code, cancellationToken);
            return await refusals.KeepAsync(RefusedSteps.Answer(said, step.ExpectedVersion is not null), request, cancellationToken);
        }
        Answer? answer = null;
        var result = await work.TakeAsync(number, step, cancellationToken, (one, happened) =>
        {
            var calendar = rules().Calendar;
            answer = Answer.Of(new StepTaken(number.Value, one.Version, one.Status, one.DueOn, EventView.Of(happened, one, caller, calendar)), one.Version);
            return new LoopCommit { Request = request?.Handled(answer, time.GetUtcNow()) };
        });
        return result switch
        {
            WorkResult.Done => answer!,
            WorkResult.Refused refused => await refusals.KeepAsync(RefusedSteps.Answer(refused.Why, step.ExpectedVersion is not null), request, cancellationToken),
            _ => Problems.Of(StatusCodes.Status404NotFound, RefusedSteps.NoCase),
        };
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
