using StationBot.Handling.Flags;
using StationBot.Handling.Messages;
using StationBot.Handling.Sorting;

namespace StationBot.Conversations.Turns;

/// <summary>A child that writes (domain.md §8 minor): heard also by a bare answer, and its number is not kept.</summary>
internal static class Children
{
    public static void Hear(Turn turn)
    {
        if (TellsOwnYears(turn))
        {
            turn.Raise(Flag.Minor, "dialog.own_years");
        }
        if (turn.EverHad(Flag.Minor))
        {
            turn.Memory.Draft?[Slot.Contact] = null;
            turn.Memory.Parked?[Slot.Contact] = null;
            turn.Memory.Draft?.ContactIsKnown = false;
        }
    }

    /// <summary>「八岁」 and 「白鹭小学四年级」 in answer to a question, where no other child was spoken of: who writes, not what is wrong.</summary>
    public static bool TellsOwnYears(Turn turn) =>
        turn.Given.Conversation.Stage != ConversationStage.Emergency && turn.Memory.Draft is { StaffOnly: false } draft
        && Speech.Says("tells_own_years", turn.Text) && !draft.Words.Exists(w => Speech.Says("speaks_of_child", w));
}
