using System.Globalization;
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
            var own = PlaceOf(name);
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

    /// <exception cref="ModelFileException">It cannot be used in this place; the one in use stays.</exception>
    public async Task<int> InstallAsync(string name, FileInfo file, CancellationToken cancellationToken)
    {
        var model = LearnedModels.Open(name, file.FullName);
        if (name == "types")
        {
            await using var services = StationServices.ForVerb(dataFolder);
            var directory = await StationServices.OpenStoreAsync(services, cancellationToken) ? services.GetRequiredService<LiveDirectory>().Current : District.Read(District.Demo());
            LearnedModels.EnsureFits(model, file.FullName, directory);
        }
        return Install(name, model);
    }

    /// <summary>
    /// Puts a model in use whole or not at all: the one in use is copied away first and stays where it is until the new one, written beside it,
    /// takes its name in one step. Stopped anywhere between, one of the two is in use.
    /// </summary>
    public int Install(string name, TextModel model)
    {
        try
        {
            Directory.CreateDirectory(Earlier);
            Tidy(name);
            var place = PlaceOf(name);
            var (kept, copied) = (Path.Combine(Earlier, $"{name}.{time.GetUtcNow().UtcDateTime:yyyyMMdd'T'HHmmssfff}{Ending}"), File.Exists(place));
            if (copied)
            {
                Copy(place, kept + TextModel.Unfinished);
            }
            model.SaveTo(place);
            if (copied)
            {
                File.Move(kept + TextModel.Unfinished, kept);
            }
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
        var place = PlaceOf(name);
        if (!File.Exists(place))
        {
            return Failure.Tell($"{name}: 用的就是随程序发布的 / the shipped one is in use already");
        }
        try
        {
            Tidy(name);
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

    private string PlaceOf(string name) => Path.Combine(_own, name + Ending);

    private IEnumerable<string> Kept(string name) =>
        Directory.Exists(Earlier) ? Directory.GetFiles(Earlier, name + ".*" + Ending).Order(StringComparer.Ordinal) : [];

    /// <summary>
    /// What an install that was stopped has left: a new model half written is thrown away; a copy of the one before is one to go back to, if the
    /// new one came into use.
    /// </summary>
    private void Tidy(string name)
    {
        var place = PlaceOf(name);
        File.Delete(place + TextModel.Unfinished);
        foreach (var left in Directory.Exists(Earlier) ? Directory.GetFiles(Earlier, name + ".*" + Ending + TextModel.Unfinished) : [])
        {
            if (IsWhole(left) && !(File.Exists(place) && File.ReadAllBytes(left).AsSpan().SequenceEqual(File.ReadAllBytes(place))))
            {
                File.Move(left, left[..^TextModel.Unfinished.Length]);
            }
            else
            {
                File.Delete(left);
            }
        }
    }

    private static bool IsWhole(string file)
    {
        try
        {
            LearnedModels.Open(file);
            return true;
        }
        catch (ModelFileException)
        {
            return false;
        }
    }

    private static void Copy(string from, string to)
    {
        using var source = File.OpenRead(from);
        using var copy = File.Create(to);
        source.CopyTo(copy);
        copy.Flush(flushToDisk: true);
    }
}
