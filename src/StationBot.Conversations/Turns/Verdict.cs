using System.Globalization;
using StationBot.Handling.Cases;
using StationBot.Handling.Deadlines;
using StationBot.Handling.Flags;
using StationBot.Handling.Messages;
using StationBot.Handling.Sorting;

namespace StationBot.Conversations.Turns;

/// <summary>A verdict is carried out: the step that it means, what is said to it, and what is asked next. domain.md §1.3, T21–T27.</summary>
internal static class Verdict
{
    /// <param name="own">The resident's own case, where it was joined to the judged one.</param>
    public static void Take(Turn turn, Case judged, Judgement judgement, SortResult sorted, Case? own = null)
    {
        turn.Means(Intent.Evaluation);
        turn.Conclude(Disposition.Evaluated);
        turn.Memory.Mentioned.Add(judged.Number!.Value.Value);
        (turn.Memory.Evaluating, turn.Memory.AskedOnceMore, turn.Memory.AsksChoice, turn.Memory.OpensAnother) = (null, false, false, false);
        if (judgement.IsContent)
        {
            Content(turn, judged, judgement, sorted, own ?? judged);
        }
        else
        {
            Unhappy(turn, judged, judgement, sorted, own ?? judged);
        }
    }

    /// <summary>The verdict of one whose case was joined to the judged one: it stands in their own case, an unhappy one in both.</summary>
    /// <returns>False when it is nobody's but the judged case's own, or there is no answer to judge yet.</returns>
    private static bool TakeJoined(Turn turn, Case own, Case judged, Judgement judgement)
    {
        var (words, before) = (Masking.MaskPhones(turn.Text), judged.EventCount);
        if (own == judged || Verdicts.OfJoined(own, judged, new Step(CaseAction.EvaluateInterim, Actor.Resident, judgement.Data, words), turn.Given.Now, turn.Rules) is not StepResult.Done)
        {
            return false;
        }
        own.RawText += "\n" + words;
        turn.Cases.AddRange(judged.EventCount > before ? [own, judged] : [own]);
        return true;
    }

    private static void Content(Turn turn, Case judged, Judgement judgement, SortResult sorted, Case own)
    {
        var second = turn.Memory.AsksJoinedIfSatisfied;
        turn.Memory.AsksJoinedIfSatisfied = false;
        if (TakeJoined(turn, own, judged, judgement))
        {
            if (judgement.Satisfaction is null && !second)
            {
                SayHeard(turn, judgement, own);
                EvaluationQuestion.AskSatisfied(turn, own);
                turn.Memory.AsksJoinedIfSatisfied = true;
                return;
            }
            turn.Say("evaluated");
            turn.EndsWith(Ask.None);
            return;
        }
        turn.Memory.CaseNo = own.Number!.Value.Value; // what is still open is said after it: 「北门那个」
        var whole = judgement.Over(judged.Facts);
        // With promises still open this is how it looks so far; the last word is asked for when they are kept (T24). And nobody is satisfied who has not said so.
        var final = judged.Status == CaseStatus.AwaitingEvaluation && whole is { Satisfaction: not null, Solved: not Solved.No } && !judged.Facts.OpenCommitments.Any();
        if (own != judged || !Keep(turn, judged, final ? CaseAction.Evaluate : CaseAction.EvaluateInterim, judgement.Data, sorted))
        {
            AddWords(turn, judged, sorted, own); // a second round is under way: it is judged when it is answered
            return;
        }
        var waits = judged.Status is CaseStatus.AwaitingEvaluation or CaseStatus.CommitmentTracking or CaseStatus.Completed;
        if (waits && whole.Satisfaction is null)
        {
            SayHeard(turn, judgement, own);
            EvaluationQuestion.AskSatisfied(turn, judged);
        }
        else if (waits && whole.Solved is null && !judged.Facts.OpenCommitments.Any())
        {
            turn.Say("evaluated_so_far");
            EvaluationQuestion.AskSolved(turn, judged);
        }
        else
        {
            turn.Say("evaluated");
            turn.EndsWith(Ask.None);
        }
    }

    /// <summary>「听错了」: what was heard is taken back, and asked for as a choice.</summary>
    public static void Forget(Turn turn, Case judged, Case own, SortResult sorted)
    {
        if (own == judged)
        {
            Keep(turn, judged, CaseAction.Supplement, new SupplementData(TakesBack: true), sorted);
        }
        EvaluationQuestion.Again(turn, new CaseState(), own);
        (turn.Memory.Evaluating, turn.Memory.AskedOnceMore) = (own.Number!.Value.Value, true);
    }

