using StationBot.Handling.Flags;
using StationBot.Handling.Messages;
using StationBot.Handling.Sorting;

namespace StationBot.Conversations.Turns;

/// <summary>Repeated anger calls a human (domain.md §4.1). The matter in hand stays where it was, and nothing more is asked in that breath.</summary>
internal static class Temper
{
    /// <summary>The angry message at which nobody is asked anything any more.</summary>
    private const int Most = 3;

    public static void Hear(Turn turn, SortResult sorted)
    {
        if ((sorted.Signals & (Signals.Angry | Signals.Scolds)) != Signals.None || turn.Has(Flag.Abuse) || Talk.ClausesOf(turn.Text).Any(IsFedUp))
        {
            turn.Memory.AngryTurns++;
        }
    }

    /// <summary>「天天问问问,烦不烦」, 「说了多少遍了」: said to the one who asks, and no part of the matter.</summary>
    public static bool IsFedUp(string clause) => Speech.Says("fed_up", clause);

    /// <returns>True once: the resident was told that a human comes.</returns>
    public static bool IsLost(Turn turn)
    {
        if (turn.Memory.AngryTurns < Most || turn.Memory.HumanForAnger || turn.Stage == ConversationStage.HumanChat)
        {
            return false;
        }
        turn.Memory.HumanForAnger = true;
        turn.Say("human_for_anger", ("hours", Hours.Of(turn)));
        turn.EndsWith(Ask.Human);
        turn.ForStaff(Severity.P2, "anger");
        turn.Conclude(Disposition.HandedToHuman);
        turn.Stage = ConversationStage.HumanChat;
        return true;
    }
}
