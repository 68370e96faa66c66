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

    [Fact]
    public void A_unit_that_was_called_says_what_it_found_and_who_called_hears_when_it_does_not()
    {
        var one = LoopCase.In(CaseStatus.InProgress).Do(CaseAction.Whistle, LoopCase.Staff, new WhistleData(["env"], The.Moment.AddHours(2), "桂花园门口"));
        bool IsWatched() => Nudging.Of(one.Case.Id, one.State, The.Rules).Any(a => a.Tells.Any(t => t.Kind == StaffKinds.CalledSilent) && a.At >= The.Moment.AddHours(26));
        Assert.True(IsWatched());
        Assert.Contains(NextSteps.Of(one.Case, LoopCase.OtherUnit, one.Now, The.Rules), s => s.Row.Action == CaseAction.GiveCoOpinion);

        one.Do(CaseAction.GiveCoOpinion, LoopCase.OtherUnit, new OpinionData(Text: "已到现场,异味来自垃圾站,与排污无关。"));

        Assert.False(IsWatched());
    }

    [Fact]
    public void A_reply_that_nobody_passes_on_is_told_to_the_office_too() =>
        Assert.Equal([CaseActor.StationStaff, CaseActor.Office], Nudging.Of(LoopCase.In(CaseStatus.Replied) is var one ? one.Case.Id : default, one.State, The.Rules)
            .SelectMany(a => a.Tells).Where(t => t.Kind == StaffKinds.CheckReplyOverdue).Select(t => t.Role));

    private static IReadOnlyList<(string? Unit, string Kind)> Told(LoopCase one) =>
        [.. Notices.ForStaff(one.Case, one.Case.Uncommitted[^1]).Where(n => n.Role == CaseActor.Department).Select(n => (n.Unit, n.Kind))];
}
