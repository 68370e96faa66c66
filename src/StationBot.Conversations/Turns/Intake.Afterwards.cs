using System.Text.RegularExpressions;
using StationBot.Handling.Cases;
using StationBot.Handling.Flags;
using StationBot.Handling.Messages;
using StationBot.Handling.Sorting;

namespace StationBot.Conversations.Turns;

/// <summary>A case has its number: what is said after that belongs to it, or begins something new.</summary>
internal sealed partial class Intake
{
    /// <summary>「再补充一下,…」 belongs to the case, whatever it sounds like.</summary>
    [GeneratedRegex("^(?:我|俺|还|再|想|要|另外|对了|得|给|关于|编号|那件|这件|的|事|[,，。:： ]){0,8}(?:补充|加一[句条点]|再说(?:一[下句]|几句))")]
    private static partial Regex AddsWord();

    /// <summary>With or without the case's number before it.</summary>
    private static bool Supplements(Turn turn, SortResult sorted) =>
        AddsWord().IsMatch(sorted.Slots.GetValueOrDefault(Slot.CaseNo) is { Start: >= 0 } number ? turn.Text.Remove(number.Start, number.Length) : turn.Text);

    /// <summary>「那个医生其实是请假了」: somebody or something that was told of there.</summary>
    private static bool PointsBack(Turn turn, Case open)
    {
        if (Speech.Parts("points_back", turn.Text) is not { } said)
        {
            return false;
        }
        var thing = said["thing"];
        return open.RawText.Contains(thing[..Math.Min(2, thing.Length)], StringComparison.Ordinal);
    }

    /// <summary>A case has been made in this conversation: more about it, or something new?</summary>
    private async ValueTask<bool> AfterSubmissionAsync(Turn turn, SortResult sorted, CancellationToken cancellationToken)
    {
        if (turn.Memory.CaseNo is not { } newest || (sorted.Signals.HasFlag(Signals.NewMatter) && !(sorted.Slots.ContainsKey(Slot.CaseNo) && Supplements(turn, sorted))))
        {
            return false;
        }
        // Named by its number, by its place among several, or by its words: 「路灯那件补充一下」.
        var named = sorted.Slots.GetValueOrDefault(Slot.CaseNo)?.Value is { } told && await cases.FindAsync(new CaseNo(told), cancellationToken) is { } own && own.ResidentId == turn.Given.Conversation.ResidentId ? told
            : CaseChoice.PointsAtOne(turn.Text) ? CaseChoice.Of(turn.Text, await CaseChoice.OfferedAsync(cases, turn, cancellationToken))?.Number?.Value : null;
        var number = named ?? newest;
        // Joined with others: what is added goes where it is worked on.
        var open = await cases.FindAsync(new CaseNo(number), cancellationToken) is { } mine ? await CaseChoice.MainOfAsync(cases, mine, cancellationToken) ?? mine : null;
        if (open is null || !open.Status.IsOpen())
        {
            return open is not null && Speech.Says("nods", turn.Text) && Courtesies.Leave(turn); // 「好」 to 谢谢您的评价
        }
        if (named is null && LeadDoubts.IsOne(turn, open, sorted) && turn.Add(open, CaseAction.Supplement))
        {
            turn.ForStaff(Severity.P2, "lead_doubted", open.Id); // whose it is staff decide
            turn.Say("lead_noted");
            Extended(turn);
            return true;
        }
        var tellsWhy = turn.Memory.AsksReason == number && AboutCase.MayTellWhy(turn.Text);
        turn.Memory.AsksReason = null;
        var another = named is null && !turn.IsPin && !(tellsWhy && !AboutCase.IsElsewhere(turn, sorted, open)) && (AboutCase.IsElsewhere(turn, sorted, open) || !Supplements(turn, sorted) && !PointsBack(turn, open) && !Speech.Says("presses_on", turn.Text) && !AboutCase.IsOne(turn, sorted, open) && !(sorted.Slots.ContainsKey(Slot.Contact) && turn.Text.Length < 40) && !sorted.Abstain && sorted.ProblemType is not null && sorted.ProblemType != open.ProblemType
            && sorted.Intent is Intent.Complaint or Intent.Suggestion or Intent.Consult);
        if (another)
        {
            return false;
        }
        if (sorted.Slots.Count == 0 && !turn.Text.Any(char.IsLetterOrDigit))
        {
            turn.Say("noted_nothing"); // 😀, 。。。: nothing for whoever works on the case
            turn.EndsWith(Ask.None);
            return true;
        }
        if (sorted.Slots.Count == 0 && turn.Text.Length <= LongestBareAnswer
            && (sorted.Signals & (Signals.Affirm | Signals.Declines | Signals.Greets | Signals.NothingMore | Signals.Deny)) != Signals.None)
        {
            turn.Say("noted_nothing");
            turn.EndsWith(Ask.None);
            return true;
        }
        if (!sorted.Signals.HasFlag(Signals.Confidential) && AboutCase.IsQuestion(turn, sorted) && await AnswerOfAsync(turn, open, cancellationToken))
        {
            return true;
        }
        var complainsAgain = Urging.IsThird(turn, open, sorted);
        if (!turn.Add(open, CaseAction.Supplement))
        {
            return false;
        }
        if (complainsAgain)
        {
            Urging.Apologise(turn, open);
            Extended(turn);
            turn.EndsWith(Ask.Human);
            return true;
        }
        if (sorted.Slots.TryGetValue(Slot.Contact, out var contact))
        {
            if (open.ResidentId == turn.Given.Conversation.ResidentId)
            {
                open.Contact = contact.Value;
            }
            else
            {
                turn.ForStaff(Severity.P2, "contact_left", open.Id); // the case's number is that of the neighbour who told it first
            }
        }
        if (sorted.Signals.HasFlag(Signals.Corrects))
        {
            // A place or a name put right may change whose it is: staff look, for the case is under way.
            turn.ForStaff(Severity.P2, "corrected", open.Id);
        }
        if (sorted.Signals.HasFlag(Signals.Confidential))
        {
            // It may have gone out with a name on it already: whoever has it must be told.
            open.Slots = new Dictionary<string, string>(open.Slots) { ["confidential"] = "yes" };
            turn.ForStaff(Severity.P2, "confidential", open.Id);
            turn.Say("confidential_noted");
        }
        else
        {
            turn.Say(sorted.Signals.HasFlag(Signals.Corrects) ? "corrected_later" : "supplemented", ("caseNo", number));
        }
        Extended(turn);
        if (turn.Memory.Evaluating == number && (turn.Text.Length <= LongestRemark || turn.Memory.AskedOnceMore))
        {
            Unheard.Heard(turn, open, open, open.Facts); // 「太慢了」 answers neither question: the one that is open is asked once more, and nobody is left to guess
        }
        else if (tellsWhy)
        {
            await _evaluation.AskNextAsync(turn, open, cancellationToken);
        }
        return true;
    }

