using System.Buffers.Binary;

namespace StationBot.Channels.WebChat;

/// <summary>
/// Videos and recordings of phones: boxes of a length, a name and a content, some of which hold boxes (ISO/IEC 14496-12 §4.2). The place stands in
/// boxes for whatever a phone wants to add, which no player needs; and what was written over stands in free ones.
/// </summary>
internal static class Mp4
{
    /// <summary>The same file with those boxes blank: nothing moves, for the pictures are found by their distance from the beginning.</summary>
    public static byte[] Strip(ReadOnlySpan<byte> content)
    {
        var kept = content.ToArray();
        Blank(kept, 0);
        return kept;
    }

    // Sample tables lie in the film's tracks, five deep: what says it lies deeper is no video of a phone.
    private static void Blank(Span<byte> boxes, int depth)
    {
        while (boxes.Length >= 8)
        {
            var (length, head) = ((long)BinaryPrimitives.ReadUInt32BigEndian(boxes), 8);
            if (length == 1 && boxes.Length >= 16)
            {
                (length, head) = (BinaryPrimitives.ReadInt64BigEndian(boxes[8..]), 16);
            }
            // 0: to the end; and what is longer than the file was cut off there.
            var box = boxes[..(int)(length == 0 || length > boxes.Length ? boxes.Length : Math.Max(length, head))];
            var name = box.Slice(4, 4);
            if (IsAny(name, "udta meta uuid free skip"u8))
            {
                "free"u8.CopyTo(name);
                box[head..].Clear();
            }
            else if (depth < 5 && IsAny(name, "moov trak mdia minf stbl dinf edts mvex moof traf mfra"u8))
            {
                Blank(box[head..], depth + 1);
            }
            boxes = boxes[box.Length..];
        }
    }

    /// <param name="names">Of four letters each, with a blank between.</param>
    internal static bool IsAny(ReadOnlySpan<byte> name, ReadOnlySpan<byte> names)
    {
        for (var at = 0; at < names.Length; at += 5)
        {
            if (names.Slice(at, 4).SequenceEqual(name))
            {
                return true;
            }
        }
        return false;
    }
}
