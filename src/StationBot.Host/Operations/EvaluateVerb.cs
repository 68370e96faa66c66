using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using StationBot.Handling.Sorting;
using StationBot.Understanding;
using StationBot.Understanding.Offline;
using StationBot.Understanding.Offline.Learned;

namespace StationBot.Host.Operations;

/// <summary>Measures a model, or the whole sorter, on labelled texts that it was not trained on.</summary>
internal static class EvaluateVerb
{
    private static readonly JsonSerializerOptions Readable = new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static int Model(FileInfo modelFile, FileInfo input, Columns columns, bool json)
    {
        var model = LearnedModels.Open(modelFile.FullName);
        if (Archives.Read(input, columns with { Many = model.Card.Many }) is not { } rows)
        {
            return 1;
        }
        string[] foreign = [.. rows.SelectMany(r => r.Labels).Distinct().Except(model.Card.Labels).Order(StringComparer.Ordinal)];
        if (foreign.Length > 0)
        {
            var said = Failure.Tell($"模型不认识这些标签 / the model does not know these labels: {string.Join(", ", foreign.Take(5))}{(foreign.Length > 5 ? ", …" : "")}. "
                + $"模型的标签是 / its labels are: {string.Join(", ", model.Card.Labels.Take(5))}{(model.Card.Labels.Count > 5 ? ", …" : "")}");
            // One that was too rare to be learned counts as missed; a file of other labels measures nothing.
            if (!rows.Any(r => r.Labels.Any(model.Card.Labels.Contains)))
            {
                return said;
            }
        }
        var times = new List<double>(rows.Count);
        var answers = rows.Select(r => Timed(times, () => model.Predict([.. r.Texts.Select(Wording.Normal)]))).ToArray();
        var figures = model.Card.Many
            ? Figures.OfMany(model.Card.Labels, [.. rows.Select((r, i) => (r.Labels, answers[i]))])
            : Figures.Of(model.Card.Labels, [.. rows.Select((r, i) => (r.Labels[0], r.Alternatives, answers[i]))]);
        Print(figures, times, modelFile.Length / 1e6, json);
        return 0;
    }

    /// <summary>The shipped sorter on the six topics; <c>elderly_care</c> is read as <c>elderly</c>.</summary>
    public static async Task<int> SorterAsync(FileInfo input, Columns columns, bool json)
    {
        if (Archives.Read(input, columns) is not { } rows)
        {
            return 1;
        }
        await using var services = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System)
            .AddUnderstanding(Settings.Read().GetSection("StationBot:Understanding")).BuildServiceProvider();
        var sorter = services.GetRequiredService<OfflineSorter>();
        var directory = District.Read(District.Demo());
        string[] labels = [.. Topics.All.Select(t => t.Code())];
        var times = new List<double>(rows.Count);
        var answers = rows.Select(r => Timed(times, () => sorter.Sort(new SortRequest(string.Join('\n', r.Texts.Where(t => t.Length > 0)), directory)))).ToArray();
        var figures = Figures.Of(labels, [.. rows.Select((r, i) => (
            Topic(r.Labels[0]), (IReadOnlyList<string>)[.. r.Alternatives.Select(Topic)], labels.Select(l => (float)answers[i].Topics.First(t => t.Topic.Code() == l).Score).ToArray()))]);
        Print(figures, times, Directory.GetFiles(LearnedModels.ShippedFolder, "*.model").Sum(f => new FileInfo(f).Length) / 1e6, json);
        return 0;
    }

    private static string Topic(string label) => label == "elderly_care" ? "elderly" : label;

    private static T Timed<T>(List<double> times, Func<T> work)
    {
        var start = Stopwatch.GetTimestamp();
        var made = work();
        times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        return made;
    }

    private static void Print(Figures figures, List<double> times, double megabytes, bool json)
    {
        times.Sort();
        double At(double share) => times.Count == 0 ? 0 : Math.Round(times[(int)((times.Count - 1) * share)], 4);
        if (json)
        {
            var answer = (JsonObject)JsonSerializer.SerializeToNode(figures, Readable)!;
            (answer["p50Ms"], answer["p99Ms"], answer["modelMb"]) = (At(0.5), At(0.99), Math.Round(megabytes, 3));
            Console.WriteLine(answer.ToJsonString(Readable));
            return;
        }
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
            n {figures.N}  accuracy {figures.Accuracy:0.000}  or accepted alternative {figures.AccuracyOrAlt:0.000}  top 3 {figures.Top3:0.000}  macro-F1 {figures.MacroF1:0.000}
            ECE {figures.Ece:0.000}  accuracy at 80 % {figures.AccuracyAt80:0.000}  p50 {At(0.5)} ms  p99 {At(0.99)} ms  {megabytes:0.0} MB
            """));
        foreach (var (label, f) in figures.PerClass)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{label,-24} n {f.N,5}  precision {f.Precision:0.000}  recall {f.Recall:0.000}  F1 {f.F1:0.000}"));
        }
    }
}
