namespace StationBot.Understanding.Offline;

/// <summary>The normal form of a text, for those who train and measure models: the same form that the sorter reads.</summary>
public static class Wording
{
    private static readonly Spelling Spelling = new(Resource.Read("spelling.yaml"));

    public static string Normal(string text) => NormalText.Of(text, Spelling).Text;
}
