using StationBot.Handling.Cases;
using StationBot.Handling.Suggestions;

namespace StationBot.Host.Api;

/// <summary>How long a text of a step may be, by its field: the log only grows, and many read it. The OpenAPI document says the same (<c>maxLength</c>).</summary>
internal static class FieldLengths
{
    /// <summary>A reason, and whatever is written for people to read.</summary>
    public const int Text = 4000;

    /// <summary>One line: a title, a standard, a piece of evidence, a place.</summary>
    private const int Line = 500;

    /// <summary>A name, a number or a code.</summary>
    private const int Name = 100;

    private static readonly HashSet<string> Texts = ["text", "message", "guidance", "decision", "missing", "outcome", "views", "facts", "proposal", "answer", "reason"];

    private static readonly HashSet<string> Lines = ["evidence", "standard", "legalBasis", "where", "title"];

    /// <param name="field">In camelCase; of a list of texts, each of them.</param>
    public static int Of(string field) => Texts.Contains(field) ? Text : Lines.Contains(field) ? Line : Name;

    /// <summary>Whether a type's texts are a caller's to write.</summary>
    public static bool AreOf(Type declaring) => declaring.IsAssignableTo(typeof(StepData)) || declaring == typeof(SuggestionData) || declaring == typeof(DraftData)
        || declaring == typeof(SplitPart) || declaring == typeof(DemandAnswer) || declaring == typeof(Promise) || (declaring.IsGenericType && declaring.GetGenericTypeDefinition() == typeof(StepRequest<>));
}
