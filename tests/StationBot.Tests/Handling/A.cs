using System.Text.Json.Nodes;
using StationBot.Handling.Roster;

namespace StationBot.Tests.Handling;

/// <summary>The demo district with a change: says only what matters to a test.</summary>
internal static class A
{
    public static AreaDirectory Directory(Func<DistrictFiles, DistrictFiles> change)
    {
        var (directory, problems) = change(DistrictFiles.Demo()).Read();
        return directory ?? throw new InvalidOperationException(string.Join('\n', problems));
    }
}

/// <summary>The three files of an import, as a clerk would edit them.</summary>
internal sealed class DistrictFiles
{
    public required JsonObject Area { get; init; }
    public required JsonObject Matrix { get; init; }
    public required JsonObject Workdays { get; init; }

    public static DistrictFiles Demo() => new() { Area = File("fixture-area.json"), Matrix = File("competence-matrix.json"), Workdays = File("workdays-cn.json") };

    public (AreaDirectory? Directory, IReadOnlyList<ImportProblem> Problems) Read() =>
        AreaDirectoryReader.Read(Area.ToJsonString(), Matrix.ToJsonString(), Workdays.ToJsonString());

    public DistrictFiles Edit(string list, string code, Action<JsonObject> change)
    {
        change(Item(list, code));
        return this;
    }

    public DistrictFiles Remove(string list, string code)
    {
        List(list).Remove(Item(list, code));
        return this;
    }

    public DistrictFiles Add(string list, string json)
    {
        List(list).Add(JsonNode.Parse(json));
        return this;
    }

    public DistrictFiles Strip(string member)
    {
        Area.Remove(member);
        return this;
    }

    private JsonObject Item(string list, string code) => List(list).Select(n => n!.AsObject()).First(n => (string?)n["code"] == code);

    private JsonArray List(string list) => (Area[list] ?? Matrix[list])!.AsArray();

    private static JsonObject File(string name) => JsonNode.Parse(System.IO.File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Demo", name)))!.AsObject();
}
