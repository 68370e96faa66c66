using StationBot.Understanding.Offline;
using StationBot.Understanding.Offline.Learned;

namespace StationBot.Host.Operations;

/// <summary>Trains a text classifier from a district's own archive.</summary>
internal static class TrainVerb
{
    public static async Task<int> RunAsync(IReadOnlyList<FileInfo> inputs, Columns columns, TrainingOptions options, FileInfo output, CancellationToken cancellationToken)
    {
        if (Outputs.IsRead(output, inputs))
        {
            return 1;
        }
        var examples = new List<Example>();
        var sources = new Dictionary<string, int>();
        foreach (var input in inputs)
        {
            if (Archives.Read(input, columns) is not { } rows)
            {
                return 1;
            }
            sources[input.Name] = rows.Count;
            examples.AddRange(rows.Select(r => new Example([.. r.Texts.Select(Wording.Normal)], r.Labels, columns.Group is null ? $"{input.Name} {r.Group}" : r.Group)));
        }
        cancellationToken.ThrowIfCancellationRequested();
        Trained trained;
        try
        {
            trained = Trainer.Train(examples, options, TimeProvider.System.GetUtcNow(), sources, new Bar("training"));
        }
        catch (ArgumentException wrong)
        {
            await Console.Error.WriteLineAsync($"没有训练 / not trained: {wrong.Message}");
            return 1;
        }
        var figures = options.Many
            ? Figures.OfMany(trained.Labels, [.. examples.Select((e, i) => (e.Labels, trained.Held[i]))])
            : Figures.Of(trained.Labels, [.. examples.Select((e, i) => (e.Labels[0], (IReadOnlyList<string>)[], trained.Held[i]))]);
        var measured = new Dictionary<string, double> { ["heldAccuracy"] = figures.Accuracy, ["heldMacroF1"] = figures.MacroF1 };
        if (!options.Many)
        {
            (measured["heldEce"], measured["heldAccuracyAt80"]) = (figures.Ece, figures.AccuracyAt80);
        }
        try
        {
            output.Directory?.Create();
            trained.Model.With(measured).SaveTo(output.FullName);
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"不能写入文件 / cannot write the file: {output.FullName}: {wrong.Message}");
            return 1;
        }
        Console.WriteLine($"{output.Name}: {examples.Count} messages, {trained.Labels.Count} labels, {new FileInfo(output.FullName).Length / 1e6:0.0} MB. "
            + $"Kept from it by group, in {options.Folds} parts: {string.Join(", ", measured.Select(m => $"{Words[m.Key]} {m.Value:0.000}"))}.");
        return 0;
    }

    private static readonly Dictionary<string, string> Words = new()
    {
        ["heldAccuracy"] = "accuracy", ["heldMacroF1"] = "macro-F1", ["heldEce"] = "ECE", ["heldAccuracyAt80"] = "accuracy at 80 %",
    };
}

/// <summary>Labelled files for the verbs, with their problems told on standard error.</summary>
internal static class Archives
{
    /// <returns>Null when the file cannot be read at all; said already.</returns>
    public static IReadOnlyList<LabelledRow>? Read(FileInfo file, Columns columns)
    {
        try
        {
            using var reader = LabelledFile.Open(file.FullName);
            IReadOnlyList<LabelledRow> rows = [.. LabelledFile.Read(reader, columns, problem => Console.Error.WriteLine($"{file.Name} {problem}"))];
            return rows.Count > 0 ? rows : throw new FormatException("没有一行可用 / there is no row that can be used");
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException or FormatException)
        {
            Console.Error.WriteLine($"读不了 / cannot read {file.FullName}: {wrong.Message}");
            return null;
        }
    }
}

/// <summary>A progress bar on standard error, where a person watches; silent in a pipe.</summary>
internal sealed class Bar(string what) : IProgress<double>
{
    private const int Width = 30;

    public void Report(double value)
    {
        if (!Console.IsErrorRedirected)
        {
            var done = (int)(value * Width);
            Console.Error.Write($"\r{what} [{new string('#', done)}{new string('.', Width - done)}] {value,4:P0}{(value >= 1 ? Environment.NewLine : "")}");
        }
    }
}
