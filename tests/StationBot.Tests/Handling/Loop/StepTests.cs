using StationBot.Handling.Cases;
using static StationBot.Handling.Cases.CaseAction;
using static StationBot.Handling.Cases.CaseStatus;

namespace StationBot.Tests.Handling.Loop;

/// <summary>One test for each row T01–T36 of domain.md §4.3: the step is taken, moves the case as the row says, and leaves its event.</summary>
public sealed class StepTests
{
    private static readonly Actor System = Actor.System;
    private static readonly DateOnly Day = new(2026, 12, 7);

    /// <summary>Row, where the case stands, the step.</summary>
    private static readonly (string Id, Func<LoopCase> Case, CaseAction Action, Actor By, Func<LoopCase, StepData?> Data, string Reason, CaseStatus To)[] Rows =
    [
        ("T01", () => LoopCase.Draft(), Confirm, Actor.Resident, c => c.ConfirmData, "", Collected),
        ("T01", () => LoopCase.Draft(), Confirm, System, c => c.ConfirmData, "", Collected),
        ("T02", () => LoopCase.In(Collected), SendToTriage, Actor.Bot, c => c.SortData, "low_confidence", InTriage),
        ("T03", () => LoopCase.In(Collected), CaseAction.Sort, Actor.Bot, c => c.SortData, "", ReadyToAssign),
        ("T04", () => LoopCase.In(InTriage), CaseAction.Sort, LoopCase.Staff, _ => new SortData(Decision: "城管局主办"), "", ReadyToAssign),
        ("T05", () => LoopCase.In(InTriage), AskForMore, LoopCase.Staff, _ => new AskData(["place"]), "", AwaitingInfo),
        ("T05", () => LoopCase.In(ReadyToAssign), AskForMore, Actor.Bot, _ => new AskData(["time"]), "", AwaitingInfo),
        ("T06", () => LoopCase.In(AwaitingInfo), Supplement, Actor.Resident, _ => null, "在三号楼门口", Collected),
        ("T07", () => LoopCase.In(InTriage), Decline, LoopCase.Staff, _ => new DeclineData("court", "请向法院起诉"), "", Declined),
        ("T07", () => LoopCase.Draft(flags: ["gas"]).To(InTriage), Decline, LoopCase.Staff, _ => new DeclineData("not_ours", "请拨打119", "119指挥中心", The.Moment), "", Declined),
        ("T08", () => LoopCase.Draft(flags: ["gas"]).To(InTriage), Redirect, LoopCase.Staff, _ => new RedirectData("hotline", "12345", null, "燃气公司值班长", The.Moment), "", Redirected),
        ("T08", () => LoopCase.In(InTriage), Redirect, LoopCase.Staff, _ => new RedirectData("hotline", "12345"), "", Redirected),
        ("T08", () => LoopCase.Draft(flags: ["out_of_area"]).To(Collected), Redirect, Actor.Bot, _ => new RedirectData("hotline", "12345", true), "", Redirected),
        ("T09", () => LoopCase.In(InProgress), Merge, LoopCase.Staff, _ => new MergeData("QH20261101-0001", 0.92, true, true, true), "", Merged),
        ("T10", () => LoopCase.In(ReadyToAssign), CaseAction.Split, LoopCase.Staff, _ => new SplitData(["QH20261123-0008"], true), "", ReadyToAssign),
        ("T11", () => LoopCase.In(ReadyToAssign), CaseAction.Assign, LoopCase.Staff, _ => new AssignData(Liaison: "小刘"), "", Assigned),
        ("T12", () => LoopCase.In(Assigned), Acknowledge, LoopCase.Lead, _ => new AcknowledgeData("张三"), "", InProgress),
        ("T13", () => LoopCase.In(Assigned), ReturnByDepartment, LoopCase.Lead, _ => new ReturnData("env", "环境保护法"), "不是我局职责", Returned),
        ("T14", () => LoopCase.In(Returned), Reassign, LoopCase.Office, _ => new ReassignData("env"), "由环境局办", Assigned),
        ("T15", () => LoopCase.In(Returned), ForceAssign, LoopCase.Office, _ => new ForceData("仍由城管局办"), "", Assigned),
        ("T16", () => LoopCase.In(InProgress), CaseAction.Progress, LoopCase.Lead, _ => new ProgressData("今天下午去现场", ProgressKind.Plan), "", InProgress),
        ("T17", () => LoopCase.In(InProgress), RequestExtension, LoopCase.Lead, _ => new ExtensionData(Day), "要等设备到货", InProgress),
        ("T17", () => LoopCase.In(InProgress).Do(RequestExtension, LoopCase.Lead, new ExtensionData(Day), "要等设备到货"), ApproveExtension, LoopCase.Office, _ => new ExtensionData(Told: true), "", InProgress),
        ("T18", () => LoopCase.In(InProgress), CaseAction.Reply, LoopCase.Lead, _ => new ReplyData(LoopCase.Answer, ReplyClass.Solved), "", Replied),
        ("T18", () => LoopCase.In(CaseStatus.Rework), CaseAction.Reply, LoopCase.Lead, _ => new ReplyData(LoopCase.Answer, ReplyClass.Solved), "", Replied),
        ("T19", () => LoopCase.In(Replied), RejectReply, LoopCase.Staff, _ => new RejectData("没写什么时候再清"), "", InProgress),
        ("T20", () => LoopCase.In(Replied), Feedback, LoopCase.Staff, _ => new FeedbackData("已经清运"), "", AwaitingEvaluation),
        ("T20", () => LoopCase.In(Replied), Feedback, Actor.Bot, _ => new FeedbackData("已经清运"), "", AwaitingEvaluation),
        ("T21", () => LoopCase.In(AwaitingEvaluation), Evaluate, Actor.Resident, _ => new EvaluateData(Solved.Yes, Satisfaction.Satisfied), "", Completed),
        ("T21", () => Reminded(LoopCase.In(AwaitingEvaluation)).After(TimeSpan.FromDays(7)), Evaluate, System, _ => null, "", Completed),
        ("T22", () => LoopCase.In(AwaitingEvaluation), CaseAction.Rework, Actor.Resident, _ => new EvaluateData(Solved.No, Satisfaction.Dissatisfied), "还是老样子", CaseStatus.Rework),
        ("T22", SecondTimeUnhappy, CaseAction.Rework, LoopCase.Staff, _ => null, "再办一轮", CaseStatus.Rework),
        ("T23", () => SecondTimeUnhappy().Do(EscalateSupervision, LoopCase.Office, new SupervisionData(2, EscalationGround.ManyAlike), "好几件"), Complete, LoopCase.Staff, _ => new CompleteData(true), "管网改造列入明年计划", Completed),
        ("T24", () => Promised(), TrackCommitments, System, _ => new TrackData([1]), "", CommitmentTracking),
        ("T25", () => LoopCase.In(CommitmentTracking), ReportCommitment, LoopCase.Lead, _ => new CommitmentData(1, true, "垃圾箱已装好", ["照片"]), "", Replied),
        ("T26", () => LoopCase.In(Completed).CheckedIn(), CloseOut, LoopCase.Staff, _ => null, "", ClosedOut),
        ("T27", () => LoopCase.In(Completed), Reopen, Actor.Resident, _ => null, "又堆起来了", CaseStatus.Rework),
        ("T27", () => LoopCase.In(ClosedOut), Reopen, LoopCase.Deputy, _ => null, "走访时又看到", CaseStatus.Rework),
        ("T28", () => LoopCase.In(InProgress), Withdraw, Actor.Resident, _ => null, "", Withdrawn),
        ("T29", () => LoopCase.In(InProgress), Promote, LoopCase.Deputy, _ => new PromoteData(Guid.CreateVersion7(), "关于增设垃圾收集点的建议", PreReview.Adopt), "", InProgress),
        ("T30", () => LoopCase.In(InProgress), CarryOver, LoopCase.Office, _ => new CarryOverData("D02", new DateOnly(2026, 12, 31)), "", InProgress),
        ("T31", () => LoopCase.In(InProgress), EscalateSupervision, System, _ => new SupervisionData(1, EscalationGround.Overdue), "", InProgress),
        ("T32", () => LoopCase.In(InProgress), Reassign, LoopCase.Office, _ => new ReassignData("env"), "现场看是工业垃圾", Assigned),
        ("T33", ReturnedTwice, ReferToTriage, System, _ => new ReferData(["城管局:不归我", "环境局:不归我"]), "", InTriage),
        ("T34", () => LoopCase.In(Declined), CaseAction.Object, Actor.Resident, _ => null, "这不是打官司的事", InTriage),
        ("T34", () => LoopCase.In(Redirected), CaseAction.Object, LoopCase.Staff, _ => null, "热线不收", InTriage),
        ("T35", () => LoopCase.In(AwaitingInfo).After(TimeSpan.FromDays(7)), DecideWithoutInfo, LoopCase.Staff, _ => new DecideData(ReadyToAssign, "按现有材料办"), "", ReadyToAssign),
        ("T35", () => LoopCase.In(AwaitingInfo).After(TimeSpan.FromDays(7)), DecideWithoutInfo, LoopCase.Staff, _ => new DecideData(Declined, "没有地点,无法办理"), "", Declined),
        ("T35", () => LoopCase.In(AwaitingInfo).After(TimeSpan.FromDays(7)), DecideWithoutInfo, LoopCase.Staff, _ => new DecideData(Withdrawn, "居民说不用了"), "", Withdrawn),
        ("T36", () => LoopCase.In(ReadyToAssign), PullBack, LoopCase.Staff, _ => null, "主办单位存疑", InTriage),
    ];

