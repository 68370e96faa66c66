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
internal sealed partial class Evaluation(ICases cases, ISorter sorter)
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
    /// <param name="isNamed">Which case is meant was made out before.</param>
    /// <returns>False when the words say nothing about it.</returns>
    public async ValueTask<bool> AnswerAsync(Turn turn, SortResult sorted, bool isNamed, CancellationToken cancellationToken)
    {
        var waiting = await WaitingAsync(turn, cancellationToken);
        turn.AnswersOneOfSeveral |= waiting.Count > 1;
        if (!isNamed && waiting.Count > 1 && Named(turn.Text, sorted, waiting) is { } named)
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
        if (turn.Memory.SpokeOfElse && Speech.Says("nods", turn.Text))
        {
            return false; // 「对」 to the receipt of another matter
        }
        var asked = await CaseChoice.MainOfAsync(cases, own, cancellationToken) ?? own;
        own = await CaseChoice.KnownAsAsync(cases, own, asked, cancellationToken);
        var afterNo = turn.Memory.AsksAfterNo;
        turn.Memory.AsksAfterNo = false;
        if (asked.Status is not (CaseStatus.AwaitingEvaluation or CaseStatus.CommitmentTracking or CaseStatus.Completed))
        {
            turn.Memory.Evaluating = null;
            return afterNo ? await AfterNoAsync(turn, asked, own, sorted, cancellationToken) : asked is { Status: CaseStatus.Rework or CaseStatus.InProgress } && Verdict.Overtaken(turn, asked, sorted, own);
        }
        // A joined case keeps the verdict of the round before; what was asked now, the memory tells.
        var state = own == asked ? asked.Facts : own.Facts with { Solved = turn.Memory.AsksJoinedIfSatisfied ? Solved.Yes : Solved.Unasked, Satisfaction = Satisfaction.None };
        if (turn.Text.Length > LongestAnswer && (sorted.Signals.HasFlag(Signals.NewMatter) || TellsAnother(turn, sorted, asked)))
        {
            return false;
        }
        if (!isNamed && await OfAnotherAsync(turn, sorted, asked, cancellationToken) is { } another)
        {
            // 「下水道还是堵」 while the lamps are asked about: it is being worked on, and the question stands.
            Verdict.AddWords(turn, another, sorted, another);
            turn.AskToJudge(EvaluationQuestion.Of(turn.Definition, state, own));
            return true;
        }
        var saidBack = turn.SaidBack == own.Number?.Value;
        if (saidBack && Misheard(turn.Text) is { } instead)
        {
            if (await MeantAsync(turn, instead, cancellationToken) is not { } meant)
            {
                Verdict.Forget(turn, asked, own, sorted);
                return true;
            }
            Verdict.Take(turn, asked, meant, sorted, own);
            AskNext(turn, waiting, own);
            return true;
        }
        if (turn.Memory.AsksChoice && Speech.Says("nods", turn.Text))
        {
            turn.Say("evaluation_later"); // 「嗯」 to three answers is none of them, and agrees to look first
            return true;
        }
        var judgement = EvaluationQuestion.Chosen(turn.Text, state) ?? ToldTrouble.Tells(turn.Text, asked) ?? (TellsPlaceOfItsOwn(turn.Text, sorted, asked) ? Judgement.Of(turn.Text, sorted, asked: true, state) : Heard(turn.Text, sorted, state, saidBack));
        if (turn.Memory.AsksChoice && judgement is { Solved: null, Satisfaction: Satisfaction.Basic })
        {
            return Keep(turn, sorted, asked, own, state); // 「还行」 after words that could not be read
        }
        if (Talk.DeniesEarlier(turn.Text))
        {
            return NotTheirs(turn, asked, sorted, own);
        }
        if (judgement is { Satisfaction: null, Solved: not Solved.Yes } && !isNamed && AboutCase.NamesAnother(turn, sorted, asked) && (own == asked || AboutCase.NamesAnother(turn, sorted, own)))
        {
            if (AboutCase.MayBeOfIt(turn, sorted, asked) && SoundsLikeAnswer(turn, sorted))
            {
                Relapse.Ask(turn, own); // 「苍蝇满天飞，你们来闻闻」 of garbage is no second case in silence, and no verdict
                return true;
            }
            turn.TellsAnother = true;
            return false;
        }
        if (judgement.IsEmpty && !Judgement.IsNoAnswer(turn.Text))
        {
            judgement = ToldTrouble.Repeats(turn, sorted, asked) ?? judgement;
        }
        if (judgement.IsEmpty && sorted.Signals.HasFlag(Signals.Withdraws) && !Speech.Says("verdict_will_not", turn.Text))
        {
            return false; // 「算了不办了，撤销吧」
        }
        if (judgement.IsEmpty)
        {
            return Unanswered(turn, sorted, asked, own, state)
                || ((judgement.IsClouded || SoundsLikeAnswer(turn, sorted)) && !turn.MoreToCome && turn.Text.Length <= LongestOfAnother && !sorted.Slots.ContainsKey(Slot.Place) && Keep(turn, sorted, asked, own, state)); // 「我眼睛不好看不清，等我问问邻居」
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
        AskNext(turn, waiting, own);
        return true;
    }

    private async ValueTask<bool> AfterNoAsync(Turn turn, Case asked, Case own, SortResult sorted, CancellationToken cancellationToken)
    {
        if (!Verdict.AnswerAfterNo(turn, asked, sorted, Heard(turn.Text, sorted, asked.Facts)))
        {
            return false;
        }
        await AskNextAsync(turn, own, cancellationToken);
        return true;
    }

    /// <summary>「不是，没到账」, 「我没说解决」 to what was said back: what is meant instead, empty where only the mistake is told; null when nothing is put right.</summary>
    private static string? Misheard(string text)
    {
        var clauses = Talk.ClausesOf(text);
        return Array.Exists(clauses, c => Speech.Says("misheard", c)) ? string.Join('，', clauses.Where(c => !Speech.Says("misheard", c))) : null;
    }

    /// <summary>What is said against a yes that was said back; null when it tells no verdict.</summary>
    private async ValueTask<Judgement?> MeantAsync(Turn turn, string instead, CancellationToken cancellationToken)
    {
        if (instead.Length == 0)
        {
            return null;
        }
        var meant = Heard(instead, await sorter.SortAsync(turn.ToSort(instead), cancellationToken), new CaseState());
        return meant is { Solved: Solved.No or Solved.Partly } ? meant
            : meant.Solved is null && (SaysNotYet(instead) || sorter.OutcomeOf(instead) is { Outcome: Outcome.No or Outcome.Unclear, Score: >= Judgement.Sure }) ? new(Solved.No, null) : null;
    }

    /// <summary>「脸盆还在地上接着呢」: whatever kind of matter it might be told alone, it is how people answer 解决了吗.</summary>
    private bool SoundsLikeAnswer(Turn turn, SortResult sorted) =>
        turn.Text.Length <= LongestOfAnother && !sorted.Slots.ContainsKey(Slot.Place) && !sorted.Signals.HasFlag(Signals.NewMatter)
        && sorter.OutcomeOf(turn.Text) is { Outcome: not Outcome.Other, Score: >= Judgement.Likely };

    /// <summary>A complaint with a place that was not told there: what such words mean as an answer says nothing of the case.</summary>
    private static bool TellsPlaceOfItsOwn(string text, SortResult sorted, Case asked) =>
        text.Length > LongestAnswer && sorted.Intent == Intent.Complaint && HasOtherPlace(sorted, asked);

    private static bool HasOtherPlace(SortResult sorted, Case asked) => sorted.Slots.TryGetValue(Slot.Place, out var place) && !asked.RawText.Contains(place.Value, StringComparison.Ordinal);

    /// <summary>What the words say by rule and, of 解决了吗, by what the sorter has learned.</summary>
    private Judgement Heard(string text, SortResult sorted, CaseState state, bool saidBack = false)
    {
        var judgement = Judgement.Of(text, sorted, asked: true, state);
        if (state.Solved == Solved.Yes && judgement.IsEmpty && (saidBack || Speech.Says("relapse", text) || Speech.Says("verdict_relapse", text)) && sorter.OutcomeOf(text) is { Outcome: Outcome.No, Score: >= Judgement.Sure })
        {
            return new(Solved.No, null); // 「狗又来了」 to 满意吗
        }
        return state.Solved == Solved.Unasked && !IsSign(text) ? judgement.With(sorter.OutcomeOf(text), text) : judgement;
    }

    /// <summary>The words tell nothing of the question that is open: it is put once more, unless they begin something else.</summary>
    private static bool Unanswered(Turn turn, SortResult sorted, Case asked, Case own, CaseState state)
    {
        if (turn.MoreToCome)
        {
            return false;
        }
        if ((state.Solved == Solved.Unasked && Judgement.IsResigned(turn.Text)) || Judgement.IsAcknowledged(turn.Text))
        {
            return AskOnceMore(turn, () => EvaluationQuestion.Again(turn, state, own));
        }
        if (Judgement.IsNoAnswer(turn.Text) || IsSign(turn.Text))
        {
            return AskOnceMore(turn, () => turn.AskToJudge(EvaluationQuestion.Of(turn.Definition, state, own))); // 「哪件事？」: it is named
        }
        if (Speech.Says("verdict_thanks", turn.Text) && !turn.Memory.AskedOnceMore)
        {
            turn.Say("thanks");
            return AskOnceMore(turn, () => turn.AskToJudge(EvaluationQuestion.Of(turn.Definition, state, turn.AnswersOneOfSeveral ? own : null)));
        }
        if (Speech.Says("verdict_not_looked", turn.Text))
        {
            turn.Say("evaluation_later"); // the question stays open
            return true;
        }
        if (Speech.Says("verdict_will_not", turn.Text))
        {
            if (own == asked && asked.Status == CaseStatus.AwaitingEvaluation)
            {
                turn.Add(asked, CaseAction.Supplement, new SupplementData(DeclinesToJudge: true)); // or the reminders would ask twice more
            }
            return Leave(turn);
        }
        if (Judgement.IsMiddling(turn.Text))
        {
            return Keep(turn, sorted, asked, own, state);
        }
        const Signals Judging = Signals.Satisfied | Signals.Dissatisfied | Signals.FairlySatisfied | Signals.PartlySolved;
        var judges = Judgement.IsUndecided(turn.Text, sorted) || (sorted.Signals & Judging) != Signals.None || (sorted.Intent == Intent.Thanks && !sorted.Signals.HasFlag(Signals.Farewell));
        if (!judges && !TellsAnother(turn, sorted, asked) && AboutCase.IsRemark(turn, sorted, asked))
        {
            // 「物业说还要等」 is no other matter, whatever it sounds like: kept, and the question stands.
            return Keep(turn, sorted, asked, own, state);
        }
        if (!judges || TellsAnother(turn, sorted, asked))
        {
            return false;
        }
        // Kept for those who work on it, and asked once more: nobody guesses what was meant.
        return Keep(turn, sorted, asked, own, state);
    }

    private static bool Keep(Turn turn, SortResult sorted, Case asked, Case own, CaseState state)
    {
        Verdict.AddWords(turn, asked, sorted, own);
        Unheard.Heard(turn, asked, own, state);
        return true;
    }

    private static bool IsSign(string text) => !text.Any(char.IsLetterOrDigit);

    /// <summary>Trouble of another kind, with its place: no answer, whatever it sounds like.</summary>
    private static bool TellsAnother(Turn turn, SortResult sorted, Case asked) =>
        AboutCase.IsElsewhere(turn, sorted, asked) || (sorted is { Abstain: false, ProblemType: { } type } && asked.ProblemType is { } own && type != own && HasOtherPlace(sorted, asked));

    /// <summary>Once: who gives no answer then is left in peace, and the reminder asks again.</summary>
    private static bool AskOnceMore(Turn turn, Action ask)
    {
        if (turn.Memory.AskedOnceMore)
        {
            return Leave(turn);
        }
        ask();
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

    /// <summary>Characters of an answer; a longer message of another kind tells a matter of its own.</summary>
    internal const int LongestAnswer = 14;

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
