using System.Text.Json;
using Microsoft.Extensions.Logging;
using StationBot.Channels.Bot;
using StationBot.Channels.Sending;
using StationBot.Channels.WebChat;
using StationBot.Handling.Messages;

namespace StationBot.Channels.Tencent;

/// <param name="FileId">Under which it will be kept.</param>
internal sealed record PlatformMedia(string MediaId, string FileId, string Name);

/// <summary>
/// Brings the files that residents send from the platform to our own store, off the exchange's path; the platform keeps them for about three
/// days. What is too large or of a kind we do not take is not kept, and the log says so. wechat.md §5.
/// </summary>
/// <param name="channel">Whose files; named in the log, and with <c>-media</c> the queue's name.</param>
internal abstract class MediaFetcher(string channel, IArrivals arrivals, IAttachmentStore files, IChannelLog log, TimeProvider time, ILogger logger)
    : ArrivalWorker(channel + "-media", arrivals, time, logger)
{
    private readonly string _channel = channel;
    private readonly IArrivals _arrivals = arrivals;
    private readonly TimeProvider _time = time;

    private string Queue => _channel + "-media";

    /// <returns>Null when the account is no longer there.</returns>
    protected abstract Task<PlatformFile?> DownloadAsync(string account, string mediaId, CancellationToken cancellationToken);

    /// <summary>Has a file fetched soon.</summary>
    public async Task AskAsync(string account, PlatformMedia file, CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow();
        await _arrivals.AddAsync(
            new Arrival(Guid.CreateVersion7(now), Queue, KeyOf(account, file.FileId), JsonSerializer.Serialize(new Wanted(account, file)), now, ArrivalState.Waiting, null, 0),
            TimeSpan.Zero, cancellationToken);
        Ring();
    }

    /// <summary>A recording, fetched now if it was not before; null when the platform does not give it.</summary>
    public async Task<byte[]?> RecordingAsync(string account, string fileId, CancellationToken cancellationToken)
    {
        if (await files.OpenAsync(fileId, cancellationToken) is null && await _arrivals.FindAsync(Queue, KeyOf(account, fileId), cancellationToken) is { Payload.Length: > 0 } wanted)
        {
            await RunAsync(wanted, cancellationToken);
        }
        if (await files.OpenAsync(fileId, cancellationToken) is not { } stored)
        {
            return null;
        }
        await using (stored.Content)
        {
            using var bytes = new MemoryStream();
            await stored.Content.CopyToAsync(bytes, cancellationToken);
            return bytes.ToArray();
        }
    }

    protected override async Task<bool> RunAsync(Arrival arrival, CancellationToken cancellationToken)
    {
        var wanted = JsonSerializer.Deserialize<Wanted>(arrival.Payload)!;
        var began = _time.GetTimestamp();
        if (await DownloadAsync(wanted.Account, wanted.File.MediaId, cancellationToken) is not { } file)
        {
            return true;
        }
        var outcome = await KeepAsync(wanted.File, file, cancellationToken);
        var now = _time.GetUtcNow();
        log.Note(new ChannelLogEntry
        {
            Id = Guid.CreateVersion7(now), At = now, Channel = _channel, Direction = MessageDirection.In, What = "media/get", Outcome = outcome,
            Code = file.Refused?.Code ?? 0, Trace = file.Refused?.Trace, Milliseconds = (int)_time.GetElapsedTime(began).TotalMilliseconds,
        });
        // A file that is gone stays gone; a platform that is down comes back.
        return file.Refused is not { } refused || PlatformErrors.Of(refused) is { Then: FailurePolicy.TellStaff or FailurePolicy.Hold, Why: not SendFailure.TimedOut };
    }

    private async Task<string> KeepAsync(PlatformMedia wanted, PlatformFile file, CancellationToken cancellationToken)
    {
        if (file.Refused is { } refused)
        {
            return PlatformErrors.Of(refused).Why.ToString();
        }
        if (file.Content is not { } content)
        {
            return "TooLarge";
        }
        if (FileKinds.ContentTypeOf(content, wanted.Name, mayBeVideo: true) is not { } kind)
        {
            return "TypeNotTaken";
        }
        await files.SaveAsync(wanted.FileId, wanted.Name, kind, content, cancellationToken);
        return "ok";
    }

    private static string KeyOf(string account, string fileId) => $"{account}/{fileId}";

    private sealed record Wanted(string Account, PlatformMedia File);
}
