using StationBot.Handling.Cases;
using StationBot.Handling.Loop;

namespace StationBot.Tests.Handling;

/// <summary>domain.md §7, worked out by hand.</summary>
public sealed class IndicatorsTests
{
    private static readonly DateOnly Due = new(2026, 11, 30);
    private static readonly DateOnly Later = new(2026, 12, 31);

    private static readonly CaseFigures Plain =
        new(CaseStatus.InProgress, Due, null, null, 0, null, Assigned: true, Returned: false, Reworked: false, Solved.Unasked, Satisfaction.None, ProposalKept: null);

    private static readonly CaseFigures Done = Plain with
    {
        Status = CaseStatus.Completed, RepliedOn = Due, ReplyClass = ReplyClass.Solved, Solved = Solved.Yes, Satisfaction = Satisfaction.Satisfied, ContactAfter = TimeSpan.FromHours(3),
    };

    [Fact]
    public void Nothing_to_count_is_no_rate_at_all()
    {
        var none = Indicators.Of([], Later);

        Assert.Equal((new Rate(0, 0), (double?)null, (double?)null), (none.Completion, none.Completion.Value, none.ResolutionGap));
    }

    [Fact]
    public void What_was_never_handled_is_left_out()
    {
        CaseFigures[] cases = [.. new[] { CaseStatus.Declined, CaseStatus.Redirected, CaseStatus.Merged, CaseStatus.Withdrawn }.Select(s => Plain with { Status = s }), Done];

        Assert.Equal(new Rate(1, 1), Indicators.Of(cases, Later).Completion);
    }

    [Fact]
    public void Completion_counts_what_is_due_and_on_time_what_was_answered_by_then()
    {
        var told = Indicators.Of([Done, Done with { Status = CaseStatus.ClosedOut, RepliedOn = Due.AddDays(1) }, Plain, Plain with { Status = CaseStatus.AwaitingEvaluation, RepliedOn = Due }], Later);

        Assert.Equal((new Rate(2, 4), new Rate(1, 4)), (told.Completion, told.OnTime));
        Assert.Equal(0.5, told.Completion.Value);
    }

    [Fact]
    public void Overdue_is_answered_late_or_due_and_not_answered()
    {
        CaseFigures[] cases = [Plain, Done, Done with { RepliedOn = Due.AddDays(1) }];

        Assert.Equal(new Rate(2, 3), Indicators.Of(cases, Later).Overdue);
        Assert.Equal(new Rate(1, 3), Indicators.Of(cases, Due).Overdue);
    }

    [Fact]
    public void Satisfaction_has_two_versions_and_leaves_out_who_did_not_answer()
    {
        var told = Indicators.Of(
            [Done, Done with { Satisfaction = Satisfaction.Basic }, Done with { Satisfaction = Satisfaction.Dissatisfied }, Done with { Satisfaction = Satisfaction.None }], Later);

        Assert.Equal((new Rate(2, 3), new Rate(1, 3)), (told.Satisfaction, told.SatisfactionStrict));
    }

    [Fact]
    public void Resolution_has_two_views_and_a_gap()
    {
        var told = Indicators.Of([Done, Done with { Solved = Solved.No }, Done with { Solved = Solved.Partly }, Done with { Solved = Solved.Unasked, ReplyClass = ReplyClass.Planned }], Later);

        Assert.Equal((new Rate(1, 3), new Rate(3, 4)), (told.Resolution, told.ResolutionClaimed));
        Assert.Equal(0.75 - 0.3333, told.ResolutionGap!.Value, 4);
    }

    [Fact]
    public void A_visit_by_video_counts_half_and_only_what_was_answered_is_asked_about()
    {
        var told = Indicators.Of([Done with { Consultation = 1 }, Done with { Consultation = 0.5 }, Done, Plain with { Consultation = 1 }], Later);

        Assert.Equal(new Rate(1.5, 3), told.Consultation);
    }

    [Fact]
    public void Response_return_rework_and_routing_have_their_own_denominators()
    {
        var told = Indicators.Of(
            [
                Done with { Reworked = true, ProposalKept = true },
                Done with { ContactAfter = TimeSpan.FromHours(24), ProposalKept = false },
                Done with { ContactAfter = TimeSpan.FromHours(25), Returned = true },
                Plain with { Status = CaseStatus.ReadyToAssign, Assigned = false, ProposalKept = null },
            ], Later);

        Assert.Equal((new Rate(2, 3), new Rate(1, 3), new Rate(1, 3), new Rate(1, 2)), (told.Response, told.Return, told.Rework, told.RoutingAccuracy));
    }

    [Fact]
    public void A_cases_figures_come_from_its_log()
    {
        var one = InProgress("urban");
        Take(one, CaseAction.Progress, CaseActor.Department, "urban", new ProgressData("已联系", ProgressKind.Contact), The.Moment.AddHours(5));
        Take(one, CaseAction.Consult, CaseActor.StationStaff, null, new ConsultData(ConsultationMode.Video, new DateOnly(2026, 11, 23), "谈妥", Confirmed: true), The.Moment.AddHours(6));
        Take(one, CaseAction.Reply, CaseActor.Department, "urban", new ReplyData("路灯已经修好,换了新的灯头和电缆,今晚起正常照明。", ReplyClass.Solved, Evidence: ["照片"]), The.Moment.AddDays(1));

        var figures = Figures(one);

        Assert.Equal(
            new CaseFigures(CaseStatus.Replied, new DateOnly(2026, 11, 30), new DateOnly(2026, 11, 24), ReplyClass.Solved, 0.5, TimeSpan.FromHours(4), true, false, false, Solved.Unasked, Satisfaction.None, true), figures);
    }

    [Fact]
    public void Another_lead_than_the_proposed_one_is_a_proposal_changed() => Assert.False(Figures(InProgress("env")).ProposalKept);

    private static CaseFigures Figures(Case one) => CaseFigures.Of(one.Facts, one.DueOn!.Value, [.. one.Uncommitted], The.Directory.Calendar, video: 0.5);

    private static Case InProgress(string lead)
    {
        var one = new Case(CaseId.New(), Guid.NewGuid(), Guid.NewGuid(), "webchat", The.Moment) { Number = new CaseNo("QH20261123-0001") };
        Take(one, CaseAction.Confirm, CaseActor.Resident, null, new ConfirmData("路灯不亮", 10, "webchat", "notice", "书香里", ["修好"], "Simple"), The.Moment);
        Take(one, CaseAction.Sort, CaseActor.Bot, null, new SortData("Environment", "ENV-04", "urban", [], null, "D01", 0.9), The.Moment);
        Take(one, CaseAction.Assign, CaseActor.StationStaff, null, new AssignData(lead, Liaison: "李工"), The.Moment.AddHours(1));
        Take(one, CaseAction.Acknowledge, CaseActor.Department, lead, new AcknowledgeData("李工"), The.Moment.AddHours(2));
        return one;
    }

    private static void Take(Case one, CaseAction action, CaseActor role, string? unit, StepData data, DateTimeOffset at) =>
        Assert.IsType<StepResult.Done>(one.Apply(new Step(action, new Actor(role, null, unit), data), at, The.Rules));
}
