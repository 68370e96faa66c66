using System.Globalization;
using StationBot.Handling.Flags;
using StationBot.Handling.Routing;
using StationBot.Handling.Sorting;

namespace StationBot.Conversations.Turns;

/// <summary>What must be said besides the question: care, warnings, advice, that everything was heard; each once per matter.</summary>
internal static class Remarks
{
    public static void Say(Turn turn, Draft draft, SortResult sorted)
    {
        void Once(string key, bool when)
        {
            if (when && !draft.AdviceGiven.Contains(key))
            {
                draft.AdviceGiven.Add(key);
                turn.Say(key);
            }
        }

        Once("pii", turn.Has(Flag.Pii));
        Once("heard_anger", sorted.Signals.HasFlag(Signals.Angry) && !turn.Has(Flag.VulnerableVictim) && !turn.Has(Flag.Minor));
        Once("repeat", sorted.Signals.HasFlag(Signals.Repeats));
        Once("minor", turn.Has(Flag.Minor));
        Once("vulnerable", turn.Has(Flag.VulnerableVictim));
        Once("urgent_service", turn.Has(Flag.UrgentService));
        Once("group", turn.Has(Flag.Group));
        Once("unclear_jurisdiction", turn.Has(Flag.UnclearJurisdiction));
        Once("misinformation", turn.Has(Flag.Misinformation));
        Once("confidential_noted", sorted.Signals.HasFlag(Signals.Confidential));
        foreach (var advice in turn.Definition.Advice.Where(a => !draft.AdviceGiven.Contains(a.Id) && (draft.Understood || a.When.ProblemTypes.Count == 0) && a.When.Matches(draft) && !a.Unless.Matches(draft)))
        {
            draft.AdviceGiven.Add(advice.Id);
            turn.SayText(Office.Fill(turn, advice.Say));
        }
        foreach (var danger in turn.PastDangers)
        {
            Once("past_danger", !danger.Doubted);
            turn.ForStaff(Severity.P2, $"{danger.Flag.Code()}:{danger.Rule}");
        }
        if (sorted.Slots.ContainsKey(Slot.Place) && draft[Slot.Place] is { } places && !JoinedPlaces.IsOne(places) && !draft.AdviceGiven.Contains(places))
        {
            draft.AdviceGiven.Add(places);
            turn.Say("both_places", ("places", places), ("place", JoinedPlaces.First(places)));
        }
        if (sorted.Parts.Count > 1)
        {
            turn.Say("split", ("count", sorted.Parts.Count.ToString(CultureInfo.InvariantCulture)));
        }
        foreach (var flag in turn.Raised.Where(f => f.Severity == Severity.P1 && !turn.Given.Conversation.Flags.Contains(f.Flag)))
        {
            turn.ForStaff(Severity.P1, $"{flag.Flag.Code()}:{flag.Rule}");
        }
    }
}
