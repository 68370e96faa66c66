using System.ComponentModel;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using StationBot.Handling.Cases;
using StationBot.Handling.Deadlines;
using StationBot.Handling.Loop;
using StationBot.Handling.Messages;
using StationBot.Store;

namespace StationBot.Host.Api;

/// <summary><c>/api/v1/indicators</c>: domain.md §7 for the cases whose reply is due in a period.</summary>
internal static class IndicatorEndpoints
{
    private const int LongestDays = 366;

    /// <summary>Cases and their events are read in portions: a year of a district is more than should be in memory at once.</summary>
    private const int Portion = 500;

    public static void Map(RouteGroupBuilder api) => api.MapGet("/indicators", ReadAsync).Describe<IndicatorView>("indicators.read", StatusCodes.Status403Forbidden);

    private static async Task<IResult> ReadAsync(
        [AsParameters] IndicatorQuery query, HttpContext http, StationDb db, Func<LoopRules> rules, IOptions<ApiOptions> options, TimeProvider time, CancellationToken cancellationToken)
    {
        Queries.EnsureKnown<IndicatorQuery>(http);
        var caller = Caller.Of(http);
        var from = Queries.Day(query.From, "from") ?? throw new BadInputException("request.missing_query", "from", "from");
        var to = Queries.Day(query.To, "to") ?? throw new BadInputException("request.missing_query", "to", "to");
        if (to < from || to.DayNumber - from.DayNumber >= LongestDays)
        {
            throw new BadInputException("request.bad_query", "to", "to", ApiTexts.Of("want.period", LongestDays));
        }
        var lead = Queries.Code(query.Lead, "lead");
        // A department sees how it does itself; nobody ranks deputies, and residents are nobody's figures.
        if (caller.Role == TokenRole.Resident || (caller.Role == TokenRole.Department && lead is not null && lead != caller.Unit))
        {
            return Problems.Of(StatusCodes.Status403Forbidden, "auth.not_yours");
        }
        lead = caller.Role == TokenRole.Department ? caller.Unit : lead;
        var cases = db.Cases.AsNoTracking().Where(c => c.Number != null && c.DueOn >= from && c.DueOn <= to);
        // A unit's figures are also of what it had and has no more.
        var named = $"\"lead\":\"{lead}\"";
        cases = lead is null ? cases : cases.Where(c => c.Lead == lead || db.CaseEvents.Any(e => e.CaseId == c.Id && Handing.Contains(e.Action) && e.Data.Contains(named)));
        cases = caller.Role switch
        {
            TokenRole.Deputy => cases.Where(c => c.Deputy == caller.Unit),
            TokenRole.Staff when caller.Unit is not null => cases.Where(c => c.Station == caller.Unit),
            _ => cases,
        };
        var (inForce, now) = (rules(), time.GetUtcNow());
        var figures = await FiguresAsync(db, cases, caller, lead, inForce, options.Value.VideoConsultation, now, cancellationToken);
        var wholeDistrict = lead is null && caller.Role != TokenRole.Deputy && !(caller.Role == TokenRole.Staff && caller.Unit is not null);
        var usage = new Usage(wholeDistrict ? await UsersAsync(db, inForce.Calendar, from, to, cancellationToken) : null, options.Value.AdultResidents);
        return Answer.Of(new IndicatorView(from, to, lead, figures.Count(f => f.Leading), Indicators.Of(figures, inForce.Calendar.DayOf(now), options.Value.Weights, usage)));
    }

    private static readonly string[] Handing = [nameof(CaseAction.Assign), nameof(CaseAction.Reassign), nameof(CaseAction.ForceAssign)];

    /// <summary>A department sees no more of a case that another has now, and is told what it made of it all the same: a figure names none.</summary>
    private static bool HadIt(Caller caller, Case one) =>
        caller is { Role: TokenRole.Department, Unit: { } unit } && one.Lead != unit && one.Facts.Leads.Contains(unit) && !one.Facts.IsReport && !one.Facts.Conflicted.Contains(unit);

    /// <summary>Who wrote in the period in a conversation that came to an end.</summary>
    private static Task<int> UsersAsync(StationDb db, WorkCalendar calendar, DateOnly from, DateOnly to, CancellationToken cancellationToken)
    {
        var (begin, end) = (calendar.Moment(from, TimeOnly.MinValue).ToUniversalTime(), calendar.Moment(to.AddDays(1), TimeOnly.MinValue).ToUniversalTime());
        return db.Conversations.Where(c => c.Disposition != null && c.StartedAt < end && c.LastInboundAt >= begin
                && db.Turns.Any(t => t.ConversationId == c.Id && t.Direction == MessageDirection.In && t.At >= begin && t.At < end))
            .Select(c => c.ResidentId).Distinct().CountAsync(cancellationToken);
    }

    private static async Task<List<CaseFigures>> FiguresAsync(
        StationDb db, IQueryable<Case> cases, Caller caller, string? lead, LoopRules rules, double video, DateTimeOffset now, CancellationToken cancellationToken)
    {
        List<CaseFigures> figures = [];
        CaseId[] ids = [.. await cases.Select(c => c.Id).ToListAsync(cancellationToken)];
        foreach (var portion in ids.Chunk(Portion))
        {
            var rows = await db.Cases.AsNoTracking().Where(c => portion.Contains(c.Id)).ToListAsync(cancellationToken);
            var events = await db.CaseEvents.AsNoTracking().Where(e => portion.Contains(e.CaseId) && CaseFigures.Actions.Contains(e.Action)).OrderBy(e => e.Number).ToListAsync(cancellationToken);
            var byCase = events.ToLookup(e => e.CaseId);
            figures.AddRange(rows.Where(c => caller.Sees(c) || HadIt(caller, c)).Select(c => CaseFigures.Of(c.Facts, c.DueOn!.Value, [.. byCase[c.Id]], rules, c.OpenedAt, video, now, lead)));
        }
        return figures;
    }
}

internal sealed record IndicatorQuery(
    [property: Description("First due day, yyyy-MM-dd")] string? From, [property: Description("Last due day, yyyy-MM-dd")] string? To, [property: Description("Code of the lead department")] string? Lead);

/// <param name="Cases">How many were due in the period, those that were never handled among them.</param>
internal sealed record IndicatorView(DateOnly From, DateOnly To, string? Lead, int Cases, Indicators Indicators);
