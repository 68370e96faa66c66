using System.Reflection;
using System.Text.Json;
using Xunit.Sdk;
using Xunit.v3;

namespace StationBot.Tests.Channels.Tencent;

/// <summary>tests/data/wechat-vectors.json: what independent libraries computed. wechat.md §24.</summary>
internal static class Vectors
{
    private static readonly JsonElement All =
        JsonElement.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "data", "wechat-vectors.json")));

    /// <summary>Groups are lists of objects with an id; the rest of the file tells of its making.</summary>
    public static IEnumerable<string> Groups =>
        All.EnumerateObject().Where(g => g.Value.ValueKind == JsonValueKind.Array && g.Value[0].TryGetProperty("id", out _)).Select(g => g.Name);

    public static JsonElement[] In(string group) => [.. All.GetProperty(group).EnumerateArray()];

    public static JsonElement Find(string group, string id) => In(group).Single(v => v.Text("id") == id);

    public static string Text(this JsonElement vector, string name) => vector.GetProperty(name).GetString()!;

    public static string? TextOrNull(this JsonElement vector, string name) => vector.TryGetProperty(name, out var value) ? value.GetString() : null;
}

/// <summary>One row per vector of a group.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class VectorsAttribute(string group) : DataAttribute
{
    public string Group => group;

    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(MethodInfo testMethod, DisposalTracker disposalTracker) =>
        new([.. Vectors.In(group).Select(v => new TheoryDataRow<string>(v.Text("id")))]);

    public override bool SupportsDiscoveryEnumeration() => true;
}
