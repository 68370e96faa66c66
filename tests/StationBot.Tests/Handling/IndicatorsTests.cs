using StationBot.Handling.Cases;
using StationBot.Handling.Loop;
using StationBot.Tests.Handling.Loop;

namespace StationBot.Tests.Handling;

/// <summary>domain.md §7, worked out by hand.</summary>
public sealed class IndicatorsTests
{
    private static readonly DateOnly Due = new(2026, 11, 30);
    private static readonly DateOnly Later = new(2026, 12, 31);

    private static readonly CaseFigures Plain =
        new(CaseStatus.InProgress, Due, null, null, 0, null, Assigned: true, Returned: false, Reworked: false, Solved.Unasked, Satisfaction.None, ProposalKept: null) { ContactDue = true };

    private static readonly CaseFigures Done = Plain with
    {
        Status = CaseStatus.Completed, RepliedOn = Due, ReplyClass = ReplyClass.Solved, Solved = Solved.Yes, Satisfaction = Satisfaction.Satisfied, ContactAfter = TimeSpan.FromHours(3),
    };

    [Fact]
    public void Nothing_to_count_is_no_rate_at_all()
    {
        var none = Of([], Later);

        Assert.Equal((new Rate(0, 0), (double?)null, (double?)null), (none.Completion, none.Completion.Value, none.ResolutionGap));
    }

    [Fact]
    public void What_was_never_handled_is_left_out()
    {
        CaseFigures[] cases = [.. new[] { CaseStatus.Declined, CaseStatus.Redirected, CaseStatus.Merged, CaseStatus.Withdrawn }.Select(s => Plain with { Status = s }), Done];

        Assert.Equal(new Rate(1, 1), Of(cases, Later).Completion);
    }

    [Fact]
    public void Completion_counts_what_is_due_and_on_time_what_was_answered_by_then()
    {
        var told = Of([Done, Done with { Status = CaseStatus.ClosedOut, RepliedOn = Due.AddDays(1) }, Plain, Plain with { Status = CaseStatus.AwaitingEvaluation, RepliedOn = Due }], Later);

        Assert.Equal((new Rate(2, 4), new Rate(1, 4)), (told.Completion, told.OnTime));
        Assert.Equal(0.5, told.Completion.Value);
    }

    [Fact]
    public void Overdue_is_answered_late_or_due_and_not_answered()
    {
        CaseFigures[] cases = [Plain, Done, Done with { RepliedOn = Due.AddDays(1) }];

        Assert.Equal(new Rate(2, 3), Of(cases, Later).Overdue);
        Assert.Equal(new Rate(1, 3), Of(cases, Due).Overdue);
    }

    [Fact]
    public void Satisfaction_has_two_versions_and_leaves_out_who_did_not_answer()
    {
        var told = Of(
            [Done, Done with { Satisfaction = Satisfaction.Basic }, Done with { Satisfaction = Satisfaction.Dissatisfied }, Done with { Satisfaction = Satisfaction.None }], Later);

        Assert.Equal((new Rate(2, 3), new Rate(1, 3)), (told.Satisfaction, told.SatisfactionStrict));
    }

    [Fact]
    public void Who_says_that_it_is_not_solved_is_not_missing_where_the_satisfied_are_counted()
    {
        var told = Of([Done, Done with { Status = CaseStatus.Rework, Solved = Solved.No, Satisfaction = Satisfaction.None }, Done with { Satisfaction = Satisfaction.None }], Later);

        Assert.Equal((new Rate(1, 2), new Rate(1, 2), new Rate(2, 3)), (told.Satisfaction, told.SatisfactionStrict, told.Resolution));
    }

    [Fact]
    public void Whoever_was_unhappy_and_is_silent_about_the_second_answer_is_not_forgotten()
    {
        var one = LoopCase.In(CaseStatus.Rework).Reply().Do(CaseAction.Feedback, LoopCase.Staff, new FeedbackData("这次清干净了。"));

        var told = Of([CaseFigures.Of(one.State, one.Case.DueOn!.Value, one.Log, one.Rules, one.Case.OpenedAt, 0.5, one.Now)], Later);

        Assert.Equal((new Rate(0, 1), new Rate(0, 1)), (told.Satisfaction, told.Resolution));
    }

