using Microsoft.EntityFrameworkCore;
using StationBot.Handling.Loop;
using StationBot.Store.Writing;

namespace StationBot.Store.Loop;

internal sealed class StaffDesk(GroupWriter writer) : IStaffDesk
{
    public Task<bool> ReadAsync(Guid notice, DateTimeOffset at, CancellationToken cancellationToken) => writer.RunAsync(
        session => session.Db.StaffNotices.Where(n => n.Id == notice && n.ReadAt == null).ExecuteUpdate(s => s.SetProperty(n => n.ReadAt, at)) == 1
            || session.Db.StaffNotices.Any(n => n.Id == notice),
        null, cancellationToken);
}
