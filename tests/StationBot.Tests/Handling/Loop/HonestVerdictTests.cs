using StationBot.Handling.Cases;
using StationBot.Handling.Loop;
using static StationBot.Handling.Cases.CaseAction;

namespace StationBot.Tests.Handling.Loop;

/// <summary>The stored verdict is the resident's last word: no unhappy one drops out of the indicators.</summary>
public sealed class HonestVerdictTests
{
    [Fact]
    public void A_resident_who_has_it_opened_again_says_that_it_is_not_solved_and_nothing_else()
    {
        var one = LoopCase.In(CaseStatus.AwaitingEvaluation).Do(Evaluate, Actor.Resident, new EvaluateData(Solved.Yes, Satisfaction.Satisfied));

        one.Do(Reopen, Actor.Resident, new EvaluateData(), "又坏了");

        Assert.Equal((CaseStatus.Rework, Solved.No, Satisfaction.Satisfied, 1), (one.Case.Status, one.State.Solved, one.State.Satisfaction, one.State.DissatisfiedCount));
    }

    [Fact]
    public void The_answers_to_both_questions_stand_whichever_came_first()
    {
        var one = LoopCase.In(CaseStatus.AwaitingEvaluation).Do(Evaluate, Actor.Resident, new EvaluateData(Satisfaction: Satisfaction.Satisfied));

        one.Do(Reopen, Actor.Resident, new EvaluateData(Solved.No), "没解决");

        Assert.Equal((Solved.No, Satisfaction.Satisfied), (one.State.Solved, one.State.Satisfaction));
    }

    [Theory, InlineData(CaseActor.StationStaff), InlineData(CaseActor.Deputy)]
    public void Whoever_else_opens_it_again_leaves_the_residents_verdict_as_it_is(CaseActor by)
    {
        var one = LoopCase.In(CaseStatus.AwaitingEvaluation).Do(Evaluate, Actor.Resident, new EvaluateData(Solved.Partly, Satisfaction.Basic));

        one.Do(Reopen, by == CaseActor.Deputy ? LoopCase.Deputy : LoopCase.Staff, new EvaluateData(), "走访时看到又坏了");

        Assert.Equal((CaseStatus.Rework, Solved.Partly, Satisfaction.Basic, 0, 1), (one.Case.Status, one.State.Solved, one.State.Satisfaction, one.State.DissatisfiedCount, one.State.ReworkCount));
    }

    [Fact]
    public void What_is_said_when_it_is_opened_again_is_kept()
    {
        var one = LoopCase.In(CaseStatus.AwaitingEvaluation).Do(Evaluate, Actor.Resident, new EvaluateData(Solved.Yes, Satisfaction.Basic));

        one.Do(Reopen, Actor.Resident, new EvaluateData(Solved.No, Satisfaction.Dissatisfied), "没解决,不满意");

        Assert.Equal((Solved.No, Satisfaction.Dissatisfied), (one.State.Solved, one.State.Satisfaction));
    }

    [Fact]
    public void Staff_and_deputies_open_a_round_but_never_speak_for_the_resident()
    {
        var second = LoopCase.In(CaseStatus.AwaitingEvaluation).Do(Supplement, Actor.Resident, new SupplementData(Dissatisfied: true, Solved: Solved.No, Satisfaction: Satisfaction.Dissatisfied), "还是没解决，很不满意");
        var before = second.State.DissatisfiedCount;

        Assert.Equal("case.guard.residents_verdict", second.Try(CaseAction.Rework, LoopCase.Staff, new EvaluateData(Solved.Yes, Satisfaction.Satisfied), "再办一次"));
        second.Do(CaseAction.Rework, LoopCase.Staff, new EvaluateData(), "再办一次");

        Assert.Equal((Solved.No, Satisfaction.Dissatisfied, before), (second.State.Solved, second.State.Satisfaction, second.State.DissatisfiedCount));

        var done = LoopCase.In(CaseStatus.AwaitingEvaluation).Do(Evaluate, Actor.Resident, new EvaluateData(Solved.Yes, Satisfaction.Satisfied));

        Assert.Equal("case.guard.residents_verdict", done.Try(Reopen, LoopCase.Staff, new EvaluateData(Solved.Yes, Satisfaction.Satisfied), "现场又坏了"));
        Assert.Equal("case.guard.residents_verdict", done.Try(Reopen, LoopCase.Deputy, new EvaluateData(Satisfaction: Satisfaction.Basic), "现场又坏了"));
        done.Do(Reopen, LoopCase.Staff, new EvaluateData(), "现场又坏了");

        Assert.Equal((CaseStatus.Rework, Solved.Yes, Satisfaction.Satisfied), (done.Case.Status, done.State.Solved, done.State.Satisfaction));
    }

