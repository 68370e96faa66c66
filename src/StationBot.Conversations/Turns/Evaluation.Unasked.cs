using StationBot.Handling.Cases;
using StationBot.Handling.Deadlines;
using StationBot.Handling.Flags;
using StationBot.Handling.Messages;
using StationBot.Handling.Sorting;

namespace StationBot.Conversations.Turns;

/// <summary>A verdict that comes though nothing was asked just now: in a new conversation, after another case was spoken of, or once more after it was given.</summary>
internal sealed partial class Evaluation
{
    /// <summary>
    /// Takes up the question about a case that waits to be judged, where the words are of its subject, or — in a conversation that has spoken of none — go on with
    /// something (「还是那几条」) or are a bare verdict. What they mean is read after it as if it had been asked.
    /// </summary>
    /// <returns>True when it had to be asked which of several is meant.</returns>
    public async ValueTask<bool> RecallAsync(Turn turn, SortResult sorted, CancellationToken cancellationToken)
    {
        if (turn.Memory is not { Draft: null, Evaluating: null } memory || !MayAnswer(turn, sorted))
        {
            return false;
        }
        Case[] waiting = [.. (await WaitingAsync(turn, cancellationToken)).Where(c => c.Facts.DissatisfiedAt is null && !AboutCase.IsElsewhere(turn, sorted, c) && !AboutCase.NamesAnother(turn, sorted, c))];
        if (waiting.Length == 0)
        {
            return false;
        }
        var spokenOf = memory.CaseNo is { } number ? await cases.FindAsync(new CaseNo(number), cancellationToken) : null;
        var meant = waiting.MaxBy(c => AboutCase.Subject(turn.Text, c))!;
        var likeness = AboutCase.Subject(turn.Text, meant);
        if (likeness > 0 && (spokenOf is null || spokenOf.Id == meant.Id || likeness > AboutCase.Subject(turn.Text, spokenOf)) && !await IsOfOneUnderWayAsync(turn, likeness, cancellationToken))
        {
            (memory.Evaluating, memory.CaseNo) = (meant.Number!.Value.Value, meant.Number.Value.Value);
            return false;
        }
        if (spokenOf is not null || likeness > 0 || !GoesOn(turn, sorted, meant))
        {
            return false;
        }
        memory.Evaluating = waiting[^1].Number!.Value.Value;
        if (waiting.Length == 1)
        {
            memory.CaseNo = memory.Evaluating;
            return false;
        }
        if (SpeaksOfAll(turn.Text, waiting.Length) || OneOfSome().IsMatch(turn.Text))
        {
            return false;
        }
        memory.WhichSays = turn.Text;
        turn.Question("which_of_several", Ask.None, [.. waiting.Select(c => $"{c.Number} {EvaluationQuestion.Short(c)}".TrimEnd())], ("words", turn.Text));
        memory.LastQuestion = null;
        return true;
    }

    /// <summary>Short, of no danger and no other errand, and no question.</summary>
    private static bool MayAnswer(Turn turn, SortResult sorted)
    {
        const Signals Else = Signals.NewMatter | Signals.Withdraws | Signals.Confidential | Signals.Greets | Signals.Farewell | Signals.SmallTalk | Signals.AsksWhere | Signals.AsksHours | Signals.AsksIfHuman | Signals.Later;
        return turn.Text.Length <= LongestOfAnother && sorted.Flags.Count == 0 && sorted.Intent is not (Intent.ProgressQuery or Intent.DataRequest or Intent.HumanHandoff)
            && (sorted.Signals & Else) == Signals.None && !turn.Memory.OpensAnother && !sorted.Slots.ContainsKey(Slot.CaseNo) && !sorted.Slots.ContainsKey(Slot.Contact)
            && !AboutCase.IsQuestion(turn, sorted) && !Speech.Says("verdict_thanks", turn.Text) && !Speech.Says("nods", turn.Text) && !ComesBack(turn.Text);
    }

    /// <summary>「路灯还是不亮」 of the lamps that are being worked on, not of those that were answered.</summary>
    private async ValueTask<bool> IsOfOneUnderWayAsync(Turn turn, int likeness, CancellationToken cancellationToken) =>
        (await cases.OfResidentAsync(turn.Given.Conversation.ResidentId, 20, cancellationToken)).Any(c => c.Status.IsOpen() && c.Status is not (CaseStatus.AwaitingEvaluation or CaseStatus.Merged) && AboutCase.Subject(turn.Text, c) >= likeness);

