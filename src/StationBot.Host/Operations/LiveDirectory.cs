using StationBot.Handling.Roster;

namespace StationBot.Host.Operations;

/// <summary>The district in force. Replaced as a whole; a turn that has begun keeps the one it began with.</summary>
internal sealed class LiveDirectory : IAreaDirectory
{
    private volatile AreaDirectory? _current;

    /// <exception cref="InvalidOperationException">Nothing has been imported yet.</exception>
    public AreaDirectory Current => _current ?? throw new InvalidOperationException("No district has been imported.");

    public bool IsLoaded => _current is not null;

    public void Replace(AreaDirectory directory) => _current = directory;
}

/// <summary>Reads district files, from disk or the store, and says in full what is wrong with them.</summary>
internal static class District
{
    public const string AreaFile = "fixture-area.json";
    public const string MatrixFile = "competence-matrix.json";
    public const string WorkdaysFile = "workdays-cn.json";

    /// <summary>The fictional 清禾区 that ships with the program.</summary>
    public static DirectoryFiles Demo()
    {
        static string Read(string name) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Demo", name));
        return new DirectoryFiles(Read(AreaFile), Read(MatrixFile), Read(WorkdaysFile));
    }

    /// <exception cref="DistrictException">The files are wrong; the message lists every problem.</exception>
    public static AreaDirectory Read(DirectoryFiles files, DirectoryFileNames? names = null)
    {
        var (directory, problems) = AreaDirectoryReader.Read(files.AreaJson, files.MatrixJson, files.WorkdaysJson, names);
        return directory ?? throw new DistrictException(problems);
    }
}

internal sealed class DistrictException(IReadOnlyList<ImportProblem> problems)
    : Exception(string.Join(Environment.NewLine, problems.Select(p => $"{p.Where}: {p.Message}")));
