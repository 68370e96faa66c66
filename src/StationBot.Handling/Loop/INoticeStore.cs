using StationBot.Handling.Messages;

namespace StationBot.Handling.Loop;

/// <summary>What waits to be said to residents and told to staff. Fulfilled by the Store room.</summary>
public interface INoticeStore
{
    /// <summary>Conversations in which something waits to be said, the longest waiting first.</summary>
    /// <param name="urgentOnly">Only what may be said at night.</param>
    Task<IReadOnlyList<Guid>> ConversationsAsync(bool urgentOnly, int limit, CancellationToken cancellationToken);

    /// <summary>All that waits in one conversation, in the order in which it happened. What of it is said, the turn that says it records (<see cref="TurnCommit.Told"/>).</summary>
    Task<IReadOnlyList<ResidentNotice>> OfConversationAsync(Guid conversationId, CancellationToken cancellationToken);

    /// <summary>The conversation as it rests; its key's id is empty once the resident's identity was erased.</summary>
    Task<ConversationRecord?> FindConversationAsync(Guid conversationId, CancellationToken cancellationToken);

    /// <summary>Gives up saying these; staff are told instead, in the same commit. Those that were said meanwhile stay said and are not told.</summary>
    Task DropAsync(IReadOnlyList<ResidentNotice> lost, CancellationToken cancellationToken);

    /// <summary>Unread notices of staff that a channel should tell, the urgent before the others, oldest first; now the caller's until the lease is over.</summary>
    /// <param name="since">Older ones are no news.</param>
    /// <param name="urgentOnly">Only what may be told at night.</param>
    Task<IReadOnlyList<StaffNotice>> LeaseAsync(DateTimeOffset since, bool urgentOnly, TimeSpan lease, int limit, CancellationToken cancellationToken);

    /// <summary>Of those that are not told yet, until when they are the caller's. In the past: given back.</summary>
    Task KeepAsync(IReadOnlyCollection<Guid> ids, DateTimeOffset until, CancellationToken cancellationToken);

    /// <summary>It was told, or there is nobody to tell it to.</summary>
    Task ToldAsync(Guid id, CancellationToken cancellationToken);
}

/// <summary>Says what has happened to a resident's cases. Fulfilled by the Conversations room.</summary>
public interface INoticeTurns
{
    /// <summary>What is said of all that waits in a conversation, in one turn.</summary>
    /// <param name="waiting">In the order in which it happened, none older than what a resident still wants to hear.</param>
    /// <returns>Null: not now, the resident is in the middle of telling something.</returns>
    ValueTask<DialogOutcome?> TellAsync(ConversationRecord conversation, IReadOnlyList<ResidentNotice> waiting, DateTimeOffset now, CancellationToken cancellationToken);
}
