namespace StationBot.Host.Tests;

/// <summary>kill -9 while messages pour in, again and again: nothing acknowledged is lost or doubled, and every conversation goes on.</summary>
public sealed class CrashTests
{
    [Fact]
    public async Task Nothing_acknowledged_is_lost_or_doubled()
    {
        var load = Path.Combine(StationProcess.Repository, "tests", "load");

        var (exit, output) = await Node.RunAsync(load, Path.Combine(load, "kill9.mjs"), "--program", StationProcess.Program, "--kills", "6", "--residents", "8");

        Assert.True(exit == 0, output);
    }
}
