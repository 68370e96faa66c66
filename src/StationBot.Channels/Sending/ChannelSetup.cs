using System.Reflection;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using StationBot.Channels.Bot;
using StationBot.Handling.Messages;

namespace StationBot.Channels.Sending;

/// <summary>Every channel of the program.</summary>
public sealed class ChannelList
{
    private readonly Dictionary<string, IChannel> _byId = new(StringComparer.Ordinal);

    /// <exception cref="InvalidOperationException">Two channels claim one id.</exception>
    public ChannelList(IEnumerable<IChannel> channels)
    {
        All = [.. channels];
        foreach (var (id, channel) in All.SelectMany(c => c.Ids.Select(id => (id, c))))
        {
            if (!_byId.TryAdd(id, channel))
            {
                throw new InvalidOperationException($"Two channels claim the conversations of '{id}'.");
            }
        }
    }

    public IReadOnlyList<IChannel> All { get; }

    /// <summary>Whether a channel of our own speaks under this id, so that nobody else may.</summary>
    public bool IsClaimed(string? channelId) => channelId is not null && channelId != IChannel.AllOthers && _byId.ContainsKey(channelId);

    /// <summary>Who sends to a conversation; null when nobody can.</summary>
    public IChannel? Of(ConversationKey conversation) => _byId.GetValueOrDefault(conversation.Channel) ?? _byId.GetValueOrDefault(IChannel.AllOthers);
}

/// <summary>Puts all channels into a host.</summary>
public static class ChannelSetup
{
    /// <summary>Registers every <see cref="IChannelModule"/> of this room and of the given assemblies, each with its own section.</summary>
    public static IServiceCollection AddChannels(this IServiceCollection services, IConfiguration settings, params IEnumerable<Assembly> others)
    {
        ArgumentNullException.ThrowIfNull(settings);
        foreach (var module in Modules(others))
        {
            module.Add(services, settings.GetSection(module.Section));
        }
        return services;
    }

    /// <summary>The channels of this room and of the given assemblies.</summary>
    public static IEnumerable<IChannelModule> Modules(params IEnumerable<Assembly> others) =>
        others.Prepend(typeof(ChannelSetup).Assembly).Distinct().SelectMany(a => a.GetTypes())
            .Where(t => t is { IsClass: true, IsAbstract: false } && t.IsAssignableTo(typeof(IChannelModule)))
            .Select(t => (IChannelModule)Activator.CreateInstance(t)!);

    public static IEndpointRouteBuilder MapChannels(this IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        foreach (var channel in endpoints.ServiceProvider.GetRequiredService<ChannelList>().All)
        {
            Telemetry.Know(channel.Ids.Where(id => id != IChannel.AllOthers));
            channel.Map(endpoints);
        }
        return endpoints;
    }
}
