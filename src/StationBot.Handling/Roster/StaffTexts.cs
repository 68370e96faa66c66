namespace StationBot.Handling.Roster;

/// <summary>What the rules say to station staff, in Chinese (staff-texts.json): import problems and routing reasons.</summary>
internal static class StaffTexts
{
    private static readonly EmbeddedTexts Texts = new(typeof(StaffTexts).Assembly, "staff-texts.json");

    public static string Of(string key, params object?[] words) => Texts.Of(key, words);
}
