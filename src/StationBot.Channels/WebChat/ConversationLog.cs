using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.Options;
using StationBot.Channels.Bot;
using StationBot.Channels.BotProtocol;
using StationBot.Handling.Messages;

namespace StationBot.Channels.WebChat;

/// <summary>Some messages of a log as frames of a stream.</summary>
/// <param name="Position">Position of the last message read, the hidden ones counted.</param>
/// <param name="IsLast">Nothing follows yet.</param>
internal sealed record LogFrames(IReadOnlyList<ReadOnlyMemory<byte>> Frames, long Position, bool IsLast);

/// <summary>
/// A conversation's log as clients of Direct Line see it. The log in the store is all there is, so a conversation survives a restart
/// and several tabs see the same. The watermark is the position in the log. bot-framework.md §6.
/// </summary>
internal sealed class ConversationLog(IConversationStore store, IOptions<DirectLineOptions> options)
{
    /// <summary>Messages read at a time.</summary>
    public const int Page = 200;

    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = BotJson.MaxDepth + 4 };

    /// <summary>Where a client stands who sends this watermark: what is absent, garbage or beyond the end means the start.</summary>
    public static long PositionOf(string? watermark, ConversationRecord record) =>
        long.TryParse(watermark, NumberStyles.None, CultureInfo.InvariantCulture, out var position) && position <= record.LastSequence ? position : 0;

    /// <summary>
    /// Up to one page of messages after a position, a frame for each: directlinejs plays the activities of one frame one by one, and those
    /// of two frames that come close together into each other.
    /// </summary>
    /// <param name="origin">Where the client reaches us; links to files are made absolute with it.</param>
    public async Task<LogFrames> ReadFramesAsync(ConversationRecord record, long after, string origin, CancellationToken cancellationToken)
    {
        var messages = await store.ReadAsync(record.Id, after, Page, cancellationToken);
        var reference = RawActivity.ReadReference(record.Reference);
        return new LogFrames(
            [.. messages.Where(m => !IsHidden(m.Type)).Select(m => Write([ForClient(m, reference, origin)], m.Sequence))],
            messages is [.., var last] ? last.Sequence : after,
            messages.Count < Page);
    }

    /// <summary>Everything after a position, as one ActivitySet with the watermark after it.</summary>
    public async Task<ReadOnlyMemory<byte>> ReadAllAsync(ConversationRecord record, long after, string origin, CancellationToken cancellationToken)
    {
        var reference = RawActivity.ReadReference(record.Reference);
        List<Activity> activities = [];
        IReadOnlyList<TurnMessage> messages;
        do
        {
            messages = await store.ReadAsync(record.Id, after, Page, cancellationToken);
            activities.AddRange(messages.Where(m => !IsHidden(m.Type)).Select(m => ForClient(m, reference, origin)));
            after = messages is [.., var last] ? last.Sequence : after;
        }
        while (messages.Count == Page);
        return Write(activities, after);
    }

    public static ReadOnlyMemory<byte> Empty(long position) => Write([], position);

    /// <summary>What a stream shows while a turn takes its time. Never in the log.</summary>
    public ReadOnlyMemory<byte> Typing(string conversationId, DateTimeOffset now) => Write(
        [
            new Activity
            {
                Type = ActivityTypes.Typing,
                Id = $"{conversationId}|typing-{now.ToUnixTimeMilliseconds()}",
                Timestamp = now,
                ChannelId = ChannelIds.DirectLine,
                Conversation = new ConversationAccount { Id = conversationId },
                From = new ChannelAccount { Id = options.Value.BotId, Role = RoleTypes.Bot },
            },
        ],
        position: null);

    // Membership and debugging are between channel and bot; typing is not worth a message that has come. bot-framework.md §6.
    private static bool IsHidden(string type) => type is ActivityTypes.ConversationUpdate or ActivityTypes.InstallationUpdate
        or "contactRelationUpdate" or ActivityTypes.Trace or ActivityTypes.Typing;

    private static Activity ForClient(TurnMessage message, ConversationReference reference, string origin)
    {
        var activity = RawActivity.Read(message, reference);
        activity.From = new ChannelAccount
        {
            Id = activity.From?.Id,
            Name = activity.From?.Name,
            Role = message.Direction == MessageDirection.In ? RoleTypes.User : RoleTypes.Bot,
        };
        activity.Recipient = null;
        activity.ServiceUrl = null;
        foreach (var attachment in activity.Attachments ?? [])
        {
            if (attachment.ContentUrl is ['/', ..] path)
            {
                attachment.ContentUrl = origin + path;
                // Web Chat shows a resident's picture as a picture only when it has a thumbnail; else as a file to download.
                attachment.ThumbnailUrl = attachment.ContentType?.StartsWith("image/", StringComparison.Ordinal) == true ? attachment.ContentUrl : null;
            }
        }
        return activity;
    }

    private static ReadOnlyMemory<byte> Write(IEnumerable<Activity> activities, long? position)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using var writer = new Utf8JsonWriter(buffer, Relaxed);
        writer.WriteStartObject();
        // The array is always there: without it both clients stop for good. bot-framework.md §7.1.
        writer.WriteStartArray("activities"u8);
        foreach (var activity in activities)
        {
            JsonSerializer.Serialize(writer, activity, BotJson.Activity);
        }
        writer.WriteEndArray();
        if (position is { } watermark)
        {
            writer.WriteString("watermark"u8, watermark.ToString(CultureInfo.InvariantCulture));
        }
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenMemory;
    }
}
