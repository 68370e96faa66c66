using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using StationBot.Channels.Sending;
using StationBot.Handling.Messages;

namespace StationBot.Channels.WebChat;

/// <summary>Direct Line and the resident page. Clients read the conversation's log; there is nothing to send.</summary>
internal sealed class DirectLineChannel : IChannel
{
    public IReadOnlyCollection<string> Ids { get; } = [];

    public void Map(IEndpointRouteBuilder endpoints) => endpoints.MapDirectLine().MapResidentPage();

    public Task<SendOutcome> SendAsync(OutboxItem item, CancellationToken cancellationToken) =>
        Task.FromResult<SendOutcome>(new SendOutcome.Sent(null, "log"));
}

internal sealed class DirectLineModule : IChannelModule
{
    public string Section => "DirectLine";

    public Type Options => typeof(DirectLineOptions);

    public IReadOnlyCollection<string> Parts => ["Page"];

    public void Add(IServiceCollection services, IConfiguration section) => services.AddDirectLine(section);
}
