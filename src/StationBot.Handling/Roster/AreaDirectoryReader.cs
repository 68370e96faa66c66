namespace StationBot.Handling.Roster;

/// <summary>One thing that is wrong in an import, for the person who made the file.</summary>
/// <param name="Where">File and place in it: <c>area.json: deputies[3].district</c>.</param>
public sealed record ImportProblem(string Where, string Message);

/// <summary>Reads and validates the JSON files of a district.</summary>
public static class AreaDirectoryReader
{
    /// <param name="areaJson">Format of fixture-area.json.</param>
    /// <param name="matrixJson">Format of competence-matrix.json.</param>
    /// <param name="workdaysJson">Format of workdays-cn.json.</param>
    /// <returns>The directory, or null with at least one problem.</returns>
    public static (AreaDirectory? Directory, IReadOnlyList<ImportProblem> Problems) Read(string areaJson, string matrixJson, string workdaysJson) =>
        throw new NotSupportedException();
}
