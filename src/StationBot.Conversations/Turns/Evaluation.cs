using System.Globalization;
using System.Text.RegularExpressions;
using StationBot.Conversations.Definitions;
using StationBot.Handling.Cases;
using StationBot.Handling.Deadlines;
using StationBot.Handling.Flags;
using StationBot.Handling.Messages;
using StationBot.Handling.Sorting;

namespace StationBot.Conversations.Turns;

/// <summary>
/// 评价 in chat: 解决了吗 and 满意吗 are two questions (domain.md §1.3, T21–T24). What the words tell of either is kept at once; the other one is
/// asked for after it, and nobody has to answer it.
/// </summary>
internal sealed partial class Evaluation(ICases cases)
{
    /// <summary>The answers that are shown, in their order, and what each says.</summary>
    private static readonly (string Text, Judgement Says)[] SolvedChoices =
        [("choice_solved", new(Solved.Yes, null)), ("choice_partly", new(Solved.Partly, null)), ("choice_unsolved", new(Solved.No, null))];

    private static readonly (string Text, Judgement Says)[] SatisfiedChoices =
        [("choice_satisfied", new(null, Satisfaction.Satisfied)), ("choice_basic", new(null, Satisfaction.Basic)), ("choice_dissatisfied", new(null, Satisfaction.Dissatisfied))];

    /// <summary>The resident was asked to judge a case: short answers are about that one, whatever they would mean elsewhere.</summary>
    /// <returns>False when the words say nothing about it.</returns>
    public async ValueTask<bool> AnswerAsync(Turn turn, SortResult sorted, CancellationToken cancellationToken)
    {
        var waiting = await WaitingAsync(turn, cancellationToken);
        if (waiting.Count > 1 && (Named(turn.Text, sorted, waiting) is { } named))
        {
            // 「垃圾那件没清」 while the lamps were asked about: the one that is named is meant.
            turn.Memory.Evaluating = named.Number!.Value.Value;
        }
        var found = await cases.FindAsync(new CaseNo(turn.Memory.Evaluating!), cancellationToken);
        if (found is not { } own || own.ResidentId != turn.Given.Conversation.ResidentId)
        {
            turn.Memory.Evaluating = null;
            return false;
        }
        var asked = await CaseChoice.MainOfAsync(cases, own, cancellationToken) ?? own;
        var afterNo = turn.Memory.AsksAfterNo;
        turn.Memory.AsksAfterNo = false;
        if (asked.Status is not (CaseStatus.AwaitingEvaluation or CaseStatus.CommitmentTracking or CaseStatus.Completed))
        {
            turn.Memory.Evaluating = null;
            return afterNo ? AnswerAfterNo(turn, asked, sorted) : asked is { Status: CaseStatus.Rework or CaseStatus.InProgress } && Overtaken(turn, asked, sorted, own);
        }
        // A joined case keeps the verdict of the round before; what was asked now, the memory tells.
        var state = own == asked ? asked.Facts : own.Facts with { Solved = turn.Memory.AsksJoinedIfSatisfied ? Solved.Yes : Solved.Unasked, Satisfaction = Satisfaction.None };
        var judgement = Chosen(turn.Text, state) ?? Judgement.Of(turn.Text, sorted, asked: true, state);
        if (judgement.IsEmpty && TellsTheSame(turn, sorted, asked))
        {
            judgement = new(Solved.No, null);
        }
        if (judgement.IsEmpty && state.Solved == Solved.Unasked && Judgement.IsResigned(turn.Text))
        {
            turn.Question(Question(turn.Definition, state, waiting.Count > 1 ? own : null));
            return true;
        }
        if (judgement.IsEmpty && Judgement.IsDoubtful(turn.Text))
        {
            // Kept for those who work on it, and asked once more: nobody guesses what was meant.
            AddWords(turn, asked, sorted, own);
            turn.Question(Question(turn.Definition, state, waiting.Count > 1 ? own : null));
            return true;
        }
        if (judgement.IsEmpty)
        {
            return SaysNothingYet(turn);
        }
        if (waiting.Count > 1)
        {
            turn.Say("about_case", ("caseNo", own.Number!.Value.Value), ("summary", Short(own)));
        }
        Judge(turn, asked, judgement, sorted, own);
        if (judgement.IsContent && turn.Memory.Evaluating is null && !turn.MoreToCome && waiting.FirstOrDefault(c => c.Id != own.Id && c.Facts.Solved == Solved.Unasked) is { } next)
        {
            turn.Question(Question(turn.Definition, next.Facts, next));
            turn.Memory.Evaluating = next.Number!.Value.Value;
        }
        return true;
    }

