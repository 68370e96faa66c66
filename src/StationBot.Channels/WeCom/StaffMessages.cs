using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.Logging;
using StationBot.Channels.Sending;
using StationBot.Handling.Messages;

namespace StationBot.Channels.WeCom;

/// <summary>
/// App messages to staff. Each leaves its line in the channel log; whom the platform does not know, though it answers that all is well, is told by the
/// name of the setting that names them, never by their own. wechat.md §18.
/// </summary>
internal sealed partial class StaffMessages(WeComApp app, ChannelNotes notes, ITriage triage, StaffNotices items, UnclearLines unclear, TimeProvider time, ILogger<StaffMessages> logger)
{
    private readonly ConcurrentDictionary<string, string> _wrong = new(StringComparer.Ordinal);

    /// <summary>Settings that name nobody's receivers, for operators.</summary>
    public IEnumerable<string> Problems => _wrong.Values;

    /// <param name="setting">Full name of the setting that holds the receivers.</param>
    /// <param name="about">Conversations that the message is about; at least one.</param>
    /// <param name="lines">What they are told, line by line.</param>
    /// <param name="send">With what stands before the message.</param>
    /// <returns>Whether it counts as told.</returns>
    public async Task<bool> TellAsync(
        string setting, WeComReceivers to, IReadOnlyCollection<Guid> about, IReadOnlyCollection<string> lines, Func<WeComApp, WeComReceivers, string, Task<WeComSent>> send, CancellationToken cancellationToken)
    {
        if (!lines.Any(line => unclear.IsDue(setting, line)))
        {
            return false;
        }
        var began = time.GetTimestamp();
        var sent = await send(app, to with { HearRepetitions = true }, lines.Any(line => unclear.MayBeKnown(setting, line)) ? unclear.Mark : "");
        var failed = sent.Outcome as SendOutcome.Failed;
        var (users, others) = (sent.InvalidUsers.Count, sent.InvalidParties.Count + sent.InvalidTags.Count);
        // 81013 and its like: nobody at all.
        var isNobody = failed is { Why: SendFailure.NotFound } || (failed is null && users + others >= to.Users.Count + to.Parties.Count + to.Tags.Count);
        var outcome = isNobody ? SendFailure.NotFound.ToString() : failed?.Why.ToString() ?? (users + others > 0 ? "partly" : "ok");
        foreach (var conversation in about)
        {
            notes.Note(WeComMessages.ChannelId, MessageDirection.Out, "message/send", outcome, time.GetElapsedTime(began), new Concerning(conversation, null), failed?.Code ?? 0, failed?.Trace);
        }
        if (isNobody || users + others > 0)
        {
            LogUnknown(setting, users, others);
            _wrong[setting] = isNobody ? $"{setting}: the platform knows nobody of these receivers, or the app may not be seen by them"
                : string.Create(CultureInfo.InvariantCulture, $"{setting}: the platform does not know {users} users, {others} parties and tags of these receivers");
            await triage.RaiseAsync(items.OfReceiver(about.First(), setting), cancellationToken);
        }
        else if (failed is null)
        {
            _wrong.TryRemove(setting, out _);
        }
        else if (failed.Account is not null)
        {
            await triage.RaiseAsync(items.Of(about.First(), failed), cancellationToken);
        }
        return !isNobody && lines.Select(line => unclear.Sent(setting, line, failed?.Why)).ToList().TrueForAll(told => told);
    }

    [LoggerMessage(1086, LogLevel.Warning, "{Setting} names receivers whom the platform does not know: {Users} users, {Others} parties and tags")]
    private partial void LogUnknown(string setting, int users, int others);
}
