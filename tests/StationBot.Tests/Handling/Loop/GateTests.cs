using StationBot.Handling.Cases;
using StationBot.Handling.Deadlines;
using StationBot.Handling.Roster;
using static StationBot.Handling.Cases.CaseAction;
using static StationBot.Handling.Cases.CaseStatus;

namespace StationBot.Tests.Handling.Loop;

/// <summary>One test for each refusal: nothing changes, and the code says why.</summary>
public sealed class GateTests
{
    private static readonly DateOnly Yesterday = new(2026, 11, 22);
    private static readonly DateOnly Soon = new(2026, 12, 7);

    private static readonly (string Code, Func<string> Try)[] Refused =
    [
        ("case.illegal_step", () => LoopCase.In(Collected).Try(CloseOut, LoopCase.Staff)),
        ("case.illegal_step", () => LoopCase.In(Withdrawn).Try(Reopen, Actor.Resident, reason: "又来了")),
        ("case.wrong_role", () => LoopCase.In(Assigned).Try(Acknowledge, LoopCase.Staff, new AcknowledgeData("王敏"))),
        ("case.wrong_role", () => LoopCase.In(AwaitingEvaluation).Try(Evaluate, LoopCase.Staff, new EvaluateData(Solved.Yes, Satisfaction.Satisfied))),
        ("case.missing_data:handler", () => LoopCase.In(Assigned).Try(Acknowledge, LoopCase.Lead)),
        ("case.missing_data:handler", () => LoopCase.In(Assigned).Try(Acknowledge, LoopCase.Lead, new AcknowledgeData("  "))),
        ("case.missing_data:reason", () => LoopCase.In(Assigned).Try(ReturnByDepartment, LoopCase.Lead, new ReturnData("env", "法"))),
        ("case.missing_data:slots", () => LoopCase.In(InTriage).Try(AskForMore, LoopCase.Staff, new AskData([]))),
        ("case.bad_data:data", () => LoopCase.In(Assigned).Try(Acknowledge, LoopCase.Lead, new AskData(["place"]))),
        ("case.bad_data:to", () => LoopCase.In(AwaitingInfo).After(TimeSpan.FromDays(7)).Try(DecideWithoutInfo, LoopCase.Staff, new DecideData(Completed, "办完了"))),
        ("case.stale", () => LoopCase.In(ReadyToAssign).Try(PullBack, LoopCase.Staff, reason: "存疑", version: 1)),
        ("case.guard.demand", () => LoopCase.Draft(demands: []).Try(Confirm, Actor.Resident, LoopCase.Draft(demands: []).ConfirmData)),
        ("case.guard.blocking_flag", () => LoopCase.Draft(flags: ["group"]).To(Collected) is var c ? c.Try(CaseAction.Sort, Actor.Bot, c.SortData) : ""),
        ("case.guard.reason_for_change", () => LoopCase.In(InTriage).Try(CaseAction.Sort, LoopCase.Staff, new SortData(Type: "OTH-07", Lead: "housing", Decision: "改类"))),
        ("case.guard.known_units", () => LoopCase.In(Collected).Try(CaseAction.Sort, Actor.Bot, new SortData("Other", "OTH-07", "nobody", Confidence: 0.9))),
        ("case.guard.known_units", () => LoopCase.In(ReadyToAssign).Try(CaseAction.Assign, LoopCase.Staff, new AssignData("urban", ["env", "urban"], "小刘"))),
        ("case.guard.known_units", () => LoopCase.In(InProgress).Try(Whistle, LoopCase.Office, new WhistleData(["nobody"], The.Moment.AddHours(3)))),
        ("case.guard.known_type", () => LoopCase.In(InTriage).Try(CaseAction.Sort, LoopCase.Staff, new SortData(Type: "XYZ-99", Decision: "改类"), "改")),
        ("case.guard.known_type", () => LoopCase.In(InProgress).Try(Correct, LoopCase.Staff, new SortData(Type: "XYZ-99"))),
        ("case.guard.known_slots", () => LoopCase.In(InTriage).Try(AskForMore, LoopCase.Staff, new AskData(["place", "xyz"]))),
        ("case.guard.known_class", () => LoopCase.In(InTriage).Try(CaseAction.Sort, LoopCase.Staff, new SortData(CaseClass: "Sometime", Decision: "改类"), "改")),
        ("case.guard.known_class", () => LoopCase.In(ReadyToAssign).Try(Correct, LoopCase.Staff, new SortData(Type: "ENV-07", CaseClass: "Sometime"))),
        ("case.guard.discipline", () => LoopCase.In(ReadyToAssign).Do(RaiseFlag, LoopCase.Staff, new FlagData("discipline")).Try(Merge, LoopCase.Staff, new MergeData("QH20261101-0001", 0.9, true, true, true))),
        ("case.guard.conflicted", () => LoopCase.Draft(conflicted: ["urban"]).To(ReadyToAssign).Try(CaseAction.Assign, LoopCase.Staff, new AssignData(Liaison: "小刘"))),
        ("case.guard.conflicted", () => LoopCase.Draft(conflicted: ["D02"]).To(ReadyToAssign).Try(CaseAction.Assign, LoopCase.Staff, new AssignData(Liaison: "小刘", Deputy: "D02"))),
        ("case.guard.conflicted", () => LoopCase.Draft(conflicted: ["urban"]).To(InTriage).Try(CaseAction.Sort, LoopCase.Staff, new SortData(Lead: "urban", Decision: "照旧"))),
        ("case.guard.conflicted", () => LoopCase.Draft(conflicted: ["env"]).To(InProgress).Try(Whistle, LoopCase.Office, new WhistleData(["env"], The.Moment.AddHours(3)))),
        ("case.guard.conflicted", () => LoopCase.Draft(conflicted: ["env"]).To(ReadyToAssign).Try(Correct, LoopCase.Staff, new SortData(Type: "OTH-04", Lead: "env"))),
        ("case.guard.handed_out", () => LoopCase.In(InProgress).Try(Correct, LoopCase.Staff, new SortData(Type: "ENV-07", CaseClass: "LongTerm"), "要等")),
        ("case.guard.reason_for_change", () => LoopCase.In(ReadyToAssign).Try(Correct, LoopCase.Staff, new SortData(Type: "ENV-07", CaseClass: "LongTerm"))),
        ("case.guard.handed_out", () => LoopCase.In(InProgress).Try(Correct, LoopCase.Staff, new SortData(Type: "OTH-04", Lead: "housing"))),
        ("case.guard.handed_out", () => LoopCase.In(InProgress).Try(Correct, LoopCase.Staff, new SortData(Type: "OTH-04", Co: []))),
        ("case.guard.residents_verdict", () => LoopCase.In(Completed).Try(Reopen, LoopCase.Deputy, new EvaluateData(Solved.Yes), "又坏了")),
        ("case.guard.known_flag", () => LoopCase.In(InProgress).Try(Correct, LoopCase.Staff, new SortData(Type: "OTH-04", Flags: ["nonsenseflag"]))),
        ("case.guard.known_deputy", () => LoopCase.In(ReadyToAssign).Try(CaseAction.Assign, LoopCase.Staff, new AssignData(Liaison: "小刘", Deputy: "NOPE"))),
        ("case.guard.known_deputy", () => LoopCase.In(InTriage).Try(CaseAction.Sort, LoopCase.Staff, new SortData(Deputy: "NOPE", Decision: "换代表"))),
        ("case.guard.known_ticket", () => LoopCase.In(Redirected).Try(CaseAction.TicketStatus, Actor.System, new TicketStatusData("12345", "GD1", "已办结"))),
        ("case.guard.says_something", () => LoopCase.In(AwaitingInfo).Try(Supplement, Actor.Resident)),
        ("case.guard.discipline", () => LoopCase.In(ReadyToAssign).Do(RaiseFlag, LoopCase.Staff, new FlagData("discipline")).Try(CaseAction.Assign, LoopCase.Staff, new AssignData(Liaison: "小刘"))),
        ("case.guard.discipline", () => LoopCase.In(ReadyToAssign).Do(RaiseFlag, LoopCase.Staff, new FlagData("discipline")).Try(Promote, LoopCase.Deputy, new PromoteData(Guid.NewGuid(), "关于垃圾的建议", PreReview.Adopt))),
        ("case.guard.only_report", () => LoopCase.In(Assigned).Try(PullBack, LoopCase.Staff, reason: "收回来")),
        ("case.guard.flag_stands", () => LoopCase.In(InProgress).Try(LowerFlag, LoopCase.Office, new FlagData("group"), "误判")),
        ("case.guard.opinion", () => Joint().Try(GiveCoOpinion, LoopCase.OtherUnit, new OpinionData(Text: "好"))),
        ("case.guard.verdict_time", () => LoopCase.In(InProgress).Try(Supplement, Actor.Resident, new SupplementData(Dissatisfied: true), "不满意")),
        ("case.guard.verdict_time", () => LoopCase.In(Completed).Try(Supplement, Actor.Resident, new SupplementData(Dissatisfied: true), "不满意")),
        ("case.guard.verdict_time", () => LoopCase.In(ClosedOut).Try(Supplement, Actor.Resident, new SupplementData(Dissatisfied: true), "不满意")),
        ("case.guard.verdict_time", () => LoopCase.In(AwaitingInfo).Try(Supplement, Actor.Resident, new SupplementData(Dissatisfied: true), "不满意")),
        ("case.guard.verdict_time", () => LoopCase.In(InProgress).Try(Supplement, Actor.Resident, new SupplementData(Solved: Solved.No), "没解决")),
        ("case.guard.info_rounds", () => Asked(Asked(LoopCase.In(InTriage))).Try(AskForMore, LoopCase.Staff, new AskData(["people"]))),
        ("case.guard.bot_redirect", () => LoopCase.In(Collected).Try(Redirect, Actor.Bot, new RedirectData("hotline", "12345", true))),
        ("case.guard.bot_redirect", () => LoopCase.In(Collected, CaseClasses.Consult).Try(Redirect, Actor.Bot, new RedirectData("hotline", "12345", false))),
        ("case.guard.same_matter", () => LoopCase.In(InTriage).Try(Merge, LoopCase.Staff, new MergeData("QH20261101-0001", 0.9, true, false, true))),
        ("case.guard.similarity", () => LoopCase.In(InTriage).Try(Merge, LoopCase.Staff, new MergeData("QH20261101-0001", 7, true, true, true))),
        ("case.guard.known_demands", () => LoopCase.In(InTriage).Try(Merge, LoopCase.Staff, new MergeData("QH20261101-0001", 0.9, true, true, true, Demands: [9]))),
        ("case.guard.not_itself", () => LoopCase.In(InTriage) is var c ? c.Try(Merge, LoopCase.Staff, new MergeData(c.Case.Number!.Value.Value, 0.9, true, true, true)) : ""),
        ("case.guard.resident_told", () => LoopCase.In(InTriage).Try(Merge, LoopCase.Staff, new MergeData("QH20261101-0001", 0.9, true, true, false))),
        ("case.guard.independent", () => LoopCase.In(InTriage).Try(CaseAction.Split, LoopCase.Staff, new SplitData(["QH20261123-0008"], false))),
        ("case.guard.auto_assign", () => LoopCase.In(ReadyToAssign).Try(CaseAction.Assign, Actor.System, new AssignData(Liaison: "小刘"))),
        ("case.guard.deadline_ahead", () => LoopCase.In(ReadyToAssign).Try(CaseAction.Assign, LoopCase.Staff, new AssignData(Liaison: "小刘", Deadline: Yesterday))),
        ("case.guard.deadline_length", () => LoopCase.In(ReadyToAssign).Try(CaseAction.Assign, LoopCase.Staff, new AssignData(Liaison: "小刘", Deadline: new(2026, 12, 1)))),
        ("case.guard.deadline_length", () => LoopCase.In(ReadyToAssign).Try(CaseAction.Assign, LoopCase.Staff, new AssignData(Liaison: "小刘", Deadline: new(2026, 11, 28)))),
        ("case.guard.deadline_length", () => LoopCase.In(Returned).Try(Reassign, LoopCase.Office, new ReassignData("housing", Deadline: new(2026, 12, 1)), "由住建局办")),
        ("case.guard.deadline_length", () => LoopCase.In(Returned).Try(ForceAssign, LoopCase.Office, new ForceData("仍由你局办", Deadline: new(2026, 12, 1)))),
        ("case.guard.deadline_length", () => LoopCase.In(InProgress).Try(Reassign, LoopCase.Office, new ReassignData("housing", Deadline: new(2026, 12, 1)), "由住建局办")),
        ("case.guard.officials", () => LoopCase.In(InProgress).Try(EscalateSupervision, LoopCase.Office, new SupervisionData(3, EscalationGround.Safety), "有危险")),
        ("case.guard.officials", () => LoopCase.In(InProgress).Try(EscalateSupervision, LoopCase.Office, new SupervisionData(3, EscalationGround.AreaWide, "副区长", "副区长"), "全区都有")),
        ("case.guard.officials", () => LoopCase.In(ReadyToAssign).Try(CaseAction.Assign, LoopCase.Staff, new AssignData(Liaison: "小刘", Priority: true, LeadingOfficial: "副区长"))),
        ("case.guard.own_case", () => LoopCase.In(Assigned).Try(Acknowledge, LoopCase.OtherUnit, new AcknowledgeData("赵六"))),
        ("case.guard.own_case", () => LoopCase.In(Assigned).Try(Acknowledge, new Actor(CaseActor.Department, "无名"), new AcknowledgeData("无名"))),
        ("case.guard.own_deputy", () => LoopCase.In(InProgress).Try(Consult, LoopCase.Deputy with { Unit = "D02" }, Met(The.Moment))),
        ("case.guard.co_unit", () => LoopCase.In(InProgress).Try(GiveCoOpinion, LoopCase.OtherUnit, new OpinionData(Text: "同意"))),
        ("case.guard.forced", () => LoopCase.In(Returned).Do(ForceAssign, LoopCase.Office, new ForceData("仍由你局办")).Try(ReturnByDepartment, LoopCase.Lead, new ReturnData("env", "法"), "不办")),
        ("case.guard.return_window", () => LoopCase.In(Assigned).After(TimeSpan.FromDays(3)).Try(ReturnByDepartment, LoopCase.Lead, new ReturnData("env", "法"), "不办")),
        ("case.guard.other_unit", () => LoopCase.In(Assigned).Try(ReturnByDepartment, LoopCase.Lead, new ReturnData("urban", "法"), "不办")),
        ("case.guard.return_count", () => ReturnedThrice().Try(Reassign, LoopCase.Office, new ReassignData("housing"), "换一家")),
        ("case.guard.different_co", () => Joint().Try(ChangeCo, LoopCase.Office, new CoUnitsData(["env"]), "换一家")),
        ("case.guard.different_co", () => Joint().Try(ChangeCo, LoopCase.Office, reason: "换一家")),
        ("case.guard.conflict_of", () => LoopCase.In(InProgress).Try(RaiseFlag, LoopCase.Staff, new FlagData("conflict", ["urban"]))),
        ("case.guard.conflict_of", () => LoopCase.In(InProgress).Try(RaiseFlag, LoopCase.Staff, new FlagData("conflict", ["nobody"]))),
        ("case.guard.conflict_of", () => LoopCase.In(InProgress).Try(RaiseFlag, LoopCase.Staff, new FlagData("group", ["env"]))),
        ("case.guard.not_ours", () => Answer("根据相关法律法规和政策规定,该事项不属于我单位职责范围,请向相关部门反映。")),
        ("case.guard.different_lead", () => LoopCase.In(InProgress).Try(Reassign, LoopCase.Office, new ReassignData("urban"), "换一家")),
        ("case.guard.one_restart", () => Moved("env").Do(Acknowledge, LoopCase.OtherUnit, new AcknowledgeData("赵六")).Try(Reassign, LoopCase.Office, new ReassignData("urban", Deadline: new(2026, 12, 1)), "再换一家")),
        ("case.guard.disputed", () => LoopCase.In(Returned).Try(ReferToTriage, LoopCase.Office, new ReferData(["不归我"]))),
        ("case.guard.meet_ahead", () => LoopCase.In(InProgress).Try(Whistle, LoopCase.Office, new WhistleData(["env"], The.Moment.AddHours(-3)))),
        ("case.guard.known_flag", () => LoopCase.In(InProgress).Try(RaiseFlag, LoopCase.Staff, new FlagData("very_bad"))),
        ("case.guard.waited", () => LoopCase.In(AwaitingInfo).After(TimeSpan.FromDays(6)).Try(DecideWithoutInfo, LoopCase.Staff, new DecideData(ReadyToAssign, "办"))),
        ("case.guard.knows_lead", () => Leadless().Try(DecideWithoutInfo, LoopCase.Staff, new DecideData(ReadyToAssign, "办"))),
        ("case.guard.danger", () => LoopCase.Draft(flags: ["gas"]).To(InTriage).Try(Withdraw, Actor.Resident)),
        ("case.guard.hand_over", () => LoopCase.Draft(flags: ["gas"]).To(InTriage).Try(Decline, LoopCase.Staff, new DeclineData("not_ours", "请向法院起诉"))),
        ("case.guard.others_joined", () => LoopCase.Draft(flags: ["discipline"]).To(InTriage).Do(TakeIn, LoopCase.Staff, new JoinData("QH20261123-0009", [])).Try(Decline, LoopCase.Staff, new DeclineData("NotOurs", "请向受理举报的单位反映。"))),
        ("case.guard.others_joined", () => LoopCase.Draft(flags: ["discipline"]).To(InTriage).Do(TakeIn, LoopCase.Staff, new JoinData("QH20261123-0009", [])).Try(Redirect, LoopCase.Staff, new RedirectData("discipline", "12388", true))),
        ("case.guard.hand_over", () => LoopCase.Draft(flags: ["gas"]).To(InTriage).Try(Redirect, LoopCase.Staff, new RedirectData("hotline", "12345", true, "119指挥中心"))),
        ("case.guard.hand_over", () => LoopCase.Draft(flags: ["gas"]).To(InTriage).Try(Redirect, LoopCase.Staff, new RedirectData("hotline", "12345", true, "119指挥中心", The.Moment.AddHours(1)))),
        ("case.guard.hand_over", () => LoopCase.Draft(flags: ["gas"]).To(InTriage).Try(Redirect, LoopCase.Staff, new RedirectData("hotline", "12345", true, "119指挥中心", The.Moment.AddDays(-1)))),
        ("case.guard.hand_over", () => LoopCase.Draft(flags: ["gas"]).To(InTriage).Try(Redirect, LoopCase.Staff, new RedirectData("hotline", "12345", true, " . ", The.Moment))),
        ("case.guard.hand_over", () => LoopCase.Draft(flags: ["gas", "out_of_area"]).To(Collected).Try(Redirect, Actor.Bot, new RedirectData("hotline", "12345", true))),
        ("case.guard.foreign_data", () => LoopCase.Draft(flags: ["gas"]).To(InTriage).Try(Decline, LoopCase.Staff, new DeclineData("not_ours", "请向法院起诉", "王强13912345678", The.Moment))),
        ("case.guard.hand_over", () => Asked(LoopCase.Draft(flags: ["gas"]).To(InTriage), answered: false).After(TimeSpan.FromDays(7)).Try(DecideWithoutInfo, LoopCase.Staff, new DecideData(Declined, "没回音"))),
        ("case.guard.others_follow", () => LoopCase.In(InProgress).Do(TakeIn, LoopCase.Staff, new JoinData("QH20261123-0008", [])).Try(Withdraw, Actor.Resident)),
        ("case.guard.objection_window", () => LoopCase.In(Declined).After(TimeSpan.FromDays(31)).Try(CaseAction.Object, Actor.Resident, reason: "不同意")),
        ("case.guard.one_objection", () => LoopCase.In(Declined).Do(CaseAction.Object, Actor.Resident, reason: "不同意").Do(Decline, LoopCase.Staff, new DeclineData("court", "请向法院起诉")).Try(CaseAction.Object, Actor.Resident, reason: "还是不同意")),
        ("case.guard.new_term", () => LoopCase.In(InProgress).Try(CarryOver, LoopCase.Office, new CarryOverData("D02", new(1999, 12, 31)))),
        ("case.guard.new_term", () => LoopCase.In(InProgress).Try(CarryOver, LoopCase.Office, new CarryOverData("D01", Soon))),
        ("case.guard.conflicted", () => LoopCase.Draft(conflicted: ["D02"]).To(InProgress).Try(CarryOver, LoopCase.Office, new CarryOverData("D02", new(2026, 12, 31)))),
        ("case.guard.conflicted", () => Telling("学而优培训班不退费").To(InProgress).Try(CarryOver, LoopCase.Office, new CarryOverData(Interested, new(2026, 12, 31)))),
        ("case.guard.higher_level", () => LoopCase.In(InProgress).Do(EscalateSupervision, LoopCase.Office, new SupervisionData(2, EscalationGround.ManyAlike), "好几件").Try(EscalateSupervision, LoopCase.Office, new SupervisionData(1, EscalationGround.Overdue))),
        ("case.guard.ground", () => LoopCase.In(InProgress).Try(EscalateSupervision, LoopCase.Office, new SupervisionData(3, EscalationGround.Overdue))),
        ("case.guard.ground", () => LoopCase.In(InProgress).Try(EscalateSupervision, LoopCase.Office, new SupervisionData(2, EscalationGround.ThirdRound))),
        ("case.guard.ground_shown", () => LoopCase.In(InProgress).Try(EscalateSupervision, LoopCase.Office, new SupervisionData(1, EscalationGround.Overdue))),
        ("case.guard.ground_shown", () => LoopCase.In(InProgress).Try(EscalateSupervision, LoopCase.Staff, new SupervisionData(2, EscalationGround.ManyAlike), "好几件")),
        ("case.guard.ground_shown", () => LoopCase.In(InProgress).Try(EscalateSupervision, LoopCase.Office, new SupervisionData(3, EscalationGround.Safety))),
        ("case.guard.contact_behind", () => LoopCase.In(InProgress).Try(CaseAction.Progress, LoopCase.Lead, new ProgressData("已联系", ProgressKind.Contact, The.Moment.AddYears(-6)))),
        ("case.guard.contact_behind", () => LoopCase.In(InProgress).Try(CaseAction.Progress, LoopCase.Lead, new ProgressData("已联系", ProgressKind.Contact, The.Moment.AddHours(1)))),
        ("case.guard.met_before", () => LoopCase.In(InProgress).Try(Consult, LoopCase.Lead, Met(The.Moment.AddDays(1)))),
        ("case.guard.met_before", () => LoopCase.In(InProgress).Try(Consult, LoopCase.Lead, Met(The.Moment.AddDays(-1)))),
        ("case.guard.confirmed_by_others", () => LoopCase.In(InProgress).Try(Consult, LoopCase.Lead, Met(The.Moment) with { Confirmed = true })),
        ("case.guard.foreign_data", () => LoopCase.In(InProgress).Try(Consult, LoopCase.Staff, Met(The.Moment) with { Outcome = "邻居电话13912345678也同意" })),
        ("case.guard.foreign_data", () => LoopCase.In(InProgress).Try(CaseAction.Progress, LoopCase.Lead, new ProgressData("找邻居王强13912345678协商", ProgressKind.Plan))),
        ("case.guard.foreign_data", () => LoopCase.In(CaseStatus.Rework).Try(CaseAction.Progress, LoopCase.Lead, new ProgressData("身份证11010519491231002X", ProgressKind.Plan))),
        ("case.guard.foreign_data", () => LoopCase.In(InTriage).Try(Decline, LoopCase.Staff, new DeclineData("not_ours", "请找王强,手机一三九一二三四五六七八"))),
        ("case.guard.foreign_data", () => LoopCase.In(InTriage).Try(Decline, LoopCase.Staff, new DeclineData("13912345678", "请向法院起诉"))),
        ("case.guard.foreign_data", () => LoopCase.In(InTriage).Try(Redirect, LoopCase.Staff, new RedirectData("court", "13912345678"))),
        ("case.guard.foreign_data", () => Asked(LoopCase.In(InTriage), answered: false).After(TimeSpan.FromDays(7)).Try(DecideWithoutInfo, LoopCase.Staff, new DecideData(Declined, "请找王强13912345678"))),
        ("case.guard.known_door", () => LoopCase.In(InTriage).Try(Redirect, LoopCase.Staff, new RedirectData("nonsense", "12345"))),
        ("case.guard.guidance", () => LoopCase.In(InTriage).Try(Decline, LoopCase.Staff, new DeclineData("not_ours", "不行"))),
        ("case.guard.one_extension", () => Extended().Try(RequestExtension, LoopCase.Lead, new ExtensionData(new(2026, 12, 4)), "再等等")),
        ("case.guard.before_deadline", () => LoopCase.In(InProgress).After(TimeSpan.FromDays(8)).Try(RequestExtension, LoopCase.Lead, new ExtensionData(new(2026, 12, 4)), "再等等")),
        ("case.guard.extension_length", () => LoopCase.In(InProgress).Try(RequestExtension, LoopCase.Lead, new ExtensionData(new(2026, 12, 8)), "再等等")),
        ("case.guard.extension_length", () => LoopCase.In(InProgress).Try(RequestExtension, LoopCase.Lead, new ExtensionData(new(2026, 12, 5)), "星期六")),
        ("case.guard.extension_length", () => LoopCase.In(InProgress).Try(RequestExtension, LoopCase.Lead, new ExtensionData(new(2026, 11, 30)), "同一天")),
        ("case.guard.extension_length", () => LoopCase.In(InProgress).Do(RequestExtension, LoopCase.Lead, new ExtensionData(new(2026, 12, 2)), "等设备").After(TimeSpan.FromDays(10)).Try(ApproveExtension, LoopCase.Office, new ExtensionData(Told: true))),
        ("case.guard.requested", () => LoopCase.In(InProgress).Try(ApproveExtension, LoopCase.Office, new ExtensionData(Soon, true))),
        ("case.guard.reply_length", () => Answer("已处理。")),
        ("case.guard.boilerplate", () => Answer("您好,您反映的问题已收悉,我局高度重视,已第一时间转相关部门处理,感谢您对我们工作的关心和支持,祝您生活愉快!")),
        ("case.guard.boilerplate", () => Answer(new string('哈', 26))),
        ("case.guard.boilerplate", () => Answer("您的问题我们已经知道了,会认真对待,请您耐心等待,我们一定会努力把工作做好的,谢谢大家。")),
        ("case.guard.answers_demands", () => Two().Try(CaseAction.Reply, LoopCase.Lead, new ReplyData(LoopCase.Answer, ReplyClass.Solved, Answers: [new(1, "已清运三车")]))),
        ("case.guard.answers_demands", () => Two().Try(CaseAction.Reply, LoopCase.Lead, new ReplyData(LoopCase.Answer, ReplyClass.Solved, Answers: [new(1, "嗯嗯嗯嗯"), new(2, "嗯嗯嗯嗯")]))),
        ("case.guard.answers_demands", () => Two().Try(CaseAction.Reply, LoopCase.Lead, new ReplyData(LoopCase.Answer, ReplyClass.Solved, Answers: [new(1, "已清运三车"), new(2, "啊,嗯嗯,哦哦哦")]))),
        ("case.guard.foreign_data", () => Answer(LoopCase.Answer + "3号楼2单元501的老王也同意。")),
        ("case.guard.foreign_data", () => Answer(LoopCase.Answer + "三号楼二单元501也来看过。")),
        ("case.guard.foreign_data", () => Answer(LoopCase.Answer + "阳光家属院3号楼2单元501也来看过。")),
        ("case.guard.foreign_data", () => Answer(LoopCase.Answer + "邻居王强住幸福里5号楼302室。")),
        ("case.guard.foreign_data", () => Answer(LoopCase.Answer + "邻居王某电话13912345678。")),
        ("case.guard.foreign_data", () => Answer(LoopCase.Answer + "其身份证110101199003071234。")),
        ("case.guard.foreign_data", () => Answer(LoopCase.Answer + "邻居电话一三九一二三四五六七八。")),
        ("case.guard.foreign_data", () => Answer(LoopCase.Answer + "邻居王某微信wangqiang888。")),
        ("case.guard.promises", () => LoopCase.In(InProgress).Try(CaseAction.Reply, LoopCase.Lead, new ReplyData(LoopCase.Answer, ReplyClass.Planned))),
        ("case.guard.promises", () => LoopCase.In(InProgress).Try(CaseAction.Reply, LoopCase.Lead, new ReplyData(LoopCase.Answer, ReplyClass.Planned, [new("装箱", Yesterday)]))),
        ("case.guard.co_opinions", () => Joint().Try(CaseAction.Reply, LoopCase.Lead, new ReplyData(LoopCase.Answer, ReplyClass.Solved))),
        ("case.guard.reject_count", () => Rejected(Rejected(LoopCase.In(Replied))).Try(RejectReply, LoopCase.Staff, new RejectData("还是不清楚"))),
        ("case.guard.reviewed", () => LoopCase.In(InProgress).Reply(new ReplyData(LoopCase.Answer, ReplyClass.Explained)).Try(Feedback, Actor.Bot, new FeedbackData("说明"))),
        ("case.guard.content", () => LoopCase.In(AwaitingEvaluation).Try(Evaluate, Actor.Resident, new EvaluateData(Solved.No, Satisfaction.Satisfied))),
        ("case.guard.judges", () => LoopCase.In(AwaitingEvaluation).Try(EvaluateInterim, Actor.Resident, new EvaluateData())),
        ("case.guard.unhappy", () => LoopCase.In(AwaitingEvaluation).Try(CaseAction.Rework, Actor.Resident, new EvaluateData(Solved.Yes, Satisfaction.Basic), "挺好")),
        ("case.guard.first_rework", () => StepTests.SecondTimeUnhappy().Try(CaseAction.Rework, Actor.Resident, new EvaluateData(Solved.No, Satisfaction.Dissatisfied), "不行")),
        ("case.guard.resident_unhappy", () => LoopCase.In(AwaitingEvaluation).Try(CaseAction.Rework, LoopCase.Staff, reason: "再办")),
        ("case.guard.window_over", () => StepTests.Reminded(LoopCase.In(AwaitingEvaluation)).After(TimeSpan.FromDays(6)).Try(Evaluate, Actor.System)),
        ("case.guard.two_rounds", () => LoopCase.In(AwaitingEvaluation).Try(Complete, LoopCase.Staff, new CompleteData(true), "办不了")),
        ("case.guard.level_two", () => StepTests.SecondTimeUnhappy().Try(Complete, LoopCase.Staff, new CompleteData(true), "办不了")),
        ("case.guard.explained", () => StepTests.SecondTimeUnhappy().Do(EscalateSupervision, LoopCase.Office, new SupervisionData(2, EscalationGround.ManyAlike), "好几件").Try(Complete, LoopCase.Staff, new CompleteData(false), "办不了")),
        ("case.guard.open_commitment_needed", () => LoopCase.In(AwaitingEvaluation).Try(TrackCommitments, Actor.System, new TrackData([1]))),
        ("case.guard.open_commitment", () => StepTests.Promised().Try(Evaluate, Actor.Resident, new EvaluateData(Solved.Yes, Satisfaction.Satisfied))),
        ("case.guard.open_commitment", () => PromisedAndUnhappyTwice().Try(Complete, LoopCase.Staff, new CompleteData(true), "办不了")),
        ("case.guard.known_commitment", () => LoopCase.In(CommitmentTracking).Try(ReportCommitment, LoopCase.Lead, new CommitmentData(2, true, "装好了", ["照片"]))),
        ("case.guard.done_or_reason", () => LoopCase.In(CommitmentTracking).Try(ReportCommitment, LoopCase.Lead, new CommitmentData(1, true, "装好了"))),
        ("case.guard.done_or_reason", () => LoopCase.In(CommitmentTracking).Try(ReportCommitment, LoopCase.Lead, new CommitmentData(1, false, "没到货", NewDate: Soon))),
        ("case.guard.done_or_reason", () => LoopCase.In(CommitmentTracking).Try(ReportCommitment, LoopCase.Lead, new CommitmentData(1, false, "没到货", NewDate: new(2099, 1, 15)), "厂家停产")),
        ("case.guard.open_commitment", () => LoopCase.In(CommitmentTracking).Try(Merge, LoopCase.Staff, new MergeData("QH20261101-0001", 0.9, true, true, true))),
        ("case.guard.data_request", () => LoopCase.In(InProgress).Do(OpenDataRequest, Actor.Resident, new DataRequestData(Guid.CreateVersion7())).Try(Merge, LoopCase.Staff, new MergeData("QH20261101-0001", 0.9, true, true, true))),
        ("case.guard.reminder", () => LoopCase.In(AwaitingEvaluation).Try(Nudge, LoopCase.Staff, new NudgeData(NudgeKind.EvaluationReminder))),
        ("case.guard.went_back", () => LoopCase.In(ReadyToAssign).Do(CaseAction.Merge, LoopCase.Staff, new MergeData("QH20261101-0001", 1, true, true, true, Part: true)).Try(Unmerge, LoopCase.Staff, reason: "还是要分开")),
        ("case.guard.demand_parted", () => LoopCase.In(ReadyToAssign).Do(TakeIn, LoopCase.Staff, new JoinData("QH20261101-0001", Demands: ["再加一个垃圾箱"]))
            .Do(CaseAction.Split, LoopCase.Staff, new SplitData(["QH20261123-0008"], true, [new("再加一个垃圾箱", Demands: [2])])).Try(CaseAction.LetGo, LoopCase.Staff, new JoinData("QH20261101-0001"))),
        ("case.missing_data:evidence", () => LoopCase.In(InProgress).Try(RecordEvidence, LoopCase.Staff, new EvidenceData([" "]))),
        ("case.guard.done_or_reason", () => LoopCase.In(CommitmentTracking).Try(ReportCommitment, LoopCase.Lead, new CommitmentData(1, true, "装好了", [" "]))),
        ("case.guard.main_answered", () => LoopCase.In(Replied).Try(TakeIn, LoopCase.Staff, new JoinData("QH20261101-0001", Demands: ["再加一个垃圾箱"]))),
        ("case.guard.others_unhappy", () => StepTests.SecondTimeUnhappy().Do(TakeIn, LoopCase.Staff, new JoinData("QH20261101-0001")).Try(Evaluate, Actor.Resident, new EvaluateData(Solved.Yes, Satisfaction.Satisfied))),
        ("case.guard.known_data_request", () => LoopCase.In(Completed).Try(CloseDataRequest, LoopCase.Staff, new DataRequestData(Guid.NewGuid()), "办完了")),
        ("case.guard.check_ins", () => LoopCase.In(Completed).Try(CloseOut, LoopCase.Staff)),
        ("case.guard.data_request", () => LoopCase.In(Completed).CheckedIn().Do(OpenDataRequest, Actor.Resident, new DataRequestData(Guid.NewGuid())).Try(CloseOut, LoopCase.Staff)),
        ("case.guard.reopen_window", () => LoopCase.In(Completed).After(TimeSpan.FromDays(31)).Try(Reopen, Actor.Resident, reason: "又来了")),
        ("case.guard.adopted", () => LoopCase.In(InProgress).Try(Promote, LoopCase.Deputy, new PromoteData(Guid.NewGuid(), "关于垃圾的建议", PreReview.Revise))),
        ("case.guard.excluded", () => LoopCase.In(InProgress).Try(Promote, LoopCase.Deputy, new PromoteData(Guid.NewGuid(), "关于我家的建议", PreReview.Adopt, Grounds: [ExclusionGround.PersonalMatter]))),
        ("case.guard.suggestion_of_case", () => LoopCase.In(InProgress).Try(DropSuggestion, LoopCase.Deputy, new PromoteData(Guid.NewGuid()))),
        ("case.guard.one_suggestion", () => LoopCase.In(InProgress).Do(Promote, LoopCase.Deputy, new PromoteData(Guid.NewGuid(), "关于垃圾的建议", PreReview.Adopt)).Try(Promote, LoopCase.Deputy, new PromoteData(Guid.NewGuid(), "再来一件", PreReview.Adopt))),
    ];

