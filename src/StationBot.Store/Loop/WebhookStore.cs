using Microsoft.EntityFrameworkCore;
using StationBot.Handling.Loop;
using StationBot.Store.Databases;
using StationBot.Store.Writing;

namespace StationBot.Store.Loop;

/// <summary>Leases go through the one writer, and are taken only by whoever still finds the row as it was read.</summary>
internal sealed class WebhookStore(Database database, GroupWriter writer, TimeProvider time) : IWebhookQueue
{
    public async Task<IReadOnlyList<WebhookDelivery>> LeaseAsync(string hook, int limit, TimeSpan lease, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var due = await database.ReadAsync(db => db.WebhookDeliveries.AsNoTracking().Where(d => d.Hook == hook && d.NextAt <= now).OrderBy(d => d.NextAt).Take(limit).ToListAsync(cancellationToken));
        if (due.Count == 0)
        {
            return [];
        }
        var until = now + lease;
        return await writer.RunAsync<IReadOnlyList<WebhookDelivery>>(
            session => [.. due.Where(d => Take(session.Db, d, until)).Select(d => d with { NextAt = until, Attempts = d.Attempts + 1 })], null, cancellationToken);
    }

    public Task DeliveredAsync(Guid id, CancellationToken cancellationToken) =>
        writer.RunAsync(session => session.Db.WebhookDeliveries.Where(d => d.Id == id).ExecuteDelete(), null, cancellationToken);

    public Task FailedAsync(Guid id, DateTimeOffset? notBefore, string error, CancellationToken cancellationToken) => writer.RunAsync(
        session => session.Db.WebhookDeliveries.Where(d => d.Id == id).ExecuteUpdate(s => s.SetProperty(d => d.NextAt, notBefore).SetProperty(d => d.Error, error)), null, cancellationToken);

    public Task GiveUpAllButAsync(IReadOnlyList<string> hooks, string error, CancellationToken cancellationToken) => writer.RunAsync(
        session => session.Db.WebhookDeliveries.Where(d => d.NextAt != null && !hooks.Contains(d.Hook))
            .ExecuteUpdate(s => s.SetProperty(d => d.NextAt, (DateTimeOffset?)null).SetProperty(d => d.Error, error)),
        null, cancellationToken);

    public Task<IReadOnlyList<WebhookDelivery>> GivenUpAsync(int limit, CancellationToken cancellationToken) => database.ReadAsync<IReadOnlyList<WebhookDelivery>>(async db =>
        await db.WebhookDeliveries.AsNoTracking().Where(d => d.NextAt == null).OrderBy(d => d.At).ThenBy(d => d.Id).Take(limit).ToListAsync(cancellationToken));

    public async Task<bool> ResendAsync(Guid id, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        // It has its three days again.
        return await writer.RunAsync(
            session => session.Db.WebhookDeliveries.Where(d => d.Id == id && d.NextAt == null)
                .ExecuteUpdate(s => s.SetProperty(d => d.NextAt, now).SetProperty(d => d.At, now).SetProperty(d => d.Attempts, 0)),
            null, cancellationToken) == 1;
    }

    private static bool Take(StationDb db, WebhookDelivery due, DateTimeOffset until) => db.WebhookDeliveries
        .Where(d => d.Id == due.Id && d.NextAt == due.NextAt)
        .ExecuteUpdate(s => s.SetProperty(d => d.NextAt, until).SetProperty(d => d.Attempts, d => d.Attempts + 1)) == 1;
}
