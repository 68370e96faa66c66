using StationBot.Handling.Cases;
using StationBot.Handling.Flags;
using StationBot.Handling.Messages;
using StationBot.Handling.Sorting;

namespace StationBot.Conversations.Turns;

/// <summary>An answer that comes though nothing was asked just now: in a new conversation, or after another case was spoken of.</summary>
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
        && (AboutCase.SaysOn(turn.Text) || sorter.OutcomeOf(turn.Text) is { Outcome: Outcome.Yes or Outcome.Partly or Outcome.No, Score: >= Judgement.Sure } || !(OfTrouble(turn.Text, meant) ?? Judgement.Of(turn.Text, sorted, asked: true, meant.Facts)).IsEmpty);
}
