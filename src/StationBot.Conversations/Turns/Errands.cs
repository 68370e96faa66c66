using System.Globalization;
using System.Text.RegularExpressions;
using StationBot.Handling.Cases;
using StationBot.Handling.Deadlines;
using StationBot.Handling.Flags;
using StationBot.Handling.Messages;
using StationBot.Handling.Sorting;

namespace StationBot.Conversations.Turns;

/// <summary>What a resident may want at any point: progress, to judge an answer, a human, their data, or just to be polite. The matter in hand stays where it was.</summary>
internal sealed partial class Errands(ICases cases, ISorter sorter)
{
    /// <summary>Verdicts that are everyday words elsewhere (一般, 一半一半).</summary>
    private const Signals Mild = Signals.FairlySatisfied | Signals.PartlySolved;

    /// <summary>Characters of a message that only points at a case.</summary>
    private const int LongestPointer = 10;

    /// <summary>Characters of a reproach; a longer message tells a matter.</summary>
    private const int LongestReproach = 30;

    private const int LongestSummary = 16;

    /// <summary>More than anybody has: a request for one's data is about all of them.</summary>
    private const int MostCases = 500;

    private readonly Evaluation _evaluation = new(cases, sorter);
    private readonly Withdrawal _withdrawal = new(cases);
    private readonly Relapse _relapse = new(cases, sorter);

    /// <summary>「没有，转人工」 answers 解决了吗 before it calls somebody: the answer is kept, and nothing is asked beside the human who comes.</summary>
    private async ValueTask KeepVerdictAsync(Turn turn, CancellationToken cancellationToken)
    {
        if (turn.Memory.Evaluating is null || Talk.ClausesOf(turn.Text) is not [var first, _, ..])
        {
            return;
        }
        var (whole, more) = (turn.Text, turn.MoreToCome);
        (turn.Text, turn.MoreToCome) = (first, true);
        var alone = await sorter.SortAsync(turn.ToSort(first), cancellationToken);
        if (!alone.Flags.Any(f => f.Flag == Flag.HumanRequested))
        {
            await _evaluation.AnswerAsync(turn, alone, isNamed: false, cancellationToken);
        }
        (turn.Text, turn.MoreToCome) = (whole, more);
    }

