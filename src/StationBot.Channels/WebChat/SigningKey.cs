using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace StationBot.Channels.WebChat;

/// <summary>The key behind tokens and cookies: from the options, or made once and kept in the data folder.</summary>
internal sealed class SigningKey
{
    private const int Length = 32;
    private readonly Lazy<byte[]> _master;

    public SigningKey(IOptions<DirectLineOptions> options)
    {
        var (configured, folder) = (options.Value.SigningKey, options.Value.Folder);
        _master = new(() => TryDecode(configured, out var key) ? key : LoadOrMake(folder));
    }

    /// <summary>A key for one purpose only: what is signed with it is worth nothing elsewhere.</summary>
    public SymmetricSecurityKey For(string purpose) =>
        new(HKDF.DeriveKey(HashAlgorithmName.SHA256, _master.Value, Length, info: Encoding.UTF8.GetBytes(purpose)));

    public static bool TryDecode(string? base64, out byte[] key)
    {
        key = [];
        var buffer = new byte[((base64?.Length ?? 0) * 3 / 4) + 3];
        if (string.IsNullOrEmpty(base64) || !Convert.TryFromBase64String(base64, buffer, out var written) || written < Length)
        {
            return false;
        }
        key = buffer[..written];
        return true;
    }

    private static byte[] LoadOrMake(string folder)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, "signing.key");
        if (!File.Exists(path))
        {
            var draft = $"{path}.{Guid.NewGuid():N}";
            var access = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                access.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }
            using (var file = new FileStream(draft, access))
            {
                file.Write(Encoding.ASCII.GetBytes(Convert.ToBase64String(RandomNumberGenerator.GetBytes(Length))));
                file.Flush(flushToDisk: true);
            }
            try
            {
                File.Move(draft, path);
            }
            catch (IOException) when (File.Exists(path))
            {
                // Another process was quicker; its key is the one.
                File.Delete(draft);
            }
        }
        return TryDecode(File.ReadAllText(path).Trim(), out var key)
            ? key
            : throw new InvalidDataException($"{path} does not hold a signing key. Delete it to have a new one made; residents' open chats then begin anew.");
    }
}
