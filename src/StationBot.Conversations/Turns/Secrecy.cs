using StationBot.Handling.Messages;
using StationBot.Handling.Sorting;

namespace StationBot.Conversations.Turns;

/// <summary>
/// 「他们会不会晓得是我告的」: who fears to be found out hears what becomes of their name and number, and is taken for one who wants it kept
/// (domain.md §2: nobody complained about learns who complained). It is no part of the story and no demand.
/// </summary>
internal static class Secrecy
{
    /// <summary>Characters of a clause beside the question that tell nothing: 那, 请问, 我想问下.</summary>
    private const int LongestFiller = 4;

    /// <summary>The message with the wish for secrecy that its question holds; where there is no matter yet, it only asks about the station.</summary>
    public static SortResult Heard(Turn turn, SortResult sorted) =>
        Talk.ClausesOf(turn.Text).Any(Asks) && (turn.Memory is not { Draft: null, CaseNo: null } || !IsAll(turn.Text)) ? sorted with { Signals = sorted.Signals | Signals.Confidential } : sorted;

    public static bool Answer(Turn turn)
    {
        if (turn.Memory.Draft is not { StaffOnly: false } draft || !IsAll(turn.Text))
        {
            return false;
        }
        draft.Signals |= Signals.Confidential;
        draft.AdviceGiven.Add("confidential_noted"); // said just now, in more words
        turn.Say("secrecy_noted");
        Resume.Question(turn);
        return true;
    }

    public static bool Asks(string clause) => Speech.Says("asks_of_discovery", clause);

    private static bool IsAll(string text) =>
        Talk.ClausesOf(text) is var clauses && clauses.Any(Asks) && Array.TrueForAll(clauses, c => c.Length <= LongestFiller || Asks(c) || Speech.Says("if_i_tell", c));
}