    public async ValueTask<bool> AnswerAsync(Turn turn, SortResult sorted, CancellationToken cancellationToken)
    {
        if (sorted.Signals.HasFlag(Signals.AsksHours))
        {
            turn.AsksBeside();
            turn.Conclude(Disposition.Consulted);
            turn.Say("hours", ("hours", Hours.Of(turn)));
            Resume.Question(turn);
            return true;
        }
        if (turn.Stage == ConversationStage.HumanChat && turn.Memory is { CaseNo: null, Draft: null or { StaffOnly: true } } && Speech.Says("asks_when", turn.Text))
        {
            turn.Say("hours", ("hours", Hours.Of(turn))); // 「什么时候能来」 to "somebody will call"
            turn.EndsWith(Ask.Human);
            return true;
        }
        if (turn.Has(Flag.HumanRequested) && !GivesNumber(turn, sorted))
        {
            await KeepVerdictAsync(turn, cancellationToken);
            CallHuman(turn, sorted);
            return true;
        }
        if (Courtesies.Confirms(turn, sorted.Signals) && sorted.Rest.Length == 0)
        {
            return false; // 「都对，等你们消息」 to the summary is a yes and asks nothing
        }
        // A number put right while a matter is taken in belongs to it.
        if ((turn.Has(Flag.DataRequest) || sorted.Intent == Intent.DataRequest) && !(turn.Memory.Draft is { StaffOnly: false } draft && (sorted.Slots.ContainsKey(Slot.Contact) || KnownContact.IsRefused(draft, turn.Text))))
        {
            return await DataRequestAsync(turn, sorted, cancellationToken);
        }
        if (sorted.Signals.HasFlag(Signals.AsksIfHuman))
        {
            turn.Say("are_you_human");
            turn.Conclude(Disposition.OffTopic);
            Resume.Question(turn);
            return true;
        }
        if (sorted.Signals.HasFlag(Signals.Later) && !Speech.Says("relapse", turn.Text) && sorted.Slots.Keys.All(s => s == Slot.Demand))
        {
            // The open question stays open: whatever comes next goes on with it.
            turn.Say(turn.Memory switch { { Draft: null, Evaluating: not null } => "evaluation_later", { Draft: null, CaseNo: not null } => "noted_nothing", _ => "later" });
            return true;
        }
        if (sorted.Signals.HasFlag(Signals.Safe) && sorted.Slots.Count == 0 && turn.Memory.LastAsk != Ask.Confirm
            && turn.Given.Conversation.Flags.Any(f => FlagTable.SeverityOf(f) == Severity.P0) && turn.Text.Length <= 12)
        {
            // 「没危险」 once more, after it was heard the first time.
            turn.Say("emergency_safe");
            Resume.Question(turn);
            return true;
        }
        if (turn.Memory is { Draft: null, Dropped: { } dropped } && Speech.Says("after_all", turn.Text))
        {
            (turn.Memory.Draft, turn.Memory.Dropped) = (dropped, null);
            turn.Say("taken_up_again");
            Summary.Ask(turn, dropped);
            return true;
        }
        if (turn.Memory is { Draft: null, Evaluating: not null } && await _evaluation.AnswerAsync(turn, sorted, isNamed: false, cancellationToken))
        {
            return true;
        }
        if (turn.Memory.Withdrawing && await _withdrawal.AnswerAsync(turn, sorted, cancellationToken))
        {
            return true;
        }
        if (Courtesies.Answer(turn, sorted) || Secrecy.Answer(turn) || Answers.Answer(turn, sorted))
        {
            return true;
        }
        if (await WaitedForAsync(turn, sorted, cancellationToken))
        {
            return true;
        }
        if (turn.Memory is { Draft: null, CaseNo: null, Dropped: not null } && sorted.Signals.HasFlag(Signals.Withdraws))
        {
            turn.Say("withdrawn_draft"); // 「不反映了」 after 「算了不说了」
            return true;
        }
        if (await _evaluation.ChangesAsync(turn, sorted, cancellationToken))
        {
            return true;
        }
        await RecallAsync(turn, sorted, cancellationToken);
        if (turn.Memory is { Draft: null, CaseNo: null } && sorted is { Abstain: true, ProblemType: null, Evidence.Count: 0 } && turn.Text.Length <= LongestPointer && !Withdrawal.TakesBackOther(turn.Text)
            && (sorted.Signals & (Signals.Withdraws | Signals.Satisfied | Signals.Dissatisfied)) != Signals.None)
        {
            // 「解决了」, 「撤了吧」 of somebody of whom nothing is known here: not a matter to be asked about.
            return await ProgressAsync(turn, sorted, cancellationToken);
        }
        if (sorted.Signals.HasFlag(Signals.Withdraws) || Withdrawal.TakesBackOther(turn.Text) || Withdrawal.Names(turn.Text, sorted) || Withdrawal.GoesOneself(turn))
        {
            return await _withdrawal.TakeAsync(turn, sorted, cancellationToken);
        }
        if (turn.Memory is { Draft: null, CaseNo: not null } && (await AfterANoAsync(turn, sorted, cancellationToken) || (turn.Memory.Evaluating is null && await _evaluation.TakeGoodNewsAsync(turn, sorted, cancellationToken))))
        {
            return true;
        }
        return sorted.Intent switch
        {
            // 「还没解决吗」 to an answer that waits to be judged is a judgement.
            Intent.ProgressQuery when sorted.Signals.HasFlag(Signals.Dissatisfied) && await _evaluation.TakeAsync(turn, sorted, onlyWhenAsked: true, cancellationToken) => true,
            Intent.ProgressQuery => await ProgressAsync(turn, sorted, cancellationToken),
            Intent.Evaluation when await _evaluation.TakeAsync(turn, sorted, onlyWhenAsked: false, cancellationToken) => true,
            // 「这回弄得真不赖,满意」 of somebody of whom no case is known here.
            Intent.Evaluation => turn.Memory is { Draft: null, CaseNo: null } && sorted.ProblemType is null && (sorted.Signals & (Signals.Satisfied | Signals.Dissatisfied)) == Signals.Satisfied && Thank(turn, sorted, Intent.Evaluation),
            _ when turn.Memory.Draft is null && ((sorted.Signals & (Signals.Satisfied | Signals.Dissatisfied | Mild)) != Signals.None || Evaluation.PointsAtCase(turn.Text))
                && await _evaluation.TakeAsync(turn, sorted, onlyWhenAsked: true, cancellationToken) => true,
            _ when turn.Memory is { Draft: null, CaseNo: not null } && (sorted.Signals & (Signals.Satisfied | Signals.Dissatisfied)) == Signals.Satisfied
                && await GoodNewsAsync(turn, cancellationToken) => true,
            // 「是的 谢谢」 to the summary is a yes.
            Intent.Thanks => !Courtesies.Confirms(turn, sorted.Signals) && Thank(turn, sorted),
            Intent.Chitchat when turn.Has(Flag.OffTopic) => OffTopic(turn),
            _ => turn.Has(Flag.OffTopic) && turn.Memory.Draft is null && OffTopic(turn),
        };
    }

