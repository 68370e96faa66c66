using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace StationBot.Channels.Sending;

/// <summary>Sends in the background, and at the end waits for what is on its way.</summary>
internal interface IBackgroundSender : IHostedService;

/// <summary>
/// Ends those who send while the door is still open. The web server is the first hosted service to end; waiting for a slow platform after that, an update would
/// refuse residents' messages for as long, and three refused attempts show them that the account is out of service. wechat.md §3.
/// </summary>
internal sealed class SendersEnd(IServiceProvider services) : IHostedLifecycleService
{
    public Task StoppingAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(services.GetServices<IHostedService>().OfType<IBackgroundSender>().Select(s => s.StopAsync(cancellationToken)));

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
