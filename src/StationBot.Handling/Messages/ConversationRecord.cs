using StationBot.Handling.Cases;
using StationBot.Handling.Flags;

namespace StationBot.Handling.Messages;

/// <summary>How far a conversation has come, before there is a case (domain.md §4.1).</summary>
public enum ConversationStage { New, Noticed, Collecting, Confirming, Submitted, HumanChat, Emergency, Ended }

/// <summary>处置结论: what became of a conversation. Every conversation ends with one.</summary>
public enum Disposition
{
    CaseCreated, CaseExtended, ProgressAnswered, Evaluated, Redirected, Consulted, DataRequest, Thanks, OffTopic, Spam,
    Abuse, EmergencyGuided, Abandoned, Withdrawn, HandedToHuman,
}

/// <summary>Names one conversation on one channel. Both parts are the channel's own words, opaque to us.</summary>
public readonly record struct ConversationKey(string Channel, string Id);

/// <summary>
/// A conversation as it stands after its last committed turn. Immutable: a turn makes a changed copy (<c>with</c>) and commits it.
/// </summary>
public sealed record ConversationRecord
{
    public required Guid Id { get; init; }
    public required ConversationKey Key { get; init; }
    public required Guid ResidentId { get; init; }
    public ConversationStage Stage { get; init; } = ConversationStage.New;

    /// <summary>The newest verdict; kept up to date while the conversation is open, so that an abandoned one has it too.</summary>
    public Disposition? Disposition { get; init; }

    /// <summary>Intent code of the conversation's main matter (<c>complaint</c>), or null before it is known.</summary>
    public string? Intent { get; init; }

    /// <summary>The dialog's own memory, JSON; owned by the Conversations room.</summary>
    public string? Memory { get; init; }

    /// <summary>The channel's address of this conversation (a ConversationReference), JSON. Encrypted where it rests.</summary>
    public string? Reference { get; init; }

    /// <summary>Position of the last message in the conversation's log; the first is 1.</summary>
    public long LastSequence { get; init; }
    public DateTimeOffset StartedAt { get; init; }
    public DateTimeOffset LastInboundAt { get; init; }

    /// <summary>Flags raised so far, each once.</summary>
    public IReadOnlyList<Flag> Flags { get; init; } = [];

    /// <summary>Bumped at every commit; the store refuses a commit made on an older one.</summary>
    public int Version { get; init; }
}

public enum MessageDirection { In, Out }

/// <summary>How an outbound message reaches the resident.</summary>
public enum Delivery
{
    /// <summary>The conversation's log is the delivery: the client reads it (Direct Line).</summary>
    Log,

    /// <summary>It goes back in the HTTP answer (expectReplies); a retry of the request gets it again.</summary>
    Response,

    /// <summary>The outbox posts it to the channel.</summary>
    Outbox,
}

/// <summary>One message of a conversation's log, in or out.</summary>
public sealed record TurnMessage
{
    public required Guid Id { get; init; }
    public required long Sequence { get; init; }
    public required MessageDirection Direction { get; init; }

    /// <summary>The inbound key: the channel's id of the message that began the turn. Unique per conversation for inbound messages. Null for outbound ones.</summary>
    public string? InboxKey { get; init; }

    /// <summary>The id clients know the message by, when there is one.</summary>
    public string? ActivityId { get; init; }

    /// <summary>Activity type: <c>message</c>, <c>conversationUpdate</c>, <c>event</c>…</summary>
    public required string Type { get; init; }
    public string? Text { get; init; }

    /// <summary>The raw activity, JSON, with the channel identity taken out (it rests encrypted in the conversation's reference).</summary>
    public required string Raw { get; init; }
    public required DateTimeOffset At { get; init; }
    public Delivery Delivery { get; init; }

    /// <summary>For outbound messages: the <see cref="InboxKey"/> of the message answered; null for proactive ones.</summary>
    public string? AnswersKey { get; init; }

    /// <summary>The outbox leaves it alone until then: another way to the resident may be quicker (a passive reply, wechat.md §3). Not kept in the log.</summary>
    public DateTimeOffset? NotBefore { get; init; }
}

/// <summary>A flag as raised in a conversation, for the record and for staff.</summary>
public sealed record FlagRaised(Guid Id, Guid ConversationId, Flag Flag, Severity Severity, string Rule, DateTimeOffset At, Guid? CaseId = null);

/// <summary>分拣单: something staff must look at, with the latest moment for it. domain.md §5.7.</summary>
public sealed record TriageItem(Guid Id, Guid ConversationId, Severity Severity, string Reason, DateTimeOffset At, DateTimeOffset DueAt, Guid? CaseId = null)
{
    /// <summary>Begins the reason, before a colon and which account it is, where a channel's account may not send: no matter of the conversation in which that showed.</summary>
    public const string AccountRefused = "account_refused";