    [Fact]
    public void A_second_round_in_time_makes_no_late_answer_punctual()
    {
        var one = LoopCase.In(CaseStatus.InProgress).After(TimeSpan.FromDays(15)).Reply().Do(CaseAction.Feedback, LoopCase.Staff, new FeedbackData("城管局已经清运。")).Unhappy()
            .Reply().Do(CaseAction.Feedback, LoopCase.Staff, new FeedbackData("这次清干净了。")).Do(CaseAction.Evaluate, Actor.Resident, new EvaluateData(Solved.Yes, Satisfaction.Satisfied));

        var figures = CaseFigures.Of(one.State, one.Case.DueOn!.Value, one.Log, one.Rules, one.Case.OpenedAt, 0.5, one.Now);
        var told = Of([figures], Later);

        Assert.Equal((true, new Rate(0, 1), new Rate(1, 1)), (figures.RepliedOn <= figures.DueOn, told.OnTime, told.Overdue));
    }

    [Fact]
    public void A_promise_kept_after_the_due_day_makes_no_late_answer_and_a_round_without_one_is_overdue()
    {
        var kept = LoopCase.In(CaseStatus.CommitmentTracking).After(TimeSpan.FromDays(20));
        var due = kept.Case.DueOn!.Value;
        kept.Do(CaseAction.ReportCommitment, LoopCase.Lead, new CommitmentData(1, true, "垃圾箱已装好", ["照片"]));
        var again = LoopCase.In(CaseStatus.Rework);

        var figures = CaseFigures.Of(kept.State, due, kept.Log, kept.Rules, kept.Case.OpenedAt, 0.5, kept.Now);
        Assert.True(figures.RepliedOn <= due);
        Assert.Equal(new Rate(0, 1), Of([figures], Later).Overdue);
        figures = CaseFigures.Of(again.State, again.Case.DueOn!.Value, again.Log, again.Rules, again.Case.OpenedAt, 0.5, again.Now);
        Assert.Equal(new Rate(1, 1), Of([figures], again.Case.DueOn!.Value.AddDays(1)).Overdue);
    }

    [Fact]
    public void Response_counts_what_is_due_for_contact()
    {
        var waiting = LoopCase.In(CaseStatus.InProgress);
        var (now, spoken) = (waiting.Now.AddHours(1), LoopCase.In(CaseStatus.InProgress).Do(CaseAction.Progress, LoopCase.Lead, new ProgressData("已联系居民", ProgressKind.Contact)));

        Assert.Equal(new Rate(1, 1), Of([Figures(waiting, now), Figures(spoken, now)], Later).Response);
        Assert.Equal(new Rate(1, 2), Of([Figures(waiting, now.AddDays(1)), Figures(spoken, now.AddDays(1))], Later).Response);
    }

    [Fact]
    public void A_return_is_the_returning_units_whoever_has_the_case_now()
    {
        var one = LoopCase.In(CaseStatus.Returned).Do(CaseAction.Reassign, LoopCase.Office, new ReassignData("env"), "由生态环境局办");

        Assert.Equal((new Rate(1, 1), new Rate(0, 0)), (Of([Figures(one, one.Now, "urban")], Later).Return, Of([Figures(one, one.Now, "urban")], Later).Completion));
        Assert.Equal((new Rate(0, 1), new Rate(0, 1)), (Of([Figures(one, one.Now, "env")], Later).Return, Of([Figures(one, one.Now, "env")], Later).Completion));
        Assert.Equal(new Rate(1, 1), Of([Figures(one, one.Now)], Later).Return);
    }

