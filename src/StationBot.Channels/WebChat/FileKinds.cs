namespace StationBot.Channels.WebChat;

/// <summary>The kinds of files a resident may send, known by their first bytes: a name or a claimed type proves nothing.</summary>
internal static class FileKinds
{
    /// <summary>The content type, or null for a kind that is not taken.</summary>
    /// <param name="name">Tells only a voice recording from a video, which share one container.</param>
    /// <param name="mayBeVideo">Chats send short videos; the resident page takes none.</param>
    public static string? ContentTypeOf(ReadOnlySpan<byte> bytes, string name, bool mayBeVideo = false)
    {
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]))
        {
            return "image/jpeg";
        }
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]))
        {
            return "image/png";
        }
        if (bytes.StartsWith("GIF87a"u8) || bytes.StartsWith("GIF89a"u8))
        {
            return "image/gif";
        }
        if (bytes.Length >= 12 && bytes.StartsWith("RIFF"u8))
        {
            return bytes[8..].StartsWith("WEBP"u8) ? "image/webp" : bytes[8..].StartsWith("WAVE"u8) ? "audio/wav" : null;
        }
        if (bytes.StartsWith("%PDF-"u8))
        {
            return "application/pdf";
        }
        if (bytes.StartsWith("#!AMR"u8))
        {
            return "audio/amr";
        }
        if (bytes.StartsWith("ID3"u8) || IsMp3Frame(bytes))
        {
            return "audio/mpeg";
        }
        return bytes.Length < 12 || !bytes[4..].StartsWith("ftyp"u8) ? null
            : IsVoice(bytes.Slice(8, 4), name) ? "audio/mp4"
            : mayBeVideo && IsVideo(bytes.Slice(8, 4)) ? "video/mp4"
            : null;
    }

    // 11 bits of sync, then version (01 reserved), layer III, a bit rate and a sampling rate that exist.
    private static bool IsMp3Frame(ReadOnlySpan<byte> b) =>
        b.Length >= 4 && b[0] == 0xFF && (b[1] & 0xE0) == 0xE0 && (b[1] & 0x18) != 0x08 && (b[1] & 0x06) == 0x02 && (b[2] & 0xF0) is not 0xF0 and not 0 && (b[2] & 0x0C) != 0x0C;

    private static bool IsVideo(ReadOnlySpan<byte> brand) =>
        brand.SequenceEqual("mp42"u8) || brand.SequenceEqual("mp41"u8) || brand.SequenceEqual("isom"u8) || brand.SequenceEqual("iso2"u8) || brand.SequenceEqual("avc1"u8)
        || brand.SequenceEqual("M4V "u8) || brand.SequenceEqual("qt  "u8);

    // Phones write their recordings with the brand of a video; pictures (heic, avif) and others are out.
    private static bool IsVoice(ReadOnlySpan<byte> brand, string name) =>
        brand.SequenceEqual("M4A "u8) || brand.SequenceEqual("M4B "u8)
        || (name.EndsWith(".m4a", StringComparison.OrdinalIgnoreCase)
            && (brand.SequenceEqual("mp42"u8) || brand.SequenceEqual("mp41"u8) || brand.SequenceEqual("isom"u8) || brand.SequenceEqual("iso2"u8)));
}
