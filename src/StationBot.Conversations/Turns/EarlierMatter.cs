using StationBot.Handling.Cases;
using StationBot.Handling.Sorting;

namespace StationBot.Conversations.Turns;

/// <summary>
/// A relapse after the days in which a case may be opened again (T27) is a case of its own. What the old one knows — where, and what about — is not
/// asked for once more; the resident sees it at the summary.
/// </summary>
internal static class EarlierMatter
{
    public static async ValueTask TakeOverAsync(Turn turn, Draft draft, ICases cases, CancellationToken cancellationToken)
    {
        if (turn.Memory.Earlier is not { } number || draft.Has(Slot.Place) || await cases.FindAsync(new CaseNo(number), cancellationToken) is not { } earlier)
        {
            return;
        }
        if (earlier.Slots.TryGetValue(Slot.Place.Code(), out var place))
        {
            (draft[Slot.Place], draft.Community) = (place, earlier.Community);
        }
        // The words point back at it: what it was about is known better than one short message can tell.
        if (draft.Items.Count <= 1 && earlier.ProblemType is { } type)
        {
            draft.Items = [new DraftItem { Text = turn.Text, Topics = [.. earlier.Topics], ProblemType = type, Confidence = earlier.Confidence }];
        }
    }
}