    [Fact]
    public void A_late_answer_that_was_no_good_stays_with_the_unit_that_gave_it()
    {
        var one = LoopCase.In(CaseStatus.InProgress).After(TimeSpan.FromDays(15)).Reply().Do(CaseAction.Feedback, LoopCase.Staff, new FeedbackData("城管局已经清运。")).Unhappy()
            .Do(CaseAction.Reassign, LoopCase.Office, new ReassignData("env"), "由生态环境局办").Do(CaseAction.Acknowledge, LoopCase.OtherUnit, new AcknowledgeData("赵六"))
            .Do(CaseAction.Reply, LoopCase.OtherUnit, new ReplyData(LoopCase.Answer, ReplyClass.Explained)).Do(CaseAction.Feedback, LoopCase.Staff, new FeedbackData("这次清干净了。"))
            .Do(CaseAction.Evaluate, Actor.Resident, new EvaluateData(Solved.Yes, Satisfaction.Satisfied));

        var (first, second) = (Of([Figures(one, one.Now, "urban")], Later), Of([Figures(one, one.Now, "env")], Later));

        Assert.Equal((new Rate(1, 1), new Rate(1, 1), new Rate(0, 1), new Rate(1, 1), new Rate(0, 0)), (first.Overdue, first.Rework, first.Resolution, first.ResolutionClaimed, first.Completion));
        Assert.Equal((new Rate(0, 1), new Rate(0, 1), new Rate(1, 1), new Rate(0, 1), new Rate(1, 1)), (second.Overdue, second.Rework, second.Resolution, second.ResolutionClaimed, second.Completion));
        Assert.Equal((new Rate(1, 1), new Rate(0, 1)), (second.Satisfaction, second.Return));
        Assert.Equal(0, second.HandlingDays.Value);
    }

    [Fact]
    public void A_day_that_ran_out_before_the_case_was_taken_away_is_the_first_units()
    {
        var one = LoopCase.In(CaseStatus.InProgress).After(TimeSpan.FromDays(8)).Do(CaseAction.Warn, Actor.System, new WarnData(WarningColor.Red), "已经超过期限。")
            .Do(CaseAction.Reassign, LoopCase.Office, new ReassignData("env"), "由生态环境局办");

        Assert.Equal(new Rate(1, 1), Of([Figures(one, one.Now, "urban")], one.Case.DueOn!.Value).Overdue);
        Assert.Equal(new Rate(0, 1), Of([Figures(one, one.Now, "env")], one.Case.DueOn!.Value).Overdue);
    }

    private static CaseFigures Figures(LoopCase one, DateTimeOffset now, string? unit = null) =>
        CaseFigures.Of(one.State, one.Case.DueOn!.Value, one.Log, one.Rules, one.Case.OpenedAt, 0.5, now, unit);

    [Fact]
    public void What_a_unit_calls_solved_is_its_word_though_the_resident_says_no()
    {
        var one = LoopCase.In(CaseStatus.AwaitingEvaluation);
        Assert.Equal(ReplyClass.Solved, one.State.ReplyClass);
        one.Do(CaseAction.Rework, Actor.Resident, new EvaluateData(Solved.No), "还是老样子");

        var told = Of([CaseFigures.Of(one.State, one.Case.DueOn!.Value, one.Log, one.Rules, one.Case.OpenedAt, 0.5, one.Now)], Later);

        Assert.Equal((new Rate(0, 1), new Rate(1, 1)), (told.Resolution, told.ResolutionClaimed));
    }

    [Fact]
    public void Resolution_has_two_views_and_a_gap()
    {
        var told = Of([Done, Done with { Solved = Solved.No }, Done with { Solved = Solved.Partly }, Done with { Solved = Solved.Unasked, ReplyClass = ReplyClass.Planned }], Later);

        Assert.Equal((new Rate(1, 3), new Rate(3, 4)), (told.Resolution, told.ResolutionClaimed));
        Assert.Equal(0.75 - 0.3333, told.ResolutionGap!.Value, 4);
    }

    [Fact]
    public void A_visit_by_video_counts_half_and_only_what_was_answered_is_asked_about()
    {
        var told = Of([Done with { Consultation = 1 }, Done with { Consultation = 0.5 }, Done, Plain with { Consultation = 1 }], Later);

        Assert.Equal(new Rate(1.5, 3), told.Consultation);
    }

