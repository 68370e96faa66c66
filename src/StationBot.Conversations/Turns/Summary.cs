using System.Globalization;
using StationBot.Handling.Flags;
using StationBot.Handling.Messages;
using StationBot.Handling.Sorting;

namespace StationBot.Conversations.Turns;

/// <summary>Says back what was understood and asks whether it is right (confirm of domain.md §9).</summary>
internal static class Summary
{
    public static void Ask(Turn turn, Draft draft)
    {
        List<string> lines = [turn.Texts["confirm_head"], .. draft.Items.Count > 1 ? Several(turn, draft) : One(turn, draft), turn.Texts["confirm_tail"]];
        turn.Question(new Reply(string.Join('\n', lines), Handling.Messages.Ask.Confirm, [turn.Definition.Choices["yes"], turn.Definition.Choices["no"]]));
        turn.Stage = ConversationStage.Confirming;
    }

    private static IEnumerable<string> One(Turn turn, Draft draft)
    {
        var lines = new List<string> { turn.Texts.Say("confirm_matter", ("summary", Of(turn, draft, 0))) };
        void Add(string key, string name, string? value)
        {
            if (value is not null)
            {
                lines.Add(turn.Texts.Say(key, (name, Short(value, turn.Definition.Limits.SummaryCharacters))));
            }
        }

        Add("confirm_place", "place", draft[Slot.Place]);
        Add("confirm_time", "time", draft[Slot.Time]);
        Add("confirm_subject", "subject", draft[Slot.Subject]);
        Add("confirm_people", "people", draft[Slot.People]);
        // A demand that is only the trouble itself, or was given in answer to another question, stands in the story above.
        Add(turn.EverHad(Flag.Minor) ? "confirm_demand_minor" : "confirm_demand", "demand", draft.Wish ?? (draft.DemandIsImplied || draft[Slot.Demand] is not { } demand || lines[0].Contains(demand, StringComparison.Ordinal) ? null : demand));
        if (draft.Signals.HasFlag(Signals.Confidential))
        {
            lines.Add(turn.Texts["confirm_confidential"]);
        }
        Add("confirm_contact", "end", KnownContact.End(draft));
        Add("confirm_lead", "lead", Lead(turn, draft, draft.Items[0]));
        return lines.Select((line, i) => Numbered(i, line));
    }

    private static IEnumerable<string> Several(Turn turn, Draft draft)
    {
        foreach (var (item, i) in draft.Items.Select((item, i) => (item, i)))
        {
            yield return turn.Texts.Say(item.Place is null or DraftItem.Nowhere ? "confirm_part" : "confirm_part_place",
                ("n", (i + 1).ToString(CultureInfo.InvariantCulture)), ("summary", Of(turn, draft, i)), ("place", item.Place ?? ""), ("lead", Lead(turn, draft, item)));
            if (item.Wish is { } wish)
            {
                yield return turn.Texts.Say("confirm_demand", ("demand", Short(wish, turn.Definition.Limits.SummaryCharacters)));
            }
            if (item.Slots.GetValueOrDefault(Slot.Time.Code()) is { } time && !item.Text.Contains(time, StringComparison.Ordinal))
            {
                yield return turn.Texts.Say("confirm_time", ("time", time));
            }
        }
        if (draft[Slot.Place] is { } place && draft.Items.Any(i => i.Place is null))
        {
            yield return turn.Texts.Say("confirm_place", ("place", place));
        }
        if (draft.Wish is { } shared && !draft.Items.Exists(i => i.Text.Contains(shared, StringComparison.Ordinal)))
        {
            yield return turn.Texts.Say("confirm_demand", ("demand", Short(shared, turn.Definition.Limits.SummaryCharacters)));
        }
        if (draft.Signals.HasFlag(Signals.Confidential))
        {
            yield return turn.Texts["confirm_confidential"];
        }
        if (KnownContact.End(draft) is { } end)
        {
            yield return turn.Texts.Say("confirm_contact", ("end", end));
        }
    }

    private static string Numbered(int index, string line) => (char)('①' + index) + " " + line;

    private static string Lead(Turn turn, Draft draft, DraftItem item) =>
        // Whose abuse, which child's trouble, or what danger it is, a human sees before any unit (domain.md §8).
        (item.Abstain || draft.LeadDoubt is not null || draft.Flags.Exists(f => f is Flag.VulnerableVictim or Flag.Minor || FlagTable.SeverityOf(f) == Severity.P0)
            ? null : Office.UnitOf(turn, item.Lead, item.Community ?? draft.Community, item.Township ?? draft.Township)) ?? turn.Texts["confirm_lead_staff"];

    /// <summary>The matter in the resident's own words, cut to a line; a message that was only the wish has a line of its own.</summary>
    public static string Of(Turn turn, Draft draft, int index)
    {
        var story = draft.Words.Select(w => w.TrimEnd('。', '.', '！', '!', '，', ',', ' ')).ToArray();
        if (draft is { Items.Count: <= 1, Trouble: { } trouble } && story is [var first, ..] && first.Length > turn.Definition.Limits.SummaryCharacters)
        {
            // The first line of a long breath is who speaks and where from; the whole of it stands with the case.
            return Short(trouble, turn.Definition.Limits.SummaryCharacters);
        }
        return Short(draft.Items.Count > 1 ? draft.Items[index].Text : string.Join('。', story.Where((w, i) => i == 0 || w != draft.Wish?.TrimEnd('。', '.', '！', '!', '，', ',', ' '))), turn.Definition.Limits.SummaryCharacters);
    }

    public static string Short(string text, int most)
    {
        var line = Masking.MaskPhones(text).ReplaceLineEndings(" ").Trim(); // before it is cut: half a number is not known as one
        return line.Length <= most ? line : TextCut.To(line, most) + "…";
    }
}
