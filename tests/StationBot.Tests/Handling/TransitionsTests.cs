using StationBot.Handling.Cases;

namespace StationBot.Tests.Handling;

/// <summary>The table of legal steps against domain.md §4.3.</summary>
public sealed class TransitionsTests
{
    /// <summary>From and to of domain.md §4.3; "open" is every status that is not settled.</summary>
    private static readonly Dictionary<string, (string[] From, string To)> Domain = new()
    {
        ["T01"] = (["Draft"], "Collected"),
        ["T02"] = (["Collected"], "InTriage"),
        ["T03"] = (["Collected"], "ReadyToAssign"),
        ["T04"] = (["InTriage"], "ReadyToAssign"),
        ["T06"] = (["AwaitingInfo"], "Collected"),
        ["T08"] = (["InTriage", "Collected"], "Redirected"),
        ["T21"] = (["AwaitingEvaluation"], "Completed"),
        ["T22"] = (["AwaitingEvaluation"], "Rework"),
        ["T27"] = (["Completed", "ClosedOut"], "Rework"),
        ["T28"] = (["open"], "Withdrawn"),
    };

    [Fact]
    public void Every_step_is_one_of_the_domain_reference() => Assert.DoesNotContain(Transitions.All, t => IsForeign(t));

    [Fact]
    public void A_step_of_our_own_making_would_be_found() =>
        Assert.True(IsForeign(new Transition("T03", CaseStatus.InTriage, CaseAction.Sort, [CaseActor.Bot], CaseStatus.ReadyToAssign)));

    [Fact]
    public void One_actor_has_one_way_to_do_one_thing() =>
        Assert.Distinct(Transitions.All.SelectMany(t => t.By.Select(by => (t.From, t.Action, by))));

    [Theory]
    [InlineData(CaseStatus.Merged), InlineData(CaseStatus.Withdrawn), InlineData(CaseStatus.Declined), InlineData(CaseStatus.Redirected)]
    public void From_a_settled_case_there_is_no_way_out(CaseStatus status) => Assert.DoesNotContain(Transitions.All, t => t.From == status);

    [Theory]
    [InlineData(CaseStatus.Completed), InlineData(CaseStatus.ClosedOut)]
    public void A_finished_case_can_only_be_reopened(CaseStatus status) =>
        Assert.All(Transitions.All.Where(t => t.From == status), t => Assert.Equal("T27", t.Id));

    [Fact]
    public void A_refused_step_changes_nothing_and_says_why()
    {
        var withdrawn = Case.Restore(CaseId.New(), CaseNo.Of("QH", new(2026, 11, 23), 7), CaseStatus.Withdrawn, Guid.Empty, Guid.Empty, "webchat", The.Moment);

        var result = withdrawn.Apply(CaseAction.Reopen, CaseActor.Resident, The.Moment);

        Assert.Equal("case.illegal_step", Assert.IsType<StepResult.Refused>(result).Code);
        Assert.Equal((CaseStatus.Withdrawn, 0, 0), (withdrawn.Status, withdrawn.Version, withdrawn.EventCount));
    }

    private static bool IsForeign(Transition step)
    {
        if (step.Id.Length == 0)
        {
            return step.From != step.To; // a note moves nothing
        }
        return !Domain.TryGetValue(step.Id, out var row)
            || row.To != step.To.ToString()
            || !(row.From.Contains(step.From.ToString()) || (row.From is ["open"] && step.From.IsOpen()));
    }
}
