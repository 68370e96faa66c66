namespace StationBot.Host.Operations;

/// <summary>The folder where everything rests: residents' words, keys and files, so it is made for its owner alone.</summary>
internal static class DataFolder
{
    private const string LockFile = "station.lock";

    /// <summary>A folder that exists keeps the rights that its owner gave it.</summary>
    public static void Create(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    /// <summary>
    /// Makes the folder and holds it until disposed: conversations are cached and their turns ordered in one process, so two servers on one
    /// folder would answer past each other. The system frees the lock with its process, however that ends.
    /// </summary>
    /// <exception cref="InvalidOperationException">Another server holds it.</exception>
    public static IDisposable Hold(string path)
    {
        if (File.Exists(path))
        {
            throw new InvalidOperationException($"--data 要写一个文件夹,这是一个文件 / --data must name a folder, this is a file: {path}");
        }
        try
        {
            Create(path);
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
            throw new InvalidOperationException($"建不了数据文件夹,请换一个能写的地方 / this data folder cannot be made, choose a place that can be written: {path}", wrong);
        }
        var file = Path.Combine(path, LockFile);
        try
        {
            return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException) when (File.Exists(file))
        {
            throw new InvalidOperationException($"数据文件夹正由另一个 stationbot serve 使用 / another stationbot serve uses this data folder: {path}");
        }
    }
}
