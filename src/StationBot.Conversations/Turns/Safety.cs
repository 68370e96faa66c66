using System.Text.RegularExpressions;
using StationBot.Handling.Flags;
using StationBot.Handling.Messages;
using StationBot.Handling.Sorting;

namespace StationBot.Conversations.Turns;

/// <summary>P0 first: fixed words with the numbers, staff at once, at most one short question (domain.md §8). No model writes here.</summary>
internal static partial class Safety
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
        var instead = chosen.Instead.FirstOrDefault(i => i.When.Flags.Any(turn.EverHad) || (i.When.Signals & sorted.Signals) != Signals.None);
        turn.Say(instead?.Text ?? chosen.Text);
        if (turn.Given.Conversation.Stage != ConversationStage.Emergency || !turn.Memory.Greeted)
        {
            turn.Say(instead?.Staff ?? "emergency_staff");
        }
        turn.Memory.Greeted = true;
        if ((instead is null ? chosen.Ask : instead.Ask) is { } question)
        {
            turn.Question(question, Ask.Safety);
        }
        else
        {
            turn.EndsWith(Ask.Human);
        }
        turn.Memory.FollowUps = 0;
        turn.Stage = ConversationStage.Emergency;
        turn.Conclude(Disposition.EmergencyGuided);
        turn.Means(sorted.Intent is Intent.Complaint ? Intent.Complaint : Intent.Emergency);
        turn.ForStaff(Severity.P0, string.Join(',', urgent.Select(u => $"{u.Flag.Code()}:{u.Rule}")));
        // Who asks what to do now asks about the danger, not about the door named before it.
        Drafting.NoteForStaff(turn, sorted).Door = null;
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
            if (turn.Memory.Parked is not null)
            {
                turn.Memory.TakeUpParked();
            }
            // What was told of the danger stays with staff: bare answers belong to it, another matter is taken as usual.
            turn.Stage = turn.Memory.Draft is not { StaffOnly: false } ? ConversationStage.Noticed : ConversationStage.Collecting;
            Resume.Question(turn);
            return true;
        }
        var alone = turn.EverHad(Flag.Suicide) && Alone().IsMatch(turn.Text);
        Drafting.NoteForStaff(turn, sorted);
        // The same words again and again would not be heard.
        turn.Say(alone ? "emergency_alone" : turn.Memory.FollowUps++ == 0 ? "emergency_followup" : "emergency_noted");
        turn.EndsWith(Ask.Human);
        return true;
    }

    [GeneratedRegex("^(没|没有|无|冇|否|不在)[了啊呀的]?$|没有?人|就我一?个?人?|(我|自己)一个人|我自己|都不在|没(人|谁)陪")]
    private static partial Regex Alone();
}