    /// <summary>
    /// In a new conversation, words that point back (那个事, 又坏了, 撤了吧) are about the resident's own newest case: one that waits for its
    /// evaluation, else an open one, else one that was closed.
    /// </summary>
    private async ValueTask RecallAsync(Turn turn, SortResult sorted, CancellationToken cancellationToken)
    {
        const Signals PointBack = Signals.RefersBack | Signals.Withdraws | Signals.Satisfied | Signals.Dissatisfied;
        if (turn.Memory is not { Draft: null, CaseNo: null } || (sorted.Signals & (PointBack | Mild)) == Signals.None
            || (!sorted.Abstain && !sorted.Signals.HasFlag(Signals.RefersBack)) || sorted.Signals.HasFlag(Signals.NewMatter))
        {
            return;
        }
        var mine = await cases.OfResidentAsync(turn.Given.Conversation.ResidentId, 20, cancellationToken);
        var meant = mine.OrderBy(c => c.Status == CaseStatus.AwaitingEvaluation ? 0 : c.Status.IsOpen() ? 1 : 2).FirstOrDefault();
        if ((sorted.Signals & PointBack) == Signals.None && meant?.Status != CaseStatus.AwaitingEvaluation)
        {
            return; // 「马马虎虎」 judges only what waits to be judged
        }
        turn.Memory.CaseNo = meant?.Number?.Value;
    }

    /// <summary>「又返水了」 of somebody whose case waits to be judged or was closed a short while ago goes on with that, before anybody knows what it tells.</summary>
    public async ValueTask<bool> GoesOnAsync(Turn turn, CancellationToken cancellationToken) =>
        (Speech.Says("relapse", turn.Text) || AboutCase.SaysOn(turn.Text))
        && (await cases.OfResidentAsync(turn.Given.Conversation.ResidentId, 20, cancellationToken)).Any(c => c.Status == CaseStatus.AwaitingEvaluation || LoopClocks.MayReopen(c.Facts, turn.Given.Now, turn.Directory.Calendar, turn.Clocks));

    public ValueTask<bool> RelapseAsync(Turn turn, SortResult sorted, CancellationToken cancellationToken) => _relapse.TakeAsync(turn, sorted, cancellationToken);

    public ValueTask<(bool IsAnswered, string? Says)> AnswerRelapseAsync(Turn turn, SortResult sorted, CancellationToken cancellationToken) => _relapse.AnswerAsync(turn, sorted, cancellationToken);

