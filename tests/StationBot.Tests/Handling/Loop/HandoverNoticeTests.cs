using StationBot.Handling.Cases;
using StationBot.Handling.Loop;

namespace StationBot.Tests.Handling.Loop;

/// <summary>Units that are at work on a case hear when it is taken from them, goes on elsewhere, grows or is less (domain.md §4.3 T09, T10, T14, T32).</summary>
public sealed class HandoverNoticeTests
{
    [Fact]
    public void The_old_lead_is_told_that_another_has_it()
    {
        var one = LoopCase.In(CaseStatus.InProgress).Do(CaseAction.Reassign, LoopCase.Office, new ReassignData("env"), "归环保");

        Assert.Contains(("env", nameof(CaseAction.Reassign)), Told(one));
        Assert.Contains(("urban", StaffKinds.TakenAway), Told(one));
    }

    [Fact]
    public void Who_returned_it_is_told_that_another_has_it()
    {
        var one = LoopCase.In(CaseStatus.Returned).Do(CaseAction.Reassign, LoopCase.Office, new ReassignData("env"), "归环保");

        Assert.Contains(("urban", StaffKinds.TakenAway), Told(one));
    }

    [Fact]
    public void A_case_that_comes_back_to_its_lead_is_taken_from_nobody()
    {
        var one = LoopCase.In(CaseStatus.Returned).Do(CaseAction.ForceAssign, LoopCase.Office, new ForceData("urban"), "指定");

        Assert.DoesNotContain(Told(one), t => t.Kind == StaffKinds.TakenAway);
    }

    [Fact]
    public void Whose_case_goes_on_in_another_is_told_and_when_it_comes_back_too()
    {
        var one = LoopCase.In(CaseStatus.InProgress).Do(CaseAction.Merge, LoopCase.Staff, new MergeData("QH20261101-0001", 0.9, true, true, true));
        Assert.Equal([("urban", nameof(CaseAction.Merge))], Told(one));

        one.Do(CaseAction.Unmerge, LoopCase.Staff, reason: "不是一回事");

        Assert.Equal([("urban", nameof(CaseAction.Unmerge))], Told(one));
    }

    [Fact]
    public void Whose_case_takes_another_in_or_lets_it_go_is_told()
    {
        var one = LoopCase.In(CaseStatus.InProgress).Do(CaseAction.TakeIn, LoopCase.Staff, new JoinData("QH20261123-0008", []));
        Assert.Equal([("urban", nameof(CaseAction.TakeIn))], Told(one));

        one.Do(CaseAction.LetGo, LoopCase.Staff, new JoinData("QH20261123-0008", []));

        Assert.Equal([("urban", nameof(CaseAction.LetGo))], Told(one));
    }

    [Fact]
    public void Nobody_is_told_of_a_case_that_nobody_had() =>
        Assert.Empty(Told(LoopCase.In(CaseStatus.InTriage).Do(CaseAction.Merge, LoopCase.Staff, new MergeData("QH20261101-0001", 0.9, true, true, true))));

    private static IReadOnlyList<(string? Unit, string Kind)> Told(LoopCase one) =>
        [.. Notices.ForStaff(one.Case, one.Case.Uncommitted[^1]).Where(n => n.Role == CaseActor.Department).Select(n => (n.Unit, n.Kind))];
}
