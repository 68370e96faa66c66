using StationBot.Handling.Cases;
using StationBot.Handling.Flags;
using StationBot.Handling.Messages;

namespace StationBot.Conversations.Turns;

/// <summary>
/// Words to 解决了吗 that tell no verdict are kept with the case. The question is put once more; after that a person reads them, for only the resident judges
/// (domain.md §2) and nobody is asked the same for ever.
/// </summary>
internal static class Unheard
{
    /// <param name="judged">Where the words were kept.</param>
    /// <param name="own">The resident's own case, where it was joined to that one.</param>
    /// <param name="state">What this resident has said of it so far.</param>
    public static void Heard(Turn turn, Case judged, Case own, CaseState state)
    {
        var (memory, number) = (turn.Memory, own.Number!.Value.Value);
        if (turn.MoreToCome || !Evaluation.Waits(judged))
        {
            return;
        }
        if (judged.Facts.Unheard <= 1 && !memory.AskedOnceMore)
        {
            EvaluationQuestion.Again(turn, state, own);
            (memory.Evaluating, memory.AskedOnceMore) = (number, true);
            return;
        }
        if (memory.WithStaff == number || judged.Facts.Unheard > 2)
        {
            return;
        }
        (memory.Evaluating, memory.WithStaff) = (number, number);
        turn.ForStaff(Severity.P2, "answer_unclear", judged.Id);
        var (yes, no, choices) = EvaluationQuestion.Open(turn.Texts, state);
        turn.Question(new Reply(turn.Texts.Say("answer_to_staff", ("yes", yes), ("no", no)), Ask.None, choices));
    }
}
