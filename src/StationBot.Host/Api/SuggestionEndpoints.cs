using System.ComponentModel;
using Microsoft.EntityFrameworkCore;
using StationBot.Handling.Cases;
using StationBot.Handling.Loop;
using StationBot.Handling.Suggestions;
using StationBot.Store;

namespace StationBot.Host.Api;

/// <summary><c>/api/v1/suggestions</c>: 代表建议 (domain.md §4.4): lists, one of them, its log, what may be done with it, and every step of its track.</summary>
internal static class SuggestionEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/suggestions", ListAsync).Describe<Page<SuggestionView>>("suggestions.list");
        api.MapGet("/suggestions/{id}", ReadAsync).Describe<SuggestionView>("suggestions.read", StatusCodes.Status404NotFound);
        api.MapGet("/suggestions/{id}/events", EventsAsync).Describe<IReadOnlyList<SuggestionEventView>>("suggestions.events", StatusCodes.Status404NotFound);
        api.MapGet("/suggestions/{id}/steps", StepsAsync).Describe<IReadOnlyList<SuggestionStepView>>("suggestions.steps", StatusCodes.Status404NotFound);
        // A draft has no address yet: its data name the case that it is made from.
        api.MapPost("/suggestions", (HttpContext http, SuggestionTaker taker) => taker.DraftAsync(http)).DescribeStep(SuggestionAction.Draft);
        foreach (var action in Enum.GetValues<SuggestionAction>().Where(a => a != SuggestionAction.Draft))
        {
            api.MapPost($"/suggestions/{{id}}/{OfferedSteps.Address(action)}", (string id, HttpContext http, SuggestionTaker taker) => taker.TakeAsync(http, action, id)).DescribeStep(action);
        }
        api.MapPost("/suggestions/{id}/{action}", (string id, string action, HttpContext http, RefusedSteps refused) => refused.UnknownAsync(http, id, $"Suggestion.{action}")).ExcludeFromDescription();
    }

    /// <summary>What a caller does not see is not there for them, as with cases: deputies see their own, departments what was handed out to them, residents none.</summary>
    public static async Task<DeputySuggestion?> FindAsync(StationDb db, Caller caller, string id, CancellationToken cancellationToken) =>
        Guid.TryParse(id, out var known) ? (await Seen(db, caller, db.Suggestions.Where(s => s.Id == known)).SingleOrDefaultAsync(cancellationToken)) : null;

    /// <summary>Whether anybody sees it or not.</summary>
    public static async Task<DeputySuggestion?> FindAsync(StationDb db, string id, CancellationToken cancellationToken) =>
        Guid.TryParse(id, out var known) ? await db.Suggestions.AsNoTracking().SingleOrDefaultAsync(s => s.Id == known, cancellationToken) : null;

    private static async Task<IResult> ListAsync([AsParameters] SuggestionQuery query, HttpContext http, StationDb db, Func<LoopRules> rules, CancellationToken cancellationToken)
    {
        Queries.EnsureKnown<SuggestionQuery>(http);
        var caller = Caller.Of(http);
        var limit = Queries.Limit(query.Limit);
        var (deputy, unit, status) = (Queries.Code(query.Deputy, "deputy"), Queries.Code(query.Unit, "unit"), Queries.Enum<SuggestionStatus>(query.Status, "status"));
        var day = Queries.Day(query.DueBefore, "dueBefore");
        // Ids are made in the order of time, and both databases order them so.
        var all = Queries.Id(query.After, "after") is { } after ? db.Suggestions.FromSql($"SELECT * FROM suggestions WHERE \"Id\" < {after}") : db.Suggestions.AsQueryable();
        var rows = await Seen(db, caller, all)
            .Where(s => (deputy == null || s.Deputy == deputy) && (unit == null || s.Unit == unit) && (status == null || s.Status == status) && (day == null || s.DueOn < day))
            .OrderByDescending(s => s.Id).Take(limit + 1).ToListAsync(cancellationToken);
        var now = rules();
        return Answer.Of(new Page<SuggestionView>(
            [.. rows.Take(limit).Select(s => SuggestionView.Of(s, caller, now, whole: false))], rows.Count > limit ? rows[limit - 1].Id.ToString() : null));
    }

    private static Task<IResult> ReadAsync(string id, HttpContext http, StationDb db, Func<LoopRules> rules, CancellationToken cancellationToken) =>
        OfOneAsync(id, http, db, (one, caller) => Task.FromResult(Answer.Of(SuggestionView.Of(one, caller, rules(), whole: true), one.Version)), cancellationToken);

    private static Task<IResult> EventsAsync(string id, HttpContext http, StationDb db, ISuggestions suggestions, Func<LoopRules> rules, CancellationToken cancellationToken) =>
        OfOneAsync(id, http, db, async (one, caller) =>
        {
            // What came before the hand-out is between deputy and office.
            var log = (await suggestions.EventsAsync(one.Id, cancellationToken)).Where(e => caller.Role != TokenRole.Department || e.To >= SuggestionStatus.HandedOut);
            return Answer.Of<IReadOnlyList<SuggestionEventView>>([.. log.Select(e => SuggestionEventView.Of(e, caller, rules().Calendar))], one.Version);
        }, cancellationToken);

    private static Task<IResult> StepsAsync(string id, HttpContext http, StationDb db, Func<LoopRules> rules, TimeProvider time, CancellationToken cancellationToken) =>
        OfOneAsync(id, http, db, async (one, caller) =>
        {
            // With an open case it is carried over by T30.
            var over = await db.Cases.AnyAsync(c => c.Id == one.CaseId && Over.Contains(c.Status), cancellationToken);
            var (inForce, now) = (rules(), time.GetUtcNow());
            var longer = !one.State.Hard && SuggestionClocks.AnswerLiesAhead(one.State, inForce.Calendar.DayOf(now), inForce.Calendar, inForce.Clocks);
            return Answer.Of<IReadOnlyList<SuggestionStepView>>(
            [.. SuggestionSteps.All.Where(t => t.Action != SuggestionAction.Draft && (t.Action != SuggestionAction.CarryOver || over) && (t.Action != SuggestionAction.Extend || longer) && t.From.Contains(one.Status) && t.By == caller.Actor?.Role).Select(t => SuggestionStepView.Of(t, one))],
            one.Version);
        }, cancellationToken);

    private static readonly CaseStatus[] Over = [.. Enum.GetValues<CaseStatus>().Where(s => !s.IsOpen())];

    private static async Task<IResult> OfOneAsync(string id, HttpContext http, StationDb db, Func<DeputySuggestion, Caller, Task<Answer>> tell, CancellationToken cancellationToken)
    {
        var caller = Caller.Of(http);
        return await FindAsync(db, caller, id, cancellationToken) is { } one
            ? await tell(one, caller)
            : Problems.Said(StatusCodes.Status404NotFound, SuggestionRefusals.NotFound, LoopTexts.Of(SuggestionRefusals.NotFound));
    }

    private static IQueryable<DeputySuggestion> Seen(StationDb db, Caller caller, IQueryable<DeputySuggestion> all)
    {
        var unit = caller.Unit;
        all = all.AsNoTracking();
        return caller.Role switch
        {
            TokenRole.Office or TokenRole.Auditor => all,
            TokenRole.Staff when unit is null => all,
            TokenRole.Staff => all.Where(s => db.Cases.Any(c => c.Id == s.CaseId && c.Station == unit)),
            TokenRole.Deputy when unit is not null => all.Where(s => s.Deputy == unit),
            TokenRole.Department when unit is not null => all.Where(s => s.Unit == unit),
            _ => all.Where(s => false),
        };
    }
}

internal sealed record SuggestionQuery(
    [property: Description("SuggestionStatus")] string? Status, [property: Description("Code of the deputy")] string? Deputy, [property: Description("Code of the department it was handed out to")] string? Unit,
    [property: Description("Answer due before this day, yyyy-MM-dd")] string? DueBefore, [property: Description("The next of the page before")] string? After,
    [property: Description("1 to 100; 50 unless told")] string? Limit);