    /// <summary>「垃圾站又堆满了」, 「比以前还暗」: what is wrong, where it can be nothing but the matter that was asked about.</summary>
    private static bool TellsTheSame(Turn turn, SortResult sorted, Case asked)
    {
        var isIt = sorted.Abstain || sorted.ProblemType is null || sorted.ProblemType == asked.ProblemType;
        return !AboutCase.IsElsewhere(turn, sorted, asked)
            && ((isIt && (Speech.Says("verdict_relapse", turn.Text) || Speech.Says("verdict_not_done", turn.Text)))
                || ((isIt || turn.Text.Length <= LongestAnswer) && Speech.Says("verdict_no_better", turn.Text)));
    }

    /// <summary>Characters of an answer; a longer message of another kind tells a matter of its own.</summary>
    private const int LongestAnswer = 14;

    /// <summary>「垃圾清走了，路灯还是不亮」 of two cases that wait to be judged: what is said of each, in the order of the words.</summary>
    /// <returns>Numbers of the resident's own cases with the words; empty when not several are named.</returns>
    public async ValueTask<IReadOnlyList<(string CaseNo, string Words)>> OfSeveralAsync(Turn turn, CancellationToken cancellationToken)
    {
        if (await WaitingAsync(turn, cancellationToken) is not { Count: > 1 } waiting)
        {
            return [];
        }
        if (SpeaksOfAll(turn.Text, waiting.Count))
        {
            return [.. waiting.Select(c => (c.Number!.Value.Value, turn.Text))];
        }
        List<(string CaseNo, string Words)> parts = [];
        foreach (var clause in Clauses().Split(turn.Text).Where(c => c.Length > 0))
        {
            var number = waiting.FirstOrDefault(c => clause.Contains(c.Number!.Value.Value, StringComparison.OrdinalIgnoreCase))?.Number ?? CaseChoice.Of(clause, waiting)?.Number;
            if (number is { } named && (parts.Count == 0 || parts[^1].CaseNo != named.Value))
            {
                parts.Add((named.Value, clause));
            }
            else if (parts.Count > 0)
            {
                parts[^1] = (parts[^1].CaseNo, parts[^1].Words + "，" + clause);
            }
        }
        return parts.Select(p => p.CaseNo).Distinct().Count() == parts.Count && parts.Count > 1 ? parts : [];
    }

    /// <summary>「两件都解决了」 of two, 「所有的都好了」 of however many; of a number that is not theirs nobody knows which are meant.</summary>
    private static bool SpeaksOfAll(string text, int waiting) =>
        Speech.Says("verdict_of_all", text) && (HowMany().Match(text) is not { Success: true } said || Counts.IndexOf(said.Value[0], StringComparison.Ordinal) / 4 + 2 == waiting);

    private const string Counts = "两俩二2三三三3四四四4五五五5六六六6";

    [GeneratedRegex("[两俩二三四五六2-6]")]
    private static partial Regex HowMany();

    [GeneratedRegex("[,，。;；!！]+")]
    private static partial Regex Clauses();

    /// <summary>The resident's own cases whose verdict is open.</summary>
    private async ValueTask<IReadOnlyList<Case>> WaitingAsync(Turn turn, CancellationToken cancellationToken)
    {
        List<Case> waiting = [];
        foreach (var one in await cases.OfResidentAsync(turn.Given.Conversation.ResidentId, 20, cancellationToken))
        {
            var at = await CaseChoice.MainOfAsync(cases, one, cancellationToken) ?? one;
            if (at.Status == CaseStatus.AwaitingEvaluation || (one.Number is not null && one.Number?.Value == turn.Memory.Evaluating))
            {
                waiting.Add(one);
            }
        }
        return waiting;
    }

    private static Case? Named(string text, SortResult sorted, IReadOnlyList<Case> waiting) =>
        sorted.Slots.GetValueOrDefault(Slot.CaseNo)?.Value is { } number ? waiting.FirstOrDefault(c => c.Number?.Value == number) : CaseChoice.Of(text, waiting);

    private const int LongestSummary = 16;

    private static string Short(Case one) => TextCut.To(Masking.MaskPhones(one.Summary), LongestSummary);

