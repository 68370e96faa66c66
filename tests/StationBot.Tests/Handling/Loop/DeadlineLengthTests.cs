using StationBot.Handling.Cases;
using StationBot.Handling.Deadlines;
using static StationBot.Handling.Cases.CaseAction;

namespace StationBot.Tests.Handling.Loop;

/// <summary>A named day keeps within the class (domain.md §6.2), and no case is without a legal one.</summary>
public sealed class DeadlineLengthTests
{
    private static readonly DateTimeOffset Friday = new(2026, 11, 27, 10, 0, 0, TimeSpan.FromHours(8));

    [Theory]
    [InlineData(CaseClasses.Simple, "2026-11-30")]
    [InlineData(CaseClasses.Complex, "2026-12-14")]
    [InlineData(CaseClasses.Consult, "2026-11-24")]
    public void The_last_day_of_the_class_may_be_named_and_the_next_one_not(string caseClass, string last)
    {
        var one = LoopCase.In(CaseStatus.ReadyToAssign, caseClass);
        var day = DateOnly.Parse(last, System.Globalization.CultureInfo.InvariantCulture);

        Assert.Equal("case.guard.deadline_length", one.Try(CaseAction.Assign, LoopCase.Staff, new AssignData(Liaison: "小刘", Deadline: day.AddDays(1))));
        one.Assign(new AssignData(Liaison: "小刘", Deadline: day));

        Assert.Equal(day, one.Case.DueOn);
    }

    [Fact]
    public void Who_gets_a_returned_case_has_what_is_left_and_the_time_that_the_return_took()
    {
        var one = LoopCase.In(CaseStatus.Returned).After(TimeSpan.FromDays(2));

        one.Do(Reassign, LoopCase.Office, new ReassignData("housing", Deadline: new(2026, 12, 2)), "由住建局办");

        Assert.Equal(new DateOnly(2026, 12, 2), one.Case.DueOn);
    }

    [Fact]
    public void A_new_lead_may_be_given_the_whole_time_again()
    {
        var one = LoopCase.In(CaseStatus.InProgress).After(TimeSpan.FromDays(2));

        one.Do(Reassign, LoopCase.Office, new ReassignData("housing", Deadline: new(2026, 12, 2)), "由住建局办");

        Assert.Equal(new DateOnly(2026, 12, 2), one.Case.DueOn);
    }

    [Fact]
    public void What_was_not_assigned_in_its_time_is_assigned_late_and_stays_overdue()
    {
        var one = LoopCase.In(CaseStatus.ReadyToAssign).After(TimeSpan.FromDays(20));

        one.Assign();

        Assert.Equal((CaseStatus.Assigned, new DateOnly(2026, 11, 30)), (one.Case.Status, one.Case.DueOn));
    }

    [Fact]
    public void An_urgent_case_of_a_friday_may_be_extended_into_the_weekend()
    {
        var one = LoopCase.Draft(CaseClasses.UrgentService, at: Friday).To(CaseStatus.InProgress);
        Assert.Equal(new DateOnly(2026, 11, 28), one.Case.DueOn);

        Assert.Equal("case.guard.extension_length", one.Try(RequestExtension, LoopCase.Lead, new ExtensionData(new(2026, 11, 30)), "等配件"));
        one.Do(RequestExtension, LoopCase.Lead, new ExtensionData(new(2026, 11, 29)), "等配件").Do(ApproveExtension, LoopCase.Office, new ExtensionData(Told: true));

        Assert.Equal(new DateOnly(2026, 11, 29), one.Case.DueOn);
    }

    [Theory]
    [InlineData(CaseClasses.Simple, "2026-11-30", "要晚于原期限 2026-11-30,最迟到 2026-12-07")]
    [InlineData(CaseClasses.Simple, "2026-12-05", "2026-12-05 不是工作日")]
    [InlineData(CaseClasses.Simple, "2026-12-08", "最迟延到 2026-12-07")]
    [InlineData(CaseClasses.LongTerm, "2027-01-20", "写成承诺")]
    public void Who_may_not_extend_is_told_the_true_cause(string caseClass, string day, string cause) =>
        Assert.Contains(cause, WhyNot(LoopCase.In(CaseStatus.InProgress, caseClass), day), StringComparison.Ordinal);

    [Fact]
    public void Who_has_nothing_left_to_extend_to_is_told_so()
    {
        // A second round of a question has five working days, and an extension of a question three in all.
        var one = LoopCase.In(CaseStatus.Rework, CaseClasses.Consult).Reply().Do(RejectReply, LoopCase.Staff, new RejectData("没有说清楚"));

        Assert.Contains("最迟到 2026-11-26,已经没有可以延的日子", WhyNot(one, "2026-12-02"), StringComparison.Ordinal);
    }

    private static string WhyNot(LoopCase one, string day)
    {
        var data = new ExtensionData(DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture));
        var refused = Assert.IsType<StepResult.Refused>(one.Case.Apply(new Step(RequestExtension, LoopCase.Lead, data, "等配件"), one.Now, one.Rules));
        Assert.Equal("case.guard.extension_length", refused.Code);
        return refused.Reason;
    }

    [Fact]
    public void An_urgent_case_of_a_friday_may_be_due_on_a_saturday() =>
        Assert.Equal(new DateOnly(2026, 11, 28), LoopCase.Draft(CaseClasses.UrgentService, at: Friday).To(CaseStatus.ReadyToAssign)
            .Assign(new AssignData(Liaison: "小刘", Deadline: new(2026, 11, 28))).Case.DueOn);
}
