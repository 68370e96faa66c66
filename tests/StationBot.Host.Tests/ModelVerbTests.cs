using Microsoft.Extensions.Time.Testing;
using StationBot.Host.Operations;
using StationBot.Understanding.Offline.Learned;

namespace StationBot.Host.Tests;

/// <summary>Whatever moment an install is stopped in, one whole model is in use and the one before can be had back.</summary>
public sealed class ModelVerbTests : IDisposable
{
    private static readonly DateTimeOffset Moment = new(2026, 11, 23, 10, 0, 0, TimeSpan.FromHours(8));
    private readonly string _data = Directory.CreateTempSubdirectory("stationbot-models-").FullName;
    private readonly FakeTimeProvider _clock = new(Moment);

    public void Dispose() => Directory.Delete(_data, recursive: true);

    private ModelVerb Verb => new(_data, _clock);
    private string Place => Path.Combine(_data, "models", "types.model");
    private string Earlier => Path.Combine(_data, "models", "earlier");

    [Fact]
    public void Stopped_while_the_new_one_is_written_the_old_one_is_in_use()
    {
        Install("old");
        // As far as an install comes before the new model takes its name.
        File.Copy(Place, Path.Combine(Earlier, "types.20261123T030000000.model.new"));
        File.WriteAllText(Place + ".new", "half");

        Assert.Equal("old", InUse());
        Assert.Equal(0, Verb.Rollback("types"));

        Assert.False(File.Exists(Place));
        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(Place)!, "*.new", SearchOption.AllDirectories));
    }

    [Fact]
    public void Stopped_after_the_new_one_took_its_name_the_old_one_can_be_had_back()
    {
        Install("old");
        File.Copy(Place, Path.Combine(Earlier, "types.20261123T030000000.model.new"));
        Model("new").SaveTo(Place);

        Assert.Equal("new", InUse());
        Assert.Equal(0, Verb.Rollback("types"));

        Assert.Equal("old", InUse());
    }

    [Fact]
    public void A_copy_that_was_cut_off_is_nothing_to_go_back_to()
    {
        Install("old");
        File.WriteAllBytes(Path.Combine(Earlier, "types.20261123T030000000.model.new"), File.ReadAllBytes(Place)[..100]);

        Install("new");
        Assert.Equal(0, Verb.Rollback("types"));

        Assert.Equal("old", InUse());
        Assert.Empty(Directory.GetFiles(Earlier));
    }

    [Fact]
    public async Task A_model_of_other_types_is_refused_and_the_one_in_use_stays()
    {
        Install("old");
        var foreign = new FileInfo(Path.Combine(_data, "foreign.model"));
        Model("foreign", "路", "工资").SaveTo(foreign.FullName);

        var wrong = await Assert.ThrowsAsync<ModelFileException>(() => Verb.InstallAsync("types", foreign, TestContext.Current.CancellationToken));
        var kind = await Assert.ThrowsAsync<ModelFileException>(() =>
            Verb.InstallAsync("types", new FileInfo(Path.Combine(LearnedModels.ShippedFolder, "topics.model")), TestContext.Current.CancellationToken));

        Assert.Contains(foreign.FullName, wrong.Message, StringComparison.Ordinal);
        Assert.Contains("'工资'", wrong.Message, StringComparison.Ordinal);
        Assert.Contains("not a model for types", kind.Message, StringComparison.Ordinal);
        Assert.Equal("old", InUse());
    }

    private void Install(string name)
    {
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(0, Verb.Install("types", Model(name)));
    }

    private string InUse() => LearnedModels.Open(Place).Card.Name;

    private static TextModel Model(string name, string one = "ENV-07", string other = "EMP-01") => Trainer.Train(
        [.. Enumerable.Range(0, 24).Select(i => new Example([i % 2 == 0 ? $"垃圾没人清{i}" : $"工钱不发{i}"], [i % 2 == 0 ? one : other], $"g{i}"))],
        new TrainingOptions(name), Moment, new Dictionary<string, int>()).Model;
}