    public static TheoryData<int, string> Numbers => [.. Rows.Select((r, i) => new TheoryDataRow<int, string>(i, $"{r.Id} {r.Action} by {r.By.Role}"))];

    [Fact]
    public void Clocks_follow_the_type_that_staff_name_or_the_class_that_they_name()
    {
        var one = LoopCase.In(InTriage);

        one.Do(CaseAction.Sort, LoopCase.Staff, new SortData(Type: "OTH-03", Lead: "utility", Decision: "停水"), "停水归公用企业");
        Assert.Equal(("UrgentService", new DateOnly(2026, 11, 24)), (one.Case.CaseClass, one.Case.DueOn));
        one.Do(Correct, LoopCase.Staff, new SortData(Type: "ENV-07"));
        Assert.Equal(("Simple", new DateOnly(2026, 11, 30)), (one.Case.CaseClass, one.Case.DueOn));
        one.Do(Correct, LoopCase.Staff, new SortData(Type: "ENV-07", CaseClass: "Complex"), "要几家一起办");
        Assert.Equal(("Complex", new DateOnly(2026, 12, 14)), (one.Case.CaseClass, one.Case.DueOn));
        // The same type again says nothing new about the class.
        one.Do(Correct, LoopCase.Staff, new SortData(Type: "ENV-07"));
        Assert.Equal("Complex", one.Case.CaseClass);
        Assert.True(CaseState.Replay(one.Log).SameAs(one.State));
    }

