using StationBot.Handling.Cases;
using StationBot.Handling.Deadlines;
using StationBot.Handling.Routing;

namespace StationBot.Handling.Loop;

/// <summary>Steps that part a case and put it together again (T10).</summary>
public sealed partial class CaseWork
{
    /// <summary>
    /// T10. Each part becomes a case of its own, followed by the same residents; what staff know of its type routes it, else it goes to triage. Whose demand it
    /// takes judges it: a neighbour's, that a merge brought (T09), is no matter of the resident whose case took it in. Of several who asked for it one has the part,
    /// and the others are joined to it.
    /// </summary>
    private async Task<(StepResult, IReadOnlyList<Case>)> SplitAsync(Case one, Step step, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var law = rules();
        if (step.Data is not SplitData { Parts: { Count: > 0 } parts } data || parts.Any(p => string.IsNullOrWhiteSpace(p.Text)))
        {
            return (Refusals.Of(Refusals.MissingData, "parts", "parts"), []);
        }
        if (parts.Any(p => p.Type is not null && law.Directory.ProblemType(p.Type) is null))
        {
            return (Refusals.Of(Refusals.BadData, "parts", "parts"), []);
        }
        var demands = one.Facts.Demands;
        if (parts.Count > Division.MostOf(demands))
        {
            return (Refusals.Of("case.guard.parts_count", "parts", Division.MostOf(demands)), []);
        }
        if (Division.Of(parts, demands, out var field) is not { } divided)
        {
            return (Refusals.Of(field == "demands" ? Refusals.MissingData : Refusals.BadData, field, field), []);
        }
        parts = divided;
        if (Division.TakesAll(parts, demands))
        {
            return (Refusals.Of("case.guard.parts_all", "parts"), []);
        }
        var askers = parts.Select(p => Division.AskerOf(p, one.Facts)).ToArray();
        if (!Division.KeepsItsOwn(parts, one.Facts) || askers.Contains(null))
        {
            return (Refusals.Of("case.guard.whose_demand", "parts"), []);
        }
        List<Case> children = [], askedBy = [];
        foreach (var (part, asker) in parts.Zip(askers))
        {
            var asked = asker!.Length == 0 ? one : await cases.FindAsync(new CaseNo(asker), cancellationToken) ?? one;
            askedBy.Add(asked);
            children.Add(Child(one, asked, await NextAsync(law, now, cancellationToken), part, law.Directory.Community(one.Community)?.Name, now));
        }
        List<(JoinedPart Joined, Case Case)> beside = [];
        foreach (var ((child, part), asker) in children.Zip(parts).Zip(askers))
        {
            beside.AddRange(await BesideAsync(one, child, part, asker!, law, now, cancellationToken));
        }
        data = data with { Parts = parts, Flags = null, Children = [.. children.Select(c => c.Number!.Value.Value)], Joined = [.. beside.Select(b => b.Joined)] };
        var result = one.Apply(step with { Data = data }, now, law);
        if (result is not StepResult.Done)
        {
            return (result, []);
        }
        var load = await cases.OpenPerDeputyAsync(cancellationToken);
        foreach (var (child, part, asked) in children.Zip(parts, askedBy))
        {
            // Staff's words need not name whom it is about; whoever told it did (R19).
            string[] conflicted = [.. one.Facts.Conflicted.Union(asked.Facts.Conflicted).Union(ConflictOfInterest.In(asked.RawText + '\n' + part.Text, law.Directory))];
            Begin(child, one.Facts, part, demands, one.Facts.Subscribers, "split:" + one.Number, conflicted, law, now);
            foreach (var (joined, other) in beside.Where(b => b.Joined.Part == child.Number!.Value.Value))
            {
                Begin(other, one.Facts, part, demands, [new Subscriber(other.ResidentId, other.ConversationId)], "split:" + joined.By, conflicted, law, now);
                Must(other.Apply(new Step(CaseAction.Merge, step.By, new MergeData(joined.Part, 1, true, true, true, Split: true), step.Reason), now, law));
                Must(child.Apply(new Step(CaseAction.TakeIn, step.By, new JoinData(joined.Number, other.Facts.Subscribers, Shares: child.Facts.Demands), step.Reason), now, law));
            }
            if (law.Directory.ProblemType(part.Type) is { } type)
            {
                // Where the type leads to whom the complaint is about, it waits in triage for staff to name another.
                _ = Correction.Apply(child, type, step.By.Signature, "split", law, load, now);
            }
        }
        return (result, [.. children, .. beside.Select(b => b.Case)]);
    }

