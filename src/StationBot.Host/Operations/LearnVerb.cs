using StationBot.Handling.Cases;
using StationBot.Understanding.Offline;
using StationBot.Understanding.Offline.Learned;

namespace StationBot.Host.Operations;

/// <summary>The station's own sorter learns from its staff's corrections; a model that is worse on cases kept from it is not installed.</summary>
internal static class LearnVerb
{
    private const string Name = "types";

    public static async Task<int> RunAsync(string dataFolder, TrainingOptions options, CancellationToken cancellationToken)
    {
        await using var services = StationServices.ForVerb(dataFolder);
        if (!await StationServices.OpenStoreAsync(services, cancellationToken))
        {
            return Failure.Tell($"这里没有联络站的数据 / no station's data here: {dataFolder}");
        }
        var labels = await services.GetRequiredService<ICases>().StaffLabelsAsync(cancellationToken);
        var kept = labels.Count(c => Relearning.IsKept(c.Case));
        if (kept < Relearning.FewestToCompare)
        {
            return Failure.Tell($"工作人员改过的事项还不够:共 {labels.Count} 件,留作比较的 {kept} 件,至少要 {Relearning.FewestToCompare} 件(大约改过 {Relearning.FewestToCompare * Relearning.Parts} 件以后) / "
                + $"not enough corrections yet: {labels.Count} in all, {kept} kept for comparing, {Relearning.FewestToCompare} needed");
        }
        var time = services.GetRequiredService<TimeProvider>();
        var made = Relearning.Learn(OurMessages(), labels, services.GetRequiredService<LearnedModels>().Types, options with { Name = Name }, time.GetUtcNow(), new Bar("training"));
        Console.WriteLine($"{Name}: {made.Learned} 件改过的事项参加训练;留作比较的 {made.Kept} 件里,现用的对 {made.RightNow} 件,新的对 {made.RightNext} 件 / "
            + $"learned from {made.Learned} corrections; of {made.Kept} kept for comparing the model in use has {made.RightNow} right, the new one {made.RightNext}");
        Console.WriteLine($"出厂资料里留出来不学的 {made.Ours} 条,不学更正对 {made.OursNow} 条,学了更正对 {made.OursNext} 条 / "
            + $"of {made.Ours} shipped messages kept from both, {made.OursNow} are right without the corrections and {made.OursNext} with them");
        if (made.Misled is { } phrase)
        {
            return Failure.Tell($"新的学到的是说法,不是事情:不管什么事,只要有“{phrase.Words}”就当成 {phrase.Type}。没有装,请看看改成 {phrase.Type} 的更正 / "
                + $"the new one has learned a turn of phrase: whatever the matter, '{phrase.Words}' makes it {phrase.Type}. It was not installed: look at the corrections to {phrase.Type}");
        }
        return made.IsWorse
            ? Failure.Tell("新的不如现用的,没有装。请看看更正里有没有改错的 / the new one is worse and was not installed: look for mistakes among the corrections")
            : new ModelVerb(dataFolder, time).Install(Name, made.Model);
    }

    /// <summary>The messages that the shipped model was trained on, those about a matter.</summary>
    private static List<Example> OurMessages()
    {
        var examples = new List<Example>();
        foreach (var file in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "corpus"), "*.tsv").Order(StringComparer.Ordinal))
        {
            using var reader = File.OpenText(file);
            examples.AddRange(LabelledFile.Read(reader, new Columns(["text"], "type", "group"), Console.Error.WriteLine)
                .Where(r => r.Labels is [not "-"]).Select(r => new Example([.. r.Texts.Select(Wording.Normal)], r.Labels, r.Group)));
        }
        return examples;
    }
}