    private bool GoesOn(Turn turn, SortResult sorted, Case meant) =>
        turn.Text.Length <= LongestAnswer && (sorted.Abstain || sorted.ProblemType is null || sorted.ProblemType == meant.ProblemType || AboutCase.SpeaksOf(turn, sorted, meant) || sorter.OutcomeOf(turn.Text) is { Outcome: Outcome.Yes or Outcome.Partly or Outcome.No, Score: >= Judgement.Certain }) && !sorted.Slots.ContainsKey(Slot.Place)
        && !(turn.Memory.LastAsk != Ask.None && turn.Text.Length <= 2) // 「没有」 to what there is to report
        && (AboutCase.SaysOn(turn.Text) || sorter.OutcomeOf(turn.Text) is { Outcome: Outcome.Yes or Outcome.Partly or Outcome.No, Score: >= Judgement.Sure } || !(ToldTrouble.Tells(turn.Text, meant) ?? Judgement.Of(turn.Text, sorted, asked: true, meant.Facts)).IsEmpty);

    /// <summary>「能改评价吗」 after the verdict, without the new one.</summary>
    public async ValueTask<bool> ChangesAsync(Turn turn, SortResult sorted, CancellationToken cancellationToken)
    {
        if (turn.Memory is not { Draft: null, Evaluating: null, CaseNo: { } number } || turn.Text.Length > LongestAnswer || !Speech.Says("verdict_changed", turn.Text)
            || ((sorted.Signals & (Signals.Satisfied | Signals.Dissatisfied)) != Signals.None && !Speech.Says("misheard", turn.Text))
            || await cases.FindAsync(new CaseNo(number), cancellationToken) is not { Status: CaseStatus.Completed or CaseStatus.ClosedOut })
        {
            return false;
        }
        turn.Say("change_verdict");
        turn.Memory.Evaluating = number;
        turn.Conclude(Disposition.Evaluated);
        return true;
    }

    /// <param name="onlyWhenAsked">Only a case that waits for its evaluation is meant: the words might also begin a new matter.</param>
    public async ValueTask<bool> TakeAsync(Turn turn, SortResult sorted, bool onlyWhenAsked, CancellationToken cancellationToken)
    {
        var named = sorted.Slots.GetValueOrDefault(Slot.CaseNo)?.Value;
        var mine = await cases.OfResidentAsync(turn.Given.Conversation.ResidentId, 20, cancellationToken);
        // 「12345不受理」 is about what was led there, and no verdict on anything else.
        var sentBack = ComesBack(turn.Text) && !Speech.Says("objects", turn.Text) && (sorted.Signals & (Signals.Satisfied | Signals.Dissatisfied)) == Signals.None;
        var asBefore = Speech.Says("as_before", turn.Text);
        // 「垃圾是拉走了,就是味儿还在」 judges the garbage, and not the lamps that wait too.
        var isMild = onlyWhenAsked && named is null && !asBefore && (sorted.Signals & (Signals.FairlySatisfied | Signals.PartlySolved)) != Signals.None
            && (sorted.Signals & (Signals.Satisfied | Signals.Dissatisfied)) == Signals.None && sorted is { Abstain: false, ProblemType: not null };
        // While a promise is open, 「解决了但不满意」 says how it looks so far (T24).
        bool JudgesSoFar(Case one) => one.Status == CaseStatus.CommitmentTracking && Speech.Says("judges", turn.Text) && (sorted.Signals & (Signals.Satisfied | Signals.Dissatisfied)) != Signals.None;
        // Without a verdict in the words only a case that is over can be meant, and of the same trouble.
        bool MayBeMeant(Case one) => one.Status != CaseStatus.Withdrawn && (named is null || one.Number?.Value == named) && (!sentBack || one.Status == CaseStatus.Redirected) && !(isMild && one.ProblemType != sorted.ProblemType)
            && (!asBefore || (sorted.Signals & (Signals.Satisfied | Signals.Dissatisfied)) != Signals.None
                || (one.Status is CaseStatus.Completed or CaseStatus.ClosedOut && (sorted.Abstain || sorted.ProblemType is null || sorted.ProblemType == one.ProblemType)));
        List<(Case Own, Case At)> meant = [];
        foreach (var one in mine.Where(MayBeMeant))
        {
            var at = await CaseChoice.MainOfAsync(cases, one, cancellationToken) ?? one;
            if (onlyWhenAsked && named is null && !asBefore && (turn.TellsAnother || (turn.Text.Length > LongestAnswer && TellsAnother(turn, sorted, at))))
            {
                continue;
            }
            meant.Add((at.ResidentId == one.ResidentId ? at : await CaseChoice.KnownAsAsync(cases, one, at, cancellationToken), at));
        }
        var (own, judged) = meant
            .OrderBy(c => c.At.Status == CaseStatus.AwaitingEvaluation ? 0 : JudgesSoFar(c.At) ? 1 : c.At.Status is CaseStatus.Completed or CaseStatus.ClosedOut ? 2 : c.At.Status is CaseStatus.Declined or CaseStatus.Redirected ? 3 : 4)
            .FirstOrDefault();
        // An old matter is meant where the words point back at it, name its number, or tell the same trouble again.
        var isOver = (judged?.Status is CaseStatus.Completed or CaseStatus.ClosedOut
                && (sorted.Signals.HasFlag(Signals.RefersBack) || named is not null || asBefore || IsAboutJudged(turn, sorted, own)
                    || (sorted.Signals.HasFlag(Signals.Dissatisfied) && judged.ProblemType is { } type && sorted.ProblemType == type && !sorted.Slots.ContainsKey(Slot.Place)
                        // Long after, it is a matter of its own (T27).
                        && LoopClocks.MayReopen(judged.Facts, turn.Given.Now, turn.Directory.Calendar, turn.Clocks))))
            || (judged?.Status is CaseStatus.Declined or CaseStatus.Redirected && (named is not null || sentBack || Speech.Says("objects", turn.Text)));
        if (judged is null || (onlyWhenAsked && judged.Status != CaseStatus.AwaitingEvaluation && !JudgesSoFar(judged) && !isOver))
        {
            return false;
        }
        var (waits, ofJudged) = (judged.Status == CaseStatus.AwaitingEvaluation, AboutCase.Subject(turn.Text, judged));
        bool IsOf(Case one) => one.Status.IsOpen() && one.Status is not (CaseStatus.AwaitingEvaluation or CaseStatus.Merged)
            && AboutCase.Subject(turn.Text, one) is > 0 and var ofIt && ofIt >= ofJudged + (waits || one.Number?.Value != turn.Memory.CaseNo ? 1 : 0);
        if (named is null && mine.Any(IsOf))
        {
            return false; // 「路灯还是不亮」 of the lamps under way, while the garbage waits to be judged, or other lamps are done
        }
        if (judged.Status == CaseStatus.AwaitingEvaluation && own == judged && Judgement.IsNoAnswer(turn.Text))
        {
            Progress.AskToJudge(turn, judged); // 「满意？」 asks back
            return true;
        }
        // 「和上次一样」 or 「还没亮」 alone says that the trouble is back, and nothing of 满意.
        var judgement = (asBefore || SaysNotYet(turn.Text)) && (sorted.Signals & (Signals.Satisfied | Signals.Dissatisfied)) == Signals.None ? new Judgement(Solved.No, null) : Judgement.Of(turn.Text, sorted, asked: false, judged.Facts);
        if (judgement.IsEmpty)
        {
            // 「物业说修好了」 said to nobody's question: kept, and asked for.
            if (judged.Status != CaseStatus.AwaitingEvaluation || own != judged)
            {
                return false;
            }
            Verdict.AddWords(turn, judged, sorted, own);
            (turn.Memory.Evaluating, turn.Memory.CaseNo) = (judged.Number!.Value.Value, judged.Number.Value.Value);
            Unheard.Heard(turn, judged, judged, judged.Facts);
            return true;
        }
        if (!judgement.IsContent && judged.Status is CaseStatus.Completed or CaseStatus.ClosedOut && !LoopClocks.MayReopen(judged.Facts, turn.Given.Now, turn.Directory.Calendar, turn.Clocks))
        {
            turn.Memory.Earlier = own.Number!.Value.Value; // T27: after its days a new case, linked to the old one
            return false;
        }
        Verdict.Take(turn, judged, judgement, sorted, own);
        return true;
    }