    private ValueTask<CaseNo> NextAsync(LoopRules law, DateTimeOffset now, CancellationToken cancellationToken) =>
        cases.NextNumberAsync(law.Directory.Area.Code, law.Calendar.DayOf(now), cancellationToken);

    /// <summary>
    /// The other residents who asked for what a part takes: each is joined to it under a number of their own, and so told, asked and heard as whoever is joined to
    /// any case (T09). One number for each resident.
    /// </summary>
    private async Task<IReadOnlyList<(JoinedPart Joined, Case Case)>> BesideAsync(
        Case one, Case child, SplitPart part, string asker, LoopRules law, DateTimeOffset now, CancellationToken cancellationToken)
    {
        List<(JoinedPart Joined, Case Case)> beside = [];
        foreach (var number in Division.OthersOf(part, asker, one.Facts).ToArray())
        {
            if (await cases.FindAsync(new CaseNo(number), cancellationToken) is not { } other || other.ResidentId == child.ResidentId || beside.Exists(b => b.Case.ResidentId == other.ResidentId))
            {
                continue;
            }
            var own = Child(one, other, await NextAsync(law, now, cancellationToken), part, law.Directory.Community(one.Community)?.Name, now);
            beside.Add((new JoinedPart(child.Number!.Value.Value, own.Number!.Value.Value, number), own));
        }
        return beside;
    }

    private static void Begin(Case child, CaseState parent, SplitPart part, IReadOnlyList<string> demands, IReadOnlyList<Subscriber> followers, string consent, IReadOnlyList<string> conflicted, LoopRules law, DateTimeOffset now)
    {
        Must(child.Apply(new Step(CaseAction.Confirm, Actor.System, new ConfirmData(
            child.Summary, child.RawText.Length, child.Channel, consent, child.Slots.GetValueOrDefault("place", "unknown"),
            part.Demands is { Count: > 0 } own && !parent.ShieldsReporter ? [.. own.Select(n => demands[n - 1])] : [part.Text],
            law.Directory.ProblemType(part.Type)?.CaseClass ?? CaseClasses.Simple, [], followers, child.Contact is null ? "no" : "yes", conflicted)), now, law));
        Must(child.Apply(new Step(CaseAction.SendToTriage, Actor.System, new SortData(Type: part.Type, Lead: null, Station: child.Station, Confidence: part.Type is null ? 0 : 1), "split"), now, law));
    }

