using StationBot.Handling.Messages;
using StationBot.Handling.Sorting;

namespace StationBot.Conversations.Turns;

/// <summary>「把路烂了改成桥塌了」, 「你写的上个月不对，是上上个月」, 「事情写错了，是卖电子烟」: what was written wrongly is put right where it stands, and nothing else moves.</summary>
internal sealed partial class Intake
{
    /// <summary>Characters by which the words of the record may be longer than those that point at them.</summary>
    private const int LongestBetween = 8;

    /// <returns>False when nothing of the matter in hand is put right, or what is meant is not found in it.</returns>
    private async ValueTask<bool> SwapAsync(Turn turn, CancellationToken cancellationToken)
    {
        if (turn.Memory.Draft is not { StaffOnly: false, Words.Count: > 0, Items.Count: > 0 } draft || turn.Mended)
        {
            return false;
        }
        var isDone = Speech.Parts("puts_matter_right", turn.Text) is { } matter ? await SwapMatterAsync(turn, draft, null, matter["right"], cancellationToken)
            : (turn.Memory.LastAsk == Ask.Confirm || !turn.Text.Contains('把', StringComparison.Ordinal)) && Speech.Parts("puts_right", turn.Text) is { } said && (await SwapSlotAsync(turn, draft, said["wrong"], said["right"], cancellationToken)
                || await SwapMatterAsync(turn, draft, said["wrong"], said["right"], cancellationToken));
        if (!isDone)
        {
            return false;
        }
        draft.Said.Add(turn.Text);
        turn.Say("corrected");
        await ProposeAsync(turn, draft, cancellationToken);
        GoOn(turn, draft, enough: turn.Stage == ConversationStage.Confirming);
        return true;
    }

    /// <summary>A time, a number of people, a unit or a wish that stands in the record.</summary>
    private async ValueTask<bool> SwapSlotAsync(Turn turn, Draft draft, string wrong, string right, CancellationToken cancellationToken)
    {
        async ValueTask<string?> TimeOfAsync(string text) =>
            (await sorter.SortAsync(turn.ToSort(text) with { Asked = Ask.Time }, cancellationToken)).Slots.GetValueOrDefault(Slot.Time)?.Value;

        var part = Drafting.PartNamed(draft, turn.Text) ?? (draft.Items.Count > 1 ? draft.Items.Find(i => Located(i.Text, wrong) is not null) : null);
        if (draft.Items.Count > 1 && part is null)
        {
            return false;
        }
        if (await TimeOfAsync(wrong) is { } was && await TimeOfAsync(right) is { } since)
        {
            var slots = part?.Slots ?? draft.Slots;
            var stands = slots.GetValueOrDefault(Slot.Time.Code());
            if (stands is null || !(stands.Contains(was, StringComparison.Ordinal) || was.Contains(stands, StringComparison.Ordinal)))
            {
                return part is not null && Rewrite(draft, part, was, since);
            }
            slots[Slot.Time.Code()] = since;
            draft.TimeIsLoose = false;
            Rewrite(draft, part, was, since);
            return true;
        }
        if (draft.Items.Count > 1)
        {
            return false;
        }
        if (draft.Wish is { } wish && Located(wish, wrong) is { } at)
        {
            var wanted = at.Length * 2 >= wish.Length ? right : wish.Remove(at.Start, at.Length).Insert(at.Start, right);
            draft.Words.RemoveAll(w => w.TrimEnd('。', '.', '！', '!') == wish);
            (draft.Wish, draft[Slot.Demand], draft.DemandIsImplied) = (wanted, wanted, false);
            return true;
        }
        foreach (var slot in (Slot[])[Slot.People, Slot.Subject])
        {
            if (draft[slot] is { } told && told.Contains(wrong, StringComparison.Ordinal))
            {
                draft[slot] = told.Replace(wrong, right, StringComparison.Ordinal);
                Rewrite(draft, null, wrong, right);
                return true;
            }
        }
        return false;
    }

