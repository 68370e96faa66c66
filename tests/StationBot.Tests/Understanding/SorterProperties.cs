using FsCheck.Fluent;
using FsCheck.Xunit;
using StationBot.Handling.Sorting;

namespace StationBot.Tests.Understanding;

/// <summary>What holds for any text whatever.</summary>
public sealed class SorterProperties
{
    private static readonly string[] Pieces =
        ["垃圾", "没人清", "我不想活了", "着火", "😀", "\ud800", "\udc00", " ", ",", "。", "\n", "13800138000", "110101199003071234", "书香里", "还有", "一是", "二是", "医保", "學校", "\u0301", "Ａ", "㍿", "\0", "希望", "三个月", "%", "{{", "<message>"];

    [Property(MaxTest = 300)]
    public FsCheck.Property Scores_are_probabilities_and_spans_lie_inside() =>
        Prop.ForAll(Gen.Elements(Pieces).ListOf().Select(p => string.Concat(p)).ToArbitrary(), text => Holds(Sorting.Of(text)));

    [Property(MaxTest = 300)]
    public bool Nothing_a_resident_types_throws(string? text) => Holds(Sorting.Of(text ?? ""));

    [Fact]
    public void What_led_there_is_found_where_it_stands_though_a_blank_comes_first() => Assert.True(Holds(Sorting.Of("  医保卡刷不了。希望一是尽快修好。二是书香里也设一个点。")));

    [Theory]
    [InlineData("垃圾没人清,")]
    [InlineData("我不想活了")]
    [InlineData("没")]
    [InlineData("不,")]
    [InlineData("1")]
    [InlineData("😀")]
    [InlineData("\ud83d")]
    [InlineData("一是垃圾没人清二是")]
    public void A_hundred_thousand_characters_are_read_in_time(string piece)
    {
        var text = string.Concat(Enumerable.Repeat(piece, 100_000 / piece.Length));
        var watch = System.Diagnostics.Stopwatch.StartNew();

        Assert.True(Holds(Sorting.Of(text)));
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 10);
    }

    private static bool Holds(SortResult result)
    {
        void Inside(string what, int start, int length) => Assert.True(start == -1 || (start >= 0 && length >= 0 && start + length <= result.Text.Length), $"{what} at {start}, {length}");

        Assert.Equal(6, result.Topics.Count);
        Assert.Equal(1, result.Topics.Sum(t => t.Score), 1e-9);
        Assert.All(result.Topics, t => Assert.InRange(t.Score, 0, 1));
        Assert.All(result.Topics.Zip(result.Topics.Skip(1)), p => Assert.True(p.First.Score >= p.Second.Score));
        Assert.InRange(result.Departments.Count, 0, 5);
        Assert.All(result.Departments, d => Assert.InRange(d.Score, 0, 1));
        Assert.All(result.Slots, s => { Inside(s.Key.ToString(), s.Value.Start, s.Value.Length); Assert.NotEmpty(s.Value.Value); });
        Assert.All(result.Flags, f => Inside(f.Rule, f.Start, f.Length));
        Assert.All(result.Evidence, e => { Inside(e.What, e.Start, e.Length); Assert.Equal(e.Words, result.Text.Substring(e.Start, e.Length)); });
        Assert.All(result.Parts.SelectMany(p => p.Slots), s => Inside(s.Key.ToString(), s.Value.Start, s.Value.Length));
        return true;
    }
}
