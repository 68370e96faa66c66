using StationBot.Handling.Messages;

namespace StationBot.Tests.Channels.BotProtocol;

/// <summary>The store's promises, kept in memory: one transaction per commit, inbox keys unique, versions checked.</summary>
internal sealed class MemoryConversationStore : IConversationStore, IOutbox, IChannelLog
{
    private readonly Lock _lock = new();
    private readonly Dictionary<ConversationKey, ConversationRecord> _records = [];
    private readonly Dictionary<(string, string), Guid> _residents = [];
    private readonly List<(Guid Conversation, TurnMessage Message)> _log = [];
    private readonly Dictionary<Guid, OutboxItem> _outbox = [];
    private readonly HashSet<Guid> _leased = [];
    private TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource _news = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public List<TurnCommit> Commits { get; } = [];
    public List<(Guid Id, string What, DateTimeOffset? NotBefore)> OutboxEvents { get; } = [];

    public List<ChannelLogEntry> Exchanges { get; } = [];
    public List<TriageItem> Notices { get; } = [];

    /// <summary>Commits to refuse from now on, as if another process had been faster.</summary>
    public int ConflictsToCome { get; set; }

    /// <summary>Called at the start of each commit, outside any lock.</summary>
    public Func<TurnCommit, Task>? BeforeCommit { get; set; }

    public TurnCommit Last => Commits[^1];

