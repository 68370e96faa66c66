using StationBot.Handling.Cases;

namespace StationBot.Tests.Handling;

/// <summary>The stages of domain.md §4.2.</summary>
public sealed class StagesTests
{
    [Fact]
    public void Every_status_but_two_belongs_to_one_stage_and_every_stage_has_some()
    {
        var without = Enum.GetValues<CaseStatus>().Where(s => s.Stage() is null);

        Assert.Equal([CaseStatus.Merged, CaseStatus.Withdrawn], without);
        Assert.All(Enum.GetValues<LoopStage>(), stage => Assert.NotEmpty(Stages.Of(stage)));
    }

    [Theory]
    [InlineData(CaseStatus.Collected, LoopStage.Collect)]
    [InlineData(CaseStatus.AwaitingInfo, LoopStage.Sort)]
    [InlineData(CaseStatus.Returned, LoopStage.Assign)]
    [InlineData(CaseStatus.CommitmentTracking, LoopStage.Supervise)]
    [InlineData(CaseStatus.Replied, LoopStage.Feedback)]
    [InlineData(CaseStatus.ClosedOut, LoopStage.Evaluate)]
    public void A_status_stands_in_the_stage_of_the_reference(CaseStatus status, LoopStage stage) => Assert.Equal(stage, status.Stage());
}
