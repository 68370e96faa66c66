namespace StationBot.Understanding.Offline.Learned;

/// <summary>One labelled message.</summary>
/// <param name="Fields">Its texts in normal form, the longest last.</param>
/// <param name="Labels">What it is; empty where none of several possible labels holds.</param>
/// <param name="Group">Messages that are nearly the same share it: they are never split between learning and measuring.</param>
public sealed record Example(string[] Fields, IReadOnlyList<string> Labels, string Group);

/// <param name="Name">Written on the card.</param>
/// <param name="Many">Whether several labels may hold at once.</param>
/// <param name="Longest">Characters of the longest run.</param>
/// <param name="Least">Messages in which a run must occur to be kept.</param>
/// <param name="Cost">How much a wrong example costs against simple weights.</param>
/// <param name="Balance">How much more an example of a label costs than one without it.</param>
/// <param name="Folds">Parts for measuring and calibrating, at least 2.</param>
public sealed record TrainingOptions(string Name, bool Many = false, int Longest = 2, int Least = 2, double Cost = 1, double Balance = 1, int Folds = 4);

/// <summary>A model and what it said of each example while that example was kept from it.</summary>
/// <param name="Held">By example: calibrated probabilities from a model that had not seen it, nor anything of its group.</param>
public sealed record Trained(TextModel Model, IReadOnlyList<string> Labels, IReadOnlyList<float[]> Held);

/// <summary>
/// Trains linear classifiers, one label against the rest, as support vector machines with squared hinge loss by dual coordinate descent
/// (Hsieh et al., ICML 2008). The same examples give the same model.
/// </summary>
public static class Trainer
{
    private const int Rounds = 40;
    private const double Enough = 0.01;

    /// <param name="progress">Told the share done, from 0 to 1.</param>
    /// <exception cref="ArgumentException">Fewer than two labels, or fewer groups than folds.</exception>
    public static Trained Train(IReadOnlyList<Example> examples, TrainingOptions options, DateTimeOffset now, IReadOnlyDictionary<string, int> sources, IProgress<double>? progress = null)
    {
        string[] labels = [.. examples.SelectMany(e => e.Labels).Distinct().Order(StringComparer.Ordinal)];
        if (labels.Length < (options.Many ? 1 : 2))
        {
            throw new ArgumentException("There must be at least two labels to tell apart.");
        }
        if (examples.Select(e => e.Group).Distinct().Count() < options.Folds)
        {
            throw new ArgumentException($"There must be at least {options.Folds} groups of messages to measure on.");
        }
        var truth = labels.Select(l => examples.Select(e => e.Labels.Contains(l)).ToArray()).ToArray();
        var folds = examples.Select(e => FoldOf(e.Group, options.Folds)).ToArray();
        var held = new float[examples.Count][];
        for (var fold = 0; fold < options.Folds; fold++)
        {
            int[] seen = [.. Enumerable.Range(0, examples.Count).Where(i => folds[i] != fold)];
            var (vocabulary, weights, bias) = Fit([.. seen.Select(i => examples[i])], [.. truth.Select(t => seen.Select(i => t[i]).ToArray())], options);
            for (var i = 0; i < examples.Count; i++)
            {
                if (folds[i] == fold)
                {
                    var vector = vocabulary.VectorOf(examples[i].Fields, options.Longest);
                    held[i] = [.. weights.Select((w, l) => Dot(w, vector) + bias[l])];
                }
            }
            progress?.Report((fold + 1.0) / (options.Folds + 1));
        }
        var calibrated = new float[examples.Count][];
        for (var fold = 0; fold < options.Folds; fold++)
        {
            // What a fold's probabilities are measured with must not have been tuned on that fold.
            int[] others = [.. Enumerable.Range(0, examples.Count).Where(i => folds[i] != fold)];
            var (s, o) = Calibration.Fit([.. others.Select(i => held[i])], [.. truth.Select(t => others.Select(i => t[i]).ToArray())], options.Many);
            foreach (var i in Enumerable.Range(0, examples.Count).Where(i => folds[i] == fold))
            {
                calibrated[i] = [.. held[i]];
                TextModel.Calibrate(calibrated[i], options.Many, s, o);
            }
        }
        var (slopes, offsets) = Calibration.Fit(held, truth, options.Many);
        var whole = Fit(examples, truth, options);
        progress?.Report(1);
        var card = new ModelCard(options.Name, labels, options.Many, options.Longest, now, sources, new Dictionary<string, double>());
        return new Trained(TextModel.Make(card, whole.Vocabulary, whole.Weights, whole.Bias, slopes, offsets), labels, calibrated);
    }

    /// <summary>By the group's own hash: the same group falls into the same part whatever stands beside it.</summary>
    public static int FoldOf(string group, int folds)
    {
        var hash = 2166136261u;
        foreach (var c in group)
        {
            hash = (hash ^ c) * 16777619u;
        }
        hash = (hash ^ (hash >> 13)) * 0x5BD1E995u;
        return (int)((hash ^ (hash >> 15)) % (uint)folds);
    }

    private static (Vocabulary Vocabulary, float[][] Weights, float[] Bias) Fit(IReadOnlyList<Example> examples, bool[][] truth, TrainingOptions options)
    {
        var vocabulary = Vocabulary.Of([.. examples.Select(e => e.Fields)], truth, options.Longest, options.Least);
        SparseVector[] vectors = [.. examples.AsParallel().AsOrdered().Select(e => vocabulary.VectorOf(e.Fields, options.Longest))];
        var weights = new float[truth.Length][];
        var bias = new float[truth.Length];
        Parallel.For(0, truth.Length, l => (weights[l], bias[l]) = Separate(vectors, truth[l], vocabulary.Count, options));
        return (vocabulary, weights, bias);
    }

    private static (float[] Weights, float Bias) Separate(SparseVector[] vectors, bool[] truth, int size, TrainingOptions options)
    {
        var weights = new float[size];
        var bias = 0f;
        var alpha = new double[vectors.Length];
        var diagonal = truth.Select(t => 0.5 / (options.Cost * (t ? options.Balance : 1))).ToArray();
        var curvature = vectors.Select((v, i) => v.Values.Sum(x => (double)x * x) + 1 + diagonal[i]).ToArray();
        var order = Enumerable.Range(0, vectors.Length).ToArray();
        // Not for secrets: the same seed gives the same model.
#pragma warning disable CA5394
        var random = new Random(1);
        for (var round = 0; round < Rounds; round++)
        {
            random.Shuffle(order);
#pragma warning restore CA5394
            var worst = 0.0;
            foreach (var i in order)
            {
                var sign = truth[i] ? 1 : -1;
                var gradient = ((Dot(weights, vectors[i]) + bias) * sign) - 1 + (diagonal[i] * alpha[i]);
                var projected = alpha[i] == 0 ? Math.Min(gradient, 0) : gradient;
                worst = Math.Max(worst, Math.Abs(projected));
                var next = Math.Max(alpha[i] - (gradient / curvature[i]), 0);
                var step = (float)((next - alpha[i]) * sign);
                if (step == 0)
                {
                    continue;
                }
                alpha[i] = next;
                bias += step;
                var (indices, values) = vectors[i];
                for (var k = 0; k < indices.Length; k++)
                {
                    weights[indices[k]] += step * values[k];
                }
            }
            if (worst < Enough)
            {
                break;
            }
        }
        return (weights, bias);
    }

    private static float Dot(float[] weights, SparseVector vector)
    {
        var sum = 0f;
        for (var k = 0; k < vector.Indices.Length; k++)
        {
            sum += weights[vector.Indices[k]] * vector.Values[k];
        }
        return sum;
    }
}
