using Microsoft.EntityFrameworkCore;
using StationBot.Handling.Loop;
using StationBot.Store.Databases;
using StationBot.Store.Writing;

namespace StationBot.Store.Loop;

internal sealed class TokenStore(Database database, GroupWriter writer) : ITokens
{
    private readonly Func<StationDb, string, IAsyncEnumerable<ApiToken>> _byHash = EF.CompileAsyncQuery((StationDb db, string hash) =>
        db.ApiTokens.AsNoTracking().Where(t => t.Hash == hash && t.RevokedAt == null));

    public Task AddAsync(ApiToken token, CancellationToken cancellationToken) => writer.RunAsync(
        session =>
        {
            session.Insert(token);
            return 0;
        },
        null, cancellationToken);

    public Task<ApiToken?> FindAsync(string hash, CancellationToken cancellationToken) => database.ReadAsync(async db =>
    {
        await foreach (var token in _byHash(db, hash).WithCancellation(cancellationToken))
        {
            return token;
        }
        return null;
    });

    public Task<IReadOnlyList<ApiToken>> ListAsync(int limit, CancellationToken cancellationToken) => database.ReadAsync<IReadOnlyList<ApiToken>>(async db =>
        await db.ApiTokens.AsNoTracking().OrderBy(t => t.At).ThenBy(t => t.Id).Take(limit).ToListAsync(cancellationToken));

    public async Task<bool> RevokeAsync(Guid id, DateTimeOffset at, CancellationToken cancellationToken) =>
        await writer.RunAsync(
            session => session.Db.ApiTokens.Where(t => t.Id == id && t.RevokedAt == null).ExecuteUpdate(s => s.SetProperty(t => t.RevokedAt, at)), null, cancellationToken) == 1;
}
