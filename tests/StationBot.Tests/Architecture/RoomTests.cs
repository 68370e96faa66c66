using System.Runtime.CompilerServices;
using System.Xml.Linq;
using NetArchTest.Rules;
using StationBot.Handling.Roster;

namespace StationBot.Tests.Architecture;

/// <summary>The doors between the rooms (style.md §1): everything may see Handling, Handling nothing, side rooms never each other, only Host all.</summary>
public sealed class RoomTests
{
    private static readonly string[] SideRooms = ["Understanding", "Conversations", "Channels", "Store"];

    [Fact]
    public void Handling_refers_to_no_room_and_no_package()
    {
        Assert.Empty(Sees(Project("Handling")));
        Assert.Empty(Packages(Project("Handling")));
    }

    [Fact]
    public void Handling_uses_nothing_but_the_framework()
    {
        var foreign = typeof(AreaDirectory).Assembly.GetReferencedAssemblies().Select(a => a.Name!).Where(n => !n.StartsWith("System.", StringComparison.Ordinal));

        Assert.Empty(foreign);
    }

    [Fact]
    public void Side_rooms_see_handling_and_never_each_other() =>
        Assert.All(SideRooms, room => Assert.Equal(["Handling"], Sees(Project(room))));

    [Fact]
    public void Only_the_host_sees_all() =>
        Assert.Equal(SideRooms.Append("Handling").Order(StringComparer.Ordinal), Sees(Project("Host")).Order(StringComparer.Ordinal));

    [Fact]
    public void No_room_is_a_cupboard()
    {
        var cupboards = Directory.EnumerateDirectories(Source, "*", SearchOption.AllDirectories).Select(Path.GetFileName).Where(IsCupboard);

        Assert.Empty(cupboards);
    }

    [Fact]
    public void Types_of_handling_are_sealed_static_or_closed_families()
    {
        var open = Types.InAssembly(typeof(AreaDirectory).Assembly).That().AreClasses().And().AreNotAbstract().And().AreNotSealed().GetTypes()
            .Where(t => t.Namespace?.StartsWith("StationBot", StringComparison.Ordinal) == true);

        Assert.Empty(open);
    }

    [Fact]
    public void A_door_between_side_rooms_would_be_found()
    {
        var wrong = XDocument.Parse("""<Project><ItemGroup><ProjectReference Include="..\StationBot.Store\StationBot.Store.csproj" /></ItemGroup></Project>""");

        Assert.Equal(["Store"], Sees(wrong));
    }

    [Fact]
    public void A_package_would_be_found() =>
        Assert.Equal(["YamlDotNet"], Packages(XDocument.Parse("""<Project><ItemGroup><PackageReference Include="YamlDotNet" /></ItemGroup></Project>""")));

    [Fact]
    public void A_cupboard_would_be_found() => Assert.True(IsCupboard("Helpers"));

    [Fact]
    public void An_open_type_would_be_found() =>
        Assert.Contains(Types.InAssembly(typeof(RoomTests).Assembly).That().AreClasses().And().AreNotAbstract().And().AreNotSealed().GetTypes(), t => t == typeof(Open));

    private static string Source => Path.GetFullPath(Path.Combine(Here(), "..", "..", "..", "src"));

    /// <summary>Beside this file, for the build output may lie anywhere.</summary>
    private static string Here([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;

    private static XDocument Project(string room) => XDocument.Load(Path.Combine(Source, $"StationBot.{room}", $"StationBot.{room}.csproj"));

    private static string[] Sees(XDocument project) =>
        [.. project.Descendants("ProjectReference").Select(r => r.Attribute("Include")!.Value.Split('\\', '/')[^1]["StationBot.".Length..^".csproj".Length])];

    private static string[] Packages(XDocument project) => [.. project.Descendants("PackageReference").Select(r => r.Attribute("Include")!.Value)];

    private static bool IsCupboard(string? folder) =>
        folder is "Common" or "Shared" or "Utils" or "Helpers" or "BuildingBlocks" or "Services" or "Managers";

#pragma warning disable CA1852 // Not sealed: that is what its test looks for.
    private class Open;
#pragma warning restore CA1852
}
