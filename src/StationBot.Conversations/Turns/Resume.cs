using StationBot.Handling.Messages;

namespace StationBot.Conversations.Turns;

/// <summary>After an interruption the dialog is where it was: the open question is asked again.</summary>
internal static class Resume
{
    public static void Question(Turn turn)
    {
        if (turn.Memory.Draft is not { StaffOnly: false } draft || turn.Memory.LastAsk == Ask.None)
        {
            return;
        }
        if (turn.Memory.LastAsk == Ask.Confirm && draft.Understood)
        {
            Summary.Ask(turn, draft);
        }
        else if (turn.Memory.LastQuestion is { } key && key is not ("off_topic" or "injection" or "abuse"))
        {
            var again = key is "ask_contact" or "ask_contact_again";
            turn.Question(again ? "ask_contact_again" : key, turn.Memory.LastAsk, again ? [turn.Definition.Choices["skip_contact"]] : null);
        }
    }
}
