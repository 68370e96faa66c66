using System.Net;

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

    /// <summary><c>key</c> (default), or <c>entra</c>: Microsoft Entra ID (managed identity, or AZURE_TENANT_ID, AZURE_CLIENT_ID, AZURE_CLIENT_SECRET).</summary>
    public string Authentication { get; set; } = "key";

    /// <summary>Empty for a local service that wants none. Never logged.</summary>
    public string ApiKey { get; set; } = "";

    /// <summary>What an Entra token is for; in the 21Vianet cloud <c>https://cognitiveservices.azure.cn/.default</c>.</summary>
    public string EntraScope { get; set; } = "https://cognitiveservices.azure.com/.default";

    /// <summary>False for a service that knows no JSON schemas: it is then asked for any JSON object. Every answer is checked the same.</summary>
    public bool StructuredAnswers { get; set; } = true;

    /// <summary>Longest wait for the model, in seconds; then the offline answer stands.</summary>
    public double TimeoutSeconds { get; set; } = 8;

    /// <summary>Questions to the model under way at the same time; whoever comes on top gets the offline answer at once instead of waiting behind a slow model.</summary>
    public int AtOnce { get; set; } = 8;

    /// <summary>Characters of a message that a model is shown at most; what comes after is left to the offline sorter.</summary>
    public int LongestText { get; set; } = 2000;

    /// <summary>Tokens, in and out together, that may be spent in a day (UTC+8); then the offline answers stand. 0: no limit.</summary>
    public long TokensPerDay { get; set; }

    /// <summary>Yuan for a million tokens sent.</summary>
    public decimal InputPrice { get; set; }

    /// <summary>Yuan for a million tokens received.</summary>
    public decimal OutputPrice { get; set; }

    /// <summary>Folder of the prompt functions; relative to the program.</summary>
    public string Prompts { get; set; } = "prompts";

    /// <summary>
    /// Folder of models trained here (<c>stationbot train</c>): <c>topics</c>, <c>types</c>, <c>intents</c> or <c>flags.model</c>, each in place of
    /// the shipped one. Empty: the shipped ones.
    /// </summary>
    public string Models { get; set; } = "";

    internal bool UsesEntra => string.Equals(Authentication, "entra", StringComparison.OrdinalIgnoreCase);

    internal bool UsesModel => string.Equals(Provider, "model", StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Whether residents' words and the key may go to the address: over https, or over http on this machine and in the private network (an address
    /// of RFC 1918 or 4193, or a name without a point, as containers have). A token of Entra ID goes over https only.
    /// </summary>
    internal bool IsEndpointSafe => Endpoint is { IsAbsoluteUri: true } address
        && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && !UsesEntra && IsPrivate(address)));

    /// <summary>An Entra scope names a resource: <c>https://…/.default</c> or <c>api://…/.default</c>.</summary>
    internal bool IsScopeWhole =>
        Uri.TryCreate(EntraScope, UriKind.Absolute, out var scope) && scope.Scheme is "https" or "api" && EntraScope.EndsWith("/.default", StringComparison.Ordinal);

    private static bool IsPrivate(Uri address)
    {
        if (address.IsLoopback || (address.HostNameType == UriHostNameType.Dns && !address.Host.Contains('.', StringComparison.Ordinal)))
        {
            return true;
        }
        if (!IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip))
        {
            return false;
        }
        var bytes = (ip.IsIPv4MappedToIPv6 ? ip.MapToIPv4() : ip).GetAddressBytes();
        return bytes.Length == 4
            ? bytes[0] == 10 || (bytes[0] == 172 && bytes[1] is >= 16 and < 32) || (bytes[0] == 192 && bytes[1] == 168)
            : ip.IsIPv6UniqueLocal;
    }
}
