using System.Globalization;
using StationBot.Handling.Cases;
using StationBot.Handling.Deadlines;
using StationBot.Handling.Loop;
using static StationBot.Handling.Cases.CaseAction;

namespace StationBot.Tests.Handling.Loop;

/// <summary>R8: the lead gives one joint answer, and nobody's silence keeps it from the resident for good.</summary>
public sealed class CoUnitTests
{
    private static readonly ReplyData Answer = new(LoopCase.Answer, ReplyClass.Solved, Evidence: ["照片1"]);

    [Fact]
    public void Once_half_of_the_time_is_over_the_lead_answers_with_what_there_is_and_the_log_says_who_was_silent()
    {
        var one = Joint("env", "housing").Do(GiveCoOpinion, LoopCase.OtherUnit, new OpinionData(Text: "同意,我局周三到场采样"));
        Assert.Equal("case.guard.co_opinions", one.Try(CaseAction.Reply, LoopCase.Lead, Answer));
        // Who answers cannot say that somebody was silent whose time is not over.
        Assert.Equal("case.guard.co_opinions", one.Try(CaseAction.Reply, LoopCase.Lead, Answer with { Silent = ["housing"] }));
        Assert.Equal("case.guard.co_opinions", Way(one));

        one.Now = Half(one).At.AddMinutes(1);
        Assert.Null(Way(one));
        one.Reply(Answer);

        Assert.Equal(["housing"], ((ReplyData)StepJson.Read(CaseAction.Reply, one.Log[^1].Data)).Silent);
        Assert.Empty(LoopCheck.Faults(one.Case, one.Log, one.Rules, one.Now));
        var unsaid = one.Log[^1] with { Data = StepJson.Write(Answer with { InTime = true }) };
        Assert.Contains(LoopCheck.Faults(one.Case, [.. one.Log[..^1], unsaid], one.Rules, one.Now), f => f.EndsWith("against co_opinions", StringComparison.Ordinal));
    }

    [Fact]
    public void The_silent_unit_the_office_and_the_lead_are_told_when_the_half_is_over()
    {
        var one = Joint("env");

        var act = Nudging.Of(one.Case.Id, one.State, one.Rules).Single(a => a.Series == nameof(ClockKind.CoOpinion));

        Assert.Equal([("env", "co_opinion_overdue"), (null, "co_opinion_overdue"), ("urban", "co_silent")], act.Tells.Select(t => (t.Unit, t.Kind)));
    }

    [Fact]
    public void The_office_takes_a_co_unit_out_and_the_lead_goes_on_by_the_same_clock()
    {
        var one = Joint("env");
        var (due, acknowledged) = (one.Case.DueOn, one.State.AcknowledgedAt);

        one.Do(ChangeCo, LoopCase.Office, new CoUnitsData([]), "不需要生态环境局配合");

        Assert.Equal((CaseStatus.InProgress, due, acknowledged), (one.Case.Status, one.Case.DueOn, one.State.AcknowledgedAt));
        Assert.Empty(one.State.Co);
        Assert.Empty(one.Case.Co);
        Assert.Equal(["env:not_needed", "urban:ChangeCo"], Told(one).Order());
        one.Reply(Answer);
        Assert.Empty(LoopCheck.Faults(one.Case, one.Log, one.Rules, one.Now));
    }

    /// <summary>The lead of an urgent service has 24 hours, over a weekend too: nobody makes it late.</summary>
    [Theory, InlineData("2026-11-06 15:00"), InlineData("2026-11-10 09:00")]
    public void Where_the_lead_has_hours_the_others_have_half_of_them(string told)
    {
        var one = LoopCase.Draft(CaseClasses.UrgentService, at: DateTimeOffset.Parse(told + " +08:00", CultureInfo.InvariantCulture)).To(CaseStatus.ReadyToAssign).Assign(new AssignData(Co: ["env"], Liaison: "小刘"));
        var reply = LoopClocks.Reply(one.State, one.Rules.Calendar, one.Rules.Clocks)!;

        Assert.Equal(one.State.AssignedAt!.Value + ((reply.At - one.State.AssignedAt.Value) / 2), Half(one).At);
    }