    [Fact]
    public void A_day_that_was_handed_out_is_moved_by_no_correction()
    {
        var one = LoopCase.In(InProgress);
        var due = one.Case.DueOn;

        one.Do(Correct, LoopCase.Staff, new SortData(Type: "OTH-03"));

        Assert.Equal(("Simple", due), (one.Case.CaseClass, one.Case.DueOn));
    }

    [Fact]
    public void A_question_stays_one_and_what_is_urgent_by_its_words_stays_urgent_whatever_its_type()
    {
        Assert.Equal("Consult", LoopCase.In(InTriage, "Consult").Do(CaseAction.Sort, LoopCase.Staff, new SortData(Type: "OTH-03", Lead: "utility", Decision: "问停水"), "问停水").Case.CaseClass);
        Assert.Equal("UrgentService", LoopCase.Draft("UrgentService", flags: ["urgent_service"]).To(InTriage).Do(CaseAction.Sort, LoopCase.Staff, new SortData(Type: "ENV-07", Lead: "urban", Decision: "垃圾"), "垃圾").Case.CaseClass);
    }

    [Theory, MemberData(nameof(Numbers))]
    public void A_row_is_taken(int index, string name)
    {
        Assert.NotEmpty(name);
        var (id, make, action, by, data, reason, to) = Rows[index];
        var one = make();
        var from = one.Case.Status;

        one.Do(action, by, data(one), reason);

        var happened = one.Log[^1];
        Assert.Equal((id, action.ToString(), by.Role, from, to, reason), (happened.Transition, happened.Action, happened.Actor, happened.From, happened.To, happened.Reason));
        Assert.Equal((to, one.Log.Count), (one.Case.Status, one.Case.EventCount));
        Assert.True(CaseState.Replay(one.Log).SameAs(one.State), string.Join(' ', CaseState.Replay(one.Log).Differences(one.State)));
    }

