using StationBot.Handling.Cases;
using StationBot.Handling.Loop;
using StationBot.Handling.Tickets;
using StationBot.Store;

namespace StationBot.Host.Api;

/// <summary><c>/api/v1/cases</c>: lists, one case, its log, what may be done with it, and every step of the table.</summary>
internal static class CaseEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/cases", ListAsync).Describe<Page<CaseView>>("cases.list");
        api.MapGet("/cases/{caseNo}", ReadAsync).Describe<CaseView>("cases.read", StatusCodes.Status404NotFound);
        api.MapGet("/cases/{caseNo}/events", EventsAsync).Describe<IReadOnlyList<EventView>>("cases.events", StatusCodes.Status404NotFound);
        api.MapGet("/cases/{caseNo}/steps", StepsAsync).Describe<IReadOnlyList<StepView>>("cases.steps", StatusCodes.Status404NotFound);
        api.MapGet("/cases/{caseNo}/similar", SimilarAsync).Describe<IReadOnlyList<SimilarView>>("cases.similar", StatusCodes.Status403Forbidden, StatusCodes.Status404NotFound);
        api.MapGet("/cases/{caseNo}/files", CaseFiles.ListAsync).Describe<IReadOnlyList<FileView>>("cases.files", StatusCodes.Status403Forbidden, StatusCodes.Status404NotFound);
        api.MapGet("/cases/{caseNo}/files/{file}", CaseFiles.OpenAsync).Describe("cases.file", StatusCodes.Status403Forbidden, StatusCodes.Status404NotFound)
            .Produces(StatusCodes.Status200OK, contentType: "application/octet-stream");
        foreach (var action in OfferedSteps.All)
        {
            api.MapPost($"/cases/{{caseNo}}/{OfferedSteps.Address(action)}", (string caseNo, HttpContext http, StepTaker steps) => steps.TakeAsync(http, action, caseNo)).DescribeStep(action);
        }
        api.MapPost("/cases/{caseNo}/{action}", (string caseNo, string action, HttpContext http, RefusedSteps refused) => refused.UnknownAsync(http, caseNo, action)).ExcludeFromDescription();
    }

    private static async Task<IResult> ListAsync([AsParameters] CaseFilter filter, HttpContext http, StationDb db, Func<LoopRules> rules, CancellationToken cancellationToken)
    {
        Queries.EnsureKnown<CaseFilter>(http);
        var caller = Caller.Of(http);
        var page = await CaseList.ReadAsync(db, caller, filter, cancellationToken);
        var calendar = rules().Calendar;
        return Answer.Of(new Page<CaseView>([.. page.Items.Select(c => CaseView.Of(c, caller, calendar, whole: false))], page.Next));
    }

    private static Task<IResult> ReadAsync(string caseNo, HttpContext http, ICases cases, Func<LoopRules> rules, CancellationToken cancellationToken) =>
        OfCaseAsync(caseNo, http, cases, (one, caller) => Task.FromResult(Answer.Of(CaseView.Of(one, caller, rules().Calendar, whole: true), one.Version)), cancellationToken);

    private static Task<IResult> EventsAsync(string caseNo, HttpContext http, ICases cases, ILoopStore store, Func<LoopRules> rules, CancellationToken cancellationToken) =>
        OfCaseAsync(caseNo, http, cases, async (one, caller) =>
        {
            var calendar = rules().Calendar;
            return Answer.Of<IReadOnlyList<EventView>>([.. (await store.EventsAsync(one.Id, cancellationToken)).Where(e => EventView.IsShown(e, caller)).Select(e => EventView.Of(e, one, caller, calendar))], one.Version);
        }, cancellationToken);

    private static Task<IResult> StepsAsync(string caseNo, HttpContext http, ICases cases, Func<LoopRules> rules, TimeProvider time, CancellationToken cancellationToken) =>
        OfCaseAsync(caseNo, http, cases, (one, caller) =>
        {
            IEnumerable<NextStep> steps = caller.Actor is { } actor ? NextSteps.Of(one, actor, time.GetUtcNow(), rules()) : [];
            return Task.FromResult(Answer.Of<IReadOnlyList<StepView>>([.. steps.Where(s => OfferedSteps.All.Contains(s.Row.Action) && !OfferedSteps.ComesWithAnother(s.Row.Action)).Select(s => StepView.Of(s, one))], one.Version));
        }, cancellationToken);

    private static Task<IResult> SimilarAsync(string caseNo, HttpContext http, ICases cases, SimilarCases similar, CancellationToken cancellationToken) =>
        Caller.Of(http).IsOf(TokenRole.Staff, TokenRole.Office)
            ? OfCaseAsync(caseNo, http, cases, async (one, caller) => Answer.Of<IReadOnlyList<SimilarView>>(
                [.. (await similar.OfAsync(one, cancellationToken)).Where(s => caller.Sees(s.Case)).Select(SimilarView.Of)], one.Version), cancellationToken)
            : Task.FromResult<IResult>(Problems.Of(StatusCodes.Status403Forbidden, "auth.not_yours"));

    private static async Task<IResult> OfCaseAsync(string caseNo, HttpContext http, ICases cases, Func<Case, Caller, Task<Answer>> tell, CancellationToken cancellationToken)
    {
        var caller = Caller.Of(http);
        return await cases.FindAsync(new CaseNo(caseNo), cancellationToken) is { } one && caller.Sees(one)
            ? await tell(one, caller)
            : Problems.Of(StatusCodes.Status404NotFound, RefusedSteps.NoCase);
    }
}

/// <summary>A case that may be the same matter: for <c>merge</c> its number is <c>main</c>, and the likeness <c>similarity</c>.</summary>
/// <param name="Similarity">0 to 1.</param>
/// <param name="Linked">One goes on from the other (T27); it is not for merging when it is over.</param>
internal sealed record SimilarView(string CaseNo, double Similarity, bool SameResident, bool Linked, CaseStatus Status, string Summary, string? ProblemType, string? Lead)
{
    public static SimilarView Of(SimilarCase found) => new(
        found.Case.Number!.Value.Value, Math.Round(found.Likeness, 2), found.SameResident, found.Linked, found.Case.Status, found.Case.Summary, found.Case.ProblemType, found.Case.Lead);
}

/// <summary>A step that the caller may take now.</summary>
/// <param name="Path">Where to post it.</param>
/// <param name="To">The status it leads to; absent when the status stays or the data choose it (<paramref name="Choices"/>).</param>
/// <param name="Needs">Fields of the data that must be there, or follow from the case; <c>reason</c> is the step's own.</param>
/// <param name="Blocked">What stands against it now, whatever the data.</param>
internal sealed record StepView(string Transition, CaseAction Action, string Name, string Path, CaseStatus? To, IReadOnlyList<CaseStatus>? Choices, IReadOnlyList<string> Needs, BlockedView? Blocked)
{
    public static StepView Of(NextStep step, Case one) => new(
        step.Row.Id, step.Row.Action, LoopTexts.Of($"action.{step.Row.Action}"), $"/api/v1/cases/{one.Number}/{OfferedSteps.Address(step.Row.Action)}", step.Row.To,
        step.Row.Choices.Count == 0 ? null : step.Row.Choices, OfferedSteps.NeedsOf(step.Row), step.Blocked is { } blocked ? new BlockedView(blocked.Code, blocked.Reason) : null);
}

internal sealed record BlockedView(string Code, string Detail);
