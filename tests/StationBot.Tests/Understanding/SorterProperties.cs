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
        bool Inside(int start, int length) => start == -1 || (start >= 0 && length >= 0 && start + length <= result.Text.Length);
        return result.Topics.Count == 6
            && Math.Abs(result.Topics.Sum(t => t.Score) - 1) < 1e-9
            && result.Topics.All(t => t.Score is >= 0 and <= 1)
            && result.Topics.Zip(result.Topics.Skip(1)).All(p => p.First.Score >= p.Second.Score)
            && result.Departments.Count <= 5
            && result.Departments.All(d => d.Score is >= 0 and <= 1)
            && result.Slots.Values.All(s => Inside(s.Start, s.Length) && s.Value.Length > 0)
            && result.Flags.All(f => Inside(f.Start, f.Length))
            && result.Evidence.All(e => Inside(e.Start, e.Length) && result.Text.Substring(e.Start, e.Length) == e.Words)
            && result.Parts.All(p => p.Slots.Values.All(s => Inside(s.Start, s.Length)));
    }
}