    /// <summary>Begins the reason, before a colon and the name of the setting, where a platform knows nobody of those who should be told.</summary>
    public const string ReceiverUnknown = "receiver_unknown";

    /// <summary>A new one, due by its severity (domain.md §6.2).</summary>
    public static TriageItem Of(Guid conversation, Severity severity, string reason, DateTimeOffset now, Cases.LoopRules rules, Cases.CaseId? about = null)
    {
        ArgumentNullException.ThrowIfNull(rules);
        return new(
            Guid.CreateVersion7(), conversation, severity, reason, now,
            Deadlines.Clocks.TriageBy(severity, rules.Calendar.Local(now), rules.Calendar, rules.Clocks).ToUniversalTime(), about?.Value);
    }
}

/// <summary>Everything one turn changes, saved in one transaction or not at all.</summary>
public sealed record TurnCommit
{
    /// <summary>The conversation after the turn, still carrying the <see cref="ConversationRecord.Version"/> it was loaded with.</summary>
    public required ConversationRecord Conversation { get; init; }
    public TurnMessage? Inbound { get; init; }
    public IReadOnlyList<TurnMessage> Outbound { get; init; } = [];

    /// <summary>New and changed cases, each with its uncommitted events.</summary>
    public IReadOnlyList<Case> Cases { get; init; } = [];
    public IReadOnlyList<FlagRaised> Flags { get; init; } = [];
    public IReadOnlyList<TriageItem> Triage { get; init; } = [];

    /// <summary>Ids of the <see cref="Loop.ResidentNotice"/>s that this turn says: they no longer wait.</summary>
    public IReadOnlyList<Guid> Told { get; init; } = [];

    /// <summary>The <see cref="Handling.Messages.Arrival"/> that the turn works on: erased meanwhile, nothing of the turn is saved.</summary>
    public Guid? Arrival { get; init; }
}

/// <summary>What became of a commit.</summary>
public abstract record CommitResult
{
    private CommitResult() { }

    /// <summary>Saved. The record to go on with.</summary>
    public sealed record Committed(ConversationRecord Conversation) : CommitResult;

    /// <summary>The inbound message had been handled before: nothing was saved, these were the answers.</summary>
    public sealed record Duplicate(TurnMessage Inbound, IReadOnlyList<TurnMessage> Answers) : CommitResult;

    /// <summary>Somebody else moved the conversation or took the case number: reload and run the turn again.</summary>
    public sealed record Conflict(string Why) : CommitResult;

    /// <summary>Who wrote was erased while the turn ran: nothing was saved, and nothing will be.</summary>
    public sealed record Gone : CommitResult;
}

/// <summary>What an erasure leaves to do.</summary>
public static class Erasures
{
    /// <summary>Under which <see cref="IChannelMemory"/> keeps the ids of files that only the erased words spoke of, a JSON array, until they are gone.</summary>
    public static string FactOf(ConversationKey person) => $"erased/{person.Channel}/{person.Id}";
}

/// <summary>The one store, as turns see it. Fulfilled by the Store room.</summary>
public interface IConversationStore
{
    /// <summary>The conversation, or null. Answers from memory when it is there.</summary>
    ValueTask<ConversationRecord?> FindAsync(ConversationKey key, CancellationToken cancellationToken);

    /// <summary>The resident behind a channel identity; the same person on two channels is two residents. The identity itself is only hashed.</summary>
    ValueTask<Guid> ResidentAsync(string channel, string channelUserId, CancellationToken cancellationToken);

    /// <summary>Whether this inbound key was handled, and with what answers; null when it is new.</summary>
    ValueTask<CommitResult.Duplicate?> FindHandledAsync(Guid conversationId, string inboxKey, CancellationToken cancellationToken);

    /// <summary>Saves a turn durably. Turns of different conversations that arrive together share one disk write.</summary>
    ValueTask<CommitResult> CommitAsync(TurnCommit commit, CancellationToken cancellationToken);

    /// <summary>Messages of the log after a position, oldest first.</summary>
    Task<IReadOnlyList<TurnMessage>> ReadAsync(Guid conversationId, long after, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Forgets who a resident is on the channel, at once: identity, address, memory, what waits for them, and the words of a conversation
    /// that led to no case. Cases keep their own rule. Whoever comes back is a newcomer. wechat.md §20, PIPL art. 47.
    /// </summary>
    /// <returns>False: there is no such conversation.</returns>
    Task<bool> EraseAsync(ConversationKey key, CancellationToken cancellationToken);

    /// <summary>Open conversations whose resident has been silent since before a moment, oldest first.</summary>
    Task<IReadOnlyList<ConversationRecord>> IdleSinceAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken);
}
