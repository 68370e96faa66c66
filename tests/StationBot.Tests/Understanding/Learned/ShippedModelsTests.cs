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
}
