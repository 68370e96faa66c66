using Microsoft.EntityFrameworkCore;
using StationBot.Handling.Cases;
using StationBot.Handling.Loop;
using StationBot.Handling.Messages;
using StationBot.Store.Conversations;
using StationBot.Store.Databases;
using StationBot.Store.Residents;
using StationBot.Store.Writing;

namespace StationBot.Store.Loop;

internal sealed class NoticeStore(Database database, GroupWriter writer, Vault vault, TimeProvider time) : INoticeStore
{
    private readonly ConversationRows _rows = new(vault);

    public Task<IReadOnlyList<Guid>> ConversationsAsync(bool urgentOnly, int limit, CancellationToken cancellationToken) => database.ReadAsync<IReadOnlyList<Guid>>(async db =>
        await db.ResidentNotices.AsNoTracking().Where(n => n.Urgent || !urgentOnly).GroupBy(n => n.ConversationId)
            .Select(g => new { g.Key, First = g.Min(n => n.At) }).OrderBy(g => g.First).Take(limit).Select(g => g.Key).ToListAsync(cancellationToken));

    public Task<IReadOnlyList<ResidentNotice>> OfConversationAsync(Guid conversationId, CancellationToken cancellationToken) => database.ReadAsync<IReadOnlyList<ResidentNotice>>(async db =>
        await db.ResidentNotices.AsNoTracking().Where(n => n.ConversationId == conversationId).OrderBy(n => n.At).ThenBy(n => n.Event).ThenBy(n => n.Id).ToListAsync(cancellationToken));

    public Task<ConversationRecord?> FindConversationAsync(Guid conversationId, CancellationToken cancellationToken) => database.ReadAsync(async db =>
        await db.Conversations.AsNoTracking().SingleOrDefaultAsync(c => c.Id == conversationId, cancellationToken) is { } row ? _rows.ToRecord(row) : null);

    public Task DropAsync(IReadOnlyList<ResidentNotice> lost, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return writer.RunAsync(
            session =>
            {
                foreach (var notice in lost.Where(l => session.Db.ResidentNotices.Where(n => n.Id == l.Id).ExecuteDelete() == 1))
                {
                    session.Insert(new StaffNotice(Guid.CreateVersion7(now), notice.CaseId, CaseActor.StationStaff, null, StaffKinds.Undelivered, notice.Event, now)
                    {
                        Urgent = notice.Urgent, TellAt = now,
                    });
                }
                return lost.Count;
            },
            null, cancellationToken);
    }

    public async Task<IReadOnlyList<StaffNotice>> LeaseAsync(DateTimeOffset since, bool urgentOnly, TimeSpan lease, int limit, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var due = await database.ReadAsync(db => db.StaffNotices.AsNoTracking()
            .Where(n => n.TellAt <= now && n.At >= since && n.ReadAt == null && (n.Urgent || !urgentOnly))
            .OrderByDescending(n => n.Urgent).ThenBy(n => n.TellAt).ThenBy(n => n.Id).Take(limit).ToListAsync(cancellationToken));
        if (due.Count == 0)
        {
            return [];
        }
        return await writer.RunAsync(
            session => due.FindAll(n => session.Db.StaffNotices.Where(r => r.Id == n.Id && r.TellAt == n.TellAt).ExecuteUpdate(s => s.SetProperty(r => r.TellAt, now + lease)) == 1),
            null, cancellationToken);
    }

    public Task KeepAsync(IReadOnlyCollection<Guid> ids, DateTimeOffset until, CancellationToken cancellationToken) => writer.RunAsync(
        session => session.Db.StaffNotices.Where(n => ids.Contains(n.Id) && n.TellAt != null).ExecuteUpdate(s => s.SetProperty(n => n.TellAt, until)), null, cancellationToken);

    public Task ToldAsync(Guid id, CancellationToken cancellationToken) => writer.RunAsync(
        session => session.Db.StaffNotices.Where(n => n.Id == id).ExecuteUpdate(s => s.SetProperty(n => n.TellAt, (DateTimeOffset?)null)), null, cancellationToken);
}
