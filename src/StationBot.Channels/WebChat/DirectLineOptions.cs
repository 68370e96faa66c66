using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace StationBot.Channels.WebChat;

/// <summary>Settings of the Direct Line server. All have defaults: without a secret it serves the resident page, and this machine.</summary>
public sealed class DirectLineOptions
{
    /// <summary>Opens every conversation; for other servers, never for browsers. With one set, conversations start only with it or with a token. Give it by environment variable.</summary>
    public string? Secret { get; set; }

    /// <summary>Base64 of at least 32 random bytes that sign tokens. Machines that share a store share it. Empty: made once and kept in <see cref="Folder"/>.</summary>
    public string? SigningKey { get; set; }

    /// <summary>Where residents' files and the signing key are kept.</summary>
    [Required]
    public string Folder { get; set; } = Path.Combine("data", "webchat");

    /// <summary>Origins (<c>https://www.example.gov.cn</c>) whose pages may use this server; its own pages always may.</summary>
    public IList<string> AllowedOrigins { get; } = [];

    /// <summary>The origin that clients reach this server at, when a proxy in between does not say so in forwarded headers.</summary>
    public string? PublicUrl { get; set; }

    /// <summary>How long a token opens its conversation. Clients refresh every 15 minutes, so never under 960 s. bot-framework.md §6.</summary>
    public TimeSpan TokenLifetime { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>How long a stream URL may wait to be opened.</summary>
    public TimeSpan StreamTokenLifetime { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Pause between empty frames on a silent stream, so that proxies do not cut it.</summary>
    public TimeSpan KeepAlive { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>How long one turn may take before it is given up and its conversation goes on.</summary>
    public TimeSpan TurnLimit { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How long the page knows a resident again, counted from the last visit.</summary>
    public TimeSpan ResidentLifetime { get; set; } = TimeSpan.FromDays(180);

    /// <summary>Largest activity, in characters of its JSON. bot-framework.md §2.2 gives 256 K.</summary>
    [Range(16 * 1024, 1024 * 1024)]
    public int MaxActivityCharacters { get; set; } = 256 * 1024;

    /// <summary>A UTF-16 character takes three bytes at most.</summary>
    internal int MaxActivityBytes => MaxActivityCharacters * 3;

    /// <summary>Largest file, in bytes.</summary>
    [Range(1024, 64 * 1024 * 1024)]
    public int MaxFileBytes { get; set; } = 10 * 1024 * 1024;

    /// <summary>Most files in one message.</summary>
    [Range(1, 20)]
    public int MaxFiles { get; set; } = 5;

    /// <summary>The bot's id and name on this channel.</summary>
    [Required]
    public string BotId { get; set; } = "stationbot";
    public string BotName { get; set; } = "";

    internal long MaxUploadBytes => ((long)MaxFileBytes * MaxFiles) + MaxActivityBytes + (64 * 1024);
}

internal sealed class DirectLineOptionsValidator : IValidateOptions<DirectLineOptions>
{
    public ValidateOptionsResult Validate(string? name, DirectLineOptions options)
    {
        List<string> wrong = [];
        if (options.TokenLifetime < TimeSpan.FromSeconds(960))
        {
            wrong.Add("DirectLine:TokenLifetime must be 960 seconds or more: clients refresh every 15 minutes.");
        }
        if (options.StreamTokenLifetime <= TimeSpan.Zero || options.KeepAlive <= TimeSpan.Zero || options.TurnLimit <= TimeSpan.Zero || options.ResidentLifetime <= TimeSpan.Zero)
        {
            wrong.Add("DirectLine: StreamTokenLifetime, KeepAlive, TurnLimit and ResidentLifetime must be above zero.");
        }
        if (options.Secret is { Length: > 0 and < 16 })
        {
            wrong.Add("DirectLine:Secret must have 16 characters or more.");
        }
        if (!string.IsNullOrEmpty(options.SigningKey) && !SigningKey.TryDecode(options.SigningKey, out _))
        {
            wrong.Add("DirectLine:SigningKey must be Base64 of 32 bytes or more.");
        }
        if (!string.IsNullOrEmpty(options.PublicUrl) && !Origins.IsOrigin(options.PublicUrl))
        {
            wrong.Add("DirectLine:PublicUrl must be an origin, such as https://station.example.gov.cn.");
        }
        wrong.AddRange(options.AllowedOrigins.Where(o => !Origins.IsOrigin(o))
            .Select(o => $"DirectLine:AllowedOrigins: '{o}' is not an origin; write it as https://www.example.gov.cn, without a path."));
        return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
    }
}
