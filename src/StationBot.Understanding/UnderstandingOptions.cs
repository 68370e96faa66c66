namespace StationBot.Understanding;

/// <summary>Which provider sorts, and where a model is if there is one. Section <c>Understanding</c>.</summary>
public sealed class UnderstandingOptions
{
    /// <summary><c>offline</c> (default: no network) or <c>model</c> (offline first; the model is asked when that abstains).</summary>
    public string Provider { get; set; } = "offline";

    /// <summary>
    /// Base address of an OpenAI-compatible service, with its version: <c>https://….openai.azure.com/openai/v1/</c>. It must stand in
    /// the mainland when residents' words are to be sent there (个人信息保护法 art. 36).
    /// </summary>
    public Uri? Endpoint { get; set; }

    public string Model { get; set; } = "";

    /// <summary>Empty for a local service that wants none. Never logged.</summary>
    public string ApiKey { get; set; } = "";

    /// <summary>Longest wait for the model, in seconds; then the offline answer stands.</summary>
    public double TimeoutSeconds { get; set; } = 8;

    /// <summary>Folder of the prompt functions; relative to the program.</summary>
    public string Prompts { get; set; } = "prompts";

    /// <summary>
    /// Folder of models trained here (<c>stationbot train</c>): <c>topics</c>, <c>types</c>, <c>intents</c> or <c>flags.model</c>, each in place of
    /// the shipped one. Empty: the shipped ones.
    /// </summary>
    public string Models { get; set; } = "";

    internal bool UsesModel => string.Equals(Provider, "model", StringComparison.OrdinalIgnoreCase);
}
