using StationBot.Handling.Cases;
using StationBot.Handling.Flags;

namespace StationBot.Conversations.Turns;

/// <summary>「怎么还没修」, 「都三天了还没修」 of one case: with its telling the third time is one for a human (domain.md §8 repeat_dissatisfied).</summary>
internal static class Urging
{
    private const int Twice = 2;

    /// <summary>Whether the words complain of the same matter once more.</summary>
    public static bool Says(string text) => Speech.Says("complains_again", text) || Speech.Says("urges_again", text);

    /// <summary>Counts this complaint; true the second time after the telling.</summary>
    public static bool IsThird(Turn turn, Case open)
    {
        var (memory, number) = (turn.Memory, open.Number!.Value.Value);
        (memory.UrgedOf, memory.Urged) = (number, memory.UrgedOf == number ? memory.Urged + 1 : 1);
        return memory.Urged >= Twice && !turn.EverHad(Flag.RepeatDissatisfied);
    }
}
