namespace StationBot.Handling.Roster;

/// <summary>A district as imported: the three JSON files, word for word. They are checked by <see cref="AreaDirectoryReader"/> before they are saved.</summary>
public sealed record DirectoryFiles(string AreaJson, string MatrixJson, string WorkdaysJson);

/// <summary>Where the imported district rests. Fulfilled by the Store room.</summary>
public interface IDirectoryFiles
{
    /// <summary>The newest import, or null when nothing has been imported yet.</summary>
    Task<DirectoryFiles?> LoadAsync(CancellationToken cancellationToken);

    /// <summary>Replaces the district; what was there before is kept as history.</summary>
    Task SaveAsync(DirectoryFiles files, CancellationToken cancellationToken);
}