    public ValueTask<bool> RecallWaitingAsync(Turn turn, SortResult sorted, CancellationToken cancellationToken) => _evaluation.RecallAsync(turn, sorted, cancellationToken);

    /// <summary>「法院不受理，让我回来找你们」 of a case that was led there.</summary>
    public ValueTask<bool> ComeBackAsync(Turn turn, SortResult sorted, CancellationToken cancellationToken) => _evaluation.TakeAsync(turn, sorted, onlyWhenAsked: true, cancellationToken);

    public ValueTask<IReadOnlyList<(string CaseNo, string Words)>> VerdictsOfSeveralAsync(Turn turn, CancellationToken cancellationToken) => _evaluation.OfSeveralAsync(turn, cancellationToken);

    public ValueTask AskNamedAsync(Turn turn, string caseNo, string words, CancellationToken cancellationToken) => _evaluation.AskNamedAsync(turn, caseNo, words, cancellationToken);

    public ValueTask<bool> JudgeAsync(Turn turn, SortResult sorted, CancellationToken cancellationToken) => _evaluation.AnswerAsync(turn, sorted, isNamed: true, cancellationToken);

    public ValueTask<bool> AskWhichAsync(Turn turn, CancellationToken cancellationToken) => _evaluation.AskWhichAsync(turn, cancellationToken);

    /// <summary>「打我电话吧，13800000000」 to the question for a number answers it; whoever names a human wants one.</summary>
    private static bool GivesNumber(Turn turn, SortResult sorted) =>
        turn.Memory is { LastAsk: Ask.Contact, Draft.StaffOnly: false } && sorted.Slots.ContainsKey(Slot.Contact) && !NamesHuman().IsMatch(turn.Text);

    [GeneratedRegex("人工|真人|活人|工作人员|客服|找个?人|换个?人")]
    private static partial Regex NamesHuman();

    private static void CallHuman(Turn turn, SortResult sorted)
    {
        turn.Say(Hours.AreNow(turn) ? "human" : "human_closed", ("hours", Hours.Of(turn)));
        if (sorted.Slots.TryGetValue(Slot.Contact, out var contact) && !turn.EverHad(Flag.Minor))
        {
            // Left for whoever calls back, in the same breath.
            (turn.Memory.Draft ??= new Draft { StaffOnly = true })[Slot.Contact] = contact.Value;
            turn.Memory.Draft.ContactIsKnown = false;
            turn.Say("contact_noted");
        }
        else
        {
            turn.Say("human_leave_word");
        }
        turn.ForStaff(Severity.P2, "human_requested");
        turn.Means(Intent.HumanHandoff);
        turn.Conclude(Disposition.HandedToHuman);
        turn.Stage = ConversationStage.HumanChat;
    }

    /// <summary>The request stands in every case that is not struck off, and none is before it is answered (T26).</summary>
    private async ValueTask<bool> DataRequestAsync(Turn turn, SortResult sorted, CancellationToken cancellationToken)
    {
        var delete = Deletes().IsMatch(turn.Text);
        turn.Raise(Flag.DataRequest, "intent");
        turn.Say(delete ? "data_delete" : "data_other", ("days", Number(turn.Definition.Limits.DataRequestDays)));
        var request = new DataRequestData(turn.ForStaff(Severity.P2, "data_request"));
        Case[] asked = [.. (await cases.OfResidentAsync(turn.Given.Conversation.ResidentId, MostCases, cancellationToken))
            .Where(c => c.Status != CaseStatus.ClosedOut && c.Apply(new Step(CaseAction.OpenDataRequest, Actor.Resident, request), turn.Given.Now, turn.Rules) is StepResult.Done)];
        turn.Cases.AddRange(asked);
        if (!delete && sorted.Slots.TryGetValue(Slot.Contact, out var changed))
        {
            // 「我换号了，以后打…」: whoever calls meanwhile must not call the old one.
            foreach (var open in asked.Where(c => c.Contact is not null && c.Status.IsOpen()))
            {
                open.Contact = changed.Value;
            }
            turn.Say("contact_noted");
        }
        turn.Means(Intent.DataRequest);
        turn.Conclude(Disposition.DataRequest);
        Resume.Question(turn);
        return true;
    }

