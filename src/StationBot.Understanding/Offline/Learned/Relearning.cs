using System.Security.Cryptography;
using StationBot.Handling.Cases;

namespace StationBot.Understanding.Offline.Learned;

/// <param name="Learned">Corrections that the new model was trained on.</param>
/// <param name="Kept">Corrections that were kept from it, and from every model learned here before.</param>
/// <param name="RightNow">Of those, how many the model in use has right.</param>
/// <param name="RightNext">How many the new one has right.</param>
/// <param name="Ours">Messages of ours that were kept from both models of the comparison.</param>
/// <param name="OursNow">Of those, how many are right without the corrections.</param>
/// <param name="OursNext">How many are right with them.</param>
/// <param name="Misled">Words that many corrections share, whatever they are about, and that alone turn messages of ours into <see cref="SetPhrase.Type"/>; null when none do.</param>
public sealed record Relearned(TextModel Model, int Learned, int Kept, int RightNow, int RightNext, int Ours, int OursNow, int OursNext, SetPhrase? Misled)
{
    /// <summary>
    /// What staff corrected is by its nature what the model in use had wrong, so it alone would let anything pass. So what it was taught at the
    /// beginning must still be known (one in fifty may be forgotten), and no turn of phrase may stand for a type.
    /// </summary>
    public bool IsWorse => RightNext < RightNow || OursNow - OursNext > Ours * MostForgotten || Misled is not null;

    private const double MostForgotten = 0.02;
}

/// <summary>
/// A model learns from staff's corrections beside the messages it began with. A fixed fifth of the corrected cases, chosen by their id, is
/// never learned from: on it the model in use and the new one are compared. A fixed fifth of our own messages, by group, is kept from two models
/// made for comparing only, one with the corrections and one without: what the corrections do to messages that neither has seen shows there.
/// </summary>
public static class Relearning
{
    /// <summary>Fewer cases to compare on would let chance decide.</summary>
    public const int FewestToCompare = 20;

    /// <summary>One case in so many is for comparing.</summary>
    public const int Parts = 5;

    /// <summary>A district's own words count for more than ours.</summary>
    private const int Copies = 4;

    /// <summary>Of the messages kept for comparing, how many a phrase may turn over.</summary>
    private const double MostMisled = 0.05;

    /// <summary>The same cases every time, whatever else is added.</summary>
    public static bool IsKept(CaseId id) => BitConverter.ToUInt32(SHA256.HashData(id.Value.ToByteArray())) % Parts == 0;

    /// <summary>The same messages of ours every time.</summary>
    public static bool IsKept(Example ours) => BitConverter.ToUInt32(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(ours.Group))) % Parts == 0;

    /// <param name="ours">What the shipped model was trained on.</param>
    /// <exception cref="ArgumentException">Fewer than <see cref="FewestToCompare"/> cases to compare on.</exception>
    public static Relearned Learn(
        IReadOnlyList<Example> ours, IReadOnlyList<StaffLabel> corrections, TextModel inUse, TrainingOptions options, DateTimeOffset now, IProgress<double>? progress = null)
    {
        StaffLabel[] kept = [.. corrections.Where(c => IsKept(c.Case))];
        if (kept.Length < FewestToCompare)
        {
            throw new ArgumentException($"{corrections.Count} corrections, {kept.Length} of them kept for comparing; {FewestToCompare} are needed.", nameof(corrections));
        }
        (string Text, string Type)[] taught = [.. corrections.Where(c => !IsKept(c.Case)).Select(c => (Wording.Normal(c.Text), c.ProblemType))];
        Example[] theirs = [.. corrections.Where(c => !IsKept(c.Case)).Zip(taught)
            .SelectMany(c => Enumerable.Repeat(new Example([c.Second.Text], [c.Second.Type], $"case {c.First.Case.Value}"), Copies))];
        var none = new Dictionary<string, int>();
        // For comparing no figures are wanted: the fewest parts do.
        var (rest, quick) = (ours.Where(e => !IsKept(e)).ToArray(), options with { Folds = 2 });
        var without = Trainer.Train(rest, quick, now, none, Part(progress, 0)).Model;
        var with = Trainer.Train([.. rest, .. theirs], quick, now, none, Part(progress, 1)).Model;
        (string[] Fields, string Label)[] first = [.. ours.Where(e => IsKept(e) && e.Labels.Count == 1).Select(e => (e.Fields, e.Labels[0]))];
        var sources = new Dictionary<string, int> { ["corpus"] = ours.Count, ["corrections"] = taught.Length };
        var trained = Trainer.Train([.. ours, .. theirs], options, now, sources, Part(progress, 2)).Model;
        (string[], string)[] compared = [.. kept.Select(c => (new[] { Wording.Normal(c.Text) }, c.ProblemType))];
        var (right, next) = (Right(inUse, compared), Right(trained, compared));
        var measured = new Dictionary<string, double> { ["keptAccuracy"] = (double)next / kept.Length, ["keptAccuracyBefore"] = (double)right / kept.Length };
        return new Relearned(
            trained.With(measured), taught.Length, kept.Length, right, next, first.Length, Right(without, first), Right(with, first),
            SetPhrase.Of(taught, without).Distinct().FirstOrDefault(p => Turned(p, without, with, first) > first.Length * MostMisled));
    }

    /// <summary>How many messages go over to the phrase's type once it stands beside them, by what the corrections taught alone.</summary>
    private static int Turned(SetPhrase phrase, TextModel without, TextModel with, (string[] Fields, string Label)[] messages) => messages.Count(m =>
    {
        string[] said = [.. m.Fields[..^1], $"{m.Fields[^1]},{phrase.Words}"];
        return m.Label != phrase.Type && SetPhrase.Best(with, said).Label == phrase.Type && SetPhrase.Best(without, said).Label != phrase.Type
            && SetPhrase.Best(with, m.Fields).Label != phrase.Type;
    });

    private static int Right(TextModel model, (string[] Fields, string Label)[] messages) => messages.Count(m => SetPhrase.Best(model, m.Fields).Label == m.Label);

    private static Progress? Part(IProgress<double>? whole, int part) => whole is null ? null : new Progress(whole, part);

    /// <summary>One of three trainings.</summary>
    private sealed class Progress(IProgress<double> whole, int part) : IProgress<double>
    {
        public void Report(double value) => whole.Report((part + value) / 3);
    }
}

