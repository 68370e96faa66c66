using System.ComponentModel;
using Microsoft.EntityFrameworkCore;
using StationBot.Handling.Cases;
using StationBot.Handling.Loop;
using StationBot.Store;

namespace StationBot.Host.Api;

/// <summary><c>/api/v1/commitments</c>: 答复承诺台账, the promises not yet kept, of the cases that the caller sees.</summary>
internal static class CommitmentEndpoints
{
    private const int MostRounds = 10;

    /// <summary>A promise is made by a reply, and lives on through further rounds.</summary>
    private static readonly CaseStatus[] WithPromises =
    [
        CaseStatus.Assigned, CaseStatus.Returned, CaseStatus.InProgress, CaseStatus.Replied, CaseStatus.AwaitingEvaluation, CaseStatus.Rework, CaseStatus.CommitmentTracking,
    ];

    public static void Map(RouteGroupBuilder api) => api.MapGet("/commitments", ListAsync).Describe<Page<CommitmentView>>("commitments.list");

    private static async Task<IResult> ListAsync([AsParameters] CommitmentQuery query, HttpContext http, StationDb db, CancellationToken cancellationToken)
    {
        Queries.EnsureKnown<CommitmentQuery>(http);
        var caller = Caller.Of(http);
        var limit = Queries.Limit(query.Limit);
        var (before, lead, after) = (Queries.Day(query.DueBefore, "dueBefore"), Queries.Code(query.Lead, "lead"), Queries.After(query.After));
        List<CommitmentView> found = [];
        for (var round = 0; round < MostRounds && found.Count < limit; round++)
        {
            var rows = await Rows(db, after).AsNoTracking().Where(c => WithPromises.Contains(c.Status) && (lead == null || c.Lead == lead))
                .OrderByDescending(c => c.Number).Take(limit).ToListAsync(cancellationToken);
            foreach (var one in rows)
            {
                // A case's promises stay together: a page ends behind the case that fills it.
                if (found.Count >= limit)
                {
                    return Answer.Of(new Page<CommitmentView>(found, after));
                }
                after = one.Number!.Value.Value;
                // What was written in an answer is its resident's once the station has passed it on (T20).
                if (caller.Role is not (TokenRole.Resident or TokenRole.Auditor) && caller.Sees(one))
                {
                    found.AddRange(one.Facts.OpenCommitments.Where(p => p.Given && (before is null || p.DueOn < before))
                        .Select(p => new CommitmentView(after, one.Lead, p.Number, p.Text, p.DueOn, p.Moved, one.Status)));
                }
            }
            if (rows.Count < limit)
            {
                return Answer.Of(new Page<CommitmentView>(found, null));
            }
        }
        return Answer.Of(new Page<CommitmentView>(found, after));
    }

    private static IQueryable<Case> Rows(StationDb db, string? after) => after is null
        ? db.Cases.FromSql($"SELECT * FROM cases WHERE \"State\" LIKE '%\"commitments\":[%'")
        : db.Cases.FromSql($"SELECT * FROM cases WHERE \"State\" LIKE '%\"commitments\":[%' AND \"Number\" < {after}");
}

internal sealed record CommitmentQuery(
    [property: Description("Due before this day, yyyy-MM-dd")] string? DueBefore, [property: Description("Code of the lead department")] string? Lead,
    [property: Description("The next of the page before")] string? After, [property: Description("1 to 100; 50 unless told")] string? Limit);

/// <param name="Number">Within its case, from 1.</param>
/// <param name="Moved">How often its date was put off.</param>
internal sealed record CommitmentView(string CaseNo, string? Lead, int Number, string Text, DateOnly DueOn, int Moved, CaseStatus Status);
