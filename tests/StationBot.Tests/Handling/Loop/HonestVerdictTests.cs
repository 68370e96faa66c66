using StationBot.Handling.Cases;
using static StationBot.Handling.Cases.CaseAction;

namespace StationBot.Tests.Handling.Loop;

/// <summary>The stored verdict is the resident's last word: no unhappy one drops out of the indicators.</summary>
public sealed class HonestVerdictTests
{
    [Fact]
    public void A_case_opened_again_is_not_solved_whatever_was_said_before()
    {
        var one = LoopCase.In(CaseStatus.AwaitingEvaluation).Do(Evaluate, Actor.Resident, new EvaluateData(Solved.Yes, Satisfaction.Satisfied));

        one.Do(Reopen, Actor.Resident, new EvaluateData(), "又坏了");

        Assert.Equal((CaseStatus.Rework, Solved.No, Satisfaction.None), (one.Case.Status, one.State.Solved, one.State.Satisfaction));
    }

    [Fact]
    public void What_is_said_when_it_is_opened_again_is_kept()
    {
        var one = LoopCase.In(CaseStatus.AwaitingEvaluation).Do(Evaluate, Actor.Resident, new EvaluateData(Solved.Yes, Satisfaction.Basic));

        one.Do(Reopen, Actor.Resident, new EvaluateData(Solved.No, Satisfaction.Dissatisfied), "没解决,不满意");

        Assert.Equal((Solved.No, Satisfaction.Dissatisfied), (one.State.Solved, one.State.Satisfaction));
    }

    [Fact]
    public void The_second_dissatisfaction_is_a_verdict_too()
    {
        var one = LoopCase.In(CaseStatus.AwaitingEvaluation);

        one.Do(Supplement, Actor.Resident, new SupplementData(Dissatisfied: true, Solved: Solved.No), "还是没解决");

        Assert.Equal((CaseStatus.AwaitingEvaluation, Solved.No, Satisfaction.Dissatisfied), (one.Case.Status, one.State.Solved, one.State.Satisfaction));
    }

    [Theory]
    [InlineData(Solved.No, null)]
    [InlineData(null, Satisfaction.Dissatisfied)]
    public void After_the_completion_an_unhappy_verdict_opens_the_case_and_does_not_stand_beside_it(Solved? solved, Satisfaction? satisfaction)
    {
        var one = LoopCase.In(CaseStatus.AwaitingEvaluation).Do(Evaluate, Actor.Resident, new EvaluateData(Solved.Yes, Satisfaction.Satisfied));

        Assert.Equal("case.guard.judges", one.Try(EvaluateInterim, Actor.Resident, new EvaluateData(solved, satisfaction)));

        Assert.Equal(Solved.Yes, one.State.Solved);
    }

    [Theory]
    [InlineData("9999-12-31")]
    [InlineData("2040-12-31")]
    public void A_deadline_that_nobody_here_will_see_is_none(string day)
    {
        var one = LoopCase.In(CaseStatus.ReadyToAssign);

        var data = new AssignData("urban", null, "张三", DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture), "按期清运", "D01");

        Assert.Equal("case.guard.deadline_ahead", one.Try(Assign, LoopCase.Staff, data));
        Assert.Contains(day, LoopTexts.Of("case.guard.deadline_ahead", data.Deadline), StringComparison.Ordinal);
    }
}
