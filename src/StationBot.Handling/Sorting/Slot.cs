namespace StationBot.Handling.Sorting;

/// <summary>A piece of a matter that somebody needs in order to act (要素). domain.md §1.3.</summary>
public enum Slot
{
    Place,
    Time,
    Demand,
    Contact,
    Subject,
    People,
    Evidence,
    CaseNo,
}

/// <summary>A slot's value as the resident said it. A value that was not said must never exist.</summary>
/// <param name="Value">Normalised where a convention exists (place: the gazetteer's spelling); else the resident's words.</param>
/// <param name="Start">First character in the message it came from, or -1 when it came from elsewhere (a map pin).</param>
/// <param name="Length">Characters taken.</param>
public sealed record SlotValue(string Value, int Start = -1, int Length = 0)
{
    /// <summary>True for a demand that is only the trouble itself (「没人清」), not an outright wish (「希望天天清」); a wish replaces it.</summary>
    public bool Implied { get; init; }

    /// <summary>True for a time that says only how often or at what hour (每天, 半夜), not since when or which day.</summary>
    public bool Loose { get; init; }

    /// <summary>True for a place told as one more place of the same matter (「沙洲村也这样」); it joins the one known.</summary>
    public bool OneMore { get; init; }

    /// <summary>The clauses of a demand that utter a wish (「希望天天清」), in the resident's own spelling; null when none does.</summary>
    public string? Wish { get; init; }

    /// <summary>
    /// What is wrong, in the resident's own spelling, where a demand was told in one long breath without punctuation: the clauses that carry the
    /// matter, without the greeting before and the wish after; null where the message itself can be shown.
    /// </summary>
    public string? Trouble { get; init; }
}

/// <summary>The words by which slots travel in files and on the wire (dialog-cases.md).</summary>
public static class Slots
{
    public static IReadOnlyList<Slot> All { get; } = Enum.GetValues<Slot>();

    public static string Code(this Slot slot) => slot == Slot.CaseNo ? "case_no" : slot.ToString().ToLowerInvariant();

    public static bool TryParse(string code, out Slot slot)
    {
        foreach (var candidate in All)
        {
            if (candidate.Code() == code)
            {
                slot = candidate;
                return true;
            }
        }
        slot = default;
        return false;
    }
}
