using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using StationBot.Channels.Bot;
using StationBot.Channels.BotProtocol.Auth;
using StationBot.Channels.Sending;

namespace StationBot.Channels.BotProtocol;

/// <summary>Puts the Bot Framework protocol into a host.</summary>
public static class BotProtocolSetup
{
    private const string MetadataClient = "stationbot-metadata";

    /// <summary>
    /// Registers endpoint, bot, durable turns and outbox. The host brings <c>IDialog</c>, <c>IConversationStore</c>, <c>IOutbox</c>,
    /// <c>IChannelLog</c> and <c>IAreaDirectory</c>, all singletons, and calls <see cref="BotFrameworkAuthentication.EnsureStartable"/> before it listens.
    /// </summary>
    /// <param name="section">Bound to <see cref="BotFrameworkOptions"/>.</param>
    public static IServiceCollection AddBotProtocol(this IServiceCollection services, IConfiguration section)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddOptions<BotFrameworkOptions>().Bind(section).ValidateRanges("BotFramework").ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.AddHealthChecks().AddCheck<BotFrameworkHealth>("botframework", HealthStatus.Degraded, ["ready"]);

        services.AddSingleton<ServiceUrls>();
        services.AddHttpClient(MetadataClient, client => client.Timeout = TimeSpan.FromSeconds(10)).Quiet();
        services.AddSingleton(provider => new BotFrameworkAuthentication(
            provider.GetRequiredService<IOptions<BotFrameworkOptions>>(),
            provider.GetRequiredService<IHttpClientFactory>().CreateClient(MetadataClient),
            provider.GetRequiredService<TimeProvider>()));

        services.AddHttpClient(MsalConnectorTokens.HttpClientName).Quiet();
        services.AddSingleton<IConnectorTokens, MsalConnectorTokens>();
        services.AddHttpClient(ConnectorClient.HttpClientName, client => client.Timeout = Timeout.InfiniteTimeSpan).Quiet()
            .AddResilienceHandler("retries", (pipeline, context) => RetryAfter.Configure(
                pipeline,
                context.ServiceProvider.GetRequiredService<TimeProvider>(),
                context.ServiceProvider.GetRequiredService<IOptions<BotFrameworkOptions>>().Value.SendBudget));
        services.AddSingleton<ConnectorClient>();

        services.AddSingleton<ConversationLocks>();
        services.AddSingleton<ConversationSignals>();
        services.AddSingleton<DurableTurns>();
        // A durable turn brings its own storage; there is no state outside of one.
        services.AddSingleton(new ConversationState(new MemoryStorage()));
        services.AddSingleton<IBot, StationBotHandler>();
        services.AddSingleton(provider =>
        {
            var adapter = ActivatorUtilities.CreateInstance<CloudAdapter>(provider);
            adapter.Use(provider.GetRequiredService<DurableTurns>());
            return adapter;
        });
        services.AddSingleton<ProactiveTurns>();
        services.AddSingleton<IChannel, BotFrameworkChannel>();
        services.AddSingleton<ChannelList>();
        services.AddSingleton<StaffNotices>();
        services.AddHostedService<OutboxDispatcher>().AddHostedService<SendersEnd>();
        return services;
    }

    /// <summary>Maps the bot endpoint at <c>/api/messages</c>, for every method: the wrong ones are told which is right.</summary>
    public static IEndpointConventionBuilder MapBotProtocol(this IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        var adapter = endpoints.ServiceProvider.GetRequiredService<CloudAdapter>();
        var bot = endpoints.ServiceProvider.GetRequiredService<IBot>();
        return endpoints.Map("/api/messages", (RequestDelegate)(http => adapter.ProcessAsync(http.Request, http.Response, bot, http.RequestAborted)));
    }

    // Nobody else's redirects, and none of the factory's log lines: they spell out URLs, and URLs hold conversation ids.
    internal static IHttpClientBuilder Quiet(this IHttpClientBuilder client) => client
        .RemoveAllLoggers()
        .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(2) });
}