    /// <summary>The story itself: where the words are that are wrong; without them, those that begin and end as the right ones do; else it is told anew.</summary>
    private async ValueTask<bool> SwapMatterAsync(Turn turn, Draft draft, string? wrong, string right, CancellationToken cancellationToken)
    {
        if (draft.Items.Count > 1)
        {
            var part = Drafting.PartNamed(draft, turn.Text) ?? (wrong is null ? null : draft.Items.Find(i => Located(i.Text, wrong) is not null));
            return part is not null && wrong is not null && Rewrite(draft, part, wrong, right);
        }
        // A place has readers of its own.
        if (wrong is not null && (draft[Slot.Place]?.Contains(wrong, StringComparison.Ordinal) == true || Handling.Routing.PlaceResolver.Resolve(wrong, turn.Directory).Best is not null))
        {
            return false;
        }
        if (wrong is not null ? !Rewrite(draft, null, wrong, right) : !RewriteAlike(draft, right))
        {
            if (wrong is not null)
            {
                return false;
            }
            (draft.Words, draft.Trouble) = ([right], null);
        }
        if (draft.DemandIsImplied)
        {
            draft[Slot.Demand] = string.Join('。', draft.Words); // it was only the trouble, and is what the trouble is now
        }
        // The matter itself is another one now: whose it is follows from that.
        var meant = await sorter.SortAsync(turn.ToSort(string.Join('。', draft.Words)), cancellationToken);
        if (meant is { Abstain: false, ProblemType: not null, Parts.Count: < 2 })
        {
            draft.Items = [Drafting.From(meant)];
        }
        return true;
    }

    private static bool Rewrite(Draft draft, DraftItem? part, string wrong, string right)
    {
        string Swapped(string told) => Located(told, wrong) is var (start, length) ? told.Remove(start, length).Insert(start, right) : told;
        if (part is not null)
        {
            var now = Swapped(part.Text);
            if (now == part.Text)
            {
                return false;
            }
            draft.Words = [.. draft.Words.Select(w => w.Replace(part.Text, now, StringComparison.Ordinal))];
            (part.Said, part.Text) = (part.Said ?? part.Text, now);
            foreach (var (code, value) in part.Slots.ToArray())
            {
                part.Slots[code] = Swapped(value);
            }
            return true;
        }
        var index = draft.Words.FindIndex(w => Located(w, wrong) is not null);
        if (index < 0)
        {
            return false;
        }
        draft.Words[index] = Swapped(draft.Words[index]);
        if (draft.Items is [var item])
        {
            item.Text = Swapped(item.Text);
        }
        if (draft[Slot.Demand] is { } demand && draft.DemandIsImplied)
        {
            draft[Slot.Demand] = Swapped(demand);
        }
        return true;
    }

    /// <summary>「卖烟」 of the story for 「卖电子烟」: begins and ends as the right words do, and has nothing that they lack.</summary>
    private static bool RewriteAlike(Draft draft, string right)
    {
        foreach (var told in draft.Words)
        {
            for (var start = told.IndexOf(right[0], StringComparison.Ordinal); start >= 0; start = told.IndexOf(right[0], start + 1))
            {
                for (var end = Math.Min(told.Length, start + right.Length + LongestBetween) - 1; end > start; end--)
                {
                    var span = told[start..(end + 1)];
                    if (told[end] == right[^1] && (IsWithin(span, right) || IsWithin(right, span)))
                    {
                        return Rewrite(draft, null, span, right);
                    }
                }
            }
        }
        return false;
    }

    /// <summary>Where these words stand in what was told: word for word, or with others between them (路烂了 in 路被大车压烂了).</summary>
    private static (int Start, int Length)? Located(string told, string words)
    {
        if (told.IndexOf(words, StringComparison.Ordinal) is var exact and >= 0)
        {
            return (exact, words.Length);
        }
        if (words.Length < 2)
        {
            return null;
        }
        (int Start, int Length)? best = null;
        for (var start = told.IndexOf(words[0], StringComparison.Ordinal); start >= 0; start = told.IndexOf(words[0], start + 1))
        {
            var (at, found) = (start, 0);
            while (at < told.Length && found < words.Length && at - start < words.Length + LongestBetween && (char.IsLetterOrDigit(told[at]) || words.Contains(told[at], StringComparison.Ordinal)))
            {
                found += told[at] == words[found] ? 1 : 0;
                at++;
            }
            if (found == words.Length && (best is null || at - start < best.Value.Length))
            {
                best = (start, at - start);
            }
        }
        return best;
    }

    /// <summary>Every character of the one stands in the other, in this order.</summary>
    private static bool IsWithin(string shorter, string longer)
    {
        var found = 0;
        foreach (var c in longer)
        {
            found += found < shorter.Length && shorter[found] == c ? 1 : 0;
        }
        return found == shorter.Length;
    }
}
