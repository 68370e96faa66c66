using System.Globalization;
using System.Text.RegularExpressions;
using StationBot.Handling.Cases;
using StationBot.Handling.Flags;
using StationBot.Handling.Messages;
using StationBot.Handling.Sorting;

namespace StationBot.Conversations.Turns;

/// <summary>撤回 in chat (T28): a draft is dropped, a case with a number is taken back in so many words, and of several open ones the resident says which.</summary>
internal sealed partial class Withdrawal(ICases cases)
{
    private const int LongestSummary = 24;

    /// <summary>「撤回QH20261123-0007」.</summary>
    public static bool Names(string text, SortResult sorted) => sorted.Slots.ContainsKey(Slot.CaseNo) && TakesBackWord().IsMatch(text);

    /// <summary>「另一个也撤回」, where one was taken back before or is in hand.</summary>
    public static bool TakesBackOther(string text) => Speech.Says("takes_back_other", text);

    /// <summary>「不用了我自己去」: of what was only asked, or is being told.</summary>
    public static bool GoesOneself(Turn turn) =>
        turn.Memory.Draft is { } draft && (!draft.StaffOnly || IsQuestion(draft)) && Speech.Says("goes_oneself", turn.Text);

    /// <summary>Staff were to answer it, and nothing else is with them.</summary>
    private static bool IsQuestion(Draft draft) => draft is { StaffOnly: true, Intent: Intent.Consult, Door: null } && draft.Flags.TrueForAll(f => FlagTable.SeverityOf(f) > Severity.P1);

    public async ValueTask<bool> TakeAsync(Turn turn, SortResult sorted, CancellationToken cancellationToken)
    {
        if (turn.Memory.Draft is { } draft && (!draft.StaffOnly || (IsQuestion(draft) && GoesOneself(turn))))
        {
            var (ask, question) = (turn.Memory.LastAsk, turn.Memory.LastQuestion);
            if (await OtherThanDraftAsync(turn, draft, sorted, cancellationToken) is { } other && await WithdrawAsync(turn, other, turn.Memory.CaseNo ?? other, cancellationToken))
            {
                (turn.Memory.LastAsk, turn.Memory.LastQuestion) = (ask, question);
                Resume.Question(turn);
                return true;
            }
            if (!draft.StaffOnly && turn.Memory.CaseNo is not null && TakesBackWord().IsMatch(turn.Text) && !ThisOne().IsMatch(turn.Text) && await OpenAsync(turn, cancellationToken) is { Count: > 0 } others)
            {
                return AskWhich(turn, others, draft); // the case that has its number may be meant as well as what is being told
            }
            turn.Memory.Drop();
            turn.Memory.Waiting.Clear();
            turn.Say(Speech.Says("resigned", turn.Text) ? "withdrawn_resigned" : "withdrawn_draft");
            turn.Conclude(Disposition.Withdrawn);
            turn.EndsWith(Ask.None);
            turn.Stage = ConversationStage.Noticed;
            return true;
        }
        var isOther = TakesBackOther(turn.Text);
        if ((turn.Memory.CaseNo ?? sorted.Slots.GetValueOrDefault(Slot.CaseNo)?.Value ?? (isOther && await OpenAsync(turn, cancellationToken) is [.., var last] ? last.Number?.Value : null)) is not { } newest)
        {
            return false;
        }
        if (!isOther && !TakesBack().IsMatch(turn.Text))
        {
            // 「算了不说了」 ends the talk, not a case that has its number.
            turn.Say("noted_nothing");
            turn.EndsWith(Ask.None);
            return true;
        }
        var open = await OpenAsync(turn, cancellationToken);
        var meant = isOther && open is [var left] ? left.Number!.Value.Value : await MeantAsync(turn, sorted, cancellationToken) ?? (open.Count > 1 && !ThisOne().IsMatch(turn.Text) ? null : newest);
        return meant is null ? AskWhich(turn, open) : await WithdrawAsync(turn, meant, newest, cancellationToken);
    }

    /// <summary>Which of several: by its number, its place in the list, or its words.</summary>
    /// <returns>False when the words name none: the wish is left, and they are heard as anything else.</returns>
    public async ValueTask<bool> AnswerAsync(Turn turn, SortResult sorted, CancellationToken cancellationToken)
    {
        turn.Memory.Withdrawing = false;
        var open = await OpenAsync(turn, cancellationToken);
        if (turn.Memory.Draft is { StaffOnly: false } draft && (turn.Text.StartsWith(DraftChoice(turn, draft), StringComparison.Ordinal) || ThisOne().IsMatch(turn.Text) || turn.Text.Trim() == (open.Count + 1).ToString(CultureInfo.InvariantCulture)))
        {
            turn.Memory.Drop();
            turn.Say("withdrawn_draft");
            turn.Conclude(Disposition.Withdrawn);
            turn.EndsWith(Ask.None);
            return true;
        }
        var meant = int.TryParse(turn.Text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var place) && place >= 1 && place <= open.Count ? open[place - 1].Number!.Value.Value
            : sorted.Slots.GetValueOrDefault(Slot.CaseNo)?.Value ?? CaseChoice.Of(turn.Text, open)?.Number?.Value;
        return meant is not null && await WithdrawAsync(turn, meant, turn.Memory.CaseNo ?? meant, cancellationToken);
    }

