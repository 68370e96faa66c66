using System.Data.Common;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using StationBot.Handling.Cases;
using StationBot.Handling.Deadlines;
using StationBot.Handling.Messages;
using StationBot.Handling.Sorting;
using StationBot.Store;

namespace StationBot.Benchmarks.Loop;

/// <summary>
/// Fills a store with many cases that went through the loop by its own rules: some templates are led through it step by step, then the database
/// copies their rows. Copies are as valid as their templates: <c>stationbot loop --check</c> holds for them too.
/// </summary>
internal static class LoopFill
{
    private const string Channel = "bench";
    private static readonly Actor Staff = new(CaseActor.StationStaff, "bench");

    /// <summary>Of a hundred cases: closed out with nine events, withdrawn with three, open with five.</summary>
    private static readonly (string Kind, int Share)[] Shares = [("closed", 80), ("withdrawn", 10), ("open", 10)];

    public static async Task<int> RunAsync(ServiceProvider services, int cases)
    {
        await services.MigrateStoreAsync();
        var rules = new LoopRules(new District().Current, new ClockOptions());
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        List<(string Kind, Guid Id)> templates = [];
        foreach (var (kind, _) in Shares)
        {
            foreach (var lead in new[] { "urban", "urban", "urban", "housing", "env" })
            {
                for (var back = 0; back < 4; back++)
                {
                    templates.Add((kind, await MakeAsync(services, kind, lead, now.AddDays(kind == "open" ? -back : -40 - back), rules, templates.Count)));
                }
            }
        }
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<StationDb>();
        db.Database.SetCommandTimeout(TimeSpan.FromHours(1));
        await db.Database.OpenConnectionAsync();
        var postgres = db.Database.ProviderName!.Contains("Npgsql", StringComparison.Ordinal);
        var connection = db.Database.GetDbConnection();
        foreach (var (kind, share) in Shares)
        {
            var ids = templates.Where(t => t.Kind == kind).Select(t => t.Id).ToArray();
            await CopyAsync(connection, postgres, ids, cases / 100 * share / ids.Length, templates.FindIndex(t => t.Kind == kind));
        }
        await ExecuteAsync(connection, postgres ? "ANALYZE" : "PRAGMA optimize=0x10002");
        var (all, events, desk) = (await db.Cases.CountAsync(), await db.CaseEvents.CountAsync(), await db.Cases.CountAsync(c => c.Lead == "urban" && c.Status == CaseStatus.InProgress));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{all} cases, {events} events, {desk} in progress at the overloaded desk"));
        return 0;
    }

    private static async Task<Guid> MakeAsync(ServiceProvider services, string kind, string lead, DateTimeOffset at, LoopRules rules, int index)
    {
        var store = services.GetRequiredService<IConversationStore>();
        var resident = await store.ResidentAsync(Channel, $"resident {index}", default);
        var conversation = new ConversationRecord { Id = Guid.CreateVersion7(), Key = new ConversationKey(Channel, $"template {index}"), ResidentId = resident, StartedAt = at, LastInboundAt = at };
        var one = new Case(CaseId.New(), conversation.Id, resident, Channel, at)
        {
            Number = new CaseNo($"QH19990101-{index:0000}"), RawText = "书香里小区门口的垃圾站三天没人清运了,气味很大", Summary = "书香里垃圾站三天没清运", Station = "S01", Community = "C01", Topics = [Topic.Environment],
        };
        var department = new Actor(CaseActor.Department, "bench", lead);
        Take(CaseAction.Confirm, Actor.Resident, new ConfirmData(one.Summary, one.RawText.Length, Channel, "notice", "书香里", ["清运垃圾"], CaseClasses.Complex, [], [new Subscriber(resident, conversation.Id)]));
        Take(CaseAction.Sort, Actor.Bot, new SortData("Environment", "ENV-07", lead, [], "S01", "D01", 0.93));
        if (kind == "withdrawn")
        {
            Take(CaseAction.Withdraw, Actor.Resident, null);
        }
        else
        {
            Take(CaseAction.Assign, Staff, new AssignData(Liaison: "bench"));
            Take(CaseAction.Acknowledge, department, new AcknowledgeData("bench"));
        }
        if (kind == "open")
        {
            Take(CaseAction.Progress, department, new ProgressData("周五清运", ProgressKind.Plan, at));
        }
        if (kind == "closed")
        {
            Take(CaseAction.Reply, department, new ReplyData("城管局已于今日上午清运垃圾三车,并加派一名保洁员,每天早晚各清运一次。", ReplyClass.Solved, Evidence: ["photo"]));
            Take(CaseAction.Feedback, Staff, new FeedbackData("已经清运。"));
            Take(CaseAction.Evaluate, Actor.Resident, new EvaluateData(Solved.Yes, Satisfaction.Satisfied));
            Take(CaseAction.RecordDelivery, Actor.System, null, "bench");
            Take(CaseAction.NoSuggestion, Staff, null, "一次性清运");
            Take(CaseAction.CloseOut, Staff, null);
        }
        if (await store.CommitAsync(new TurnCommit { Conversation = conversation, Cases = [one] }, default) is not CommitResult.Committed)
        {
            throw new InvalidOperationException("The template was not saved: is the store empty?");
        }
        return one.Id.Value;

        void Take(CaseAction action, Actor by, StepData? data, string reason = "")
        {
            if (one.Apply(new Step(action, by, data, reason), at, rules) is StepResult.Refused refused)
            {
                throw new InvalidOperationException($"{action}: {refused.Code} {refused.Field}");
            }
        }
    }

