using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Unicode;

namespace StationBot.Channels.Tencent;

/// <summary>
/// What lies under the cipher: 16 random bytes, the message's length (4 bytes, big-endian, unsigned), the message, the receive id, and
/// PKCS#7 padding to 32, which no padding mode of .NET knows. wechat.md §8, §21.
/// </summary>
internal static class PlainLayout
{
    private const int RandomLength = 16;
    private const int HeaderLength = RandomLength + sizeof(uint);
    private const int PadBlock = 32;

    public static int LengthFor(string message, ReadOnlySpan<byte> receiveId)
    {
        var content = HeaderLength + Encoding.UTF8.GetByteCount(message) + receiveId.Length;
        return content + PadBlock - (content % PadBlock);
    }

    /// <param name="plain">As long as <see cref="LengthFor"/> says.</param>
    public static void Write(string message, ReadOnlySpan<byte> receiveId, ReadOnlySpan<byte> random, Span<byte> plain)
    {
        if (random.IsEmpty)
        {
            RandomNumberGenerator.Fill(plain[..RandomLength]);
        }
        else
        {
            random[..RandomLength].CopyTo(plain);
        }
        var length = Encoding.UTF8.GetBytes(message, plain[HeaderLength..]);
        BinaryPrimitives.WriteUInt32BigEndian(plain[RandomLength..], (uint)length);
        receiveId.CopyTo(plain[(HeaderLength + length)..]);
        var padding = plain[(HeaderLength + length + receiveId.Length)..];
        padding.Fill((byte)padding.Length);
    }

    /// <summary>Checks all of it. Every check runs whatever the ones before it said, so the time a refusal takes tells no padding oracle which one failed.</summary>
    /// <param name="plain">At least one AES block.</param>
    /// <param name="message">Where the message lies; without meaning on failure.</param>
    /// <returns>The first failure in the order of wechat.md §8, or null.</returns>
    public static DecryptFailure? Check(ReadOnlySpan<byte> plain, ReadOnlySpan<byte> receiveId, out Range message)
    {
        int pad = plain[^1];
        var badPad = IsWrongPadding(plain, pad);

        var rest = plain.Length - (badPad ? PadBlock : pad);
        var claimed = plain.Length >= HeaderLength ? BinaryPrimitives.ReadUInt32BigEndian(plain[RandomLength..]) : uint.MaxValue;
        var room = rest - HeaderLength;
        // As long: 0xFFFFFFFF is not -1, and 20 + 0x7FFFFFFF does not wrap.
        var badLength = room < 0 || claimed > (long)room;

        var end = HeaderLength + (badLength ? 0 : (int)claimed);
        message = HeaderLength..end;
        var badId = !CryptographicOperations.FixedTimeEquals(badLength ? receiveId : plain[end..rest], receiveId);

        return badPad ? DecryptFailure.BadPadding
            : badLength ? DecryptFailure.IllegalBuffer
            : badId ? DecryptFailure.ReceiveIdMismatch
            : !Utf8.IsValid(plain[message]) ? DecryptFailure.NotUtf8
            : null;
    }

    // Tencent's sample reads the last byte alone. Here all that claim to be padding must be so; the loop looks at 32 bytes in any case.
    private static bool IsWrongPadding(ReadOnlySpan<byte> plain, int pad)
    {
        var wrong = 0;
        for (var i = 1; i <= Math.Min(PadBlock, plain.Length); i++)
        {
            var counts = (i - pad - 1) >> 31; // all ones while i <= pad
            wrong |= counts & (plain[^i] ^ pad);
        }
        return (wrong != 0) | (pad < 1) | (pad > PadBlock) | (pad > plain.Length);
    }
}
