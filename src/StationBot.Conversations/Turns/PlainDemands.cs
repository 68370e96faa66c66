using StationBot.Handling.Messages;
using StationBot.Handling.Sorting;

namespace StationBot.Conversations.Turns;

/// <summary>
/// 「派个医生」, 「把声音关小点」, 「尽快解决」: a clause that only says what should be done, whatever was asked. It is the demand, and tells nothing else.
/// </summary>
internal static class PlainDemands
{
    /// <returns>The reading with the demand that was heard, or as it was.</returns>
    public static SortResult Heard(Turn turn, Draft? draft, SortResult sorted)
    {
        if (sorted.Slots.GetValueOrDefault(Slot.Demand) is { Wish: not null, Implied: false } || sorted.Demands.Count > 1 || sorted.Parts.Count > 1 || sorted.Signals.HasFlag(Signals.Corrects) || turn.Mended)
        {
            return sorted;
        }
        var clauses = Talk.ClausesOf(turn.Text);
        string[] wished = [.. clauses.Where(c => Speech.Says("plain_demand", c))];
        var isAll = wished.Length == clauses.Length;
        if (wished.Length == 0 || (isAll && draft is not { Words.Count: > 0 }))
        {
            return sorted;
        }
        var wish = string.Join('，', wished);
        var at = turn.Text.IndexOf(wished[0], StringComparison.Ordinal);
        var told = new SlotValue(wish, at, wished[0].Length) { Wish = wish };
        var slots = new Dictionary<Slot, SlotValue>(sorted.Slots) { [Slot.Demand] = told };
        if (!isAll)
        {
            // Beside a story what is wrong stays with what is wished; only the end of it is the wish.
            slots[Slot.Demand] = sorted.Slots.TryGetValue(Slot.Demand, out var whole) ? whole with { Wish = wish, Implied = false } : told;
            var since = sorted.Slots.GetValueOrDefault(Slot.Time)?.Value;
            var last = clauses.LastOrDefault(c => since is null || !c.Contains(since, StringComparison.Ordinal));
            return last is not null && wished.Contains(last) ? sorted with { Slots = slots } : sorted;
        }
        // 「不要半夜施工」 is not when it happens, nor 「派个交警」 whom it is about.
        slots.Remove(Slot.Time);
        slots.Remove(Slot.Subject);
        return sorted with { Slots = slots, ProblemType = null, SoundsLike = null, Abstain = true, Intent = sorted.Intent == Intent.Consult ? Intent.Complaint : sorted.Intent };
    }

    /// <summary>「健身器材换新的，津贴赶紧补发」 of two matters: each clause is the wish for the one it speaks of.</summary>
    /// <returns>False unless the message is nothing else.</returns>
    public static bool OfEach(Turn turn, Draft draft)
    {
        if (draft.Items.Count < 2 || Talk.ClausesOf(turn.Text) is not { Length: > 0 } clauses)
        {
            return false;
        }
        var wishes = clauses.Select(c => Drafting.PartNamed(draft, c) is { } named ? (Item: named, Wish: AfterNumber(c)) : (Item: Drafting.About(draft, c), Wish: c)).ToArray();
        if (!Array.TrueForAll(wishes, w => w.Item is not null && IsWishFor(w.Item, w.Wish)))
        {
            return false;
        }
        foreach (var (item, wish) in wishes)
        {
            item!.Wish = item.Wish is { } first && first != wish ? first + '，' + wish : wish;
            item.Slots[Slot.Demand.Code()] = item.Wish;
        }
        draft.Said.Add(turn.Text);
        return true;
    }

    private static string AfterNumber(string clause) => clause.IndexOfAny(['件', '个', '条']) is var at and >= 0 ? clause[(at + 1)..].TrimStart('就', '是', '要', '的') : clause;

    /// <summary>What is left of the clause after the words of the matter only says what should be done.</summary>
    private static bool IsWishFor(DraftItem item, string clause)
    {
        for (var from = 0; from < clause.Length - 1; from++)
        {
            if (Speech.Says("plain_demand", clause[from..]))
            {
                return true;
            }
            if (!item.Text.Contains(clause[from], StringComparison.Ordinal) && clause[from] is not ('的' or '把' or '给' or '都' or '也'))
            {
                return false;
            }
        }
        return false;
    }
}
