using StationBot.Handling.Flags;

namespace StationBot.Understanding.Offline.Learned;

/// <summary>A model file cannot be used; the message names the file and the cure.</summary>
public sealed class ModelFileException(string file, string why)
    : Exception($"模型文件用不了 / cannot use the model file {file}: {why}. 请换回原来的文件,或删掉它用随程序发布的 / put back the file that ships with the program, or delete your own.");

/// <summary>The sorter's learned half: one model for each thing it says about a message.</summary>
/// <param name="Topics">The six topics; reads letters (title and body) as well as chat.</param>
/// <param name="Types">Problem types of the competence matrix.</param>
/// <param name="Intents">What a message is for.</param>
/// <param name="Flags">What a human must see; several may hold.</param>
public sealed record LearnedModels(TextModel Topics, TextModel Types, TextModel Intents, TextModel Flags)
{
    /// <summary>The folder of the models that ship with the program.</summary>
    public static string ShippedFolder { get; } = Path.Combine(AppContext.BaseDirectory, "models");

    /// <summary>The four names a model file may have, without its ending.</summary>
    public static IReadOnlyList<string> Names { get; } = ["topics", "types", "intents", "flags"];

    /// <param name="own">Folder whose files take the place of those of the same name; empty for none.</param>
    /// <exception cref="ModelFileException">A file is missing, foreign or damaged.</exception>
    public static LearnedModels Load(string folder, string own = "")
    {
        string Chosen(string file) => own.Length > 0 && Path.Combine(own, file) is var mine && File.Exists(mine) ? mine : Path.Combine(folder, file);
        // Side by side: unpacking them is most of the time from start to ready.
        var models = Names.Select(n => Task.Run(() => Open(Chosen(n + ".model")))).ToArray();
        TextModel Of(int at) => models[at].GetAwaiter().GetResult();
        return new LearnedModels(Of(0), Of(1), Of(2), Of(3));
    }

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
