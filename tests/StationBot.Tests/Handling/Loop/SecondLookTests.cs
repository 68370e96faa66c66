using StationBot.Handling.Cases;
using StationBot.Handling.Loop;
using static StationBot.Handling.Cases.CaseAction;

namespace StationBot.Tests.Handling.Loop;

/// <summary>What is taken back when the station or the office looks at it once more.</summary>
public sealed class SecondLookTests
{
    private static readonly DateOnly Due = new(2026, 12, 15);

    [Fact]
    public void A_promise_whose_report_was_sent_back_is_open_again()
    {
        var one = Tracked().Do(ReportCommitment, LoopCase.Lead, new CommitmentData(1, true, "垃圾箱已经安装", ["照片"]));

        one.Do(RejectReply, LoopCase.Staff, new RejectData("现场没有箱子"));

        Assert.Equal(1, Assert.Single(one.State.OpenCommitments).Number);
    }

    [Fact]
    public void A_word_while_the_promise_was_open_does_not_use_up_the_round_that_begins_by_itself()
    {
        var one = Tracked().Do(Supplement, Actor.Resident, new SupplementData(Dissatisfied: true, Satisfaction: Satisfaction.Dissatisfied), "还没装，不满意")
            .Do(ReportCommitment, LoopCase.Lead, new CommitmentData(1, true, "垃圾箱已经安装", ["照片"])).Do(Feedback, LoopCase.Staff, new FeedbackData("垃圾箱装好了。"));

        var step = Verdicts.Unhappy(one.State, new EvaluateData(Solved.No), Actor.Resident, "没解决");

        Assert.Equal(CaseAction.Rework, step.Action);
        one.Do(step.Action, Actor.Resident, step.Data, "没解决");
        Assert.Equal(CaseStatus.Rework, one.Case.Status);
    }

    [Fact]
    public void A_report_that_is_sent_back_makes_no_late_answer_of_one_that_was_given_in_time()
    {
        var one = Tracked();
        one.After(TimeSpan.FromDays(14)).Do(ReportCommitment, LoopCase.Lead, new CommitmentData(1, true, "垃圾箱已经安装", ["照片"]));

        one.Do(RejectReply, LoopCase.Staff, new RejectData("照片看不清"));

        Assert.Equal(CaseStatus.InProgress, one.Case.Status);
        Assert.True(one.Case.DueOn > The.Directory.Calendar.DayOf(one.Now), $"due {one.Case.DueOn}");
        Assert.DoesNotContain(Nudging.Of(one.Case.Id, one.State, The.Rules), a => a.At <= one.Now && a.Steps.Any(s => s.Data is WarnData { Color: WarningColor.Red }));
        one.Reply();
        Assert.Equal(true, ((ReplyData)StepJson.Read(CaseAction.Reply, one.Log[^1].Data)).InTime);
    }

    [Fact]
    public void A_new_day_for_a_promise_whose_report_was_sent_back_does_not_stand()
    {
        var one = Tracked().Do(ReportCommitment, LoopCase.Lead, new CommitmentData(1, false, "没到货", NewDate: Due.AddDays(30)), "厂家缺货");

        one.Do(RejectReply, LoopCase.Staff, new RejectData("没有证明"));

        Assert.Equal((Due, 0), Assert.Single(one.State.OpenCommitments) is var c ? (c.DueOn, c.Moved) : default);
    }

    [Fact]
    public void What_the_resident_was_told_is_kept_stays_kept()
    {
        var one = Tracked().Do(ReportCommitment, LoopCase.Lead, new CommitmentData(1, true, "垃圾箱已经安装", ["照片"])).Do(Feedback, LoopCase.Staff, new FeedbackData("装好了。"))
            .Do(CaseAction.Rework, Actor.Resident, new EvaluateData(Solved.No), "又满了").Reply();

        one.Do(RejectReply, LoopCase.Staff, new RejectData("没写频次"));

        Assert.Empty(one.State.OpenCommitments);
    }

    [Fact]
    public void Level_three_names_two_officials_and_they_stand_in_the_case()
    {
        var one = LoopCase.In(CaseStatus.InProgress).Do(EscalateSupervision, LoopCase.Office, new SupervisionData(3, EscalationGround.Safety, "副区长", "人大副主任"), "有危险");

        Assert.Equal((3, "副区长", "人大副主任"), (one.State.SupervisionLevel, one.State.LeadingOfficial, one.State.SupervisingOfficial));
    }

    [Fact]
    public void What_the_clock_lifted_to_level_three_is_given_its_officials_afterwards()
    {
        var one = Tracked();
        for (var i = 0; i < 2; i++)
        {
            one.Do(ReportCommitment, LoopCase.Lead, new CommitmentData(1, false, "没到货", NewDate: Due.AddDays(10 + i)), "厂家缺货").Do(Feedback, LoopCase.Staff, new FeedbackData("改期了。"))
                .Do(TrackCommitments, Actor.System, new TrackData([1]));
        }
        var lift = Nudging.Of(one.Case.Id, one.State, The.Rules).SelectMany(a => a.Steps).Single(s => s.Data is SupervisionData { Level: 3 });
        one.Do(lift.Action, lift.By, lift.Data, lift.Reason);

        Assert.Equal("case.guard.higher_level", one.Try(EscalateSupervision, LoopCase.Office, new SupervisionData(2, EscalationGround.ManyAlike), "好几件"));
        one.Do(EscalateSupervision, LoopCase.Office, new SupervisionData(3, EscalationGround.PromiseBroken, "副区长", "人大副主任"), "确定领办和督办领导");

        Assert.Equal("case.guard.higher_level", one.Try(EscalateSupervision, LoopCase.Office, new SupervisionData(3, EscalationGround.PromiseBroken, "甲", "乙"), "再来一次"));
        Assert.Equal((3, "副区长"), (one.State.SupervisionLevel, one.State.LeadingOfficial));
    }

    private static LoopCase Tracked() => LoopCase.In(CaseStatus.InProgress).Promise(Due);
}
