using StationBot.Handling.Messages;
using StationBot.Handling.Sorting;

namespace StationBot.Conversations.Turns;

/// <summary>What belongs to the talk and not to the matter: hesitation, leave-taking, where the station is. Answered, and kept out of the story.</summary>
internal static class Courtesies
{
    private const Signals Answers = Signals.Affirm | Signals.Deny | Signals.Declines | Signals.NothingMore | Signals.Withdraws;

    public static bool Answer(Turn turn, SortResult sorted)
    {
        var says = sorted.Signals;
        return (Speech.Says("opens_another", turn.Text) && Another(turn))
            || (Speech.Says("asks_for_others_data", turn.Text) && Refuse(turn))
            || (says.HasFlag(Signals.AsksWhere) && Where(turn))
            || (says.HasFlag(Signals.SmallTalk) && Errands.OffTopic(turn))
            || (Speech.Says("must_go", turn.Text) && Leave(turn))
            || (says.HasFlag(Signals.Farewell) && !says.HasFlag(Signals.Withdraws) && !Confirms(turn, says) && Leave(turn))
            || (says.HasFlag(Signals.Aside) && (says & Answers) == Signals.None && Listen(turn));
    }

    /// <summary>「好的谢谢,没事了」 to the summary is a yes.</summary>
    internal static bool Confirms(Turn turn, Signals says) => turn.Memory.LastAsk == Ask.Confirm && (says & (Signals.Affirm | Signals.NothingMore)) != Signals.None;

    /// <summary>「还有一件事,我要说说」: the one in hand first; where there is none, it is asked for.</summary>
    private static bool Another(Turn turn)
    {
        if (turn.Memory.Draft is { StaffOnly: false, Understood: true })
        {
            turn.Say("another_later");
            Resume.Question(turn);
            return true;
        }
        if (turn.Memory.Draft is not { StaffOnly: true })
        {
            turn.Memory.Draft = null;
        }
        turn.Memory.OpensAnother = true;
        turn.Means(Intent.Other);
        turn.Conclude(Disposition.Abandoned);
        turn.Say("listening");
        turn.Question("ask_matter", Ask.Demand);
        return true;
    }

    /// <summary>「把楼上那个人的电话给我」: nobody's number or address is given to anybody.</summary>
    internal static bool Refuse(Turn turn)
    {
        turn.AsksBeside();
        turn.Conclude(Disposition.Consulted);
        turn.Say("others_data");
        Resume.Question(turn);
        return true;
    }

    private static bool Where(Turn turn)
    {
        Office.Say(turn);
        turn.AsksBeside();
        turn.Conclude(Disposition.Consulted);
        Resume.Question(turn);
        return true;
    }

    internal static bool Leave(Turn turn)
    {
        turn.Means(Intent.Thanks);
        turn.Conclude(Disposition.Thanks);
        if (turn.Memory.Draft is { StaffOnly: false })
        {
            turn.Say("farewell_draft"); // the open question stays open
            return true;
        }
        turn.Say("farewell");
        turn.EndsWith(Ask.None);
        return true;
    }

    private static bool Listen(Turn turn)
    {
        turn.Means(Intent.Chitchat);
        if (turn.Stage == ConversationStage.HumanChat)
        {
            turn.Say("human_waiting", ("hours", Hours.Of(turn)));
            turn.EndsWith(Ask.Human);
            return true;
        }
        if (turn.Memory.Draft is { StaffOnly: true })
        {
            return false;
        }
        turn.Conclude(Disposition.Abandoned);
        turn.Say("listening");
        if (turn.Memory.Draft is null)
        {
            turn.Question("ask_matter", Ask.Demand);
        }
        else
        {
            Resume.Question(turn);
        }
        return true;
    }
}
