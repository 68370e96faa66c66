using StationBot.Handling.Flags;
using StationBot.Handling.Messages;
using StationBot.Handling.Sorting;

namespace StationBot.Conversations.Turns;

/// <summary>What tells too little to go on with: asked for once more, for staff after that, and never lost (domain.md §8 low_confidence).</summary>
internal sealed partial class Intake
{
    /// <summary>「哈哈」, 「我在开车」 to a question: it is put once more; who goes on like that has no answer to it.</summary>
    private static bool AnswersNothing(Turn turn)
    {
        if (turn.Memory is not { Draft.StaffOnly: false, LastAsk: not (Ask.None or Ask.Safety) } || !Talk.IsNoAnswer(turn.Text) || ++turn.Memory.Misses > turn.Definition.Limits.Clarifications)
        {
            return false;
        }
        Resume.Question(turn);
        return turn.HasReplies;
    }

    /// <summary>「社保卡丢了怎么补办」 is nobody's failing and happens nowhere: what to answer staff know, or the hotline whose matter it is.</summary>
    private static bool AsksHowTo(Draft draft, SortResult sorted) =>
        sorted.Intent is Intent.Consult && draft.Words.Count <= 1 && !draft.Has(Slot.Place) && sorted.Departments is [{ Code: "hotline" }, ..];

    /// <summary>Too vague to sort: one plain question, then a human (domain.md §8 low_confidence).</summary>
    /// <returns>False when there is enough to record all the same, for staff to sort.</returns>
    private static bool NotUnderstood(Turn turn, Draft draft, SortResult sorted)
    {
        if (sorted.Intent is Intent.Chitchat || ((sorted.Signals & (Signals.Greets | Signals.Withdraws)) != Signals.None && draft.Words.Count <= 1 && sorted.Slots.Count == 0))
        {
            turn.Memory.Draft = null;
            turn.Question(++turn.Memory.Greetings > turn.Definition.Limits.Clarifications ? "what_can_i_do_human" : "what_can_i_do", Ask.Demand);
            return true;
        }
        if (sorted.Intent is Intent.Consult && turn.Text.Length >= 4)
        {
            // A question that nothing here answers: never a guess (domain.md §9 unknown).
            turn.ForStaff(Severity.P2, "consult");
            turn.Conclude(Disposition.Consulted);
            if (!turn.Has(Flag.Misinformation)) // staff were promised already
            {
                turn.Say("unknown");
            }
            turn.EndsWith(Ask.Human);
            draft.StaffOnly = true;
            return true;
        }
        if (draft.Has(Slot.Place) && draft.Words.Count == 0 && sorted.Slots.ContainsKey(Slot.Place))
        {
            // 「河湾社区」 to "what is it, and where?": half of the answer.
            turn.Question("ask_what_there", Ask.Demand);
            return true;
        }
        var misses = ++turn.Memory.Misses;
        if (sorted.Slots.Count == 0 && sorted.Evidence.Count == 0 && turn.Text.Length <= LongestTalk)
        {
            draft.Words.RemoveAll(w => w == Drafting.Told(turn.Text)); // 「你能干啥」 on the way to the matter is no part of it
        }
        // Enough words to work with: staff sort it, and the resident is asked for what is missing, not to say it all again.
        var told = string.Concat(draft.Words).Length;
        var tellsEnough = (draft.Has(Slot.Demand) && told >= 20) || TellsBesidePlace(draft, sorted)
            // 「楼上装修把承重墙砸了」: a matter plainly told, only whose it is remains unsure.
            || (sorted is { Intent: Intent.Complaint or Intent.Suggestion, ProblemType: not null, Evidence.Count: > 0 } && told >= ShortestTold && !Speech.Says("wishes_petition", turn.Text));
        if ((tellsEnough || misses >= turn.Definition.Limits.Clarifications) && !turn.EverHad(Flag.LowConfidence))
        {
            turn.Raise(Flag.LowConfidence, "dialog.not_understood");
            turn.ForStaff(Severity.P2, "low_confidence");
        }
        // After a human has been called, nobody is asked the same thing for ever: what was said is filed for staff.
        if (tellsEnough || (misses > turn.Definition.Limits.Clarifications && string.Concat(draft.Words).Length >= 6))
        {
            return false;
        }
        if (misses > turn.Definition.Limits.Clarifications)
        {
            turn.Say("waiting_for_staff");
            turn.EndsWith(Ask.Human);
            return true;
        }
        if (misses == turn.Definition.Limits.Clarifications)
        {
            turn.Conclude(Disposition.HandedToHuman);
            turn.Say("human_after_tries", ("hours", Hours.Of(turn)));
            if ((sorted.Signals & (Signals.Repeats | Signals.RefersBack | Signals.Angry)) == Signals.None && sorted.Evidence.Count == 0)
            {
                // Nothing was told of any matter: who is promised a human is not asked for one in the same breath.
                turn.EndsWith(Ask.Human);
                (turn.Memory.LastAsk, turn.Memory.LastQuestion) = (Ask.Demand, "ask_matter");
                return true;
            }
        }
        else if (turn.HasReplies is false)
        {
            turn.Say("ask_again");
        }
        turn.Question("ask_matter", Ask.Demand);
        return true;
    }

    /// <summary>Characters of a complaint that tells what is wrong, where a word or a clause of it speaks for a type.</summary>
    private const int ShortestTold = 7;

    /// <summary>A place and something said beside it, however short: the next thing that is missing is asked for, and staff sort it.</summary>
    private static bool TellsBesidePlace(Draft draft, SortResult sorted) =>
        (sorted.Signals & (Signals.Greets | Signals.SmallTalk | Signals.Aside | Signals.Farewell | Signals.Scolds)) == Signals.None && Drafting.TellsBesidePlace(draft);
}
