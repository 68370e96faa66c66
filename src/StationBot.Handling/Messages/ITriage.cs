using StationBot.Handling.Cases;
using StationBot.Handling.Flags;

namespace StationBot.Handling.Messages;

/// <summary>A triage item as it is told to staff: no words of the resident.</summary>
/// <param name="Reason">Flag codes or other short codes, each perhaps with its rule: <c>fire:fire_words,gas:learned.0.97</c>.</param>
/// <param name="CaseNo">Null while there is only a conversation.</param>
public sealed record TriageNews(Guid Id, Severity Severity, string Reason, DateTimeOffset At, CaseNo? CaseNo, Guid ConversationId);

/// <summary>What staff must look at. Fulfilled by the Store room.</summary>
public interface ITriage
{
    /// <summary>Items of one severity from a moment on, oldest first.</summary>
    Task<IReadOnlyList<TriageNews>> SinceAsync(Severity severity, DateTimeOffset from, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Puts an item on the list that comes from no turn; not when the conversation has one of the same reason whose moment has not come yet, nor
    /// when an account (<see cref="TriageItem.AccountRefused"/>) or a setting (<see cref="TriageItem.ReceiverUnknown"/>) had its item within the last day.
    /// </summary>
    Task RaiseAsync(TriageItem item, CancellationToken cancellationToken);
}