    /// <summary>「井盖都过去一个礼拜了，咋还没人来」 of somebody whose open case it is: they wait for it, and tell nothing new.</summary>
    private async ValueTask<bool> WaitedForAsync(Turn turn, SortResult sorted, CancellationToken cancellationToken)
    {
        if (turn.Memory.Draft is not null || !Reproaches().IsMatch(turn.Text) || turn.Text.Length > LongestReproach || sorted.Signals.HasFlag(Signals.NewMatter))
        {
            return false;
        }
        var mine = await cases.OfResidentAsync(turn.Given.Conversation.ResidentId, 20, cancellationToken);
        if (sorted.Signals.HasFlag(Signals.Dissatisfied) && mine.Any(c => c.Status == CaseStatus.AwaitingEvaluation))
        {
            return false; // 「还没人来」 judges the answer that waits to be judged
        }
        var open = mine.Where(c => c.Number is not null && c.Status.IsOpen() && c.Status != CaseStatus.AwaitingEvaluation && !AboutCase.IsElsewhere(turn, sorted, c)).ToArray();
        var meant = open.MaxBy(c => CaseChoice.Likeness(turn.Text, c.RawText + c.Summary));
        return meant is not null && (CaseChoice.Likeness(turn.Text, meant.RawText + meant.Summary) > 0 || (open.Length == 1 && sorted.Signals.HasFlag(Signals.RefersBack)))
            && await ProgressAsync(turn, sorted, cancellationToken, meant.Number!.Value.Value);
    }

    private async ValueTask<bool> ProgressAsync(Turn turn, SortResult sorted, CancellationToken cancellationToken, string? about = null)
    {
        if (turn.Memory is { LastAsk: Ask.CaseNo, Draft.StaffOnly: false })
        {
            return false; // the answer to our own question, not a question
        }
        var named = about ?? sorted.Slots.GetValueOrDefault(Slot.CaseNo)?.Value;
        var mine = await cases.OfResidentAsync(turn.Given.Conversation.ResidentId, 20, cancellationToken);
        // A number is not a secret: only the same channel user is told about it (domain.md §1.3).
        if (named is null && mine.Count > 1)
        {
            named = CaseChoice.Of(turn.Text, await CaseChoice.OfferedAsync(cases, turn, cancellationToken))?.Number?.Value;
        }
        var known = mine.Where(c => !CaseChoice.HasGoneBack(c)).ToArray();
        var asked = named is null ? known.Take(3).Reverse().ToArray() : [.. mine.Where(c => c.Number?.Value == named)];
        turn.Means(Intent.ProgressQuery);
        turn.Conclude(Disposition.ProgressAnswered);
        if (asked.Length == 0 && named is not null && await FollowedAsync(turn, named, cancellationToken) is { } followed)
        {
            turn.SayText(await StandingAsync(turn, followed, cancellationToken));
        }
        else if (asked.Length == 0)
        {
            turn.Say(named is null && turn.Memory.Draft is { StaffOnly: false } draft && !CaseChoice.IsOfAnotherThing(turn.Text, string.Join('\n', draft.Words)) ? "progress_draft" : "progress_none");
        }
        else if (Reproaches().IsMatch(turn.Text) && asked.Any(c => c.Status.IsOpen()))
        {
            turn.Say("progress_waited");
        }
        if (Reproaches().IsMatch(turn.Text) && asked is [var urged] && urged.Status.IsOpen() && urged.Status != CaseStatus.AwaitingEvaluation && Urging.IsThird(turn, urged, sorted, isRetold: true))
        {
            Urging.Apologise(turn, urged);
        }
        if (named is null && asked is [var single] && CaseChoice.IsOfAnotherThing(turn.Text, single.RawText + single.Summary))
        {
            turn.Say("progress_only", ("caseNo", single.Number!.Value.Value), ("summary", TextCut.To(Masking.MaskPhones(single.Summary), LongestSummary)));
        }
        await TellStandingAsync(turn, asked, mine, named is not null, cancellationToken);
        if (named is null && known.Length > asked.Length)
        {
            turn.Say("progress_others", ("count", Number(known.Length - asked.Length)));
        }
        if (turn.Memory.Draft is { StaffOnly: false })
        {
            Resume.Question(turn);
        }
        else if (asked is [var only])
        {
            Progress.AskToJudge(turn, only, await CaseChoice.MainOfAsync(cases, only, cancellationToken) ?? only);
        }
        return true;
    }