    public ValueTask<ConversationRecord?> FindAsync(ConversationKey key, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return ValueTask.FromResult(_records.GetValueOrDefault(key));
        }
    }

    public ValueTask<Guid> ResidentAsync(string channel, string channelUserId, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (!_residents.TryGetValue((channel, channelUserId), out var id))
            {
                _residents[(channel, channelUserId)] = id = Guid.NewGuid();
            }
            return ValueTask.FromResult(id);
        }
    }

    public ValueTask<CommitResult.Duplicate?> FindHandledAsync(Guid conversationId, string inboxKey, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return ValueTask.FromResult(Handled(conversationId, inboxKey));
        }
    }

    public async ValueTask<CommitResult> CommitAsync(TurnCommit commit, CancellationToken cancellationToken)
    {
        if (BeforeCommit is not null)
        {
            await BeforeCommit(commit);
        }
        lock (_lock)
        {
            if (commit.Inbound?.InboxKey is { } key && Handled(commit.Conversation.Id, key) is { } handled)
            {
                return handled;
            }
            if (ConflictsToCome > 0)
            {
                ConflictsToCome--;
                return new CommitResult.Conflict("as the test wants");
            }
            if ((_records.GetValueOrDefault(commit.Conversation.Key)?.Version ?? 0) != commit.Conversation.Version)
            {
                return new CommitResult.Conflict("version");
            }
            return new CommitResult.Committed(Save(commit));
        }
    }

    public Task<IReadOnlyList<TurnMessage>> ReadAsync(Guid conversationId, long after, int limit, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyList<TurnMessage>>(
                [.. _log.Where(m => m.Conversation == conversationId && m.Message.Sequence > after).Select(m => m.Message).OrderBy(m => m.Sequence).Take(limit)]);
        }
    }

    public Task<IReadOnlyList<ConversationRecord>> IdleSinceAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<ConversationRecord>>([]);

    /// <summary>Everything said, oldest first.</summary>
    public IReadOnlyList<TurnMessage> Log
    {
        get
        {
            lock (_lock)
            {
                return [.. _log.Select(m => m.Message)];
            }
        }
    }

    public Task<IReadOnlyList<OutboxItem>> LeaseAsync(int limit, TimeSpan lease, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var due = _outbox.Values.GroupBy(i => i.ConversationId).Select(g => g.MinBy(i => i.Sequence)!).Where(i => _leased.Add(i.Id)).Take(limit).ToList();
            return Task.FromResult<IReadOnlyList<OutboxItem>>(due);
        }
    }

    public Task GiveBackAsync(IReadOnlyList<OutboxItem> items, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _leased.ExceptWith(items.Select(i => i.Id));
        }
        return Task.CompletedTask;
    }

    public Task DeliveredAsync(Guid id, string? activityId, CancellationToken cancellationToken) => EndAsync(id, "delivered " + activityId, null);

    public Task CarriedAsync(IReadOnlyList<Guid> ids, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task RetryAsync(Guid id, DateTimeOffset notBefore, string error, TriageItem? notice, CancellationToken cancellationToken) => EndAsync(id, "retry " + error, notBefore, notice);

    public Task<IReadOnlyList<long>> ReportedAsync(Guid conversationId, IReadOnlyList<string> notes, string? error, TriageItem? notice, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<long>?> TakeBackAsync(Guid conversationId, Guid item, string activityId, bool held, string error, TriageItem? notice, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task ParkAsync(Guid id, string error, TriageItem? notice, CancellationToken cancellationToken) => EndAsync(id, "park " + error, null, notice);

    public Task HoldAsync(Guid id, string error, TriageItem? notice, CancellationToken cancellationToken) => EndAsync(id, "hold " + error, null, notice);

    public Task ReleaseAsync(Guid conversationId, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<OutboxItem>> OfConversationAsync(Guid conversationId, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<bool> TakeAsync(OutboxItem item, TimeSpan lease, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<DateTimeOffset?> NextAtAsync(CancellationToken cancellationToken) => Task.FromResult<DateTimeOffset?>(null);

    public Task<bool> IsSendingAsync(Guid conversationId, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<StuckMessage>> StuckAsync(int limit, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<bool> ResendAsync(Guid id, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<bool> EraseAsync(ConversationKey key, CancellationToken cancellationToken) => throw new NotSupportedException();

    public void Note(ChannelLogEntry entry)
    {
        lock (_lock)
        {
            Exchanges.Add(entry);
        }
    }

    public Task<IReadOnlyList<ChannelLogEntry>> OfConversationAsync(Guid conversationId, int limit, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<int> ForgetAsync(DateTimeOffset before, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task WaitAsync(TimeSpan atMost, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return _outbox.Keys.All(_leased.Contains) ? _news.Task.WaitAsync(cancellationToken) : Task.CompletedTask;
        }
    }

    /// <summary>Completes once so many items have been delivered, put off or parked.</summary>
    public async Task OutboxHasSeenAsync(int count)
    {
        while (true)
        {
            Task next;
            lock (_lock)
            {
                if (OutboxEvents.Count >= count)
                {
                    return;
                }
                next = _ended.Task;
            }
            await next.WaitAsync(TestContext.Current.CancellationToken);
        }
    }

    private Task EndAsync(Guid id, string what, DateTimeOffset? notBefore, TriageItem? notice = null)
    {
        lock (_lock)
        {
            if (notice is not null)
            {
                Notices.Add(notice);
            }
            OutboxEvents.Add((id, what, notBefore));
            _outbox.Remove(id);
            _ended.SetResult();
            _ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
        return Task.CompletedTask;
    }

    private CommitResult.Duplicate? Handled(Guid conversationId, string inboxKey) =>
        _log.Where(m => m.Conversation == conversationId && m.Message.InboxKey == inboxKey).Select(m => m.Message).FirstOrDefault() is { } inbound
            ? new CommitResult.Duplicate(inbound, [.. _log.Where(m => m.Conversation == conversationId && m.Message.AnswersKey == inboxKey).Select(m => m.Message)])
            : null;

    private ConversationRecord Save(TurnCommit commit)
    {
        Commits.Add(commit);
        var record = commit.Conversation with { Version = commit.Conversation.Version + 1 };
        _records[record.Key] = record;
        if (commit.Inbound is { } inbound)
        {
            _log.Add((record.Id, inbound));
        }
        foreach (var message in commit.Outbound)
        {
            _log.Add((record.Id, message));
            if (message.Delivery == Delivery.Outbox)
            {
                _outbox[message.Id] = new OutboxItem(message.Id, record.Id, record.Key, message.Sequence, message.Raw, record.Reference, 0, message.AnswersKey is not null, message.At);
                _news.TrySetResult();
                _news = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }
        return record;
    }
}
