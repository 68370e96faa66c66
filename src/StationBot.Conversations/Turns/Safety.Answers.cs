using StationBot.Conversations.Definitions;
using StationBot.Handling.Flags;
using StationBot.Handling.Messages;
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

    /// <summary>Longer than a cry: who does not call often says why.</summary>
    private const int LongestReason = 40;

    /// <summary>「我不敢报警」, 「手机没信号」, 「报警了他们说不管」.</summary>
    /// <returns>What is said to who made no call, or called in vain; null when nothing of the kind was said, or the danger is over.</returns>
    private static string? Uncalled(Turn turn, EmergencyText danger, InsteadText? instead) =>
        turn.Text.Length > LongestReason ? null
        : Speech.Says("called_in_vain", turn.Text) ? "emergency_in_vain"
        : Speech.Says("over", turn.Text) && !Speech.Says("only_me", turn.Text) ? null
        // Whose telephone is silent is then who is looked for.
        : danger.Flag != Flag.MissingPerson && Speech.Says("cannot_call", turn.Text) ? "emergency_cannot_call"
        : !Speech.Says("will_not_call", turn.Text) ? null
        // Whom a person threatens may be in more danger for a call; a fire is not, nor who stands on a bridge.
        : PressedToDeny.Contains(danger.Flag) && (danger.Flag != Flag.Suicide || IsOfSelf(danger, instead)) ? "emergency_uncalled" : instead?.Text ?? danger.Text;

    /// <summary>Nobody is told to do as the police say who did not reach them: another way, a helpline that fits, and staff once more (domain.md §8).</summary>
    private static bool HearUncalled(Turn turn, SortResult sorted, EmergencyText danger, InsteadText? instead)
    {
        if (Uncalled(turn, danger, instead) is not { } key)
        {
            return false;
        }
        Drafting.NoteForStaff(turn, sorted with { ProblemType = null, Departments = [], Abstain = true });
        turn.ForStaff(Severity.P0, key);
        if (IsOfSelf(danger, instead))
        {
            SayOnce(turn, "emergency_suicide_uncalled");
        }
        else
        {
            SayOnce(turn, key);
            SayLine(turn, danger, instead);
        }
        turn.EndsWith(Ask.Human);
        return true;
    }

    private static void SayLine(Turn turn, EmergencyText danger, InsteadText? instead)
    {
        if ((instead is null ? danger.Line : instead.Line) is { } line)
        {
            turn.Say(line);
        }
    }

    /// <summary>Whether who writes is who wants to die.</summary>
    private static bool IsOfSelf(EmergencyText danger, InsteadText? instead) =>
        danger.Flag == Flag.Suicide && instead?.When.Signals.HasFlag(Signals.AboutAnother) != true && !(instead?.When.Flags.Contains(Flag.MissingPerson) ?? false);

    /// <summary>「已经打了110了」 ends no danger, and that who writes is safe does not bring back the child.</summary>
    /// <returns>What is said to it; null when the danger is over, or nothing of the kind was said.</returns>
    private static string? StillGoesOn(Turn turn, SortResult sorted, EmergencyText danger, InsteadText? instead)
    {
        var isOver = Speech.Says("over", turn.Text) && !Speech.Says("only_me", turn.Text);
        if (isOver || turn.Text.Length > LongestCry)
        {
            return null;
        }
        var isSelf = IsOfSelf(danger, instead);
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
