using StationBot.Handling.Flags;
using StationBot.Handling.Roster;
using StationBot.Handling.Sorting;

namespace StationBot.Understanding.Offline.Learned;

/// <summary>A model file cannot be used; the message names the file and the cure.</summary>
public sealed class ModelFileException(string file, string why)
    : Exception($"模型文件用不了 / cannot use the model file {file}: {why}. 请换回原来的文件,或删掉它用随程序发布的 / put back the file that ships with the program, or delete your own.");

/// <summary>The sorter's learned half: one model for each thing it says about a message.</summary>
/// <param name="Topics">The six topics; reads letters (title and body) as well as chat.</param>
/// <param name="Types">Problem types of the competence matrix.</param>
/// <param name="Intents">What a message is for.</param>
/// <param name="Flags">What a human must see; several may hold.</param>
/// <param name="Outcomes">What an answer to 「这件事解决了吗？」 tells.</param>
/// <param name="Brief">Flags once more, by a model that knows short answers as well: a second opinion on a few words.</param>
public sealed record LearnedModels(TextModel Topics, TextModel Types, TextModel Intents, TextModel Flags, TextModel Outcomes, TextModel Brief)
{
    /// <summary>The folder of the models that ship with the program.</summary>
    public static string ShippedFolder { get; } = Path.Combine(AppContext.BaseDirectory, "models");

    /// <summary>The names a model file may have, without its ending.</summary>
    public static IReadOnlyList<string> Names { get; } = ["topics", "types", "intents", "flags", "outcomes", "brief"];

    /// <summary>The file that <see cref="Types"/> was read from.</summary>
    public string TypesFile { get; init; } = "";

    /// <param name="own">Folder whose files take the place of those of the same name; empty for none.</param>
    /// <exception cref="ModelFileException">A file is missing, foreign or damaged.</exception>
    public static LearnedModels Load(string folder, string own = "")
    {
        string Chosen(string file) => own.Length > 0 && Path.Combine(own, file) is var mine && File.Exists(mine) ? mine : Path.Combine(folder, file);
        // Side by side: unpacking them is most of the time from start to ready.
        var models = Names.Select(n => Task.Run(() => Open(n, Chosen(n + ".model")))).ToArray();
        TextModel Of(int at) => models[at].GetAwaiter().GetResult();
        return new LearnedModels(Of(0), Of(1), Of(2), Of(3), Of(4), Of(5)) { TypesFile = Chosen(Names[1] + ".model") };
    }

    /// <summary>
    /// Holds the types against the district's matrix: a model of other types would sort every message into nothing. What the shipped model says
    /// may be missing, for a district may do without a type of ours.
    /// </summary>
    /// <exception cref="ModelFileException">It says something that is no type of the district.</exception>
    public void EnsureFits(AreaDirectory directory) => EnsureFits(Types, TypesFile, directory);

    /// <inheritdoc cref="EnsureFits(AreaDirectory)"/>
    /// <param name="file">Where the model came from, for who has to mend it.</param>
    public static void EnsureFits(TextModel types, string file, AreaDirectory directory)
    {
        ArgumentNullException.ThrowIfNull(types);
        ArgumentNullException.ThrowIfNull(directory);
        var shipped = Path.Combine(ShippedFolder, Names[1] + ".model");
        string[] foreign = [.. types.Card.Labels.Where(l => directory.ProblemType(l) is null)];
        if (foreign.Length > 0 && file != shipped && foreign.Except(Open(shipped).Card.Labels).FirstOrDefault() is { } unknown)
        {
            throw new ModelFileException(file, NotFor(Names[1], unknown));
        }
    }

    /// <summary>Opens a model for its place.</summary>
    /// <exception cref="ModelFileException">The file is missing or damaged, or of another kind.</exception>
    public static TextModel Open(string name, string file)
    {
        var model = Open(file);
        return WhyNot(name, model) is { } why ? throw new ModelFileException(file, why) : model;
    }

    /// <summary>What speaks against a model in this place, for who put it there; null when nothing does. Types are held against the matrix apart.</summary>
    private static string? WhyNot(string name, TextModel model)
    {
        if (model.Card.Many != (name is "flags" or "brief"))
        {
            return $"这个模型不是 {name} 用的 / not a model for {name}: {(model.Card.Many ? "several labels may hold" : "only one label holds")} (--many)";
        }
        return model.Card.Labels.FirstOrDefault(l => !Speaks(name, l)) is { } foreign ? NotFor(name, foreign) : null;
    }

    private static string NotFor(string name, string foreign) => $"这个模型不是 {name} 用的,它有“{foreign}” / not a model for {name}: it says '{foreign}'";

    /// <summary>A model that says words the program does not know would stop every message.</summary>
    private static bool Speaks(string name, string label) => name switch
    {
        "topics" => Handling.Sorting.Topics.All.Any(t => t.Code() == label),
        "intents" => Enum.GetValues<Intent>().Any(i => i.Code() == label),
        "flags" or "brief" => Enum.GetValues<Flag>().Any(f => f.Code() == label),
        "outcomes" => Enum.GetValues<Outcome>().Any(o => o.Code() == label),
        // The district's own; what is another kind's is none of them.
        _ => label.Length > 0 && Names.Where(n => n != name).All(n => !Speaks(n, label)),
    };

    /// <exception cref="ModelFileException">The file is missing, foreign or damaged.</exception>
    public static TextModel Open(string file)
    {
        try
        {
            using var stream = File.OpenRead(file);
            return TextModel.Load(stream);
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException or FormatException)
        {
            throw new ModelFileException(file, wrong is FileNotFoundException or DirectoryNotFoundException ? "it is not there" : wrong.Message);
        }
    }
}
