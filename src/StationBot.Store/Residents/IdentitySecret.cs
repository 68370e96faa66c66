using System.Security.Cryptography;

namespace StationBot.Store.Residents;

/// <summary>The station's secret: configured, or made once and kept beside the data, readable by its owner only.</summary>
internal static class IdentitySecret
{
    public const int Bytes = 32;
    public const string FileName = "identity.key";

    /// <exception cref="FormatException">What is configured, or in the file, is not 32 bytes of base64.</exception>
    public static byte[] Load(StoreOptions options)
    {
        if (options.IdentitySecret is { Length: > 0 } configured)
        {
            return Parse(configured, "The configured identity secret");
        }
        var path = Path.Combine(options.DataFolder, FileName);
        if (!File.Exists(path))
        {
            Directory.CreateDirectory(options.DataFolder);
            Create(path);
        }
        return Parse(File.ReadAllText(path), FileName);
    }

    // Written whole and then moved into place: a crash must not leave half a key, nor two starts at once two keys.
    private static void Create(string path)
    {
        var draft = $"{path}.{Guid.NewGuid():N}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }
        using (var file = new FileStream(draft, options))
        {
            file.Write(System.Text.Encoding.ASCII.GetBytes(Convert.ToBase64String(RandomNumberGenerator.GetBytes(Bytes))));
            file.Flush(flushToDisk: true);
        }
        try
        {
            File.Move(draft, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(draft);
        }
    }

    private static byte[] Parse(string base64, string what)
    {
        var secret = new byte[Bytes];
        return Convert.TryFromBase64String(base64.Trim(), secret, out var written) && written == Bytes
            ? secret
            : throw new FormatException($"{what} is not {Bytes} bytes in base64.");
    }
}
