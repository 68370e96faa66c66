using System.Globalization;
using Microsoft.Extensions.Options;
using StationBot.Handling.Deadlines;
using StationBot.Handling.Flags;
using StationBot.Handling.Messages;
using StationBot.Handling.Roster;

namespace StationBot.Channels.Sending;

/// <summary>What staff are told when a message does not reach its resident, or a resident's file not them.</summary>
public sealed class StaffNotices(IAreaDirectory directory, IOptions<ClockOptions> clocks, TimeProvider time)
{
    /// <summary>Reason of the triage item; staff pages hold its words.</summary>
    public const string Undelivered = "undelivered";

    /// <summary>A file that a resident was told is kept, and that could not be.</summary>
    public const string FileLost = "file_lost";

    /// <summary>A line for the triage list: somebody should look by the end of the next working day, or call; sooner where it is a whole account that may not send.</summary>
    public TriageItem Of(Guid conversationId, SendOutcome.Failed failed)
    {
        ArgumentNullException.ThrowIfNull(failed);
        return failed.Account is { } account
            ? Of(conversationId, Severity.P1, string.Create(CultureInfo.InvariantCulture, $"{TriageItem.AccountRefused}:{account}.{failed.Code}"))
            : Of(conversationId, Undelivered);
    }

    /// <summary>Somebody whom a setting names as a receiver of what staff must know is nobody to the platform.</summary>
    /// <param name="conversationId">What the message was about.</param>
    /// <param name="setting">Its full name; never whom it names.</param>
    public TriageItem OfReceiver(Guid conversationId, string setting) => Of(conversationId, Severity.P1, $"{TriageItem.ReceiverUnknown}:{setting}");

    /// <summary>The same for a conversation.</summary>
    /// <param name="reason"><see cref="Undelivered"/> or <see cref="FileLost"/>.</param>
    public TriageItem Of(Guid conversationId, string reason) => Of(conversationId, Severity.P2, reason);

    private TriageItem Of(Guid conversationId, Severity severity, string reason)
    {
        var now = time.GetUtcNow();
        var local = TimeZoneInfo.ConvertTime(now, TimeZoneInfo.FindSystemTimeZoneById(directory.Current.Area.TimeZone));
        var due = Clocks.TriageBy(severity, local, directory.Current.Calendar, clocks.Value);
        return new TriageItem(Guid.CreateVersion7(now), conversationId, severity, reason, now, due.ToUniversalTime());
    }
}
