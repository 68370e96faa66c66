using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using StationBot.Handling.Roster;
using StationBot.Store.Databases;
using StationBot.Store.Writing;

namespace StationBot.Store.Imports;

internal sealed class DirectoryFilesStore(Database database, GroupWriter writer, TimeProvider time) : IDirectoryFiles
{
    public async Task<DirectoryFiles?> LoadAsync(CancellationToken cancellationToken)
    {
        await using var db = database.Open();
        return await NewestAsync(db, ImportKind.Area, cancellationToken) is { } area
            && await NewestAsync(db, ImportKind.Matrix, cancellationToken) is { } matrix
            && await NewestAsync(db, ImportKind.Workdays, cancellationToken) is { } workdays
            ? new DirectoryFiles(area.Json, matrix.Json, workdays.Json)
            : null;
    }

    public async Task SaveAsync(DirectoryFiles files, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(files);
        List<ImportRow> changed = [];
        await using (var db = database.Open())
        {
            foreach (var (kind, json) in new[] { (ImportKind.Area, files.AreaJson), (ImportKind.Matrix, files.MatrixJson), (ImportKind.Workdays, files.WorkdaysJson) })
            {
                var row = Row(kind, json);
                if ((await NewestAsync(db, kind, cancellationToken))?.Sha256 != row.Sha256)
                {
                    changed.Add(row);
                }
            }
        }
        await writer.RunAsync(
            session =>
            {
                changed.ForEach(session.Insert);
                return changed.Count;
            },
            null, cancellationToken);
    }

    private static Task<ImportRow?> NewestAsync(StationDb db, ImportKind kind, CancellationToken cancellationToken) =>
        db.Imports.AsNoTracking().Where(i => i.Kind == kind).OrderByDescending(i => i.At).ThenByDescending(i => i.Id).FirstOrDefaultAsync(cancellationToken);

    private ImportRow Row(ImportKind kind, string json)
    {
        var now = time.GetUtcNow();
        return new ImportRow
        {
            Id = Guid.CreateVersion7(now), Kind = kind, Json = json, At = now, Sha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(json))),
        };
    }
}
