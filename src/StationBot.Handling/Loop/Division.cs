using StationBot.Handling.Cases;

namespace StationBot.Handling.Loop;

/// <summary>Which demands of a case go with which of its parts (T10): each is answered once, by whoever handles its matter.</summary>
internal static class Division
{
    /// <summary>How many parts one step may make: no more than there are demands, and two where the one demand stands for two matters (一事一议, domain.md §3).</summary>
    public static int MostOf(IReadOnlyList<string> demands) => Math.Max(2, demands.Count);

    /// <param name="demands">Of the case that is split. With one alone there is nothing to divide: it stays.</param>
    /// <param name="field">What is missing or wrong when there is no answer: <c>demands</c> for a part of which nobody can tell, else <c>parts</c>.</param>
    /// <returns>The parts with the numbers of their demands; null when a number is unknown or given twice.</returns>
    public static IReadOnlyList<SplitPart>? Of(IReadOnlyList<SplitPart> parts, IReadOnlyList<string> demands, out string field)
    {
        SplitPart[] divided = [.. parts.Select(p => demands.Count < 2 ? p : p with { Demands = p.Demands ?? Named(p.Text, demands) })];
        int[] taken = [.. divided.SelectMany(p => p.Demands ?? [])];
        field = taken.Distinct().Count() < taken.Length || taken.Any(n => n < 1 || n > demands.Count) ? "parts"
            : demands.Count > 1 && divided.Any(p => p.Demands is null) ? "demands"
            : "";
        return field.Length == 0 ? divided : null;
    }

    /// <summary>Which demands of the main case one asks for that is joined to it (T09).</summary>
    /// <param name="named">Those of the joined case that staff take along.</param>
    /// <returns>Beside what it brings. All, where one of its own wishes is there in other words: which, nobody has said.</returns>
    public static IReadOnlyList<string> SharedBy(CaseState joined, IReadOnlyList<string>? named, CaseState main) =>
        joined.Demands.Any(d => !main.Demands.Contains(d) && named?.Contains(d) != true) ? main.Demands : [.. main.Demands.Intersect(joined.Demands)];

    /// <summary>Nothing would be left for the case itself to answer.</summary>
    public static bool TakesAll(IReadOnlyList<SplitPart> divided, IReadOnlyList<string> demands) => demands.Count > 0 && divided.Sum(p => p.Demands?.Count ?? 0) == demands.Count;

    /// <summary>Who asked for a part's demands first, and judges the answer.</summary>
    /// <returns>Number of the merged case that brought them (T09); empty where they are the case's own, or none is named; null when several residents' are mixed.</returns>
    public static string? AskerOf(SplitPart part, CaseState state)
    {
        string[] askers = [.. (part.Demands ?? []).Select(n => Bringer(state.Demands[n - 1], state)).Distinct()];
        return askers switch { [] => "", [var only] => only, _ => null };
    }

    /// <summary>Who asked for a part's demands too; where nothing was noted when a case was joined, it asks for all.</summary>
    /// <param name="asker">Of <see cref="AskerOf"/>.</param>
    /// <returns>Numbers of merged cases.</returns>
    public static IEnumerable<string> OthersOf(SplitPart part, string asker, CaseState state)
    {
        // One demand may stand for two matters: each part is of it.
        var taken = (part.Demands is { } named ? named.Select(n => state.Demands[n - 1]) : state.Demands).ToHashSet();
        return taken.Count == 0 ? [] : state.MergedFrom.Where(n => n != asker && WishesOf(n).ToArray() is var wishes && (wishes.Length == 0 || wishes.Any(taken.Contains)));

        IEnumerable<string> WishesOf(string number) => state.Brought.Concat(state.Shares).Where(b => b.Child == number).Select(b => b.Text);
    }

    /// <summary>A case that has a demand of its own keeps one: what is left would else be judged by somebody who did not ask for it.</summary>
    public static bool KeepsItsOwn(IReadOnlyList<SplitPart> parts, CaseState state)
    {
        var taken = parts.SelectMany(p => p.Demands ?? []).ToHashSet();
        var left = state.Demands.Where((_, i) => !taken.Contains(i + 1)).ToArray();
        return left.Length == 0 || left.Length == state.Demands.Count || left.Any(d => Bringer(d, state).Length == 0);
    }

    private static string Bringer(string demand, CaseState state) => state.Brought.FirstOrDefault(b => b.Text == demand)?.Child ?? "";

    /// <summary>Those whose words stand in the part's, or the other way round; null when none does.</summary>
    private static int[]? Named(string text, IReadOnlyList<string> demands)
    {
        int[] found = [.. demands.Index().Where(d => text.Contains(d.Item, StringComparison.Ordinal) || d.Item.Contains(text, StringComparison.Ordinal)).Select(d => d.Index + 1)];
        return found.Length == 0 ? null : found;
    }
}
