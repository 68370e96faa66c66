using static StationBot.Handling.Cases.CaseActor;
using static StationBot.Handling.Cases.CaseStatus;

namespace StationBot.Handling.Cases;

/// <summary>The verbs of the loop that exist so far (domain.md §1.4); the staff's and departments' verbs come with their pages.</summary>
public enum CaseAction { Confirm, SendToTriage, Sort, Supplement, Redirect, Evaluate, Rework, Reopen, Withdraw, Correct }

/// <param name="Id">T01–T36 of domain.md §4.3.</param>
public sealed record Transition(string Id, CaseStatus From, CaseAction Action, IReadOnlyList<CaseActor> By, CaseStatus To);

/// <summary>
/// The legal steps, as data that a reader can hold against domain.md §4.3. Only steps that a resident, the bot or
/// the station's staff can take are here yet; whatever is not listed is refused.
/// </summary>
public static class Transitions
{
    private static readonly CaseStatus[] Open =
        [Collected, InTriage, AwaitingInfo, ReadyToAssign, Assigned, Returned, InProgress, Replied, AwaitingEvaluation, CaseStatus.Rework, CommitmentTracking];

    public static IReadOnlyList<Transition> All { get; } =
    [
        new("T01", Draft, CaseAction.Confirm, [Resident, Bot, CaseActor.System], Collected),
        new("T02", Collected, CaseAction.SendToTriage, [Bot, CaseActor.System], InTriage),
        new("T03", Collected, CaseAction.Sort, [Bot], ReadyToAssign),
        new("T04", InTriage, CaseAction.Sort, [StationStaff], ReadyToAssign),
        new("T06", AwaitingInfo, CaseAction.Supplement, [Resident], Collected),
        new("T08", Collected, CaseAction.Redirect, [Bot], Redirected),
        new("T21", AwaitingEvaluation, CaseAction.Evaluate, [Resident], Completed),
        new("T22", AwaitingEvaluation, CaseAction.Rework, [Resident], CaseStatus.Rework),
        new("T27", Completed, CaseAction.Reopen, [Resident], CaseStatus.Rework),
        new("T27", ClosedOut, CaseAction.Reopen, [Resident], CaseStatus.Rework),
        .. Open.Select(from => new Transition("T28", from, CaseAction.Withdraw, [Resident], Withdrawn)),

        // A supplement to a case that is already under way moves nothing; it is told to whoever holds the case.
        .. Open.Where(s => s != AwaitingInfo).Select(from => new Transition("", from, CaseAction.Supplement, [Resident], from)),

        // Staff put the problem type right after the case has left triage; moving it to another lead is a step of its own.
        .. Open.Where(s => s != InTriage).Select(from => new Transition("", from, CaseAction.Correct, [StationStaff], from)),
    ];

    public static Transition? Find(CaseStatus from, CaseAction action, CaseActor by) =>
        All.FirstOrDefault(t => t.From == from && t.Action == action && t.By.Contains(by));

    public static bool IsOpen(this CaseStatus status) => Open.Contains(status);
}
