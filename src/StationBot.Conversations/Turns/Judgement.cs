using System.Text.RegularExpressions;
using StationBot.Handling.Cases;
using StationBot.Handling.Sorting;

namespace StationBot.Conversations.Turns;

/// <summary>What a message says to either question; null where it says nothing. How people put it stands in speech.yaml.</summary>
internal readonly partial record struct Judgement(Solved? Solved, Satisfaction? Satisfaction)
{
    public bool IsEmpty => Solved is null && Satisfaction is null;

    /// <summary>Words were heard that take back what they seem to say: it is not silence that leaves it empty.</summary>
    public bool IsClouded { get; private init; }

    public bool IsContent => Satisfaction != Handling.Cases.Satisfaction.Dissatisfied && Solved != Handling.Cases.Solved.No;

    /// <summary>「就亮了一晚上」, 「听说修了」: no yes that could be counted.</summary>
    private static bool IsDoubtful(string text) => Speech.Says("verdict_doubtful", text);

    /// <summary>「行吧」 to 解决了吗 gives in, 「好」 agrees to something, and neither tells anything: asked once more, for a yes would close the case.</summary>
    public static bool IsResigned(string text) => Speech.Says("verdict_resigned", text);

    /// <summary>「好的，收到」 was heard and tells nothing of either question.</summary>
    public static bool IsAcknowledged(string text) => Speech.Says("verdict_acknowledges", text);

    /// <summary>「五十分」, 「三颗星」: neither good nor bad, asked for in words.</summary>
    public static bool IsMiddling(string text) => Speech.Says("verdict_scores_middling", text);

    /// <summary>It was heard and is no answer.</summary>
    private static bool TellsNothing(string text, bool asksSolved) => (asksSolved && IsResigned(text)) || IsAcknowledged(text) || IsNoAnswer(text) || IsMiddling(text);

    /// <summary>「什么？」, 「修好了吗」, 「你说呢」: a question, or a way round it.</summary>
    public static bool IsNoAnswer(string text) => Speech.Says("verdict_wonders", text) || Speech.Says("verdict_evades", text);

    /// <summary>
    /// 「纸面上解决了」, 「满意，等亮了再说」, 「修了，不亮」: said of others, of paper or of what is to come, or with a no behind the good news that is not good
    /// news itself (「不吵了」). Either word would close the case.
    /// </summary>
    private static bool IsHedged(string text, Solved? solved, Satisfaction? satisfaction)
    {
        if (solved != Handling.Cases.Solved.Yes && satisfaction is not (Handling.Cases.Satisfaction.Satisfied or Handling.Cases.Satisfaction.Basic))
        {
            return false;
        }
        var clauses = Talk.ClausesOf(text);
        var good = Array.FindIndex(clauses, c => Speech.Says("verdict_done", c));
        return Array.Exists(clauses, c => Speech.Says("verdict_hedged", c))
            || (solved == Handling.Cases.Solved.Yes && clauses.Skip(Math.Max(0, good)).Any(c => Speech.Says("verdict_denied", c) && !Speech.Says("verdict_done", c)));
    }

    public EvaluateData Data => new(Solved, Satisfaction);

    /// <summary>「点错了，其实修好了」: what is meant instead; empty when only the mistake is told.</summary>
    public static (string Told, bool IsMistake) AfterMistake(string text)
    {
        var clauses = Array.FindAll(Talk.ClausesOf(text), c => !Speech.Says("interjects", c));
        var told = Array.FindAll(clauses, c => !Speech.Says("verdict_mistaken", c));
        return (string.Join('，', told.Select(c => AfterAll().Replace(c, ""))), told.Length < clauses.Length || Array.Exists(told, c => AfterAll().Match(c).Groups["instead"].Success));
    }

    [GeneratedRegex("^(?:我|其实|实际上?|应该|原来|已经|[, ]){0,3}(?:是|(?<instead>(?:更正|改|换)(?:成|为)))?(?=.)")]
    private static partial Regex AfterAll();

    /// <summary>With what was said before.</summary>
    public Judgement Over(CaseState state) => new(
        Solved ?? (state.Solved == Handling.Cases.Solved.Unasked ? null : state.Solved),
        Satisfaction ?? (state.Satisfaction == Handling.Cases.Satisfaction.None ? null : state.Satisfaction));

    private const int LongestDenial = 5;

    /// <param name="asked">The bot has just asked for it: 没有, 还行 and 一般 are answers.</param>
    public static Judgement Of(string text, SortResult sorted, bool asked, CaseState state)
    {
        bool Says(Signals signal) => (sorted.Signals & signal) != Signals.None;
        bool Answers(string manner) => asked && Speech.Says(manner, text);

        // Which of the two questions a bare yes or no answers: the first as long as it is open.
        var asksSolved = state.Solved == Handling.Cases.Solved.Unasked;
        if (asked && TellsNothing(text, asksSolved))
        {
            return default;
        }
        var denies = asked && asksSolved && text.Length <= LongestDenial && Says(Signals.Deny); // 「不对」, 「不是的」 to 解决了吗
        var affirms = (Says(Signals.Affirm) && !Speech.Says("verdict_told", text)) || Answers("verdict_thumb");
        var blames = asked && Talk.ClausesOf(text).Append(text).Any(c => Speech.Says("verdict_blames", c)); // 「修好了，差评」
        var dislikes = !asksSolved && (Answers("verdict_bare_not") || Answers("verdict_dislikes") || blames);
        var refuses = dislikes || blames || Speech.Says("verdict_refuses", text);
        // How it ends is what counts: 「上次没修好，这次修好了」, and 「修是修了，第二天又坏了」.
        var isMended = Speech.Says("verdict_turned_good", text);
        var isUndone = Speech.Says("verdict_undone", text);
        var isUnsolved = isUndone || denies || Answers("verdict_unsolved");
        var unhappy = isUnsolved || dislikes || (Says(Signals.Dissatisfied) && !isMended) || Answers("verdict_not") || Answers("verdict_dislikes") || blames || Evaluation.Sneers(text);
        Solved? solved =
            isUndone ? Handling.Cases.Solved.No
            : Says(Signals.PartlySolved) || Answers("verdict_partly") ? Handling.Cases.Solved.Partly
            : isUnsolved ? Handling.Cases.Solved.No
            : unhappy ? OfUnhappy(Says(Signals.Solved), refuses, dislikes || !Speech.Says("verdict_still", text) || (!asksSolved && Speech.Says("verdict_only_refuses", text)))
            : Says(Signals.Solved) || Answers("verdict_done") || (asked && asksSolved && affirms) ? Handling.Cases.Solved.Yes
            : null;
        Satisfaction? satisfaction =
            unhappy ? refuses ? Handling.Cases.Satisfaction.Dissatisfied : null
            : Says(Signals.SaysSatisfied) && Speech.Says("verdict_plainly_satisfied", text) ? Handling.Cases.Satisfaction.Satisfied
            : (Says(Signals.FairlySatisfied) && (asked || Says(Signals.SaysSatisfied))) || Answers("verdict_scores_fair") ? Handling.Cases.Satisfaction.Basic
            : SaysSatisfied(text, sorted) || Answers("verdict_praise") || (solved == Handling.Cases.Solved.Yes && Speech.Says("verdict_praise", text)) || (asked && !asksSolved && affirms) ? Handling.Cases.Satisfaction.Satisfied
            : null;
        if (asked && asksSolved && solved is Handling.Cases.Solved.Yes or Handling.Cases.Solved.Partly && satisfaction == Handling.Cases.Satisfaction.Basic && !Says(Signals.SaysSatisfied))
        {
            satisfaction = null; // 「可以了」 and 「差不多吧」 say how far it is done, and not how they like it
        }
        var isClouded = IsDoubtful(text) || Speech.Says("verdict_clouded", text) || (asked && !isMended && IsHedged(text, solved, satisfaction));
        if (isClouded)
        {
            return new(solved == Handling.Cases.Solved.Yes ? null : solved, satisfaction == Handling.Cases.Satisfaction.Dissatisfied ? satisfaction : null) { IsClouded = true };
        }
        // Praise in other words, and anything else said to nobody's question, is what it was before the questions were two. What contradicts itself is neither.
        return asked || solved is not null || satisfaction is not null || IsUndecided(text, sorted)
            ? new(solved, satisfaction)
            : new(null, Says(Signals.Satisfied) ? Handling.Cases.Satisfaction.Satisfied : Says(Signals.FairlySatisfied) ? Handling.Cases.Satisfaction.Basic : Handling.Cases.Satisfaction.Dissatisfied);
    }

    // How sure the learned reading must be, held against sayings that it had not learned. A yes closes the case, so it must be surer of that one; where one
    // clause may take back what another says (「通是通了，一下雨照样倒灌」), a doubt is enough to ask once more.
    internal const double Sure = 0.65;
    private const double SureOfYes = 0.8;
    private const double Doubts = 0.6;
    private const double DoubtsNo = 0.7;
    private const double SureOfUnclear = 0.85;

    /// <summary>An answer of some sort, if not which.</summary>
    internal const double Likely = 0.5;

    /// <summary>No rule need say the same.</summary>
    internal const double Certain = 0.9;

    /// <summary>
    /// With what the sorter has learned to make of such answers: it speaks where the words of speech.yaml are silent (「还得打手电」), and what it reads
    /// otherwise than they do counts for nothing, so that the question is put once more.
    /// </summary>
    public Judgement With(OutcomeScore? heard, string text) =>
        TellsNothing(text, asksSolved: true) || heard is not { } learned || Asks().IsMatch(text) ? this : Solved is null ? Learned(learned, text) : IsDoubted(learned, text) ? new(null, null) { IsClouded = true }
        : learned is { Outcome: Outcome.Partly, Score: >= Certain } && Solved == Handling.Cases.Solved.Yes && Speech.Says("verdict_still", text) ? this with { Solved = Handling.Cases.Solved.Partly } : this;

    private Judgement Learned(OutcomeScore heard, string text) => heard switch
    {
        { Outcome: Outcome.No, Score: >= Certain } when Satisfaction is Handling.Cases.Satisfaction.Satisfied or Handling.Cases.Satisfaction.Basic => new(null, null) { IsClouded = true },
        _ when Satisfaction is not null => this,
        { Outcome: Outcome.Yes, Score: >= SureOfYes } when !IsClouded && !Speech.Says("verdict_told", text) => this with { Solved = Handling.Cases.Solved.Yes },
        { Outcome: Outcome.Partly, Score: >= Sure } => this with { Solved = Handling.Cases.Solved.Partly },
        { Outcome: Outcome.No, Score: >= Sure } => this with { Solved = Handling.Cases.Solved.No },
        { Outcome: Outcome.Unclear, Score: >= SureOfYes } => this with { IsClouded = true },
        _ => this,
    };

    private bool IsDoubted(OutcomeScore heard, string text) => Satisfaction is null && (Solved, heard.Outcome) switch
    {
        (Handling.Cases.Solved.Yes, Outcome.No) => heard.Score >= (HasParts(text) ? Doubts : Certain),
        (Handling.Cases.Solved.Yes, Outcome.Unclear) => heard.Score >= (HasParts(text) ? Doubts : SureOfUnclear),
        (Handling.Cases.Solved.Yes, Outcome.Partly) => heard.Score >= Doubts && heard.Score < Certain && HasParts(text),
        (Handling.Cases.Solved.No, Outcome.Yes) => heard.Score >= (HasParts(text) ? DoubtsNo : Certain),
        (Handling.Cases.Solved.Partly, Outcome.No) => heard.Score >= DoubtsNo && HasParts(text),
        _ => false,
    };

    /// <summary>More than one clause, beside thanks; how it ended well is no doubt.</summary>
    private static bool HasParts(string text) => Talk.ClausesOf(text).Where(c => !Speech.Says("verdict_thanks", c)).ToArray() is { Length: > 1 } clauses && !Array.TrueForAll(clauses, c => Speech.Says("verdict_done", c)) && !Speech.Says("verdict_turned_good", text);

    [GeneratedRegex("[吗么?？][。!！?？]*$")]
    private static partial Regex Asks();

    /// <summary>「什么时候修好什么时候满意」 names the word and does not say it.</summary>
    private static bool SaysSatisfied(string text, SortResult sorted) => sorted.Signals.HasFlag(Signals.SaysSatisfied) && Speech.Says("verdict_satisfied", text);

    /// <summary>Good and bad are said in one breath, or the good only of what is hoped or heard: nobody guesses which is meant.</summary>
    public static bool IsUndecided(string text, SortResult sorted) =>
        IsDoubtful(text) || (sorted.Signals.HasFlag(Signals.SaysSatisfied) && !SaysSatisfied(text, sorted) && !Speech.Says("verdict_plainly_satisfied", text)) || (sorted.Signals & (Signals.Satisfied | Signals.Dissatisfied)) == (Signals.Satisfied | Signals.Dissatisfied);

    /// <summary>「解决了但不满意」 is solved, 「不满意」 says nothing of it, and any other displeasure that it is not.</summary>
    private static Solved? OfUnhappy(bool saysSolved, bool refuses, bool saysNoMore) =>
        saysSolved ? refuses ? Handling.Cases.Solved.Yes : null
        : refuses && saysNoMore ? null
        : Handling.Cases.Solved.No;
}
