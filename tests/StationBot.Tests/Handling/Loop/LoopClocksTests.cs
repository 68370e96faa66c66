using System.Globalization;
using StationBot.Handling.Cases;
using StationBot.Handling.Deadlines;
using static StationBot.Handling.Cases.CaseAction;

namespace StationBot.Tests.Handling.Loop;

/// <summary>Dates worked out by hand from the official notices for 2025 and 2026: makeup Saturdays and Sundays, holidays, months, pauses.</summary>
public sealed class LoopClocksTests
{
    private static readonly ClockOptions Default = new();

    private static WorkCalendar Calendar => The.Directory.Calendar;

    [Theory]
    [InlineData("Simple", "2026-11-23 10:00", "2026-11-30")]
    [InlineData("Simple", "2026-11-23 17:00", "2026-11-30")] // at closing time still in time
    [InlineData("Simple", "2026-11-23 17:00:01", "2026-12-01")]
    [InlineData("Simple", "2026-11-21 10:00", "2026-11-30")] // Saturday counts as Monday
    [InlineData("Simple", "2026-11-21 20:00", "2026-11-30")] // and late on Saturday too
    [InlineData("Consult", "2026-11-20 18:00", "2026-11-24")] // Friday evening counts as Monday
    [InlineData("Complex", "2026-11-23 10:00", "2026-12-14")]
    [InlineData("LongTerm", "2026-11-23 10:00", "2026-12-14")]
    // 2026, 春节: 02-14 is a Saturday worked, 02-15 to 02-23 are off, 02-28 is a Saturday worked.
    [InlineData("Simple", "2026-02-12 10:00", "2026-02-26")]
    [InlineData("Simple", "2026-02-26 10:00", "2026-03-04")]
    [InlineData("Consult", "2026-02-13 16:00", "2026-02-14")]
    [InlineData("Consult", "2026-02-14 09:00", "2026-02-24")]
    // 2026, 元旦: off to 01-03, 01-04 is a Sunday worked.
    [InlineData("Simple", "2026-01-02 10:00", "2026-01-09")]
    // 2026, 劳动节: 05-01 to 05-05 off, 05-09 is a Saturday worked.
    [InlineData("Consult", "2026-05-08 10:00", "2026-05-09")]
    [InlineData("Simple", "2026-04-30 10:00", "2026-05-11")]
    // 2026, 端午 06-19 to 06-21.
    [InlineData("Consult", "2026-06-18 17:30", "2026-06-23")]
    // 2026, 中秋 09-25 to 09-27, 国庆 10-01 to 10-07; 09-20 Sunday and 10-10 Saturday worked.
    [InlineData("Simple", "2026-09-18 10:00", "2026-09-24")]
    [InlineData("Simple", "2026-09-24 17:00", "2026-10-09")]
    [InlineData("Simple", "2026-09-30 09:00", "2026-10-13")]
    [InlineData("Consult", "2026-09-30 09:00", "2026-10-08")]
    // 2025, 春节: 01-26 Sunday worked, 01-28 to 02-04 off, 02-08 Saturday worked.
    [InlineData("Simple", "2025-01-24 10:00", "2025-02-07")]
    [InlineData("Simple", "2025-01-24 18:00", "2025-02-08")]
    // 2025, 劳动节: 04-27 Sunday worked.
    [InlineData("Consult", "2025-04-25 09:00", "2025-04-27")]
    // 2025, 端午 05-31 to 06-02.
    [InlineData("Consult", "2025-05-30 09:00", "2025-06-03")]
    // 2025, 国庆 and 中秋: 10-01 to 10-08 off; 09-28 Sunday and 10-11 Saturday worked.
    [InlineData("Simple", "2025-09-26 10:00", "2025-10-10")]
    [InlineData("Complex", "2025-09-26 10:00", "2025-10-23")]
    // Hour clocks run in real time, whatever the day.
    [InlineData("UrgentService", "2026-11-20 23:30", "2026-11-21")]
    [InlineData("UrgentService", "2026-10-01 00:00", "2026-10-02")]
    public void The_answer_is_due_by_working_days_or_real_hours(string caseClass, string received, string due) =>
        Assert.Equal(Day(due), LoopCase.Draft(caseClass, at: At(received)).To(CaseStatus.ReadyToAssign).Case.DueOn);

