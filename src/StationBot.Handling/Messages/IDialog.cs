using StationBot.Handling.Cases;
using StationBot.Handling.Flags;

namespace StationBot.Handling.Messages;

/// <summary>One turn as the dialog sees it.</summary>
public sealed record DialogTurn(ConversationRecord Conversation, Incoming Message, DateTimeOffset Now)
{
    /// <summary>Cancelled when the resident's next message, which waits for this turn, speaks of a danger: then nothing slow is waited for any more.</summary>
    public CancellationToken Hurry { get; init; }
}

/// <summary>What a turn leads to. Nothing of it has happened yet: the caller commits it and then delivers the replies.</summary>
public sealed record DialogOutcome
{
    public required IReadOnlyList<Reply> Replies { get; init; }
    public required ConversationStage Stage { get; init; }
    public Disposition? Disposition { get; init; }
    public string? Intent { get; init; }

    /// <summary>The dialog's memory for the next turn, JSON.</summary>
    public string? Memory { get; init; }
    public IReadOnlyList<Case> Cases { get; init; } = [];
    public IReadOnlyList<FlagHit> Flags { get; init; } = [];
    public IReadOnlyList<TriageItem> Triage { get; init; } = [];

    /// <inheritdoc cref="TurnCommit.Told"/>
    public IReadOnlyList<Guid> Told { get; init; } = [];

    /// <summary>The message with identity and bank numbers masked, as it may rest in the store; null when nothing had to be masked.</summary>
    public string? MaskedText { get; init; }
}

/// <summary>The bot's head: reads a message, decides, answers. Deterministic for a given store, clock and sorter. Fulfilled by the Conversations room.</summary>
public interface IDialog
{
    /// <exception cref="OperationCanceledException">The turn was cancelled; nothing has changed.</exception>
    ValueTask<DialogOutcome> TakeTurnAsync(DialogTurn turn, CancellationToken cancellationToken);

    /// <summary>Whether a message speaks of a danger to life, as far as can be told at once: it waits for nothing slow.</summary>
    bool IsUrgent(string text) => false;

    /// <summary>What to do with a conversation whose resident fell silent (domain.md §4.1: idle 24 h); null when there is nothing to do yet.</summary>
    ValueTask<DialogOutcome?> TakeIdleAsync(ConversationRecord conversation, DateTimeOffset now, CancellationToken cancellationToken);
}
