using StationBot.Handling.Cases;
using StationBot.Handling.Loop;

namespace StationBot.Tests.Handling.Loop;

public sealed class LoopCheckTests
{
    [Theory, InlineData(CaseStatus.Collected), InlineData(CaseStatus.CommitmentTracking), InlineData(CaseStatus.ClosedOut), InlineData(CaseStatus.Merged)]
    public void What_went_through_the_loop_is_in_order(CaseStatus status) => Assert.Empty(Faults(LoopCase.In(status)));

    [Fact]
    public void A_case_from_before_is_in_order_once_it_was_adopted()
    {
        var old = Case.Restore(CaseId.New(), new CaseNo("QH20261103-0001"), CaseStatus.AwaitingEvaluation, Guid.NewGuid(), Guid.NewGuid(), "webchat", The.Moment.AddDays(-20));
        Assert.Empty(LoopCheck.Faults(old, [], The.Rules));
        old.Apply(new Step(CaseAction.Evaluate, Actor.Resident, new EvaluateData(Solved.Yes, Satisfaction.Satisfied)), The.Moment, The.Rules);

        Assert.Empty(LoopCheck.Faults(old, old.Uncommitted, The.Rules));
        Assert.Equal(["Adopt", "Evaluate"], old.Uncommitted.Select(e => e.Action));
    }

    [Fact]
    public void An_illegal_event_a_gap_and_a_false_state_are_named()
    {
        var one = LoopCase.In(CaseStatus.InProgress);
        var illegal = one.Log[3] with { Actor = CaseActor.Resident };
        var elsewhere = one.Log[2] with { To = CaseStatus.Completed };

        Assert.Contains(LoopCheck.Faults(one.Case, [.. one.Log[..3], illegal], The.Rules), f => f.Contains("not in the table", StringComparison.Ordinal));
        Assert.Contains(LoopCheck.Faults(one.Case, [.. one.Log[..2], elsewhere, one.Log[3]], The.Rules), f => f.Contains("the one before ends in Completed", StringComparison.Ordinal));
        Assert.Contains(LoopCheck.Faults(one.Case, [.. one.Log[..2], one.Log[3]], The.Rules), f => f.Contains("stands at place", StringComparison.Ordinal));
        Assert.Contains(LoopCheck.Faults(one.Case, one.Log[..3], The.Rules), f => f.Contains("state differs from the replay in status", StringComparison.Ordinal));
        Assert.Contains(LoopCheck.Faults(one.Case, [one.Log[0] with { Action = "Fly" }], The.Rules), f => f.Contains("no such action", StringComparison.Ordinal));
    }

    [Fact]
    public void A_deadline_that_cannot_be_worked_out_again_is_named()
    {
        var one = LoopCase.In(CaseStatus.InProgress);
        one.Case.DueOn = one.Case.DueOn!.Value.AddDays(1);

        Assert.Equal("due 2026-12-01, worked out again 2026-11-30", Assert.Single(Faults(one)));
    }

    private static IReadOnlyList<string> Faults(LoopCase one) => LoopCheck.Faults(one.Case, one.Log, one.Rules);
}
