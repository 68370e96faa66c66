using StationBot.Handling.Cases;
using StationBot.Handling.Deadlines;

namespace StationBot.Tests.Handling.Loop;

/// <summary>A case that is led through the loop by legal steps only; its clock goes on when a test says so.</summary>
internal sealed class LoopCase
{
    public static readonly Actor Staff = new(CaseActor.StationStaff, "王敏");
    public static readonly Actor Office = new(CaseActor.Office, "李主任");
    public static readonly Actor Lead = new(CaseActor.Department, "张三", "urban");
    public static readonly Actor OtherUnit = new(CaseActor.Department, "赵六", "env");
    public static readonly Actor Deputy = new(CaseActor.Deputy, "陈代表", "D01");
    public const string Answer = "城管局已于今日上午清运垃圾三车,并加派一名保洁员,每天早晚各清运一次。";

    private const string Told = "垃圾三天没清";

    private LoopCase(string caseClass, IReadOnlyList<string> flags, IReadOnlyList<string> demands, IReadOnlyList<string>? conflicted, DateTimeOffset at, LoopCase? beside)
    {
        (Now, CaseClass, Flags, Demands, Conflicted) = (at, caseClass, flags, demands, conflicted ?? []);
        Case = new Case(CaseId.New(), beside?.Case.ConversationId ?? Guid.CreateVersion7(), beside?.Case.ResidentId ?? Guid.CreateVersion7(), "webchat", at) { Number = new CaseNo(beside is null ? "QH20261123-0007" : "QH20261123-0008"), Summary = Told, Station = "S01", Topics = [StationBot.Handling.Sorting.Topic.Environment] };
    }

    public Case Case { get; }
    public DateTimeOffset Now { get; set; }
    public LoopRules Rules { get; set; } = The.Rules;
    public List<CaseEvent> Log { get; } = [];
    public CaseState State => Case.Facts;
    private string CaseClass { get; }
    private IReadOnlyList<string> Flags { get; }
    private IReadOnlyList<string> Demands { get; }
    private IReadOnlyList<string> Conflicted { get; }

    public static LoopCase Draft(
        string caseClass = CaseClasses.Simple, IReadOnlyList<string>? flags = null, IReadOnlyList<string>? demands = null, IReadOnlyList<string>? conflicted = null, DateTimeOffset? at = null, LoopCase? beside = null) =>
        new(caseClass, flags ?? [], demands ?? ["清运垃圾"], conflicted, at ?? The.Moment, beside);

    public static LoopCase In(CaseStatus status, string caseClass = CaseClasses.Simple) => Draft(caseClass).To(status);

    public ConfirmData ConfirmData => new(Told, 20, "webchat", "notice", "书香里", Demands, CaseClass, Flags, [new Subscriber(Case.ResidentId, Case.ConversationId)], "no", Conflicted);

    public SortData SortData { get; init; } = new("Environment", "ENV-07", "urban", [], "S01", "D01", 0.93);