    [Fact]
    public void Response_return_rework_and_routing_have_their_own_denominators()
    {
        var told = Of(
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
            new CaseFigures(CaseStatus.Replied, new DateOnly(2026, 11, 30), new DateOnly(2026, 11, 24), ReplyClass.Solved, 0.5, TimeSpan.FromHours(4), true, false, false, Solved.Unasked, Satisfaction.None, true)
            {
                // No leader named and no plan before the quick answer; contact in time, nothing returned. Acknowledged in time, no note needed in one day, evidence.
                Met = ConsultationMode.Video, WholeTrace = true, HandlingDays = 1, Attention = new(2, 3), Digital = new(3, 3),
            }, figures);
    }

    [Fact]
    public void Another_lead_than_the_proposed_one_is_a_proposal_changed() => Assert.False(Figures(InProgress("env")).ProposalKept);

    [Fact]
    public void A_consultation_is_split_by_how_they_met()
    {
        var told = Of([Done with { Consultation = 1, Met = ConsultationMode.InPerson }, Done with { Consultation = 0.5, Met = ConsultationMode.Video }, Done], Later);

        Assert.Equal((new Rate(1.5, 3), new Rate(1, 3), new Rate(1, 3)), (told.Consultation, told.ConsultationInPerson, told.ConsultationVideo));
    }

    [Fact]
    public void What_the_units_do_is_the_yes_answers_among_those_that_could_be_asked()
    {
        var told = Of([Done with { Attention = new(2, 4), Digital = new(3, 3), WholeTrace = true }, Plain with { Attention = new(1, 2) }], Later);

        Assert.Equal((new Rate(3, 6), new Rate(3, 3), new Rate(1, 2)), (told.LeadershipAttention, told.DigitalEnablement, told.TraceOnline));
    }

    [Theory]
    [InlineData(new[] { 3, 1, 9 }, 3.0)]
    [InlineData(new[] { 1, 2, 3, 40 }, 2.5)]
    public void The_time_it_takes_is_the_middle_one(int[] days, double median) =>
        Assert.Equal(median, Of([.. days.Select(d => Done with { HandlingDays = d }), Plain], Later).HandlingDays.Value);

    [Fact]
    public void Three_rates_are_weighed_and_fairly_satisfied_counts_nine_tenths()
    {
        // Response 1/2, resolution 3/4, satisfaction (2 + 0.9) / 4.
        var told = Of([Done, Done, Done with { Satisfaction = Satisfaction.Basic, ContactAfter = null }, Done with { Solved = Solved.No, Satisfaction = Satisfaction.Dissatisfied, ContactAfter = null }], Later);

        Assert.Equal((0.1 * 0.5) + (0.5 * 0.75) + (0.4 * 2.9 / 4), told.ThreeRateScore!.Value, 4);
        Assert.Null(Of([Plain], Later).ThreeRateScore);
    }

    [Fact]
    public void The_composite_is_null_until_whatever_has_a_weight_has_a_value()
    {
        CaseFigures[] cases = [Done with { Consultation = 1, Attention = new(4, 5), Digital = new(1, 2) }];
        var plain = Of(cases, Later);

        Assert.Null(plain.CompositeIndex);
        Assert.Contains("上网率", plain.Missing["compositeIndex"], StringComparison.Ordinal);

        var weighed = Indicators.Of(cases, Later, new IndicatorWeights { OnlineRate = 0, Completion = 0.2, Consultation = 0.2, Satisfaction = 0.2, Resolution = 0.2, LeadershipAttention = 0.1, DigitalEnablement = 0.1 }, new Usage(null, null));

        Assert.Equal((0.2 * 4) + (0.1 * 0.8) + (0.1 * 0.5), weighed.CompositeIndex!.Value, 4);
        Assert.DoesNotContain("compositeIndex", weighed.Missing.Keys);
    }

