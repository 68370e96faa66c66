using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using StationBot.Handling.Cases;
using StationBot.Handling.Loop;
using StationBot.Store.Databases;
using StationBot.Store.Writing;

namespace StationBot.Store.Loop;

internal sealed class NudgeStore(Database database, GroupWriter writer) : INudgeStore
{
    /// <summary>No clock watches these any more.</summary>
    private static readonly CaseStatus[] Over = [CaseStatus.ClosedOut, CaseStatus.Declined, CaseStatus.Redirected, CaseStatus.Merged, CaseStatus.Withdrawn];
    private static readonly CaseStatus[] Watched = [.. Enum.GetValues<CaseStatus>().Except(Over).Where(s => s != CaseStatus.Draft)];
    private static readonly CaseStatus[] Alike = [.. Watched, CaseStatus.ClosedOut];
    private static readonly CaseStatus[] Open = [.. Watched.Where(s => s != CaseStatus.Completed)];

    public Task<IReadOnlySet<string>> ClaimedAsync(IReadOnlyCollection<CaseId> cases, CancellationToken cancellationToken) => database.ReadAsync<IReadOnlySet<string>>(async db =>
        (await db.NudgeClaims.AsNoTracking().Where(c => cases.Contains(c.CaseId)).Select(c => c.Key).ToListAsync(cancellationToken)).ToHashSet(StringComparer.Ordinal));

    public async IAsyncEnumerable<IReadOnlyList<PlannedCase>> PlannedAsync(int page, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // One reader over all of them: pages by key would look up every row of a table whose order is another.
        await using var db = database.Open();
        List<PlannedCase> rows = new(page);
        var all = db.Cases.AsNoTracking().Where(c => Watched.Contains(c.Status)).Select(c => new PlannedCase(c.Id, c.Version, c.State, c.NextActionAt)).AsAsyncEnumerable();
        await foreach (var row in all.WithCancellation(cancellationToken))
        {
            rows.Add(row);
            if (rows.Count == page)
            {
                yield return rows;
                rows = new(page);
            }
        }
        if (rows.Count > 0)
        {
            yield return rows;
        }
    }

    public Task MoveAsync(IReadOnlyList<PlannedCase> moved, CancellationToken cancellationToken) => writer.RunAsync(
        session =>
        {
            foreach (var one in moved)
            {
                // The version stays: whoever decides on the case meanwhile decides on the same facts.
                session.Db.Cases.Where(c => c.Id == one.Id && c.Version == one.Version).ExecuteUpdate(s => s.SetProperty(c => c.NextActionAt, one.NextActionAt));
            }
            return moved.Count;
        },
        null, cancellationToken);

    public Task<IReadOnlyList<AlikeCount>> AlikeAsync(DateTimeOffset since, CancellationToken cancellationToken) => database.ReadAsync<IReadOnlyList<AlikeCount>>(async db =>
        await db.Cases.AsNoTracking().Where(c => c.OpenedAt >= since && c.ProblemType != null && Alike.Contains(c.Status))
            .GroupBy(c => new { c.ProblemType, c.Community }).Select(g => new AlikeCount(g.Key.ProblemType!, g.Key.Community, g.Count())).ToListAsync(cancellationToken));

    public Task<IReadOnlyList<CaseId>> AlikeAsync(
        string problemType, IReadOnlyCollection<string> communities, DateTimeOffset since, int belowLevel, CancellationToken cancellationToken) => database.ReadAsync<IReadOnlyList<CaseId>>(async db =>
        await db.Cases.AsNoTracking().Where(c => c.OpenedAt >= since && c.ProblemType == problemType && c.Community != null && communities.Contains(c.Community)
            && c.SupervisionLevel < belowLevel && Open.Contains(c.Status)).OrderBy(c => c.OpenedAt).Select(c => c.Id).ToListAsync(cancellationToken));

    public Task<Forgotten> ForgetAsync(DateTimeOffset requests, DateTimeOffset notices, DateTimeOffset claims, CancellationToken cancellationToken) => writer.RunAsync(
        session => new Forgotten(
            session.Db.HandledRequests.Where(r => r.At < requests).ExecuteDelete(),
            session.Db.StaffNotices.Where(n => n.ReadAt != null && n.ReadAt < notices).ExecuteDelete(),
            session.Db.NudgeClaims.Where(c => c.At < claims && session.Db.Cases.Any(o => o.Id == c.CaseId && Over.Contains(o.Status))
                && !session.Db.Suggestions.Any(s => s.CaseId == c.CaseId && s.DueOn != null)).ExecuteDelete()),
        null, cancellationToken);
}
