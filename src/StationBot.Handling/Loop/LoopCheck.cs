using StationBot.Handling.Cases;
using StationBot.Handling.Deadlines;
using StationBot.Handling.Sorting;

namespace StationBot.Handling.Loop;

/// <summary>
/// Holds a stored case against the table of steps: every event legal, with the data and the lasting guards of its row; the state and the columns
/// beside it equal to the replay; the deadline and the next clock worked out again.
/// </summary>
public static class LoopCheck
{
    /// <param name="log">The case's whole log, in order.</param>
    /// <param name="now">Clocks that come due after it must be waited for, and no event lies behind it.</param>
    /// <param name="claimed">Keys of the nudges that were taken care of (<see cref="NudgeClaim"/>).</param>
    /// <param name="tickets">The rows by which an import finds the case; null when they were not read.</param>
    /// <returns>What is off, one line each, in English for whoever runs the check.</returns>
    public static IReadOnlyList<string> Faults(
        Case one, IReadOnlyList<CaseEvent> log, LoopRules rules, DateTimeOffset now, IReadOnlySet<string>? claimed = null, IReadOnlyList<ExternalTicket>? tickets = null)
    {
        ArgumentNullException.ThrowIfNull(one);
        List<string> faults = [.. Row(one)];
        var (state, due) = (new CaseState(), (Due?)null);
        // What was logged before the loop kept its data says little; the adoption says how the case stood.
        var told = log.Index().LastOrDefault(e => e.Item.Action == nameof(CaseAction.Adopt)).Index;
        foreach (var (index, happened) in log.Index())
        {
            if (happened.Number != index + 1)
            {
                faults.Add($"event {happened.Number} stands at place {index + 1}");
            }
            if (index > 0 && log[index - 1].To != happened.From)
            {
                faults.Add($"event {happened.Number} starts from {happened.From}, the one before ends in {log[index - 1].To}");
            }
            if (index > 0 && log[index - 1].At > happened.At)
            {
                faults.Add($"event {happened.Number} is older than the one before");
            }
            if (happened.At > now)
            {
                faults.Add($"event {happened.Number} lies ahead: {happened.At:u}");
            }
            if (happened.By.Length == 0 && happened.Actor is CaseActor.StationStaff or CaseActor.Office or CaseActor.Department or CaseActor.Deputy)
            {
                faults.Add($"event {happened.Number} {happened.Action} by {happened.Actor}: signed by nobody");
            }
            if (Illegal(one, happened, state, rules, index >= told) is { } why)
            {
                faults.Add($"event {happened.Number} {happened.Transition} {happened.Action}: {why}");
            }
            state = state.Apply(happened);
            due = LoopClocks.Reply(state, rules.Calendar, rules.Clocks) ?? due;
        }
        if (log.Count != one.EventCount)
        {
            faults.Add($"{log.Count} events, the case counts {one.EventCount}");
        }
        if (one.State is { } kept)
        {
            faults.AddRange(kept.Differences(state).Select(field => $"state differs from the replay in {field}"));
            faults.AddRange(Columns(one, state));
            faults.AddRange(Told(one, log, rules));
            faults.AddRange(tickets is null ? [] : Linked(state, tickets));
            if (state.Subscribers.Count > 0 && !state.Subscribers.Contains(new Subscriber(one.ResidentId, one.ConversationId)))
            {
                faults.Add("its resident and conversation are not among those who follow it");
            }
            faults.AddRange(Clocks(one, state, due, rules, now));
            faults.AddRange(Missed(one, state, rules, now, claimed ?? new HashSet<string>()));
        }
        else if (log.Count > 0 && (log[^1].To != one.Status || Tells(log[0])))
        {
            faults.Add(log[^1].To != one.Status ? $"stands in {one.Status}, the log ends in {log[^1].To}" : "the state is missing");
        }
        return faults;
    }

    /// <summary>Beside the slots: who told it wants to stay unnamed.</summary>
    private const string Confidential = "confidential";

    /// <summary>What a row must hold whatever its log says.</summary>
    private static IEnumerable<string> Row(Case one)
    {
        if (one.Number is null && one.Status != CaseStatus.Draft)
        {
            yield return "has no number: nobody can find it";
        }
        if (one.Version < one.EventCount)
        {
            yield return $"version {one.Version} after {one.EventCount} events: the next step cannot be saved";
        }
        foreach (var slot in one.Slots.Keys.Where(k => k == Slot.Contact.Code() || !(Slots.TryParse(k, out _) || k == Confidential)))
        {
            yield return slot == Slot.Contact.Code() ? "slot contact stands among the words, where it is not sealed" : $"slot {slot} is none";
        }
    }