    /// <summary>What was heard in the resident's own words is said back before it is built on; what was pressed is not.</summary>
    private static void SayHeard(Turn turn, Judgement judgement, Case own)
    {
        var verdict = EvaluationQuestion.TextOf(turn.Texts, judgement with { Satisfaction = null });
        if (verdict.Length == 0 || turn.Text.StartsWith(verdict, StringComparison.Ordinal))
        {
            turn.Say("evaluated_so_far");
            return;
        }
        turn.Say("evaluated_heard", ("verdict", verdict));
        turn.Memory.SaidBack = own.Number!.Value.Value; // until the next message
    }

    private static void Unhappy(Turn turn, Case judged, Judgement judgement, SortResult sorted, Case own)
    {
        var judges = judged.Status is CaseStatus.AwaitingEvaluation or CaseStatus.CommitmentTracking or CaseStatus.Completed or CaseStatus.ClosedOut or CaseStatus.Declined or CaseStatus.Redirected;
        if (!judges && judged.Facts.ReworkCount >= 1)
        {
            AddWords(turn, judged, sorted, own); // 「没解决」 has opened the second round; 「不满意」 right after it is one verdict with it
            return;
        }
        var (solved, objects) = (judgement.Over(own.Facts).Solved, judged.Status is CaseStatus.Declined or CaseStatus.Redirected);
        var again = judged.Status == CaseStatus.AwaitingEvaluation ? !Verdicts.OpensRound(judged.Facts) : judged.Facts is { DissatisfiedCount: >= 1 } or { ReworkCount: >= 1 };
        if (again)
        {
            // From the second time on a human looks at it, whether the case waits for their decision (T22) or is opened again (T27). domain.md §5.5.
            turn.Raise(Flag.RepeatDissatisfied, "evaluation.second");
        }
        var (taken, wasAsked) = (TakeJoined(turn, own, judged, judgement), judged.Status == CaseStatus.AwaitingEvaluation);
        if (!taken)
        {
            var step = Verdicts.Unhappy(judged.Facts, judgement.Data, Actor.Resident, turn.Text);
            taken = Keep(turn, judged, step.Action, step.Data, sorted);
        }
        turn.ForStaff(again ? Severity.P1 : Severity.P2, again ? "repeat_dissatisfied" : "dissatisfied", judged.Id);
        if (!taken && judged.Status is CaseStatus.Declined or CaseStatus.Redirected)
        {
            // T34 is open once, for its days: nobody is promised another look that will not be had.
            turn.Say("objection_over", ("caseNo", own.Number!.Value.Value));
            turn.EndsWith(Ask.Human);
            return;
        }
        // A new round has its own clock (T22), which the resident can read off the progress; a review by staff has theirs.
        var days = judged.Status != CaseStatus.Rework ? turn.Definition.Limits.ReviewDays : LoopClocks.CountsHours(judged.Facts) ? 1 : turn.Clocks.ReworkWorkingDays;
        // The next round has begun and waits for nobody: what they think of the last one, or whether it was solved, is a question of its own.
        var (asksSatisfied, asksSolved) = own == judged && wasAsked && judged.Status == CaseStatus.Rework
            ? (judged.Facts.Satisfaction == Satisfaction.None, judged.Facts.Solved == Solved.Unasked) : (false, false);
        if (judged.Status == CaseStatus.CommitmentTracking)
        {
            // No clock runs for it there: the promises are worked on, and the last word is asked for when they are kept (T24).
            turn.Say("dissatisfied_so_far");
        }
        else
        {
            turn.Say(again ? "dissatisfied_again" : asksSatisfied || asksSolved ? "dissatisfied_noted" : objects ? "objection" : solved == Solved.Yes ? "dissatisfied_solved" : "dissatisfied", ("days", days.ToString(CultureInfo.InvariantCulture)));
        }
        turn.EndsWith(Ask.Human);
        turn.Memory.CaseNo = own.Number!.Value.Value;
        turn.Memory.AsksReason = turn.Memory.CaseNo;
        turn.AsksReason = !again && !asksSatisfied && !asksSolved && judged.Status != CaseStatus.CommitmentTracking;
        if (asksSatisfied)
        {
            EvaluationQuestion.AskSatisfied(turn, judged);
        }
        else if (asksSolved)
        {
            EvaluationQuestion.AskSolved(turn, judged);
        }
        turn.Memory.AsksAfterNo = (asksSatisfied || asksSolved) && turn.Memory.Evaluating is not null;
    }