    /// <summary>A neighbour's verdict has begun another round while this resident was asked: the answer is theirs, and stays with its case.</summary>
    private static bool Overtaken(Turn turn, Case asked, SortResult sorted, Case own)
    {
        if (Judgement.Of(turn.Text, sorted, asked: true, asked.Facts).IsEmpty)
        {
            return false;
        }
        AddWords(turn, asked, sorted, own);
        return true;
    }

    /// <summary>满意吗 was put after 没解决, and the next round is under way: an answer is kept with it, anything else is a word to those who work on it.</summary>
    private static bool AnswerAfterNo(Turn turn, Case judged, SortResult sorted)
    {
        if ((Chosen(turn.Text, judged.Facts) ?? Judgement.Of(turn.Text, sorted, asked: true, judged.Facts)).Satisfaction is { } satisfaction)
        {
            turn.Means(Intent.Evaluation);
            turn.Conclude(Disposition.Evaluated);
            turn.Memory.Mentioned.Add(judged.Number!.Value.Value);
            if (Keep(turn, judged, CaseAction.EvaluateInterim, new EvaluateData(null, satisfaction), sorted))
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
    private static void AddWords(Turn turn, Case judged, SortResult sorted, Case own)
    {
        turn.Say(Keep(turn, judged, CaseAction.Supplement, null, sorted) ? "supplemented" : "noted", ("caseNo", own.Number!.Value.Value));
        turn.EndsWith(Ask.None);
    }

    /// <summary>「2」 to the answers that were shown.</summary>
    private static Judgement? Chosen(string text, CaseState state) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && ChoicesOf(state) is var shown && number >= 1 && number <= shown.Length ? shown[number - 1].Says : null;

    private static (string Text, Judgement Says)[] ChoicesOf(CaseState state) => state.Solved == Solved.Unasked ? SolvedChoices : SatisfiedChoices;

    /// <summary>Who has not looked yet, or does not want to judge, is not pressed, and nothing is taken back for a sigh.</summary>
    private static bool SaysNothingYet(Turn turn)
    {
        if (Speech.Says("verdict_not_looked", turn.Text))
        {
            turn.Say("evaluation_later"); // the question stays open
            return true;
        }
        if (!Speech.Says("verdict_will_not", turn.Text))
        {
            return false;
        }
        turn.Memory.Evaluating = null;
        turn.Say("evaluation_left");
        turn.EndsWith(Ask.None);
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
            meant.Add((at.ResidentId == one.ResidentId ? at : one, at));
        }
        var (own, judged) = meant
            .OrderBy(c => c.At.Status == CaseStatus.AwaitingEvaluation ? 0 : JudgesSoFar(c.At) ? 1 : c.At.Status is CaseStatus.Completed or CaseStatus.ClosedOut ? 2 : c.At.Status is CaseStatus.Declined or CaseStatus.Redirected ? 3 : 4)
            .FirstOrDefault();
        // An old matter is meant where the words point back at it, name its number, or tell the same trouble again.
        var isOver = (judged?.Status is CaseStatus.Completed or CaseStatus.ClosedOut
                && (sorted.Signals.HasFlag(Signals.RefersBack) || named is not null || asBefore
                    || (sorted.Signals.HasFlag(Signals.Dissatisfied) && judged.ProblemType is { } type && sorted.ProblemType == type && !sorted.Slots.ContainsKey(Slot.Place)
                        // Long after, it is a matter of its own (T27).
                        && turn.Given.Now <= judged.Facts.Since.AddDays(turn.Clocks.ReopenDays))))
            || (judged?.Status is CaseStatus.Declined or CaseStatus.Redirected && (named is not null || sentBack || Speech.Says("objects", turn.Text)));
        if (judged is null || (onlyWhenAsked && judged.Status != CaseStatus.AwaitingEvaluation && !JudgesSoFar(judged) && !isOver))
        {
            return false;
        }
        // 「和上次一样」 alone says that the trouble is back, and nothing of 满意.
        var judgement = asBefore && (sorted.Signals & (Signals.Satisfied | Signals.Dissatisfied)) == Signals.None ? new Judgement(Solved.No, null) : Judgement.Of(turn.Text, sorted, asked: false, judged.Facts);
        if (!judgement.IsContent && judged.Status is CaseStatus.Completed or CaseStatus.ClosedOut && turn.Given.Now > judged.Facts.Since.AddDays(turn.Clocks.ReopenDays))
        {
            turn.Memory.Earlier = own.Number!.Value.Value; // T27: after its days a new case, linked to the old one
            return false;
        }
        return Judge(turn, judged, judgement, sorted, own);
    }

    /// <summary>A verdict and, after it, another matter that it leads into; null when there is only one thing.</summary>
    public static (string Verdict, string More)? AndMore(string text) =>
        LeadsOn().Match(text) is { Success: true } found ? (found.Groups["verdict"].Value, found.Groups["more"].Value) : null;

    [GeneratedRegex("^(?<verdict>[^。!！?？]{2,20}?)[,，。;；!！ ]+(?<more>(?:另外|对了|还有(?:个|一|就是|[,，])|再反映|顺便)[\\s\\S]{5,})$")]
    private static partial Regex LeadsOn();

    /// <summary>The case waits for its judgement, nothing promised stands open, staff do not have it, and it is this resident's own.</summary>
    public static bool MayJudge(Case one, Guid resident) => one.ResidentId == resident && Waits(one);

    /// <summary>Somebody may still judge it, whoever of those that follow it.</summary>
    public static bool Waits(Case one) => one.Status == CaseStatus.AwaitingEvaluation && one.Facts.DissatisfiedAt is null && !one.Facts.OpenCommitments.Any();

    /// <summary>解决了吗 first, then 满意吗, one at a time (domain.md §9); whoever asks it notes in the memory which case it is about.</summary>
    /// <param name="named">The case, where several wait and 这件事 could be any of them.</param>
    public static Reply Question(DialogDefinition definition, CaseState state, Case? named = null)
    {
        var (texts, asksSolved) = (definition.Texts, state.Solved == Solved.Unasked);
        var solved = named is null ? definition.Notices["evaluate"] : definition.Notices.Say("evaluate_which", ("caseNo", named.Number!.Value.Value), ("summary", Short(named)));
        return new Reply(asksSolved ? solved : texts["ask_satisfied"], Ask.None, [.. ChoicesOf(state).Select(c => texts[c.Text])]);
    }

    /// <param name="own">The resident's own case, where it was joined to the judged one.</param>
    private static bool Judge(Turn turn, Case judged, Judgement judgement, SortResult sorted, Case? own = null)
    {
        turn.Means(Intent.Evaluation);
        turn.Conclude(Disposition.Evaluated);
        turn.Memory.Mentioned.Add(judged.Number!.Value.Value);
        turn.Memory.Evaluating = null;
        if (judgement.IsContent)
        {
            Content(turn, judged, judgement, sorted, own ?? judged);
        }
        else
        {
            Unhappy(turn, judged, judgement, sorted, own ?? judged);
        }
        return true;
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
                turn.Say("evaluated_so_far");
                AskNext(turn, own, "ask_satisfied", SatisfiedChoices);
                turn.Memory.AsksJoinedIfSatisfied = true;
                return;
            }
            turn.Say("evaluated");
            turn.EndsWith(Ask.None);
            return;
        }
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
            turn.Say("evaluated_so_far");
            AskNext(turn, judged, "ask_satisfied", SatisfiedChoices);
        }
        else if (waits && whole.Solved is null)
        {
            turn.Say("evaluated_so_far");
            AskNext(turn, judged, "ask_solved", SolvedChoices);
        }
        else
        {
            turn.Say("evaluated");
            turn.EndsWith(Ask.None);
        }
    }

    private static void AskNext(Turn turn, Case judged, string question, (string Text, Judgement Says)[] choices)
    {
        if (turn.MoreToCome)
        {
            return; // one question at a time: the reminder asks again
        }
        turn.Memory.Evaluating = judged.Number!.Value.Value;
        turn.Question(question, Ask.None, [.. choices.Select(c => turn.Texts.Say(c.Text))]);
        turn.Memory.LastQuestion = null;
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
        var again = judged.Facts is { DissatisfiedCount: >= 1 } or { ReworkCount: >= 1 };
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
        turn.Say(again ? "dissatisfied_again" : objects ? "objection" : solved == Solved.Yes ? "dissatisfied_solved" : "dissatisfied", ("days", days.ToString(CultureInfo.InvariantCulture)));
        turn.EndsWith(Ask.Human);
        turn.Memory.CaseNo = own.Number!.Value.Value;
        if (own == judged && wasAsked && judged is { Status: CaseStatus.Rework, Facts.Satisfaction: Satisfaction.None })
        {
            // The next round has begun and waits for nobody: what they think of the last one is a question of its own.
            AskNext(turn, judged, "ask_satisfied", SatisfiedChoices);
            turn.Memory.AsksAfterNo = turn.Memory.Evaluating is not null;
        }
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
}
