using StationBot.Handling.Flags;
using StationBot.Handling.Sorting;
using StationBot.Understanding.Offline.Learned;

namespace StationBot.Tests.Understanding.Learned;

/// <summary>The files that ship with the program.</summary>
public sealed class ShippedModelsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("stationbot-models-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void They_speak_the_products_own_codes_and_fit_in()
    {
        var models = LearnedModels.Load(LearnedModels.ShippedFolder);

        Assert.Equal(Topics.All.Select(t => t.Code()).Order(StringComparer.Ordinal), models.Topics.Card.Labels);
        Assert.All(models.Types.Card.Labels, code => Assert.NotNull(The.Directory.ProblemType(code)));
        Assert.All(models.Flags.Card.Labels, code => FlagTable.Parse(code));
        Assert.All(models.Intents.Card.Labels, code => Assert.Equal(code, Intents.Parse(code).Code()));
        Assert.True(Directory.GetFiles(LearnedModels.ShippedFolder).Sum(f => new FileInfo(f).Length) < 40_000_000);
    }

    [Theory]
    [InlineData("flags", null, "it is not there")]
    [InlineData("types", "not a model", "no StationBot text model")]
    public void A_file_that_cannot_be_used_is_named_with_the_cure(string name, string? content, string why)
    {
        foreach (var file in Directory.GetFiles(LearnedModels.ShippedFolder))
        {
            File.Copy(file, Path.Combine(_folder, Path.GetFileName(file)));
        }
        var broken = Path.Combine(_folder, name + ".model");
        File.Delete(broken);
        if (content is not null)
        {
            File.WriteAllText(broken, content);
        }

        var wrong = Assert.Throws<ModelFileException>(() => LearnedModels.Load(_folder));

        Assert.Contains(broken, wrong.Message, StringComparison.Ordinal);
        Assert.Contains(why, wrong.Message, StringComparison.Ordinal);
        Assert.Contains("put back the file that ships", wrong.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("flags", "types", "only one label holds")]
    [InlineData("topics", "types", "it says 'EDU-01'")]
    [InlineData("types", "topics", "it says 'education'")]
    [InlineData("intents", "topics", "not a model for intents")]
    public void A_model_of_another_kind_is_named_with_the_cure(string place, string kind, string why)
    {
        var own = Path.Combine(_folder, place + ".model");
        File.Copy(Path.Combine(LearnedModels.ShippedFolder, kind + ".model"), own);

        var wrong = Assert.Throws<ModelFileException>(() => LearnedModels.Load(LearnedModels.ShippedFolder, _folder));

        Assert.Contains(own, wrong.Message, StringComparison.Ordinal);
        Assert.Contains(why, wrong.Message, StringComparison.Ordinal);
        Assert.Contains("delete your own", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Types_that_the_district_does_not_have_are_refused_unless_they_are_ours()
    {
        var own = Path.Combine(_folder, "types.model");
        Tiny("路", "工资").SaveTo(own);
        var models = LearnedModels.Load(LearnedModels.ShippedFolder, _folder);

        var wrong = Assert.Throws<ModelFileException>(() => models.EnsureFits(The.Directory));

        Assert.Contains(own, wrong.Message, StringComparison.Ordinal);
        Assert.Contains("'工资'", wrong.Message, StringComparison.Ordinal);
        LearnedModels.Load(LearnedModels.ShippedFolder).EnsureFits(The.Directory);
        LearnedModels.EnsureFits(Tiny("ENV-07", "EMP-01"), own, The.Directory);
    }

    [Fact]
    public void A_model_is_written_whole_or_not_at_all()
    {
        var file = Path.Combine(_folder, "types.model");
        var model = Tiny("ENV-07", "EMP-01");
        model.SaveTo(file);
        var before = File.ReadAllBytes(file);

        // Somebody pulled the plug on the one before: what is left does not stand in the way.
        File.WriteAllText(file + TextModel.Unfinished, "half");
        model.SaveTo(file);

        Assert.Equal(before, File.ReadAllBytes(file));
        Assert.Equal([file], Directory.GetFiles(_folder));
    }

    private static TextModel Tiny(string one, string other) => Trainer.Train(
        [.. Enumerable.Range(0, 24).Select(i => new Example([i % 2 == 0 ? $"垃圾没人清{i}" : $"工钱不发{i}"], [i % 2 == 0 ? one : other], $"g{i}"))],
        new TrainingOptions("tiny"), The.Moment, new Dictionary<string, int>()).Model;
}
