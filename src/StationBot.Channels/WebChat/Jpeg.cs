using System.Buffers.Binary;

namespace StationBot.Channels.WebChat;

/// <summary>JPEG files: segments of FF, marker, length; behind each SOS a scan up to the next marker; an end. ISO/IEC 10918-1 annex B.</summary>
internal static class Jpeg
{
    private const byte StartOfScan = 0xDA, EndOfImage = 0xD9;
    private const ushort OrientationTag = 0x0112;

    /// <summary>Of the JFIF segment without a small copy, its marker included.</summary>
    private const int JfifLength = 18;

    /// <summary>The first picture and what is needed to show it, as it was; nothing between its segments and nothing behind its end.</summary>
    /// <returns>Null: there is no picture.</returns>
    public static ReadOnlyMemory<byte>? Strip(ReadOnlySpan<byte> bytes)
    {
        using var kept = new MemoryStream(bytes.Length);
        var (at, turned, hasPicture) = (2, 1, false);
        while (NextMarker(bytes, ref at) is { } marker && marker != EndOfImage)
        {
            if (IsAlone(marker))
            {
                at += 2;
                continue;
            }
            if (at + 4 > bytes.Length || 2 + BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 2)..]) is var length && (length < 4 || at + length > bytes.Length))
            {
                break;
            }
            var segment = bytes.Slice(at, length);
            if (marker == 0xE1 && segment[4..].StartsWith("Exif\0\0"u8) && OrientationIn(segment[10..]) is var found and > 1)
            {
                turned = found;
            }
            if (marker == 0xE0 && segment.Length > JfifLength && segment[4..].StartsWith("JFIF\0"u8))
            {
                // Its last two bytes say how large its own small copy is, which follows.
                kept.Write((byte[])[0xFF, 0xE0, 0, JfifLength - 2, .. segment[4..(JfifLength - 2)], 0, 0]);
            }
            else if (IsNeeded(marker, segment[4..]))
            {
                kept.Write(segment);
            }
            at += length;
            if (marker == StartOfScan)
            {
                var end = EndOfScan(bytes, at);
                kept.Write(bytes[at..end]);
                (at, hasPicture) = (end, true);
            }
        }
        return hasPicture ? (byte[])[0xFF, 0xD8, .. turned > 1 ? OrientationSegment(turned) : [], .. kept.ToArray(), 0xFF, EndOfImage] : default(ReadOnlyMemory<byte>?);
    }

    /// <summary>Passes over what stands between segments; fill bytes are allowed there, anything else is not.</summary>
    private static byte? NextMarker(ReadOnlySpan<byte> bytes, ref int at)
    {
        while (at + 1 < bytes.Length)
        {
            if (bytes[at] == 0xFF && bytes[at + 1] is not (0 or 0xFF))
            {
                return bytes[at + 1];
            }
            at++;
        }
        return null;
    }

    // Inside a scan FF stands before 0 (it is meant) or a restart marker (the scan goes on).
    private static int EndOfScan(ReadOnlySpan<byte> bytes, int at)
    {
        while (at + 1 < bytes.Length && !(bytes[at] == 0xFF && bytes[at + 1] is not (0 or 0xFF or (>= 0xD0 and <= 0xD7))))
        {
            at++;
        }
        return at + 1 < bytes.Length ? at : bytes.Length;
    }

    // TEM, restarts, a second beginning: markers without a length.
    private static bool IsAlone(byte marker) => marker is 0x01 or (>= 0xD0 and <= 0xD8);

    // Tables, frames and scans; of the applications' segments those that say how to show the picture: JFIF without its small copy, colours, Adobe's
    // transform. Not APP1 (Exif, XMP), APP2's list of further pictures (MPF), APP13 (IPTC), comments.
    private static bool IsNeeded(byte marker, ReadOnlySpan<byte> content) => marker switch
    {
        0xE0 => content.StartsWith("JFIF\0"u8),
        0xE2 => content.StartsWith("ICC_PROFILE\0"u8),
        0xEE => content.StartsWith("Adobe"u8),
        _ => marker is (>= 0xC0 and <= 0xCF and not 0xC8) or (>= 0xDA and <= 0xDF),
    };

    private static int OrientationIn(ReadOnlySpan<byte> tiff)
    {
        if (tiff.Length < 14)
        {
            return 1;
        }
        var little = tiff.StartsWith("II"u8);
        var directory = (int)Math.Min(Long(tiff, 4, little), int.MaxValue);
        if (directory < 8 || directory > tiff.Length - 2)
        {
            return 1;
        }
        for (var (i, count) = (0, Short(tiff, directory, little)); i < count && directory + 2 + ((i + 1) * 12) <= tiff.Length; i++)
        {
            var entry = directory + 2 + (i * 12);
            if (Short(tiff, entry, little) == OrientationTag)
            {
                return Short(tiff, entry + 8, little) is >= 1 and <= 8 and var turned ? turned : 1;
            }
        }
        return 1;
    }

    private static ushort Short(ReadOnlySpan<byte> bytes, int at, bool little) =>
        little ? BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]) : BinaryPrimitives.ReadUInt16BigEndian(bytes[at..]);

    private static uint Long(ReadOnlySpan<byte> bytes, int at, bool little) =>
        little ? BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]) : BinaryPrimitives.ReadUInt32BigEndian(bytes[at..]);

    // APP1 with one entry: orientation, a SHORT.
    private static byte[] OrientationSegment(int turned) =>
    [
        0xFF, 0xE1, 0, 34, (byte)'E', (byte)'x', (byte)'i', (byte)'f', 0, 0, (byte)'M', (byte)'M', 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte)turned, 0, 0, 0, 0, 0, 0,
    ];
}
