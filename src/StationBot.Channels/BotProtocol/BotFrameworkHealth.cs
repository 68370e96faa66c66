using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace StationBot.Channels.BotProtocol;

/// <summary>
/// A registration that takes messages and can answer none but those that wait for it (<c>expectReplies</c>): without a secret, or without the tenant that gives
/// the token, every other reply ends in the outbox (bot-framework.md §4).
/// </summary>
internal sealed class BotFrameworkHealth(IOptions<BotFrameworkOptions> options) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var missing = Missing(options.Value).ToList();
        return Task.FromResult(missing.Count == 0 ? HealthCheckResult.Healthy() : HealthCheckResult.Degraded($"no reply can be sent: {string.Join(" and ", missing)} not set. 发不出回复，请补上。"));
    }

    private static IEnumerable<string> Missing(BotFrameworkOptions options)
    {
        if (options.HasCredentials && string.IsNullOrEmpty(options.AppPassword))
        {
            yield return "BotFramework:AppPassword";
        }
        if (options is { HasCredentials: true, AppType: BotAppType.SingleTenant } && string.IsNullOrEmpty(options.TenantId) && string.IsNullOrEmpty(options.TokenUrl))
        {
            yield return "BotFramework:TenantId (AppType SingleTenant)";
        }
    }
}
