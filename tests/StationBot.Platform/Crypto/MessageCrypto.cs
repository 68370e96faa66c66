using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace StationBot.Platform.Crypto;

/// <summary>The message encryption of Official Accounts and WeCom, written apart from the station's own (wechat.md §8).</summary>
/// <param name="receiveId">AppID of an Official Account, CorpID of a WeCom app.</param>
public sealed class MessageCrypto(string token, string encodingAesKey, string receiveId)
{
    private const int Block = 32; // §8: PKCS#7 to 32 bytes, which no padding mode of the framework knows
    private const int RandomBytes = 16;
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    // §8: 43 characters make 258 bits; the two spare ones may be set, which the strict decoders refuse (§21).
    private readonly byte[] _key = Convert.FromBase64String(encodingAesKey + "=");

    /// <summary>A fresh EncodingAESKey: 43 characters from A–Z, a–z and 0–9.</summary>
    public static string NewKey() =>
        RandomNumberGenerator.GetString("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", 43);

    /// <summary>The three-part signature (§2), or with the text of Encrypt the four-part one (§8): lower-case hexadecimal.</summary>
    public string Sign(string timestamp, string nonce, string? encrypt = null)
    {
        string[] parts = encrypt is null ? [token, timestamp, nonce] : [token, timestamp, nonce, encrypt];
        Array.Sort(parts, StringComparer.Ordinal);
#pragma warning disable CA5350 // The protocol's own choice.
        return Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(string.Concat(parts))));
#pragma warning restore CA5350
    }

    /// <param name="random">The 16 leading bytes, for vectors; fresh ones when left out.</param>
    public string Encrypt(string message, ReadOnlySpan<byte> random = default)
    {
        var (text, id) = (Encoding.UTF8.GetBytes(message), Encoding.UTF8.GetBytes(receiveId));
        var length = RandomBytes + sizeof(int) + text.Length + id.Length;
        var pad = Block - length % Block;
        var plain = new byte[length + pad];
        var rest = plain.AsSpan();
        if (random.IsEmpty)
        {
            RandomNumberGenerator.Fill(rest[..RandomBytes]);
        }
        random.CopyTo(rest);
        BinaryPrimitives.WriteInt32BigEndian(rest[RandomBytes..], text.Length);
        text.CopyTo(rest[(RandomBytes + sizeof(int))..]);
        id.CopyTo(rest[(RandomBytes + sizeof(int) + text.Length)..]);
        rest[length..].Fill((byte)pad);
        using var aes = Cipher();
        return Convert.ToBase64String(aes.EncryptCbc(plain, _key.AsSpan(0, 16), PaddingMode.None));
    }

    /// <exception cref="FormatException">Not what the protocol allows; the message says which rule was broken.</exception>
    public string Decrypt(string encrypt)
    {
        var sealedBytes = Convert.FromBase64String(encrypt);
        if (sealedBytes.Length == 0 || sealedBytes.Length % 16 != 0)
        {
            throw new FormatException("The ciphertext is not whole blocks of 16 bytes.");
        }
        using var aes = Cipher();
        var plain = aes.DecryptCbc(sealedBytes, _key.AsSpan(0, 16), PaddingMode.None);
        var pad = plain[^1];
        if (pad is 0 or > Block || pad > plain.Length || plain.AsSpan(plain.Length - pad).ContainsAnyExcept(pad))
        {
            throw new FormatException("The padding is not PKCS#7 to 32 bytes.");
        }
        var content = plain.AsSpan(0, plain.Length - pad);
        if (content.Length < RandomBytes + sizeof(int))
        {
            throw new FormatException("The plaintext is shorter than its frame.");
        }
        var rest = content[(RandomBytes + sizeof(int))..];
        var length = BinaryPrimitives.ReadUInt32BigEndian(content[RandomBytes..]);
        if (length > (uint)rest.Length)
        {
            throw new FormatException("The length says more than there is.");
        }
        if (!rest[(int)length..].SequenceEqual(Encoding.UTF8.GetBytes(receiveId)))
        {
            throw new FormatException("The receive id is another's.");
        }
        try
        {
            return StrictUtf8.GetString(rest[..(int)length]);
        }
        catch (DecoderFallbackException e)
        {
            throw new FormatException("The message is not UTF-8.", e);
        }
    }

    private Aes Cipher()
    {
        var aes = Aes.Create();
        aes.Key = _key;
        return aes;
    }
}