    /// <summary>
    /// 「好了」 to an answer that was shown, before anybody asked: solved, where the case waits to be judged; while it does not, a word to those who have it.
    /// </summary>
    public async ValueTask<bool> TakeGoodNewsAsync(Turn turn, SortResult sorted, CancellationToken cancellationToken)
    {
        if (!Speech.Says("verdict_done", turn.Text) || await cases.FindAsync(new CaseNo(turn.Memory.CaseNo!), cancellationToken) is not { } own)
        {
            return false;
        }
        if (own.Status is CaseStatus.Replied or CaseStatus.CommitmentTracking && (sorted.Signals & (Signals.Satisfied | Signals.Dissatisfied)) == Signals.None)
        {
            Verdict.AddWords(turn, own, sorted, own);
            turn.Conclude(Disposition.CaseExtended);
            return true;
        }
        if (!MayJudge(own, turn.Given.Conversation.ResidentId) || Judgement.Of(turn.Text, sorted, asked: true, own.Facts) is not { Solved: Solved.Yes } judgement)
        {
            return false;
        }
        Verdict.Take(turn, own, judgement, sorted);
        return true;
    }

    /// <summary>「我点错了，应该是不满意」, 「灯又灭了」 right after the verdict: of the case that this conversation is about, and in too few words for a new matter.</summary>
    private static bool IsAboutJudged(Turn turn, SortResult sorted, Case? own) =>
        own?.Number is { } number && number.Value == turn.Memory.CaseNo && (sorted.Signals.HasFlag(Signals.Dissatisfied) || SaysNotYet(turn.Text)) && !sorted.Slots.ContainsKey(Slot.Place)
        && (Speech.Says("verdict_changed", turn.Text) || (turn.Text.Length <= LongestAnswer && (sorted.Abstain || sorted.ProblemType is null)));
}
