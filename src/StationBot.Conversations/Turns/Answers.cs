using StationBot.Handling.Messages;
using StationBot.Handling.Sorting;

namespace StationBot.Conversations.Turns;

/// <summary>What residents ask about the station itself (收费吗, 要多久): answered from intake.yaml, and the open question asked again.</summary>
internal static class Answers
{
    public static bool Answer(Turn turn, SortResult sorted)
    {
        // A first message with a matter of its own is that matter, even when it asks 「多久」.
        // 「不想让他知道是我说的」 asks nothing: it is heard with the matter.
        if ((turn.Memory is { Draft: null, CaseNo: null } && !sorted.Abstain) || sorted.Signals.HasFlag(Signals.Confidential)
            || turn.Definition.Answers.FirstOrDefault(a => turn.Text.Length <= a.Longest && a.Words.Any(w => turn.Text.Contains(w, StringComparison.OrdinalIgnoreCase))) is not { } answer)
        {
            return false;
        }
        turn.SayText(answer.Say);
        turn.Conclude(Disposition.Consulted);
        turn.Means(Intent.Consult);
        if (turn.Memory is { LastAsk: Ask.Contact, Draft.StaffOnly: false } && sorted.Signals.HasFlag(Signals.Declines))
        {
            return false; // 「我不留，为什么非要电话」 is answered and answers
        }
        if (turn.Memory is { Draft: null, CaseNo: null })
        {
            turn.Question("what_can_i_do", Ask.Demand);
        }
        else
        {
            Resume.Question(turn);
        }
        return true;
    }
}
