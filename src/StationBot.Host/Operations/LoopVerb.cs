using StationBot.Handling.Cases;
using StationBot.Handling.Loop;
using StationBot.Handling.Suggestions;

namespace StationBot.Host.Operations;

/// <summary><c>stationbot loop</c>: the table of steps for readers, and a check of stored cases against it.</summary>
internal static class LoopVerb
{
    private const int Page = 500;

    /// <summary>One line for each row: id, from, to, action, who, data, guards, clock. Notes, which move nothing, come last.</summary>
    public static int Steps()
    {
        foreach (var row in Transitions.All)
        {
            var to = row.Choices.Count > 0 ? string.Join('/', row.Choices) : row.To?.ToString() ?? "=";
            Console.WriteLine(string.Join("  ",
                (row.Id.Length > 0 ? row.Id : "note").PadRight(4), $"{Names(row.From)} -> {to}", row.Action, $"by {Names(row.By)}",
                $"needs {(row.Needs.Count > 0 ? string.Join(',', row.Needs) : "-")}", $"guards {(row.Guards.Count > 0 ? string.Join(',', row.Guards.Select(g => g.Name)) : "-")}",
                $"clock {row.Clock?.ToString() ?? "-"}"));
        }
        return 0;
    }

    /// <param name="at">As of which moment; null for now.</param>
    /// <returns>1 when something is off; what is off is listed, a line each.</returns>
    public static async Task<int> CheckAsync(string dataFolder, DateTimeOffset? at, CancellationToken cancellationToken)
    {
        await using var services = StationServices.ForVerb(dataFolder);
        if (!await StationServices.OpenStoreAsync(services, cancellationToken))
        {
            return Failure.Tell($"这里没有联络站的数据 / no station's data here: {dataFolder}");
        }
        var (store, nudges, rules, time) = (services.GetRequiredService<ILoopStore>(), services.GetRequiredService<INudgeStore>(), services.GetRequiredService<Func<LoopRules>>()(), services.GetRequiredService<TimeProvider>());
        var numbers = new NumberGaps();
        var (cases, events, faults, old) = (0, 0, 0, 0);
        Dictionary<Guid, (CaseId Case, string Number)> promoted = [];
        CaseId? last = null;
        while (await store.PageAsync(last, Page, cancellationToken) is { Count: > 0 } page)
        {
            var now = at?.ToUniversalTime() ?? time.GetUtcNow(); // what was written while the page was read lies behind it
            var claimed = await nudges.ClaimedAsync([.. page.Select(p => p.Id)], cancellationToken);
            foreach (var (id, one, log, tickets, unreadable) in page)
            {
                (cases, events, old) = (cases + 1, events + log.Count, one is { State: null } ? old + 1 : old);
                numbers.Add(one?.Number);
                if (one?.Facts.Suggestion is { } made)
                {
                    promoted[made] = (id, one.Number?.Value ?? id.Value.ToString());
                }
                foreach (var fault in one is null ? [$"cannot be read: {unreadable}"] : LoopCheck.Faults(one, log, rules, now, claimed, tickets))
                {
                    faults++;
                    Console.WriteLine($"{one?.Number?.Value ?? id.Value.ToString()}: {fault}");
                }
            }
            last = page[^1].Id;
        }
        foreach (var lost in await store.LostAsync(Page, cancellationToken))
        {
            faults++;
            Console.WriteLine($"{lost.Value}: other rows speak of a case that is not there");
        }
        var suggestions = services.GetRequiredService<ISuggestions>();
        var drafted = 0;
        Guid? lastDraft = null;
        while (await suggestions.PageAsync(lastDraft, Page, cancellationToken) is { Count: > 0 } page)
        {
            foreach (var (id, one, log, unreadable) in page)
            {
                (drafted, events) = (drafted + 1, events + log.Count);
                if (one is null || (promoted.TryGetValue(id, out var named) && named.Case == one.CaseId))
                {
                    promoted.Remove(id);
                }
                foreach (var fault in one is null ? [$"cannot be read: {unreadable}"] : SuggestionCheck.Faults(one, log, rules))
                {
                    faults++;
                    Console.WriteLine($"suggestion {id} of {one?.State.CaseNo ?? "no case"}: {fault}");
                }
            }
            lastDraft = page[^1].Id;
        }
        foreach (var (id, named) in promoted)
        {
            faults++;
            Console.WriteLine($"{named.Number}: became suggestion {id}, which is not there");
        }
        foreach (var gap in numbers.Lines())
        {
            Console.WriteLine(gap);
        }
        Console.WriteLine($"{cases} cases, {(drafted > 0 ? $"{drafted} suggestions, " : "")}{events} events, {faults} faults{(old > 0 ? $", {old} cases from before the loop kept a state" : "")}");
        return faults == 0 ? 0 : 1;
    }

    private static string Names<T>(IEnumerable<T> all) => string.Join(',', all);
}