    private static string? Illegal(Case one, CaseEvent happened, CaseState state, LoopRules rules, bool withData)
    {
        if (!Enum.TryParse<CaseAction>(happened.Action, out var action))
        {
            return "no such action";
        }
        if (action == CaseAction.Adopt)
        {
            return happened.Number == 1 || state.Events == happened.Number - 1 ? null : "adopted in the middle of a log";
        }
        if (Transitions.Find(happened.From, action, happened.Actor) is not { } row || row.Id != happened.Transition)
        {
            return $"not in the table from {happened.From} by {happened.Actor}";
        }
        var to = row.To is { } fixedTo ? [fixedTo] : row.Choices.Count > 0 ? row.Choices : action == CaseAction.Unmerge ? [state.StatusBeforeMerge ?? happened.From] : [happened.From];
        return !to.Contains(happened.To) ? $"ends in {happened.To}" : withData ? Unproved(one, happened, action, row, state, rules) : null;
    }

    /// <summary>What the row demands and the event does not show.</summary>
    private static string? Unproved(Case one, CaseEvent happened, CaseAction action, Transition row, CaseState state, LoopRules rules)
    {
        if (StepJson.TryRead(action, happened.Data) is not { } data)
        {
            return "its data cannot be read";
        }
        // A unit or deputy signs first with its code (Actor.Signature).
        var unit = happened.Actor is CaseActor.Department or CaseActor.Deputy ? happened.By.Split(' ')[0] : null;
        var step = new Step(action, new Actor(happened.Actor, Unit: unit), data, happened.Reason);
        var facts = new StepFacts(one.Number?.Value, state, step, data, happened.At, rules, null, one.OpenedAt);
        return StepCheck.FirstMissing(row.Needs, facts) is { } missing ? $"without {missing}"
            : row.Guards.FirstOrDefault(g => g.Lasting && !g.Holds(facts)) is { } guard ? $"against {guard.Name}"
            // How long a reply has to be is a setting; a word is none under any.
            : data is ReplyData { Text: var text } && !ReplyText.IsWords(text) ? "its text is no answer"
            : Punctual(data) is (bool said, var clock) && said != facts.InTime(clock) && !SpansYears(state, clock, rules) ? $"says that it was {(said ? "" : "not ")}in time, the clocks say otherwise"
            : null;
    }

    /// <summary>What a step says of its clock, for the figures; null where nothing is said.</summary>
    private static (bool? Said, ClockKind Clock) Punctual(StepData data) => data switch
    {
        AcknowledgeData d => (d.InTime, ClockKind.Acknowledge),
        ReplyData d => (d.InTime, ClockKind.Reply),
        _ => default,
    };

    /// <summary>It may have been reckoned before the calendar of its last year was known.</summary>
    private static bool SpansYears(CaseState state, ClockKind clock, LoopRules rules) => LoopClocks.Of(state, rules.Calendar, rules.Clocks)
        .Any(d => d.Clock == clock && rules.Calendar.DayOf(d.At).Year != rules.Calendar.DayOf(d.From).Year);

    private static IEnumerable<string> Columns(Case one, CaseState state)
    {
        (string Name, object? Column, object? Said)[] copies =
        [
            ("status", one.Status, state.Status), ("problemType", one.ProblemType, state.Type), ("lead", one.Lead, state.Lead), ("deputy", one.Deputy, state.Deputy),
            ("caseClass", one.CaseClass, state.CaseClass), ("plan", one.Plan, state.Plan), ("reworkCount", one.ReworkCount, state.ReworkCount),
            ("warning", one.Warning, state.Warning), ("supervisionLevel", one.SupervisionLevel, state.SupervisionLevel),
            ("co", string.Join(',', one.Co), string.Join(',', state.Co)), ("flags", string.Join(',', one.Flags), string.Join(',', state.Flags)),
        ];
        return copies.Where(c => !Equals(c.Column, c.Said)).Select(c => $"column {c.Name} holds {c.Column ?? "nothing"}, the log says {c.Said ?? "nothing"}");
    }

