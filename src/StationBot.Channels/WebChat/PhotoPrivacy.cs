using System.Buffers.Binary;

namespace StationBot.Channels.WebChat;

/// <summary>
/// Takes out of photos what they tell beside the picture: where and when it was taken, with which phone, in its own small copy. Only how the
/// picture is turned stays, or it would be shown lying. The picture itself is not touched. domain.md §10, PIPL art. 6.
/// </summary>
internal static class PhotoPrivacy
{
    private const ushort OrientationTag = 0x0112;

    /// <returns>The file without its metadata; the same bytes for other kinds, and for what cannot be read as its kind.</returns>
    public static ReadOnlyMemory<byte> Strip(string contentType, ReadOnlyMemory<byte> content) => contentType switch
    {
        "image/jpeg" => StripJpeg(content),
        "image/png" => StripPng(content),
        "image/webp" => StripWebP(content),
        _ => content,
    };

    // Segments of FF, marker, length; after SOS comes the picture, taken as it is. ISO/IEC 10918-1 annex B.
    private static ReadOnlyMemory<byte> StripJpeg(ReadOnlyMemory<byte> content)
    {
        var bytes = content.Span;
        using var kept = new MemoryStream(bytes.Length);
        kept.Write(bytes[..2]);
        var (at, turned) = (2, 1);
        while (at + 4 <= bytes.Length && bytes[at] == 0xFF)
        {
            var marker = bytes[at + 1];
            if (marker == 0xDA)
            {
                if (turned > 1)
                {
                    var picture = kept.ToArray();
                    return Join(picture.AsSpan(0, 2), OrientationSegment(turned), picture.AsSpan(2), bytes[at..]);
                }
                kept.Write(bytes[at..]);
                return kept.ToArray();
            }
            if (marker is 0xFF)
            {
                at++;
                continue;
            }
            var length = 2 + BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 2)..]);
            if (length < 4 || at + length > bytes.Length)
            {
                return content;
            }
            var segment = bytes.Slice(at, length);
            // APP1: Exif and XMP; APP13: IPTC; COM: free words. APP0, APP2 (colours) and APP14 are needed to show the picture.
            if (marker is 0xE1 && segment[4..].StartsWith("Exif\0\0"u8))
            {
                turned = OrientationIn(segment[10..]) is var found and > 1 ? found : turned;
            }
            if (marker is not (0xE1 or 0xED or 0xFE) && marker is not (>= 0xE3 and <= 0xEC))
            {
                kept.Write(segment);
            }
            at += length;
        }
        return content;
    }

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

    // Chunks of length, name, data, sum. What is not needed for the picture and may hold words or places goes. PNG 3rd edition §11.
    private static ReadOnlyMemory<byte> StripPng(ReadOnlyMemory<byte> content)
    {
        var bytes = content.Span;
        using var kept = new MemoryStream(bytes.Length);
        kept.Write(bytes[..8]);
        for (var at = 8; at + 12 <= bytes.Length;)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(bytes[at..]);
            if (length > bytes.Length - at - 12)
            {
                return content;
            }
            var chunk = bytes.Slice(at, (int)length + 12);
            var name = chunk.Slice(4, 4);
            if (!(name.SequenceEqual("eXIf"u8) || name.SequenceEqual("tEXt"u8) || name.SequenceEqual("zTXt"u8) || name.SequenceEqual("iTXt"u8) || name.SequenceEqual("tIME"u8)))
            {
                kept.Write(chunk);
            }
            if (name.SequenceEqual("IEND"u8))
            {
                // What stands behind the end is no picture.
                return kept.ToArray();
            }
            at += chunk.Length;
        }
        return kept.ToArray();
    }

    // RIFF chunks, each padded to two bytes; the flags of VP8X say which are there. developers.google.com/speed/webp riff_container.
    private static ReadOnlyMemory<byte> StripWebP(ReadOnlyMemory<byte> content)
    {
        var whole = content.Span;
        // The container says how long it is; what stands behind it is no picture.
        var bytes = whole[..(int)Math.Clamp(8L + BinaryPrimitives.ReadUInt32LittleEndian(whole[4..]), 12, whole.Length)];
        using var kept = new MemoryStream(bytes.Length);
        kept.Write(bytes[..12]);
        for (var at = 12; at + 8 <= bytes.Length;)
        {
            var length = BinaryPrimitives.ReadUInt32LittleEndian(bytes[(at + 4)..]);
            var size = 8 + (long)length + (length & 1);
            if (at + size > bytes.Length + (length & 1))
            {
                return content;
            }
            var chunk = bytes.Slice(at, (int)Math.Min(size, bytes.Length - at)).ToArray();
            if (chunk.AsSpan().StartsWith("VP8X"u8) && chunk.Length > 8)
            {
                chunk[8] &= unchecked((byte)~0x0C);
            }
            if (!chunk.AsSpan().StartsWith("EXIF"u8) && !chunk.AsSpan().StartsWith("XMP "u8))
            {
                kept.Write(chunk);
            }
            at += chunk.Length;
        }
        var stripped = kept.ToArray();
        BinaryPrimitives.WriteUInt32LittleEndian(stripped.AsSpan(4), (uint)(stripped.Length - 8));
        return stripped;
    }

    private static byte[] Join(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b, ReadOnlySpan<byte> c, ReadOnlySpan<byte> d)
    {
        var all = new byte[a.Length + b.Length + c.Length + d.Length];
        a.CopyTo(all);
        b.CopyTo(all.AsSpan(a.Length));
        c.CopyTo(all.AsSpan(a.Length + b.Length));
        d.CopyTo(all.AsSpan(a.Length + b.Length + c.Length));
        return all;
    }
}