    [Fact]
    public void Promises_of_a_reply_that_was_sent_back_were_never_made()
    {
        var promise = new ReplyData(LoopCase.Answer, ReplyClass.Planned, [new Promise("装垃圾箱", Day)]);
        var one = LoopCase.In(InProgress).Reply(promise).Do(RejectReply, LoopCase.Staff, new RejectData("没写装几个"));
        Assert.Empty(one.State.Commitments);

        one.Reply(promise).Do(Feedback, LoopCase.Staff, new FeedbackData("正在装")).Do(CaseAction.Rework, Actor.Resident, new EvaluateData(Solved.No), "没装");
        one.Reply(new ReplyData(LoopCase.Answer, ReplyClass.Planned, [new Promise("再加一个", Day)]));
        Assert.Equal(2, one.State.Commitments.Count);
        one.Do(RejectReply, LoopCase.Staff, new RejectData("还是不清楚"));

        // What the resident was told stands.
        Assert.Equal("装垃圾箱", Assert.Single(one.State.Commitments).Text);
    }

    [Fact]
    public void A_contact_of_this_very_moment_lies_not_ahead()
    {
        var one = LoopCase.In(InProgress).After(TimeSpan.FromTicks(4321));

        one.Do(CaseAction.Progress, LoopCase.Lead, new ProgressData("刚刚打过电话", ProgressKind.Contact, one.Now));
    }

    [Fact]
    public void Every_row_has_its_test() => Assert.Equal(Transitions.All.Select(t => t.Id).Where(id => id.Length > 0).Distinct().Order(), Rows.Select(r => r.Id).Distinct().Order());

    internal static LoopCase Reminded(LoopCase one) => one
        .After(TimeSpan.FromDays(3)).Do(Nudge, System, new NudgeData(NudgeKind.EvaluationReminder))
        .After(TimeSpan.FromDays(3)).Do(Nudge, System, new NudgeData(NudgeKind.EvaluationReminder));

    internal static LoopCase SecondTimeUnhappy() => LoopCase.In(CaseStatus.Rework).Reply()
        .Do(Feedback, LoopCase.Staff, new FeedbackData("又清了一次")).Do(Supplement, Actor.Resident, new SupplementData(Dissatisfied: true), "还是不行");

    internal static LoopCase ReturnedTwice() => LoopCase.In(Returned).Do(Reassign, LoopCase.Office, new ReassignData("env"), "由环境局办")
        .Do(ReturnByDepartment, LoopCase.OtherUnit, new ReturnData("urban", "市容条例"), "是生活垃圾");

    internal static LoopCase Promised() => LoopCase.In(InProgress)
        .Reply(new ReplyData(LoopCase.Answer, ReplyClass.InProgress, [new Promise("装垃圾箱", Day)])).Do(Feedback, LoopCase.Staff, new FeedbackData("正在装"));
}
