namespace StationBot.Handling.Sorting;

/// <summary>What an answer to 「这件事解决了吗？」 tells of the case (domain.md §1.3, T21–T24). Codes are the names in small letters.</summary>
public enum Outcome
{
    Yes,
    Partly,

    /// <summary>Not done, undone again, promised only, or done to something else.</summary>
    No,

    /// <summary>It speaks of the case and binds to nothing: not looked at yet, heard from others, hoped for.</summary>
    Unclear,

    /// <summary>No answer: another matter, a question, thanks.</summary>
    Other,
}

/// <param name="Score">Probability in [0, 1].</param>
public readonly record struct OutcomeScore(Outcome Outcome, double Score);

public static class Outcomes
{
    public static string Code(this Outcome outcome) => outcome.ToString().ToLowerInvariant();
}
