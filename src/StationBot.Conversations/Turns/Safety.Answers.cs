using StationBot.Conversations.Definitions;
using StationBot.Handling.Flags;
using StationBot.Handling.Sorting;

namespace StationBot.Conversations.Turns;

/// <summary>What is said back while a danger goes on: true answers to what we are asked, and no relief before there is reason for it.</summary>
internal static partial class Safety
{
    /// <summary>Characters of a question to us; a longer message tells of the danger.</summary>
    private const int LongestCry = 20;

    /// <summary>How often in a row the one thing to do is said in the same words.</summary>
    private const int MostAlike = 2;

    /// <summary>「你们啥时候打给我」, 「有人管吗」, 「你们快来啊」: staff are alerted and have 15 minutes (domain.md §8); rescue is for 110, 119 and 120.</summary>
    private static string? Question(Turn turn, bool despairs, SortResult? sorted = null)
    {
        if (turn.Text.Length > LongestCry)
        {
            return null;
        }
        var asksWhen = Speech.Says("asks_when", turn.Text) || (sorted?.Intent == Intent.ProgressQuery && turn.Memory.CaseNo is null);
        if (despairs)
        {
            return asksWhen || Speech.Says("asks_who_cares", turn.Text) ? "emergency_suicide_when" : null;
        }
        return Speech.Says("asks_who_cares", turn.Text) ? "emergency_who" : asksWhen ? "emergency_when" : Speech.Says("calls_us", turn.Text) ? "emergency_come" : null;
    }

    /// <summary>「已经打了110了」 ends no danger, and that who writes is safe does not bring back the child.</summary>
    /// <returns>What is said to it; null when the danger is over, or nothing of the kind was said.</returns>
    private static string? StillGoesOn(Turn turn, SortResult sorted, EmergencyText danger, InsteadText? instead)
    {
        var isOver = Speech.Says("over", turn.Text) && !Speech.Says("only_me", turn.Text);
        if (isOver || turn.Text.Length > LongestCry)
        {
            return null;
        }
        var isSelf = danger.Flag == Flag.Suicide && instead?.When.Signals.HasFlag(Signals.AboutAnother) != true;
        if (Speech.Says("called", turn.Text))
        {
            return isSelf ? "emergency_suicide_called" : "emergency_called";
        }
        return sorted.Signals.HasFlag(Signals.Safe) && !isSelf ? instead is null ? danger.Safe : instead.Safe : null;
    }

    /// <summary>The same words again and again would not be heard, except where they are the one thing to do; a third time they never come.</summary>
    private static void SayOnce(Turn turn, string key)
    {
        var memory = turn.Memory;
        var isOneThingToDo = key.EndsWith("_more", StringComparison.Ordinal);
        if (memory.SaidInDanger == key && memory.TimesSaid >= (isOneThingToDo ? MostAlike : 1))
        {
            key = turn.EverHad(Flag.Suicide) && key.Contains("suicide", StringComparison.Ordinal) ? key == "emergency_suicide_heard" ? "emergency_suicide_more" : "emergency_suicide_heard" : "emergency_still";
        }
        (memory.TimesSaid, memory.SaidInDanger) = (memory.SaidInDanger == key ? memory.TimesSaid + 1 : 1, key);
        turn.Say(key);
    }
}
