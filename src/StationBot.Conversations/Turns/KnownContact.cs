using System.Text.RegularExpressions;
using StationBot.Handling.Cases;
using StationBot.Handling.Flags;
using StationBot.Handling.Messages;
using StationBot.Handling.Sorting;

namespace StationBot.Conversations.Turns;

/// <summary>
/// The number that the resident gave in this conversation serves its next matter too: it is shown by its end at the summary and may be
/// refused there, so that nobody is asked twice and nothing is used without a yes. It is read from the case, where it rests encrypted.
/// </summary>
internal static partial class KnownContact
{
    private const int Shown = 4;

    public static async ValueTask TakeOverAsync(Turn turn, Draft draft, ICases cases, CancellationToken cancellationToken)
    {
        var memory = turn.Memory;
        if (draft.Has(Slot.Contact) || draft.Questions > 0 || memory.LeavesNoNumber || turn.EverHad(Flag.Minor)
            || (memory.CaseNo is null && turn.ContactLeft is null)
            || turn.Definition.Questions.FirstOrDefault(q => q.Slot == Slot.Contact) is not { } question || question.Unless.Matches(draft))
        {
            return;
        }
        var conversation = turn.Given.Conversation;
        var number = turn.ContactLeft ?? turn.Cases.LastOrDefault(c => c.Contact is not null)?.Contact
            ?? (await cases.OfConversationAsync(conversation.Id, cancellationToken))
                .Where(c => c.Contact is not null && c.ResidentId == conversation.ResidentId).MaxBy(c => c.Number?.Value, StringComparer.Ordinal)?.Contact;
        if (number is not null)
        {
            draft[Slot.Contact] = number;
            draft.ContactIsKnown = true;
        }
    }

    /// <summary>The end of the number, for the summary; null when it was given for this very matter.</summary>
    public static string? End(Draft draft) => draft is { ContactIsKnown: true } && draft[Slot.Contact] is { } number ? number[^Math.Min(Shown, number.Length)..] : null;

    /// <summary>「这件不留电话」, 「我的电话别记了」: the number that the draft holds is taken back.</summary>
    public static bool IsRefused(Draft draft, string text) => draft.Has(Slot.Contact) && Refusal().IsMatch(text);

    [GeneratedRegex("^(?:这件|这次|这个|就|我|还是|[,， ]){0,3}(?:不留|勿留|莫留|唔留)|(?:不|别|勿|莫|唔)(?:想|要|用|再)?(?:留|用|打|填|给|记|写|存)[^,，。!！?？]{0,6}(?:电话|手机|号码|联系方式|号)|(?:电话|手机|号码|联系方式)[^,，。!！?？]{0,4}(?:不留|不用|不要|不记|别(?:留|用|记|打|写|存|要|填)|算了|删|去掉|撤|拿掉|抹掉)|(?:删|去掉|拿掉|抹掉|撤)[^,，。!！?？]{0,6}(?:电话|手机|号码|联系方式)")]
    private static partial Regex Refusal();
}