    private static async Task CopyAsync(DbConnection connection, bool postgres, Guid[] templates, int each, int firstIndex)
    {
        var (cases, events) = (await ColumnsAsync(connection, "cases"), await ColumnsAsync(connection, "case_events"));
        var list = string.Join(", ", templates.Select(t => postgres ? $"'{t}'::uuid" : $"'{t.ToString().ToUpperInvariant()}'"));
        var template = $"(SELECT c.*, {firstIndex} + row_number() OVER (ORDER BY c.\"Id\") AS k FROM cases c WHERE c.\"Id\" IN ({list})) t";
        var many = postgres ? $"generate_series(1, {each}) AS s(n)" : "seq s";
        var head = postgres ? "" : $"WITH RECURSIVE seq(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM seq WHERE n < {each}) ";
        string Id(string kind, string part) => postgres
            ? $"(lpad(to_hex(t.k), 8, '0') || '-' || lpad(to_hex({part}), 4, '0') || '-7000-{kind}000-' || lpad(to_hex(s.n), 12, '0'))::uuid"
            : $"printf('%08X-%04X-7000-{kind}000-%012X', t.k, {part}, s.n)";
        var number = postgres
            ? "'QH' || (20000000 + t.k * 1000 + s.n / 9000) || '-' || lpad((s.n % 9000)::text, 4, '0')"
            : "printf('QH%d-%04d', 20000000 + t.k * 1000 + s.n / 9000, s.n % 9000)";
        await ExecuteAsync(connection, $"{(postgres ? "" : head)}INSERT INTO cases ({Names(cases)}) SELECT {Values(cases, "t", ("Id", Id("8", "0")), ("Number", number))} FROM {template} CROSS JOIN {many}");
        await ExecuteAsync(connection, $"{(postgres ? "" : head)}INSERT INTO case_events ({Names(events)}) SELECT {Values(events, "e", ("Id", Id("9", "e.\"Number\"")), ("CaseId", Id("8", "0")), ("Data", $"replace(e.\"Data\", t.\"Number\", {number})"))} FROM {template} JOIN case_events e ON e.\"CaseId\" = t.\"Id\" CROSS JOIN {many}");
    }

    private static string Names(IEnumerable<string> columns) => string.Join(", ", columns.Select(c => $"\"{c}\""));

    private static string Values(IEnumerable<string> columns, string from, params (string Column, string Value)[] own) =>
        string.Join(", ", columns.Select(c => own.FirstOrDefault(o => o.Column == c).Value ?? $"{from}.\"{c}\""));

    private static async Task<IReadOnlyList<string>> ColumnsAsync(DbConnection connection, string table)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = $"SELECT * FROM {table} WHERE 1 = 0";
        await using var reader = await command.ExecuteReaderAsync();
        return [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)];
    }

    private static async Task ExecuteAsync(DbConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandTimeout = 3600;
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }
}
