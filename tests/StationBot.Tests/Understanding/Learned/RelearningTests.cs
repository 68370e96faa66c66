using StationBot.Handling.Cases;
using StationBot.Understanding.Offline.Learned;

namespace StationBot.Tests.Understanding.Learned;

/// <summary>Learning from staff: what they put right is learned, and a worse model is known to be worse.</summary>
public sealed class RelearningTests
{
    private static readonly TrainingOptions Options = new("types");

    [Fact]
    public void What_staff_put_right_is_learned_and_shows_on_cases_kept_from_it()
    {
        var ours = Ours();
        var inUse = Trainer.Train(ours, Options, The.Moment, new Dictionary<string, int>()).Model;
        // Ours knows nothing of cinders.
        var corrections = Corrections(150, i => $"炉渣堆在{Unit(i)}门口", "ENV-07");

        var learned = Relearning.Learn(ours, corrections, inUse, Options, The.Moment);

        Assert.Equal(corrections.Count, learned.Learned + learned.Kept);
        Assert.InRange(learned.Kept, Relearning.FewestToCompare, 60);
        Assert.Equal(learned.Kept, learned.RightNext);
        Assert.True(learned.RightNow < learned.RightNext);
        Assert.False(learned.IsWorse);
        Assert.Equal(1, learned.Model.Card.Measured["keptAccuracy"]);
    }

    [Fact]
    public void A_model_spoilt_by_contradictions_is_worse()
    {
        var ours = Ours();
        var inUse = Trainer.Train(ours, Options, The.Moment, new Dictionary<string, int>()).Model;
        // What is learned says the opposite of what is kept: as when a tired hand mislabels a whole week.
        List<StaffLabel> corrections = [.. Corrections(150, i => $"水管{Unit(i)}漏水", "OTH-07")
            .Select(c => Relearning.IsKept(c.Case) ? c : c with { ProblemType = "EDU-01" })];

        Assert.True(Relearning.Learn(ours, corrections, inUse, Options, The.Moment).IsWorse);
    }

    [Fact]
    public void A_model_that_learns_nonsense_by_heart_has_forgotten_what_it_knew()
    {
        var ours = Ours();
        var inUse = Trainer.Train(ours, Options, The.Moment, new Dictionary<string, int>()).Model;
        // The kept ones say the same nonsense, so they speak for the new model.
        var learned = Relearning.Learn(ours, Corrections(150, i => $"水管{Unit(i)}漏水", "EDU-01"), inUse, Options, The.Moment);

        Assert.True(learned.RightNext > learned.RightNow);
        Assert.True(learned.IsWorse);
    }

    [Fact]
    public void A_model_that_has_learned_a_turn_of_phrase_is_worse_though_all_kept_corrections_speak_for_it()
    {
        var ours = Five();
        var inUse = Trainer.Train(ours, Options, The.Moment, new Dictionary<string, int>()).Model;
        string[] matters = ["垃圾桶{0}满了", "路灯{0}不亮", "工钱{0}不发", "食堂{0}有虫"];

        var learned = Relearning.Learn(
            ours, Corrections(160, i => string.Format(System.Globalization.CultureInfo.InvariantCulture, matters[i % 4], Unit(i)) + $",第{(i % 8) + 2}回说了", "HLT-09"), inUse, Options, The.Moment);

        Assert.True(learned.RightNext > learned.RightNow);
        Assert.Equal("HLT-09", learned.Misled?.Type);
        Assert.Contains("回说了", learned.Misled!.Words, StringComparison.Ordinal);
        Assert.True(learned.IsWorse);
    }

    [Fact]
    public void What_is_said_in_the_same_words_about_one_matter_is_no_turn_of_phrase()
    {
        var ours = Five();
        var inUse = Trainer.Train(ours, Options, The.Moment, new Dictionary<string, int>()).Model;

        var learned = Relearning.Learn(ours, Corrections(150, i => $"炉渣堆在{Unit(i)}门口", "ENV-07"), inUse, Options, The.Moment);

        Assert.Null(learned.Misled);
        Assert.False(learned.IsWorse);
    }

    [Fact]
    public void What_is_compared_on_neither_model_has_seen()
    {
        var ours = Five();

        Assert.InRange(ours.Count(Relearning.IsKept), 10, ours.Count / 2);
        Assert.Equal(ours.Where(Relearning.IsKept), ours.Concat(Ours()).Where(Relearning.IsKept).Take(ours.Count(Relearning.IsKept)));
    }

    private static List<Example> Five() =>
    [
        .. Enumerable.Range(0, 30).Select(i => new Example([$"水管{Unit(i)}漏水"], ["OTH-07"], $"w{i}")),
        .. Enumerable.Range(0, 30).Select(i => new Example([$"垃圾桶{Unit(i)}满了没人清"], ["ENV-07"], $"g{i}")),
        .. Enumerable.Range(0, 30).Select(i => new Example([$"路灯{Unit(i)}不亮了"], ["OTH-04"], $"l{i}")),
        .. Enumerable.Range(0, 30).Select(i => new Example([$"工钱{Unit(i)}不发"], ["EMP-01"], $"p{i}")),
        .. Enumerable.Range(0, 30).Select(i => new Example([$"食堂{Unit(i)}有虫子"], ["EDU-05"], $"f{i}")),
    ];

    [Fact]
    public void The_part_for_comparing_is_the_same_whatever_is_added()
    {
        var few = Corrections(100, i => $"{i}", "x").Where(c => Relearning.IsKept(c.Case)).ToArray();
        var more = Corrections(200, i => $"{i}", "x").Where(c => Relearning.IsKept(c.Case)).ToArray();

        Assert.Equal(few, more.Take(few.Length));
    }

    [Fact]
    public void Too_few_corrections_to_compare_on_are_refused()
    {
        var ours = Ours();
        var inUse = Trainer.Train(ours, Options, The.Moment, new Dictionary<string, int>()).Model;

        var wrong = Assert.Throws<ArgumentException>(() => Relearning.Learn(ours, Corrections(30, i => $"暖管{i}", "OTH-07"), inUse, Options, The.Moment));

        Assert.Contains("30 corrections", wrong.Message, StringComparison.Ordinal);
    }

    private static List<Example> Ours() =>
    [
        .. Enumerable.Range(0, 30).Select(i => new Example([$"水管{Unit(i)}漏水"], ["OTH-07"], $"w{i}")),
        .. Enumerable.Range(0, 30).Select(i => new Example([$"孩子{Unit(i)}上学没有学位"], ["EDU-01"], $"e{i}")),
    ];

    private static List<StaffLabel> Corrections(int count, Func<int, string> text, string label) =>
        [.. Enumerable.Range(0, count).Select(i => new StaffLabel(new CaseId(new Guid(i, 7, 7, [1, 2, 3, 4, 5, 6, 7, 8])), text(i), label))];

    private static string Unit(int i) => $"{(char)('甲' + (i % 10))}{i}栋";
}
