using System.Globalization;
using StationBot.Handling.Flags;
using StationBot.Handling.Sorting;
using StationBot.Understanding.Offline.Learned;

namespace StationBot.Host.Operations;

/// <summary>
/// The models in use: shipped ones, or the district's own in <c>models</c> of its data folder. What an installed model takes the place of is kept
/// in <c>models/earlier</c>, newest last, so that every step can be taken back. A running server takes a change at its next start.
/// </summary>
internal sealed class ModelVerb(string dataFolder, TimeProvider time)
{
    private const string Ending = ".model";
    private readonly string _own = FolderOf(dataFolder);
    private string Earlier => Path.Combine(_own, "earlier");

    public static string FolderOf(string dataFolder) => Path.Combine(dataFolder, "models");

    public int List()
    {
        foreach (var name in LearnedModels.Names)
        {
            var own = Path.Combine(_own, name + Ending);
            var file = File.Exists(own) ? own : Path.Combine(LearnedModels.ShippedFolder, name + Ending);
            var model = LearnedModels.Open(file);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
                {name,-8} {(file == own ? "本区 own" : "随程序 shipped"),-12} {model.Card.TrainedAt:yyyy-MM-dd}  {model.Card.Sources.Values.Sum()} messages, {model.Card.Labels.Count} labels  {string.Join(' ', model.Card.Measured.Select(m => $"{m.Key}={m.Value:0.000}"))}
                """));
            foreach (var kept in Kept(name))
            {
                Console.WriteLine("         ↩ " + Path.GetFileName(kept));
            }
        }
        return 0;
    }

    public int Install(string name, FileInfo file) => Install(name, LearnedModels.Open(file.FullName));

    public int Install(string name, TextModel model)
    {
        if (model.Card.Labels.FirstOrDefault(l => !Speaks(name, l)) is { } foreign)
        {
            return Failure.Tell($"这个模型不是 {name} 用的,它有“{foreign}” / not a model for {name}: it says '{foreign}'");
        }
        if (model.Card.Many != (name == "flags"))
        {
            return Failure.Tell($"这个模型不是 {name} 用的 / not a model for {name}: {(model.Card.Many ? "several labels may hold" : "only one label holds")} (--many)");
        }
        try
        {
            PutAway(name);
            var place = Path.Combine(_own, name + Ending);
            using (var stream = File.Create(place + ".new"))
            {
                model.Save(stream);
            }
            File.Move(place + ".new", place, overwrite: true);
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
            return Failure.Tell($"装不上 / cannot install: {wrong.Message}");
        }
        Console.WriteLine($"{name}: 装好了,重新启动后生效 / installed; in use after the next start");
        return 0;
    }

    public int Rollback(string name)
    {
        var place = Path.Combine(_own, name + Ending);
        if (!File.Exists(place))
        {
            return Failure.Tell($"{name}: 用的就是随程序发布的 / the shipped one is in use already");
        }
        try
        {
            if (Kept(name).LastOrDefault() is { } kept)
            {
                File.Move(kept, place, overwrite: true);
                Console.WriteLine($"{name}: 换回 / back to {Path.GetFileName(kept)}");
            }
            else
            {
                File.Delete(place);
                Console.WriteLine($"{name}: 换回随程序发布的 / back to the shipped one");
            }
            return 0;
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
            return Failure.Tell($"换不回 / cannot roll back: {wrong.Message}");
        }
    }

    private IEnumerable<string> Kept(string name) =>
        Directory.Exists(Earlier) ? Directory.GetFiles(Earlier, name + ".*" + Ending).Order(StringComparer.Ordinal) : [];

    private void PutAway(string name)
    {
        Directory.CreateDirectory(Earlier);
        var place = Path.Combine(_own, name + Ending);
        if (File.Exists(place))
        {
            File.Move(place, Path.Combine(Earlier, $"{name}.{time.GetUtcNow().UtcDateTime:yyyyMMdd'T'HHmmssfff}{Ending}"));
        }
    }

    /// <summary>A model that says words the program does not know would stop it later.</summary>
    private static bool Speaks(string name, string label) => name switch
    {
        "topics" => Topics.All.Any(t => t.Code() == label),
        "intents" => Enum.GetValues<Intent>().Any(i => i.Code() == label),
        "flags" => Enum.GetValues<Flag>().Any(f => f.Code() == label),
        _ => label.Length > 0, // problem types are the district's own
    };
}