    /// <summary>What the first entries say and no later one changes: what it is about, and which station's staff see it.</summary>
    private static IEnumerable<string> Told(Case one, IReadOnlyList<CaseEvent> log, LoopRules rules)
    {
        // Of older rows PostgreSQL keeps more of the moment than the log does.
        if (log.Count > 0 && one.OpenedAt.ToUnixTimeMilliseconds() > log[0].At.ToUnixTimeMilliseconds())
        {
            yield return $"opened at {one.OpenedAt:u}, after its first event";
        }
        // A case begins with the step that collects it.
        if (log.Count > 0 && Tells(log[0]) && one.OpenedAt.ToUnixTimeMilliseconds() < log[0].At.ToUnixTimeMilliseconds())
        {
            yield return $"opened at {one.OpenedAt:u}, before its first event";
        }
        var confirmed = DataOf<ConfirmData>(log, CaseAction.Confirm);
        if (confirmed is { CaseNo: { } number } && number != one.Number?.Value)
        {
            yield return $"has number {one.Number?.Value ?? "none"}, the log says {number}";
        }
        // Of older cases the log says no number, and with it no place.
        if (confirmed is { CaseNo: not null } && confirmed.Community != one.Community)
        {
            yield return $"column community holds {one.Community ?? "nothing"}, the log says {confirmed.Community ?? "nothing"}";
        }
        if (confirmed is { Summary: { Length: > 0 } summary } && summary != one.Summary)
        {
            yield return "column summary holds other words than the log";
        }
        if (confirmed is { RawLength: { } length } && one.RawText.Length > 0 && one.RawText.Length < length)
        {
            yield return $"holds {one.RawText.Length} characters of the resident's words, {length} were told"; // they grow, or are erased as a whole
        }
        if (confirmed is { Channel: { Length: > 0 } channel } && channel != one.Channel)
        {
            yield return $"column channel holds {one.Channel}, the log says {channel}";
        }
        if ((DataOf<SortData>(log, CaseAction.Sort) ?? DataOf<SortData>(log, CaseAction.SendToTriage)) is { Station: { } station } && station != one.Station)
        {
            yield return $"column station holds {one.Station ?? "nothing"}, the log says {station}";
        }
        if (TopicOf(log, rules) is { } topic && !one.Topics.Contains(topic))
        {
            yield return $"column topics holds {string.Join(',', one.Topics)}, the log says {topic}";
        }
    }

    /// <summary>Of the last entry that sorted it: what the bot said, or what staff's type is of.</summary>
    private static Topic? TopicOf(IReadOnlyList<CaseEvent> log, LoopRules rules)
    {
        var sorted = log.LastOrDefault(e => e.Action is nameof(CaseAction.Sort) or nameof(CaseAction.SendToTriage) or nameof(CaseAction.Correct));
        return sorted is null || !Enum.TryParse<CaseAction>(sorted.Action, out var action) || StepJson.TryRead(action, sorted.Data) is not SortData data ? null
            : sorted.Actor == CaseActor.StationStaff ? rules.Directory.ProblemType(data.Type)?.Topic
            : Enum.TryParse<Topic>(data.Topic, out var topic) ? topic : null;
    }

    /// <summary>An import finds a case by these rows, and staff see the log.</summary>
    private static IEnumerable<string> Linked(CaseState state, IReadOnlyList<ExternalTicket> tickets) =>
    [
        .. state.Tickets.Where(t => !tickets.Any(r => t.Is(r.System, r.Number))).Select(t => $"the log links {t.System} {t.Number}, no row of the external tickets does"),
        .. tickets.Where(r => !state.Tickets.Any(t => t.Is(r.System, r.Number))).Select(r => $"external ticket {r.System} {r.Number} is linked by no event"),
    ];

    /// <summary>Of the first entry of an action that the bot or the system made: people's corrections move no case to another station.</summary>
    private static T? DataOf<T>(IReadOnlyList<CaseEvent> log, CaseAction action) where T : StepData =>
        log.FirstOrDefault(e => e.Action == action.ToString() && e.Actor is CaseActor.Bot or CaseActor.System or CaseActor.Resident) is { } found ? StepJson.TryRead(action, found.Data) as T : null;

    private static IEnumerable<string> Clocks(Case one, CaseState state, Due? due, LoopRules rules, DateTimeOffset now)
    {
        // The answer of a finished case may have been reckoned before the calendar of its year was known.
        if (due is not null && (state.Status.IsOpen() || rules.Calendar.DayOf(due.At).Year == rules.Calendar.DayOf(due.From).Year) && one.DueOn != rules.Calendar.DayOf(due.At))
        {
            yield return $"due {one.DueOn:yyyy-MM-dd}, worked out again {rules.Calendar.DayOf(due.At):yyyy-MM-dd}";
        }
        var next = Nudging.Of(one.Id, state, rules).FirstOrDefault(a => a.At > now);
        if (next is not null && !(one.NextActionAt <= next.At))
        {
            yield return $"a clock speaks at {next.At:u}, the case waits for {(one.NextActionAt is { } at ? $"{at:u}" : "none")}";
        }
    }

    /// <summary>What has come due is done, or the next round does it.</summary>
    private static IEnumerable<string> Missed(Case one, CaseState state, LoopRules rules, DateTimeOffset now, IReadOnlySet<string> claimed)
    {
        var missed = Nudging.Of(one.Id, state, rules).FirstOrDefault(a => a.At <= now && !claimed.Contains(a.Key));
        if (missed is not null && !(one.NextActionAt <= QuietHours.After(now, rules.Calendar, rules.Clocks)))
        {
            yield return $"a clock should have spoken at {missed.At:u}, the case waits for {(one.NextActionAt is { } at ? $"{at:u}" : "none")}";
        }
    }

    /// <summary>The first event says all that the loop keeps: the state was there.</summary>
    private static bool Tells(CaseEvent first) => StepJson.TryRead(CaseAction.Confirm, first.Data) is ConfirmData { Demands.Count: > 0 } && first.Action == nameof(CaseAction.Confirm);
}
