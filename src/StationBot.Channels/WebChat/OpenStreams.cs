using System.Collections.Concurrent;
using System.Net.WebSockets;
using StationBot.Channels.Bot;
using StationBot.Handling.Messages;

namespace StationBot.Channels.WebChat;

/// <summary>The WebSocket streams that are open now. A conversation may have several: one per tab.</summary>
internal sealed class OpenStreams(IConversationStore store, ConversationLog log, ConversationSignals signals, TimeProvider time)
{
    private readonly ConcurrentDictionary<ClientStream, string> _open = new();

    public int Count => _open.Count;

    /// <summary>Replays the log from a position, then follows it until the client leaves or <paramref name="stopping"/>.</summary>
    /// <param name="gone">The connection has broken.</param>
    public async Task FollowAsync(
        WebSocket socket, ConversationRecord record, long after, string origin, TimeSpan keepAlive, CancellationToken stopping, CancellationToken gone)
    {
        using var stream = new ClientStream(socket, gone);
        // Listens before it reads: what is committed between the two is read at the latest when the signal comes.
        using var subscription = signals.Subscribe(record.Id);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stopping, gone);
        _open[stream] = record.Key.Id;
        var listening = ListenAsync(stream, ended);
        var beating = KeepAliveAsync(stream, keepAlive, ended.Token);
        try
        {
            await SendLogAsync(stream, record, after, origin, subscription, ended.Token);
        }
        catch (Exception over) when (over is OperationCanceledException or WebSocketException)
        {
        }
        finally
        {
            _open.TryRemove(stream, out _);
            await ended.CancelAsync();
            await stream.CloseAsync(stopping.IsCancellationRequested ? WebSocketCloseStatus.EndpointUnavailable : WebSocketCloseStatus.NormalClosure, listening);
            await beating;
        }
    }

    /// <summary>Tells a conversation's open streams that the bot is at work.</summary>
    public void ShowTyping(string conversationId)
    {
        if (_open.IsEmpty)
        {
            return;
        }
        var frame = log.Typing(conversationId, time.GetUtcNow());
        foreach (var (stream, id) in _open)
        {
            if (id == conversationId)
            {
                _ = stream.TrySendAsync(frame);
            }
        }
    }

    private async Task SendLogAsync(
        ClientStream stream, ConversationRecord record, long after, string origin, ConversationSignals.Subscription subscription, CancellationToken ended)
    {
        while (true)
        {
            LogFrames page;
            do
            {
                // Read again each time: the address may have been completed by a later message.
                var current = await store.FindAsync(record.Key, ended) ?? record;
                page = await log.ReadFramesAsync(current, after, origin, ended);
                foreach (var frame in page.Frames)
                {
                    await stream.SendAsync(frame, ended);
                }
                after = page.Position;
            }
            while (!page.IsLast);
            await subscription.WaitAsync(ended);
        }
    }

    // Clients say nothing but empty pings; what matters is to notice that they close.
    private static async Task ListenAsync(ClientStream stream, CancellationTokenSource ended)
    {
        await stream.UntilClosedAsync();
        await ended.CancelAsync();
    }

    private async Task KeepAliveAsync(ClientStream stream, TimeSpan period, CancellationToken ended)
    {
        using var timer = new PeriodicTimer(period, time);
        try
        {
            while (await timer.WaitForNextTickAsync(ended))
            {
                await stream.TrySendAsync(default);
            }
        }
        catch (OperationCanceledException)
        {
        }
    }
}
