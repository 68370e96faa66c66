using System.Text.RegularExpressions;
using StationBot.Handling.Flags;
using StationBot.Handling.Sorting;

namespace StationBot.Conversations.Turns;

/// <summary>Several matters were told at once, and the resident wants only some of them written down.</summary>
internal sealed partial class Intake
{
    /// <summary>「第二件不要了」, 「只要第一件」, 「把路灯那个去掉」: that part is let go, the others stay.</summary>
    public async ValueTask<bool> ChooseAsync(Turn turn, CancellationToken cancellationToken)
    {
        if (turn.Memory.Draft is not { StaffOnly: false, Items.Count: > 1 } draft || Chosen().Match(turn.Text) is not { Success: true } said)
        {
            return false;
        }
        var only = said.Groups["only"];
        if (PartNamed(draft, (only.Success ? only : said.Groups["drop"]).Value) is not { } at)
        {
            return false;
        }
        if (said.Groups["later"].Success)
        {
            // 「烧烤那个先不说」: put off, not let go.
            turn.Memory.Waiting.Add(draft.Items[at].Text);
            LetGo(draft, draft.Items[at]);
            turn.Say("new_matter_waits");
            await ProposeAsync(turn, draft, cancellationToken);
            GoOn(turn, draft, enough: turn.Stage == Handling.Messages.ConversationStage.Confirming);
            return true;
        }
        DraftItem[] dropped = only.Success ? [.. draft.Items.Where((_, i) => i != at)] : [draft.Items[at]];
        foreach (var item in dropped)
        {
            LetGo(draft, item);
            turn.Say("part_dropped", ("summary", Summary.Short(item.Text, turn.Definition.Limits.SummaryCharacters)));
        }
        // What only the part let go gave rise to (a burst pipe's urgency) is not true of the rest.
        var rest = await sorter.SortAsync(turn.ToSort(string.Join('。', draft.Words)), cancellationToken);
        draft.Flags.RemoveAll(f => FlagTable.SeverityOf(f) != Severity.P0 && !rest.Flags.Any(h => h.Flag == f));
        await ProposeAsync(turn, draft, cancellationToken);
        GoOn(turn, draft, enough: turn.Stage == Handling.Messages.ConversationStage.Confirming);
        return true;
    }

    private static int? PartNamed(Draft draft, string named)
    {
        var last = draft.Items.Count - 1;
        if (Drafting.PartNumber(named) is { } at)
        {
            return at <= last ? at : null;
        }
        if (named.StartsWith("最后", StringComparison.Ordinal) || (draft.Items.Count == 2 && named.StartsWith('后')))
        {
            return last;
        }
        if (draft.Items.Count == 2 && named.StartsWith('前'))
        {
            return 0;
        }
        // By what it is about: two characters that no other of them has.
        var hits = draft.Items.Select(i => Enumerable.Range(0, Math.Max(0, named.Length - 1)).Count(c => i.Text.Contains(named.AsSpan(c, 2), StringComparison.Ordinal))).ToArray();
        var most = hits.Max();
        return most > 0 && hits.Count(h => h == most) == 1 ? Array.IndexOf(hits, most) : null;
    }

    /// <summary>What was told of it alone goes with it; the last one left is then the whole matter.</summary>
    private static void LetGo(Draft draft, DraftItem item)
    {
        var rest = draft.Items.Where(i => i != item).ToArray();
        draft.Words = [.. rest.Select(i => i.Text), .. draft.Words.Where(w => !draft.Items.Exists(i => w.Contains(i.Text, StringComparison.Ordinal)))];
        draft.Said = [.. draft.Words];
        draft.Items.Remove(item);
        foreach (var slot in (Slot[])[Slot.Time, Slot.Demand, Slot.Subject, Slot.Place])
        {
            var own = slot == Slot.Place ? item.Place : item.Slots.GetValueOrDefault(slot.Code());
            if (draft[slot] is { } value && (value == own || (slot == Slot.Demand && value.Contains(item.Text, StringComparison.Ordinal))))
            {
                draft[slot] = rest.Select(i => slot == Slot.Place ? i.Place : i.Slots.GetValueOrDefault(slot.Code())).FirstOrDefault(v => v is not null);
            }
        }
        if (draft.Wish is { } wish && item.Text.Contains(wish, StringComparison.Ordinal) && !rest.Any(i => i.Text.Contains(wish, StringComparison.Ordinal)))
        {
            draft.Wish = null; // told with the part that is let go: nobody wishes it for the others
        }
        if (rest is [{ } left])
        {
            foreach (var (code, value) in left.Slots)
            {
                draft.Slots[code] = value;
            }
            (draft.DemandIsImplied, draft.Demands) = (true, []);
            if (left.Place is not null)
            {
                (draft[Slot.Place], draft.Community, draft.Township) = (left.Place, left.Community, left.Township);
                (left.Place, left.Community, left.Township) = (null, null, null);
            }
        }
    }

    [GeneratedRegex("^(?:那|就|不对|对了|我看|算了|好的?|[,，。 ]){0,3}(?:(?:你|您|麻烦|请|帮我|给我){0,3}(?:只|就|光|仅|单)(?:要|报|反映|留下?|记|说|保留|办|提|写|投诉|管)(?:下|着|上)?(?<only>[^,，。!！?？]{2,12}?)|(?:请|麻烦|帮我|给我|你|您){0,2}(?:把|将)?(?<drop>[^,，。!！?？ ]{2,12}?)(?<later>先不(?:说|提|讲|谈|管)(?=了|吧|啊|[,，。 ]|$))?(?:就|也|都|先|我){0,2}(?:(?<=先不.)|不(?:用|要|想|报|反映|提|说|投诉|记|办)(?:管|报|反映|说|记|办|提|写|要)?|去掉|去了|删掉|删了|删除|取消掉?|算了|撤了|撤掉|撤回|拿掉|划掉|(?:别|不必|不用)(?:记|报|写|办|管|反映)))(?:就行|就好|就可以|可以|了|吧|啊|呀|事|哈){0,3}[。.!！]?(?:[,，。 ]+(?:它|那个|已经|都|先|就|还是|[,， ]){0,3}(?:[修弄办通清][好完走了]{1,2}|说[^,，。]{1,10})(?:了|啦)?[。.!！]?)?$")]
    private static partial Regex Chosen();
}
