using System.Text.RegularExpressions;
using StationBot.Handling.Cases;
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
    /// <summary>「我不同意」 said of a case that was declined, 「那边不受理」 of one that was led elsewhere (T34), 「和上次一样」 of one that is over (T27).</summary>
    public static bool PointsAtCase(string text) => Speech.Says("objects", text) || ComesBack(text) || Speech.Says("as_before", text) || Sneers(text) || SaysNotYet(text);

    /// <summary>「你们真行，补了个皮」: praise that means the opposite, with what is wrong beside it.</summary>
    public static bool Sneers(string text) => Speech.Says("sneers", text);

    /// <summary>「还没亮」, after a verdict that said otherwise.</summary>
    private static bool SaysNotYet(string text) => Speech.Says("verdict_not_yet", text);

    /// <summary>「法院不受理，让我回来找你们」.</summary>
    public static bool ComesBack(string text) => Speech.Says("sent_back", text);

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
        own = await CaseChoice.KnownAsAsync(cases, own, asked, cancellationToken);
        var afterNo = turn.Memory.AsksAfterNo;
        turn.Memory.AsksAfterNo = false;
        if (asked.Status is not (CaseStatus.AwaitingEvaluation or CaseStatus.CommitmentTracking or CaseStatus.Completed))
        {
            turn.Memory.Evaluating = null;
            return afterNo ? Verdict.AnswerAfterNo(turn, asked, sorted) : asked is { Status: CaseStatus.Rework or CaseStatus.InProgress } && Verdict.Overtaken(turn, asked, sorted, own);
        }
        // A joined case keeps the verdict of the round before; what was asked now, the memory tells.
        var state = own == asked ? asked.Facts : own.Facts with { Solved = turn.Memory.AsksJoinedIfSatisfied ? Solved.Yes : Solved.Unasked, Satisfaction = Satisfaction.None };
        if (turn.Text.Length > LongestAnswer && (sorted.Signals.HasFlag(Signals.NewMatter) || TellsAnother(turn, sorted, asked)))
        {
            return false;
        }
        var judgement = EvaluationQuestion.Chosen(turn.Text, state) ?? Judgement.Of(turn.Text, sorted, asked: true, state);
        if (Talk.DeniesEarlier(turn.Text))
        {
            return NotTheirs(turn, asked, sorted, own);
        }
        if (judgement.IsEmpty && !Judgement.IsNoAnswer(turn.Text) && TellsTheSame(turn, sorted, asked))
        {
            judgement = new(Solved.No, null);
        }
        if (judgement.IsEmpty)
        {
            return Unanswered(turn, sorted, asked, own, state, waiting.Count > 1);
        }
        if (waiting.Count > 1)
        {
            turn.Say("about_case", ("caseNo", own.Number!.Value.Value), ("summary", EvaluationQuestion.Short(own)));
        }
        if (IsSign(turn.Text))
        {
            turn.Text = $"{turn.Text}（{EvaluationQuestion.TextOf(turn.Texts, judgement)}）"; // 「👎」: a sign alone is no reason, and says nothing to who reads the log
        }
        Verdict.Take(turn, asked, judgement, sorted, own);
        if (judgement.IsContent && turn.Memory.Evaluating is null && !turn.MoreToCome && waiting.FirstOrDefault(c => c.Id != own.Id && c.Facts.Solved == Solved.Unasked) is { } next)
        {
            turn.Question(EvaluationQuestion.Of(turn.Definition, next.Facts, next));
            turn.Memory.Evaluating = next.Number!.Value.Value;
        }
        return true;
    }

    /// <summary>The words tell nothing of the question that is open: it is put once more, unless they begin something else.</summary>
    private static bool Unanswered(Turn turn, SortResult sorted, Case asked, Case own, CaseState state, bool isOneOfSeveral)
    {
        if (turn.MoreToCome)
        {
            return false;
        }
        var named = isOneOfSeveral ? own : null;
        if ((state.Solved == Solved.Unasked && Judgement.IsResigned(turn.Text)) || Judgement.IsAcknowledged(turn.Text))
        {
            return AskOnceMore(turn, state, named);
        }
        if (Judgement.IsNoAnswer(turn.Text) || IsSign(turn.Text))
        {
            return AskOnceMore(turn, state, own); // 「哪件事？」: it is named
        }
        if (Speech.Says("verdict_thanks", turn.Text) && !turn.Memory.AskedOnceMore)
        {
            turn.Say("thanks");
            return AskOnceMore(turn, state, named);
        }
        if (SaysNothingYet(turn))
        {
            return true;
        }
        const Signals Judging = Signals.Satisfied | Signals.Dissatisfied | Signals.FairlySatisfied | Signals.PartlySolved;
        var judges = Judgement.IsUndecided(turn.Text, sorted) || (sorted.Signals & Judging) != Signals.None || (sorted.Intent == Intent.Thanks && !sorted.Signals.HasFlag(Signals.Farewell));
        if (!judges || TellsAnother(turn, sorted, asked))
        {
            return false;
        }
        // Kept for those who work on it, and asked once more: nobody guesses what was meant.
        Verdict.AddWords(turn, asked, sorted, own);
        return AskOnceMore(turn, state, named);
    }

    private static bool IsSign(string text) => !text.Any(char.IsLetterOrDigit);

    /// <summary>Trouble of another kind, with its place: no answer, whatever it sounds like.</summary>
    private static bool TellsAnother(Turn turn, SortResult sorted, Case asked) =>
        AboutCase.IsElsewhere(turn, sorted, asked) || (sorted is { Abstain: false, ProblemType: { } type } && asked.ProblemType is { } own && type != own
            && sorted.Slots.TryGetValue(Slot.Place, out var place) && !asked.RawText.Contains(place.Value, StringComparison.Ordinal));

    /// <summary>Once: who gives no answer then is left in peace, and the reminder asks again.</summary>
    private static bool AskOnceMore(Turn turn, CaseState state, Case? named)
    {
        if (turn.Memory.AskedOnceMore)
        {
            return Leave(turn);
        }
        turn.Question(EvaluationQuestion.Of(turn.Definition, state, named));
        turn.Memory.AskedOnceMore = true;
        return true;
    }

    /// <summary>「什么井盖？我没反映过」: no verdict, and staff look whose case it is.</summary>
    private static bool NotTheirs(Turn turn, Case asked, SortResult sorted, Case own)
    {
        Verdict.AddWords(turn, asked, sorted, own, "not_reported");
        turn.ForStaff(Severity.P2, "not_theirs", own.Id);
        (turn.Memory.Evaluating, turn.Memory.AskedOnceMore) = (null, false);
        turn.Conclude(Disposition.CaseExtended);
        return true;
    }

    private static bool Leave(Turn turn)
    {
        (turn.Memory.Evaluating, turn.Memory.AskedOnceMore) = (null, false);
        turn.Say("evaluation_left");
        turn.EndsWith(Ask.None);
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
                parts.Add((named.Value, CaseChoice.WithoutOrdinal(clause)));
            }
            else if (parts.Count > 0)
            {
                parts[^1] = (parts[^1].CaseNo, parts[^1].Words + "，" + clause);
            }
        }
        return parts.Select(p => p.CaseNo).Distinct().Count() == parts.Count && parts.Count > 1 ? parts : [];
    }

    /// <summary>What was said of one of several told no verdict on it, while that on another was taken: kept with it, and asked for by its name.</summary>
    public async ValueTask AskNamedAsync(Turn turn, string caseNo, string words, CancellationToken cancellationToken)
    {
        if (turn.Memory.Evaluating is not null || await cases.FindAsync(new CaseNo(caseNo), cancellationToken) is not { } own)
        {
            return; // one question at a time: the reminder asks
        }
        turn.Text = words;
        turn.Add(await CaseChoice.MainOfAsync(cases, own, cancellationToken) ?? own, CaseAction.Supplement);
        turn.Question(EvaluationQuestion.Of(turn.Definition, own.Facts, own));
        turn.Memory.Evaluating = caseNo;
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
        foreach (var one in (await cases.OfResidentAsync(turn.Given.Conversation.ResidentId, 20, cancellationToken)).Where(c => !CaseChoice.HasGoneBack(c)))
        {
            var at = await CaseChoice.MainOfAsync(cases, one, cancellationToken) ?? one;
            if (at.Status == CaseStatus.AwaitingEvaluation || (one.Number is not null && one.Number?.Value == turn.Memory.Evaluating))
            {
                waiting.Add(one);
            }
        }
        return [.. waiting.OrderBy(c => c.Number?.Value, StringComparer.Ordinal)]; // 「第一件」 is the one that was told first
    }

    private static Case? Named(string text, SortResult sorted, IReadOnlyList<Case> waiting) =>
        sorted.Slots.GetValueOrDefault(Slot.CaseNo)?.Value is { } number ? waiting.FirstOrDefault(c => c.Number?.Value == number) : CaseChoice.Of(text, waiting);

    /// <summary>Who has not looked yet, or does not want to judge, is not pressed, and nothing is taken back for a sigh.</summary>
    private static bool SaysNothingYet(Turn turn)
    {
        if (Speech.Says("verdict_not_looked", turn.Text))
        {
            turn.Say("evaluation_later"); // the question stays open
            return true;
        }
        return Speech.Says("verdict_will_not", turn.Text) && Leave(turn);
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
            if (onlyWhenAsked && named is null && !asBefore && turn.Text.Length > LongestAnswer && TellsAnother(turn, sorted, at))
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
                        && turn.Given.Now <= judged.Facts.Since.AddDays(turn.Clocks.ReopenDays))))
            || (judged?.Status is CaseStatus.Declined or CaseStatus.Redirected && (named is not null || sentBack || Speech.Says("objects", turn.Text)));
        if (judged is null || (onlyWhenAsked && judged.Status != CaseStatus.AwaitingEvaluation && !JudgesSoFar(judged) && !isOver))
        {
            return false;
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
            Progress.AskToJudge(turn, judged);
            return true;
        }
        if (!judgement.IsContent && judged.Status is CaseStatus.Completed or CaseStatus.ClosedOut && turn.Given.Now > judged.Facts.Since.AddDays(turn.Clocks.ReopenDays))
        {
            turn.Memory.Earlier = own.Number!.Value.Value; // T27: after its days a new case, linked to the old one
            return false;
        }
        Verdict.Take(turn, judged, judgement, sorted, own);
        return true;
    }

    /// <summary>「我点错了，应该是不满意」, 「灯又灭了」 right after the verdict: of the case that this conversation is about, and in too few words for a new matter.</summary>
    private static bool IsAboutJudged(Turn turn, SortResult sorted, Case? own) =>
        own?.Number is { } number && number.Value == turn.Memory.CaseNo && (sorted.Signals.HasFlag(Signals.Dissatisfied) || SaysNotYet(turn.Text)) && !sorted.Slots.ContainsKey(Slot.Place)
        && (Speech.Says("verdict_changed", turn.Text) || (turn.Text.Length <= LongestAnswer && (sorted.Abstain || sorted.ProblemType is null)));

    /// <summary>A verdict and, after it, another matter that it leads into; null when there is only one thing.</summary>
    public static (string Verdict, string More)? AndMore(string text) =>
        LeadsOn().Match(text) is { Success: true } found ? (found.Groups["verdict"].Value, found.Groups["more"].Value) : null;

    [GeneratedRegex("^(?<verdict>[^。!！?？]{2,20}?)[,，。;；!！ ]+(?<more>(?:另外|对了|还有(?:个|一|就是|[,，])|再反映|顺便)[\\s\\S]{5,})$")]
    private static partial Regex LeadsOn();

    /// <summary>The case waits for its judgement, nothing promised stands open, staff do not have it, and it is this resident's own.</summary>
    public static bool MayJudge(Case one, Guid resident) => one.ResidentId == resident && Waits(one);

    /// <summary>Somebody may still judge it, whoever of those that follow it.</summary>
    public static bool Waits(Case one) => one.Status == CaseStatus.AwaitingEvaluation && one.Facts.DissatisfiedAt is null && !one.Facts.OpenCommitments.Any();
}
