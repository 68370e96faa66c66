using StationBot.Handling.Cases;
using StationBot.Handling.Loop;

namespace StationBot.Channels.Sending;

/// <summary>
/// Steps that staff take by writing in a chat: through the same service and the same rules of who sees which case as the HTTP API. Fulfilled by the host.
/// </summary>
public interface IStaffSteps
{
    /// <returns>Null: there is no such case for this actor.</returns>
    Task<Case?> FindAsync(CaseNo number, Actor by, CancellationToken cancellationToken);

    /// <param name="remember">What is saved with the step.</param>
    /// <returns><see cref="WorkResult.NotFound"/> also for a case that this actor does not see.</returns>
    Task<WorkResult> TakeAsync(CaseNo number, Step step, Func<Case, CaseEvent, LoopCommit> remember, CancellationToken cancellationToken);
}
