using Microsoft.EntityFrameworkCore;
using StationBot.Handling.Cases;
using StationBot.Handling.Loop;
using StationBot.Store.Cases;
using StationBot.Store.Databases;
using StationBot.Store.Writing;

namespace StationBot.Store.Loop;

internal sealed class LoopStore(Database database, GroupWriter writer, CaseStore cases, TimeProvider time) : ILoopStore
{
    public async Task<bool> CommitAsync(LoopCommit commit, CancellationToken cancellationToken)
    {
        CaseUnit[] units = [.. commit.Cases.Select(c => cases.Prepare(c, time.GetUtcNow()))];
        try
        {
            await writer.RunAsync<CaseUnit[]>(
                session =>
                {
                    // Whoever claimed first has done it all: that shows before anything else is written.
                    InsertAll(session, commit.Claims);
                    if (commit.Request is { } request)
                    {
                        session.Insert(request);
                    }
                    foreach (var unit in units)
                    {
                        unit.Write(session);
                    }
                    foreach (var suggestion in commit.Suggestions)
                    {
                        SuggestionStore.Write(session, suggestion);
                    }
                    InsertAll(session, commit.Triage);
                    InsertAll(session, commit.Tickets);
                    InsertAll(session, commit.Notices);
                    return units;
                },
                cases.Settle,
                cancellationToken);
            foreach (var suggestion in commit.Suggestions)
            {
                suggestion.MarkCommitted();
            }
            return true;
        }
        catch (WriteConflictException)
        {
            cases.Doubt(units);
            return false;
        }
    }

    public Task<IReadOnlyList<CaseEvent>> EventsAsync(CaseId caseId, CancellationToken cancellationToken) => database.ReadAsync<IReadOnlyList<CaseEvent>>(async db =>
        await db.CaseEvents.AsNoTracking().Where(e => e.CaseId == caseId).OrderBy(e => e.Number).ToListAsync(cancellationToken));

    public async Task<IReadOnlyList<StoredCase>> PageAsync(CaseId? after, int limit, CancellationToken cancellationToken)
    {
        try
        {
            return await database.ReadAsync<IReadOnlyList<StoredCase>>(async db =>
            {
                var page = await cases.PageAsync(after, limit, cancellationToken);
                var ids = page.Select(c => c.Id).ToList();
                var events = (await db.CaseEvents.AsNoTracking().Where(e => ids.Contains(e.CaseId)).OrderBy(e => e.Number).ToListAsync(cancellationToken)).ToLookup(e => e.CaseId);
                var tickets = (await db.ExternalTickets.AsNoTracking().Where(t => ids.Contains(t.CaseId)).ToListAsync(cancellationToken)).ToLookup(t => t.CaseId);
                return [.. page.Select(c => new StoredCase(c.Id, c, [.. events[c.Id]], [.. tickets[c.Id]]))];
            });
        }
        catch (Exception broken) when (BrokenRows.IsBroken(broken))
        {
            // One of the page holds what no case can hold: each by itself, so that the others are read all the same.
            List<StoredCase> page = [];
            foreach (var id in await cases.IdsAsync(after, limit, cancellationToken))
            {
                page.Add(await AloneAsync(id, cancellationToken));
            }
            return page;
        }
    }

    public Task<IReadOnlyList<CaseId>> LostAsync(int limit, CancellationToken cancellationToken) => database.ReadAsync<IReadOnlyList<CaseId>>(async db =>
        await db.CaseEvents.Select(e => e.CaseId)
            .Union(db.StaffNotices.Select(n => n.CaseId)).Union(db.ResidentNotices.Select(n => n.CaseId)).Union(db.NudgeClaims.Select(c => c.CaseId))
            .Union(db.ExternalTickets.Select(t => t.CaseId)).Union(db.Suggestions.Select(s => s.CaseId))
            .Where(id => !db.Cases.Any(c => c.Id == id)).OrderBy(id => id).Take(limit).ToListAsync(cancellationToken));

    private async Task<StoredCase> AloneAsync(CaseId id, CancellationToken cancellationToken)
    {
        try
        {
            var tickets = await database.ReadAsync(db => db.ExternalTickets.AsNoTracking().Where(t => t.CaseId == id).ToListAsync(cancellationToken));
            return new StoredCase(id, await cases.FindAsync(id, cancellationToken), await EventsAsync(id, cancellationToken), tickets);
        }
        catch (Exception broken) when (BrokenRows.IsBroken(broken))
        {
            return new StoredCase(id, null, [], [], BrokenRows.Why(broken));
        }
    }

    public Task<Case?> FindAsync(CaseId caseId, CancellationToken cancellationToken) => cases.FindAsync(caseId, cancellationToken);

    public Task<IReadOnlyList<Case>> DueAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken) => cases.DueAsync(now, limit, cancellationToken);

    public Task<HandledRequest?> FindHandledAsync(string key, CancellationToken cancellationToken) => database.ReadAsync(db =>
        db.HandledRequests.AsNoTracking().SingleOrDefaultAsync(r => r.Key == key, cancellationToken));

    public Task<CaseId?> FindTicketAsync(string system, string number, CancellationToken cancellationToken) => database.ReadAsync<CaseId?>(async db =>
        (await db.ExternalTickets.AsNoTracking().SingleOrDefaultAsync(t => t.System == system && t.Number == number, cancellationToken))?.CaseId);

    public Task RefusedAsync(RefusedStep refused, CancellationToken cancellationToken) => writer.RunAsync(
        session =>
        {
            session.Insert(refused);
            return 0;
        },
        null, cancellationToken);

    private static void InsertAll<T>(WriteSession session, IReadOnlyList<T> rows) where T : class
    {
        foreach (var row in rows)
        {
            session.Insert(row);
        }
    }
}