    [Theory]
    [InlineData("2026-11-30", 3, "2027-03-01")] // 02-28 is a Sunday (domain.md §6.3)
    [InlineData("2027-11-30", 3, "2028-02-29")] // a leap year's last day
    [InlineData("2026-07-01", 3, "2026-10-08")] // ends on a holiday
    [InlineData("2025-07-01", 3, "2025-10-09")]
    [InlineData("2025-11-14", 3, "2026-02-14")] // ends on a Saturday that is worked
    [InlineData("2025-11-15", 3, "2026-02-24")]
    [InlineData("2026-08-31", 6, "2027-03-01")]
    [InlineData("2026-01-15", 6, "2026-07-15")]
    [InlineData("2025-08-28", 6, "2026-02-28")]
    [InlineData("2025-08-31", 6, "2026-02-28")]
    [InlineData("2025-10-31", 6, "2026-04-30")]
    public void Months_end_as_the_civil_code_has_it(string start, int months, string end) => Assert.Equal(Day(end), Clocks.EndOfMonths(Day(start), months, Calendar));

    [Theory]
    [InlineData(ClockKind.Acknowledge, "2026-02-13 16:00", "2026-02-14 17:00")]
    [InlineData(ClockKind.Return, "2026-02-13 16:00", "2026-02-24 17:00")]
    [InlineData(ClockKind.Acknowledge, "2026-11-23 17:30", "2026-11-25 17:00")]
    public void A_department_answers_the_assignment_in_time(ClockKind clock, string assigned, string by) =>
        Assert.Equal(At(by), LoopCase.Draft(at: At(assigned)).To(CaseStatus.Assigned) is var c ? Of(c, clock).At : default);

    [Fact]
    public void First_contact_and_plan_run_from_the_acknowledgement_over_the_holiday()
    {
        var one = LoopCase.Draft(at: At("2026-09-30 15:00")).To(CaseStatus.InProgress);

        Assert.Equal((At("2026-10-08 17:00"), At("2026-10-09 17:00")), (Of(one, ClockKind.FirstContact).At, Of(one, ClockKind.Plan).At));
        one.Do(CaseAction.Progress, LoopCase.Lead, new ProgressData("下周一上门", ProgressKind.Plan, one.Now));
        Assert.DoesNotContain(Dues(one), d => d.Clock is ClockKind.FirstContact or ClockKind.Plan);
    }

    [Fact]
    public void Urgent_hours_run_through_the_night()
    {
        var one = LoopCase.Draft(CaseClasses.UrgentService, at: At("2026-10-01 22:00")).To(CaseStatus.Assigned);

        Assert.Equal((At("2026-10-02 00:00"), At("2026-10-02 22:00")), (Of(one, ClockKind.Acknowledge).At, Of(one, ClockKind.Reply).At));
        one.After(TimeSpan.FromHours(1)).Do(Acknowledge, LoopCase.Lead, new AcknowledgeData("张三"));
        Assert.Equal(At("2026-10-02 03:00"), Of(one, ClockKind.FirstContact).At);
    }

