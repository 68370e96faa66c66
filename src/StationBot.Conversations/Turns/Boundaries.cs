using StationBot.Handling.Flags;
using StationBot.Handling.Messages;
using StationBot.Handling.Sorting;

namespace StationBot.Conversations.Turns;

/// <summary>
/// Matters with a door of their own, and messages that are no matter: each answered by a fixed text, before anything is
/// asked (domain.md §8). The bot names the door; staff close the item.
/// </summary>
internal static class Boundaries
{
    /// <summary>Best first: a report on an official stays a report on an official even when it is also in the petition system.</summary>
    private static readonly (Flag Flag, string Text, Ask Ends)[] Doors =
    [
        (Flag.Conflict, "conflict", Ask.Human),
        (Flag.Discipline, "redirect_discipline", Ask.None),
        (Flag.Litigation, "redirect_court", Ask.None),
        (Flag.Petition, "redirect_petition", Ask.None),
        (Flag.Sensitive, "sensitive", Ask.Human),
    ];

    public static bool Answer(Turn turn, SortResult sorted)
    {
        if (turn.Has(Flag.Injection))
        {
            turn.ForStaff(Severity.P2, "injection");
            if (Speech.Says("asks_for_others_data", turn.Text))
            {
                return Courtesies.Refuse(turn);
            }
            if (sorted is { Intent: Intent.Complaint or Intent.Suggestion or Intent.Consult, Abstain: false })
            {
                // Refused in one line; the matter beside them is taken as usual (domain.md §8 injection).
                turn.Say("injection_refused");
                return false;
            }
            turn.Conclude(Disposition.OffTopic);
            turn.Means(Intent.Other);
            AskForMatter(turn, "injection");
            return true;
        }
        if (turn.Has(Flag.Spam))
        {
            turn.Conclude(Disposition.Spam);
            turn.Means(Intent.Other);
            turn.Say("spam");
            turn.EndsWith(Ask.None);
            return true;
        }
        // 「破机器，叫个活人来」 asks for a human, however rudely.
        var isHeard = turn.Has(Flag.HumanRequested) || sorted.Intent is Intent.Complaint or Intent.Suggestion or Intent.Consult or Intent.Evaluation;
        // 「没解决，一群饭桶」 answers what was asked, however rudely.
        var isVerdict = turn.Memory is { Draft: null, Evaluating: not null } && sorted.Signals.HasFlag(Signals.Dissatisfied);
        if (!isVerdict && ((sorted.Signals.HasFlag(Signals.Scolds) && !turn.Has(Flag.HumanRequested)) || (turn.Has(Flag.Abuse) && !isHeard)))
        {
            turn.Conclude(Disposition.Abuse);
            if (++turn.Memory.AbusiveTurns == 2)
            {
                turn.Raise(new FlagHit(Flag.Abuse, Severity.P2, "repeated"));
                turn.ForStaff(Severity.P2, "abuse");
            }
            if (!Temper.IsLost(turn))
            {
                AskForMatter(turn, "abuse");
            }
            return true;
        }
        foreach (var (flag, text, ends) in Doors)
        {
            if (flag == Flag.Petition && turn.Has(flag) && Speech.Says("wishes_petition", turn.Text))
            {
                return WishesPetition(turn, sorted);
            }
            if (turn.Has(flag))
            {
                Drafting.NoteForStaff(turn, sorted).Door = text;
                turn.Means(sorted.Intent);
                turn.Say(text);
                turn.EndsWith(ends);
                turn.Conclude(Disposition.Redirected);
                turn.ForStaff(Severity.P1, flag.Code());
                turn.Stage = ConversationStage.Submitted;
                return true;
            }
        }
        return turn.Memory.OfferedToRecord ? AnswerOffer(turn, sorted) : turn.Has(Flag.OutOfArea) && OfferToRecord(turn, sorted);
    }

    /// <summary>「我要上访」 of somebody who has not: the door is named, and what it is about may be told here all the same.</summary>
    private static bool WishesPetition(Turn turn, SortResult sorted)
    {
        turn.Means(sorted.Intent);
        turn.Conclude(Disposition.Redirected);
        turn.ForStaff(Severity.P1, Flag.Petition.Code());
        if (turn.Memory.Draft is { StaffOnly: false })
        {
            turn.Say("petition_wished");
            Resume.Question(turn);
        }
        else
        {
            turn.Question("petition_wished_matter", Ask.Demand);
        }
        return true;
    }

    private static bool OfferToRecord(Turn turn, SortResult sorted)
    {
        Drafting.Note(turn, sorted);
        turn.Means(sorted.Intent);
        turn.Question("out_of_area", Ask.Confirm);
        turn.Memory.OfferedToRecord = true;
        turn.Conclude(Disposition.Redirected);
        turn.ForStaff(Severity.P2, "out_of_area");
        turn.Stage = ConversationStage.Collecting;
        return true;
    }

    private static bool AnswerOffer(Turn turn, SortResult sorted)
    {
        turn.Memory.OfferedToRecord = false;
        if (sorted.Signals.HasFlag(Signals.Affirm))
        {
            turn.Say("out_of_area_noted");
            turn.EndsWith(Ask.None);
            // The matter stays in memory for staff; the bot asks nothing more about it.
            turn.Memory.Draft!.StaffOnly = true;
            turn.Stage = ConversationStage.Submitted;
            return true;
        }
        if ((sorted.Signals & (Signals.Deny | Signals.Declines | Signals.NothingMore | Signals.Withdraws | Signals.Later)) != Signals.None)
        {
            turn.Memory.Draft = null;
            turn.Say("thanks");
            turn.EndsWith(Ask.None);
            return true;
        }
        turn.Memory.Draft = null;
        return false;
    }

    private static void AskForMatter(Turn turn, string text)
    {
        if (turn.Memory.Draft is null)
        {
            turn.Question(text, Ask.Demand);
            return;
        }
        turn.Say(text);
        Resume.Question(turn);
    }
}
