using System.Security.Cryptography;
using System.Text;

namespace StationBot.Store.Residents;

/// <summary>
/// Keeps who residents are apart from what they say: channel identities are only compared, by a keyed hash; what must be read again
/// (an address to answer to, a phone number) rests encrypted and bound to its row. domain.md §10.
/// </summary>
internal sealed class Vault
{
    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private readonly byte[] _identity;
    private readonly byte[] _seal;

    /// <param name="secret">32 bytes.</param>
    public Vault(byte[] secret)
    {
        _identity = HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, 32, info: "stationbot identity"u8.ToArray());
        _seal = HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, 32, info: "stationbot seal"u8.ToArray());
    }

    /// <summary>The same 32 bytes for the same name, and no way back. <paramref name="kind"/> keeps hashes of different things apart.</summary>
    public byte[] Hash(string kind, string channel, string name) =>
        HMACSHA256.HashData(_identity, Encoding.UTF8.GetBytes($"{kind}\0{channel}\0{name}"));

    /// <param name="owner">The row it rests in: the same bytes moved to another row do not open.</param>
    public byte[] Seal(string text, Guid owner)
    {
        var length = Encoding.UTF8.GetByteCount(text);
        var box = new byte[NonceBytes + length + TagBytes];
        var body = box.AsSpan(NonceBytes, length);
        RandomNumberGenerator.Fill(box.AsSpan(0, NonceBytes));
        Encoding.UTF8.GetBytes(text, body);
        using var aes = new AesGcm(_seal, TagBytes);
        aes.Encrypt(box.AsSpan(0, NonceBytes), body, body, box.AsSpan(NonceBytes + length), owner.ToByteArray());
        return box;
    }

    /// <exception cref="CryptographicException">Another secret, another row, or damaged bytes.</exception>
    public string Open(byte[] box, Guid owner)
    {
        if (box.Length < NonceBytes + TagBytes)
        {
            throw new CryptographicException("Sealed bytes are too short.");
        }
        var text = new byte[box.Length - NonceBytes - TagBytes];
        using var aes = new AesGcm(_seal, TagBytes);
        aes.Decrypt(box.AsSpan(0, NonceBytes), box.AsSpan(NonceBytes, text.Length), box.AsSpan(NonceBytes + text.Length), text, owner.ToByteArray());
        return Encoding.UTF8.GetString(text);
    }

    /// <summary>Whether this is the secret that a row was sealed with.</summary>
    /// <exception cref="InvalidOperationException">It is not; the message says what to do.</exception>
    public void Check(byte[] box, Guid owner)
    {
        try
        {
            Open(box, owner);
        }
        catch (CryptographicException wrong)
        {
            throw new InvalidOperationException(
                $"The identity secret is not the one this database was written with. Restore {IdentitySecret.FileName} from the backup, or configure the old secret; several machines over one database need the same Store:IdentitySecret.", wrong);
        }
    }
}