    [Theory]
    // Received Wednesday 02-11: due 02-25. Asked on Thursday; silence counts for seven days, of which two were worked.
    [InlineData("Simple", "2026-02-11 10:00", "2026-02-12 10:00", "2026-02-24 10:00", "2026-02-27 17:00")]
    // Received Monday 09-28: due Saturday 10-10. Asked on the 29th, answered after the holiday: one working day.
    [InlineData("Simple", "2026-09-28 10:00", "2026-09-29 10:00", "2026-10-08 10:00", "2026-10-12 17:00")]
    [InlineData("Simple", "2026-11-23 10:00", "2026-11-24 10:00", "2026-11-24 16:00", "2026-11-30 17:00")] // answered the same day
    [InlineData("Simple", "2026-11-23 10:00", "2026-11-24 10:00", "2026-11-26 16:00", "2026-12-02 17:00")]
    [InlineData("UrgentService", "2026-10-01 08:00", "2026-10-01 09:00", "2026-10-01 10:30", "2026-10-02 09:30")]
    public void The_clock_stands_still_while_the_resident_is_asked(string caseClass, string received, string asked, string answered, string due)
    {
        var one = LoopCase.Draft(caseClass, at: At(received)).To(CaseStatus.ReadyToAssign);
        one.Now = At(asked);
        one.Do(AskForMore, LoopCase.Staff, new AskData(["place"]));
        Assert.True(Of(one, ClockKind.Reply).Paused);
        one.Now = At(answered);
        one.Do(Supplement, Actor.Resident, reason: "三号楼");

        Assert.Equal((At(due), false), (Of(one, ClockKind.Reply).At, Of(one, ClockKind.Reply).Paused));
    }

    [Fact]
    public void The_clock_stands_still_while_a_return_is_decided()
    {
        var one = LoopCase.In(CaseStatus.Assigned);
        one.Now = At("2026-11-24 10:00");
        one.Return();
        Assert.True(Of(one, ClockKind.Reply).Paused);
        one.Now = At("2026-11-26 10:00");
        one.Do(Reassign, LoopCase.Office, new ReassignData("env"), "由环境局办");

        Assert.Equal(Day("2026-12-02"), one.Case.DueOn);
    }

    [Fact]
    public void A_new_lead_has_the_whole_time_once()
    {
        var one = LoopCase.In(CaseStatus.InProgress);
        one.Now = At("2026-11-26 10:00");
        one.Do(Reassign, LoopCase.Office, new ReassignData("env"), "工业垃圾");
        Assert.Equal(Day("2026-12-03"), one.Case.DueOn);
        one.Do(Acknowledge, LoopCase.OtherUnit, new AcknowledgeData("赵六"));
        one.Now = At("2026-12-01 10:00");
        one.Do(Reassign, LoopCase.Office, new ReassignData("housing"), "又换");

        Assert.Equal(Day("2026-12-03"), one.Case.DueOn);
    }

    [Fact]
    public void Another_round_has_five_working_days() => Assert.Equal(Day("2026-11-30"), LoopCase.In(CaseStatus.Rework).Case.DueOn);

    [Theory, InlineData("Simple", "2026-12-07"), InlineData("Complex", "2027-01-05"), InlineData("Consult", "2026-11-26")]
    public void An_extension_goes_as_far_as_the_class_allows(string caseClass, string day) =>
        Assert.Equal(Day(day), LoopClocks.LongestExtension(LoopCase.In(CaseStatus.InProgress, caseClass).State, Calendar, Default));

    [Fact]
    public void Co_units_have_half_of_the_leads_time() =>
        Assert.Equal(At("2026-11-25 17:00"), Of(LoopCase.In(CaseStatus.ReadyToAssign).Assign(new AssignData(Co: ["env"], Liaison: "小刘")), ClockKind.CoOpinion).At);

    [Fact]
    public void A_date_in_a_year_that_nobody_has_announced_is_marked_as_a_guess()
    {
        var one = LoopCase.Draft(at: At("2026-12-30 10:00")).To(CaseStatus.ReadyToAssign);

        Assert.Equal((Day("2027-01-07"), 2027), (one.Case.DueOn, Of(one, ClockKind.Reply).GuessedYear));
        Assert.Null(Of(LoopCase.In(CaseStatus.ReadyToAssign), ClockKind.Reply).GuessedYear);
    }

    private static Due Of(LoopCase one, ClockKind clock) => Assert.Single(Dues(one), d => d.Clock == clock);

    private static IReadOnlyList<Due> Dues(LoopCase one) => LoopClocks.Of(one.State, Calendar, Default);

    private static DateOnly Day(string day) => DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static DateTimeOffset At(string local) => DateTimeOffset.Parse(local + " +08:00", CultureInfo.InvariantCulture);
}
