using System.Globalization;
using StationBot.Handling.Cases;

namespace StationBot.Host.Operations;

/// <summary>
/// Numbers of a day that no case has. No fault by itself: a step that was refused after its number was drawn leaves one (a split, a turn that lost). A case
/// that was taken out of the database with its whole log leaves nothing else.
/// </summary>
internal sealed class NumberGaps
{
    private const int MostNamed = 20;
    private readonly Dictionary<string, List<int>> _days = [];

    public void Add(CaseNo? number)
    {
        if (number is { Value: var text } && CaseNo.IsOne(text))
        {
            var dash = text.LastIndexOf('-');
            if (!_days.TryGetValue(text[..dash], out var day))
            {
                _days[text[..dash]] = day = [];
            }
            day.Add(int.Parse(text.AsSpan(dash + 1), CultureInfo.InvariantCulture));
        }
    }

    /// <summary>One line for each day that has gaps below its highest number.</summary>
    public IEnumerable<string> Lines()
    {
        foreach (var (day, there) in _days.OrderBy(d => d.Key, StringComparer.Ordinal))
        {
            int[] gone = [.. Enumerable.Range(1, there.Max()).Except(there)];
            if (gone.Length > 0)
            {
                var named = string.Join(", ", gone.Take(MostNamed).Select(n => n.ToString("0000", CultureInfo.InvariantCulture)));
                yield return $"{day}: no case has {named}{(gone.Length > MostNamed ? $" and {gone.Length - MostNamed} more" : "")}: a number that was not used in the end, or a case that was taken out";
            }
        }
    }
}
