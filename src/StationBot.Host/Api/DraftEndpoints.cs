using Microsoft.Extensions.Options;
using StationBot.Handling.Cases;
using StationBot.Handling.Flags;
using StationBot.Handling.Loop;
using StationBot.Understanding.Llm;

namespace StationBot.Host.Api;

/// <summary>
/// Drafts by a model for whoever handles a case: they check, change and send them, nothing is sent or kept by itself. The model is shown the
/// resident's words without personal data.
/// </summary>
internal static class DraftEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/cases/{caseNo}/draft-summary", SummaryAsync).DescribeDraft("cases.draft_summary");
        api.MapPost("/cases/{caseNo}/draft-reply", ReplyAsync).DescribeDraft("cases.draft_reply")
            .Accepts(typeof(StepRequest<DraftData>), isOptional: true, "application/json");
    }

    private static RouteHandlerBuilder DescribeDraft(this RouteHandlerBuilder endpoint, string key) => endpoint.Describe<DraftView>(
        key, StatusCodes.Status403Forbidden, StatusCodes.Status404NotFound, StatusCodes.Status409Conflict, StatusCodes.Status413PayloadTooLarge, StatusCodes.Status415UnsupportedMediaType,
        StatusCodes.Status503ServiceUnavailable);

    private static Task<Answer> SummaryAsync(string caseNo, HttpContext http, ICases cases, StaffDrafts drafts, CancellationToken cancellationToken) =>
        OfCaseAsync(caseNo, http, cases, one => drafts.SummaryAsync(one.RawText, cancellationToken), cancellationToken);

    private static async Task<Answer> ReplyAsync(string caseNo, HttpContext http, ICases cases, StaffDrafts drafts, IOptions<ApiOptions> options, CancellationToken cancellationToken)
    {
        var body = await StepBody.ReadAsync(http.Request, typeof(DraftData), options.Value.LongestBody, cancellationToken);
        // The facts are the department's: what it noted for this draft, or has answered already.
        return await OfCaseAsync(caseNo, http, cases, one => ((DraftData?)body.Data)?.Answer?.Trim() is { Length: > 0 } noted ? drafts.ReplyAsync(one.RawText, noted, cancellationToken)
            : one.Facts.ReplyText is { Length: > 0 } answered ? drafts.ReplyAsync(one.RawText, answered, cancellationToken)
            : null, cancellationToken);
    }

    /// <param name="write">Null when the case has nothing to draft from.</param>
    private static async Task<Answer> OfCaseAsync(string caseNo, HttpContext http, ICases cases, Func<Case, Task<StaffDraft>?> write, CancellationToken cancellationToken)
    {
        var caller = Caller.Of(http);
        if (!caller.IsOf(TokenRole.Staff, TokenRole.Office, TokenRole.Department))
        {
            return Problems.Of(StatusCodes.Status403Forbidden, "auth.not_yours");
        }
        if (await cases.FindAsync(new CaseNo(caseNo), cancellationToken) is not { } one || !caller.Sees(one))
        {
            return Problems.Of(StatusCodes.Status404NotFound, RefusedSteps.NoCase);
        }
        if (one.Flags.Any(IsForRules))
        {
            return Problems.Of(StatusCodes.Status409Conflict, "draft.not_for_model");
        }
        if (write(one) is not { } writing)
        {
            return Problems.Of(StatusCodes.Status409Conflict, "draft.no_answer", "data.answer");
        }
        var draft = await writing;
        return draft switch
        {
            { Text: { } text } => Answer.Of(new DraftView(
                caseNo, text, ApiTexts.Of("draft.notice"), draft.Use is { } use ? use.InputTokens + use.OutputTokens : 0, draft.Use?.Cost ?? 0)),
            { Why: StaffDrafts.NoModel } => Problems.Of(StatusCodes.Status503ServiceUnavailable, "draft.no_model"),
            _ => Problems.Of(StatusCodes.Status503ServiceUnavailable, "draft.failed", null, draft.Why),
        };
    }

    /// <summary>Dangers, and matters with a door of their own, are answered by fixed texts; a model never writes there (domain.md §8).</summary>
    private static bool IsForRules(string flag) =>
        FlagTable.SeverityOf(flag) == Severity.P0 || FlagTable.Parse(flag) is Flag.Discipline or Flag.Litigation or Flag.Petition or Flag.Conflict;
}

/// <param name="Answer">What the department has to say, as a note; absent: its reply on the case.</param>
internal sealed record DraftData(string? Answer = null);

/// <param name="Notice">To be shown beside it: a machine wrote it, a person checks it.</param>
/// <param name="Tokens">What it took, in and out together; 0 where the same was asked before.</param>
/// <param name="Cost">Yuan, at the prices of the settings.</param>
internal sealed record DraftView(string CaseNo, string Text, string Notice, int Tokens, decimal Cost);
