using System.ComponentModel;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using StationBot.Handling.Cases;
using StationBot.Handling.Loop;
using StationBot.Handling.Sorting;
using StationBot.Store;

namespace StationBot.Host.Api;

/// <summary>What a list of cases is narrowed to. Everything is text here: <see cref="Queries"/> says what is wrong with a value.</summary>
internal sealed record CaseFilter(
    [property: Description("CaseStatus")] string? Status, [property: Description("LoopStage")] string? Stage, [property: Description("Code of the lead department")] string? Lead,
    [property: Description("Code of the responsible deputy")] string? Deputy, [property: Description("Code of the station")] string? Station, [property: Description("Topic, also a secondary one")] string? Topic,
    [property: Description("None, Yellow or Red")] string? Warning, [property: Description("Least level of supervision, 0 to 3")] string? Supervision,
    [property: Description("Answer due before this day, yyyy-MM-dd")] string? DueBefore, [property: Description("Part of a case number")] string? Q,
    [property: Description("The next of the page before")] string? After, [property: Description("1 to 100; 50 unless told")] string? Limit);

/// <summary>Cases by number, the newest first. The number is the key of the paging: unique, indexed, and no later case comes before it.</summary>
internal static class CaseList
{
    /// <summary>Rounds to the database for one page: who sees next to nothing of what they search gets a short page and goes on, and holds nobody up.</summary>
    private const int MostRounds = 10;

    public static async Task<Page<Case>> ReadAsync(StationDb db, Caller caller, CaseFilter filter, CancellationToken cancellationToken)
    {
        var limit = Queries.Limit(filter.Limit);
        List<Case> seen = [];
        var after = Queries.After(filter.After);
        for (var round = 0; round < MostRounds; round++)
        {
            var rows = await Query(db, caller, filter, after, limit + 1).ToListAsync(cancellationToken);
            foreach (var one in rows)
            {
                if (seen.Count == limit)
                {
                    return new Page<Case>(seen, after);
                }
                after = one.Number!.Value.Value;
                if (caller.Sees(one))
                {
                    seen.Add(one);
                }
            }
            if (rows.Count <= limit)
            {
                return new Page<Case>(seen, null);
            }
        }
        return new Page<Case>(seen, after);
    }

    /// <summary>
    /// The first cases below a number. Several statuses, or a department's ways to a case (more than one may lead to the same), are lists of their own, each down an index in the order
    /// of the page, and the page is what comes first in them: neither database walks one index for an IN or an OR in that order, it would read
    /// every case that fits and sort them.
    /// </summary>
    private static IQueryable<Case> Query(StationDb db, Caller caller, CaseFilter filter, string? after, int most)
    {
        var lists = (
            from status in Statuses(filter)
            from way in Ways(caller)
            select Narrow(Rows(db, way, filter, after), caller, filter, status).OrderByDescending(c => c.Number).Take(most)).ToArray();
        if (lists is [var single])
        {
            return single;
        }
        var ids = lists.Select(l => l.Select(c => new { c.Id, c.Number })).Aggregate((all, l) => all.Union(l)).OrderByDescending(c => c.Number).Take(most).Select(c => c.Id);
        return db.Cases.AsNoTracking().Where(c => ids.Contains(c.Id)).OrderByDescending(c => c.Number);
    }

    /// <summary>The statuses to look for; one null where any will do.</summary>
    private static IEnumerable<CaseStatus?> Statuses(CaseFilter filter)
    {
        var status = Queries.Enum<CaseStatus>(filter.Status, "status");
        return Queries.Enum<LoopStage>(filter.Stage, "stage") is { } stage
            ? Stages.Of(stage).Where(s => status is null || s == status).Cast<CaseStatus?>().DefaultIfEmpty(CaseStatus.Draft)
            : [status];
    }

