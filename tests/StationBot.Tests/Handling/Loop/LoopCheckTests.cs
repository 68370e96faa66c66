using StationBot.Handling.Cases;
using StationBot.Handling.Loop;
using StationBot.Handling.Sorting;

namespace StationBot.Tests.Handling.Loop;

public sealed class LoopCheckTests
{
    [Theory, InlineData(CaseStatus.Collected), InlineData(CaseStatus.CommitmentTracking), InlineData(CaseStatus.ClosedOut), InlineData(CaseStatus.Merged)]
    public void What_went_through_the_loop_is_in_order(CaseStatus status) => Assert.Empty(Faults(LoopCase.In(status)));

    [Fact]
    public void A_case_from_before_is_in_order_once_it_was_adopted()
    {
        var old = Case.Restore(CaseId.New(), new CaseNo("QH20261103-0001"), CaseStatus.AwaitingEvaluation, Guid.NewGuid(), Guid.NewGuid(), "webchat", The.Moment.AddDays(-20));
        Assert.Empty(LoopCheck.Faults(old, [], The.Rules, The.Moment));
        old.Apply(new Step(CaseAction.Evaluate, Actor.Resident, new EvaluateData(Solved.Yes, Satisfaction.Satisfied)), The.Moment, The.Rules);

        Assert.Empty(LoopCheck.Faults(old, old.Uncommitted, The.Rules, The.Moment));
        Assert.Equal(["Adopt", "Evaluate"], old.Uncommitted.Select(e => e.Action));
    }

    [Fact]
    public void A_moment_finer_than_the_log_keeps_is_no_fault()
    {
        var (fine, like) = (The.Moment.AddTicks(4321), LoopCase.In(CaseStatus.Collected));
        var made = new Case(CaseId.New(), Guid.NewGuid(), Guid.NewGuid(), "webchat", fine) { Number = new CaseNo("QH20261123-0009"), Summary = like.ConfirmData.Summary ?? "" };
        var old = Case.Restore(CaseId.New(), new CaseNo("QH20261103-0002"), CaseStatus.AwaitingEvaluation, Guid.NewGuid(), Guid.NewGuid(), "webchat", fine);

        Assert.IsType<StepResult.Done>(made.Apply(new Step(CaseAction.Confirm, Actor.Resident, like.ConfirmData), fine, The.Rules));
        Assert.IsType<StepResult.Done>(old.Apply(new Step(CaseAction.Evaluate, Actor.Resident, new EvaluateData(Solved.Yes, Satisfaction.Satisfied)), fine, The.Rules));

        Assert.DoesNotContain(LoopCheck.Faults(made, made.Uncommitted, The.Rules, fine), f => f.Contains("opened", StringComparison.Ordinal));
        Assert.DoesNotContain(LoopCheck.Faults(old, old.Uncommitted, The.Rules, fine), f => f.Contains("opened", StringComparison.Ordinal));
    }

    [Fact]
    public void An_illegal_event_a_gap_and_a_false_state_are_named()
    {
        var one = LoopCase.In(CaseStatus.InProgress);
        var illegal = one.Log[3] with { Actor = CaseActor.Resident };
        var elsewhere = one.Log[2] with { To = CaseStatus.Completed };

        Assert.Contains(LoopCheck.Faults(one.Case, [.. one.Log[..3], illegal], The.Rules, The.Moment), f => f.Contains("not in the table", StringComparison.Ordinal));
        Assert.Contains(LoopCheck.Faults(one.Case, [.. one.Log[..2], elsewhere, one.Log[3]], The.Rules, The.Moment), f => f.Contains("the one before ends in Completed", StringComparison.Ordinal));
        Assert.Contains(LoopCheck.Faults(one.Case, [.. one.Log[..2], one.Log[3]], The.Rules, The.Moment), f => f.Contains("stands at place", StringComparison.Ordinal));
        Assert.Contains(LoopCheck.Faults(one.Case, one.Log[..3], The.Rules, The.Moment), f => f.Contains("state differs from the replay in status", StringComparison.Ordinal));
        Assert.Contains(LoopCheck.Faults(one.Case, [one.Log[0] with { Action = "Fly" }], The.Rules, The.Moment), f => f.Contains("no such action", StringComparison.Ordinal));
    }

    [Fact]
    public void A_deadline_that_cannot_be_worked_out_again_is_named()
    {
        var one = LoopCase.In(CaseStatus.InProgress);
        one.Case.DueOn = one.Case.DueOn!.Value.AddDays(1);

        Assert.Equal("due 2026-12-01, worked out again 2026-11-30", Assert.Single(Faults(one)));
    }

