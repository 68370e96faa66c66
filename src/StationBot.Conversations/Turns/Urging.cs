using StationBot.Handling.Cases;
using StationBot.Handling.Flags;
using StationBot.Handling.Sorting;

namespace StationBot.Conversations.Turns;

/// <summary>「怎么还没修」, 「都三天了还没修」 of one case: with its telling the third time is one for a human (domain.md §8 repeat_dissatisfied).</summary>
internal static class Urging
{
    private const int Twice = 2;

    /// <summary>Characters that a complaint of the matter shares with its summary; 「一直没人管」 was only an answer.</summary>
    private const int LeastShared = 2;

    /// <summary>Told, complained of again, and now once more: in this conversation, where a question how far it is counts too, or by what stands on record.</summary>
    /// <param name="isRetold">It is known to be said of the same matter, in whatever words.</param>
    public static bool IsThird(Turn turn, Case open, SortResult sorted, bool isRetold = false)
    {
        var again = Speech.Says("complains_again", turn.Text);
        if (again || isRetold || Speech.Says("urges_again", turn.Text))
        {
            var (memory, number) = (turn.Memory, open.Number!.Value.Value);
            (memory.UrgedOf, memory.Urged) = (number, memory.UrgedOf == number ? memory.Urged + 1 : 1);
            return !turn.EverHad(Flag.RepeatDissatisfied) && (memory.Urged >= Twice || (again && IsOnRecord(open, sorted)));
        }
        return false;
    }

    private static bool IsOnRecord(Case open, SortResult sorted) =>
        sorted.Intent == Intent.Complaint && (sorted.Abstain || sorted.ProblemType is null || sorted.ProblemType == open.ProblemType)
        && open.RawText.Split('\n').Skip(1).Any(w => AboutCase.Shared(w, open.Summary) >= LeastShared && Speech.Says("complains_again", w));

    public static void Apologise(Turn turn, Case open)
    {
        turn.Raise(Flag.RepeatDissatisfied, "complaint.third");
        turn.ForStaff(Severity.P1, "repeat_dissatisfied", open.Id);
        turn.Say("complained_again", ("caseNo", open.Number!.Value.Value), ("hours", Hours.Of(turn)));
    }
}
