using System.Globalization;
using StationBot.Handling.Cases;
using StationBot.Handling.Deadlines;
using StationBot.Handling.Loop;
using static StationBot.Handling.Cases.CaseAction;

namespace StationBot.Tests.Handling.Loop;

/// <summary>What comes due while nobody looks: in a pause, beside another clock, or before the step that sets its clock going.</summary>
public sealed class LateTests
{
    [Fact]
    public void Staff_who_let_an_unanswered_question_lie_are_warned_once_the_pause_is_over()
    {
        var one = LoopCase.In(CaseStatus.AwaitingInfo);
        var (pauseEnds, due) = (one.State.Since.AddDays(7), LoopClocks.Reply(one.State, The.Directory.Calendar, The.Rules.Clocks)!);

        var acts = Nudging.Of(one.Case.Id, one.State, The.Rules);

        Assert.True(due.StandsStill(pauseEnds.AddMinutes(-1)));
        Assert.False(due.StandsStill(pauseEnds));
        Assert.Contains(acts, a => a.Key.Contains(nameof(ClockKind.Reply), StringComparison.Ordinal) && a.At >= due.At);
        Assert.DoesNotContain(acts, a => a.Key.Contains(nameof(ClockKind.Reply), StringComparison.Ordinal) && a.At < pauseEnds);
    }

    [Theory]
    [InlineData(CaseStatus.AwaitingEvaluation), InlineData(CaseStatus.Rework), InlineData(CaseStatus.InProgress), InlineData(CaseStatus.CommitmentTracking)]
    public void A_promise_is_watched_wherever_its_case_stands(CaseStatus at)
    {
        var one = LoopCase.In(CaseStatus.InProgress).Reply(new ReplyData(LoopCase.Answer, ReplyClass.Planned, [new Promise("安装新垃圾箱", new(2026, 12, 15))]))
            .Do(Feedback, LoopCase.Staff, new FeedbackData("正在安装。"));
        _ = at switch
        {
            CaseStatus.AwaitingEvaluation => one.Do(Supplement, Actor.Resident, new SupplementData(Dissatisfied: true), "还是不满意"),
            CaseStatus.CommitmentTracking => one.Do(TrackCommitments, Actor.System, new TrackData([1])),
            CaseStatus.Rework => one.Unhappy(),
            _ => one.Unhappy().Reply().Do(RejectReply, LoopCase.Staff, new RejectData("没写频次")),
        };

        var (red, nudge) = (Acts(one).Single(a => a.Series.StartsWith("Commitment", StringComparison.Ordinal) && Warns(a)), Acts(one).Where(a => a.Series.StartsWith("Commitment", StringComparison.Ordinal) && !Warns(a)));

        Assert.Equal(at, one.Case.Status);
        Assert.Equal(At("2026-12-15 17:00"), red.At);
        Assert.Equal([At("2026-11-30 09:00"), At("2026-12-11 09:00")], nudge.Select(a => a.At));
    }

