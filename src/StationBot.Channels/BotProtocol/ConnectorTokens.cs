using Microsoft.Extensions.Options;
using Microsoft.Identity.Client;

namespace StationBot.Channels.BotProtocol;

/// <summary>Tokens for outbound calls, from Entra ID by MSAL: cached, renewed before they end, one request in flight. bot-framework.md §4.</summary>
public interface IConnectorTokens
{
    /// <param name="renew">The cached token was refused: fetch another.</param>
    /// <returns>Null when the bot has no credentials and sends without a token.</returns>
    /// <exception cref="MsalException">No token is to be had now.</exception>
    ValueTask<string?> GetAsync(bool renew, CancellationToken cancellationToken);
}

/// <inheritdoc/>
internal sealed class MsalConnectorTokens(IOptions<BotFrameworkOptions> options, IHttpClientFactory http) : IConnectorTokens
{
    public const string HttpClientName = "stationbot-tokens";

    private readonly Lazy<IConfidentialClientApplication> _app = new(() => Build(options.Value, new Factory(http)));

    public async ValueTask<string?> GetAsync(bool renew, CancellationToken cancellationToken)
    {
        if (!options.Value.HasCredentials)
        {
            return null;
        }
        if (string.IsNullOrEmpty(options.Value.AppPassword))
        {
            throw new MsalClientException("no_secret", "BotFramework:AppPassword is not set, so the bot cannot get a token.");
        }
        var app = _app.Value;
        var result = await app.AcquireTokenForClient([options.Value.Addresses.Scope]).WithForceRefresh(renew).ExecuteAsync(cancellationToken);
        return result.AccessToken;
    }

    private static IConfidentialClientApplication Build(BotFrameworkOptions options, IMsalHttpClientFactory http) =>
        ConfidentialClientApplicationBuilder.Create(options.AppId)
            .WithClientSecret(options.AppPassword)
            .WithAuthority(options.Addresses.Authority, validateAuthority: false)
            // The authority is ours to configure; asking a public directory whether it exists fails in closed networks.
            .WithInstanceDiscovery(false)
            .WithHttpClientFactory(http)
            .Build();

    private sealed class Factory(IHttpClientFactory http) : IMsalHttpClientFactory
    {
        public HttpClient GetHttpClient() => http.CreateClient(HttpClientName);
    }
}
