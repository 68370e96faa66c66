using System.ComponentModel.DataAnnotations;
using StationBot.Channels.Bot;

namespace StationBot.Channels.BotProtocol;

/// <summary>Which national cloud the bot is registered in.</summary>
public enum BotCloud { Public, China, UsGov }

public enum BotAppType
{
    /// <summary>Older registrations; no new ones since 2025-07-31 (bot-framework.md §9).</summary>
    MultiTenant,
    SingleTenant,
}

/// <summary>
/// The bot's registration and its endpoint, section <c>BotFramework</c>. Empty runs the whole bot without credentials, on loopback. Each
/// cloud's addresses are built in; every one of them can be set. Secret: <see cref="AppPassword"/>, by environment variable only.
/// </summary>
public sealed class BotFrameworkOptions : IValidatableObject
{
    public BotCloud Cloud { get; set; } = BotCloud.Public;
    public BotAppType AppType { get; set; } = BotAppType.SingleTenant;

    /// <summary>Empty: no credentials, anonymous callers, loopback or Development only.</summary>
    public string? AppId { get; set; }
    public string? AppPassword { get; set; }

    /// <summary>Needed by <see cref="BotAppType.SingleTenant"/>.</summary>
    public string? TenantId { get; set; }

    /// <summary>Overrides the cloud's issuer of channel tokens.</summary>
    public string? ChannelIssuer { get; set; }

    /// <summary>Overrides the cloud's OpenID metadata of channel tokens.</summary>
    public string? ChannelMetadataUrl { get; set; }

    /// <summary>Overrides <see cref="AppId"/> as the audience of inbound tokens.</summary>
    public string? Audience { get; set; }

    /// <summary>Overrides the token endpoint for outbound calls; the whole URL, with or without <c>/oauth2/v2.0/token</c>.</summary>
    public string? TokenUrl { get; set; }

    /// <summary>Overrides the scope of outbound tokens.</summary>
    public string? Scope { get; set; }

    /// <summary>Hosts of <c>serviceUrl</c> that may get our token, besides the known ones; <c>*.example.org</c> stands for whole labels.</summary>
    public IList<string> ServiceUrlHosts { get; } = [];

    /// <summary>Takes tokens of the Bot Framework Emulator too. Not for production. bot-framework.md §3.3.</summary>
    public bool AllowEmulatorTokens { get; set; }

    /// <summary>Overrides the cloud's OpenID metadata of emulator tokens.</summary>
    public string? EmulatorMetadataUrl { get; set; }

    /// <summary>Largest body of one activity, in bytes.</summary>
    [Range(1024, 30_000_000)]
    public int MaxBodyBytes { get; set; } = 1024 * 1024;

    /// <summary>Turns under way at once, waiting ones included; beyond it callers get 503.</summary>
    [Range(1, 1_000_000)]
    public int MaxTurns { get; set; } = 4096;

    /// <summary>Longest text of one reply, in characters.</summary>
    [Range(50, 28_000)]
    public int MaxReplyLength { get; set; } = TurnOrigin.UsualReplyLength;

    /// <summary>Waits of a Connector call inside one attempt of the outbox; longer ones are left to the outbox.</summary>
    public TimeSpan SendBudget { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The secret goes to <see cref="TokenUrl"/>: over https only, which the token library insists on too, but not before the first reply.</summary>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        string.IsNullOrEmpty(TokenUrl) || (Uri.TryCreate(TokenUrl, UriKind.Absolute, out var url) && url.Scheme == Uri.UriSchemeHttps)
            ? [] : [new ValidationResult("BotFramework:TokenUrl must be an https address: the secret is sent there. 令牌地址要以 https:// 开头。")];

    public bool HasCredentials => !string.IsNullOrEmpty(AppId);

    internal CloudAddresses Addresses => CloudAddresses.Of(this);
}
