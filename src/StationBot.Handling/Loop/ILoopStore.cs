using StationBot.Handling.Cases;

namespace StationBot.Handling.Loop;

/// <summary>The one store, as the loop's workers see it. Fulfilled by the Store room.</summary>
public interface ILoopStore
{
    /// <returns>False: somebody else changed a case, claimed the nudge or linked the ticket first; nothing was saved.</returns>
    Task<bool> CommitAsync(LoopCommit commit, CancellationToken cancellationToken);

    /// <summary>A case's whole log, oldest first.</summary>
    Task<IReadOnlyList<CaseEvent>> EventsAsync(CaseId caseId, CancellationToken cancellationToken);

    Task<Case?> FindAsync(CaseId caseId, CancellationToken cancellationToken);

    /// <summary>Cases with a clock that has something to say by now, the longest overdue first.</summary>
    Task<IReadOnlyList<Case>> DueAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken);

    /// <summary>Every case with its whole log, in the order of their ids, page by page; what cannot be read is among them and says why.</summary>
    /// <param name="after">The last case of the page before; null for the first.</param>
    Task<IReadOnlyList<StoredCase>> PageAsync(CaseId? after, int limit, CancellationToken cancellationToken);

    /// <summary>Cases of which there are events, notices, claims, tickets or suggestions and that are not there themselves, in the order of their ids.</summary>
    Task<IReadOnlyList<CaseId>> LostAsync(int limit, CancellationToken cancellationToken);

    Task<HandledRequest?> FindHandledAsync(string key, CancellationToken cancellationToken);

    Task<CaseId?> FindTicketAsync(string system, string number, CancellationToken cancellationToken);

    /// <summary>Leaves the trace of a refusal. It never fails the caller's request.</summary>
    Task RefusedAsync(RefusedStep refused, CancellationToken cancellationToken);
}
