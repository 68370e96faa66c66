using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using StationBot.Channels.Bot;
using StationBot.Channels.Sending;
using StationBot.Handling.Messages;

namespace StationBot.Channels.BotProtocol;

/// <summary>Every channel that Bot Framework knows: in at <c>/api/messages</c>, out by the Connector.</summary>
internal sealed class BotFrameworkChannel(ConnectorClient connector) : IChannel
{
    public IReadOnlyCollection<string> Ids { get; } = [IChannel.AllOthers];

    public void Map(IEndpointRouteBuilder endpoints) => endpoints.MapBotProtocol();

    public Task<SendOutcome> SendAsync(OutboxItem item, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(item);
        return connector.SendAsync(RawActivity.Read(item.Raw, RawActivity.ReadReference(item.Reference), MessageDirection.Out), cancellationToken);
    }
}

internal sealed class BotFrameworkModule : IChannelModule
{
    public string Section => "BotFramework";

    public Type Options => typeof(BotFrameworkOptions);

    public void Add(IServiceCollection services, IConfiguration section) => services.AddBotProtocol(section);
}
