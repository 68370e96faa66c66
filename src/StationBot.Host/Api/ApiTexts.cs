using StationBot.Handling.Roster;

namespace StationBot.Host.Api;

/// <summary>What the API says, in Chinese (api-texts.json): its own refusals and the words of the OpenAPI document.</summary>
internal static class ApiTexts
{
    private static readonly EmbeddedTexts Texts = new(typeof(ApiTexts).Assembly, "api-texts.json");

    public static IEnumerable<string> Keys => Texts.Keys;

    public static string Of(string key, params object?[] words) => Texts.Of(key, words);
}
