using static StationBot.Handling.Cases.CaseStatus;

namespace StationBot.Handling.Cases;

/// <summary>Which status belongs to which of the six 环节. domain.md §4.2.</summary>
public static class Stages
{
    /// <summary>Null for <see cref="Merged"/> and <see cref="Withdrawn"/>, which can come in any stage.</summary>
    public static LoopStage? Stage(this CaseStatus status) => status switch
    {
        Draft or Collected => LoopStage.Collect,
        InTriage or AwaitingInfo or ReadyToAssign or Declined or Redirected => LoopStage.Sort,
        Assigned or Returned => LoopStage.Assign,
        InProgress or CaseStatus.Rework or CommitmentTracking => LoopStage.Supervise,
        Replied => LoopStage.Feedback,
        AwaitingEvaluation or Completed or ClosedOut => LoopStage.Evaluate,
        _ => null,
    };

    public static IReadOnlyList<CaseStatus> Of(LoopStage stage) => [.. Enum.GetValues<CaseStatus>().Where(s => s.Stage() == stage)];
}
