using StationBot.Understanding.Offline.Learned;

namespace StationBot.Tests.Understanding.Learned;

/// <summary>Learning itself, on a made-up language in which one word decides.</summary>
public sealed class TrainerTests
{
    private static readonly string[] Water = ["停水三天", "水管爆裂", "自来水浑浊", "没有热水", "水压太小", "水表乱走"];
    private static readonly string[] Bus = ["公交不来", "公交改线", "公交太挤", "公交票贵", "公交站牌倒", "公交司机凶"];

    [Fact]
    public void What_decides_is_learned_and_the_same_examples_give_the_same_file()
    {
        var (first, second) = (File(Train(Examples()).Model), File(Train(Examples()).Model));

        Assert.Equal(first, second);
        var model = TextModel.Load(new MemoryStream(first));
        Assert.Equal(["bus", "water"], model.Card.Labels);
        Assert.True(model.Predict("又停水了")[1] > 0.5);
        Assert.True(model.Predict("公交又晚点")[0] > 0.5);
        Assert.Equal(1, model.Predict("今天天气")[..].Sum(), 5);
    }

    [Fact]
    public void Several_labels_may_hold_and_none()
    {
        List<Example> examples = [.. Examples(), .. Enumerable.Range(0, 12).Select(i => new Example([$"公交车里漏水{i % 3}"], ["bus", "water"], $"both{i}")),
            .. Enumerable.Range(0, 12).Select(i => new Example([$"谢谢大家{i % 3}"], [], $"none{i}"))];

        var model = Trainer.Train(examples, new TrainingOptions("both", Many: true), The.Moment, Sources).Model;

        Assert.All(model.Predict("公交车里漏水"), p => Assert.True(p > 0.5));
        Assert.All(model.Predict("谢谢大家"), p => Assert.True(p < 0.5));
    }

    [Fact]
    public void What_is_measured_was_not_seen_nor_anything_of_its_group()
    {
        // Each label's word stands in one group only: whoever measures honestly cannot know it.
        List<Example> examples = [.. Enumerable.Range(0, 80).Select(i => new Example([$"{(char)('一' + (i / 10))}{(char)('一' + (i / 10))}"], [i / 10 % 2 == 0 ? "even" : "odd"], $"g{i / 10}"))];

        var trained = Train(examples);

        // Guessing gets some groups right; having seen them gets all.
        var right = examples.Where((e, i) => trained.Labels[Array.IndexOf(trained.Held[i], trained.Held[i].Max())] == e.Labels[0]).Count();
        Assert.InRange(right, 0, 70);
    }

    [Fact]
    public void What_cannot_be_learned_from_is_refused_with_the_reason()
    {
        var oneLabel = Assert.Throws<ArgumentException>(() => Train([.. Examples().Where(e => e.Labels[0] == "bus")]));
        var oneGroup = Assert.Throws<ArgumentException>(() => Train([.. Examples().Select(e => e with { Group = "same" })]));

        Assert.Contains("two labels", oneLabel.Message, StringComparison.Ordinal);
        Assert.Contains("4 groups", oneGroup.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_foreign_or_shortened_file_is_told_as_such()
    {
        var file = File(Train(Examples()).Model);
        var damaged = file.ToArray();
        damaged[^1] ^= 1;

        Assert.Contains("checksum", Assert.Throws<FormatException>(() => TextModel.Load(new MemoryStream(damaged))).Message, StringComparison.Ordinal);
        Assert.Contains("no StationBot text model", Assert.Throws<FormatException>(() => TextModel.Load(new MemoryStream("PK\u0003\u0004"u8.ToArray()))).Message, StringComparison.Ordinal);
        foreach (var length in (int[])[0, 10, 24, 30, 60, file.Length - 1])
        {
            Assert.Throws<FormatException>(() => TextModel.Load(new MemoryStream(file[..length])));
        }
    }

    private static readonly Dictionary<string, int> Sources = new() { ["made up"] = 24 };

    private static List<Example> Examples() =>
        [.. Water.Concat(Water).Select((t, i) => new Example([t], ["water"], $"w{i}")), .. Bus.Concat(Bus).Select((t, i) => new Example([t], ["bus"], $"b{i}"))];

    private static Trained Train(List<Example> examples) => Trainer.Train(examples, new TrainingOptions("test"), The.Moment, Sources);

    private static byte[] File(TextModel model)
    {
        using var file = new MemoryStream();
        model.Save(file);
        return file.ToArray();
    }
}