/// <summary>Words that stand in many corrections to one type, though these are about different matters: 第三回说了, 麻烦尽快.</summary>
/// <param name="Words">In normal form.</param>
/// <param name="Type">The problem type that those corrections say.</param>
public sealed record SetPhrase(string Words, string Type)
{
    private const int Width = 4;
    private const int FewestCorrections = 5;
    private const double Share = 0.25;
    private const double Sure = 0.5;
    private const int FewestMatters = 3;

    /// <param name="taught">Corrections: text in normal form, and type.</param>
    /// <param name="knowing">Tells what a correction is about, without having seen any: where it is sure of several types, the words they share are none of the matter's.</param>
    internal static IEnumerable<SetPhrase> Of((string Text, string Type)[] taught, TextModel knowing)
    {
        foreach (var type in taught.GroupBy(t => t.Type))
        {
            (string Text, string Shape, string Label)[] all = [.. type.Select(t => (t.Text, Shape(t.Text), Best(knowing, [t.Text])))
                .Select(t => (t.Text, t.Item2, t.Item3.Sure >= Sure ? t.Item3.Label : ""))];
            var runs = all.SelectMany((t, i) => Runs(t.Shape).Distinct().Select(run => (Run: run, At: i))).GroupBy(r => r.Run, r => r.At);
            foreach (var run in runs.Where(r => r.Count() >= Math.Max(FewestCorrections, all.Length * Share)).OrderByDescending(r => r.Count()))
            {
                // Matters that only one correction tells may be the model's mistake.
                var matters = run.Select(i => all[i].Label).Where(l => l.Length > 0 && l != type.Key).GroupBy(l => l).Count(g => g.Count() > 1);
                if (matters >= FewestMatters)
                {
                    var (text, shape, _) = all[run.First()];
                    yield return new SetPhrase(Around(text, shape, run.Key, [.. run.Select(i => all[i].Shape)]), type.Key);
                }
            }
        }
    }

    internal static (string Label, double Sure) Best(TextModel model, string[] fields)
    {
        var scores = model.Predict(fields);
        var most = scores.Max();
        return (model.Card.Labels[Array.IndexOf(scores, most)], most);
    }

    /// <summary>The run with what stands beside it in most of those corrections.</summary>
    private static string Around(string text, string shape, string run, string[] among)
    {
        var (start, end) = (shape.IndexOf(run, StringComparison.Ordinal), shape.IndexOf(run, StringComparison.Ordinal) + run.Length);
        bool Shared(int from, int to) => among.Count(s => s.Contains(shape[from..to], StringComparison.Ordinal)) * 2 > among.Length;
        while (start > 0 && Shared(start - 1, end))
        {
            start--;
        }
        while (end < shape.Length && Shared(start, end + 1))
        {
            end++;
        }
        return text[start..end];
    }

    /// <summary>All numbers alike: 第三回 and 第5回 are one turn of phrase.</summary>
    private static string Shape(string text) => string.Create(text.Length, text, static (shape, from) =>
    {
        for (var i = 0; i < from.Length; i++)
        {
            shape[i] = char.IsDigit(from[i]) || "一二两三四五六七八九十几".Contains(from[i], StringComparison.Ordinal) ? '#' : from[i];
        }
    });

    private static IEnumerable<string> Runs(string shape) => Enumerable.Range(0, Math.Max(0, shape.Length - Width + 1)).Select(i => shape.Substring(i, Width));
}
