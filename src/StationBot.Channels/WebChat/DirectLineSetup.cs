using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using StationBot.Channels.Bot;
using StationBot.Channels.Sending;
using StationBot.Handling.Messages;

namespace StationBot.Channels.WebChat;

/// <summary>Puts the Direct Line server and the resident page into a host.</summary>
public static class DirectLineSetup
{
    /// <summary>
    /// Registers both. Needs <c>AddBotProtocol</c> (bot, durable turns, signals) and the host's <c>IConversationStore</c> and
    /// <c>IAreaDirectory</c>; wrong settings stop the start with a message.
    /// </summary>
    /// <param name="section">Bound to <see cref="DirectLineOptions"/>; its part <c>Page</c> to <see cref="ResidentPageOptions"/>.</param>
    public static IServiceCollection AddDirectLine(this IServiceCollection services, IConfiguration section)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(section);
        services.AddOptions<DirectLineOptions>().Bind(section).ValidateRanges("DirectLine").ValidateOnStart();
        services.AddSingleton<IValidateOptions<DirectLineOptions>, DirectLineOptionsValidator>();
        services.AddOptions<ResidentPageOptions>().Bind(section.GetSection("Page"));

        services.AddSingleton<SigningKey>();
        services.AddSingleton<DirectLineTokens>();
        services.AddSingleton<DirectLineAccess>();
        services.AddSingleton<Origins>();
        services.AddSingleton<ConversationLog>();
        services.AddSingleton<OpenStreams>();
        services.AddSingleton<ShowTyping>();
        services.AddSingleton(provider => new DirectLineAdapter(provider.GetRequiredService<DurableTurns>(), provider.GetRequiredService<ShowTyping>()));
        services.AddSingleton<PageTexts>();
        services.AddSingleton<IAttachmentStore, FileAttachmentStore>();
        services.AddSingleton<Uploads>();
        services.AddSingleton<DirectLineTurns>();
        services.AddSingleton<DirectLineServer>();
        services.AddSingleton<DirectLineEndpoints>();
        services.AddSingleton<ResidentPage>();
        services.AddSingleton<IChannel, DirectLineChannel>();
        return services;
    }

    /// <summary>Maps Direct Line 3.0 at <c>/v3/directline</c>. The host calls <c>UseWebSockets</c> before, and <c>UseForwardedHeaders</c> where a proxy stands in front.</summary>
    public static IEndpointRouteBuilder MapDirectLine(this IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        endpoints.ServiceProvider.GetRequiredService<DirectLineEndpoints>().Map(endpoints);
        return endpoints;
    }

    /// <summary>Maps the resident page at <c>/</c> with its files and the two calls it makes.</summary>
    public static IEndpointRouteBuilder MapResidentPage(this IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        endpoints.ServiceProvider.GetRequiredService<ResidentPage>().Map(endpoints);
        return endpoints;
    }
}
