using Microsoft.Extensions.Options;
using StationBot.Handling.Deadlines;
using StationBot.Handling.Flags;
using StationBot.Handling.Messages;
using StationBot.Handling.Roster;

namespace StationBot.Channels.Sending;

/// <summary>What staff are told when a message does not reach its resident.</summary>
public sealed class StaffNotices(IAreaDirectory directory, IOptions<ClockOptions> clocks, TimeProvider time)
{
    /// <summary>Reason of the triage item; staff pages hold its words.</summary>
    public const string Undelivered = "undelivered";

    /// <summary>A line for the triage list: somebody should look by the end of the next working day, or call.</summary>
    public TriageItem Of(OutboxItem item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return Of(item.ConversationId);
    }

    /// <inheritdoc cref="Of(OutboxItem)"/>
    public TriageItem Of(Guid conversationId)
    {
        var now = time.GetUtcNow();
        var local = TimeZoneInfo.ConvertTime(now, TimeZoneInfo.FindSystemTimeZoneById(directory.Current.Area.TimeZone));
        var due = Clocks.TriageBy(Severity.P2, local, directory.Current.Calendar, clocks.Value);
        return new TriageItem(Guid.CreateVersion7(now), conversationId, Severity.P2, Undelivered, now, due.ToUniversalTime());
    }
}
