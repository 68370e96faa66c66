using StationBot.Handling.Cases;
using StationBot.Handling.Deadlines;
using StationBot.Handling.Messages;
using StationBot.Handling.Sorting;

namespace StationBot.Conversations.Turns;

/// <summary>
/// A relapse after the days in which a case may be opened again (T27) is a case of its own. What the old one knows — where, and what about — is not
/// asked for once more; the resident sees it at the summary.
/// </summary>
internal static class EarlierMatter
{
    private const int LongestSummary = 30;

    /// <summary>「又坏了」 alone tells nobody what: with the number of the case that it goes on from, and what that was about.</summary>
    public static async ValueTask<string?> NamedAsync(Turn turn, string summary, ICases cases, CancellationToken cancellationToken) =>
        turn.Memory.Earlier is { } number && await cases.FindAsync(new CaseNo(number), cancellationToken) is { } earlier
            ? turn.Texts.Say("summary_linked", ("summary", summary), ("caseNo", number), ("earlier", TextCut.To(earlier.Summary, LongestSummary))) : null;

    public static async ValueTask TakeOverAsync(Turn turn, Draft draft, ICases cases, CancellationToken cancellationToken)
    {
        if (turn.Memory.Earlier is not { } number || draft.Has(Slot.Place) || await cases.FindAsync(new CaseNo(number), cancellationToken) is not { } earlier
            || LoopClocks.MayReopen(earlier.Facts, turn.Given.Now, turn.Directory.Calendar, turn.Clocks))
        {
            return; // within those days it goes on there, and what was said to be another matter is one
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