    /// <summary>「我说错了，其实修好了」 of a case whose second round has begun with 没解决.</summary>
    private async ValueTask<bool> AfterANoAsync(Turn turn, SortResult sorted, CancellationToken cancellationToken) =>
        turn.Text.Length <= LongestReproach && await cases.FindAsync(new CaseNo(turn.Memory.CaseNo!), cancellationToken) is { Status: CaseStatus.Rework } open && open.ResidentId == turn.Given.Conversation.ResidentId && !AboutCase.NamesAnother(turn, sorted, open) && Verdict.TakesBack(turn, open, sorted);

    /// <summary>「灯修好了,挺满意的」 while the case is still under way: kept with it, for staff to see.</summary>
    private async ValueTask<bool> GoodNewsAsync(Turn turn, CancellationToken cancellationToken)
    {
        if (await cases.FindAsync(new CaseNo(turn.Memory.CaseNo!), cancellationToken) is not { } open || !open.Status.IsOpen() || !turn.Add(open, CaseAction.Supplement))
        {
            return false;
        }
        turn.Say("thanks_praise");
        turn.EndsWith(Ask.None);
        turn.Conclude(Disposition.CaseExtended);
        return true;
    }

    private static bool Thank(Turn turn, SortResult sorted, Intent meant = Intent.Thanks)
    {
        turn.Means(meant);
        turn.Conclude(Disposition.Thanks);
        turn.Say(sorted.Text.Length > 6 ? "thanks_praise" : "thanks");
        if (turn.Memory.Draft is { StaffOnly: false })
        {
            Resume.Question(turn);
        }
        else
        {
            turn.EndsWith(Ask.None);
        }
        return true;
    }

    internal static bool OffTopic(Turn turn)
    {
        turn.Means(Intent.Chitchat);
        turn.Conclude(Disposition.OffTopic);
        if (turn.Memory.Draft is null)
        {
            turn.Question("off_topic", Ask.Demand);
        }
        else
        {
            turn.Say("off_topic");
            Resume.Question(turn);
        }
        return true;
    }

    [GeneratedRegex("删|抹|擦[了掉]|划掉|涂掉|勾掉|清[了掉空除]|去掉|消[了掉]|注销|销毁|撤掉|不(?:想|要|许)?让?你们?(?:再)?(?:存|留|保存|保留)")]
    private static partial Regex Deletes();

    /// <summary>Who waits says so: 咋还没人来, 到底理不理人, 都一个礼拜了.</summary>
    [GeneratedRegex("(?:咋|怎么|为啥|为什么|啷个).{0,2}还(?:没|不|冇|莫)|还(?:没|冇|莫得?)(?:有|得)?(?:人|动静|消息|下文|回音|信)|(?<x>[理管办修来])不\\k<x>|到底.{0,6}(?:修|办|管|弄|来|理|啥时候|什么时候)|(?:天|礼拜|星期|周|个月)了.{0,8}(?:没|冇|不见|动静|消息)|没(?:个|有)?(?:动静|下文|回音|音信)")]
    private static partial Regex Reproaches();

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