    public static TheoryData<int, string> Numbers => [.. Refused.Select((r, i) => new TheoryDataRow<int, string>(i, r.Code))];

    [Theory, MemberData(nameof(Numbers))]
    public void What_may_not_be_is_refused_and_changes_nothing(int index, string code) => Assert.Equal(code, Refused[index].Try());

    [Fact]
    public void Every_guard_of_the_table_is_refused_somewhere() =>
        Assert.Empty(Transitions.All.SelectMany(t => t.Guards).Select(g => g.Code).Distinct().Except(Refused.Select(r => r.Code)));

    [Fact]
    public void The_residents_own_number_may_stand_in_the_reply()
    {
        var one = LoopCase.In(InProgress);
        one.Case.Contact = "139 1234 5678";

        Assert.Equal("done", one.Try(CaseAction.Reply, LoopCase.Lead, new ReplyData(LoopCase.Answer + "我们会打您的电话13912345678,也可打0571-88001234找我们。", ReplyClass.Solved)));
    }

    [Theory]
    [InlineData("已到书香里3号楼2单元502查看,管道已经更换。")]
    [InlineData("3号楼2单元门口的路灯已经修好。")]
    [InlineData("材料请送到区政务服务中心2号楼305室。")]
    [InlineData("可到人社局302室办理,工作日都有人。")]
    public void The_cases_own_door_and_an_offices_room_may_stand_in_the_reply(string more)
    {
        var one = LoopCase.In(InProgress);
        one.Case.Slots = new Dictionary<string, string> { ["place"] = "书香里小区3号楼2单元502" };

        Assert.Equal("done", one.Try(CaseAction.Reply, LoopCase.Lead, new ReplyData(LoopCase.Answer + more, ReplyClass.Solved)));
    }

