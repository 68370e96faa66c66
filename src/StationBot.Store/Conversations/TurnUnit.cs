using Microsoft.EntityFrameworkCore;
using StationBot.Handling.Messages;
using StationBot.Store.Cases;
using StationBot.Store.Outbox;
using StationBot.Store.Residents;
using StationBot.Store.Writing;

namespace StationBot.Store.Conversations;

/// <summary>All rows of one turn, made ready on the caller's thread so that the writer has only to write.</summary>
internal sealed class TurnUnit
{
    private readonly int _expected;
    private readonly ResidentRow? _newcomer;
    private readonly ConversationRow _conversation;
    private readonly List<TurnRow> _turns;
    private readonly List<OutboxRow> _outbox;
    private readonly TurnCommit _commit;

    /// <param name="newcomer">The conversation's resident, when not known to be in the database.</param>
    public TurnUnit(TurnCommit commit, ResidentRow? newcomer, ConversationRows rows, CaseStore cases, DateTimeOffset now)
    {
        (_commit, _newcomer) = (commit, newcomer);
        _expected = commit.Conversation.Version;
        Next = commit.Conversation with { Version = _expected + 1 };
        _conversation = rows.ToRow(Next);
        IEnumerable<TurnMessage> messages = commit.Inbound is { } inbound ? commit.Outbound.Prepend(inbound) : commit.Outbound;
        _turns = [.. messages.Select(m => TurnRow.From(Next.Id, m))];
        _outbox = [.. commit.Outbound.Where(m => m.Delivery == Delivery.Outbox).Select(m => new OutboxRow
        {
            Id = m.Id, ConversationId = Next.Id, Sequence = m.Sequence, State = OutboxState.Waiting, Attempts = 0, NextAt = m.NotBefore ?? m.At, At = m.At,
        })];
        Cases = [.. commit.Cases.Select(c => cases.Prepare(c, now))];
    }

    /// <summary>The conversation as it is once this is saved.</summary>
    public ConversationRecord Next { get; }
    public IReadOnlyList<CaseUnit> Cases { get; }
    public string? InboxKey => _commit.Inbound?.InboxKey;
    public bool IsNew => _expected == 0;
    public bool HasOutbox => _outbox.Count > 0;

    public void Write(WriteSession session)
    {
        if (_newcomer is not null)
        {
            session.Ensure(_newcomer);
        }
        if (IsNew)
        {
            if (_commit.Arrival is { } arrival)
            {
                Demand(session, arrival);
            }
            session.Insert(_conversation);
        }
        else
        {
            session.Update(_conversation, _expected);
        }
        _turns.ForEach(session.Insert);
        _outbox.ForEach(session.Insert);
        foreach (var one in Cases)
        {
            one.Write(session);
        }
        foreach (var flag in _commit.Flags)
        {
            session.Insert(flag);
        }
        foreach (var item in _commit.Triage)
        {
            session.Insert(item);
        }
        if (_commit.Told.Count > 0 && session.Db.ResidentNotices.Where(n => _commit.Told.Contains(n.Id)).ExecuteDelete() != _commit.Told.Count)
        {
            throw new WriteConflictException("Another machine has said it.");
        }
    }

    // An erasure moves a conversation's version on, which refuses the turn; where there is no conversation yet, the arrival tells of it. Touched, not
    // only read, so that an erasure on another machine waits for this transaction or is seen by it.
    private static void Demand(WriteSession session, Guid arrival)
    {
        if (session.Db.Arrivals.Where(a => a.Id == arrival && a.State == ArrivalState.Waiting).ExecuteUpdate(s => s.SetProperty(a => a.Attempts, a => a.Attempts)) != 1)
        {
            throw new WriteConflictException("The arrival is over, or was erased.");
        }
    }
}
