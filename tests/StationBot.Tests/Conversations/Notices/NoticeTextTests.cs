using StationBot.Handling.Cases;
using StationBot.Handling.Flags;
using StationBot.Tests.Handling.Loop;
using static StationBot.Handling.Cases.CaseAction;
using static StationBot.Tests.Handling.Loop.LoopCase;

namespace StationBot.Tests.Conversations.Notices;

/// <summary>The words of every kind of notice, as a resident reads them. Staff and departments write telephone numbers into whatever is free text.</summary>
public sealed class NoticeTextTests
{
    private const string Phone = "13912345678";
    private static readonly DateOnly Soon = new(2026, 12, 4);

    /// <summary>Each kind, by the legal way that leads to it, and what must be read of it.</summary>
    private static readonly (string Kind, Func<LoopCase> Way, string[] Says)[] Kinds =
    [
        ("ask_more", () => In(CaseStatus.InTriage).Do(AskForMore, Staff, new AskData(["place", "time", "other"])), ["在哪个小区、村或路段", "什么时候开始的", "具体经过"]),
        ("declined", () => Own(CaseStatus.InTriage).Do(Decline, Staff, new DeclineData("not_ours", $"请向法院起诉，问{Phone}")), ["请向法院起诉"]),
        ("declined", () => Own(CaseStatus.AwaitingInfo).After(TimeSpan.FromDays(8)).Do(DecideWithoutInfo, Staff, new DecideData(CaseStatus.Declined, $"情况不清，电话{Phone}")), ["情况不清"]),
        ("redirected", () => In(CaseStatus.Redirected), ["请打12368"]),
        ("merged", () => In(CaseStatus.Merged), ["QH20261101-0001"]),
        ("rejoined", () => In(CaseStatus.InTriage).Do(Merge, Staff, new MergeData("QH20261101-0001", 1, true, true, true, Part: true), "还是一件事"), ["并回QH20261101-0001"]),
        ("unmerged", () => Own(CaseStatus.Merged).Do(Unmerge, Staff, reason: Phone), ["单独办理"]),
        ("split", () => In(CaseStatus.ReadyToAssign).Do(CaseAction.Split, Staff, new SplitData(["QH20261123-0008", "QH20261123-0009"], true)), ["QH20261123-0008、QH20261123-0009"]),
        ("assigned", () => In(CaseStatus.Assigned), ["城管局", "代表关注", "11月30日前"]),
        ("reassigned", () => Own(CaseStatus.Returned).Do(Reassign, Office, new ReassignData("env"), Phone), ["生态环境局", "11月30日前"]),
        ("reassigned", () => In(CaseStatus.Returned).Do(ForceAssign, Office, new ForceData("就由城管局办")), ["城管局", "11月30日前"]),
        ("taken_back", () => Own(CaseStatus.Declined).Do(CaseAction.Object, Staff, reason: Phone), ["再看一遍"]),
        ("let_go", () => Own(CaseStatus.AwaitingInfo).After(TimeSpan.FromDays(8)).Do(DecideWithoutInfo, Staff, new DecideData(CaseStatus.Withdrawn, Phone)), ["没等到您补充"]),
        ("withdrawn_others", () => Followed().Do(Withdraw, Actor.Resident, reason: Phone), ["已经撤回", "不再办"]),
        ("plan", () => Own(CaseStatus.InProgress).Do(Progress, Lead, new ProgressData($"明天清运，先打{Phone}", ProgressKind.Plan)), ["城管局", "明天清运，先打139****5678"]),
        ("extended", () => Own(CaseStatus.InProgress).Do(RequestExtension, Lead, new ExtensionData(Soon), "车坏了").Do(ApproveExtension, Office, new ExtensionData(Told: true), $"车坏了，问{Phone}"), ["12月4日前", "原因：车坏了"]),
        ("feedback", () => Own(CaseStatus.InProgress).Reply().Do(Feedback, Staff, new FeedbackData($"已经清运，谢谢您留的{Phone}。")), ["已经清运"]),
        ("rework", () => Known(StepTests.SecondTimeUnhappy()).Do(CaseAction.Rework, Staff, reason: Phone), ["城管局", "按规定"]),
        ("rework", () => Own(CaseStatus.Completed).Do(Reopen, Staff, reason: Phone), ["城管局", "按规定"]),
        ("rework_others", () => In(CaseStatus.Completed).Do(TakeIn, Staff, new JoinData("QH20261123-0008", [new Subscriber(Guid.NewGuid(), Guid.NewGuid())]))
            .Do(Reopen, Actor.Resident with { Name = "QH20261123-0008" }, new EvaluateData(Solved.No), "还是老样子"), ["有人说还没解决", "按规定"]),
        ("reminder", () => In(CaseStatus.AwaitingEvaluation).Do(Nudge, Actor.System, new NudgeData(NudgeKind.EvaluationReminder)), ["前几天答复过了"]),
        ("completed", () => Known(StepTests.SecondTimeUnhappy()).Do(EscalateSupervision, Office, new SupervisionData(2, EscalationGround.ManyAlike), "好几件").Do(Complete, Staff, new CompleteData(true), $"管网明年改造，找{Phone}"), ["管网明年改造"]),
        ("window_over", () => Silent().Do(Evaluate, Actor.System, new EvaluateData()), ["30天内"]),
        ("tracking", () => In(CaseStatus.CommitmentTracking), ["接着盯"]),
        ("closed_out", () => In(CaseStatus.ClosedOut), ["办结归档"]),
        ("promoted", () => In(CaseStatus.InProgress).Do(Promote, LoopCase.Deputy, new PromoteData(Guid.CreateVersion7(), "关于增设垃圾收集点的建议", PreReview.Adopt)), ["代表建议"]),
        ("not_promoted", () => Promoted(out var id).Do(DropSuggestion, LoopCase.Deputy, new PromoteData(id)), ["照常办"]),
        ("carried_over", () => In(CaseStatus.InProgress).Do(CarryOver, Office, new CarryOverData("D02", new DateOnly(2026, 12, 31))), ["换届"]),
    ];

