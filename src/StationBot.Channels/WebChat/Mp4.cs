using System.Buffers.Binary;

namespace StationBot.Channels.WebChat;

/// <summary>
/// Videos and recordings of phones: boxes of a length, a name and a content, some of which hold boxes (ISO/IEC 14496-12 §4.2). The place stands in
/// boxes for whatever a phone wants to add, which no player needs.
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

    // Tracks lie in the film: what says it lies deeper is no video of a phone.
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
            if (name.SequenceEqual("udta"u8) || name.SequenceEqual("meta"u8) || name.SequenceEqual("uuid"u8))
            {
                "free"u8.CopyTo(name);
                box[head..].Clear();
            }
            else if (depth < 2 && (name.SequenceEqual("moov"u8) || name.SequenceEqual("trak"u8)))
            {
                Blank(box[head..], depth + 1);
            }
            boxes = boxes[box.Length..];
        }
    }
}
