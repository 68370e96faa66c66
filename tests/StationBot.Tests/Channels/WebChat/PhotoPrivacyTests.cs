using System.Buffers.Binary;
using System.Text;
using StationBot.Channels.WebChat;

namespace StationBot.Tests.Channels.WebChat;

/// <summary>Photos lose what they tell beside the picture, and nothing of the picture.</summary>
public sealed class PhotoPrivacyTests
{
    private static readonly byte[] Scan = [0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 63, 0, 0x12, 0xFF, 0x00, 0x34, 0xFF, 0xD9];
    private static readonly byte[] Table = [0xFF, 0xDB, 0, 5, 1, 2, 3];
    private static readonly byte[] Jfif = [0xFF, 0xE0, 0, 7, (byte)'J', (byte)'F', (byte)'I', (byte)'F', 0];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_jpeg_keeps_how_it_is_turned_and_no_place(bool little)
    {
        var photo = Jpeg(Exif(6, little), Segment(0xE1, [.. "http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>GPS 30.1</x:xmpmeta>"u8]), Segment(0xED, [.. "Photoshop 3.0"u8]), Segment(0xFE, [.. "my phone"u8]));

        var stripped = PhotoPrivacy.Strip("image/jpeg", photo)!.Value.ToArray();

        var text = Encoding.Latin1.GetString(stripped);
        Assert.DoesNotContain("GPS", text, StringComparison.Ordinal);
        Assert.DoesNotContain("phone", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Photoshop", text, StringComparison.Ordinal);
        Assert.Equal<byte>([0xFF, 0xD8, 0xFF, 0xE1, 0, 34], stripped[..6]);
        Assert.Equal(6, stripped[2 + 4 + 6 + 8 + 2 + 9]);
        Assert.Equal<byte>([.. Jfif, .. Table, .. Scan], stripped[(2 + 36)..]);
    }

    [Fact]
    public void An_upright_jpeg_needs_no_word_on_it()
    {
        Assert.Equal<byte>([0xFF, 0xD8, .. Jfif, .. Table, .. Scan], PhotoPrivacy.Strip("image/jpeg", Jpeg(Exif(1, true)))!.Value.ToArray());
    }

    [Fact]
    public void A_png_loses_its_words_and_keeps_its_picture()
    {
        byte[] head = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];
        var (header, data, end) = (Chunk("IHDR", new byte[13]), Chunk("IDAT", [1, 2, 3]), Chunk("IEND", []));

        var stripped = PhotoPrivacy.Strip("image/png", (byte[])[.. head, .. header, .. Chunk("eXIf", [9, 9]), .. Chunk("tEXt", [.. "GPS"u8]), .. data, .. end])!.Value.ToArray();

        Assert.Equal<byte>([.. head, .. header, .. data, .. end], stripped);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_video_keeps_its_pictures_where_they_are_and_no_place(bool isLong)
    {
        byte[] kind = Box("ftyp", [.. "qt  "u8]), picture = Box("mdat", [.. "udta picture"u8]), head = Box("mvhd", new byte[20]);
        byte[] place = [.. "\u00A9xyz+30.1+120.2/"u8];
        byte[] video = [.. kind, .. Box("moov", [.. head, .. Box("trak", Box("meta", place)), .. Box("udta", place, isLong)]), .. picture, .. Box("uuid", place)];

        var stripped = PhotoPrivacy.Strip("video/mp4", video)!.Value.ToArray();

        Assert.Equal(video.Length, stripped.Length);
        Assert.True(stripped.AsSpan().IndexOf("+30.1"u8) < 0);
        Assert.Equal(video.AsSpan().IndexOf(picture), stripped.AsSpan().IndexOf(picture));
        Assert.Equal(kind, stripped[..kind.Length]);
        Assert.True(stripped.AsSpan().IndexOf(head) > 0);
    }

    [Fact]
    public void A_jpeg_loses_its_own_small_copy()
    {
        byte[] head = [0xFF, 0xE0, 0, 16, .. "JFIF\0"u8, 1, 2, 1, 0, 72, 0, 72, 0, 0], copy = [0xFF, 0xE0, 0, 28, .. "JFIF\0"u8, 1, 2, 1, 0, 72, 0, 72, 2, 2, .. "GPSGPSGPSGPS"u8];

        var stripped = PhotoPrivacy.Strip("image/jpeg", (byte[])[0xFF, 0xD8, .. copy, .. Table, .. Scan])!.Value.ToArray();

        Assert.Equal<byte>([0xFF, 0xD8, .. head, .. Table, .. Scan], stripped);
    }

    [Theory]
    [InlineData("moof", "traf", "udta")]
    [InlineData("moof", "traf", "meta")]
    [InlineData("moov", "trak", "mdia", "minf", "udta")]
    [InlineData("moov", "trak", "mdia", "minf", "stbl", "meta")]
    [InlineData("moov", "trak", "mdia", "meta")]
    [InlineData("free")]
    [InlineData("moov", "skip")]
    public void A_video_loses_the_place_wherever_a_phone_may_put_it(params string[] path)
    {
        var box = path.Reverse().Aggregate((byte[])[.. "+30.1+120.2/"u8], (inside, name) => Box(name, inside));
        byte[] picture = Box("mdat", [.. "free picture"u8]), video = [.. Box("ftyp", [.. "isom"u8]), .. box, .. picture];

        var stripped = PhotoPrivacy.Strip("video/mp4", video)!.Value.ToArray();

        Assert.Equal(video.Length, stripped.Length);
        Assert.True(stripped.AsSpan().IndexOf("+30.1"u8) < 0);
        Assert.Equal(picture, stripped[^picture.Length..]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(int.MaxValue)]
    public void A_video_whose_lengths_lie_is_cut_nowhere(int length)
    {
        byte[] video = [.. Box("ftyp", [.. "isom"u8]), .. Box("udta", [.. "+30.1"u8]), .. new byte[3]];
        BinaryPrimitives.WriteInt32BigEndian(video.AsSpan(12), length);

        Assert.Equal(video.Length, PhotoPrivacy.Strip("video/mp4", video)!.Value.Length);
    }

    [Fact]
    public void A_video_of_boxes_in_boxes_without_end_is_no_danger()
    {
        byte[] video = [.. Enumerable.Repeat<byte[]>([0, 0, 0, 0, .. "moov"u8], 500_000).SelectMany(b => b)];

        Assert.Equal(video.Length, PhotoPrivacy.Strip("video/mp4", video)!.Value.Length);
    }

    [Fact]
    public void A_webp_loses_its_exif_and_says_so()
    {
        byte[] extended = [.. RiffChunk("VP8X", [0x0C, 0, 0, 0, 0, 0, 0, 0, 0, 0])], picture = RiffChunk("VP8 ", [1, 2, 3]);

        var stripped = PhotoPrivacy.Strip("image/webp", Riff([.. extended, .. picture, .. RiffChunk("EXIF", [.. "GPS"u8]), .. RiffChunk("XMP ", [.. "GPS!"u8])]))!.Value.ToArray();

        extended[8] = 0;
        Assert.Equal(Riff([.. extended, .. picture]), stripped);
    }

    [Fact]
    public void Nothing_is_kept_from_behind_the_end_of_a_picture()
    {
        byte[] png = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, .. Chunk("IHDR", new byte[13]), .. Chunk("IDAT", [1]), .. Chunk("IEND", [])];
        var webp = Riff(RiffChunk("VP8 ", [1, 2, 3]));

        Assert.Equal(png, PhotoPrivacy.Strip("image/png", (byte[])[.. png, .. "GPS 30.1, 120.2 and more"u8])!.Value.ToArray());
        Assert.Equal(webp, PhotoPrivacy.Strip("image/webp", (byte[])[.. webp, .. "GPS 30.1, 120.2 and more"u8])!.Value.ToArray());
    }

    [Fact]
    public void What_cannot_be_read_stays_as_it_is()
    {
        var random = new Random(7);
        foreach (var kind in new[] { "image/jpeg", "image/png", "image/webp", "application/pdf" })
        {
            for (var i = 0; i < 500; i++)
            {
                var bytes = new byte[12 + random.Next(200)];
                random.NextBytes(bytes);
                (bytes[0], bytes[1], bytes[2]) = (0xFF, 0xD8, 0xFF);

                Assert.True(PhotoPrivacy.Strip(kind, bytes) is null or { Length: >= 0 });
            }
        }
        byte[] cut = [0xFF, 0xD8, 0xFF, 0xE1, 0x40, 0, 1, 2];
        Assert.Equal(cut, PhotoPrivacy.Strip("image/jpeg", cut)!.Value.ToArray());
    }

    [Fact]
    public void A_second_picture_behind_the_first_goes_with_its_place()
    {
        // MPO: a list of pictures in APP2, and the second one, with Exif of its own, behind the first one's end.
        var photo = (byte[])[.. Jpeg(Segment(0xE2, [.. "MPF\0"u8, 1, 2, 3]), Segment(0xE2, [.. "ICC_PROFILE\0"u8, 1, 1])), .. Jpeg(Exif(1, true))];

        var stripped = PhotoPrivacy.Strip("image/jpeg", photo)!.Value.ToArray();

        Assert.Equal<byte>([0xFF, 0xD8, .. Jfif, .. Segment(0xE2, [.. "ICC_PROFILE\0"u8, 1, 1]), .. Table, .. Scan], stripped);
    }

    [Fact]
    public void Stray_bytes_between_segments_hide_nothing()
    {
        byte[] photo = [0xFF, 0xD8, .. Jfif, 0, 7, 0, 0xFF, .. Exif(1, true), 9, 9, .. Table, .. "GPS"u8, .. Scan, .. "GPS"u8];

        Assert.Equal<byte>([0xFF, 0xD8, .. Jfif, .. Table, .. Scan], PhotoPrivacy.Strip("image/jpeg", photo)!.Value.ToArray());
    }

    [Fact]
    public void Between_the_scans_of_a_progressive_jpeg_nothing_is_hidden_either()
    {
        byte[] scan = Scan[..^2];

        var stripped = PhotoPrivacy.Strip("image/jpeg", (byte[])[0xFF, 0xD8, .. Table, .. scan, .. Exif(1, false), .. Table, .. scan, 0xFF, 0xD9]);

        Assert.Equal<byte>([0xFF, 0xD8, .. Table, .. scan, .. Table, .. scan, 0xFF, 0xD9], stripped!.Value.ToArray());
    }

    [Fact]
    public void A_jpeg_that_breaks_off_keeps_what_there_is_of_its_picture()
    {
        Assert.Equal<byte>([0xFF, 0xD8, .. Jfif, .. Table, .. Scan], PhotoPrivacy.Strip("image/jpeg", Jpeg(Exif(1, true)).AsMemory()[..^2])!.Value.ToArray());
    }

    [Theory]
    [InlineData("image/jpeg")]
    [InlineData("image/png")]
    [InlineData("image/webp")]
    [InlineData("image/gif")]
    public void What_holds_no_picture_but_perhaps_a_place_is_not_kept(string kind)
    {
        Assert.Null(PhotoPrivacy.Strip(kind, (byte[])[0xFF, 0xD8, .. Exif(1, true), .. Table, 0xFF, 0xD9, .. new byte[8]]));
    }

    [Fact]
    public void A_gif_loses_its_words_and_goes_on_moving()
    {
        byte[] head = [.. "GIF89a"u8, 1, 0, 1, 0, 0x80, 0, 0, 1, 2, 3, 4, 5, 6], end = [0x3B];
        byte[] loop = [0x21, 0xFF, 11, .. "NETSCAPE2.0"u8, 3, 1, 0, 0, 0], control = [0x21, 0xF9, 4, 0, 10, 0, 0, 0];
        byte[] picture = [0x2C, 0, 0, 0, 0, 1, 0, 1, 0, 0x80, 1, 2, 3, 4, 5, 6, 2, 2, 0x44, 1, 0];
        byte[] xmp = [0x21, 0xFF, 11, .. "XMP DataXMP"u8, 7, .. "GPS 30."u8, 0], comment = [0x21, 0xFE, 3, .. "GPS"u8, 0];

        var stripped = PhotoPrivacy.Strip("image/gif", (byte[])[.. head, .. xmp, .. loop, .. comment, .. control, .. picture, .. comment, .. end, .. "GPS"u8]);

        Assert.Equal<byte>([.. head, .. loop, .. control, .. picture, .. end], stripped!.Value.ToArray());
    }

    private static byte[] Jpeg(params byte[][] more) => [0xFF, 0xD8, .. Jfif, .. more.SelectMany(m => m), .. Table, .. Scan];

    private static byte[] Segment(byte marker, byte[] content) => [0xFF, marker, (byte)((content.Length + 2) >> 8), (byte)(content.Length + 2), .. content];

    private static byte[] Exif(ushort turned, bool little)
    {
        var tiff = new byte[8 + 2 + 24 + 4 + 3];
        ("II"u8).CopyTo(tiff);
        if (!little)
        {
            ("MM"u8).CopyTo(tiff);
        }
        Short(2, 42);
        Long(4, 8);
        Short(8, 2);
        // 0x8825 points to the GPS directory; its bytes stand at the end.
        Entry(10, 0x0112, 3, turned);
        Entry(22, 0x8825, 4, 38);
        ("GPS"u8).CopyTo(tiff.AsSpan(38));
        return Segment(0xE1, [.. "Exif\0\0"u8, .. tiff]);

        void Entry(int at, ushort tag, ushort type, ushort value)
        {
            Short(at, tag);
            Short(at + 2, type);
            Long(at + 4, 1);
            if (type == 3)
            {
                Short(at + 8, value);
            }
            else
            {
                Long(at + 8, value);
            }
        }

        void Short(int at, ushort value)
        {
            if (little)
            {
                BinaryPrimitives.WriteUInt16LittleEndian(tiff.AsSpan(at), value);
            }
            else
            {
                BinaryPrimitives.WriteUInt16BigEndian(tiff.AsSpan(at), value);
            }
        }

        void Long(int at, uint value)
        {
            if (little)
            {
                BinaryPrimitives.WriteUInt32LittleEndian(tiff.AsSpan(at), value);
            }
            else
            {
                BinaryPrimitives.WriteUInt32BigEndian(tiff.AsSpan(at), value);
            }
        }
    }

    private static byte[] Box(string name, byte[] content, bool isLong = false)
    {
        byte[] box = isLong ? [0, 0, 0, 1, .. Encoding.ASCII.GetBytes(name), .. new byte[8], .. content] : [0, 0, 0, 0, .. Encoding.ASCII.GetBytes(name), .. content];
        if (isLong)
        {
            BinaryPrimitives.WriteInt64BigEndian(box.AsSpan(8), box.Length);
        }
        else
        {
            BinaryPrimitives.WriteInt32BigEndian(box, box.Length);
        }
        return box;
    }

    private static byte[] Chunk(string name, byte[] content)
    {
        var chunk = new byte[12 + content.Length];
        BinaryPrimitives.WriteInt32BigEndian(chunk, content.Length);
        Encoding.ASCII.GetBytes(name, chunk.AsSpan(4));
        content.CopyTo(chunk, 8);
        return chunk;
    }

    private static byte[] RiffChunk(string name, byte[] content)
    {
        var chunk = new byte[8 + content.Length + (content.Length & 1)];
        Encoding.ASCII.GetBytes(name, chunk);
        BinaryPrimitives.WriteInt32LittleEndian(chunk.AsSpan(4), content.Length);
        content.CopyTo(chunk, 8);
        return chunk;
    }

    private static byte[] Riff(byte[] chunks)
    {
        byte[] file = [.. "RIFF"u8, 0, 0, 0, 0, .. "WEBP"u8, .. chunks];
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(4), file.Length - 8);
        return file;
    }
}