    /// <summary>「垃圾那件不用办了」 while the lamps are being told: a case that has its number, not the matter in hand.</summary>
    private async ValueTask<string?> OtherThanDraftAsync(Turn turn, Draft draft, SortResult sorted, CancellationToken cancellationToken)
    {
        var open = await OpenAsync(turn, cancellationToken);
        if (sorted.Slots.GetValueOrDefault(Slot.CaseNo)?.Value is { } number)
        {
            return open.FirstOrDefault(c => c.Number?.Value == number) is null ? null : number;
        }
        var best = open.MaxBy(c => CaseChoice.Likeness(turn.Text, c.RawText));
        return best is not null && CaseChoice.PointsAtOne(turn.Text) && CaseChoice.Likeness(turn.Text, best.RawText) > CaseChoice.Likeness(turn.Text, string.Join('\n', draft.Words)) ? best.Number!.Value.Value : null;
    }

    private async ValueTask<string?> MeantAsync(Turn turn, SortResult sorted, CancellationToken cancellationToken) =>
        sorted.Slots.GetValueOrDefault(Slot.CaseNo)?.Value ?? CaseChoice.Of(turn.Text, await CaseChoice.OfferedAsync(cases, turn, cancellationToken))?.Number?.Value;

    private async ValueTask<IReadOnlyList<Case>> OpenAsync(Turn turn, CancellationToken cancellationToken) =>
        [.. (await cases.OfResidentAsync(turn.Given.Conversation.ResidentId, 20, cancellationToken)).Where(c => c.Number is not null && c.Status.IsOpen()).OrderBy(c => c.Number!.Value.Value, StringComparer.Ordinal)];

    /// <summary>What is being told, as one of those that may be meant.</summary>
    private static string DraftChoice(Turn turn, Draft draft) => turn.Texts.Say("withdraw_draft", ("summary", TextCut.To(Masking.MaskPhones(string.Join('。', draft.Words)), LongestSummary)));

    private static bool AskWhich(Turn turn, IReadOnlyList<Case> open, Draft? draft = null)
    {
        string[] choices = [.. open.Select(c => $"{c.Number} {TextCut.To(Masking.MaskPhones(c.Summary), LongestSummary)}".TrimEnd()), .. draft is null ? (string[])[] : [DraftChoice(turn, draft)]];
        turn.Question(draft is null ? "withdraw_which" : "withdraw_which_or_draft", Ask.None, choices, ("count", open.Count.ToString(CultureInfo.InvariantCulture)));
        turn.Memory.LastQuestion = null;
        turn.Memory.Withdrawing = true;
        return true;
    }

    private async ValueTask<bool> WithdrawAsync(Turn turn, string number, string newest, CancellationToken cancellationToken)
    {
        if (await cases.FindAsync(new CaseNo(number), cancellationToken) is not { } open || !(open.Status.IsOpen() || open.Status == CaseStatus.Merged))
        {
            return false;
        }
        if (open.ResidentId != turn.Given.Conversation.ResidentId)
        {
            if (!SharedCase.IsFollowedBy(open, turn.Given.Conversation.ResidentId))
            {
                return false;
            }
            // They were told of it as of theirs: it goes on for whoever asked for it, and staff see whether they want to hear no more of it.
            turn.ForStaff(Severity.P2, "withdraw", open.Id);
            turn.Say("withdraw_others");
            turn.EndsWith(Ask.Human);
            return true;
        }
        // Not for P0 safety cases (T28), nor for one that goes on with those of others: there the wish goes to staff.
        var safety = open.Flags.Any(f => FlagTable.SeverityOf(FlagTable.Parse(f)) == Severity.P0);
        if (safety || open.Apply(new Step(CaseAction.Withdraw, Actor.Resident, Reason: Masking.MaskPhones(turn.Text)), turn.Given.Now, turn.Rules) is not StepResult.Done)
        {
            turn.ForStaff(Severity.P2, "withdraw", open.Id);
            turn.Say(open.Facts.MergedFrom.Count > 0 || open.Status == CaseStatus.Merged ? "withdraw_others" : "withdraw_staff");
            turn.EndsWith(Ask.Human);
            return true;
        }
        turn.Cases.Add(open);
        turn.Memory.CaseNo = number == newest ? null : newest;
        turn.Say("withdrawn", ("caseNo", number));
        turn.EndsWith(Ask.None);
        turn.Conclude(Disposition.Withdrawn);
        return true;
    }

    [GeneratedRegex("撤|取消|(?:不|别|无需|甭|勿)[^,，。!！?？]{0,4}(?:反映|投诉|报了|办|管|处理|查|追究|麻烦|修|弄|要了|跟)|没事了|解决了|[修弄办清]好了")]
    private static partial Regex TakesBack();

    [GeneratedRegex("撤[回销掉了]|^(?:我要|我想|请|帮我|把)?(?:撤|取消)")]
    private static partial Regex TakesBackWord();

    /// <summary>The one that was spoken of last.</summary>
    [GeneratedRegex("这(?:一)?(?:件|桩|条|事|个事)|刚才|刚刚")]
    private static partial Regex ThisOne();
}
