using System.Net;
using Microsoft.Extensions.Options;

namespace StationBot.Channels.BotProtocol.Auth;

/// <summary>Which <c>serviceUrl</c>s we post to: a token must never go to a host that a message merely named. bot-framework.md §3.2.</summary>
public sealed class ServiceUrls(IOptions<BotFrameworkOptions> options)
{
    private static readonly string[] Known =
    [
        "*.botframework.com", "smba.trafficmanager.net", "*.botframework.azure.us", "*.botframework.azure.cn", "*.teams.microsoft.com",
        "*.teams.microsoft.us", "frontend.botapi.msg.infra.teams.microsoftonline.cn",
    ];

    /// <summary>True for https on a known or configured host. Plain http is for loopback only, which needs no listing while there is no token to lose.</summary>
    public bool IsAllowed(string? serviceUrl)
    {
        if (!Uri.TryCreate(serviceUrl, UriKind.Absolute, out var url) || url.UserInfo.Length > 0)
        {
            return false;
        }
        var loopback = IsLoopback(url.Host);
        if (url.Scheme != Uri.UriSchemeHttps && !(loopback && url.Scheme == Uri.UriSchemeHttp))
        {
            return false;
        }
        return (loopback && !options.Value.HasCredentials)
            || Known.Any(pattern => Matches(url.IdnHost, pattern))
            || options.Value.ServiceUrlHosts.Any(pattern => Matches(url.IdnHost, pattern));
    }

    internal static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    // Whole labels: *.botframework.com is not evilbotframework.com.
    private static bool Matches(string host, string pattern) =>
        pattern.StartsWith("*.", StringComparison.Ordinal)
            ? host.EndsWith(pattern[1..], StringComparison.OrdinalIgnoreCase) && host.Length > pattern.Length - 1
            : host.Equals(pattern, StringComparison.OrdinalIgnoreCase);
}