    [Fact]
    public void A_step_without_what_its_row_demands_is_named()
    {
        var one = LoopCase.In(CaseStatus.Replied);
        var (reply, acknowledged) = (one.Log[^1], one.Log[^2]);

        Assert.Contains(Faults(one, [.. one.Log[..^1], reply with { Data = StepJson.Write(new ReplyData("好", ReplyClass.Planned)) }]), f => f.EndsWith("Reply: against promises", StringComparison.Ordinal));
        Assert.Contains(Faults(one, [.. one.Log[..^1], reply with { By = "env 赵六" }]), f => f.EndsWith("Reply: against own_case", StringComparison.Ordinal));
        Assert.Contains(Faults(one, [.. one.Log[..^2], acknowledged with { Data = "{}" }, reply]), f => f.EndsWith("Acknowledge: without handler", StringComparison.Ordinal));
        Assert.Contains(Faults(one, [.. one.Log[..^2], acknowledged with { Data = "[" }, reply]), f => f.EndsWith("Acknowledge: its data cannot be read", StringComparison.Ordinal));
    }

    [Fact]
    public void A_column_that_differs_and_a_clock_that_never_speaks_are_named()
    {
        var one = LoopCase.In(CaseStatus.InProgress);
        (one.Case.Co, one.Case.ProblemType, one.Case.NextActionAt) = (["env"], "OTH-07", null);

        Assert.Equal(
            ["column problemType holds OTH-07, the log says ENV-07", "column co holds env, the log says ", "a clock speaks at"], Faults(one).Select(f => f.StartsWith("a clock", StringComparison.Ordinal) ? f[..17] : f));
    }

    [Fact]
    public void Words_and_station_that_nothing_in_the_log_changed_are_held_against_it()
    {
        var one = LoopCase.In(CaseStatus.InProgress);
        (one.Case.Summary, one.Case.Station) = ("别的事", "ST05");

        Assert.Equal(["column summary holds other words than the log", "column station holds ST05, the log says S01"], Faults(one));
        one = LoopCase.In(CaseStatus.InProgress);
        var elsewhere = one.Log[0] with { Data = StepJson.Write(one.ConfirmData with { Channel = "wecom" }) };
        Assert.Equal(["column channel holds webchat, the log says wecom"], LoopCheck.Faults(one.Case, [elsewhere, .. one.Log.Skip(1)], one.Rules, one.Now));
    }

    [Fact]
    public void Topic_opening_and_linked_tickets_are_held_against_the_log()
    {
        var one = LoopCase.In(CaseStatus.InProgress);
        one.Case.Topics = [Topic.Healthcare];
        Assert.Equal(["column topics holds Healthcare, the log says Environment"], Faults(one));

        one = LoopCase.In(CaseStatus.InProgress);
        one.Do(CaseAction.LinkTicket, LoopCase.Staff, new TicketData("12345", "T1"));
        var row = new ExternalTicket("12345", "T1", one.Case.Id, one.Now);
        Assert.Empty(Linked(row));
        Assert.Equal(["the log links 12345 T1, no row of the external tickets does"], Linked());
        Assert.Equal(["external ticket 12345 T2 is linked by no event"], Linked(row, row with { Number = "T2" }));

        var early = one.Log[0] with { At = one.Case.OpenedAt.AddMinutes(-1) };
        Assert.Contains(LoopCheck.Faults(one.Case, [early, .. one.Log.Skip(1)], one.Rules, one.Now), f => f.StartsWith("opened at", StringComparison.Ordinal));

        IReadOnlyList<string> Linked(params ExternalTicket[] rows) => LoopCheck.Faults(one.Case, one.Log, one.Rules, one.Now, null, rows);
    }

    [Fact]
    public void A_number_a_community_and_an_opening_that_the_log_tells_otherwise_are_named()
    {
        var one = LoopCase.In(CaseStatus.InProgress);
        (one.Case.Number, one.Case.Community) = (new CaseNo("QH20261123-0099"), "C01");
        Assert.Equal(["has number QH20261123-0099, the log says QH20261123-0007", "column community holds C01, the log says nothing"], Faults(one));

        one = LoopCase.In(CaseStatus.InProgress);
        var moved = one.Log.Select(e => e with { At = e.At.AddDays(9) }).ToArray();
        Assert.Contains(LoopCheck.Faults(one.Case, moved, one.Rules, one.Now.AddDays(9)), f => f.EndsWith("before its first event", StringComparison.Ordinal));

        // Of a case from before its log said so nothing can be known.
        var untold = one.Log[0] with { Data = StepJson.Write(one.ConfirmData) };
        one.Case.Community = "C01";
        Assert.Empty(LoopCheck.Faults(one.Case, [untold, .. one.Log.Skip(1)], one.Rules, one.Now));
    }