    [Fact]
    public void What_is_not_kept_here_is_null_and_says_why()
    {
        var told = Of([Done], Later);

        Assert.Equal((null, null, null, null), (told.PublishedOnline, told.OnlineRate, told.ConversionRate, told.UsageRate));
        Assert.All(["publishedOnline", "onlineRate", "conversionRate", "usageRate", "usageResidents"], name => Assert.NotEmpty(told.Missing[name]));
    }

    [Fact]
    public void Conversion_in_cases_counts_each_once_and_usage_needs_the_adults()
    {
        var told = Indicators.Of([Done with { Promoted = true }, Done, Plain with { Promoted = true }, Plain], Later, new IndicatorWeights(), new Usage(30, 1000));

        Assert.Equal((new Rate(3, 4), new Rate(30, 1000), 30), (told.ConversionInCases, told.UsageRate, told.UsageResidents));
        Assert.Null(Indicators.Of([], Later, new IndicatorWeights(), new Usage(30, null)).UsageRate);
    }

    [Fact]
    public void A_unit_is_asked_what_it_could_have_done_by_now()
    {
        var one = InProgress("urban");

        Assert.Equal(new Checks(1, 2), Figures(one, The.Moment.AddHours(3)).Attention); // nothing returned, no leader; plan and contact have time yet
        Assert.Equal(new Checks(1, 4), Figures(one, The.Moment.AddDays(5)).Attention);

        Take(one, CaseAction.Progress, CaseActor.Department, "urban", new ProgressData("周三换灯头", ProgressKind.Plan, The.Moment.AddHours(4)), The.Moment.AddHours(5));

        Assert.Equal(new Checks(3, 4), Figures(one, The.Moment.AddDays(5)).Attention);
    }

    [Fact]
    public void A_return_that_the_office_overruled_was_unfounded()
    {
        var one = InProgress("urban", acknowledged: false);
        Take(one, CaseAction.ReturnByDepartment, CaseActor.Department, "urban", new ReturnData("env", "环境保护法"), The.Moment.AddHours(2), "不归我局");
        Take(one, CaseAction.ForceAssign, CaseActor.Office, null, new ForceData("仍由城管局承办"), The.Moment.AddHours(3));

        Assert.Equal(new Checks(0, 2), Figures(one, The.Moment.AddHours(4)).Attention);
    }

    private static Indicators Of(IEnumerable<CaseFigures> cases, DateOnly today) => Indicators.Of(cases, today, new IndicatorWeights(), new Usage(null, null));

    private static CaseFigures Figures(Case one, DateTimeOffset? now = null) => CaseFigures.Of(one.Facts, one.DueOn!.Value, [.. one.Uncommitted], The.Rules, one.OpenedAt, video: 0.5, now ?? The.Moment.AddDays(1));

    private static Case InProgress(string lead, bool acknowledged = true)
    {
        var one = new Case(CaseId.New(), Guid.NewGuid(), Guid.NewGuid(), "webchat", The.Moment) { Number = new CaseNo("QH20261123-0001") };
        Take(one, CaseAction.Confirm, CaseActor.Resident, null, new ConfirmData("路灯不亮", 10, "webchat", "notice", "书香里", ["修好"], "Simple"), The.Moment);
        Take(one, CaseAction.Sort, CaseActor.Bot, null, new SortData("Environment", "ENV-04", "urban", [], null, "D01", 0.9), The.Moment);
        Take(one, CaseAction.Assign, CaseActor.StationStaff, null, new AssignData(lead, Liaison: "李工"), The.Moment.AddHours(1));
        if (acknowledged)
        {
            Take(one, CaseAction.Acknowledge, CaseActor.Department, lead, new AcknowledgeData("李工"), The.Moment.AddHours(2));
        }
        return one;
    }

    private static void Take(Case one, CaseAction action, CaseActor role, string? unit, StepData data, DateTimeOffset at, string reason = "") =>
        Assert.IsType<StepResult.Done>(one.Apply(new Step(action, new Actor(role, null, unit), data, reason), at, The.Rules));
}
