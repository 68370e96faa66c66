using System.Text.Json.Nodes;
using StationBot.Handling.Sorting;

namespace StationBot.Host.Operations;

/// <summary>
/// Plays dialogue cases (dialog-cases.md) through the bot that <c>serve</c> runs: the same adapter pipeline, dialog, sorter,
/// routing and SQLite store, each case in a store of its own.
/// </summary>
internal static class ConverseVerb
{
    /// <summary>Monday, a working day: the clock of dialog-cases.md.</summary>
    public static DateTimeOffset Moment { get; } = new(2026, 11, 23, 10, 0, 0, TimeSpan.FromHours(8));

    public static async Task<int> RunAsync(FileInfo input, FileInfo? output, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("stationbot-converse-");
        try
        {
            var rehearsal = await Rehearsal.OpenAsync(folder.FullName, cancellationToken);
            return await JsonLines.MapAsync(input, output, (given, ct) => PlayAsync(rehearsal, given, ct), cancellationToken);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<JsonObject> PlayAsync(Rehearsal rehearsal, JsonObject given, CancellationToken cancellationToken)
    {
        if (given["turns"] is not JsonArray turns)
        {
            throw new FormatException("the field 'turns' must be a list");
        }
        await using var stage = await rehearsal.BeginAsync(cancellationToken);
        var played = new JsonArray();
        foreach (var turn in turns.OfType<JsonObject>())
        {
            switch (JsonLines.Text(turn, "role"))
            {
                case "context":
                    await stage.SetUpAsync(JsonLines.Text(turn, "text"), turn["data"] as JsonObject ?? [], cancellationToken);
                    break;
                case "resident":
                    var replies = await stage.SayAsync(JsonLines.Text(turn, "text"), cancellationToken);
                    played.Add(new JsonObject
                    {
                        ["resident"] = JsonLines.Text(turn, "text"),
                        ["replies"] = SortVerb.Strings(replies.Select(r => r.Text)),
                        ["ask"] = replies.Count > 0 ? Handling.Messages.Asks.Code(replies[^1].Ask) : "none",
                    });
                    break;
                case var role:
                    throw new FormatException($"the role '{role}' is neither resident nor context");
            }
        }
        var end = await stage.EndAsync(cancellationToken);
        return new JsonObject
        {
            ["id"] = given["id"]?.DeepClone(),
            ["turns"] = played,
            ["intent"] = end.Conversation?.Intent ?? Intent.Other.Code(),
            ["disposition"] = end.Conversation?.Disposition?.ToString(),
            ["flags"] = SortVerb.Strings(end.Conversation?.Flags.Select(Handling.Flags.FlagTable.Code) ?? []),
            ["cases"] = new JsonArray([.. end.Cases.Select(Write)]),
        };
    }

    private static JsonObject Write(CaseLine line) => new()
    {
        ["caseNo"] = line.CaseNo,
        ["topics"] = SortVerb.Strings(line.Topics.Select(t => t.Code())),
        ["problemType"] = line.ProblemType,
        ["lead"] = line.Lead,
        ["co"] = SortVerb.Strings(line.Co),
        ["deputy"] = line.Deputy,
        ["slots"] = new JsonObject(line.Slots.Select(s => KeyValuePair.Create<string, JsonNode?>(s.Key, s.Value))),
        ["status"] = line.Status,
    };
}

/// <summary>A matter as <c>converse</c> prints it: a case, or a draft not yet submitted.</summary>
/// <param name="Lead">What this conversation proposed; null for a case that it only asked about.</param>
internal sealed record CaseLine(
    string? CaseNo, IReadOnlyList<Topic> Topics, string? ProblemType, string? Lead, IReadOnlyList<string> Co, string? Deputy,
    IReadOnlyDictionary<string, string> Slots, string Status);
