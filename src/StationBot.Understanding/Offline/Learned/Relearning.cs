using System.Security.Cryptography;
using StationBot.Handling.Cases;

namespace StationBot.Understanding.Offline.Learned;

/// <param name="Learned">Corrections that the new model was trained on.</param>
/// <param name="Kept">Corrections that were kept from it, and from every model learned here before.</param>
/// <param name="RightNow">Of those, how many the model in use has right.</param>
/// <param name="RightNext">How many the new one has right.</param>
/// <param name="Ours">Messages that both began with.</param>
/// <param name="OursNow">Of those, how many the model in use has right.</param>
/// <param name="OursNext">How many the new one has right.</param>
public sealed record Relearned(TextModel Model, int Learned, int Kept, int RightNow, int RightNext, int Ours, int OursNow, int OursNext)
{
    /// <summary>
    /// What staff corrected is by its nature what the model in use had wrong, so it alone would let anything pass. What both were taught at the
    /// beginning must still be known: a model that forgets one in fifty of it has learned something that contradicts it.
    /// </summary>
    public bool IsWorse => RightNext < RightNow || OursNow - OursNext > Ours * MostForgotten;

    private const double MostForgotten = 0.02;
}

/// <summary>
/// A model learns from staff's corrections beside the messages it began with. A fixed fifth of the corrected cases, chosen by their id, is
/// never learned from: on it the model in use and the new one are compared.
/// </summary>
public static class Relearning
{
    /// <summary>Fewer cases to compare on would let chance decide.</summary>
    public const int FewestToCompare = 20;

    /// <summary>One case in so many is for comparing.</summary>
    public const int Parts = 5;

    /// <summary>A district's own words count for more than ours.</summary>
    private const int Copies = 4;

    /// <summary>The same cases every time, whatever else is added.</summary>
    public static bool IsKept(CaseId id) => BitConverter.ToUInt32(SHA256.HashData(id.Value.ToByteArray())) % Parts == 0;

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
        Example[] theirs = [.. corrections.Where(c => !IsKept(c.Case))
            .SelectMany(c => Enumerable.Repeat(new Example([Wording.Normal(c.Text)], [c.ProblemType], $"case {c.Case.Value}"), Copies))];
        var sources = new Dictionary<string, int> { ["corpus"] = ours.Count, ["corrections"] = theirs.Length / Copies };
        var trained = Trainer.Train([.. ours, .. theirs], options, now, sources, progress);
        (string[], string)[] compared = [.. kept.Select(c => (new[] { Wording.Normal(c.Text) }, c.ProblemType))];
        (string[], string)[] first = [.. ours.Where(e => e.Labels.Count == 1).Select(e => (e.Fields, e.Labels[0]))];
        var (right, next) = (Right(inUse, compared), Right(trained.Model, compared));
        var measured = new Dictionary<string, double> { ["keptAccuracy"] = (double)next / kept.Length, ["keptAccuracyBefore"] = (double)right / kept.Length };
        return new Relearned(trained.Model.With(measured), theirs.Length / Copies, kept.Length, right, next, first.Length, Right(inUse, first), Right(trained.Model, first));
    }

    private static int Right(TextModel model, (string[] Fields, string Label)[] messages) => messages.Count(m =>
    {
        var scores = model.Predict(m.Fields);
        return model.Card.Labels[Array.IndexOf(scores, scores.Max())] == m.Label;
    });
}