    /// <summary>How the caller comes to a case: a department as its lead, beside another, or called to the spot (吹哨).</summary>
    private static IEnumerable<(string Condition, string Value)?> Ways(Caller caller) => caller.Role == TokenRole.Department
        ? [("\"Lead\" = {0}", caller.Unit ?? ""), ("\"Co\" <> '[]' AND \"Co\" LIKE {0}", $"%\"{caller.Unit}\"%"),
            ("\"Id\" IN (SELECT \"CaseId\" FROM case_events WHERE \"Action\" = 'Whistle' AND \"Data\" LIKE {0})", $"%\"{caller.Unit}\"%")]
        : [null];

    private static IQueryable<Case> Narrow(IQueryable<Case> rows, Caller caller, CaseFilter filter, CaseStatus? status)
    {
        var cases = rows.AsNoTracking().Where(c => c.Number != null);
        cases = status is { } one ? cases.Where(c => c.Status == one && one != CaseStatus.Draft) : cases.Where(c => c.Status != CaseStatus.Draft);
        if (Queries.Code(filter.Lead, "lead") is { } lead)
        {
            cases = cases.Where(c => c.Lead == lead);
        }
        var deputy = caller.Role == TokenRole.Deputy ? caller.Unit : null;
        foreach (var code in new[] { Queries.Code(filter.Deputy, "deputy"), deputy }.OfType<string>())
        {
            cases = cases.Where(c => c.Deputy == code);
        }
        var station = caller.Role == TokenRole.Staff ? caller.Unit : null;
        foreach (var code in new[] { Queries.Code(filter.Station, "station"), station }.OfType<string>())
        {
            cases = cases.Where(c => c.Station == code);
        }
        // What is not shown is not searched by either.
        var inside = caller.Role != TokenRole.Resident;
        if (Queries.Enum<WarningColor>(filter.Warning, "warning") is { } warning && inside)
        {
            cases = cases.Where(c => c.Warning == warning);
            // Few cases have a colour: an index holds those alone, and takes its own condition to be used.
            cases = warning == WarningColor.None ? cases : cases.Where(c => c.Warning != WarningColor.None);
        }
        if (Queries.Number(filter.Supervision, "supervision", 0, 3) is { } level && inside)
        {
            cases = cases.Where(c => c.SupervisionLevel >= level);
            cases = level == 0 ? cases : cases.Where(c => c.SupervisionLevel > 0);
        }
        if (Queries.Day(filter.DueBefore, "dueBefore") is { } day)
        {
            cases = cases.Where(c => c.DueOn < day);
        }
        if (caller.Role == TokenRole.Resident)
        {
            var resident = Guid.TryParse(caller.Unit, out var id) ? id : Guid.Empty;
            cases = cases.Where(c => c.ResidentId == resident);
        }
        return cases;
    }

    /// <summary>What EF cannot say over columns that it converts: order within a number, and what stands in a list.</summary>
    private static IQueryable<Case> Rows(StationDb db, (string Condition, string Value)? way, CaseFilter filter, string? after)
    {
        List<string> wanted = [];
        List<object> values = [];
        Add(after, "\"Number\" < {0}");
        Add(Queries.Code(filter.Q, "q") is { } part ? $"%{part.ToUpperInvariant().Replace("_", @"\_", StringComparison.Ordinal)}%" : null, @"""Number"" LIKE {0} ESCAPE '\'");
        Add(Queries.Enum<Topic>(filter.Topic, "topic") is { } topic ? $"%\"{topic}\"%" : null, "\"Topics\" LIKE {0}");
        Add(way?.Value, way?.Condition ?? "");
        return wanted.Count == 0 ? db.Cases.AsQueryable() : db.Cases.FromSql(FormattableStringFactory.Create($"SELECT * FROM cases WHERE {string.Join(" AND ", wanted)}", [.. values]));

        void Add(string? value, string condition)
        {
            if (value is not null)
            {
                wanted.Add(condition.Replace("{0}", $"{{{values.Count}}}", StringComparison.Ordinal));
                values.Add(value);
            }
        }
    }
}
