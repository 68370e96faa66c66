using System.Net.WebSockets;

namespace StationBot.Channels.WebChat;

/// <summary>One client's WebSocket: frames go out one at a time, whoever sends them.</summary>
/// <param name="gone">The connection has broken.</param>
internal sealed class ClientStream(WebSocket socket, CancellationToken gone) : IDisposable
{
    // A client that takes nothing for this long has left without a word, a phone out of reach for example.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private readonly SemaphoreSlim _sending = new(1, 1);

    /// <exception cref="WebSocketException">The client has gone.</exception>
    public async Task SendAsync(ReadOnlyMemory<byte> text, CancellationToken cancellationToken)
    {
        await _sending.WaitAsync(cancellationToken);
        await SendLockedAsync(text);
    }

    /// <summary>Sends what may as well be left out: nothing when another frame is on its way, or when the client has gone.</summary>
    public async Task TrySendAsync(ReadOnlyMemory<byte> text)
    {
        try
        {
            if (await _sending.WaitAsync(0, CancellationToken.None))
            {
                await SendLockedAsync(text);
            }
        }
        catch (Exception over) when (over is OperationCanceledException or WebSocketException or ObjectDisposedException or InvalidOperationException)
        {
            // The listening side sees it too, and ends the stream.
        }
    }

    /// <summary>Completes when the client closes or is lost.</summary>
    public async Task UntilClosedAsync()
    {
        var ignored = new byte[1024];
        try
        {
            while (socket.State == WebSocketState.Open && (await socket.ReceiveAsync(ignored, gone)).MessageType != WebSocketMessageType.Close)
            {
            }
        }
        catch (Exception over) when (over is OperationCanceledException or WebSocketException or ObjectDisposedException)
        {
        }
    }

    /// <summary>Says goodbye, and waits a moment for the client to do so.</summary>
    /// <param name="closed">The task of <see cref="UntilClosedAsync"/>.</param>
    public async Task CloseAsync(WebSocketCloseStatus status, Task closed)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(gone);
        patience.CancelAfter(TimeSpan.FromSeconds(2));
        try
        {
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
            {
                await _sending.WaitAsync(patience.Token);
                await socket.CloseOutputAsync(status, null, patience.Token);
            }
            await closed.WaitAsync(patience.Token);
        }
        catch (Exception over) when (over is OperationCanceledException or WebSocketException)
        {
            socket.Abort();
            await closed;
        }
    }

    public void Dispose() => _sending.Dispose();

    private async Task SendLockedAsync(ReadOnlyMemory<byte> text)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(gone);
        patience.CancelAfter(Patience);
        try
        {
            await socket.SendAsync(text, WebSocketMessageType.Text, endOfMessage: true, patience.Token);
        }
        finally
        {
            _sending.Release();
        }
    }
}
