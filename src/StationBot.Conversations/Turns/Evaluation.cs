using System.Text.RegularExpressions;
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
        var saidBack = turn.Memory.SaidBack == own.Number?.Value;
        turn.Memory.SaidBack = null;
        if (saidBack && Misheard(turn.Text) is { } instead)
        {
            var meant = instead.Length == 0 ? default : Heard(instead, await sorter.SortAsync(turn.ToSort(instead), cancellationToken), new CaseState());
            if (meant.Solved is null && instead.Length > 0 && (SaysNotYet(instead) || sorter.OutcomeOf(instead) is { Outcome: Outcome.No or Outcome.Unclear, Score: >= Judgement.Sure }))
            {
                meant = new(Solved.No, null); // it was said against a yes
            }
            if (meant is { Solved: Solved.No or Solved.Partly })
            {
                Verdict.Take(turn, asked, meant, sorted, own);
                AskNext(turn, waiting, own);
                return true;
            }
            Verdict.Forget(turn, asked, own, sorted);
            return true;
        }
        if (turn.Memory.AsksChoice && Speech.Says("nods", turn.Text))
        {
            turn.Say("evaluation_later"); // 「嗯」 to three answers is none of them, and agrees to look first
            return true;
        }
        var judgement = EvaluationQuestion.Chosen(turn.Text, state) ?? OfTrouble(turn.Text, asked) ?? (TellsPlaceOfItsOwn(turn.Text, sorted, asked) ? Judgement.Of(turn.Text, sorted, asked: true, state) : Heard(turn.Text, sorted, state, saidBack));
        if (turn.Memory.AsksChoice && judgement is { Solved: null, Satisfaction: Satisfaction.Basic })
        {
            return Keep(turn, sorted, asked, own, state, waiting.Count > 1); // 「还行」 after words that could not be read
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
            judgement = TellsTheSame(turn, sorted, asked) || Names(Still(), turn.Text, asked) ? new(Solved.No, null)
                : Names(Gone(), turn.Text, asked) && !Debt().IsMatch(asked.RawText) ? new(Solved.Yes, null)
                : judgement;
        }
        if (judgement.IsEmpty && sorted.Signals.HasFlag(Signals.Withdraws) && !Speech.Says("verdict_will_not", turn.Text))
        {
            return false; // 「算了不办了，撤销吧」
        }
        if (judgement.IsEmpty)
        {
            return Unanswered(turn, sorted, asked, own, state, waiting.Count > 1)
                || ((judgement.IsClouded || SoundsLikeAnswer(turn, sorted)) && !turn.MoreToCome && turn.Text.Length <= LongestOfAnother && !sorted.Slots.ContainsKey(Slot.Place) && Keep(turn, sorted, asked, own, state, waiting.Count > 1)); // 「我眼睛不好看不清，等我问问邻居」
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

    /// <summary>「脸盆还在地上接着呢」: whatever kind of matter it might be told alone, it is how people answer 解决了吗.</summary>
    private bool SoundsLikeAnswer(Turn turn, SortResult sorted) =>
        turn.Text.Length <= LongestOfAnother && !sorted.Slots.ContainsKey(Slot.Place) && !sorted.Signals.HasFlag(Signals.NewMatter)
        && sorter.OutcomeOf(turn.Text) is { Outcome: not Outcome.Other, Score: >= Judgement.Likely };

    /// <summary>A complaint with a place that was not told there: what such words mean as an answer says nothing of the case.</summary>
    private static bool TellsPlaceOfItsOwn(string text, SortResult sorted, Case asked) =>
        text.Length > LongestAnswer && sorted.Intent == Intent.Complaint && sorted.Slots.TryGetValue(Slot.Place, out var place) && !asked.RawText.Contains(place.Value, StringComparison.Ordinal);

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
    private static bool Unanswered(Turn turn, SortResult sorted, Case asked, Case own, CaseState state, bool isOneOfSeveral)
    {
        if (turn.MoreToCome)
        {
            return false;
        }
        var named = isOneOfSeveral ? own : null;
        if ((state.Solved == Solved.Unasked && Judgement.IsResigned(turn.Text)) || Judgement.IsAcknowledged(turn.Text))
        {
            return AskOnceMore(turn, state, named, asChoice: true);
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
            return Keep(turn, sorted, asked, own, state, isOneOfSeveral);
        }
        const Signals Judging = Signals.Satisfied | Signals.Dissatisfied | Signals.FairlySatisfied | Signals.PartlySolved;
        var judges = Judgement.IsUndecided(turn.Text, sorted) || (sorted.Signals & Judging) != Signals.None || (sorted.Intent == Intent.Thanks && !sorted.Signals.HasFlag(Signals.Farewell));
        if (!judges && !TellsAnother(turn, sorted, asked) && AboutCase.IsRemark(turn, sorted, asked))
        {
            // 「物业说还要等」 is no other matter, whatever it sounds like: kept, and the question stands.
            return Keep(turn, sorted, asked, own, state, isOneOfSeveral);
        }
        if (!judges || TellsAnother(turn, sorted, asked))
        {
            return false;
        }
        // Kept for those who work on it, and asked once more: nobody guesses what was meant.
        return Keep(turn, sorted, asked, own, state, isOneOfSeveral);
    }

    private static bool Keep(Turn turn, SortResult sorted, Case asked, Case own, CaseState state, bool isOneOfSeveral)
    {
        Verdict.AddWords(turn, asked, sorted, own);
        Unheard.Heard(turn, asked, own, state, isOneOfSeveral);
        return true;
    }

    private static bool IsSign(string text) => !text.Any(char.IsLetterOrDigit);

    /// <summary>Trouble of another kind, with its place: no answer, whatever it sounds like.</summary>
    private static bool TellsAnother(Turn turn, SortResult sorted, Case asked) =>
        AboutCase.IsElsewhere(turn, sorted, asked) || (sorted is { Abstain: false, ProblemType: { } type } && asked.ProblemType is { } own && type != own
            && sorted.Slots.TryGetValue(Slot.Place, out var place) && !asked.RawText.Contains(place.Value, StringComparison.Ordinal));

    /// <summary>Once: who gives no answer then is left in peace, and the reminder asks again.</summary>
    /// <param name="asChoice">It was answered, only not so that anybody could read it.</param>
    private static bool AskOnceMore(Turn turn, CaseState state, Case? named, bool asChoice = false)
    {
        if (turn.Memory.AskedOnceMore)
        {
            return Leave(turn);
        }
        if (asChoice)
        {
            EvaluationQuestion.Again(turn, state, named);
        }
        else
        {
            turn.AskToJudge(EvaluationQuestion.Of(turn.Definition, state, named));
        }
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
        var isIt = sorted.Abstain || sorted.ProblemType is null || sorted.ProblemType == asked.ProblemType || SharesTrouble(turn.Text, asked) || AboutCase.SpeaksOf(turn, sorted, asked);
        return !AboutCase.IsElsewhere(turn, sorted, asked)
            && ((isIt && (Speech.Says("verdict_relapse", turn.Text) || Speech.Says("verdict_not_done", turn.Text)))
                || ((isIt || turn.Text.Length <= LongestAnswer) && Speech.Says("verdict_no_better", turn.Text)));
    }

    /// <summary>
    /// 「昨晚没响」 of music, and 「这两天没停」 of water: only what was told can say whether it is gone. 「厂子搬走了」 pays nobody.
    /// </summary>
    private static Judgement? OfTrouble(string text, Case asked) =>
        (Speech.Says("verdict_ceased", text) && SharesTrouble(text, asked)) || (Speech.Says("verdict_silent", text) && Noise().IsMatch(asked.RawText)) ? new Judgement(Solved.Yes, null)
        : (Speech.Says("verdict_ceased", text) && Lack().Matches(asked.RawText).Any(l => text.Contains(l.Groups["what"].Value, StringComparison.Ordinal)))
            || Speech.Says("verdict_gone_off", text) && Debt().IsMatch(asked.RawText) ? default(Judgement) : null;

    [GeneratedRegex("[吵响噪闹]|声音")]
    private static partial Regex Noise();

    /// <summary>「不响」 of a loudspeaker: 「昨晚没响」 mends nothing there.</summary>
    [GeneratedRegex("[没不未冇][^,，。]?(?<what>[响叫唱跳放排停])")]
    private static partial Regex Lack();

    [GeneratedRegex("欠|工资|工钱|押金|退[费款钱]|学费|不退")]
    private static partial Regex Debt();

    /// <summary>「又搭起来了」, 「不熏了」: what is done again, or no more, was told as the trouble, and not that it is not done.</summary>
    private static bool Names(Regex manner, string text, Case asked) =>
        manner.Match(text) is { Success: true } match && match.Groups["what"].Value[0] is var what
        && asked.RawText.Index().Any(c => c.Item == what && !asked.RawText[Math.Max(0, c.Index - 2)..c.Index].AsSpan().ContainsAny("没不未冇"));

    [GeneratedRegex("^[^,，。!！?？没不]{0,4}?(?:还在|还是|仍在?|照样|又)(?<what>(?![好行来去给说是有在要能会可管理修整搬拉运换装弄办收扫通补退发填铺处做干清看查问])[\u4e00-\u9fff])[^,，。!！?？吗么好完]{0,4}[。!！]?$")]
    private static partial Regex Still();

    [GeneratedRegex("^(?:现在|已经|今天|也|都|就|再也?|[,， ]){0,3}(?:不|没再)(?<what>(?![好行来去给说是有在要能会可管理修整搬拉运换装弄办收扫通补退发填铺处做干清看查问])[\u4e00-\u9fff])了[啊呀哈]?[。!！]?$")]
    private static partial Regex Gone();

    private static bool SharesTrouble(string text, Case asked) => Trouble().Matches(asked.RawText).Any(t => text.Contains(t.Value, StringComparison.Ordinal));

    [GeneratedRegex("(?<![没不未冇][^,，。]?)(?<!(?:希望|要求|请|让|叫|赶紧|尽快|能不能)[^,，。]{0,6})[响吵闹叫唱跳臭冒漏堵放烧排停]")]
    private static partial Regex Trouble();

    /// <summary>Characters of an answer; a longer message of another kind tells a matter of its own.</summary>
    private const int LongestAnswer = 14;


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
            Unheard.Heard(turn, judged, judged, judged.Facts, isOneOfSeveral: false);
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
