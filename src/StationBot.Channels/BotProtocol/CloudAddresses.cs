namespace StationBot.Channels.BotProtocol;

/// <summary>The addresses of one national cloud, overrides applied. bot-framework.md §3.1, §3.3, §4.</summary>
internal sealed record CloudAddresses(
    string ChannelIssuer, string ChannelMetadataUrl, string Authority, string Scope, string CallerId, string EmulatorMetadataUrl, IReadOnlyList<string> EmulatorIssuers)
{
    private static readonly string[] PublicTenants = ["d6d49420-f39b-4df7-a1dc-d59a935871db", "f8cdef31-a31e-4b4a-93e4-5f571e91255a"];
    private static readonly string[] UsGovTenants = ["cab8a31a-1906-4287-a0d8-4eef66b95f6e"];

    public static CloudAddresses Of(BotFrameworkOptions options)
    {
        var cloud = options.Cloud switch
        {
            BotCloud.China => Cloud(
                "botframework.azure.cn", "login.botframework.azure.cn", "login.partner.microsoftonline.cn", "microsoftservices.partner.onmschina.cn",
                "sts.chinacloudapi.cn", "urn:botframework:azure", [], "a55a4d5b-9241-49b1-b4ff-befa8db00269", options.TenantId),
            BotCloud.UsGov => Cloud(
                "botframework.us", "login.botframework.azure.us", "login.microsoftonline.us", "MicrosoftServices.onmicrosoft.us",
                "sts.windows.net", "urn:botframework:azureusgov", UsGovTenants, UsGovTenants[0], options.TenantId),
            _ => Cloud(
                "botframework.com", "login.botframework.com", "login.microsoftonline.com", "botframework.com",
                "sts.windows.net", "urn:botframework:azure", PublicTenants, "botframework.com", options.TenantId),
        };
        var tenant = options.AppType == BotAppType.SingleTenant && !string.IsNullOrEmpty(options.TenantId) ? options.TenantId : null;
        return cloud with
        {
            ChannelIssuer = options.ChannelIssuer ?? cloud.ChannelIssuer,
            ChannelMetadataUrl = options.ChannelMetadataUrl ?? cloud.ChannelMetadataUrl,
            Authority = AuthorityOf(options.TokenUrl) ?? (tenant is null ? cloud.Authority : new Uri(new Uri(cloud.Authority), "/" + tenant).AbsoluteUri),
            Scope = options.Scope ?? cloud.Scope,
            EmulatorMetadataUrl = options.EmulatorMetadataUrl ?? cloud.EmulatorMetadataUrl,
        };
    }

    private static CloudAddresses Cloud(
        string api, string keys, string login, string botTenant, string tokenIssuer, string callerId,
        IReadOnlyList<string> emulatorTenants, string metadataTenant, string? ownTenant) => new(
        $"https://api.{api}",
        $"https://{keys}/v1/.well-known/openidconfiguration",
        $"https://{login}/{botTenant}",
        $"https://api.{api}/.default",
        callerId,
        $"https://{login}/{metadataTenant}/v2.0/.well-known/openid-configuration",
        [
            .. emulatorTenants.Concat(string.IsNullOrEmpty(ownTenant) ? [] : [ownTenant])
                .SelectMany(t => new[] { $"https://{tokenIssuer}/{t}/", $"https://{login}/{t}/v2.0" }),
        ]);

    // MSAL wants the authority and adds the path itself.
    private static string? AuthorityOf(string? tokenUrl)
    {
        const string path = "/oauth2/v2.0/token";
        return tokenUrl is not null && tokenUrl.EndsWith(path, StringComparison.OrdinalIgnoreCase) ? tokenUrl[..^path.Length] : tokenUrl;
    }
}