    private static bool Keep(Turn turn, Case judged, CaseAction action, StepData? data, SortResult sorted)
    {
        if (!turn.Add(judged, action, data))
        {
            return false;
        }
        if (sorted.Slots.TryGetValue(Slot.Time, out var time))
        {
            judged.Slots = new Dictionary<string, string>(judged.Slots) { [Slot.Time.Code()] = time.Value };
        }
        return true;
    }
    /// <summary>A neighbour's verdict has begun another round while this resident was asked: the answer is theirs, and stays with its case.</summary>
    public static bool Overtaken(Turn turn, Case asked, SortResult sorted, Case own)
    {
        if (Judgement.Of(turn.Text, sorted, asked: true, asked.Facts).IsEmpty)
        {
            return false;
        }
        AddWords(turn, asked, sorted, own);
        return true;
    }

    /// <summary>
    /// 「我说错了，其实修好了」 after 没解决: the second round has begun, and nobody but its answer ends it (T18–T21). What they say now stands with the case for staff
    /// and for whoever works on it.
    /// </summary>
    public static bool TakesBack(Turn turn, Case judged, SortResult sorted)
    {
        var (told, isMistake) = Judgement.AfterMistake(turn.Text);
        if (told.Length == 0 && isMistake)
        {
            EvaluationQuestion.AskSolved(turn, judged); // 「点错了」 alone: what is meant
            turn.Memory.AsksAfterNo = true;
            return true;
        }
        var now = Judgement.Of(told, sorted, asked: true, judged.Facts);
        if (judged.Facts is not ({ Solved: Solved.No } or { Satisfaction: Satisfaction.Dissatisfied }) || !now.IsContent || (now.Solved != Solved.Yes && !(isMistake && now.Satisfaction is not null)))
        {
            return false;
        }
        turn.Means(Intent.Evaluation);
        turn.Conclude(Disposition.Evaluated);
        (turn.Memory.Evaluating, turn.Memory.AsksAfterNo) = (null, false);
        if (now.Satisfaction is null || !Keep(turn, judged, CaseAction.EvaluateInterim, new EvaluateData(null, now.Satisfaction), sorted))
        {
            Keep(turn, judged, CaseAction.Supplement, null, sorted);
        }
        turn.ForStaff(Severity.P2, "says_solved", judged.Id);
        turn.Say("solved_after_all", ("caseNo", judged.Number!.Value.Value));
        turn.EndsWith(Ask.None);
        return true;
    }

    /// <summary>满意吗 was put after 没解决, or 解决了吗 after 不满意, and the next round is under way: an answer is kept with it, anything else is a word to those who work on it.</summary>
    /// <param name="heard">What was made of the words.</param>
    public static bool AnswerAfterNo(Turn turn, Case judged, SortResult sorted, Judgement heard)
    {
        if (judged.Facts.Solved == Solved.No && TakesBack(turn, judged, sorted))
        {
            return true;
        }
        if (judged.Facts.Solved == Solved.No && Speech.Says("nods", turn.Text))
        {
            turn.Say("noted_nothing"); // 「嗯」 after 没解决 has heard that somebody looks again, and is not content with it
            turn.EndsWith(Ask.None);
            return true;
        }
        var answer = EvaluationQuestion.Chosen(turn.Text, judged.Facts) ?? heard;
        answer = judged.Facts.Solved == Solved.Unasked ? new(answer.Solved, null) : new(null, answer.Satisfaction);
        if (!answer.IsEmpty)
        {
            turn.Means(Intent.Evaluation);
            turn.Conclude(Disposition.Evaluated);
            turn.Memory.Mentioned.Add(judged.Number!.Value.Value);
            if (Keep(turn, judged, CaseAction.EvaluateInterim, answer.Data, sorted))
            {
                turn.Say("evaluated_so_far");
                turn.EndsWith(Ask.None);
            }
            else
            {
                AddWords(turn, judged, sorted, judged);
            }
            return true;
        }
        if (!Speech.Says("verdict_will_not", turn.Text))
        {
            return false;
        }
        turn.Say("noted_nothing");
        turn.EndsWith(Ask.None);
        return true;
    }

    /// <summary>No verdict can be taken now: what was said is a word to those who work on the case.</summary>
    public static void AddWords(Turn turn, Case judged, SortResult sorted, Case own, string told = "supplemented")
    {
        turn.Say(Keep(turn, judged, CaseAction.Supplement, null, sorted) ? told : "noted", ("caseNo", own.Number!.Value.Value));
        turn.EndsWith(Ask.None);
    }
}
