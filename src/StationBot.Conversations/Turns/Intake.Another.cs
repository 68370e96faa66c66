using System.Text.RegularExpressions;
using StationBot.Handling.Flags;
using StationBot.Handling.Messages;
using StationBot.Handling.Routing;
using StationBot.Handling.Sorting;

namespace StationBot.Conversations.Turns;

/// <summary>Whether a message belongs to the matter in hand, or to the one that staff have, or begins another.</summary>
internal sealed partial class Intake
{
    /// <summary>A clear matter of another type than those that staff have, in more than a bare answer.</summary>
    internal static bool IsAnotherMatter(Draft withStaff, SortResult sorted) =>
        sorted.Text.Length > LongestBareAnswer && (sorted.Signals.HasFlag(Signals.NewMatter) || IsClearlyElse(withStaff, sorted));

    /// <summary>After 「没危险」 the resident was asked what there is to report; this is it, also when it is about the same gas company.</summary>
    private static bool IsToldAfterDanger(Turn turn, SortResult sorted) =>
        Safety.IsOver(turn.Given.Conversation) && sorted is { Intent: Intent.Complaint or Intent.Suggestion, ProblemType: not null } && sorted.Text.Length > LongestTalk && sorted.Flags.All(f => f.Severity != Severity.P0);

    /// <summary>「这个机器人能不能办事」 was for staff to answer; 「书香里小广场的灯不亮」 after it is a matter, however unsure its type.</summary>
    private static bool IsMatterAfterQuestion(Draft withStaff, SortResult sorted) =>
        withStaff is { Intent: Intent.Consult, Door: null, Flags: [] or [Flag.LowConfidence] } && sorted is { Intent: Intent.Complaint or Intent.Suggestion, ProblemType: not null }
        && sorted.Text.Length > LongestBareAnswer;

    private static bool IsClearlyElse(Draft known, SortResult sorted) =>
        sorted is { Abstain: false, ProblemType: not null, Departments.Count: > 0, Intent: Intent.Complaint or Intent.Suggestion or Intent.Consult }
        && known.Items.TrueForAll(i => i.ProblemType != sorted.ProblemType);

    /// <summary>「另外广场舞太吵」, or another place with another trouble: read by itself it is clearly something else than the matter in hand.</summary>
    private async ValueTask<bool> BeginsAnotherAsync(Turn turn, Draft inHand, SortResult sorted, CancellationToken cancellationToken)
    {
        var elsewhere = sorted.Slots.TryGetValue(Slot.Place, out var place) && inHand.Community is { } here
            && PlaceResolver.Resolve(JoinedPlaces.First(place.Value), turn.Directory).Best is { } there && there.Community != here
            // 「还有高坎村也冒黑烟」: the same trouble in one more place.
            && !(place.OneMore && CaseChoice.Likeness(turn.Text, string.Join('\n', inHand.Words)) > 0);
        // Who asked about one thing and complains of another means both.
        var complains = inHand.Intent == Intent.Consult && sorted.Intent == Intent.Complaint && turn.Text.Length > LongestTalk
            // 「新湖食品厂,上个月的事」 answers which employer it is.
            && !(turn.Memory.LastAsk == Ask.Subject && sorted.Slots.ContainsKey(Slot.Subject));
        var besides = Speech.Parts("besides", turn.Text);
        var also = Speech.Says("also_wrong", turn.Text);
        // 「河湾公园厕所太脏」 to "which employer?".
        var amiss = turn.Memory.LastAsk == Ask.Subject && !inHand.Has(Slot.Place) && sorted.Slots.ContainsKey(Slot.Place) && sorted.Intent == Intent.Complaint
            && Talk.LeaveOut(turn.Text, Ask.Subject, turn.Answered) == turn.Text;
        if ((!elsewhere && !complains && besides is null && !also && !amiss && !Besides().IsMatch(turn.Text)) || sorted.Signals.HasFlag(Signals.Corrects) || turn.Mended)
        {
            return false;
        }
        var alone = await sorter.SortAsync(turn.ToSort(besides?["other"] ?? Drafting.Told(turn.Text)), cancellationToken);
        if (alone.Text.Length < ShortestMore || !IsClearlyElse(inHand, alone))
        {
            return false;
        }
        // 「社保也没交」 of unpaid wages is more of the same; other kinds of matters share nothing but 其他.
        return elsewhere || complains || besides is not null || Besides().IsMatch(turn.Text) || alone.Topic == Topic.Other || !inHand.Items.Exists(i => i.Topics.Contains(alone.Topic));
    }

    [GeneratedRegex("^[,，。 ]?(?:另外|还有(?:[,，]|就是|个|一)|对了|再有|此外|顺便|其次|再就是|除此之外|(?:还有)?另一)")]
    private static partial Regex Besides();
}
