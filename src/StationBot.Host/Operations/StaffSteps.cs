using StationBot.Channels.Sending;
using StationBot.Handling.Cases;
using StationBot.Handling.Loop;
using StationBot.Host.Api;

namespace StationBot.Host.Operations;

/// <summary>Steps from a chat, by the API's own rules: what a role does not see is not there, and what the API does not offer it is refused here too.</summary>
internal sealed class StaffSteps(ICases cases, CaseWork work) : IStaffSteps
{
    public async Task<Case?> FindAsync(CaseNo number, Actor by, CancellationToken cancellationToken) =>
        CallerOf(by) is { } caller && await cases.FindAsync(number, cancellationToken) is { } one && caller.Sees(one) ? one : null;

    public async Task<WorkResult> TakeAsync(CaseNo number, Step step, Func<Case, CaseEvent, LoopCommit> remember, CancellationToken cancellationToken) =>
        await FindAsync(number, step.By, cancellationToken) is null ? new WorkResult.NotFound() : await work.TakeAsync(number, step, cancellationToken, remember);

    private static Caller? CallerOf(Actor by) => by.Role switch
    {
        CaseActor.Department => new Caller(Guid.Empty, TokenRole.Department, by.Name ?? "", by.Unit),
        CaseActor.Deputy => new Caller(Guid.Empty, TokenRole.Deputy, by.Name ?? "", by.Unit),
        CaseActor.Office => new Caller(Guid.Empty, TokenRole.Office, by.Name ?? "", by.Unit),
        CaseActor.StationStaff => new Caller(Guid.Empty, TokenRole.Staff, by.Name ?? "", by.Unit),
        _ => null,
    };
}
