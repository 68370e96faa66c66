namespace StationBot.Handling.Sorting;

/// <summary>What a matter is about (主题). A case has one primary topic and may have others. domain.md §3.</summary>
public enum Topic
{
    Education,
    Healthcare,
    Elderly,
    Employment,
    Environment,
    Other,
}

/// <summary>The words by which topics travel in files and on the wire: the lower-case name, e.g. <c>elderly</c>.</summary>
public static class Topics
{
    public static IReadOnlyList<Topic> All { get; } = Enum.GetValues<Topic>();

    public static string Code(this Topic topic) => topic switch
    {
        Topic.Education => "education",
        Topic.Healthcare => "healthcare",
        Topic.Elderly => "elderly",
        Topic.Employment => "employment",
        Topic.Environment => "environment",
        _ => "other",
    };

    /// <exception cref="FormatException">The word is no topic code.</exception>
    public static Topic Parse(string code) =>
        All.Where(t => t.Code() == code).Select(t => (Topic?)t).FirstOrDefault()
        ?? throw new FormatException($"'{code}' is not a topic: use one of {string.Join(", ", All.Select(Code))}.");
}