    [Fact]
    public void Who_comes_in_has_half_of_what_is_left_and_what_was_said_stays_said()
    {
        var one = Joint("env", "housing").Do(GiveCoOpinion, LoopCase.OtherUnit, new OpinionData(Text: "同意,我局周三到场采样"));
        var half = Half(one);
        one.Now = half.At.AddHours(1);

        one.Do(ChangeCo, LoopCase.Office, new CoUnitsData(["env", "market"]), "住建局没有意见,换市监局");

        Assert.Equal((one.Now, true), (Assert.Single(one.State.CoLater).Since, Half(one).At > half.At));
        Assert.Equal(["env"], one.State.Opinions);
        Assert.Equal(["housing:not_needed", "market:Assign_Co", "urban:ChangeCo"], Told(one).Order());
        Assert.Equal("case.guard.co_opinions", one.Try(CaseAction.Reply, LoopCase.Lead, Answer));
        one.Now = Half(one).At.AddMinutes(1);
        Assert.Equal("done", one.Try(CaseAction.Reply, LoopCase.Lead, Answer));
    }

    /// <summary>Another co-unit gives the silent one no time again: it stays past its half, and the lead waits for the new one alone.</summary>
    [Fact]
    public void Who_was_silent_past_the_half_stays_past_it_when_another_comes_in()
    {
        var one = Joint("env");
        one.Now = Half(one).At.AddHours(1);

        one.Do(ChangeCo, LoopCase.Office, new CoUnitsData(["env", "housing"]), "再请住建局配合");

        Assert.Equal("case.guard.co_opinions", one.Try(CaseAction.Reply, LoopCase.Lead, Answer));
        var why = (StepResult.Refused)one.Case.Apply(new Step(CaseAction.Reply, LoopCase.Lead, Answer), one.Now, one.Rules);
        Assert.Contains("住建局", why.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain("生态环境局", why.Reason, StringComparison.Ordinal);
        Assert.Equal([("env", null), ("housing", null)], Nudging.Of(one.Case.Id, one.State, one.Rules).Where(a => a.Series.StartsWith(nameof(ClockKind.CoOpinion), StringComparison.Ordinal))
            .Select(a => (Assert.Single(a.Tells, t => t.Kind == "co_opinion_overdue" && t.Unit is not null).Unit, (string?)null)).Order());
        one.Do(GiveCoOpinion, new Actor(CaseActor.Department, "钱七", "housing"), new OpinionData(Text: "同意,我局周三派人到场"));
        one.Reply(Answer);
        Assert.Equal(["env"], ((ReplyData)StepJson.Read(CaseAction.Reply, one.Log[^1].Data)).Silent);
        Assert.Empty(LoopCheck.Faults(one.Case, one.Log, one.Rules, one.Now));
    }

    /// <summary>A log of before says only that somebody came in, and its half was everybody's.</summary>
    [Fact]
    public void An_old_entry_that_does_not_say_who_came_in_is_read_as_it_was()
    {
        var one = Joint("env").Do(ChangeCo, LoopCase.Office, new CoUnitsData(["env", "housing"]), "再请住建局配合");
        var old = one.Log[^1] with { Data = StepJson.Write(new CoUnitsData(["env", "housing"])) };

        var state = CaseState.Replay([.. one.Log[..^1], old]);

        Assert.Equal((one.Now.ToUniversalTime(), 0), (state.CoSince!.Value.ToUniversalTime(), state.CoLater.Count));
        Assert.Equal(state.CoSince, LoopClocks.AskedAt(state, "env"));
    }

    [Fact]
    public void Only_the_office_changes_who_helps_and_finds_the_way_among_its_steps()
    {
        var one = Joint("env");

        Assert.Equal("case.wrong_role", one.Try(ChangeCo, LoopCase.Lead, new CoUnitsData([]), "不需要"));
        Assert.Equal("case.missing_data:reason", one.Try(ChangeCo, LoopCase.Office, new CoUnitsData([])));
        Assert.Equal("case.guard.different_co", one.Try(ChangeCo, LoopCase.Office, new CoUnitsData(["housing"], None: true), "换"));
        Assert.Equal("case.guard.known_units", one.Try(ChangeCo, LoopCase.Office, new CoUnitsData(["urban"]), "换"));
        Assert.Contains(NextSteps.Of(one.Case, LoopCase.Office, one.Now, one.Rules), s => s.Row.Action == ChangeCo && s.Blocked is null);
    }

    [Fact]
    public void A_called_unit_is_reminded_once_before_it_meets_and_not_in_the_night()
    {
        var morning = Reminders(The.Moment.AddDays(1).AddHours(-1)); // Tuesday 09:00, three hours before is night
        Assert.Equal([("2026-11-24 08:00", "env")], morning);
        Assert.Equal([("2026-11-24 12:00", "env")], Reminders(The.Moment.AddDays(1).AddHours(5)));
        Assert.Empty(Reminders(The.Moment.AddHours(2))); // the call itself says it
        Assert.Empty(Reminders(The.Moment.AddHours(21.5))); // over before the night is

        static IEnumerable<(string, string?)> Reminders(DateTimeOffset meet)
        {
            var one = LoopCase.In(CaseStatus.InProgress).Do(Whistle, LoopCase.Office, new WhistleData(["env"], meet, "书香里东门"));
            Assert.Empty(LoopCheck.Faults(one.Case, one.Log, one.Rules, one.Now));
            return Nudging.Of(one.Case.Id, one.State, one.Rules).SelectMany(a => a.Tells.Where(t => t.Kind == StaffKinds.CalledSoon).Select(t => (one.Rules.Calendar.Local(a.At).ToString("yyyy-MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture), t.Unit)));
        }
    }

    [Fact]
    public void Whom_a_conflict_names_gets_nothing_of_the_case_from_then_on()
    {
        var one = Joint("env").Do(RaiseFlag, LoopCase.Staff, new FlagData("conflict", ["env", "D01"]), "反映的就是他们");

        Assert.Equal(["env", "D01"], one.State.Conflicted);
        Assert.Empty(one.State.Co);
        Assert.Empty(LoopCheck.Faults(one.Case, one.Log, one.Rules, one.Now));
        Assert.Equal("case.guard.own_deputy", one.Try(Nudge, LoopCase.Deputy, new NudgeData(NudgeKind.During)));
        Assert.Equal("case.guard.conflicted", one.Try(ChangeCo, LoopCase.Office, new CoUnitsData(["env"]), "请他们协办"));
    }

    private static LoopCase Joint(params string[] co) =>
        LoopCase.In(CaseStatus.ReadyToAssign).Assign(new AssignData(Co: co, Liaison: "小刘")).Do(Acknowledge, LoopCase.Lead, new AcknowledgeData("张三"));

    private static Due Half(LoopCase one) => LoopClocks.Of(one.State, one.Rules.Calendar, one.Rules.Clocks).Single(d => d.Clock == ClockKind.CoOpinion);

    /// <summary>What stands against the lead's reply, by the list of steps.</summary>
    private static string? Way(LoopCase one) => NextSteps.Of(one.Case, LoopCase.Lead, one.Now, one.Rules).Single(s => s.Row.Action == CaseAction.Reply).Blocked?.Code;

    private static IEnumerable<string> Told(LoopCase one) => Notices.ForStaff(one.Case, one.Log[^1]).Select(n => $"{n.Unit}:{n.Kind}");
}
