using StationBot.Conversations.Definitions;
using StationBot.Handling.Messages;
using StationBot.Handling.Sorting;

namespace StationBot.Conversations.Turns;

/// <summary>What residents ask about the station itself (收费吗, 要多久): answered from intake.yaml, and the open question asked again.</summary>
internal static class Answers
{
    /// <summary>Characters of a clause beside a question that tell nothing: 那, 请问, 不留.</summary>
    private const int LongestFiller = 4;

    /// <summary>Whom to call is told at once, whatever the danger that is asked about sounds like.</summary>
    private const string Numbers = "numbers";

    public static bool Answer(Turn turn, SortResult sorted)
    {
        // A first message with a matter of its own is that matter, even when it asks 「多久」.
        // 「不想让他知道是我说的」 asks nothing: it is heard with the matter.
        if (sorted.Signals.HasFlag(Signals.Confidential) || Asked(turn) is not { Length: > 0 } answers
            || (turn.Memory is { Draft: null, CaseNo: null } && !sorted.Abstain && !Array.TrueForAll(answers, a => a.Id == Numbers)))
        {
            return false;
        }
        foreach (var answer in answers)
        {
            turn.SayText(Office.Fill(turn, turn.Memory.Draft is { StaffOnly: false } ? answer.Collecting ?? answer.Say : answer.Say));
        }
        turn.Conclude(Disposition.Consulted);
        turn.AsksBeside();
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

    /// <summary>「要不要钱，多久能给个准信」 asks twice; whatever tells something beside a question is no question to the station.</summary>
    private static StandingAnswer[] Asked(Turn turn)
    {
        var clauses = Talk.ClausesOf(turn.Text);
        var found = clauses.Select(c => (Clause: c, Answer: Of(turn, c))).ToArray();
        if (clauses.Length > 1 && found.All(f => f.Answer is not null || f.Clause.Length <= LongestFiller))
        {
            StandingAnswer[] all = [.. found.Select(f => f.Answer).OfType<StandingAnswer>().Distinct()];
            turn.Answered.AddRange(found.Where(f => f.Answer is not null).Select(f => f.Clause));
            return all;
        }
        if (Of(turn, turn.Text) is not { } one)
        {
            return [];
        }
        turn.Answered.AddRange(found.Where(f => f.Answer is not null).Select(f => f.Clause));
        return [one];
    }

    private static StandingAnswer? Of(Turn turn, string text) =>
        // Once there is a number, how long it takes is answered with how the case stands.
        turn.Definition.Answers.FirstOrDefault(a => text.Length <= a.Longest && a.Words.Any(w => text.Contains(w, StringComparison.OrdinalIgnoreCase))) is { } answer
        && !(answer.Collecting is not null && turn.Memory is { Draft: null, CaseNo: not null }) ? answer : null;
}
