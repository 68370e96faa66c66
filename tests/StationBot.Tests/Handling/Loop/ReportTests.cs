using StationBot.Handling.Cases;
using StationBot.Handling.Loop;
using static StationBot.Handling.Cases.CaseAction;

namespace StationBot.Tests.Handling.Loop;

/// <summary>domain.md §8, <c>discipline</c>: a report of an official is handed to no unit, and no such case is left where nobody can move it.</summary>
public sealed class ReportTests
{
    private static readonly FlagData Discipline = new("discipline");

    [Fact]
    public void A_report_is_assigned_to_nobody_by_any_of_the_ways()
    {
        var returned = LoopCase.In(CaseStatus.Returned).Do(RaiseFlag, LoopCase.Staff, Discipline);
        var underWay = LoopCase.In(CaseStatus.InProgress).Do(RaiseFlag, LoopCase.Staff, Discipline);

        Assert.Equal(
            ["case.guard.discipline", "case.guard.discipline", "case.guard.discipline", "case.guard.discipline", "case.guard.discipline"],
            [
                LoopCase.In(CaseStatus.ReadyToAssign).Do(RaiseFlag, LoopCase.Staff, Discipline).Try(Assign, LoopCase.Staff, new AssignData(Liaison: "小刘")),
                returned.Try(Reassign, LoopCase.Office, new ReassignData("env"), "换一家"),
                returned.Try(ForceAssign, LoopCase.Office, new ForceData("由城管局承办")),
                underWay.Try(Reassign, LoopCase.Office, new ReassignData("env"), "换一家"),
                underWay.Try(Whistle, LoopCase.Office, new WhistleData(["police"], The.Moment.AddHours(3))),
            ]);
        Assert.Contains("12388", LoopTexts.Of("case.guard.discipline"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(CaseStatus.Assigned), InlineData(CaseStatus.Returned), InlineData(CaseStatus.InProgress), InlineData(CaseStatus.Rework)]
    [InlineData(CaseStatus.Replied), InlineData(CaseStatus.AwaitingEvaluation), InlineData(CaseStatus.CommitmentTracking)]
    public void A_report_that_shows_after_the_assignment_is_pulled_back_and_led_to_its_door(CaseStatus from)
    {
        var one = LoopCase.In(from);
        Assert.Equal("case.guard.only_report", one.Try(PullBack, LoopCase.Staff, reason: "涉及干部违纪"));

        one.Do(RaiseFlag, LoopCase.Staff, Discipline).Do(PullBack, LoopCase.Staff, reason: "涉及干部违纪");
        Assert.Equal((CaseStatus.InTriage, null, null), (one.Case.Status, one.State.AssignedAt, one.State.Handler));

        one.Do(Redirect, LoopCase.Staff, new RedirectData("discipline", "12388"));
        Assert.Equal(CaseStatus.Redirected, one.Case.Status);
        Assert.Empty(LoopCheck.Faults(one.Case, one.Log, one.Rules, one.Now));
    }

    [Fact]
    public void A_flag_that_was_a_mistake_is_lowered_by_the_office_with_a_reason_and_the_case_goes_on()
    {
        var one = LoopCase.In(CaseStatus.ReadyToAssign).Do(RaiseFlag, LoopCase.Staff, Discipline);
        Assert.Equal("case.wrong_role", one.Try(LowerFlag, LoopCase.Staff, Discipline, "误判"));
        Assert.Equal("case.missing_data:reason", one.Try(LowerFlag, LoopCase.Office, Discipline));
        Assert.Equal("case.guard.flag_stands", one.Try(LowerFlag, LoopCase.Office, new FlagData("group"), "误判"));

        one.Do(LowerFlag, LoopCase.Office, Discipline, "只是说到村书记的名字").Assign();

        Assert.Equal((CaseStatus.Assigned, 0), (one.Case.Status, one.State.Flags.Count));
    }

    [Fact]
    public void What_endangers_a_life_stays_flagged()
    {
        var one = LoopCase.In(CaseStatus.InProgress).Do(RaiseFlag, LoopCase.Staff, new FlagData("gas"));

        Assert.Equal("case.guard.flag_stands", one.Try(LowerFlag, LoopCase.Office, new FlagData("gas"), "误报"));
    }

    [Fact]
    public void Neither_unit_nor_deputy_is_told_of_a_report()
    {
        var one = LoopCase.In(CaseStatus.InProgress).Do(RaiseFlag, LoopCase.Staff, Discipline).Do(Supplement, Actor.Resident, reason: "他还收了钱");

        Assert.Empty(Notices.ForStaff(one.Case, one.Log[^1]));
    }
}
