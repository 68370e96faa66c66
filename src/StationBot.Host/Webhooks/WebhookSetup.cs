using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using StationBot.Handling.Loop;
using StationBot.Host.Operations;

namespace StationBot.Host.Webhooks;

internal static class WebhookSetup
{
    /// <summary>Subscribers, for everything that writes case events: the server, and the verbs beside it. Before the store is added.</summary>
    /// <exception cref="SettingsException">A value that cannot be what its setting wants.</exception>
    public static void AddSubscriptions(IServiceCollection services, IConfigurationSection section)
    {
        if (section.Value is { Length: > 0 } value)
        {
            throw new SettingsException($"配置项写得不对 / wrong setting {section.Path}: '{value}'. 可以写的是 / it may be a list: {section.Path}:0:Name, :Url, :Secret, :Events:0.");
        }
        foreach (var hook in section.GetChildren())
        {
            SettingsCheck.Ensure<Webhook>(hook);
        }
        services.AddOptions<WebhookOptions>().Configure(o => section.Bind(o.Hooks)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<WebhookOptions>, WebhookOptionsValidator>();
        services.AddSingleton(p => new Subscriptions([.. p.GetRequiredService<IOptions<WebhookOptions>>().Value.Hooks.Select(h => new Subscription(h.Name, [.. h.Events]))]));
    }

    /// <summary>What sends: the server's part.</summary>
    public static void AddSender(IServiceCollection services)
    {
        // No redirects: what was checked is where it goes. No loggers: an address may hold a key.
        services.AddHttpClient(WebhookSender.ClientName, client => client.Timeout = WebhookSender.Patience)
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }).RemoveAllLoggers();
        services.AddSingleton<WebhookSender>().AddHostedService(p => p.GetRequiredService<WebhookSender>());
        services.AddHealthChecks().AddCheck<WebhookHealth>("webhooks", HealthStatus.Degraded, ["ready"]);
    }
}

/// <summary>Says when events were given up: residents are served all the same.</summary>
internal sealed class WebhookHealth(IWebhookQueue queue) : IHealthCheck
{
    private const int Most = 1000;

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var lost = await queue.GivenUpAsync(Most, cancellationToken);
        return lost.Count == 0
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Degraded($"{lost.Count} events were given up for {string.Join(", ", lost.Select(d => d.Hook).Distinct())}: see `stationbot outbox list`");
    }
}