    private static string Answer(string text) => LoopCase.In(InProgress).Try(CaseAction.Reply, LoopCase.Lead, new ReplyData(text, ReplyClass.Solved));

    private static ConsultData Met(DateTimeOffset at) => new(ConsultationMode.InPerson, DateOnly.FromDateTime(at.DateTime), "同意方案");

    [Theory, InlineData("housing", null), InlineData("urban", "小刘")]
    public void The_liaison_of_a_unit_that_has_the_case_no_more_is_not_that_of_the_next(string next, string? liaison)
    {
        var one = LoopCase.In(ReadyToAssign).Assign(new AssignData(Liaison: "小刘")).Return();

        one.Do(Reassign, LoopCase.Office, new ReassignData(next), "重新交办");

        Assert.Equal((next, liaison), (one.State.Lead, one.State.Liaison));
    }

    private static LoopCase Moved(string lead) => LoopCase.In(InProgress).Do(Reassign, LoopCase.Office, new ReassignData(lead), "换一家");

    private static LoopCase PromisedAndUnhappyTwice() => StepTests.Promised().Unhappy().Do(CaseAction.Reply, LoopCase.Lead, new ReplyData(LoopCase.Answer, ReplyClass.Solved))
        .Do(Feedback, LoopCase.Staff, new FeedbackData("已经清运。")).Do(Supplement, Actor.Resident, new SupplementData(Dissatisfied: true, Solved: Solved.No), "还是没装")
        .Do(EscalateSupervision, LoopCase.Office, new SupervisionData(2, EscalationGround.ManyAlike), "好几件");

