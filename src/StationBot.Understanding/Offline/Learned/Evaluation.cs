namespace StationBot.Understanding.Offline.Learned;

/// <param name="N">Rows that bear the label.</param>
public sealed record LabelFigures(int N, double Precision, double Recall, double F1);

/// <summary>How good answers are on labelled texts. Shares from 0 to 1.</summary>
/// <param name="AccuracyOrAlt">Right, or one of the row's accepted alternatives.</param>
/// <param name="Ece">Expected calibration error in ten equal bins of the best answer's probability.</param>
/// <param name="AccuracyAt80">Accuracy of the 80 % of answers that are most sure.</param>
public sealed record Figures(
    int N, double Accuracy, double AccuracyOrAlt, double Top3, double MacroF1, IReadOnlyDictionary<string, LabelFigures> PerClass, double Ece, double AccuracyAt80)
{
    private const int Bins = 10;
    private const double Covered = 0.8;

    /// <summary>For answers of which exactly one is right.</summary>
    /// <param name="rows">Truth, accepted alternatives, probabilities in the order of <paramref name="labels"/>.</param>
    public static Figures Of(IReadOnlyList<string> labels, IReadOnlyList<(string Truth, IReadOnlyList<string> Alternatives, float[] Probabilities)> rows)
    {
        var answers = rows.Select(r =>
        {
            var order = Enumerable.Range(0, labels.Count).OrderByDescending(l => r.Probabilities[l]).Take(3).Select(l => labels[l]).ToArray();
            return (r.Truth, Best: order[0], Sure: r.Probabilities.Max(), Right: order[0] == r.Truth, OrAlt: order[0] == r.Truth || r.Alternatives.Contains(order[0]), Top3: order.Contains(r.Truth));
        }).ToArray();
        var per = rows.Select(r => r.Truth).Distinct().Order(StringComparer.Ordinal).ToDictionary(l => l, l => Label(
            answers.Count(a => a.Truth == l), answers.Count(a => a.Best == l), answers.Count(a => a.Right && a.Truth == l)));
        var ece = answers.GroupBy(a => Math.Min(Bins - 1, (int)(a.Sure * Bins))).Sum(b => b.Count() * Math.Abs(b.Average(a => a.Sure) - b.Average(a => a.Right ? 1.0 : 0)));
        var sure = answers.OrderByDescending(a => a.Sure).Take((int)(answers.Length * Covered)).ToArray();
        return new Figures(
            answers.Length, Share(answers.Count(a => a.Right), answers.Length), Share(answers.Count(a => a.OrAlt), answers.Length), Share(answers.Count(a => a.Top3), answers.Length),
            per.Count == 0 ? 0 : per.Values.Average(p => p.F1), per, answers.Length == 0 ? 0 : ece / answers.Length, Share(sure.Count(a => a.Right), sure.Length));
    }

    /// <summary>For labels of which several may hold: a label is given from a probability of one half. Accuracy counts rows with exactly the right ones.</summary>
    public static Figures OfMany(IReadOnlyList<string> labels, IReadOnlyList<(IReadOnlyList<string> Truth, float[] Probabilities)> rows)
    {
        var per = labels.Select((label, l) => (label, Figures: Label(
            rows.Count(r => r.Truth.Contains(label)), rows.Count(r => r.Probabilities[l] >= 0.5f), rows.Count(r => r.Truth.Contains(label) && r.Probabilities[l] >= 0.5f))))
            .ToDictionary(p => p.label, p => p.Figures);
        var exact = rows.Count(r => labels.Select((label, l) => r.Probabilities[l] >= 0.5f == r.Truth.Contains(label)).All(ok => ok));
        return new Figures(rows.Count, Share(exact, rows.Count), Share(exact, rows.Count), Share(exact, rows.Count), per.Values.Where(p => p.N > 0).Select(p => p.F1).DefaultIfEmpty().Average(), per, 0, 0);
    }

    private static LabelFigures Label(int truth, int given, int right) => new(truth, Share(right, given), Share(right, truth), Share(2 * right, truth + given));

    private static double Share(int part, int of) => of == 0 ? 0 : (double)part / of;
}