    public static TheoryData<int> Rows => [.. Enumerable.Range(0, Kinds.Length)];

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Each_kind_has_words_that_name_the_case_leave_nothing_unfilled_and_show_nobodys_number(int row)
    {
        var (kind, way, says) = Kinds[row];
        var one = way();
        var desk = new NoticeDesk(one);

        var said = string.Join('\n', (await desk.TellAsync(NoticeDesk.Waiting(one, kind)[^1]))!);

        Assert.All([one.Case.Number!.Value.Value, .. says], part => Assert.Contains(part, said, StringComparison.Ordinal));
        Assert.All("{}—", sign => Assert.DoesNotContain(sign, said));
        Assert.Empty(Masking.PhonesIn(said));
    }

    [Fact]
    public void No_kind_is_left_out() => Assert.Equal(
        File.ReadLines(Path.Combine(AppContext.BaseDirectory, "dialogs", "notices.yaml")).Where(l => l.Contains("{caseNo}", StringComparison.Ordinal)).Select(l => l[..l.IndexOf(':', StringComparison.Ordinal)])
            .Except(["window_over_solved", "window_over_partly", "window_over_unclear", "evaluate_which", "assigned_no_deputy", "assigned_late", "reassigned_late"]).Order(StringComparer.Ordinal),
        Kinds.Select(k => k.Kind).Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public async Task The_telephone_of_an_office_is_there_to_be_called()
    {
        var one = In(CaseStatus.InTriage).Do(Decline, Staff, new DeclineData("not_ours", "请打法律援助中心0571-88001234"));

        var said = await new NoticeDesk(one).TellAsync(NoticeDesk.Waiting(one, "declined"));

        Assert.Contains("0571-88001234", Assert.Single(said!), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_has_been_told_the_answer_has_been_answered()
    {
        var one = In(CaseStatus.AwaitingEvaluation);
        Assert.DoesNotContain(Checkpoint.Respond, one.State.CheckIns);
        var desk = new NoticeDesk(one);

        await desk.TellAsync(NoticeDesk.Waiting(one, "feedback"));

        Assert.Same(one.Case, Assert.Single(desk.Last!.Cases));
        Assert.Contains(Checkpoint.Respond, one.State.CheckIns);
    }

    [Fact]
    public async Task An_answer_brings_its_promises_with_it_and_no_question_yet()
    {
        var one = In(CaseStatus.InProgress).Promise(new DateOnly(2026, 12, 13));

        var said = await new NoticeDesk(one).TellAsync(NoticeDesk.Waiting(one, "feedback", "tracking"));

        Assert.Equal(["您的事（QH20261123-0007）有答复了：正在安装。\n12月13日前：安装新垃圾箱", "您的事（QH20261123-0007）答应要做的，联络站接着盯，做好了再请您评价。"], said!);
    }

    /// <summary>The number that staff write is the resident's own: the loop lets it pass, a chat does not repeat it.</summary>
    private static LoopCase Own(CaseStatus status) => Known(In(status));

    private static LoopCase Known(LoopCase one)
    {
        one.Case.Contact = Phone;
        return one;
    }

    private static LoopCase Promoted(out Guid id)
    {
        id = Guid.CreateVersion7();
        return In(CaseStatus.InProgress).Do(Promote, LoopCase.Deputy, new PromoteData(id, "关于增设垃圾收集点的建议", PreReview.Adopt));
    }

    /// <summary>A part that somebody follows who did not ask for it.</summary>
    private static LoopCase Followed()
    {
        var one = LoopCase.Draft();
        return one.Do(Confirm, Actor.Resident, one.ConfirmData with { Residents = [new(one.Case.ResidentId, one.Case.ConversationId), new(Guid.NewGuid(), Guid.NewGuid())] });
    }

    private static LoopCase Silent()
    {
        var one = In(CaseStatus.AwaitingEvaluation);
        foreach (var _ in Enumerable.Range(0, 2))
        {
            one.After(TimeSpan.FromDays(3)).Do(Nudge, Actor.System, new NudgeData(NudgeKind.EvaluationReminder));
        }
        return one.After(TimeSpan.FromDays(7));
    }
}
