using System.ComponentModel;
using Microsoft.EntityFrameworkCore;
using StationBot.Channels.Sending;
using StationBot.Handling.Cases;
using StationBot.Handling.Loop;
using StationBot.Store;

namespace StationBot.Host.Api;

/// <summary><c>/api/v1/notices</c>: what the caller's unit has been told and not read yet. Residents are told in their conversation, not here.</summary>
internal static class NoticeEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/notices", ListAsync).Describe<Page<NoticeView>>("notices.list");
        api.MapPost("/notices/{id}/read", ReadAsync).Describe("notices.read", StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> ListAsync([AsParameters] NoticeQuery query, HttpContext http, StationDb db, ChannelWords words, Func<LoopRules> rules, CancellationToken cancellationToken)
    {
        Queries.EnsureKnown<NoticeQuery>(http);
        var limit = Queries.Limit(query.Limit);
        var after = Queries.Id(query.After, "after");
        // Ids are made in the order of time, and both databases order them so.
        var notices = after is null ? db.StaffNotices.AsQueryable() : db.StaffNotices.FromSql($"SELECT * FROM staff_notices WHERE \"Id\" > {after.Value}");
        var rows = await Mine(db, notices.AsNoTracking(), Caller.Of(http)).Where(m => m.Notice.ReadAt == null).OrderBy(m => m.Notice.Id).Take(limit + 1).ToListAsync(cancellationToken);
        var calendar = rules().Calendar;
        return Answer.Of(new Page<NoticeView>(
            [.. rows.Take(limit).Select(m => (m.Notice, m.Number, Kind: Notices.FullKind(m.Notice, m.Lead, Notices.DataOf(m.Notice, m.Happened))))
                .Select(m => new NoticeView(m.Notice.Id, m.Number!.Value.Value, m.Kind, words.OfNotice(m.Kind), m.Notice.Event, calendar.Local(m.Notice.At)))],
            rows.Count > limit ? rows[limit - 1].Notice.Id.ToString() : null));
    }

    private static async Task<IResult> ReadAsync(string id, HttpContext http, StationDb db, IStaffDesk desk, TimeProvider time, CancellationToken cancellationToken)
    {
        var notice = Guid.TryParse(id, out var parsed) ? parsed : Guid.Empty;
        return await Mine(db, db.StaffNotices.AsNoTracking().Where(n => n.Id == notice), Caller.Of(http)).AnyAsync(cancellationToken) && await desk.ReadAsync(notice, time.GetUtcNow(), cancellationToken)
            ? TypedResults.NoContent()
            : Problems.Of(StatusCodes.Status404NotFound, "notice.not_found");
    }

    private static IQueryable<Told> Mine(StationDb db, IQueryable<StaffNotice> notices, Caller caller)
    {
        var (role, unit) = caller.Role switch
        {
            TokenRole.Department => (CaseActor.Department, caller.Unit ?? ""),
            TokenRole.Deputy => (CaseActor.Deputy, caller.Unit ?? ""),
            TokenRole.Office => (CaseActor.Office, (string?)null),
            TokenRole.Staff => (CaseActor.StationStaff, null),
            _ => (CaseActor.System, ""),
        };
        var station = caller.Role == TokenRole.Staff ? caller.Unit : null;
        return from n in notices
               where n.Role == role && n.Unit == unit
               join c in db.Cases.AsNoTracking() on n.CaseId equals c.Id
               where c.Number != null && (station == null || c.Station == station)
               select new Told { Notice = n, Number = c.Number, Lead = c.Lead, Happened = db.CaseEvents.FirstOrDefault(e => e.CaseId == n.CaseId && e.Number == n.Event) };
    }

    private sealed class Told
    {
        public required StaffNotice Notice { get; init; }
        public required CaseNo? Number { get; init; }
        public required string? Lead { get; init; }

        /// <summary>In the case's log under the notice's number: another step, where the number is one of the suggestion's.</summary>
        public required CaseEvent? Happened { get; init; }
    }
}

internal sealed record NoticeQuery([property: Description("The next of the page before")] string? After, [property: Description("1 to 100; 50 unless told")] string? Limit);

/// <param name="Kind">The action that it tells of, with what tells it from its like (Warn_Red, Nudge_Plan, Assign_Co), or what a clock says. docs/api.md.</param>
/// <param name="Name">What is to be done, in words.</param>
/// <param name="Event">Its number in the log of the case, or of the suggestion where the kind begins with Suggestion.</param>
internal sealed record NoticeView(Guid Id, string CaseNo, string Kind, string Name, int Event, DateTimeOffset At);