    /// <summary>The parts go back into the case they came from, as long as nobody has finished them.</summary>
    private async Task<(StepResult, IReadOnlyList<Case>)> UnsplitAsync(Case one, Step step, DateTimeOffset now, CancellationToken cancellationToken)
    {
        List<Case> children = [], beside = [];
        var main = one.Number!.Value.Value;
        foreach (var number in (step.Data as SplitData)?.Children ?? [])
        {
            if (!one.Facts.Children.Contains(number) || await cases.FindAsync(new CaseNo(number), cancellationToken) is not { } child)
            {
                return (Refusals.Of(Refusals.BadData, "children", "children"), []);
            }
            foreach (var joined in one.Facts.JoinedParts.Where(j => j.Part == number && child.Facts.MergedFrom.Contains(j.Number)))
            {
                if (await cases.FindAsync(new CaseNo(joined.Number), cancellationToken) is not { } other)
                {
                    continue;
                }
                if (Back(other, child) is { } why)
                {
                    return (why, []);
                }
                beside.Add(other);
            }
            if (GoesBack(child) is { } no)
            {
                return (no, []);
            }
            children.Add(child);
        }
        var result = one.Apply(step.Data is SplitData data ? step with { Data = data with { Flags = GraveOf(children), Joined = null } } : step, now, rules());
        if (result is not StepResult.Done)
        {
            return (result, []);
        }
        foreach (var (child, joined) in children.SelectMany(c => c.Facts.MergedFrom.Select(n => (c, n))).ToArray())
        {
            // A neighbour's that was joined to the part meanwhile goes along, now that its demand is back: nobody would tell or hear its resident any more.
            if (await cases.FindAsync(new CaseNo(joined), cancellationToken) is not { } other)
            {
                continue;
            }
            if (one.Facts.IsReport || other.Facts.Conflicted.Except(one.Facts.Conflicted).Any())
            {
                return (Refusals.Of(one.Facts.IsReport ? Gates.NoReport.Code : "case.guard.conflicted_apart", "children"), []); // as for any that is joined to it (T09)
            }
            if (await GoesAlongAsync(other, child, one, step.By, now, cancellationToken) is { } why)
            {
                return (why, []);
            }
            beside.Add(other);
        }
        return (result, [.. children, .. beside]);

        StepResult.Refused? GoesBack(Case part) =>
            part.Apply(new Step(CaseAction.Merge, step.By, new MergeData(main, 1, true, true, true, Part: true), step.Reason), now, rules()) as StepResult.Refused;

        // Whoever was joined to the part goes back with it, and is told under their own number.
        StepResult.Refused? Back(Case joined, Case part) =>
            joined.Apply(new Step(CaseAction.Unmerge, step.By, Reason: step.Reason), now, rules()) as StepResult.Refused
            ?? part.Apply(new Step(CaseAction.LetGo, step.By, new JoinData(joined.Number!.Value.Value, joined.Facts.Subscribers), step.Reason), now, rules()) as StepResult.Refused
            ?? GoesBack(joined);
    }

    /// <summary>
    /// Where and when is the part's too; what else was told belongs to the others. Of what protects its reporter (domain.md §8, §10) the unit gets staff's words
    /// and the community: no slot, no demand and no number of the resident's, whom the station asks.
    /// </summary>
    /// <param name="asked">The case that brought the part's demand; the parent itself, where it is its own.</param>
    private static Case Child(Case parent, Case asked, CaseNo number, SplitPart part, string? community, DateTimeOffset now)
    {
        var shielded = parent.Facts.ShieldsReporter;
        return new(CaseId.New(), asked.ConversationId, asked.ResidentId, asked.Channel, now)
        {
            Number = number, RawText = part.Text, Summary = part.Text, Topics = parent.Topics, Station = parent.Station, Community = parent.Community,
            Slots = shielded ? PlaceOnly(community) : WhereAndWhen(parent, asked), Contact = shielded ? null : asked.Contact,
        };
    }

    /// <summary>As whoever asked for it told it: since when another's lamp is dark is no time of their rubbish. It is the same place (T09), whoever named it.</summary>
    private static Dictionary<string, string> WhereAndWhen(Case parent, Case asked) =>
        parent.Slots.Where(s => s.Key == "place" && !asked.Slots.ContainsKey("place")).Concat(asked.Slots.Where(s => s.Key is "place" or "time")).ToDictionary();

    private static Dictionary<string, string> PlaceOnly(string? community) => community is null ? [] : new() { ["place"] = community };

    private static void Must(StepResult result)
    {
        if (result is StepResult.Refused refused)
        {
            throw new InvalidOperationException($"{refused.Code}: {refused.Field}");
        }
    }
}
