using System.Text.RegularExpressions;
using StationBot.Handling.Cases;
using StationBot.Handling.Routing;
using StationBot.Handling.Sorting;

namespace StationBot.Conversations.Turns;

/// <summary>A complaint that its resident has made before: it stays one case (domain.md §4.1).</summary>
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
}
