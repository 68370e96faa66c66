using System.Text.RegularExpressions;
using StationBot.Handling.Cases;
using StationBot.Handling.Flags;
using StationBot.Handling.Routing;
using StationBot.Handling.Sorting;

namespace StationBot.Conversations.Turns;

/// <summary>A complaint that its resident has made before: it stays one case (domain.md §4.1), and the third time a human looks at it (§8 repeat_dissatisfied).</summary>
internal static partial class ToldBefore
{
    /// <summary>How much of the words must have been said of the case before.</summary>
    private const double Alike = 0.6;

    /// <summary>Characters of 「噪音呢，还是吵」: too few for another matter of the same kind.</summary>
    private const int LongestReminder = 14;

    [GeneratedRegex("还是|还在|还没|照样|仍|依然|依旧|又|一直")]
    private static partial Regex StillSo();

    /// <summary>Characters of a complaint that can be told from another.</summary>
    private const int Shortest = 6;

    /// <summary>Characters that a complaint of the matter shares with its summary; 「一直没人管」 was only an answer.</summary>
    private const int LeastShared = 2;

    /// <summary>The resident's own open case that these words tell once more: of the same type, in the same place, in nearly the same words.</summary>
    public static async ValueTask<Case?> FindAsync(Turn turn, SortResult sorted, ICases cases, CancellationToken cancellationToken)
    {
        if (sorted is not { Abstain: false, ProblemType: { } type, Intent: Intent.Complaint, Parts.Count: < 2 } || sorted.Signals.HasFlag(Signals.NewMatter) || turn.Text.Length < Shortest)
        {
            return null;
        }
        var told = sorted.Slots.GetValueOrDefault(Slot.Place)?.Value;
        var place = told is null ? null : PlaceResolver.Resolve(JoinedPlaces.First(told), turn.Directory).Best?.Community;
        return (await cases.OfResidentAsync(turn.Given.Conversation.ResidentId, 20, cancellationToken))
            .FirstOrDefault(c => c.Number is not null && c.Status.IsOpen() && (told is null || (place is not null && place == c.Community))
                && ((c.ProblemType == type && CaseChoice.PartSaid(turn.Text, c.RawText) >= Alike) || (told is null && turn.Text.Length <= LongestReminder && StillSo().IsMatch(turn.Text) && (c.ProblemType == type || AboutCase.Subject(turn.Text, c) > 0))));
    }

    /// <summary>Told, complained of again, and now once more.</summary>
    public static bool IsThird(Turn turn, Case open, SortResult sorted) =>
        !turn.EverHad(Flag.RepeatDissatisfied) && sorted.Intent == Intent.Complaint && (sorted.Abstain || sorted.ProblemType is null || sorted.ProblemType == open.ProblemType)
        && Speech.Says("complains_again", turn.Text) && open.RawText.Split('\n').Skip(1).Any(w => AboutCase.Shared(w, open.Summary) >= LeastShared && Speech.Says("complains_again", w));

    public static void Apologise(Turn turn, Case open)
    {
        turn.Raise(Flag.RepeatDissatisfied, "complaint.third");
        turn.ForStaff(Severity.P1, "repeat_dissatisfied", open.Id);
        turn.Say("complained_again", ("caseNo", open.Number!.Value.Value), ("hours", Hours.Of(turn)));
    }
}