    [Fact]
    public void The_second_dissatisfaction_is_a_verdict_too()
    {
        var one = LoopCase.In(CaseStatus.AwaitingEvaluation);

        one.Do(Supplement, Actor.Resident, new SupplementData(Dissatisfied: true, Solved: Solved.No), "还是没解决");

        // Neither answer is made from the other: nobody said 不满意.
        Assert.Equal((CaseStatus.AwaitingEvaluation, Solved.No, Satisfaction.None), (one.Case.Status, one.State.Solved, one.State.Satisfaction));
        Assert.NotNull(one.State.DissatisfiedAt);

        var other = LoopCase.In(CaseStatus.AwaitingEvaluation);
        other.Do(Supplement, Actor.Resident, new SupplementData(Dissatisfied: true, Satisfaction: Satisfaction.Dissatisfied), "不满意");

        Assert.Equal((Solved.Unasked, Satisfaction.Dissatisfied), (other.State.Solved, other.State.Satisfaction));
    }

    [Fact]
    public void While_the_next_round_is_under_way_only_what_was_not_said_of_the_last_one_is_still_open()
    {
        var one = LoopCase.In(CaseStatus.AwaitingEvaluation).Do(CaseAction.Rework, Actor.Resident, new EvaluateData(Solved.No), "还是不亮");

        Assert.Equal("case.guard.judges", one.Try(EvaluateInterim, Actor.Resident, new EvaluateData(Solved.Yes, Satisfaction.Satisfied)));
        one.Do(EvaluateInterim, Actor.Resident, new EvaluateData(Satisfaction: Satisfaction.Dissatisfied));

        Assert.Equal((CaseStatus.Rework, Solved.No, Satisfaction.Dissatisfied, 1), (one.Case.Status, one.State.Solved, one.State.Satisfaction, one.State.DissatisfiedCount));
    }

    [Fact]
    public void Who_began_the_next_round_with_an_unhappy_word_may_still_say_that_it_was_solved()
    {
        var one = LoopCase.In(CaseStatus.AwaitingEvaluation).Do(CaseAction.Rework, Actor.Resident, new EvaluateData(null, Satisfaction.Dissatisfied), "不满意");

        one.Do(EvaluateInterim, Actor.Resident, new EvaluateData(Solved.Yes));

        Assert.Equal((CaseStatus.Rework, Solved.Yes, Satisfaction.Dissatisfied, 1), (one.Case.Status, one.State.Solved, one.State.Satisfaction, one.State.DissatisfiedCount));
        Assert.Equal("case.guard.judges", one.Try(EvaluateInterim, Actor.Resident, new EvaluateData(Solved.No)));
    }

    [Theory]
    [InlineData(Solved.No, null)]
    [InlineData(null, Satisfaction.Dissatisfied)]
    public void After_the_completion_an_unhappy_verdict_opens_the_case_and_does_not_stand_beside_it(Solved? solved, Satisfaction? satisfaction)
    {
        var one = LoopCase.In(CaseStatus.AwaitingEvaluation).Do(Evaluate, Actor.Resident, new EvaluateData(Solved.Yes, Satisfaction.Satisfied));

        Assert.Equal("case.guard.judges", one.Try(EvaluateInterim, Actor.Resident, new EvaluateData(solved, satisfaction)));

        Assert.Equal(Solved.Yes, one.State.Solved);
        Assert.Equal("case.guard.judges", LoopCase.In(CaseStatus.AwaitingEvaluation).Try(EvaluateInterim, Actor.Resident, new EvaluateData(solved, satisfaction)));
    }

    [Fact]
    public void A_promise_of_an_earlier_round_is_tracked_and_does_not_hold_the_case_for_ever()
    {
        var one = StepTests.Promised().Unhappy().Reply().Do(Feedback, LoopCase.Staff, new FeedbackData("已经清运。"));

        one.Do(TrackCommitments, Actor.System, new TrackData([1])).Do(ReportCommitment, LoopCase.Lead, new CommitmentData(1, true, "垃圾箱已经安装", ["照片"]));
        one.Do(Feedback, LoopCase.Staff, new FeedbackData("都办好了。")).Do(Evaluate, Actor.Resident, new EvaluateData(Solved.Yes, Satisfaction.Satisfied)).CheckedIn().Do(CloseOut, LoopCase.Staff);

        Assert.Equal(CaseStatus.ClosedOut, one.Case.Status);
    }

    [Fact]
    public void A_reply_that_needs_no_promise_still_has_the_old_one_tracked_by_the_clock()
    {
        var one = StepTests.Promised().Unhappy().Reply().Do(Feedback, LoopCase.Staff, new FeedbackData("已经清运。"));

        Assert.Contains(Nudging.Of(one.Case.Id, one.State, The.Rules), a => a.Steps.Any(s => s.Action == TrackCommitments));
    }

    [Fact]
    public void The_second_change_of_the_lead_may_shorten_the_time_that_is_left()
    {
        var one = LoopCase.In(CaseStatus.InProgress).Do(Reassign, LoopCase.Office, new ReassignData("env"), "换一家").Do(Acknowledge, LoopCase.OtherUnit, new AcknowledgeData("赵六"));
        var due = one.Case.DueOn;

        one.Do(Reassign, LoopCase.Office, new ReassignData("urban", Deadline: new(2026, 11, 27)), "再换一家");

        Assert.Equal((new DateOnly(2026, 11, 30), new DateOnly(2026, 11, 27)), (due, one.Case.DueOn));
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
