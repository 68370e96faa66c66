using Microsoft.Extensions.Hosting;

namespace StationBot.Channels.Sending;

/// <summary>
/// The end of the station for those who send. Services are ended one after another, and some wait for others, so all heed the moment in which it begins: from
/// then on nothing new goes out, and what is on its way, which may well arrive, is waited for.
/// </summary>
internal sealed class SendingStop : IDisposable
{
    private readonly CancellationTokenSource _begun;
    private readonly CancellationTokenSource _over = new();
    private readonly CancellationTokenRegistration _end;

    public SendingStop(IHostApplicationLifetime lifetime, CancellationToken stoppingToken)
    {
        _begun = CancellationTokenSource.CreateLinkedTokenSource(lifetime.ApplicationStopping, stoppingToken);
        // In real time, whatever the station's clock says.
        _end = _begun.Token.Register(() => _over.CancelAfter(OutboxDispatcher.Drain));
    }

    /// <summary>Nothing new goes out.</summary>
    public CancellationToken Begun => _begun.Token;

    /// <summary>What is still on its way is torn off.</summary>
    public CancellationToken Over => _over.Token;

    public void Dispose()
    {
        _end.Dispose();
        _over.Dispose();
        _begun.Dispose();
    }
}
