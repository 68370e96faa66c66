using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using StationBot.Handling.Messages;

namespace StationBot.Channels.Sending;

/// <summary>
/// A way between residents and the bot. It takes messages in at its own endpoints and hands them to <see cref="Bot.DurableTurns"/> as
/// activities; what the bot says comes back through <see cref="SendAsync"/>. The bot knows no channel by name.
/// </summary>
public interface IChannel
{
    /// <summary>For <see cref="Ids"/>: every conversation that no other channel claims.</summary>
    const string AllOthers = "*";

    /// <summary>Channel ids of the conversations whose outbox messages it sends; none when its log is the delivery.</summary>
    IReadOnlyCollection<string> Ids { get; }

    /// <summary>Opens its endpoints.</summary>
    void Map(IEndpointRouteBuilder endpoints);

    /// <summary>Sends one message of the outbox. Says by the outcome what to do when it did not go out; throws only for bugs.</summary>
    Task<SendOutcome> SendAsync(OutboxItem item, CancellationToken cancellationToken);
}

/// <summary>
/// What a folder holds to be a channel: found by itself, so that a channel is added without touching any other place. Has a constructor
/// without parameters.
/// </summary>
public interface IChannelModule
{
    /// <summary>Its section under <c>StationBot</c>.</summary>
    string Section { get; }

    /// <summary>What that section is bound to, so that the host can say of a value what may stand there.</summary>
    Type Options { get; }

    /// <summary>Parts of the section that something else is bound to.</summary>
    IReadOnlyCollection<string> Parts => [];

    /// <summary>Registers the channel's <see cref="IChannel"/> and what it needs; wrong settings stop the start with a message.</summary>
    void Add(IServiceCollection services, IConfiguration section);
}
