using FsCheck;
using FsCheck.Fluent;
using StationBot.Handling.Cases;
using StationBot.Handling.Deadlines;
using StationBot.Handling.Loop;
using static StationBot.Handling.Cases.CaseAction;

namespace StationBot.Tests.Handling.Loop;

/// <summary>What holds after any steps, legal or not, by anybody, at any time.</summary>
public sealed class LoopProperties
{
    private static readonly Actor[] People =
    [
        Actor.Resident, Actor.Bot, Actor.System, LoopCase.Staff, LoopCase.Office, LoopCase.Lead, LoopCase.OtherUnit, LoopCase.Deputy,
        new(CaseActor.Department, "孙七", "housing"), new(CaseActor.Deputy, "周代表", "D02"),
    ];

    private static readonly CaseAction[] Actions = [.. Enum.GetValues<CaseAction>().Where(a => a != Adopt)];

    [Fact]
    public void A_case_keeps_its_invariants_whatever_is_tried() => Prop.ForAll(Walks, Holds).Check(Config.QuickThrowOnFailure.WithMaxTest(400));

    private const int MostBatches = 60;

    [Fact]
    public void The_walks_get_everywhere()
    {
        var seen = new HashSet<CaseStatus>();
        // Seldom more than six batches: as many as it takes, since what is random must not fail by chance.
        for (var batch = 0; batch < MostBatches && seen.Count < Enum.GetValues<CaseStatus>().Length; batch++)
        {
            foreach (var walk in Gen.ArrayOf(Moves, 200).Sample(50))
            {
                var one = LoopCase.Draft();
                foreach (var move in walk)
                {
                    Take(one, move);
                    seen.Add(one.Case.Status);
                }
            }
        }
        Assert.Empty(Enum.GetValues<CaseStatus>().Except(seen));
    }

