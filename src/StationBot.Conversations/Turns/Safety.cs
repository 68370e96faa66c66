using StationBot.Handling.Flags;
using StationBot.Handling.Messages;
using StationBot.Handling.Sorting;

namespace StationBot.Conversations.Turns;

/// <summary>P0 first: fixed words with the numbers, staff at once, at most one short question (domain.md §8). No model writes here.</summary>
internal static class Safety
{
    public static bool Answer(Turn turn, SortResult sorted)
    {
        var urgent = turn.Raised.Where(f => f.Severity == Severity.P0).ToArray();
        if (urgent.Length > 0)
        {
            Warn(turn, sorted, urgent);
            return true;
        }
        return turn.Given.Conversation.Stage == ConversationStage.Emergency && FollowUp(turn, sorted);
    }

    private static void Warn(Turn turn, SortResult sorted, FlagHit[] urgent)
    {
        turn.Memory.Park();
        turn.Memory.Parked?.Flags.RemoveAll(f => urgent.Any(u => u.Flag == f));
        var chosen = turn.Definition.Emergencies.FirstOrDefault(e => urgent.Any(u => u.Flag == e.Flag)) ?? turn.Definition.Emergencies[^1];
        var self = chosen.Self is { } own && turn.EverHad(own.When) ? own : null;
        turn.Say(self?.Text ?? chosen.Text);
        if (turn.Given.Conversation.Stage != ConversationStage.Emergency || !turn.Memory.Greeted)
        {
            turn.Say(self?.Staff ?? "emergency_staff");
        }
        turn.Memory.Greeted = true;
        if ((self?.Ask ?? chosen.Ask) is { } question)
        {
            turn.Question(question, Ask.Safety);
        }
        else
        {
            turn.EndsWith(Ask.Human);
        }
        turn.Stage = ConversationStage.Emergency;
        turn.Conclude(Disposition.EmergencyGuided);
        turn.Means(sorted.Intent is Intent.Complaint ? Intent.Complaint : Intent.Emergency);
        turn.ForStaff(Severity.P0, string.Join(',', urgent.Select(u => $"{u.Flag.Code()}:{u.Rule}")));
        Drafting.NoteForStaff(turn, sorted);
    }

    /// <summary>After the numbers: what else is said goes to staff; a safe resident may speak of something else.</summary>
    private static bool FollowUp(Turn turn, SortResult sorted)
    {
        if (sorted.Intent is Intent.HumanHandoff or Intent.ProgressQuery or Intent.DataRequest or Intent.Thanks || turn.Has(Flag.Injection))
        {
            return false;
        }
        // Another clear matter, or one after the other: the danger stays with staff, the resident is not kept in it.
        var another = sorted is { Abstain: false, Departments.Count: > 0, Intent: Intent.Complaint or Intent.Suggestion or Intent.Consult };
        if ((another || sorted.Signals.HasFlag(Signals.NewMatter)) && sorted.Text.Length > 8)
        {
            turn.Memory.Draft = null;
            turn.Stage = ConversationStage.Noticed;
            return false;
        }
        if (sorted.Signals.HasFlag(Signals.Safe))
        {
            turn.Say("emergency_safe");
            turn.EndsWith(Ask.None);
            turn.Memory.TakeUpParked();
            turn.Stage = turn.Memory.Draft is null ? ConversationStage.Noticed : ConversationStage.Collecting;
            Resume.Question(turn);
            return true;
        }
        Drafting.NoteForStaff(turn, sorted);
        turn.Say("emergency_followup");
        turn.EndsWith(Ask.Human);
        return true;
    }
}
