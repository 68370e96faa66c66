using Microsoft.EntityFrameworkCore;
using StationBot.Handling.Cases;
using StationBot.Handling.Tickets;
using StationBot.Store.Databases;

namespace StationBot.Store.Loop;

internal sealed class TicketDesk(Database database) : ITicketDesk
{
    private static readonly CaseStatus[] Open = [.. Enum.GetValues<CaseStatus>().Where(s => s.IsOpen() && s != CaseStatus.Draft)];

    public Task<IReadOnlyList<Case>> OpenAtAsync(string community, int limit, CancellationToken cancellationToken) => database.ReadAsync<IReadOnlyList<Case>>(async db =>
        await db.Cases.AsNoTracking().Where(c => c.Community == community && c.Number != null && Open.Contains(c.Status)).OrderByDescending(c => c.OpenedAt).Take(limit).ToListAsync(cancellationToken));

    public Task<IReadOnlyList<HandOver>> HandedOverAsync(DateTimeOffset since, IReadOnlyList<string> leads, CancellationToken cancellationToken) => database.ReadAsync<IReadOnlyList<HandOver>>(async db =>
    {
        var moved = await db.CaseEvents.AsNoTracking().Where(e => e.At >= since && (e.Action == nameof(CaseAction.Redirect) || e.Action == nameof(CaseAction.LinkTicket)))
            .OrderBy(e => e.Number).ToListAsync(cancellationToken);
        var events = moved.ToLookup(e => e.CaseId);
        Dictionary<CaseId, Case> found = [];
        foreach (var portion in events.Select(e => e.Key).Chunk(500))
        {
            Add(await db.Cases.AsNoTracking().Where(c => portion.Contains(c.Id) && c.Number != null).ToListAsync(cancellationToken));
        }
        Add(await db.Cases.AsNoTracking().Where(c => c.OpenedAt >= since && c.Number != null && c.Lead != null && leads.Contains(c.Lead) && Open.Contains(c.Status)).ToListAsync(cancellationToken));
        return [.. found.Values.OrderBy(c => c.OpenedAt).ThenBy(c => c.Number!.Value.Value, StringComparer.Ordinal).Select(c => new HandOver(
            c, [.. events[c.Id].Where(e => e.Action == nameof(CaseAction.Redirect)).Select(e => (RedirectData)StepJson.Read(CaseAction.Redirect, e.Data))]))];

        void Add(IEnumerable<Case> cases)
        {
            foreach (var one in cases)
            {
                found[one.Id] = one;
            }
        }
    });
}
