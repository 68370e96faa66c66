using System.Collections.Concurrent;
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
/// days. What is too large or of a kind we do not take is not kept; the log, the resident and staff learn of it. wechat.md §5.
/// </summary>
/// <param name="channel">Whose files; named in the log, and with <c>-media</c> the queue's name.</param>
internal abstract class MediaFetcher(string channel, IArrivals arrivals, IAttachmentStore files, LostFiles lost, ChannelNotes notes, TimeProvider time, ILogger logger)
    : ArrivalWorker(channel + Arrival.FilesSuffix, arrivals, time, logger)
{
    /// <summary>For a recording whose words a turn waits for: that fetches it, and the worker only what it left.</summary>
    public static readonly TimeSpan TurnFirst = TimeSpan.FromSeconds(30);
    private const string Kept = "ok";
    private readonly string _channel = channel;
    private readonly IArrivals _arrivals = arrivals;
    private readonly TimeProvider _time = time;
    private readonly ConcurrentDictionary<Guid, Lazy<Task<Fetched>>> _running = [];

    private enum Fetched
    {
        /// <summary>Or nobody wants it any more.</summary>
        Kept,
        NotYet,
        Lost,
    }

    private string Queue => _channel + Arrival.FilesSuffix;

    /// <param name="attempt">From 1: a platform that was too slow is waited for a little longer each time.</param>
    /// <returns>Null when the account is no longer there.</returns>
    protected abstract Task<PlatformFile?> DownloadAsync(string account, string mediaId, int attempt, CancellationToken cancellationToken);

    /// <summary>Has a file fetched; asking twice for one changes nothing.</summary>
    /// <param name="messageKey">The channel's key of the message that brought it.</param>
    /// <param name="reserved">How long the worker leaves it alone.</param>
    public async Task AskAsync(ConversationKey person, PlatformMedia file, string messageKey, TimeSpan reserved, CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow();
        var wanted = new Wanted(AccountOf(person), file, person, messageKey);
        await _arrivals.AddAsync(
            new Arrival(Guid.CreateVersion7(now), Queue, KeyOf(wanted.Account, file.FileId), JsonSerializer.Serialize(wanted), now, ArrivalState.Waiting, null, 0) { Person = person },
            reserved, cancellationToken);
        Ring();
    }

    /// <summary>A recording, fetched now if it was not before; null when the platform does not give it.</summary>
    public async Task<byte[]?> RecordingAsync(ConversationKey person, string fileId, CancellationToken cancellationToken)
    {
        if (await _arrivals.FindAsync(Queue, KeyOf(AccountOf(person), fileId), cancellationToken) is { Payload.Length: > 0 } wanted)
        {
            await OnceAsync(wanted, cancellationToken);
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
        var end = await OnceAsync(arrival, cancellationToken);
        // Only here, where the turn that brought it has been answered, and not where a turn waits for its recording.
        return (end == Fetched.Lost || (end == Fetched.NotYet && arrival.Attempts >= MaxAttempts)) && WantedBy(arrival) is { Person: { } person, File: var file, MessageKey: var message }
            ? await lost.TellAsync(arrival, person, file, message, cancellationToken)
            : end != Fetched.NotYet;
    }

    // The turn that wants a recording's words and the worker may come at once: one of them fetches, both have it.
    private async Task<Fetched> OnceAsync(Arrival arrival, CancellationToken cancellationToken)
    {
        var mine = new Lazy<Task<Fetched>>(() => FetchAsync(arrival, cancellationToken));
        var running = _running.GetOrAdd(arrival.Id, mine);
        try
        {
            return await running.Value;
        }
        finally
        {
            _running.TryRemove(KeyValuePair.Create(arrival.Id, mine));
        }
    }

    private async Task<Fetched> FetchAsync(Arrival arrival, CancellationToken cancellationToken)
    {
        var wanted = WantedBy(arrival);
        if (await files.OpenAsync(wanted.File.FileId, cancellationToken) is { } there)
        {
            await there.Content.DisposeAsync();
            return Fetched.Kept;
        }
        var began = _time.GetTimestamp();
        if (await DownloadAsync(wanted.Account, wanted.File.MediaId, arrival.Attempts - 1, cancellationToken) is not { } file)
        {
            return Fetched.Kept;
        }
        var outcome = await KeepAsync(wanted.File, file, cancellationToken);
        var about = wanted.Person is { } person ? await notes.FindAsync(person, wanted.MessageKey, cancellationToken) : null;
        notes.Note(_channel, MessageDirection.In, "media/get", outcome, _time.GetElapsedTime(began), about, file.Refused?.Code ?? 0, file.Refused?.Trace);
        if (await _arrivals.FindAsync(Queue, arrival.Key, cancellationToken) is null)
        {
            // Whoever sent it was erased while it was on its way.
            await files.DeleteAsync(wanted.File.FileId, cancellationToken);
            return Fetched.Kept;
        }
        return outcome == Kept ? Fetched.Kept
            // A file that is gone stays gone; a platform that is down comes back, and an account that is blocked may.
            : file.Refused is { } refused && PlatformErrors.Of(refused) is { Then: FailurePolicy.Retry } or { Why: SendFailure.TimedOut } or { Scope: ErrorScope.Account } ? Fetched.NotYet
            : Fetched.Lost;
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
        if ((FileKinds.ContentTypeOf(content, wanted.Name, mayBeVideo: true) ?? SpeexOf(wanted, file)) is not { } kind)
        {
            return "TypeNotTaken";
        }
        return await files.SaveAsync(wanted.FileId, wanted.Name, kind, content, cancellationToken) is null ? "NoPicture" : Kept;
    }

    // Speex comes as bare frames, which begin like nothing: the platform's word for it must do, where it names a recording at all (§5).
    private static string? SpeexOf(PlatformMedia wanted, PlatformFile file) =>
        wanted.Name.EndsWith(".speex", StringComparison.OrdinalIgnoreCase) && (file.ContentType is null or "" || file.ContentType.StartsWith("audio/", StringComparison.Ordinal) || file.ContentType == "application/octet-stream")
            ? "audio/speex"
            : null;

    private static Wanted WantedBy(Arrival arrival) => JsonSerializer.Deserialize<Wanted>(arrival.Payload)!;

    private static string KeyOf(string account, string fileId) => $"{account}/{fileId}";

    // Every channel's conversations begin with the account's name.
    private static string AccountOf(ConversationKey person) => person.Id.Split('/')[0];

    private sealed record Wanted(string Account, PlatformMedia File, ConversationKey? Person = null, string? MessageKey = null);
}
