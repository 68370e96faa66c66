using StationBot.Handling.Cases;
using StationBot.Handling.Loop;
using StationBot.Handling.Messages;

namespace StationBot.Host.Api;

/// <summary>What a refused step of a case or of a suggestion leads to: its status, its trace, and the answer that a repeated request gets again.</summary>
internal sealed class RefusedSteps(ILoopStore store, TimeProvider time)
{
    public const string NoCase = "case.not_found";
    private const string NoPath = "api.no_such_path";

    /// <summary>Characters of what stands in an address; no number or action is longer.</summary>
    private const int Longest = 64;

    /// <param name="namedVersion">The caller said which version they had seen.</param>
    public static Answer Answer(StepResult.Refused why, bool namedVersion) => Problems.Said(
        // Both tracks name their refusals alike behind their own prefix.
        why.Code[(why.Code.IndexOf('.', StringComparison.Ordinal) + 1)..] switch
        {
            "missing_data" or "bad_data" => StatusCodes.Status400BadRequest,
            "wrong_role" => StatusCodes.Status403Forbidden,
            "stale" when namedVersion => StatusCodes.Status412PreconditionFailed,
            _ => StatusCodes.Status409Conflict,
        },
        why.Code, why.Reason, why.Field);

    /// <summary>What the loop has decided about a request is the answer to it, a refusal too. When somebody else with the same key was first, theirs stands.</summary>
    public async Task<Answer> KeepAsync(Answer refused, RepeatableRequest? request, CancellationToken cancellationToken)
    {
        if (request is not null)
        {
            await store.CommitAsync(new LoopCommit { Request = request.Handled(refused, time.GetUtcNow()) }, cancellationToken);
        }
        return refused;
    }

    /// <summary>Leaves the trace of what never came to the loop itself.</summary>
    public Task NoteAsync(Caller caller, string number, string action, string code, CancellationToken cancellationToken)
    {
        // An auditor is no actor of the loop; the row says who it was.
        var (by, now) = (caller.Actor ?? new Actor(CaseActor.System, $"{caller.Role} {caller.Name}"), time.GetUtcNow());
        return store.RefusedAsync(new RefusedStep(Guid.CreateVersion7(now), now, by.Role, by.Signature, TextCut.To(number, Longest), TextCut.To(action, Longest), code), cancellationToken);
    }

    /// <summary>A step that no table knows.</summary>
    public async Task<IResult> UnknownAsync(HttpContext http, string number, string action)
    {
        await NoteAsync(Caller.Of(http), number, action, NoPath, http.RequestAborted);
        return Problems.Of(StatusCodes.Status404NotFound, NoPath);
    }
}
