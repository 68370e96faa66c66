using System.Text.RegularExpressions;
using StationBot.Handling.Cases;
using StationBot.Handling.Deadlines;
using StationBot.Handling.Flags;
using StationBot.Handling.Messages;
using StationBot.Handling.Sorting;

namespace StationBot.Conversations.Turns;

/// <summary>
/// The trouble of a case that is over has come back (T27, §4.6). Where the words or the talk say which case, it is opened again; where they do not, it is asked; and
/// what is new after all is told anew and linked. Nothing becomes a second case in silence.
/// </summary>
internal sealed partial class Relapse(ICases cases, ISorter sorter)
{
    /// <summary>Characters of a word to a case that is known.</summary>
    private const int LongestWord = 24;

    /// <summary>Characters of a complaint that may be the old one told again.</summary>
    private const int LongestStory = 60;

    /// <summary>The answer to 是这件还是另一件.</summary>
    /// <returns>Not answered when the message says something else, or nothing was asked; with the words it was asked about, when they tell a new matter.</returns>
    public async ValueTask<(bool IsAnswered, string? Says)> AnswerAsync(Turn turn, SortResult sorted, CancellationToken cancellationToken)
    {
        var memory = turn.Memory;
        if (memory is not { AsksRelapse: { } number, RelapseSays: { } says } || memory.Draft is not null)
        {
            return default;
        }
        (memory.AsksRelapse, memory.RelapseSays) = (null, null);
        if (await cases.FindAsync(new CaseNo(number), cancellationToken) is not { } over)
        {
            return default;
        }
        if (turn.Text is "2" || turn.Text == turn.Texts["choice_new"] || Speech.Says("relapse_new", turn.Text))
        {
            memory.Earlier = over.Status.IsOpen() ? null : number;
            return (true, says);
        }
        if (turn.Text is "1" || turn.Text == turn.Texts["choice_same"] || Speech.Says("relapse_same", turn.Text) || (Speech.Says("relapse", turn.Text) && turn.Text.Length <= LongestWord && !AboutCase.NamesAnother(turn, sorted, over)))
        {
            turn.Text = Speech.Says("relapse", turn.Text) && turn.Text != turn.Texts["choice_same"] ? $"{says}，{turn.Text}" : says;
            Verdict.Take(turn, await CaseChoice.MainOfAsync(cases, over, cancellationToken) ?? over, new Judgement(Solved.No, null), sorted, over);
            return (true, null);
        }
        turn.ForStaff(Severity.P2, "relapse_unclear", over.Id); // what was said before is in the log: somebody reads it
        return default;
    }

    /// <summary>「又返水了」, 「剩下的还没清」, or the same complaint once more.</summary>
    public async ValueTask<bool> TakeAsync(Turn turn, SortResult sorted, CancellationToken cancellationToken)
    {
        if (turn.Memory.Draft is not null || !MayTell(turn, sorted))
        {
            return false;
        }
        var mine = await cases.OfResidentAsync(turn.Given.Conversation.ResidentId, 20, cancellationToken);
        Case[] over = [.. mine.Where(c => c.Status is CaseStatus.Completed or CaseStatus.ClosedOut && c.Number is not null && !IsOfAnother(turn, sorted, c))];
        if (over.Length == 0)
        {
            return false;
        }
        var (best, likeness) = over.Select(c => (c, AboutCase.Subject(turn.Text, c))).MaxBy(c => c.Item2);
        var asked = mine.FirstOrDefault(c => c.Number?.Value == turn.Memory.Evaluating && c.Status.IsOpen());
        if (mine.Any(c => c.Status.IsOpen() && c.Status != CaseStatus.Merged && (AboutCase.Subject(turn.Text, c) is var there && there >= likeness && there > 0 || c == asked && likeness == 0)))
        {
            return false; // an open case is meant
        }
        var spokenOf = over.FirstOrDefault(c => c.Number!.Value.Value == turn.Memory.CaseNo);
        if (!SaysAgain(turn, sorted, best))
        {
            if (asked is null && likeness > 0 && !sorted.Signals.HasFlag(Signals.Satisfied) && turn.Text.Length <= LongestWord && MayReopen(turn, best) && SoundsUndone(turn.Text) && !AboutCase.NamesOtherTrouble(turn, sorted, best))
            {
                return Ask(turn, best); // 「钱还没到」 of wages
            }
            return sorted is { Abstain: false, ProblemType: { } type, Intent: Intent.Complaint } && turn.Text.Length <= LongestStory
                && over.FirstOrDefault(c => c.ProblemType == type && MayReopen(turn, c)) is { } alike && !mine.Any(c => c.Status.IsOpen() && c.ProblemType == type) && Ask(turn, alike);
        }
        if (turn.Text.Length > LongestWord)
        {
            return false;
        }
        if ((likeness > 0 ? best : spokenOf) is { } meant)
        {
            if (likeness <= 1 && AboutCase.NamesOtherTrouble(turn, sorted, meant))
            {
                return MayReopen(turn, meant) && Ask(turn, meant);
            }
            if (!MayReopen(turn, meant))
            {
                turn.Memory.Earlier = meant.Number!.Value.Value; // T27: after its days a new case, linked to the old one
                return false;
            }
            Verdict.Take(turn, meant, new Judgement(Solved.No, null), sorted);
            return true;
        }
        return over.FirstOrDefault(c => MayReopen(turn, c) && (sorted.Abstain || sorted.ProblemType is null || sorted.ProblemType == c.ProblemType || AboutCase.SpeaksOf(turn, sorted, c))) is { } perhaps && Ask(turn, perhaps);
    }