    [Fact]
    public void A_promise_that_nobody_was_told_of_yet_is_no_promise()
    {
        var one = LoopCase.In(CaseStatus.InProgress).Reply(new ReplyData(LoopCase.Answer, ReplyClass.Planned, [new Promise("安装新垃圾箱", new(2026, 12, 15))]));

        Assert.DoesNotContain(Acts(one), a => a.Series.StartsWith("Commitment", StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_said_of_a_promise_is_said_once_however_often_its_case_moves()
    {
        var one = LoopCase.In(CaseStatus.CommitmentTracking);
        var before = Keys(one);

        one.After(TimeSpan.FromDays(1)).Do(ReportCommitment, LoopCase.Lead, new CommitmentData(1, false, "没到货", NewDate: one.State.Commitments[0].DueOn.AddDays(5)), "厂家缺货").After(TimeSpan.FromHours(1))
            .Do(RejectReply, LoopCase.Staff, new RejectData("没有证明")).After(TimeSpan.FromHours(1)).Reply().Do(Feedback, LoopCase.Staff, new FeedbackData("清了。"));

        Assert.Equal(before, Keys(one));

        static string[] Keys(LoopCase of) => [.. Acts(of).Where(a => a.Series.StartsWith("Commitment", StringComparison.Ordinal)).Select(a => a.Key)];
    }

    [Fact]
    public void The_end_of_a_pause_swallows_no_warning()
    {
        // Received Monday 11-23, asked at once; staff decide on 12-21, and the resident's silence counted for seven days only.
        var one = LoopCase.In(CaseStatus.ReadyToAssign).Do(AskForMore, LoopCase.Staff, new AskData(["place"]));
        one.Case.NextActionAt = null; // the rounds have said what there was to say
        one.After(TimeSpan.FromDays(28)).Do(DecideWithoutInfo, LoopCase.Staff, new DecideData(CaseStatus.ReadyToAssign, "按已有材料办"));

        Assert.True(one.Case.DueOn < new DateOnly(2026, 12, 21));
        Assert.True(one.Case.NextActionAt <= Acts(one).First(Warns).At);
        Assert.Empty(LoopCheck.Faults(one.Case, one.Log, one.Rules, one.Now));

        one.Case.NextActionAt = one.Now.AddDays(3);
        Assert.Contains(LoopCheck.Faults(one.Case, one.Log, one.Rules, one.Now), f => f.StartsWith("a clock should have spoken", StringComparison.Ordinal));
    }

    [Fact]
    public void Who_objects_after_the_day_was_over_finds_it_warned_of()
    {
        var one = LoopCase.In(CaseStatus.Declined).After(TimeSpan.FromDays(20)).Do(CaseAction.Object, Actor.Resident, reason: "不同意");

        Assert.True(one.Case.NextActionAt <= one.Now);
    }

    [Theory]
    [InlineData("2026-11-23 10:00", 0, "2026-11-24 17:00")]
    [InlineData("2026-11-23 10:00", 10, "2026-11-24 17:00")] // sorted late: it is late, and staff hear of it
    public void The_assignment_is_due_one_working_day_after_the_collection(string collected, int daysInTriage, string due)
    {
        var one = LoopCase.Draft(at: At(collected)).To(CaseStatus.InTriage).After(TimeSpan.FromDays(daysInTriage)).Do(CaseAction.Sort, LoopCase.Staff, new SortData(Decision: "城管局"));

        Assert.Equal(At(due), Dues(one, ClockKind.Assign).At);
        Assert.True(one.Case.NextActionAt <= Acts(one).Single(a => a.Series == "Assign").At);
    }

    [Fact]
    public void What_the_resident_took_to_answer_is_not_the_stations_time()
    {
        // Collected Monday 10:00, asked at once, told again on Thursday (T06): one working day from there.
        var one = LoopCase.In(CaseStatus.ReadyToAssign).Do(AskForMore, LoopCase.Staff, new AskData(["place"])).After(TimeSpan.FromDays(3)).Do(Supplement, Actor.Resident, reason: "三号楼");
        one.Do(CaseAction.Sort, Actor.Bot, one.SortData);
        Assert.Equal(At("2026-11-27 17:00"), Dues(one, ClockKind.Assign).At);

        // Never told: the seven days stand still (§6.3), what is left is the working day.
        var silent = LoopCase.In(CaseStatus.ReadyToAssign).Do(AskForMore, LoopCase.Staff, new AskData(["place"])).After(TimeSpan.FromDays(8))
            .Do(DecideWithoutInfo, LoopCase.Staff, new DecideData(CaseStatus.ReadyToAssign, "按已有材料办"));
        Assert.Equal(At("2026-12-01 17:00"), Dues(silent, ClockKind.Assign).At);
    }

    [Fact]
    public void What_came_back_from_the_units_has_its_working_day_again()
    {
        var one = StepTests.ReturnedTwice().After(TimeSpan.FromDays(2)).Do(ReferToTriage, LoopCase.Office, new ReferData(["不归我", "也不归我"]))
            .Do(CaseAction.Sort, LoopCase.Staff, new SortData(Lead: "housing", Decision: "住建局"), "会商后定");

        Assert.Equal(LoopClocks.Workdays(one.Now, 1, The.Directory.Calendar, The.Rules.Clocks).ToUniversalTime(), Dues(one, ClockKind.Assign).At);
    }

    [Fact]
    public void An_urgent_case_is_extended_by_hours_and_not_to_the_close_of_a_day()
    {
        var one = LoopCase.Draft(CaseClasses.UrgentService, at: At("2026-11-27 17:46")).To(CaseStatus.InProgress);
        Assert.Equal(At("2026-11-28 17:46"), Dues(one, ClockKind.Reply).At);

        one.Do(RequestExtension, LoopCase.Lead, new ExtensionData(new(2026, 11, 29)), "等配件").Do(ApproveExtension, LoopCase.Office, new ExtensionData(Told: true));

        Assert.Equal((At("2026-11-29 17:46"), new DateOnly(2026, 11, 29)), (Dues(one, ClockKind.Reply).At, one.Case.DueOn));
    }

    private static IReadOnlyList<PlannedAct> Acts(LoopCase one) => Nudging.Of(one.Case.Id, one.State, one.Rules);

    private static bool Warns(PlannedAct act) => act.Steps.Any(s => s.Action == Warn);

    private static Due Dues(LoopCase one, ClockKind clock) => Assert.Single(LoopClocks.Of(one.State, The.Directory.Calendar, The.Rules.Clocks), d => d.Clock == clock);

    private static DateTimeOffset At(string local) => DateTimeOffset.Parse(local + " +08:00", CultureInfo.InvariantCulture);
}