    private static LoopCase Two() => LoopCase.Draft(demands: ["清运垃圾", "增加垃圾箱"]).To(InProgress);

    private static LoopCase Joint() => LoopCase.In(ReadyToAssign).Assign(new AssignData(Co: ["env"], Liaison: "小刘")).Do(Acknowledge, LoopCase.Lead, new AcknowledgeData("张三"));

    private static LoopCase Asked(LoopCase one, bool answered = true)
    {
        one.Do(AskForMore, LoopCase.Staff, new AskData(["place"]));
        return answered ? one.Do(Supplement, Actor.Resident, reason: "三号楼").Do(SendToTriage, Actor.Bot, one.SortData, "supplemented") : one;
    }

    private const string Interested = "D02";

    /// <summary>R19: a district whose second deputy has an interest in what the text names.</summary>
    private static LoopCase Telling(string text)
    {
        var known = The.Directory;
        var one = LoopCase.Draft();
        one.Case.RawText = text;
        one.Rules = new(
            new AreaDirectory
            {
                Area = known.Area, Townships = known.Townships, Communities = known.Communities, Districts = known.Districts, Stations = known.Stations, Duty = known.Duty, Departments = known.Departments,
                ProblemTypes = known.ProblemTypes, RedirectTargets = known.RedirectTargets, Calendar = known.Calendar,
                Deputies = [.. known.Deputies.Select(d => d.Code == Interested ? d with { Interests = ["学而优培训班"] } : d)],
            },
            new ClockOptions());
        return one;
    }

    private static LoopCase Leadless()
    {
        var one = LoopCase.In(Collected);
        return one.Do(SendToTriage, Actor.Bot, new SortData(Confidence: 0.3), "no_lead").Do(AskForMore, LoopCase.Staff, new AskData(["place"])).After(TimeSpan.FromDays(8));
    }

    private static LoopCase Extended() => LoopCase.In(InProgress).Do(RequestExtension, LoopCase.Lead, new ExtensionData(new(2026, 12, 2)), "等设备").Do(ApproveExtension, LoopCase.Office, new ExtensionData(Told: true));

    private static LoopCase Rejected(LoopCase one) => one.Do(RejectReply, LoopCase.Staff, new RejectData("不清楚")).Case.Status == InProgress ? one.Reply() : one;

    private static LoopCase ReturnedThrice() => StepTests.ReturnedTwice().Do(Reassign, LoopCase.Office, new ReassignData("housing"), "由住建局办")
        .Do(ReturnByDepartment, LoopCase.OtherUnit with { Unit = "housing" }, new ReturnData("urban", "条例"), "不归我");
}
