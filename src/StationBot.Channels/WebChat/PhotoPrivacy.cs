using System.Buffers.Binary;

namespace StationBot.Channels.WebChat;

/// <summary>
/// Takes out of photos, and of videos (<see cref="Mp4"/>), what they tell beside the picture: where and when it was taken, with which phone, in its own small copy, in a second picture
/// behind the first. What is kept is listed, so that what nobody has thought of goes. Only how the picture is turned stays, or it would be shown
/// lying. The picture itself is not touched. domain.md §10, PIPL art. 6.
/// </summary>
internal static class PhotoPrivacy
{
    /// <returns>
    /// The file without its metadata, cut short where it breaks off; the same bytes for other kinds. Where no picture can be found: the same bytes
    /// if nothing in them looks like metadata, else null.
    /// </returns>
    public static ReadOnlyMemory<byte>? Strip(string contentType, ReadOnlyMemory<byte> content) => contentType switch
    {
        "image/jpeg" => Jpeg.Strip(content.Span) ?? Harmless(content),
        "image/png" => StripPng(content.Span) ?? Harmless(content),
        "image/webp" => StripWebP(content.Span) ?? Harmless(content),
        "image/gif" => StripGif(content.Span) ?? Harmless(content),
        "video/mp4" or "audio/mp4" => Mp4.Strip(content.Span),
        _ => content,
    };

    // Exif is TIFF inside, in either byte order; XMP is XML.
    private static ReadOnlyMemory<byte>? Harmless(ReadOnlyMemory<byte> content)
    {
        var bytes = content.Span;
        return bytes.IndexOf("Exif"u8) >= 0 || bytes.IndexOf("II*\0"u8) >= 0 || bytes.IndexOf("MM\0*"u8) >= 0 || bytes.IndexOf("xmp"u8) >= 0 || bytes.IndexOf("GPS"u8) >= 0 ? default(ReadOnlyMemory<byte>?) : content;
    }

    // Chunks of length, name, data, sum; a capital first letter: without it there is no picture. PNG 3rd edition §5.3, §11.
    private static ReadOnlyMemory<byte>? StripPng(ReadOnlySpan<byte> bytes)
    {
        using var kept = new MemoryStream(bytes.Length);
        kept.Write(bytes[..8]);
        var hasPicture = false;
        for (var at = 8; at + 12 <= bytes.Length;)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(bytes[at..]);
            if (length > bytes.Length - at - 12)
            {
                break;
            }
            var chunk = bytes.Slice(at, (int)length + 12);
            var name = chunk.Slice(4, 4);
            if (char.IsAsciiLetterUpper((char)name[0]) || Mp4.IsAny(name, "tRNS gAMA cHRM sRGB iCCP sBIT cICP bKGD pHYs acTL fcTL fdAT"u8))
            {
                kept.Write(chunk);
            }
            hasPicture |= name.SequenceEqual("IDAT"u8);
            if (name.SequenceEqual("IEND"u8))
            {
                // What stands behind the end is no picture.
                break;
            }
            at += chunk.Length;
        }
        return hasPicture ? kept.ToArray() : default(ReadOnlyMemory<byte>?);
    }

    // RIFF chunks, each padded to two bytes; the flags of VP8X say which are there. developers.google.com/speed/webp riff_container.
    private static ReadOnlyMemory<byte>? StripWebP(ReadOnlySpan<byte> whole)
    {
        // The container says how long it is; what stands behind it is no picture.
        var bytes = whole[..(int)Math.Clamp(8L + BinaryPrimitives.ReadUInt32LittleEndian(whole[4..]), 12, whole.Length)];
        using var kept = new MemoryStream(bytes.Length);
        kept.Write(bytes[..12]);
        var hasPicture = false;
        for (var at = 12; at + 8 <= bytes.Length;)
        {
            var length = BinaryPrimitives.ReadUInt32LittleEndian(bytes[(at + 4)..]);
            var size = 8 + (long)length + (length & 1);
            if (at + size > bytes.Length + (length & 1))
            {
                break;
            }
            var chunk = bytes.Slice(at, (int)Math.Min(size, bytes.Length - at)).ToArray();
            var name = chunk.AsSpan(0, 4);
            if (name.SequenceEqual("VP8X"u8) && chunk.Length > 8)
            {
                chunk[8] &= unchecked((byte)~0x0C);
            }
            var isPicture = Mp4.IsAny(name, "VP8  VP8L ANMF"u8);
            if (isPicture || Mp4.IsAny(name, "VP8X ALPH ANIM ICCP"u8))
            {
                kept.Write(chunk);
            }
            hasPicture |= isPicture;
            at += chunk.Length;
        }
        if (!hasPicture)
        {
            return null;
        }
        var stripped = kept.ToArray();
        BinaryPrimitives.WriteUInt32LittleEndian(stripped.AsSpan(4), (uint)(stripped.Length - 8));
        return stripped;
    }

    // Blocks behind the screen's description: pictures (2C) and extensions (21), both ending in sub-blocks up to an empty one. GIF89a §15–27.
    private static ReadOnlyMemory<byte>? StripGif(ReadOnlySpan<byte> bytes)
    {
        const byte Extension = 0x21, Picture = 0x2C, Trailer = 0x3B, Control = 0xF9, Application = 0xFF;
        if (bytes.Length < 13)
        {
            return null;
        }
        var at = 13 + ColoursOf(bytes[10]);
        if (at > bytes.Length)
        {
            return null;
        }
        using var kept = new MemoryStream(bytes.Length);
        kept.Write(bytes[..at]);
        var hasPicture = false;
        while (at + 2 <= bytes.Length && bytes[at] is Extension or Picture)
        {
            var isPicture = bytes[at] == Picture;
            // A picture: where it lies, perhaps its colours, how wide its codes are.
            var head = !isPicture ? 2 : at + 10 <= bytes.Length ? 11 + ColoursOf(bytes[at + 9]) : bytes.Length;
            var end = at + head;
            while (end < bytes.Length && bytes[end] != 0)
            {
                end += 1 + bytes[end];
            }
            if (end >= bytes.Length)
            {
                break;
            }
            var block = bytes[at..(end + 1)];
            var isLoop = !isPicture && block[1] == Application && (block[3..].StartsWith("NETSCAPE2.0"u8) || block[3..].StartsWith("ANIMEXTS1.0"u8));
            if (isPicture || block[1] == Control || isLoop)
            {
                kept.Write(block);
            }
            hasPicture |= isPicture;
            at = end + 1;
        }
        kept.WriteByte(Trailer);
        return hasPicture ? kept.ToArray() : default(ReadOnlyMemory<byte>?);
    }

    private static int ColoursOf(byte packed) => (packed & 0x80) == 0 ? 0 : 3 << ((packed & 7) + 1);
}