    /// <summary>Takes the legal way to a status.</summary>
    public LoopCase To(CaseStatus status)
    {
        Do(CaseAction.Confirm, Actor.Resident, ConfirmData);
        switch (status)
        {
            case CaseStatus.Collected:
                return this;
            case CaseStatus.InTriage:
                return Do(CaseAction.SendToTriage, Actor.Bot, SortData, "low_confidence");
            case CaseStatus.Declined:
                return Do(CaseAction.SendToTriage, Actor.Bot, SortData, "spam").Do(CaseAction.Decline, Staff, new DeclineData("not_ours", "请向法院起诉"));
            case CaseStatus.Redirected:
                return Do(CaseAction.Redirect, Staff, new RedirectData("court", "12368"));
        }
        Do(CaseAction.Sort, Actor.Bot, SortData);
        if (status == CaseStatus.AwaitingInfo)
        {
            return Do(CaseAction.AskForMore, Staff, new AskData(["place"]));
        }
        if (status == CaseStatus.Withdrawn)
        {
            return Do(CaseAction.Withdraw, Actor.Resident);
        }
        if (status == CaseStatus.Merged)
        {
            return Do(CaseAction.Merge, Staff, new MergeData("QH20261101-0001", 0.9, true, true, true));
        }
        if (status == CaseStatus.ReadyToAssign)
        {
            return this;
        }
        Assign();
        if (status == CaseStatus.Returned)
        {
            return Return();
        }
        if (status == CaseStatus.Assigned)
        {
            return this;
        }
        Do(CaseAction.Acknowledge, Lead, new AcknowledgeData("张三"));
        if (status == CaseStatus.InProgress)
        {
            return this;
        }
        if (status == CaseStatus.CommitmentTracking)
        {
            return Promise(The.Directory.Calendar.DayOf(Now).AddDays(20));
        }
        Reply();
        if (status == CaseStatus.Replied)
        {
            return this;
        }
        Do(CaseAction.Feedback, Staff, new FeedbackData("城管局已经清运。"));
        if (status == CaseStatus.AwaitingEvaluation)
        {
            return this;
        }
        if (status == CaseStatus.Rework)
        {
            return Unhappy();
        }
        Do(CaseAction.Evaluate, Actor.Resident, new EvaluateData(Solved.Yes, Satisfaction.Satisfied));
        return status == CaseStatus.Completed ? this : CheckedIn().Do(CaseAction.CloseOut, Staff);
    }

    public LoopCase Assign(AssignData? data = null) => Do(CaseAction.Assign, Staff, data ?? new AssignData(Liaison: "联络员小刘", Standard: "三日内清运"));

    public LoopCase Return() => Do(CaseAction.ReturnByDepartment, Lead, new ReturnData("env", "环境保护法"), "不是我局职责");

    public LoopCase Reply(ReplyData? data = null) => Do(CaseAction.Reply, Lead, data ?? new ReplyData(Answer, ReplyClass.Solved, Evidence: ["照片1"]));

    /// <summary>Answers with one promise, gives feedback, and lets it be tracked (T24).</summary>
    public LoopCase Promise(DateOnly due) =>
        Reply(new ReplyData(Answer, ReplyClass.Planned, [new Promise("安装新垃圾箱", due)]))
            .Do(CaseAction.Feedback, Staff, new FeedbackData("正在安装。")).Do(CaseAction.TrackCommitments, Actor.System, new TrackData([State.Commitments[^1].Number]));

    public LoopCase Unhappy() => Do(CaseAction.Rework, Actor.Resident, new EvaluateData(Solved.No, Satisfaction.Dissatisfied), "还是老样子");

    public LoopCase CheckedIn() => Do(CaseAction.RecordDelivery, Actor.System, reason: "已发到对话里").Do(CaseAction.NoSuggestion, Staff, reason: "一次性清运,无需建议");

    public LoopCase After(TimeSpan span)
    {
        Now += span;
        return this;
    }

    public LoopCase Do(CaseAction action, Actor by, StepData? data = null, string reason = "")
    {
        var before = Case.Uncommitted.Count;
        var result = Case.Apply(new Step(action, by, data, reason), Now, Rules);
        Assert.True(result is StepResult.Done, $"{action} from {Case.Status}: {(result as StepResult.Refused)?.Code} {(result as StepResult.Refused)?.Field} {(result as StepResult.Refused)?.Reason}");
        Log.AddRange(Case.Uncommitted.Skip(before));
        return this;
    }

    /// <summary>The code of the refusal, with the field when it names one; "done" when there is none.</summary>
    public string Try(CaseAction action, Actor by, StepData? data = null, string reason = "", int? version = null)
    {
        var (was, steps) = (CaseState.Write(State), Case.EventCount);
        if (Case.Apply(new Step(action, by, data, reason) { ExpectedVersion = version }, Now, Rules) is not StepResult.Refused refused)
        {
            return "done";
        }
        Assert.Equal((was, steps), (CaseState.Write(State), Case.EventCount));
        Assert.DoesNotContain("{", refused.Reason);
        return refused.Field is null ? refused.Code : $"{refused.Code}:{refused.Field}";
    }
}
