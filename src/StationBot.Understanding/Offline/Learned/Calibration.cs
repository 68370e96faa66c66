namespace StationBot.Understanding.Offline.Learned;

/// <summary>
/// Turns scores into probabilities that mean what they say: a slope and an offset per label (one common slope where exactly one label
/// holds), fitted to scores of texts that were kept from the model, by Newton steps with a little restraint.
/// </summary>
internal static class Calibration
{
    private const int Steps = 300;
    private const double Restraint = 1e-3;

    /// <param name="scores">By example, by label.</param>
    /// <param name="truth">By label, by example.</param>
    public static (float[] Slopes, float[] Offsets) Fit(IReadOnlyList<float[]> scores, bool[][] truth, bool many)
    {
        var labels = truth.Length;
        return many
            ? Enumerable.Range(0, labels).Select(l => Alone([.. scores.Select(s => (double)s[l])], truth[l])).ToArray() is var each
                ? ([.. each.Select(e => (float)e.Slope)], [.. each.Select(e => (float)e.Offset)])
                : default
            : Together(scores, truth);
    }

    /// <summary>Platt scaling of one label, by Newton's method.</summary>
    private static (double Slope, double Offset) Alone(double[] scores, bool[] truth)
    {
        var (slope, offset) = (2.0, 0.0);
        for (var step = 0; step < 50; step++)
        {
            double gs = Restraint * (slope - 2), go = 0, ss = Restraint, so = 0, oo = 1e-9;
            for (var i = 0; i < scores.Length; i++)
            {
                var p = 1 / (1 + Math.Exp(-((slope * scores[i]) + offset)));
                var error = p - (truth[i] ? 1 : 0);
                var weight = p * (1 - p);
                gs += error * scores[i];
                go += error;
                ss += weight * scores[i] * scores[i];
                so += weight * scores[i];
                oo += weight;
            }
            var determinant = (ss * oo) - (so * so);
            if (Math.Abs(determinant) < 1e-12)
            {
                break;
            }
            var (ds, d) = (((oo * gs) - (so * go)) / determinant, ((ss * go) - (so * gs)) / determinant);
            slope -= Math.Clamp(ds, -2, 2);
            offset -= Math.Clamp(d, -2, 2);
            if (Math.Abs(ds) + Math.Abs(d) < 1e-7)
            {
                break;
            }
        }
        return (slope, offset);
    }

    /// <summary>One temperature for all and an offset for each, by gradient steps on the log loss.</summary>
    private static (float[] Slopes, float[] Offsets) Together(IReadOnlyList<float[]> scores, bool[][] truth)
    {
        var labels = truth.Length;
        var (slope, offsets) = (3.0, new double[labels]);
        var right = scores.Select((_, i) => Array.FindIndex(truth, t => t[i])).ToArray();
        var (memory, memories) = (0.0, new double[labels]);
        var p = new double[labels];
        for (var step = 1; step <= Steps; step++)
        {
            var (gradient, gradients) = (0.0, offsets.Select(o => Restraint * o).ToArray());
            for (var i = 0; i < scores.Count; i++)
            {
                if (right[i] < 0)
                {
                    continue;
                }
                var most = double.NegativeInfinity;
                for (var l = 0; l < labels; l++)
                {
                    p[l] = (slope * scores[i][l]) + offsets[l];
                    most = Math.Max(most, p[l]);
                }
                var sum = 0.0;
                for (var l = 0; l < labels; l++)
                {
                    sum += p[l] = Math.Exp(p[l] - most);
                }
                for (var l = 0; l < labels; l++)
                {
                    var error = ((p[l] / sum) - (l == right[i] ? 1 : 0)) / scores.Count;
                    gradient += error * scores[i][l];
                    gradients[l] += error;
                }
            }
            // AdaGrad: steps shrink where they were large before.
            memory += gradient * gradient;
            slope -= 0.5 * gradient / (Math.Sqrt(memory) + 1e-9);
            for (var l = 0; l < labels; l++)
            {
                memories[l] += gradients[l] * gradients[l];
                offsets[l] -= 0.1 * gradients[l] / (Math.Sqrt(memories[l]) + 1e-9);
            }
        }
        return ([.. Enumerable.Repeat((float)slope, labels)], [.. offsets.Select(o => (float)o)]);
    }
}
