using StationBot.Handling.Roster;

namespace StationBot.Conversations.Definitions;

/// <summary>One thing that is wrong in dialogs/, in the words of dialog-problems.json, for the clerk who edited it.</summary>
public sealed record DialogProblem(string File, long Line, string Message)
{
    private static readonly EmbeddedTexts Texts = new(typeof(DialogProblem).Assembly, "dialog-problems.json");

    public static string Say(string key, params object?[] words) => Texts.Of(key, words);

    public override string ToString() => $"{File}:{Line}: {Message}";
}

/// <summary>dialogs/ cannot be used; the message lists every problem with file and line.</summary>
public sealed class DialogDefinitionException(IReadOnlyList<DialogProblem> problems)
    : Exception(DialogProblem.Say("head") + "\n" + string.Join('\n', problems))
{
    public IReadOnlyList<DialogProblem> Problems { get; } = problems;
}
