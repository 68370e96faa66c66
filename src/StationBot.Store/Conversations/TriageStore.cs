using Microsoft.EntityFrameworkCore;
using StationBot.Handling.Flags;
using StationBot.Handling.Messages;
using StationBot.Store.Databases;
using StationBot.Store.Writing;

namespace StationBot.Store.Conversations;

internal sealed class TriageStore(Database database, GroupWriter writer) : ITriage
{
    public async Task<IReadOnlyList<TriageNews>> SinceAsync(Severity severity, DateTimeOffset from, int limit, CancellationToken cancellationToken)
    {
        await using var db = database.Open();
        // Nothing is due before it is there, and it is the due moment that has an index.
        var items = await db.TriageItems.AsNoTracking().Where(t => t.DueAt >= from && t.At >= from && t.Severity == severity)
            .OrderBy(t => t.At).ThenBy(t => t.Id).Take(limit).ToListAsync(cancellationToken);
        var ids = items.Where(t => t.CaseId is not null).Select(t => new Handling.Cases.CaseId(t.CaseId!.Value)).Distinct().ToList();
        var numbers = ids.Count == 0 ? [] : await db.Cases.AsNoTracking().Where(c => ids.Contains(c.Id)).Select(c => new { c.Id, c.Number }).ToDictionaryAsync(c => c.Id.Value, c => c.Number, cancellationToken);
        return [.. items.Select(t => new TriageNews(t.Id, t.Severity, t.Reason, t.At, t.CaseId is { } about ? numbers.GetValueOrDefault(about) : null, t.ConversationId))];
    }

    public Task RaiseAsync(TriageItem item, CancellationToken cancellationToken) => writer.RunAsync<bool>(
        session =>
        {
            Raise(session, item);
            return true;
        },
        null, cancellationToken);

    /// <inheritdoc cref="ITriage.RaiseAsync"/>
    internal static void Raise(WriteSession session, TriageItem item)
    {
        var dayBefore = item.At.AddDays(-1);
        // Nothing is due before it is there, and it is the due moment that has an index.
        var isThere = item.Reason.StartsWith(TriageItem.AccountRefused + ":", StringComparison.Ordinal) || item.Reason.StartsWith(TriageItem.ReceiverUnknown + ":", StringComparison.Ordinal)
            ? session.Db.TriageItems.Any(t => t.DueAt > dayBefore && t.At > dayBefore && t.Reason == item.Reason)
            : session.Db.TriageItems.Any(t => t.DueAt > item.At && t.Reason == item.Reason && t.ConversationId == item.ConversationId);
        if (!isThere)
        {
            session.Insert(item);
        }
    }
}