    private static bool MayTell(Turn turn, SortResult sorted)
    {
        const Signals Else = Signals.NewMatter | Signals.Withdraws | Signals.Confidential | Signals.Greets | Signals.Farewell | Signals.SmallTalk | Signals.AsksWhere | Signals.AsksHours | Signals.AsksIfHuman | Signals.Later;
        return turn.Text.Length <= LongestStory && sorted.Flags.All(f => f.Severity > Severity.P1) && sorted.Intent is not (Intent.ProgressQuery or Intent.DataRequest or Intent.HumanHandoff)
            && (sorted.Signals & Else) == Signals.None && !turn.Memory.OpensAnother && !sorted.Slots.ContainsKey(Slot.CaseNo) && (!AboutCase.IsQuestion(turn, sorted) || Closing().IsMatch(turn.Text));
    }

    /// <summary>「谁给我办结的」 asks, and disputes that it is over.</summary>
    [GeneratedRegex("办结|结案|销号")]
    private static partial Regex Closing();

    /// <summary>Another place, or a thing that nobody told of there.</summary>
    private static bool IsOfAnother(Turn turn, SortResult sorted, Case over) => AboutCase.IsOutside(turn, sorted, over) || (AboutCase.NamesAnother(turn, sorted, over) && AboutCase.Subject(turn.Text, over) == 0);

    /// <summary>Trouble once more, and no good news with 又 in it.</summary>
    private bool SaysAgain(Turn turn, SortResult sorted, Case over) =>
        (Speech.Says("relapse", turn.Text) || (AboutCase.Subject(turn.Text, over) > 0 && SoundsLikeNo(turn.Text)) || Speech.Says("verdict_relapse", turn.Text) || Speech.Says("verdict_not_done", turn.Text) || Speech.Says("verdict_not_yet", turn.Text))
        && Judgement.Of(turn.Text, sorted, asked: true, over.Facts) is not ({ Solved: Solved.Yes } or { Satisfaction: Satisfaction.Satisfied or Satisfaction.Basic });

    /// <summary>What the sorter has learned takes it for a no.</summary>
    private bool SoundsLikeNo(string text) => sorter.OutcomeOf(text) is { Outcome: Outcome.No, Score: >= Judgement.Certain };

    /// <summary>Likely, and less than sure enough to open a case again.</summary>
    private bool SoundsUndone(string text) => sorter.OutcomeOf(text) is { Outcome: Outcome.No or Outcome.Partly or Outcome.Unclear, Score: >= Judgement.Likely };

    private static bool MayReopen(Turn turn, Case over) => LoopClocks.MayReopen(over.Facts, turn.Given.Now, turn.Directory.Calendar, turn.Clocks);

    /// <param name="over">The resident's own case, over or waiting to be judged.</param>
    public static bool Ask(Turn turn, Case over)
    {
        var number = over.Number!.Value.Value;
        (turn.Memory.AsksRelapse, turn.Memory.RelapseSays, turn.Memory.Evaluating) = (number, turn.Text, null);
        turn.Question("relapse_or_new", Handling.Messages.Ask.None, [turn.Texts["choice_same"], turn.Texts["choice_new"]], ("caseNo", number), ("summary", EvaluationQuestion.Short(over)));
        turn.Memory.LastQuestion = null;
        turn.Conclude(Disposition.Abandoned);
        return true;
    }
}
