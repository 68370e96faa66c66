using System.Buffers;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace StationBot.Channels.Tencent;

/// <summary>
/// Tencent's proof of origin: lower-case hex SHA-1 over the parts, sorted by code unit and joined. wechat.md §2, §8.
/// Three parts (<c>signature</c>) cover no body; four (<c>msg_signature</c>) cover the encrypted one. The two have names of their own,
/// so that a missing <c>Encrypt</c> can never turn the strong check into the weak one.
/// </summary>
internal static class MessageSignature
{
    private const int HexLength = SHA1.HashSizeInBytes * 2;

    /// <summary>The <c>signature</c> of a query.</summary>
    public static string OfQuery(string token, string timestamp, string nonce)
    {
        Span<char> hex = stackalloc char[HexLength];
        Write([token, timestamp, nonce], hex);
        return hex.ToString();
    }

    /// <summary>The <c>msg_signature</c> of an encrypted body.</summary>
    /// <param name="encrypt">The Base64 text of <c>Encrypt</c>, exactly as it travels.</param>
    public static string OfMessage(string token, string timestamp, string nonce, string encrypt)
    {
        Span<char> hex = stackalloc char[HexLength];
        Write([token, timestamp, nonce, encrypt], hex);
        return hex.ToString();
    }

    /// <summary>Whether <paramref name="presented"/> is the three-part signature. Whatever is missing or odd is a refusal, never an exception.</summary>
    public static bool IsOfQuery(string? presented, string token, string? timestamp, string? nonce) =>
        presented is not null && timestamp is not null && nonce is not null && Matches(presented, [token, timestamp, nonce]);

    /// <summary>Whether <paramref name="presented"/> is the four-part signature. Whatever is missing or odd is a refusal, never an exception.</summary>
    public static bool IsOfMessage(string? presented, string token, string? timestamp, string? nonce, string? encrypt) =>
        presented is not null && timestamp is not null && nonce is not null && encrypt is not null
        && Matches(presented, [token, timestamp, nonce, encrypt]);

    // The time depends on the lengths alone, which the caller knows: how far a guess is right does not show.
    private static bool Matches(string presented, Span<string> parts)
    {
        Span<char> expected = stackalloc char[HexLength];
        Write(parts, expected);
        return CryptographicOperations.FixedTimeEquals(MemoryMarshal.AsBytes(presented.AsSpan()), MemoryMarshal.AsBytes(expected));
    }

    private static void Write(Span<string> parts, Span<char> hex)
    {
        // The default order is the culture's, and wrong for one Base64 text in two. wechat.md §21.
        parts.Sort(StringComparer.Ordinal);
        var length = 0;
        foreach (var part in parts)
        {
            length += Encoding.UTF8.GetByteCount(part);
        }

        const int OnStack = 1024;
        var rented = length > OnStack ? ArrayPool<byte>.Shared.Rent(length) : null;
        var joined = rented ?? stackalloc byte[OnStack];
        length = 0;
        foreach (var part in parts)
        {
            length += Encoding.UTF8.GetBytes(part, joined[length..]);
        }
        Span<byte> hash = stackalloc byte[SHA1.HashSizeInBytes];
#pragma warning disable CA5350 // Tencent's algorithm, not ours to choose.
        SHA1.HashData(joined[..length], hash);
#pragma warning restore CA5350
        Convert.TryToHexStringLower(hash, hex, out _);
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }
}