    /// <summary>The same complaint told again, after another case or in another conversation: it is recorded already, and is added to there.</summary>
    private async ValueTask<bool> ToldBeforeAsync(Turn turn, SortResult sorted, CancellationToken cancellationToken)
    {
        if (turn.Memory.Draft is not null || await ToldBefore.FindAsync(turn, sorted, cases, cancellationToken) is not { } known || known.Number!.Value.Value == turn.Memory.CaseNo)
        {
            return false;
        }
        var isThird = Urging.IsThird(turn, known, sorted, isRetold: true);
        if (!turn.Add(known, CaseAction.Supplement))
        {
            return false;
        }
        turn.Memory.CaseNo = known.Number.Value.Value;
        turn.Say("already_recorded", ("caseNo", known.Number.Value.Value));
        Extended(turn);
        if (isThird)
        {
            Urging.Apologise(turn, known);
            turn.EndsWith(Ask.Human);
        }
        else if (Evaluation.MayJudge(known, turn.Given.Conversation.ResidentId))
        {
            Unheard.Heard(turn, known, known, known.Facts);
        }
        return true;
    }

    /// <summary>What is known is told; what is not goes to staff with the case, never into it unseen.</summary>
    private async ValueTask<bool> AnswerOfAsync(Turn turn, Case open, CancellationToken cancellationToken)
    {
        var number = open.Number!.Value.Value;
        if (AboutCase.AsksDeputy(turn.Text) && turn.Directory.Deputy(open.Deputy) is { } deputy)
        {
            turn.Say("progress_deputy", ("caseNo", number), ("deputy", deputy.Name));
            turn.EndsWith(Ask.None);
            return true;
        }
        // Who is waited for does not give what is missing by asking.
        if (AboutCase.AsksHowFar(turn.Text) || AboutCase.AsksWhose(turn.Text) || open.Status == CaseStatus.AwaitingInfo)
        {
            turn.Means(Intent.ProgressQuery);
            turn.Conclude(Disposition.ProgressAnswered);
            turn.SayText(Progress.Of(turn, open, await SharedCase.NamesAsync(cases, open, cancellationToken)));
            Progress.AskToJudge(turn, open);
            return true;
        }
        if (!turn.Add(open, CaseAction.Supplement))
        {
            return false;
        }
        turn.ForStaff(Severity.P2, "asked", open.Id);
        turn.Say("asked_later", ("caseNo", number));
        Extended(turn);
        if (turn.Memory.Evaluating == number)
        {
            Unheard.Heard(turn, open, open, open.Facts); // what was asked of them is still open
        }
        return true;
    }

    private static void Extended(Turn turn)
    {
        turn.EndsWith(Ask.None);
        turn.Conclude(Disposition.CaseExtended);
        turn.Stage = ConversationStage.Submitted;
    }
}
