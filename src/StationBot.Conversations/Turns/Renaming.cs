using System.Text.RegularExpressions;
using StationBot.Handling.Routing;
using StationBot.Handling.Sorting;

namespace StationBot.Conversations.Turns;

/// <summary>「改一下,是白鹭小学」: what was told before is said back with the right place.</summary>
internal static partial class Renaming
{
    public static void Place(Turn turn, Draft draft, SlotValue meant)
    {
        if (draft.Community is not { } was || draft.Items is not [var item])
        {
            return; // several matters have places of their own
        }
        var name = meant.Start >= 0 && meant.Start + meant.Length <= turn.Text.Length ? turn.Text.Substring(meant.Start, meant.Length) : meant.Value;
        string Renamed(string told)
        {
            if (told.Contains(name, StringComparison.Ordinal))
            {
                return told;
            }
            foreach (var old in PlaceResolver.Resolve(told, turn.Directory).Candidates.Where(c => c.Community == was).DistinctBy(c => c.Start).OrderByDescending(c => c.Start))
            {
                told = told.Remove(old.Start, old.Length).Insert(old.Start, name);
            }
            return told;
        }

        draft.Words = [.. draft.Words.Select(Renamed)];
        (item.Text, draft.Wish) = (Renamed(item.Text), draft.Wish is { } wish ? Renamed(wish) : null);
        if (draft[Slot.Demand] is { } demand)
        {
            draft[Slot.Demand] = Renamed(demand);
        }
    }

    /// <summary>「不对,是3栋」: what was told of 2栋 is said back with 3栋.</summary>
    public static void House(Draft draft, string? was, string meant)
    {
        if (was is null || was == meant || draft.Items is not [var item])
        {
            return;
        }
        string Renamed(string told) => Whole(was).Replace(told, meant);
        draft.Words = [.. draft.Words.Select(Renamed)];
        (item.Text, draft.Wish) = (Renamed(item.Text), draft.Wish is { } wish ? Renamed(wish) : null);
        if (draft[Slot.Demand] is { } demand)
        {
            draft[Slot.Demand] = Renamed(demand);
        }
    }

    /// <summary>These words where they stand by themselves: 2栋, and not the 2栋 of 12栋.</summary>
    public static Regex Whole(string words) => new((Numeral().IsMatch(words[..1]) ? "(?<![0-9一二三四五六七八九十])" : "") + Regex.Escape(words));

    [GeneratedRegex("[0-9一二三四五六七八九十]")]
    private static partial Regex Numeral();
}