    [Fact]
    public void A_reason_that_its_step_demands_and_that_is_gone_is_named()
    {
        foreach (var one in new[] { LoopCase.In(CaseStatus.Returned), LoopCase.In(CaseStatus.Rework), LoopCase.In(CaseStatus.Completed).Do(CaseAction.Reopen, Actor.Resident, reason: "又来了") })
        {
            Assert.Empty(Faults(one));
            Assert.Contains(Faults(one, [.. one.Log[..^1], one.Log[^1] with { Reason = "" }]), f => f.EndsWith("without reason", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void The_deadline_of_a_finished_case_is_held_against_its_log_too()
    {
        var one = LoopCase.In(CaseStatus.ClosedOut);
        one.Case.DueOn = new(2026, 12, 30);

        Assert.StartsWith("due 2026-12-30, worked out again", Assert.Single(Faults(one)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_case_whose_state_was_taken_away_is_named()
    {
        var log = LoopCase.In(CaseStatus.Assigned).Log;
        Case Bare(CaseStatus status) => Case.Restore(CaseId.New(), new CaseNo("QH20261103-0001"), status, Guid.NewGuid(), Guid.NewGuid(), "webchat", The.Moment);

        Assert.Contains("stands in ClosedOut, the log ends in Assigned", LoopCheck.Faults(Bare(CaseStatus.ClosedOut), log, The.Rules, The.Moment));
        Assert.Contains("the state is missing", LoopCheck.Faults(Bare(CaseStatus.Assigned), log, The.Rules, The.Moment));
    }

    [Fact]
    public void A_clock_that_should_have_spoken_is_named_unless_it_was_seen_to()
    {
        var one = LoopCase.In(CaseStatus.ReadyToAssign);
        one.Case.NextActionAt = null;
        var later = The.Moment.AddDays(90);

        Assert.StartsWith("a clock should have spoken at 2026-11-24", Assert.Single(LoopCheck.Faults(one.Case, one.Log, one.Rules, later)), StringComparison.Ordinal);

        Assert.Empty(LoopCheck.Faults(one.Case, one.Log, one.Rules, later, Nudging.Of(one.Case.Id, one.State, one.Rules).Select(a => a.Key).ToHashSet()));
    }

    [Fact]
    public void A_row_that_nobody_finds_that_cannot_be_saved_or_that_is_somebody_elses_is_named()
    {
        var one = LoopCase.In(CaseStatus.InProgress);
        (one.Case.Number, one.Case.Version) = (null, 0);
        var foreign = one.Log[0] with { Data = StepJson.Write(one.ConfirmData with { Residents = [new Subscriber(Guid.NewGuid(), Guid.NewGuid())] }) };

        var faults = Faults(one, [foreign, .. one.Log[1..]]);

        Assert.Contains("has no number: nobody can find it", faults);
        Assert.Contains("version 0 after 4 events: the next step cannot be saved", faults);
        Assert.Contains("its resident and conversation are not among those who follow it", faults);
    }

    [Fact]
    public void An_event_that_lies_ahead_one_that_nobody_signed_and_a_reply_of_one_word_are_named()
    {
        var one = LoopCase.In(CaseStatus.Replied);
        var (reply, acknowledged) = (one.Log[^1], one.Log[^2]);

        Assert.Contains(Faults(one, [.. one.Log[..^1], reply with { At = The.Moment.AddDays(400) }]), f => f.Contains("lies ahead", StringComparison.Ordinal));
        Assert.Contains(Faults(one, [.. one.Log[..^2], acknowledged with { By = "" }, reply]), f => f.Contains("signed by nobody", StringComparison.Ordinal));
        Assert.Contains(Faults(one, [.. one.Log[..^1], reply with { Data = StepJson.Write(new ReplyData("好", ReplyClass.Solved)) }]), f => f.EndsWith("Reply: its text is no answer", StringComparison.Ordinal));
    }

    [Fact]
    public void Words_that_were_cut_and_slots_that_are_none_are_named()
    {
        var one = LoopCase.In(CaseStatus.InProgress);
        (one.Case.RawText, one.Case.Slots) = ("垃圾三天没清,臭得很,请尽快派人来清运一下", new Dictionary<string, string> { ["place"] = "书香里", ["case_no"] = "无", ["confidential"] = "yes" });
        Assert.Empty(Faults(one));

        (one.Case.RawText, one.Case.Slots) = ("垃圾", new Dictionary<string, string> { ["contact"] = "13900002222", ["where"] = "书香里" });

        Assert.Equal(
            ["slot contact stands among the words, where it is not sealed", "slot where is none", "holds 2 characters of the resident's words, 20 were told"], Faults(one));
    }

    [Fact]
    public void Who_says_that_it_was_in_time_and_was_not_is_named()
    {
        var one = LoopCase.In(CaseStatus.InProgress).After(TimeSpan.FromDays(10)).Reply();
        Assert.Empty(Faults(one));
        var data = (ReplyData)StepJson.Read(CaseAction.Reply, one.Log[^1].Data);

        var faults = Faults(one, [.. one.Log[..^1], one.Log[^1] with { Data = StepJson.Write(data with { InTime = true }) }]);

        Assert.EndsWith("Reply: says that it was in time, the clocks say otherwise", Assert.Single(faults), StringComparison.Ordinal);
    }

    private static IReadOnlyList<string> Faults(LoopCase one, IReadOnlyList<CaseEvent> log) => LoopCheck.Faults(one.Case, log, one.Rules, one.Now);

    private static IReadOnlyList<string> Faults(LoopCase one) => LoopCheck.Faults(one.Case, one.Log, one.Rules, one.Now);
}
