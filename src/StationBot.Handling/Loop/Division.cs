using StationBot.Handling.Cases;

namespace StationBot.Handling.Loop;

/// <summary>Which demands of a case go with which of its parts (T10): each is answered once, by whoever handles its matter.</summary>
internal static class Division
{
    /// <param name="demands">Of the case that is split. With one alone there is nothing to divide: it stays.</param>
    /// <param name="field">What is missing or wrong when there is no answer: <c>demands</c> for a part of which nobody can tell, else <c>parts</c>.</param>
    /// <returns>The parts with the numbers of their demands; null when a number is unknown or given twice, or nothing would be left.</returns>
    public static IReadOnlyList<SplitPart>? Of(IReadOnlyList<SplitPart> parts, IReadOnlyList<string> demands, out string field)
    {
        SplitPart[] divided = [.. parts.Select(p => demands.Count < 2 ? p : p with { Demands = p.Demands ?? Named(p.Text, demands) })];
        int[] taken = [.. divided.SelectMany(p => p.Demands ?? [])];
        field = taken.Distinct().Count() < taken.Length || taken.Any(n => n < 1 || n > demands.Count) || (taken.Length > 0 && taken.Length == demands.Count) ? "parts"
            : demands.Count > 1 && divided.Any(p => p.Demands is null) ? "demands"
            : "";
        return field.Length == 0 ? divided : null;
    }

    /// <summary>Whose demands a part takes, for who asked judges the answer.</summary>
    /// <returns>Number of the merged case that brought them (T09); empty where they are the case's own, or none is named; null when several residents' are mixed.</returns>
    public static string? AskerOf(SplitPart part, CaseState state)
    {
        string[] askers = [.. (part.Demands ?? []).Select(n => Bringer(state.Demands[n - 1], state)).Distinct()];
        return askers switch { [] => "", [var only] => only, _ => null };
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
