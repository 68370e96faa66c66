using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using StationBot.Channels.Tencent;

namespace StationBot.Tests.Channels.Tencent;

public sealed class TextPiecesTests
{
    private const string Family = "👨‍👩‍👧‍👦";

    /// <summary>Texts like residents': words, pauses, blanks, emoji and combining marks in any order.</summary>
    public static Arbitrary<string> Texts { get; } =
        Gen.Elements("路灯", "坏了", "。", "，", "！", "”", "\n", "\n\n", "\r\n", " ", "word", "3.5", Family, "🏳️‍🌈", "𠮷", "e\u0301", "\u0301", "🇨🇳", "\uD83D", "\t")
            .ListOf().Select(string.Concat).ToArbitrary();

    [Fact]
    public void A_text_that_fits_is_one_piece() => Assert.Equal(["路灯坏了。\n\n请修。"], TextPieces.Split("路灯坏了。\n\n请修。\n"));

    [Theory, InlineData(""), InlineData(" \n\t\u3000")]
    public void Nothing_is_no_piece(string text) => Assert.Empty(TextPieces.Split(text));

    [Theory]
    [InlineData("甲甲甲甲甲。\n\n乙乙。乙，乙乙乙乙", 34, "甲甲甲甲甲。|乙乙。乙，乙乙乙乙")] // a paragraph before a later sentence
    [InlineData("甲甲甲甲甲。乙，乙乙乙乙乙乙乙", 30, "甲甲甲甲甲。|乙，乙乙乙乙乙乙乙")] // a sentence before a later comma
    [InlineData("甲甲甲甲甲，乙乙乙乙乙乙乙乙乙", 30, "甲甲甲甲甲，|乙乙乙乙乙乙乙乙乙")]
    [InlineData("甲甲甲甲甲\n乙乙乙乙乙乙乙乙乙", 30, "甲甲甲甲甲|乙乙乙乙乙乙乙乙乙")]
    [InlineData("甲。乙乙乙乙乙乙乙乙乙乙乙", 30, "甲。乙乙乙乙乙乙乙乙|乙乙乙")] // too early: a message is worth more
    [InlineData("他说：“甲甲甲甲。”乙乙乙乙", 33, "他说：“甲甲甲甲。”|乙乙乙乙")] // the quote closes with its sentence
    [InlineData("甲甲甲甲甲甲？！乙乙乙乙", 30, "甲甲甲甲甲甲？！|乙乙乙乙")]
    [InlineData("aaaaaa bbbbbb cccccc", 16, "aaaaaa bbbbbb|cccccc")]
    [InlineData("aaaaaaa 33.55 bbbbbbb", 10, "aaaaaaa|33.55|bbbbbbb")]
    [InlineData("甲甲甲甲\n\n乙乙", 12, "甲甲甲甲|乙乙")] // the blanks at a seam take no room
    public void Cuts_fall_where_a_reader_pauses(string text, int maxBytes, string pieces) =>
        Assert.Equal(pieces.Split('|'), TextPieces.Split(text, maxBytes));

    [Fact]
    public void An_emoji_is_not_torn_apart() =>
        Assert.Equal([Family, Family], TextPieces.Split(Family + Family, Encoding.UTF8.GetByteCount(Family) + 4));

    [Fact]
    public void What_is_longer_than_a_message_by_itself_is_cut_between_code_points()
    {
        var pieces = TextPieces.Split(Family, 8);

        Assert.Equal(Family, string.Concat(pieces));
        Assert.All(pieces, p => Assert.DoesNotContain('\uFFFD', Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(p))));
    }

    [Fact]
    public void Fewer_than_four_bytes_hold_no_letter() => Assert.Throws<ArgumentOutOfRangeException>(() => TextPieces.Split("a", 3));

    [Property]
    public Property Every_piece_fits_and_nothing_is_lost(byte size) => Prop.ForAll(Texts, text =>
    {
        var maxBytes = 4 + size;

        var pieces = TextPieces.Split(text, maxBytes);

        return pieces.All(p => !string.IsNullOrWhiteSpace(p) && Encoding.UTF8.GetByteCount(p) <= maxBytes)
            && WithoutBlanks(string.Concat(pieces)) == WithoutBlanks(text)
            && Follow(text, pieces);
    });

    [Property]
    public Property No_grapheme_is_torn_that_fits(byte size) => Prop.ForAll(Texts, text =>
    {
        var maxBytes = 32 + size; // the longest here takes 25
        var rest = text;
        foreach (var piece in TextPieces.Split(text, maxBytes))
        {
            var start = rest.IndexOf(piece, StringComparison.Ordinal);
            if (!Boundaries(rest).IsSupersetOf([start, start + piece.Length]))
            {
                return false;
            }
            rest = rest[(start + piece.Length)..];
        }
        return true;
    });

    [Fact]
    public void A_torn_grapheme_would_be_found() => Assert.DoesNotContain(2, Boundaries(Family));

    // Between the pieces lie blanks and nothing else, so inside them every character is kept.
    private static bool Follow(string text, IReadOnlyList<string> pieces)
    {
        var rest = text;
        foreach (var piece in pieces)
        {
            rest = rest.TrimStart();
            if (!rest.StartsWith(piece.TrimStart(), StringComparison.Ordinal))
            {
                return false;
            }
            rest = rest[piece.TrimStart().Length..];
        }
        return string.IsNullOrWhiteSpace(rest);
    }

    private static HashSet<int> Boundaries(string text) => [.. StringInfo.ParseCombiningCharacters(text), text.Length];

    private static string WithoutBlanks(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c)));
}
