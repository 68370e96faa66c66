using Microsoft.Extensions.Time.Testing;
using StationBot.Handling.Cases;
using StationBot.Handling.Deadlines;
using StationBot.Handling.Roster;

namespace StationBot.Tests;

/// <summary>Fixed names for tests.</summary>
internal static class The
{
    /// <summary>2026-11-23 10:00 +08:00, a Monday and a working day: the clock of dialog-cases.md.</summary>
    public static DateTimeOffset Moment { get; } = new(2026, 11, 23, 10, 0, 0, TimeSpan.FromHours(8));

    public static FakeTimeProvider Clock => new(Moment);

    /// <summary>The fictional 清禾区.</summary>
    public static AreaDirectory Directory => Demo.Value;

    /// <summary>The default clocks over that district.</summary>
    public static LoopRules Rules => new(Directory, new ClockOptions());

    private static readonly Lazy<AreaDirectory> Demo = new(() =>
    {
        var (directory, problems) = AreaDirectoryReader.Read(File("fixture-area.json"), File("competence-matrix.json"), File("workdays-cn.json"));
        return directory ?? throw new InvalidOperationException(string.Join('\n', problems));
    });

    private static string File(string name) => System.IO.File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Demo", name));
}

/// <summary>The fictional 清禾区, in force.</summary>
internal sealed class TheDistrict : IAreaDirectory
{
    public AreaDirectory Current => The.Directory;
}
