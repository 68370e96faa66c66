using System.Text.RegularExpressions;
using StationBot.Conversations.Definitions;
using StationBot.Handling.Cases;
using StationBot.Handling.Flags;
using StationBot.Handling.Messages;
using StationBot.Handling.Sorting;

namespace StationBot.Conversations.Turns;

/// <summary>解决了吗 and 满意吗: how they are put, what may be pressed, and what a pressed number means.</summary>
internal static partial class EvaluationQuestion
{
    /// <summary>The answers that are shown, in their order, and what each says.</summary>
    private static readonly (string Text, Judgement Says)[] SolvedChoices =
        [("choice_solved", new(Solved.Yes, null)), ("choice_partly", new(Solved.Partly, null)), ("choice_unsolved", new(Solved.No, null))];

    private static readonly (string Text, Judgement Says)[] SatisfiedChoices =
        [("choice_satisfied", new(null, Satisfaction.Satisfied)), ("choice_basic", new(null, Satisfaction.Basic)), ("choice_dissatisfied", new(null, Satisfaction.Dissatisfied))];

    /// <summary>解决了吗 first, then 满意吗, one at a time (domain.md §9); whoever asks it notes in the memory which case it is about.</summary>
    /// <param name="named">The case, where several wait and 这件事 could be any of them.</param>
    public static Reply Of(DialogDefinition definition, CaseState state, Case? named = null)
    {
        var (texts, asksSolved) = (definition.Texts, state.Solved == Solved.Unasked);
        var solved = named is null ? definition.Notices["evaluate"] : definition.Notices.Say("evaluate_which", ("caseNo", named.Number!.Value.Value), ("summary", Short(named)));
        var satisfied = named is null ? texts["ask_satisfied"] : texts.Say("ask_satisfied_which", ("caseNo", named.Number!.Value.Value), ("summary", Short(named)));
        return new Reply(asksSolved ? solved : satisfied, Ask.None, [.. ChoicesOf(state).Select(c => texts[c.Text])]);
    }

    /// <summary>What was said to 解决了吗 could not be read: put as a choice, which a nod does not answer, and without haste for who has not looked. 满意吗 is put as before.</summary>
    public static void Again(Turn turn, CaseState state, Case own)
    {
        var named = turn.AnswersOneOfSeveral ? own : null;
        if (state.Solved != Solved.Unasked)
        {
            turn.AskToJudge(Of(turn.Definition, state, named));
            return;
        }
        var text = named is null ? turn.Texts.Say("ask_solved_again") : turn.Texts.Say("ask_solved_again_which", ("caseNo", named.Number!.Value.Value), ("summary", Short(named)));
        turn.AskToJudge(new Reply(text, Ask.None, [.. SolvedChoices.Select(c => turn.Texts[c.Text])]));
        turn.Memory.AsksChoice = true;
    }

    public static void AskSolved(Turn turn, Case judged) => AskNext(turn, judged, "ask_solved", SolvedChoices);

    public static void AskSatisfied(Turn turn, Case judged) => AskNext(turn, judged, "ask_satisfied", SatisfiedChoices);

    private static void AskNext(Turn turn, Case judged, string question, (string Text, Judgement Says)[] choices)
    {
        if (turn.MoreToCome)
        {
            return; // one question at a time: the reminder asks again
        }
        turn.Memory.Evaluating = judged.Number!.Value.Value;
        turn.AskToJudge(turn.AnswersOneOfSeveral ? Of(turn.Definition, judged.Facts, judged) : new Reply(turn.Texts.Say(question), Ask.None, [.. choices.Select(c => turn.Texts.Say(c.Text))]));
    }

    /// <summary>「2」, 「选第二个」 or 「②」 to the answers that were shown.</summary>
    public static Judgement? Chosen(string text, CaseState state)
    {
        var at = Place().Match(text) is { Success: true } said ? Places.IndexOf(said.Groups["n"].Value[0], StringComparison.Ordinal) % 3 : -1;
        return at >= 0 && ChoicesOf(state) is var shown && at < shown.Length ? shown[at].Says : null;
    }

    private const string Places = "123一二三①②③１２３";

    [GeneratedRegex("^(?:我?就?(?:选|点|按)|答|回)?_?第?(?<n>[1-3一二三①②③１-３])(?:个|项|条|号)?[.。!！、]?$")]
    private static partial Regex Place();

    private static (string Text, Judgement Says)[] ChoicesOf(CaseState state) => state.Solved == Solved.Unasked ? SolvedChoices : SatisfiedChoices;

    /// <summary>What may be pressed for the question that is open, without asking it.</summary>
    public static (string Yes, string No, IReadOnlyList<string> Choices) Open(DialogTexts texts, CaseState state) =>
        ChoicesOf(state) is var shown ? (texts[shown[0].Text], texts[shown[^1].Text], [.. shown.Select(c => texts[c.Text])]) : default;

    /// <summary>The judgement in the words of the answer that could have been pressed.</summary>
    public static string TextOf(DialogTexts texts, Judgement judgement) =>
        string.Join('，', SolvedChoices.Where(c => c.Says.Solved == judgement.Solved).Concat(SatisfiedChoices.Where(c => c.Says.Satisfaction == judgement.Satisfaction)).Select(c => texts[c.Text]));

    private const int LongestSummary = 16;

    /// <summary>What a case is about, where several could be meant.</summary>
    public static string Short(Case one) => TextCut.To(Masking.MaskPhones(one.Summary), LongestSummary);
}
