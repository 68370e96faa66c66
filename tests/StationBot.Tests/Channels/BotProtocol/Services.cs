using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace StationBot.Tests.Channels.BotProtocol;

internal static class Services
{
    /// <summary>For tests that look at what waits in the outbox.</summary>
    public static void RemoveHosted(this IServiceCollection services)
    {
        foreach (var hosted in services.Where(s => s.ServiceType == typeof(IHostedService) && s.ImplementationType?.Assembly == typeof(StationBot.Channels.Bot.DurableTurns).Assembly).ToList())
        {
            services.Remove(hosted);
        }
    }
}
