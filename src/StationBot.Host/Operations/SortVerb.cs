using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using StationBot.Handling.Flags;
using StationBot.Handling.Sorting;
using StationBot.Understanding;

namespace StationBot.Host.Operations;

internal static class SortVerb
{
    public static async Task<int> RunAsync(FileInfo input, FileInfo? output, CancellationToken cancellationToken)
    {
        await using var services = new ServiceCollection()
            .AddLogging().AddSingleton(TimeProvider.System)
            .AddUnderstanding(Settings.Read().GetSection("StationBot:Understanding"))
            .BuildServiceProvider();
        var sorter = services.GetRequiredService<ISorter>();
        var directory = District.Read(District.Demo());
        return await JsonLines.MapAsync(input, output, async (given, ct) =>
        {
            var sorted = await sorter.SortAsync(new SortRequest(JsonLines.Text(given, "text"), directory), ct);
            return Write(given["id"]?.DeepClone(), sorted);
        }, cancellationToken);
    }

    internal static JsonObject Write(JsonNode? id, SortResult sorted) => new()
    {
        ["id"] = id,
        ["intent"] = sorted.Intent.Code(),
        ["topic"] = sorted.Topic.Code(),
        ["topics"] = new JsonArray([.. sorted.Topics.Select(t => new JsonObject { ["topic"] = t.Topic.Code(), ["score"] = Math.Round(t.Score, 4) })]),
        ["problemType"] = sorted.ProblemType,
        ["lead"] = sorted.Lead,
        ["departments"] = new JsonArray([.. sorted.Departments.Select(d => new JsonObject { ["code"] = d.Code, ["score"] = Math.Round(d.Score, 4) })]),
        ["co"] = Strings(sorted.Co),
        ["slots"] = new JsonObject(
            new[] { Slot.Place, Slot.Time, Slot.Demand, Slot.Contact }
                .Select(s => KeyValuePair.Create<string, JsonNode?>(s.Code(), sorted.Slots.GetValueOrDefault(s)?.Value))),
        // Where it stands in the text as it was given; what was worked out of several places stands nowhere.
        ["spans"] = new JsonObject(sorted.Slots.Where(s => s.Value.Start >= 0)
            .Select(s => KeyValuePair.Create<string, JsonNode?>(s.Key.Code(), new JsonObject { ["start"] = s.Value.Start, ["length"] = s.Value.Length }))),
        ["flags"] = Strings(sorted.Flags.Where(f => !f.IsPastDanger).Select(f => f.Flag.Code()).Distinct()),
        ["past"] = Strings(sorted.Flags.Where(f => f.IsPastDanger).Select(f => f.Flag.Code()).Distinct()),
        ["abstain"] = sorted.Abstain,
        ["why"] = sorted.Why,
        ["matters"] = new JsonArray([.. sorted.Parts.Select(p => new JsonObject { ["text"] = p.Text, ["topic"] = p.Topic.Code(), ["problemType"] = p.ProblemType, ["lead"] = p.Lead })]),
        ["evidence"] = new JsonArray([.. sorted.Evidence.Select(e => new JsonObject { ["what"] = e.What, ["words"] = e.Words, ["start"] = e.Start, ["length"] = e.Length })]),
    };

    internal static JsonArray Strings(IEnumerable<string> values) => new([.. values.Select(v => (JsonNode)v)]);
}