    [Fact]
    public void Later_starts_and_more_days_never_end_sooner() => Prop.ForAll(
        Arb.From(from at in Gen.Choose(0, 700 * 24) from more in Gen.Choose(0, 200) from days in Gen.Choose(1, 30) select (at, more, days)), t =>
        {
            var (calendar, clocks) = (The.Directory.Calendar, new ClockOptions());
            var from = new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.FromHours(8)).AddHours(t.at);
            var due = LoopClocks.Workdays(from, t.days, calendar, clocks);
            return due > from && LoopClocks.Workdays(from.AddHours(t.more), t.days, calendar, clocks) >= due && LoopClocks.Workdays(from, t.days + 1, calendar, clocks) > due
                && calendar.IsWorkday(calendar.DayOf(due));
        }).QuickCheckThrowOnFailure();

    private static Gen<Move> Moves { get; } =
        from action in Gen.Frequency((3, Gen.Constant(-1)), (1, Gen.Choose(0, Actions.Length - 1)))
        from actor in Gen.Choose(0, People.Length - 1)
        from choice in Gen.Choose(0, 100_000)
        from hours in Gen.Frequency((6, Gen.Choose(0, 6)), (2, Gen.Choose(6, 80)), (1, Gen.Choose(80, 900)))
        select new Move(action, actor, choice, hours);

    private static Arbitrary<Move[]> Walks => Arb.From(from length in Gen.Choose(1, 120) from walk in Gen.ArrayOf(Moves, length) select walk);

    private static bool Holds(Move[] walk)
    {
        var one = LoopCase.Draft(demands: walk.Length % 3 == 0 ? ["清运", "加垃圾箱"] : ["清运"], flags: walk.Length % 5 == 0 ? ["gas"] : []);
        foreach (var move in walk)
        {
            Take(one, move);
            var state = one.State;
            var log = one.Log;
            Assert.True(CaseState.Replay(log).SameAs(state), "replay");
            Assert.True(CaseState.Read(CaseState.Write(state)).SameAs(state), "json");
            Assert.Equal((state.Status, state.Lead, log.Count, log.Count), (one.Case.Status, one.Case.Lead, one.Case.EventCount, one.Case.Version));
            Assert.DoesNotContain(state.Lead, state.Co);
            Assert.Distinct(state.Co);
            Assert.All(log.Zip(log.Skip(1)), pair => Assert.True(pair.First.To == pair.Second.From && pair.First.At <= pair.Second.At && pair.First.Number + 1 == pair.Second.Number));
            Assert.Equal(Count(log, "T13"), state.ReturnCount);
            Assert.Equal(log.Count(e => e.Action == nameof(ApproveExtension)), state.ExtensionCount);
            Assert.Equal(Count(log, "T22") + Count(log, "T27"), state.ReworkCount);
            Assert.Equal(Count(log, "T05"), state.InfoRounds);
            Assert.InRange(state.InfoRounds, 0, 2);
            Assert.InRange(state.ExtensionCount, 0, 1);
            Assert.InRange(state.SupervisionLevel, 0, 3);
            Assert.Equal(state.Status is CaseStatus.AwaitingInfo or CaseStatus.Returned, state.Pauses.Any(p => p.To is null));
            Assert.True(state.Status != CaseStatus.Merged || state.MergedInto is not null);
            Assert.True(state.Status != CaseStatus.ClosedOut || !state.OpenCommitments.Any());
            Assert.True(state.Status is not (CaseStatus.InProgress or CaseStatus.Assigned or CaseStatus.Replied) || state.Lead is not null);
            Assert.Equal(LoopClocks.Of(state, one.Rules.Calendar, one.Rules.Clocks), LoopClocks.Of(CaseState.Replay(log), one.Rules.Calendar, one.Rules.Clocks));
        }
        // A draft of these walks waits before it is collected; one of the program is made in the moment in which it is.
        Assert.DoesNotContain(LoopCheck.Faults(one.Case, one.Log, one.Rules, one.Now), f => !f.EndsWith("before its first event", StringComparison.Ordinal));
        // Nothing leads out of a settled case but what the table names.
        Assert.DoesNotContain(one.Log, e => e.From is CaseStatus.Withdrawn && e.To != e.From);
        Assert.All(one.Log.Where(e => e.From == CaseStatus.Merged && e.To != e.From), e => Assert.Equal(nameof(Unmerge), e.Action));
        Assert.All(one.Log.Where(e => e.From == CaseStatus.ClosedOut && e.To != e.From), e => Assert.Equal("T27", e.Transition));
        return true;
    }

    private static int Count(List<CaseEvent> log, string transition) => log.Count(e => e.Transition == transition);

    /// <summary>Three moves in four are likely ones: a row that leads on from here, by one who may. The rest is anything by anybody.</summary>
    private static void Take(LoopCase one, Move move)
    {
        one.After(TimeSpan.FromHours(move.Hours));
        var (action, by) = (move.Action < 0 ? default : Actions[move.Action], People[move.Actor]);
        var rows = Transitions.All.Where(t => t.From.Contains(one.Case.Status) && (move.Choice % 10) switch
        {
            0 or 1 => t.Id.Length == 0,
            2 => t.Id.Length > 0,
            _ => t.To is not null && t.To != one.Case.Status && t.Action is not (Withdraw or Merge or Decline or Redirect or AskForMore or PullBack),
        }).ToArray();
        if (move.Action < 0 && rows.Length > 0)
        {
            var row = rows[move.Choice / 10 % rows.Length];
            var able = People.Where(p => row.By.Contains(p.Role) && (p.Unit is null || p.Unit == one.State.Lead || p.Unit == one.State.Deputy)).ToArray();
            (action, by) = (row.Action, able.Length > 0 ? able[move.Choice / 1000 % able.Length] : by);
        }
        var before = one.Case.Uncommitted.Count;
        var was = CaseState.Write(one.State);
        if (one.Case.Apply(new Step(action, by, Data(one, action, move.Choice), move.Choice % 4 == 0 ? "" : "说明"), one.Now, one.Rules) is StepResult.Refused)
        {
            Assert.Equal((was, before), (CaseState.Write(one.State), one.Case.Uncommitted.Count));
        }
        one.Log.AddRange(one.Case.Uncommitted.Skip(before));
    }

    private static StepData? Data(LoopCase one, CaseAction action, int choice)
    {
        string[] units = ["urban", "env", "housing", "urban", "env", "housing", "nobody"];
        var unit = units[choice % 7];
        var day = one.Rules.Calendar.DayOf(one.Now).AddDays(choice % 12 - 1);
        return action switch
        {
            Confirm => one.ConfirmData,
            SendToTriage => one.SortData,
            CaseAction.Sort => one.SortData with { Lead = unit, Co = choice % 9 == 0 ? ["env"] : [], Decision = "定" },
            Correct => one.SortData with { Lead = unit, Co = ["env"] },
            AskForMore => new AskData(["place"]),
            Decline => new DeclineData("court", "请向法院起诉", choice % 3 == 0 ? null : "110指挥中心", one.Now),
            Redirect => new RedirectData("hotline", "12345", choice % 2 == 0, choice % 3 == 0 ? null : "110指挥中心", one.Now),
            Merge => new MergeData("QH20261101-0001", 0.9, true, choice % 3 > 0, true),
            CaseAction.Split or Unsplit => new SplitData(["QH20261123-0008"], choice % 2 == 0),
            TakeIn or LetGo => new JoinData("QH20261101-0002", [new Subscriber(Guid.CreateVersion7(), Guid.CreateVersion7())]),
            CaseAction.Assign => new AssignData(choice % 2 == 0 ? unit : null, choice % 9 == 0 ? ["env"] : [], "小刘", choice % 7 == 0 ? day : null, Priority: choice % 11 == 0),
            Acknowledge => new AcknowledgeData("张三"),
            ReturnByDepartment => new ReturnData(unit, "法"),
            Reassign => new ReassignData(unit, choice % 5 == 0 ? ["env"] : null),
            ForceAssign => new ForceData("办", choice % 2 == 0 ? unit : null),
            CaseAction.Progress => new ProgressData("去现场", (ProgressKind)(choice % 3)),
            RequestExtension or ApproveExtension => new ExtensionData(choice % 3 == 0 ? null : day.AddDays(5), true),
            CaseAction.Reply => new ReplyData(choice % 6 == 0 ? "已阅" : LoopCase.Answer, (ReplyClass)(choice % 4), choice % 4 is 1 or 2 ? [new Promise("装箱", day.AddDays(9))] : null,
                choice % 2 == 0 ? ["照片"] : null, [new(1, "已清三车垃圾"), new(2, "已加两个箱")]),
            RejectReply => new RejectData("不清楚"),
            Feedback => new FeedbackData("已清运"),
            Evaluate or CaseAction.Rework or EvaluateInterim => new EvaluateData((Solved)(choice % 4), (Satisfaction)(choice % 4)),
            Complete => new CompleteData(true),
            TrackCommitments => new TrackData([one.State.OpenCommitments.FirstOrDefault()?.Number ?? 1]),
            ReportCommitment => new CommitmentData(choice % 3 + 1, choice % 2 == 0, "装好了", ["照片"], day.AddDays(3)),
            Promote => new PromoteData(Guid.CreateVersion7(), "关于垃圾的建议", (PreReview)(choice % 3)),
            CarryOver => new CarryOverData(choice % 2 == 0 ? "D02" : "D01", day),
            EscalateSupervision => new SupervisionData(choice % 4, (EscalationGround)(choice % 10)),
            ReferToTriage => new ReferData(["不归我"], choice % 2 == 0),
            DecideWithoutInfo => new DecideData((CaseStatus)(choice % 18), "定", choice % 3 == 0 ? null : "110指挥中心", one.Now),
            Supplement => new SupplementData(choice % 2 == 0),
            Nudge => new NudgeData((NudgeKind)(choice % 6)),
            Warn => new WarnData((WarningColor)(choice % 3)),
            Consult => new ConsultData((ConsultationMode)(choice % 3), day, "同意"),
            RecordEvidence => new EvidenceData(["照片"]),
            RaiseFlag => new FlagData(choice % 2 == 0 ? "group" : "gas"),
            OpenDataRequest or CloseDataRequest => new DataRequestData(new Guid(choice % 2, 0, 0, new byte[8])),
            LinkTicket => new TicketData("12345", "T1"),
            CaseAction.TicketStatus => new TicketStatusData("12345", "T1", choice % 2 == 0 ? "办理中" : "已办结"),
            NameObstacle => new ObstacleData(ObstacleKind.Money),
            Whistle => new WhistleData([unit], one.Now.AddHours(3)),
            ChangeCo => new CoUnitsData(choice % 3 == 0 ? [] : [unit]),
            GiveCoOpinion => new OpinionData(unit, "同意"),
            _ => null,
        };
    }

    internal sealed record Move(int Action, int Actor, int Choice, int Hours);
}
